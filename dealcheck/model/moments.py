"""From the moments of a text to dates, or to what they hang on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dealcheck.model.problems import meant
from dealcheck.model.records import After, FirstOfMonth, Moment, OfDeal, OfEvent, OfFact
from dealcheck.syntax import ast
from dealcheck.values import add_duration, first_of_month
from dealcheck.values.amounts import DURATION_UNITS
from dealcheck.values.units import TIME_UNITS

if TYPE_CHECKING:
    from dealcheck.model.names import Here

DEAL_DATES = ("effective", "signed", "dated", "expires")
"""The dates of a deal that a text can name."""

MOST_AFTER = 100_000
"""The greatest count of days, months or years after something."""


def moment_of(here: Here, moment: ast.Moment) -> Moment | None:
    """The date that is written, or what it hangs on; None after an error."""
    if isinstance(moment, ast.DateMoment):
        return here.date(moment)
    if isinstance(moment, ast.NamedMoment):
        return _named(here, moment.name)
    inner = moment_of(here, moment.moment)
    if isinstance(moment, ast.FirstOfMonth):
        if isinstance(inner, date):
            return first_of_month(inner)
        return None if inner is None else FirstOfMonth(inner)
    unit = TIME_UNITS.get(moment.unit, "")
    digits = moment.count.replace("_", "")
    if unit not in DURATION_UNITS or not digits.isdigit() or len(digits) > 6 or int(digits) > MOST_AFTER:
        here.problems.error(
            "DC226",
            f"`{moment.count} {moment.unit}` is no length of time",
            here.place(moment),
            "not a whole number of days, months or years",
            "write such as `30 days after signed`",
        )
        return None
    if inner is None:
        return None
    return later(here, moment, inner, int(digits), unit)


def later(here: Here, node: ast.Node, moment: Moment, count: int, unit: str) -> Moment | None:
    """So many units after a moment: a date at once where the moment is one."""
    if not count:
        return moment
    if not isinstance(moment, date):
        return After(count, unit, moment)
    day = add_duration(moment, count, unit)
    if day is None:
        here.problems.error(
            "DC219", "the date lies beyond the calendar", here.place(node), help="years run from 1 to 9999"
        )
    return day


def _named(here: Here, name: ast.Name) -> Moment | None:
    if name.text in DEAL_DATES or name.text == "end":
        return OfDeal(name.text)
    if name.text in here.events or here.find("event", name) is not None:
        here.used_events.add(name.text)
        return OfEvent(name.text)
    if here.find("fact", name) is not None:
        return OfFact(name.text)
    known = [*here.events, *here.names.seen("event", here.unit), *here.names.seen("fact", here.unit)]
    if here.names.hidden("event", name.text) is None and here.names.hidden("fact", name.text) is None:
        here.problems.error(
            "DC206",
            f"`{name.text}` is no date, event or fact that is known here",
            here.place(name),
            "not known",
            meant(
                name.text,
                [*known, *DEAL_DATES],
                f'declare it: `event {name.text} "label"` or `fact {name.text} = 2026-01-01`',
            ),
        )
    else:
        here.unknown("DC206", "event" if here.names.hidden("event", name.text) else "fact", name)
    return None


def event_of(here: Here, name: ast.Name) -> str | None:
    """The name of an event that is known here; None after an error."""
    if name.text in here.events or here.find("event", name) is not None:
        here.used_events.add(name.text)
        return name.text
    here.unknown("DC206", "event", name, otherwise=f'declare it: `event {name.text} "label"`', more=tuple(here.events))
    return None
