"""Test blocks for programs: version 1. Keys are added, never renamed, within a version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from dealcheck.diagnostics import Diagnostic
from dealcheck.model.records import ExpectedOutcome
from dealcheck.report.coverage import CoverageResult
from dealcheck.report.json import VERSION, diagnostic_json
from dealcheck.report.tests import Failure, FileOutcome, Seen, TestOutcome, found_in


def render_json(
    files: Sequence[FileOutcome],
    problems: Sequence[Diagnostic],
    coverage: CoverageResult | None = None,
    said: Sequence[Diagnostic] = (),
) -> str:
    """The document, ending in a line break; with the coverage, and what is said of it, where that is asked for."""
    whole = document(files, [*problems, *said])
    if coverage is not None:
        from dealcheck.report.coverage_json import document as coverage_json

        whole["coverage"] = {key: value for key, value in coverage_json(coverage).items() if key != "version"}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def document(files: Sequence[FileOutcome], problems: Sequence[Diagnostic]) -> dict[str, Any]:
    """The document as plain values."""
    tests = [test for file in files for test in file.tests]
    return {
        "version": VERSION,
        "passed": sum(test.passed for test in tests),
        "failed": sum(not test.passed for test in tests),
        "left_out": sum(file.left_out for file in files),
        "not_run": sum(file.not_run for file in files),
        "tests": [_test(test) for test in tests],
        "errors": [diagnostic_json(each) for each in found_in(files, problems)],
    }


def _test(test: TestOutcome) -> dict[str, Any]:
    """A test, passed or not."""
    return {
        "name": test.name,
        "file": test.place.source.name,
        "line": test.place.line,
        "column": test.place.column,
        "passed": test.passed,
        "fault": test.fault,
        "failures": [_failure(failure) for failure in test.failures],
        "errors": [diagnostic_json(each) for each in test.diagnostics],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    """An expectation that is not met, beside what came."""
    place = failure.place
    return {
        "line": failure.line,
        "reading": failure.reading,
        "at": {"file": place.source.name, "line": place.line, "column": place.column},
        "why": failure.why,
        "differs": list(dict.fromkeys(part for part, _ in failure.misfits if part)),
        "expected": None if failure.wanted is None else _expected(failure.expected, failure.wanted),
        "actual": None if failure.seen is None else _actual(failure.seen),
    }


def _expected(text: str, wanted: ExpectedOutcome) -> dict[str, Any]:
    """The parts of an expectation; null where nothing is said of one."""
    return {
        "text": text,
        "verdict": wanted.verdict,
        "by": list(wanted.by),
        "on": wanted.places or None,
        "from": _day(wanted.begins),
        "until": _day(wanted.ends),
        "only": [
            name
            for name, only in (("on", wanted.only_on), ("from", wanted.only_from), ("until", wanted.only_until))
            if only
        ],
    }


def _actual(seen: Seen) -> dict[str, Any]:
    """The parts of what came."""
    return {
        "verdict": seen.verdict,
        "by": list(seen.by),
        "on": seen.on or None,
        "from": _day(seen.since),
        "until": _day(seen.until),
        "findings": list(seen.rows),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
