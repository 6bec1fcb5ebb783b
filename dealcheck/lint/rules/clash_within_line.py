"""A line of which one part excludes another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dealcheck.diagnostics import Label
from dealcheck.lint.book import NEAR, book_of
from dealcheck.lint.claims import demands
from dealcheck.lint.clashing import exclusion
from dealcheck.lint.context import Context
from dealcheck.lint.entailment import Entailment
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Sentences joined by `and` that exclude each other."""
    book = book_of(context)
    for spoken in book.spoken:
        parts = demands(spoken.node)[:NEAR]
        if len(parts) < 2 or spoken.never:
            continue
        proofs = Entailment(context.model, spoken.line)
        for one, other in combinations(parts, 2):
            clash = proofs.excludes(one, other)
            if clash is not None:
                yield Found(
                    clash.other.place,
                    exclusion(clash, f"parts of {spoken.name}"),
                    "beside this",
                    "mend one of the two; `or` joins sentences of which either will do",
                    (Label(clash.one.place, "one part asks this"),),
                )
                break


RULE = Rule(
    code="DC413",
    name="clash-within-line",
    title="the parts of a line exclude each other",
    category=Category.CLASH,
    what="A line joins sentences by `and` of which one forbids what the other asks for, at the same time and on the"
    " same goods.",
    why="No deal meets such a line, or only one that has nothing of the kind, and its findings contradict each other:"
    " what mends the first part violates the second.",
    bad="""
        use "trade"

        policy JP {
          red line quota
            : some tariff_quota by US from JP on hs 8703.80 has volume >= 100_000 units
              and no tariff_quota by US from JP on hs 8703 may have volume > 50_000 units
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line quota
            : some tariff_quota by US from JP on hs 8703.80 has volume >= 100_000 units
              and no tariff_quota by US from JP on hs 8703 may have volume < 50_000 units
        }
    """,
    instead="Join by `or` where either will do, or turn the sign that is the wrong way round.",
    check=check,
)
