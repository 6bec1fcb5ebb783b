"""Findings of the linter for programs, version 1."""

from __future__ import annotations

import json
from typing import Any

from dealcheck.lint.engine import Finding
from dealcheck.lint.rule import Edit, Fix, Rule
from dealcheck.report.json_parts import VERSION, diagnostic_json, place_json
from dealcheck.report.lint import LintedFile, LintReport, difference
from dealcheck.report.style import RenderOptions


def render(report: LintReport, options: RenderOptions) -> str:
    """The report as one JSON document."""
    return json.dumps(document(report), indent=2, ensure_ascii=False) + "\n"


def document(report: LintReport) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "version": VERSION,
        "files": [_file(file, report.fixes) for file in report.files],
        "counts": {rule.code: count for rule, count in report.counts},
        "skipped": [rule.code for rule in report.skipped],
        "faults": list(report.faults),
        "errors": [diagnostic_json(found) for found in report.errors],
    }


def rule_json(rule: Rule) -> dict[str, str]:
    """A rule in a list of rules."""
    return {
        "code": rule.code,
        "name": rule.name,
        "category": rule.category.value,
        "level": rule.level.value,
        "fix": rule.fix,
    }


def _file(file: LintedFile, fixes: str) -> dict[str, Any]:
    linted = file.linted
    found: dict[str, Any] = {
        "file": file.name,
        "linted": not linted.errors,
        "findings": [_finding(finding) for finding in linted.findings],
        "let_be": [
            {**_finding(finding), "reason": finding.let_be.reason if finding.let_be else ""}
            for finding in linted.suppressed
        ],
    }
    if fixes:
        found["mended"] = [finding.rule.code for finding in file.applied]
        found["diff"] = difference(file, RenderOptions())
    return found


def _finding(finding: Finding) -> dict[str, Any]:
    rule, found = finding.rule, finding.found
    return {
        **diagnostic_json(finding.diagnostic),
        "name": rule.name,
        "category": rule.category.value,
        "fix": None if found.fix is None else _fix(found.fix),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"message": fix.said, "safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    return {**place_json(edit.place), "text": edit.text}
