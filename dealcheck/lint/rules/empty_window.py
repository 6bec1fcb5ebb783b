"""A window of time in which no day lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealcheck.evaluate.walk import moments_of
from dealcheck.lint.book import book_of
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import DealRecord, LineRecord, OfDeal, Setting, TimeRecord

_SHORT = "swap the two dates, or mend the one that is wrong"


def check(context: Context) -> Iterator[Found]:
    """Lines, time phrases and measures that no day is left for."""
    for line in context.lines:
        yield from _activity(context, line)
    for spoken in book_of(context).spoken:
        yield from (found for time in moments_of(spoken.sentence) for found in _phrase(time))
    for deal in context.deals:
        yield from _deal(context, deal)


def _activity(context: Context, line: LineRecord) -> Iterator[Found]:
    since, until = line.active_from, line.active_until
    if not isinstance(since, date) or not isinstance(until, date) or since <= until:
        return
    node = context.node_of(line)
    places = [each.until for each in node.active if each.until is not None] if node is not None else []
    yield Found(
        context.place(places[-1]) if places else line.place,
        f"{line.full_name} is held on no day: until {until}, but only from {since}",
        f"before {since}",
        _SHORT,
    )


def _phrase(time: TimeRecord) -> Iterator[Found]:
    first, last = time.moment, time.last
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield Found(time.place, f"no day lies between {first} and {last}", "so it holds unseen", _SHORT)
    elif isinstance(first, OfDeal) and (time.word, first.word) in _BEYOND:
        yield Found(
            time.place,
            f"no day of a deal lies {time.word} {first.word}",
            "so it holds unseen",
            "lines are judged from the deal's `effective` to its end: write `at effective` or `at end`",
        )


_BEYOND = {("before", "effective"), ("after", "end"), ("after", "expires")}
"""Time phrases that no day of any deal is in."""


def _deal(context: Context, deal: DealRecord) -> Iterator[Found]:
    """Measures over before their deal starts, or that would start after its end; other orders of dates are DC444's."""
    dates = deal.text.dates
    start = next((dates[word] for word in ("effective", "signed", "dated") if word in dates), None)
    end = dates.get("expires")
    first = start if isinstance(start, date) else None
    last = end if isinstance(end, date) else None
    if first is not None and last is not None and last < first:
        return
    for setting in deal.text.settings:
        if context.own(setting.place):
            yield from _measure(setting, first, last)


def _measure(setting: Setting, first: date | None, last: date | None) -> Iterator[Found]:
    start, until = setting.start, setting.until
    if start is None and first is not None and isinstance(until, date) and until < first:
        yield Found(
            setting.place,
            f"the measure is over on {until}, before its deal starts on {first}",
            "holds on no day",
            "let it last longer, or say `from` when it starts",
        )
    elif isinstance(start, date) and until is None and last is not None and start > last and not _is_staged(setting):
        yield Found(
            setting.place,
            f"the measure would start on {start}, after its deal is over on {last}",
            "holds on no day",
            "let it start earlier, let the deal run longer, or say `until` when the measure outlives it",
        )


def _is_staged(setting: Setting) -> bool:
    """Whether a measure's values have starts of their own, which DC446 looks at."""
    return any(stage.since is not None for plan in setting.all_plans for stage in plan.stages)


RULE = Rule(
    code="DC404",
    name="empty-window",
    title="no day lies in a window of time",
    category=Category.DEAD,
    what="A line or a time phrase ends before it begins, a time phrase asks for days that no deal has, as `before"
    " effective` does, or a measure is over before its deal starts, or starts after its deal is over.",
    why="What is judged on no day is met on every draft, and a measure in force on no day changes nothing, while both"
    " read as if they counted. Two dates are swapped, or one has the wrong year.",
    bad="""
        use "trade"

        policy JP {
          red line autos
            active from 2025-07-20 until 2025-06-01
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos
            active from 2025-07-20 until 2025-07-20
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Put the earlier day first; both days of a window belong to it.",
    check=check,
)
