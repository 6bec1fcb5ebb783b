"""Definition, references, highlights and links: where a name leads."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from dealcheck.lsp.documents import path_of
from dealcheck.lsp.features.definition import definition
from dealcheck.lsp.features.highlight import highlight
from dealcheck.lsp.features.links import document_links
from dealcheck.lsp.features.references import references
from tests.lsp.texts import HEAD, Desktop, opened

TRADE = """
    kind tariff { key by: party key from: party key on: goods key layer: name = mfn value rate: rate absent none }
    product cars "Cars" = hs 8703
    topic digital.tax
    event ratified "Ratified"
    fact limit = 25%
    source paper "A paper" { url "https://paper.example/a" }
    baseline now on 2025-01-01 { }
"""
LINES = """
    use "trade_mine"
    source own "Our own" { }
    policy JP {
      red line cars "Cars" cites paper "they said"
        : no tariff by US from JP on cars layer extra may have rate >= limit
        reading soft: no tariff by US on cars
      concern other cites own: no tariff by US
    }
    deal d { between US, JP  against now
      term one if ratified: tariff by US from JP on cars layer extra rate 5%
    }
    test "t" { deal d  expect JP.cars met by one reading soft met }
"""


def told(desk: Desktop, found: list[types.Location]) -> list[str]:
    """`file:line text` of places."""
    said = []
    for each in found:
        path = path_of(each.uri)
        assert path is not None
        analysis = desk.other(path.name)
        start, end = analysis.positions.span(each.range)
        said.append(f"{path.name}:{each.range.start.line} {analysis.text[start:end]}")
    return said


DEFINITIONS = [
    ("no ta▮riff by US from JP", ["trade_mine.policy:1 tariff"]),
    ("on ca▮rs layer extra may", ["trade_mine.policy:2 cars"]),
    ("ra▮te >= limit", ["trade_mine.policy:1 rate"]),
    (">= li▮mit", ["trade_mine.policy:5 limit"]),
    ("cites pa▮per", ["trade_mine.policy:6 paper"]),
    ("cites ow▮n", ["main.policy:2 own"]),
    ("against no▮w", ["trade_mine.policy:7 now"]),
    ("if rati▮fied", ["trade_mine.policy:4 ratified"]),
    ("expect JP.ca▮rs", ["main.policy:4 cars"]),
    ("met by on▮e", ["main.policy:10 one"]),
    ("reading so▮ft met", ["main.policy:6 soft"]),
    ("deal d▮  expect", ["main.policy:9 d"]),
    ('use "trade▮_mine"', ["trade_mine.policy:0 "]),
    ("between U▮S", []),
    ("layer ex▮tra may", []),
    ("no▮ tariff by US from", []),
]


@pytest.mark.parametrize(("where", "places"), DEFINITIONS, ids=[where for where, _ in DEFINITIONS])
def test_definition(tmp_path: Path, where: str, places: list[str]) -> None:
    text = LINES.replace(where.replace("▮", ""), where, 1)
    desk = opened(tmp_path, text, trade_mine_policy=TRADE)
    assert told(desk, definition(desk.analysis, desk.position)) == places


BROKEN = [
    ("policy JP { red line x: no tariff by US on ca▮rs must }", ["trade_mine.policy:2 cars"]),
    ("policy JP { red line x cites pa▮per", ["trade_mine.policy:6 paper"]),
    ("deal e { against no▮w term", ["trade_mine.policy:7 now"]),
]


@pytest.mark.parametrize(("text", "places"), BROKEN, ids=[text for text, _ in BROKEN])
def test_definition_in_a_statement_that_cannot_be_read(tmp_path: Path, text: str, places: list[str]) -> None:
    desk = opened(tmp_path, f'use "trade_mine"\n{text}', trade_mine_policy=TRADE)
    assert told(desk, definition(desk.analysis, desk.position)) == places


REFERENCES = [
    (
        "product ca▮rs",
        [
            "main.policy:5 cars",
            "main.policy:6 cars",
            "main.policy:10 cars",
            "other.policy:2 cars",
            "trade_mine.policy:2 cars",
        ],
    ),
    ("event rati▮fied", ["main.policy:10 ratified", "trade_mine.policy:4 ratified"]),
    ("source pa▮per", ["main.policy:4 paper", "trade_mine.policy:6 paper"]),
]


@pytest.mark.parametrize(("where", "places"), REFERENCES, ids=[where for where, _ in REFERENCES])
def test_references_in_all_files_that_use_this_one(tmp_path: Path, where: str, places: list[str]) -> None:
    other = 'use "trade_mine"\npolicy KR {\n  red line x: no tariff by US on cars\n}\n'
    stranger = "product cars = hs 01\nproduct more = cars\n"
    desk = opened(
        tmp_path,
        TRADE.replace(where.replace("▮", ""), where, 1),
        name="trade_mine.policy",
        main_policy=LINES,
        other_policy=other,
        stranger_policy=stranger,
    )
    assert sorted(told(desk, references(desk.analysis, desk.workspace, desk.position))) == sorted(places)
    without = references(desk.analysis, desk.workspace, desk.position, declaration=False)
    assert len(without) == len(places) - 1


def test_references_reach_files_that_are_not_open(tmp_path: Path) -> None:
    (tmp_path / "closed.policy").write_text('use "trade_mine"\nproduct more = cars\n')
    desk = opened(tmp_path, TRADE.replace("cars", "ca▮rs", 1), name="trade_mine.policy")
    found = references(desk.analysis, desk.workspace, desk.position)
    assert [path.name for each in found if (path := path_of(each.uri))] == ["trade_mine.policy", "closed.policy"]


def test_lines_are_known_by_party_and_name(tmp_path: Path) -> None:
    text = (
        "policy JP { red line a: no tariff by US }\npolicy US { red line a: no tariff by JP }\n"
        'test "t" { deal { between US, JP against mid_2025 }  expect JP.▮a met  expect US.a met }'
    )
    desk = opened(tmp_path, HEAD + text)
    assert len(references(desk.analysis, desk.workspace, desk.position)) == 2
    kinds = [each.kind for each in highlight(desk.analysis, desk.position)]
    assert kinds == [types.DocumentHighlightKind.Write, types.DocumentHighlightKind.Read]


def test_highlights_are_those_of_the_same_meaning_in_this_text(tmp_path: Path) -> None:
    text = (
        "product cars = hs 8703\nkind k { key by: party key on: goods value cars: rate absent none }\n"
        "product x = ca▮rs | hs 01"
    )
    desk = opened(tmp_path, text)
    assert [each.range.start.line for each in highlight(desk.analysis, desk.position)] == [0, 2]


def test_nothing_is_highlighted_on_a_keyword(tmp_path: Path) -> None:
    desk = opened(tmp_path, "prod▮uct p = hs 01")
    assert highlight(desk.analysis, desk.position) == []
    assert references(desk.analysis, desk.workspace, desk.position) == []


def test_links_lead_to_files_and_sources(tmp_path: Path) -> None:
    text = (
        'use "trade_mine"\nuse "missing"\nsource s "Title" { url "https://s.example/x" }\n'
        'source bad { url "javascript:x" }\n'
        'policy JP { red line a cites s "quoted" cites bad "no" cites paper "far": no tariff by US }'
    )
    desk = opened(tmp_path, text, trade_mine_policy=TRADE)
    found = [
        (desk.text_of(each.range), (each.target or "").rsplit("/", 1)[-1]) for each in document_links(desk.analysis)
    ]
    assert found == [
        ("trade_mine", "trade_mine.policy"),
        ("Title", "x"),
        ("https://s.example/x", "x"),
        ("quoted", "x"),
        ("far", "a"),
    ]
