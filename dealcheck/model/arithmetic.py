"""Arithmetic in expressions: which values go together, and what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.records import FieldSpec, Literal, Op
from dealcheck.model.types import ANY_SORT, MEASURE, Typed, named_sort, report_fault, sort_of
from dealcheck.values import (
    Rate,
    Value,
    ValueFault,
    add,
    divide,
    maximum,
    minimum,
    multiply,
    negate,
    show,
    subtract,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealcheck.model.expressions import Formula
    from dealcheck.syntax import ast

ARITHMETIC: dict[str, Callable[[Value, Value], Value | ValueFault]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
}


def operation(formula: Formula, expr: ast.Operation, want: FieldSpec | None) -> Typed | None:
    """A sum, difference, product or quotient, or a negative; one of two values written out is worked out at once."""
    right = formula.read(expr.right, want)
    if expr.left is None:
        return None if right is None else _negative(formula, expr, right)
    left = formula.read(expr.left, want)
    if left is None or right is None:
        return None
    share = _bare_percent(left, right) if expr.operator in "+-" else None
    if share is not None:
        _percent_of_what(formula, expr, share)
        return None
    sort = _result_sort(expr.operator, left.sort, right.sort)
    sample: Value | None = None
    if left.sample is not None and right.sample is not None:
        result = ARITHMETIC[expr.operator](left.sample, right.sample)
        if isinstance(result, ValueFault):
            report_fault(formula.here, result, formula.place(expr.right), one_sort=left.sort == right.sort)
            return None
        sample, sort = result, sort or sort_of(result)
    if sort is None:
        formula.here.problems.error(
            "DC314",
            f"{named_sort(left)} and {named_sort(right)} do not go together by `{expr.operator}`",
            formula.place(expr),
            "two sorts of value",
            "write both in one sort; a plain number may multiply or divide",
        )
        return None
    place = formula.place(expr)
    if sample is not None and isinstance(left.expr, Literal) and isinstance(right.expr, Literal):
        return Typed(Literal(sample, place), sort, sample)
    return Typed(Op(expr.operator, (left.expr, right.expr), place), sort, sample)


def _negative(formula: Formula, expr: ast.Operation, right: Typed) -> Typed | None:
    place = formula.place(expr)
    sample: Value | None = None
    if right.sample is not None:
        result = negate(right.sample)
        if isinstance(result, ValueFault):
            report_fault(formula.here, result, place)
            return None
        sample = result
        if isinstance(right.expr, Literal):
            return Typed(Literal(sample, place), right.sort, sample)
    return Typed(Op("neg", (right.expr,), place), right.sort, sample)


def _percent_of_what(formula: Formula, expr: ast.Operation, share: Rate) -> None:
    shown = show(share).removesuffix("%")
    part = divide(share, Rate(100))
    factor = part if isinstance(part, ValueFault) else ARITHMETIC[expr.operator](1, part)
    or_part = "" if isinstance(factor, ValueFault) else f", or `* {show(factor)}` for a part"
    formula.here.problems.error(
        "DC309",
        f"`{expr.operator} {shown}%` can mean points or a part of the rate",
        formula.place(expr.right),
        "points, or a part?",
        f"write `{expr.operator} {shown} pp` for percentage points{or_part}",
    )


def function(formula: Formula, expr: ast.Function, want: FieldSpec | None) -> Typed | None:
    """`min` or `max` of values of one sort."""
    arguments = [formula.read(argument, want) for argument in expr.arguments]
    known = [argument for argument in arguments if argument is not None]
    if len(known) < len(arguments):
        return None
    sorts = {"rate" if argument.sort == "gap" else argument.sort for argument in known} - {ANY_SORT}
    if len(sorts) > 1:
        first = next(argument for argument in known if argument.sort != ANY_SORT)
        odd = next(argument for argument in known if argument.sort not in (first.sort, ANY_SORT))
        formula.here.problems.error(
            "DC308" if odd.sort == "number" and first.sort in ("rate", "gap") else "DC314",
            f"`{expr.name}` takes values of one sort",
            odd.expr.place,
            f"{named_sort(odd)} beside {named_sort(first)}",
            "bring all to one sort and unit",
        )
        return None
    samples = [argument.sample for argument in known if argument.sample is not None]
    sample = samples[0] if samples else None
    if len(samples) == len(known) and sample is not None:
        result = (minimum if expr.name == "min" else maximum)(*samples)
        if isinstance(result, ValueFault):
            report_fault(formula.here, result, formula.place(expr))
            return None
        sample = result
    sort = next(iter(sorts), ANY_SORT)
    return Typed(Op(expr.name, tuple([argument.expr for argument in known]), formula.place(expr)), sort, sample)


def all_in(formula: Formula, expr: ast.AllIn, want: FieldSpec | None) -> Typed | None:
    """`all_in X`, which stands for the rate of a layer."""
    place = formula.place(expr)
    if (
        formula.role != MEASURE
        or formula.kind is None
        or "layer" not in formula.kind.keys
        or (want is not None and want.type != "rate")
    ):
        formula.here.problems.error(
            "DC222",
            "`all_in` is what a layer of duty is set to",
            place,
            "no layer here",
            "write the rate itself, or `all_in` in a measure such as `tariff ... layer reciprocal rate all_in 15%`",
        )
        return None
    limit = formula.read(expr.limit, want)
    if limit is None:
        return None
    if limit.sort not in ("rate", ANY_SORT):
        formula.here.problems.error(
            "DC308" if limit.sort == "number" else "DC314",
            "`all_in` takes a rate",
            limit.expr.place,
            "not a rate",
            "write a percentage, as in `all_in 15%`",
        )
        return None
    return Typed(Op("all_in", (limit.expr,), place), "rate", None)


def _bare_percent(left: Typed, right: Typed) -> Rate | None:
    """A percentage written out that is added to, or taken from, something that has a percentage already."""
    share = right.sample
    if not isinstance(right.expr, Literal) or not isinstance(share, Rate) or share.specific:
        return None
    if left.sort not in ("rate", "gap"):
        return None
    only_specific = isinstance(left.sample, Rate) and left.sample.percent == 0 and bool(left.sample.specific)
    return None if only_specific else share


_SUMS: dict[tuple[str, str], str] = {
    ("rate", "points"): "rate",
    ("points", "rate"): "rate",
    ("rate", "gap"): "rate",
    ("gap", "rate"): "rate",
    ("gap", "points"): "gap",
    ("points", "gap"): "gap",
    ("date", "duration"): "date",
    ("duration", "date"): "date",
}


_NEVER_COUNTED = ("word", "text", "date")
"""The sorts that nothing multiplies or divides."""


def _result_sort(operator: str, left: str, right: str) -> str | None:
    """The sort of a result, or None where the two do not go together."""
    if ANY_SORT in (left, right):
        return ANY_SORT
    if operator == "-" and left == right == "rate":
        return "gap"
    if operator == "-" and left == right == "date":
        return "duration"
    if operator in "+-":
        return left if left == right and left not in _NEVER_COUNTED else _SUMS.get((left, right))
    if left in _NEVER_COUNTED or right in _NEVER_COUNTED:
        return None
    if right == "number":
        return left
    if operator == "/":
        return "number" if left == right else None
    if left == "number" or (left == "rate" and right in ("quantity", "money")):
        return right
    return left if right == "rate" and left in ("rate", "quantity", "money", "points") else None
