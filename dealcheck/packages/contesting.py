"""The contested points of a deal, those alike together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, field

from dealcheck.evaluate.limiting import Limit
from dealcheck.evaluate.trace import Stretch
from dealcheck.logic import Verdict
from dealcheck.model.records import AggregateRecord, Kind, PatternRecord, QuantifiedRecord, Region
from dealcheck.packages.allowing import Allowing, Look
from dealcheck.packages.unfolding import OPEN, Said, state_said
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.slabs import Slab, stack, zip_slabs
from dealcheck.worlds.states import Cell, State
from dealcheck.worlds.world import Side

RANKS = {Verdict.VIOLATED: 0, Verdict.OPEN: 1, Verdict.UNKNOWN: 2}

CHANGED = 3


@define(eq=False)
class Shape:
    """Alike points: what holds there on each of some days before the draft and under each package.

    `looks` are those whose points these are, each with how grave it is there; `on` are the points, cell by cell.
    """

    kind: Kind
    name: str
    days: tuple[Stretch, ...]
    before: tuple[Said, ...]
    drafts: tuple[tuple[str, tuple[Said, ...]], ...]
    looks: dict[Look, int] = field(factory=dict)
    on: dict[Cell, list[tuple[int, int]]] = field(factory=dict)

    @property
    def size(self) -> int:
        """How many points there are."""
        return sum(high - low for pieces in self.on.values() for low, high in pieces)

    @property
    def points(self) -> dict[Cell, IntervalSet]:
        """The points, cell by cell."""
        return {cell: IntervalSet.of(pieces) for cell, pieces in self.on.items()}


class Contesting(Allowing):
    """Finds the contested points."""

    def refine(self) -> None:
        """Have the world tell apart the parties that any measure or finding does, under whatever package."""
        for text in self.base.texts:
            for setting in text.settings:
                for word, mask in zip(setting.kind.party_words, setting.region.parties, strict=True):
                    self.base.refine(setting.kind, word, [mask])
        for look in self.looks:
            for region in self.contested(look):
                for word, mask in zip(look.kind.party_words, region.parties, strict=True):
                    self.base.refine(look.kind, word, [mask])

    def contested(self, look: Look) -> list[Region]:
        """The points of a look that some finding of its line is about."""
        if look.line.verdict not in RANKS:
            return []
        wheres = [finding.where for finding in look.line.judgement.findings]
        return list(dict.fromkeys(each.region for each in wheres if each.region and each.kind == look.kind.name))

    def _changed(self, look: Look) -> list[Region]:
        """The points of a look that the draft says something of, in whatever layer."""
        base = self.base.base_kind(look.kind)
        settings = self.checker.deal.text.settings
        regions = (setting.region for setting in settings if setting.kind is base)
        return list(dict.fromkeys(Region(region.parties, region.on) for region in regions))

    def shapes(self, look: Look) -> Iterator[Shape]:
        """The alike points of a look that are contested, field by field, the gravest first."""
        graves = [(RANKS.get(look.line.verdict, CHANGED), self.contested(look)), (CHANGED, self._changed(look))]
        done: dict[Cell, IntervalSet] = {}
        for grave, regions in graves:
            scopes = self._scopes(look, regions)
            for cell, on in scopes.items():
                before = done.get(cell, IntervalSet())
                scopes[cell], done[cell] = on - before, before | on
            for name in dict.fromkeys(limit.field for limit in look.limits):
                limits = [limit for limit in look.limits if limit.field == name and limit.reads_elsewhere(look.kind)]
                groups: dict[object, Shape] = {}
                for cell, on in scopes.items():
                    for numbers, part in self._parts(look.kind, cell, on):
                        self._cut(look, name, limits, cell, part, numbers, groups)
                for shape in groups.values():
                    if grave < CHANGED or any(said != shape.before for _, said in shape.drafts):
                        shape.looks[look] = grave
                        yield shape

    def _scopes(self, look: Look, regions: Sequence[Region]) -> dict[Cell, IntervalSet]:
        """The cells of some regions that a look meets, each with its goods or topics."""
        own = look.region
        found: dict[Cell, IntervalSet] = {}
        for region in regions:
            parties = tuple(mine & other for mine, other in zip(own.parties, region.parties, strict=True))
            on = self.base.space(look.kind)
            for scope in (own.on, region.on):
                on = on if scope is None else on & scope
            if not on or not all(parties):
                continue
            layers = own.layers
            if region.layers is not None:
                layers = region.layers if layers is None else layers & region.layers
            for cell in self.base.cells(look.kind, Region(parties, None if own.on is None else on, layers)):
                found[cell] = found.get(cell, IntervalSet()) | on
        return found

    def _parts(self, kind: Kind, cell: Cell, on: IntervalSet) -> Iterator[tuple[frozenset[int], IntervalSet]]:
        """The goods of a cell by the open choices that what holds there may hang on."""
        place = self.checker.deal.place
        layers = None if cell.layer is None else frozenset({cell.layer})
        pattern = PatternRecord(kind, Region(cell.parties, on, layers), frozenset(), (), frozenset(), place)
        simple = QuantifiedRecord("no", pattern, None, None, place)
        found: dict[frozenset[int], list[tuple[int, int]]] = {}
        for low, high, numbers in stack(sorted(self.hung(simple, 0, cell, on), key=lambda piece: piece[:2])):
            known = frozenset({number for each in numbers for number in each} & self.records.keys())
            found.setdefault(known, []).append((low, high))
        for choices, intervals in found.items():
            yield choices, IntervalSet.of(intervals)

    def _cut(
        self,
        look: Look,
        name: str,
        limits: Sequence[Limit],
        cell: Cell,
        on: IntervalSet,
        numbers: frozenset[int],
        groups: dict[object, Shape],
    ) -> None:
        """Enter the points of a cell into the groups of those at which the same holds."""
        kind = look.kind
        packages = self.packages(numbers)
        worlds = [self.base] if packages is None else [self.world(package) for package in packages]
        days = self.days(kind, worlds)
        slabs = [self.slab(self.base, kind, cell, Side.OLD, day.first, on) for day in days]
        for world in worlds:
            slabs.extend(self.slab(world, kind, cell, Side.NEW, day.first, on) for day in days)
        owners = [self.base, *worlds]
        count = len(slabs)
        for limit in limits:
            slabs.extend(
                slab for stretch in look.sentences.stretches for slab in self._read(look, limit, cell, stretch, on)
            )
        adjectives = bool(look.pattern.adjectives)
        if adjectives:
            slabs.extend(self._flat(look, cell, stretch.first) for stretch in look.sentences.stretches)
        memo: dict[tuple[int, ...], Shape | None] = {}
        words: dict[int, Said] = {}
        gaps = self.base.gaps(kind, cell)
        for low, high, states in zip_slabs(slabs, on, 0):
            if gaps and gaps.holds(low, high):
                continue
            ids = tuple(map(id, states))
            if ids not in memo:
                for at, state in enumerate(states[:count]):
                    if id(state) not in words:
                        words[id(state)] = state_said(owners[at // len(days)], kind, state, name)
                said = [words[each] for each in ids[:count]]
                before, rest = tuple(said[: len(days)]), said[len(days) :]
                per = [tuple(rest[at : at + len(days)]) for at in range(0, len(rest), len(days))]
                drafts = [("", tuple(Said(OPEN) for _ in days))] if packages is None else self.by_choice(packages, per)
                shape = Shape(kind, name, days, before, tuple(drafts))
                own = tuple(self.allowed(look, limit, [(cell, low)], on) for limit in limits)
                there = (
                    tuple(state is not None for state in states[-len(look.sentences.stretches) :])
                    if adjectives
                    else (True,)
                )
                key = (days, before, shape.drafts, own, there)
                memo[ids] = groups.setdefault(key, shape) if any(there) else None
            found = memo[ids]
            if found is not None:
                found.on.setdefault(cell, []).append((low, high))

    def _read(self, look: Look, limit: Limit, cell: Cell, stretch: Stretch, on: IntervalSet) -> list[Slab[State]]:
        """What a limit reads beside the point's own."""
        if limit.against is None:
            return []
        window = self.base.window(on)
        spot = look.sentences.scanner.spot(look.kind, cell, 0, stretch.first, None, None, window)
        return self.base.formulas.slabs(limit.against, spot)

    def _flat(self, look: Look, cell: Cell, day: date) -> Slab[State]:
        """Where a look with adjectives sees points of a cell on a day."""
        slab: Slab[State] = Slab()
        for low, high in self.sees(look, day).get(cell, IntervalSet()):
            slab.add(low, high, _SEEN)
        return slab

    # ---- Limits ------------------------------------------------------------------------------------------------------

    def limits(self, shape: Shape) -> Iterator[tuple[Look, Limit, tuple[tuple[Stretch, Said], ...]]]:
        """The limits of all lines that look at every point of a shape."""
        points = shape.points
        places = [(cell, low) for cell, pieces in shape.on.items() for low, _ in pieces]
        for look in self.looks:
            if isinstance(look.simple, AggregateRecord) or look.kind is not shape.kind:
                continue
            if look not in shape.looks and not self.covers(look, points):
                continue
            for limit in look.limits:
                if limit.field == shape.name:
                    # Of alike points what stood there is alike: one tells of all that is read of itself.
                    few = places if limit.reads_elsewhere(look.kind) else places[:1]
                    allowed = self.allowed(look, limit, few, look.sentences.scanner.window(look.pattern).on)
                    if look.pattern.adjectives:
                        allowed = tuple((day, said) for day, said in allowed if self.sees_all(look, day.first, points))
                    yield look, limit, allowed


_SEEN = State({}, {}, None)
"""What stands in a slab where a look sees a point."""
