"""A small project to run commands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dealcheck.cli.main import run

VOCABULARY = """\
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  absent none
}
product cars "Cars" = hs 8703.22, 8703.80
baseline now on 2025-07-01 { tariff by US from JP on cars layer autos rate 25% }
"""

POLICY = """\
use "words"
policy JP "Japan" {
  red line cars "No 25% on cars": no tariff by US from JP on cars layer autos may have rate >= 25%
  concern soft: no tariff by US from JP on cars layer autos may have rate > 0%
  red line spirit: judged "Is it fair?"
}
policy KR "Korea" { red line cars: no tariff by US from JP on cars layer autos may have rate < 25% }

test "silence" {
  deal { between US, JP  dated 2025-07-05  against now }
  expect JP.cars violated by silence only on cars from 2025-07-05
  expect JP.spirit unknown
}
test "half" {
  deal { between US, JP  dated 2025-07-05  against now  term half: tariff by US from JP on cars layer autos rate 12.5% }
  expect JP.cars met
  expect KR.cars violated by half on hs 8703.80
}
"""

DRAFT = """\
use "words"
deal offer "An offer" {
  between US, JP  dated 2025-07-05  effective 2025-08-01  against now
  term cars: tariff by US from JP on hs 8703.80 layer autos rate %s
}
"""


class Ran:
    """What a command came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


Run = Callable[..., Ran]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a vocabulary, a policy and drafts; the current folder."""
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "words.policy").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "policies" / "lines.policy").write_text(POLICY, encoding="utf-8")
    (tmp_path / "bad.deal").write_text(DRAFT % "25%", encoding="utf-8")
    (tmp_path / "good.deal").write_text((DRAFT % "0%").replace("hs 8703.80", "cars"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "DEALCHECK_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def dealcheck(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line in this process."""

    def command(*arguments: str) -> Ran:
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return command
