"""Mutation testing for programs, version 1."""

from __future__ import annotations

import json
from typing import Any

from dealcheck.report.json import VERSION, diagnostic_json
from dealcheck.report.mutation import EQUIVALENT, KILLED, SURVIVED, MutatedLine, MutationReport


def render_json(report: MutationReport) -> str:
    """One JSON document: the score as an exact fraction, and every mutant of each line."""
    return json.dumps(document(report), indent=2, ensure_ascii=False) + "\n"


def document(report: MutationReport) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "version": VERSION,
        "killed": report.count(KILLED),
        "survived": report.count(SURVIVED),
        "equivalent": report.count(EQUIVALENT),
        "skipped": sum(line.result.skipped for line in report.lines),
        "score": None if report.score is None else str(report.score),
        "from_cache": sum(line.cached for line in report.lines),
        "lines": [_line(line) for line in report.lines],
        "errors": [diagnostic_json(found) for found in (*report.diagnostics, *report.said)],
    }


def _line(line: MutatedLine) -> dict[str, Any]:
    """One line; `test` of a mutant is the place in `tests` of what would notice it, null where nothing was found."""
    result = line.result
    return {
        "line": result.line,
        "file": line.file,
        "row": line.row,
        "expecting": result.expecting,
        "skipped": result.skipped,
        "tests": list(result.tests),
        "mutants": [
            {
                "operator": mutant.operator,
                "part": mutant.part,
                "row": line.row + mutant.row,
                "column": mutant.column,
                "old": mutant.old,
                "new": mutant.new,
                "state": mutant.state,
                "why": mutant.why,
                "test": mutant.test,
            }
            for mutant in result.mutants
        ],
    }
