"""Every test block of the policies beside this file, which say sentence by sentence what the language means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.language.blocks import assert_passes, suites

if TYPE_CHECKING:
    from dealcheck.model.records import TestRecord
    from dealcheck.testing.run import Suite

HERE = Path(__file__).parent
SUITES = suites(HERE.glob("**/*.policy"), HERE)
BLOCKS = [
    pytest.param(suite, record, id=f"{name}: {record.name}") for name, suite in SUITES.items() for record in suite.tests
]


@pytest.mark.parametrize(("suite", "record"), BLOCKS)
def test_block(suite: Suite, record: TestRecord) -> None:
    assert_passes(suite, record)


@pytest.mark.parametrize("name", list(SUITES))
def test_files_have_no_errors_and_no_line_that_nothing_asks_for(name: str) -> None:
    suite = SUITES[name]
    assert not [found.headline for found in suite.opened.diagnostics if found.is_error]
    asked = {each.line for record in suite.tests for each in record.expectations}
    own = [line.full_name for line in suite.opened.lines if line.place.source.name == suite.name]
    assert [line for line in own if line not in asked] == []
    assert suite.tests
