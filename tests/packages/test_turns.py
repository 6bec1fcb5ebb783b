"""Where a comparison may turn: the roots of an expression in an open number, others being anywhere in their bounds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dealcheck.evaluate.turns import Turns, choice_of, roots
from dealcheck.values import NO_FACTS, Exact, Quantity, Rate, Word, symbol
from dealcheck.values.linear import add, scale, subtract
from dealcheck.values.symbolic import Num, Unknown, maximum, minimum, substitute
from dealcheck.worlds.states import LeftOpen

OPEN = Unknown(("choice", 3), low=0)
OTHER = Unknown("mfn", low=0, high=30)

NUMBERS = st.integers(-20, 20)


def line(slope: int, constant: int) -> Num:
    """`slope * x + constant` in the open number x."""
    return add(scale(symbol(OPEN), slope), constant)


def at(number: Num, value: Exact) -> Exact:
    """What an expression in the open number alone comes to."""
    found = substitute(number, {OPEN: value})
    assert isinstance(found, int | Fraction)
    return found


@st.composite
def expressions(draw: st.DrawFn) -> Num:
    """Expressions in the open number alone: lines, and the greatest and least of lines, added up."""
    found: Num = draw(NUMBERS)
    for _ in range(draw(st.integers(1, 2))):
        lines = [line(draw(NUMBERS), draw(NUMBERS)) for _ in range(draw(st.integers(1, 3)))]
        part = draw(st.sampled_from((maximum, minimum)))(*lines)
        found = add(found, scale(part, draw(st.sampled_from((-1, 1, 2)))))
    return found


@given(expressions(), st.fractions(0, 50, max_denominator=6), st.fractions(0, 50, max_denominator=6))
def test_between_two_roots_the_sign_stays(number: Num, one: Fraction, other: Fraction) -> None:
    edges = sorted({Fraction(root) for root in roots(number, OPEN)})
    low, high = min(one, other), max(one, other)
    if any(low <= edge <= high for edge in edges):
        return
    first, second = at(number, low), at(number, high)
    assert (first > 0) == (second > 0)
    assert (first < 0) == (second < 0)


@given(expressions())
def test_every_change_of_sign_is_at_a_root(number: Num) -> None:
    edges = {Fraction(root) for root in roots(number, OPEN)}
    grid = sorted({Fraction(step, 2) for step in range(100)} | {edge for edge in edges if edge >= 0})
    for one, other in pairwise(grid):
        first, second = at(number, one), at(number, other)
        if first * second < 0:
            assert any(one <= edge <= other for edge in edges)
        for value, found in ((one, first), (other, second)):
            # A value of 0 that is none elsewhere near is a root itself.
            if found == 0 and first != second:
                assert value in edges


def test_another_unknown_turns_at_either_of_its_bounds() -> None:
    number = add(line(1, -25), symbol(OTHER))
    assert set(roots(number, OPEN)) == {25, -5}


def test_a_ceiling_turns_where_its_lines_meet() -> None:
    """`max(x, mfn) <= 15`: the open number against what it is joined with."""
    number = subtract(maximum(symbol(OPEN), symbol(OTHER)), 15)
    assert 15 in set(roots(number, OPEN))


# ---- What is noted ---------------------------------------------------------------------------------------------------


def noted(left: object, right: object) -> dict[int, list[object]]:
    turns = Turns()
    turns.note(left, right, NO_FACTS)  # type: ignore[arg-type]
    return {choice: list(values) for choice, values in turns.of.items()}


def test_a_comparison_with_a_number_is_noted() -> None:
    rate = Rate(symbol(OPEN))
    assert noted(rate, Rate(25)) == {3: [25]}
    assert noted(Rate(25), rate) == {3: [25]}
    assert noted(Rate(10), Rate(25)) == {}


def test_what_is_left_open_turns_on_what_it_is_held_against() -> None:
    left = LeftOpen("line 4 leaves it open", 3)
    assert noted(left, Quantity(5, "t")) == {3: [Quantity(5, "t")]}
    assert noted(Word("retailers"), left) == {3: [Word("retailers")]}
    assert noted(left, None) == {}
    assert noted(left, LeftOpen("line 5 leaves it open", 4)) == {}


def test_only_a_choice_is_one() -> None:
    assert choice_of(OPEN) == 3
    assert choice_of(OTHER) is None
    assert choice_of(Unknown(("choice", "x"))) is None
