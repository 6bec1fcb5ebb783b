"""Tables: the rows of a CSV file as goods, or as one measure each."""

from __future__ import annotations

import csv
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from attrs import define, field

from dealcheck.diagnostics import Label
from dealcheck.model.lookup import LookupFault
from dealcheck.model.problems import listed, meant
from dealcheck.scopes import DIGITS, Interval
from dealcheck.source import Place, Source

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from dealcheck.model.names import Here
    from dealcheck.syntax import ast

MOST_CELLS = 50
"""How many bad cells of one table are shown one by one."""

SHARED_LETTERS = 500_000
"""Tables up to this length are kept for the next check that asks for them; those of the packs are far shorter."""

MOST_MADE = 4
"""How many things that were made of one table are kept with it."""

_WIDTHS = {digits: 10 ** (DIGITS - digits) for digits in range(2, DIGITS + 1, 2)}


@define(eq=False)
class Table:
    """A table that has been read: its columns and its rows, whose numbers start with 2 below the header."""

    source: Source
    columns: list[str]
    rows: list[list[str]]
    _starts: list[list[int]] = field(factory=list)
    _made: dict[Hashable, Any] = field(factory=dict)

    def made(self, key: Hashable) -> Any:
        """What was made of the table by a reader with that key; None where that is not known (any more)."""
        return self._made.get(key)

    def keep(self, key: Hashable, made: object) -> None:
        """Keep what was made of the table: checks that follow one another read the same tables in the same way."""
        if len(self.source.text) <= SHARED_LETTERS:
            if len(self._made) >= MOST_MADE:
                del self._made[next(iter(self._made))]
            self._made[key] = made

    def cell(self, row: int, column: int) -> Place:
        """The place of a cell; `row` counts from 0 below the header, -1 is the header."""
        if not self._starts:
            self._starts = list(_cell_starts(self.source.text))
        starts = self._starts[row + 1] if row + 1 < len(self._starts) else [len(self.source.text)] * 2
        column = min(column, len(starts) - 2)
        start = starts[column]
        return Place(self.source, (start, max(start, starts[column + 1] - 1)))


def _cell_starts(text: str) -> Iterator[list[int]]:
    """For each record the offsets at which its cells start, and one more than the end of its last."""
    starts = [1 if text.startswith("\ufeff") else 0]
    quoted = False
    at = starts[0]
    while at < len(text):
        letter = text[at]
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter == ",":
            starts.append(at + 1)
        elif not quoted and letter in "\r\n":
            yield [*starts, at + 1]
            at += text.startswith("\r\n", at)
            starts = [at + 1]
        at += 1
    if starts[-1] < len(text):
        yield [*starts, len(text) + 1]


def open_table(here: Here, file: ast.Text) -> Table | None:
    """The table of that name, read once; None after an error."""
    key = (file.text, here.unit.source.name)
    tables = here.words.tables
    if key not in tables:
        tables[key] = _read(here, file)
    elif tables[key] is None:
        here.problems.poison()
    return tables[key]


def _read(here: Here, file: ast.Text) -> Table | None:
    found = here.words.lookup.rows(file.text, here.unit.source)
    if isinstance(found, LookupFault):
        here.problems.error("DC902", found.headline, here.place(file), "no such table", found.help)
        return None
    try:
        table = _kept(found.name, found.text) if len(found.text) <= SHARED_LETTERS else _split(found.name, found.text)
    except csv.Error as error:
        here.problems.error(
            "DC907", f"the table {found.name} is not CSV", here.place(file), str(error), "save it as CSV with commas"
        )
        return None
    if table is None:
        here.problems.error(
            "DC907",
            f"the table {found.name} is empty",
            here.place(file),
            "no header",
            "its first row names the columns",
        )
    return table


def _split(name: str, text: str) -> Table | None:
    """A text as a table; None where it has no header."""
    records = list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    return Table(Source(name, text), [column.strip() for column in records[0]], records[1:]) if records else None


@lru_cache(maxsize=16)
def _kept(name: str, text: str) -> Table | None:
    return _split(name, text)


def column_index(here: Here, table: Table, column: ast.Name | ast.Text) -> int | None:
    """The index of a column by its name; None after an error."""
    if column.text in table.columns:
        return table.columns.index(column.text)
    here.problems.error(
        "DC903",
        f"the table {table.source.name} has no column `{column.text}`",
        here.place(column),
        "no such column",
        meant(column.text, table.columns, f"its columns are {listed(table.columns)}"),
    )
    return None


@define(eq=False)
class BadCells:
    """Reports the bad cells of one table, each at its place, up to a limit."""

    here: Here
    table: Table
    asked: Place
    """Where the text asks for the table."""
    count: int = 0

    def add(self, row: int, column: int, headline: str, help_text: str, code: str = "DC905") -> None:
        """Report a cell; `row` counts from 0 below the header."""
        self.count += 1
        if self.count <= MOST_CELLS:
            name = self.table.columns[column] if column < len(self.table.columns) else f"column {column + 1}"
            self.here.problems.error(
                code,
                f"{self.table.source.name}, row {row + 2}, {name}: {headline}",
                self.table.cell(row, column),
                help=help_text,
                labels=(Label(self.asked, "read here"),),
            )

    def close(self) -> None:
        """Say how many more there are."""
        if self.count > MOST_CELLS:
            self.here.problems.error(
                "DC905",
                f"{self.table.source.name} has {self.count - MOST_CELLS} more bad cells",
                self.asked,
                help="mend the first ones and check again",
            )


def read_code(text: str) -> Interval | str:
    """The lines of a code in a cell, dots and blanks left out; else why it is none."""
    digits = text.replace(".", "").replace(" ", "") if not text.isdigit() else text
    width = _WIDTHS.get(len(digits))
    if width is not None and digits.isdigit() and digits.isascii():
        low = int(digits) * width
        return low, low + width
    if not digits:
        return "the cell is empty, which is no code"
    if not (digits.isdigit() and digits.isascii()):
        return f"`{text[:40]}` is no code"
    if len(digits) > DIGITS:
        return f"`{text[:40]}` has more than ten digits"
    return f"`{text[:40]}` has an odd number of digits"


CODE_HELP = "a code has 2, 4, 6, 8 or 10 digits; spreadsheets drop a leading zero: `0101` is chapter 1"


def code_column(here: Here, scope: ast.TableScope) -> tuple[Interval, ...] | None:
    """The codes in a column of a table, each once, in the order of its rows; None after an error."""
    table = open_table(here, scope.file)
    index = None if table is None else column_index(here, table, scope.column)
    if table is None or index is None:
        return None
    bad = BadCells(here, table, here.place(scope.file))
    found: dict[Interval, None] = {}
    for number, row in enumerate(table.rows):
        if not any(row):
            continue
        code = read_code(row[index].strip() if index < len(row) else "")
        if isinstance(code, str):
            bad.add(number, index, code, CODE_HELP, "DC904")
        else:
            found[code] = None
    bad.close()
    return None if bad.count else tuple(found)


Row = tuple[int, int, tuple[str, ...], int]
"""A row before rows are made disjoint: its lines from and to before, the texts of its values, and its index."""


def disjoint(lines: Sequence[Row]) -> Iterator[tuple[int, int, Row]]:
    """The rows cut so that a longer code wins over a shorter, ascending; of equal codes the first stands."""
    before = 0
    for line in lines:
        if line[0] < before:
            yield from _nested(sorted(lines, key=lambda line: (line[0], -line[1])))
            return
        before = line[1]
    for line in lines:
        yield line[0], line[1], line


def _nested(lines: Sequence[Row]) -> Iterator[tuple[int, int, Row]]:
    """Codes are prefixes, so two of them are nested or apart: a stack of the open ones is enough."""
    opened: list[Row] = []
    position = 0
    for line in lines:
        low = line[0]
        while opened and opened[-1][1] <= low:
            ended = opened.pop()
            if position < ended[1]:
                yield position, ended[1], ended
                position = ended[1]
        if opened:
            if opened[-1][:2] == line[:2]:
                continue
            if position < low:
                yield position, low, opened[-1]
        position = max(position, low)
        opened.append(line)
    while opened:
        ended = opened.pop()
        if position < ended[1]:
            yield position, ended[1], ended
            position = ended[1]


def contradictions(lines: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Pairs of rows of one code with unlike values."""
    first: dict[Interval, Row] = {}
    for line in lines:
        known = first.setdefault(line[:2], line)
        if known is not line and known[2] != line[2]:
            yield known, line
