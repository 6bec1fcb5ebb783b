"""What stands between the tokens of a text: comments and blank lines."""

from __future__ import annotations

from bisect import bisect_right

from attrs import define, field, frozen

from dealcheck.syntax.lexing import Tokens

_BLANKS = " \t\r"


@frozen
class Gap:
    """The comments before a token.

    `trailing` stands on the line of the token before; `rows` are comments on lines of their own, with `""` for the
    blank lines before, between and behind them, of which several count as one.
    """

    trailing: str
    rows: tuple[str, ...]


@define(eq=False)
class Gaps:
    """The gaps of a text that hold comments, by the token behind them."""

    text: str
    tokens: Tokens
    tokens_behind: list[int] = field(init=False, factory=list)
    """The tokens with comments before them, in their order."""
    found: dict[int, Gap] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        text, starts, ends = self.text, self.tokens.starts, self.tokens.ends
        at = text.find("#")
        while at >= 0:
            token = bisect_right(starts, at)
            if token and at < ends[token - 1]:
                at = text.find("#", ends[token - 1])  # It stands within a text in quotation marks.
                continue
            self.tokens_behind.append(token)
            self.found[token] = _gap(text[ends[token - 1] if token else 0 : starts[token]], token > 0)
            at = text.find("#", starts[token])

    def comments(self) -> list[str]:
        """All comments in their order."""
        found: list[str] = []
        for gap in self.found.values():
            found.extend(comment for comment in (gap.trailing, *gap.rows) if comment)
        return found

    def within(self, first: int, end: int) -> int:
        """The first token behind `first` and before `end` with comments before it, else `end`."""
        place = bisect_right(self.tokens_behind, first)
        return min(self.tokens_behind[place], end) if place < len(self.tokens_behind) else end

    def lines_before(self, token: int) -> int:
        """How many line ends stand before a token that has no comments before it."""
        tokens = self.tokens
        return self.text.count("\n", tokens.ends[token - 1] if token else 0, tokens.starts[token])


def _gap(text: str, follows: bool) -> Gap:
    """The comments of a gap; `follows` tells whether a token stands before it."""
    lines = [line.strip(_BLANKS) for line in text.removeprefix("\ufeff").split("\n")]
    trailing = lines.pop(0) if follows else ""
    if lines and not lines[-1]:
        lines.pop()  # The line of the token behind it.
    rows = [row for place, row in enumerate(lines) if row or not place or lines[place - 1]]
    return Gap(trailing, tuple(rows))
