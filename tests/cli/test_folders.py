"""Folders on the command line: what they stand for, what is passed over, and what is never."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import DRAFT, Run


@pytest.fixture
def talks(project: Path) -> Path:
    """A folder with two drafts, one of them deeper, a baseline and a vocabulary."""
    folder = project / "talks"
    (folder / "late").mkdir(parents=True)
    (folder / "b.deal").write_text(DRAFT % "25%", encoding="utf-8")
    (folder / "late" / "a.deal").write_text((DRAFT % "0%").replace("deal offer", "deal last_offer"), encoding="utf-8")
    (folder / "quo.deal").write_text("baseline then on 2024-07-01 { }\n", encoding="utf-8")
    (folder / "more.policy").write_text("# nothing yet\n", encoding="utf-8")
    return folder


def files_of(out: str) -> list[str]:
    """The files of the deals in a document."""
    document = json.loads(out)
    return [deal["file"] for deal in document.get("deals", [document])]


@pytest.mark.parametrize("command", ["check", "matrix"])
def test_a_folder_stands_for_the_deals_below_it(talks: Path, dealcheck: Run, command: str) -> None:
    ran = dealcheck(command, "talks", "--format", "json")
    assert files_of(ran.out) == ["talks/b.deal", "talks/late/a.deal"]
    assert json.loads(ran.out)["errors"] == []
    assert files_of(dealcheck(command, "talks/late/a.deal", "talks", "talks/b.deal", "--format", "json").out) == [
        "talks/late/a.deal",
        "talks/b.deal",
    ]


def test_a_file_that_is_named_is_never_passed_over(talks: Path, dealcheck: Run) -> None:
    for arguments in (["talks/quo.deal", "talks"], ["talks", "talks/quo.deal"]):
        ran = dealcheck("check", *arguments, "--format", "concise")
        assert ran.code == 2
        assert "DC932" in ran.out
        assert "talks/quo.deal holds no deal" in ran.out


def test_a_file_with_an_error_is_never_passed_over(talks: Path, dealcheck: Run) -> None:
    (talks / "quo.deal").write_text("deal {{{ \n", encoding="utf-8")
    ran = dealcheck("check", "talks", "--format", "concise")
    assert ran.code == 2
    assert "talks/quo.deal:1:" in ran.out


@pytest.mark.parametrize("command", ["check", "matrix", "test"])
def test_an_empty_folder_is_an_error(project: Path, dealcheck: Run, command: str) -> None:
    (project / "none").mkdir()
    (project / "none" / "quo.deal").write_text("baseline then on 2024-07-01 { }\n", encoding="utf-8")
    ran = dealcheck(command, "none")
    assert ran.code == 2
    assert "error[DC935]: none holds no" in ran.out


def test_test_takes_folders(talks: Path, dealcheck: Run) -> None:
    assert dealcheck("test", "policies").out == "2 tests in 1 file: 2 passed, 0 failed\n"
    assert dealcheck("test", ".").code == 0


def test_a_link_out_of_the_folder_is_refused(
    talks: Path, dealcheck: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.deal"
    outside.write_text(DRAFT % "25%", encoding="utf-8")
    (talks / "link.deal").symlink_to(outside)
    ran = dealcheck("check", "talks", "--format", "concise")
    assert ran.code == 2
    assert "DC917" in ran.out
    assert dealcheck("check", "talks/link.deal").code != 2


def test_a_folder_of_drafts_may_follow_the_policies(talks: Path, dealcheck: Run) -> None:
    (talks / "more.policy").unlink()
    ran = dealcheck("check", "--policies", "policies", "talks", "--format", "json")
    assert files_of(ran.out) == ["talks/b.deal", "talks/late/a.deal"]
    both = dealcheck("check", "bad.deal", "--policies", "policies/words.policy", "policies", "--format", "json")
    assert files_of(both.out) == ["bad.deal"]


def test_a_check_of_a_folder_says_what_checks_of_its_files_say(talks: Path, dealcheck: Run) -> None:
    whole = json.loads(dealcheck("check", "talks", "--format", "json").out)
    for deal in whole["deals"]:
        alone = json.loads(dealcheck("check", deal["file"], "--format", "json").out)
        assert {key: alone[key] for key in deal} == deal


def test_what_is_shared_does_not_outlive_a_change(talks: Path, dealcheck: Run) -> None:
    before = dealcheck("check", "talks", "--format", "json").out
    policy = talks.parent / "policies" / "lines.policy"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("rate >= 25%", "rate >= 24%"), encoding="utf-8")
    assert dealcheck("check", "talks", "--format", "json").out != before
    policy.write_text(text, encoding="utf-8")
    assert dealcheck("check", "talks", "--format", "json").out == before
    shutil.rmtree(talks)
    assert dealcheck("check", "talks").code == 2
