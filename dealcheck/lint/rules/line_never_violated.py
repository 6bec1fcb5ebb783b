"""A line that no deal can violate."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.book import book_of
from dealcheck.lint.context import Context
from dealcheck.lint.idle import condition_of, is_settled_by_guard, root
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import QuantifiedRecord


def check(context: Context) -> Iterator[Found]:
    """Sentences that hold whatever a deal says."""
    book = book_of(context)
    for spoken in book.spoken:
        if not spoken.always or is_settled_by_guard(book.claimant(spoken.line), spoken):
            continue
        if spoken.speaks_of_nothing:
            continue
        node = root(spoken.node)
        place = condition_of(node) or node.place
        record = getattr(node, "record", None)
        holds = not (isinstance(record, QuantifiedRecord) and record.quantifier == "no")
        yield Found(
            place,
            f"no deal can violate {spoken.name}",
            "always so" if holds else "never so",
            "look at the sign and the number: what is asked for holds whatever a field can be",
        )


RULE = Rule(
    code="DC401",
    name="line-never-violated",
    title="no deal can violate the line",
    category=Category.DEAD,
    what="What the line asks for is so of everything that its fields can be: a rate is never below 0%, a share of the"
    " lines never above 100%, and every number is at most 25% or more than 25%.",
    why="Such a line looks like protection and gives none. Most often a sign is turned round, or a number has lost its"
    " digits. Rates, quantities and amounts of money are taken as zero or more; where a value is not known, or a field"
    " has none, the rule allows for that.",
    bad="""
        use "trade"

        policy JP { red line autos: no tariff by US from JP layer s232_autos may have rate < 0% }
    """,
    good="""
        use "trade"

        policy JP { red line autos: no tariff by US from JP layer s232_autos may have rate <= 0% }
    """,
    instead="Write the comparison that some deal would fail, and a test in which the line is violated.",
    check=check,
)
