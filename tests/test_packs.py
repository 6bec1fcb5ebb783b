"""The shipped packs, the known cases and the examples: every test block passes, and every draft can be judged."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dealcheck import api
from dealcheck.loader import Library, Shelf
from dealcheck.source import Source
from tests.language.blocks import assert_passes, suites

if TYPE_CHECKING:
    from dealcheck.model.records import TestRecord
    from dealcheck.testing.run import Suite

ROOT = Path(__file__).parent.parent
SUITES = suites([*ROOT.glob("policies/*.policy"), *ROOT.glob("tests/cases/*.policy")], ROOT)
BLOCKS = [
    pytest.param(suite, record, id=f"{name}: {record.name}") for name, suite in SUITES.items() for record in suite.tests
]
CASES = 52
"""The known cases are numbered from A01 to this."""

DRAFTS = sorted(ROOT.glob("examples/**/*.deal"))


@pytest.mark.parametrize(("suite", "record"), BLOCKS)
def test_block(suite: Suite, record: TestRecord) -> None:
    assert_passes(suite, record)


@pytest.mark.parametrize("name", list(SUITES))
def test_files_have_no_errors(name: str) -> None:
    assert not [found.headline for found in SUITES[name].opened.diagnostics if found.is_error]


def test_every_known_case_has_a_test() -> None:
    named = {
        number for suite in SUITES.values() for record in suite.tests for number in re.findall(r"A\d\d", record.name)
    }
    assert named >= {f"A{number:02}" for number in range(1, CASES + 1)}


@pytest.mark.parametrize("path", DRAFTS, ids=[path.relative_to(ROOT).as_posix() for path in DRAFTS])
def test_every_example_can_be_judged(path: Path) -> None:
    shelf = Shelf()
    source = shelf.source(path, named=True)
    assert isinstance(source, Source)
    result = api.check([api.Draft(source, Library(shelf, path.parent))], api.CheckOptions())
    assert not [found.headline for found in result.everything if found.is_error]
    assert [line for deal in result.deals for line in deal.checked.lines]


def test_the_silent_draft_breaks_the_line_on_cars_by_what_it_preserves() -> None:
    shelf = Shelf()
    source = shelf.source(ROOT / "examples/us-japan/silent.deal", named=True)
    assert isinstance(source, Source)
    result = api.check([api.Draft(source, Library(shelf, ROOT))], api.CheckOptions(lines=("JP.autos",)))
    (line,) = [line for deal in result.deals for line in deal.checked.lines]
    assert line.verdict.value == "violated"
    assert {cause.sort for finding in line.judgement.findings for cause in finding.causes} == {"silence"}
    assert {cause.origin for finding in line.judgement.findings for cause in finding.causes} == {"mid_2025"}
    named = {name for finding in line.judgement.findings for name in finding.where.text.split(" | ")}
    assert named == {"autos", "light_trucks", "auto_parts"}
    assert [cited.quote for cited in line.line.cites if cited.quote]
    assert result.exit_code() == 1
