"""What README.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dealcheck.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    re.sub(rf"^{indent}", "", text, flags=re.MULTILINE)
    for indent, text in re.findall(r"^( *)```\n(.*?)^ *```$", README, flags=re.MULTILINE | re.DOTALL)
]


def block(start: str) -> str:
    return next(text for text in BLOCKS if start in text)


def test_the_output_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["check", "examples/us-japan/silent.deal"]) == 1
    assert block("violates JP.autos") in capsys.readouterr().out


SHOWN = re.findall(r"^```console\n\$ dealcheck ([^\n]+)\n(.*?)^```$", EXAMPLES, flags=re.MULTILINE | re.DOTALL)
"""Commands of the walk through the examples, with pieces of what they print."""


@pytest.mark.parametrize(("command", "pieces"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_outputs_shown_of_the_examples(
    command: str, pieces: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(command.split()) in (0, 1)
    left = capsys.readouterr().out
    for piece in pieces.split("...\n"):
        _, found, left = left.partition(piece)
        assert found, piece


def test_the_draft_shown_is_the_example() -> None:
    shown = block("deal us_japan_silent")
    assert shown.strip() in (ROOT / "examples" / "us-japan" / "silent.deal").read_text(encoding="utf-8")


def test_the_first_policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("policies").mkdir()
    Path("policies/mine.policy").write_text(block('policy JP "Japan"'), encoding="utf-8")
    Path("offer.deal").write_text(block("deal offer"), encoding="utf-8")
    assert run(["test", "policies/mine.policy"]) == 0
    assert run(["check", "offer.deal", "--format", "concise"]) == 1
    said = capsys.readouterr().out
    assert "2 passed" in said
    assert "violates JP.autos by cars: tariff by US from JP on autos layer s232_autos, 2025-08-01 to 2025-12-31" in said
    assert run(["why", "offer.deal", "JP.autos"]) == 0
    assert run(["show", "offer.deal", "--on", "hs 8703.23", "--from", "JP", "--at", "2025-09-01"]) == 0


def test_the_commands_to_set_up_are_there() -> None:
    setup = "python3 -m venv .venv && .venv/bin/pip install -q"
    assert f"{setup} . && .venv/bin/dealcheck check examples/us-japan/silent.deal" in README
    assert f"{setup} -e '.[all]' && .venv/bin/pytest -n auto --dist loadfile" in README
