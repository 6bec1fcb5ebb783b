"""A label that says no more than the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast

_OTHERS = re.compile(r"[\W_]+")


def check(context: Context) -> Iterator[Found]:
    """Labels of lines that are their names again, with or without the party, and labels that are empty."""
    for policy in context.nodes(ast.Policy):
        for line in policy.items:
            if not isinstance(line, ast.Line) or line.label is None:
                continue
            label, name = _letters(line.label.text), _letters(line.name.text)
            if label in (name, _letters(policy.party.text) + name, ""):
                yield Found(
                    context.place(line.label),
                    f"the label of {policy.party.text}.{line.name.text} says no more than its name",
                    "says nothing new" if label else "is empty",
                    "say what the party wants or will not have: `No deal keeps the 25% car tariff`",
                )


def _letters(text: str) -> str:
    return _OTHERS.sub("", text).casefold()


RULE = Rule(
    code="DC463",
    name="label-repeats-name",
    title="a label says no more than the name",
    category=Category.STYLE,
    what="The label of a line is its name once more, or nothing.",
    why="Reports print both. The label is there for what the name has no room for: what the party wants, or will not"
    " have.",
    bad="""
        use "trade"

        policy JP { red line no_cap "No cap": no new export_cap by JP }
    """,
    good="""
        use "trade"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }
    """,
    instead="A short clause that somebody can agree or disagree with.",
    check=check,
)
