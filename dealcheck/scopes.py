"""Sets of goods, topics and parties, as an algebra.

Goods are ten-digit lines: a code of fewer digits is the interval of lines that begin with it. Topics are numbered so
that a topic holds an interval too. Parties are bits of an integer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from attrs import field, frozen

DIGITS = 10
"""Digits of a line at its finest."""

GOODS_END: int = 10**DIGITS
"""One more than the greatest line."""

Interval = tuple[int, int]


def code_interval(code: str) -> Interval:
    """The lines that begin with `code`, digits only: first line and one more than the last."""
    width = 10 ** (DIGITS - len(code))
    start = int(code) * width
    return start, start + width


def dotted_code(code: str) -> str:
    """A code as customs officers write it: `8703.22.01.00`."""
    if len(code) <= 4:
        return code
    return ".".join([code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))])


@frozen
class IntervalSet:
    """A set of integers as sorted, disjoint, non-adjacent half-open intervals."""

    intervals: tuple[Interval, ...] = ()
    _starts: tuple[int, ...] = field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple([low for low, _ in self.intervals]))

    @classmethod
    def of(cls, intervals: Iterable[Interval]) -> IntervalSet:
        """The union of intervals given in any order."""
        merged: list[list[int]] = []
        for low, high in sorted(intervals):
            if low >= high:
                continue
            if merged and low <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], high)
            else:
                merged.append([low, high])
        return cls(tuple((low, high) for low, high in merged))

    @classmethod
    def codes(cls, codes: Iterable[str]) -> IntervalSet:
        """The lines that begin with any of `codes`."""
        return cls.of(code_interval(code) for code in codes)

    def __bool__(self) -> bool:
        return bool(self.intervals)

    def __iter__(self) -> Iterator[Interval]:
        return iter(self.intervals)

    def __or__(self, other: IntervalSet) -> IntervalSet:
        return IntervalSet.of((*self.intervals, *other.intervals))

    def meets(self, other: IntervalSet) -> bool:
        """Whether the two have an element in common."""
        mine, others = self.intervals, other.intervals
        if not mine or not others or mine[-1][1] <= others[0][0] or others[-1][1] <= mine[0][0]:
            return False
        i, j = self._first_near(others[0][0]), other._first_near(mine[0][0])
        while i < len(mine) and j < len(others):
            if mine[i][0] < others[j][1] and others[j][0] < mine[i][1]:
                return True
            if mine[i][1] < others[j][1]:
                i += 1
            else:
                j += 1
        return False

    def __and__(self, other: IntervalSet) -> IntervalSet:
        found: list[Interval] = []
        mine, others = self.intervals, other.intervals
        if not mine or not others or mine[-1][1] <= others[0][0] or others[-1][1] <= mine[0][0]:
            return EMPTY
        i, j = self._first_near(others[0][0]), other._first_near(mine[0][0])
        while i < len(mine) and j < len(others):
            low = max(mine[i][0], others[j][0])
            high = min(mine[i][1], others[j][1])
            if low < high:
                found.append((low, high))
            if mine[i][1] < others[j][1]:
                i += 1
            else:
                j += 1
        return IntervalSet(tuple(found))

    def __sub__(self, other: IntervalSet) -> IntervalSet:
        found: list[Interval] = []
        others = other.intervals
        j = 0
        for start, high in self.intervals:
            low = start
            while j < len(others) and others[j][1] <= low:
                j += 1
            k = j
            while k < len(others) and others[k][0] < high:
                if others[k][0] > low:
                    found.append((low, others[k][0]))
                low = max(low, others[k][1])
                k += 1
            if low < high:
                found.append((low, high))
        return IntervalSet(tuple(found))

    def __le__(self, other: IntervalSet) -> bool:
        """Whether every element is in `other`."""
        if len(self.intervals) == 1:  # As of a code.
            return other.holds(*self.intervals[0])
        return all(other.holds(low, high) for low, high in self.intervals)

    def __lt__(self, other: IntervalSet) -> bool:
        """Whether every element is in `other`, which has more."""
        return self != other and self <= other

    def holds(self, low: int, high: int) -> bool:
        """Whether the whole interval lies in the set."""
        at = bisect_right(self._starts, low) - 1
        return at >= 0 and high <= self.intervals[at][1]

    def _first_near(self, element: int) -> int:
        """The interval before which all end before an element: there is no need to look at those."""
        return max(bisect_right(self._starts, element) - 1, 0)

    def end_around(self, element: int) -> int:
        """The end of the interval that an element lies in, or the element itself where it lies in none."""
        at = bisect_right(self._starts, element) - 1
        return self.intervals[at][1] if at >= 0 and element < self.intervals[at][1] else element

    def __contains__(self, element: int) -> bool:
        return self.holds(element, element + 1)


EMPTY = IntervalSet()
EVERYTHING = IntervalSet(((0, GOODS_END),))


@frozen
class PartyUniverse:
    """All parties by name, each a bit; unions are sets of their members."""

    names: tuple[str, ...]
    bits: dict[str, int] = field(eq=False, repr=False)
    """The bit of each single party."""
    unions: dict[str, int] = field(eq=False, repr=False)
    """The members of each union or group by its name, as bits."""
    blocs: tuple[int, ...] = ()
    """The members of each customs union: they have no measures against each other. Groups are none."""
    partner: int = 0
    """The bit that stands for `partner` until a line meets a deal; it is no party."""

    @property
    def everyone(self) -> int:
        """Every party."""
        return (1 << len(self.names)) - 1

    def mask(self, name: str) -> int | None:
        """The bits of a party, union or group, or None if there is none of that name."""
        return self.bits.get(name, self.unions.get(name))

    def members(self, mask: int) -> tuple[str, ...]:
        """The single parties of a mask, in the universe's order."""
        found: list[str] = []
        while mask:
            low = mask & -mask
            found.append(self.names[low.bit_length() - 1])
            mask ^= low
        return tuple(found)

    def in_words(self, mask: int) -> str:
        """The parties of a mask in the fewest names: unions where they fit whole, `everyone` for nearly all."""
        if mask == self.everyone:
            return "everyone"
        if mask.bit_count() * 2 > len(self.names):
            return "everyone - " + self.in_words(self.everyone & ~mask).replace(" | ", " - ")
        words: list[str] = []
        for name, members in sorted(self.unions.items(), key=lambda item: (-item[1].bit_count(), item[0])):
            if members.bit_count() > 1 and members & mask == members:
                words.append(name)
                mask &= ~members
        words.extend(self.members(mask))
        return " | ".join(words)
