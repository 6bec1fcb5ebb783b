"""Arithmetic on values, with units: every operation gives a value, or says why there is none."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from dealcheck.values import symbolic
from dealcheck.values.amounts import (
    UNLIMITED,
    Duration,
    Money,
    Points,
    Quantity,
    Rate,
    Unlimited,
    Value,
    ValueFault,
    describe,
    rate_of,
    with_parts,
)
from dealcheck.values.dates import add_duration
from dealcheck.values.exact import over
from dealcheck.values.expressions import Num, Symbolic
from dealcheck.values.facts import NO_FACTS, ComparisonFacts
from dealcheck.values.matching import alike, unlike
from dealcheck.values.rates import ratio_of, scaled_rate


def add(left: Value, right: Value, facts: ComparisonFacts = NO_FACTS) -> Value | ValueFault:
    """The sum."""
    return _sum(left, right, 1, facts)


def subtract(left: Value, right: Value, facts: ComparisonFacts = NO_FACTS) -> Value | ValueFault:
    """The difference, which may lie below 0."""
    return _sum(left, right, -1, facts)


def _sum(left: Value, right: Value, sign: int, facts: ComparisonFacts) -> Value | ValueFault:
    if isinstance(left, Rate):
        if isinstance(right, Rate):
            percent = _plus(left.percent, right.percent, sign)
            if not left.specific and not right.specific:
                return Rate(percent)
            return rate_of(percent, with_parts(left.specific, right.specific, sign))
        if isinstance(right, Points):
            return Rate(_plus(left.percent, right.number, sign), left.specific)
    elif isinstance(left, Points):
        if isinstance(right, Points):
            return Points(_plus(left.number, right.number, sign))
        if isinstance(right, Rate) and sign == 1:
            return Rate(symbolic.add(left.number, right.percent), right.specific)
    elif isinstance(left, int | Fraction | Symbolic) and isinstance(right, int | Fraction | Symbolic):
        return _plus(left, right, sign)
    elif isinstance(left, Quantity | Money | Unlimited) and isinstance(right, Quantity | Money | Unlimited):
        return _sum_of_pools(left, right, sign, facts)
    elif isinstance(left, date | Duration):
        return _sum_in_time(left, right, sign)
    return unlike("be added to" if sign == 1 else "be taken from", right, left)


def _plus(left: Num, right: Num, sign: int) -> Num:
    return symbolic.add(left, right) if sign == 1 else symbolic.subtract(left, right)


def _sum_of_pools(
    left: Quantity | Money | Unlimited, right: Quantity | Money | Unlimited, sign: int, facts: ComparisonFacts
) -> Value | ValueFault:
    if isinstance(left, Unlimited):
        if isinstance(right, Unlimited) and sign == -1:
            return ValueFault("no-number", "unlimited less unlimited is no number", "state a quantity")
        return UNLIMITED
    if isinstance(right, Unlimited):
        if sign == 1:
            return UNLIMITED
        return ValueFault("no-number", f"{describe(left)} less an unlimited one is no number", "state a quantity")
    pair = alike(left, right, facts)
    if isinstance(pair, ValueFault):
        return pair
    first, second, per = pair
    total = _plus(first, second, sign)
    if isinstance(left, Quantity):
        return Quantity(total, left.unit, per, left.shown)
    return Money(total, left.currency, per)


def _sum_in_time(left: date | Duration, right: Value, sign: int) -> Value | ValueFault:
    if isinstance(left, date):
        if isinstance(right, Duration):
            return _later(left, right, sign)
        if isinstance(right, date) and sign == -1:
            return Duration((left - right).days, "day")
    elif isinstance(right, Duration):
        if left.unit == right.unit:
            return Duration(left.count + sign * right.count, left.unit)
        (first, base), (second, other) = left.meaning, right.meaning
        if base == other or not left.count or not right.count:
            return Duration(first + sign * second, base if left.count else other)
        return ValueFault(
            "unlike-units",
            f"{left.unit}s and {right.unit}s have no fixed length in each other",
            "state both in days and weeks, or both in months and years",
        )
    elif isinstance(right, date) and sign == 1:
        return _later(right, left, 1)
    return unlike("be added to" if sign == 1 else "be taken from", right, left)


def _later(day: date, duration: Duration, sign: int) -> date | ValueFault:
    result = add_duration(day, sign * duration.count, duration.unit)
    return result or ValueFault("beyond-calendar", "the date lies beyond the calendar", "years run from 1 to 9999")


def negate(value: Value) -> Value | ValueFault:
    """The negative."""
    return multiply(value, -1)


def multiply(left: Value, right: Value) -> Value | ValueFault:
    """The product: by a plain number, or of a pure percentage with a rate, a quantity or money."""
    if isinstance(left, int | Fraction | Symbolic):
        return _scaled(right, left)
    if isinstance(right, int | Fraction | Symbolic):
        return _scaled(left, right)
    # A percentage of something; of two percentages the right one is taken as the share.
    for value, share in ((left, right), (right, left)):
        if (
            isinstance(share, Rate)
            and not share.specific
            and isinstance(value, Rate | Quantity | Money | Points | Unlimited)
        ):
            return _scaled(value, symbolic.scale(share.percent, Fraction(1, 100)))
    return unlike("be multiplied by", left, right)


def _scaled(value: Value, factor: Num) -> Value | ValueFault:
    if isinstance(value, Rate):
        return scaled_rate(value, factor)
    if isinstance(value, int | Fraction | Symbolic):
        return symbolic.product(value, factor)
    if isinstance(value, Points):
        return Points(symbolic.product(value.number, factor))
    if isinstance(value, Quantity):
        return Quantity(symbolic.product(value.number, factor), value.unit, value.per, value.shown)
    if isinstance(value, Money):
        return Money(symbolic.product(value.number, factor), value.currency, value.per)
    if isinstance(value, Unlimited):
        if symbolic.sign_is(factor, ">"):
            return UNLIMITED
        return ValueFault("no-number", "unlimited times a number that is not above 0 is no number", "state a quantity")
    if isinstance(value, Duration):
        return _scaled_duration(value, factor)
    return ValueFault("unlike-values", f"{describe(value)} cannot be multiplied", "")


def _scaled_duration(value: Duration, factor: Num) -> Duration | ValueFault:
    count = symbolic.scale(factor, value.count)
    if isinstance(count, int):
        return Duration(count, value.unit)
    size, base = value.meaning
    count = symbolic.scale(factor, size)
    if isinstance(count, int):
        return Duration(count, base)
    return ValueFault("bad-duration", f"a duration is a whole number of {base}s", "write a factor that leaves one")


def divide(left: Value, right: Value, facts: ComparisonFacts = NO_FACTS) -> Value | ValueFault:
    """The quotient: by a plain number, or of two alike, which is a plain number (of two rates: of pure percentages)."""
    if isinstance(right, int | Fraction | Symbolic):
        return _divided(left, right)
    if isinstance(right, Rate) and not right.specific:
        if isinstance(left, Rate) and not left.specific:
            return _divided(left.percent, right.percent)
        if isinstance(left, Quantity | Money):
            return _divided(left, symbolic.scale(right.percent, Fraction(1, 100)))
    if isinstance(left, Rate) and isinstance(right, Rate):
        ratio = ratio_of(left, right)
        if ratio is not None:
            return ratio
    if isinstance(left, Points) and isinstance(right, Points):
        return _divided(left.number, right.number)
    if isinstance(left, Quantity | Money) and isinstance(right, Quantity | Money):
        pair = alike(left, right, facts)
        return pair if isinstance(pair, ValueFault) else _divided(pair[0], pair[1])
    return unlike("be divided by", left, right)


def _divided(value: Value, divisor: Num) -> Value | ValueFault:
    zero = symbolic.sign_is(divisor, "=")
    if zero is True:
        return ValueFault("division-by-zero", "a value is divided by 0", "divide by a number that is not 0")
    if isinstance(divisor, Symbolic):
        if isinstance(value, int | Fraction | Symbolic):
            # A number over itself is 1, whatever it is.
            return symbolic.quotient(value, divisor)
        return _scaled(value, symbolic.quotient(1, divisor))
    return _scaled(value, over(1, divisor))
