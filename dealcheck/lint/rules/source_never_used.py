"""A source that nothing cites."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.edits import removal
from dealcheck.lint.rule import Category, Fix, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Sources that a text does not cite though it cites some; one that cites nothing serves other texts.

    What stands inside a policy or a deal can be cited there alone.
    """
    cited = {cites.source.text for cites in context.nodes(ast.Cites)}
    outer = {id(item) for item in context.tree.items}
    for node in context.nodes(ast.SourceDeclaration):
        if node.name.text in cited or not (cited or id(node) not in outer):
            continue
        yield Found(
            context.place(node.name),
            f"nothing here cites the source `{node.name.text}`",
            "never cited",
            "cite it where it says something, or leave it out",
            fix=Fix("take the source out", (removal(context.source, node.span),), safe=False),
        )


RULE = Rule(
    code="DC452",
    name="source-never-used",
    title="a source is declared and never cited",
    category=Category.SOURCE,
    what="A text cites sources, and one that it declares nowhere. A file of sources alone, which other files use, is"
    " let be.",
    why="Either a line has lost its source, or the source is a left-over that makes the text look better founded"
    " than it is.",
    bad="""
        use "trade"

        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }
        source speech "The speech in the Diet" { publisher "The cabinet"  date 2025-06-20 }

        policy JP {
          red line autos
            cites press
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }
        source speech "The speech in the Diet" { publisher "The cabinet"  date 2025-06-20 }
    """,
    instead="Cite it at the line, the term or the measure that rests on it; or take it out. A source that only other"
    " files cite belongs in a file of sources.",
    check=check,
    fix="unsafe",
)
