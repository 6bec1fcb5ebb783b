"""The points of a simple sentence parted by the choices that they hang on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import TypeAlias

from attrs import define, field, frozen

from dealcheck.evaluate.walk import Simple
from dealcheck.model.records import AggregateRecord, PatternRecord, QuantifiedRecord
from dealcheck.packages.diagrams import TooManyError
from dealcheck.packages.reach import Influence, pattern_of
from dealcheck.scopes import IntervalSet

Support: TypeAlias = frozenset[int]
"""The choices, by number, that some points hang on."""

MOST_PIECES = 50_000
"""Pieces into which the points of one sentence are cut."""


@frozen(eq=False)
class Pieces:
    """Goods in ascending order, with the choices that each piece hangs on; what lies in none hangs on none."""

    starts: list[int]
    ends: list[int]
    supports: list[Support]

    def over(self, low: int, high: int) -> Iterator[Support]:
        """The choices that some goods between two positions hang on."""
        at = bisect_right(self.ends, low)
        position = low
        while at < len(self.starts) and self.starts[at] < high:
            if self.starts[at] > position:
                yield frozenset()
            yield self.supports[at]
            position = self.ends[at]
            at += 1
        if position < high:
            yield frozenset()


@define(eq=False)
class Regions:
    """What a simple sentence looks at, cut where other choices begin to bear: by parties, by goods and by days."""

    simple: Simple
    influences: Sequence[Influence]
    parties: tuple[int, ...]
    """The parties of its pattern, word by word."""
    groups: list[tuple[Support, tuple[Influence, ...]]] | None = None
    """Of a sum: its choices in groups, each of which adds something of its own; None keeps them together."""
    cuts: list[date] = field(init=False)
    """The days on which other choices begin to bear."""
    _atoms: list[list[int]] = field(init=False)
    _pieces: dict[tuple[tuple[int, ...], int], Pieces] = field(factory=dict)
    _overlaps: dict[tuple[int, ...], list[tuple[int, ...]]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.cuts = sorted(
            {influence.first for influence in self.influences if influence.first is not None}
            | {
                influence.last + timedelta(days=1)
                for influence in self.influences
                if influence.last is not None and influence.last < date.max
            }
        )
        self._atoms = []
        for word, mask in zip(self._words, self.parties, strict=True):
            atoms = [mask] if mask else []
            for influence in self.influences:
                theirs = dict(influence.parties).get(word)
                if theirs is not None:
                    atoms = [part for atom in atoms for part in (atom & theirs, atom & ~theirs) if part]
            self._atoms.append(atoms)

    @property
    def _words(self) -> tuple[str, ...]:
        pattern = pattern_of(self.simple)
        return () if pattern is None else pattern.kind.party_words

    @property
    def divides(self) -> bool:
        """Whether its truth is made of those of its points, each for itself: not that of a sum, nor of `general`."""
        return isinstance(self.simple, QuantifiedRecord) and "general" not in self.simple.pattern.adjectives

    def segment(self, day: date) -> int:
        """Which of the stretches between the cuts a day lies in; 0 for a sum, which looks beyond the day."""
        return 0 if isinstance(self.simple, AggregateRecord) else bisect_right(self.cuts, day)

    def supports(self, segment: int) -> list[Support]:
        """Every set of choices that some of its points hang on, in a segment."""
        bearing = self._bearing(segment)
        if not bearing:
            return [frozenset()]
        if self.groups is not None:
            return [support for support, _ in self.groups]
        if not self.divides:
            return [frozenset(number for influence in bearing for number in influence.choices)]
        found: dict[Support, None] = {frozenset(): None}
        for parties in product(*self._atoms):
            found.update(dict.fromkeys(self._pieces_of(parties, segment).supports))
        return list(found)

    def over(self, parties: tuple[int, ...], low: int, high: int, segment: int) -> Iterator[Support]:
        """The choices that points of a cell hang on."""
        atoms = self._overlaps.get(parties)
        if atoms is None:
            atoms = self._overlaps[parties] = [
                each
                for each in product(*self._atoms)
                if all(mine & theirs for mine, theirs in zip(each, parties, strict=True))
            ]
        for atom in atoms:
            yield from self._pieces_of(atom, segment).over(low, high)

    def _bearing(self, segment: int) -> list[Influence]:
        if isinstance(self.simple, AggregateRecord):
            return list(self.influences)
        day = self.cuts[segment - 1] if segment else date.min
        return [influence for influence in self.influences if influence.holds_on(day)]

    def _pieces_of(self, parties: tuple[int, ...], segment: int) -> Pieces:
        key = (parties, segment)
        found = self._pieces.get(key)
        if found is None:
            found = self._pieces[key] = self._cut(parties, segment)
            if sum(len(pieces.starts) for pieces in self._pieces.values()) > MOST_PIECES:
                raise TooManyError
        return found

    def _cut(self, parties: tuple[int, ...], segment: int) -> Pieces:
        own = dict(zip(self._words, parties, strict=True))
        bearing = [
            influence
            for influence in self._bearing(segment)
            if all(own.get(word, -1) & mask for word, mask in influence.parties)
        ]
        pattern = pattern_of(self.simple)
        everywhere = _goods(pattern)
        edges: list[tuple[int, int, Influence]] = []
        for influence in bearing:
            for low, high in everywhere if influence.on is None else influence.on & everywhere:
                edges.append((low, 1, influence))
                edges.append((high, -1, influence))
        edges.sort(key=lambda edge: edge[0])
        pieces = Pieces([], [], [])
        active: dict[Influence, int] = {}
        last = None
        for position, change, influence in edges:
            if active and last is not None and position > last:
                pieces.starts.append(last)
                pieces.ends.append(position)
                pieces.supports.append(frozenset(number for each in active for number in each.choices))
            active[influence] = active.get(influence, 0) + change
            if not active[influence]:
                del active[influence]
            last = position
        return pieces


def _goods(pattern: PatternRecord | None) -> IntervalSet:
    """The goods or topics of a pattern; all there can be where it names none."""
    if pattern is None or pattern.region.on is None:
        return IntervalSet(((0, MOST_POSITION),))
    return pattern.region.on


MOST_POSITION = 10**12
"""Beyond every position of goods or topics."""
