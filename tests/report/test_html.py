"""The page for a browser: its structure, its content policy, that all is there and nothing in a text does anything."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report import html
from dealcheck.report.page.markup import Anchors, brief, said, tag, text
from dealcheck.report.page.script import SCRIPT
from dealcheck.report.page.style import STYLE
from dealcheck.report.record import (
    Audience,
    Result,
)
from dealcheck.report.style import RenderOptions
from tests.packs import DRAFTS, ROOT, judged
from tests.report import records
from tests.report.pages import Element, parsed
from tests.report.whole import hostile, large, whole, wrong

OPTIONS = RenderOptions()
EXAMPLES = [path for path in DRAFTS if path.is_relative_to(ROOT / "examples" / "us-japan")]


@cache
def results() -> dict[str, Result]:
    several = Result((*whole().drafts, *records.result(records.cap(True)).drafts))
    return {
        "nothing": Result(()),
        "whole": whole(),
        "several": several,
        "wrong": wrong(),
        "all wrong": Result((*wrong().drafts, *wrong().drafts)),
        "audience": evolve(whole(), audience=Audience(("JP",), "verdicts", 2)),
        **{path.stem: judged(path) for path in EXAMPLES},
    }


NAMES = ["nothing", "whole", "several", "wrong", "all wrong", "audience", *(path.stem for path in EXAMPLES)]


@cache
def page(name: str) -> Element:
    return parsed(html.render(results()[name], OPTIONS))


# ---- Structure -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_structure_of_a_page(name: str) -> None:
    root = page(name)
    ids = [each.get("id") for each in root.all() if "id" in each.attributes]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", each) for each in ids)
    for each in root.all():
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            assert all(one in ids for one in each.get(attribute).split()), each
        if each.name == "a" and each.get("href").startswith("#"):
            assert each.get("href")[1:] in ids
        assert not [key for key in each.attributes if key.startswith("on") or key in ("style", "src", "srcset")]
    assert [len(list(root.all(name))) for name in ("h1", "main", "script", "style")] == [1] * 4
    levels = [int(each.name[1]) for each in root.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in root.all("table"):
        assert next(iter(table.all())).name == "caption"
        assert all(each.get("scope") in ("col", "row", "rowgroup") for each in table.all("th"))
        parent = table.parent
        assert parent is not None
        assert (parent.get("role"), parent.get("tabindex")) == ("group", "0")


@pytest.mark.parametrize("name", NAMES)
def test_the_content_policy_names_the_hash_of_the_style_and_the_script_and_nothing_else(name: str) -> None:
    root = page(name)
    policy = next(each.get("content") for each in root.all("meta") if "Security" in each.get("http-equiv"))
    hashes = {
        element.name: b64encode(sha256(element.text.encode()).digest()).decode()
        for element in root.all("script", "style")
    }
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}';"
        " base-uri 'none'; form-action 'none'"
    )
    head = next(root.all("head"))
    before = [each.get("http-equiv") for each in head.all("meta", "style", "script")]
    assert before.index("Content-Security-Policy") < 2


def test_the_style_and_the_script_load_nothing_and_nothing_moves() -> None:
    assert not re.search(r"url\(|@import|@font-face|transition|animation|smooth", STYLE)
    assert not re.search(r"fetch|XMLHttp|import|eval|innerHTML|insertAdjacent|document\.write|http", SCRIPT)
    assert "</" not in STYLE + SCRIPT
    assert STYLE.count("{") == STYLE.count("}")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_again(name: str) -> None:
    assert html.render(results()[name], OPTIONS) == html.render(results()[name], OPTIONS)


# ---- Content ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_there_with_its_verdict_and_every_finding_with_its_values(name: str) -> None:
    root = page(name)
    lines = [line for deal in results()[name].deals for line in deal.checked.lines]
    entries = list(root.of_class("line"))
    rows = [row for table in root.of_class("lines") for body in table.all("tbody") for row in body.all("tr")]
    assert sorted(each.get("data-verdict") for each in entries) == sorted(line.verdict.value for line in lines)
    assert len(rows) == len(lines)
    told = {each.get("id"): each.text for each in entries}
    assert {next(row.all("a")).get("href")[1:] for row in rows} == set(told)
    for line in lines:
        found = [each for each in told.values() if line.line.full_name in each]
        for finding in line.judgement.findings:
            assert any(finding.found in each and finding.needed in each for each in found), (line.line, finding)


def test_what_a_reader_finds_on_the_page() -> None:
    words = re.sub(r"\s+", " ", page("whole").text)
    for part in (
        "An offer",
        "US and JP",
        "effective2025-08-01",
        "as of2025-06-30",
        "The draft violates 1 red line of JP; for 1 more it cannot be told.",
        "found 25% needed < 25%",
        "by silence, which keeps this of b",
        "by cars",
        "rate 24.99%",
        "“any deal that preserves”",
        "The Wall Street Journal, 2025-07-01",
        "✓ met under the reading final",
        "Waived until 2025-09-01: cabinet decision",
        "assess JP.spirit",
        "nothing of the kind exists",
        "The open choices make 4 packages.",
        "at least 1",
        "Compared with old_offer in talks/old.deal.",
        "JP.autos mended by cars",
        "dealcheck 9.9",
        "0" * 64,
        "chosenart2 is 25%",
        "whatever Japan pays",
        "Executive Order 1",
    ):
        assert part in words, part


def cell(row: str, party: str, name: str = "whole") -> str:
    """The words of a cell of the matrix."""
    table = next(iter(page(name).of_class("matrix")))
    heads = [each.text for each in next(table.all("thead")).all("th")]
    for each in next(table.all("tbody")).all("tr"):
        head = next(each.all("th"))
        if next(head.all("b")).text == row:
            return re.sub(r"\s+", " ", list(each.all("td"))[heads.index(party) - 1].text)
    raise AssertionError(row)


def test_the_matrix_has_a_sign_a_word_and_the_numbers_in_each_cell() -> None:
    assert cell("cars", "JP") == "× violatedautos25%, needed < 25%"
    assert cell("Silence", "JP") == "× violatedautos25%, needed < 25%"
    assert cell("rice", "JP") == "× violated, waivedrice (concern)a new tariff_quota, needed none"
    assert cell("cars", "US") == "no line affected"
    assert cell("No one clause", "JP") == "? unknownspirit✓ metcap"


def test_every_term_has_a_row_and_silence_one_of_its_own() -> None:
    table = next(iter(page("whole").of_class("matrix")))
    rows = [next(each.all("b")).text for each in next(table.all("tbody")).all("th")]
    assert rows == ["cars", "rice", "Silence", "No one clause"]


def test_the_plot_has_a_title_a_description_and_its_numbers_in_a_table() -> None:
    (plot,) = page("whole").all("svg")
    assert plot.get("role") == "img"
    names = {each.get("id"): each.text for each in plot.all("title", "desc")}
    assert names[plot.get("aria-labelledby")] == "rate of tariff by US on autos"
    assert "draft: 25% from 2025-08-01 to 2025-12-31, 12.5% from 2026-01-01." in names[plot.get("aria-describedby")]
    steps = next(iter(page("whole").of_class("steps")))
    body = [[cell.text for cell in row.all("th", "td")] for row in next(steps.all("tbody")).all("tr")]
    assert ["limit of JP.autos", "2025-08-01", "no end", "< 25%"] in body
    assert ["limit of US.cars", "2025-08-01", "no end", ">= whatever Japan pays"] in body
    drawn = [each.get("d") for each in plot.all("path")]
    assert all(re.fullmatch(r"[MLHVl0-9 -]+", each) for each in drawn)


@pytest.mark.parametrize("name", ["wrong", "all wrong"])
def test_what_is_wrong_comes_before_what_rests_on_it(name: str) -> None:
    root = page(name)
    notes = next(iter(root.of_class("of-notes")))
    words = re.sub(r"\s+", " ", notes.text)
    assert words.index("error DC203") < words.index("warning DC203") < words.index("note DC203")
    for part in ("there is no kind `tarif`", "no such kind", "used here", "a fact", "help: write `tariff`"):
        assert part in words
    assert [each.text for each in notes.all("mark")][:2] == ["tariff", "policy"]
    below = [each.get("id") for each in root.all()]
    assert below.index("notes") < below.index("tools")
    assert "The draft could not be judged: its texts have errors." in root.text
    assert list(root.of_class("matrix")) == []


def test_several_deals_begin_with_a_table_of_them() -> None:
    root = page("several")
    assert next(root.all("h2")).text == "All deals"
    table = next(iter(root.of_class("deals")))
    rows = [each.text for each in next(table.all("tbody")).all("tr")]
    assert len(rows) == 2
    assert "violates JP.autos" in rows[0]
    assert len(list(root.all("article"))) == 2


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((), "No red line of the deal's parties is held against this draft here."),
        ((records.cap(),), "The draft meets the one red line held now."),
        ((records.cap(), records.cap()), "The draft meets all 2 red lines of JP that are held now."),
        ((records.autos(records.BY_SILENCE),), "The draft violates 1 red line of JP, by its silence."),
        (
            (records.autos(records.BY_SILENCE), records.autos(records.BY_TERM)),
            "The draft violates 2 red lines of JP, 1 of these by its silence.",
        ),
        (
            (records.cap(verdict=Verdict.OPEN),),
            "The draft violates no red line of its parties as it stands; 1 depends on choices that are open.",
        ),
        ((records.spirit(),), "The draft violates no red line of its parties as it stands; for 1 it cannot be told."),
        ((records.cap(bystander=True),), "No red line of the deal's parties is held against this draft here."),
    ],
)
def test_the_verdict_in_a_sentence(lines: tuple[LineVerdict, ...], sentence: str) -> None:
    root = parsed(html.render(records.result(*lines), OPTIONS))
    assert next(iter(root.of_class("verdict"))).text == sentence


def test_a_report_for_one_party_does_not_say_that_others_accept_what_it_does_not_show() -> None:
    result = evolve(records.result(records.cap()), audience=Audience(("US",), "public"))
    root = parsed(html.render(result, OPTIONS))
    said_of_all = next(iter(root.of_class("verdict"))).text
    assert (
        said_of_all == "The draft meets the one red line held now. Of others than US only the lines shown here count."
    )
    rows = [row.text for row in next(next(iter(root.of_class("tally"))).all("tbody")).all("tr")]
    assert "no lines here" in rows[0]
    assert "✓ red lines met of those shown" in rows[1]
    seen = parsed(html.render(evolve(result, audience=Audience(("US", "JP"), "public")), OPTIONS))
    assert "shown" not in next(iter(seen.of_class("verdict"))).text


# ---- What is hostile -------------------------------------------------------------------------------------------------


def test_nothing_in_any_text_does_anything() -> None:
    written = html.render(hostile(), OPTIONS)
    root = parsed(written)
    clean = page("whole")
    names = sorted(each.name for each in clean.all())
    assert sorted(each.name for each in root.all() if each.name != "bdi") == [name for name in names if name != "bdi"]
    assert [
        each for each in ("<script>alert", "\x00", "\x1b", "\r", "\u202e", "\u2066", "\ud800") if each in written
    ] == []
    written.encode()
    assert "\\u{202e}" in written
    assert "\\u{a}" in written
    test = [each for each in root.all("bdi") if "\u05d0" in each.text]
    assert len(test) > 50
    # What reads from right to left stands nowhere but in an element that keeps it to itself, or where none may stand.
    for each in root.all():
        here = "".join(part for part in each.inside if isinstance(part, str))
        if "\u05d0" in here:
            assert each.name in ("bdi", "code", "mark", "title", "option", "text", "desc"), each.name


@given(words=st.text())
@settings(max_examples=200, deadline=None)
def test_text_is_inert_and_reads_the_same(words: str) -> None:
    element = parsed(f"<p>{said(words)}</p>")
    assert [each.name for each in element.all()] in (["p"], ["p", "bdi"])
    assert all(each == text(each) or each in element.text for each in re.findall(r"[a-z0-9<>&]+", words))
    attribute = parsed(tag("p", title=words))
    assert set(next(attribute.all("p")).attributes) == {"title"}


@given(words=st.text(), most=st.integers(5, 80))
def test_brief_words_are_short(words: str, most: int) -> None:
    assert len(brief(words, most)) <= max(most, len(words) if len(words) <= most else 0)


@given(wanted=st.lists(st.text(max_size=80)))
def test_names_of_places_are_safe_and_unlike(wanted: list[str]) -> None:
    names = Anchors()
    found = [names.new(each) for each in wanted]
    assert len(set(found)) == len(found)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", each) for each in found)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x", " https://x"])
def test_only_addresses_of_the_web_become_links(url: str) -> None:
    assert 'href="https://x/?a=1&amp;b"' in linked("https://x/?a=1&b")
    assert f'href="{url}' not in linked(url)


def linked(url: str) -> str:
    """The page of a line with a source at an address."""
    line = records.autos(records.BY_TERM)
    (cited,) = line.line.cites
    assert cited.source is not None
    cited = evolve(cited, source=evolve(cited.source, fields={"url": url}))
    return html.render(records.result(evolve(line, line=evolve(line.line, cites=(cited,)))), OPTIONS)


# ---- Size ------------------------------------------------------------------------------------------------------------


def test_a_report_of_sixty_terms_and_twelve_parties_is_small() -> None:
    written = html.render(large(60, 12, 20), OPTIONS).encode()
    assert len(written) < 1_000_000
    assert len(list(next(parsed(written.decode()).of_class("matrix")).all("tr"))) >= 62


def test_more_parties_than_fit_on_paper_go_into_a_further_table() -> None:
    root = parsed(html.render(large(3, 14, 2), OPTIONS))
    tables = list(root.of_class("matrix"))
    assert [len(list(next(table.all("thead")).all("th"))) - 1 for table in tables] == [12, 2]


def test_the_whole_page(expected: Callable[[str, str], None]) -> None:
    """The page of the small result as it stands, less its style and script, to be read by whoever changes it."""
    written = html.render(whole(), OPTIONS).replace(STYLE, "").replace(SCRIPT, "")
    expected("whole.html", re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", written))
