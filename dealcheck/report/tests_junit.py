"""Test blocks as JUnit XML, for what runs tests and shows what came of them.

No time, host or day is written: the same tests that come to the same give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.diagnostics import render_diagnostic
from dealcheck.report.style import RenderOptions
from dealcheck.report.tests import FileOutcome, TestOutcome
from dealcheck.report.tests_full import difference
from dealcheck.report.xml import DECLARATION, escaped, tag
from dealcheck.source import Place

_PLAIN = RenderOptions()


def render_junit(files: Sequence[FileOutcome], problems: Sequence[Diagnostic]) -> str:
    """The document: a suite for each file, and one for what no file can be blamed for, if there is something."""
    suites = [_suite(file.name, list(_cases(file))) for file in files]
    wrong = [found for found in problems if found.is_error]
    if wrong:
        suites.append(_suite("dealcheck", [_error_case("dealcheck", found) for found in wrong]))
    counts = {name: sum(suite.counts[name] for suite in suites) for name in ("tests", "failures", "errors")}
    rows = [DECLARATION, tag("testsuites", {"name": "dealcheck", **_texts(counts)})]
    for suite in suites:
        rows.extend(suite.rows)
    return "".join(f"{row}\n" for row in (*rows, "</testsuites>"))


class _Suite:
    """A suite: what it counts, and its lines."""

    def __init__(self, counts: dict[str, int], rows: list[str]) -> None:
        self.counts = counts
        self.rows = rows


def _suite(name: str, cases: Sequence[tuple[str, list[str]]]) -> _Suite:
    """A suite of cases, each with what it came to."""
    counts = {
        "tests": len(cases),
        "failures": sum(came == "failure" for came, _ in cases),
        "errors": sum(came == "error" for came, _ in cases),
    }
    rows = [tag("testsuite", {"name": name, **_texts(counts)}, 1)]
    for _, lines in cases:
        rows.extend(lines)
    return _Suite(counts, [*rows, "  </testsuite>"])


def _texts(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}


def _cases(file: FileOutcome) -> Iterator[tuple[str, list[str]]]:
    """What is wrong with a file, so that it does not look sound, and its tests, with the errors that stand in them."""
    errors = [found for found in file.diagnostics if found.is_error]
    faulty = [test for test in file.tests if test.fault]
    for found in errors:
        if not any(_inside(found, test.place) for test in faulty):
            yield _error_case(file.name, found)
    for test in file.tests:
        yield _case(test, [found for found in errors if _inside(found, test.place)])


def _inside(found: Diagnostic, place: Place) -> bool:
    """Whether a diagnostic points into a place."""
    at = found.place
    return at is not None and at.source is place.source and place.span[0] <= at.span[0] < place.span[1]


def _case(test: TestOutcome, own: Sequence[Diagnostic]) -> tuple[str, list[str]]:
    """A test: passed, failed where an expectation is not met, an error where its draft has one."""
    head = _head(test.name, test.place.source.name, test.place)
    if test.passed:
        return "", [tag("testcase", head, 2, closed=True)]
    if test.fault:
        said = "\n".join(render_diagnostic(each, _PLAIN) for each in (*own, *test.diagnostics))
        at = f"{test.place.source.name}:{test.place.line}:{test.place.column}"
        return "error", _with(head, "error", test.fault, "fault", f"{at}: {test.fault}\n{said}")
    message = "; ".join(f"{failure.name}: {failure.why}" for failure in test.failures)
    said = "\n".join(row for failure in test.failures for row in difference(failure, _PLAIN))
    return "failure", _with(head, "failure", message, "expectation", said + "\n")


def _error_case(name: str, found: Diagnostic) -> tuple[str, list[str]]:
    """An error as a case of its own."""
    head = _head(found.code, name, found.place)
    return "error", _with(head, "error", found.headline, found.code, render_diagnostic(found, _PLAIN))


def _head(name: str, class_name: str, place: Place | None) -> dict[str, str]:
    """The attributes of a case; its class is the file, as dotted names are to other runners."""
    where = {} if place is None else {"file": place.source.name, "line": str(place.line)}
    return {"classname": class_name, "name": name, **where}


def _with(head: Mapping[str, str], came: str, message: str, sort: str, text: str) -> list[str]:
    """A case with what it came to."""
    opened = tag(came, {"message": message, "type": sort}, 3)
    return [tag("testcase", head, 2), f"{opened}{escaped(text)}</{came}>", "    </testcase>"]
