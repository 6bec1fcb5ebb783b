"""The open choices of a draft, numbered in the order in which they stand."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from dealcheck.model.records import ChoiceRecord

if TYPE_CHECKING:
    from dealcheck.source import Place

TAKEN = ("taken", "dropped")
"""The options of an optional article."""

HAPPENS = ("happens", "does not happen")
"""The options of an undated event."""


@define(eq=False)
class Choices:
    """The choices of one deal; a number is a place in `found`."""

    found: list[ChoiceRecord] = field(factory=list)

    def bracket(self, name: str, place: Place) -> int:
        """The number of a bracket whose options are still to come."""
        number = len(self.found)
        self.found.append(ChoiceRecord(number, "bracket", name, (), place))
        return number

    def complete(self, number: int, options: tuple[str, ...]) -> None:
        """Give a bracket its options."""
        known = self.found[number]
        self.found[number] = ChoiceRecord(number, known.sort, known.name, options, known.place)

    def optional(self, name: str, place: Place) -> int:
        """The number of an article that may be taken or dropped."""
        number = len(self.found)
        self.found.append(ChoiceRecord(number, "optional", name, TAKEN, place))
        return number

    def event(self, name: str, place: Place) -> None:
        """Enter an undated event, once."""
        if not any(choice.event == name for choice in self.found):
            self.found.append(ChoiceRecord(len(self.found), "event", name, HAPPENS, place, name))

    @property
    def named(self) -> tuple[ChoiceRecord, ...]:
        """The choices under names that tell them apart: the only one of an article by the article's own."""
        articles = Counter(choice.name.partition(" ")[0] for choice in self.found if not choice.event)
        names = [
            choice.name.partition(" ")[0] if articles[choice.name.partition(" ")[0]] == 1 else choice.name
            for choice in self.found
        ]
        seen: Counter[str] = Counter()
        told: list[ChoiceRecord] = []
        for choice, name in zip(self.found, names, strict=True):
            seen[name] += 1
            told.append(evolve(choice, name=name if seen[name] == 1 else f"{name} ({seen[name]})"))
        return tuple(told)
