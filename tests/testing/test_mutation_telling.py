"""Tests that would notice a survivor: found, ready to paste, and verified."""

from __future__ import annotations

import pytest

from dealcheck.testing.mutation.run import try_line
from dealcheck.testing.mutation.telling import telling
from dealcheck.testing.run import Suite
from tests.testing.mutating import HEAD, bench, case, draft, policy

SILENCE = f'test "silence" {{ deal {{ {HEAD} }}  expect JP.line met }}\n'


@pytest.mark.parametrize(
    ("sentence", "operator"),
    [
        ("no levy by US may have rate >= 30%", "comparison"),
        ("no levy by US may have rate >= 30%", "threshold"),
        ("no levy by US on cars | trucks may have rate >= 30%", "scope"),
        ("no new quota by US", "adjective"),
        ("no written quota by US", "adjective"),
        ("every levy by US on vehicles must have rate < 30%", "quantifier"),
        ("no quota by US may have volume > 5 t or volume raised", "connective"),
        ("no levy by US may have rate > 25% after 2026-01-01", "window"),
        ("no levy by US may have rate > 25% unless some quota by US", "guard"),
        ("no rule by JP may have action in {change, repeal}", "scope"),
    ],
)
def test_survivors_are_told_by_a_test_that_holds(sentence: str, operator: str) -> None:
    text = policy(sentence, tests=SILENCE)
    opened = bench(text)
    own = opened.lines[0]
    survivors = [each for each in try_line(opened, own).survivors if each.mutant.operator == operator]
    assert survivors
    told = telling(opened, own, survivors)
    assert {id(mutant) for test in told for mutant in test.mutants} == {id(each) for each in survivors}
    # Pasted as they are, the tests pass, and no mutant survives them.
    pasted = text + "".join(test.text for test in told)
    suite = Suite(draft(pasted))
    assert [suite.run(test).failures for test in suite.tests] == [()] * len(suite.tests)
    again = bench(pasted)
    left = [each.mutant for each in try_line(again, again.lines[0]).survivors if each.mutant.operator == operator]
    assert left == []


def test_what_no_draft_tells_is_said_to_be_told_by_none() -> None:
    # Whatever the first half is, the whole holds: nothing can tell one first half from another.
    text = policy("no levy by US on cars or some levy by US on vehicles", tests=SILENCE.replace("met", "met"))
    opened = bench(text)
    own = opened.lines[0]
    survivors = [
        each for each in try_line(opened, own).survivors if each.mutant.new.startswith(": some levy by US on cars")
    ]
    told = telling(opened, own, survivors)
    assert all(set(test.mutants) <= set(survivors) for test in told)


def test_a_test_that_tells_many_is_found_once() -> None:
    text = policy("no levy by US on cars | trucks may have rate >= 30%", tests=SILENCE)
    opened = bench(text)
    survivors = try_line(opened, opened.lines[0]).survivors
    told = telling(opened, opened.lines[0], survivors)
    assert sum(len(test.mutants) for test in told) == len({id(each) for test in told for each in test.mutants})
    assert len(told) < len(survivors)


def test_readings_are_told_with_the_line() -> None:
    sentence = "no levy by US may have rate >= 50%\n    reading low: no levy by US may have rate >= 30%"
    text = policy(sentence, tests=SILENCE + case("met reading low met"))
    opened = bench(text)
    own = opened.lines[0]
    survivors = [each for each in try_line(opened, own).survivors if each.mutant.reading == "low"]
    assert survivors
    told = telling(opened, own, survivors)
    assert told
    assert all("reading low" in test.text for test in told)
