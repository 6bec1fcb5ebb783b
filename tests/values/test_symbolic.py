"""Unknown numbers: what can be told of them, against samples and against what the language promises."""

from __future__ import annotations

import copy
import operator
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcheck.values import Exact, Num, Unknown, deciding, show, sign_is, substitute, symbol, unknowns_of
from dealcheck.values.symbolic import (
    Interval,
    Symbolic,
    add,
    decide_sign,
    interval_of,
    maximum,
    minimum,
    quotient,
    scale,
    subtract,
)
from dealcheck.values.symbolic import product as times
from tests.values.strategies import UNKNOWNS, Assignment, assignments, exacts, numbers, worked_out

if TYPE_CHECKING:
    from collections.abc import Callable

OPERATORS: dict[str, Callable[[Exact, Exact], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}

MFN = symbol(Unknown("mfn", label="mfn"))
GAP = maximum(0, subtract(15, MFN))
"""`all_in 15%` over an unknown mfn."""


@pytest.mark.parametrize(
    ("left", "op", "right", "truth"),
    [
        (add(MFN, GAP), "<=", maximum(15, MFN), True),
        (add(MFN, GAP), "=", maximum(15, MFN), True),
        (add(MFN, GAP), ">=", 15, True),
        (add(MFN, GAP), "<=", 15, None),
        (GAP, "<", 24, True),
        (GAP, "<=", 15, True),
        (GAP, "<", 15, None),
        (GAP, ">=", 0, True),
        (GAP, ">", 15, False),
        (add(MFN, 25), ">=", 25, True),
        (add(MFN, 25), ">", 25, None),
        (add(MFN, 25), "<", 25, False),
        (add(MFN, Fraction(25, 2)), "<", 15, None),
        (MFN, "=", MFN, True),
        (MFN, "!=", MFN, False),
        (add(MFN, 1), "=", MFN, False),
        (add(MFN, 1), "!=", MFN, True),
        (minimum(MFN, 10), "<=", MFN, True),
        (minimum(MFN, 10), ">", 10, False),
        (maximum(MFN, 10), ">=", minimum(MFN, 20), True),
        (scale(MFN, Fraction(9, 10)), "<=", MFN, True),
        (scale(MFN, Fraction(9, 10)), "<", MFN, None),
    ],
)
def test_what_the_language_promises(left: Num, op: str, right: Num, truth: bool | None) -> None:
    assert sign_is(subtract(left, right), op) is truth


@given(numbers, st.sampled_from(list(OPERATORS)), assignments())
def test_what_is_told_holds_of_every_sample(number: Num, op: str, values: Assignment) -> None:
    truth, limited = decide_sign(number, op)
    assert not limited
    assert truth is None or OPERATORS[op](worked_out(number, values), 0) is truth


def corners() -> list[Assignment]:
    """Values at, near and far from every bound, and some between."""
    tiny = Fraction(1, 10**6)
    grids: list[list[Exact]] = [
        [0, tiny, Fraction(1, 2), 1, 2, 4, 7, 1000],
        [tiny, Fraction(1, 2), 1, 2, 4, 7, 1000],
        [-2, -1, 0, tiny, Fraction(3, 2), 3],
        [5 - tiny, 4, 2, 0, -1, -7, -1000],
    ]
    return [dict(zip(UNKNOWNS, row, strict=True)) for row in product(*grids)]


CORNERS = corners()


@settings(max_examples=60)
@given(numbers, st.sampled_from(["<", "<=", ">=", ">"]))
def test_what_cannot_be_told_has_samples_both_ways(number: Num, op: str) -> None:
    if sign_is(number, op) is not None or not isinstance(number, Symbolic):
        return
    found = {OPERATORS[op](worked_out(number, values), 0) for values in CORNERS}
    if len(found) == 1:
        # The grid is coarse: where it shows one side only, the other must be a sliver that linear programming finds.
        assert witness(number, op, wanted=not found.pop())


def witness(number: Num, op: str, wanted: bool) -> bool:
    """Whether a walk from the best corners finds values at which `number OP 0` is as wanted."""
    towards = (op in ("<", "<=")) == wanted
    start = sorted(CORNERS, key=lambda values: worked_out(number, values), reverse=not towards)[:20]
    for best in start:
        for step in (Fraction(1), Fraction(1, 4), Fraction(1, 12), Fraction(1, 60)):
            for moves in product((-step, 0, step), repeat=4):
                values = {unknown: best[unknown] + move for unknown, move in zip(UNKNOWNS, moves, strict=True)}
                inside = all(within(unknown, value) for unknown, value in values.items())
                if inside and OPERATORS[op](worked_out(number, values), 0) is wanted:
                    return True
    return False


def within(unknown: Unknown, value: Exact) -> bool:
    low, high = unknown.low, unknown.high
    above = low is None or (value > low if unknown.low_open else value >= low)
    return above and (high is None or (value < high if unknown.high_open else value <= high))


@given(numbers, numbers, assignments(), exacts)
def test_arithmetic_is_that_of_numbers(left: Num, right: Num, values: Assignment, factor: Exact) -> None:
    one, other = worked_out(left, values), worked_out(right, values)
    assert worked_out(add(left, right), values) == one + other
    assert worked_out(subtract(left, right), values) == one - other
    assert worked_out(scale(left, factor), values) == one * factor
    assert worked_out(maximum(left, right), values) == max(one, other)
    assert worked_out(minimum(left, right), values) == min(one, other)


@given(numbers, numbers, numbers)
def test_laws_hold_as_equality(left: Num, right: Num, third: Num) -> None:
    assert add(left, right) == add(right, left)
    assert hash(add(left, right)) == hash(add(right, left))
    assert add(add(left, right), third) == add(left, add(right, third))
    assert subtract(left, left) == 0
    assert maximum(left, left) == left
    assert maximum(left, right) == maximum(right, left) or sign_is(subtract(left, right), "=")


@given(numbers, assignments())
def test_interval_and_substitution(number: Num, values: Assignment) -> None:
    result = worked_out(number, values)
    interval = interval_of(number)
    assert interval.low is None or (interval.low < result if interval.low_open else interval.low <= result)
    assert interval.high is None or (interval.high > result if interval.high_open else interval.high >= result)
    assert substitute(number, dict(values)) == result
    assert set(unknowns_of(number)) <= set(UNKNOWNS)
    assert not isinstance(number, Symbolic) or unknowns_of(number)


@given(numbers, numbers, st.sampled_from(list(OPERATORS)), assignments())
def test_products_are_sound(left: Num, right: Num, op: str, values: Assignment) -> None:
    # The product's own unknowns stand for what the factors make of them, so that substituting gives the true product.
    result = times(left, right)
    true = worked_out(left, values) * worked_out(right, values)
    assert substitute(result, dict(values)) == true
    truth = sign_is(result, op)
    assert truth is None or OPERATORS[op](true, 0) is truth


@given(st.sampled_from(UNKNOWNS[:2]), st.sampled_from(UNKNOWNS[:2]))
def test_quotients(left: Unknown, right: Unknown) -> None:
    one, other = symbol(left), symbol(right)
    assert times(quotient(one, other), other) == one
    assert quotient(one, one) == 1
    assert quotient(1, quotient(1, other)) == other
    assert substitute(quotient(one, add(other, 1)), {left: 6, right: 6 if left == right else 2}) == Fraction(
        6, 7 if left == right else 3
    )
    assert sign_is(quotient(1, symbol(UNKNOWNS[1])), ">") is True


def test_what_stands_in_products_and_quotients() -> None:
    one, other, third, fourth = map(symbol, UNKNOWNS)
    number = times(one, quotient(other, add(one, third)))
    assert unknowns_of(number) == (UNKNOWNS[0], UNKNOWNS[1], UNKNOWNS[2])
    assert unknowns_of(quotient(1, fourth)) == (UNKNOWNS[3],)
    assert substitute(number, {UNKNOWNS[0]: 1, UNKNOWNS[1]: 6, UNKNOWNS[2]: 2}) == 2
    # One over what turns out to be 0 is no number, and stays what it was.
    assert substitute(quotient(1, one), {UNKNOWNS[0]: 0}) == quotient(1, one)
    assert substitute(quotient(1, subtract(one, 2)), {UNKNOWNS[0]: 2}) == quotient(1, subtract(one, 2))


def test_bounds_of_products_and_quotients() -> None:
    _, above, between, below = map(symbol, UNKNOWNS)
    assert interval_of(times(between, between)) == Interval(0, 9)
    assert interval_of(times(between, below)) == Interval(None, None)
    assert interval_of(times(above, above)) == Interval(0, None, low_open=True)
    part = symbol(Unknown("part", low=2, high=4, high_open=True))
    assert interval_of(times(part, part)) == Interval(4, 16, high_open=True)
    assert interval_of(times(part, between)) == Interval(-8, 12)
    assert interval_of(quotient(1, part)) == Interval(Fraction(1, 4), Fraction(1, 2), low_open=True)
    assert interval_of(quotient(1, between)) == Interval(None, None)
    assert interval_of(quotient(1, add(part, above))) == Interval(0, Fraction(1, 2), low_open=True, high_open=True)
    assert interval_of(quotient(6, maximum(part, above))) == Interval(0, 3, low_open=True)


def test_unknowns_that_are_one_by_key() -> None:
    assert subtract(symbol(Unknown("x", label="x")), symbol(Unknown("x", label="x"))) == 0
    assert subtract(symbol(Unknown("x")), symbol(Unknown("y"))) != 0
    with pytest.raises(ValueError, match="bounds"):
        Unknown("x", low=2, high=1)
    with pytest.raises(ValueError, match="bounds"):
        Unknown("x", low=1, high=1, low_open=True)
    with pytest.raises(ValueError, match="comparison"):
        sign_is(1, "=>")
    with pytest.raises(ValueError, match="comparison"):
        sign_is(MFN, "=>")


@given(numbers)
def test_copies_are_equal(number: Num) -> None:
    # As in another process.
    assert copy.deepcopy(number) == number


def test_many_unknowns_at_once() -> None:
    unknown = [symbol(Unknown(index, label=str(index))) for index in range(120)]
    least = minimum(*unknown)
    assert sign_is(subtract(least, unknown[60]), "<=") is True
    assert sign_is(subtract(least, unknown[60]), "<") is None
    assert sign_is(subtract(maximum(*unknown, 5), 5), ">=") is True
    assert len(unknowns_of(least)) == 120


def test_deep_and_shared_expressions() -> None:
    number: Num = symbol(Unknown(("deep", 0), label="u0"))
    for index in range(1, 250):
        choose = maximum if index % 2 else minimum
        number = choose(add(number, 1), symbol(Unknown(("deep", index), label=f"u{index}")))
    assert len(unknowns_of(number)) == 250
    assert sign_is(number, ">=") is True
    assert len(unknowns_of(substitute(number, {Unknown(("deep", 0), label="u0"): 1}))) == 249
    assert "(...)" in show(number)
    for index in range(60):
        number = maximum(
            add(number, 1), subtract(scale(number, 2), symbol(Unknown(("shared", index), label=f"s{index}")))
        )
    assert len(unknowns_of(number)) == 310
    assert sign_is(number, ">=") is True
    assert len(unknowns_of(substitute(number, {Unknown(("deep", 0), label="u0"): 1}))) == 309
    assert show(number)


def test_many_greatest_at_once_take_no_more_than_the_steps() -> None:
    unknown = [symbol(Unknown(("many", index), low=-5 if index % 2 else None)) for index in range(12)]
    total: Num = 0
    for index in range(14):
        operands = [
            add(
                scale(unknown[(index * 5 + turn) % 12], turn - 2),
                add(unknown[(index + turn * 7) % 12], turn * index % 9),
            )
            for turn in range(5)
        ]
        total = add(total, scale(maximum(*operands), 1 if index % 3 else -1))
    assert decide_sign(total, ">=")[0] is None


def test_beyond_the_step_limit_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown = [symbol(Unknown(("limited", index))) for index in range(4)]
    number = subtract(add(maximum(*unknown[:2]), maximum(*unknown[2:])), maximum(unknown[0], unknown[3]))
    monkeypatch.setattr(deciding, "MOST_STEPS", 1)
    assert decide_sign(number, ">=") == (None, True)
    monkeypatch.undo()
    deciding._decide.cache_clear()
    assert decide_sign(number, ">=") == (True, False)
