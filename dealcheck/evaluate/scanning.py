"""Looking at the points of a pattern on one day."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date

from attrs import frozen

from dealcheck.evaluate.conditions import Conditions, read_refs
from dealcheck.evaluate.trace import Witness
from dealcheck.logic import Truth, all_of, negation
from dealcheck.model.records import ConditionRecord, Kind, PatternRecord, Ref, Region
from dealcheck.scopes import EMPTY, IntervalSet
from dealcheck.values import Comparison, compare
from dealcheck.worlds.formulas import Spot, bind, is_line
from dealcheck.worlds.slabs import Slab, Window, zip_slabs
from dealcheck.worlds.states import Cell, NotKnown, State
from dealcheck.worlds.world import Side, World, same_values


@frozen(eq=False)
class _Seen:
    """What was seen at a cell, with the slabs in which: they are kept so that their identities stay theirs."""

    slabs: list[Slab[State]]
    witnesses: list[Witness]
    matched: bool


@frozen(eq=False)
class _Look:
    """One cell of a pattern looked at: which truth of the condition is not worth keeping, on which day."""

    pattern: PatternRecord
    condition: ConditionRecord | None
    cell: Cell
    day: date
    passed_over: Truth
    far: bool
    """Whether other goods are read, at their own places."""
    edges: list[int]
    """Where the condition may turn apart from the states."""


STANDING = 3
"""The slabs of a cell itself: the outcome, the status quo, and what is stored of the latter."""


class Scanner:
    """Finds the points that a pattern meets, each with the state before and under the draft."""

    def __init__(self, world: World, conditions: Conditions, partner: int) -> None:
        self.world = world
        self.conditions = conditions
        self.partner = partner
        self._regions: dict[int, Region] = {}
        self._seen: dict[tuple[object, ...], object] = {}

    def region(self, pattern: PatternRecord) -> Region:
        """The region of a pattern once `partner` has met the deal; the atoms are cut to it."""
        found = self._regions.get(id(pattern))
        if found is None:
            bit = self.world.model.parties.partner
            parties = tuple(bind(mask, bit, self.partner) for mask in pattern.region.parties)
            found = self._regions[id(pattern)] = Region(parties, pattern.region.on, pattern.region.layers)
            for word, mask in zip(pattern.kind.party_words, parties, strict=True):
                self.world.refine(pattern.kind, word, [mask])
        return found

    def prepare(self, pattern: PatternRecord, condition: ConditionRecord | None) -> None:
        """Cut the atoms of parties by all that a sentence names, before any cell is made."""
        region = self.region(pattern)
        bit = self.world.model.parties.partner
        source = dict(zip(pattern.kind.party_words, region.parties, strict=True))
        for ref in read_refs(condition):
            kind = self.world.model.kinds[ref.kind]
            if kind is pattern.kind and not ref.changes and not ref.extreme:
                continue
            for word in kind.party_words:
                if word in source:
                    self.world.refine(kind, word, [source[word]])
                    self.world.refine(pattern.kind, word, self.world.atoms(kind).get(word, ()))
            for change in ref.changes:
                if not change.any and change.parties:
                    mask = bind(change.parties, bit, self.partner)
                    self.world.refine(kind, change.word, [mask])
                    self.world.refine(pattern.kind, change.word, [mask])

    def witnesses(
        self, pattern: PatternRecord, condition: ConditionRecord | None, day: date, passed_over: Truth = None
    ) -> tuple[list[Witness], bool]:
        """The pieces that a pattern meets, with the condition's truth there, and whether there were any at all.

        A piece counts where something of the kind exists, or did and the draft ended it. Without a condition its truth
        is whether it exists (None where that is only presumed). Pieces whose truth is `passed_over` are left out
        unless that is None.
        """
        kind = pattern.kind
        refs = tuple(read_refs(condition))
        elsewhere = tuple(ref for ref in refs if ref.changes or ref.extreme or ref.kind != kind.name)
        # Other goods are read at their own places, which the slabs do not tell: what was seen is then this world's
        # alone.
        far = any(change.on is not None for ref in refs for change in ref.changes) or any(
            self.world.model.kinds[ref.kind].keys.get("on") != kind.keys.get("on") for ref in refs
        )
        kept: dict[tuple[object, ...], object] = self._seen if far else self.world.shared.seen
        edges = self._edges(condition)
        found: list[Witness] = []
        matched = False
        for cell, slabs, touched in self._cells(pattern, elsewhere, day):
            # A cell at which nothing has changed since an earlier day says what it said then.
            key = (id(pattern), id(condition), passed_over, cell, touched, *map(id, slabs))
            seen = kept.get(key)
            if not isinstance(seen, _Seen):
                look = _Look(pattern, condition, cell, day, passed_over, far, edges)
                seen = kept[key] = _Seen(slabs, *self._look(look, slabs, touched))
            found.extend(seen.witnesses)
            matched = matched or seen.matched
        return found, matched

    def _look(self, look: _Look, slabs: list[Slab[State]], touched: IntervalSet | None) -> tuple[list[Witness], bool]:
        window = self.window(look.pattern).on
        own = slabs[0]
        alone = all(slab is own for slab in slabs) or (
            len(slabs) == STANDING and own.fills(window) and not any(ref.old for ref in read_refs(look.condition))
        )
        edges = look.edges
        if alone and touched is None and not edges and look.pattern.adjectives <= {"general"}:
            return self._look_at_states(look, slabs, window)
        found: list[Witness] = []
        matched = False
        memo: dict[object, Truth] = {}
        gaps = self.world.gaps(look.pattern.kind, look.cell)
        narrowed = self._narrowly_ended(look) if "general" in look.pattern.adjectives else EMPTY
        for low, high, states in self._cut(slabs, window, edges):
            now, then, stored = states[0], states[1], states[2]
            member = self._passes(look.pattern, now, then) if look.pattern.adjectives else True
            if now is None and narrowed.holds(low, high):
                member = False
            if member is False or (gaps and gaps.holds(low, high)):
                continue
            for start, end in self._written(touched, low, high):
                matched = True
                key: object = (*map(id, states), bisect_right(edges, start)) if edges else tuple(map(id, states))
                if key in memo:
                    truth = memo[key]
                else:
                    truth = self._truth(look, start, states)
                    if member is None and truth is not look.passed_over:
                        # It may not be one of the points that are meant.
                        truth = None
                    memo[key] = truth
                if look.passed_over is None or truth is not look.passed_over:
                    found.append(Witness(look.cell, start, end, now, then, stored, truth, key))
        return found, matched

    def _narrowly_ended(self, look: _Look) -> IntervalSet:
        """Where the draft ends what a cell holds on named goods alone: a narrower word than that of a general rate."""
        kind = self.world.base_kind(look.pattern.kind)
        window = self.window(look.pattern)
        covers = self.world.covers(kind, look.cell, self.world.draft, look.day, window)
        return IntervalSet.of(
            (low, high) for low, high, cover in covers if cover.active.setting.ends and not cover.active.setting.general
        )

    def _look_at_states(self, look: _Look, slabs: list[Slab[State]], window: IntervalSet) -> tuple[list[Witness], bool]:
        """The same where only the outcome decides, and nothing is ended: each state is judged once, not each piece."""
        found: list[Witness] = []
        matched = False
        slab = slabs[0]
        truths: dict[int, Truth] = {}
        passed_over = object() if look.passed_over is None else look.passed_over
        gaps = self.world.gaps(look.pattern.kind, look.cell)
        general = "general" in look.pattern.adjectives
        same = all(other is slab for other in slabs)
        for low, high in window:
            first, last = slab.bounds(low, high)
            states = slab.states[first:last]
            telling = False
            for at, state in enumerate(states):
                key = id(state)
                if key in truths:
                    continue
                if general and not is_general(state):
                    truths[key] = look.passed_over
                    continue
                matched = True
                truths[key] = self._truth(look, max(low, slab.starts[first + at]), (state,) * len(slabs))
            telling = any(truths[id(state)] is not passed_over for state in states)
            if not telling:
                continue
            for start, end, state in zip(slab.starts[first:last], slab.ends[first:last], states, strict=True):
                truth = truths[id(state)]
                if truth is passed_over or (general and not is_general(state)):
                    continue
                if same:
                    piece_low, piece_high = max(low, start), min(high, end)
                    if not gaps or not gaps.holds(piece_low, piece_high):
                        found.append(Witness(look.cell, piece_low, piece_high, state, state, state, truth, id(state)))
                    continue
                piece = IntervalSet(((max(low, start), min(high, end)),))
                for cut_low, cut_high, (now, then, stored) in zip_slabs(slabs[:STANDING], piece, 1):
                    if not gaps or not gaps.holds(cut_low, cut_high):
                        read = (id(now), id(then), id(stored))
                        found.append(Witness(look.cell, cut_low, cut_high, now, then, stored, truth, read))
        return found, matched

    def _truth(self, look: _Look, position: int, states: tuple[State | None, ...]) -> Truth:
        now = states[0]
        if look.condition is None:
            if now is None:
                return "written" in look.pattern.adjectives
            return None if now.presumed else True
        key: tuple[int, ...] = ()
        if not look.far:
            # What a condition reads stands in the states: where they hold the same, it comes to the same.
            number = self.world.shared.contents.number
            at = bisect_right(look.edges, position) if look.edges else 0
            key = (id(look.condition), at, *map(number, states))
            if key in self.world.shared.truths:
                return self.world.shared.truths[key]
        window = self.window(look.pattern)
        spot = self.spot(look.pattern.kind, look.cell, position, look.day, now, states[2], window)
        truth = self.conditions.truth(look.condition, spot)
        if key:
            self.world.shared.truths[key] = truth
        return truth

    def spot(
        self,
        kind: Kind,
        cell: Cell,
        position: int,
        day: date,
        own: State | None,
        stored: State | None,
        window: Window | None = None,
    ) -> Spot:
        """The point at which a condition is read."""
        return Spot(kind, cell, position, day, Side.NEW, own, stored, self.partner, window=window)

    def window(self, pattern: PatternRecord) -> Window:
        """The goods that a pattern looks at."""
        on = self.region(pattern).on
        return self.world.window(on if on is not None else self.world.space(pattern.kind))

    def _cells(
        self, pattern: PatternRecord, elsewhere: tuple[Ref, ...], day: date
    ) -> Iterator[tuple[Cell, list[Slab[State]], IntervalSet | None]]:
        """Each cell of a pattern with what is read there: outcome, status quo, what is stored, then what references
        read.
        """
        kind = pattern.kind
        displaced = bool(kind.displaces)
        window = self.window(pattern)
        for cell in self.world.cells(kind, self.region(pattern)):
            own = self.world.visible(kind, cell, Side.NEW, day, window)
            before = self.world.visible(kind, cell, Side.OLD, day, window)
            if not len(own) and not len(before):
                continue
            stored = self.world.raw(kind, cell, Side.OLD, day, window) if displaced else before
            slabs: list[Slab[State]] = [own, before, stored]
            spot = self.spot(kind, cell, 0, day, None, None, window)
            for ref in elsewhere:
                slabs.extend(self.world.formulas.slabs(ref, spot))
            written = "written" in pattern.adjectives
            yield cell, slabs, self.world.touched(kind, cell, day, window) if written else None

    def ungeneral(self, pattern: PatternRecord, day: date) -> bool:
        """Whether a layer that a `general` pattern names exists somewhere without a measure on everything there."""
        general: dict[tuple[object, ...], bool] = {}
        words = pattern.kind.party_words
        for cell, slabs, _ in self._cells(pattern, (), day):
            named = [parties for word, parties in zip(words, cell.parties, strict=True) if word in pattern.named]
            key = (*named, cell.layer if "layer" in pattern.named else None)
            for low, high in self.window(pattern).on:
                first, last = slabs[0].bounds(low, high)
                if first < last:
                    found = any(is_general(state) for state in slabs[0].states[first:last])
                    general[key] = general.get(key, False) or found
        return not all(general.values())

    def _edges(self, condition: ConditionRecord | None) -> list[int]:
        """Where a condition may turn apart from the slabs: at customs values, and at a line of goods that it reads."""
        lines = [
            interval
            for ref in read_refs(condition)
            for change in ref.changes
            if change.on is not None and len(change.on.intervals) == 1 and is_line(change.on, change.on.intervals[0][0])
            for interval in change.on
        ]
        return sorted({*self.conditions.knowledge.edges, *(edge for interval in lines for edge in interval)})

    @staticmethod
    def _cut(
        slabs: list[Slab[State]], scope: IntervalSet, edges: list[int]
    ) -> Iterator[tuple[int, int, tuple[State | None, ...]]]:
        first = slabs[0]
        pieces: Iterator[tuple[int, int, tuple[State | None, ...]]]
        if all(slab is first for slab in slabs):
            pieces = (
                (low, high, (state, state, state))
                for start, end in scope
                for low, high, state in first.within(start, end)
            )
        else:
            zipped = zip_slabs(slabs, scope, 2)
            pieces = zipped
        if not edges:
            yield from pieces
            return
        for low, high, states in pieces:
            inner = [low, *[edge for edge in edges if low < edge < high], high]
            for start, end in itertools.pairwise(inner):
                yield start, end, states

    @staticmethod
    def _written(touched: IntervalSet | None, low: int, high: int) -> Iterator[tuple[int, int]]:
        if touched is None:
            yield low, high
        else:
            yield from IntervalSet(((low, high),)) & touched

    def _passes(self, pattern: PatternRecord, now: State | None, then: State | None) -> Truth:
        """Whether a point is one that the adjectives of a pattern mean; None where that hangs on an unknown value."""
        adjectives = pattern.adjectives
        if "new" in adjectives and not (now is not None and then is None):
            return False
        state = now if now is not None else then
        if "general" in adjectives and not (state is not None and is_general(state)):
            return False
        if "changed" in adjectives:
            return then is not None and (now is None or negation(self._same(now, then)))
        if "kept" in adjectives:
            return now is not None and then is not None and self._same(now, then)
        return True

    def _same(self, one: State, other: State) -> Truth:
        """Whether two states hold the same in every field."""
        if same_values(one, other):
            return True
        if one.values.keys() != other.values.keys():
            return False
        truths: list[Truth] = []
        for name, value in one.values.items():
            there = other.values[name]
            if isinstance(value, NotKnown) or isinstance(there, NotKnown):
                self.conditions.turns.note(value, there, self.conditions.knowledge.at(0))
                truths.append(None)
            else:
                if self.conditions.watching:
                    self.conditions.turns.note(value, there, self.conditions.knowledge.at(0))
                result = compare(value, "=", there)
                truths.append(result.truth if isinstance(result, Comparison) else False)
        return all_of(truths)


def is_general(state: State) -> bool:
    """Whether a point takes its value from a measure on everything, or on everything less named goods."""
    settings = list(state.origins.values()) or ([state.origin] if state.origin is not None else [])
    if state.parts:
        return any(is_general(part) for _, part in state.parts)
    return bool(settings) and any(setting.general for setting in settings)
