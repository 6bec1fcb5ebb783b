"""`dealcheck diff`: exit codes, formats, which deals are compared."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import DRAFT, Run


def test_a_line_newly_violated_exits_with_1(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("diff", "good.deal", "bad.deal")
    assert ran.code == 1
    assert "newly violated  JP.cars" in ran.out
    assert dealcheck("diff", "good.deal", "bad.deal", "--exit-zero").code == 0


def test_a_line_mended_exits_with_0(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("diff", "bad.deal", "good.deal", "--line", "JP.cars")
    assert ran.code == 0
    assert "mended  JP.cars" in ran.out


def test_a_draft_with_itself(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("diff", "bad.deal", "bad.deal")
    assert ran.code == 0
    assert "the two drafts say the same" in ran.out
    assert "1 line is unknown under both drafts: JP.spirit" in ran.out


def test_one_draft_is_compared_with_silence(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("diff", "good.deal")
    assert ran.out.startswith('silence -> offer "An offer" (good.deal)')
    assert "mended" in ran.out
    assert json.loads(dealcheck("diff", "good.deal", "--format", "json").out)["old"] is None


def test_formats(project: Path, dealcheck: Run) -> None:
    document = json.loads(dealcheck("diff", "bad.deal", "good.deal", "--format", "json").out)
    assert (document["version"], document["old"]["file"], document["new"]["file"]) == (1, "bad.deal", "good.deal")
    assert dealcheck("diff", "bad.deal", "good.deal", "--format", "markdown").out.startswith("## offer")


@pytest.mark.parametrize("names", [("missing.deal", "good.deal"), ("good.deal", "missing.deal"), ("missing.deal",)])
@pytest.mark.parametrize("form", ["full", "json", "markdown"])
def test_a_draft_that_is_not_there(project: Path, dealcheck: Run, names: tuple[str, ...], form: str) -> None:
    ran = dealcheck("diff", *names, "--format", form)
    assert ran.code == 2
    assert "DC910" in ran.out
    assert "say the same" not in ran.out


def test_a_draft_without_a_deal(project: Path, dealcheck: Run) -> None:
    Path("empty.deal").write_text("", encoding="utf-8")
    ran = dealcheck("diff", "good.deal", "empty.deal")
    assert ran.code == 2
    assert "DC932" in ran.out


def test_several_deals(project: Path, dealcheck: Run) -> None:
    one = DRAFT % "20%"
    two = one.replace("offer", "counter").replace('use "words"\n', "")
    Path("two.deal").write_text(one + two, encoding="utf-8")
    Path("others.deal").write_text((one + two).replace("offer", "third").replace("counter", "fourth"), encoding="utf-8")
    several = json.loads(dealcheck("diff", "two.deal", "two.deal", "--format", "json").out)
    assert [pair["new"]["deal"] for pair in several["deals"]] == ["offer", "counter"]
    ran = dealcheck("diff", "two.deal", "others.deal")
    assert ran.code == 2
    assert "DC936" in ran.out
    assert "--deal offer:third" in ran.out
    assert dealcheck("diff", "two.deal", "others.deal", "--deal", "offer:fourth").code == 0
    assert dealcheck("diff", "two.deal", "--deal", "counter").code == 0
    ran = dealcheck("diff", "two.deal", "--deal", "conter")
    assert ran.code == 2
    assert "did you mean `counter`?" in ran.out


def test_the_only_deal_of_a_file_stands_for_any_name(project: Path, dealcheck: Run) -> None:
    one = DRAFT % "20%"
    two = one.replace("offer", "counter").replace('use "words"\n', "")
    Path("two.deal").write_text(one.replace("offer", "opening") + two, encoding="utf-8")
    assert dealcheck("diff", "good.deal", "two.deal").code == 2
    assert dealcheck("diff", "good.deal", "two.deal", "--deal", "counter").code != 2


def test_a_deal_with_nothing_to_compare_it_with(project: Path, dealcheck: Run) -> None:
    one = DRAFT % "20%"
    Path("two.deal").write_text(one + one.replace("offer", "more").replace('use "words"\n', ""), encoding="utf-8")
    document = json.loads(dealcheck("diff", "good.deal", "two.deal", "--format", "json").out)
    assert document["new"]["deal"] == "offer"
    assert [(each["code"], each["severity"]) for each in document["errors"]] == [("DC936", "note")]


def test_standard_input(project: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((DRAFT % "25%").encode())))
    ran = dealcheck("diff", "good.deal", "-", "--stdin-filename", "typed.deal")
    assert ran.code == 1
    assert "(typed.deal)" in ran.out


def test_other_policies(project: Path, dealcheck: Run) -> None:
    Path("other.policy").write_text(
        'use "words"\npolicy JP { red line free: no tariff by US from JP on cars layer autos may have rate > 0% }\n',
        encoding="utf-8",
    )
    ran = dealcheck("diff", "good.deal", "bad.deal", "--policies", "other.policy")
    assert ran.code == 1
    assert "newly violated  JP.free" in ran.out
    assert "JP.cars" not in ran.out


def test_a_filter_that_matches_nothing(project: Path, dealcheck: Run) -> None:
    assert dealcheck("diff", "good.deal", "bad.deal", "--line", "JP.car").code == 2
    assert dealcheck("diff", "good.deal", "bad.deal", "--party", "KR", "--line", "JP.cars").code == 2
