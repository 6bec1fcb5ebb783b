"""The Pygments lexer: it loses nothing, knows every word, and takes no longer on hostile text."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.token import (
    Comment,
    Error,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Token,
    Whitespace,
)

from dealcheck.highlighting import TOKEN_OF_ROLE, DealLexer
from dealcheck.syntax.grammar import language
from dealcheck.syntax.lexing import WORD
from dealcheck.syntax.words import Role, keywords_by_role
from tests.syntax.corpus import GOOD, ROOT, SHIPPED

SAMPLE = (Path(__file__).parent / "sample.deal").read_text(encoding="utf-8")
LEXER = DealLexer()


def tokens(text: str) -> list[tuple[object, str]]:
    """What the lexer makes of a text, blanks left out."""
    return [(kind, value) for _, kind, value in LEXER.get_tokens_unprocessed(text) if kind is not Whitespace]


def kinds(text: str) -> dict[str, object]:
    """The token of each piece of a text, the last of those that are alike."""
    return {value: kind for kind, value in tokens(text)}


def test_the_entry_point_leads_to_the_lexer() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, _, name = project["entry-points"]["pygments.lexers"]["dealcheck"].partition(":")
    assert getattr(import_module(module), name) is DealLexer
    assert any(each.startswith("pygments") for each in project["optional-dependencies"]["highlight"])
    assert DealLexer.aliases == ["dealcheck", "deal"]
    assert DealLexer.filenames == ["*.deal", "*.policy"]
    assert DealLexer.mimetypes


def test_the_sample(expected: Callable[[str, str], None]) -> None:
    rows = [f"{str(kind).removeprefix('Token.'):<28} {value}\n" for kind, value in tokens(SAMPLE)]
    expected("sample.tokens.txt", "".join(rows))


def test_every_role_has_a_token_and_every_keyword_is_lexed_as_such() -> None:
    assert set(TOKEN_OF_ROLE) == set(Role)
    for role, words in keywords_by_role().items():
        for word in words:
            [(kind, value)] = tokens(word)
            assert value == word
            assert kind is TOKEN_OF_ROLE[role], word


def test_a_word_that_is_no_keyword_is_a_name() -> None:
    for word in ("autos", "überall", "usedom", "no_cap", "t", "violated", "year"):
        assert language().lexer.shape_of(word) >= WORD
        assert tokens(word) == [(Name, word)]


@pytest.mark.parametrize("path", [*GOOD, *SHIPPED], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_good_texts_have_no_error(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    found = list(LEXER.get_tokens_unprocessed(text))
    assert "".join(value for _, _, value in found) == text
    assert [(at, value) for at, kind, value in found if kind is Error] == []


PIECES = [
    *sorted(language().lexer.known),
    *'[]{}()"\\#:,.|?&-+*/=<>!%_ \t\n\r',
    "JPY/kg",
    "USD ",
    "2025-07-09",
    "25_000",
]


@given(st.text() | st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join))
def test_nothing_is_lost(text: str) -> None:
    found = list(LEXER.get_tokens_unprocessed(text))
    assert "".join(value for _, _, value in found) == text
    assert [at for at, _, _ in found] == [
        sum(len(value) for _, _, value in found[:number]) for number in range(len(found))
    ]


def test_what_words_are_is_seen_by_what_stands_around_them() -> None:
    assert tokens("the deal must")[1] == (Keyword, "deal")
    assert tokens("deal must {")[1] == (Name.Variable.Global, "must")
    assert tokens("levy by US")[0] == (Name.Class, "levy")
    assert tokens("levy # why\n by US")[0] == (Name.Class, "levy")
    assert tokens("opposed by US")[0] == (Keyword, "opposed")
    assert tokens("rate reduced by 2026-01-01")[1] == (Keyword.Pseudo, "reduced")
    assert tokens("key by: party  key on: goods")[3:5] == [(Keyword.Type, "party"), (Keyword.Declaration, "key")]
    assert tokens("expect JP.autos violated by t1")[3:5] == [
        (Name.Variable.Global, "autos"),
        (Name.Constant, "violated"),
    ]
    assert tokens("topic a.b")[1:] == [
        (Name.Variable.Global, "a"),
        (Punctuation, "."),
        (Name.Variable.Global, "b"),
    ]


def test_values() -> None:
    found = kinds('rate 25% volume 1_000 t per quarter amount USD 550 bn from 2025-07-01 note "a\\"b" # c')
    assert {found[number] for number in ("25", "1_000", "550")} == {Number}
    assert {found[unit] for unit in ("%", "t", "quarter", "USD", "bn")} == {Keyword.Type}
    assert found["2025-07-01"] is Literal.Date
    assert found['\\"'] is String.Escape
    assert found["# c"] is Comment.Single
    assert kinds("6 c/kg + 341 JPY/kg")["c/kg"] is Keyword.Type
    assert kinds("341 JPY/kg")["JPY/kg"] is Keyword.Type


def test_codes_are_no_numbers() -> None:
    found = tokens("hs 8703.22, 8704 .. 8705, hs 87 rate 5%")
    assert [value for kind, value in found if kind is String.Symbol] == ["8703.22", "8704", "8705", "87"]
    assert [value for kind, value in found if kind is Number] == ["5"]


def test_open_text() -> None:
    found = tokens("rate [US opposed by JP: 25% | [A: 1% | ?]] from day of x | y")
    assert [value for kind, value in found if kind is Punctuation.Marker] == [*"[:|[:|?]]"]
    assert [value for kind, value in found if kind is Name.Tag] == ["US", "JP", "A"]
    assert found[-2] == (Operator, "|")


@pytest.mark.parametrize("text", ['"open', '"open \\', "25abc", "\u00a0", "$", "'"])
def test_what_the_language_has_not_is_an_error(text: str) -> None:
    assert Error in {kind for kind, _ in tokens(text)}


def test_an_unclosed_bracket_ends_with_the_deal() -> None:
    assert tokens("deal d { dated [2025-07-01 | } x | y")[-2] == (Operator, "|")


HOSTILE = [
    "[",
    '"',
    "a ",
    '"\\',
    "{",
    "8703.",
    "hs 1,",
    "a #\n",
    "1 ",
    "the ",
    "key :",
    "by #\n",
    "[a",
    "a.",
    "1_",
    "a" * 9,
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    def seconds(count: int) -> float:
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            list(LEXER.get_tokens_unprocessed(piece * count))
            best = min(best, time.perf_counter() - start)
        return best

    # Sixteen times the text; what is quadratic takes 256 times as long.
    assert seconds(16_000) < 80 * max(seconds(1_000), 1e-4)


def test_a_text_is_recognised() -> None:
    assert DealLexer.analyse_text(SAMPLE) > 0.5
    assert DealLexer.analyse_text('kind levy "A levy" {\n  key by: party }') > 0
    assert DealLexer.analyse_text("int main() { return 0; }") == 0
    assert Token.Error is Error
