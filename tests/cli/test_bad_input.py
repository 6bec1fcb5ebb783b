"""Whatever a file holds, a command says what is wrong with it, in one diagnostic at its place, and exits with 2."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.cli.conftest import DRAFT, Run

TERM = "tariff by US from JP on hs 8703.80 layer autos rate 25%"


def swap(old: str, new: str) -> bytes:
    text = DRAFT % "25%"
    assert old in text
    return text.replace(old, new).encode()


BAD = {
    "empty": (b"", "DC932", ""),
    "only comments": (b"# nothing yet\n# more\n", "DC932", ""),
    "nul bytes": (swap("An offer", "An\0offer"), "DC915", "2:15"),
    "not utf-8": (swap("An offer", "An offer").replace(b"An", b"\xff\xfe"), "DC914", "2:13"),
    "utf-16": ((DRAFT % "25%").encode("utf-16"), "DC914", ""),
    "missing use": (swap('use "words"', 'use "word"'), "DC901", "1:5"),
    "outside": (swap('use "words"', 'use "../../../etc/passwd"'), "DC901", "1:5"),
    "unknown party": (swap("by US", "by UZZ"), "DC2", "4:24"),
    "unknown kind": (swap("tariff", "tarrif"), "DC2", "4:14"),
    "unknown field": (swap("rate", "rates"), "DC", "4:"),
    "unknown unit": (swap("25%", "25 widgets"), "DC", "4:"),
    "bare 25": (swap("25%", "25"), "DC3", "4:"),
    "percent less percent": (swap("25%", "old rate - 10%"), "DC3", "4:"),
    "no such date": (swap("2025-08-01", "2026-02-30"), "DC", "3:"),
    "letter in a code": (swap("hs 8703.80", "hs 87O3"), "DC1", "4:"),
    "open parentheses": (swap("25%", "(" * 100_000), "DC1", "4:"),
    "long number": (swap("25%", "1" * 40 + "%"), "DC1", "4:"),
    "no-break space": (swap("rate 25%", "rate\u00a025%"), "DC1", "4:"),
    "smart quotes": (swap('"An offer"', "\u201cAn offer\u201d"), "DC1", "2:12"),
    "misspelt keyword": (swap("between", "betwen"), "DC1", "3:3"),
    "unclosed string": (swap('"An offer"', '"An offer'), "DC1", "2:12"),
}


@pytest.mark.parametrize("name", BAD)
def test_one_diagnostic_at_its_place(project: Path, dealcheck: Run, name: str) -> None:
    raw, code, place = BAD[name]
    (project / "bad.deal").write_bytes(raw)
    began = time.perf_counter()
    ran = dealcheck("check", "bad.deal", "--format", "concise")
    took = time.perf_counter() - began
    errors = [row for row in ran.out.splitlines() if " error: " in row]
    assert ran.code == 2, ran.out
    assert len(errors) == 1, ran.out
    assert f"{code}" in errors[0]
    assert errors[0].startswith(f"bad.deal:{place}" if place else "DC")
    assert "Traceback" not in ran.out + ran.err
    assert ran.err == ""
    assert took < 1
    full = dealcheck("check", "bad.deal").out
    assert full.count("error[") == 1


@pytest.mark.parametrize(
    ("argument", "code"),
    [("no.deal", "DC910"), ("loop.deal", "DC913"), ("x" * 5000, "DC913")],
)
def test_files_that_cannot_be_had(project: Path, dealcheck: Run, argument: str, code: str) -> None:
    (project / "loop.deal").symlink_to("loop.deal")
    ran = dealcheck("check", argument, "--format", "concise")
    assert ran.code == 2
    assert code in ran.out


@pytest.mark.parametrize("command", [["show", "."], ["why", ".", "JP.cars"]])
def test_one_file_is_no_folder(project: Path, dealcheck: Run, command: list[str]) -> None:
    ran = dealcheck(*command)
    assert ran.code == 2
    assert "DC911" in ran.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(project: Path, dealcheck: Run) -> None:
    (project / "bad.deal").chmod(0)
    ran = dealcheck("check", "bad.deal")
    assert ran.code == 2
    assert "DC912" in ran.out


def test_too_large(project: Path, dealcheck: Run) -> None:
    (project / "bad.deal").write_bytes(b"#" * 5_000_001)
    assert "DC916" in dealcheck("check", "bad.deal").out


def test_one_bad_draft_does_not_hide_another(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("check", "no.deal", "bad.deal")
    assert ran.code == 2
    assert "DC910" in ran.out
    assert "violates JP.cars" in ran.out


def test_a_symbolic_link_out_of_the_project_is_not_followed(
    project: Path, dealcheck: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.policy"
    outside.write_text("policy CN { }")
    (project / "policies" / "link.policy").symlink_to(outside)
    (project / "bad.deal").write_bytes(swap('use "words"', 'use "words"\nuse "link"'))
    ran = dealcheck("check", "bad.deal", "--format", "concise")
    assert ran.code == 2
    assert "outside the project" in ran.out
    assert "CN" not in ran.out


def test_a_policy_instead_of_a_draft(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("check", "policies/lines.policy")
    assert ran.code == 2
    assert "dealcheck test policies/lines.policy" in ran.out


def test_no_policy_anywhere(project: Path, dealcheck: Run) -> None:
    ran = dealcheck("check", "bad.deal", "--policies", "policies/words.policy")
    assert ran.code == 2
    assert "DC930" in ran.out


def test_an_empty_folder_of_policies(project: Path, dealcheck: Run) -> None:
    (project / "none").mkdir()
    ran = dealcheck("check", "bad.deal", "--policies", "none")
    assert ran.code == 2
    assert "DC934" in ran.out


@pytest.mark.parametrize(
    "raw", [bytes(range(256)) * 40, b"\xef\xbb\xbf\xef\xbb\xbf", b"{" * 5000, b'"' * 4999, b"deal " * 3000, b"\r" * 500]
)
def test_any_bytes_give_diagnostics(project: Path, dealcheck: Run, raw: bytes) -> None:
    (project / "bad.deal").write_bytes(raw)
    for command in (["check"], ["show"], ["why"], ["test"]):
        ran = dealcheck(*command, "bad.deal", *(["JP.cars"] if command == ["why"] else []))
        assert ran.code == 2, ran.out + ran.err
        assert "error[" in ran.out


def test_crlf_and_a_byte_order_mark_change_nothing(project: Path, dealcheck: Run) -> None:
    plain = dealcheck("check", "bad.deal", "--format", "concise").out
    raw = (project / "bad.deal").read_bytes()
    (project / "bad.deal").write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    assert dealcheck("check", "bad.deal", "--format", "concise").out == plain
