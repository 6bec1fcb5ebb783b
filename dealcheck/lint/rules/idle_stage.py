"""A stage that never holds, or that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealcheck.lint.context import Context
from dealcheck.lint.drafts import fixed_end, fixed_start, own_texts
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import Literal, Plan, PlanStage
from dealcheck.source import Span
from dealcheck.values import show


def check(context: Context) -> Iterator[Found]:
    """Stages that are over before the measure starts, start after it ends, or set what the one before does."""
    for text in own_texts(context):
        begins, ends = fixed_start(text), fixed_end(text)
        for setting in text.settings:
            if not context.own(setting.place) or setting.rows is not None:
                continue
            start = begins if setting.start is None else setting.start
            end = ends if setting.until is None else setting.until
            for plan in setting.plans:
                yield from _of_plan(
                    plan, start if isinstance(start, date) else None, end if isinstance(end, date) else None
                )


def _of_plan(plan: Plan, start: date | None, end: date | None) -> Iterator[Found]:
    said: set[Span] = set()
    """The steps of a linear cut share a place, and are spoken of once."""
    for stage, after in zip(plan.stages, [*plan.stages[1:], None], strict=True):
        found = _over(stage, after, start) or _late(stage, end) or _same(stage, after)
        if found is not None and found.place.span not in said:
            said.add(found.place.span)
            yield found


def _over(stage: PlanStage, after: PlanStage | None, start: date | None) -> Found | None:
    if after is None or start is None or not isinstance(after.since, date) or after.since > start:
        return None
    return Found(
        stage.place,
        f"this value never holds: the next one starts on {after.since}, and the measure on {start}",
        "over before it starts",
        "leave it out, or correct the date of the next stage",
    )


def _late(stage: PlanStage, end: date | None) -> Found | None:
    if end is None or not isinstance(stage.since, date) or stage.since <= end:
        return None
    return Found(
        stage.place,
        f"this stage never holds: it starts on {stage.since}, and the measure ends on {end}",
        "after the end",
        "leave it out, or let the measure last longer",
    )


def _same(stage: PlanStage, after: PlanStage | None) -> Found | None:
    if after is None or not isinstance(stage.value, Literal) or not isinstance(after.value, Literal):
        return None
    if stage.value.value != after.value.value:
        return None
    return Found(
        after.place,
        f"this stage changes nothing: the value is {show(stage.value.value)} before it, too",
        "the same value",
        "leave the stage out, or correct one of the values",
    )


RULE = Rule(
    code="DC446",
    name="idle-stage",
    title="a stage does nothing",
    category=Category.MEANING,
    what="A stage of a value is over before its measure starts, starts after the measure or the deal has ended, or"
    " sets what the stage before it sets.",
    why="A cut that starts after the deal expires is a promise that nobody has to keep. Most often a year has slipped.",
    bad="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from JP on hs 8703 layer s232_autos rate 25% }

        deal d {
          between US, JP  signed 2025-07-22  effective 2025-08-07  expires 2029-12-31  against now
          term cars: tariff by US from JP on hs 8703 layer s232_autos rate 20%, 15% from 2027-01-01, 10% from 2030-01-01
        }
    """,
    good="""
        use "trade"

        baseline now on 2025-07-01 { tariff by US from JP on hs 8703 layer s232_autos rate 25% }

        deal d {
          between US, JP  signed 2025-07-22  effective 2025-08-07  expires 2029-12-31  against now
          term cars: tariff by US from JP on hs 8703 layer s232_autos rate 20%, 15% from 2027-01-01, 20% from 2029-12-31
        }
    """,
    instead="Correct the date or the value, or leave the stage out.",
    check=check,
)
