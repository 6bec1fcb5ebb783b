"""The open choices of a draft, numbered in the order in which they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

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
