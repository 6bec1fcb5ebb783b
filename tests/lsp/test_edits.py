"""Edits turn one text into the other, and are as small as can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dealcheck.lsp.edits import gap_edits, line_edits
from dealcheck.source import Span

words = st.lists(st.sampled_from(["a", "b", "#c"]), max_size=8)
gaps = st.sampled_from(["\n", " ", "\n\n  ", "\r\n", "\t", "\r\n \r\n"])
texts = st.text(st.sampled_from("ab \n"), max_size=40)


def applied(text: str, edits: list[tuple[Span, str]]) -> str:
    for (start, end), new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


@given(words, st.data())
def test_gaps(pieces: list[str], data: st.DataObject) -> None:
    def laid_out() -> str:
        ends = [data.draw(st.sampled_from(["", " ", "\n"])) for _ in range(2)]
        return ends[0] + "".join(piece + data.draw(gaps) for piece in pieces) + ends[1]

    before, after = laid_out(), laid_out()
    edits = gap_edits(before, after)
    assert edits is not None
    assert applied(before, edits) == after
    for (start, end), new in edits:
        assert not before[start:end].strip()
        assert not new.strip()
        for at in (start, end):
            assert before[at - 1 : at + 1] != "\r\n" or at == 0, "a line end is torn apart"
    assert gap_edits(before, before) == []


def test_other_differences_are_none_of_gaps() -> None:
    assert gap_edits("a b", "a c") is None
    assert gap_edits("a b", "ab") is None
    assert gap_edits("", "a") is None


@given(texts, texts)
def test_lines(before: str, after: str) -> None:
    assert applied(before, line_edits(before, after)) == after
    assert line_edits(before, before) == []


def test_many_lines_are_one_edit() -> None:
    before, after = "a\nb\n" * 2_000, "c\nd\n" * 2_000
    assert len(line_edits(before, after)) == 1
    assert line_edits(f"x\n{before}y\n", f"x\n{after}y\n") == [((2, 2 + len(before)), after)]
