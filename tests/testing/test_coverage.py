"""Clause coverage: what counts as a clause, and what counts as seen."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dealcheck.report.coverage import Clause, ClauseCount, CoverageResult, LineCount, show_percent
from dealcheck.source import Place, Source
from dealcheck.values.exact import Exact
from tests.testing.covered import BASE, coverage_of, covered, rows, suite

DEAL = "deal { between US, JP  dated 2025-07-05  against now  "


def block(expectation: str, terms: str = "", name: str = "t", rest: str = "") -> str:
    """A test block."""
    return f'test "{name}" {{ {DEAL}{terms} }} {rest} {expectation} }}\n'


SENTENCES = {
    "a simple sentence": (
        "no levy by US",
        "",
        ["no levy by US: met 0 violated 1"],
    ),
    "the single comparison is seen at points, the sentence as a verdict": (
        "no levy by US may have rate >= 25%",
        "",
        ["no levy by US may have rate >= 25%: met 0 violated 1", "  rate >= 25%: true 1 false 1"],
    ),
    "both sides of and are looked at, though the first decides": (
        "no levy by US may have rate = 99% and rate >= 10%",
        "",
        [
            "no levy by US may have rate = 99% and rate >= 10%: met 1 violated 0",
            "  rate = 99% and rate >= 10%: true 0 false 1",
            "    rate = 99%: true 0 false 1",
            "    rate >= 10%: true 1 false 1",
        ],
    ),
    "both sides of or": (
        "every levy by US must have rate > 0% or (rate = 99% and collected in {no})",
        "",
        [
            "every levy by US must have rate > 0% or (rate = 99% and collected in {no}): met 1 violated 0",
            "  rate > 0% or (rate = 99% and collected in {no}): true 1 false 0",
            "    rate > 0%: true 1 false 0",
            "    rate = 99% and collected in {no}: true 0 false 1",
            "      rate = 99%: true 0 false 1",
            "      collected in {no}: true 0 false 1",
        ],
    ),
    "what stands in `not` is no further clause": (
        "not some levy by US has not rate >= 25%",
        "",
        [
            "not some levy by US has not rate >= 25%: met 0 violated 1",
            "  not rate >= 25%: true 1 false 1",
        ],
    ),
    "a clause is judged on each stretch of time": (
        "some levy by US on hs 8703 has rate >= 25% or no levy by US on hs 8703 may have rate >= 25%",
        "",
        [
            "some levy by US on hs 8703 has rate >= 25% or no levy by US on hs 8703 may have rate >= 25%: "
            "met 1 violated 0",
            "  some levy by US on hs 8703 has rate >= 25%: true 1 false 1",
            "    rate >= 25%: true 1 false 1",
            "  no levy by US on hs 8703 may have rate >= 25%: true 1 false 1",
            "    rate >= 25%: true 1 false 1",
        ],
    ),
    "where there is no point there is nothing to see": (
        "no levy by JP may have rate > 0%",
        "",
        ["no levy by JP may have rate > 0%: met 1 violated 0", "  rate > 0%: true 0 false 0"],
    ),
    "a condition is seen in the window of its sentence alone": (
        "no levy by US on hs 8703 may have rate >= 25% by 2025-09-01",
        "",
        [
            "no levy by US on hs 8703 may have rate >= 25% by 2025-09-01: met 1 violated 0",
            "  rate >= 25%: true 0 false 1",
            "  by 2025-09-01: before 1 inside 1",
        ],
    ),
    "a day beside the window counts where it would break the sentence": (
        "no levy by US on hs 8703 may have rate >= 25% before 2025-08-01",
        "term a: levy by US on hs 8703 rate 1% until 2025-07-31",
        [
            "no levy by US on hs 8703 may have rate >= 25% before 2025-08-01: met 1 violated 0",
            "  rate >= 25%: true 0 false 1",
            "  before 2025-08-01: inside 1 after 1",
        ],
    ),
    "a day beside the window on which the sentence holds does not": (
        "no levy by US on hs 8704 may have rate >= 25% during 2025-08-01 .. 2025-08-31",
        "",
        [
            "no levy by US on hs 8704 may have rate >= 25% during 2025-08-01 .. 2025-08-31: met 1 violated 0",
            "  rate >= 25%: true 0 false 1",
            "  during 2025-08-01 .. 2025-08-31: before 0 inside 1 after 0",
        ],
    ),
    "nothing lies before the deal takes effect": (
        "some levy by US on hs 8703 has rate >= 25% at effective",
        "",
        [
            "some levy by US on hs 8703 has rate >= 25% at effective: met 1 violated 0",
            "  rate >= 25%: true 1 false 0",
            "  at effective: inside 1 after 1",
        ],
    ),
    "and nothing after its end": (
        "some levy by US on hs 8703 has rate >= 25% at end",
        "",
        [
            "some levy by US on hs 8703 has rate >= 25% at end: met 0 violated 1",
            "  rate >= 25%: true 0 false 1",
            "  at end: before 0 inside 1",
        ],
    ),
    "a window without a day shows nothing but the verdict": (
        "no levy by US may have rate >= 25% before 2025-07-01",
        "",
        [
            "no levy by US may have rate >= 25% before 2025-07-01: met 1 violated 0",
            "  rate >= 25%: true 0 false 0",
            "  before 2025-07-01: inside 0 after 1",
        ],
    ),
    "a guard lends its window, and what both say is judged in it": (
        "no levy by US on hs 8703 may have rate >= 25% unless some levy by US has rate = 1% by 2025-09-01",
        "",
        [
            "no levy by US on hs 8703 may have rate >= 25% unless some levy by US has rate = 1% by 2025-09-01: "
            "met 1 violated 0",
            "  no levy by US on hs 8703 may have rate >= 25%: true 1 false 0",
            "    rate >= 25%: true 0 false 1",
            "  some levy by US has rate = 1% by 2025-09-01: true 0 false 1",
            "    rate = 1%: true 0 false 1",
            "    by 2025-09-01: before 1 inside 1",
        ],
    ),
    "a parenthesis with a time phrase has one truth, and what is in it none of its own": (
        "no levy by JP and (some levy by US has rate >= 25% or some levy by JP) at 2025-08-01",
        "",
        [
            "no levy by JP and (some levy by US has rate >= 25% or some levy by JP) at 2025-08-01: met 1 violated 0",
            "  no levy by JP: true 1 false 0",
            "  (some levy by US has rate >= 25% or some levy by JP) at 2025-08-01: true 1 false 0",
            "    some levy by US has rate >= 25%: true 1 false 0",
            "      rate >= 25%: true 1 false 1",
            "    some levy by JP: true 0 false 1",
            "    at 2025-08-01: before 0 inside 1 after 1",
        ],
    ),
    "if and then": (
        "if some levy by US has rate >= 50% then no levy by JP",
        "",
        [
            "if some levy by US has rate >= 50% then no levy by JP: met 1 violated 0",
            "  some levy by US has rate >= 50%: true 0 false 1",
            "    rate >= 50%: true 0 false 1",
            "  no levy by JP: true 1 false 0",
        ],
    ),
    "an aggregate, and what it counts": (
        "share of levy by US having rate <= 10% must be >= 90%",
        "",
        ["share of levy by US having rate <= 10% must be >= 90%: met 0 violated 1", "  rate <= 10%: true 1 false 1"],
    ),
    "dates of the deal": (
        "the deal must have effective <= 2025-07-09 and signed <= 2025-01-01",
        "signed 2025-07-06",
        [
            "the deal must have effective <= 2025-07-09 and signed <= 2025-01-01: met 0 violated 1",
            "  effective <= 2025-07-09 and signed <= 2025-01-01: true 0 false 1",
            "    effective <= 2025-07-09: true 1 false 0",
            "    signed <= 2025-01-01: true 0 false 1",
        ],
    ),
    "what cannot be told is neither": (
        'judged "Fair?" and no levy by JP',
        "",
        [
            'judged "Fair?" and no levy by JP: met 0 violated 0 unknown 1',
            '  judged "Fair?": true 0 false 0 unknown 1',
            "  no levy by JP: true 1 false 0",
        ],
    ),
    "an open line is met in one package and violated in another": (
        "no levy by US on hs 8704 may have rate >= 10%",
        "term a: levy by US on hs 8704 rate [US: 20% | JP: 1%]",
        ["no levy by US on hs 8704 may have rate >= 10%: met 1 violated 1", "  rate >= 10%: true 1 false 1"],
    ),
}


@pytest.mark.parametrize(("sentence", "terms", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_clauses_of_one_sentence(sentence: str, terms: str, expected: list[str]) -> None:
    text = f"{BASE}policy JP {{ red line l: {sentence} }}\n{block('expect JP.l met', terms)}"
    assert rows(covered(text)) == expected


def test_counts_are_of_tests() -> None:
    ends = "term a: end levy by US on hs 8703"
    text = (
        f"{BASE}policy JP {{ red line l: no levy by US on hs 8703 may have rate >= 25% }}\n"
        f"{block('expect JP.l violated')}{block('expect JP.l met', ends, 'u')}"
    )
    result = covered(text)
    assert rows(result) == [
        "no levy by US on hs 8703 may have rate >= 25%: met 1 violated 1",
        "  rate >= 25%: true 1 false 2",
    ]
    assert (result.covered, result.all, result.tests, result.left_out) == (2, 2, 2, 0)
    assert list(result.lines[0].missing()) == []


def test_a_reading_is_seen_where_a_test_names_it() -> None:
    lines = (
        "policy JP { red line l: no levy by US  reading mild: no levy by JP  reading odd: no levy by JP on hs 01 }\n"
    )
    text = f"{BASE}{lines}{block('expect JP.l violated reading mild met')}"
    result = covered(text)
    assert rows(result) == [
        "no levy by US: met 0 violated 1",
        "no levy by JP: met 1 violated 0",
        "no levy by JP on hs 01: met 0 violated 0",
    ]
    assert [text for _, text in result.lines[0].missing()] == [
        "no test has JP.l met",
        "no test has the reading mild violated",
        "no test expects the reading odd",
    ]


def test_a_line_that_no_test_expects_is_one_gap() -> None:
    text = f"{BASE}policy JP {{ red line l: no levy by US  wish w: no levy by US may have rate > 1% }}\n"
    result = covered(text + block("expect JP.l violated"))
    assert [line.tests for line in result.lines] == [1, 0]
    assert [text for _, text in result.lines[1].missing()] == ["no test expects JP.w"]
    assert (result.covered, result.all) == (0, 3)


def test_when_a_line_is_held() -> None:
    lines = "policy JP { red line l active from 2025-07-01 until 2025-12-31: no levy by JP }\n"
    tests = [
        block("expect JP.l inactive", name="early", rest="as_of 2025-06-30"),
        block("expect JP.l met", name="then", rest="as_of 2025-12-31"),
        block("expect JP.l inactive", name="late", rest="as_of 2026-01-01"),
    ]
    result = covered(BASE + lines + "".join(tests))
    assert rows(result) == [
        "active from 2025-07-01 until 2025-12-31: before 1 inside 1 after 1",
        "no levy by JP: met 1 violated 0",
    ]
    alone = covered(BASE + lines + tests[0])
    assert [text for _, text in alone.lines[0].missing()][:2] == [
        "no test is as of a day inside `active from 2025-07-01 until 2025-12-31`",
        "no test is as of a day after `active from 2025-07-01 until 2025-12-31`",
    ]
    assert alone.lines[0].clauses[1].judged == 0


def test_a_failing_test_looks_and_one_that_cannot_be_run_does_not() -> None:
    lines = f"{BASE}policy JP {{ red line l: no levy by US }}\n"
    assert covered(lines + block("expect JP.l met")).lines[0].clauses[0].counts == (0, 1)
    clash = "term a: levy by US on hs 01 rate 1%  term b: levy by US on hs 01 rate 2%"
    broken = covered(lines + block("expect JP.l met", clash))
    assert (broken.tests, broken.left_out, broken.lines[0].clauses[0].counts) == (0, 1, (0, 0))


def test_lines_of_the_files_tested_and_of_no_other() -> None:
    texts = {
        "base.policy": BASE,
        "jp.policy": f'use "base"\npolicy JP {{ red line l: no levy by JP }}\n{block("expect JP.l met")}',
        "kr.policy": 'use "base"\nuse "jp"\npolicy KR { red line l: no levy by KR }\n'
        + block("expect JP.l met expect KR.l met"),
        "tests.policy": 'use "kr"\n' + block("expect KR.l met"),
    }
    jp, kr, tests = (suite(f"{name}.policy", texts) for name in ("jp", "kr", "tests"))
    assert [(line.line, line.tests) for line in coverage_of(kr).lines] == [("KR.l", 1)]
    assert [(line.line, line.tests) for line in coverage_of(jp, kr).lines] == [("JP.l", 2), ("KR.l", 1)]
    # A file without a line is about the lines that its tests expect something of.
    assert [(line.line, line.tests) for line in coverage_of(tests).lines] == [("KR.l", 1)]


def test_a_line_with_an_error_keeps_its_place() -> None:
    text = f"{BASE}policy JP {{ red line bad: no lvy by US  red line l: no levy by JP }}\n{block('expect JP.l met')}"
    result = covered(text)
    assert [line.line for line in result.lines] == ["JP.bad", "JP.l"]
    assert [text for _, text in result.lines[0].missing()] == [
        "JP.bad has an error of its own, so nothing of it can be covered"
    ]


@pytest.mark.parametrize(
    ("covered_", "all_", "shown"),
    [
        (0, 0, "0%"),
        (0, 3, "0%"),
        (1, 3, "33 1/3%"),
        (7, 8, "87.5%"),
        (3, 3, "100%"),
        (1, 700, "1/7%"),
        (1, 64, "1.5625%"),
    ],
)
def test_a_percentage_is_exact(covered_: int, all_: int, shown: str) -> None:
    place = Place(Source("a", "x"), (0, 1))
    clauses = [ClauseCount(Clause("line", "", "x", place, ("met",)), (int(at < covered_),)) for at in range(all_)]
    result = CoverageResult((LineCount("JP.l", place, tuple(clauses), 1),), 1)
    expected: Exact = Fraction(100 * covered_, all_) if all_ else 0
    assert result.percent == expected
    assert show_percent(result.percent) == shown


def test_each_row_of_a_table_is_a_test() -> None:
    text = (
        f"{BASE}policy JP {{ red line l: no levy by US on hs 8704 may have rate >= 10% }}\n"
        f'test "t" {{ {DEAL}term a: levy by US on hs 8704 rate 1% }} expect JP.l met\n'
        "  columns a.rate: JP.l  row 10%: violated  row 9.9%: met }\n"
    )
    result = covered(text)
    assert result.tests == 3
    assert rows(result) == [
        "no levy by US on hs 8704 may have rate >= 10%: met 2 violated 1",
        "  rate >= 10%: true 1 false 2",
    ]
