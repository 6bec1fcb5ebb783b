"""The record of a check (LANGUAGE.md sections 5 to 7): what each finding says, and which errors the sentences have."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dealcheck.cli.main import run

WORDS = """\
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  value share: percent = 100%
  absent unknown for layer mfn
  layer autos displaces extra
}
kind quota "Tariff-rate quota" {
  key by: party  key from: party  key on: goods
  value volume: quantity, more is freer, absent is 0
  value in_rate: rate, less is freer
  absent none
}
kind rule "Rule" { key by: party  key on: topic  value action: one of keep, change  absent none }
kind purchase "Purchase" {
  key by: party  key from: party  key on: goods
  value amount: money, absent is USD 0
  absent none
}
topic digital
topic digital.tax
product cars "Cars" = hs 8703.22, 8703.23, 8703.80
product trucks "Trucks" = hs 8704
product rice "Rice" = hs 1006
source law "The law" { publisher "A ministry"  date 2025-01-01 }

baseline now on 2025-07-01 {
  tariff by US from JP on cars | trucks layer extra rate 25% cites law
  tariff by JP from US on rice layer levy rate 341 JPY/kg
}
"""

Check = Callable[..., dict[str, Any]]


class Project:
    """A folder with a vocabulary, in which drafts are checked and policies tested."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        (folder / "words.policy").write_text(WORDS, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit code and what was said."""
        code = run(list(arguments))
        out, err = self.capsys.readouterr()
        return code, out + err

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def check(self, lines: str, terms: str = "", *options: str, head: str = "", against: str = "now") -> dict[str, Any]:
        """The JSON of a draft between US and JP, with what it exits with as `exit`."""
        self.write("lines.policy", f'use "words"\n{lines}\n')
        self.write(
            "draft.deal",
            'use "lines"\ndeal draft {\n'
            f"  between US, JP  dated 2025-07-05  effective 2025-08-01  against {against}  {head}\n{terms}\n}}\n",
        )
        code, out = self.run("check", "draft.deal", "--format", "json", *options)
        document: dict[str, Any] = json.loads(out)
        document["exit"] = code
        return document

    def only(self, sentence: str, terms: str = "", *, head: str = "", more: str = "") -> dict[str, Any]:
        """The line `JP.it` of a policy that has no other."""
        document = self.check(f"policy JP {{ red line it: {sentence} }}\n{more}", terms, head=head)
        assert document["errors"] == []
        (line,) = document["lines"]
        found: dict[str, Any] = line
        return found

    def test(self, text: str, *options: str) -> tuple[int, str]:
        """The exit code of a policy's own tests."""
        self.write("tested.policy", f'use "words"\n{text}\n')
        return self.run("test", "tested.policy", *options)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "DEALCHECK_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return Project(tmp_path, capsys)


def brief(finding: dict[str, Any]) -> tuple[Any, ...]:
    """Where (names in their alphabet), when, found and needed, and the causes by name."""
    return (
        " | ".join(sorted(finding["where"]["text"].split(" | "))),
        finding["when"]["from"],
        finding["when"]["until"],
        finding["found"],
        finding["needed"],
        tuple(cause["term"] or cause["kind"] for cause in finding["causes"]),
    )


NO_25 = "no tariff by US from JP on cars | trucks layer extra may have rate >= 25%"


# ---- Where, when, found, needed, cause -------------------------------------------------------------------------------


def test_silence_is_one_finding_with_the_measure_that_it_preserves(project: Project) -> None:
    line = project.only(NO_25)
    assert line["verdict"] == "violated"
    (finding,) = line["findings"]
    assert brief(finding) == ("cars | trucks", "2025-08-01", None, "25%", "< 25%", ("silence",))
    assert finding["where"]["hs"] == ["8703.22", "8703.23", "8703.80", "8704"]
    assert finding["verdict"] == "violated"
    assert finding["depends_on"] == finding["missing"] == []
    cause = finding["cause"]
    row = WORDS.splitlines().index("  tariff by US from JP on cars | trucks layer extra rate 25% cites law") + 1
    assert (cause["kind"], cause["file"], cause["line"], cause["column"]) == ("silence", "words.policy", row, 3)
    assert cause["term"] is None
    assert cause["origin"] == "now"


def test_a_term_is_the_cause_at_its_place(project: Project) -> None:
    line = project.only(NO_25, "  term art1: tariff by US from JP on cars | trucks layer extra rate 30%")
    (finding,) = line["findings"]
    assert brief(finding) == ("cars | trucks", "2025-08-01", None, "30%", "< 25%", ("art1",))
    cause = finding["cause"]
    assert (cause["kind"], cause["term"], cause["file"], cause["line"], cause["column"]) == (
        "term",
        "art1",
        "draft.deal",
        4,
        14,
    )


def test_each_cause_has_its_places_and_its_days(project: Project) -> None:
    line = project.only(
        NO_25,
        "  term e: tariff by US from JP on hs 8703.80 layer extra rate 30%, 10% from 2026-01-01\n"
        "  term t: tariff by US from JP on trucks layer extra rate 24% until 2026-12-31",
    )
    told = {
        (code, finding["found"], finding["cause"]["term"], finding["when"]["from"], finding["when"]["until"])
        for finding in line["findings"]
        for code in finding["where"]["hs"]
    }
    assert ("8703.80", "30%", "e", "2025-08-01", "2025-12-31") in told
    assert {each[0] for each in told if each[2] is None} == {"8703.22", "8703.23", "8704"}
    assert {each[2:] for each in told if each[0] == "8704"} == {(None, "2027-01-01", None)}
    # one stretch, or two that adjoin
    stretches = sorted(each[3:] for each in told if each[0] == "8703.22")
    assert stretches in ([("2025-08-01", None)], [("2025-08-01", "2026-12-31"), ("2027-01-01", None)])
    assert all(finding["needed"] == "< 25%" for finding in line["findings"])


def test_days_and_places_that_join_are_one_finding(project: Project) -> None:
    line = project.only(
        NO_25,
        "  term a: tariff by US from JP on hs 8703.22 layer other rate 1% from 2026-01-01\n"
        "  term b: tariff by US from JP on cars layer extra share 50% from 2027-01-01",
    )
    assert [brief(finding) for finding in line["findings"]] == [
        ("cars | trucks", "2025-08-01", None, "25%", "< 25%", ("silence",))
    ]


def test_the_value_needed_is_turned_round_by_no_and_not(project: Project) -> None:
    line = project.only("every tariff by US from JP on cars layer extra must have not rate > 20%")
    assert (line["findings"][0]["found"], line["findings"][0]["needed"]) == ("25%", "<= 20%")
    line = project.only("not some tariff by US from JP on cars layer extra has rate > 20%")
    assert (line["findings"][0]["found"], line["findings"][0]["needed"]) == ("25%", "<= 20%")


def test_a_limit_worked_out_is_shown_as_a_value(project: Project) -> None:
    line = project.only("every tariff by US from JP on cars layer extra must have rate <= old rate - 10 pp")
    assert (line["findings"][0]["found"], line["findings"][0]["needed"]) == ("25%", "<= 15%")


def test_a_duty_names_the_layers_that_are_not_zero(project: Project) -> None:
    terms = (
        "  term a: tariff by US from JP on cars layer mfn rate 2.5%\n"
        "  term b: tariff by US from JP on cars layer other rate 0%"
    )
    line = project.only("no duty by US from JP on cars may have rate >= 20%", terms)
    (finding,) = line["findings"]
    assert finding["found"] == "27.5%"
    assert {cause["term"] or cause["kind"] for cause in finding["causes"]} == {"a", "silence"}


def test_a_duty_names_the_term_that_displaced_a_layer(project: Project) -> None:
    terms = (
        "  term a: tariff by US from JP on cars layer mfn rate 2.5%\n"
        "  term b: tariff by US from JP on cars layer autos rate 20%"
    )
    line = project.only("no duty by US from JP on cars may have rate >= 20%", terms)
    (finding,) = line["findings"]
    assert finding["found"] == "22.5%"
    assert {cause["term"] or cause["kind"] for cause in finding["causes"]} == {"a", "b"}


def test_a_duty_names_the_term_that_ended_a_layer(project: Project) -> None:
    terms = (
        "  term a: tariff by US from JP on cars layer mfn rate 2.5%\n"
        "  term b: end tariff by US from JP on cars layer extra"
    )
    line = project.only("every duty by US from JP on cars must have rate >= 20%", terms)
    (finding,) = line["findings"]
    assert (finding["found"], finding["needed"]) == ("2.5%", ">= 20%")
    assert {cause["term"] or cause["kind"] for cause in finding["causes"]} == {"a", "b"}


def test_what_a_term_wakes_is_the_terms_doing(project: Project) -> None:
    project.write(
        "woken.deal",
        'use "words"\nbaseline both on 2025-07-01 { include now  tariff by US from JP on cars layer autos rate 5% }\n',
    )
    document = project.check(
        'use "woken"\npolicy JP { red line it: no new tariff by US from JP on cars layer extra }',
        "  term gone: end tariff by US from JP on cars layer autos",
        against="both",
    )
    (line,) = document["lines"]
    (finding,) = line["findings"]
    assert brief(finding)[0] == "cars"
    assert [cause["term"] for cause in finding["causes"]] == ["gone"]


def test_where_nothing_exists_that_should_the_cause_is_silence_on_the_scope(project: Project) -> None:
    line = project.only("some rule by JP on digital has action = change")
    (finding,) = line["findings"]
    assert finding["cause"]["kind"] == "silence"
    assert finding["where"]["text"] == "digital"
    assert finding["where"]["hs"] == []
    assert (finding["when"]["from"], finding["when"]["until"]) == ("2025-08-01", None)
    line = project.only("some quota by US from JP on cars | trucks")
    (finding,) = line["findings"]
    assert finding["cause"]["kind"] == "silence"
    assert brief(finding)[0] == "cars | trucks"


def test_a_total_names_every_term_at_a_counted_point(project: Project) -> None:
    terms = (
        "  term a: purchase by JP from US on rice amount USD 5 bn per year\n"
        "  term b: purchase by JP from US on hs 1001 amount USD 6 bn per year from 2026-01-01\n"
        "  term c: purchase by US from JP on hs 1001 amount USD 6 bn per year"
    )
    line = project.only("total amount of purchase by JP must be <= USD 10 bn per year", terms)
    (finding,) = line["findings"]
    assert (finding["when"]["from"], finding["when"]["until"]) == ("2026-01-01", None)
    assert "USD 11 bn per year" in finding["found"]
    assert finding["needed"] == "<= USD 10 bn per year"
    assert {cause["term"] for cause in finding["causes"]} == {"a", "b"}


def test_the_deals_own_dates(project: Project) -> None:
    line = project.only("the deal must have effective <= 2025-07-09")
    (finding,) = line["findings"]
    assert "2025-08-01" in finding["found"]
    assert "<= 2025-07-09" in finding["needed"]


def test_an_ended_point_that_breaks_a_line(project: Project) -> None:
    line = project.only(
        "no tariff by JP from US on rice layer levy may have rate reduced",
        "  term gone: end tariff by JP from US on rice layer levy from 2026-04-01",
    )
    (finding,) = line["findings"]
    assert finding["where"]["text"].startswith("rice")
    assert finding["where"]["hs"] == ["1006"]
    assert (finding["when"]["from"], finding["when"]["until"]) == ("2026-04-01", None)
    assert finding["cause"]["term"] == "gone"
    assert "341 JPY/kg" in finding["needed"]


def test_a_line_is_met_without_findings_and_says_so_where_nothing_matched(project: Project) -> None:
    line = project.only("no quota by US from JP may have in_rate > 0%")
    assert (line["verdict"], line["findings"]) == ("met", [])
    assert any("nothing of the kind exists" in remark["message"] for remark in line["remarks"])
    line = project.only("no tariff by US from JP on cars layer extra may have rate > 25%")
    assert (line["verdict"], line["remarks"]) == ("met", [])


@pytest.mark.parametrize("phrase", ["after 2099-12-31", "before 2025-08-01", "during 2020-01-01 .. 2020-12-31"])
def test_a_phrase_that_leaves_no_date_holds_and_says_so(project: Project, phrase: str) -> None:
    document = project.check(
        f"policy JP {{ red line it: no tariff by US from JP on cars layer extra {phrase} }}", head="expires 2030-12-31"
    )
    (line,) = document["lines"]
    assert line["verdict"] == "met"
    assert any("no date" in remark["message"] for remark in line["remarks"])


@pytest.mark.parametrize(
    "sentence",
    [
        "average rate of tariff by US from VN on cars layer extra must be <= 5%",
        "share of tariff by US from VN on cars layer extra having rate = 0% must be >= 90%",
    ],
)
def test_an_average_over_nothing_holds_and_says_so(project: Project, sentence: str) -> None:
    line = project.only(sentence)
    assert line["verdict"] == "met"
    assert any("nothing of the kind exists" in remark["message"] for remark in line["remarks"])


# ---- What is missing -------------------------------------------------------------------------------------------------


def test_a_missing_schedule(project: Project) -> None:
    line = project.only("no tariff by US from JP on cars layer mfn may have rate > 3%")
    assert line["verdict"] == "unknown"
    (finding,) = line["findings"]
    assert finding["verdict"] == "unknown"
    assert finding["where"]["text"] == "cars"
    (missing,) = finding["missing"]
    assert "mfn" in missing
    assert "US" in missing


def test_a_missing_value_of_goods(project: Project) -> None:
    line = project.only("no tariff by JP from US on rice layer levy may have rate > 100%")
    assert line["verdict"] == "unknown"
    (finding,) = line["findings"]
    assert any("customs value" in name.replace("_", " ") for name in finding["missing"])


def test_a_missing_exchange_rate(project: Project) -> None:
    line = project.only(
        "no tariff by JP from US on rice layer levy may have rate > 100%",
        head="fact customs_value on rice = USD 1.00/kg",
    )
    assert line["verdict"] == "unknown"
    assert any("exchange" in name for name in line["findings"][0]["missing"])


def test_nothing_missing_any_more(project: Project) -> None:
    line = project.only(
        "no tariff by JP from US on rice layer levy may have rate > 100%",
        head="fact customs_value on rice = USD 1.00/kg  fact exchange JPY = USD 0.01 on 2025-07-01",
    )
    assert line["verdict"] == "violated"
    assert line["findings"][0]["found"] == "341 JPY/kg"


def test_a_missing_person(project: Project) -> None:
    line = project.only('judged "Is it fair?"')
    assert line["verdict"] == "unknown"
    assert any("JP.it" in name for name in line["findings"][0]["missing"])


def test_what_is_known_does_not_hang_on_what_is_missing(project: Project) -> None:
    line = project.only("no tariff by US from JP on cars may have rate >= 25%")
    assert line["verdict"] == "violated"
    assert [brief(finding)[0] for finding in line["findings"]] == ["cars"]
    assert all(finding["verdict"] == "violated" for finding in line["findings"])


# ---- Open text -------------------------------------------------------------------------------------------------------


def test_an_open_line_says_on_what(project: Project) -> None:
    terms = (
        "  term art1: tariff by US from JP on cars layer extra rate [US: 25% | JP: 0%]\n"
        "  term art2: tariff by US from JP on trucks layer extra rate [0% | 5%]"
    )
    line = project.only(NO_25, terms)
    assert line["verdict"] == "open"
    (finding,) = line["findings"]
    assert finding["verdict"] == "open"
    assert brief(finding)[0] == "cars"
    assert finding["cause"]["term"] == "art1"
    assert len(finding["depends_on"]) == 1
    assert "art1" in finding["depends_on"][0]
    assert len(line["breaks"]) == len(line["saves"]) == 1


def test_an_open_event(project: Project) -> None:
    line = project.only(
        NO_25,
        '  event funded "Paid"\n  term art1 if funded: tariff by US from JP on cars | trucks layer extra rate 0%',
    )
    assert line["verdict"] == "open"
    (finding,) = line["findings"]
    assert any("funded" in name for name in finding["depends_on"])
    assert finding["cause"]["kind"] == "silence"


def test_a_choice_that_changes_no_verdict_is_not_named(project: Project) -> None:
    line = project.only(NO_25, "  term art1: tariff by US from JP on cars layer extra rate [US: 25% | JP: 0%]")
    # the trucks keep 25% whatever is chosen
    assert line["verdict"] == "violated"
    silent = [finding for finding in line["findings"] if finding["cause"]["kind"] == "silence"]
    assert [(finding["where"]["hs"], finding["verdict"], finding["depends_on"]) for finding in silent] == [
        (["8704"], "violated", [])
    ]


# ---- Mend ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (NO_25, "< 25%"),
        ("every tariff by US from JP on cars layer extra must have rate <= 15%", "<= 15%"),
        ("every tariff by US from JP on cars layer extra must have rate <= old rate - 10 pp", "<= 15%"),
        ("every tariff by US from JP on cars layer extra must have rate reduced", "< 25%"),
    ],
)
def test_the_number_that_mends(project: Project, sentence: str, number: str) -> None:
    for terms in ("", "  term art1: tariff by US from JP on cars | trucks layer extra rate 25%"):
        (finding,) = project.only(sentence, terms)["findings"]
        assert number in finding["mend"]
        assert ("art1" in finding["mend"]) == bool(terms)


def test_no_number_mends_what_should_exist(project: Project) -> None:
    assert project.only("some rule by JP on digital")["findings"][0]["mend"] == ""
    assert project.only("no tariff by US from JP on cars layer extra")["findings"][0]["mend"] == ""


def test_the_number_for_a_total_duty_is_that_of_the_term(project: Project) -> None:
    sentence = "no duty by US from JP on cars may have rate >= 20%"
    # 25% of the status quo alone is too much: no rate of this term mends it
    (finding,) = project.only(sentence, "  term a: tariff by US from JP on cars layer mfn rate 2%")["findings"]
    assert "in a" not in finding["mend"]
    # with 2% of mfn, the term must stay below 18%
    more = (
        "baseline mfn2 on 2025-07-01 { include now  tariff by US from JP on cars layer mfn rate 2% }\n"
        "policy JP { red line it: no duty by US from JP on cars may have rate >= 20% }"
    )
    document = project.check(more, "  term a: tariff by US from JP on cars layer extra rate 30%", against="mfn2")
    (finding,) = document["lines"][0]["findings"]
    assert finding["found"] == "32%"
    assert "< 20%" not in finding["mend"]
    assert "18%" in finding["mend"] or finding["mend"] == ""


# ---- Readings, voices, bystanders, side letters, waivers, assessments ------------------------------------------------


def test_readings_that_differ_are_said(project: Project) -> None:
    line = project.only(
        f"{NO_25} reading cars: no tariff by US from JP on cars layer extra may have rate >= 25% reading same: {NO_25}",
        "  term art1: tariff by US from JP on cars layer extra rate 0%",
    )
    assert line["verdict"] == "violated"
    assert line["readings"] == {"cars": "met", "same": "violated"}
    told = [remark["message"] for remark in line["remarks"]]
    assert len(told) == 1
    assert "cars" in told[0]


def test_voices_are_told_apart(project: Project) -> None:
    document = project.check(
        'policy UK { red line a says "Reeves": no tariff by US from JP on cars layer extra\n'
        '  red line b says "Reynolds" says "Starmer": some tariff by US from JP on cars layer extra }'
    )
    assert [(line["says"], line["verdict"]) for line in document["lines"]] == [
        (["Reeves"], "violated"),
        (["Reynolds", "Starmer"], "met"),
    ]


def test_a_bystander_counts_only_where_asked(project: Project) -> None:
    policy = "policy KR { red line it: no tariff by US from JP on cars layer extra may have rate >= 25% }"
    document = project.check(policy)
    (line,) = document["lines"]
    assert (line["bystander"], line["verdict"], document["exit"]) == (True, "violated", 0)
    assert project.check(policy, "", "--fail-on", "bystander")["exit"] == 1


def test_the_union_of_a_member_at_the_table_is_no_bystander(project: Project) -> None:
    document = project.check(
        "policy US { red line a: no tariff by US from JP }\npolicy EU { red line b: no quota by EU }"
    )
    assert [line["bystander"] for line in document["lines"]] == [False, True]


@pytest.mark.parametrize(
    ("line", "plain", "level", "widened"),
    [
        (f"red line it: {NO_25}", 1, "open", 1),
        (f"concern it: {NO_25}", 0, "concern", 1),
        (f"wish it weight 5: {NO_25}", 0, "concern,open,unknown,bystander", 0),
        ('red line it: judged "?"', 0, "unknown", 1),
        ('red line it: judged "?"', 0, "open", 0),
        ('concern it: judged "?"', 0, "unknown", 0),
        ('concern it: judged "?"', 0, "unknown,concern", 1),
        (f"red line it active until 2025-07-01: {NO_25}", 0, "open,unknown,concern,bystander", 0),
    ],
)
def test_exit_codes(project: Project, line: str, plain: int, level: str, widened: int) -> None:
    assert project.check(f"policy JP {{ {line} }}")["exit"] == plain
    assert project.check(f"policy JP {{ {line} }}", "", "--fail-on", level)["exit"] == widened


def test_an_open_line_fails_where_asked(project: Project) -> None:
    policy, terms = (
        f"policy JP {{ red line it: {NO_25} }}",
        "  term a: tariff by US from JP on cars | trucks layer extra rate [25% | 0%]",
    )
    assert project.check(policy, terms)["exit"] == 0
    assert project.check(policy, terms, "--fail-on", "unknown")["exit"] == 0
    assert project.check(policy, terms, "--fail-on", "open")["exit"] == 1


def test_as_of(project: Project) -> None:
    policy = f"policy JP {{ red line it active until 2025-07-20: {NO_25} }}"
    document = project.check(policy)
    assert (document["as_of"], document["lines"][0]["verdict"]) == ("2025-07-05", "violated")
    document = project.check(policy, "", "--as-of", "2025-07-21")
    assert (document["as_of"], document["lines"][0]["verdict"]) == ("2025-07-21", "inactive")
    document = project.check(policy, head="signed 2025-07-21")
    assert (document["as_of"], document["lines"][0]["verdict"]) == ("2025-07-21", "inactive")


def test_met_only_by_a_side_letter(project: Project) -> None:
    letter = "  term art1 in side_letter: tariff by US from JP on cars | trucks layer extra rate 10%"
    line = project.only(NO_25, letter)
    assert line["verdict"] == "met"
    assert any("side letter" in remark["message"] for remark in line["remarks"])
    line = project.only(
        NO_25,
        f"{letter}\n  term art2: tariff by US from JP on cars | trucks layer extra rate 10%".replace("art1", "art0"),
    )
    # both set it: the main text alone would do
    assert not any("side letter" in remark["message"] for remark in line["remarks"])
    line = project.only("no tariff by US from JP on cars layer extra may have rate > 25%", letter)
    assert not any("side letter" in remark["message"] for remark in line["remarks"])
    line = project.only("no tariff by US from JP on cars layer extra may have rate >= 10%", letter)
    assert [cause["side_letter"] for finding in line["findings"] for cause in finding["causes"]] == [True]


def test_waivers(project: Project) -> None:
    policy = f'policy JP {{ red line it: {NO_25}  waive JP.it until 2025-09-01 because "cabinet decision" }}'
    document = project.check(policy)
    (line,) = document["lines"]
    assert (line["verdict"], line["waived"], document["exit"]) == ("violated", True, 0)
    assert line["findings"]
    # the last day counts
    assert project.check(policy, "", "--as-of", "2025-09-01")["lines"][0]["waived"] is True
    expired = project.check(policy, "", "--as-of", "2025-09-02")
    assert (expired["lines"][0]["waived"], expired["exit"]) == (False, 1)
    assert [remark["code"] for remark in expired["lines"][0]["remarks"]] == ["DC506"]
    needless = project.check(policy, "  term art1: tariff by US from JP on cars | trucks layer extra rate 0%")
    assert needless["lines"][0]["verdict"] == "met"
    assert [remark["code"] for remark in needless["lines"][0]["remarks"]] == ["DC505"]


def test_assessments(project: Project) -> None:
    sentence = 'judged "Is it fair?"'
    yes = 'assess JP.it met by "A" on 2025-07-05 because "yes"'
    no = 'assess JP.it violated by "B" on 2025-07-06 because "no"'
    assert project.only(sentence, more=yes)["verdict"] == "met"
    assert project.only(sentence, more=no)["verdict"] == "violated"
    assert (
        project.only(sentence, more=f"{yes}\n{yes}".replace('"A" on 2025-07-05', '"C" on 2025-07-07', 1))["verdict"]
        == "met"
    )
    document = project.check(f"policy JP {{ red line it: {sentence} }}\n{yes}\n{no}")
    assert document["exit"] == 2
    assert [found["severity"] for found in document["errors"]] == ["error"]
    assert document["lines"][0]["verdict"] == "unknown"
    # in the policy and in the draft
    document = project.check(f"policy JP {{ red line it: {sentence} }}\n{yes}", f"  {no}")
    assert document["exit"] == 2
    assert [found["severity"] for found in document["errors"]] == ["error"]


# ---- Errors in sentences ---------------------------------------------------------------------------------------------


def test_a_mirror_onto_oneself_is_an_error(project: Project) -> None:
    document = project.check(
        "policy JP { red line it: every tariff by US from JP on cars layer extra must have rate = rate(by JP)\n"
        "  red line other: no quota by US }"
    )
    assert document["exit"] == 2
    (error,) = document["errors"]
    assert (error["file"], error["line"]) == ("lines.policy", 2)
    assert [line["line"] for line in document["lines"]] == ["JP.it", "JP.other"]
    assert document["lines"][0]["verdict"] != "met"


def test_at_a_date_before_the_deal_is_an_error(project: Project) -> None:
    document = project.check(
        f"policy JP {{ red line it: {NO_25} at 2025-07-31  red line fine: {NO_25} at 2025-08-01 }}"
    )
    assert document["exit"] == 2
    (error,) = document["errors"]
    assert (error["severity"], error["file"], error["line"]) == ("error", "lines.policy", 2)
    assert [line["line"] for line in document["lines"]] == ["JP.it", "JP.fine"]
    assert document["lines"][0]["verdict"] != "met"


@pytest.mark.parametrize(
    "sentence",
    [
        "no tariff by US from JP may have rate >= 25",
        "no tariff by US from JP may have rate >= 25 t",
        "no tariff by US from JP may have speed >= 25%",
        "total volume of quota by US must be <= USD 5",
        "no quota by US to JP",
        "no tarif by US",
        "every quota by US must have volume <= 5 t unless",
        "total rate of quota by US must be <= 5%",
    ],
)
def test_a_line_with_an_error_does_not_disappear(project: Project, sentence: str) -> None:
    document = project.check(
        f"policy JP {{ red line it: {sentence} }}\npolicy KR {{ red line fine: no quota by US from JP }}"
    )
    assert document["exit"] == 2
    assert any(found["severity"] == "error" and found["file"] == "lines.policy" for found in document["errors"])
    verdicts = {line["line"]: line["verdict"] for line in document["lines"]}
    assert verdicts["JP.it"] == "unknown"
    assert "KR.fine" in verdicts


# ---- The same bytes --------------------------------------------------------------------------------------------------


def test_the_same_bytes_whatever_the_hash_seed(project: Project) -> None:
    terms = (
        "  term a: tariff by US from JP on cars layer extra rate [25% | 0%]\n"
        "  term b: tariff by US from JP on trucks layer mfn rate 2%\n"
        "  term c: quota by US from JP on rice volume 5 t per year in_rate 0%"
    )
    project.check(
        f"policy JP {{ red line it: {NO_25} reading all: no duty by US from JP may have rate > 1% }}\n"
        "policy KR { red line it: no quota by US  concern so: no tariff }",
        terms,
    )
    said = set()
    for seed in ("0", "1", "4711"):
        ran = subprocess.run(
            [sys.executable, "-m", "dealcheck", "check", "draft.deal", "--format", "json"],
            cwd=project.folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=False,
        )
        assert ran.returncode == 1, ran.stderr
        said.add(ran.stdout)
    assert len(said) == 1


# ---- Tests of policies -----------------------------------------------------------------------------------------------

TESTED = """
policy JP {
  red line low: no tariff by US from JP on cars | trucks layer extra may have rate >= 20%
    reading cars: no tariff by US from JP on cars layer extra may have rate >= 20%
}
test "one" {
  deal { between US, JP  dated 2025-07-05  effective 2025-08-01  against now
    term t1: tariff by US from JP on hs 8703.80 layer extra rate 22%, 0% from 2027-01-01
    term t2: tariff by US from JP on trucks layer extra rate 0% }
  expect JP.low OUTCOME
}
"""


@pytest.mark.parametrize(
    ("outcome", "passes"),
    [
        ("violated", True),
        ("met", False),
        ("open", False),
        ("unknown", False),
        ("inactive", False),
        ("violated by t1", True),
        ("violated by silence", True),
        ("violated by t2", False),
        ("violated by t1 by silence", True),
        ("violated by t1 by t2", False),
        ("violated on cars", True),
        ("violated on hs 8703.80", True),
        ("violated on trucks", False),
        ("violated on cars | trucks", False),
        ("violated only on cars", True),
        ("violated only on cars | trucks", False),
        ("violated only on hs 8703.80", False),
        ("violated by t1 on hs 8703.80", True),
        ("violated by t1 on hs 8703.22", False),
        ("violated by t1 on cars", False),
        ("violated by silence on hs 8703.22, 8703.23", True),
        ("violated by silence on hs 8703.80", False),
        ("violated by t1 only on hs 8703.80", False),
        ("violated from 2025-08-01", True),
        ("violated from 2026-08-01", True),
        ("violated from 2025-07-31", False),
        ("violated only from 2025-08-01", True),
        ("violated only from 2025-08-02", False),
        ("violated by t1 from 2025-08-01 until 2026-12-31", True),
        ("violated by t1 until 2026-12-31", True),
        ("violated by t1 until 2027-01-01", False),
        ("violated by t1 from 2025-08-01 until 2027-01-01", False),
        ("violated by t1 on hs 8703.80 until 2026-12-31", True),
        ("violated until 2030-01-01", True),
        ("violated by t1 only until 2026-12-31", False),
        ("violated by silence on hs 8703.22 from 2027-01-01", True),
        ("violated reading cars violated", True),
        ("violated reading cars met", False),
        ("violated reading cars violated by t1 on hs 8703.80", True),
        ("violated reading cars violated by t2", False),
        ("violated reading cars violated by t1 until 2027-01-01", False),
    ],
)
def test_expectations(project: Project, outcome: str, passes: bool) -> None:
    code, said = project.test(TESTED.replace("OUTCOME", outcome))
    assert code == (0 if passes else 1), said


@pytest.mark.parametrize(
    "outcome", ["violated by t3", "breached", "violated reading trucks met", "violated on lorries"]
)
def test_an_expectation_that_names_nothing_is_an_error(project: Project, outcome: str) -> None:
    code, said = project.test(TESTED.replace("OUTCOME", outcome))
    assert code == 2
    assert "1 passed" not in said


@pytest.mark.parametrize(
    "draft",
    [
        "deal { between US, JP  dated 2025-07-05 }",
        "deal { between US, JP  dated 2025-07-05  against nowhere }",
        "deal { between US, JP  dated 2025-07-05  against now  term t1: tariff by US from JP on cars rate 25 }",
        "deal { between US, JP  dated 2025-07-05  against now  term t1: tariff by US from JP on lorries rate 25% }",
        "deal { between US, JP  dated 2025-07-05  against now  term t1: tariff by US from JP on cars rate }",
        "deal { between US, JP  dated 2025-07-05  against now  term t1: tariff by US from JP on cars rate 5% )\n }",
        "deal { between US, JP  dated 2025-07-05  against now  waive because }",
        # two terms that set different values on overlapping goods
        "deal { between US, JP  dated 2025-07-05  against now  term t1: tariff by US from JP on hs 01, 02 rate 25%"
        "  term t2: tariff by US from JP on hs 02, 03 rate 5% }",
    ],
)
@pytest.mark.parametrize("verdict", ["violated", "met", "unknown"])
def test_a_test_fails_where_its_draft_has_an_error(project: Project, draft: str, verdict: str) -> None:
    code, said = project.test(
        "policy JP { red line it: no quota by US from JP  red line vio: some quota by US from JP }\n"
        f'test "one" {{ {draft} expect JP.it {verdict} }}'
    )
    assert code in (1, 2), said
    assert "0 passed" in said


def test_no_test_at_all(project: Project) -> None:
    assert project.test("policy JP { red line it: no quota by US }")[0] == 2
    assert project.run("test", "words.policy")[0] == 2


def test_a_keyword_that_meets_no_test(project: Project) -> None:
    text = TESTED.replace("OUTCOME", "violated")
    assert project.test(text, "-k", "one")[0] == 0
    assert project.test(text, "-k", "two")[0] == 2


def test_only_the_files_own_tests_run(project: Project) -> None:
    project.write(
        "other.policy",
        'use "words"\n'
        + TESTED.replace("OUTCOME", "met").replace("policy JP", "policy KR").replace("JP.low", "KR.low"),
    )
    code, said = project.test('use "other"\n' + TESTED.replace("OUTCOME", "violated"))
    assert code == 0, said
    assert "1 passed" in said
    assert project.run("test", "other.policy")[0] == 1


def test_a_test_never_asks_what_day_it_is(project: Project) -> None:
    text = (
        "policy JP { red line it active until 2025-07-01: some quota by US }\n"
        'test "one" { deal { between US, JP  against now } expect JP.it violated from 2025-07-01 }'
    )
    code, said = project.test(text)
    assert code == 0, said
