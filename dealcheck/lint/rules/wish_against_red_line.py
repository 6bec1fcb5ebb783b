"""A wish or a concern that only a violated red line of the same party allows."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.book import book_of
from dealcheck.lint.clashing import by_voice, clash_found
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Pairs of a red line and a softer line that exclude each other."""
    for clash in book_of(context).clashes:
        levels = {clash.earlier.line.level, clash.later.line.level}
        if len(levels) == 2 and "red line" in levels and not by_voice(clash):
            yield clash_found(context, clash, "give the softer line up, or let the red line allow for it")


RULE = Rule(
    code="DC412",
    name="wish-against-red-line",
    title="a wish or concern needs a red line to be violated",
    category=Category.CLASH,
    what="A wish or a concern of a party asks for what a red line of the same party forbids, on days on which both are"
    " held: only a deal that violates the red line can grant it.",
    why="The softer line then counts against every deal that the party could sign, and a package that is ranked by it"
    " comes out wrong.",
    bad="""
        use "trade"

        policy JP {
          red line rice: no new tariff_quota by JP on hs 1006
          wish more weight 2: some new tariff_quota by JP from US on hs 1006.30
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line rice: no new tariff_quota by JP on hs 1006
          wish more weight 2: some tariff_quota by JP from US on hs 1006.30
        }
    """,
    instead="Wish for something within the red line, or write the exception into it with `unless`.",
    check=check,
)
