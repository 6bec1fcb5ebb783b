"""Every test block of the policies beside this file, which say sentence by sentence what the language means."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dealcheck.api import Draft
from dealcheck.loader import Library, Shelf
from dealcheck.source import Source
from dealcheck.testing.run import Suite

if TYPE_CHECKING:
    from dealcheck.model.records import TestRecord

HERE = Path(__file__).parent


def _suites() -> Iterator[tuple[str, Suite]]:
    shelf = Shelf()
    for path in sorted(HERE.glob("**/*.policy")):
        source = shelf.source(path, named=True)
        assert isinstance(source, Source), source
        yield path.relative_to(HERE).as_posix(), Suite(Draft(source, Library(shelf, path.parent)))


SUITES = dict(_suites())
BLOCKS = [
    pytest.param(suite, record, id=f"{name}: {record.name}") for name, suite in SUITES.items() for record in suite.tests
]


@pytest.mark.parametrize(("suite", "record"), BLOCKS)
def test_block(suite: Suite, record: TestRecord) -> None:
    outcome = suite.run(record)
    errors = [found.headline for found in (*suite.opened.diagnostics, *outcome.diagnostics) if found.is_error]
    assert not outcome.fault, f"{outcome.fault}: {errors}"
    told = [
        f"{failure.line}: expected {failure.expected}, but {failure.why}\n  " + "\n  ".join(failure.actual)
        for failure in outcome.failures
    ]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("name", list(SUITES))
def test_files_have_no_errors_and_no_line_that_nothing_asks_for(name: str) -> None:
    suite = SUITES[name]
    assert not [found.headline for found in suite.opened.diagnostics if found.is_error]
    asked = {each.line for record in suite.tests for each in record.expectations}
    own = [line.full_name for line in suite.opened.lines if line.place.source.name == suite.name]
    assert [line for line in own if line not in asked] == []
    assert suite.tests
