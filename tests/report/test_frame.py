"""Source excerpts: where the marks stand."""

from __future__ import annotations

import pytest

from dealcheck.report.frame import Mark, frame
from dealcheck.report.style import RenderOptions, text_width
from dealcheck.source import Place, Source


def framed(text: str, *spans: tuple[int, int], width: int = 60, said: str = "here") -> list[str]:
    source = Source("f.deal", text)
    marks = [Mark(Place(source, span), said, primary=at == 0) for at, span in enumerate(spans)]
    return frame(marks, RenderOptions(width=width))


def test_a_plain_mark() -> None:
    assert framed("term a: tariff by US\n", (5, 6)) == [
        " --> f.deal:1:6",
        "  |",
        "1 | term a: tariff by US",
        "  |      ^ here",
    ]


def test_tabs_and_wide_characters_keep_the_mark_in_its_column() -> None:
    assert framed("\tterm 稲作: x\n", (6, 8))[2:] == ["1 |     term 稲作: x", "  |          ^^^^ here"]


def test_control_characters_do_not_reach_the_terminal() -> None:
    rows = framed("a \x1b[31m\u202e b\n", (8, 9))
    assert rows[2] == r"1 | a \u{1b}[31m\u{202e} b"
    assert all(row.isprintable() for row in rows)


def test_a_long_line_is_cut_around_the_mark() -> None:
    rows = framed("x" * 300 + "MARK" + "y" * 300 + "\n", (300, 304))
    assert "MARK" in rows[2]
    assert all(text_width(row) <= 60 for row in rows)
    assert rows[3].index("^^^^") == rows[2].index("MARK")


def test_two_marks_on_one_line() -> None:
    assert framed("alpha beta gamma\n", (6, 10), (0, 5))[2:] == [
        "1 | alpha beta gamma",
        "  |       ^^^^ here",
        "  | ----- here",
    ]


def test_a_span_of_several_lines() -> None:
    assert framed("a {\n  b\n  c\n}\nd\n", (0, 13), said="whole")[2:] == [
        "1 | / a {",
        "2 | |   b",
        "3 | |   c",
        "4 | | }",
        "  | |_^ whole",
    ]


def test_a_gap_between_marks() -> None:
    rows = framed("one\ntwo\nthree\nfour\nfive\n", (0, 3), (19, 23))
    assert [row.split(" |")[0] for row in rows[2:]] == ["1", " ", "...", "5", " "]


def test_a_second_source_follows_the_first() -> None:
    first, second = Source("a.deal", "aa\n"), Source("b.deal", "bb\n")
    rows = frame([Mark(Place(second, (0, 2)), "two"), Mark(Place(first, (0, 2)), "one", primary=True)], RenderOptions())
    assert rows == [
        " --> a.deal:1:1",
        "  |",
        "1 | aa",
        "  | ^^ one",
        "  |",
        " ::: b.deal:1:1",
        "  |",
        "1 | bb",
        "  | -- two",
    ]


@pytest.mark.parametrize("text", ["", "a", "a\r\n", "\n", "a\n"])
def test_a_mark_at_the_end_of_the_text(text: str) -> None:
    rows = framed(text, (len(text), len(text)))
    assert any("^" in row for row in rows)


def test_a_long_message_goes_below_the_mark() -> None:
    rows = framed("x" * 50 + "\n", (40, 50), said="so many words that they do not fit beside the mark at all")
    assert all(text_width(row) <= 60 for row in rows)
    assert " ".join(" ".join(row[3:].strip() for row in rows[4:]).split()).startswith("so many words")
