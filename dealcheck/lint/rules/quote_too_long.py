"""A quotation that is longer than a line needs."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Quotations of more words than the project allows."""
    most = context.options.limits.quote_words
    for cites in context.nodes(ast.Cites):
        words = 0 if cites.quote is None else len(cites.quote.text.split())
        if cites.quote is not None and words > most:
            yield Found(
                context.place(cites.quote),
                f"a quotation of {words} words",
                f"more than {most}",
                "keep the words on which the line turns; a second `cites` may quote a second place",
            )


LONG = (
    "Japan, which has long been among the closest partners of the United States, said on Tuesday that it would not"
    " agree to any deal that preserves the duty on cars in whatever form, be it a quota, a lower rate or a promise for"
    " later years"
)

RULE = Rule(
    code="DC451",
    name="quote-too-long",
    title="a quotation is longer than it need be",
    category=Category.SOURCE,
    what="A quotation behind `cites` has more words than a project allows: 40, unless its configuration says"
    " otherwise.",
    why="A line is a reading of words, and the quotation shows which. In a paragraph nobody sees them; and a long"
    " piece of somebody else's text needs a permission, which a short quotation does not.",
    bad="""
        use "trade"

        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }

        policy JP {
          red line autos
            cites press "LONG"
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """.replace("LONG", LONG),
    good="""
        use "trade"

        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }

        policy JP {
          red line autos
            cites press "would not agree to any deal that preserves the duty"
            cites press "not one car"
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Quote the dozen words that decide, and leave the rest to whoever looks the source up.",
    check=check,
)
