"""Brackets: text that is not agreed, as numbered choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.comparing import comparable
from dealcheck.model.records import BracketExpr, Choice, FieldSpec, Literal, PlanStage
from dealcheck.model.scoping import party_mask
from dealcheck.model.types import Typed, fits
from dealcheck.values import Comparison, compare

if TYPE_CHECKING:
    from dealcheck.model.expressions import Formula
    from dealcheck.model.names import Here
    from dealcheck.syntax import ast
    from dealcheck.values import Value


def read_bracket(formula: Formula, bracket: ast.Bracket, want: FieldSpec | None) -> Typed | None:
    """The bracket with its options; None after an error. Only a deal leaves things open."""
    here = formula.here
    place = formula.place(bracket)
    if here.choices is None or want is None:
        here.problems.error(
            "DC221",
            "brackets stand in a deal, for a field's value or a date",
            place,
            "nothing is left open here",
            "write the value itself",
        )
        return None
    number = here.choices.bracket(formula.name, place)
    options: list[Choice] = []
    first: Typed | None = None
    failed = False
    for option in bracket.options:
        found = _option(formula, option, want)
        if found is None:
            failed = True
            continue
        choice, typed = found
        options.append(choice)
        first = first or typed
    here.choices.complete(number, tuple([option.name for option in options]))
    if failed:
        return None
    expr = BracketExpr(number, tuple(options), want.type, place)
    sample = first.sample if first is not None and all(not option.open_value for option in options) else None
    return Typed(expr, first.sort if first is not None else "any", sample, want)


def sides(here: Here, side: ast.Side | None) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Who wants an option and who opposes it; None after an error."""
    if side is None:
        return (), ()
    if not known_parties(here, (*side.names, *side.opposed_by)):
        return None
    return tuple([name.text for name in side.names]), tuple([name.text for name in side.opposed_by])


def known_parties(here: Here, names: tuple[ast.Name, ...]) -> bool:
    """Whether every name is a party; if not, there is an error at each that is none."""
    masks = [party_mask(here, name) for name in names]
    return None not in masks


def _option(formula: Formula, option: ast.Option, want: FieldSpec) -> tuple[Choice, Typed | None] | None:
    here = formula.here
    who = sides(here, option.side)
    name = _name(here, option)
    if option.low is not None and option.high is not None:
        low, high = _bound(formula, option.low, want), _bound(formula, option.high, want)
        if low is None or high is None or who is None:
            return None
        if comparable(here, low[0], "<=", high[0]) is None:
            return None
        upside_down = compare(low[1], ">", high[1])
        if isinstance(upside_down, Comparison) and upside_down.truth:
            start, end = (" ".join(formula.place(each).text.split()) for each in (option.low, option.high))
            here.problems.error(
                "DC231",
                f"nothing lies between {start} and {end}",
                formula.place(option),
                "the higher end stands first",
                f"write the lower end first: `{end} .. {start}`",
            )
            return None
        return Choice(*who, name, (), low[1], high[1], open_value=True), low[0]
    if not option.stages:
        return None if who is None else (Choice(*who, name, open_value=True), None)
    from dealcheck.model.staging import read_stages  # Stages hold expressions, and expressions brackets.

    stages = read_stages(formula, option.stages, want)
    if stages is None or who is None:
        return None
    kept = tuple([PlanStage(stage.typed.expr, stage.since, stage.place) for stage in stages])
    return Choice(*who, name, kept), stages[0].typed


def _bound(formula: Formula, expr: ast.Expression, want: FieldSpec) -> tuple[Typed, Value] | None:
    typed = formula.read(expr, want)
    if typed is None or not fits(formula.here, want, typed, formula.place(expr)):
        return None
    if not isinstance(typed.expr, Literal):
        formula.here.problems.error(
            "DC221",
            "a range lies between two values",
            formula.place(expr),
            "not a value",
            "write such as `[10% .. 15%]`",
        )
        return None
    return typed, typed.expr.value


def _name(here: Here, option: ast.Option) -> str:
    """The option as it stands, without its side."""
    if option.low is not None and option.high is not None:
        return f"{here.place(option.low).text} .. {here.place(option.high).text}"
    if not option.stages:
        return "?"
    first, last = option.stages[0], option.stages[-1]
    return " ".join(here.unit.source.text[first.span[0] : last.span[1]].split())
