"""Outline, folding, selection and semantic tokens: the shape of a text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.documents import Document, Workspace, uri_of
from dealcheck.lsp.features.folding import folding_ranges
from dealcheck.lsp.features.outline import document_symbols, flat_symbols, workspace_symbols
from dealcheck.lsp.features.selection import selection_ranges
from dealcheck.lsp.features.tokens import LEGEND, MODIFIERS, TYPES, delta, encoded, tokens_of
from tests.lsp.texts import HEAD, TODAY, opened

ROOT = Path(__file__).resolve().parents[2]
CORPUS = sorted(
    [*ROOT.glob("policies/**/*.policy"), *ROOT.glob("policies/**/*.deal"), *ROOT.glob("examples/**/*.deal")]
)

TEXT = """\
# A comment
# of two lines
use "trade"
use "goods"

kind levy "Levy" {
  key by: party
  value height: rate, less is freer
  absent none
}
policy JP "Japan" {
  red line a "Line a"
    : no tariff by US on autos
    reading soft "Soft": no duty by US
  concern broken: no tariff must
}
deal d "Deal" {
  between US, JP
  against mid_2025
  term one "One":
    tariff by US from JP on autos rate 5%
}
test "it holds" {
  deal { between US, JP  against mid_2025 }
  expect JP.a met
}
"""


def outline(symbols: list[types.DocumentSymbol], depth: int = 0) -> list[str]:
    """Indented names with what is said of them."""
    found = []
    for each in symbols:
        found.append(f"{'  ' * depth}{each.name}{f' | {each.detail}' if each.detail else ''}")
        found.extend(outline([*(each.children or ())], depth + 1))
    return found


def test_the_outline_nests(tmp_path: Path) -> None:
    desk = opened(tmp_path, TEXT)
    assert outline(document_symbols(desk.analysis)) == [
        "levy | Levy",
        "  by",
        "  height",
        "policy JP | Japan",
        "  a | red line, Line a",
        "    soft | Soft",
        "  broken | concern, unread",
        "d | Deal",
        "  one | One",
        "it holds",
        "  deal",
    ]
    assert len(flat_symbols(desk.analysis)) == 11


def within(inner: types.Range, outer: types.Range) -> bool:
    """Whether a range lies in another."""
    return (outer.start.line, outer.start.character) <= (inner.start.line, inner.start.character) and (
        inner.end.line,
        inner.end.character,
    ) <= (outer.end.line, outer.end.character)


def nests(symbol: types.DocumentSymbol) -> bool:
    """Whether a symbol holds its name and all below it."""
    return within(symbol.selection_range, symbol.range) and all(
        within(each.range, symbol.range) and nests(each) for each in symbol.children or ()
    )


SEARCHES = [
    ("cars", ["JP.cars", "cars", "cars_too"]),
    ("jpc", ["JP.cars"]),
    ("JP.", ["JP.cars"]),
    ("crst", ["cars_too"]),
    ("zzz", []),
]


@pytest.mark.parametrize(("query", "names"), SEARCHES)
def test_symbols_of_the_workspace_are_found_by_their_letters(tmp_path: Path, query: str, names: list[str]) -> None:
    desk = opened(
        tmp_path,
        "product cars = hs 8703",
        other_policy=(
            "kind k { key by: party absent none }\npolicy JP { red line cars: no k by US }\nproduct cars_too = hs 01"
        ),
    )
    assert sorted(each.name for each in workspace_symbols(desk.workspace, query)) == sorted(names)


def test_the_best_match_comes_first(tmp_path: Path) -> None:
    desk = opened(tmp_path, "product cars_and_more = hs 01\nproduct old_cars = hs 02\nproduct cars = hs 03")
    assert [each.name for each in workspace_symbols(desk.workspace, "cars")] == ["cars", "cars_and_more", "old_cars"]


def test_folds(tmp_path: Path) -> None:
    desk = opened(tmp_path, TEXT)
    found = [(each.start_line, each.end_line, each.kind) for each in folding_ranges(desk.analysis)]
    assert found == [
        (0, 1, types.FoldingRangeKind.Comment),
        (2, 3, types.FoldingRangeKind.Imports),
        (5, 8, types.FoldingRangeKind.Region),
        (10, 14, types.FoldingRangeKind.Region),
        (11, 13, types.FoldingRangeKind.Region),
        (16, 20, types.FoldingRangeKind.Region),
        (19, 20, types.FoldingRangeKind.Region),
        (22, 24, types.FoldingRangeKind.Region),
    ]


def test_a_broken_text_folds_by_its_braces(tmp_path: Path) -> None:
    desk = opened(tmp_path, "deal d {\n  betwen US\n  x y z\n}\npolicy {{\n\n}")
    assert (0, 2) in [(each.start_line, each.end_line) for each in folding_ranges(desk.analysis)]


def chain(found: types.SelectionRange) -> list[types.Range]:
    """The ranges from inside out."""
    ranges = [found.range]
    while found.parent is not None:
        found = found.parent
        ranges.append(found.range)
    return ranges


def test_a_selection_grows_from_the_word_to_the_text(tmp_path: Path) -> None:
    desk = opened(tmp_path, 'use "trade"\npolicy JP {\n  red line a: no tariff by US | J▮P may have rate > 5%\n}\n')
    found = [desk.text_of(each) for each in chain(selection_ranges(desk.analysis, [desk.position])[0])]
    assert found[0] == "JP"
    assert "US | JP" in found
    assert "by US | JP" in found
    assert "tariff by US | JP" in found
    assert "no tariff by US | JP may have rate > 5%" in found
    assert found[-1] == desk.analysis.text


def test_a_selection_in_a_text_leaves_its_quotation_marks_out_first(tmp_path: Path) -> None:
    desk = opened(tmp_path, 'deal d "a ti▮tle" { }')
    found = [desk.text_of(each) for each in chain(selection_ranges(desk.analysis, [desk.position])[0])]
    assert found[:2] == ["a title", '"a title"']


# ---- Laws ------------------------------------------------------------------------------------------------------------


def sound(analysis: Analysis) -> None:
    """What holds of every text, sound or broken."""
    text = analysis.text
    end = 0
    for token in tokens_of(analysis):
        start, stop = token.span
        assert end <= start < stop
        assert token.type in TYPES
        piece = text[start:stop]
        assert not piece[0].isspace()
        assert not piece[-1].isspace()
        assert "\n" not in piece
        end = stop
    lines = analysis.positions.lines
    for fold in folding_ranges(analysis):
        assert 0 <= fold.start_line < fold.end_line < lines
    assert all(nests(each) for each in document_symbols(analysis))


def selects(analysis: Analysis, offset: int) -> None:
    """Selection ranges hold the place, and each lies in the next."""
    position = analysis.positions.position(offset)
    ranges = chain(selection_ranges(analysis, [position])[0])
    for inner, outer in pairwise(ranges):
        assert within(inner, outer)
        assert inner != outer
    assert within(types.Range(position, position), ranges[0])
    assert ranges[-1] == analysis.range((0, len(analysis.text)))


@pytest.fixture(scope="module")
def corpus() -> Workspace:
    """All texts that ship, open in an editor."""
    workspace = Workspace(ROOT, lambda: TODAY, folders=[ROOT])
    for path in CORPUS:
        workspace.open(Document(uri_of(path), 1, path.read_text(encoding="utf-8")))
    return workspace


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_laws_hold_of_the_corpus(corpus: Workspace, path: Path) -> None:
    analysis = corpus.analysis(uri_of(path))
    assert analysis is not None
    sound(analysis)
    for offset in range(len(path.name) % 997, len(analysis.text), 997):
        selects(analysis, offset)


PIECES = st.sampled_from([
    "policy JP {", "}", "{", "\n", "  ", "red line a:", "no tariff by US", "on autos", '"text', '"a b"', "# c\n", "25%",
    "term t:", "deal d", "use", "hs 8703.22", "..", "é🚗", "\r\n", "\t", "layer x", "and", "digital.tax", "[", "JPY/kg",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join))
def test_the_laws_hold_of_any_text(text: str) -> None:
    folder = ROOT / "nowhere"
    workspace = Workspace(folder, lambda: TODAY)
    workspace.open(Document("untitled:x", 1, text))
    analysis = workspace.analysis("untitled:x")
    assert analysis is not None
    sound(analysis)
    for offset in range(0, len(text) + 1, 7):
        selects(analysis, offset)


# ---- Semantic tokens -------------------------------------------------------------------------------------------------


def test_words_have_types_by_what_they_mean(tmp_path: Path) -> None:
    text = "policy JP { red line total: no tariff by US on autos layer mfn may have rate >= 25% }  # said\n"
    desk = opened(tmp_path, HEAD + text)
    words = {
        desk.analysis.text[token.span[0] : token.span[1]]: (token.type, sorted(token.modifiers))
        for token in tokens_of(desk.analysis)
        if token.span[0] >= len(HEAD)
    }
    assert words == {
        "policy": ("keyword", []), "JP": ("namespace", []), "red": ("keyword", []), "line": ("keyword", []),
        "total": ("interface", ["declaration"]), "no": ("keyword", []), "tariff": ("class", []), "by": ("keyword", []),
        "US": ("namespace", []), "on": ("keyword", []), "autos": ("variable", []), "layer": ("keyword", []),
        "mfn": ("enumMember", []), "may": ("keyword", []), "have": ("keyword", []), "rate": ("property", []),
        ">=": ("operator", []), "25": ("number", []), "%": ("operator", []), "# said": ("comment", []),
    }  # fmt: skip


def decoded(data: list[int]) -> list[tuple[int, int, int, str, int]]:
    """Line, column, width, type and modifiers."""
    found = []
    line = column = 0
    for at in range(0, len(data), 5):
        ahead, across, width, kind, bits = data[at : at + 5]
        line, column = line + ahead, across + (0 if ahead else column)
        found.append((line, column, width, LEGEND.token_types[kind], bits))
    return found


@pytest.mark.parametrize(("encoding", "width"), [("utf-8", 10), ("utf-16", 6), ("utf-32", 5)])
def test_tokens_are_measured_in_the_clients_columns(tmp_path: Path, encoding: str, width: int) -> None:
    desk = opened(tmp_path, 'deal d "🚗éx" { }', encoding=encoding)  # type: ignore[arg-type]
    strings = [token for token in decoded(encoded(desk.analysis)) if token[3] == "string"]
    assert strings == [(0, 7, width - 1 if encoding == "utf-8" else width, "string", 0)]


def test_a_stretch_has_the_tokens_that_touch_it(tmp_path: Path) -> None:
    desk = opened(tmp_path, TEXT)
    start = TEXT.index("term one")
    part = decoded(encoded(desk.analysis, (start, start + 8)))
    assert part == [token for token in decoded(encoded(desk.analysis)) if token[0] == part[0][0]][: len(part)]
    assert len(part) == 2
    assert part[1][4] == 1 << MODIFIERS.index("declaration")


@given(st.lists(st.integers(0, 3), max_size=30), st.lists(st.integers(0, 3), max_size=30))
def test_a_delta_turns_the_old_numbers_into_the_new(before: list[int], now: list[int]) -> None:
    made = list(before)
    edits = delta(before, now)
    for edit in edits:
        made[edit.start : edit.start + edit.delete_count] = edit.data or []
    assert made == now
    assert len(edits) <= 1
