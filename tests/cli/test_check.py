"""`dealcheck check`: exit codes, filters, the choice of policies, standard input."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import DRAFT, POLICY, Run


def test_a_violated_line_exits_with_1(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("check", "bad.deal")
    assert ran.code == 1
    assert "violates JP.cars" in ran.out
    assert "policies: JP, KR (policies/lines.policy), from the project's policies/" in ran.out
    assert ran.err == ""


def test_nothing_at_the_fail_level_exits_with_0(project: Path, dealcheck: Run) -> None:
    assert dealcheck("check", "good.deal").code == 0


@pytest.mark.parametrize(
    ("levels", "code"),
    [("unknown", 1), ("open", 0), ("concern", 0), ("bystander", 1), ("open,unknown", 1), ("violated", 0)],
)
def test_fail_on(project: Path, dealcheck: Run, levels: str, code: int) -> None:
    assert dealcheck("check", "good.deal", "--fail-on", levels).code == code


def test_exit_zero_hides_findings_but_not_errors(project: Path, dealcheck: Run) -> None:
    assert dealcheck("check", "bad.deal", "--exit-zero").code == 0
    assert dealcheck("check", "missing.deal", "--exit-zero").code == 2


def test_formats(project: Path, dealcheck: Run) -> None:
    concise = dealcheck("check", "bad.deal", "--format", "concise", "--line", "JP.cars").out.splitlines()
    assert concise[0].startswith("bad.deal:")
    assert "DC501 violates JP.cars" in concise[0]
    document = json.loads(dealcheck("check", "bad.deal", "--format", "json").out)
    assert document["deal"] == "offer"
    assert document["errors"] == []
    several = json.loads(dealcheck("check", "bad.deal", "good.deal", "--format", "json").out)
    assert [deal["file"] for deal in several["deals"]] == ["bad.deal", "good.deal"]


def test_filters(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("check", "bad.deal", "--party", "JP", "--line", "JP.soft")
    assert ran.code == 0
    assert "JP.soft" in ran.out
    assert "KR.cars" not in ran.out


@pytest.mark.parametrize("option", [("--party", "JQ"), ("--line", "JP.car"), ("--party", "KR", "--line", "JP.cars")])
def test_a_filter_that_matches_nothing_is_an_error(project: Path, dealcheck: Run, option: tuple[str, ...]) -> None:
    ran = dealcheck("check", "bad.deal", *option)
    assert ran.code == 2
    assert "DC931" in ran.out


def test_given_policies_replace_all_others(project: Path, dealcheck: Run) -> None:
    (project / "other.policy").write_text(
        'use "words"\npolicy US { red line floor: no tariff by US may have rate < 5% }\n'
    )
    ran = dealcheck("check", "--policies", "other.policy", "good.deal")
    assert ran.code == 1
    assert "policies: US (other.policy), from --policies" in ran.out
    assert "JP.cars" not in ran.out
    (project / "own.deal").write_text(DRAFT % "25%" + POLICY)
    assert "JP.cars" in dealcheck("check", "own.deal").out
    assert "JP.cars" not in dealcheck("check", "own.deal", "--policies", "other.policy").out


def test_given_policies_may_be_several_and_folders(project: Path, dealcheck: Run) -> None:
    (project / "more").mkdir()
    (project / "more" / "a.policy").write_text('use "words"\npolicy CN { red line a: no tariff by CN }\n')
    (project / "b.policy").write_text('use "words"\npolicy EU { red line b: no tariff by EU }\n')
    ran = dealcheck("check", "good.deal", "--policies", "more", "b.policy", "--format", "json")
    assert json.loads(ran.out)["policies"]["parties"] == ["CN", "EU"]


def test_policies_of_the_configuration(project: Path, dealcheck: Run) -> None:
    (project / "lines").mkdir()
    (project / "lines" / "cn.policy").write_text('use "words"\npolicy CN { red line a: no tariff by CN }\n')
    (project / "pyproject.toml").write_text('[tool.dealcheck]\npolicies = ["lines/*.policy"]\n')
    ran = dealcheck("check", "good.deal")
    assert ran.code == 0
    assert "policies: CN (lines/cn.policy), from the project's configuration" in ran.out


@pytest.mark.parametrize(
    "text",
    [
        "[tool.dealcheck]\npolices = []\n",
        "[tool.dealcheck\n",
        '[tool.dealcheck]\npolicies = "x"\n',
        '[tool.dealcheck]\npolicies = ["x"]\n',
    ],
)
def test_a_bad_configuration_is_an_error(project: Path, dealcheck: Run, text: str) -> None:
    (project / "pyproject.toml").write_text(text)
    ran = dealcheck("check", "bad.deal")
    assert ran.code == 2
    assert "DC920" in ran.out


def test_shipped_packs_where_the_project_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dealcheck: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.deal").write_text(
        'use "trade"\nuse "baseline/2025-07-01"\ndeal d { between US, JP dated 2025-07-05 against mid_2025 }\n'
    )
    document = json.loads(dealcheck("check", "d.deal", "--format", "json").out)
    assert document["policies"]["chosen"] == "shipped"
    assert {"JP", "US", "EU"} <= set(document["policies"]["parties"])


def test_standard_input(project: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def feed() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((DRAFT % "25%").encode())))

    feed()
    assert dealcheck("check", "-", "--format", "concise").out.startswith("<stdin>:")
    feed()
    ran = dealcheck("check", "-", "--stdin-filename", "talks/d.deal", "--format", "concise")
    assert ran.out.startswith("talks/d.deal:")
    assert ran.code == 1


def test_the_same_output_each_time(project: Path, dealcheck: Run) -> None:
    for form in ("full", "concise", "json"):
        first, second = (dealcheck("check", "bad.deal", "good.deal", "--format", form).out for _ in range(2))
        assert first == second


def test_color_is_for_terminals(project: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def colored(*options: str) -> bool:
        return "\x1b[" in dealcheck("check", "bad.deal", *options).out

    assert not colored()
    assert colored("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert colored()
    assert not colored("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colored()


def test_lines_of_bystanders_are_judged_and_marked(project: Path, dealcheck: Run) -> None:
    lines = {
        line["line"]: line for line in json.loads(dealcheck("check", "good.deal", "--format", "json").out)["lines"]
    }
    assert lines["KR.cars"]["bystander"] is True
    assert lines["KR.cars"]["verdict"] == "violated"


def test_errors_never_make_a_line_vanish(project: Path, dealcheck: Run) -> None:
    (project / "broken.deal").write_text((DRAFT % "25%").replace("tariff by US", "tarif by US"))
    document = json.loads(dealcheck("check", "broken.deal", "--format", "json").out)
    assert {line["line"]: line["verdict"] for line in document["lines"]} == dict.fromkeys(
        ["JP.cars", "JP.soft", "JP.spirit", "KR.cars"], "unknown"
    )
    assert len(document["errors"]) == 1


def test_an_error_in_one_line_leaves_the_others(project: Path, dealcheck: Run) -> None:
    policy = project / "policies" / "lines.policy"
    policy.write_text(POLICY.replace("may have rate > 0%", "may have rat > 0%"))
    ran = dealcheck("check", "bad.deal", "--format", "json")
    verdicts = {line["line"]: line["verdict"] for line in json.loads(ran.out)["lines"]}
    assert ran.code == 2
    assert verdicts["JP.soft"] == "unknown"
    assert verdicts["JP.cars"] == "violated"


def test_since_an_earlier_draft(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("check", "good.deal", "--since", "bad.deal", "--format", "json", "--line", "JP.cars")
    document = json.loads(ran.out)
    assert (document["since"]["file"], document["since"]["deal"]) == ("bad.deal", "offer")
    (change,) = [change for change in document["since"]["changes"] if change["sort"] == "line"]
    assert change["lines"] == ["JP.cars"]
    assert change["title"].startswith("mended JP.cars")
    assert "bad.deal" in [each["file"] for each in document["receipt"]["inputs"]]
    assert [timeline["lines"] for timeline in document["timelines"]] == [["JP.cars"]]
    assert dealcheck("check", "good.deal", "--format", "json").code == 0


def test_an_earlier_draft_that_cannot_be_compared(project: Path, dealcheck: Run) -> None:
    (project / "wrong.deal").write_text("deal offer { between US, JP against nowhere }\n")
    ran = dealcheck("check", "good.deal", "--since", "wrong.deal")
    assert ran.code == 2
    assert "wrong.deal has an error, so not all was compared" in ran.out + ran.err
    (project / "other.deal").write_text((project / "bad.deal").read_text().replace("deal offer", "deal other"))
    assert dealcheck("check", "good.deal", "--since", "missing.deal").code == 2
    assert json.loads(dealcheck("check", "good.deal", "--since", "other.deal", "--format", "json").out)["since"]
