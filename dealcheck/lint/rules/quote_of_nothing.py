"""A quotation that quotes nothing that was said."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.edits import removal
from dealcheck.lint.rule import Category, Fix, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Quotations without a word, and such as only repeat the title of their source."""
    for cites in context.nodes(ast.Cites):
        if cites.quote is None:
            continue
        words = _words(cites.quote.text)
        record = context.model.sources.get(cites.source.text)
        if not words:
            headline, label = "an empty quotation", "no word in it"
        elif record is not None and words == _words(record.title):
            headline, label = f"this quotation is the title of `{cites.source.text}`", "said by the headline"
        else:
            continue
        yield Found(
            context.place(cites.quote),
            headline,
            label,
            "quote the words on which this rests, or leave the quotation out",
            fix=Fix("leave the quotation out", (removal(context.source, cites.quote.span),), safe=False),
        )


def _words(text: str) -> list[str]:
    """The words of a text, without what stands around them."""
    bare = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return bare.split()


RULE = Rule(
    code="DC457",
    name="quote-of-nothing",
    title="a quotation says nothing",
    category=Category.SOURCE,
    what="A quotation behind `cites` is empty, or is word for word the title of the source.",
    why="The reader is to see the words from which a line, a rate or a date was read. A headline is the editor's,"
    " and the source shows it anyway.",
    bad="""
        use "trade"

        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }

        policy JP {
          red line autos
            cites press "Japan says no"
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }

        policy JP {
          red line autos
            cites press "says no to 25%"
            : no tariff by US from JP layer s232_autos may have rate >= 25%
          red line steel
            cites press
            : no tariff by US from JP layer s232_steel may have rate >= 50%
        }
    """,
    instead="Quote what was said; or cite the source without a quotation.",
    check=check,
    fix="unsafe",
)
