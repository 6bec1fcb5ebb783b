"""Percent said where the line counts points, or a rate brought down to what it should come down by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.syntax import ast
from dealcheck.values import exact, parse_digits, show_exact
from dealcheck.values.exact import is_number

_BY = re.compile(
    r"\bby\s+(?:at\s+(?:least|most)\s+)?(?P<number>\d+(?:\.\d+)?)\s*(?P<sign>%|per\s?cent\b)(?!\s*points?)", re.I
)
_POINTS = re.compile(r"\b(?:points?|pp)\b", re.IGNORECASE)


def check(context: Context) -> Iterator[Found]:
    """Products of what was with a percentage; labels that say percent of a line in points, and the other way."""
    for operation in context.nodes(ast.Operation):
        yield from _part_of_old(context, operation)
    for line in context.nodes(ast.Line):
        yield from _said_otherwise(context, line)


def _part_of_old(context: Context, operation: ast.Operation) -> Iterator[Found]:
    """`old rate * 10%`, a small part of what was, where a cut by so much may be meant."""
    sides = (operation.left, operation.right)
    if operation.operator != "*" or not any(isinstance(side, ast.Old) for side in sides):
        return
    for side in sides:
        if not (isinstance(side, ast.Number) and side.unit == "%" and is_number(side.digits)):
            continue
        number = parse_digits(side.digits)
        if not 0 < number < 50:
            continue  # nobody takes `* 90%` for a cut by nine tenths
        left, rest = show_exact(number), show_exact(exact(1 - Fraction(number) / 100))
        factor = show_exact(exact(Fraction(number) / 100))
        yield Found(
            context.place(side),
            f"`* {left}%` leaves {left}% of what was, and does not take {left}% away",
            f"a factor of {factor}",
            f"write `* {rest}` for a rate that comes down by {left}%, `- {left} pp` for {left} points,"
            f" or the plain factor `* {factor}`",
            fix=Fix(f"write the factor {factor}", (Edit(context.place(side), factor),), safe=False),
        )


def _said_otherwise(context: Context, line: ast.Line) -> Iterator[Found]:
    """A label that says `by 10%` over a line that takes `10 pp`, or points over a line that multiplies."""
    if line.label is None or not (_BY.search(line.label.text) or _POINTS.search(line.label.text)):
        return
    points = [each for each in context.nodes(ast.Number, line) if each.unit == "pp"]
    parts = [
        each
        for each in context.nodes(ast.Operation, line)
        if each.operator in "*/" and any(isinstance(side, ast.Old) for side in (each.left, each.right))
    ]
    said = _BY.search(line.label.text)
    if said and not parts and not _POINTS.search(line.label.text):
        for number in points:
            if number.digits == said["number"]:
                yield Found(
                    context.place(number),
                    f"the label says {said['number']}%, and the line takes {number.digits} points",
                    "points",
                    "say `points` in the label, or add a reading with `old rate * ...` where a part may be meant",
                )
                return
    if parts and not points and _POINTS.search(line.label.text):
        yield Found(
            context.place(parts[0]),
            "the label says points, and the line takes a part of what was",
            "a part",
            "take points away, `old rate - 10 pp`, or say in the label how large a part it is",
        )


RULE = Rule(
    code="DC415",
    name="percent-or-points",
    title="it is unclear whether percent or points are meant",
    category=Category.MEANING,
    what="A line multiplies `old rate` with a percentage, which leaves that part where a cut by that part may be"
    " meant; or its label speaks of percent and its sentence counts points, or the other way.",
    why="Ten percent off a duty of 25% leaves 22.5%, ten points leave 15%, and `* 10%` leaves 2.5%. Two sides that"
    " agree on the word will not agree on the rate.",
    bad="""
        use "trade"

        policy JP {
          red line cut: every tariff by US from JP layer s232_autos must have rate <= old rate * 10%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line cut "By ten points": every tariff by US from JP layer s232_autos must have rate <= old rate - 10 pp
          red line part "Down by 10%": every tariff by US from JP layer s232_autos must have rate <= old rate * 0.9
        }
    """,
    instead="Write points with `pp`, a part as a plain factor such as `* 0.9`, and say in the label which it is. Where"
    " the words leave it open, take the one and add the other as a `reading`.",
    check=check,
    fix="unsafe",
)
