"""Text and the places in it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TypeAlias

from attrs import field, frozen

Span: TypeAlias = tuple[int, int]
"""Start and end of a stretch of text, in code points from 0; the end is exclusive."""


@frozen(eq=False)
class Source:
    """One text under the name that messages show for it."""

    name: str
    text: str = field(repr=False)
    _line_starts: list[int] = field(init=False, repr=False, factory=list)

    @property
    def whole(self) -> str:
        """All that the file holds, of which the text may be a part: see `literate.py`."""
        return self.text

    def lines_at(self) -> list[int]:
        """The offsets at which lines start, in ascending order, the first 0."""
        if not self._line_starts:
            starts = [0]
            starts.extend(index + 1 for index, letter in enumerate(self.text) if letter == "\n")
            self._line_starts.extend(starts)
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset, both from 1, the column in code points."""
        starts = self.lines_at()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its line ending."""
        starts = self.lines_at()
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")

    def text_of(self, span: Span) -> str:
        """The text that a span covers."""
        return self.text[span[0] : span[1]]


@frozen
class Place:
    """A span in a source: what a diagnostic or a finding points at."""

    source: Source
    span: Span

    @property
    def text(self) -> str:
        """The text at this place."""
        return self.source.text_of(self.span)

    @property
    def line(self) -> int:
        """The line on which the place starts, from 1."""
        return self.source.position(self.span[0])[0]

    @property
    def column(self) -> int:
        """The column at which the place starts, from 1, in code points."""
        return self.source.position(self.span[0])[1]
