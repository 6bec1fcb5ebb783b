"""What is said of all packages at once is what each of them, settled and checked alone, comes to.

`DEALCHECK_EXAMPLES=3000 pytest tests/packages/test_brute_force.py` tries that many drafts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from dealcheck.api import Draft
from dealcheck.evaluate.settling import Surroundings
from dealcheck.logic import Verdict
from dealcheck.model.records import DealRecord, LineRecord, Model
from dealcheck.opening import open_draft
from dealcheck.packages import spread
from dealcheck.packages.check import Checker
from dealcheck.source import Source
from tests.language.texts import Memory
from tests.packages.drafts import Article, OpenDraft, drafts

EXAMPLES = int(os.environ.get("DEALCHECK_EXAMPLES", "40"))

VERDICT = {True: Verdict.MET, False: Verdict.VIOLATED, None: Verdict.UNKNOWN}


def opened(text: str) -> tuple[Model, DealRecord, tuple[LineRecord, ...]]:
    """The deal of a text and the lines that it meets."""
    found = open_draft(Draft(Source("draft.deal", text), Memory()))
    errors = [each.headline for each in found.diagnostics if each.is_error]
    assert not errors, f"{errors}\n{text}"
    return found.model, found.deals[0], tuple(found.lines)


def one_by_one(draft: OpenDraft, full_names: bool = False) -> Iterator[tuple[dict[str, int], dict[str, Verdict]]]:
    """Each package, with the verdict of every line of the draft so settled."""
    for options, text in draft.packages():
        model, deal, lines = opened(text)
        for happens in (0, 1):
            checker = Checker(model, deal, Surroundings())
            for record in checker.deal.choices:
                checker.chosen[record.number] = (happens, None)
            checker.prepare(lines)
            yield (
                {**{f"choice {at}": option for at, option in enumerate(options)}, "done": happens},
                {line.full_name if full_names else line.name: checker.judge(line).verdict for line in lines},
            )


def assert_as_one_by_one(draft: OpenDraft) -> None:
    """Fail unless what is said of all packages at once is what each comes to, line by line."""
    model, deal, lines = opened(draft.open())
    checker = Checker(model, deal, Surroundings())
    packages = checker.prepare(lines)
    verdicts = {line.name: checker.judge(line) for line in lines}
    seen: dict[str, set[Verdict]] = {line.name: set() for line in lines}
    brackets = sorted(record.number for record in deal.choices if record.sort != "event")
    for options, settled in one_by_one(draft):
        taken = {number: options[f"choice {at}"] for at, number in enumerate(brackets)}
        vector = [options["done"] if record.event else taken[record.number] for record in packages.records]
        for line in lines:
            assert line.sentence is not None
            diagram = packages.spread(line.sentence).diagram
            assert diagram is not None
            found = VERDICT[packages.diagrams.at(diagram, vector)]
            assert found is settled[line.name], (line.name, options, found, settled[line.name], draft.open())
            seen[line.name].add(found)
    for name, judged in verdicts.items():
        expected = seen[name]
        if len(expected) == 1:
            assert judged.verdict in expected, name
            assert not judged.judgement.breaks
            assert not judged.judgement.saves
        elif Verdict.MET in expected and Verdict.VIOLATED in expected:
            assert judged.verdict is Verdict.OPEN, name
            assert judged.judgement.findings
        else:
            assert judged.verdict is Verdict.UNKNOWN, name


@given(drafts())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_line_over_all_packages_is_as_in_each_of_them(draft: OpenDraft) -> None:
    assert_as_one_by_one(draft)


@given(drafts(sums=True))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_sum_put_together_from_its_parts_is_as_the_sum_of_each_package(draft: OpenDraft) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "MOST_TOGETHER", 0)
        assert_as_one_by_one(draft)


def many_on_one_point(rates: Iterable[str]) -> OpenDraft:
    """A draft in which every article bears on the same cars, taken or not: more packages than are tried."""
    body = "tariff by US from JP on autos layer cars rate {}"
    return OpenDraft(
        tuple(Article(body.format(rate), (), optional=True) for rate in rates),
        ("no tariff by US from JP on autos layer cars may have rate >= 25%", "no new export_cap by JP on autos"),
    )


def test_beyond_the_step_limit_nothing_is_guessed() -> None:
    model, deal, lines = opened(many_on_one_point(f"{at}%" for at in range(12)).open())
    checker = Checker(model, deal, Surroundings())
    packages = checker.prepare(lines)
    cars, cap = lines
    assert cars.sentence is not None
    assert packages.spread(cars.sentence).diagram is None
    assert checker.judge(cars).verdict is Verdict.OPEN  # taken alone, one breaks nothing; without any the 25% stay
    assert checker.judge(cap).verdict is Verdict.MET


def test_a_line_that_no_package_at_hand_decides_is_unknown() -> None:
    model, deal, lines = opened(many_on_one_point(f"{25 + at}%" for at in range(12)).open())
    checker = Checker(model, deal, Surroundings())
    checker.prepare(lines)
    judged = checker.judge(lines[0])
    assert judged.verdict is Verdict.UNKNOWN
    assert any("too many packages" in note for note in judged.judgement.notes)
