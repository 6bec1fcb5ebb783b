"""A draft with its choices made: dates, events and facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import evolve, field, frozen

from dealcheck.model.records import (
    Assessment,
    BracketExpr,
    ChoiceRecord,
    DealRecord,
    Event,
    FactRecord,
    FactRef,
    Literal,
    Model,
    TextRecord,
    Waiver,
)
from dealcheck.values import Value
from dealcheck.worlds.states import Settled
from dealcheck.worlds.texts import DATES_IN_TURN, latest, taken
from dealcheck.worlds.timing import when

HAPPENS = 0
"""The option of an event's choice by which it happens."""


@frozen
class Surroundings:
    """What a check knows beside the draft: later facts and events take the place of earlier ones of the same name.

    `as_of` is the date asked for; `today` what the caller takes for today, where nothing else gives a date. `chosen`
    are the choices made from without: an option by the number of the choice, and the value of a blank or a range.
    """

    as_of: date | None = None
    today: date | None = None
    facts: tuple[FactRecord, ...] = ()
    events: tuple[Event, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    chosen: Mapping[int, tuple[int, Value | None]] = field(factory=dict)


def texts_of(deal: DealRecord) -> list[TextRecord]:
    """Every text of a check: the baseline with what it includes, the precedents, the draft."""
    found: list[TextRecord] = []

    def take(text: TextRecord) -> None:
        if not any(text is other for other in found):
            for included in text.includes:
                take(included)
            found.append(text)

    if deal.against is not None:
        take(deal.against)
    for precedent in deal.precedents:
        take(precedent)
    found.append(deal.text)
    return found


def facts_of(model: Model, deal: DealRecord, around: Surroundings) -> tuple[FactRecord, ...]:
    """The facts of a check in their order: those of the files, of the texts, then of the test."""
    found: list[FactRecord] = [*model.facts]
    for text in texts_of(deal):
        found.extend(text.facts)
    return (*found, *around.facts)


def events_of(model: Model, deal: DealRecord, around: Surroundings) -> dict[str, Event]:
    """The events of a check by name."""
    found = {event.name: event for event in model.events}
    for text in texts_of(deal):
        found.update((event.name, event) for event in text.events)
    found.update((event.name, event) for event in around.events)
    return found


def with_events(model: Model, deal: DealRecord, around: Surroundings) -> DealRecord:
    """The deal with a choice for every undated event: a line may hang on one that no text does.

    An event that `around` gives a day is no choice.
    """
    events = events_of(model, deal, around)
    known = {record.event for record in deal.choices}
    number = 1 + max((record.number for record in deal.choices), default=-1)
    kept = tuple(record for record in deal.choices if record.event not in events or events[record.event].date is None)
    undated = [event for event in events.values() if event.date is None and event.name not in known]
    added = [
        ChoiceRecord(number + at, "event", event.name, ("happens", "does not happen"), event.place, event.name)
        for at, event in enumerate(undated)
    ]
    return evolve(deal, choices=(*kept, *added)) if added or len(kept) < len(deal.choices) else deal


def settle(
    model: Model, deal: DealRecord, around: Surroundings, choices: dict[int, int], fixed: dict[int, Value]
) -> Settled:
    """The draft with these choices made, and those of `around`; any other open choice takes its first option.

    An undated event that is chosen to happen does so at the deal's start; else it never does.
    """
    choices = {**choices, **{number: option for number, (option, _) in around.chosen.items()}}
    fixed = {**fixed, **{number: value for number, (_, value) in around.chosen.items() if value is not None}}
    events = events_of(model, deal, around)
    named: dict[str, Value] = {}
    for fact in facts_of(model, deal, around):
        if fact.kind == "named":
            named[fact.name] = fact.value
    days: dict[str, date | None] = {name: event.date for name, event in events.items()}
    settled = Settled(date.min, None, {}, days, named, dict(choices), dict(fixed))
    _settle_dates(deal, around, settled)
    happening = [
        record.event
        for record in deal.choices
        if record.sort == "event" and choices.get(record.number) == HAPPENS and days.get(record.event) is None
    ]
    if happening:
        days.update((event, settled.effective) for event in happening)
        _settle_dates(deal, around, settled)
    return settled


def _settle_dates(deal: DealRecord, around: Surroundings, settled: Settled) -> None:
    """Work out the deal's dates from what is known of its events."""
    settled.dates.clear()
    for word in DATES_IN_TURN:
        if word == "expires":
            # An end may be counted from the start, written or not.
            settled.takes_effect = "effective" in settled.dates or "effective" not in deal.text.dates
            settled.effective = effective_of(settled.dates, deal, around)
            if not settled.takes_effect:
                break
        moment = deal.text.dates.get(word)
        if moment is None:
            continue
        found = _chosen_date(moment, settled) if isinstance(moment, BracketExpr) else when(moment, settled)
        if found is not None:
            settled.dates[word] = found
    settled.dates.setdefault("effective", settled.effective)
    settled.expires = settled.dates.get("expires")


def _chosen_date(bracket: BracketExpr, settled: Settled) -> date | None:
    """The date that a bracket comes to; None where it is left blank."""
    option = taken(bracket, settled)
    if option.open_value:
        value = settled.fixed.get(bracket.choice)
        return value if isinstance(value, date) else None
    stage = latest(option.stages, date.min, date.max, settled)
    if stage is None:
        return None
    if isinstance(stage.value, BracketExpr):
        return _chosen_date(stage.value, settled)
    if isinstance(stage.value, FactRef):
        named = settled.named_facts.get(stage.value.name)
        return settled.dates.get(stage.value.name) or (named if isinstance(named, date) else None)
    return stage.value.value if isinstance(stage.value, Literal) and isinstance(stage.value.value, date) else None


def effective_of(dates: dict[str, date], deal: DealRecord, around: Surroundings) -> date:
    """The day the deal takes effect: as written, else signed, dated, the as-of date."""
    for word in ("effective", "signed", "dated"):
        if word in dates:
            return dates[word]
    return as_of_date(dates, deal, around)


def as_of_date(dates: dict[str, date], deal: DealRecord, around: Surroundings) -> date:
    """The day on which it is asked whether a line is held: as asked, else signed, dated, effective, the baseline's,
    today.
    """
    if around.as_of is not None:
        return around.as_of
    for word in ("signed", "dated", "effective"):
        if word in dates:
            return dates[word]
    if deal.against is not None:
        on = deal.against.dates.get("on")
        if isinstance(on, date):
            return on
    return around.today or date(1970, 1, 1)
