"""Two lines of one party that no deal meets together."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.book import book_of
from dealcheck.lint.clashing import by_voice, clash_found
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Pairs of red lines, or of concerns, that exclude each other."""
    for clash in book_of(context).clashes:
        levels = {clash.earlier.line.level, clash.later.line.level}
        if len(levels) == 1 and "wish" not in levels and not by_voice(clash):
            yield clash_found(context, clash, "mend one of the two, or let their windows part: `active until ...`")


RULE = Rule(
    code="DC410",
    name="lines-clash",
    title="two lines of one party exclude each other",
    category=Category.CLASH,
    what="Two red lines of one party, or two of its concerns, are held at the same time, and what the one asks for the"
    " other forbids: `some ... has rate >= 25%` beside `no ... may have rate > 20%`. Two lines of `every` and `no` that"
    " leave no value are met together only where nothing of the kind is there, and the finding says so.",
    why="Whatever the other side offers, one of the two is violated, so that there is no agreement to look for. A"
    " partner who reads the policy sees it before its author does.",
    bad="""
        use "trade"

        policy US {
          red line floor: every tariff by US from JP on hs 8703 layer s232_autos must have rate >= 25%
          red line ban: no tariff by US from JP on hs 8703 | hs 8704 layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy US {
          red line floor: every tariff by US from JP on hs 8703 layer s232_autos must have rate >= 25%
          red line ban: no tariff by US from JP on hs 8703 | hs 8704 layer s232_autos may have rate > 25%
        }
    """,
    instead="Decide which of the two is the stand, or narrow one: its goods, its layer, or the days on which it is"
    " held.",
    check=check,
)
