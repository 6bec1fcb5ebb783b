"""Open text in bulk and in depth: answered, or said to be too much, in a moment."""

from __future__ import annotations

import pytest

from dealcheck.evaluate.settling import Surroundings
from dealcheck.logic import Verdict
from dealcheck.packages import fewest
from dealcheck.packages.check import Checker
from dealcheck.packages.diagrams import FALSE
from tests.packages.drafts import OpenDraft
from tests.packages.test_brute_force import opened

CARS = "no tariff by US from JP on autos layer cars may have rate >= 25%"


def nested(depth: int) -> str:
    """A bracket in a bracket, and so on."""
    value = "1%"
    for level in range(depth):
        value = f"[US: {value} | JP: {level}%]"
    return value


def verdict(*terms: str) -> Verdict:
    """The verdict on the line about cars."""
    model, deal, lines = opened(OpenDraft((), (CARS,)).text([f"  term t{at}: {term}" for at, term in enumerate(terms)]))
    checker = Checker(model, deal, Surroundings())
    checker.prepare(lines)
    return checker.judge(lines[0]).verdict


def test_brackets_within_brackets() -> None:
    assert verdict(f"tariff by US from JP on autos layer cars rate {nested(8)}") is Verdict.MET
    assert verdict(f"tariff by US from JP on autos layer cars rate {nested(40)}") in (Verdict.OPEN, Verdict.UNKNOWN)


def test_many_brackets_in_the_reach_of_one_line() -> None:
    terms = ["tariff by US from JP on autos layer cars rate 10%"]
    terms += [f"tariff by US from JP on hs 8703.{at:02d} layer cars rate [US: 25% | JP: 10%]" for at in range(10, 100)]
    model, deal, lines = opened(OpenDraft((), (CARS,)).text([f"  term t{at}: {each}" for at, each in enumerate(terms)]))
    packages = Checker(model, deal, Surroundings()).prepare(lines)
    assert lines[0].sentence is not None
    diagram = packages.spread(lines[0].sentence).diagram
    assert diagram is not None
    ones = [[1] * len(each.options) for each in packages.variables]
    # The event of the file bears on nothing, and so doubles what there is.
    assert packages.diagrams.count(diagram, ones) == 2
    assert packages.diagrams.count(diagram, ones, FALSE) == 2**91 - 2


def test_what_takes_too_many_steps_to_find_is_said() -> None:
    term = "  term t: investment by JP to US amount [USD 1 bn | USD 2 bn]"
    rule = "total amount of investment by JP must be <= USD 1 bn"
    model, deal, lines = opened(OpenDraft((), (rule,)).text([term]))
    checker = Checker(model, deal, Surroundings())
    checker.prepare(lines)
    assert not checker.judge(lines[0]).judgement.notes
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fewest, "MOST_STEPS", -1)
        judged = checker.judge(lines[0]).judgement
    assert judged.verdict is Verdict.OPEN
    assert judged.breaks == judged.saves == ()
    assert any("too many steps" in note for note in judged.notes)
