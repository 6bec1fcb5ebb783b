"""Changes of a text that leave all else in it as it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from attrs import frozen

from dealcheck.literate import in_blocks, rewritten
from dealcheck.source import Source, Span
from dealcheck.syntax.grammar import language
from dealcheck.syntax.lexing import Tokens

_RULE = re.compile(r"#\s*([-=*_~#])\1{2}")
"""A comment that is a rule across the page: it heads what follows it, not the next statement alone."""


@frozen
class Edit:
    """A stretch of a text, and what stands there instead."""

    start: int
    end: int
    text: str = ""


@frozen
class Edited:
    """A text with edits made, which tells where each place of the old one is now."""

    source: Source
    edits: tuple[Edit, ...]

    def moved(self, offset: int) -> int:
        """Where something is that stood at an offset, and that no edit took."""
        return offset + sum(
            len(edit.text) - (edit.end - edit.start)
            for edit in self.edits
            if edit.end <= offset and edit.start <= offset
        )


def edited(source: Source, edits: Iterable[Edit]) -> Edited:
    """The text with all edits made; stretches that are taken out may overlap one another, but nothing else.

    Where whole lines go, one of the empty lines goes that would else meet, or stand at an end of a block. The prose of
    a page in Markdown stays.
    """
    text = source.text
    merged = _merged(edits)
    for _ in range(2):  # Stretches that now meet are one, with other lines around it.
        merged = _merged(_closed_up(text, edit) if _is_whole(text, edit) else edit for edit in merged)
    made = in_blocks(source, ((edit.start, edit.end, edit.text) for edit in merged))
    return Edited(rewritten(source, made), tuple(Edit(*each) for each in made))


def _merged(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order, stretches that are taken out and meet or overlap as one."""
    merged: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        last = merged[-1] if merged else None
        taken = last is not None and not edit.text and not last.text
        if last is not None and taken and edit.start <= last.end:
            merged[-1] = Edit(last.start, max(last.end, edit.end))
        elif last is not None and edit.start < last.end:
            raise ValueError("two edits change the same text")
        else:
            merged.append(edit)
    return merged


# ---- Around a stretch ------------------------------------------------------------------------------------------------


def statement(text: str, span: Span) -> Edit:
    """Take out a statement: with its line ends where it has its lines to itself.

    What comments it goes with it: the rest of its last line, and the comment lines right above it. Comments that stand
    apart, and rules across the page, stay.
    """
    start, end = span
    left, right = _before(text, start), _after(text, end)
    first, last = _is_line_start(text, left), _is_line_end(text, right)
    if first and (last or text[right] == "#"):
        start, end = left, _next_line(text, right)
        while start > 0:
            above = text.rfind("\n", 0, start - 1) + 1
            line = text[above:start].strip()
            if not line.startswith("#") or _RULE.match(line):
                break
            start = above
        return Edit(start, end)
    return Edit(left, end) if last and not first else Edit(start, right)


def phrase(text: str, span: Span) -> Edit:
    """Take out some words of a statement, with the blanks before them or, where they open a line, behind them."""
    start, end = span
    left, right = _before(text, start), _after(text, end)
    if _is_line_start(text, left):
        return Edit(left, _next_line(text, right)) if _is_line_end(text, right) else Edit(start, right)
    return Edit(left, end)


def _is_whole(text: str, edit: Edit) -> bool:
    """Whether an edit takes out whole lines."""
    return not edit.text and edit.start < edit.end and _is_line_start(text, edit.start) and text[edit.end - 1] == "\n"


def _closed_up(text: str, edit: Edit) -> Edit:
    """Whole lines, with an empty line that would meet another one, or stand at an end of a block."""
    start, end = edit.start, edit.end
    above = text.rfind("\n", 0, start - 1) + 1 if start else 0
    empty_above = start == 0 or not text[above:start].strip()
    opens = start > 0 and text[above:start].rstrip().endswith("{")
    below = _next_line(text, end)
    empty_below = end < len(text) and not text[end:below].strip()
    if empty_below and (empty_above or opens):
        return Edit(start, below)
    if start > 0 and empty_above and text[end:below].lstrip().startswith("}"):
        return Edit(above, end)
    return edit


def _before(text: str, at: int) -> int:
    while at and text[at - 1] in " \t":
        at -= 1
    return at


def _after(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _is_line_start(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _is_line_end(text: str, at: int) -> bool:
    return at == len(text) or text.startswith(("\n", "\r\n"), at)


def _next_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def joins(left: str, right: str) -> bool:
    """Whether two letters side by side would make one word."""
    return bool(re.match(r'[\w%"]', left) and re.match(r'[\w"]', right))


# ---- Tokens ----------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Words:
    """The tokens of a text, found by where they stand."""

    tokens: Tokens

    @staticmethod
    def of(text: str) -> Words:
        """The tokens of a text that parses."""
        return Words(language().lexer.tokens(text))

    def before(self, offset: int) -> Span:
        """The token before the one that starts at an offset."""
        return self._span(bisect_left(self.tokens.starts, offset) - 1)

    def after(self, offset: int) -> Span:
        """The first token from an offset on."""
        return self._span(bisect_left(self.tokens.starts, offset))

    def next(self, offset: int, word: str) -> Span:
        """The first token from an offset on that is this word."""
        at = bisect_left(self.tokens.starts, offset)
        while self.tokens.texts[at] != word:
            at += 1
        return self._span(at)

    def places(self, word: str) -> Sequence[int]:
        """Where a word stands."""
        return [start for start, text in zip(self.tokens.starts, self.tokens.texts, strict=True) if text == word]

    def _span(self, at: int) -> Span:
        return self.tokens.starts[at], self.tokens.ends[at]
