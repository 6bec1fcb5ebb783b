"""Stages: what a field is set to, and from when."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.model.moments import later, moment_of
from dealcheck.model.records import Expr, FieldSpec, Literal, Moment, Op
from dealcheck.model.types import Typed, fits
from dealcheck.syntax import ast
from dealcheck.values import Exact, ValueFault, add, exact, multiply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcheck.model.expressions import Formula
    from dealcheck.source import Place

MOST_STEPS = 1_000
"""The greatest number of equal steps."""

PERIODS: dict[str, tuple[int, str]] = {"yearly": (1, "year"), "quarterly": (1, "quarter"), "monthly": (1, "month")}


@frozen
class StageValue:
    """A value and when it starts; None: with the measure."""

    typed: Typed
    since: Moment | None
    place: Place


def read_stages(formula: Formula, stages: Sequence[ast.Stage | ast.Linear], spec: FieldSpec) -> list[StageValue] | None:
    """The stages of a field in the order of their starts, linear cuts step by step; None after an error."""
    found: list[StageValue] = []
    failed = False
    for index, stage in enumerate(stages):
        if isinstance(stage, ast.Linear):
            if len(stages) > 1:
                formula.here.problems.error(
                    "DC226",
                    "equal steps stand alone",
                    formula.place(stage),
                    "other stages stand beside them",
                    "write a measure for each, or list the stages one by one",
                )
                return None
            return _steps(formula, stage, spec)
        typed = formula.read(stage.value, spec)
        since = None if stage.since is None else moment_of(formula.here, stage.since)
        if stage.since is None and index > 0:
            formula.here.problems.error(
                "DC226",
                "a further value needs the date from which it holds",
                formula.place(stage.value),
                "from when?",
                "write `from DATE` after it",
            )
            failed = True
        if (
            typed is None
            or (stage.since is not None and since is None)
            or not fits(formula.here, spec, typed, formula.place(stage.value))
        ):
            failed = True
            continue
        found.append(StageValue(typed, since, formula.place(stage)))
    if failed or not _ascending(formula, found):
        return None
    return found


def _ascending(formula: Formula, stages: list[StageValue]) -> bool:
    before: date | None = None
    for stage in stages:
        if isinstance(stage.since, date):
            if before is not None and stage.since <= before:
                formula.here.problems.error(
                    "DC226",
                    f"a stage of {stage.since} follows one of {before}",
                    stage.place,
                    "out of order",
                    "write the stages in the order of their dates",
                )
                return False
            before = stage.since
    return True


def _steps(formula: Formula, linear: ast.Linear, spec: FieldSpec) -> list[StageValue] | None:
    """A linear cut: the first value, then each step, the last of them the last value."""
    here = formula.here
    place = formula.place(linear)
    first, last = formula.read(linear.first, spec), formula.read(linear.last, spec)
    since = moment_of(here, linear.since)
    period = PERIODS.get(linear.period.text)
    digits = linear.steps.replace("_", "")
    if period is None:
        here.problems.error(
            "DC226",
            f"steps are not `{linear.period.text}`",
            here.place(linear.period),
            "how often?",
            "write `yearly`, `quarterly` or `monthly`",
        )
        return None
    if not digits.isdigit() or len(digits) > 6 or not 1 <= int(digits) <= MOST_STEPS:
        here.problems.error(
            "DC226",
            f"{linear.steps} steps cannot be counted",
            place,
            "how many?",
            f"write a whole number from 1 to {MOST_STEPS}",
        )
        return None
    if first is None or last is None or since is None:
        return None
    if not fits(here, spec, first, formula.place(linear.first)) or not fits(
        here, spec, last, formula.place(linear.last)
    ):
        return None
    if first.sort not in ("rate", "gap", "quantity", "money", "number", "points", "any"):
        here.problems.error(
            "DC314", f"`{spec.name}` has no steps in between", place, "not a number", "list the stages one by one"
        )
        return None
    count = int(digits)
    stages = [StageValue(first, None, place)]
    for step in range(1, count + 1):
        moment = later(here, linear, since, (step - 1) * period[0], period[1])
        if moment is None:
            return None
        typed = last if step == count else _between(formula, first, last, exact(Fraction(step, count)), place)
        if typed is None:
            return None
        stages.append(StageValue(typed, moment, place))
    return stages


def _between(formula: Formula, first: Typed, last: Typed, part: Exact, place: Place) -> Typed | None:
    """The value a part of the way from the first to the last."""
    if isinstance(first.expr, Literal) and isinstance(last.expr, Literal):
        start, end = multiply(first.expr.value, 1 - part), multiply(last.expr.value, part)
        total = start if isinstance(start, ValueFault) else end if isinstance(end, ValueFault) else add(start, end)
        return formula.literal(total, place)
    operands: list[Expr] = []
    for typed, share in ((first, 1 - part), (last, part)):
        operands.append(Op("*", (typed.expr, Literal(share, place)), place))
    return Typed(Op("+", tuple(operands), place), first.sort)
