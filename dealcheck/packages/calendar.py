"""On which days a date that is left open turns something: where what hangs on it passes a day that is written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dealcheck.evaluate.conditions import expressions_of
from dealcheck.evaluate.grounds import Grounds
from dealcheck.evaluate.settling import settle, texts_of
from dealcheck.evaluate.walk import moments_of, simple_parts
from dealcheck.model.records import (
    AggregateRecord,
    BracketExpr,
    ChoiceRecord,
    Expr,
    Literal,
    Moment,
    SentenceRecord,
    Setting,
)
from dealcheck.values import Value
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import when

MOST_DAYS = 20_000
"""Days of a range that are looked at, some fifty years."""


def turning_days(
    grounds: Grounds, sentences: Iterable[SentenceRecord], record: ChoiceRecord, low: date, high: date
) -> Iterator[date]:
    """The days of a range from which on something is otherwise than on the day before.

    Nothing hangs on the day itself but on which written days lie before, on and after it, and so with every date that
    counts from it; sums by calendar years hang on the years as well.
    """
    moments = list(dict.fromkeys(_moments(grounds, sentences)))
    fixed = sorted({moment for moment in moments if isinstance(moment, date)})
    moving = [moment for moment in moments if not isinstance(moment, date)]
    before: object = None
    for count in range(min((high - low).days + 1, MOST_DAYS)):
        day = low + timedelta(days=count)
        settled = settle(grounds.model, grounds.deal, grounds.around, {}, {record.number: day})
        days = [settled.effective, settled.expires, *settled.dates.values(), *(when(each, settled) for each in moving)]
        known = [each for each in days if each is not None]
        order = sorted(set(known))
        here = [(bisect_left(fixed, each), bisect_right(fixed, each), each.year, order.index(each)) for each in known]
        if here != before:
            yield day
        before = here


def _moments(grounds: Grounds, sentences: Iterable[SentenceRecord]) -> Iterator[Moment]:
    """Every date that stands in the texts and in the sentences."""
    for text in texts_of(grounds.deal):
        for moment in text.dates.values():
            if not isinstance(moment, BracketExpr):
                yield moment
        yield from (event.date for event in text.events if event.date is not None)
        for setting in text.settings:
            yield from _of_setting(setting)
    yield from (fact for fact in grounds.settled.named_facts.values() if isinstance(fact, date))
    for bracket in grounds.open_text.brackets.values():
        for option in bracket.options:
            for stage in option.stages:
                yield from _written(stage.value)
    for sentence in sentences:
        for time in moments_of(sentence):
            yield from (moment for moment in (time.moment, time.last) if moment is not None)
        for simple in simple_parts(sentence):
            condition = getattr(simple, "condition", None) or getattr(simple, "having", None)
            for expr in (*expressions_of(condition), *([simple.limit] if isinstance(simple, AggregateRecord) else [])):
                yield from _written(expr)


def _of_setting(setting: Setting) -> Iterator[Moment]:
    if setting.start is not None:
        yield setting.start
    if setting.until is not None:
        yield setting.until
        if isinstance(setting.until, date) and setting.until < date.max:
            yield setting.until + timedelta(days=1)
    for plan in setting.all_plans if setting.rows is None else ():
        for stage in plan.stages:
            if stage.since is not None:
                yield stage.since
            yield from _written(stage.value)


def _written(expr: Expr) -> Iterator[date]:
    for part in parts_of(expr):
        value: Value | None = part.value if isinstance(part, Literal) else None
        if isinstance(value, date):
            yield value
        if isinstance(part, BracketExpr):
            for option in part.options:
                yield from (stage.since for stage in option.stages if isinstance(stage.since, date))
