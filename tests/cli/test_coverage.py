"""`dealcheck test --coverage` and the options beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

POLICY = "policies/lines.policy"


def test_the_report_stands_below_that_of_the_tests(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("test", POLICY, "--coverage")
    assert ran.code == 0
    tests, total = ran.out.splitlines()[0], ran.out.splitlines()[-1]
    assert tests == "2 tests in 1 file: 2 passed, 0 failed"
    assert total == "2 of 7 clauses covered, 28 4/7%"
    assert "JP.cars: 2 of 2 clauses, 2 tests\n" in ran.out
    assert f"  --> {POLICY}:4:11: no test expects JP.soft\n" in ran.out
    assert ran.err == ""


def test_nothing_is_said_of_coverage_unasked(project: Path, dealcheck: Run) -> None:
    assert "clause" not in dealcheck("test", POLICY).out
    assert "coverage" not in json.loads(dealcheck("test", POLICY, "--format", "json").out)


@pytest.mark.parametrize(
    ("least", "code"), [("28", 0), ("28.57", 0), ("28.58", 1), ("28.571428571428571428", 0), ("100%", 1)]
)
def test_fail_under_is_exact(project: Path, dealcheck: Run, least: str, code: int) -> None:
    ran = dealcheck("test", POLICY, "--fail-under", least)
    assert ran.code == code
    assert "2 of 7 clauses covered, 28 4/7%\n" in ran.out
    assert ("error[DC937]" in ran.out) == bool(code)


@pytest.mark.parametrize("least", ["101", "-1", "a", "1e2", "", "8_0_"])
def test_fail_under_takes_a_percentage(project: Path, dealcheck: Run, least: str) -> None:
    ran = dealcheck("test", POLICY, "--fail-under", least)
    assert ran.code == 2
    assert "write it like 80 or 87.5" in ran.err


def test_some_of_the_tests(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("test", POLICY, "--coverage", "-k", "silence", "--fail-under", "50")
    assert ran.code == 1
    assert "0 of 7 clauses covered, 0%, by the 1 test run; 1 was not: less than 50%" in ran.out
    none = dealcheck("test", POLICY, "--coverage", "-k", "nowhere", "--fail-under", "50")
    assert none.code == 2
    assert "DC933" in none.out
    assert "DC937" not in none.out


def test_failing_tests_count_and_still_fail(project: Path, dealcheck: Run) -> None:
    path = project / POLICY
    path.write_text(path.read_text(encoding="utf-8").replace("expect JP.cars met", "expect JP.cars violated"))
    ran = dealcheck("test", POLICY, "--coverage", "--fail-under", "20")
    assert ran.code == 1
    assert "2 of 7 clauses covered" in ran.out
    assert "DC937" not in ran.out


def test_files_are_written(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("test", POLICY, "--coverage-json", "c.json", "--lcov", "c.info", "--format", "json")
    document = json.loads((project / "c.json").read_text(encoding="utf-8"))
    assert (document["version"], document["percent"]) == (1, "200/7")
    assert json.loads(ran.out)["coverage"] == {key: value for key, value in document.items() if key != "version"}
    assert (project / "c.info").read_text(encoding="utf-8").startswith(f"TN:\nSF:{POLICY}\n")
    assert [path.name for path in project.iterdir() if path.name.startswith(".")] == []


def test_a_file_that_cannot_be_written_is_an_error(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("test", POLICY, "--lcov", "nowhere/c.info")
    assert ran.code == 2
    assert "error[DC918]" in ran.out


def test_json_has_what_is_under(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("test", POLICY, "--fail-under", "50", "--format", "json")
    assert ran.code == 1
    assert [each["code"] for each in json.loads(ran.out)["errors"]] == ["DC937"]


def test_concise(project: Path, dealcheck: Run) -> None:
    rows = dealcheck("test", POLICY, "--coverage", "--format", "concise", "--fail-under", "50").out.splitlines()
    assert f"{POLICY}:4:11: no test expects JP.soft" in rows
    assert rows[-1].startswith("DC937 error: 2 of 7 clauses covered, 28 4/7%: less than 50%")


def test_no_line_to_cover(project: Path, dealcheck: Run) -> None:
    text = 'use "words"\ntest "t" { deal { between US, JP  dated 2025-07-05  against now } }\n'
    (project / "t.policy").write_text(text, encoding="utf-8")
    ran = dealcheck("test", "t.policy", "--coverage")
    assert (ran.code, "DC938" in ran.out) == (2, True)
