"""One stage that breaks an otherwise steady path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from dealcheck.lint.context import Context
from dealcheck.lint.drafts import own_texts
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import Literal, Plan
from dealcheck.values import Value, show
from dealcheck.values.comparison import difference

FEWEST = 4
"""Stages that make a path; with fewer, a pause or a peak is as likely as a slip."""


def check(context: Context) -> Iterator[Found]:
    """The one stage without which a value only falls, or only rises."""
    for text in own_texts(context):
        for setting in text.settings:
            if context.own(setting.place) and setting.rows is None:
                for plan in setting.plans:
                    if len(plan.stages) >= FEWEST:
                        yield from _of_plan(plan)


def _of_plan(plan: Plan) -> Iterator[Found]:
    values = [stage.value.value for stage in plan.stages if isinstance(stage.value, Literal)]
    if len(values) < len(plan.stages) or _steady(values):
        return
    odd = [at for at in range(1, len(values) - 1) if _steady([*values[:at], *values[at + 1 :]])]
    if not odd:
        return
    # Of two neighbours of which either would do, the later is the one that turns back.
    at = odd[-1] if len(odd) > 1 and _beyond(values, odd[-1]) else odd[0]
    before, after = show(values[at - 1]), show(values[at + 1])
    yield Found(
        plan.stages[at].place,
        f"{show(values[at])} stands out: all other stages lead one way, {before} before it and {after} after it",
        "out of line",
        f"write a value between {before} and {after}, or correct the one that is meant",
    )


def _steady(values: Sequence[Value]) -> bool:
    """Whether each value is less than the one before, or each is more."""
    signs: set[int] = set()
    for one, other in pairwise(values):
        gap = difference(other, one)
        if not isinstance(gap, int | Fraction) or gap == 0:
            return False
        signs.add(1 if gap > 0 else -1)
    return len(signs) == 1


def _beyond(values: Sequence[Value], at: int) -> bool:
    """Whether a value lies outside those beside it."""
    below, above = difference(values[at], values[at - 1]), difference(values[at + 1], values[at])
    return isinstance(below, int | Fraction) and isinstance(above, int | Fraction) and below * above < 0


RULE = Rule(
    code="DC447",
    name="stage-out-of-line",
    title="one stage breaks an otherwise steady path",
    category=Category.MEANING,
    what="A value has four stages or more, of which all but one fall, or all but one rise.",
    why="Schedules of cuts are long lists of numbers that are copied by hand. A digit that has slipped in one of"
    " them is a year with a duty that nobody agreed on. A pause or a peak of fewer stages is let be.",
    bad="""
        use "trade"

        baseline now on 2018-12-01 { tariff by JP from everyone on hs 0202 rate 38.5% }

        deal d {
          between JP, AU  signed 2018-12-30  against now
          term beef:
            tariff by JP from AU on hs 0202 rate 28.5%, 26.6% from 2019-04-01, 52.8% from 2020-04-01, 9% from 2021-04-01
        }
    """,
    good="""
        use "trade"

        baseline now on 2018-12-01 { tariff by JP from everyone on hs 0202 rate 38.5% }

        deal d {
          between JP, AU  signed 2018-12-30  against now
          term beef:
            tariff by JP from AU on hs 0202 rate 28.5%, 26.6% from 2019-04-01, 25.8% from 2020-04-01, 9% from 2021-04-01
          term pause: tariff by JP from AU on hs 0201 rate 20%, 10% from 2019-04-01, 20% from 2020-04-01
        }
    """,
    instead="Compare the schedule with its source. If the rate does go up for a year, keep it with an ignore and say"
    " why.",
    check=check,
)
