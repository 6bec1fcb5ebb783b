"""Slabs: what holds along the goods (or topics) of one cell, as sorted pieces.

A cell fixes every key of a point but its goods. Where a kind has no goods, the slab has the single element 0.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from attrs import field, frozen

from dealcheck.scopes import IntervalSet

T = TypeVar("T")
S = TypeVar("S")


@frozen(eq=False)
class Slab(Generic[T]):
    """Disjoint pieces in ascending order, each with what holds there; between them, nothing does."""

    starts: list[int] = field(factory=list)
    ends: list[int] = field(factory=list)
    states: list[T] = field(factory=list)
    _solid: list[bool] = field(init=False, factory=list)

    def fills(self, scope: IntervalSet) -> bool:
        """Whether it is sure that something holds everywhere in a scope; asked of slabs that are finished."""
        if not self.starts or not scope:
            return False
        if not self._solid:
            self._solid.append(self.starts[1:] == self.ends[:-1])
        return self._solid[0] and self.starts[0] <= scope.intervals[0][0] and scope.intervals[-1][1] <= self.ends[-1]

    def __len__(self) -> int:
        return len(self.starts)

    def add(self, low: int, high: int, state: T) -> None:
        """Append a piece at the end; it joins the last one where that touches it and holds the same."""
        if self.ends and self.ends[-1] == low and self.states[-1] is state:
            self.ends[-1] = high
            return
        self.starts.append(low)
        self.ends.append(high)
        self.states.append(state)

    def pieces(self) -> Iterator[tuple[int, int, T]]:
        """Each piece: from, to before, what holds."""
        return zip(self.starts, self.ends, self.states, strict=True)

    def at(self, element: int) -> T | None:
        """What holds at an element."""
        index = bisect_right(self.starts, element) - 1
        return self.states[index] if index >= 0 and element < self.ends[index] else None

    def within(self, low: int, high: int) -> Iterator[tuple[int, int, T]]:
        """The pieces that overlap an interval, cut to it."""
        index = max(0, bisect_right(self.starts, low) - 1)
        starts, ends, states = self.starts, self.ends, self.states
        while index < len(starts) and starts[index] < high:
            if ends[index] > low:
                yield max(low, starts[index]), min(high, ends[index]), states[index]
            index += 1

    def bounds(self, low: int, high: int) -> tuple[int, int]:
        """The indices, from and to before, of the pieces that overlap an interval."""
        first = bisect_right(self.starts, low) - 1
        if first < 0 or self.ends[first] <= low:
            first += 1
        return first, bisect_left(self.starts, high)

    @property
    def covered(self) -> IntervalSet:
        """Where something holds."""
        return IntervalSet.of(zip(self.starts, self.ends, strict=True))


@frozen(eq=False)
class Window:
    """The goods (or topics) that a look is confined to, under a number by which what was computed for it is found
    again.
    """

    on: IntervalSet
    number: int


def stack(layers: Sequence[tuple[int, int, T]]) -> Iterator[tuple[int, int, list[T]]]:
    """Cut overlapping intervals into the coarsest pieces, each with all that cover it in the order given.

    Costs n log n for n intervals, plus the size of what comes back.
    """
    if all(layers[at][1] <= layers[at + 1][0] for at in range(len(layers) - 1)):
        for low, high, item in layers:
            yield low, high, [item]
        return
    events: dict[int, tuple[list[int], list[int]]] = {}
    for index, (low, high, _) in enumerate(layers):
        events.setdefault(low, ([], []))[0].append(index)
        events.setdefault(high, ([], []))[1].append(index)
    open_now: dict[int, None] = {}
    before = 0
    for position in sorted(events):
        if open_now:
            yield before, position, [layers[index][2] for index in sorted(open_now)]
        opened, closed = events[position]
        for index in closed:
            del open_now[index]
        for index in opened:
            open_now[index] = None
        before = position


def lay_over(
    below: Slab[T],
    pieces: Iterator[tuple[int, int, S]],
    change: Callable[[int, int, T | None, S], Iterator[tuple[int, int, T | None]]],
) -> Slab[T]:
    """The slab that comes of changing `below` where `pieces` (ascending, disjoint) lie, and leaving it elsewhere.

    `change` gets each stretch on which both are constant, and says what holds there, in pieces of its own if need be.
    """
    result: Slab[T] = Slab()
    starts, ends, states = below.starts, below.ends, below.states
    index, count = 0, len(starts)
    position = 0
    for low, high, item in pieces:
        while index < count and ends[index] <= low:
            if ends[index] > position:
                result.add(max(starts[index], position), ends[index], states[index])
            index += 1
        if index < count and starts[index] < low and max(starts[index], position) < low:
            result.add(max(starts[index], position), low, states[index])
        position = low
        at = index
        while position < high:
            if at < count and starts[at] <= position < ends[at]:
                stop, state = min(high, ends[at]), states[at]
            else:
                while at < count and ends[at] <= position:
                    at += 1
                if at < count and starts[at] <= position:
                    continue
                stop, state = (min(high, starts[at]) if at < count else high), None
            for piece_low, piece_high, changed in change(position, stop, state, item):
                if changed is not None:
                    result.add(piece_low, piece_high, changed)
            position = stop
        index = at
    while index < count:
        if ends[index] > position:
            result.add(max(starts[index], position), ends[index], states[index])
        index += 1
    return result


def without(slab: Slab[T], taken: Sequence[Slab[S]]) -> Slab[T]:
    """The slab less wherever one of `taken` holds anything."""
    if not any(taken) or not len(slab):
        return slab
    gone = IntervalSet.of(interval for other in taken for interval in zip(other.starts, other.ends, strict=True))
    if not gone:
        return slab
    return lay_over(slab, ((low, high, None) for low, high in gone), lambda low, high, _state, _item: iter(()))


def zip_slabs(
    slabs: Iterable[Slab[T]], scope: IntervalSet, leading: int
) -> Iterator[tuple[int, int, tuple[T | None, ...]]]:
    """The stretches of `scope` on which all slabs are constant and one of the `leading` first ones holds something.

    With 0 leading ones every stretch counts. What comes back beside the stretch is what each slab holds there.
    """
    slabs = tuple(slabs)
    numbers = range(len(slabs))
    for low, high in scope:
        at = [max(0, bisect_right(slab.starts, low) - 1) for slab in slabs]
        states: list[T | None] = [None] * len(slabs)
        stops = [low] * len(slabs)
        position = low
        while position < high:
            for number in numbers:
                if stops[number] > position:
                    continue
                slab = slabs[number]
                index, ends = at[number], slab.ends
                count = len(ends)
                while index < count and ends[index] <= position:
                    index += 1
                at[number] = index
                if index == count:
                    states[number], stops[number] = None, high
                elif slab.starts[index] <= position:
                    states[number], stops[number] = slab.states[index], min(high, ends[index])
                else:
                    states[number], stops[number] = None, min(high, slab.starts[index])
            stop = min(stops, default=high)
            if not leading:
                yield position, stop, tuple(states)
            else:
                for state in states[:leading]:
                    if state is not None:
                        yield position, stop, tuple(states)
                        break
            position = stop
