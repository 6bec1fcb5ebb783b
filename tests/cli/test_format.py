"""`dealcheck format`: files in place, what it only says, standard input, and what it leaves alone."""

from __future__ import annotations

import io
import json
import os
import stat
from pathlib import Path
from threading import Timer

import pytest

from dealcheck.loader import Fault
from dealcheck.saving import save
from dealcheck.syntax.format.page import Page
from tests.cli.conftest import Run

UGLY = 'use   "a" # why\ngroup b=C,D\n'
FAIR = 'use "a"  # why\ngroup b = C, D\n'
BROKEN = "group b=C,\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two ugly files, a fair one and others; the current folder."""
    (tmp_path / "inner").mkdir()
    (tmp_path / "ugly.policy").write_text(UGLY, encoding="utf-8")
    (tmp_path / "inner" / "ugly.deal").write_text(UGLY, encoding="utf-8")
    (tmp_path / "fair.deal").write_text(FAIR, encoding="utf-8")
    (tmp_path / "notes.txt").write_text(UGLY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def typed(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    """Let these bytes stand on standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_files_and_folders_in_place(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("format", ".")
    assert ran.code == 0
    assert ran.out == ("formatted: inner/ugly.deal\nformatted: ugly.policy\n2 files formatted, 1 file left alone\n")
    assert ran.err == ""
    assert read(folder / "ugly.policy") == read(folder / "inner" / "ugly.deal") == read(folder / "fair.deal") == FAIR
    assert read(folder / "notes.txt") == UGLY
    assert dealcheck("format", ".").out == "3 files left alone\n"


def test_a_file_is_formatted_once_however_often_it_is_named(folder: Path, dealcheck: Run) -> None:
    assert dealcheck("format", "ugly.policy", "./ugly.policy", ".").out.count("ugly.policy") == 1


def test_a_file_of_any_name_that_the_user_gives(folder: Path, dealcheck: Run) -> None:
    dealcheck("format", "notes.txt")
    assert read(folder / "notes.txt") == FAIR


def test_only_files_that_change_are_written(folder: Path, dealcheck: Run) -> None:
    before = {path: path.stat() for path in (folder / "fair.deal", folder / "ugly.policy")}
    dealcheck("format", ".")
    after = {path: path.stat() for path in before}
    assert [before[path].st_ino == after[path].st_ino for path in before] == [True, False]
    assert before[folder / "fair.deal"].st_mtime_ns == after[folder / "fair.deal"].st_mtime_ns


def test_the_mode_stays(folder: Path, dealcheck: Run) -> None:
    path = folder / "ugly.policy"
    path.chmod(0o640)
    dealcheck("format", "ugly.policy")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(each.name for each in folder.iterdir()) == ["fair.deal", "inner", "notes.txt", "ugly.policy"]


def test_a_link_stays_a_link(folder: Path, dealcheck: Run) -> None:
    (folder / "link.deal").symlink_to(folder / "ugly.policy")
    assert dealcheck("format", "link.deal").code == 0
    assert (folder / "link.deal").is_symlink()
    assert read(folder / "ugly.policy") == FAIR


def test_a_link_out_of_a_folder_is_left_alone(folder: Path, dealcheck: Run) -> None:
    (folder / "inner" / "link.deal").symlink_to(folder / "ugly.policy")
    assert "link" not in dealcheck("format", "inner").out
    assert read(folder / "ugly.policy") == UGLY


def test_check_writes_nothing(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("format", "--check", ".")
    assert ran.code == 1
    assert ran.out == (
        "would be formatted: inner/ugly.deal\nwould be formatted: ugly.policy\n"
        "2 files would be formatted, 1 file formatted already\n"
    )
    assert read(folder / "ugly.policy") == UGLY
    assert dealcheck("format", "--check", "fair.deal").code == 0


def test_diff_writes_nothing(folder: Path, dealcheck: Run) -> None:
    ran = dealcheck("format", "--diff", "ugly.policy")
    assert ran.code == 0
    assert ran.out == (
        "--- ugly.policy\tbefore\n+++ ugly.policy\tformatted\n@@ -1,2 +1,2 @@\n"
        '-use   "a" # why\n-group b=C,D\n+use "a"  # why\n+group b = C, D\n'
    )
    assert ran.err == "would be formatted: ugly.policy\n1 file would be formatted\n"
    assert read(folder / "ugly.policy") == UGLY
    assert dealcheck("format", "--diff", "--check", "ugly.policy").code == 1
    assert dealcheck("format", "--diff", "--check", "fair.deal").code == 0
    coloured = dealcheck("format", "--diff", "--color", "always", "ugly.policy").out
    assert '\x1b[1;31m-use   "a" # why\x1b[0m\n' in coloured


def test_the_difference_shows_what_cannot_be_seen(folder: Path, dealcheck: Run) -> None:
    (folder / "ugly.policy").write_bytes(b'\xef\xbb\xbfuse "a"\r\n# \x1b[31m\nuse "b"')
    out = dealcheck("format", "--diff", "ugly.policy").out
    assert '-\\u{feff}use "a"\\u{d}\n' in out
    assert "\x1b" not in out
    assert '-use "b"\n\\ No newline at end of file\n+use "b"\n' in out


@pytest.mark.parametrize(
    "raw", [b"\xef\xbb\xbf" + FAIR.encode(), FAIR.replace("\n", "\r\n").encode(), FAIR[:-1].encode()]
)
def test_marks_and_line_ends_alone_are_a_change(folder: Path, dealcheck: Run, raw: bytes) -> None:
    path = folder / "fair.deal"
    path.write_bytes(raw)
    assert dealcheck("format", "--check", "fair.deal").code == 1
    assert dealcheck("format", "fair.deal").code == 0
    assert path.read_bytes() == FAIR.encode()


def test_a_file_with_errors_is_left_as_it_is_and_the_others_are_formatted(folder: Path, dealcheck: Run) -> None:
    (folder / "broken.deal").write_text(BROKEN, encoding="utf-8")
    ran = dealcheck("format", "broken.deal", "ugly.policy")
    assert ran.code == 2
    assert "error[DC1" in ran.err
    assert "broken.deal:1" in ran.err
    assert ran.out == "formatted: ugly.policy\n1 file formatted, 1 file cannot be formatted\n"
    assert read(folder / "broken.deal") == BROKEN
    assert read(folder / "ugly.policy") == FAIR


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("none.deal", None, "DC910"),
        ("latin.deal", "use 'é'".encode("latin-1"), "DC914"),
        ("nul.deal", b'use "a"\0', "DC915"),
    ],
)
def test_files_that_are_no_text(folder: Path, dealcheck: Run, name: str, raw: bytes | None, code: str) -> None:
    if raw is not None:
        (folder / name).write_bytes(raw)
    ran = dealcheck("format", name)
    assert ran.code == 2
    assert code in ran.err
    assert raw is None or (folder / name).read_bytes() == raw


def test_a_folder_without_files(folder: Path, dealcheck: Run) -> None:
    (folder / "empty").mkdir()
    ran = dealcheck("format", "empty")
    assert ran.code == 2
    assert "DC935" in ran.err
    assert ran.out == "no file formatted\n"


def test_standard_input(folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, UGLY.replace("why", "wäh 日本").encode())
    ran = dealcheck("format", "-", "--stdin-filename", "talks/draft.deal")
    assert ran.code == 0
    assert ran.out == FAIR.replace("why", "wäh 日本")
    assert ran.err == "formatted: talks/draft.deal\n1 file formatted\n"
    typed(monkeypatch, FAIR.encode())
    assert dealcheck("format", "-").out == FAIR
    typed(monkeypatch, UGLY.encode())
    assert dealcheck("format", "--check", "-").code == 1
    typed(monkeypatch, UGLY.encode())
    assert dealcheck("format", "--diff", "-").out.startswith("--- <stdin>\t")


def test_standard_input_with_errors(folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, BROKEN.encode())
    ran = dealcheck("format", "-", "--stdin-filename", "draft.deal")
    assert ran.code == 2
    assert ran.out == ""
    assert "draft.deal:1" in ran.err


def test_json(folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "broken.deal").write_text(BROKEN, encoding="utf-8")
    ran = dealcheck("format", "--check", "--format", "json", "broken.deal", "fair.deal", "ugly.policy")
    assert ran.code == 2
    document = json.loads(ran.out)
    assert document["version"] == 1
    assert document["changed"] == 1
    assert [(file["file"], file["readable"], file["changed"], bool(file["diff"])) for file in document["files"]] == [
        ("broken.deal", False, False, False),
        ("fair.deal", True, False, False),
        ("ugly.policy", True, True, True),
    ]
    assert [error["file"] for error in document["errors"]] == ["broken.deal"]
    assert document["faults"] == []
    typed(monkeypatch, UGLY.encode())
    assert dealcheck("format", "--format", "json", "-").code == 2


def test_a_layout_that_says_something_else_is_not_written(
    folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = Page.text
    monkeypatch.setattr(Page, "text", lambda page: right(page).replace("C, D", "C"))
    ran = dealcheck("format", ".")
    assert ran.code == 3
    assert "failed on its own account: ugly.policy is left as it is" in ran.err
    assert read(folder / "ugly.policy") == UGLY


def test_a_file_that_may_not_be_written(folder: Path, dealcheck: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    ran = dealcheck("format", "ugly.policy")
    assert ran.code == 2
    assert "DC918" in ran.err
    assert ran.out == "1 file cannot be formatted\n"
    assert read(folder / "ugly.policy") == UGLY


def test_a_pipe_is_read_and_not_replaced(folder: Path, dealcheck: Run) -> None:
    os.mkfifo(folder / "pipe")
    writer = os.open(folder / "pipe", os.O_RDWR)
    os.write(writer, UGLY.encode())
    thread = Timer(0.5, os.close, (writer,))
    thread.start()
    ran = dealcheck("format", "pipe")
    thread.join()
    assert ran.code == 2
    assert "pipe is no regular file" in ran.err
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_a_file_is_replaced_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "ugly.policy"

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    fault = save(path, "ugly.policy", b"new")
    assert isinstance(fault, Fault)
    assert fault.headline == "ugly.policy cannot be written: no space left on device"
    assert read(path) == UGLY
    assert sorted(each.name for each in folder.iterdir()) == ["fair.deal", "inner", "notes.txt", "ugly.policy"]
