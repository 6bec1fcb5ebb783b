"""Texts whose tests are run with coverage."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck import api
from dealcheck.opening import PolicySet
from dealcheck.report.coverage import ClauseCount, CoverageResult
from dealcheck.source import Source
from dealcheck.testing.coverage import Coverage
from dealcheck.testing.run import Suite
from tests.model.files import Files

WORDS = """\
kind levy { key by: party  key on: goods  value rate: rate, less is freer, absent is 0%
  value collected: one of yes, no = yes  absent none }
"""

BASE = (
    WORDS
    + """\
baseline now on 2025-07-01 { levy by US on hs 8703 rate 25%, 10% from 2025-09-01  levy by US on hs 8704 rate 5% }
"""
)


class Around(Files):
    """The texts around a draft, without policies of their own."""

    def policies(self) -> Iterator[PolicySet]:
        return iter(())


def suite(name: str, texts: dict[str, str], keyword: str = "") -> Suite:
    """The tests of one of some texts."""
    return Suite(api.Draft(Source(name, texts[name]), Around(texts)), keyword)


def coverage_of(*suites: Suite) -> CoverageResult:
    """The clauses that the tests of some suites see."""
    coverage = Coverage()
    for each in suites:
        each.declare(coverage)
    for each in suites:
        for test in each.tests:
            each.run(test, coverage)
    return coverage.result(sum(len(each.tests) + each.left_out for each in suites))


def covered(text: str) -> CoverageResult:
    """The coverage of a text by its own tests."""
    return coverage_of(suite("a.policy", {"a.policy": text}))


def row(each: ClauseCount) -> str:
    """A clause with its counts: `rate >= 10%: true 1 false 0`."""
    sides = " ".join(f"{side} {count}" for side, count in zip(each.clause.sides, each.counts, strict=True))
    more = f" unknown {each.unknown}" if each.unknown else ""
    return f"{'  ' * each.clause.depth}{each.clause.text}: {sides}{more}"


def rows(result: CoverageResult) -> list[str]:
    """Every clause with its counts."""
    return [row(each) for line in result.lines for each in line.clauses]
