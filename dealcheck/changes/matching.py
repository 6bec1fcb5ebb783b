"""Which terms and measures of two drafts are the same ones: by what they say, whatever they are called."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Generic, TypeVar

from attrs import define, field

from dealcheck.changes.forms import MeasureForm, TermForm

T = TypeVar("T")

Keys = Callable[[T], Iterable[Hashable]]
"""What two things have in common where they may be the same."""

Pair = tuple[int, int]
"""The places of an old and of a new thing."""


def matched_terms(old: Sequence[TermForm], new: Sequence[TermForm]) -> list[Pair]:
    """The terms of two drafts that are one, in the order of the new draft.

    The surest come first: the same measures, with the same marks and under the same name where several say the same;
    then measures about the same points; then a name with a kind in common; last, what a party does about some of the
    same goods.
    """
    pairs = _Pairs[TermForm](old, new)
    for said in (_with_marks, _content):
        for called in (_name, _label, _nothing):
            pairs.join(partial(_whole, said, called))
    pairs.join(lambda term: [(term.record.name, measure.slot) for measure in term.measures])
    pairs.join(lambda term: [measure.slot for measure in term.measures])
    pairs.join(lambda term: [(term.record.name, measure.kind) for measure in term.measures])
    pairs.join(lambda term: [(term.record.label, measure.kind) for measure in term.measures if term.record.label])
    pairs.join(
        lambda term: [_who(measure) for measure in term.measures],
        lambda one, other: any(_meet(mine, theirs) for mine in one.measures for theirs in other.measures),
    )
    return pairs.found()


def matched_measures(old: Sequence[MeasureForm], new: Sequence[MeasureForm]) -> list[Pair]:
    """The measures of two terms that are one, in the order of the new term."""
    pairs = _Pairs[MeasureForm](old, new)
    pairs.join(lambda measure: [measure])
    pairs.join(lambda measure: [(measure.slot, measure.under, measure.start, measure.until)])
    pairs.join(lambda measure: [(measure.slot, measure.under), (measure.slot, measure.start)])
    pairs.join(lambda measure: [measure.slot])
    pairs.join(lambda measure: [_who(measure)], _meet)
    if len(old) == len(new) == 1:  # A term that says one thing has changed what it says.
        pairs.join(lambda measure: [(measure.kind, measure.ends)])
    pairs.join(lambda measure: [_who(measure)])
    return pairs.found()


def _whole(
    said: Callable[[TermForm], Hashable], called: Callable[[TermForm], str | None], term: TermForm
) -> list[Hashable]:
    """All that a term says, with what it is called; nothing where it is not called so."""
    name = called(term)
    return [] if name is None or not term.measures else [(name, said(term))]


def _with_marks(term: TermForm) -> Hashable:
    return (term.content, term.standing)


def _content(term: TermForm) -> Hashable:
    return term.content


def _name(term: TermForm) -> str | None:
    return term.record.name


def _label(term: TermForm) -> str | None:
    return term.record.label or None


def _nothing(term: TermForm) -> str | None:
    return ""


def _who(measure: MeasureForm) -> Hashable:
    """The parties of a measure and what they do, wherever they do it."""
    return (measure.kind, measure.ends, measure.parties)


def _meet(one: MeasureForm, other: MeasureForm) -> bool:
    """Whether two measures of the same parties have goods or topics in common, and a layer where there are any."""
    if _who(one) != _who(other):
        return False
    if one.layers is not None and other.layers is not None and not one.layers & other.layers:
        return False
    return one.on is None or other.on is None or bool(one.on & other.on)


@define(eq=False)
class _Pairs(Generic[T]):
    """The pairs found so far, and what is left over."""

    old: Sequence[T]
    new: Sequence[T]
    _taken: dict[int, int] = field(factory=dict)
    """The old place of each new one that is paired."""

    def join(self, keys: Keys[T], fits: Callable[[T, T], bool] = lambda one, other: True) -> None:
        """Pair what is left over and has keys in common: those first that share the most of what they have.

        Where several are alike, those go together that stand at like places, in whichever direction one compares.
        """
        used = set(self._taken.values())
        left = {at: set(keys(each)) for at, each in enumerate(self.old) if at not in used}
        right = {at: set(keys(each)) for at, each in enumerate(self.new) if at not in self._taken}
        for here, there in self._ranked(left, right):
            if here in used or there in self._taken:
                continue
            if fits(self.old[here], self.new[there]):
                used.add(here)
                self._taken[there] = here

    @staticmethod
    def _ranked(left: dict[int, set[Hashable]], right: dict[int, set[Hashable]]) -> Iterator[Pair]:
        """Pairs with a key in common, the best first."""
        holders: dict[Hashable, list[int]] = {}
        for at, found in left.items():
            for key in found:
                holders.setdefault(key, []).append(at)
        shared: dict[Pair, int] = {}
        for there, found in right.items():
            for key in found:
                for here in holders.get(key, ()):
                    shared[here, there] = shared.get((here, there), 0) + 1

        def rank(pair: Pair) -> tuple[Fraction, int, int, int]:
            here, there = pair
            part = Fraction(2 * shared[pair], len(left[here]) + len(right[there]))
            return (-part, abs(here - there), here + there, here)

        yield from sorted(shared, key=rank)

    def found(self) -> list[Pair]:
        """The pairs in the order of the new ones."""
        return [(self._taken[there], there) for there in sorted(self._taken)]
