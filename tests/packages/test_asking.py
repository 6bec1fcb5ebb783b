"""What is asked next: each answer decides in every package what it is said to, and nothing that waits is lost."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from dealcheck.evaluate.settling import Surroundings
from dealcheck.model.records import FieldSpec, Kind
from dealcheck.packages.asking import Asker, Questions
from dealcheck.packages.check import Checker
from dealcheck.packages.needs import Need, need_of, unit_of
from tests.packages.test_brute_force import opened
from tests.packages.test_counting import JUDGED, MET, UNKNOWN, VIOLATED, Brute, Talks, counted, talks

EXAMPLES = int(os.environ.get("DEALCHECK_EXAMPLES", "40"))


def asked(draft: Talks) -> Questions:
    """The questions of a draft."""
    model, deal, lines = opened(draft.open())
    checker = Checker(model, deal, Surroundings())
    packages = checker.prepare(lines)
    return Asker(packages, [checker.judge(line) for line in lines]).questions()


def depends(brute: Brute, name: str, at: int) -> bool:
    """Whether the verdict of a line hangs on a choice."""
    return any(
        brute.verdicts[*package[:at], other, *package[at + 1 :]][name] is not verdicts[name]
        for package, verdicts in brute.verdicts.items()
        for other in range(len(brute.options[at]))
    )


def seen(brute: Brute, name: str, at: int, option: int) -> set[object]:
    """The verdicts of a line in the packages that take an option."""
    return {verdicts[name] for package, verdicts in brute.verdicts.items() if package[at] == option}


@given(talks())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_questions_are_those_of_brute_force(draft: Talks) -> None:
    brute, _, _ = counted(draft, 0)
    found = asked(draft)
    everything = {name: {verdicts[name] for verdicts in brute.verdicts.values()} for name in draft.names}
    undecided = {name for name, verdicts in everything.items() if verdicts not in ({MET}, {VIOLATED})}
    assert {*found.undecided} == undecided
    # Every line that waits has a question, and every choice that one hangs on is asked for.
    assert {name for question in found.all for name in question.needed_by} == undecided
    by_choice = {question.need.subject: question for question in found.all if question.record is not None}
    for at, choice in enumerate(brute.names):
        waiting = {name for name in undecided if depends(brute, name, at)}
        assert (choice in by_choice) is bool(waiting)
        if not waiting:
            continue
        question = by_choice[choice]
        assert {*question.needed_by} == waiting
        assert tuple(answer.name for answer in question.answers) == brute.options[at]
        decided = []
        for option, answer in enumerate(question.answers):
            expected = {
                name: verdicts == {MET}
                for name in waiting
                if (verdicts := seen(brute, name, at, option)) in ({MET}, {VIOLATED})
            }
            assert dict(answer.decides) == expected
            decided.append({*expected})
        assert {*question.decides} == set.intersection(*decided)
    persons = {question.need.subject: question for question in found.all if question.need.sort == "person"}
    unknown = {name for name in undecided if UNKNOWN in everything[name]}
    assert {*persons} == {name for name in unknown if JUDGED in draft.names[name].sentence}
    # Where measures contradict each other, that is what is missing.
    others = {name for question in found.all if question.need.sort == "other" for name in question.needed_by}
    assert unknown <= {*persons} | others
    for name, question in persons.items():
        assert question.question == "Is it worth it?"
        assert question.needed_by == (name,)
        assert question.decides == ((name,) if everything[name] == {UNKNOWN} and name not in others else ())


@given(talks())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_questions_that_decide_most_red_lines_come_first(draft: Talks) -> None:
    hard = {name for name, line in draft.names.items() if line.level == "red line"}
    found = [(len({*each.decides} & hard), len({*each.needed_by} & hard)) for each in asked(draft).all]
    assert found == sorted(found, reverse=True)


# ---- What is missing, told apart -------------------------------------------------------------------------------------

KINDS = {"tariff": Kind("tariff", "", {}, {"rate": FieldSpec("rate", "rate")})}


@pytest.mark.parametrize(
    ("missing", "need"),
    [
        ("customs value of the goods in JPY/kg", Need("customs_value", "rice")),
        ("exchange rate of USD and JPY", Need("exchange", "USD and JPY")),
        ('a person\'s judgement: `assess JP.a met by "NAME" on DATE because "..."`', Need("person", "JP.a")),
        ("the flow has no end, so its whole sum is not known", Need("end", "JP.a")),
        ("the line itself: it has an error", Need("line", "JP.a")),
        ("`signed` is not given", Need("date", "signed")),
        ("`us_deadline` is not given", Need("fact", "us_deadline")),
        ("what line 12 leaves open", Need("choice", "", 12)),
        ("line 12 leaves it open", Need("choice", "", 12)),
        ("a measure on everything for `general tariff\n  by US`", Need("general", "general tariff by US")),
        ("mfn tariff rate by JP from US", Need("schedule", "mfn tariff rate by JP from US")),
        ("tariff rate by JP", Need("schedule", "tariff rate by JP")),
        ("the mfn tariff rate by JP from US is not known", Need("schedule", "mfn tariff rate by JP from US")),
        ("something else", Need("other", "something else")),
        ("rate", Need("other", "rate")),
    ],
)
def test_what_is_missing_is_told_apart(missing: str, need: Need) -> None:
    assert need_of(missing, "rice", "JP.a", KINDS) == need


def test_the_unit_of_a_customs_value() -> None:
    assert unit_of("customs value of the goods in JPY/kg") == "JPY/kg"
    assert unit_of("exchange rate of USD and JPY") == ""
