"""`dealcheck matrix`: its cells are the verdicts of `check`; filters, formats, exit codes."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from dealcheck.loader import Shelf
from tests.cli.conftest import DRAFT, Run


def test_the_cells_are_the_verdicts_of_check(project: Path, dealcheck: Run) -> None:
    checked = json.loads(dealcheck("check", "bad.deal", "good.deal", "--format", "json").out)["deals"]
    matrix = json.loads(dealcheck("matrix", "bad.deal", "good.deal", "--format", "json").out)
    assert [deal["deal"] for deal in matrix["deals"]] == [deal["deal"] for deal in checked]
    for at, deal in enumerate(checked):
        cells = {line["line"]: line["cells"][at] for line in matrix["lines"] if line["cells"][at] is not None}
        assert {name: cell["verdict"] for name, cell in cells.items()} == {
            line["line"]: line["verdict"] for line in deal["lines"]
        }
        assert {name: cell["bystander"] for name, cell in cells.items()} == {
            line["line"]: line["bystander"] for line in deal["lines"]
        }
        counts = matrix["deals"][at]["counts"]
        for verdict, count in counts.items():
            assert count == sum(line["verdict"] == verdict and not line["bystander"] for line in deal["lines"])
    rows = csv.DictReader(StringIO(dealcheck("matrix", "bad.deal", "good.deal", "--format", "csv").out))
    assert {(row["file"], row["line"]): row["verdict"] for row in rows} == {
        (deal["file"], line["line"]): line["verdict"] for deal in checked for line in deal["lines"]
    }


def test_a_survey_exits_with_0_where_all_is_judged(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("matrix", "bad.deal", "good.deal")
    assert ran.code == 0
    assert "JP.cars" in ran.out
    assert "(x violated)" in ran.out
    assert ran.err == ""


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "json"])
def test_what_cannot_be_judged_exits_with_2(project: Path, dealcheck: Run, form: str) -> None:
    (project / "broken.deal").write_text((DRAFT % "25%").replace("tariff by US", "tarif by US"))
    for arguments in (["bad.deal", "broken.deal"], ["bad.deal", "missing.deal"], ["bad.deal", "--party", "JQ"]):
        ran = dealcheck("matrix", *arguments, "--format", form)
        assert ran.code == 2
        said = ran.out + ran.err
        assert "DC2" in said or "DC9" in said
        assert (ran.err == "") is (form in ("table", "json"))


def test_filters(project: Path, dealcheck: Run) -> None:
    def lines(*options: str) -> list[str]:
        ran = dealcheck("matrix", "bad.deal", "good.deal", "--format", "json", *options)
        assert ran.code == 0
        return [line["line"] for line in json.loads(ran.out)["lines"]]

    assert lines() == ["JP.cars", "JP.spirit", "JP.soft", "KR.cars"]
    assert lines("--party", "JP") == ["JP.cars", "JP.spirit", "JP.soft"]
    assert lines("--line", "cars") == ["JP.cars", "KR.cars"]
    assert lines("--verdict", "violated", "--party", "JP") == ["JP.cars", "JP.soft"]
    assert lines("--verdict", "unknown,open") == ["JP.spirit"]
    assert lines("--verdict", "inactive") == []


def test_the_agreements_that_ship_are_set_against_the_policies_of_the_project(
    project: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    packs = tmp_path_factory.mktemp("packs")
    monkeypatch.setattr("dealcheck.loader.shipped_folder", lambda name: packs)
    assert Shelf().packs == packs
    assert "DC935" in dealcheck("matrix").out
    (packs / "deals").mkdir()
    (packs / "deals" / "first.deal").write_text(DRAFT % "25%")
    ran = dealcheck("matrix", "--format", "json")
    assert ran.code == 0
    document = json.loads(ran.out)
    assert [deal["deal"] for deal in document["deals"]] == ["offer"]
    assert document["deals"][0]["policies"]["files"] == ["policies/lines.policy"]
    assert [line["cells"][0]["verdict"] for line in document["lines"] if line["line"] == "JP.cars"] == ["violated"]


def test_deals_down_and_lines_across(project: Path, dealcheck: Run) -> None:
    out = dealcheck("matrix", "bad.deal", "good.deal", "--line", "cars", "--transpose").out
    assert "\ndeal      JP.cars" in out
    assert "\n1 offer   x violated" in out
    assert (
        "| 1 offer | **violated** |"
        in dealcheck("matrix", "bad.deal", "good.deal", "--line", "JP.cars", "--transpose", "--format", "markdown").out
    )


def test_the_same_output_each_time(project: Path, dealcheck: Run) -> None:
    for form in ("table", "csv", "markdown", "json"):
        first, second = (dealcheck("matrix", "bad.deal", "good.deal", "--format", form).out for _ in range(2))
        assert first == second


def test_color_is_for_terminals(project: Path, dealcheck: Run) -> None:
    assert "\x1b[" not in dealcheck("matrix", "bad.deal").out
    assert "\x1b[" in dealcheck("matrix", "bad.deal", "--color", "always").out
    assert "\x1b[" not in dealcheck("matrix", "bad.deal", "--color", "always", "--format", "csv").out
