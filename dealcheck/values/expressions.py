"""Exact piecewise-linear expressions over unknown numbers, and the intervals in which they lie.

An expression is a constant and a sum of atoms with coefficients. An atom is an unknown number or the greatest of
several expressions; the least of several is the greatest of their negatives, negated. The atoms stand in one order, so
that equal sums are equal values.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias
from weakref import WeakValueDictionary

from attrs import frozen

from dealcheck.values.exact import Exact, exact, over

if TYPE_CHECKING:
    from collections.abc import Hashable


@frozen(cache_hash=True)
class Unknown:
    """One unknown number within its bounds (None: no bound): the same one wherever the same key stands.

    `label` is what findings call it. Bounds and label go with the key: what differs in them counts as another number.
    """

    key: Hashable
    low: Exact | None = 0
    high: Exact | None = None
    low_open: bool = False
    high_open: bool = False
    label: str = "an unknown number"

    def __attrs_post_init__(self) -> None:
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"no number lies within the bounds of {self.label}")


@frozen(eq=False)
class Greatest:
    """The greatest of two or more expressions; made by `greatest`, so that equal ones are one object.

    Otherwise comparing two expressions would walk all that they are built upon, each time that it stands in them.
    """

    operands: tuple[Num, ...]

    def __reduce__(self) -> tuple[object, ...]:
        return greatest, (self.operands,)


Atom: TypeAlias = Unknown | Greatest


@frozen(cache_hash=True)
class Symbolic:
    """`constant` plus each atom times its coefficient; there is at least one atom and no coefficient is 0."""

    constant: Exact
    terms: tuple[tuple[Atom, Exact], ...]


Num: TypeAlias = int | Fraction | Symbolic
"""A number: exact, or an expression over unknown ones."""


_GREATEST: WeakValueDictionary[tuple[Num, ...], Greatest] = WeakValueDictionary()


def greatest(operands: tuple[Num, ...]) -> Greatest:
    """The greatest of the operands, which stand in the order of `number_order`."""
    found = _GREATEST.get(operands)
    return _GREATEST.setdefault(operands, Greatest(operands)) if found is None else found


@frozen
class Product:
    """The key of an unknown that stands for the product of its factors."""

    factors: tuple[Atom, ...]


@frozen
class Reciprocal:
    """The key of an unknown that stands for 1 over an expression."""

    of: Atom | Symbolic


@frozen
class Interval:
    """The numbers from `low` to `high` (None: no bound), without an end that is open."""

    low: Exact | None
    high: Exact | None
    low_open: bool = False
    high_open: bool = False


def symbol(unknown: Unknown) -> Symbolic:
    """The unknown number as an expression."""
    return Symbolic(0, ((unknown, 1),))


LONGEST_ORDER = 300
"""Letters up to which a sorting text is kept; it would double with each expression that stands twice in the next."""


@lru_cache(maxsize=8192)
def atom_order(atom: Atom) -> str:
    """A text that sorts atoms in one order, whatever made them: unknowns first, by their keys."""
    if isinstance(atom, Greatest):
        return _shortened(f"1({' | '.join(map(number_order, atom.operands))})")
    if isinstance(atom.key, Product):
        return _shortened(f"0({' * '.join(map(atom_order, atom.key.factors))})")
    if isinstance(atom.key, Reciprocal):
        of = atom.key.of
        return f"0 1/{number_order(of) if isinstance(of, Symbolic) else atom_order(of)}"
    return f"0 {atom.key!r}"


def number_order(number: Num) -> str:
    """A text that sorts numbers in one order: exact ones first."""
    if not isinstance(number, Symbolic):
        return f"0 {_digits(number)}"
    terms = " + ".join(f"{_digits(coefficient)} {atom_order(atom)}" for atom, coefficient in number.terms)
    return _shortened(f"1 {_digits(number.constant)} + {terms}")


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_ORDER:
        return text
    from hashlib import (
        sha256,  # Only for expressions of unusual size; Python's own hash of a text changes from run to run.
    )

    return text[: LONGEST_ORDER // 2] + sha256(text.encode("utf-8", "replace")).hexdigest()


def _digits(number: Exact) -> str:
    # Hexadecimal, because Python limits how many decimal digits it writes.
    return f"{number.numerator:x}/{number.denominator:x}"


def build(constant: Exact, coefficients: dict[Atom, Exact]) -> Num:
    """The sum as an expression, or as an exact number where every coefficient is 0."""
    terms = [(atom, exact(coefficient)) for atom, coefficient in coefficients.items() if coefficient]
    if not terms:
        return exact(constant)
    if len(terms) > 1:
        terms.sort(key=lambda term: atom_order(term[0]))
    return Symbolic(exact(constant), tuple(terms))


# ---- Intervals -------------------------------------------------------------------------------------------------------


def atom_interval(atom: Atom) -> Interval:
    """The interval in which an atom lies."""
    if isinstance(atom, Unknown):
        return Interval(atom.low, atom.high, atom.low_open, atom.high_open)
    return _greatest_interval(atom)


@lru_cache(maxsize=8192)
def _greatest_interval(atom: Greatest) -> Interval:
    parts = [interval_of(operand) for operand in atom.operands]
    lows = [(part.low, part.low_open) for part in parts if part.low is not None]
    low = max((bound for bound, _ in lows), default=None)
    low_open = any(is_open for bound, is_open in lows if bound == low)
    if any(part.high is None for part in parts):
        return Interval(low, None, low_open)
    high = max(part.high for part in parts if part.high is not None)
    high_open = all(part.high_open for part in parts if part.high == high)
    return Interval(low, high, low_open, high_open)


def interval_of(number: Num) -> Interval:
    """An interval that holds every value of the number: the narrowest, where no `Greatest` stands in it."""
    if not isinstance(number, Symbolic):
        return Interval(number, number)
    low: Exact | None = number.constant
    high: Exact | None = number.constant
    low_open = high_open = False
    for atom, coefficient in number.terms:
        part: Unknown | Interval = atom if isinstance(atom, Unknown) else _greatest_interval(atom)
        if coefficient > 0:
            least, most, least_open, most_open = part.low, part.high, part.low_open, part.high_open
        else:
            least, most, least_open, most_open = part.high, part.low, part.high_open, part.low_open
        low = None if low is None or least is None else low + coefficient * least
        high = None if high is None or most is None else high + coefficient * most
        low_open |= least_open
        high_open |= most_open
    return Interval(low, high, low_open, high_open)


def interval_product(left: Interval, right: Interval) -> Interval:
    """An interval that holds every product of a number of one and a number of the other."""
    if left.low is not None and right.low is not None and left.low >= 0 and right.low >= 0:
        low = exact(left.low * right.low)
        high = None if left.high is None or right.high is None else exact(left.high * right.high)
        if low:
            low_open = left.low_open or right.low_open
        else:
            low_open = not ((not left.low and not left.low_open) or (not right.low and not right.low_open))
        return Interval(low, high, low_open, bool(high) and (left.high_open or right.high_open))
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return Interval(None, None)
    corners = [exact(one * other) for one in (left.low, left.high) for other in (right.low, right.high)]
    return Interval(min(corners), max(corners))


def interval_inverse(interval: Interval) -> Interval:
    """An interval that holds 1 over every number of this one but 0."""
    if interval.low is None or interval.low < 0:
        return Interval(None, None)
    low = 0 if interval.high is None else over(1, interval.high) if interval.high else None
    high = over(1, interval.low) if interval.low else None
    return Interval(low, high, interval.high is None or interval.high_open, bool(high) and interval.low_open)
