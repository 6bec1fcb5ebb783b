"""Sets of exact numbers as intervals, open or closed at each end, as an algebra."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, floor

from attrs import frozen

from dealcheck.values import Exact, exact
from dealcheck.values.exact import over

Cut = tuple[int, Exact, int]
"""A place between numbers: before all of them (-1), beside a number (0, the number, 0 below it and 1 above), after all
(1).
"""

FIRST: Cut = (-1, 0, 0)
LAST: Cut = (1, 0, 0)


@frozen
class Numbers:
    """A set of numbers: the cuts at which membership changes, ascending, a beginning and an end in turn."""

    cuts: tuple[Cut, ...] = ()

    # ---- Making ----------------------------------------------------------------------------------------------------

    @classmethod
    def between(cls, low: Exact | None, high: Exact | None, low_open: bool = False, high_open: bool = False) -> Numbers:
        """An interval; None is no bound."""
        start = FIRST if low is None else (0, low, int(low_open))
        end = LAST if high is None else (0, high, int(not high_open))
        return cls((start, end)) if start < end else cls()

    @classmethod
    def where(cls, operator: str, limit: Exact) -> Numbers:
        """The numbers x of which `x OP limit` holds."""
        if operator in ("<", "<="):
            return cls.between(None, limit, high_open=operator == "<")
        if operator in (">", ">="):
            return cls.between(limit, None, low_open=operator == ">")
        one = cls.between(limit, limit)
        return one if operator == "=" else ~one

    # ---- The algebra -----------------------------------------------------------------------------------------------

    def __bool__(self) -> bool:
        return bool(self.cuts)

    def __invert__(self) -> Numbers:
        cuts = self.cuts[1:] if self.cuts[:1] == (FIRST,) else (FIRST, *self.cuts)
        return Numbers(cuts[:-1] if cuts[-1:] == (LAST,) else (*cuts, LAST))

    def __or__(self, other: Numbers) -> Numbers:
        return _joined(self, other, 1)

    def __and__(self, other: Numbers) -> Numbers:
        return _joined(self, other, 2)

    def __sub__(self, other: Numbers) -> Numbers:
        return self & ~other

    def __le__(self, other: Numbers) -> bool:
        """Whether every number is in `other`."""
        return not self - other

    def __contains__(self, number: Exact) -> bool:
        # Inside, one more beginning than ends lies at or before the number.
        return bisect_right(self.cuts, (0, number, 0)) % 2 == 1

    def _pairs(self) -> Iterator[tuple[Cut, Cut]]:
        return zip(self.cuts[::2], self.cuts[1::2], strict=True)

    # ---- Looking ---------------------------------------------------------------------------------------------------

    def any_whole(self) -> Exact | None:
        """A whole number of the set; None where it holds none."""
        return next((at for low, high in self._pairs() if (at := _one_of(low, high, True)) is not None), None)

    def samples(self, others: Iterable[Numbers], *, whole: bool = False) -> list[Exact]:
        """A number of each piece into which other sets cut this one; of whole numbers only, where `whole` says so."""
        marks = sorted({cut for other in others for cut in other.cuts})
        found: list[Exact] = []
        for low, high in self._pairs():
            ends = [low, *[mark for mark in marks if low < mark < high], high]
            for start, end in pairwise(ends):
                number = _one_of(start, end, whole)
                if number is not None:
                    found.append(number)
        return found


ALL = Numbers((FIRST, LAST))
NONE = Numbers()


def _joined(one: Numbers, other: Numbers, needed: int) -> Numbers:
    """The numbers that lie in so many of the two."""
    steps = sorted((cut, 1 if at % 2 == 0 else -1) for each in (one, other) for at, cut in enumerate(each.cuts))
    found: list[Cut] = []
    depth = at = 0
    while at < len(steps):
        cut = steps[at][0]
        inside = depth >= needed
        while at < len(steps) and steps[at][0] == cut:
            depth += steps[at][1]
            at += 1
        if (depth >= needed) != inside:
            found.append(cut)
    return Numbers(tuple(found))


def _one_of(start: Cut, end: Cut, whole: bool) -> Exact | None:
    """A number between two cuts; None where no whole one is."""
    if whole:
        low = None if start == FIRST else _first_whole(start)
        high = None if end == LAST else _last_whole(end)
        if low is None:
            return 0 if high is None else high
        return low if high is None or low <= high else None
    if start == FIRST:
        return 0 if end == LAST else exact(end[1] - 1)
    if start[2] == 0:
        return start[1]
    if end == LAST:
        return exact(start[1] + 1)
    return over(start[1] + end[1], 2)


def _first_whole(start: Cut) -> int:
    return floor(start[1]) + 1 if start[2] else ceil(start[1])


def _last_whole(end: Cut) -> int:
    return floor(end[1]) if end[2] else ceil(end[1]) - 1
