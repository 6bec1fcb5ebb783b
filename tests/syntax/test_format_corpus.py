"""The laws of the one layout, over every text of the project.

Wherever a comment stands between two tokens, formatting keeps it, in its order and at its place; the tree is the same,
and formatting again changes nothing. How a text was laid out before has no part in the outcome, save for the blank
lines between its items.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcheck.source import Source
from dealcheck.syntax.format import format_text
from dealcheck.syntax.grammar import language
from dealcheck.syntax.lexing import Tokens
from dealcheck.syntax.parse import parse
from tests.syntax.corpus import GOOD, ROOT, SHIPPED, source_of

CORPUS = sorted(
    {
        *GOOD,
        *SHIPPED,
        *ROOT.glob("examples/**/*.policy"),
        *(path for path in ROOT.glob("tests/**/*") if path.suffix in (".policy", ".deal") and "bad" not in path.parts),
    }
)
"""Every text in the language that the project holds, but those with errors."""

STRIDE = 3
"""One in so many gaps gets a comment at a time."""

COMMENTS = (
    " # of the line before {}\n",
    "\n# alone {}\n",
    "\n\n\n  # below blank lines {}  \n\n\n",
    "\n\t#two {}\n# of them {}\n",
    '# "touching {}\n',
    "  # with other ends {}\r\n\r\n# and blanks {} \t\r\n",
)

_NAME = "a text"


def tokens_of(text: str) -> Tokens:
    return language().lexer.tokens(text)


@cache
def bare(path: Path) -> tuple[str, ...]:
    """The tokens of a file."""
    return tuple(tokens_of(source_of(path).text).texts)


def comments(text: str) -> list[tuple[int, bool, str]]:
    """Each comment of a text: how much stands before it, blanks aside; whether it has its own line; what it says."""
    tokens = tokens_of(text)
    sizes = [0, *accumulate(map(len, tokens.texts))]
    found = []
    for match in re.finditer(r'"(?:[^"\\\n]|\\.)*"|#[^\n]*', text):
        if match[0][0] == "#":
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            alone = not line.strip(" \t\r\ufeff")
            found.append((sizes[bisect_left(tokens.starts, match.start())], alone, match[0].rstrip(" \t\r")))
    return found


def holds(text: str) -> str:
    """The layout of a text, once the laws are found to hold for it."""
    before = parse(Source(_NAME, text))
    assert not before.diagnostics
    outcome = format_text(Source(_NAME, text))
    assert not outcome.diagnostics
    fair = outcome.text
    after = parse(Source(_NAME, fair))
    assert not after.diagnostics
    assert after.file.items == before.file.items
    assert "".join(tokens_of(fair).texts) == "".join(tokens_of(text).texts)
    assert comments(fair) == comments(text)
    assert format_text(Source(_NAME, fair)).text == fair
    assert "\r\n" not in fair
    assert not fair.startswith("\ufeff")
    assert fair == "" or fair[-1] == "\n"
    assert not re.search(r"[ \t]\n|\n\n\n|\n\n\Z|\A\n", fair)
    return fair


def commented(text: str, first: int, stride: int) -> str:
    """A text with a comment before every so many tokens, its end among them."""
    tokens = tokens_of(text)
    parts = []
    end = 0
    for index, (start, stop) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        parts.append(text[end:start])
        if index % stride == first:
            parts.append(COMMENTS[index // stride % len(COMMENTS)].replace("{}", str(index)))
        parts.append(text[start:stop])
        end = stop
    return "".join(parts)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_comment_in_every_gap(path: Path) -> None:
    text = source_of(path).text
    holds(text)
    holds(commented(text, 0, 1))
    for first in range(STRIDE):
        holds(commented(text, first, STRIDE))


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_ends_of_lines_and_of_the_text_have_no_part_in_it(path: Path) -> None:
    text = source_of(path).text.removeprefix("\ufeff")
    fair = holds(text)
    assert holds(f"\ufeff{text}") == fair
    assert holds(text.replace("\r\n", "\n").replace("\n", "\r\n")) == fair
    assert holds(text.rstrip()) == fair


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_comments_in_any_gaps(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(CORPUS))
    text = source_of(path).text
    tokens = tokens_of(text)
    gaps = data.draw(st.dictionaries(st.integers(0, len(tokens.starts) - 1), st.sampled_from(COMMENTS), max_size=6))
    for gap in sorted(gaps, reverse=True):
        at = tokens.starts[gap]
        text = text[:at] + gaps[gap].replace("{}", str(gap)) + text[at:]
    holds(text)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_blanks_and_line_ends_have_no_part_in_it(data: st.DataObject) -> None:
    """Blank lines apart, which are kept between items."""
    texts = bare(data.draw(st.sampled_from(CORPUS)))
    blanks = st.sampled_from([" ", "  ", "\t", "\n", "\r\n", " \n\t ", "\r"])
    some = data.draw(st.lists(blanks, min_size=17, max_size=17))
    scattered = "".join(part for index, text in enumerate(texts) for part in (some[index % 17], text))
    assert holds(scattered) == holds(" ".join(texts))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(CORPUS), st.integers(1, 200))
def test_any_width(path: Path, width: int) -> None:
    source = source_of(path)
    fair = format_text(source, width)
    assert format_text(Source(_NAME, fair.text), width).text == fair.text
