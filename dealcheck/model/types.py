"""The sorts of values, and what a field takes; where it does not, what to write instead."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.model.problems import listed, meant
from dealcheck.model.records import Expr, FieldSpec, Literal
from dealcheck.values import (
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
    show,
)

if TYPE_CHECKING:
    from dealcheck.model.names import Here
    from dealcheck.source import Place

CONSTANT, MEASURE, CONDITION, DATES = "constant", "measure", "condition", "dates"
"""Where an expression stands: in a declaration, a measure, a line's condition, or a condition on the deal itself."""

ANY_SORT = "any"
"""The sort of what is not known before a check, such as a fact that a text only names."""

SORT_OF_TYPE: dict[str, str] = {
    "rate": "rate",
    "percent": "rate",
    "price": "rate",
    "quantity": "quantity",
    "money": "money",
    "date": "date",
    "duration": "duration",
    "text": "text",
    "name": "word",
    "choice": "word",
    "number": "number",
}
"""The sort of the values of each field type."""

TAKES: dict[str, str] = {
    "rate": "a rate, such as `25%`, `341 JPY/kg` or `8.5% + 6 c/kg`",
    "percent": "a percentage, such as `25%`",
    "price": "a price, such as `USD 0.31/lb`",
    "quantity": "a quantity, such as `100_000 t` or `25_000 units per quarter`",
    "money": "an amount of money, such as `USD 550 bn`",
    "date": "a date, such as `2026-01-01`",
    "duration": "a duration, such as `90 days`",
    "text": 'a text, such as `"..."`',
    "name": "a name",
    "number": "a plain number",
}

CODES: dict[str, str] = {
    "percent-needed": "DC308",
    "unit-needed": "DC311",
    "unlike-units": "DC312",
    "unlike-values": "DC312",
    "period-needed": "DC312",
    "period-mismatch": "DC312",
    "no-exchange-rate": "DC313",
    "not-ordered": "DC318",
}
"""The code of each fault of the values that has one of its own; the rest are numbers that cannot be read."""


@frozen
class Typed:
    """An expression, its sort, a value in its units where those are known, and the field that it reads where it is one.

    The sorts are rate, gap (a difference of rates), points, quantity, money, number, date, duration, text, word, any.
    """

    expr: Expr
    sort: str
    sample: Value | None = None
    spec: FieldSpec | None = None


def sort_of(value: Value) -> str:
    """The sort of a value."""
    if isinstance(value, Rate):
        return "rate"
    if isinstance(value, Points):
        return "points"
    if isinstance(value, Quantity | Unlimited):
        return "quantity"
    if isinstance(value, Money):
        return "money"
    if isinstance(value, date):
        return "date"
    if isinstance(value, Duration):
        return "duration"
    if isinstance(value, Word):
        return "word"
    return "text" if isinstance(value, str) else "number"


NAMED_SORTS: dict[str, str] = {
    "gap": "a difference of rates",
    "points": "percentage points",
    "money": "an amount of money",
    "number": "a plain number",
    "word": "a name",
}


def named_sort(typed: Typed) -> str:
    """What sort of value it is, for messages."""
    if typed.sample is not None and not isinstance(typed.sample, Word):
        return describe(typed.sample)
    return NAMED_SORTS.get(typed.sort, f"a {typed.sort}")


def report_fault(here: Here, fault: ValueFault, place: Place, *, one_sort: bool = True) -> None:
    """Turn a fault of the values into an error at a place; `one_sort` tells that both values were of one sort."""
    code = CODES.get(fault.code_hint, "DC319")
    here.problems.error(code if one_sort or code != "DC312" else "DC314", fault.headline, place, help=fault.help)


def fits(here: Here, spec: FieldSpec, typed: Typed, place: Place) -> bool:
    """Whether a field takes a value; if not, there is an error at the place."""
    sample = typed.sample
    if typed.sort == ANY_SORT:
        return True
    if not _right_sort(spec, typed):
        _wrong_sort(here, spec, typed, place)
        return False
    if isinstance(sample, Rate) and not fits_rate(spec, sample, place.text):
        return refuse(here, spec, "DC314", f"`{spec.name}` is {IS[spec.type]}", place)
    if sample is not None and _is_negative(sample) and isinstance(typed.expr, Literal):
        here.problems.error(
            "DC316",
            f"`{spec.name}` cannot be below zero",
            place,
            f"{show(sample)} is below zero",
            "write 0% or more; a duty is taken away with `end`" if spec.type == "rate" else "write zero or more",
        )
        return False
    return True


def _right_sort(spec: FieldSpec, typed: Typed) -> bool:
    wanted = SORT_OF_TYPE[spec.type]
    if typed.sort == wanted:
        return True
    if wanted == "rate":
        return typed.sort == "gap"
    if wanted in ("quantity", "money"):
        return isinstance(typed.sample, Unlimited) or (isinstance(typed.sample, int) and typed.sample == 0)
    return False


def fits_rate(spec: FieldSpec, rate: Rate, written: str) -> bool:
    """Whether a rate is a percentage where the field is one, and a price where it is that.

    A price of nothing is the rate of nothing, whatever its unit: only what was `written` tells it from 0%.
    """
    if spec.type == "percent":
        return not rate.specific
    if spec.type == "price" and rate == Rate(0):
        return "/" in written
    return spec.type != "price" or (rate.percent == 0 and len(rate.specific) == 1)


IS = {"percent": "a percentage, not money per unit", "price": "a price, not a percentage"}


def refuse(here: Here, spec: FieldSpec, code: str, headline: str, place: Place) -> bool:
    """Say at the place that a field does not take a value; always false."""
    here.problems.error(code, headline, place, "does not fit", f"write {TAKES[spec.type]}")
    return False


def _wrong_sort(here: Here, spec: FieldSpec, typed: Typed, place: Place) -> None:
    """Say what the field takes, and how the value would be written."""
    wanted = SORT_OF_TYPE[spec.type]
    number = number_text(typed)
    if wanted == "rate" and spec.type != "price" and number:
        here.problems.error(
            "DC308", f"{number} is a plain number, not a percentage", place, "the sign is missing", f"write `{number}%`"
        )
    elif wanted == "rate" and isinstance(typed.sample, Points):
        here.problems.error(
            "DC310",
            f"`{spec.name}` takes a rate, and percentage points are only a difference",
            place,
            "a difference",
            f"write `{show(typed.sample).removesuffix(' pp')}%`, or `old {spec.name} - {show(typed.sample)}`",
        )
    elif wanted in ("quantity", "money") and number:
        example = f"{number} t" if wanted == "quantity" else f"USD {number}"
        here.problems.error(
            "DC311",
            f"{number} does not say of what",
            place,
            "the unit is missing" if wanted == "quantity" else "the currency is missing",
            f"write the {'unit' if wanted == 'quantity' else 'currency'}, as in `{example}`",
        )
    elif spec.type == "choice":
        here.problems.error(
            "DC314",
            f"`{spec.name}` is one of {listed(spec.choices)}",
            place,
            "not one of them",
            "write one of these names",
        )
    else:
        what = named_sort(typed)
        here.problems.error(
            "DC314", f"`{spec.name}` does not take {what}", place, "does not fit", f"write {TAKES[spec.type]}"
        )


def number_text(typed: Typed) -> str:
    """How a plain number is written, or `""` for anything else."""
    sample = typed.sample
    return show(sample) if typed.sort == "number" and isinstance(sample, int | Fraction) else ""


def _is_negative(value: Value) -> bool:
    if isinstance(value, Rate):
        parts = [value.percent, *(amount for _, amount in value.specific)]
        return any(isinstance(part, int | Fraction) and part < 0 for part in parts)
    if isinstance(value, Quantity | Money):
        return isinstance(value.number, int | Fraction) and value.number < 0
    return False


def check_choice(here: Here, spec: FieldSpec, name: str, place: Place) -> bool:
    """Whether a name is one of the field's choices; if not, there is an error at the place."""
    if name in spec.choices:
        return True
    here.problems.error(
        "DC315",
        f"`{spec.name}` cannot be `{name}`",
        place,
        "not one of its values",
        meant(name, spec.choices, f"write one of {listed(spec.choices)}"),
        notes=(f"`{spec.name}` is one of {listed(spec.choices)}",),
    )
    return False
