"""Test blocks of policy files, as pytest runs them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from dealcheck.api import Draft
from dealcheck.loader import Library, Shelf
from dealcheck.source import Source
from dealcheck.testing.run import Suite

if TYPE_CHECKING:
    from dealcheck.model.records import TestRecord


def suites(paths: Iterable[Path], root: Path) -> dict[str, Suite]:
    """The suite of each file by its name below `root`, each opened with what it uses."""
    shelf = Shelf()
    found: dict[str, Suite] = {}
    for path in sorted(paths):
        source = shelf.source(path, named=True)
        assert isinstance(source, Source), source
        found[path.relative_to(root).as_posix()] = Suite(Draft(source, Library(shelf, path.parent)))
    return found


def assert_passes(suite: Suite, record: TestRecord) -> None:
    """Fail with what is unlike the expectations of a test block."""
    outcome = suite.run(record)
    errors = [found.headline for found in (*suite.opened.diagnostics, *outcome.diagnostics) if found.is_error]
    assert not outcome.fault, f"{outcome.fault}: {errors}"
    told = [
        f"{failure.line}: expected {failure.expected}, but {failure.why}\n  " + "\n  ".join(failure.actual)
        for failure in outcome.failures
    ]
    assert not told, "\n".join(told)
