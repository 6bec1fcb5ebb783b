"""Numbers that may be unknown: the greatest and least of them, what they are made of, and what is put in their place.

Everything that other modules need of expressions over unknown numbers can be had from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.values.deciding import decide_sign, is_plainly_at_least_zero, sign_is
from dealcheck.values.exact import Exact
from dealcheck.values.expressions import (
    Atom,
    Greatest,
    Interval,
    Num,
    Product,
    Reciprocal,
    Symbolic,
    Unknown,
    greatest,
    interval_of,
    number_order,
    symbol,
)
from dealcheck.values.linear import add, product, quotient, scale, subtract

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "Atom",
    "Exact",
    "Greatest",
    "Interval",
    "Num",
    "Product",
    "Reciprocal",
    "Symbolic",
    "Unknown",
    "add",
    "decide_sign",
    "interval_of",
    "maximum",
    "minimum",
    "product",
    "quotient",
    "scale",
    "sign_is",
    "substitute",
    "subtract",
    "symbol",
    "unknowns_of",
]

MOST_PAIRED = 8
"""Up to so many operands, each is held against each to drop those that never are the greatest."""


def maximum(*numbers: Num) -> Num:
    """The greatest of the numbers, at least one: exact, or one of them, wherever that can be told."""
    known: Exact | None = None
    operands: dict[Num, None] = {}
    for number in _flat(numbers):
        if isinstance(number, Symbolic):
            operands[number] = None
        elif known is None or number > known:
            known = number
    if known is not None:
        operands[known] = None
    kept = list(operands)
    if 1 < len(kept) <= MOST_PAIRED:
        kept = _undominated(kept)
    if len(kept) == 1:
        return kept[0]
    kept.sort(key=number_order)
    return Symbolic(0, ((greatest(tuple(kept)), 1),))


def minimum(*numbers: Num) -> Num:
    """The least of the numbers, at least one."""
    return scale(maximum(*(scale(number, -1) for number in numbers)), -1)


def _flat(numbers: tuple[Num, ...]) -> Iterator[Num]:
    for number in numbers:
        if isinstance(number, Symbolic) and not number.constant and len(number.terms) == 1:
            atom, coefficient = number.terms[0]
            if isinstance(atom, Greatest) and coefficient == 1:
                yield from atom.operands
                continue
        yield number


def _undominated(numbers: list[Num]) -> list[Num]:
    kept: list[Num] = []
    for number in numbers:
        if any(is_plainly_at_least_zero(subtract(other, number)) for other in kept):
            continue
        kept = [other for other in kept if not is_plainly_at_least_zero(subtract(number, other))]
        kept.append(number)
    return kept


def unknowns_of(number: Num) -> tuple[Unknown, ...]:
    """The unknowns that stand in the number, each once, in the order in which they stand."""
    found: dict[Unknown, None] = {}
    seen: set[Greatest] = set()
    waiting: list[Num | Atom] = [number]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Symbolic):
            waiting.extend(atom for atom, _ in reversed(part.terms))
        elif isinstance(part, Greatest):
            if part not in seen:
                seen.add(part)
                waiting.extend(reversed(part.operands))
        elif isinstance(part, Unknown):
            if isinstance(part.key, Product):
                waiting.extend(reversed(part.key.factors))
            elif isinstance(part.key, Reciprocal):
                waiting.append(part.key.of)
            else:
                found[part] = None
    return tuple(found)


def substitute(number: Num, values: Mapping[Unknown, Num]) -> Num:
    """The number with values in place of unknowns; one over what becomes 0 stays an unknown."""
    if not isinstance(number, Symbolic) or not values:
        return number
    known: dict[Atom, Num] = dict(values.items())
    return _substituted(number, known)


def _substituted(number: Num, values: dict[Atom, Num]) -> Num:
    if not isinstance(number, Symbolic):
        return number
    total: Num = number.constant
    for atom, coefficient in number.terms:
        if atom not in values:
            # Kept, for an expression may stand many times in one that is built upon it.
            values[atom] = _in_place_of(atom, values)
        total = add(total, scale(values[atom], coefficient))
    return total


def _in_place_of(atom: Atom, values: dict[Atom, Num]) -> Num:
    if isinstance(atom, Greatest):
        return maximum(*(_substituted(operand, values) for operand in atom.operands))
    if isinstance(atom.key, Product):
        result: Num = 1
        for factor in atom.key.factors:
            result = product(result, _substituted(Symbolic(0, ((factor, 1),)), values))
        return result
    if isinstance(atom.key, Reciprocal):
        of = atom.key.of
        divisor = _substituted(of if isinstance(of, Symbolic) else Symbolic(0, ((of, 1),)), values)
        return symbol(atom) if divisor == 0 else quotient(1, divisor)
    return symbol(atom)
