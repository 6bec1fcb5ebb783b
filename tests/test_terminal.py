"""Colour by the conventions of terminals, and progress that stays out of the way."""

from __future__ import annotations

import io
import sys
import time

import pytest

from dealcheck import terminal


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "choice", "tty", "expected"),
    [
        ({}, "auto", True, True),
        ({}, "auto", False, False),
        ({"NO_COLOR": "1"}, "auto", True, False),
        ({"NO_COLOR": ""}, "auto", True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", True, False),
        ({"FORCE_COLOR": "1"}, "auto", False, True),
        ({"FORCE_COLOR": "0"}, "auto", False, False),
        ({"TERM": "dumb"}, "auto", True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, "auto", True, True),
        ({"NO_COLOR": "1"}, "always", False, True),
        ({"FORCE_COLOR": "1"}, "never", True, False),
    ],
)
def test_color(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], choice: str, tty: bool, expected: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert terminal.wants_color(Tty() if tty else io.StringIO(), choice) is expected


def test_width_without_a_terminal_is_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    assert terminal.columns(io.StringIO()) == 100
    assert terminal.columns(Tty()) == 50


def test_characters_that_the_encoding_lacks_are_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    terminal.write("稲 ok\n")
    assert raw.getvalue() == b"\\u7a32 ok\n"


def test_progress_yields_everything_and_is_silent_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(terminal.progress([1, 2, 3], "Working")) == [1, 2, 3]
    assert capsys.readouterr() == ("", "")


def test_progress_shows_itself_once_work_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Tty()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(terminal, "PATIENCE", 0)
    assert list(terminal.progress([1, 2, 3, 4], "Working")) == [1, 2, 3, 4]
    monkeypatch.undo()
    assert "Working" in stream.getvalue()


def test_one_long_piece_of_work_says_so_and_takes_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Tty()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(terminal, "PATIENCE", 0.01)
    for _ in terminal.progress(["one"], "Working"):
        time.sleep(0.1)
    assert stream.getvalue() == "Working ...\r\x1b[K"


def test_short_work_on_a_terminal_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Tty()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    began = time.monotonic()
    assert list(terminal.progress([1, 2], "Working")) == [1, 2]
    assert time.monotonic() - began < 1
    assert stream.getvalue() == ""
