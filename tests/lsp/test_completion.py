"""Completion: what is offered where, in sound and broken texts, and never an exception."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from lsprotocol import types

from dealcheck.lsp.documents import Document, Workspace, uri_of
from dealcheck.lsp.features.completion import completion
from dealcheck.lsp.features.snippets import SNIPPETS, Snippet
from dealcheck.lsp.features.words import SAID
from dealcheck.lsp.standing import standing_at
from dealcheck.source import Source
from dealcheck.syntax.grammar import language
from dealcheck.syntax.lexing import NUMBER, STRING
from dealcheck.syntax.parse import parse
from tests.lsp.texts import HEAD, TODAY, opened

ROOT = Path(__file__).resolve().parents[2]
CORPUS = sorted(
    [*ROOT.glob("policies/**/*.policy"), *ROOT.glob("policies/**/*.deal"), *ROOT.glob("examples/**/*.deal")]
)


def offered(folder: Path, text: str, **others: str) -> list[str]:
    """The labels, the likeliest first."""
    desk = opened(folder, text, "main.policy", "utf-16", **others)
    found = completion(desk.analysis, desk.position)
    return [item.label for item in sorted(found.items, key=lambda item: str(item.sort_text))]


DEAL = "deal d { between US, JP  against mid_2025  event ratified\n  "
LINE = "policy JP { red line a: "
TEST = (
    "policy JP { red line cap: no new export_cap by JP reading soft: no export_cap by JP }\n"
    'test "x" { deal { between US, JP  against mid_2025  term tt: export_cap by JP to US on autos }  '
)

# Text; what must be offered, in this order; what must not.
OFFERS: list[tuple[str, list[str], list[str]]] = [
    ("▮", ["policy … { }", "deal", "test", "use"], ["red", "term", "hs"]),
    ("pol▮", ["policy"], ["red"]),
    ("policy ▮", ["AD", "JP"], ["policy"]),
    ("policy JP {\n  ▮\n}", ["red line …", "red", "wish"], ["term", "policy"]),
    ("policy JP { red ▮", ["line"], ["concern"]),
    ('policy JP { red line a "x" ▮', ["active", "cites", "says"], ["no"]),
    (LINE + "▮", ["every", "no", "some", "if"], ["tariff", "red"]),
    (LINE + "no ▮", ["tariff", "duty", "new"], ["rate", "US"]),
    (LINE + "no tariff ▮", ["by", "from", "on", "layer", "may", "and"], ["to", "toward", "must"]),
    (LINE + "every tariff by US ▮", ["from", "on", "must"], ["by", "may"]),
    (LINE + "no tariff by ▮", ["JP", "everyone", "partner", "EU", "AD"], ["autos", "hs"]),
    (LINE + "no tariff by US from JP on ▮", ["autos", "everything", "hs"], ["JP", "rate"]),
    (LINE + "no tariff by US from JP on autos | ▮", ["autos", "steel", "hs"], ["JP"]),
    (LINE + "no tariff by US from JP on autos layer ▮", ["mfn", "s232_autos", "any"], ["autos"]),
    (LINE + "no tariff by US on autos may have ▮", ["rate", "share", "old"], ["volume", "autos"]),
    (LINE + "no tariff by US on autos may have rate ▮", ["raised", "reduced", "in"], ["share"]),
    (LINE + "every tariff by US must have rate <= 15 ▮", ["%", "pp", "t"], ["rate"]),
    (LINE + "every tariff_quota by US must have volume >= 15 ▮", ["t", "thousand", "%"], []),
    (LINE + "every tariff_quota by US must have volume >= 15 t per ▮", ["month", "year"], ["t"]),
    (LINE + "every regulation by US must have action = ▮", ["keep", "delay", "old"], ["t"]),
    (LINE + "every regulation by US must have action in {keep, ▮", ["delay", "waive"], []),
    (LINE + "every tariff by US must have rate <= tariff_quota.▮", ["volume", "in_rate"], ["rate"]),
    (LINE + "every tariff by US must have rate <= rate(▮", ["by", "from", "on"], ["rate"]),
    (LINE + "every tariff by US must have rate <= rate(from ▮", ["JP", "everyone", "any"], ["rate"]),
    (LINE + "every tariff by US must have rate reduced at ▮", ["effective", "end", "day"], ["tariff"]),
    (LINE + "total ▮", ["volume"], ["action"]),
    (LINE + "total volume of ▮", ["tariff", "tariff_quota"], ["volume"]),
    (LINE + "the deal must have ▮", ["effective", "signed"], ["rate"]),
    ('policy JP { source w "t"  red line a cites ▮', ["w", "hts"], ["autos"]),
    (DEAL + "▮", ["term …", "term", "event"], ["red", "policy"]),
    (DEAL + "term t if ▮", ["ratified", "not"], ["US"]),
    (DEAL + "term t status ▮", ["agreed", "in_principle", "open"], []),
    (DEAL + "term t proposed by ▮", ["US", "JP"], ["everyone", "tariff"]),
    (DEAL + "term t: ▮", ["tariff", "export_cap", "end"], ["duty", "US"]),
    (DEAL + "term t: tar▮", ["tariff", "tariff_quota"], ["duty"]),
    (DEAL + "term t: tariff ▮", ["by"], ["rate"]),
    (DEAL + "term t: tariff by US ▮", ["rate", "share", "from", "on", "layer"], ["by", "to", "volume"]),
    (DEAL + "term t: tariff by US from JP on autos rate 5% ▮", ["share", "until"], ["rate", "layer"]),
    (DEAL + "term t: tariff by US from JP on autos rate 5▮", [], ["rate"]),
    (DEAL + "term t: tariff by US from JP on autos rate 5 ▮", ["%", "pp"], []),
    (DEAL + "term t: tariff by US from JP on autos rate 5% from ▮", ["ratified", "effective"], ["JP"]),
    (DEAL + "term t: tariff by US from JP on autos rate 5% to 0% in 5 equal ▮", ["yearly", "monthly"], []),
    (DEAL + "term t: tariff by US from JP on autos rate [▮", ["US", "JP", "old"], ["tariff"]),
    (DEAL + "term t: regulation by JP on digital.▮", ["digital.services_tax"], ["environment", "autos"]),
    (DEAL + "term t: regulation by JP on digital action ▮", ["keep", "repeal"], ["shall"]),
    (DEAL + "term t: regulation by JP on ▮", ["digital"], ["autos"]),
    (DEAL + "term t: trade_bar by JP toward ▮", ["JP", "CN"], ["autos"]),
    ("deal d { between US, JP  against ▮", ["mid_2025", "april_2025"], ["US"]),
    ("letter l { by US dated 2025-01-01 }\ndeal d { between US, JP  against mid_2025 with ▮", ["l"], ["mid_2025"]),
    ("deal d { between US, ▮", ["US", "EU", "AD"], ["mid_2025"]),
    ("deal d { effective ▮", ["us_deadline", "effective", "first"], ["US"]),
    (TEST + "expect ▮", ["JP.cap"], ["cap"]),
    (TEST + "expect JP.▮", ["cap"], ["JP.cap", "autos"]),
    (TEST + "expect JP.cap ▮", ["violated", "met", "open"], ["tt"]),
    (TEST + "expect JP.cap violated by ▮", ["tt", "silence"], ["US", "cap"]),
    (TEST + "expect JP.cap violated reading ▮", ["soft"], ["cap"]),
    (TEST + "expect JP.cap violated on ▮", ["autos"], ["US"]),
    (TEST + "columns ▮", ["tt", "us_deadline", "effective"], ["US"]),
    (TEST + "columns tt.▮", ["volume"], ["rate"]),
    (TEST + "columns tt.volume: ▮", ["JP.cap"], ["tt"]),
    (TEST + "columns tt.volume: JP.cap row 5 units: ▮", ["violated", "met"], ["tt"]),
    ("policy JP { red line a: no tariff by US }\nwaive ▮", ["JP.a"], []),
    ('policy JP { red line a: judged "?" }\nassess JP.a ▮', ["violated", "met"], ["open"]),
    ("kind k { ▮", ["key", "value", "absent"], ["red"]),
    ("kind k { key ▮", ["by", "from", "on"], ["party"]),
    ("kind k { key on: ▮", ["goods", "topic"], ["party", "rate"]),
    ("kind k { value v: ▮", ["rate", "quantity", "one"], ["party"]),
    ("kind k { value v: rate, ▮", ["less", "more", "absent"], ["rate"]),
    ('source s "t" { ▮', ["publisher", "date", "url"], []),
    ('source s "t" { date 2025-01-01 ▮', ["publisher", "url"], ["date"]),
    ("product p = hs 87▮", ["87", "8701"], ["autos"]),
    ("product p = hs 8703.2▮", ["8703.22"], ["8703", "8704"]),
    ("product p = hs 8703, ▮", ["01", "87"], ["autos"]),
    ("product p = hs 8703 .. ▮", ["87"], ["autos"]),
    ("product p in ▮", ["US"], ["autos"]),
    ("group g = US, ▮", ["US", "EU"], ["autos"]),
    ('use "▮', ["goods", "trade", "baseline/2025-07-01"], ["main"]),
    ('use "▮"', ["trade"], ["main"]),
    ("# tar▮", [], ["tariff"]),
    ('deal d "a ti▮tle" { }', [], ["tariff", "between"]),
    # Broken elsewhere, or in the statement at hand.
    ("policy JP {\n  red line b: every tarif by\n  red line a: no tariff by US on ▮\n}", ["autos"], ["JP"]),
    (LINE + "no tariff by US from from JP on ▮", ["autos"], ["JP"]),
    ("deal { { between\n\npolicy JP { red line a: no ▮", ["tariff"], ["US"]),
    (DEAL + "term a: tariff by US frm JP rate 5%\n  term b: tariff by US from ▮", ["US", "JP"], ["autos"]),
    ('source x "unclosed\npolicy JP { red line a: no new ▮', ["tariff"], []),
    (LINE + "no ▮ by US from JP }\npolicy US { red line ok: no tariff by JP }", ["tariff"], ["rate"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "unwanted"), OFFERS, ids=[text[-40:] for text, _, _ in OFFERS])
def test_what_fits_is_offered_and_nothing_else(
    tmp_path: Path, text: str, wanted: list[str], unwanted: list[str]
) -> None:
    found = offered(tmp_path, HEAD + text)
    assert [label for label in found if label in wanted] == wanted
    assert not {*found} & {*unwanted}


def test_the_edit_replaces_the_word_that_the_cursor_stands_in(tmp_path: Path) -> None:
    desk = opened(tmp_path, HEAD + "policy JP { red line a: no tar▮iff by US }")
    found = completion(desk.analysis, desk.position)
    item = next(item for item in found.items if item.label == "tariff")
    assert isinstance(item.text_edit, types.TextEdit)
    assert desk.text_of(item.text_edit.range) == "tariff"
    assert item.text_edit.new_text == "tariff"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_the_edit_is_at_its_place_behind_letters_of_any_width(tmp_path: Path, encoding: str) -> None:
    text = 'policy JP { red line a "🚗 é": no tar▮ }'
    desk = opened(tmp_path, HEAD + text, encoding=encoding)  # type: ignore[arg-type]
    item = completion(desk.analysis, desk.position).items[0]
    assert isinstance(item.text_edit, types.TextEdit)
    assert desk.text_of(item.text_edit.range) == "tar"


def test_codes_have_their_descriptions_and_narrow_down(tmp_path: Path) -> None:
    desk = opened(tmp_path, "product p = hs 870▮")
    found = completion(desk.analysis, desk.position)
    assert found.is_incomplete
    detail = {item.label: item.detail or "" for item in found.items}
    assert "Motor cars" in detail["8703"]
    assert len(found.items) <= 100


def test_names_of_files_that_are_used_come_after_ones_own(tmp_path: Path) -> None:
    found = offered(
        tmp_path,
        'use "a"\nproduct mine = hs 02\npolicy JP { red line x: no tariff by US on ▮',
        a_policy="product theirs = hs 01\nkind tariff { key by: party key on: goods }",
    )
    assert found[:2] == ["mine", "theirs"]


def test_lines_of_the_policies_that_a_draft_meets_can_be_waived(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "jp.policy").write_text('use "trade"\npolicy JP { red line levy: no tariff by US }\n')
    text = HEAD + "deal d { between US, JP  against mid_2025  waive ▮\n}"
    assert "JP.levy" in offered(tmp_path, text)


def test_without_snippets_none_is_offered(tmp_path: Path) -> None:
    desk = opened(tmp_path, "▮")
    found = completion(desk.analysis, desk.position, snippets=False)
    assert all(item.kind is not types.CompletionItemKind.Snippet for item in found.items)
    assert found.items


def test_a_long_policy_takes_no_longer_than_its_statement(tmp_path: Path) -> None:
    lines = "\n".join(
        f"  red line l{number}: no tariff by US from JP on autos may have rate >= 5%" for number in range(900)
    )
    standing = standing_at(f"policy JP {{\n{lines}\n  red line x: no ", 10**9)
    assert "KIND" in standing.acceptable
    assert [each.name for each in standing.runs[0].opened][:2] == ["POLICY", "NAME"]


def test_every_keyword_has_a_line_of_its_own() -> None:
    assert set(SAID) == language().keywords
    assert all(said.endswith(".") and len(said) < 130 for said in SAID.values())


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.label)
def test_a_snippet_as_it_comes_can_be_read(snippet: Snippet) -> None:
    body = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\}", r"\1", snippet.body)
    body = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", body).replace("$1", "JP")
    body = re.sub(r"\$\d", "", body)
    if snippet.terminal in ("RED", "CONCERN"):
        body = f"policy JP {{ {body} }}"
    elif snippet.terminal == "TERM":
        body = f"deal d {{ {body} }}"
    elif snippet.terminal == "EXPECT" or snippet.within == "test":
        body = f'test "x" {{ {body} }}'
    elif snippet.terminal == "DEAL":
        body = body.replace(":\n    \n", ":\n    end tariff by US\n")
    assert parse(Source("snippet", body)).diagnostics == ()


# ---- The corpus ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus() -> Workspace:
    """All texts that ship, open in an editor."""
    workspace = Workspace(ROOT, lambda: TODAY, folders=[ROOT])
    for path in CORPUS:
        workspace.open(Document(uri_of(path), 1, path.read_text(encoding="utf-8")))
    return workspace


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_completion_never_raises(corpus: Workspace, path: Path) -> None:
    analysis = corpus.analysis(uri_of(path))
    assert analysis is not None
    # Every offset is within reach: the beginnings differ from file to file.
    for offset in range(len(path.name) % 83, len(analysis.text), 83):
        completion(analysis, analysis.positions.position(offset))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_where_a_word_stood_it_is_offered(tmp_path: Path, path: Path) -> None:
    """For a word taken out of a sound text: what was there is among what is offered."""
    text = path.read_text(encoding="utf-8")
    tokens = language().lexer.tokens(text)
    places = [
        at
        for at, shape in enumerate(tokens.shapes[:-1])
        if shape not in (NUMBER, STRING) and tokens.texts[at][0].isalpha() and not _is_new(tokens.texts, at)
    ]
    workspace = Workspace(ROOT, lambda: TODAY, folders=[ROOT])
    chosen = random.Random(path.name).sample(places, min(6, len(places)))  # noqa: S311 - a sample
    missing = []
    for at in chosen:
        start, end, word = tokens.starts[at], tokens.ends[at], tokens.texts[at]
        workspace.documents.clear()
        workspace.open(Document(uri_of(path), 1, text[:start] + text[end:]))
        analysis = workspace.analysis(uri_of(path))
        assert analysis is not None
        found = completion(analysis, analysis.positions.position(start))
        labels = {item.label for item in found.items} | {
            item.text_edit.new_text.rstrip(".") for item in found.items if isinstance(item.text_edit, types.TextEdit)
        }
        parts = {part for label in labels for part in label.split(".")}
        if word not in parts:
            missing.append((word, text[max(start - 50, 0) : start]))
    assert not missing


def _is_new(texts: list[str], at: int) -> bool:
    """Whether a word names something for the first time, or is one that nothing tells: a column, a currency."""
    before = texts[at - 1] if at else ""
    declaring = (
        "source", "party", "group", "product", "topic", "kind", "fact", "event", "baseline", "letter", "deal", "term",
        "line", "concern", "wish", "value", "reading", "column",
    )  # fmt: skip
    following = texts[at + 1]
    return (
        before in declaring
        or following.isdigit()
        or (before == "=" and "table" in texts[max(at - 30, 0) : at])
        or before in (".", "of")
        or "one" in texts[max(at - 12, 0) : at]
        or following == "."
        or texts[at].isupper()
    )
