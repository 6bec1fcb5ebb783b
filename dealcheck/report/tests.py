"""What test blocks came to: the record, the tally, and a line for each failure; other forms have their own files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.model.records import ExpectedOutcome
from dealcheck.report.diagnostics import concise_diagnostic
from dealcheck.report.record import FINDINGS, NOT_JUDGED, OK
from dealcheck.report.style import RenderOptions, printable
from dealcheck.report.words import unique
from dealcheck.source import Place

if TYPE_CHECKING:
    from dealcheck.report.coverage import CoverageResult

NOTHING, NO_END = "nothing", "no end"


@frozen
class Seen:
    """What a line came to, in the parts of an expectation; `on` is in words, `until` None where there is no end.

    The causes are those of all findings; places and days those of the findings that the expectation is tested on.
    `rows` say each finding in words.
    """

    verdict: str
    by: tuple[str, ...] = ()
    on: str = ""
    since: date | None = None
    until: date | None = None
    rows: tuple[str, ...] = ()


@frozen
class Part:
    """A part of an expectation beside what came, in words; `expected` is `""` where nothing is said of it."""

    name: str
    expected: str
    actual: str
    fits: bool


@frozen
class Failure:
    """An expectation that is not met.

    The line and the reading, what is expected, the parts in which that is unlike what came, each with the difference in
    words, and what came. Without the last two there is no such line or reading, as `misfits` says.
    """

    place: Place
    line: str
    reading: str
    misfits: tuple[tuple[str, str], ...]
    wanted: ExpectedOutcome | None = None
    seen: Seen | None = None

    @property
    def name(self) -> str:
        """`JP.autos reading total`."""
        return f"{self.line} reading {self.reading}" if self.reading else self.line

    @property
    def expected(self) -> str:
        """What is expected, as it is written."""
        return "" if self.wanted is None else " ".join(self.wanted.place.text.split())

    @property
    def why(self) -> str:
        """What is unlike the expectation, in words; another verdict says enough."""
        if self.misfits[0][0] == "verdict":
            return self.misfits[0][1]
        return "; ".join(unique(words for _, words in self.misfits))

    @property
    def actual(self) -> tuple[str, ...]:
        """What came, a row for each finding."""
        return () if self.seen is None else self.seen.rows

    @property
    def parts(self) -> list[Part]:
        """Each part that is expected, or that came, beside the other."""
        wanted, seen = self.wanted, self.seen
        if wanted is None or seen is None:
            return []
        since = str(seen.since or NOTHING)
        until = str(seen.until or NO_END) if seen.since else NOTHING
        pairs = [
            ("verdict", wanted.verdict, seen.verdict),
            ("by", ", ".join(wanted.by), ", ".join(seen.by) or NOTHING),
            ("on", _only(wanted.only_on, wanted.places), seen.on or NOTHING),
            ("from", _only(wanted.only_from, str(wanted.begins or "")), since),
            ("until", _only(wanted.only_until, str(wanted.ends or "")), until),
        ]
        unlike = {name for name, _ in self.misfits}
        return [Part(*pair, pair[0] not in unlike) for pair in pairs if pair[1] or pair[2] != NOTHING]


def _only(only: bool, text: str) -> str:
    return f"only {text}" if only and text else text


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
    """The tests of a file that were run, and what is wrong with the file.

    How many were left out by `-k`, and how many were not run since an earlier one had failed (`-x`).
    """

    name: str
    tests: tuple[TestOutcome, ...]
    left_out: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    not_run: int = 0


def exit_code(files: Sequence[FileOutcome], problems: Sequence[Diagnostic] = ()) -> int:
    """0 where every test passes, 1 where one fails, 2 where there is none or a file cannot be read as it should."""
    tests = [test for file in files for test in file.tests]
    if not tests or any(each.is_error for each in found_in(files, problems)):
        return NOT_JUDGED
    return OK if all(test.passed for test in tests) else FINDINGS


def found_in(files: Iterable[FileOutcome], problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """All that is wrong with the files, each once."""
    return [*problems, *dict.fromkeys(each for file in files for each in file.diagnostics)]


def render(
    files: Sequence[FileOutcome],
    problems: Sequence[Diagnostic],
    output: str,
    options: RenderOptions,
    coverage: CoverageResult | None = None,
    said: Sequence[Diagnostic] = (),
) -> str:
    """The report in the form `full`, `concise` or `json`; the last holds the coverage, and what is said of it."""
    if output == "json":
        from dealcheck.report.tests_json import render_json

        return render_json(files, problems, coverage, said)
    if output == "full":
        from dealcheck.report.tests_full import render_full

        return render_full(files, problems, options)
    rows = [concise_diagnostic(each) for each in found_in(files, problems)]
    rows.extend(row for file in files for test in file.tests for row in _concise(test))
    return "".join(f"{row}\n" for row in (*rows, tally(files)))


def tally(files: Sequence[FileOutcome]) -> str:
    """`12 tests in 2 files: 11 passed, 1 failed`."""
    tests = [test for file in files for test in file.tests]
    passed = sum(test.passed for test in tests)
    left_out = sum(file.left_out for file in files)
    not_run = sum(file.not_run for file in files)
    counts = [f"{passed} passed", f"{len(tests) - passed} failed"]
    if not_run:
        counts.append(f"{not_run} not run after the first failure")
    if left_out:
        counts.append(f"{left_out} left out by -k")
    return f"{_counted(len(tests) + not_run, 'test')} in {_counted(len(files), 'file')}: {', '.join(counts)}"


def _counted(count: int, noun: str) -> str:
    """`1 test`, `2 tests`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def at(place: Place) -> str:
    """`path:line:column`."""
    return f"{place.source.name}:{place.line}:{place.column}"


def _concise(test: TestOutcome) -> Iterator[str]:
    """A failed test in one line for each expectation."""
    if test.fault:
        yield printable(f"{at(test.place)}: failed {test.name}: {test.fault}")
    for failure in test.failures:
        came = "; ".join(failure.actual)
        said = f"{failure.name}: {failure.why}"
        if failure.expected:
            said = f"{said}: expected {failure.expected}, came {came}"
        yield printable(" ".join(f"{at(failure.place)}: failed {test.name}: {said}".split()))
    yield from (concise_diagnostic(each) for each in test.diagnostics)
