"""What an evaluation leaves behind: the truth of each sentence on each stretch of time, with the points that decided
it.
"""

from __future__ import annotations

from datetime import date
from typing import Generic, NamedTuple, TypeVar

from attrs import define, field, frozen

from dealcheck.logic import Truth
from dealcheck.model.records import SentenceRecord
from dealcheck.worlds.states import Cell, Held, State

T = TypeVar("T")


@frozen
class Stretch:
    """Days on which nothing that a line looks at changes; `last` is None where there is no end."""

    first: date
    last: date | None


class Witness(NamedTuple):
    """A piece of a cell, what stands there in the outcome, stood in the status quo and is stored, and the condition's
    truth.

    A tuple, for a schedule has many.
    """

    cell: Cell
    low: int
    high: int
    own: State | None
    before: State | None
    stored: State | None
    truth: Truth
    read: object
    """What the condition read there, by identity: points that read the same are alike."""


@frozen(eq=False)
class Scan:
    """A sentence on one stretch: its truth, the points that bear on it, and whether the pattern met any point at all.

    `found` and `needed` speak for an aggregate or for dates of the deal; `missing` names the facts that are missing.
    `value` is what an aggregate came to, `against` what it is compared with.
    """

    truth: Truth
    witnesses: tuple[Witness, ...] = ()
    matched: bool = True
    missing: tuple[str, ...] = ()
    found: str = ""
    needed: str = ""
    value: Held | None = None
    against: Held | None = None


@define(eq=False)
class Trace(Generic[T]):
    """A sentence evaluated: its truth on each stretch of its window, by the stretch's index.

    A `settled` one has a time phrase or is made of such: `truth` is then its one truth value.
    """

    record: SentenceRecord
    truths: dict[int, T]
    settled: bool
    truth: T
    children: tuple[Trace[T], ...] = ()
    scans: dict[int, Scan] = field(factory=dict)
    note: str = ""

    def at(self, index: int) -> T:
        """The truth on a stretch."""
        return self.truth if self.settled else self.truths[index]
