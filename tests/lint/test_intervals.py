"""The algebra of sets of numbers, held against looking at each number."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.lint.intervals import ALL, NONE, Numbers
from dealcheck.values import Exact, exact

OPERATORS = {
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    "=": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    ">=": lambda x, y: x >= y,
    ">": lambda x, y: x > y,
}
LIMITS = [exact(Fraction(number, 2)) for number in range(-4, 5)]
PLACES = [exact(Fraction(number, 8)) for number in range(-24, 25)]
"""The limits themselves, and numbers between and beyond them."""


@st.composite
def sets(draw: st.DrawFn, depth: int = 3) -> tuple[Numbers, frozenset[Exact]]:
    """A set, and which of the places lie in it, worked out by looking at each."""
    if not depth or draw(st.booleans()):
        operator, limit = draw(st.sampled_from(sorted(OPERATORS))), draw(st.sampled_from(LIMITS))
        inside = frozenset(place for place in PLACES if OPERATORS[operator](place, limit))
        return Numbers.where(operator, limit), inside
    one, held = draw(sets(depth=depth - 1))
    word = draw(st.sampled_from(("not", "and", "or", "less")))
    if word == "not":
        return ~one, frozenset(PLACES) - held
    other, also = draw(sets(depth=depth - 1))
    if word == "and":
        return one & other, held & also
    return (one | other, held | also) if word == "or" else (one - other, held - also)


@given(sets())
def test_membership_is_what_looking_at_each_number_says(made: tuple[Numbers, frozenset[Exact]]) -> None:
    numbers, inside = made
    assert {place for place in PLACES if place in numbers} == inside


@given(sets(), sets(), sets())
def test_laws(
    one: tuple[Numbers, frozenset[Exact]],
    other: tuple[Numbers, frozenset[Exact]],
    third: tuple[Numbers, frozenset[Exact]],
) -> None:
    a, b, c = one[0], other[0], third[0]
    assert ~~a == a
    assert a | b == b | a
    assert a & b == b & a
    assert a | (b | c) == (a | b) | c
    assert a & (b & c) == (a & b) & c
    assert a & (b | c) == (a & b) | (a & c)
    assert ~(a | b) == ~a & ~b
    assert a | ~a == ALL
    assert a & ~a == NONE
    assert (a <= b) == (one[1] <= other[1])
    assert (a == b) == (one[1] == other[1])
    assert bool(a) == bool(one[1])


@given(sets(), sets(), st.booleans())
def test_samples_stand_for_every_piece(
    made: tuple[Numbers, frozenset[Exact]], mark: tuple[Numbers, frozenset[Exact]], whole: bool
) -> None:
    numbers, other = made[0], mark[0]
    found = numbers.samples([other], whole=whole)
    assert all(number in numbers for number in found)
    assert all(exact(number).denominator == 1 for number in found if whole)
    looked_at = [place for place in PLACES if place in numbers and (not whole or place.denominator == 1)]
    assert {place in other for place in looked_at} <= {number in other for number in found}


@pytest.mark.parametrize(
    ("low", "high", "low_open", "high_open", "whole", "samples"),
    [
        (1, 2, True, True, True, []),
        (1, 2, True, True, False, [Fraction(3, 2)]),
        (1, 2, False, True, True, [1]),
        (1, 2, True, False, True, [2]),
        (Fraction(1, 2), Fraction(3, 4), False, False, True, []),
        (None, 2, False, True, True, [1]),
        (None, None, False, False, True, [0]),
        (2, 2, False, False, False, [2]),
        (2, 2, False, True, False, []),
        (3, 2, False, False, False, []),
        (5, None, True, False, False, [6]),
    ],
)
def test_samples_of_an_interval(
    low: Exact | None, high: Exact | None, low_open: bool, high_open: bool, whole: bool, samples: list[Exact]
) -> None:
    assert Numbers.between(low, high, low_open, high_open).samples([], whole=whole) == samples
