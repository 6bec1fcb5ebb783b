"""Clause coverage in its forms: for the terminal, as JSON, as lcov."""

from __future__ import annotations

import json
import re

import pytest

from dealcheck.report.coverage import render_concise, render_full
from dealcheck.report.coverage_json import render_json
from dealcheck.report.coverage_lcov import render_lcov
from dealcheck.report.style import RenderOptions, text_width
from tests.testing.covered import BASE, coverage_of, covered, suite

LINES = """\
policy JP {
  red line held active from 2025-07-01: no levy by US on hs 8703 may have rate >= 25% by 2025-09-01
  red line both: no levy by US on hs 8704 | hs 8703
    may have rate >= 25% and collected = yes
    reading strict: no levy by US on hs 8704 may have rate > 0%
  red line fine: no levy by US on hs 8704 may have rate >= 25%
  wish idle: some levy by JP
}
"""
TESTS = """\
test "silence" {
  deal { between US, JP  dated 2025-07-05  against now }
  expect JP.held met  expect JP.both violated  expect JP.fine met
}
test "more" {
  deal { between US, JP  dated 2025-07-05  against now  term t: levy by US on hs 8704 rate 30% }
  expect JP.fine violated
}
"""
TEXT = BASE + LINES + TESTS

FULL = """\
JP.held: 1 of 4 clauses, 1 test
  before -  inside 1  active from 2025-07-01
  met 1   violated -  no levy by US on hs 8703 may have rate >= 25% by 2025-0...
  true -  false 1       rate >= 25%
  before 1  inside 1    by 2025-09-01
  --> a.policy:5:17: no test is as of a day before `active from 2025-07-01`
  --> a.policy:5:41: no test has JP.held violated
  --> a.policy:5:75: no test makes `rate >= 25%` true

JP.both: 2 of 6 clauses, 1 test
  met -   violated 1  no levy by US on hs 8704 | hs 8703 may have rate >= 25%...
  true 1  false 1       rate >= 25% and collected = yes
  true 1  false 1         rate >= 25%
  true 1  false -         collected = yes
  met -   violated -  strict: no levy by US on hs 8704 may have rate > 0%
  true -  false -       rate > 0%
  --> a.policy:6:18: no test has JP.both met
  --> a.policy:7:30: no test makes `collected = yes` false
  --> a.policy:8:21: no test expects the reading strict

JP.idle: 0 of 1 clause, 0 tests
  --> a.policy:10:8: no test expects JP.idle

JP.fine: 2 of 2 clauses, 2 tests

5 of 13 clauses covered, 38 6/13%
"""


def shown(text: str) -> str:
    """A report with line numbers as they are where the vocabulary takes one line."""
    extra = BASE.count("\n") - 3
    return re.sub(r"a\.policy:(\d+):", lambda found: f"a.policy:{int(found[1]) - extra}:", text)


def test_the_report_by_line() -> None:
    assert shown(render_full(covered(TEXT), RenderOptions(False, 80))) == FULL


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_report_keeps_to_the_width(width: int) -> None:
    rows = render_full(covered(TEXT), RenderOptions(False, width)).splitlines()
    assert max(text_width(row) for row in rows) <= width + 4 * (width < 60)


def test_colours_change_no_letter() -> None:
    painted = render_full(covered(TEXT), RenderOptions(True, 80))
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == render_full(covered(TEXT), RenderOptions(False, 80))


def test_a_row_for_each_gap() -> None:
    rows = shown(render_concise(covered(TEXT))).splitlines()
    assert rows[0] == "a.policy:5:17: no test is as of a day before `active from 2025-07-01`"
    assert rows[-1] == "5 of 13 clauses covered, 38 6/13%"
    assert len(rows) == 8


def test_what_only_cannot_be_told_is_said_so() -> None:
    line = 'policy JP { red line l: judged "Fair?" or no levy by US }\n'
    test = 'test "t" { deal { between US, JP  dated 2025-07-05  against now } expect JP.l unknown }\n'
    report = render_full(covered(BASE + line + test), RenderOptions(False, 100))
    assert '  true -  false -     unknown 1    judged "Fair?"' in report
    assert 'no test makes `judged "Fair?"` true, only unknown' in report


def test_tests_that_were_not_run_are_counted() -> None:
    some = suite("a.policy", {"a.policy": TEXT}, "silence")
    assert render_full(coverage_of(some), RenderOptions(False, 80)).endswith(
        "3 of 13 clauses covered, 23 1/13%, by the 1 test run; 1 was not\n"
    )


def test_json() -> None:
    document = json.loads(render_json(covered(TEXT)))
    lines = {line["line"]: line for line in document.pop("lines")}
    assert document == {"version": 1, "tests": 2, "left_out": 0, "covered": 5, "all": 13, "percent": "500/13"}
    assert list(lines) == ["JP.held", "JP.both", "JP.fine", "JP.idle"]
    assert lines["JP.fine"] == {
        "line": "JP.fine",
        "at": {"file": "a.policy", "line": 9, "column": 12},
        "tests": 2,
        "covered": 2,
        "all": 2,
        "clauses": [
            {
                "sort": "line",
                "reading": None,
                "text": "no levy by US on hs 8704 may have rate >= 25%",
                "depth": 0,
                "at": {"file": "a.policy", "line": 9, "column": 18},
                "sides": {"met": 1, "violated": 1},
                "unknown": 0,
                "judged": 2,
                "covered": True,
            },
            {
                "sort": "condition",
                "reading": None,
                "text": "rate >= 25%",
                "depth": 1,
                "at": {"file": "a.policy", "line": 9, "column": 52},
                "sides": {"true": 1, "false": 1},
                "unknown": 0,
                "judged": 2,
                "covered": True,
            },
        ],
        "missing": [],
    }
    assert lines["JP.idle"]["missing"] == [
        {"message": "no test expects JP.idle", "at": {"file": "a.policy", "line": 10, "column": 8}}
    ]
    assert lines["JP.both"]["clauses"][4]["reading"] == "strict"


LCOV = re.compile(
    r"(TN:\nSF:\S.*\n(BRDA:\d+,\d+,\d+,(\d+|-)\n)+BRF:\d+\nBRH:\d+\n(DA:\d+,\d+\n)+LF:\d+\nLH:\d+\nend_of_record\n)+"
)


def test_lcov() -> None:
    result = covered(TEXT)
    text = render_lcov(result)
    assert LCOV.fullmatch(text)
    rows = text.splitlines()
    branches = [row.removeprefix("BRDA:").split(",") for row in rows if row.startswith("BRDA:")]
    assert len({tuple(row[:3]) for row in branches}) == len(branches)
    sides = [count for line in result.lines for each in line.clauses for count in each.counts]
    assert f"BRF:{len(sides)}" in rows
    assert f"BRH:{sum(count > 0 for count in sides)}" in rows
    # The reading that no test names, and the wish that none expects: never come to, so no count.
    assert [row for row in branches if row[3] == "-"] == [
        ["8", "0", "0", "-"],
        ["8", "0", "1", "-"],
        ["8", "1", "0", "-"],
        ["8", "1", "1", "-"],
        ["10", "0", "0", "-"],
        ["10", "0", "1", "-"],
    ]
    lines = dict(row.removeprefix("DA:").split(",") for row in rows if row.startswith("DA:"))
    assert lines == {"5": "1", "6": "1", "7": "1", "8": "0", "9": "2", "10": "0"}
    assert rows[-3:] == ["LF:6", "LH:4", "end_of_record"]


def test_lcov_has_a_record_for_each_file() -> None:
    texts = {
        "base.policy": BASE,
        "one.policy": 'use "base"\npolicy JP { red line l: no levy by JP }\n',
        "two.policy": 'use "base"\npolicy KR { red line l: no levy by KR }\n',
    }
    text = render_lcov(coverage_of(suite("one.policy", texts), suite("two.policy", texts)))
    assert LCOV.fullmatch(text)
    assert re.findall("^SF:(.*)$", text, re.MULTILINE) == ["one.policy", "two.policy"]
