"""Table rows as measures: one for each code, in ascending order and disjoint."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from dealcheck.diagnostics import Label
from dealcheck.model.moments import moment_of
from dealcheck.model.problems import listed
from dealcheck.model.records import FieldSpec, Kind, Literal, Moment, Plan, PlanStage, Region, TableRow
from dealcheck.model.references import field_of
from dealcheck.model.tables import (
    CODE_HELP,
    BadCells,
    Table,
    column_index,
    contradictions,
    disjoint,
    open_table,
    read_code,
)
from dealcheck.model.types import SORT_OF_TYPE, TAKES, sort_of
from dealcheck.scopes import DIGITS, EMPTY, EVERYTHING, GOODS_END, Interval, IntervalSet
from dealcheck.values import Rate, Value, ValueFault, Word, explain_bad_date, parse_date, read_rate_text, read_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealcheck.model.names import Here
    from dealcheck.source import Place
    from dealcheck.syntax import ast

Line: TypeAlias = "tuple[int, int, tuple[str, ...], int]"
"""A row as read: its first line of goods, one more than its last, its cells, its number."""


@frozen
class Rows:
    """A table as measures: the goods it covers, its codes as written, its rows, and the gaps in a complete one."""

    on: IntervalSet
    codes: tuple[Interval, ...]
    rows: tuple[TableRow, ...]
    gaps: IntervalSet


Mapped: TypeAlias = "tuple[FieldSpec, Moment | None, int, Place]"
"""A column of a table: the field it gives, from when, its index, and the place that says so."""


def rows_of(here: Here, table: ast.TableRows, kind: Kind, region: Region, same: tuple[Plan, ...]) -> Rows | None:
    """The rows of a table as measures; None after an error.

    `same` are the plans that every row has beside its own.
    """
    opened = open_table(here, table.file)
    if opened is None:
        return None
    if kind.keys.get("on") != "goods":
        here.problems.error(
            "DC909",
            f"`{kind.name}` has no goods for a table to list",
            here.place(table),
            "no key `on` for goods",
            "write the measures one by one",
        )
        return None
    found = _columns(here, table, kind, opened)
    if found is None:
        return None
    code_at, columns = found
    # All that the rows are made of, beside the table itself. Other plans are never the same as those of a check before.
    key = (
        code_at,
        tuple([(spec.name, spec.type, spec.choices, since, index, place) for spec, since, index, place in columns]),
        kind.absent_unknown,
        table.complete,
        region.on,
        same,
    )
    known: Rows | None = opened.made(key)
    if known is None:
        known = _read(here, table, kind, region, same, opened, code_at, columns)
        if known is not None and not same:
            opened.keep(key, known)
    return known


def _read(
    here: Here,
    table: ast.TableRows,
    kind: Kind,
    region: Region,
    same: tuple[Plan, ...],
    opened: Table,
    code_at: int,
    columns: list[Mapped],
) -> Rows | None:
    """The rows, read cell by cell; None after an error."""
    bad = BadCells(here, opened, here.place(table.file))
    lines = list(_lines(opened, code_at, [index for _, _, index, _ in columns], bad))
    for first, second in contradictions(lines):
        here.problems.error(
            "DC906",
            f"{opened.source.name}: rows {first[3] + 2} and {second[3] + 2} give unlike values for one code",
            opened.cell(second[3], code_at),
            f"row {second[3] + 2}",
            "take one of them away",
            labels=(
                Label(opened.cell(first[3], code_at), f"row {first[3] + 2}"),
                Label(here.place(table.file), "read here"),
            ),
        )
        bad.count += 1
    plans = _Plans(kind, columns, same, bad)
    rows: list[TableRow] = []
    inside = None if region.on is None or region.on == EVERYTHING else region.on
    pieces_of_lines: list[tuple[int, int, Line]] = list(disjoint(lines))
    gaps = EMPTY
    if table.complete:
        pieces_of_lines, gaps = stretched(pieces_of_lines)
    for low, high, line in pieces_of_lines:
        row_plans = plans.of(line[2], line[3])
        if not row_plans:
            continue
        if inside is None:
            rows.append(TableRow(low, high, row_plans, line[3] + 2, line[:2]))
        else:
            pieces = IntervalSet(((low, high),)) & inside
            rows.extend(TableRow(*piece, row_plans, line[3] + 2, line[:2]) for piece in pieces)
    bad.close()
    if bad.count:
        return None
    codes = tuple(dict.fromkeys([(line[0], line[1]) for line in lines]))
    return Rows(IntervalSet.of([(row.low, row.high) for row in rows]), codes, tuple(rows), gaps)


def stretched(lines: list[tuple[int, int, Line]]) -> tuple[list[tuple[int, int, Line]], IntervalSet]:
    """The rows of a complete table without gaps between them, and the gaps that were.

    A code that no row lists is no goods, so whichever row it goes to tells nothing new. It goes to the row that it
    shares more digits with, the one before it on a tie, so that rows which fill a heading together still do.
    """
    found: list[tuple[int, int, Line]] = []
    gaps: list[Interval] = []
    start = 0
    following = [low for low, _, _ in lines[1:]]
    following.append(GOODS_END)
    for (low, high, line), next_low in zip(lines, following, strict=False):
        if start < low:
            gaps.append((start, low))
        end = high
        if next_low != high:
            end = next_low if next_low == GOODS_END else max(high, _parting(high - 1, next_low))
            if high < end:
                gaps.append((high, end))
        found.append((start, end, line))
        start = end
    return found, IntervalSet.of(gaps)


def _parting(before: int, after: int) -> int:
    """The first line that shares more digits with `after` than with `before`."""
    for digits in range(2, DIGITS + 1, 2):
        width: int = 10 ** (DIGITS - digits)
        if before // width != after // width:
            return after - after % width
    return after


def _columns(here: Here, table: ast.TableRows, kind: Kind, opened: Table) -> tuple[int, list[Mapped]] | None:
    """The index of the column of codes, and the columns of values; None after an error."""
    code_at: int | None = None
    columns: list[Mapped] = []
    failed = False
    for column in table.columns:
        index = column_index(here, opened, column.column)
        if column.name.text == "on":
            code_at = index
            failed |= index is None
            continue
        spec = field_of(here, kind, column.name)
        since = None if column.since is None else moment_of(here, column.since)
        if spec is None or index is None or (column.since is not None and since is None):
            failed = True
        else:
            columns.append((spec, since, index, here.place(column)))
    if not failed and (code_at is None or not columns):
        missing = "`on = COLUMN`" if code_at is None else "a field, such as `rate = COLUMN`"
        here.problems.error(
            "DC908",
            f"the table's mapping lacks {missing}",
            here.place(table),
            "not all is mapped",
            f"its columns are {listed(opened.columns)}",
        )
        return None
    return None if failed or code_at is None else (code_at, columns)


def _lines(
    table: Table, code_at: int, value_at: list[int], bad: BadCells
) -> Iterator[tuple[int, int, tuple[str, ...], int]]:
    width = max(code_at, *value_at) + 1
    only = value_at[0] if len(value_at) == 1 else -1
    for number, row in enumerate(table.rows):
        if len(row) < width:
            if any(row):
                bad.add(
                    number,
                    len(row),
                    f"the row has {len(row)} cells, where {width} are needed",
                    "fill the row up, or leave it out",
                )
            continue
        code = read_code(row[code_at])
        if isinstance(code, str):
            if any(row):
                bad.add(number, code_at, code, CODE_HELP, "DC904")
            continue
        cells = (row[only],) if only >= 0 else tuple([row[at] for at in value_at])
        yield code[0], code[1], cells, number


class _Plans:
    """The plans of rows; rows of the same texts share theirs."""

    def __init__(self, kind: Kind, columns: list[Mapped], same: tuple[Plan, ...], bad: BadCells) -> None:
        self.kind = kind
        self.columns = columns
        self.same = same
        self.bad = bad
        self.known: dict[tuple[str, ...], tuple[Plan, ...]] = {}

    def of(self, cells: tuple[str, ...], row: int) -> tuple[Plan, ...]:
        """The plans that a row's cells give; none for a row of which nothing is known."""
        found = self.known.get(cells)
        if found is None:
            count = self.bad.count
            found = self._read(cells, row)
            # A bad text is reported wherever it stands, so only good ones are kept.
            if self.bad.count == count:
                self.known[cells] = found
        return found

    def _read(self, cells: tuple[str, ...], row: int) -> tuple[Plan, ...]:
        stages: dict[str, list[PlanStage]] = {}
        for text, (spec, since, index, place) in zip(cells, self.columns, strict=True):
            value = read_cell(text.strip(), spec)
            if isinstance(value, ValueFault):
                self.bad.add(row, index, value.headline, value.help)
            elif value is not None:
                stages.setdefault(spec.name, []).append(PlanStage(Literal(value, place), since, place))
            elif not self.kind.absent_unknown:
                self.bad.add(
                    row,
                    index,
                    "`?` leaves it unknown",
                    f"`{self.kind.name}` does not say `absent unknown`: give a value, or leave the row out",
                )
        return (*(Plan(name, tuple(found)) for name, found in stages.items()), *(self.same if stages else ()))


_QUANTITY = re.compile(
    r"(?:([A-Z]{3})\s+)?([0-9][0-9_.]*)\s*(thousand|mn|bn|tn)?\s*(/?[A-Za-z0-9]+)?(?:\s+per\s+([a-z]+))?"
)


def read_cell(text: str, spec: FieldSpec) -> Value | ValueFault | None:
    """The value that a cell gives a field; None for `?`, which is not known."""
    if text == "?":
        return None
    wrong = partial(ValueFault, "bad-cell", f"`{text[:40]}` is not what `{spec.name}` takes")
    if spec.type in ("rate", "percent"):
        rate = read_rate_text(text)
        if isinstance(rate, Rate) and spec.type == "percent" and rate.specific:
            return wrong(f"write {TAKES['percent']}")
        return rate
    if spec.type == "choice":
        return Word(text) if text in spec.choices else wrong(f"write one of {listed(spec.choices)}")
    if spec.type == "name":
        return Word(text) if text.isidentifier() else wrong("write a name")
    if spec.type == "text":
        return text
    if spec.type == "date":
        return parse_date(text) or wrong(explain_bad_date(text))
    parts = _QUANTITY.fullmatch(text)
    advice = f"write {TAKES[spec.type]}"
    if parts is None:
        return wrong(advice)
    value = read_value(parts[2], parts[4] or "", parts[1] or "", parts[3] or "", parts[5] or "")
    if isinstance(value, ValueFault):
        return value
    return (
        value
        if sort_of(value) == SORT_OF_TYPE[spec.type] or (spec.type == "quantity" and value == 0)
        else wrong(advice)
    )
