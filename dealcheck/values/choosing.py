"""The least and the greatest of several values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dealcheck.values import symbolic
from dealcheck.values.amounts import Duration, Money, Points, Quantity, Rate, Unlimited, Value, ValueFault
from dealcheck.values.expressions import Num, Symbolic
from dealcheck.values.facts import NO_FACTS, ComparisonFacts
from dealcheck.values.matching import alike, unlike
from dealcheck.values.rates import choose_rate

if TYPE_CHECKING:
    from collections.abc import Callable


def minimum(first: Value, *others: Value, facts: ComparisonFacts = NO_FACTS) -> Value | ValueFault:
    """The least of the values."""
    return _fold(first, others, facts, symbolic.minimum)


def maximum(first: Value, *others: Value, facts: ComparisonFacts = NO_FACTS) -> Value | ValueFault:
    """The greatest of the values."""
    return _fold(first, others, facts, symbolic.maximum)


def _fold(
    first: Value, others: tuple[Value, ...], facts: ComparisonFacts, choose: Callable[..., Num]
) -> Value | ValueFault:
    if others and isinstance(first, Rate) and not first.specific:
        # Many percentages are chosen from at once: in pairs, each choice would be compared with all that came before.
        percents = [first.percent]
        percents += [other.percent for other in others if isinstance(other, Rate) and not other.specific]
        if len(percents) == len(others) + 1:
            return Rate(choose(*percents))
    result = first
    for other in others:
        chosen = _choose(result, other, facts, choose)
        if isinstance(chosen, ValueFault):
            return chosen
        result = chosen
    return result


def _choose(left: Value, right: Value, facts: ComparisonFacts, choose: Callable[..., Num]) -> Value | ValueFault:
    greatest = choose is symbolic.maximum
    if isinstance(left, Rate) and isinstance(right, Rate):
        return choose_rate(left, right, facts, choose)
    if isinstance(left, int | Fraction | Symbolic) and isinstance(right, int | Fraction | Symbolic):
        return choose(left, right)
    if isinstance(left, Points) and isinstance(right, Points):
        return Points(choose(left.number, right.number))
    if isinstance(left, Unlimited) and isinstance(right, Quantity | Money | Unlimited):
        return left if greatest else right
    if isinstance(right, Unlimited) and isinstance(left, Quantity | Money):
        return right if greatest else left
    if isinstance(left, Quantity | Money) and isinstance(right, Quantity | Money):
        pair = alike(left, right, facts, in_condition=True)
        if isinstance(pair, ValueFault):
            return pair
        number, per = choose(pair[0], pair[1]), pair[2]
        if number == pair[0] and isinstance(pair[0], int | Fraction):
            return left
        if number == pair[1] and isinstance(pair[1], int | Fraction):
            return right
        return (
            Quantity(number, left.unit, per, left.shown)
            if isinstance(left, Quantity)
            else Money(number, left.currency, per)
        )
    if isinstance(left, date) and isinstance(right, date):
        return max(left, right) if greatest else min(left, right)
    if isinstance(left, Duration) and isinstance(right, Duration):
        (first, base), (second, other) = left.meaning, right.meaning
        if base == other or not first or not second:
            return left if (first >= second) == greatest else right
    return unlike("be held against", left, right)
