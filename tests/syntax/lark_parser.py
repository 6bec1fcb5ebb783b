"""Lark's own parser of the grammar, the yardstick of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lark import Lark
from lark.lexer import Token

from dealcheck.syntax.tables import strict_lark


class _WholeWords:
    """Lets Lark try a name at every place, so that a keyword is never the beginning of a longer word."""

    always_accept = ("NAME",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


def lark_parser(grammar: str, **options: Any) -> Lark:
    """Lark's parser of a grammar, reading words whole."""
    return strict_lark(grammar, postlex=_WholeWords(), **options)
