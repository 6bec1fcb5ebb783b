"""The ways to close the brackets of a value, one by one or together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import islice, product
from typing import TypeAlias

from attrs import evolve

from dealcheck.changes.wording import listed, offer_words
from dealcheck.model.records import BracketExpr, Choice, Expr, Literal, Op, PlanStage
from dealcheck.values import Money, Quantity, Rate, Value

MOST_WAYS = 2_000
"""Ways that are looked at for one value; brackets are few, and an option of one is found long before."""

Picks: TypeAlias = dict[int, int]
"""The option taken of each bracket that is closed, by the number of its choice."""


def ways(stages: Sequence[PlanStage]) -> Iterator[tuple[Picks, tuple[PlanStage, ...]]]:
    """The stages with some of their brackets closed, those first that close the fewest."""
    found = list(islice(_of_stages(tuple(stages)), MOST_WAYS))
    yield from sorted(found, key=lambda way: len(way[0]))


def _of_stages(stages: tuple[PlanStage, ...]) -> Iterator[tuple[Picks, tuple[PlanStage, ...]]]:
    for parts in product(*(list(islice(_of_stage(stage), MOST_WAYS)) for stage in stages)):
        yield _picked(picks for picks, _ in parts), tuple(stage for _, found in parts for stage in found)


def _picked(picks: Iterable[Picks]) -> Picks:
    return {number: option for found in picks for number, option in found.items()}


def _of_stage(stage: PlanStage) -> Iterator[tuple[Picks, tuple[PlanStage, ...]]]:
    """A stage as it is, then with its brackets closed; an option with stages of its own becomes several."""
    if isinstance(stage.value, BracketExpr):
        yield {}, (stage,)
        for index, option in enumerate(stage.value.options):
            if option.stages:
                first, *later = option.stages
                inner = (evolve(first, since=stage.since if first.since is None else first.since), *later)
                for picks, found in _of_stages(inner):
                    yield {stage.value.choice: index, **picks}, found
        return
    for picks, value in _of_value(stage.value):
        yield picks, (evolve(stage, value=value),)


def _of_value(expr: Expr) -> Iterator[tuple[Picks, Expr]]:
    if isinstance(expr, BracketExpr):
        yield {}, expr
        for index, option in enumerate(expr.options):
            if len(option.stages) == 1:
                for picks, value in _of_value(option.stages[0].value):
                    yield {expr.choice: index, **picks}, value
    elif isinstance(expr, Op):
        for picks, operands in _of_operands(expr.operands):
            yield picks, evolve(expr, operands=operands)
    else:
        yield {}, expr


def _of_operands(operands: tuple[Expr, ...]) -> Iterator[tuple[Picks, tuple[Expr, ...]]]:
    for parts in product(*(list(islice(_of_value(operand), MOST_WAYS)) for operand in operands)):
        yield _picked(picks for picks, _ in parts), tuple(value for _, value in parts)


def in_its_place(bracket: BracketExpr, open_one: Expr, other: Expr) -> Expr | None:
    """What stands in a value where a bracket stands in another that is built alike; None where they are not."""
    if open_one is bracket:
        return other
    if not isinstance(open_one, Op) or not isinstance(other, Op) or open_one.operator != other.operator:
        return None
    for mine, theirs in zip(open_one.operands, other.operands, strict=False):
        found = in_its_place(bracket, mine, theirs)
        if found is not None:
            return found
    return None


# ---- In whose favour -------------------------------------------------------------------------------------------------


def as_wanted(option: Choice) -> str:
    """`as US wanted`, `as US wanted, against EU`; for an option that nobody claims, that it is one of them."""
    said = f"as {listed(option.wanted_by)} wanted" if option.wanted_by else "one of its options"
    return f"{said}, against {listed(option.opposed_by)}" if option.opposed_by else said


def beside(options: Sequence[Choice], stages: Sequence[PlanStage]) -> str:
    """How a value that is none of the options lies to them: within a range, between two, beyond all of them."""
    value = _value(stages)
    number = _number(value)
    for option in options:
        if option.open_value:
            low, high = _number(option.low), _number(option.high)
            inside = low is not None and high is not None and number is not None and low <= number <= high
            if option.low is None or inside:
                whose = f" of {listed(option.wanted_by)}" if option.wanted_by else ""
                return f"within the range {offer_words(option)}{whose}" if inside else f"filled in{whose}"
    if number is None or value is None:
        return "none of its options"
    known: list[tuple[Fraction, Choice]] = []
    for option in options:
        other = _value(option.stages)
        there = _number(other)
        if there is None or not _alike(value, other):
            return "none of its options"
        known.append((there, option))
    if not min(each for each, _ in known) < number < max(each for each, _ in known):
        return "beyond its options"
    distance = min(abs(each - number) for each, _ in known)
    nearest = [option for each, option in known if abs(each - number) == distance]
    whose = " and ".join(dict.fromkeys(party for option in nearest for party in option.wanted_by))
    if len(nearest) > 1:
        return "halfway between its options"
    return f"between its options, nearer to what {whose} wanted" if whose else "between its options"


def _value(stages: Sequence[PlanStage]) -> Value | None:
    """The one value of stages, where there is but one."""
    expr = stages[0].value if len(stages) == 1 else None
    return expr.value if isinstance(expr, Literal) else None


def _number(value: Value | None) -> Fraction | None:
    """The number of a value, where it has one; of a date its day."""
    if isinstance(value, date):
        return Fraction(value.toordinal())
    number: object = value
    if isinstance(value, Rate):
        number = None if value.specific else value.percent
    elif isinstance(value, Quantity | Money):
        number = value.meaning[0]
    return Fraction(number) if isinstance(number, int | Fraction) else None


def _alike(one: Value, other: Value | None) -> bool:
    """Whether two values are of one sort and unit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Quantity | Money) and isinstance(other, Quantity | Money):
        return one.meaning[1:] == other.meaning[1:]
    return True
