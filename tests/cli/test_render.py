"""Reports written to files, and made again from a saved check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealcheck.cli.main import run
from dealcheck.report.formats import FORMATS

DRAFT = """
use "trade"
use "goods"
use "baseline/2025-07-01"

source press "The press" { publisher "A paper"  date 2025-07-01 }

policy JP {
  red line cars cites press: no tariff by US from JP on autos layer s232_autos may have rate >= 25%
}

deal offer "An offer" {
  between US, JP  effective 2025-08-01  against mid_2025
  term rice: tariff by JP from US on rice rate 0%
}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a draft in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "offer.deal").write_text(DRAFT)
    return tmp_path


def test_a_saved_check_is_rendered_without_its_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "offer.deal", "--output", "json=saved.json"]) == 1
    said = capsys.readouterr().out
    (folder / "offer.deal").unlink()
    assert run(["render", "saved.json"]) == 1
    assert capsys.readouterr().out == said


def test_the_ending_tells_the_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in FORMATS:
        for ending in form.endings:
            assert run(["check", "offer.deal", "-o", f"saved{ending}", "-o", f"{form.name}=named"]) == 1
            assert (folder / f"saved{ending}").read_bytes() == (folder / "named").read_bytes()


def test_a_report_on_standard_output_stands_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "offer.deal", "--output", "json=-"]) == 1
    assert json.loads(capsys.readouterr().out)["deal"] == "offer"


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("report.doc", "tells no form of report"),
        ("xml=report", "tells no form of report"),
        ("json=", "names no file"),
    ],
)
def test_an_output_of_no_known_form_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], wanted: str, said: str
) -> None:
    assert run(["check", "offer.deal", "--output", wanted]) == 2
    assert said in capsys.readouterr().err


def test_a_report_that_cannot_be_written_fails_the_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "offer.deal", "--output", "json=no/such/folder.json", "--format", "concise"]) == 2
    told = capsys.readouterr()
    assert "DC918" in told.err
    assert "violates JP.cars" in told.out


def test_the_receipt_names_every_file_with_its_hash(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", "offer.deal", "--format", "json"])
    inputs = {each["file"]: each["sha256"] for each in json.loads(capsys.readouterr().out)["receipt"]["inputs"]}
    assert len(inputs) > 3
    (folder / "offer.deal").write_text(DRAFT + "\n")
    run(["check", "offer.deal", "--format", "json"])
    later = {each["file"]: each["sha256"] for each in json.loads(capsys.readouterr().out)["receipt"]["inputs"]}
    assert [name for name in inputs if inputs[name] != later[name]] == ["offer.deal"]


@pytest.mark.parametrize(("text", "said"), [("{", "is no saved check"), (DRAFT, "is no saved check")])
def test_another_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str], text: str, said: str) -> None:
    (folder / "saved.json").write_text(text)
    assert run(["render", "saved.json"]) == 2
    told = capsys.readouterr().err
    assert "DC919" in told
    assert said in told


def test_no_file_is_no_crash(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", "nothing.json"]) == 2
    assert "DC910" in capsys.readouterr().err
