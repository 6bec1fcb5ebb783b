"""The lines of a layout as they are written, token after token, with the comments where they belong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum

from attrs import define, field

from dealcheck.syntax.format.flat import Flat
from dealcheck.syntax.format.gaps import Gaps
from dealcheck.syntax.format.wrapping import Ranks, breaks

INDENT = 2

_SHORT = 100
"""Columns that a line may take that holds a whole block, or several sentences."""
_ROOM = 2
"""Blanks before a trailing comment."""
_NEAR = 3
"""How many lines apart trailing comments may stand to be put below one another."""
_SPREAD = 16
"""By how many columns lines may differ whose trailing comments stand below one another."""


class Blank(IntEnum):
    """What becomes of blank lines before a token."""

    NONE = 0
    LAST = 1
    """Those right before it go, as before a closing brace; comments keep those before them."""
    ONLY = 2
    """The first and the last go, as before the closing brace of an empty block."""
    FIRST = 3
    """Those that come first go, as behind an opening brace; comments keep those behind them."""
    KEPT = 4
    FORCED = 5
    """There is one in any case."""


_OPENING = (Blank.FIRST, Blank.ONLY)
_CLOSING = (Blank.LAST, Blank.ONLY)


@define(eq=False)
class Page:
    """The lines so far. The last of them is open: more tokens may join it."""

    flat: Flat
    gaps: Gaps
    width: int
    lines: list[str] = field(factory=list)
    trailing: dict[int, str] = field(factory=dict)
    """The trailing comments by the number of their line."""

    # ---- Lines -----------------------------------------------------------------------------------------------------

    def begin(self, token: int, indent: int, blank: Blank = Blank.NONE) -> None:
        """Open the line of a token, behind the comments before it."""
        if token in self.gaps.found:
            # Comments before a closing brace belong to what stands within.
            self._write_gap(token, indent + INDENT if blank in _CLOSING else indent, blank)
        elif blank >= Blank.KEPT and (blank == Blank.FORCED or self.gaps.lines_before(token) > 1):
            self.lines.append("")
        self.lines.append(" " * indent)

    def put(self, first: int, end: int) -> None:
        """Write tokens on the open line. No comment stands between them."""
        self.lines[-1] += self.flat.piece(first, end)

    def blank(self) -> None:
        """Put a blank on the open line."""
        self.lines[-1] += " "

    def fits(self, first: int, end: int, column: int) -> bool:
        """Whether tokens fit on one line from a column on."""
        return self.flat.width(first, end) <= self.width - column and self.gaps.within(first, end) == end

    def is_short(self, first: int, end: int, column: int) -> bool:
        """Whether tokens fit from a column on, on a line that can be taken in at a glance."""
        return self.fits(first, end, max(column, column + self.width - _SHORT))

    def fits_here(self, first: int, end: int) -> bool:
        """Whether tokens fit on the open line."""
        return self.fits(first, end, len(self.lines[-1]))

    def wrap(self, first: int, end: int, indent: int, ranks: Ranks, also: Mapping[int, int] | None = None) -> None:
        """Write tokens from the open line on, with as few breaks as there must be; further lines at `indent`.

        `ranks` says where a break is best, `also` for single tokens.
        """
        while True:
            part = self.gaps.within(first, end)
            column = len(self.lines[-1])
            if self.flat.width(first, part) <= self.width - column:
                self.put(first, part)
            else:
                for place in breaks(self.flat, first, part, self.width, column, indent, ranks, also or {}):
                    self.put(first, place)
                    self.lines.append(" " * indent)
                    first = place
                self.put(first, part)
            if part == end:
                return
            self.begin(part, indent)
            first = part

    def text(self) -> str:
        """The whole text."""
        return "".join(f"{line}\n" for line in self._with_comments())

    # ---- Comments --------------------------------------------------------------------------------------------------

    def _write_gap(self, token: int, indent: int, blank: Blank) -> None:
        """Write the comments before a token."""
        gap = self.gaps.found[token]
        if gap.trailing:
            self.trailing[len(self.lines) - 1] = gap.trailing
        rows = list(gap.rows)
        if blank == Blank.NONE:
            rows = [row for row in rows if row]
        else:
            if blank == Blank.FORCED and rows[:1] != [""]:
                rows.insert(0, "")
            elif (blank in _OPENING or not self.lines) and rows[:1] == [""]:
                del rows[0]
            if blank in _CLOSING and rows[-1:] == [""]:
                del rows[-1]
        self.lines.extend(" " * indent + row if row else "" for row in rows)

    def _with_comments(self) -> Iterator[str]:
        """The lines with their trailing comments, those of neighbours below one another."""
        if not self.trailing:
            yield from self.lines
            return
        columns = self._columns()
        for place, line in enumerate(self.lines):
            comment = self.trailing.get(place)
            yield line if comment is None else f"{line:{columns[place]}}{comment}"

    def _columns(self) -> dict[int, int]:
        """The column of each trailing comment."""
        columns: dict[int, int] = {}
        run: list[int] = []
        least = most = column = 0
        for place in sorted(self.trailing):
            line = self.lines[place]
            length = len(line)
            least, most = min(least, length), max(most, length)
            near = run and place - run[-1] <= _NEAR and len(set(map(_indent, self.lines[run[-1] : place + 1]))) == 1
            if not near or most - least > _SPREAD:
                columns.update(dict.fromkeys(run, column))
                run, least, most = [], length, length
            run.append(place)
            column = most + _ROOM
        columns.update(dict.fromkeys(run, column))
        return columns


def _indent(line: str) -> int:
    """How far a line is indented; a comment or blank line is no neighbour of any."""
    stripped = line.lstrip(" ")
    return -1 if stripped[:1] in ("", "#") else len(line) - len(stripped)
