"""Measures, values and moments in the words of the language, however they are laid out in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from dealcheck.model.records import (
    After,
    BracketExpr,
    Choice,
    Expr,
    FirstOfMonth,
    Literal,
    Moment,
    OfDeal,
    OfEvent,
    OfFact,
    PlanStage,
    Setting,
)
from dealcheck.values import show
from dealcheck.worlds.texts import parts_of

_PIECES = re.compile(r'"(?:\\.|[^"\\])*"|#[^\n]*|\s+')


def tidy(text: str) -> str:
    """A piece of a text on one line, without its comments."""
    return _PIECES.sub(lambda found: found[0] if found[0].startswith('"') else " ", text).strip()


def moment_words(moment: Moment) -> str:
    """`2025-08-01`, `7 days after effective`, `day of ratified`."""
    if isinstance(moment, date):
        return moment.isoformat()
    if isinstance(moment, OfEvent | OfDeal | OfFact):
        return f"day of {_inner(moment)}"
    if isinstance(moment, FirstOfMonth):
        return f"first day of month of {_inner(moment.moment)}"
    if not isinstance(moment, After):
        raise TypeError(f"no moment: {moment!r}")
    return f"{moment.count} {moment.unit}{'' if moment.count == 1 else 's'} after {_inner(moment.moment)}"


def _inner(moment: Moment) -> str:
    """A moment after `of` and `after`."""
    if isinstance(moment, OfEvent):
        return moment.event
    if isinstance(moment, OfDeal):
        return moment.word
    return moment.name if isinstance(moment, OfFact) else moment_words(moment)


def value_words(expr: Expr) -> str:
    """A value as the language writes it; what is computed, as the text has it."""
    if isinstance(expr, Literal):
        return show(expr.value)
    if isinstance(expr, BracketExpr):
        return bracket_words(expr)
    return tidy(expr.place.text)


def bracket_words(bracket: BracketExpr) -> str:
    """`[US: 25% | JP: 0%]`."""
    return f"[{' | '.join(map(option_words, bracket.options))}]"


def option_words(option: Choice) -> str:
    """`US opposed by JP: 25%`."""
    side = ", ".join(option.wanted_by)
    if option.opposed_by:
        side = f"{side} opposed by {', '.join(option.opposed_by)}".strip()
    return f"{side}: {offer_words(option)}" if side else offer_words(option)


def offer_words(option: Choice) -> str:
    """What an option says, without who wants it: `25%`, `10% .. 15%`, `?`."""
    if option.low is not None and option.high is not None:
        return f"{show(option.low)} .. {show(option.high)}"
    return stages_words(option.stages) if option.stages else "?"


def stages_words(stages: Sequence[PlanStage]) -> str:
    """`25%, 15% from 2026-01-01`; equal steps as the text has them."""
    if len(stages) > 1 and all(stage.place == stages[0].place for stage in stages):
        return tidy(stages[0].place.text)
    said = [
        value_words(stage.value) + (f" from {moment_words(stage.since)}" if stage.since is not None else "")
        for stage in stages
    ]
    return ", ".join(said)


def condition_words(under: Sequence[tuple[str, bool]]) -> str:
    """`if ratified and if not blocked`."""
    return " and ".join(f"if {event}" if happens else f"if not {event}" for event, happens in under)


def measure_words(setting: Setting) -> str:
    """A measure with its keys, dates, conditions and values."""
    head = tidy(setting.place.text)
    parts = [f"end {head}" if setting.ends and not head.startswith("end ") else head]
    if setting.start is not None:
        parts.append(f"from {moment_words(setting.start)}")
    if setting.rows is not None:
        parts.append(f"by a table of {len(setting.rows)} rows")
    parts.extend(f"{plan.field} {stages_words(plan.stages)}" for plan in setting.plans)
    if setting.until is not None:
        parts.append(f"until {moment_words(setting.until)}")
    if setting.under:
        parts.append(condition_words(sorted(setting.under)))
    return " ".join(parts)


def is_open(expr: Expr) -> bool:
    """Whether a bracket stands in a value."""
    return any(isinstance(part, BracketExpr) for part in parts_of(expr))


def listed(parties: Sequence[str]) -> str:
    """`US and JP`."""
    return " and ".join(parties)


def verb(parties: Sequence[str], word: str) -> str:
    """A verb for one party or for several."""
    return f"{word}s" if len(parties) == 1 else word
