"""How long open text takes: `python -m tests.benchmarks.packages`.

The first figure is a draft with 60 brackets that have nothing to do with one another, under 40 lines, against the same
draft with its brackets settled. The others are 20 brackets in the reach of one line: on goods of its own each, in a
sum, and in the stages of one measure; and as many brackets as one real chapter had, 941.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from dealcheck.api import Draft
from dealcheck.evaluate.settling import Surroundings
from dealcheck.opening import open_draft
from dealcheck.packages.check import Checker, check_deal
from dealcheck.packages.counting import Counter
from dealcheck.source import Source
from tests.language.texts import KINDS, Memory

INVESTMENT = """
kind investment "Investment" {
  key by: party  key to: party  key on: topic = projects
  value amount: money, absent is 0
  absent none
}
topic projects
"""

Job = Callable[[], object]


def heading(at: int) -> str:
    """One of the headings of the nomenclature, another for each number."""
    return f"hs {1 + at % 90:02d}{1 + at // 90:02d}"


def independent(brackets: int, lines: int, settled: bool) -> str:
    """A draft of terms on other goods each, and lines on some of them; settled, it takes each side in turn."""
    values = ("25%", "10%") if settled else ("[US: 25% | JP: 10%]",) * 2
    terms = "\n".join(
        f"  term t{at}: tariff by US from JP on {heading(at)} layer extra rate {values[at % 2]}"
        for at in range(brackets)
    )
    rules = "\n".join(
        f"  red line l{at}: no tariff by US from JP on {heading(at)} | {heading((at * 7 + 1) % brackets)} layer extra"
        f" may have rate >= {15 + at % 10}%"
        for at in range(lines)
    )
    base = "  tariff by US from everyone on everything layer extra rate 5%"
    return draft(terms, rules, base)


def on_goods(brackets: int) -> str:
    """One line with so many brackets in its reach, each on goods of its own."""
    terms = "\n".join(
        f"  term t{at}: tariff by US from JP on {heading(at)} layer extra rate [US: 25% | JP: 10%]"
        for at in range(brackets)
    )
    rule = "  red line l: no tariff by US from JP layer extra may have rate >= 25%"
    return draft(terms, rule, "  tariff by US from everyone on everything layer extra rate 5%")


def in_a_sum(brackets: int) -> str:
    """One line about a sum of so many brackets."""
    topics = "\n".join(f"topic p{at}" for at in range(brackets))
    terms = "\n".join(
        f"  term t{at}: investment by JP to US on p{at} amount [USD {3 * at + 1} bn | USD {2 * at + 7} bn]"
        for at in range(brackets)
    )
    limit = brackets * brackets * 14 // 10
    rule = f"  red line l: total amount of investment by JP must be <= USD {limit} bn"
    return f"{INVESTMENT}{topics}\n" + draft(terms, rule, "")


def in_stages(brackets: int) -> str:
    """One line about a measure whose stages are bracketed, each."""
    stages = ", ".join(
        f"[US: 25% | JP: {10 + at % 5}%]" + (f" from {2026 + at}-01-01" if at else "") for at in range(brackets)
    )
    rule = "  red line l: no tariff by US from JP on hs 87 layer extra may have rate >= 25%"
    return draft(f"  term t: tariff by US from JP on hs 87 layer extra rate {stages}", rule, "")


def draft(terms: str, rules: str, base: str) -> str:
    """The file."""
    return (
        f"{KINDS}\nbaseline now on 2025-07-01 {{\n{base}\n}}\npolicy JP {{\n{rules}\n}}\n"
        f"deal d {{ between US, JP  dated 2025-07-05  effective 2025-08-01  against now\n{terms}\n}}\n"
    )


def checking(text: str) -> Job:
    """The check of a text that is parsed and resolved already."""
    opened = open_draft(Draft(Source("draft.deal", text), Memory()))
    errors = [found.headline for found in opened.diagnostics if found.is_error]
    if errors:
        raise SystemExit(f"the draft has errors: {errors}")
    return lambda: check_deal(opened.model, opened.deals[0], opened.lines, Surroundings())


def counting(text: str) -> Job:
    """The count of all packages of a text that is parsed and resolved already."""
    opened = open_draft(Draft(Source("draft.deal", text), Memory()))

    def job() -> object:
        checker = Checker(opened.model, opened.deals[0], Surroundings())
        packages = checker.prepare(opened.lines)
        return Counter(packages, [checker.judge(line) for line in opened.lines]).counted(["US", "JP"])

    return job


def seconds(job: Job, times: int = 5) -> float:
    """The best of some runs."""
    found: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        job()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    """Print every figure."""
    settled = seconds(checking(independent(60, 40, settled=True)))
    open_ = seconds(checking(independent(60, 40, settled=False)))
    print(f"60 brackets, 40 lines: {1000 * open_:.0f} ms, settled {1000 * settled:.0f} ms: {open_ / settled:.2f} x")
    counted = seconds(counting(independent(60, 40, settled=False)))
    print(f"  counted: {1000 * counted:.0f} ms, {counted / settled:.2f} x")
    for name, text in (("on goods", on_goods(20)), ("in a sum", in_a_sum(20)), ("in stages", in_stages(20))):
        print(f"20 brackets {name}, one line: {1000 * seconds(counting(text), 3):.0f} ms")
    print(f"941 brackets, 200 lines: {seconds(counting(independent(941, 200, settled=False)), 1):.1f} s")


if __name__ == "__main__":
    main()
