"""Changes of a text: what stands where, taken away, put in its place, moved by one step."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal

from attrs import frozen

from dealcheck.source import Source, Span
from dealcheck.syntax.lexing import NUMBER, Tokens
from dealcheck.syntax.parse import parse_tokens
from dealcheck.values import parse_date


@frozen
class Edit:
    """A stretch of a text and what comes in its place."""

    span: Span
    text: str


@frozen
class Change:
    """The edits of one mutant and the name of the operator that made it."""

    operator: str
    edits: tuple[Edit, ...]


def edited(text: str, edits: Iterable[Edit], begin: int = 0) -> str:
    """A text with edits made, whose spans count from the `begin` of the text in its file."""
    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        first, last = edit.span[0] - begin, edit.span[1] - begin
        text = text[:first] + edit.text + text[last:]
    return text


class Script:
    """A text with its tokens, between which edits are made."""

    def __init__(self, source: Source) -> None:
        self.source = source
        parsed, self.tokens = parse_tokens(source)
        self.file = parsed.file

    def text(self, span: Span) -> str:
        """What stands at a span."""
        return self.source.text_of(span)

    def first(self, words: Iterable[str], begin: int, end: int) -> Span | None:
        """The first token within a stretch that is one of some words."""
        wanted = set(words)
        for at in self._within(begin, end):
            if self.tokens.texts[at] in wanted:
                return self._span(at)
        return None

    def last(self, word: str, begin: int, end: int) -> Span | None:
        """The last token within a stretch that is this word or sign."""
        found = None
        for at in self._within(begin, end):
            if self.tokens.texts[at] == word:
                found = self._span(at)
        return found

    def number(self, span: Span) -> Span | None:
        """The first number within a span."""
        return next((self._span(at) for at in self._within(*span) if self.tokens.shapes[at] == NUMBER), None)

    def before(self, begin: int) -> int:
        """Where the token before a place ends."""
        at = bisect_left(self.tokens.starts, begin) - 1
        return self.tokens.ends[at] if at >= 0 else 0

    def behind(self, end: int) -> int:
        """Where the first token behind a place starts."""
        at = bisect_left(self.tokens.starts, end)
        return self.tokens.starts[at] if at < len(self.tokens.starts) else len(self.source.text)

    def without(self, span: Span) -> Edit:
        """The edit that takes a span away, with the blanks before it."""
        return Edit((self.before(span[0]), span[1]), "")

    def _span(self, at: int) -> Span:
        tokens: Tokens = self.tokens
        return tokens.starts[at], tokens.ends[at]

    def _within(self, begin: int, end: int) -> Iterator[int]:
        starts = self.tokens.starts
        return (at for at in range(bisect_left(starts, begin), len(starts)) if starts[at] < end)


def steps_of(written: str) -> list[str]:
    """A number one step up and one step down, a step being one at its last digit as written; none below zero."""
    number = Decimal(written.replace("_", ""))
    exponent = number.as_tuple().exponent
    step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    moved = [number + step, number - step]
    return [_as_written(each, "_" in written) for each in moved if each >= 0]


def _as_written(number: Decimal, grouped: bool) -> str:
    """A number with as many decimals as it has digits for, its thousands apart where they were."""
    return f"{number:,f}".replace(",", "_") if grouped else f"{number:f}"


def days_beside(written: str) -> list[str]:
    """The day after a date and the day before it, as far as the calendar goes."""
    day = parse_date(written)
    found: list[str] = []
    for step in (1, -1):
        try:
            if day is not None:
                found.append(str(day + timedelta(days=step)))
        except OverflowError:
            continue
    return found
