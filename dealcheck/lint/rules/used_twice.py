"""A file that is used twice."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.edits import removal
from dealcheck.lint.rule import Category, Fix, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Every `use` of a file that is used further above."""
    first: dict[str, ast.Use] = {}
    for use in context.nodes(ast.Use):
        other = first.setdefault(use.path.text, use)
        if other is not use:
            yield Found(
                context.place(use),
                f'"{use.path.text}" is used twice',
                "used again",
                "",
                (Label(context.place(other), "used here"),),
                fix=Fix("take the second out", (removal(context.source, use.span),), safe=True),
            )


RULE = Rule(
    code="DC470",
    name="used-twice",
    title="a file is used twice",
    category=Category.STYLE,
    what="Two `use` of a text name the same file.",
    why="The second does nothing. Where many names stand in a row one may have been meant to be another: look before"
    " it is taken out.",
    bad="""
        use "trade"
        use "goods"
        use "trade"

        policy JP { red line rice "Rice stays": no tariff by JP on rice may have rate reduced }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP { red line rice "Rice stays": no tariff by JP on rice may have rate reduced }
    """,
    instead="Take the second out.",
    check=check,
    fix="safe",
)
