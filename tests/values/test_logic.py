"""Kleene logic, against its definition: None stands for either truth value, whichever it is."""

from __future__ import annotations

from itertools import product

import pytest

from dealcheck.logic import Truth, Verdict, all_of, any_of, both, either, negation

TRUTHS: tuple[Truth, ...] = (True, False, None)


def worlds(truth: Truth) -> tuple[bool, ...]:
    return (True, False) if truth is None else (truth,)


def agreed(results: set[bool]) -> Truth:
    return results.pop() if len(results) == 1 else None


@pytest.mark.parametrize(("left", "right"), list(product(TRUTHS, TRUTHS)))
def test_connectives_say_what_every_completion_says(left: Truth, right: Truth) -> None:
    pairs = list(product(worlds(left), worlds(right)))
    assert both(left, right) is agreed({one and other for one, other in pairs})
    assert either(left, right) is agreed({one or other for one, other in pairs})
    assert negation(both(left, right)) is either(negation(left), negation(right))


@pytest.mark.parametrize("truths", [list(row) for count in range(4) for row in product(TRUTHS, repeat=count)])
def test_many(truths: list[Truth]) -> None:
    completions = list(product(*map(worlds, truths)))
    assert all_of(truths) is agreed({all(row) for row in completions})
    assert any_of(truths) is agreed({any(row) for row in completions})


def test_what_is_decided_is_not_looked_at_further() -> None:
    def truths(first: bool) -> object:
        yield first
        raise AssertionError

    assert all_of(truths(False)) is False  # type: ignore[arg-type]
    assert any_of(truths(True)) is True  # type: ignore[arg-type]


def test_verdict_names() -> None:
    assert [verdict.value for verdict in Verdict] == ["violated", "met", "open", "unknown", "inactive"]
