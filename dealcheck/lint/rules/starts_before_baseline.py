"""A deal that starts before the day of its baseline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.drafts import STARTS, day_of, named_deals
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """The start of a deal, and days on which its measures start, that lie before what the deal is laid over."""
    for node, deal in named_deals(context):
        day = deal.against.dates.get("on") if deal.against is not None else None
        if not isinstance(day, date) or deal.against is None:
            continue
        against = next((item for item in node.items if isinstance(item, ast.Against)), None)
        labels = (Label(context.place(against), f"describes {day}"),) if against is not None else ()
        pooled = {name for name, kind in context.model.kinds.items() if kind.pooled}
        for moment, starts in _starts(node, pooled):
            if starts < day:
                yield Found(
                    context.place(moment),
                    f"{starts} lies before {day}, the day of the baseline `{deal.against.name}`",
                    "before the status quo",
                    "take an earlier baseline, or correct the date",
                    labels,
                    ("what the deal did between the two days may be part of the baseline already",),
                )


def _starts(node: ast.Deal, pooled: set[str]) -> Iterator[tuple[ast.Node, date]]:
    """The deal's own start where it is a date, and the dates from which its measures hold.

    Amounts and volumes are often counted from the beginning of a year, and take nothing from what was before.
    """
    dates = {item.word: item.moment for item in node.items if isinstance(item, ast.DealDate)}
    moment = next((dates[word] for word in STARTS if word in dates), None)
    day = day_of(moment)
    if moment is not None and day is not None:
        yield moment, day
    for term in (item for item in node.items if isinstance(item, ast.Term)):
        for measure in (each for each in term.measures if each.kind.text not in pooled):
            since = measure.since
            if since is None:
                firsts = (each.stages[0] for each in measure.fields)
                since = next((each.since for each in firsts if isinstance(each, ast.Stage) and each.since), None)
            day = day_of(since)
            if since is not None and day is not None:
                yield since, day


RULE = Rule(
    code="DC443",
    name="starts-before-baseline",
    title="a deal starts before its baseline",
    category=Category.MEANING,
    what="A deal takes effect, or a measure of it starts, before the day that the baseline named in `against`"
    " describes.",
    why="A baseline of August holds what a deal of July did, so that the deal seems to change nothing; and what is"
    " in it only since August counts as the status quo of July. The wrong baseline gives `kept` for `reduced`.",
    bad="""
        use "trade"

        baseline august on 2025-08-07 { tariff by US from JP on everything layer reciprocal rate 15% }

        deal d {
          between US, JP  signed 2025-07-22  against august
          term general: tariff by US from JP on everything layer reciprocal rate 10%
        }
    """,
    good="""
        use "trade"

        baseline august on 2025-08-07 { tariff by US from JP on everything layer reciprocal rate 15% }

        deal d {
          between US, JP  signed 2025-07-22  effective 2025-08-07  against august
          term general: tariff by US from JP on everything layer reciprocal rate 10%
          term goods: purchase by JP from US on everything amount USD 8 bn per year from 2025-01-01
        }
    """,
    instead="Lay the deal over the baseline of a day that comes no later; state a baseline of your own that includes"
    " one that ships and takes away what came after.",
    check=check,
)
