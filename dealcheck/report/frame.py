"""Source excerpts with places marked in them, drawn as rustc and ruff draw them.

  --> policies/jp.policy:12:12
   |
12 |   red line autos "No deal keeps the 25% car tariff"
   |            ^^^^^ the line
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.report.style import TAB_WIDTH, RenderOptions, cell_width, printable, text_width, wrap

if TYPE_CHECKING:
    from dealcheck.source import Place, Source

CONTEXT = 12
"""Columns kept before a mark when a long line is cut."""

LONG_SPAN = 6
"""A span of more lines than this is shown by its first two and its last."""


@frozen
class Mark:
    """A place to point at and what to say there; the primary mark comes first and is drawn with `^`."""

    place: Place
    text: str = ""
    primary: bool = False


@frozen
class _Underline:
    """A mark on one line, in columns from 0 of the line as shown."""

    line: int
    start: int
    end: int
    mark: Mark


def margin_of(marks: Sequence[Mark]) -> int:
    """The columns that line numbers take in a frame of these marks."""
    return max((len(str(_last_line(mark.place))) for mark in marks), default=1)


def frame(marks: Sequence[Mark], options: RenderOptions, paint: str = "red", margin: int = 0) -> list[str]:
    """The lines of an excerpt for each source marked, the primary's first; `paint` colours the primary mark."""
    margin = max(margin, margin_of(marks))
    ordered = sorted(marks, key=lambda mark: not mark.primary)
    sources = list({id(mark.place.source): mark.place.source for mark in ordered}.values())
    lines: list[str] = []
    for number, source in enumerate(sources):
        inside = [mark for mark in ordered if mark.place.source is source]
        place = inside[0].place
        arrow = "-->" if number == 0 else ":::"
        at = f"{printable(source.name)}:{place.line}:{place.column}"
        if number:
            lines.append(options.paint(f"{' ' * margin} |", "blue"))
        lines.append(f"{' ' * margin}{options.paint(arrow, 'blue')} {at}")
        lines.extend(_Excerpt(source, margin, options, paint).drawn(inside))
    return lines


class _Excerpt:
    """Draws the marked lines of one source."""

    def __init__(self, source: Source, margin: int, options: RenderOptions, paint: str) -> None:
        self.source = source
        self.margin = margin
        self.options = options
        self.paint = paint
        self.room = max(options.width - margin - 3, 30)

    def drawn(self, marks: list[Mark]) -> list[str]:
        """The lines of the excerpt, the empty one above included."""
        tall = [mark for mark in marks if mark.place.line != _last_line(mark.place)]
        spanning = tall[0] if len(tall) == 1 else None
        underlines = sorted(
            (self._underline(mark) for mark in marks if mark is not spanning),
            key=lambda under: (under.line, -under.start),
        )
        shown = {under.line for under in underlines}
        first = last = 0
        if spanning is not None:
            first, last = spanning.place.line, _last_line(spanning.place)
            shown |= set(range(first, last + 1)) if last - first < LONG_SPAN else {first, first + 1, last}
        lines = [self._gutter("")]
        before = 0
        for number in sorted(shown):
            if before and number == before + 2:
                lines.append(self._source_line(before + 1, first, last))
            elif before and number > before + 2:
                lines.append(self.options.paint("...", "blue"))
            lines.extend(self._line_with_marks(number, [u for u in underlines if u.line == number], first, last))
            if spanning is not None and number == last:
                lines.extend(self._foot(spanning))
            before = number
        return lines

    def _underline(self, mark: Mark) -> _Underline:
        """Where a mark stands on its first line, in columns of the line as shown in full."""
        line, start = self.source.position(mark.place.span[0])
        text = self.source.line_text(line)
        end = min(start - 1 + mark.place.span[1] - mark.place.span[0], len(text))
        left = text_width(_shown(text[: start - 1]))
        right = text_width(_shown(text[:end]))
        return _Underline(line, left, max(right, left + 1), mark)

    def _line_with_marks(self, number: int, underlines: list[_Underline], first: int, last: int) -> list[str]:
        """A source line and what is marked on it, a line that is too long cut around its marks."""
        text = _shown(self.source.line_text(number))
        bar = self._bar(number, first, last)
        if text_width(text) <= self.room or not underlines:
            lines = [self._gutter(str(number), bar + _window(text, 0, self.room))]
            return lines + [row for under in underlines for row in self._marked(under, 0, bar)]
        lines = []
        shown_from = -1
        for under in underlines:
            fits = under.end <= self.room - 6
            offset = 0 if fits else max(under.start - CONTEXT, 0)
            if offset != shown_from:
                lines.append(self._gutter(str(number), bar + _window(text, offset, self.room)))
                shown_from = offset
            lines.extend(self._marked(under, offset, bar))
        return lines

    def _marked(self, under: _Underline, offset: int, bar: str) -> list[str]:
        """The line under a source line that marks a place, its text beside it or, where it would not fit, below."""
        sign = "^" if under.mark.primary else "-"
        shift = 4 if offset else 0
        start = under.start - offset + shift
        length = min(under.end - under.start, max(self.room - start - 4, 1))
        paint = self.paint if under.mark.primary else "cyan"
        row = " " * len(bar) + " " * start + self.options.paint(sign * length, paint)
        text = printable(under.mark.text)
        if not text:
            return [self._gutter("", row)]
        taken = len(bar) + start + length + 1
        if taken + text_width(text) <= self.room:
            return [self._gutter("", f"{row} {self.options.paint(text, paint)}")]
        indent = min(len(bar) + start, self.room // 3)
        below = wrap(text, self.room - indent)
        return [self._gutter("", row), *(self._gutter("", " " * indent + self.options.paint(t, paint)) for t in below)]

    def _bar(self, number: int, first: int, last: int) -> str:
        """What stands left of a line to show that a span of several lines runs through it."""
        if not last:
            return ""
        return "/ " if number == first else "| " if first < number <= last else "  "

    def _foot(self, mark: Mark) -> list[str]:
        """The line that closes a span of several lines, with its text."""
        end = mark.place.span[1]
        line, column = self.source.position(max(end - 1, mark.place.span[0]))
        width = min(text_width(_shown(self.source.line_text(line)[:column])), self.room - 4)
        paint = self.paint if mark.primary else "cyan"
        foot = "|" + "_" * max(width, 1) + ("^" if mark.primary else "-")
        text = printable(mark.text)
        if text and len(foot) + 1 + text_width(text) > self.room:
            rows = wrap(text, self.room - 2)
            return [self._gutter("", self.options.paint(row, paint)) for row in (foot, *("  " + r for r in rows))]
        return [self._gutter("", self.options.paint(f"{foot} {text}".rstrip(), paint))]

    def _source_line(self, number: int, first: int, last: int) -> str:
        """A source line between two marked ones."""
        text = _shown(self.source.line_text(number))
        return self._gutter(str(number), self._bar(number, first, last) + _window(text, 0, self.room))

    def _gutter(self, number: str, text: str = "") -> str:
        """A line with its number, or none, and the bar that divides it from the text."""
        return f"{self.options.paint(number.rjust(self.margin) + ' |', 'blue')} {text}".rstrip()


def _last_line(place: Place) -> int:
    """The line on which a place ends."""
    start, end = place.span
    return place.source.position(max(end - 1, start))[0]


def _shown(text: str) -> str:
    """The text as it is shown: tabs as blanks up to the next stop, control characters by their numbers."""
    if "\t" not in text:
        return printable(text)
    shown = ""
    column = 0
    for letter in text:
        piece = " " * (TAB_WIDTH - column % TAB_WIDTH) if letter == "\t" else printable(letter)
        shown += piece
        column += text_width(piece)
    return shown


def _window(text: str, offset: int, room: int) -> str:
    """The part of a line from column `offset` that fits in `room` columns, with `...` where it is cut."""
    if not offset and text_width(text) <= room:
        return text
    kept = ""
    column = 0
    left = room - 4 - (4 if offset else 0)
    cut = False
    for letter in text:
        width = cell_width(letter)
        if column >= offset:
            if left < width:
                cut = True
                break
            kept += letter
            left -= width
        elif column + width > offset:
            kept += " " * (column + width - offset)
        column += width
    return ("... " if offset else "") + kept + (" ..." if cut else "")
