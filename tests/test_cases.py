"""The table of the known cases: each of its rows is shown by a test block, and each numbered block is in it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

from tests.packs import ROOT, SUITES

if TYPE_CHECKING:
    from dealcheck.model.records import TestRecord

CASES = ROOT / "tests" / "cases"
LAST = 52
"""The known cases are numbered from A01 to this."""


@frozen
class Row:
    """What a case asks of a line, and the test block that shows it."""

    case: str
    variant: str
    id: str
    line: str
    reading: str
    verdict: str
    file: str
    test: str
    note: str

    @property
    def expectation(self) -> tuple[str, str, str, str, str]:
        """The row as the blocks say it."""
        return (self.file, self.test, self.line, self.reading, self.verdict)


def _rows() -> list[Row]:
    """The rows of the table."""
    with (CASES / "cases.csv").open(encoding="utf-8", newline="") as table:
        return [Row(**row) for row in csv.DictReader(table)]


ROWS = _rows()
SHOWN = [row for row in ROWS if row.line]
"""The rows that a block shows; the others say in a note why none does."""


def _numbered() -> Iterator[tuple[str, TestRecord]]:
    """The blocks with a case's number in their names, each with its file. `test_packs.py` runs them."""
    for name, suite in SUITES.items():
        folder, _, file = name.rpartition("/")
        for record in suite.tests:
            if folder == "tests/cases" and re.search(r"\bA\d\d\b", record.name):
                yield file, record


def test_the_table_and_the_blocks_say_the_same() -> None:
    asked = {
        (file, record.name, each.line, reading, outcome.verdict)
        for file, record in _numbered()
        for each in record.expectations
        for reading, outcome in [("", each.outcome), *each.readings]
    }
    listed = {row.expectation for row in SHOWN}
    assert sorted(listed - asked) == [], "rows that no block shows"
    assert sorted(asked - listed) == [], "expectations that are in no row"
    assert len(SHOWN) == len(listed), "a row stands twice"


def test_every_case_is_in_the_table_in_its_order() -> None:
    cases = [row.case for row in ROWS]
    assert cases == sorted(cases)
    assert set(cases) == {f"A{number:02}" for number in range(1, LAST + 1)}
    assert [row for row in SHOWN if row.case not in row.test] == []


def test_a_known_line_has_one_name() -> None:
    pairs = {(row.id, row.line) for row in SHOWN if row.id}
    assert len({number for number, _ in pairs}) == len(pairs) == len({line for _, line in pairs})


def test_a_row_without_a_line_or_a_number_says_why() -> None:
    assert [row for row in ROWS if not (row.line and row.id) and not row.note] == []
    assert [row for row in ROWS if not row.line and (row.file or row.test or row.verdict)] == []


@pytest.mark.parametrize(
    ("case", "lines"),
    [("A28", ("US.zero_for_zero", "US.reciprocity")), ("A49", ("UK.digital", "UK.dst"))],
)
def test_voices_of_one_party_that_disagree_are_told_apart(case: str, lines: tuple[str, str]) -> None:
    rows = [row for row in SHOWN if row.case == case and row.line in lines]
    assert {row.verdict for row in rows} == {"met", "violated"}
    known = SUITES[f"tests/cases/{rows[0].file}"].opened.lines
    voices = [set(line.says) for line in known if line.full_name in lines]
    assert len(voices) == len(lines)
    assert all(voices)
    assert not set.intersection(*voices)
