"""Comparing values: true, false, or not to be told, and then for want of which fact."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.values.amounts import (
    Duration,
    Money,
    Points,
    Quantity,
    Rate,
    Unlimited,
    Value,
    ValueFault,
    Word,
    describe,
    with_parts,
)
from dealcheck.values.deciding import compare_exact, decide_sign
from dealcheck.values.expressions import Num, Symbolic
from dealcheck.values.facts import NO_FACTS, ComparisonFacts, in_percent, with_known_customs_values
from dealcheck.values.linear import subtract
from dealcheck.values.matching import alike
from dealcheck.values.show import show
from dealcheck.values.symbolic import unknowns_of

if TYPE_CHECKING:
    from dealcheck.logic import Truth


@frozen
class Comparison:
    """Whether a comparison holds; where that cannot be told, the facts that are missing.

    `limited` says that it cannot be told only because the step limit was reached.
    """

    truth: Truth
    missing: tuple[str, ...] = ()
    limited: bool = False


TRUE = Comparison(True)
FALSE = Comparison(False)

EQUALITIES = ("=", "!=")


def compare(left: Value, op: str, right: Value, facts: ComparisonFacts = NO_FACTS) -> Comparison | ValueFault:
    """Whether `left OP right` holds, OP being one of `<  <=  =  !=  >=  >`; a fault where the two do not compare."""
    if isinstance(left, Rate) and isinstance(right, Rate):
        return _of_rates(left, op, right, facts)
    difference = _difference(left, right, facts)
    if difference is not None:
        return difference if isinstance(difference, ValueFault) else _of_sign(difference, op)
    if isinstance(left, Word) and isinstance(right, Word):
        return _of_names(left.text, op, right.text, "names")
    if isinstance(left, str) and isinstance(right, str):
        return _of_names(left, op, right, "texts")
    return _unlike(left, op, right)


def _of_rates(left: Rate, op: str, right: Rate, facts: ComparisonFacts) -> Comparison | ValueFault:
    first, second = left.percent, right.percent
    if left.specific == right.specific:
        if isinstance(first, int | Fraction) and isinstance(second, int | Fraction):
            return TRUE if compare_exact(first - second, op) else FALSE
        return _of_sign(with_known_customs_values(subtract(first, second), facts), op)
    gap = in_percent(subtract(first, second), with_parts(left.specific, right.specific, -1), facts)
    return gap if isinstance(gap, ValueFault) else _of_sign(gap, op)


def difference(left: Value, right: Value, facts: ComparisonFacts = NO_FACTS) -> Num | None:
    """A number with the sign of left less right, over the unknown numbers in both; None where the two are no numbers
    of one sort.
    """
    found: Num | ValueFault | None
    if isinstance(left, Rate) and isinstance(right, Rate):
        gap = subtract(left.percent, right.percent)
        if left.specific == right.specific:
            found = with_known_customs_values(gap, facts)
        else:
            found = in_percent(gap, with_parts(left.specific, right.specific, -1), facts)
    else:
        found = _difference(left, right, facts)
    return None if isinstance(found, ValueFault) else found


def _of_sign(number: Num, op: str) -> Comparison:
    if not isinstance(number, Symbolic):
        return TRUE if compare_exact(number, op) else FALSE
    truth, limited = decide_sign(number, op)
    if truth is not None:
        return TRUE if truth else FALSE
    return Comparison(None, tuple(dict.fromkeys(unknown.label for unknown in unknowns_of(number))), limited)


def _difference(left: Value, right: Value, facts: ComparisonFacts) -> Num | ValueFault | None:
    """A number with the sign of left less right; None where the two are no numbers."""
    if isinstance(left, int | Fraction | Symbolic) and isinstance(right, int | Fraction | Symbolic):
        return subtract(left, right)
    if isinstance(left, Points) and isinstance(right, Points):
        return subtract(left.number, right.number)
    if isinstance(left, Quantity | Money) and isinstance(right, Quantity | Money):
        pair = alike(left, right, facts, in_condition=True)
        return pair if isinstance(pair, ValueFault) else subtract(pair[0], pair[1])
    if isinstance(left, Unlimited):
        if isinstance(right, Unlimited):
            return 0
        return 1 if isinstance(right, int | Fraction | Symbolic | Quantity | Money) else None
    if isinstance(right, Unlimited):
        return -1 if isinstance(left, int | Fraction | Symbolic | Quantity | Money) else None
    if isinstance(left, date) and isinstance(right, date):
        return left.toordinal() - right.toordinal()
    if isinstance(left, Duration) and isinstance(right, Duration):
        (first, base), (second, other) = left.meaning, right.meaning
        if base == other or not first or not second:
            return first - second
        return ValueFault(
            "unlike-units",
            f"{left.unit}s and {right.unit}s have no fixed length in each other",
            "state both in days and weeks, or both in months and years",
        )
    return None


def _of_names(left: str, op: str, right: str, sort: str) -> Comparison | ValueFault:
    if op not in EQUALITIES:
        return ValueFault("not-ordered", f"{sort} are not ordered by `{op}`", "compare them with `=` or `!=`")
    return TRUE if (left == right) == (op == "=") else FALSE


def _unlike(left: Value, op: str, right: Value) -> ValueFault:
    advice = "compare values of one sort"
    for plain, other in ((right, left), (left, right)):
        if isinstance(plain, int | Fraction | Symbolic):
            number = show(plain)
            if isinstance(other, Rate):
                unit = other.specific and other.percent == 0 and f" {'/'.join(other.specific[0][0])}"
                advice = f"write `{number}{unit or '%'}`"
            elif isinstance(other, Points):
                advice = f"write `{number} pp`"
            elif isinstance(other, Quantity):
                advice = f"write `{number} {other.shown or other.unit}`"
            elif isinstance(other, Money):
                advice = f"write `{other.currency} {number}`"
            break
    else:
        if isinstance(right, Points) and isinstance(left, Rate):
            advice = f"`pp` states a change of a rate; write `{show(Rate(right.number))}`"
        elif isinstance(left, Word) or isinstance(right, Word):
            advice = "a name is compared with a name"
    return ValueFault("unlike-values", f"{describe(left)} does not compare with {describe(right)}", advice)
