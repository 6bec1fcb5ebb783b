"""Expected outcomes against judgements: what each word of an expectation asks for."""

from __future__ import annotations

from datetime import date

import pytest

from dealcheck.evaluate.findings import Cause, Finding, Judgement, When, Where
from dealcheck.logic import Verdict
from dealcheck.model.records import ExpectedOutcome
from dealcheck.scopes import IntervalSet
from dealcheck.source import Place, Source
from dealcheck.testing.matching import misfits, mismatch

PLACE = Place(Source("t", ""), (0, 0))
CARS, TRUCKS = IntervalSet.codes(["8703"]), IntervalSet.codes(["8704"])
JULY, AUGUST, YEAR_END, JANUARY = date(2025, 7, 9), date(2025, 8, 1), date(2025, 12, 31), date(2026, 1, 1)


def finding(cause: str, on: IntervalSet, since: date = AUGUST, until: date | None = None) -> Finding:
    where = Where("", "", on, "tariff")
    by = Cause("silence") if cause == "silence" else Cause("term", cause)
    return Finding(Verdict.VIOLATED, where, When(since, until), "", "", (by,))


def expected(
    verdict: str = "violated",
    by: tuple[str, ...] = (),
    on: IntervalSet | None = None,
    begins: date | None = None,
    ends: date | None = None,
    only: str = "",
) -> ExpectedOutcome:
    return ExpectedOutcome(verdict, by, on, only == "on", begins, only == "from", ends, only == "until", PLACE)


TWO = (finding("art1", CARS, AUGUST, YEAR_END), finding("silence", TRUCKS))


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (expected(), True),
        (expected("met"), False),
        (expected(by=("art1",)), True),
        (expected(by=("silence",)), True),
        (expected(by=("art1", "silence")), True),
        (expected(by=("art2",)), False),
        (expected(on=CARS | TRUCKS), True),
        (expected(on=IntervalSet.codes(["8703.80".replace(".", "")])), True),
        (expected(on=IntervalSet.codes(["87"])), False),
        (expected(on=CARS, only="on"), False),
        (expected(on=CARS | TRUCKS, only="on"), True),
        (expected(by=("art1",), on=TRUCKS), False),
        (expected(by=("silence",), on=TRUCKS), True),
        (expected(begins=AUGUST), True),
        (expected(begins=JULY), False),
        (expected(begins=JANUARY), True),
        (expected(by=("art1",), begins=JANUARY), False),
        (expected(by=("art1",), begins=AUGUST, ends=YEAR_END), True),
        (expected(by=("art1",), begins=AUGUST, ends=JANUARY), False),
        (expected(by=("art1",), ends=YEAR_END), True),
        (expected(on=CARS, begins=AUGUST, ends=JANUARY), False),
        (expected(begins=AUGUST, only="from"), True),
        (expected(begins=JANUARY, only="from"), False),
        (expected(ends=YEAR_END, only="until"), False),
    ],
)
def test_what_an_expectation_asks_for(wanted: ExpectedOutcome, fits: bool) -> None:
    assert (mismatch(wanted, Judgement(Verdict.VIOLATED, TWO)) == "") is fits


def test_every_part_that_is_unlike_is_named() -> None:
    wanted = expected("met", ("art2",), IntervalSet.codes(["8703"]), begins=JULY, only="on")
    found = misfits(wanted, Judgement(Verdict.VIOLATED, TWO))
    assert [part for part, _ in found] == ["verdict", "by", "from", "on"]
    assert found[0] == ("verdict", "it is violated")
    assert found[2] == ("from", f"there is no finding on {JULY}")
    assert misfits(expected(), Judgement(Verdict.VIOLATED, TWO)) == []
    late = misfits(expected(by=("art1",), begins=AUGUST, ends=JANUARY), Judgement(Verdict.VIOLATED, TWO))
    assert late == [("until", "there is no finding on 2026-01-01")]


def test_only_until_holds_where_nothing_is_later() -> None:
    judgement = Judgement(Verdict.VIOLATED, (finding("art1", CARS, AUGUST, YEAR_END),))
    assert mismatch(expected(ends=YEAR_END, only="until"), judgement) == ""
    assert mismatch(expected(ends=AUGUST, only="until"), judgement)


def test_a_verdict_without_findings_has_no_places() -> None:
    assert mismatch(expected("met"), Judgement(Verdict.MET)) == ""
    assert mismatch(expected("met", on=CARS), Judgement(Verdict.MET))
    assert mismatch(expected("met", by=("art1",)), Judgement(Verdict.MET))
