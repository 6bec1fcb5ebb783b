"""A bracket whose options are one, or a range with a single value."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealcheck.diagnostics import Label
from dealcheck.evaluate.undecided import open_text
from dealcheck.lint.context import Context
from dealcheck.lint.drafts import named_deals
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import BracketExpr
from dealcheck.syntax import ast
from dealcheck.values import show
from dealcheck.values.comparison import difference


def check(context: Context) -> Iterator[Found]:
    """Options that say the same as another of their bracket, and ranges whose ends are equal."""
    for bracket in context.nodes(ast.Bracket):
        seen: dict[tuple[object, ...], ast.Option] = {}
        for option in bracket.options:
            said = (option.stages, option.low, option.high)
            first = seen.setdefault(said, option)
            if first is not option:
                blank = not option.stages and option.low is None
                yield Found(
                    context.place(option),
                    "two options of a bracket are left blank" if blank else "two options of a bracket say the same",
                    "the same as another",
                    "if it is agreed, write the value without the bracket; else correct one of the options",
                    (Label(context.place(first), "the other"),),
                )
    for _, deal in named_deals(context):
        for found in open_text(deal).brackets.values():
            if context.own(found.place):
                yield from _ranges(found)


def _ranges(bracket: BracketExpr) -> Iterator[Found]:
    for option in bracket.options:
        if option.low is None or option.high is None:
            continue
        gap = difference(option.high, option.low)
        if isinstance(gap, int | Fraction) and gap == 0:
            yield Found(
                bracket.place,
                f"a range from {show(option.low)} to itself",
                "the ends are equal",
                f"write the value, {show(option.low)}, or correct one of the ends",
            )


RULE = Rule(
    code="DC448",
    name="bracket-leaves-nothing-open",
    title="a bracket leaves nothing open",
    category=Category.MEANING,
    what="Two options of a bracket say the same, or a range has one value at both ends.",
    why="Packages are counted by options: one that stands twice doubles them, and a line seems to depend on a choice"
    " that changes nothing. What looks open is agreed, or one of the numbers is wrong.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from JP on hs 8703 layer s232_autos rate 25% }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term cars: tariff by US from JP on hs 8703 layer s232_autos rate [US: 15% | JP: 15%]
          term trucks: tariff by US from JP on hs 8704 layer s232_autos rate [15% .. 15%]
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from JP on hs 8703 layer s232_autos rate 25% }

        deal d {
          between US, JP  dated 2025-07-05  against now
          term cars: tariff by US from JP on hs 8703 layer s232_autos rate [US: 15% | JP: 15%, 10% from 2026-01-01]
          term trucks: tariff by US from JP on hs 8704 layer s232_autos rate [10% .. 15%]
        }
    """,
    instead="Write what is agreed without a bracket, or correct the option that is meant.",
    check=check,
)
