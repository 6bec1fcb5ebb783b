"""A source that cannot be looked up."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Sources without a title, and such as have neither a publisher nor an address."""
    for node in context.nodes(ast.SourceDeclaration):
        said = {field.name.text for field in node.fields if field.value.text.strip()}
        if not said & {"publisher", "url"}:
            yield Found(
                context.place(node.name),
                f"nothing says where to find the source `{node.name.text}`",
                "no publisher, no url",
                'write `publisher "..."`, and `url "..."` where there is one',
            )
        elif node.title is None or not node.title.text.strip():
            yield Found(
                context.place(node.name),
                f"the source `{node.name.text}` has no title",
                "what is it?",
                f'write `source {node.name.text} "title" {{ ... }}`: the headline, or the name of the document',
            )


RULE = Rule(
    code="DC454",
    name="source-nowhere",
    title="a source cannot be looked up",
    category=Category.SOURCE,
    what="A source has neither a publisher nor an address, or it has no title.",
    why="A source is there so that a reader who doubts a line can look. A name alone leads nowhere.",
    bad="""
        source minister "What the minister said" { date 2025-07-01  author "R. Akazawa" }
    """,
    good="""
        source minister "What the minister said" { publisher "The cabinet office"  date 2025-07-01 }
    """,
    instead="Name who published it; the paper, the ministry or the gazette; and the address of the page.",
    check=check,
)
