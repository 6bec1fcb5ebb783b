"""A rate so high that a digit or a point must have slipped."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast
from dealcheck.values import parse_digits

MOST = Fraction(900)
"""Percent. The highest duties on record lie below: Korea's 887.4% on manioc and 754.3% on ginseng beyond their quotas,
Canada's 298.5% on butter.
"""


def check(context: Context) -> Iterator[Found]:
    """Percentages above the highest duty that anybody charges."""
    for number in context.nodes(ast.Number):
        if number.unit != "%" or number.currency:
            continue
        value = _value(number.digits)
        if value is not None and value > MOST:
            yield Found(
                context.place(number),
                f"{context.text(number)} is higher than any duty in force anywhere",
                "a point or a digit too far?",
                "look the number up again: 27.5% is easily written 275% or 2750%",
            )


def _value(digits: str) -> Fraction | None:
    found = parse_digits(digits)
    return Fraction(found) if isinstance(found, int | Fraction) else None


RULE = Rule(
    code="DC449",
    name="implausible-rate",
    title="a rate is higher than any there is",
    category=Category.MEANING,
    what="A percentage above 900% stands in a text. The highest duties on record, on some farm goods beyond a quota,"
    " lie below that; those on dairy in Canada between 200% and 300%.",
    why="A point that has slipped turns 27.5% into 2750%, and a red line with such a number is never violated.",
    bad="""
        use "trade"

        policy JP {
          red line cars: no tariff by US from JP on hs 8703 layer s232_autos may have rate >= 2750%
        }
    """,
    good="""
        use "trade"

        policy CA { red line dairy: every tariff by CA from US on hs 0405 must have rate >= 298.5% }
    """,
    instead="Compare the number with its source.",
    check=check,
)
