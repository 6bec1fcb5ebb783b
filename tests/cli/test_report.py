"""`dealcheck report`: one page, written as `check --output html=` writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from dealcheck.cli.main import dealcheck, run
from tests.report.pages import parsed

DRAFT = """
use "trade"
use "goods"
use "baseline/2025-07-01"

source press "The press" { publisher "A paper"  date 2025-07-01 }
source memo "A memo" { note "of the cabinet" }

policy JP {
  red line cars cites press: no tariff by US from JP on autos layer s232_autos may have rate >= 25%
  red line rice "Rice stays" cites memo: no tariff by JP on rice may have rate reduced
}

deal offer "An offer" {
  between US, JP  effective 2025-08-01  against mid_2025
  term cars "Cars": tariff by US from JP on autos layer s232_autos rate [US: 25% | JP: 15%]
}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a draft and an earlier one in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "offer.deal").write_text(DRAFT)
    (tmp_path / "old.deal").write_text(DRAFT.replace("[US: 25% | JP: 15%]", "25%"))
    return tmp_path


def test_the_page_is_that_of_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "offer.deal", "-o", "report.html"]) == 0
    assert capsys.readouterr().out == "offer: 2 lines of JP: 1 open, 1 met\nwritten to report.html\n"
    written = (folder / "report.html").read_bytes()
    assert run(["check", "offer.deal", "--output", "html=again.html"]) == 0
    capsys.readouterr()
    assert (folder / "again.html").read_bytes() == written
    assert run(["report", "offer.deal", "-o", "-"]) == 0
    assert capsys.readouterr().out.encode() == written
    root = parsed(written.decode())
    assert next(iter(root.of_class("of-timelines")), None) is not None
    assert next(iter(root.of_class("of-choices")), None) is not None
    assert "offer.deal" in next(iter(root.of_class("inputs"))).text


def test_it_exits_as_check_does(folder: Path) -> None:
    assert run(["report", "old.deal", "-o", "report.html"]) == 1
    assert run(["report", "old.deal", "-o", "report.html", "--exit-zero"]) == 0
    assert run(["report", "offer.deal", "-o", "report.html", "--fail-on", "open"]) == 1
    assert run(["report", "offer.deal", "-o", "report.html", "--choose", "cars=US"]) == 1
    assert run(["report", "offer.deal"]) == 2


def test_what_cannot_be_judged_is_said_and_stands_in_the_page(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "nowhere.deal", "-o", "report.html"]) == 2
    assert "error[DC910]" in capsys.readouterr().err
    assert "DC910" in (folder / "report.html").read_text()
    assert run(["report", "offer.deal", "-o", "nowhere/report.html"]) == 2
    said = capsys.readouterr()
    assert "nowhere/report.html" in said.err
    assert "written to" not in said.out


def test_what_is_otherwise_than_in_an_earlier_draft(folder: Path) -> None:
    assert run(["report", "offer.deal", "-o", "report.html", "--since", "old.deal"]) == 0
    root = parsed((folder / "report.html").read_text())
    changes = next(iter(root.of_class("of-changes")))
    assert "old.deal" in changes.text
    assert any("JP.cars" in each.text for each in changes.all("li"))


def test_a_page_for_one_party_names_it_and_keeps_the_secrets_of_others(folder: Path) -> None:
    assert run(["report", "offer.deal", "-o", "report.html", "--for", "US", "--share", "verdicts"]) == 0
    written = (folder / "report.html").read_text()
    root = parsed(written)
    assert "made for US" in next(iter(root.of_class("audience"))).text
    assert "JP.cars" in written
    assert "Rice stays" not in written
    assert "acceptable to JP" in written


def test_the_shell_offers_what_the_draft_has(folder: Path) -> None:
    def offered(arguments: list[str], incomplete: str) -> list[str]:
        shell = ShellComplete(dealcheck, {}, "dealcheck", "_DEALCHECK_COMPLETE")
        return [item.value for item in shell.get_completions(arguments, incomplete)]

    assert "report" in offered([], "rep")
    assert offered(["report", "offer.deal", "--for"], "") == ["JP"]
    assert offered(["report", "offer.deal", "--line"], "JP.r") == ["JP.rice"]
    assert offered(["report", "offer.deal", "--share"], "") == ["public", "verdicts"]
