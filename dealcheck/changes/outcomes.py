"""The points on which the outcomes of two drafts differ, in the fewest places and stretches of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dealcheck.changes.alternatives import Alternatives
from dealcheck.changes.differences import Group, thinned
from dealcheck.changes.frame import Frame
from dealcheck.changes.points import Comparison, Seen, framed
from dealcheck.changes.records import PointChange
from dealcheck.evaluate.findings import When, Where
from dealcheck.evaluate.joining import boxes, spans
from dealcheck.evaluate.trace import Stretch
from dealcheck.model.records import Kind, Model, Region
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.states import Cell


class Outcomes:
    """Compares the outcomes of two drafts."""

    def __init__(self, frame: Frame, old: Alternatives, new: Alternatives, same_background: bool) -> None:
        self.frame = frame
        self.old = old
        self.new = new
        self.same_background = same_background
        self.model: Model = frame.new.model
        self.naming = new.drafted.world.naming

    def changes(self) -> tuple[PointChange, ...]:
        """Every point that differs, kind by kind in the order of the vocabulary."""
        found: list[PointChange] = []
        for name in self._kinds():
            found.extend(self._of_kind(name))
        return tuple(found)

    def _kinds(self) -> list[str]:
        """The kinds that may differ: those that a draft touches, or that read what one touches; else all."""
        known = dict.fromkeys((*self.model.kinds, *self.frame.old.model.kinds))
        models = (self.frame.old.model, self.model)
        stated = [name for name in known if not any(name in each.kinds and each.kinds[name].derived for each in models)]
        sides = (self.old.drafted, self.new.drafted)
        if not self.same_background:
            texts = [text for side in sides for text in (*side.background, side.deal.text)]
            used = {setting.kind.name for text in texts for setting in text.settings}
            return [name for name in stated if name in used]
        touched = {setting.kind.name for side in sides for setting in side.deal.text.settings}
        return [name for name in stated if name in touched or self._reads(name, touched)]

    def _reads(self, name: str, touched: set[str]) -> bool:
        worlds = (self.old.drafted.world, self.new.drafted.world)
        return any(
            not touched.isdisjoint(world.read_kinds(world.model.kinds[name]))
            for world in worlds
            if name in world.model.kinds
        )

    # ---- One kind --------------------------------------------------------------------------------------------------

    def _of_kind(self, name: str) -> Iterator[PointChange]:
        worlds = list(self._seen(name))
        kind = worlds[-1].world.model.kinds[name]
        pools = self._pools(kind, worlds)
        self._refine(name, worlds)
        regions = self._regions(name, worlds)
        stretches = self._stretches(name, worlds)
        groups: dict[object, Group] = {}
        for cell, on in self._cells(name, worlds, regions, pools):
            comparison = Comparison(self.old, self.new, kind, cell, on, worlds, pools)
            for index, stretch in enumerate(stretches):
                for low, high, difference in comparison.on(stretch.first):
                    group = groups.get(difference.key)
                    if group is None:
                        group = groups[difference.key] = Group(difference, kind)
                    group.by_cell.setdefault(cell, {}).setdefault(index, []).append((low, high))
        joined = [change for group in thinned(groups) for change in self._joined(group, stretches)]
        yield from sorted(joined, key=_order)

    def _seen(self, name: str) -> Iterator[Seen]:
        for side, view in ((self.old, self.frame.old), (self.new, self.frame.new)):
            if name in side.drafted.model.kinds:
                for alternative in side.worlds(side.drafted.model.kinds[name]):
                    yield Seen(side, view, alternative)

    def _pools(self, kind: Kind, worlds: Sequence[Seen]) -> list[Region]:
        """The pools of all worlds, in the numbering of the frame."""
        found: dict[Region, None] = {}
        if kind.pooled:
            for seen in worlds:
                own = seen.world.model.kinds[kind.name]
                found.update((framed(seen.view, own, region), None) for region in seen.world.pools(own))
        return list(found)

    def _refine(self, name: str, worlds: Sequence[Seen]) -> None:
        """Have every world tell apart the parties that any of them does."""
        masks: dict[str, dict[int, None]] = {}
        for seen in worlds:
            own = seen.world.model.kinds[name]
            for word, atoms in seen.world.atoms(own).items():
                masks.setdefault(word, {}).update((seen.view.parties(mask), None) for mask in atoms)
            for word in own.party_words:
                masks.setdefault(word, {})[self.frame.shared_parties] = None
        for seen in worlds:
            own = seen.world.model.kinds[name]
            for word, found in masks.items():
                seen.world.refine(own, word, [seen.view.own_parties(mask) for mask in found])

    def _regions(self, name: str, worlds: Sequence[Seen]) -> list[Region]:
        """Where the two can differ, in any layer: wherever one of the drafts says something of the kind."""
        kind = worlds[-1].world.model.kinds[name]
        everywhere = Region(tuple(self.frame.shared_parties for _ in kind.party_words))
        open_ended = any(seen.world.reads_outcome(seen.world.model.kinds[name]) for seen in worlds)
        if not self.same_background or open_ended:
            return [everywhere]
        found: dict[Region, None] = {}
        for side, view in ((self.old, self.frame.old), (self.new, self.frame.new)):
            for setting in side.drafted.deal.text.settings:
                if setting.kind.name == name:
                    region = framed(view, setting.kind, setting.region)
                    parties = tuple(mask & self.frame.shared_parties for mask in region.parties)
                    found[Region(parties, region.on)] = None
        return list(found)

    def _stretches(self, name: str, worlds: Sequence[Seen]) -> list[Stretch]:
        """The days from the start of the first of the drafts, cut wherever something of the kind may change."""
        days: set[date] = set()
        starts: list[date] = []
        for seen in worlds:
            days.update(seen.world.breaks(seen.world.model.kinds[name]))
            starts.append(seen.world.settled.effective)
        first = min(starts)
        cuts = sorted({first, *(day for day in days if day > first)})
        ends: list[date | None] = [day - timedelta(days=1) for day in cuts[1:]]
        return [Stretch(start, end) for start, end in zip(cuts, [*ends, None], strict=True)]

    def _cells(
        self, name: str, worlds: Sequence[Seen], regions: Sequence[Region], pools: Sequence[Region]
    ) -> Iterator[tuple[Cell, IntervalSet]]:
        """The cells of the frame in some regions, each with the goods to look at."""
        found: dict[Cell, list[IntervalSet]] = {}
        for region in regions:
            for seen in worlds:
                own = seen.world.model.kinds[name]
                parties = tuple(map(seen.view.own_parties, region.parties))
                whole = seen.view.on(own, seen.world.space(own)) or seen.world.space(own)
                on = whole if region.on is None else region.on
                for cell in seen.world.cells(own, Region(parties, None)):
                    parties_here = tuple(map(seen.view.parties, cell.parties))
                    pool = None
                    if cell.pool is not None:
                        pool = pools.index(framed(seen.view, own, seen.world.pools(own)[cell.pool]))
                    found.setdefault(Cell(parties_here, cell.layer, pool), []).append(on)
        for cell, scopes in found.items():
            yield cell, IntervalSet.of(piece for on in dict.fromkeys(scopes) for piece in on)

    # ---- Joining ---------------------------------------------------------------------------------------------------

    def _joined(self, group: Group, stretches: Sequence[Stretch]) -> Iterator[PointChange]:
        """The same goods over adjoining stretches are one, and so are cells alike."""
        joined: dict[tuple[int, int, tuple[Cell, ...]], list[IntervalSet]] = {}
        for (first, last, on), cells in spans(group.by_cell).items():
            # Pools of one place are told apart by what they hold, not by their number.
            for alike in boxes(list(dict.fromkeys(Cell(cell.parties, cell.layer) for cell in cells))):
                joined.setdefault((first, last, alike), []).append(on)
        difference = group.difference
        for (first, last, boxed), sets in joined.items():
            cells = list(boxed)
            on = IntervalSet.of(piece for found in sets for piece in found)
            where, region = self._where(group.kind, cells, on)
            yield PointChange(
                where,
                When(stretches[first].first, stretches[last].last),
                difference.fields,
                difference.old,
                difference.new,
                difference.old_causes,
                difference.new_causes,
                region,
            )

    def _where(self, kind: Kind, cells: Sequence[Cell], on: IntervalSet) -> tuple[Where, Region]:
        """Points in words, and as a region of the frame."""
        masks = [0] * len(kind.party_words)
        for cell in cells:
            masks = [mask | more for mask, more in zip(masks, cell.parties, strict=True)]
        pairs = zip(kind.party_words, masks, strict=True)
        words = [f"{word} {self.frame.parties_in_words(mask)}" for word, mask in pairs]
        layers = list(dict.fromkeys(cell.layer for cell in cells if cell.layer))
        if layers:
            words.append("layer " + " | ".join(layers))
        sort = kind.keys.get("on")
        text = self.frame.topics_in_words(on) if sort == "topic" else self.naming.text(on, kind)
        naming = self.naming if sort == "goods" else None
        where = Where(text, " ".join(words), on if sort else None, kind.name, naming)
        return where, Region(tuple(masks), on if sort else None, frozenset(layers) if layers else None)


def _order(change: PointChange) -> tuple[object, ...]:
    """Points by parties, then goods, then time."""
    on = change.where.on
    first = on.intervals[0][0] if on else -1
    return (change.where.parties, first, change.where.text, change.when.since, change.old, change.new)
