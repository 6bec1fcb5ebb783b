"""Tables of tests: every row a test of its own, with its values in place of what the columns name."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealcheck import api
from dealcheck.loader import Library, Shelf
from dealcheck.source import Source
from dealcheck.testing.run import Suite

HEAD = """\
kind tariff { key by: party  key from: party  key on: goods  value rate: rate, less is freer, absent is 0%  value note: one of a, b  absent none }
product cars = hs 8703
fact floor = 25%
event ratified "Ratified"
baseline now on 2025-07-01 { tariff by US from JP on cars rate 25% }
policy JP {
  red line cars: no tariff by US from JP on cars may have rate >= floor
    reading strict: no tariff by US from JP on cars may have rate >= 10%
  red line soon active until 2025-07-20: no tariff by US from JP on cars may have rate > 20%
  red line start: the deal must have effective <= 2025-08-01
  red line noted: some tariff by US from JP on cars has note = a
  red line later: no tariff by US from JP on cars may have rate < 5%
}
deal offer {
  between US, JP  dated 2025-07-05  against now
  term cars: tariff by US from JP on cars rate 15%
}
"""  # noqa: E501
INLINE = "deal { between US, JP  dated 2025-07-05  against now  term cars: tariff by US from JP on cars rate 15% }"


def suite_of(body: str, folder: Path, head: str = HEAD) -> Suite:
    """The suite of a file with one test called `t`."""
    shelf = Shelf(folder)
    return Suite(api.Draft(Source("a.policy", f'{head}test "t" {{\n{body}\n}}\n'), Library(shelf, folder)))


def passes(body: str, folder: Path) -> list[tuple[str, bool]]:
    """The tests of a file, and whether each passes."""
    suite = suite_of(body, folder)
    assert [found.headline for found in suite.opened.diagnostics] == []
    return [(test.name, suite.run(test).passed) for test in suite.tests]


def codes(body: str, folder: Path) -> list[tuple[str, str]]:
    """What is wrong with a file, and at which text."""
    found = suite_of(body, folder).opened.diagnostics
    return [(each.code, each.place.text if each.place else "") for each in found]


COLUMNS = {
    "a threshold": (
        f"{INLINE} columns cars.rate: JP.cars row 24.9%: met row 25%: violated by cars row 26%: violated by cars",
        3,
    ),
    "silence leaves the status quo": (f"{INLINE} columns cars.rate: JP.cars row silence: violated by silence", 1),
    "stages": (f"{INLINE} columns cars.rate: JP.cars row 30% from 2026-01-01: violated by cars from 2026-01-01", 1),
    "steps": (
        f"{INLINE} columns cars.rate: JP.later"
        " row 25% to 0% in 2 equal yearly steps from 2025-07-05: violated by cars only from 2026-07-05",
        1,
    ),
    "an open value": (f"{INLINE} columns cars.rate: JP.cars row [US: 25% | JP: 0%]: open", 1),
    "several columns and lines": (
        f"{INLINE} columns cars.rate, as_of: JP.cars, JP.soon"
        " row 24.9%, 2025-07-20: met, violated row 24.9%, 2025-07-21: met reading strict violated, inactive",
        2,
    ),
    "a date of the deal": (
        f"{INLINE} columns effective: JP.start row 2025-08-01: met row 2025-08-02: violated row silence: met",
        3,
    ),
    "a date that is left open": (f"{INLINE} columns effective: JP.start row [2025-08-01 | 2025-08-02]: open", 1),
    "a fact": (
        f"{INLINE} fact floor = 10% columns floor: JP.cars row 15.1%: met row 15%: violated row silence: met",
        3,
    ),
    "the fact of the file, where the test states none": (
        f"{INLINE} columns floor, cars.rate: JP.cars row silence, 24.9%: met row silence, 25%: violated",
        2,
    ),
    "an event": (
        "deal offer with term back if ratified: tariff by US from JP on hs 8703.80 rate 30%"
        " columns ratified: JP.cars row 2026-01-01: violated by back only from 2026-01-01 row silence: open",
        2,
    ),
    "a term of a named deal": (
        "deal offer columns cars.rate: JP.cars row 25%: violated by cars row 24%: met",
        2,
    ),
    "a term behind with": (
        "deal offer with term vans: tariff by US from JP on hs 8703.80 rate 5%"
        " columns vans.rate, cars.rate: JP.cars row 25%, 1%: violated by vans only on hs 8703.80 row 1%, 1%: met",
        2,
    ),
    "two tables": (
        f"{INLINE} columns cars.rate: JP.cars row 1%: met columns as_of: JP.soon row 2025-07-20: met",
        2,
    ),
}


@pytest.mark.parametrize(("body", "rows"), COLUMNS.values(), ids=COLUMNS)
def test_rows_pass(body: str, rows: int, tmp_path: Path) -> None:
    assert passes(body, tmp_path) == [(f"t [row {row}]", True) for row in range(1, rows + 1)]


def test_only_the_rows_that_are_wrong_fail(tmp_path: Path) -> None:
    body = f"{INLINE} columns cars.rate: JP.cars row 24.9%: violated row 25%: violated row 26%: met"
    assert [passed for _, passed in passes(body, tmp_path)] == [False, True, False]


def test_with_an_expectation_the_block_is_a_test_as_well(tmp_path: Path) -> None:
    body = f"{INLINE} expect JP.cars met columns cars.rate: JP.cars row 25%: violated"
    assert passes(body, tmp_path) == [("t", True), ("t [row 1]", True)]


def test_silence_takes_one_field_and_keeps_the_others(tmp_path: Path) -> None:
    both = INLINE.replace("rate 15%", "rate 15% note a")
    assert passes(f"{both} columns cars.rate: JP.noted row silence: met", tmp_path) == [("t [row 1]", True)]
    assert passes(f"{both} columns cars.note: JP.noted, JP.cars row silence: violated, met", tmp_path) == [
        ("t [row 1]", True)
    ]


def test_a_row_stands_at_its_own_place(tmp_path: Path) -> None:
    suite = suite_of(f"{INLINE}\ncolumns cars.rate: JP.cars\nrow 1%: met\n  row 2%: met", tmp_path)
    start = HEAD.count("\n") + 4
    assert [(test.place.line, test.place.column) for test in suite.tests] == [(start, 1), (start + 1, 3)]


def test_facts_of_a_row_are_exact(tmp_path: Path) -> None:
    body = f"{INLINE} columns cars.rate, floor: JP.cars row 24.9999999999999999999%, 25%: met row 0.3%, 0.3%: violated"
    assert [passed for _, passed in passes(body, tmp_path)] == [True, True]


WRONG = {
    "too few cells": ("columns cars.rate, as_of: JP.cars row 1%: met", [("DC230", "1%")]),
    "too many cells": ("columns cars.rate: JP.cars row 1%, 2%: met", [("DC230", "2%")]),
    "too many outcomes": ("columns cars.rate: JP.cars row 1%: met, met", [("DC230", "met")]),
    "no such term": ("columns vans.rate: JP.cars row 1%: met", [("DC212", "vans")]),
    "no such field": ("columns cars.note: JP.cars row a: met", [("DC230", "cars.note")]),
    "no such name": ("columns flour: JP.cars row 1%: met", [("DC230", "flour")]),
    "a column twice": ("columns as_of, as_of: JP.cars row 2025-07-01, 2025-07-02: met", [("DC218", "as_of")]),
    "a line twice": ("columns cars.rate: JP.cars, JP.cars row 1%: met, met", [("DC218", "JP.cars")]),
    "no date": ("columns as_of: JP.cars row 5%: met", [("DC230", "5%")]),
    "a date of the deal that is none": ("columns effective: JP.cars row 5%: met", [("DC230", "5%")]),
    "a fact in stages": ("columns floor: JP.cars row 5% from 2026-01-01: met", [("DC230", "5% from 2026-01-01")]),
    "a fact of another sort": ("columns floor: JP.cars row 5 t: met", [("DC314", "5 t")]),
    "a value of another sort": ("columns cars.rate: JP.cars row 25: met", [("DC308", "25")]),
    "no such line": ("columns cars.rate: JP.car row 1%: met row 2%: met", [("DC211", "car")]),
    "no such verdict": ("columns cars.rate: JP.cars row 1%: maybe", [("DC223", "maybe")]),
    "no such cause": ("columns cars.rate: JP.cars row silence: violated by cars", [("DC212", "cars")]),
}


@pytest.mark.parametrize(("table", "expected"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_is_said_once_at_its_place(
    table: str, expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert codes(f"{INLINE} {table}", tmp_path) == expected


def test_an_error_in_a_row_fails_that_row_alone(tmp_path: Path) -> None:
    suite = suite_of(f"{INLINE} expect JP.cars met columns cars.rate: JP.cars row 25: met row 5%: met", tmp_path)
    assert [suite.run(test).passed for test in suite.tests] == [True, False, True]
    assert [len(suite.errors_of(test)) for test in suite.tests] == [0, 1, 0]
    assert suite.errors == ()


def test_an_error_that_all_rows_share_fails_them_all_and_is_said_once(tmp_path: Path) -> None:
    draft = INLINE.replace("rate 15%", "rate 15")
    suite = suite_of(f"{draft} columns cars.rate: JP.cars row 25%: violated row 5%: met", tmp_path)
    assert [found.code for found in suite.opened.diagnostics] == ["DC308"]
    assert [suite.run(test).passed for test in suite.tests] == [False, False]


def test_a_deal_in_another_file_is_not_changed(tmp_path: Path) -> None:
    (tmp_path / "other.policy").write_text(HEAD, encoding="utf-8")
    use = 'use "other"\n'
    body = "deal offer columns cars.rate: JP.cars row 25%: met"
    found = suite_of(body, tmp_path, use).opened.diagnostics
    assert [(each.code, each.headline) for each in found] == [
        ("DC230", "the deal stands in another file, so a row cannot change it")
    ]
    own = "deal offer with term vans: tariff by US from JP on hs 8703.80 rate 5%"
    suite = suite_of(f"{own} columns vans.rate: JP.cars row 25%: violated by vans row 24%: met", tmp_path, use)
    assert [suite.run(test).passed for test in suite.tests] == [True, True]
