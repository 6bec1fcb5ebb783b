"""The pytest plugin: `test` blocks as items of pytest's own, in a pytest of its own."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
PLUGIN = "dealcheck.testing.pytest_plugin"

POLICY = """\
kind tariff { key by: party  key from: party  key on: goods  value rate: rate, less is freer  absent none }
baseline now on 2025-07-01 { tariff by US from JP on hs 8703 rate 25% }
policy JP { red line cars: no tariff by US from JP on hs 8703 may have rate >= 25% }
test "silence" {
  deal { between US, JP  dated 2025-07-05  against now }
  expect JP.cars violated by silence
}
test "the limit" {
  deal { between US, JP  dated 2025-07-05  against now  term cars: tariff by US from JP on hs 8703 rate 15% }
  columns cars.rate: JP.cars
    row 24.9%: met
    row 25%:   violated by cars
}
"""

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs pytest, with this plugin and no other, over a project with a policy."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeini("[pytest]\ndealcheck_files = policies/*.policy talks/**/*.deal\n")
    write(pytester, "policies/jp.policy", POLICY)

    def ran(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest_subprocess("-p", PLUGIN, "-p", "no:cacheprovider", *arguments)

    return ran


def write(pytester: pytest.Pytester, name: str, text: str) -> None:
    path = pytester.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_blocks_and_rows_are_items(run: Run, pytester: pytest.Pytester) -> None:
    write(pytester, "talks/2025/july/a.deal", POLICY)
    write(pytester, "elsewhere/jp.policy", POLICY)
    ran = run("--collect-only", "-q")
    ran.stdout.fnmatch_lines(
        [
            "policies/jp.policy::silence",
            "policies/jp.policy::the limit[[]row 1[]]",
            "policies/jp.policy::the limit[[]row 2[]]",
            "talks/2025/july/a.deal::silence",
        ]
    )
    assert "elsewhere" not in ran.stdout.str()
    run().assert_outcomes(passed=6)


def test_a_failure_shows_the_difference_and_its_place(run: Run, pytester: pytest.Pytester) -> None:
    write(pytester, "policies/jp.policy", POLICY.replace("row 24.9%: met", "row 24.9%: violated"))
    ran = run()
    ran.assert_outcomes(passed=2, failed=1)
    assert ran.ret == 1
    ran.stdout.fnmatch_lines(
        [
            "*the limit [[]row 1[]]*",
            "failed: the limit [[]row 1[]]",
            "policies/jp.policy:11:16: expect JP.cars violated",
            "  it is met",
            "  - verdict  violated",
            "  + verdict  met",
        ]
    )
    assert "Traceback" not in ran.stdout.str()


def test_items_are_chosen_by_words_and_by_name(run: Run) -> None:
    run("-k", "limit").assert_outcomes(passed=2, deselected=1)
    run("policies/jp.policy::silence").assert_outcomes(passed=1)
    run("policies/jp.policy::the limit").assert_outcomes(passed=2)
    run("policies/jp.policy::the limit[row 2]").assert_outcomes(passed=1)


def test_a_file_with_an_error_is_not_collected(run: Run, pytester: pytest.Pytester) -> None:
    write(pytester, "policies/us.policy", POLICY.replace("may have rate", "may have rat"))
    write(pytester, "policies/kr.policy", "policy KR {")
    ran = run("--continue-on-collection-errors")
    ran.assert_outcomes(passed=3, errors=2)
    ran.stdout.fnmatch_lines(["error[[]DC*", " --> policies/us.policy:3:72"])


def test_an_error_in_a_test_fails_that_test_alone(run: Run, pytester: pytest.Pytester) -> None:
    write(pytester, "policies/jp.policy", POLICY.replace("row 25%:  ", "row 25:"))
    ran = run()
    ran.assert_outcomes(passed=2, failed=1)
    ran.stdout.fnmatch_lines(
        ["*its draft has an error of its own*", "error[[]DC308]*", "  --> policies/jp.policy:12:9"]
    )


def test_a_file_named_on_the_command_line_needs_no_pattern(run: Run, pytester: pytest.Pytester) -> None:
    write(pytester, "elsewhere/jp.policy", POLICY)
    run("elsewhere/jp.policy").assert_outcomes(passed=3)


def test_without_the_key_nothing_is_collected(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\n")
    ran = run("policies")
    assert ran.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_two_runs_in_one_process_share_nothing(pytester: pytest.Pytester, run: Run) -> None:
    code = (
        f"import pytest; arguments = ['-p', '{PLUGIN}', '-p', 'no:cacheprovider', '-q'];"
        "print([int(pytest.main(arguments)) for _ in range(2)])"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=pytester.path, capture_output=True, text=True, check=True)
    assert said.stdout.endswith("[0, 0]\n")


def test_the_plugin_imports_nothing_of_the_program() -> None:
    code = (
        f"import pytest, sys; before = set(sys.modules); import {PLUGIN};"
        "print(sorted(name for name in set(sys.modules) - before))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert said.stdout == "['dealcheck', 'dealcheck.testing', 'dealcheck.testing.pytest_plugin']\n"


def test_the_plugin_is_an_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"]["pytest11"] == {"dealcheck": PLUGIN}
