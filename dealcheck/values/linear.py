"""Sums, products and quotients of exact expressions over unknown numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.values.exact import Exact, exact, over
from dealcheck.values.expressions import (
    Atom,
    Interval,
    Num,
    Product,
    Reciprocal,
    Symbolic,
    Unknown,
    atom_interval,
    atom_order,
    build,
    interval_inverse,
    interval_of,
    interval_product,
    symbol,
)

if TYPE_CHECKING:
    from collections.abc import Hashable


def add(left: Num, right: Num) -> Num:
    """The sum."""
    if not isinstance(left, Symbolic):
        if not isinstance(right, Symbolic):
            return exact(left + right)
        return Symbolic(exact(left + right.constant), right.terms) if left else right
    if not isinstance(right, Symbolic):
        return Symbolic(exact(left.constant + right), left.terms) if right else left
    sums = dict(left.terms)
    for atom, coefficient in right.terms:
        sums[atom] = sums.get(atom, 0) + coefficient
    return build(left.constant + right.constant, sums)


def subtract(left: Num, right: Num) -> Num:
    """The difference."""
    if isinstance(left, Symbolic) or isinstance(right, Symbolic):
        return add(left, scale(right, -1))
    return exact(left - right)


def scale(number: Num, factor: Exact) -> Num:
    """The number times an exact factor."""
    if not isinstance(number, Symbolic):
        return exact(number * factor)
    if factor == 1:
        return number
    if not factor:
        return 0
    terms = tuple((atom, exact(coefficient * factor)) for atom, coefficient in number.terms)
    return Symbolic(exact(number.constant * factor), terms)


def product(left: Num, right: Num) -> Num:
    """The product; that of two unknown numbers is a further unknown, the same for the same two."""
    if not isinstance(right, Symbolic):
        return scale(left, right)
    if not isinstance(left, Symbolic):
        return scale(right, left)
    total: Num = add(scale(right, left.constant), scale(left, right.constant))
    total = subtract(total, exact(left.constant * right.constant))
    for first, coefficient in left.terms:
        for second, other in right.terms:
            total = add(total, scale(_times(first, second), exact(coefficient * other)))
    return total


def _factors(atom: Atom) -> tuple[Atom, ...]:
    if isinstance(atom, Unknown) and isinstance(atom.key, Product):
        return atom.key.factors
    return (atom,)


def _times(left: Atom, right: Atom) -> Num:
    factors = [*_factors(left), *_factors(right)]
    for factor in tuple(factors):
        # A number times its own reciprocal is 1.
        if isinstance(factor, Unknown) and isinstance(factor.key, Reciprocal) and factor.key.of in factors:
            factors.remove(factor)
            factors.remove(factor.key.of)
    if not factors:
        return 1
    if len(factors) == 1:
        return Symbolic(0, ((factors[0], 1),))
    factors.sort(key=atom_order)
    interval = atom_interval(factors[0])
    for index, factor in enumerate(factors[1:]):
        # A square is never below 0, whatever its bounds say of the two taken apart.
        interval = interval_product(interval, atom_interval(factor))
        if index == 0 and len(factors) == 2 and factors[0] == factor and (interval.low is None or interval.low < 0):
            interval = Interval(0, interval.high, False, interval.high_open)
    label = " * ".join(atom.label if isinstance(atom, Unknown) else "a bound" for atom in factors)
    return symbol(_unknown(Product(tuple(factors)), interval, label))


def quotient(left: Num, right: Num) -> Num:
    """The quotient; the divisor is not 0, and where it is unknown, one over it is a further unknown."""
    if not isinstance(right, Symbolic):
        return scale(left, over(1, right))
    if left == right:
        return 1
    if not right.constant and len(right.terms) == 1:
        atom, coefficient = right.terms[0]
        if isinstance(atom, Unknown) and isinstance(atom.key, Reciprocal) and not isinstance(atom.key.of, Symbolic):
            return product(left, Symbolic(0, ((atom.key.of, over(1, coefficient)),)))
        inverse: Num = symbol(_unknown(Reciprocal(atom), interval_inverse(atom_interval(atom)), _inverse_label(atom)))
        return product(left, scale(inverse, over(1, coefficient)))
    inverse = symbol(_unknown(Reciprocal(right), interval_inverse(interval_of(right)), "1 / an unknown number"))
    return product(left, inverse)


def _inverse_label(atom: Atom) -> str:
    return f"1 / {atom.label}" if isinstance(atom, Unknown) else "1 / a bound"


def _unknown(key: Hashable, interval: Interval, label: str) -> Unknown:
    return Unknown(key, interval.low, interval.high, interval.low_open, interval.high_open, label)
