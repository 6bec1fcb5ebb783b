"""The terminal: colour, width, progress, and output that a closed pipe does not disturb."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import IO, TypeVar

WIDTH = 100
"""Columns where there is no terminal to ask, so that output into a file does not depend on where it was made."""

PATIENCE = 1.0
"""Seconds after which work counts as long and shows its progress."""

Item = TypeVar("Item")


def wants_color(stream: IO[str], choice: str) -> bool:
    """Whether to colour what goes to a stream.

    As chosen, else by NO_COLOR, FORCE_COLOR, TERM=dumb, else on a terminal.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def columns(stream: IO[str]) -> int:
    """How wide to write: the terminal's width within 40 to 160, else `WIDTH`."""
    if not stream.isatty():
        return WIDTH
    return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, 40), 160)


def write(text: str) -> None:
    """Write to standard output. A reader that has gone away, as `head` does, ends the output without a word."""
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        # What is still buffered must go nowhere, or the interpreter complains when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_whole(text: str) -> None:
    """Write a text that is to be read again to standard output: in UTF-8, with its line ends, whatever the stream."""
    write_raw(text.encode())


def write_raw(raw: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.flush()
    try:
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_error(text: str) -> None:
    """Write to standard error."""
    _write(sys.stderr, text)


def _write(stream: IO[str], text: str) -> None:
    """Write and flush; characters that the stream's encoding lacks are written as escapes."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = getattr(stream, "encoding", None) or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def progress(items: Collection[Item], what: str) -> Iterator[Item]:
    """The items one after the other, with a bar on standard error once they take long, on a terminal alone."""
    if not items or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from items
        return
    began = time.monotonic()
    waiting = iter(items)
    done = 0
    with _notice(what):
        for item in waiting:
            yield item
            done += 1
            if time.monotonic() - began > PATIENCE:
                break
    if done < len(items):
        from rich.console import Console  # Only now: most checks are over before it would be loaded.
        from rich.progress import track

        console = Console(file=sys.stderr)
        yield from track(waiting, what, total=len(items), completed=done, console=console, transient=True)


@contextmanager
def _notice(what: str) -> Iterator[None]:
    """Say what is going on if it goes on for long, and take that back at its end."""
    from threading import Timer

    said: list[str] = []

    def say() -> None:
        said.append(what)
        write_error(f"{what} ...")

    timer = Timer(PATIENCE, say)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if said:
            write_error("\r\x1b[K")
