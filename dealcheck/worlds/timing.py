"""When: moments become dates once events and the deal's own dates are known."""

from __future__ import annotations

from datetime import date

from dealcheck.model.records import After, FirstOfMonth, Moment, OfDeal, OfEvent, OfFact
from dealcheck.values import add_duration, first_of_month
from dealcheck.worlds.states import Settled

BEGINNING = date.min
"""Before every date: the start of what has always held."""

NEVER = date.max
"""After every date: the end of what has none."""


def when(moment: Moment, settled: Settled) -> date | None:
    """The date of a moment; None where it hangs on an event that does not happen, or on a date that nobody gave."""
    if isinstance(moment, date):
        return moment
    if isinstance(moment, OfEvent):
        return settled.events.get(moment.event)
    if isinstance(moment, OfDeal):
        if moment.word == "effective":
            return settled.effective
        if moment.word in ("expires", "end"):
            return settled.expires
        return settled.dates.get(moment.word)
    if isinstance(moment, OfFact):
        fact = settled.named_facts.get(moment.name)
        return fact if isinstance(fact, date) else None
    inner = when(moment.moment, settled)
    if inner is None:
        return None
    if isinstance(moment, FirstOfMonth):
        return first_of_month(inner)
    return add_duration(inner, moment.count, moment.unit)


def hangs_on(moment: Moment | None) -> frozenset[str]:
    """The events that a moment hangs on."""
    while isinstance(moment, After | FirstOfMonth):
        moment = moment.moment
    return frozenset({moment.event}) if isinstance(moment, OfEvent) else frozenset()
