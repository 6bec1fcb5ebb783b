"""A member of a union that another member holds already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.plain import members_of
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.lint.unions import unions
from dealcheck.scopes import EMPTY, EVERYTHING, IntervalSet, code_interval
from dealcheck.syntax import ast

_BAR = re.compile(r"\s*\|\s*")
_MOST = 60
"""Members of a union that are compared."""


def check(context: Context) -> Iterator[Found]:
    """Goods and topics in unions that another member holds; those that stand there twice are told elsewhere."""
    for union in unions(context):
        members = members_of(union)
        held = [_held(context, member) for member in members[:_MOST]]
        for at, mine in enumerate(held):
            wider = next((other for other in range(len(held)) if mine and _holds(held, members, other, at)), None)
            if wider is not None:
                inner, outer = context.text(members[at]), context.text(members[wider])
                yield Found(
                    context.place(members[at]),
                    f"`{outer}` holds all of `{inner}`, with which it is joined",
                    "adds nothing",
                    f"take `{inner}` out, or put something narrower in place of `{outer}`",
                    (Label(context.place(members[wider]), "holds it already"),),
                    fix=_fix(context, members, at),
                )


def _holds(held: list[IntervalSet], members: list[ast.Scope], other: int, at: int) -> bool:
    """Whether one member holds another; of two that hold the same, the first holds the second."""
    if other == at or members[other] == members[at] or not held[at] <= held[other]:
        return False
    return held[at] != held[other] or other < at


def _held(context: Context, scope: ast.Scope) -> IntervalSet:
    """The goods or topics of a scope; nothing where that takes more than names and codes."""
    model = context.model
    if isinstance(scope, ast.Codes):
        return IntervalSet.of(
            (code_interval(part.first)[0], code_interval(part.last)[1]) for part in scope.ranges if part.first
        )
    if isinstance(scope, ast.ScopeName):
        if scope.text == "everything":
            return EVERYTHING
        if scope.text in model.products:
            return model.products[scope.text].goods
        if scope.text in model.topics:
            # Topics have numbers of their own, which never lie among those of goods here.
            return IntervalSet.of((-high, -low) for low, high in model.topics[scope.text].held)
    return EMPTY


def _fix(context: Context, members: list[ast.Scope], at: int) -> Fix | None:
    """Take the member out with a `|`; not where parentheses or comments stand between."""
    if at:
        between, whole = (members[at - 1].span[1], members[at].span[0]), (members[at - 1].span[1], members[at].span[1])
    else:
        between, whole = (members[0].span[1], members[1].span[0]), (members[0].span[0], members[1].span[0])
    if not _BAR.fullmatch(context.source.text, *between):
        return None
    return Fix("take it out", (Edit(context.place(whole), ""),), safe=False)


RULE = Rule(
    code="DC469",
    name="covered-in-scope",
    title="a union joins something with a part of it",
    category=Category.STYLE,
    what="`|` joins goods with some of these goods, or a topic with its subtopic.",
    why="The narrower one adds nothing. Either the wider one is too wide (`everything | rice` was to be `rice`), or the"
    " narrower one was to be taken away with `-`, or another was meant.",
    bad="""
        use "trade"
        use "goods"

        policy JP {
          red line food "No cut on food": no tariff by JP on everything | rice may have rate reduced
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP { red line food "No cut on food": no tariff by JP on beef | rice may have rate reduced }
    """,
    instead="Take the narrower one out, or the wider one. The fix does the first; it is unsafe in that `average` and"
    " `share` count codes as they are written.",
    check=check,
    fix="unsafe",
)
