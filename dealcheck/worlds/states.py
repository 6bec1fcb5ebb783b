"""What a point holds, and the settled draft that the points belong to."""

from __future__ import annotations

from datetime import date

from attrs import define, field, frozen

from dealcheck.model.records import Setting
from dealcheck.values import Unknown, Value


@frozen
class NotKnown:
    """A value of which nothing can be said, not even that it is a number: the outcome of a contradiction or a fault."""

    why: str


@frozen
class LeftOpen(NotKnown):
    """A value that the draft leaves blank, where nothing tells of what unit it is."""

    choice: int = -1


Held = Value | NotKnown


def choice_of(unknown: Unknown) -> int | None:
    """The number of the choice that an unknown number stands for, if it does."""
    key = unknown.key
    if isinstance(key, tuple) and len(key) == 2 and key[0] == "choice" and isinstance(key[1], int):
        return key[1]
    return None


@define(eq=False)
class State:
    """What holds at the points of one piece of a slab.

    `origins` tells which measure gave each field; `origin` the last that made the point exist (None for a point known
    only because its kind says `absent unknown`); `makers` are all of that text that hold here, alike in what they set.
    `parts` are the layers of a duty. `pool` tells which measure's own volume it is.
    """

    values: dict[str, Held]
    origins: dict[str, Setting]
    origin: Setting | None
    parts: tuple[tuple[str, State], ...] = ()
    contradiction: tuple[Setting, ...] = ()
    makers: tuple[Setting, ...] = ()
    number: int = field(default=-1, init=False)
    """The number of what it holds, once that was asked for: see `Contents`."""

    @property
    def presumed(self) -> bool:
        """Whether the point is known only because its kind says `absent unknown`."""
        if self.parts:
            return all(state.presumed for _, state in self.parts)
        return self.origin is None


@define(eq=False)
class Contents:
    """Numbers what states hold: states alike in every value have one number, whatever they came from."""

    _numbers: dict[tuple[tuple[str, Held], ...], int] = field(factory=dict)

    def number(self, state: State | None) -> int:
        """The number of what a state holds; -1 of none."""
        if state is None:
            return -1
        if state.number < 0:
            state.number = self._numbers.setdefault(tuple(state.values.items()), len(self._numbers))
        return state.number


@frozen(cache_hash=True)
class Cell:
    """All keys of a point but its goods: atoms of parties in the order of the kind's party words, a layer, a pool."""

    parties: tuple[int, ...]
    layer: str | None = None
    pool: int | None = None


@define(eq=False)
class Settled:
    """A draft with every open choice made, and the dates and facts that go with it.

    `choices` maps the number of a choice to the index of the option taken (for an optional article 0 takes it and 1
    drops it); `events` gives each event's day, None where it does not happen; `dates` the deal's own dates.
    """

    effective: date
    expires: date | None
    dates: dict[str, date]
    events: dict[str, date | None]
    named_facts: dict[str, Value]
    choices: dict[int, int] = field(factory=dict)
    fixed: dict[int, Value] = field(factory=dict)
    """Values tried in the place of a blank or a range, by the number of its choice."""
    takes_effect: bool = True
    """False where the deal's start hangs on an event that does not happen: then none of its terms holds."""
    side_letters: bool = True
    """False leaves out what stands in side letters."""
