"""What test blocks came to: the record, and its three forms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.diagnostics import concise_diagnostic, render_diagnostic
from dealcheck.report.json import VERSION, diagnostic_json
from dealcheck.report.record import FINDINGS, NOT_JUDGED, OK
from dealcheck.report.style import RenderOptions, printable
from dealcheck.source import Place


@frozen
class Failure:
    """An expectation that is not met.

    The line and reading, what was expected, what is unlike it, and what came instead.
    """

    place: Place
    line: str
    expected: str
    why: str
    actual: tuple[str, ...]


@frozen
class TestOutcome:
    """What a test came to. `fault` says why it could not be run, `diagnostics` what is wrong with its draft."""

    name: str
    place: Place
    failures: tuple[Failure, ...] = ()
    fault: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether it ran and every expectation is met."""
        return not self.failures and not self.fault


@frozen
class FileOutcome:
    """The tests of a file, how many were left out by `-k`, and what is wrong with the file."""

    name: str
    tests: tuple[TestOutcome, ...]
    left_out: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def exit_code(files: Sequence[FileOutcome], problems: Sequence[Diagnostic] = ()) -> int:
    """0 where every test passes, 1 where one fails, 2 where there is none or a file cannot be read as it should."""
    found = [*problems, *(each for file in files for each in file.diagnostics)]
    tests = [test for file in files for test in file.tests]
    if not tests or any(each.is_error for each in found):
        return NOT_JUDGED
    return OK if all(test.passed for test in tests) else FINDINGS


def render(files: Sequence[FileOutcome], problems: Sequence[Diagnostic], output: str, options: RenderOptions) -> str:
    """The report in the form `full`, `concise` or `json`."""
    if output == "json":
        return json.dumps(document(files, problems), indent=2, ensure_ascii=False) + "\n"
    found = [*problems, *dict.fromkeys(each for file in files for each in file.diagnostics)]
    if output == "concise":
        rows = [concise_diagnostic(each) for each in found]
        rows.extend(row for file in files for test in file.tests for row in _concise(test))
        return "".join(f"{row}\n" for row in (*rows, tally(files)))
    parts = [render_diagnostic(each, options) for each in found]
    parts.extend(_full(test, options) for file in files for test in file.tests if not test.passed)
    return "\n".join([*parts, f"{tally(files)}\n"])


def tally(files: Sequence[FileOutcome]) -> str:
    """`12 tests in 2 files: 11 passed, 1 failed`."""
    tests = [test for file in files for test in file.tests]
    passed = sum(test.passed for test in tests)
    left_out = sum(file.left_out for file in files)
    counts = [f"{passed} passed", f"{len(tests) - passed} failed"] + (
        [f"{left_out} left out by -k"] if left_out else []
    )
    return f"{_counted(len(tests), 'test')} in {_counted(len(files), 'file')}: {', '.join(counts)}"


def _counted(count: int, noun: str) -> str:
    """`1 test`, `2 tests`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _at(place: Place) -> str:
    """`path:line:column`."""
    return f"{place.source.name}:{place.line}:{place.column}"


def _full(test: TestOutcome, options: RenderOptions) -> str:
    """A failed test: its name, then each expectation against what came."""
    rows = [f"{options.paint('failed', 'red')}{options.paint(printable(f': {test.name}'), 'bold')}"]
    if test.fault:
        rows.append(f" --> {_at(test.place)}: {test.fault}")
    for failure in test.failures:
        rows.append(f" {options.paint('-->', 'blue')} {_at(failure.place)}: {failure.line}: {printable(failure.why)}")
        if failure.expected:
            rows.append(options.paint(f"  - {printable(failure.expected)}", "red"))
        rows.extend(options.paint(f"  + {printable(row)}", "green") for row in failure.actual)
    text = "\n".join(rows) + "\n"
    return "\n".join([text, *(render_diagnostic(each, options) for each in test.diagnostics)])


def _concise(test: TestOutcome) -> Iterator[str]:
    """A failed test in one line for each expectation."""
    if test.fault:
        yield printable(f"{_at(test.place)}: failed {test.name}: {test.fault}")
    for failure in test.failures:
        came = "; ".join(failure.actual)
        said = f"{failure.line}: {failure.why}: expected {failure.expected}, came {came}"
        yield printable(" ".join(f"{_at(failure.place)}: failed {test.name}: {said}".split()))
    yield from (concise_diagnostic(each) for each in test.diagnostics)


def document(files: Sequence[FileOutcome], problems: Sequence[Diagnostic]) -> dict[str, Any]:
    """The report as plain values, version 1."""
    tests = [test for file in files for test in file.tests]
    found = [*problems, *dict.fromkeys(each for file in files for each in file.diagnostics)]
    return {
        "version": VERSION,
        "passed": sum(test.passed for test in tests),
        "failed": sum(not test.passed for test in tests),
        "tests": [
            {
                "name": test.name,
                "file": test.place.source.name,
                "line": test.place.line,
                "passed": test.passed,
                "fault": test.fault,
                "failures": [
                    {
                        "line": failure.line,
                        "at": _at(failure.place),
                        "why": failure.why,
                        "expected": failure.expected,
                        "actual": list(failure.actual),
                    }
                    for failure in test.failures
                ],
                "errors": [diagnostic_json(each) for each in test.diagnostics],
            }
            for test in tests
        ],
        "errors": [diagnostic_json(each) for each in found],
    }
