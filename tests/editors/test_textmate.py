"""The TextMate grammar, as VS Code would read it: every word of every text that ships is coloured for what it is."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dealcheck.syntax.words import keywords_by_role, scales, units
from tests.editors.in_context import AMOUNTS, EDITORS, ROOT, TEXTS, node_modules, pieces, text_of

HERE = Path(__file__).parent
SYNTAXES = EDITORS / "vscode" / "syntaxes"
GRAMMARS = {
    "source.dealcheck": SYNTAXES / "dealcheck.tmLanguage.json",
    "markdown.dealcheck.codeblock": SYNTAXES / "dealcheck.markdown.tmLanguage.json",
    "text.html.markdown": HERE / "markdown.tmLanguage.json",
}
SECONDS = 2.0
"""What the longest text may take; it takes a sixth of it."""
ROLES = ("keyword.", "storage.", "support.function.")
SAMPLE = ROOT / "tests" / "highlighting" / "sample.deal"

Token = tuple[int, int, int, list[str]]


def tokenized(texts: list[str], scope: str = "source.dealcheck") -> list[dict[str, Any]]:
    """The tokens of texts with their scopes, and the seconds that each took."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    modules = node_modules()
    named = [f"{name}={file}" for name, file in GRAMMARS.items()]
    done = subprocess.run(
        [node, HERE / "textmate.cjs", modules, scope, *named],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@cache
def corpus() -> tuple[dict[str, Any], ...]:
    return tuple(tokenized([text_of(path) for path in TEXTS]))


def scope_at(tokens: list[Token]) -> Callable[[int, int], str]:
    """The innermost scope at a place."""
    rows: dict[int, list[Token]] = {}
    for token in tokens:
        rows.setdefault(token[0], []).append(token)

    def find(row: int, column: int) -> str:
        return next(scopes[-1] for _, start, end, scopes in rows[row] if start <= column < end)

    return find


def scopes_of(text: str) -> dict[str, str]:
    """The innermost scope of each piece of a text, the last of those that are alike."""
    lines = text.split("\n")
    return {lines[row][start:end]: scopes[-1] for row, start, end, scopes in tokenized([text])[0]["tokens"]}


def test_every_text_takes_no_longer_than_it_should() -> None:
    slow = {path.name: found["seconds"] for path, found in zip(TEXTS, corpus(), strict=True)}
    assert {name: seconds for name, seconds in slow.items() if seconds > SECONDS} == {}


@pytest.mark.parametrize(
    "number", range(len(TEXTS)), ids=lambda number: f"{TEXTS[number].parent.name}/{TEXTS[number].name}"
)
def test_keywords_texts_and_numbers_are_coloured(number: int) -> None:
    tokens = corpus()[number]["tokens"]
    find = scope_at(tokens)
    wrong = []
    for piece in pieces(TEXTS[number]):
        scope = find(piece.row, piece.column)
        right = (
            scope.startswith(ROLES)
            if piece.is_keyword
            else "unit" in scope
            if piece.terminal in AMOUNTS
            else scope.startswith(("string.", "punctuation.definition.string"))
            if piece.terminal == "STRING"
            else scope.startswith("constant.numeric.date")
            if piece.terminal == "DATE"
            else scope.startswith(("constant.numeric", "constant.other.code"))
            if piece.terminal == "NUMBER"
            else scope.startswith("entity.name.type")
            if piece.terminal == "KIND"
            else True
        )
        if not right:
            wrong.append((piece.row + 1, piece.terminal, piece.text, scope))
    assert wrong == []


def test_few_names_are_taken_for_keywords() -> None:
    """A name may be spelled as a keyword, which only a parser can tell; the server's semantic tokens do."""
    counts: Counter[bool] = Counter()
    for path, found in zip(TEXTS, corpus(), strict=True):
        find = scope_at(found["tokens"])
        for piece in pieces(path):
            if piece.terminal in {"NAME", "KIND", "SIDE"}:
                scope = find(piece.row, piece.column)
                counts[scope.startswith(ROLES) and ".unit" not in scope] += 1
    assert counts[True] / counts.total() < 0.01


@pytest.mark.parametrize(
    "number", range(len(TEXTS)), ids=lambda number: f"{TEXTS[number].parent.name}/{TEXTS[number].name}"
)
def test_comments_are_comments_and_nothing_else_is(number: int) -> None:
    lines = text_of(TEXTS[number]).splitlines()
    rows: dict[int, int] = {}
    ends = {(piece.row, piece.column + len(piece.text)) for piece in pieces(TEXTS[number])}
    for row, start, _, scopes in corpus()[number]["tokens"]:
        if any(scope.startswith("comment.") for scope in scopes):
            rows.setdefault(row, start)
    behind = {row: max((end for at, end in ends if at == row), default=0) for row in range(len(lines))}
    expected = {row: line.index("#", behind[row]) for row, line in enumerate(lines) if "#" in line[behind[row] :]}
    assert rows == expected


def test_nothing_of_a_good_text_is_illegal() -> None:
    found = [
        (path.name, row + 1, scopes)
        for path, result in zip(TEXTS, corpus(), strict=True)
        for row, _, _, scopes in result["tokens"]
        if any("invalid" in scope for scope in scopes)
    ]
    assert found == []


def test_the_sample(expected: Callable[[str, str], None]) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    lines = text.split("\n")
    rows = [
        f"{scopes[-1].removesuffix('.dealcheck'):<44} {lines[row][start:end]}\n"
        for row, start, end, scopes in tokenized([text])[0]["tokens"]
        if lines[row][start:end].strip()
    ]
    expected("sample.scopes.txt", "".join(rows))


def test_each_keyword_and_unit_is_coloured_by_itself() -> None:
    words = [word for listed in keywords_by_role().values() for word in listed]
    for word, found in zip(words, tokenized(words), strict=True):
        [(_, start, end, scopes)] = found["tokens"]
        assert (start, end) == (0, len(word))
        assert scopes[-1].startswith(ROLES), word
    amounts = [*units(), *scales(), "pp"]
    for unit, found in zip(amounts, tokenized([f"5 {unit}" for unit in amounts]), strict=True):
        assert "unit" in found["tokens"][-1][3][-1], unit


def test_what_is_spelled_like_a_word_is_none() -> None:
    found = scopes_of("usedom überall no_cap JP.total tariff.rate\n5 tx")
    assert not any(found[word].startswith(ROLES) for word in ("usedom", "überall", "no_cap", "total", "rate", "tx"))


def test_a_text_that_is_not_closed_ends_with_its_line() -> None:
    found = tokenized(['use "trade\nno tariff'])[0]["tokens"]
    assert next(scopes[-1] for row, _, _, scopes in found if row == 1) == "keyword.control.quantifier.dealcheck"


def test_codes_are_no_numbers() -> None:
    found = tokenized(["product a = hs 8703.22, 8704 .. 8705,\n  hs 87 # why\nfact b = 5%"])[0]["tokens"]
    codes = [(row, start) for row, start, _, scopes in found if scopes[-1].startswith("constant.other.code")]
    assert codes == [(0, 15), (0, 24), (0, 32), (1, 5)]
    assert [row for row, _, _, scopes in found if scopes[-1].startswith("constant.numeric")] == [2]


def test_open_text_shows_who_wants_what() -> None:
    found = scopes_of("rate [US opposed by JP: 25% | [EU: ?]]")
    assert found["US"] == found["JP"] == found["EU"] == "entity.name.tag.party.dealcheck"
    assert {found[sign] for sign in "[|?"} == {"keyword.other.bracket.dealcheck"}


@pytest.mark.parametrize("word", ["deal", "policy", "dealcheck", "deal file=a.deal", "Deal"])
def test_fences_of_markdown_hold_the_language(word: str) -> None:
    text = f'Words no tariff.\n\n```{word}\nuse "trade" # x\n```\n\nno more'
    found = tokenized([text], "text.html.markdown")[0]["tokens"]
    inside = {row for row, _, _, scopes in found if "meta.embedded.block.dealcheck" in scopes}
    assert inside == {3}
    assert any(
        scope.startswith("keyword.control.import") for row, _, _, scopes in found for scope in scopes if row == 3
    )
    assert not any("dealcheck" in scope for row, _, _, scopes in found for scope in scopes if row in (0, 6))


def test_fences_of_other_languages_stay_as_they_are() -> None:
    found = tokenized(["```dealer\nno tariff\n```"], "text.html.markdown")[0]["tokens"]
    assert not any("dealcheck" in scope for _, _, _, scopes in found for scope in scopes)
