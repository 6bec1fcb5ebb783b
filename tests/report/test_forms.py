"""Every form of report lists the same findings, and in none do the words of a draft become anything but words."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.evaluate.findings import Cause, Checked, Finding, Judgement, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import Assessment, Waiver
from dealcheck.report.csv import COLUMNS
from dealcheck.report.formats import FORMATS, format_of, render
from dealcheck.report.issues import issues_of
from dealcheck.report.record import (
    Audience,
    DealReport,
    DraftReport,
    Input,
    PolicyChoice,
    Receipt,
    Result,
)
from dealcheck.report.style import RenderOptions
from dealcheck.source import Place, Source
from tests.report import records
from tests.report.forms import HELD, LISTED, SOUND, Told, word_text

NAMES = [form.name for form in FORMATS]
OPTIONS = RenderOptions(width=1000, fail_on=frozenset({"bystander"}))


def told(result: Result, name: str, options: RenderOptions = OPTIONS) -> str:
    """A report as the text of its file."""
    found = render(result, name, options)
    return found.encode().decode() if isinstance(found, str) else word_text(found)


# ---- The same findings -----------------------------------------------------------------------------------------------

VERDICTS = st.sampled_from(list(Verdict))
WORDS = st.sampled_from(["25%", "none", "a new tariff", "", "x"])
CAUSES = st.sampled_from([records.BY_TERM, records.BY_SILENCE, Cause("silence"), evolve(records.BY_TERM, term="rice")])
CAP = records.cap().line
WAIVERS = st.builds(
    Waiver, st.just("JP.cap"), st.just(None), st.sampled_from(["cabinet decision", "# TODO"]), st.just(CAP.place)
)


@st.composite
def lines(draw: st.DrawFn, number: int) -> LineVerdict:
    """A line with any verdict."""
    verdict = draw(VERDICTS)
    found = st.builds(
        Finding,
        st.just(verdict),
        st.sampled_from([records.CARS, evolve(records.CARS, text="trucks"), evolve(records.CARS, text="")]),
        st.sampled_from([records.FOREVER, records.YEAR]),
        WORDS,
        WORDS,
        st.lists(CAUSES, max_size=2, unique_by=lambda cause: cause.term).map(tuple),
        depends_on=st.lists(st.sampled_from(["art1", "art2"]), max_size=1).map(tuple),
        missing=st.lists(st.just("a fact"), max_size=1).map(tuple),
    )
    judgement = Judgement(
        verdict,
        tuple(draw(st.lists(found, max_size=3))),
        draw(st.sampled_from([(), ("nothing of the kind exists",)])),
        missing=draw(st.sampled_from([(), ("assess JP.spirit",)])),
    )
    readings = draw(st.sampled_from([(), (("strict", Judgement(Verdict.UNKNOWN)),)]))
    level: Any = draw(st.sampled_from(["red line", "concern", "wish"]))
    party = draw(st.sampled_from(["JP", "US"]))
    record = evolve(CAP, party=party, name=f"line_{number}", level=level, label=draw(WORDS))
    waiver = draw(st.none() | WAIVERS)
    return LineVerdict(
        record, judgement, readings, draw(st.booleans()), waiver, waiver is not None and draw(st.booleans())
    )


@st.composite
def results(draw: st.DrawFn) -> Result:
    """Deals of one or two drafts."""
    drafts = []
    for at in range(draw(st.integers(0, 2))):
        deals = []
        for number in range(draw(st.integers(0, 2))):
            judged = [draw(lines(each)) for each in range(draw(st.integers(0, 3)))]
            name = f"deal_{at}_{number}"
            checked = Checked(name, draw(WORDS), date(2025, 6, 30), date(2025, 8, 1), tuple(judged), ())
            deals.append(DealReport(records.deal_head(), checked))
        drafts.append(DraftReport(f"talks/{at}.deal", PolicyChoice("none"), tuple(deals)))
    return Result(tuple(drafts))


@given(results())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_form_lists_the_same_findings(result: Result) -> None:
    every: Told = {
        (deal.checked.deal, line.line.full_name, line.verdict.value)
        for deal in result.deals
        for line in deal.checked.lines
    }
    failing = {each for each in every if each[2] not in HELD}
    for name, (whole, listed) in LISTED.items():
        assert listed(told(result, name)) == (every if whole else failing), name


def test_every_form_has_a_reader() -> None:
    for form in NAMES:
        assert form in LISTED, form
        assert form in SOUND, form


# ---- Words that mean harm --------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<!-- a --> </details><b>",
    "a & b &amp; &#64;x",
    '"\'"',
    "::error file=x::y",
    "\n::error::y",
    "\r\n##[error]y",
    "##vso[task.complete result=Failed;]y",
    "]y##vso[task.x]",
    ",title=x;code=y",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\uff1d1",
    "a\n\nb",
    "\n  ...\nnot ok 1",
    " # SKIP x",
    "\\",
    "\u202ertl\u200f",
    "\x00\x1b[31m\x07\x7f\x85\u2028",
    "\ud800",
    "\ufffe\U000e0041",
    "`a` ``b``",
    "|a|b|",
    "]]>",
    "-->",
    "%0A%25%AZP25",
    "[a](http://b.example) ![c](d)",
    "https://b.example www.b.example a@b.example",
    "@team #12 !3 ~bug $4 :tada: GH-1 %5",
    "# head\n* list\n> quote\n1. one",
    "**a** __b__ ~~c~~",
    "{0}",
]

PLAIN = "x"

KEPT = {
    ("LineRecord", "level"),
    ("Cause", "sort"),
    ("PolicyChoice", "how"),
    ("Audience", "share"),
    ("Where", "codes"),
    ("Timeline", "unit"),
    ("Track", "sort"),
    ("Track", "sense"),
    ("OpenPoint", "sort"),
    ("Change", "sort"),
    ("Input", "sha256"),
}
"""What is one of a few words, and no text of anybody's."""


def everywhere(value: Any, words: str, before: bool, done: dict[int, Any] | None = None) -> Any:
    """A record with some words put before or behind every text in it."""
    done = {} if done is None else done
    if isinstance(value, str):
        return f"{words}{value}" if before else f"{value}{words}"
    if isinstance(value, tuple):
        return tuple(everywhere(each, words, before, done) for each in value)
    if isinstance(value, dict):
        return {key: everywhere(each, words, before, done) for key, each in value.items()}
    if not attrs.has(type(value)) or isinstance(value, Place):
        return (
            value if not isinstance(value, Place) else Place(everywhere(value.source, words, before, done), value.span)
        )
    if id(value) not in done:
        changed = {
            field.name.lstrip("_"): everywhere(getattr(value, field.name), words, before, done)
            for field in attrs.fields(type(value))
            if field.init and (type(value).__name__, field.name) not in KEPT
        }
        done[id(value)] = Source(changed["name"], value.text) if isinstance(value, Source) else evolve(value, **changed)
    return done[id(value)]


@cache
def full_of_words() -> Result:
    """A result with something in every field."""
    waiver = Waiver("JP.rice", date(2025, 9, 1), "cabinet decision", records.at(records.POLICY, "concern rice"))
    spirit = records.spirit()
    person = Assessment("JP.spirit", False, "The minister", date(2025, 7, 1), "no", spirit.line.place)
    opened = Finding(
        Verdict.OPEN,
        records.CARS,
        records.FOREVER,
        "[US: 25% | JP: 15%]",
        "< 25%",
        (records.BY_TERM,),
        depends_on=("art2",),
        missing=("a fact",),
    )
    cap = records.cap()
    judged = (
        records.autos(records.BY_SILENCE, records.BY_TERM),
        records.rice(waiver),
        evolve(spirit, assessment=person, line=evolve(spirit.line, says=("JP",))),
        evolve(
            cap, line=evolve(cap.line, name="open"), judgement=Judgement(Verdict.OPEN, (opened,), (), ("a",), ("b",))
        ),
        cap,
        evolve(records.cap(True), line=evolve(cap.line, name="other")),
    )
    result = records.result(*judged)
    deal = result.drafts[0].deals[0]
    wrong = [
        Diagnostic(
            "DC203",
            "there is no kind",
            records.at(records.DRAFT, "tariff"),
            "here",
            (Label(records.at(records.POLICY, "policy"), "there"),),
            ("a fact",),
            "write another",
            severity,
        )
        for severity in Severity
    ]
    checked = evolve(deal.checked, diagnostics=tuple(wrong), notes=("a note",))
    deals = (evolve(deal, checked=checked, chosen=("art2 takes the JP option",)),)
    receipt = Receipt("dealcheck 9.9", (Input("talks/draft.deal", "0" * 64),))
    none = (Diagnostic("DC910", "there is no file x"),)
    drafts = (evolve(result.drafts[0], deals=deals),)
    return Result(drafts, none, receipt=receipt, audience=Audience(("JP",), "public", 2))


@pytest.mark.parametrize("form", NAMES)
def test_no_words_are_anything_but_words(form: str) -> None:
    result = full_of_words()
    for before in (False, True):
        sound = SOUND[form]
        shape = sound(told(everywhere(result, PLAIN, before), form))
        for words in HOSTILE:
            assert sound(told(everywhere(result, words, before), form)) == shape, words


@pytest.mark.parametrize("form", NAMES)
def test_errors_and_the_audience_are_in_every_form(form: str) -> None:
    text = told(full_of_words(), form)
    assert "DC203" in text
    assert "DC910" in text
    assert form in ("gitlab", "json") or "only lines with a public source" in text


# ---- What the reference says -----------------------------------------------------------------------------------------


def test_the_reference_names_every_form_key_and_column() -> None:
    page = (Path(__file__).parents[2] / "grammar" / "README.md").read_text(encoding="utf-8")
    section = page.partition("## Forms of report\n")[2].partition("\n## ")[0]
    names = {f"| `{form.name}`" for form in FORMATS if form.name not in ("full", "concise")}
    names |= {f"`{ending}`" for form in FORMATS for ending in form.endings}
    names |= {f"`{column}`" for column in COLUMNS}
    rows = [json.loads(row) for row in told(full_of_words(), "jsonl").splitlines()]
    listed = [row for row in rows if row["type"] != "diagnostic"]
    names |= {f"`{key}`" for row in listed for key in (*row, *row.get("deals", [{}])[0])}
    assert {name for name in names if name not in section} == set()


# ---- What each form is asked for -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.json", "json"),
        ("a.jsonl", "jsonl"),
        ("a.sarif", "sarif"),
        ("a.sarif.json", "sarif"),
        ("gl-code-quality-report.json", "gitlab"),
        ("junit.xml", "junit"),
        ("A.MD", "markdown"),
        ("a.csv", "csv"),
        ("a.tap", "tap"),
    ],
)
def test_endings(path: str, name: str) -> None:
    found = format_of(path)
    assert found is not None
    assert found.name == name


def moved(value: Any, rows: int, done: dict[int, Source]) -> Any:
    """A record whose texts have some rows more at their beginning."""
    if isinstance(value, Place):
        source = done.setdefault(id(value.source), Source(value.source.name, "\n" * rows + value.source.text))
        return Place(source, (value.span[0] + rows, value.span[1] + rows))
    if isinstance(value, tuple):
        return tuple(moved(each, rows, done) for each in value)
    if attrs.has(type(value)) and not isinstance(value, Source):
        names = [field.name for field in attrs.fields(type(value)) if field.init]
        return evolve(value, **{name: moved(getattr(value, name), rows, done) for name in names})
    return value


def test_fingerprints_stay_when_lines_move() -> None:
    result = full_of_words()
    issues = issues_of(result, OPTIONS)
    later = issues_of(moved(result, 7, {}), OPTIONS)
    assert [issue.key for issue in later] == [issue.key for issue in issues]
    assert len({issue.key for issue in issues}) == len(issues)
    assert later[0].place is None or later[-1].place != issues[-1].place


def test_waivers_are_suppressions() -> None:
    run = json.loads(told(full_of_words(), "sarif"))["runs"][0]
    lifted = {each["properties"]["line"]: each["suppressions"] for each in run["results"] if "properties" in each}
    assert [name for name, waived in lifted.items() if waived] == ["JP.rice"]
    (waived,) = lifted["JP.rice"]
    assert (waived["kind"], waived["status"]) == ("external", "accepted")
    assert waived["justification"] == "cabinet decision (until 2025-09-01)"


def test_columns_of_sarif_are_utf16_code_units() -> None:
    source = Source("a.deal", "\U0001f600é tarif\U0001f600\n")
    found = Diagnostic("DC203", "no such kind", Place(source, (3, 9)))
    run = json.loads(told(Result((), (found,)), "sarif"))["runs"][0]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 12}
    assert run["columnKind"] == "utf16CodeUnits"


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("talks/a b#c%.deal", "talks/a%20b%23c%25.deal"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a:b.deal", "a%3Ab.deal"),
        ("é.deal", "%C3%A9.deal"),
        ("/talks/x.deal", "file:///talks/x.deal"),
    ],
)
def test_files_of_sarif_are_references(name: str, uri: str) -> None:
    found = Diagnostic("DC203", "no such kind", Place(Source(name, "abc"), (0, 1)))
    run = json.loads(told(Result((), (found,)), "sarif"))["runs"][0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert run["invocations"][0]["toolExecutionNotifications"][0]["descriptor"]["id"] == "DC203"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["exitCode"] == 2


def test_silence_points_at_what_it_keeps_and_at_the_line() -> None:
    run = json.loads(told(records.result(records.autos(records.BY_SILENCE)), "sarif"))["runs"][0]
    (result, _) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "talks/draft.deal"
    related = [
        (each["physicalLocation"]["artifactLocation"]["uri"], each["message"]["text"])
        for each in result["relatedLocations"]
    ]
    assert related == [
        ("policies/jp.policy", "the red line"),
        ("policies/baseline.deal", "silence keeps this of b: 25%"),
    ]


@pytest.mark.parametrize(
    ("line", "levels", "github"),
    [
        (records.autos(records.BY_TERM), "", "error"),
        (records.rice(), "", "warning"),
        (records.rice(), "concern", "error"),
        (records.spirit(), "", "warning"),
        (records.spirit(), "unknown", "error"),
        (evolve(records.spirit(), bystander=True), "bystander", "notice"),
    ],
)
def test_levels_are_those_of_the_exit_code(line: LineVerdict, levels: str, github: str) -> None:
    text = told(records.result(line), "github", RenderOptions(fail_on=frozenset(levels.split())))
    assert text.startswith(f"::{github} ")


def test_a_comment_has_room_for_its_table_and_as_many_details_as_fit() -> None:
    several = [evolve(records.rice(), line=evolve(records.rice().line, name=f"l{at}")) for at in range(300)]
    text = told(records.result(*several), "markdown")
    assert len(text) < 65_536
    assert text.count("| JP.l") == 300
    assert "no room here for the details of" in text
