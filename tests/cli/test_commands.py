"""`show`, `why`, `explain`, `test`, help, version and what the group does with exceptions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import dealcheck.cli.main
from dealcheck.report.formats import NAMES
from tests.cli.conftest import Run

COMMANDS = ["check", "diff", "matrix", "packages", "ask", "show", "why", "explain", "test", "format", "settle", "new"]


def test_the_command_alone_prints_a_tour(dealcheck: Run) -> None:
    ran = dealcheck()
    assert ran.code == 0
    assert "dealcheck check" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_text_has_an_example(dealcheck: Run, command: str) -> None:
    ran = dealcheck(command, "--help")
    assert ran.code == 0
    assert f"Example:\n    dealcheck {command}" in ran.out


def test_every_command_is_listed(dealcheck: Run) -> None:
    listed = dealcheck("--help").out
    assert all(f"  {command} " in listed for command in COMMANDS)


def test_the_version_needs_no_click() -> None:
    code = """
import sys
sys.argv = ["dealcheck", "--version"]
import dealcheck.cli
dealcheck.cli.main()
print("click" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "dealcheck 0.1.0\nFalse\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["draft.deal"],
        ["check"],
        ["check", "bad.deal", "--as-of", "2026-02-30"],
        ["check", "bad.deal", "--fail-on", "bad"],
        ["check", "bad.deal", "--format", "yaml"],
        ["explain", "DC999"],
        ["matrix", "bad.deal", "--verdict", "broken"],
        ["matrix", "bad.deal", "--transpose", "--format", "csv"],
    ],
)
def test_usage_errors_exit_with_2(project: Path, dealcheck: Run, arguments: list[str]) -> None:
    ran = dealcheck(*arguments)
    assert ran.code == 2
    assert "Error: " in ran.err


def test_an_internal_error_is_one_line(project: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by accident")

    monkeypatch.setattr("dealcheck.api.check_draft", fail)
    ran = dealcheck("check", "bad.deal")
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert "ZeroDivisionError" in ran.err
    monkeypatch.setenv("DEALCHECK_TRACEBACK", "1")
    with pytest.raises(ZeroDivisionError):
        dealcheck("check", "bad.deal")


def test_explain(dealcheck: Run) -> None:
    page = dealcheck("explain", "DC501")
    assert page.code == 0
    assert "violates" in page.out
    assert dealcheck("explain", "violates").out == dealcheck("explain", "dc501").out == page.out
    assert "DC501" in dealcheck("explain").out
    assert json.loads(dealcheck("explain", "DC501", "--format", "json").out)["name"] == "violates"
    assert "Did you mean violates" in dealcheck("explain", "violets").err


def test_show(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("show", "good.deal", "--on", "hs 8703.80", "--from", "JP", "--at", "2026-03-01")
    assert ran.code == 0
    assert "tariff by US from JP" in ran.out
    assert "25%" in ran.out
    assert "term cars:4" in ran.out
    assert "term cars  good.deal" in ran.out
    document = json.loads(
        dealcheck("show", "good.deal", "--on", "cars", "--kind", "tariff", "--from", "JP", "--format", "json").out
    )
    piece = document["points"][0]["pieces"][0]
    assert piece["before"] == {"rate": "25%"}
    assert piece["under_draft"] == {"rate": "0%"}


@pytest.mark.parametrize(
    "option",
    [
        ("--on", "hs 87O3"),
        ("--on", "carz"),
        ("--from", "XQ"),
        ("--kind", "tarif"),
        ("--layer", "nosuch"),
        ("--on", "cars |"),
    ],
)
def test_show_says_what_it_does_not_know(project: Path, dealcheck: Run, option: tuple[str, str]) -> None:
    ran = dealcheck("show", "good.deal", *option)
    assert ran.code == 2
    assert ran.out.count("error[") == 1


def test_why(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("why", "bad.deal", "JP.cars")
    assert ran.code == 0
    assert "JP.cars" in ran.out
    assert "does not hold: no tariff by US from JP on cars" in ran.out
    met = dealcheck("why", "good.deal", "JP.cars")
    assert "holds: no tariff" in met.out
    assert (
        json.loads(dealcheck("why", "bad.deal", "JP.cars", "--format", "json").out)["lines"][0]["why"][0]["holds"]
        is False
    )
    assert dealcheck("why", "bad.deal", "JP.car").code == 2


def test_test(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("test", "policies/lines.policy")
    assert ran.out == "2 tests in 1 file: 2 passed, 0 failed\n"
    assert ran.code == 0
    assert "1 left out by -k" in dealcheck("test", "policies/lines.policy", "-k", "HALF").out


def test_a_failed_test_shows_the_difference(project: Path, dealcheck: Run) -> None:
    policy = project / "policies" / "lines.policy"
    policy.write_text(policy.read_text().replace("expect JP.cars met", "expect JP.cars violated by half"))
    ran = dealcheck("test", "policies/lines.policy")
    assert ran.code == 1
    assert "\npolicies/lines.policy:16:18: expect JP.cars violated by half\n  it is met\n" in ran.out
    assert "  - verdict  violated\n  + verdict  met\n  - by       half\n  + by       nothing\n" in ran.out
    concise = dealcheck("test", "policies/lines.policy", "--format", "concise").out
    assert "failed half: JP.cars: it is met: expected violated by half, came met" in concise
    assert json.loads(dealcheck("test", "policies/lines.policy", "--format", "json").out)["failed"] == 1


def test_the_first_failure_ends_the_run(project: Path, dealcheck: Run) -> None:
    policy = project / "policies" / "lines.policy"
    policy.write_text(policy.read_text().replace("expect JP.spirit unknown", "expect JP.spirit met"))
    ran = dealcheck("test", "policies/lines.policy", "-x")
    assert ran.code == 1
    assert ran.out.endswith("2 tests in 1 file: 0 passed, 1 failed, 1 not run after the first failure\n")
    told = dealcheck("test", "policies/lines.policy", "--exitfirst", "-k", "half").out
    assert told == "1 test in 1 file: 1 passed, 0 failed, 1 left out by -k\n"


def test_junit_is_written_beside_the_report(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("test", "policies", "--junit", "report.xml")
    assert ran.out == "2 tests in 1 file: 2 passed, 0 failed\n"
    first = (project / "report.xml").read_bytes()
    assert b'<testsuite name="policies/lines.policy" tests="2" failures="0" errors="0">' in first
    dealcheck("test", "policies", "--junit", "report.xml")
    assert (project / "report.xml").read_bytes() == first
    assert dealcheck("test", "policies", "--junit", "-").code == 2
    lost = dealcheck("test", "policies", "--junit", "nowhere/report.xml")
    assert lost.code == 2
    assert "DC918" in lost.out


def test_zero_tests_is_an_error(project: Path, dealcheck: Run) -> None:
    assert dealcheck("test", "policies/words.policy").code == 2
    assert dealcheck("test", "policies/lines.policy", "-k", "nothing of that name").code == 2


def test_a_test_whose_draft_has_an_error_fails(project: Path, dealcheck: Run) -> None:
    policy = project / "policies" / "lines.policy"
    policy.write_text(policy.read_text().replace("layer autos rate 12.5%", "layer autos rate 12.5"))
    ran = dealcheck("test", "policies/lines.policy", "-k", "half")
    assert ran.code == 2
    assert "its draft has an error of its own" in ran.out


def test_a_closed_pipe_is_quiet(project: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m dealcheck check bad.deal --format json | true",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""


def test_completion_names_lines_and_formats(project: Path) -> None:
    def offered(words: str, at: int) -> list[str]:
        env = {"_DEALCHECK_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(at), "PATH": "/usr/bin"}
        code = "from dealcheck.cli import main; main()"
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
        return [row.partition(",")[2] for row in done.stdout.splitlines()]

    assert offered("dealcheck check bad.deal --line JP.", 4) == ["JP.cars", "JP.soft", "JP.spirit"]
    assert offered("dealcheck check bad.deal --party ", 4) == ["JP", "KR"]
    assert offered("dealcheck check --format ", 3) == list(NAMES)
    assert "check" in offered("dealcheck ch", 1)
    assert offered("dealcheck matrix . --line JP.", 4) == ["JP.cars", "JP.soft", "JP.spirit"]
    assert offered("dealcheck matrix --party ", 3) == ["JP", "KR"]
    assert offered("dealcheck packages bad.deal --party J", 4) == ["JP"]
    assert offered("dealcheck ask bad.deal --line JP.", 4) == ["JP.cars", "JP.soft", "JP.spirit"]
    assert offered("dealcheck matrix --verdict violated,u", 3) == ["violated,unknown"]
    assert offered("dealcheck test policies/lines.policy -k si", 4) == ["silence"]


def test_the_group_knows_its_commands() -> None:
    for name in dealcheck.cli.main.COMMANDS:
        assert (Path(dealcheck.cli.main.__file__).parent / f"{name}.py").exists()
