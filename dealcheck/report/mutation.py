"""What mutation testing came to: the record, its score, and its report for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.diagnostics import concise_diagnostic, render_diagnostic
from dealcheck.report.record import FINDINGS, NOT_JUDGED, OK
from dealcheck.report.style import RenderOptions, printable
from dealcheck.values.exact import Exact

KILLED, SURVIVED, EQUIVALENT = "killed", "survived", "equivalent"


@frozen
class MutantResult:
    """A mutant and what became of it.

    `operator` made the change, in the `part` of its line (`""` for the main sentence, `reading NAME`, `active`). `row`
    counts from the first row of the line, `column` as in the file. `why` is the name of the test that noticed a killed
    mutant, and the proof of an equivalent one; `test` numbers the test of its line that would notice a survivor.
    """

    operator: str
    part: str
    row: int
    column: int
    old: str
    new: str
    state: str
    why: str = ""
    test: int | None = None


@frozen
class LineResult:
    """The mutants of a line, and tests that would notice those that none noticed.

    `expecting` tests expect something of the line, `skipped` mutants were no sound line.
    """

    line: str
    mutants: tuple[MutantResult, ...]
    tests: tuple[str, ...] = ()
    expecting: int = 0
    skipped: int = 0

    def count(self, state: str) -> int:
        """How many of the mutants are in a state."""
        return sum(mutant.state == state for mutant in self.mutants)


@frozen
class MutatedLine:
    """The result of a line where it stands: the file, and the first row of the line."""

    file: str
    row: int
    result: LineResult
    cached: bool = False


@frozen
class MutationReport:
    """The mutants of some files. `wanted` is the score asked for in percent, None where none is."""

    lines: tuple[MutatedLine, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    wanted: Exact | None = None

    def count(self, state: str, file: str | None = None) -> int:
        """How many mutants are in a state, of one file or of all."""
        return sum(line.result.count(state) for line in self.lines if file in (None, line.file))

    @property
    def counted(self) -> int:
        """The mutants that a test can notice."""
        return self.count(KILLED) + self.count(SURVIVED)

    @property
    def score(self) -> Fraction | None:
        """The killed among those that a test can notice; None where there are none."""
        return Fraction(self.count(KILLED), self.counted) if self.counted else None

    @property
    def files(self) -> tuple[str, ...]:
        """The files whose lines were mutated."""
        return tuple(dict.fromkeys(line.file for line in self.lines))

    @property
    def said(self) -> tuple[Diagnostic, ...]:
        """That the score is lower than the one asked for."""
        score = self.score
        if self.wanted is None or score is None or 100 * score >= self.wanted:
            return ()
        headline = f"{self.count(KILLED)} of {self.counted} mutants killed: less than {float(self.wanted):g} %"
        return (Diagnostic("DC939", headline, help="the report has a test for each survivor that one was found for"),)

    @property
    def exit_code(self) -> int:
        """0; 1 where the score is lower than asked for; 2 where there is nothing to mutate, or an error."""
        if any(found.is_error for found in self.diagnostics):
            return NOT_JUDGED
        return FINDINGS if self.said else OK


def percent_words(part: int, whole: int) -> str:
    """`71.7 %`, never rounded up: what is short of a round number must not look like it."""
    tenths = part * 1000 // whole if whole else 1000
    return f"{tenths // 10}.{tenths % 10} %"


def render_full(report: MutationReport, options: RenderOptions) -> str:
    """The survivors of each line with the tests that would notice them, then the counts of each file and of all."""
    parts = [render_diagnostic(each, options) for each in report.diagnostics]
    parts.extend(_line(line, options) for line in report.lines if line.result.count(SURVIVED))
    parts.append("".join(f"{row}\n" for row in _tallies(report)))
    parts.extend(f"{render_diagnostic(each, options)}\n" for each in report.said)
    return "\n".join(parts)


def render_concise(report: MutationReport) -> str:
    """A row for each survivor, and the counts."""
    rows = [concise_diagnostic(each) for each in report.diagnostics]
    for line in report.lines:
        for mutant in _survivors(line.result):
            told = "a test would tell" if mutant.test is not None else "no telling draft found"
            change = f"{_flat(mutant.old)} => {_flat(mutant.new)}"
            rows.append(printable(f"{_at(line, mutant)}: survived {_named(line, mutant)}: {change} ({told})"))
    rows += [*_tallies(report), *(concise_diagnostic(each) for each in report.said)]
    return "".join(f"{row}\n" for row in rows)


def _survivors(result: LineResult) -> Iterator[MutantResult]:
    return (mutant for mutant in result.mutants if mutant.state == SURVIVED)


def _line(line: MutatedLine, options: RenderOptions) -> str:
    """The survivors of a line, those of one telling test together."""
    result = line.result
    rows: list[str] = []
    numbers = [*range(len(result.tests)), None]
    for number in numbers:
        told = [mutant for mutant in _survivors(result) if mutant.test == number]
        for mutant in told:
            rows.append(f"{options.paint('survived', 'red')}: {options.paint(_named(line, mutant), 'bold')}")
            rows.append(f" {options.paint('-->', 'blue')} {printable(_at(line, mutant))}")
            rows += [options.paint(f"  - {printable(row)}", "red") for row in mutant.old.split("\n")]
            rows += [options.paint(f"  + {printable(row)}", "green") for row in mutant.new.split("\n")]
        if told and number is None:
            rows += ["no telling draft found", ""]
        elif told and number is not None:
            rows += [f"{'it' if len(told) == 1 else 'they'} would be noticed by", ""]
            rows += [printable(row) for row in result.tests[number].rstrip("\n").split("\n")]
            rows.append("")
    return "\n".join(rows)


def _named(line: MutatedLine, mutant: MutantResult) -> str:
    """`JP.autos, reading total: threshold`."""
    return f"{line.result.line}{f', {mutant.part}' if mutant.part else ''}: {mutant.operator}"


def _at(line: MutatedLine, mutant: MutantResult) -> str:
    """`path:line:column`."""
    return f"{line.file}:{line.row + mutant.row}:{mutant.column}"


def _flat(rows: str) -> str:
    return " ".join(rows.split())


def _tallies(report: MutationReport) -> Iterator[str]:
    """The counts of each file, where there are several, and of all."""
    files = report.files
    for file in files if len(files) > 1 else ():
        killed, survived = report.count(KILLED, file), report.count(SURVIVED, file)
        yield f"{printable(file)}: {killed} of {killed + survived} killed ({percent_words(killed, killed + survived)})"
    yield tally(report)


def tally(report: MutationReport) -> str:
    """`396 mutants of 19 lines: 380 killed, 14 survived (96.4 %), 2 say the same; 12 lines from the cache`."""
    killed, survived, same = (report.count(state) for state in (KILLED, SURVIVED, EQUIVALENT))
    skipped = sum(line.result.skipped for line in report.lines)
    cached = sum(line.cached for line in report.lines)
    counts = [f"{killed} killed", f"{survived} survived ({percent_words(killed, killed + survived)})"]
    counts += [f"{same} equivalent"] if same else []
    counts += [f"{skipped} skipped as no sound line"] if skipped else []
    kept = f"; {_counted(cached, 'line')} from the cache" if cached else ""
    lines = _counted(len(report.lines), "line")
    return f"{_counted(killed + survived + same, 'mutant')} of {lines}: {', '.join(counts)}{kept}"


def _counted(count: int, noun: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def telling_tests(lines: Sequence[MutatedLine], file: str) -> tuple[str, ...]:
    """The tests that would notice the survivors of a file, each once."""
    return tuple(dict.fromkeys(test for line in lines if line.file == file for test in line.result.tests))
