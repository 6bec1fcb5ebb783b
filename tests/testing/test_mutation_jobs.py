"""Mutation of whole files: results in one order, kept in a cache that is never stale, and the command."""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from dealcheck.cli.main import run as dealcheck
from dealcheck.report.mutation import LineResult, MutantResult, percent_words
from dealcheck.testing.mutation.cache import Folder, NoStore, decoded, encoded
from dealcheck.testing.mutation.jobs import mutate
from tests.testing.mutating import HEAD, case, draft, policy

SENTENCE = "no levy by US may have rate >= 30%"
TESTS = case("met") + case("violated", "levy by US from JP on cars rate 30%")
TEXT = policy(SENTENCE, tests=TESTS)
RESULT = LineResult("JP.line", (MutantResult("not", "", 0, 1, "a", "b", "survived", "", 0),), ("test",), 2, 1)


def run(*arguments: str) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = dealcheck(["test", *arguments])
    return code, out.getvalue() + err.getvalue()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "dealcheck.toml").write_text("", encoding="utf-8")
    (tmp_path / "jp.policy").write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_second_run_takes_all_from_the_cache(project: Path) -> None:
    first = json.loads(run("jp.policy", "--mutate", "--format", "json")[1])
    second = json.loads(run("jp.policy", "--mutate", "--format", "json")[1])
    assert (first["from_cache"], second["from_cache"]) == (0, 1)
    assert first["lines"] == second["lines"]
    assert (project / ".dealcheck_cache" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert "1 line from the cache" in run("jp.policy", "--mutate")[1]
    assert json.loads(run("jp.policy", "--mutate", "--no-cache", "--format", "json")[1])["from_cache"] == 0


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("rate 30%", "rate 31%", 0),  # a test of the line
        (">= 30%", ">= 29%", 0),  # the line
        ("on vehicles rate 25%", "on vehicles rate 26%", 0),  # what both stand on
        ("product cars", "# a comment\nproduct cars", 1),  # what says nothing
    ],
)
def test_what_a_result_hangs_on_is_in_its_key(project: Path, old: str, new: str, kept: int) -> None:
    run("jp.policy", "--mutate")
    assert old in TEXT
    (project / "jp.policy").write_text(TEXT.replace(old, new), encoding="utf-8")
    assert json.loads(run("jp.policy", "--mutate", "--format", "json")[1])["from_cache"] == kept


def test_a_used_file_is_in_the_key(project: Path) -> None:
    (project / "more.policy").write_text("product ships = hs 8901\n", encoding="utf-8")
    (project / "jp.policy").write_text('use "more"\n' + TEXT, encoding="utf-8")
    run("jp.policy", "--mutate")
    assert json.loads(run("jp.policy", "--mutate", "--format", "json")[1])["from_cache"] == 1
    (project / "more.policy").write_text("product ships = hs 8902\n", encoding="utf-8")
    assert json.loads(run("jp.policy", "--mutate", "--format", "json")[1])["from_cache"] == 0


def test_another_line_is_not_in_the_key(project: Path) -> None:
    run("jp.policy", "--mutate")
    other = TEXT.replace("  red line line", "  red line other: no quota by US\n\n  red line line")
    (project / "jp.policy").write_text(other, encoding="utf-8")
    found = json.loads(run("jp.policy", "--mutate", "--format", "json")[1])
    assert found["from_cache"] == 1
    text = other.split("\n")
    for line in found["lines"]:
        for mutant in line["mutants"]:
            assert mutant["old"].split("\n")[0] in " ".join(text[mutant["row"] - 1 : mutant["row"] + 1])


def test_a_spoiled_file_is_as_good_as_none(project: Path) -> None:
    whole = json.loads(run("jp.policy", "--mutate", "--format", "json")[1])
    (file,) = (project / ".dealcheck_cache" / "mutation").iterdir()
    raw = file.read_text(encoding="utf-8")
    for spoiled in ("", "{", "[]", raw[:-9], raw.replace("killed", "survived"), json.dumps({"key": file.stem})):
        file.write_text(spoiled, encoding="utf-8")
        again = json.loads(run("jp.policy", "--mutate", "--format", "json")[1])
        assert again["from_cache"] == 0
        assert again["lines"] == whole["lines"]


def test_a_result_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    assert decoded(encoded(RESULT, "key"), "key") == RESULT
    assert decoded(encoded(RESULT, "key"), "another") is None
    store = Folder(tmp_path / "cache")
    assert store.load("key") is None
    store.keep("key", RESULT)
    assert store.load("key") == RESULT


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    store = Folder(tmp_path / "cache")
    store.keep("key", RESULT)
    assert store.load("key") is None


def test_jobs_change_nothing(project: Path) -> None:
    more = TEXT.replace("  red line line", "  red line other: no quota by US\n\n  red line line")
    (project / "jp.policy").write_text(more, encoding="utf-8")
    (project / "kr.policy").write_text(policy(SENTENCE, tests=TESTS), encoding="utf-8")
    outputs = {
        run("jp.policy", "kr.policy", "--mutate", "--no-cache", "--jobs", jobs, "--format", "json")[1] for jobs in "12"
    }
    assert len(outputs) == 1


def test_the_score_is_exact_and_may_be_asked_for(project: Path) -> None:
    found = json.loads(run("jp.policy", "--mutate", "--format", "json")[1])
    killed, counted = found["killed"], found["killed"] + found["survived"]
    assert 0 < killed < counted
    assert run("jp.policy", "--mutate", "--min-score", "0")[0] == 0
    code, text = run("jp.policy", "--mutate", "--min-score", "100")
    assert code == 1
    assert "DC939" in text
    assert percent_words(8999, 10000) == "89.9 %"


def test_tests_are_written_and_notice(project: Path) -> None:
    before = json.loads(run("jp.policy", "--mutate", "--write-tests", "jp.policy", "--format", "json")[1])
    assert before["survived"]
    text = (project / "jp.policy").read_text(encoding="utf-8")
    assert text.startswith(TEXT.rstrip("\n"))
    assert run("jp.policy")[0] == 0
    after = json.loads(run("jp.policy", "--mutate", "--format", "json")[1])
    assert after["survived"] < before["survived"]


def test_survivors_are_shown_with_their_tests(project: Path) -> None:
    code, text = run("jp.policy", "--mutate")
    assert code == 0
    assert "survived: JP.line: " in text
    assert "  - : no levy by US may have rate >= 30%" in text
    assert "would be noticed by" in text
    assert 'test "line: ' in text
    assert "survived JP.line" in run("jp.policy", "--mutate", "--format", "concise")[1]


def test_nothing_to_mutate_is_an_error(project: Path) -> None:
    text = f'use "jp"\ntest "other" {{ deal {{ {HEAD} }}  expect JP.line met }}\n'
    (project / "offer.deal").write_text(text, encoding="utf-8")
    code, output = run("offer.deal", "--mutate")
    assert code == 2
    assert "DC946" in output


def test_an_error_in_the_file_is_said(project: Path) -> None:
    (project / "jp.policy").write_text(TEXT + "policy KR { red line x: no lev by US }\n", encoding="utf-8")
    code, output = run("jp.policy", "--mutate")
    assert code == 2
    assert "error[" in output


def test_mutation_goes_with_no_other_way_of_running(project: Path) -> None:
    code, output = run("jp.policy", "--mutate", "-k", "met")
    assert code == 2
    assert "--mutate goes with none of" in output


def test_mutate_takes_drafts_and_a_store() -> None:
    report = mutate([draft(TEXT)], lambda each: NoStore())
    assert [line.result.line for line in report.lines] == ["JP.line"]
    assert report.score is not None
