"""A code that the Harmonized System of 2022 does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dealcheck.lint.context import Context
from dealcheck.lint.goods import SIX_DIGITS, ends_of
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.scopes import dotted_code
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.lint.nomenclature import Nomenclature

OWN_CHAPTERS = ("98", "99")
"""Chapters that each party fills for itself."""


def check(context: Context) -> Iterator[Found]:
    """Codes and ends of ranges that do not exist, on their first six digits."""
    names: Nomenclature | None = None
    for part in context.nodes(ast.CodeRange):
        names = names or context.options.nomenclature()
        if names is None:
            return
        for code, span in ends_of(context, part):
            international = code[:SIX_DIGITS]
            if international[:2] in OWN_CHAPTERS or names.holds(international):
                continue
            is_end = part.first != part.last
            near = dotted_code(_nearest(names, international))
            shown = dotted_code(international)
            yield Found(
                context.place(span),
                f"the range ends at {shown}, which is no code of HS 2022"
                if is_end
                else f"{shown} is no code of HS 2022",
                "no such code",
                f"the nearest code is {near} ({names.names[near.replace('.', '')]})",
                notes=()
                if is_end
                else ("goods of a code that does not exist are never traded, so nothing holds there",),
            )


def _nearest(names: Nomenclature, code: str) -> str:
    """The code of the same length that shares the most digits with one that does not exist, and lies nearest."""
    for kept in range(len(code) - 2, -1, -2):
        among = [each for each in names.names if len(each) == len(code) and each.startswith(code[:kept])]
        if among:
            return min(among, key=lambda each: (abs(int(each) - int(code)), each))
    return code


RULE = Rule(
    code="DC433",
    name="code-not-in-hs2022",
    title="a code is not in the Harmonized System of 2022",
    category=Category.MEANING,
    what="A code, or an end of a range of codes, does not exist in HS 2022. Codes of more than six digits are looked"
    " up by their first six, for the rest belongs to one party's schedule.",
    why="A digit that has slipped, or a code of an older edition, makes a scope that holds no goods: a duty there is"
    " charged on nothing, and a red line there is met whatever the deal says.",
    bad="""
        product cars "Cars" = hs 8703.22, 8703.25
    """,
    good="""
        product cars "Cars" in US = hs 8703.22, 8703.23.01.90, 9903.94.31
        product steel "Flat steel" = hs 7208 .. 7212
    """,
    instead="Look the goods up in the HS of 2022 (`policies/tables/hs2022.csv`) and write the code that they have"
    " there.",
    check=check,
)
