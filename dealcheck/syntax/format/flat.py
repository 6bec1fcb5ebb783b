"""A text with all of its tokens on one line: what every layout cuts its lines from.

Which blank stands between two tokens hangs on the tokens alone, never on how the text was laid out before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import accumulate
from operator import add

from attrs import define, field, fields

from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language
from dealcheck.syntax.lexing import NUMBER, STRING, UNIT_SLASH, Tokens

_TOUCHES = frozenset((",", ":", ")", "]", "%", "."))
"""Signs with no blank before them."""
_KEY_WORDS = frozenset(("by", "from", "to", "on", "layer", "toward"))
_BEFORE_NEGATIVE = frozenset("([,:|=<>+-*/") | {"<=", ">=", "!=", "..", "to", "is"}
"""What a minus sign may follow that is no subtraction."""

WIDE = "  "
"""What stands between two items of a block on one line."""


@define(eq=False)
class Flat:
    """The tokens of a text, where each begins in it, and the text of all of them on one line."""

    tokens: Tokens
    texts: list[str] = field(init=False)
    text: str = field(init=False, default="")
    ends: list[int] = field(init=False, factory=list)
    """Where each token ends in `text`."""
    index_of: Mapping[int, int] = field(init=False)
    """The number of the token that begins at a place of the source."""
    _blanks: list[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.texts = self.tokens.texts
        self.index_of = dict(zip(self.tokens.starts, range(len(self.texts)), strict=True))
        self._blanks = list(map(_blanks_of_shapes().__getitem__, self.tokens.shapes))

    def join(self, wide: Iterable[int], items: Collection[ast.Node]) -> None:
        """Put the tokens on one line, with more room before those of `wide`."""
        for token in wide:
            self._blanks[token] = WIDE
        self._close_up(items)
        pieces = list(map(add, self._blanks, self.texts))
        self.text = "".join(pieces)
        self.ends = list(accumulate(map(len, pieces)))

    def width(self, first: int, end: int) -> int:
        """How wide the tokens from `first` up to but not `end` are on one line."""
        return self.ends[end - 1] - self.ends[first] + len(self.texts[first])

    def piece(self, first: int, end: int) -> str:
        """The tokens from `first` up to but not `end` on one line."""
        return self.text[self.ends[first] - len(self.texts[first]) : self.ends[end - 1]]

    def find(self, sign: str, first: int) -> int:
        """The first token of that text from `first` on."""
        return self.texts.index(sign, first)

    def _close_up(self, items: Collection[ast.Node]) -> None:
        """Take out the blanks that the shape of a token alone does not decide."""
        texts, shapes, blanks = self.texts, self.tokens.shapes, self._blanks
        # One byte for each token, so that only these signs are looked at one by one.
        for match in _openers().finditer(bytes(shapes)):
            at = match.start()
            sign, before, after = texts[at], texts[at - 1] if at else "", texts[at + 1]
            if sign == "{":
                if before == "in":
                    blanks[at + 1] = blanks[self.find("}", at)] = ""
                elif _maps(texts, shapes, at):
                    self._space_columns(at)
            elif sign == "-":
                # `rate -5%` is a field and its value, `rate - 5%` a subtraction: only the tree tells.
                unclear = before[0].isalpha() and (after in ("(", "-") or shapes[at + 1] == NUMBER)
                if before in _BEFORE_NEGATIVE or (unclear and _is_negative(items, self.tokens.starts[at])):
                    blanks[at + 1] = ""
            else:
                blanks[at + 1] = ""
                if sign == "(" and (before in ("min", "max") or (after in _KEY_WORDS and _is_word(before))):
                    blanks[at] = ""

    def _space_columns(self, brace: int) -> None:
        """Give the columns of a mapping more room: `{ on = HS8  rate = general }`."""
        close = self.find("}", brace)
        for token in range(brace + 1, close - 2):
            if self.texts[token] == "=":
                self._blanks[token + 2] = WIDE


@cache
def _blanks_of_shapes() -> list[str]:
    """What stands before a token of each shape."""
    shape_of = language().lexer.shape_of
    blanks = [" "] * 256
    for sign in _TOUCHES:
        blanks[shape_of(sign)] = ""
    # Once the text is parsed, this shape is that of the unit of a price alone.
    blanks[UNIT_SLASH] = ""
    return blanks


@cache
def _openers() -> re.Pattern[bytes]:
    """Finds the signs that `_close_up` looks at."""
    return re.compile(b"[" + re.escape(bytes(map(language().lexer.shape_of, "([.{-"))) + b"]")


def _is_word(text: str) -> bool:
    return text[:1].isalpha() or text[:1] == "_"


def _maps(texts: list[str], shapes: list[int], brace: int) -> bool:
    """Whether a brace opens the columns of a table."""
    if texts[brace - 1] == "complete":
        brace -= 1
    return brace > 2 and shapes[brace - 1] == STRING and texts[brace - 2] in ("table", "by")


def _is_negative(nodes: Collection[object], place: int) -> bool:
    """Whether the minus sign at a place of the source belongs to a number or the like, and is no subtraction."""
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif isinstance(node, ast.Node) and node.span[0] <= place < node.span[1]:
            if isinstance(node, ast.Operation) and node.left is None and node.span[0] == place:
                return True
            waiting.extend(getattr(node, each.name) for each in fields(type(node)) if each.name != "span")
    return False
