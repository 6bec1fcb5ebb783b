"""Two models read alike: the parties and topics of both under one numbering.

The numbering is that of the new model, with what only the old one declares after it. Two models of the same vocabulary
number alike, and then nothing is translated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from dealcheck.model.records import Kind, Model
from dealcheck.scopes import IntervalSet


class View:
    """One of the two models, as the frame sees it."""

    def __init__(self, frame: Frame, model: Model, events: Mapping[str, str]) -> None:
        self.frame = frame
        self.model = model
        self.events = events
        """The names under which the frame knows the events that this model calls otherwise."""
        self._bits: dict[int, int] = {}
        self._numbers: dict[int, int | None] = {}
        own = model.parties
        if own.names != frame.party_names:
            self._bits = {own.bits[name]: frame.bits[name] for name in own.names}
            self._bits[own.partner] = frame.partner
        self._strangers = frame.everyone & ~sum(frame.bits[name] for name in own.names)
        numbered = _topic_numbers(model)
        if numbered != frame.topics:
            self._numbers = {number: _nearest(name, numbered) for name, number in frame.topics.items()}

    # ---- Parties ---------------------------------------------------------------------------------------------------

    def parties(self, mask: int) -> int:
        """Parties of this model in the numbering of the frame.

        A set of nearly all parties holds also those that only the other model declares.
        """
        found = mask
        if self._bits:
            found = sum(bit for own, bit in self._bits.items() if mask & own)
        many = mask.bit_count() * 2 > len(self.model.parties.names)
        return found | self._strangers if many else found

    def own_parties(self, mask: int) -> int:
        """Parties of the frame in the numbering of this model, less those that it does not know."""
        if not self._bits:
            return mask & ~self._strangers
        return sum(own for own, bit in self._bits.items() if mask & bit)

    @property
    def known(self) -> int:
        """The parties of the frame that this model declares."""
        return self.frame.everyone & ~self._strangers

    @property
    def renames_parties(self) -> bool:
        """Whether the parties of the frame are not just those of this model."""
        return bool(self._bits) or bool(self._strangers)

    # ---- Goods and topics ------------------------------------------------------------------------------------------

    def on(self, kind: Kind, found: IntervalSet | None) -> IntervalSet | None:
        """Goods as they are; topics in the numbering of the frame, one that is not declared here as the topic above."""
        if found is None or not self._numbers or kind.keys.get("on") != "topic":
            return found
        return IntervalSet.of(
            (at, at + 1) for at, number in self._numbers.items() if number is not None and number in found
        )

    def own_on(self, kind: Kind, found: IntervalSet) -> IntervalSet:
        """Goods as they are; topics of the frame in the numbering of this model."""
        if not self.renumbers(kind):
            return found
        numbers = (number for at, number in self._numbers.items() if at in found)
        return IntervalSet.of((number, number + 1) for number in numbers if number is not None)

    def renumbers(self, kind: Kind) -> bool:
        """Whether the topics of a kind bear other numbers here than in the frame."""
        return bool(self._numbers) and kind.keys.get("on") == "topic"

    def numbers(self) -> Iterator[tuple[int, int | None]]:
        """Each topic of the frame with its number here; None where not even a topic above it is known."""
        return iter(self._numbers.items())

    # ---- Names -----------------------------------------------------------------------------------------------------

    def event(self, name: str) -> str:
        """What the frame calls an event."""
        return self.events.get(name, name)


class Frame:
    """What two models have in common, and the two of them seen through it."""

    def __init__(self, old: Model, new: Model, renamed_events: Mapping[str, str]) -> None:
        further = tuple(name for name in old.parties.names if name not in new.parties.bits)
        self.party_names = (*new.parties.names, *further)
        self.bits = {name: 1 << at for at, name in enumerate(self.party_names)}
        self.everyone = (1 << len(self.party_names)) - 1
        self.partner = 1 << len(self.party_names)
        self.topics = _topic_numbers(new)
        free = 1 + max(self.topics.values(), default=-1)
        lost = [name for name in _topic_numbers(old) if name not in self.topics]
        self.topics.update((name, free + at) for at, name in enumerate(lost))
        self.new = View(self, new, {})
        self.old = View(self, old, renamed_events)

    @cached_property
    def shared_parties(self) -> int:
        """The parties that both models declare."""
        return self.old.known & self.new.known

    def parties_in_words(self, mask: int) -> str:
        """Parties of the frame in the fewest names."""
        known = self.new.own_parties(mask)
        words = [self.new.model.parties.in_words(known)] if known else []
        rest = mask & ~self.new.known & self.everyone
        words.extend(name for name, bit in self.bits.items() if bit & rest)
        return " | ".join(words) or "nobody"

    def topics_in_words(self, found: IntervalSet) -> str:
        """Topics of the frame in the fewest names: one that is whole stands for its subtopics."""
        words: list[str] = []
        taken: list[str] = []
        for name in sorted(self.topics):
            below = f"{name}."
            if self.topics[name] not in found or any(name.startswith(above) for above in taken):
                continue
            words.append(name)
            if all(number in found for other, number in self.topics.items() if other.startswith(below)):
                taken.append(below)
        return " | ".join(words)


def _topic_numbers(model: Model) -> dict[str, int]:
    """The number of each topic itself."""
    return {name: topic.held.intervals[0][0] for name, topic in model.topics.items()}


def _nearest(name: str, numbered: Mapping[str, int]) -> int | None:
    """The number of a topic, or of the nearest one above it that is declared."""
    while name:
        if name in numbered:
            return numbered[name]
        name = name.rpartition(".")[0]
    return None
