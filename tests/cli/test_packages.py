"""`dealcheck packages` and `dealcheck ask`: what they count and ask, exit codes, filters, formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

LINES = """\
use "words"
policy JP "Japan" {
  red line cars "No 25% on cars": no tariff by US from JP on cars layer autos may have rate >= 25%
  red line vans: no tariff by US from JP on hs 8704 layer autos may have rate > 20%
  concern soft: no tariff by US from JP on cars layer autos may have rate > 0%
  wish free_vans weight 3: no tariff by US from JP on hs 8704 layer autos may have rate > 0%
}
policy US "United States" {
  red line floor "Something stays": every tariff by US from JP on cars | hs 8704 layer autos must have rate >= 5%
  wish paying_vans: every tariff by US from JP on hs 8704 layer autos must have rate >= 10%
}
policy KR "Korea" { red line cars: no tariff by US from JP on cars layer autos may have rate < 25% }
"""

OPEN = """\
use "words"
deal offer "An offer" {
  between US, JP  dated 2025-07-05  effective 2025-08-01  against now
  term cars: tariff by US from JP on cars layer autos rate [US: 25% | JP: 0% | 10%]
  term vans: tariff by US from JP on hs 8704 layer autos rate [0% .. 30%]
  term back if late: tariff by US from JP on cars layer autos rate 25%
  event late "Japan is late"
}
"""

APART = OPEN.replace("[US: 25% | JP: 0% | 10%]", "[US: 25% | JP: 0%]")


@pytest.fixture
def talks(project: Path) -> Path:
    """The project with lines of three parties and an open draft."""
    (project / "policies" / "lines.policy").write_text(LINES, encoding="utf-8")
    (project / "open.deal").write_text(OPEN, encoding="utf-8")
    (project / "apart.deal").write_text(APART, encoding="utf-8")
    return project


def document(dealcheck: Run, *arguments: str) -> dict[str, Any]:
    """The JSON of a command line."""
    found: dict[str, Any] = json.loads(dealcheck(*arguments, "--format", "json").out)
    return found


# ---- packages --------------------------------------------------------------------------------------------------------


def test_the_contract_for_a_single_deal(talks: Path, dealcheck: Run) -> None:
    found = document(dealcheck, "packages", "open.deal")
    # Vans: 0%, below 5%, from 5%, from 10% up to 20%, above. Cars: three, and the event.
    assert found["version"] == 1
    assert found["total"] == 3 * 2 * 5
    # Japan: cars at 0% or 10% and nobody late, vans up to 20%. The United States: vans from 5%, and cars at 25% or 10%
    # or somebody late.
    assert found["acceptable"] == {"all": 2, "JP": 2 * 4, "US": (2 + 3) * 3}
    assert found["at_least"] == {}
    assert found["best"][0]["choices"] == {
        "cars": "10%",
        "vans": "at least 10% and at most 20%",
        "late": "does not happen",
    }
    assert found["best"][0]["wishes"] == ["US.paying_vans"]
    assert found["best"][0]["concerns"] == ["JP.soft"]
    assert [choice["choice"] for choice in found["choices"]] == ["cars", "late", "vans"]
    cars = found["choices"][0]
    assert [(each["option"], each["dead_for"]) for each in cars["options"]] == [
        ("25%", ["JP"]),
        ("0%", []),  # Where somebody is late the 25% comes back, which suits the United States.
        ("10%", []),
    ]
    assert found["clashes"] == []
    assert found["errors"] == []


def test_the_report_reads_well(talks: Path, dealcheck: Run) -> None:
    ran = dealcheck("packages", "open.deal")
    assert ran.code == 0
    assert "30 packages of 2 brackets and 1 event: JP can accept 8, US 15, all 2\n" in ran.out
    assert "cars    25% (US)                             0  JP        " in ran.out
    assert "packages that suit all, best first" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_parties_that_part_are_told_by_which_lines(talks: Path, dealcheck: Run) -> None:
    ran = dealcheck("packages", "apart.deal")
    assert ran.code == 1
    assert "no package suits both JP and US: JP.cars and US.floor clash" in ran.out
    assert '- JP.cars "No 25% on cars"' in ran.out
    assert "--> policies/lines.policy:3:12" in ran.out
    clash = document(dealcheck, "packages", "apart.deal")["clashes"]
    assert clash == [{"parties": ["JP", "US"], "lines": ["JP.cars", "US.floor"], "smallest": True}]


def test_best_limits_the_list(talks: Path, dealcheck: Run) -> None:
    assert len(document(dealcheck, "packages", "open.deal", "--best", "1")["best"]) == 1
    assert document(dealcheck, "packages", "open.deal", "--best", "0")["best"] == []
    assert dealcheck("packages", "open.deal", "--best", "-1").code == 2


def test_a_party_alone(talks: Path, dealcheck: Run) -> None:
    found = document(dealcheck, "packages", "open.deal", "--party", "JP")
    assert found["acceptable"] == {"all": 4, "JP": 4}
    assert found["total"] == 18  # No line of Japan tells 5% and 10% on vans apart.
    assert found["without_lines"] == []
    asked = document(dealcheck, "packages", "open.deal", "--party", "KR")
    assert asked["acceptable"] == {"all": 4, "KR": 4}
    ran = dealcheck("packages", "open.deal", "--party", "XX")
    assert ran.code == 2
    assert "DC931" in ran.out


def test_choices_made_from_without_are_no_choices_any_more(talks: Path, dealcheck: Run) -> None:
    found = document(dealcheck, "packages", "open.deal", "--choose", "cars=JP", "--assume", "not late")
    assert found["total"] == 4  # Free cars violate US.floor, whatever is said of vans: it turns on nothing any more.
    assert found["acceptable"]["all"] == 0
    assert found["chosen"] == ["cars takes the JP option (0%)", "late does not happen"]
    assert dealcheck("packages", "open.deal", "--choose", "cars=JP").code == 1
    ran = dealcheck("packages", "open.deal", "--choose", "carz=JP")
    assert ran.code == 2
    assert "did you mean `cars`?" in ran.out


def test_the_arguments_shown_make_the_package(talks: Path, dealcheck: Run) -> None:
    best = document(dealcheck, "packages", "open.deal")["best"]
    assert len(best) == 2
    for package in best:
        options = [part for argument in package["arguments"] for part in argument.replace('"', "").split(" ", 1)]
        assert document(dealcheck, "packages", "open.deal", *options)["acceptable"]["all"] == 1
        settled = dealcheck("settle", "open.deal", *options).out
        (talks / "settled.deal").write_text(settled, encoding="utf-8")
        ran = dealcheck("packages", "settled.deal")
        assert ran.code == 0
        assert "nothing is left open, so there is 1 package: JP and US can accept it" in ran.out


def test_a_draft_with_nothing_open(talks: Path, dealcheck: Run) -> None:
    ran = dealcheck("packages", "bad.deal")
    assert ran.code == 1
    assert "nothing is left open, so there is 1 package: US can accept it, JP cannot" in ran.out
    found = document(dealcheck, "packages", "bad.deal")
    assert (found["total"], found["acceptable"]) == (1, {"all": 0, "JP": 0, "US": 1})


def test_what_cannot_be_told_keeps_a_package_from_being_accepted(talks: Path, dealcheck: Run) -> None:
    more = 'policy US { red line spirit: judged "Is it fair?" }\n'
    (talks / "open.deal").write_text(OPEN + LINES.replace('use "words"\n', "") + more, encoding="utf-8")
    ran = dealcheck("packages", "open.deal")
    assert ran.code == 0  # It may suit all.
    assert "30 packages of 2 brackets and 1 event: JP can accept 8, US 0, all 0" in ran.out
    assert "US.spirit cannot be told in any package" in ran.out
    assert "leaving this line aside, JP can accept 8, US 15, all 2" in ran.out
    assert "packages that suit all but for the lines left aside" in ran.out
    found = document(dealcheck, "packages", "open.deal")
    assert found["unknown"] == ["US.spirit"]
    assert found["undecided"] == {"all": 2, "JP": 0, "US": 15}
    assert found["best"] == []
    assert len(found["best_apart"]) == 2


def test_a_line_that_every_package_violates_is_named_and_left_aside(talks: Path, dealcheck: Run) -> None:
    more = "policy US { red line end: no tariff by US from JP on cars layer autos may have rate >= 0% }\n"
    (talks / "open.deal").write_text(OPEN + LINES.replace('use "words"\n', "") + more, encoding="utf-8")
    ran = dealcheck("packages", "open.deal")
    assert ran.code == 1
    assert "US.end is violated in every package" in ran.out
    assert "leaving this line aside, JP can accept 8, US 15, all 2" in ran.out
    assert document(dealcheck, "packages", "open.deal")["violated"] == ["US.end"]


def test_waived_lines_do_not_count(talks: Path, dealcheck: Run) -> None:
    waiver = 'waive JP.cars because "cabinet decision"\n'
    (talks / "apart.deal").write_text(APART + LINES.replace('use "words"\n', "") + waiver, encoding="utf-8")
    found = document(dealcheck, "packages", "apart.deal")
    assert found["clashes"] == []
    assert found["acceptable"]["all"] > 0


def test_a_party_without_lines_is_named(talks: Path, dealcheck: Run) -> None:
    (talks / "open.deal").write_text(OPEN.replace("between US, JP", "between US, JP, EU"), encoding="utf-8")
    assert "EU holds no line, so any package will do for it" in dealcheck("packages", "open.deal").out
    assert document(dealcheck, "packages", "open.deal")["without_lines"] == ["EU"]


def test_several_deals(talks: Path, dealcheck: Run) -> None:
    found = document(dealcheck, "packages", "open.deal", "apart.deal")
    assert [deal["file"] for deal in found["deals"]] == ["open.deal", "apart.deal"]
    assert found["deals"][0]["total"] == 30
    ran = dealcheck("packages", "open.deal", "apart.deal")
    assert ran.code == 1
    assert ran.out.count("packages of 2 brackets and 1 event") == 2


@pytest.mark.parametrize("form", ["full", "json", "markdown"])
@pytest.mark.parametrize("command", ["packages", "ask"])
def test_what_cannot_be_judged_exits_with_2(talks: Path, dealcheck: Run, command: str, form: str) -> None:
    (talks / "broken.deal").write_text(OPEN.replace("tariff by US", "tarif by US"), encoding="utf-8")
    ran = dealcheck(command, "broken.deal", "--format", form)
    assert ran.code == 2
    assert "DC2" in ran.out
    if form == "json":
        found = json.loads(ran.out)
        assert found["errors"]
        assert found.get("total") is None
        assert found.get("questions") is None
    assert dealcheck(command, "missing.deal", "--format", form).code == 2


def test_the_json_of_a_check_has_the_counts(talks: Path, dealcheck: Run) -> None:
    checked = document(dealcheck, "check", "open.deal")["packages"]
    counted = document(dealcheck, "packages", "open.deal")
    assert checked == {name: counted[name] for name in checked}
    assert {"total", "acceptable"} <= set(checked)
    assert document(dealcheck, "check", "bad.deal")["packages"] == {}


def test_markdown(talks: Path, dealcheck: Run) -> None:
    out = dealcheck("packages", "open.deal", "--format", "markdown").out
    assert out.startswith('## offer "An offer" (open.deal)\n\n30 packages of 2 brackets and 1 event:')
    assert "| cars | 25% (US) | 0 | JP | JP.cars, US.floor, JP.soft |\n" in out
    assert "### Clashes" in dealcheck("packages", "apart.deal", "--format", "markdown").out


# ---- Beyond the step limit -------------------------------------------------------------------------------------------


def test_beyond_the_step_limit_a_count_is_null_with_a_lower_bound(
    talks: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = document(dealcheck, "packages", "open.deal")
    monkeypatch.setattr("dealcheck.packages.spread.MOST_TRIED", 4)
    found = document(dealcheck, "packages", "open.deal")
    assert found["beyond"]
    assert found["acceptable"]["all"] is None
    least = found["at_least"]["acceptable"]
    for party, count in found["acceptable"].items():
        assert count == exact["acceptable"][party] or (count is None and least[party] <= exact["acceptable"][party])
    told = dealcheck("packages", "open.deal")
    assert told.code == 0
    assert "there are too many packages to try for " in told.out


# ---- ask -------------------------------------------------------------------------------------------------------------


def test_the_question_that_decides_most_comes_first(talks: Path, dealcheck: Run) -> None:
    found = document(dealcheck, "ask", "open.deal")
    assert found["version"] == 1
    assert set(found["undecided"]) == {
        "JP.cars",
        "JP.vans",
        "JP.soft",
        "US.floor",
        "US.paying_vans",
        "KR.cars",
        "JP.free_vans",
    }
    first = found["questions"][0]
    assert (first["sort"], first["subject"]) == ("choice", "vans")
    assert first["decides"] == ["JP.vans", "JP.free_vans", "US.paying_vans"]
    late = next(question for question in found["questions"] if question["sort"] == "event")
    assert late["decides"] == []
    assert "JP.cars" in late["needed_by"]
    assert late["answers"][0]["decides"]["JP.cars"] == "violated"
    assert 'dealcheck settle open.deal --assume "not late"' in late["write"]


def test_a_person_and_a_fact_are_asked_for(talks: Path, dealcheck: Run) -> None:
    more = (
        'policy US { red line spirit: judged "Is it fair?"\n'
        "  red line price: no tariff by US from JP on hs 8703.80 layer autos may have rate > 20%\n"
        "  red line signed: the deal must have signed <= 2025-07-09 }\n"
    )
    text = OPEN.replace("rate [US: 25% | JP: 0% | 10%]", "rate 1000 USD/units") + LINES.replace('use "words"\n', "")
    (talks / "open.deal").write_text(text + more, encoding="utf-8")
    ran = dealcheck("ask", "open.deal")
    assert ran.code == 0, ran.out
    assert "US.spirit asks a person: Is it fair?" in ran.out
    assert 'assess US.spirit met by "NAME" on DATE because "..."' in ran.out
    assert "when is the deal signed?" in ran.out
    assert "signed DATE in the head of the deal" in ran.out
    found = document(dealcheck, "ask", "open.deal")
    sorts = {question["sort"]: question for question in found["questions"]}
    assert sorts["person"]["decides"] == ["US.spirit"]
    assert sorts["date"]["decides"] == ["US.signed"]
    assert sorts["customs_value"]["units"] == ["USD/units"]
    assert sorts["customs_value"]["write"][0].startswith("fact customs_value on ")


def test_nothing_to_ask(talks: Path, dealcheck: Run) -> None:
    ran = dealcheck("ask", "bad.deal")
    assert ran.code == 0
    assert "nothing is open or unknown: each of 7 lines is decided" in ran.out
    assert document(dealcheck, "ask", "bad.deal")["questions"] == []


def test_ask_takes_filters_and_choices(talks: Path, dealcheck: Run) -> None:
    alone = document(dealcheck, "ask", "open.deal", "--line", "US.floor")
    assert alone["undecided"] == ["US.floor"]
    settled = document(dealcheck, "ask", "open.deal", "--choose", "cars=JP", "--assume", "late", "--party", "JP")
    assert {question["subject"] for question in settled["questions"]} == {"vans"}


def test_questions_in_markdown(talks: Path, dealcheck: Run) -> None:
    out = dealcheck("ask", "open.deal", "--format", "markdown").out
    assert "\n1. what does vans come to: " in out
    assert "\n   - write: dealcheck settle open.deal " in out


@pytest.mark.parametrize("command", ["packages", "ask"])
def test_the_same_output_each_time(talks: Path, dealcheck: Run, command: str) -> None:
    for form in ("full", "json", "markdown"):
        first, second = (dealcheck(command, "open.deal", "--format", form).out for _ in range(2))
        assert first == second


@pytest.mark.parametrize("command", ["packages", "ask"])
def test_color_adds_nothing_but_color(talks: Path, dealcheck: Run, command: str) -> None:
    import re

    colored = dealcheck(command, "apart.deal", "--color", "always").out
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == dealcheck(command, "apart.deal", "--color", "never").out
