"""Clause coverage as JSON, version 1 (grammar/README.md, "The JSON of coverage")."""

from __future__ import annotations

import json
from typing import Any

from dealcheck.report.coverage import ClauseCount, CoverageResult, LineCount
from dealcheck.report.json import VERSION
from dealcheck.source import Place
from dealcheck.values.exact import show_exact


def render_json(result: CoverageResult) -> str:
    """The document as text."""
    return json.dumps(document(result), indent=2, ensure_ascii=False) + "\n"


def document(result: CoverageResult) -> dict[str, Any]:
    """The coverage as plain values."""
    return {
        "version": VERSION,
        "tests": result.tests,
        "left_out": result.left_out,
        "covered": result.covered,
        "all": result.all,
        "percent": show_exact(result.percent),
        "lines": [_line(line) for line in result.lines],
    }


def _line(line: LineCount) -> dict[str, Any]:
    return {
        "line": line.line,
        "at": _place(line.place),
        "tests": line.tests,
        "covered": line.covered,
        "all": len(line.clauses),
        "clauses": [_clause(each) for each in line.clauses],
        "missing": [{"message": text, "at": _place(place)} for place, text in line.missing()],
    }


def _clause(count: ClauseCount) -> dict[str, Any]:
    clause = count.clause
    return {
        "sort": clause.sort,
        "reading": clause.reading or None,
        "text": clause.text,
        "depth": clause.depth,
        "at": _place(clause.place),
        "sides": dict(zip(clause.sides, count.counts, strict=True)),
        "unknown": count.unknown,
        "judged": count.judged,
        "covered": count.covered,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.source.name, "line": place.line, "column": place.column}
