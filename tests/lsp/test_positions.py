"""Offsets and positions: there and back in each encoding, and clamped outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from dealcheck.lsp.positions import Encoding, Positions

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")

texts = st.text(st.sampled_from("ab\t é€\U0001f697\U00010348\r\n\ud800"), max_size=60)
"""Letters of one to four bytes, of one and two halves, a lone half, and every line end."""


def width(text: str, encoding: Encoding) -> int:
    """Columns as the specification has them."""
    if encoding == "utf-32":
        return len(text)
    size = {"utf-8": 1, "utf-16": 2}[encoding]
    return len(text.encode(f"{encoding}-le" if encoding == "utf-16" else encoding, "surrogatepass")) // size


def lines_of(text: str) -> list[str]:
    """The lines, as the specification ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(texts, st.sampled_from(ENCODINGS))
def test_there_and_back(text: str, encoding: Encoding) -> None:
    positions = Positions(text, encoding)
    assert positions.lines == len(lines_of(text))
    for offset in range(len(text) + 1):
        back = positions.offset(positions.position(offset))
        within_line_end = text[offset - 1 : offset + 1] == "\r\n"
        assert back == (offset - 1 if within_line_end else offset)


@given(texts, st.sampled_from(ENCODINGS))
def test_columns_are_those_of_the_encoding(text: str, encoding: Encoding) -> None:
    positions = Positions(text, encoding)
    for number, line in enumerate(lines_of(text)):
        start, end = positions.line_span(number)
        assert text[start:end] == line
        for index in range(len(line) + 1):
            assert positions.position(start + index) == types.Position(number, width(line[:index], encoding))


@given(texts, st.sampled_from(ENCODINGS), st.integers(0, 80), st.integers(0, 300))
def test_any_position_is_clamped(text: str, encoding: Encoding, line: int, character: int) -> None:
    positions = Positions(text, encoding)
    offset = positions.offset(types.Position(line, character))
    at = positions.position(offset)
    assert 0 <= offset <= len(text)
    if line >= positions.lines:
        assert offset == len(text)
    else:
        assert at.line == line
        assert at.character <= character


@given(texts, st.sampled_from(ENCODINGS), st.integers(-5, 80), st.integers(-5, 80))
def test_spans_come_back(text: str, encoding: Encoding, one: int, other: int) -> None:
    positions = Positions(text, encoding)
    low, high = sorted((one, other))
    start, end = positions.span(positions.range((low, high)))
    assert 0 <= start <= end <= len(text)
    assert positions.range((start, end)) == positions.range((low, high))


@pytest.mark.parametrize(
    ("encoding", "character", "offset"),
    [("utf-16", 1, 0), ("utf-16", 2, 1), ("utf-8", 3, 0), ("utf-8", 4, 1), ("utf-32", 1, 1)],
)
def test_within_a_letter_is_the_letter(encoding: Encoding, character: int, offset: int) -> None:
    assert Positions("\U0001f697 x", encoding).offset(types.Position(0, character)) == offset


def test_a_range_turned_round_is_empty() -> None:
    turned = types.Range(types.Position(0, 3), types.Position(0, 1))
    assert Positions("abcdef").span(turned) == (3, 3)
