"""Which clauses of lines some test made true and some test made false: the record, and its form for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from dealcheck.report.style import RenderOptions, clip, pad, printable, text_width, wrap
from dealcheck.source import Place
from dealcheck.values.exact import Exact, exact, show_exact

WINDOWS = ("active", "window")
"""The sorts of clause that are a time and not a sentence or a condition."""

SHOWN = 60
"""Columns of a clause within a sentence about it."""


@frozen
class Clause:
    """A part of a line that holds or does not.

    `sort` is `line` or `reading` (the whole sentence, with the sides `met` and `violated`), `sentence` or `condition`
    (a part of it: `true` and `false`), `active` or `window` (when the line is held, and a time phrase: those of
    `before`, `inside` and `after` that it has). `reading` names the reading in which it stands, `depth` tells how many
    clauses it is within.
    """

    sort: str
    reading: str
    text: str
    place: Place
    sides: tuple[str, ...]
    depth: int = 0


@frozen
class ClauseCount:
    """How many tests saw each side of a clause, how many could only not tell, and how many looked at it at all."""

    clause: Clause
    counts: tuple[int, ...]
    unknown: int = 0
    judged: int = 0

    @property
    def covered(self) -> bool:
        """Whether every side was seen."""
        return all(self.counts)

    @property
    def missed(self) -> tuple[str, ...]:
        """The sides that no test saw."""
        return tuple(side for side, count in zip(self.clause.sides, self.counts, strict=True) if not count)


@frozen
class LineCount:
    """A line with its clauses, how many tests expect something of it, and which of its readings some test names."""

    line: str
    place: Place
    clauses: tuple[ClauseCount, ...]
    tests: int = 0
    readings: frozenset[str] = frozenset()

    @property
    def covered(self) -> int:
        """How many of its clauses are covered."""
        return sum(each.covered for each in self.clauses)

    def missing(self) -> Iterator[tuple[Place, str]]:
        """What no test does, each as one clause of words with its place; a line that no test names is one such."""
        if not self.clauses:
            yield self.place, f"{self.line} has an error of its own, so nothing of it can be covered"
        elif not self.tests:
            yield self.place, f"no test expects {self.line}"
        else:
            unnamed: set[str] = set()
            for each in self.clauses:
                reading = each.clause.reading
                if reading and reading not in self.readings:
                    if reading not in unnamed:
                        yield each.clause.place, f"no test expects the reading {reading}"
                    unnamed.add(reading)
                    continue
                if not each.judged:
                    yield each.clause.place, f"no test comes to {_quoted(each.clause)}"
                    continue
                for side in each.missed:
                    yield each.clause.place, f"no test {_done(self.line, each, side)}"


@frozen
class CoverageResult:
    """The lines covered, by how many tests, and how many tests were left out or not reached."""

    lines: tuple[LineCount, ...]
    tests: int
    left_out: int = 0

    @property
    def all(self) -> int:
        """How many clauses there are."""
        return sum(len(line.clauses) for line in self.lines)

    @property
    def covered(self) -> int:
        """How many of them are covered."""
        return sum(line.covered for line in self.lines)

    @property
    def percent(self) -> Exact:
        """Clauses covered of a hundred, exactly; 0 where there is none."""
        return exact(Fraction(100 * self.covered, self.all)) if self.all else 0


def _done(line: str, count: ClauseCount, side: str) -> str:
    """What a test would do that sees a side of a clause: `makes `rate >= 10%` false`."""
    clause, text = count.clause, _quoted(count.clause)
    if clause.sort == "line":
        return f"has {line} {side}"
    if clause.sort == "reading":
        return f"has the reading {clause.reading} {side}"
    if clause.sort == "active":
        return f"is as of a day {side} {text}"
    if clause.sort == "window":
        return f"has a day inside {text}" if side == "inside" else f"breaks the sentence on a day {side} {text}"
    only = ", only unknown" if count.unknown and not any(count.counts) else ""
    return f"makes {text} {side}{only}"


def _quoted(clause: Clause) -> str:
    """A clause within a sentence about it."""
    return f"`{clip(clause.text, SHOWN)}`"


# ---- For the terminal ------------------------------------------------------------------------------------------------


def render_full(result: CoverageResult, options: RenderOptions) -> str:
    """The report by line, then the total; a line that is covered takes one row."""
    blocks = ["\n".join(_line(line, options)) for line in result.lines if line.covered < len(line.clauses)]
    blocks.extend("\n".join(_line(line, options)) for line in result.lines if not line.clauses)
    whole = [line for line in result.lines if line.clauses and line.covered == len(line.clauses)]
    if whole:
        blocks.append("\n".join(_head(line, options) for line in whole))
    return "\n\n".join([*blocks, f"{total(result)}\n"])


def render_concise(result: CoverageResult) -> str:
    """A row for each thing that no test does, then the total."""
    rows = [
        f"{at(place)}: {' '.join(printable(text).split())}" for line in result.lines for place, text in line.missing()
    ]
    return "".join(f"{row}\n" for row in (*rows, total(result)))


def total(result: CoverageResult) -> str:
    """`67 of 90 clauses covered, 74 4/9%`; with the tests that it does not speak of."""
    were = "was" if result.left_out == 1 else "were"
    partly = f", by the {_counted(result.tests, 'test')} run; {result.left_out} {were} not" if result.left_out else ""
    return f"{result.covered} of {_counted(result.all, 'clause')} covered, {show_percent(result.percent)}{partly}"


def show_percent(percent: Exact) -> str:
    """A percentage in full: `87.5%`, or with a fraction where no decimal ends, `74 4/9%`."""
    shown = show_exact(percent)
    if "/" not in shown:
        return f"{shown}%"
    whole, rest = divmod(percent.numerator, percent.denominator)
    return f"{whole} {rest}/{percent.denominator}%" if whole else f"{rest}/{percent.denominator}%"


def at(place: Place) -> str:
    """`path:line:column`."""
    return f"{place.source.name}:{place.line}:{place.column}"


def _counted(count: int, noun: str) -> str:
    """`1 test`, `2 tests`."""
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _head(line: LineCount, options: RenderOptions) -> str:
    """`US.floor: 7 of 9 clauses, 6 tests`."""
    done = line.clauses and line.covered == len(line.clauses)
    said = f"{line.covered} of {_counted(len(line.clauses), 'clause')}, {_counted(line.tests, 'test')}"
    return f"{options.paint(line.line, 'bold')}: {options.paint(said, 'green' if done else 'yellow')}"


def _line(line: LineCount, options: RenderOptions) -> list[str]:
    """A line with its clauses, each with how many tests saw its sides, and what no test does."""
    rows = [_head(line, options)]
    if line.tests:
        counts = _counts(line.clauses)
        width = max(map(text_width, counts))
        for each, text in zip(line.clauses, counts, strict=True):
            room = max(options.width - width - 4, 20)
            shown = pad(text, width) if each.covered else options.paint(pad(text, width), "yellow")
            rows.append(f"  {shown}  {clip('  ' * each.clause.depth + _named(each.clause), room)}")
    for place, text in line.missing():
        rows.extend(_missing(place, text, options))
    return rows


def _named(clause: Clause) -> str:
    """A clause as it is written, with the name of its reading before the whole of that."""
    text = printable(clause.text)
    return f"{clause.reading}: {text}" if clause.sort == "reading" else text


def _counts(clauses: Sequence[ClauseCount]) -> list[str]:
    """`true 3   false -` of each clause, with `unknown 1` where some test could not tell; below each other in columns.

    Windows have words of their own and keep out of the columns.
    """
    parts = [
        [f"{side} {number or '-'}" for side, number in zip(each.clause.sides, each.counts, strict=True)]
        + ([f"unknown {each.unknown}"] if each.unknown else [])
        for each in clauses
    ]
    aligned = [part for each, part in zip(clauses, parts, strict=True) if each.clause.sort not in WINDOWS]
    widths = [max(len(part[at]) for part in aligned) for at in range(2)]
    return [
        "  ".join(part)
        if each.clause.sort in WINDOWS
        else "  ".join([*(text.ljust(width) for text, width in zip(part, widths, strict=False)), *part[2:]]).rstrip()
        for each, part in zip(clauses, parts, strict=True)
    ]


def _missing(place: Place, text: str, options: RenderOptions) -> list[str]:
    """Where something is that no test does, and what, wrapped under itself."""
    head = f"  --> {at(place)}: "
    lines = wrap(printable(text), max(options.width - 6, 20))
    if len(lines) == 1 and text_width(head) + text_width(lines[0]) <= options.width:
        return [f"  {options.paint('-->', 'blue')} {at(place)}: {lines[0]}"]
    return [f"  {options.paint('-->', 'blue')} {at(place)}:", *(f"      {each}" for each in lines)]


def lines_of_files(result: CoverageResult) -> dict[str, Sequence[LineCount]]:
    """The lines by the name of the file that declares them, in order."""
    found: dict[str, list[LineCount]] = {}
    for line in result.lines:
        found.setdefault(line.place.source.name, []).append(line)
    return dict(found)
