"""Sums of what a condition reads, with exact coefficients: what can be compared by intervals."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import field, frozen

from dealcheck.lint.intervals import ALL, Numbers
from dealcheck.lint.propositions import Axis
from dealcheck.values import Duration, Exact, Money, Points, Quantity, Rate, Symbolic, Value, exact
from dealcheck.values.exact import over

if TYPE_CHECKING:
    from collections.abc import Iterable

Unit = tuple[str, ...]

PERCENT: Unit = ("%",)
DATE: Unit = ("date",)
DAYS: Unit = ("days",)
MONTHS: Unit = ("months",)
PLAIN: Unit = ("number",)
NO_UNIT: Unit = ()
"""Of nothing at all, which is the same in every unit."""

DAYS_THERE_ARE = Numbers.between(date.min.toordinal(), date.max.toordinal())
AT_LEAST_ZERO = Numbers.between(0, None)


@frozen
class Quantum:
    """Something of one value that a condition reads, equal by its key, with what it can be."""

    key: Hashable
    domain: Numbers = field(default=ALL, eq=False)
    whole: bool = field(default=False, eq=False)
    may_be_unlimited: bool = field(default=False, eq=False)


@frozen
class Sum:
    """Some quanta, each so many times, and a number of a unit."""

    terms: tuple[tuple[Quantum, Exact], ...]
    constant: Exact = 0
    unit: Unit = NO_UNIT


def of_quantum(quantum: Quantum) -> Sum:
    """The quantum alone."""
    return Sum(((quantum, 1),))


def of_value(value: Value) -> Sum | None:
    """A value written out, as a number of a unit; None where it is no single number."""
    if isinstance(value, Symbolic):
        return None
    if isinstance(value, int | Fraction):
        return Sum((), value, PLAIN if value else NO_UNIT)
    if isinstance(value, Points):
        return _constant(value.number, PERCENT)
    if isinstance(value, Rate):
        if not value.specific:
            return _constant(value.percent, PERCENT)
        if value.percent != 0 or len(value.specific) > 1:
            return None
        (currency, unit), amount = value.specific[0]
        return _constant(amount, ("per", currency, unit))
    if isinstance(value, Quantity | Money):
        # In a condition what has no period counts per year beside a flow.
        number, sort, per = value.meaning
        word = "quantity" if isinstance(value, Quantity) else "money"
        return _constant(number, (word, sort, per or "year"))
    if isinstance(value, date):
        return Sum((), value.toordinal(), DATE)
    if isinstance(value, Duration):
        count, base = value.meaning
        return _constant(count, DAYS if base == "day" else MONTHS)
    return None


def _constant(number: object, unit: Unit) -> Sum | None:
    if not isinstance(number, int | Fraction):
        return None
    return Sum((), number, unit if number else NO_UNIT)


def plus(one: Sum, other: Sum, sign: int = 1) -> Sum | None:
    """The sum of two, or the difference; None where their units do not go together."""
    unit = _together(one.unit, other.unit, sign)
    if unit is None:
        return None
    sums = dict(one.terms)
    for quantum, count in other.terms:
        sums[quantum] = exact(sums.get(quantum, 0) + sign * count)
    terms = tuple((quantum, count) for quantum, count in sums.items() if count)
    return Sum(terms, exact(one.constant + sign * other.constant), unit)


def _together(one: Unit, other: Unit, sign: int) -> Unit | None:
    if one == other:
        return DAYS if one == DATE and sign == -1 else one
    if not one or not other:
        return one or other
    return DATE if {one, other} == {DATE, DAYS} else None


def times(sum_: Sum, factor: Exact) -> Sum:
    """So many times a sum, though not no times."""
    terms = tuple((quantum, exact(count * factor)) for quantum, count in sum_.terms)
    return Sum(terms, exact(sum_.constant * factor), sum_.unit)


@frozen
class Compared:
    """A sum brought to the form `terms OP limit`, the terms in one scale whatever was written."""

    axis: Axis
    operator: str
    limit: Exact


FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def compared(gap: Sum, operator: str, *, may_be_absent: bool) -> Compared:
    """`gap OP 0` as a question about one axis; the sum has terms."""
    first = min(gap.terms, key=lambda term: hash(term[0]))[1]
    terms = tuple((quantum, over(count, first)) for quantum, count in gap.terms)
    limit = over(-gap.constant, first)
    if first < 0:
        operator = FLIPPED[operator]
    quanta = frozenset((quantum.key, count) for quantum, count in terms)
    alone = len(terms) == 1
    quantum = terms[0][0]
    axis = Axis(
        (quanta, gap.unit),
        (quanta, NO_UNIT),
        quantum.domain if alone else _range(terms),
        whole=all(each.whole and count.denominator == 1 for each, count in terms),
        may_be_absent=may_be_absent,
        may_be_unlimited=alone and quantum.may_be_unlimited,
    )
    return Compared(axis, operator, limit)


def _range(terms: Iterable[tuple[Quantum, Exact]]) -> Numbers:
    """All that a sum can come to, each of its quanta being anything that it can be."""
    low: Exact | None = 0
    high: Exact | None = 0
    for quantum, count in terms:
        least, most = _bounds(quantum.domain)
        if count < 0:
            least, most = most, least
        low = None if low is None or least is None else exact(low + least * count)
        high = None if high is None or most is None else exact(high + most * count)
    return Numbers.between(low, high)


def _bounds(domain: Numbers) -> tuple[Exact | None, Exact | None]:
    first, last = domain.cuts[0], domain.cuts[-1]
    return (None if first[0] else first[1]), (None if last[0] else last[1])
