"""The layout of statements: measures, terms, lines, expectations, and whatever takes no more than a line."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from dealcheck.syntax import ast
from dealcheck.syntax.format.page import INDENT, Blank, Page
from dealcheck.syntax.format.sentences import fits, sentence
from dealcheck.syntax.format.wrapping import Ranks

STATEMENT: Ranks = {
    "because": 0,
    "cites": 0,
    "by": 3,
    "on": 4,
    "until": 3,
    "=": 2,
    "members": 2,
    "displaces": 2,
    "|": 4,
    "&": 6,
    "-": 6,
    "+": 6,
    ",": 5,
}
MEASURE: Ranks = {
    "cites": 0,
    "table": 1,
    "layer": 4,
    "from": 4,
    "since": 6,
    "to": 4,
    "on": 4,
    "toward": 4,
    "until": 3,
    "if": 3,
    "|": 7,
    "&": 8,
    "-": 8,
    "+": 8,
    "*": 8,
    ",": 7,
}
HEAD: Ranks = {
    "says": 1,
    "cites": 1,
    "active": 1,
    "weight": 1,
    "proposed": 1,
    "opposed": 1,
    "in": 2,
    "if": 2,
    "status": 2,
    "[": 2,
    ",": 6,
}
ROW: Ranks = {":": 0, "reading": 1, ",": 1, "by": 2, "on": 3, "only": 2, "since": 3, "until": 3, "|": 7, "&": 8, "-": 8}
EXPECT: Ranks = {"by": 2, "on": 3, "only": 2, "since": 3, "until": 3, "|": 7, "&": 8, "-": 8, ",": 7}

# What it costs to break a measure before its parts.
_SOURCES = 0
_FIELD = 1
_FURTHER_FIELD = 2
_STAGE = 3
_KEY = 4


def ends_of(starts: list[int], end: int) -> list[int]:
    """Where parts end that begin at these tokens and stand side by side."""
    return [*starts[1:], end][: len(starts)]


def write_plain(page: Page, node: ast.Node | None, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write a statement that is broken only where it is too long."""
    page.begin(first, indent, blank)
    page.wrap(first, end, indent + INDENT, STATEMENT)


def write_measure(page: Page, node: ast.Measure, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write a measure: on one line, else on two, else with its keys on one line and every field on one."""
    page.begin(first, indent, blank)
    if page.fits_here(first, end):
        page.put(first, end)
        return
    clauses = _clauses(page, node)
    if page.gaps.within(first, end) < end:
        page.wrap(first, end, indent + INDENT, MEASURE, clauses)
        return
    keys = (page.flat.index_of[key.span[0]] for key in node.keys)
    cut = _in_two(page, first, end, indent + INDENT, {**dict.fromkeys(keys, _KEY), **clauses})
    starts = _lines_of(page, sorted(clauses), clauses, end, indent + INDENT) if cut is None else [cut]
    for start, stop in zip((first, *starts), (*starts, end), strict=True):
        if start != first:
            page.begin(start, indent + INDENT)
        page.wrap(start, stop, indent + 2 * INDENT, MEASURE, _stages(page, node))


def _clauses(page: Page, node: ast.Measure) -> dict[int, int]:
    """Where the fields, the table and the sources of a measure begin, and what a break before each costs."""
    index_of = page.flat.index_of
    found: dict[int, int] = {}
    for field in node.fields:
        found[index_of[field.span[0]]] = _FURTHER_FIELD if found else _FIELD
    if node.table is not None:
        found[index_of[node.table.span[0]]] = _FIELD
    # Sources that follow one another stay together.
    behind = -1
    for cited in node.cites:
        token = index_of[cited.span[0]]
        if token != behind:
            found[token] = _SOURCES
        behind = token + (2 if cited.quote is None else 3)
    return found


def _lines_of(page: Page, starts: list[int], costs: Mapping[int, int], end: int, indent: int) -> list[int]:
    """Which clauses begin a line behind the keys: the first alone, or with it the sources, or each."""
    fewer = starts[:1], [start for start in starts if start == starts[0] or costs[start] == _SOURCES]
    for some in fewer:
        if all(page.fits(start, stop, indent) for start, stop in zip(some, ends_of(some, end), strict=True)):
            return some
    return starts


def _in_two(page: Page, first: int, end: int, indent: int, costs: Mapping[int, int]) -> int | None:
    """The best token at which to begin a second line, if two lines are enough."""
    flat, width = page.flat, page.width
    room = width - len(page.lines[-1])
    fitting = [
        (cost, -token)
        for token, cost in costs.items()
        if token != first and flat.width(first, token) <= room and flat.width(token, end) <= width - indent
    ]
    return -min(fitting)[1] if fitting else None


def _stages(page: Page, node: ast.Measure) -> dict[int, int]:
    """Where the further stages of the fields begin, and the columns of a table, at the cost of a break there."""
    index_of = page.flat.index_of
    parts: list[ast.Node] = [stage for field in node.fields for stage in field.stages[1:]]
    parts.extend(() if node.table is None else node.table.columns)
    return {index_of[part.span[0]]: _STAGE for part in parts}


def write_term(page: Page, node: ast.Term, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write a term: a short one on one line, else what it says beneath its head."""
    page.begin(first, indent, blank)
    if is_short(node) and page.fits_here(first, end):
        page.put(first, end)
        return
    body = page.flat.find(":", first) + 1
    page.wrap(first, body, indent + 2 * INDENT, HEAD)
    starts = [page.flat.index_of[measure.span[0]] for measure in node.measures]
    for measure, start, stop in zip(node.measures, starts, ends_of(starts, end), strict=True):
        write_measure(page, measure, start, stop, indent + INDENT, Blank.NONE if start == body else Blank.KEPT)


def is_short(node: ast.Term) -> bool:
    """Whether a term has a name and a measure and nothing else."""
    head = (node.label, node.proposed_by, node.opposed_by, node.side_letter, node.status, node.optional, node.cites)
    return len(node.measures) == 1 and not any(head)


def write_line(page: Page, node: ast.Line, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write a line: its head, its clauses, what it asks, and its readings beneath."""
    flat = page.flat
    index_of = flat.index_of
    readings = [index_of[reading.span[0]] for reading in node.readings]
    rest = readings[0] if readings else end
    page.begin(first, indent, blank)
    if not (node.cites or node.active) and fits(page, node.sentence, first, rest):
        page.put(first, rest)
    else:
        colon = flat.find(":", first)
        clauses = sorted(index_of[clause.span[0]] for clause in (*node.cites, *node.active))
        if not page.fits_here(first, clauses[0] if clauses else colon):
            said = (*node.says, *(() if node.weight is None else (node.weight,)))
            clauses = sorted((*clauses, *(index_of[each.span[0]] - 1 for each in said)))
        for start, stop in zip((first, *clauses), (*clauses, colon), strict=True):
            if start != first:
                page.begin(start, indent + INDENT)
            page.wrap(start, stop, indent + 2 * INDENT, HEAD)
        page.begin(colon, indent + INDENT)
        page.put(colon, colon + 1)
        _write_asked(page, node.sentence, colon + 1, rest, indent + 2 * INDENT)
    for reading, start, stop in zip(node.readings, readings, ends_of(readings, end), strict=True):
        page.begin(start, indent + INDENT)
        if fits(page, reading.sentence, start, stop):
            page.put(start, stop)
            continue
        colon = flat.find(":", start)
        page.wrap(start, colon + 1, indent + 3 * INDENT, HEAD)
        _write_asked(page, reading.sentence, colon + 1, stop, indent + 2 * INDENT)


def _write_asked(page: Page, node: ast.Node, first: int, end: int, indent: int) -> None:
    """Write what stands behind a colon."""
    if first in page.gaps.found:
        page.begin(first, indent)
    else:
        page.blank()
    sentence(page, node, first, end, indent)


def write_expect(page: Page, node: ast.Expect, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write an expectation, each of its readings on a line of its own where they do not fit on one."""
    page.begin(first, indent, blank)
    if page.fits_here(first, end):
        page.put(first, end)
        return
    readings = [page.flat.index_of[reading.span[0]] for reading in node.readings]
    for start, stop in zip((first, *readings), (*readings, end), strict=True):
        if start != first:
            page.begin(start, indent + INDENT)
        page.wrap(start, stop, indent + 2 * INDENT, EXPECT)


def write_table(page: Page, node: ast.TestTable, first: int, end: int, indent: int, blank: Blank) -> None:
    """Write a table of a test, each row on a line, with what is in one column below one another."""
    index_of = page.flat.index_of
    starts = [index_of[row.span[0]] for row in node.rows]
    page.begin(first, indent, blank)
    page.wrap(first, starts[0], indent + 2 * INDENT, STATEMENT)
    cuts = [
        [start, *(index_of[part.span[0]] for part in (*row.cells[1:], *row.outcomes)), stop]
        for row, start, stop in zip(node.rows, starts, ends_of(starts, end), strict=True)
    ]
    plain = [row for row in cuts if page.fits(row[0], row[-1], indent + INDENT)]
    widths = _column_widths(page, plain, page.width - indent - INDENT)
    for row in cuts:
        page.begin(row[0], indent + INDENT, Blank.KEPT if row[0] != starts[0] else Blank.FIRST)
        if row not in plain:
            page.wrap(row[0], row[-1], indent + 3 * INDENT, ROW)
            continue
        for since, until, width in zip(row, row[1:-1], widths, strict=False):
            page.put(since, until)
            page.lines[-1] += " " * max(1, width - page.flat.width(since, until))
        page.put(row[-2], row[-1])


def _column_widths(page: Page, rows: list[list[int]], room: int) -> list[int]:
    """The width of each column but the last, a blank behind it included; rows begin and end at these tokens.

    0 where the columns would not fit side by side: then nothing is put below one another.
    """
    widths = [0] * max((len(row) - 2 for row in rows), default=0)
    for row in rows:
        for place, (since, until) in enumerate(pairwise(row[:-1])):
            widths[place] = max(widths[place], page.flat.width(since, until) + 1)
    wide = any(sum(widths[: len(row) - 2]) + page.flat.width(row[-2], row[-1]) > room for row in rows)
    return [0] * len(widths) if wide else widths
