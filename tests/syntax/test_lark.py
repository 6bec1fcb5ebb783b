"""The driver reads the same language as Lark does, and builds the same trees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from dealcheck.source import Span
from dealcheck.syntax.driver import SyntaxFault, run
from dealcheck.syntax.grammar import GRAMMAR_NAME, grammar_folder, language
from dealcheck.syntax.lexing import END, Tokens
from tests.syntax.corpus import GOOD, SHIPPED, source_of
from tests.syntax.lark_parser import lark_parser
from tests.syntax.mutations import mutated_texts


@cache
def lark() -> Lark:
    return lark_parser((grammar_folder() / GRAMMAR_NAME).read_text(encoding="utf-8"))


def by_lark(text: str) -> Any:
    """Lark's tree as nested tuples, or None where it refuses the text."""
    try:
        return shape(lark().parse(text.removeprefix("\ufeff")))
    except UnexpectedInput:
        return None


def shape(tree: Any) -> Any:
    return str(tree) if isinstance(tree, Token) else (str(tree.data), [shape(child) for child in tree.children])


def by_driver(text: str) -> Any:
    """The driver's tree as nested tuples, or None where it refuses the text."""
    grammar = language()
    tokens = grammar.lexer.tokens(text)
    if tokens.shapes[0] == END:
        return ("start", [])

    def callback(name: str) -> Any:
        def node(children: Sequence[Any], span: Span) -> Any:
            return (name, [tokens.texts[child] if isinstance(child, int) else child for child in children])

        return node

    try:
        return run(grammar, tokens, [callback(name) for name in grammar.callbacks])
    except SyntaxFault:
        return None


@pytest.mark.parametrize("path", [*GOOD, *SHIPPED], ids=lambda path: path.name)
def test_the_trees_are_the_same(path: Path) -> None:
    text = source_of(path).text
    tree = by_driver(text)
    assert tree is not None
    assert tree == by_lark(text)


@settings(max_examples=400, deadline=None)
@given(mutated_texts())
def test_a_changed_text_is_read_alike(text: str) -> None:
    assert by_driver(text) == by_lark(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*sorted(language().words), *sorted(language().units), "x", "1", '"t"', "2025-01-01"])))
def test_a_heap_of_words_is_read_alike(words: list[str]) -> None:
    text = " ".join(words)
    assert by_driver(text) == by_lark(text)


@pytest.mark.parametrize(
    "text",
    [
        "use\"a\"use\"b\"",
        "product p = JPY/kg",
        "fact f = JPY/kg fact g = 5 JPY/kg fact h = 5 kg/m fact i = USD 5/kg fact j = x/kg",
        "fact f = 5 kg/2",
        "fact f = 5kg",
        "fact f = 2025-07-01-2",
        "fact f = USD 2025-07-01",
        "fact f = 2025-7-1",
        "fact f = 1.2.3",
        "fact f = 1_0__0",
        "fact f = a . b (by c)",
        "fact f = a..b",
        "policy JP { red line a: no x must haverate > 5% }",
        "deal d{term a:tariff#c\nby#c\nUS rate[US#c\n:5%|JP#\nopposed by X:?]from#\n2025-01-01}",
        "deal d { term a: tariff by US rate [USopposed by X: 5%] }",
        "policy JP { red line a: no x by#c\n2025-01-01 }",
        "fact ٣ = ٣",
        "use \u00a0\"a\"",
        "use \x0c\"a\"",
        "# only a comment",
        "use \"a\" #",
        "fact x = y(on hs 1, 2, hs 3, on z)",
        "fact x = y(from\nday, on z)",
    ],
)  # fmt: skip
def test_corners_are_read_alike(text: str) -> None:
    assert by_driver(text) == by_lark(text)


def test_the_end_is_a_token() -> None:
    assert language().lexer.tokens(" # a\n") == Tokens([""], [5], [5], [END])


def test_a_tree_has_the_form_of_a_tree() -> None:
    assert shape(Tree("a", [Token("NAME", "b")])) == ("a", ["b"])
