"""A deal without any date."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.drafts import STARTS, named_deals
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Named deals that are neither dated nor signed nor effective on any day; a test's draft needs no date."""
    for node, deal in named_deals(context):
        if not any(isinstance(item, ast.DealDate) and item.word in STARTS for item in node.items):
            day = deal.against.dates.get("on") if deal.against is not None else None
            yield Found(
                deal.place,
                f"the deal `{deal.name}` has no date",
                "from when does it hold?",
                "write `dated`, `signed` or `effective` with a date",
                notes=(f"it is judged from the day of its baseline on, {day}, or from the day given by --as-of",),
            )


RULE = Rule(
    code="DC445",
    name="deal-without-date",
    title="a deal has no date",
    category=Category.MEANING,
    what="A deal says neither on which day it is dated or signed, nor from when it holds.",
    why="Duties that are paused, staged or due to rise stand on days, and so do the windows in which parties hold"
    " their lines. A deal without a date is judged from the day of its baseline, or from whatever day is asked for:"
    " one text has other verdicts next week.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 {
          tariff by US from JP on everything layer reciprocal rate 10%, 24% from 2025-07-09
        }

        deal d {
          between US, JP  against now
          term cars: tariff by US from JP on hs 8703 layer reciprocal rate 15%
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 {
          tariff by US from JP on everything layer reciprocal rate 10%, 24% from 2025-07-09
        }

        event ratified "Both parliaments have agreed"

        deal d {
          between US, JP  effective day of ratified  against now
          term cars: tariff by US from JP on hs 8703 layer reciprocal rate 15%
        }
    """,
    instead="Write `dated DATE` in a draft, and `effective` where it differs; a day that hangs on an event is a date"
    " too.",
    check=check,
)
