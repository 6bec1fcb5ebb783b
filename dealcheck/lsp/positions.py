"""Offsets in a text, in code points, and the positions of the protocol: lines and columns in the client's encoding."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal, TypeAlias

from attrs import field, frozen
from lsprotocol import types

from dealcheck.source import Span

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]
"""What columns count: bytes, halves of UTF-16 or code points."""

_LINE_END = re.compile(r"\r\n|\n|\r")
"""What ends a line in the protocol. Messages count lines by the line feed alone, which differs only for old files."""

_ASTRAL = 0x10000


@frozen(eq=False)
class Positions:
    """The lines of one text, and its offsets as positions in an encoding; whatever lies outside is clamped."""

    text: str = field(repr=False)
    encoding: Encoding = "utf-16"
    _starts: list[int] = field(init=False, repr=False)
    """Where each line starts; the first at 0."""
    _ends: list[int] = field(init=False, repr=False)
    """Where each line ends, before its line end."""

    def __attrs_post_init__(self) -> None:
        ends = [(found.start(), found.end()) for found in _LINE_END.finditer(self.text)]
        object.__setattr__(self, "_starts", [0, *(end for _, end in ends)])
        object.__setattr__(self, "_ends", [*(start for start, _ in ends), len(self.text)])

    @property
    def lines(self) -> int:
        """How many lines the text has; a text that ends with a line end has an empty last one."""
        return len(self._starts)

    def line_span(self, line: int) -> Span:
        """The text of a line, counted from 0, without its line end."""
        line = min(max(line, 0), len(self._starts) - 1)
        return self._starts[line], self._ends[line]

    def line_of(self, offset: int) -> int:
        """The line, counted from 0, in which an offset lies."""
        return bisect_right(self._starts, min(max(offset, 0), len(self.text))) - 1

    def position(self, offset: int) -> types.Position:
        """The position of an offset; one within a line end is that before it."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._starts, offset) - 1
        start, end = self._starts[line], self._ends[line]
        return types.Position(line, self._width(self.text[start : min(offset, end)]))

    def offset(self, position: types.Position) -> int:
        """The offset of a position; within a letter that takes several columns it is that of the letter."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[position.line], self._ends[position.line]
        line, wanted = self.text[start:end], position.character
        if self.encoding == "utf-32" or line.isascii():
            return start + min(wanted, len(line))
        reached = 0
        for index, letter in enumerate(line):
            reached += self._width(letter)
            if reached > wanted:
                return start + index
        return end

    def range(self, span: Span) -> types.Range:
        """The range of a stretch of text."""
        return types.Range(self.position(span[0]), self.position(span[1]))

    def span(self, range_: types.Range) -> Span:
        """The stretch of text of a range; an end before the start is the start."""
        start = self.offset(range_.start)
        return start, max(start, self.offset(range_.end))

    def _width(self, text: str) -> int:
        """How many columns a text takes, which has no line end."""
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        if self.encoding == "utf-16":
            return len(text) + sum(ord(letter) >= _ASTRAL for letter in text)
        return len(text.encode("utf-8", "surrogatepass"))
