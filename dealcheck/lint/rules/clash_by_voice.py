"""Two lines of one party, said by different people, that no deal meets together."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Severity
from dealcheck.lint.book import book_of
from dealcheck.lint.clashing import by_voice, clash_found
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Pairs of lines of different voices that exclude each other."""
    for clash in book_of(context).clashes:
        if by_voice(clash):
            yield clash_found(context, clash, "find out who speaks for the party, or record when each was said", True)


RULE = Rule(
    code="DC411",
    name="clash-by-voice",
    title="two voices of one party exclude each other",
    category=Category.CLASH,
    level=Severity.NOTE,
    what="Two lines of one party, said by different people (`says`), exclude each other while both are held.",
    why="A government that speaks with two voices has a stand that nobody can meet, and the other side will quote the"
    " voice that suits it. That may be just how it is, so this is a note; the lines are kept as they were said.",
    bad="""
        use "trade"

        policy US {
          red line floor says "Lutnick": every tariff by US from JP on hs 8703 layer s232_autos must have rate >= 25%
          concern relief says "Bessent": no tariff by US from JP on hs 8703 layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy US {
          red line floor says "Lutnick": every tariff by US from JP on hs 8703 layer s232_autos must have rate >= 25%
          concern relief says "Bessent"
            active until 2025-01-01
            : no tariff by US from JP on hs 8703 layer s232_autos may have rate > 25%
        }
    """,
    instead="Keep both where both are in force, with a comment that says so; end one by `active until` where the other"
    " has taken its place.",
    check=check,
)
