"""A name that stands twice in a union."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.plain import members_of
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.lint.unions import unions
from dealcheck.syntax import ast

_BAR = re.compile(r"\s*\|\s*")


def check(context: Context) -> Iterator[Found]:
    """Members of unions that are in their union already, word for word."""
    for union in unions(context):
        first: dict[ast.Scope, ast.Scope] = {}
        before: ast.Scope | None = None
        for member in members_of(union):
            other = first.setdefault(member, member)
            if other is not member and before is not None:
                yield Found(
                    context.place(member),
                    f"`{context.text(member)}` stands twice in one union",
                    "once more",
                    f"take the second `{context.text(member)}` out, or write what was meant instead of it",
                    (Label(context.place(other), "here already"),),
                    fix=_fix(context, before, member),
                )
            before = member


def _fix(context: Context, before: ast.Scope, member: ast.Scope) -> Fix | None:
    """Take the member out with the `|` before it; not where parentheses or comments stand between."""
    start, end = before.span[1], member.span[1]
    if not _BAR.fullmatch(context.source.text, start, member.span[0]):
        return None
    return Fix("take it out", (Edit(context.place((start, end)), ""),), safe=True)


RULE = Rule(
    code="DC468",
    name="repeated-in-scope",
    title="a name stands twice in a union",
    category=Category.STYLE,
    what="`|` joins something with itself: the same product, party, topic, layer or list of codes stands twice in one"
    " scope.",
    why="The second adds nothing. It is often a slip for another name, which is then missing.",
    bad="""
        use "trade"
        use "goods"

        policy JP {
          red line metals "No duty on metals": no tariff by US from JP on steel | aluminium | steel may have rate > 0%
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line metals "No duty on metals": no tariff by US from JP on steel | aluminium | copper may have rate > 0%
        }
    """,
    instead="Look whether another name was meant; else take the second out.",
    check=check,
    fix="safe",
)
