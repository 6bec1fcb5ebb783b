"""What a check of one deal stands on: its dates, its facts, and the world of each package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dealcheck.evaluate.conditions import Conditions
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.settling import Surroundings, as_of_date, facts_of, settle, with_events
from dealcheck.evaluate.trace import Stretch
from dealcheck.evaluate.turns import Turns
from dealcheck.evaluate.undecided import open_text
from dealcheck.evaluate.walk import kinds_read, moments_of, simple_parts
from dealcheck.model.records import (
    AggregateRecord,
    Assessment,
    DealRecord,
    LineRecord,
    Model,
    SentenceRecord,
    TimeRecord,
)
from dealcheck.values import Value
from dealcheck.worlds.knowledge import Knowledge
from dealcheck.worlds.states import Settled
from dealcheck.worlds.timing import when
from dealcheck.worlds.world import Shared, World

NOT_HAPPENING = 1
"""The option of an event's choice by which it does not happen."""

MOST_WORLDS = 64
"""Worlds that are kept for the lines to come."""


class Grounds:
    """The worlds of one deal. They are kept between lines that leave the same choices open."""

    def __init__(self, model: Model, deal: DealRecord, around: Surroundings) -> None:
        self.model = model
        self.deal = deal = with_events(model, deal, around)
        self.around = around
        self.settled = settle(model, deal, around, {}, {})
        self.as_of = as_of_date(self.settled.dates, deal, around)
        self.knowledge = Knowledge(facts_of(model, deal, around))
        self.open_text = open_text(deal)
        self.turns = Turns()
        self.has_blanks = any(
            option.open_value
            for number, bracket in self.open_text.brackets.items()
            if number not in around.chosen
            for option in bracket.options
        )
        self.unsaid = {record.number: NOT_HAPPENING for record in deal.choices if record.sort == "event"}
        """The option of a choice that nobody made, where that is not its first: an event does not happen."""
        self.chosen: dict[int, tuple[int, Value | None]] = dict(around.chosen)
        """The choices that were made from without: an option each, and the value in the place of a blank or a range."""
        self._common: dict[object, Shared] = {}
        self._worlds: dict[object, World] = {}

    def world(self, choices: dict[int, int], fixed: dict[int, Value], side_letters: bool = True) -> World:
        """The world of one package: an option for each choice; what is not given stays as nobody chose."""
        choices = {**choices, **{number: option for number, (option, _) in self.chosen.items()}}
        fixed = {**fixed, **{number: value for number, (_, value) in self.chosen.items() if value is not None}}
        taken = {number: option for number, option in choices.items() if option != self.unsaid.get(number, 0)}
        key = (tuple(sorted(taken.items())), tuple(sorted(fixed.items(), key=lambda item: item[0])), side_letters)
        found = self._worlds.get(key)
        if found is None:
            settled = settle(self.model, self.deal, self.around, choices, fixed)
            settled.side_letters = side_letters
            found = World(self.model, self.deal, settled, self._shared(settled))
            if len(self._worlds) < MOST_WORLDS:
                self._worlds[key] = found
        return found

    def _shared(self, settled: Settled) -> Shared:
        """What the packages with the same dates have in common."""
        key = (settled.effective, settled.expires, settled.side_letters)
        found = self._common.get(key)
        if found is None:
            found = self._common[key] = Shared(frozenset(self.open_text.settings))
        return found

    @property
    def worlds(self) -> Iterable[World]:
        """The worlds kept, the settled draft's first."""
        return self._worlds.values()

    # ---- One line --------------------------------------------------------------------------------------------------

    def parties_of(self, party: str) -> int:
        """The parties that a policy speaks for."""
        return self.model.parties.mask(party) or 0

    def partner(self, line: LineRecord) -> int:
        """What `partner` stands for in a line: every party of the deal other than its own."""
        return self.deal.party_mask & ~self.parties_of(line.party)

    def assessment(self, name: str) -> Assessment | None:
        """What a person said of a line: the last word counts."""
        found = [
            assessment
            for assessment in (*self.model.assessments, *self.deal.assessments, *self.around.assessments)
            if assessment.line == name
        ]
        return found[-1] if found else None

    def sentences(
        self, line: LineRecord, sentence: SentenceRecord, world: World, days: Iterable[date] = ()
    ) -> Sentences:
        """What evaluates a sentence of a line in a world, its stretches cut on further days as well."""
        return Sentences(
            world,
            Conditions(world, self.knowledge, self.turns, self.has_blanks),
            self.partner(line),
            stretches(world, sentence, days),
            self.assessment(line.full_name),
            line.full_name,
        )


# ---- Stretches -------------------------------------------------------------------------------------------------------


def stretches(world: World, sentence: SentenceRecord, further: Iterable[date] = ()) -> list[Stretch]:
    """The days from the deal's start to its end, cut wherever something that a sentence looks at may change."""
    first, last = world.settled.effective, world.settled.expires
    days: set[date] = {first, *further, *change_days(world, sentence)}
    if last is not None and last < first:
        last = first
    starts = sorted(day for day in days if first <= day and (last is None or day <= last))
    ends: list[date | None] = [day - timedelta(days=1) for day in starts[1:]]
    return [Stretch(start, end) for start, end in zip(starts, [*ends, last], strict=True)]


def change_days(world: World, sentence: SentenceRecord) -> set[date]:
    """The days on which something that a sentence looks at may change in a world."""
    first = world.settled.effective
    days = {first}
    for name in kinds_read(sentence):
        days.update(world.breaks(world.model.kinds[name]))
    for time in moments_of(sentence):
        days.update(_edges(time, world.settled))
    if any(isinstance(simple, AggregateRecord) for simple in simple_parts(sentence)):
        years = [day.year for day in days if day < date.max]
        days.update(date(year, 1, 1) for year in range(first.year + 1, max(years) + 3))
    return days


def _edges(time: TimeRecord, settled: Settled) -> Iterator[date]:
    one = timedelta(days=1)
    first = when(time.moment, settled)
    if first is None or first in (date.min, date.max):
        return
    if time.word in ("at", "by", "before", "during"):
        yield first
    if time.word in ("at", "after"):
        yield first + one
    if time.word == "during" and time.last is not None:
        last = when(time.last, settled)
        if last is not None and last < date.max:
            yield last + one
