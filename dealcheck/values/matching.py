"""Two values brought to one unit, currency and period, or why they cannot be."""

from __future__ import annotations

from fractions import Fraction

from dealcheck.values.amounts import Money, Points, Quantity, Rate, Value, ValueFault, Word, describe
from dealcheck.values.expressions import Num, Symbolic
from dealcheck.values.facts import ComparisonFacts, convert
from dealcheck.values.linear import scale
from dealcheck.values.units import PER_YEAR


def is_plain(value: Value) -> bool:
    """Whether the value is a plain number, known or not."""
    return isinstance(value, int | Fraction | Symbolic)


def alike(
    left: Quantity | Money, right: Quantity | Money, facts: ComparisonFacts, in_condition: bool = False
) -> tuple[Num, Num, str] | ValueFault:
    """Both numbers in one unit or currency and one period, with that period.

    In a condition, what has no period counts per year where the other is a flow.
    """
    first, second = left.number, right.number
    if isinstance(left, Quantity):
        if not isinstance(right, Quantity) or left.unit != right.unit:
            return unlike("stand beside", right, left)
    elif not isinstance(right, Money):
        return unlike("stand beside", right, left)
    elif left.currency != right.currency:
        converted = convert(right, left.currency, facts)
        if isinstance(converted, ValueFault):
            return converted
        second = converted.number
    if left.per == right.per:
        return first, second, left.per
    left_per = left.per or ("year" if in_condition or right.per == "year" else "")
    right_per = right.per or ("year" if in_condition or left.per == "year" else "")
    if left_per == right_per:
        return first, second, left_per
    if left_per in PER_YEAR and right_per in PER_YEAR:
        return scale(first, PER_YEAR[left_per]), scale(second, PER_YEAR[right_per]), "year"
    if {left_per, right_per} == {"week", "day"}:
        days = {"week": 1, "day": 7}
        return scale(first, days[left_per]), scale(second, days[right_per]), "week"
    if not left_per or not right_per:
        return ValueFault(
            "period-needed",
            f"{describe(left)} and {describe(right)} are a flow and a single amount",
            f"say per what: `per {left_per or right_per}`",
        )
    return ValueFault(
        "period-mismatch",
        f"a flow per {left_per} and one per {right_per} have no exact common period",
        "state both per year, or both per week",
    )


def unlike(what: str, left: Value, right: Value) -> ValueFault:
    """A fault for two values that do not go together, with help for the commonest slips."""
    advice = "bring both to one unit"
    plain, other = (left, right) if is_plain(left) else (right, left)
    if is_plain(plain) and isinstance(other, Rate | Points):
        advice = "write a percentage with its sign: `25%`, or percentage points: `10 pp`"
    elif is_plain(plain) and isinstance(other, Quantity):
        advice = f"write the unit: `{other.shown or other.unit}`"
    elif is_plain(plain) and isinstance(other, Money):
        advice = f"write the currency: `{other.currency} 1000`"
    elif isinstance(left, Word | str) or isinstance(right, Word | str):
        advice = "names and texts are only compared, with `=` and `!=`"
    return ValueFault("unlike-values", f"{describe(left)} cannot {what} {describe(right)}", advice)
