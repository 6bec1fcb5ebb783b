"""Whether two values compare, and what to write where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.records import Expr, Literal
from dealcheck.model.types import (
    ANY_SORT,
    IS,
    TAKES,
    Typed,
    check_choice,
    fits_rate,
    named_sort,
    number_text,
    refuse,
    report_fault,
)
from dealcheck.values import Money, Points, Quantity, Rate, Unlimited, Value, ValueFault, Word, compare, show

if TYPE_CHECKING:
    from dealcheck.model.names import Here

ORDERS = ("<", "<=", ">", ">=")


def comparable(here: Here, left: Typed, operator: str, right: Typed) -> tuple[Expr, Expr] | None:
    """Both sides as they compare, or None after an error at the smaller of them."""
    if left.sort == "gap" and isinstance(right.sample, Points) and isinstance(right.expr, Literal):
        right = _as_rate(right.expr, right.sample)
    elif right.sort == "gap" and isinstance(left.sample, Points) and isinstance(left.expr, Literal):
        left = _as_rate(left.expr, left.sample)
    if ANY_SORT in (left.sort, right.sort):
        return left.expr, right.expr
    sorts = {"rate" if typed.sort == "gap" else typed.sort for typed in (left, right)}
    if len(sorts) > 1 and not _zero_or_unlimited(left, right) and not _zero_or_unlimited(right, left):
        _unlike(here, left, right)
        return None
    if "word" in sorts or "text" in sorts:
        return _words(here, left, operator, right)
    for field, other in ((left, right), (right, left)):
        if field.spec is None or not isinstance(other.sample, Rate):
            continue
        if not fits_rate(field.spec, other.sample, other.expr.place.text):
            refuse(here, field.spec, "DC314", f"`{field.spec.name}` is {IS[field.spec.type]}", other.expr.place)
            return None
    if left.sample is not None and right.sample is not None and len(sorts) == 1:
        result = compare(left.sample, operator, right.sample)
        if isinstance(result, ValueFault) and not _exchanged(here, left.sample, right.sample):
            report_fault(here, result, right.expr.place)
            return None
    return left.expr, right.expr


def _as_rate(expr: Literal, points: Points) -> Typed:
    """Points beside a difference of rates, in the form in which that difference comes out."""
    rate = Rate(points.number)
    return Typed(Literal(rate, expr.place), "rate", rate)


def _zero_or_unlimited(value: Typed, other: Typed) -> bool:
    if other.sort not in ("quantity", "money"):
        return False
    return isinstance(value.sample, Unlimited) or (isinstance(value.sample, int) and value.sample == 0)


def _words(here: Here, left: Typed, operator: str, right: Typed) -> tuple[Expr, Expr] | None:
    if operator in ORDERS:
        here.problems.error(
            "DC318",
            "names and texts have no order",
            left.expr.place,
            f"compared by `{operator}`",
            "compare them with `=`, `!=` or `in {a, b}`",
        )
        return None
    for spec, other in ((left.spec, right), (right.spec, left)):
        is_name = isinstance(other.sample, Word) and isinstance(other.expr, Literal)
        if spec is None or spec.type != "choice" or not is_name or not isinstance(other.sample, Word):
            continue
        if not check_choice(here, spec, other.sample.text, other.expr.place):
            return None
    return left.expr, right.expr


def _exchanged(here: Here, left: Value, right: Value) -> bool:
    """Whether some fact exchanges the two currencies: then only the check can tell."""
    found: set[str] = set()
    for value in (left, right):
        if isinstance(value, Money):
            found.add(value.currency)
        elif isinstance(value, Rate):
            found.update(currency for (currency, _), _ in value.specific)
    return len(found) > 1 and frozenset(found) in here.words.currencies


def _unlike(here: Here, left: Typed, right: Typed) -> None:
    """Say why two values do not compare, at the one that is written out."""
    odd, other = (
        (left, right) if isinstance(left.expr, Literal) and not isinstance(right.expr, Literal) else (right, left)
    )
    number = number_text(odd)
    place = odd.expr.place
    if other.sort in ("rate", "gap") and number:
        here.problems.error(
            "DC308", f"{number} is a plain number, not a percentage", place, "the sign is missing", f"write `{number}%`"
        )
    elif other.sort == "rate" and isinstance(odd.sample, Points):
        here.problems.error(
            "DC310",
            "a rate is compared with percentage points, which are only a difference",
            place,
            "a difference",
            f"write `{show(odd.sample).removesuffix(' pp')}%`",
        )
    elif other.sort in ("quantity", "money") and number:
        unit = other.sample.shown if isinstance(other.sample, Quantity) else "t"
        currency = other.sample.currency if isinstance(other.sample, Money) else "USD"
        example = f"{number} {unit}" if other.sort == "quantity" else f"{currency} {number}"
        here.problems.error(
            "DC311", f"{number} does not say of what", place, "no unit", f"write the unit, as in `{example}`"
        )
    else:
        first, second = named_sort(odd), named_sort(other)
        advice = (
            f"write {TAKES[other.spec.type]}"
            if other.spec and other.spec.type in TAKES
            else "compare values of one sort"
        )
        here.problems.error("DC314", f"{first} does not compare with {second}", place, "another sort of value", advice)
