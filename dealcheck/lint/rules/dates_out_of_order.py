"""Dates of a deal or a measure in an order that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.drafts import STARTS, day_of
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast

LONG_BEFORE = timedelta(days=366)
"""Deals do reach back, for some months; nothing signed takes effect a year earlier."""


def check(context: Context) -> Iterator[Found]:
    """Deals and letters that end before they start, are signed before they are drafted or start a year before they
    are signed, and measures that end before they start.
    """
    texts: tuple[ast.Deal | ast.Letter, ...] = (*context.nodes(ast.Deal), *context.nodes(ast.Letter))
    for node in texts:
        yield from _of_text(context, {item.word: item for item in node.items if isinstance(item, ast.DealDate)})
    for measure in context.nodes(ast.Measure):
        since, until = day_of(measure.since), day_of(measure.until)
        if since is not None and until is not None and until < since and measure.until is not None:
            yield Found(
                context.place(measure.until),
                f"this measure ends on {until}, before it starts",
                f"it starts on {since}",
                "correct one of the two dates",
            )


def _of_text(context: Context, dates: dict[str, ast.DealDate]) -> Iterator[Found]:
    days = {word: day for word, item in dates.items() if (day := day_of(item.moment)) is not None}
    start = next((word for word in STARTS if word in dates), "")
    if start in days and "expires" in days and days["expires"] < days[start]:
        yield _found(context, dates, "expires", start, f"the deal expires on {days['expires']}, before it takes effect")
    if "dated" in days and "signed" in days and days["signed"] < days["dated"]:
        yield _found(context, dates, "signed", "dated", f"the deal is signed on {days['signed']}, before its own date")
    if "effective" in days and "signed" in days and days["signed"] - days["effective"] > LONG_BEFORE:
        yield _found(
            context,
            dates,
            "effective",
            "signed",
            f"the deal takes effect on {days['effective']}, long before it is signed",
        )


def _found(context: Context, dates: dict[str, ast.DealDate], word: str, other: str, headline: str) -> Found:
    return Found(
        context.place(dates[word].moment),
        headline,
        "too early",
        "correct the year, the month or the day of one of the two",
        (Label(context.place(dates[other]), "the other date"),),
    )


RULE = Rule(
    code="DC444",
    name="dates-out-of-order",
    title="dates stand in an order that cannot be meant",
    category=Category.MEANING,
    what="A deal expires before it takes effect, is signed before its own date, or takes effect more than a year"
    " before it is signed; or a measure ends before it starts.",
    why="A slip in one date moves the whole deal. One that ends before it starts is judged on a single day; a"
    " measure that does never holds.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from everyone on everything layer reciprocal rate 10% }

        deal d {
          between US, JP  signed 2025-07-22  effective 2025-08-07  expires 2025-01-31  against now
          term rate: tariff by US from JP on everything layer reciprocal rate 15%
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from everyone on everything layer reciprocal rate 10% }

        deal back {
          between US, JP  dated 2025-09-01  signed 2025-09-04  effective 2025-08-07  expires 2029-01-19  against now
          term rate: tariff by US from JP on everything layer reciprocal rate 15%
          term pause: tariff by US from JP on hs 8703 layer reciprocal from 2025-10-01 until 2025-12-31 rate 0%
        }
    """,
    instead="Look the dates up again: `dated` is that of the text, `signed` when it was signed, `effective` from"
    " when it holds, `expires` the last day.",
    check=check,
)
