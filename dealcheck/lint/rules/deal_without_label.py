"""A deal or letter without a label."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Deals and letters of the file itself; the drafts of tests are called by their tests."""
    for item in context.tree.items:
        if isinstance(item, ast.Deal | ast.Letter) and item.label is None:
            noun = "deal" if isinstance(item, ast.Deal) else "letter"
            yield Found(
                context.place(item.name),
                f"the {noun} `{item.name.text}` has no label",
                "which one is it?",
                f'say it in a few words: `{noun} {item.name.text} "..."`',
            )


RULE = Rule(
    code="DC474",
    name="deal-without-label",
    title="a deal has no label",
    category=Category.STYLE,
    what="A deal or a letter has no text behind its name.",
    why="Reports and tables of many deals print the label: `US-Japan framework, draft 3` tells a reader which paper is"
    " meant, where a name does not.",
    bad="""
        use "trade"
        use "baseline/2025-07-01"

        deal d3 { between US, JP  dated 2025-07-05  against mid_2025 }
    """,
    good="""
        use "trade"
        use "baseline/2025-07-01"

        deal d3 "US-Japan framework, draft 3" { between US, JP  dated 2025-07-05  against mid_2025 }
    """,
    instead="The parties, the paper and its version, as one would call it in a letter.",
    check=check,
)
