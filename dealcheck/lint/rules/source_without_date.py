"""A source of which nobody knows when it was said."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Sources with neither a date nor an address."""
    for node in context.nodes(ast.SourceDeclaration):
        said = {field.name.text for field in node.fields}
        if not said & {"date", "url"}:
            yield Found(
                context.place(node.name),
                f"the source `{node.name.text}` has no date",
                "when was it said?",
                "write `date 2025-07-01`, the day on which it came out",
            )


RULE = Rule(
    code="DC453",
    name="source-without-date",
    title="a source has no date",
    category=Category.SOURCE,
    what="A source has no `date`, and no `url` at which the date could be seen.",
    why="Positions move by the week. Without a day nobody can tell whether the source is of before or after the line"
    " was drawn, nor find the issue of the paper in which it stood.",
    bad="""
        source press "Japan says no" { publisher "A paper" }
    """,
    good="""
        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }
        source page "What a partner pays" { publisher "A ministry"  url "https://example.org/duties" }
    """,
    instead="Give the day on which it came out; of a page without one, its address, and in a `note` when it was read.",
    check=check,
)
