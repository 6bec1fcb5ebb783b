"""A report made for one party: nothing of another party's secrets is in it, in no form of report."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from dealcheck import api
from dealcheck.cli.main import run
from dealcheck.loader import Library, Shelf
from dealcheck.logic import Verdict
from dealcheck.report.audience import shown_to
from dealcheck.report.formats import FORMATS, render
from dealcheck.report.json import document
from dealcheck.report.record import SHARES, Audience, Input, Receipt, Result
from dealcheck.report.redrawing import bare
from dealcheck.report.restore import restored
from dealcheck.report.style import RenderOptions
from dealcheck.source import Source
from tests.packs import ROOT

OPTIONS = RenderOptions(width=120, fail_on=frozenset({"bystander"}))

POLICY = """
use "trade"
# SECRET-COMMENT our real floor is 17.3%
source press "Tokyo says so" { publisher "A paper" }  source memo "SECRET-MEMO to the minister" { note "SECRET-NOTE" }
policy JP {
  red line cars "Cars in public" cites press: no tariff by US from JP on hs 8703 may have rate >= 25%  # SECRET-REMARK
  red line floor "SECRET-LABEL" cites memo "SECRET-QUOTE": no tariff by US from JP on hs 8703 may have rate > 17.3%
  red line a cites press: no tariff by US may have rate >= 90%  concern fallback: no tariff by JP may have rate < 9.3%
  waive JP.cars because "SECRET-REASON"
  assess JP.ethos violated by "SECRET-PERSON" on 2025-07-01 because "SECRET-FINDING"
  red line ethos "SECRET-SPIRIT" says "SECRET-VOICE": judged "SECRET-QUESTION"
  concern b cites press: no tariff by US from JP on hs 8703 may have rate >= 26%
    reading strict: no tariff by US from JP on hs 8703 may have rate >= 24%
}
policy US {
  red line cars "Ours": every tariff by US from JP on hs 8703 layer s232_autos must have rate >= 25%
}
"""

DRAFT = """
use "trade"
use "both"
use "baseline/2025-07-01"
deal offer "An offer" {
  between US, JP  effective 2025-08-01  against mid_2025
  term cars: tariff by US from JP on hs 8703 layer s232_autos rate 25%
}
"""

SECRETS = ("SECRET", "17.3", "9.3", "floor", "fallback", "ethos")
"""What nobody but JP may read."""


class Beside(Library):
    """The shipped packs, and a policy beside the draft."""

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> object:  # type: ignore[override]
        return BOTH if name == "both" else super().read(name, near, extensions)


BOTH = Source("secret/both.policy", POLICY)


def check(text: str, seen_by: tuple[str, ...] = ()) -> Result:
    """The check of a draft, its packages counted."""
    options = api.CheckOptions(counting=True, detailed=True, seen_by=seen_by)
    draft, old = (
        api.Draft(Source(name, each), Beside(Shelf(ROOT), ROOT))
        for name, each in (
            ("offer.deal", text),
            ("old.deal", text.replace("on hs 8703 layer s232_autos", "on hs 0101")),
        )
    )
    result = api.gather([api.check_draft(draft, options)], options)
    result = api.with_since(result, old, [draft], options)
    receipt = Receipt("dealcheck", (Input("offer.deal", "0" * 64), Input("secret/both.policy", "1" * 64)))
    return Result(result.drafts, result.diagnostics, receipt=receipt)


RESULTS = {
    "files of their own": check(DRAFT),
    "all in one file": check(DRAFT.replace('use "both"', POLICY)),
    "open": check(DRAFT.replace("25%", "[US: 25% | JP: 15%]")),
    "range": check(DRAFT.replace("rate 25%", "rate [1% .. 26%]")),
    "blank": check(DRAFT.replace("rate 25%", "rate [?]")),
}


def told(result: Result, name: str) -> str:
    """A report as text."""
    found = render(result, name, OPTIONS)
    if isinstance(found, str):
        return found
    with ZipFile(BytesIO(found)) as parts:
        return "\n".join(parts.read(name).decode("latin-1") for name in parts.namelist())


@pytest.mark.parametrize("name", list(RESULTS))
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("form", [form.name for form in FORMATS])
def test_no_secret_is_in_any_report(name: str, share: str, form: str) -> None:
    whole = RESULTS[name]
    assert all(each in told(whole, "json") for each in SECRETS)
    text = told(shown_to(whole, Audience(("US",), share)), form)
    assert [secret for secret in SECRETS if secret in text] == []
    assert form in ("jsonl", "sarif") or "US" in text
    # What is public, and what is theirs, is there.
    assert "JP.cars" in text
    assert "US.cars" in text or form in ("concise", "gitlab") or name == "open"


@pytest.mark.parametrize("name", ["range", "blank"])
def test_nothing_is_told_of_where_secret_lines_turn(name: str) -> None:
    """The middle of a piece tells its ends: 15% .. 17.3% is shown as 16.15%."""
    text = DRAFT.replace("rate 25%", {"range": "rate [1% .. 26%]", "blank": "rate [?]"}[name])
    whole = RESULTS[name]
    only = Audience(("US",), "public")
    careful = shown_to(whole, only)
    judged = [line for deal in careful.deals for line in deal.checked.lines if line.verdict is Verdict.OPEN]
    assert {line.line.full_name for line in judged} >= {"JP.cars", "US.cars"}
    assert all(line.judgement.findings == () and line.judgement.notes for line in judged)
    assert document(careful)["packages"]["total"] is None
    # Where the drafts are at hand, all is told that the lines shown come to by themselves.
    alone = check(text, seen_by=("US",))
    shown = shown_to(whole, only, alone)
    assert [line["findings"] for line in document(shown)["lines"]] == [
        line["findings"] for line in document(alone)["lines"]
    ]
    assert any(line.judgement.findings for deal in shown.deals for line in deal.checked.lines)


def test_the_party_itself_sees_its_lines() -> None:
    shown = shown_to(RESULTS["files of their own"], Audience(("JP",), "public"))
    names = [line.line.full_name for deal in shown.deals for line in deal.checked.lines]
    assert names == ["JP.cars", "JP.floor", "JP.a", "JP.fallback", "JP.ethos", "JP.b"]
    assert "US.cars" not in told(shown, "json")


def test_a_shared_verdict_tells_whether_and_no_more() -> None:
    shown = shown_to(RESULTS["files of their own"], Audience(("US",), "verdicts"))
    told_of = {line.line.full_name: line for deal in shown.deals for line in deal.checked.lines}
    undisclosed = told_of["JP.undisclosed"]
    assert undisclosed.line.label == "not acceptable to JP"
    assert undisclosed.judgement.findings == ()
    assert undisclosed.line.place.source.name == "offer.deal"
    silent = shown_to(RESULTS["files of their own"], Audience(("US",), "public"))
    assert "undisclosed" not in told(silent, "json")


def test_a_waiver_is_the_party_s_own_affair() -> None:
    whole = RESULTS["files of their own"]
    cars = next(line for deal in whole.deals for line in deal.checked.lines if line.line.full_name == "JP.cars")
    assert cars.waiver is not None
    assert "waived: " in told(whole, "full")
    assert "waive" not in told(shown_to(whole, Audience(("US",), "public")), "full")


def test_the_hash_of_a_secret_file_is_not_told() -> None:
    shown = shown_to(RESULTS["files of their own"], Audience(("US",), "public"))
    assert shown.receipt is not None
    assert [each.name for each in shown.receipt.inputs] == ["offer.deal"]


def test_counts_that_rest_on_secret_lines_are_not_told() -> None:
    whole = RESULTS["open"]
    assert next(iter(whole.deals)).tallies is not None
    packages = document(shown_to(whole, Audience(("US",), "verdicts")))["packages"]
    assert packages["acceptable"] == {"all": None, "US": 1}


def test_only_what_the_audience_may_see_is_contested() -> None:
    whole = RESULTS["files of their own"]
    (deal,) = whole.deals
    assert any(timeline.lines == ("JP.fallback",) for timeline in deal.timelines)
    assert any({"JP.cars", "JP.floor"} <= {track.who for track in timeline.tracks} for timeline in deal.timelines)
    (deal,) = shown_to(whole, Audience(("US",), "public")).deals
    assert {name for timeline in deal.timelines for name in timeline.lines} <= {"JP.cars", "JP.a", "JP.b", "US.cars"}
    assert all(timeline.lines for timeline in deal.timelines)
    limits = {track.who for timeline in deal.timelines for track in timeline.tracks if track.sort == "limit"}
    assert limits == {"JP.cars", "JP.a", "JP.b", "US.cars"}
    assert all("JP.fallback" not in each.lines for each in deal.further)


def test_a_point_that_only_a_hidden_line_looks_at_is_not_told_apart() -> None:
    part = POLICY.replace("on hs 8703 may have rate > 17.3%", "on hs 8703.23 may have rate > 17.3%")
    whole = check(DRAFT.replace('use "both"', part))
    assert "8703.23 layer" in told(whole, "json")
    assert "8703.23 layer" not in told(shown_to(whole, Audience(("US",), "public")), "json")


def test_open_points_are_told_without_what_hidden_lines_make_of_them() -> None:
    (whole,) = RESULTS["open"].deals
    assert whole.open_points[0].options[0].dead == ("JP",)
    (deal,) = shown_to(RESULTS["open"], Audience(("US",), "verdicts")).deals
    (point,) = deal.open_points
    assert point.lines == ("US.cars",)
    assert [(option.accepted.number, option.dead) for option in point.options] == [(None, ()), (None, ("US",))]


def test_the_pieces_of_a_blank_turn_on_what_lines_say() -> None:
    whole = check(DRAFT.replace("25%", "[?]"))
    assert "17.3%" in next(iter(whole.deals)).open_points[0].options[0].said
    (deal,) = shown_to(whole, Audience(("US",), "public")).deals
    assert [option.said for option in deal.open_points[0].options] == ["a value for the blank or the range"]


def test_what_changed_of_a_hidden_line_is_not_told() -> None:
    whole = RESULTS["files of their own"]
    (deal,) = whole.deals
    assert deal.since is not None
    names = {name for change in deal.since.changes for name in change.lines}
    assert {"JP.floor", "JP.cars"} <= names
    (deal,) = shown_to(whole, Audience(("US",), "public")).deals
    assert deal.since is not None
    assert deal.since.changes
    assert {name for change in deal.since.changes for name in change.lines} & {"JP.floor", "JP.spirit"} == set()
    assert not any("waive" in f"{change.title}{change.text}" for change in deal.since.changes)


def test_the_head_names_the_audience() -> None:
    for share in SHARES:
        shown = shown_to(RESULTS["open"], Audience(("US",), share))
        for form in ("full", "concise"):
            assert told(shown, form).startswith("made for US; of other parties")
        again = restored(document(shown))
        assert again.audience == shown.audience
        assert told(again, "full") == told(shown, "full")


def test_errors_that_would_tell_are_counted() -> None:
    wrong = check(DRAFT.replace('use "both"', POLICY.replace("17.3%", "17.3% of SECRET_NAME")))
    assert any(found.is_error for found in wrong.everything)
    shown = shown_to(wrong, Audience(("US",), "public"))
    assert shown.audience is not None
    assert shown.audience.unsaid == len(wrong.everything) - 1
    # Of the earlier draft no more is told than that it has errors.
    assert [found.headline for found in shown.everything] == ["old.deal has an error, so not all was compared"]
    assert "errors and warnings left out" in told(shown, "full")


def test_bare_texts_keep_their_places() -> None:
    source = Source("a", "one two\nthree four\nfive")
    assert bare(source, [(4, 7), (8, 13), (10, 12)]).text == "    two\nthree     \n    "
    assert bare(source, []).text == "       \n          \n    "


@pytest.mark.parametrize("option", [["--for", "US"], ["--for", "US", "--share", "verdicts"]])
def test_the_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "both.policy").write_text(POLICY)
    (tmp_path / "offer.deal").write_text(DRAFT)
    assert run(["check", "offer.deal", "--output", "all.json", *option, "--format", "json"]) == 1
    document = capsys.readouterr().out
    assert "SECRET" not in document
    assert "SECRET" not in (tmp_path / "all.json").read_text()
    assert json.loads(document)["audience"]["parties"] == ["US"]
    assert run(["check", "offer.deal", "--output", "all.json"]) == 1
    assert "SECRET" in (tmp_path / "all.json").read_text()
    capsys.readouterr()
    assert run(["render", "all.json", *option]) == 1
    assert "SECRET" not in capsys.readouterr().out


def test_an_audience_that_is_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "both.policy").write_text(POLICY)
    (tmp_path / "offer.deal").write_text(DRAFT)
    assert run(["check", "offer.deal", "--for", "USA"]) == 2
    said = capsys.readouterr()
    assert "--for USA: no such party here" in said.err
    assert said.out == ""
