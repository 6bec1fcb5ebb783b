"""The matrix for a terminal: the deals by number, the lines of each party against them, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from attrs import frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.matrix import Column, Matrix, Row
from dealcheck.report.overview import SIGNS, SIGNS_IN_WORDS, broken, render_legend
from dealcheck.report.record import waived
from dealcheck.report.style import RenderOptions, clip, pad, printable, text_width, wrap
from dealcheck.report.verdicts import paint_of
from dealcheck.report.words import chosen_rows

_GAP = 2
_REMARK = 16
"""Columns that a label beside the table gets at least."""
_NAME = 40
"""Columns that the names before the table get at most."""

_NAMED = 2
"""So few deals that violate no line of a party are named, more are counted; likewise those without it at the table."""
_TIE = "\u00a0"
"""Holds a deal's number and its name together where a sentence is wrapped."""


@frozen
class _Entry:
    """A row of the grid: its name, its cells, and what is said beside it; a title has no cells."""

    name: str
    cells: tuple[LineVerdict | None, ...] = ()
    remark: str = ""


def render(matrix: Matrix, options: RenderOptions, transpose: bool = False) -> str:
    """What is wrong, the deals, the lines against them, the signs, and a sentence for each party."""
    parts = [render_diagnostics(matrix.errors, options)] if matrix.errors else []
    if matrix.columns and matrix.rows:
        parts.append(_text(render_legend(matrix.columns, options)))
        if any(column.deal.chosen for column in matrix.columns):
            parts.append(_text(_chosen(matrix.columns, options)))
        parts.extend(_text(block) for block in _grid(matrix, options, transpose))
        parts.append(_text([options.paint(row, "dim") for row in wrap(_key(matrix), options.width)]))
        parts.append(_text(_sentences(matrix, options)))
    unjudged = ", ".join(f"#{column.number} {column.name}" for column in matrix.columns if not column.judged)
    if unjudged:
        parts.append(_text(wrap(printable(f"not judged, for their texts have errors: {unjudged}"), options.width)))
    warnings = len(matrix.diagnostics) - len(matrix.errors)
    if warnings:
        noun = "warning or note" if warnings == 1 else "warnings and notes"
        parts.append(_text(wrap(f"{warnings} {noun} on the drafts; dealcheck check shows them", options.width)))
    return "\n".join(parts)


def _chosen(columns: Sequence[Column], options: RenderOptions) -> Iterator[str]:
    """The choices made from without, deal by deal."""
    for column in columns:
        if column.deal.chosen:
            yield from chosen_rows([f"#{column.number} {column.name}: {'; '.join(column.deal.chosen)}"], options)


def _text(lines: Iterable[str]) -> str:
    """The lines as text."""
    return "".join(f"{line}\n" for line in lines)


# ---- The grid --------------------------------------------------------------------------------------------------------


def _grid(matrix: Matrix, options: RenderOptions, transpose: bool) -> Iterator[list[str]]:
    """The rows and columns, in blocks that fit in the width."""
    if not matrix.shown:
        words = " or ".join(verdict.value for verdict in matrix.verdicts)
        yield [f"no line is {words} under any of these deals"]
    elif transpose:
        entries = [
            _Entry(f"{column.number} {column.name}", tuple(row.cells[at] for row in matrix.shown))
            for at, column in enumerate(matrix.columns)
        ]
        yield from _blocks("deal", entries, [row.name for row in matrix.shown], options, words=True)
    else:
        yield from _by_party(matrix, options)


def _by_party(matrix: Matrix, options: RenderOptions) -> Iterator[list[str]]:
    """Lines as rows under the party and the level, deals as columns: words where all of them fit, else signs."""
    entries: list[_Entry] = []
    for (party, level), rows in groupby(matrix.shown, lambda row: (row.line.party, row.line.level)):
        plural = "wishes" if level == "wish" else f"{level}s"
        entries.append(_Entry(f"{party} {plural}"))
        entries.extend(_Entry(f"  {row.name}", row.cells, row.line.label) for row in rows)
    heads = [str(column.number) for column in matrix.columns]
    named = [f"{column.number} {column.name}" for column in matrix.columns]
    blocks = list(_blocks("line", entries, named, options, words=True))
    yield from blocks if len(blocks) == 1 else _blocks("line", entries, heads, options, words=False)


def _blocks(
    title: str, entries: Sequence[_Entry], heads: Sequence[str], options: RenderOptions, words: bool
) -> Iterator[list[str]]:
    """The grid in blocks of as many columns as fit; the first says what is to be said beside the rows."""
    most = min(_NAME, max(options.width // 2, 12))
    left = min(max(text_width(title), *(text_width(printable(entry.name)) for entry in entries)), most)
    gap = _GAP if words else 1
    widths = [
        max(text_width(printable(head)) + 1, *(len(_cell(entry.cells[at], words)) for entry in entries if entry.cells))
        for at, head in enumerate(heads)
    ]
    if not words:
        widths = [max(widths)] * len(widths)
    for shown in _fitting([width + gap for width in widths], options.width - left):
        room = options.width - left - sum(widths[at] + gap for at in shown)
        cells = (pad(f" {printable(heads[at])}", widths[at]) for at in shown)
        rows = [options.paint(_row(pad(title, left), cells, gap), "bold")]
        for entry in entries:
            name = pad(clip(printable(entry.name), left), left)
            if not entry.cells:
                rows.append(options.paint(name.rstrip(), "cyan"))
                continue
            painted = (_painted(entry.cells[at], words, widths[at], options) for at in shown)
            remark = clip(printable(entry.remark), room - _GAP) if room - _GAP >= _REMARK and not shown.start else ""
            beside = f"{' ' * _GAP}{options.paint(remark, 'dim')}" if remark else ""
            rows.append(_row(name, painted, gap, beside))
        yield rows


def _fitting(widths: Sequence[int], room: int) -> Iterator[range]:
    """The columns in blocks that fit in the room, about as many in each; a column that is too wide has its own."""
    needed = list(_filled(widths, room, len(widths)))
    yield from _filled(widths, room, -(-len(widths) // len(needed)))


def _filled(widths: Sequence[int], room: int, most: int) -> Iterator[range]:
    """The columns in blocks that fit in the room, each as full as can be, with `most` columns at the most."""
    first = 0
    while first < len(widths):
        last, left = first + 1, room - widths[first]
        while last < len(widths) and last - first < most and widths[last] <= left:
            left -= widths[last]
            last += 1
        yield range(first, last)
        first = last


def _row(name: str, cells: Iterator[str], gap: int, beside: str = "") -> str:
    """One row, without blanks at its end."""
    return (name + "".join(" " * gap + cell for cell in cells) + beside).rstrip()


def _painted(cell: LineVerdict | None, words: bool, width: int, options: RenderOptions) -> str:
    """A cell in its colour, with blanks up to its width. A bystander's has the colour of a violated line alone."""
    text = _cell(cell, words)
    quiet = cell is None or (cell.bystander and cell.verdict is not Verdict.VIOLATED)
    paint = "dim" if cell is None or quiet else "yellow" if cell.bystander else paint_of(cell)
    return options.paint(text, paint) + " " * (width - len(text))


def _cell(cell: LineVerdict | None, words: bool) -> str:
    """` x`, `(x)`, ` x*`; with words ` x violated`."""
    if cell is None:
        return " ."
    said = SIGNS[cell.verdict] + (f" {cell.verdict.value}" if words else "") + ("*" if waived(cell) else "")
    return f"({said})" if cell.bystander else f" {said}"


def _key(matrix: Matrix) -> str:
    """What the signs mean, and the marks that occur."""
    cells = [cell for row in matrix.shown for cell in row.cells]
    parts = [SIGNS_IN_WORDS]
    if any(cell is None for cell in cells):
        parts.append(". not among the lines that the draft meets")
    if any(cell is not None and cell.bystander for cell in cells):
        parts.append("(x) of a party that is not at the table")
    if any(cell is not None and waived(cell) for cell in cells):
        parts.append("x* waived")
    counts = "the counts beside the deals are those of their parties' lines"
    return f"{', '.join(parts)}; {counts}"


# ---- The sentences ---------------------------------------------------------------------------------------------------


def _sentences(matrix: Matrix, options: RenderOptions) -> list[str]:
    """For each party with red lines: which deals violate how many of them."""
    lines: list[str] = []
    for party, rows in groupby(matrix.rows, lambda row: row.line.party):
        red = [row for row in rows if row.line.level == "red line"]
        if red:
            text = printable(_sentence(party, red, matrix.columns)).replace(_TIE, "\0")
            first, *rest = wrap(text, max(options.width - _GAP, 20))
            lines.extend(row.replace("\0", " ") for row in (first, *(" " * _GAP + row for row in rest)))
    return lines


def _sentence(party: str, red: Sequence[Row], columns: Sequence[Column]) -> str:
    """`JP, 8 red lines: #2 us_japan_july violates 3, ...; #5 us_japan violates none; without JP at the table ...`."""
    own: list[str] = []
    others: list[tuple[str, int]] = []
    none: list[tuple[str, str]] = []
    for at, column in enumerate(columns):
        judged = [cell for row in red if (cell := row.cells[at]) is not None and column.judged]
        violated = broken(judged)
        name = f"#{column.number}{_TIE}{column.name}"
        if violated and violated[0].bystander:
            others.append((name, len(violated)))
        elif violated:
            lifted = sum(map(waived, violated))
            verb = "" if own else " violates"
            own.append(f"{name}{verb} {len(violated)}" + (f" ({lifted} waived)" if lifted else ""))
        elif judged and not judged[0].bystander:
            none.append((name, _doubt(judged)))
    said = [", ".join(own)] if own else []
    if none:
        said.append(_none(none, bool(own)))
    if others:
        said.append(f"without {party} at the table, {_others(others)}")
    if not said:
        said.append("no deal here violates one")
    return f"{party}, {len(red)} {'red line' if len(red) == 1 else 'red lines'}: {'; '.join(said)}"


_OPEN = "open or unknown"
_IDLE = "held on its day"


def _doubt(judged: Sequence[LineVerdict]) -> str:
    """What makes less of it that a deal violates none of these lines: some are not decided, or none was held."""
    verdicts = {cell.verdict for cell in judged}
    if verdicts & {Verdict.OPEN, Verdict.UNKNOWN}:
        return _OPEN
    return _IDLE if verdicts == {Verdict.INACTIVE} else ""


def _none(deals: Sequence[tuple[str, str]], others: bool) -> str:
    """Which deals violate none, and how much that says; many are counted."""
    if len(deals) <= _NAMED:
        beside = {_OPEN: f" (some {_OPEN})", _IDLE: f" (none {_IDLE})", "": ""}
        names = " and ".join(name + beside[doubt] for name, doubt in deals)
        return f"{names} {'violates' if len(deals) == 1 else 'violate'} none"
    doubts = [doubt for _, doubt in deals]
    rests = [f"in {doubts.count(_OPEN)} some are {_OPEN}"] if _OPEN in doubts else []
    rests += [f"for {doubts.count(_IDLE)} none was {_IDLE}"] if _IDLE in doubts else []
    said = f"{'the other' if others else 'all'} {len(deals)} with it at the table violate none"
    return f"{said}, though {' and '.join(rests)}" if rests else said


def _others(deals: Sequence[tuple[str, int]]) -> str:
    """Which deals violate how many as a bystander's; many are counted."""
    if len(deals) <= _NAMED:
        return " and ".join(f"{name} violates {count}" for name, count in deals)
    least, most = min(count for _, count in deals), max(count for _, count in deals)
    return f"{len(deals)} deals violate {least}" + (f" to {most}" if most != least else "")
