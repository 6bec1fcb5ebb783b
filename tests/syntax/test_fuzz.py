"""Whatever a text holds, parsing gives a file and diagnostics that can be shown."""

from __future__ import annotations

import gc

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dealcheck.source import Source
from dealcheck.syntax.parse import Parsed, parse
from tests.syntax.corpus import nodes
from tests.syntax.mutations import STRANGE, mutated_texts
from tests.syntax.test_lark import by_lark


def checked(text: str) -> Parsed:
    """What parsing gives, after a look at everything in it."""
    parsed = parse(Source("a text", text))
    for fault in parsed.diagnostics:
        assert fault.headline
        assert fault.label or fault.help
        assert fault.place is not None
        first, last = fault.place.span
        assert 0 <= first <= last <= max(len(text), 1)
        assert fault.place.line >= 1
    for node in nodes(parsed.file):
        assert 0 <= node.span[0] <= node.span[1] <= len(text)
    return parsed


@settings(max_examples=300, deadline=None)
@given(st.text())
@example('"\r')
@example('"a\rb“')
@example("“\r")
@example("\ufeff\ufeff")
@example("use \ufeff")
@example("1" * 4500)
@example("٣" * 40)
@example("\ud800")
@example("_")
@example("'")
@example('"\\')
def test_any_text(text: str) -> None:
    checked(text)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*'{}()[]:,|=-/.?%"“”', " ", "\n", "by", "term", "deal", "if", "no", "1", "kg", "x", "policy"])
    )
)
def test_any_heap_of_words_and_signs(words: list[str]) -> None:
    checked(" ".join(words))


@settings(max_examples=400, deadline=None)
@given(mutated_texts(STRANGE))
def test_a_changed_text(text: str) -> None:
    parsed = checked(text)
    if by_lark(text) is None:
        assert parsed.diagnostics


@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was(collecting: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if collecting else gc.disable)()
        parse(Source("a", "use trade {"))
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if was else gc.disable)()
