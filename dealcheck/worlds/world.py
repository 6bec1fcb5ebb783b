"""The world under a settled draft: what holds at every point, before it (OLD) and under it (NEW)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import Enum

from attrs import define, evolve, field

from dealcheck.diagnostics import Diagnostic
from dealcheck.model.records import DealRecord, FactRecord, Kind, Model, Region, Setting, TableRow
from dealcheck.scopes import EMPTY, EVERYTHING, IntervalSet
from dealcheck.values import Rate, Unknown, multiply_share, symbol
from dealcheck.values import add as add_values
from dealcheck.worlds.atoms import party_cells, split
from dealcheck.worlds.formulas import Formulas, Spot
from dealcheck.worlds.naming import Naming
from dealcheck.worlds.overlay import Overlay
from dealcheck.worlds.slabs import Slab, Window, lay_over, stack, without, zip_slabs
from dealcheck.worlds.states import Cell, Held, NotKnown, Settled, State
from dealcheck.worlds.texts import (
    Active,
    Cover,
    actives,
    changes_on,
    reads_all_in,
    reads_outcome,
    references,
    texts_in_order,
)

UNIT_SPACE = IntervalSet(((0, 1),))
"""The space of a kind whose key `on` does not exist."""


class Side(Enum):
    """Which of the two worlds: the status quo, or the outcome of the draft."""

    OLD = "old"
    NEW = "new"


@define(eq=False)
class Shared:
    """What the worlds of one draft's packages have in common: all that no open choice can reach.

    `undecided` are the measures that hang on an open choice. `joined` keeps the slabs that were made of others beside
    those, so that an identity stays theirs; `seen` is what sentences saw in slabs.
    """

    undecided: frozenset[Setting] = frozenset()
    windows: dict[IntervalSet, Window] = field(factory=dict)
    stored: dict[object, Slab[State]] = field(factory=dict)
    joined: dict[tuple[object, ...], tuple[list[Slab[State]], Slab[State]]] = field(factory=dict)
    seen: dict[tuple[object, ...], object] = field(factory=dict)


class World:
    """Both worlds of one settled draft, computed as they are asked for.

    Everything is found by kind, cell and phase: a phase is a stretch of time in which no measure of the kind, nor of a
    kind that its values read, changes.
    """

    def __init__(
        self,
        model: Model,
        deal: DealRecord,
        settled: Settled,
        facts: Iterable[FactRecord],
        shared: Shared | None = None,
    ) -> None:
        self.model = model
        self.deal = deal
        self.settled = settled
        self.facts = tuple(facts)
        self.diagnostics: dict[object, Diagnostic] = {}
        self.texts = texts_in_order(deal, settled)
        self.draft = len(self.texts) - 1
        self.draft_places = frozenset(id(setting.place) for setting in deal.text.settings)
        """Where the measures of the draft itself stand, by identity: the rows of a table share the table's place."""
        self._actives: dict[str, list[list[Active]]] = {}
        for index, text in enumerate(self.texts):
            for active in actives(text, index, settled, index == self.draft):
                by_text = self._actives.setdefault(active.setting.kind.name, [[] for _ in self.texts])
                by_text[index].append(active)
        self._breaks: dict[tuple[str, bool], list[date]] = {}
        self._phases: dict[tuple[str, date], int] = {}
        self._atoms: dict[tuple[str, str | None, int], dict[str, list[int]]] = {}
        self._named: dict[str, dict[str, dict[int, None]]] = {}
        self._pools: dict[str, list[Region]] = {}
        self._candidates: dict[tuple[str, Cell], list[list[Active]]] = {}
        self._author_gaps: dict[int, IntervalSet] = {}
        self._settled_cells: dict[tuple[str, Cell], bool] = {}
        self._layers: dict[str, list[str | None]] = {}
        self._layered: dict[tuple[str, str | None], list[list[Active]]] = {}
        self._cell_breaks: dict[tuple[str, Cell, bool], list[date]] = {}
        self._sums: dict[tuple[int, ...], State] = {}
        self._rank: dict[str, int] = {}
        self._raw: dict[object, Slab[State]] = {}
        self._displacing: dict[tuple[str, str | None], list[str]] = {}
        self._visible: dict[object, Slab[State]] = {}
        self.shared = shared or Shared()
        self._pending: set[object] = set()
        self._reads_outcome: dict[str, bool] = {}
        self._gaps = [setting for text in self.texts for setting in text.settings if setting.gaps]
        self.naming = Naming(model, _gaps_of(self._gaps))
        self.formulas = Formulas(self)
        self._overlay = Overlay(self)

    # ---- Structure -------------------------------------------------------------------------------------------------

    def base_kind(self, kind: Kind) -> Kind:
        """The kind whose measures hold: `tariff` for `duty`."""
        return self.model.kinds["tariff"] if kind.derived else kind

    def actives_of(self, kind: Kind) -> list[list[Active]]:
        """The measures of a kind that hold at some time, text by text."""
        found = self._actives.get(self.base_kind(kind).name)
        return found if found is not None else [[] for _ in self.texts]

    def read_kinds(self, kind: Kind, old: bool = False) -> frozenset[str]:
        """The kind and every kind that the values of its measures read, directly or not (`old`: those of the status
        quo).
        """
        found: set[str] = set()
        open_kinds = [self.base_kind(kind).name]
        while open_kinds:
            name = open_kinds.pop()
            if name in found:
                continue
            found.add(name)
            for active in self._all_actives(name, old):
                if active.setting.rows is None:
                    open_kinds.extend(
                        self.base_kind(self.model.kinds[ref.kind]).name for ref in references(active.setting)
                    )
        return frozenset(found)

    def _all_actives(self, kind: str, old: bool) -> Iterator[Active]:
        by_text = self._actives.get(kind, [])
        for found in by_text[: self.draft] if old else by_text:
            yield from found

    def breaks(self, kind: Kind, old: bool = False) -> list[date]:
        """The days on which something of the kind, or of a kind that it reads, may change, in order."""
        key = (kind.name, old)
        found = self._breaks.get(key)
        if found is None:
            days: set[date] = set()
            for name in self.read_kinds(kind, old):
                for active in self._all_actives(name, old):
                    days.update(changes_on(active, self.settled))
            found = self._breaks[key] = sorted(days)
        return found

    def phase(self, kind: Kind, day: date) -> int:
        """The number of the phase in which a day lies."""
        key = (kind.name, day)
        found = self._phases.get(key)
        if found is None:
            found = self._phases[key] = bisect_right(self.breaks(kind), day)
        return found

    def atoms(self, kind: Kind, layer: str | None = None) -> dict[str, list[int]]:
        """For each party key the coarsest groups of parties that nothing tells apart in a layer (None: in any).

        What tells them apart are the measures of the layer, of those that displace it and of the one that `all_in`
        reads, and the parties that patterns and references name.
        """
        base = self.base_kind(kind)
        named = self._named.get(base.name, {})
        key = (base.name, layer, sum(map(len, named.values())))
        found = self._atoms.get(key)
        if found is None:
            found = {}
            regions = {active.setting.region.parties for active in self._telling(base, layer)}
            for index, word in enumerate(base.party_words):
                masks = {parties[index] for parties in regions}
                masks.update(self.model.parties.blocs, named.get(word, ()))
                found[word] = split([self.model.parties.everyone], sorted(masks))
            self._atoms[key] = found
        return found

    def _telling(self, kind: Kind, layer: str | None) -> Iterator[Active]:
        """The measures on which what holds in a layer may depend."""
        if layer is None:
            yield from self._all_actives(kind.name, False)
            return
        waiting, seen = [layer], {layer}
        while waiting:
            here = waiting.pop()
            for by_text in self._of_layer(kind, here):
                for active in by_text:
                    yield active
                    if _reads_elsewhere(active.setting):
                        yield from self._all_actives(kind.name, False)
                    elif kind.layer_default and kind.layer_default not in seen and reads_all_in(active.setting):
                        seen.add(kind.layer_default)
                        waiting.append(kind.layer_default)
            for other in self._displacers(kind, here):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)

    def refine(self, kind: Kind, word: str, masks: Iterable[int]) -> None:
        """Have the atoms of a party key cut by the parties that a pattern or a reference names."""
        base = self.base_kind(kind)
        if word in base.party_words:
            self._named.setdefault(base.name, {}).setdefault(word, {}).update(dict.fromkeys(masks))

    def pools(self, kind: Kind) -> list[Region]:
        """The regions of a pooled kind's measures, each a pool, in the order of the texts."""
        found = self._pools.get(kind.name)
        if found is None:
            regions: dict[Region, None] = {}
            for by_text in self.actives_of(kind):
                for active in by_text:
                    if not active.setting.ends:
                        regions[active.setting.region] = None
            found = self._pools[kind.name] = list(regions)
        return found

    def space(self, kind: Kind) -> IntervalSet:
        """All that the key `on` of a kind may be."""
        on = kind.keys.get("on")
        if on == "goods":
            return EVERYTHING
        if on == "topic":
            return IntervalSet.of(interval for topic in self.model.topics.values() for interval in topic.held)
        return UNIT_SPACE

    def layers(self, kind: Kind) -> list[str | None]:
        """The layers that a kind's measures name, with those that exist though nothing is said of them, in a stable
        order.
        """
        found = self._layers.get(kind.name)
        if found is None:
            found = self._layers[kind.name] = self._layers_of(kind)
        return found

    def _layers_of(self, kind: Kind) -> list[str | None]:
        if "layer" not in kind.keys:
            return [None]
        names: set[str] = set(kind.unknown_layers or ())
        if kind.absent_unknown and kind.unknown_layers is None and kind.layer_default:
            names.add(kind.layer_default)
        for by_text in self.actives_of(kind):
            for active in by_text:
                names |= active.setting.region.layers or frozenset()
        return sorted(names, key=lambda name: (name != kind.layer_default, name))

    def cells(self, kind: Kind, region: Region) -> list[Cell]:
        """The cells of a kind inside a region at which something can hold, in a stable order."""
        if kind.derived:
            atoms = self.atoms(kind)
            return [Cell(parties) for parties in party_cells(kind, self.model.parties, atoms, region.parties)]
        found: list[Cell] = []
        for layer in self.layers(kind):
            if region.layers is not None and layer is not None and layer not in region.layers:
                continue
            combinations = party_cells(kind, self.model.parties, self.atoms(kind, layer), region.parties)
            for parties in combinations:
                if kind.pooled:
                    for number, pool in enumerate(self.pools(kind)):
                        if self._pool_covers(pool, parties) and (
                            pool.on is None or region.on is None or bool(pool.on & region.on)
                        ):
                            found.append(Cell(parties, layer, number))
                else:
                    found.append(Cell(parties, layer))
        return found

    @staticmethod
    def _pool_covers(pool: Region, parties: tuple[int, ...]) -> bool:
        return all(mine & ~theirs == 0 for mine, theirs in zip(parties, pool.parties, strict=True))

    # ---- What holds ------------------------------------------------------------------------------------------------

    def candidates(self, kind: Kind, cell: Cell, text: int, day: date) -> list[Active]:
        """The measures of a text that cover a cell on a day."""
        return [active for active in self._covering(kind, cell)[text] if active.start <= day <= active.end]

    def _covering(self, kind: Kind, cell: Cell) -> list[list[Active]]:
        """The measures that cover a cell at some time, text by text."""
        key = (kind.name, cell)
        found = self._candidates.get(key)
        if found is None:
            pool = None if cell.pool is None else self.pools(kind)[cell.pool]
            found = self._candidates[key] = [
                [
                    active
                    for active in by_text
                    if active.covers(cell.parties)
                    and (pool is None or active.setting.ends or active.setting.region == pool)
                ]
                for by_text in self._of_layer(kind, cell.layer)
            ]
        return found

    def _of_layer(self, kind: Kind, layer: str | None) -> list[list[Active]]:
        """The measures of a kind that name a layer, text by text."""
        key = (kind.name, layer)
        found = self._layered.get(key)
        if found is None:
            found = self._layered[key] = [
                [active for active in by_text if active.names(layer)] for by_text in self.actives_of(kind)
            ]
        return found

    def window(self, on: IntervalSet) -> Window:
        """The goods that a look is confined to, the same window for the same goods."""
        windows = self.shared.windows
        found = windows.get(on)
        if found is None:
            found = windows[on] = Window(on, len(windows))
        return found

    def covers(self, kind: Kind, cell: Cell, text: int, day: date, window: Window) -> list[tuple[int, int, Cover]]:
        """Where the measures of a text cover a cell on a day, in pieces that may overlap, ascending by start."""
        found: list[tuple[int, int, Cover]] = []
        candidates = self.candidates(kind, cell, text, day)
        for active in candidates:
            setting = active.setting
            if setting.rows is not None:
                found.extend(self._row_covers(active, setting.rows, window, alone=len(candidates) == 1))
                continue
            on = window.on if setting.region.on is None else setting.region.on & window.on
            if setting.layer_any:
                on = on & self.visible(kind, cell, Side.OLD, day, window).covered
            cover = Cover(active, setting.plans)
            found.extend((low, high, cover) for low, high in on)
        if len(candidates) > 1:
            found.sort(key=lambda piece: piece[0])
        return found

    @staticmethod
    def _row_covers(
        active: Active, rows: tuple[TableRow, ...], window: Window, alone: bool
    ) -> Iterator[tuple[int, int, Cover]]:
        """A table's rows within the window. Rows that say the same share a cover where no other measure rivals them."""
        shared: dict[int, Cover] = {}
        for low, high in window.on:
            at = bisect_right(rows, low, key=_row_low)
            if at and rows[at - 1].high > low:
                at -= 1
            while at < len(rows) and rows[at].low < high:
                row = rows[at]
                if alone:
                    cover = shared.get(id(row.plans))
                    if cover is None:
                        cover = shared[id(row.plans)] = Cover(active, row.plans)
                else:
                    cover = Cover(active, row.plans, row.code)
                yield max(low, row.low), min(high, row.high), cover
                at += 1

    def raw(self, kind: Kind, cell: Cell, side: Side, day: date, window: Window) -> Slab[State]:
        """What is stored at a cell, displaced or not."""
        old = side is Side.OLD
        # A pool's number depends on which measures there are, so the pools are each world's own.
        stored = self.shared.stored if cell.pool is None and self._settled_at(kind, cell) else self._raw
        key = (kind.name, cell, old, self._cell_phase(kind, cell, old, day), window.number)
        found = stored.get(key)
        if found is None:
            if key in self._pending:
                self._overlay.report_cycle(kind, cell)
                return self._not_known(kind, window, "values read each other in a circle")
            self._pending.add(key)
            try:
                found = stored[key] = self._compute(kind, cell, side, day, window)
            finally:
                self._pending.discard(key)
        return found

    def _not_known(self, kind: Kind, window: Window, why: str) -> Slab[State]:
        """A slab of which nothing can be said, in place of what a fault keeps from being computed."""
        slab: Slab[State] = Slab()
        origin = next(iter(self.measures(kind)), None)
        state = State({name: NotKnown(why) for name in kind.fields}, {}, origin)
        for low, high in window.on:
            slab.add(low, high, state)
        return slab

    def _settled_at(self, kind: Kind, cell: Cell) -> bool:
        """Whether no open choice reaches a cell: what holds there is then the same in every package."""
        if not self.shared.undecided:
            return True
        key = (kind.name, cell)
        found = self._settled_cells.get(key)
        if found is None:
            rivals = [setting for setting in self.shared.undecided if setting.kind is kind]
            found = not any(_covers(setting, cell) for setting in rivals)
            candidates = [active.setting for by_text in self._covering(kind, cell) for active in by_text]
            if found and any(_reads_elsewhere(setting) for setting in candidates):
                found = False
            mfn = Cell(cell.parties, kind.layer_default)
            if found and cell != mfn and any(reads_all_in(setting) for setting in candidates):
                found = self._settled_at(kind, mfn)
            self._settled_cells[key] = found
        return found

    def _compute(self, kind: Kind, cell: Cell, side: Side, day: date, window: Window) -> Slab[State]:
        if side is Side.NEW and not self.reads_outcome(kind):
            slab = self.raw(kind, cell, Side.OLD, day, window)
            texts = range(self.draft, self.draft + 1)
        else:
            slab = self._presumed(kind, cell, window)
            texts = range(self.draft if side is Side.OLD else self.draft + 1)
        for text in texts:
            candidates = self.candidates(kind, cell, text, day)
            if not candidates:
                continue
            if len(candidates) == 1 and candidates[0].setting.rows is not None and len(slab) <= 1:
                slab = self._tabled(candidates[0], slab, Spot(kind, cell, 0, day, side, window=window), window)
                continue
            covers = self.covers(kind, cell, text, day, window)
            if covers:
                slab = lay_over(slab, stack(covers), self._overlay.changer(kind, cell, side, day, window, text))
        return slab

    def _tabled(self, active: Active, below: Slab[State], spot: Spot, window: Window) -> Slab[State]:
        """A table alone over one state or none: its rows as they are, without laying each over what is the same
        beneath all.
        """
        columns = active.setting.columns
        rows = Slab(columns.lows, columns.highs, columns.plans)
        beneath = below.states[0] if len(below) else None
        spot = evolve(spot, own=beneath, beneath=beneath)
        known: dict[int, State | None] = {}
        result: Slab[State] = Slab()
        for low, high in window.on:
            first, last = rows.bounds(low, high)
            position = low
            for start, end, plans in zip(
                rows.starts[first:last], rows.ends[first:last], rows.states[first:last], strict=True
            ):
                if start > position and beneath is not None:
                    for gap in below.within(position, start):
                        result.add(*gap)
                key = id(plans)
                if key not in known:
                    known[key] = self._overlay.resolve(spot, [Cover(active, plans)])
                state = known[key]
                position = min(end, high)
                if state is not None:
                    result.add(max(start, low), position, state)
            if position < high and beneath is not None:
                for gap in below.within(position, high):
                    result.add(*gap)
        return result

    def _cell_phase(self, kind: Kind, cell: Cell, old: bool, day: date) -> int:
        """The number of the phase in which a day lies: of the cell's own measures, where they read nothing else."""
        key = (kind.name, cell, old)
        breaks = self._cell_breaks.get(key)
        if breaks is None:
            by_text = self._covering(kind, cell)
            candidates = [active for found in (by_text[: self.draft] if old else by_text) for active in found]
            if any(_reads_elsewhere(active.setting) for active in candidates):
                breaks = self.breaks(kind, old)
            else:
                days = {day for active in candidates for day in changes_on(active, self.settled)}
                mfn = Cell(cell.parties, kind.layer_default)
                if cell != mfn and any(reads_all_in(active.setting) for active in candidates):
                    self._cell_phase(kind, mfn, old, day)
                    days.update(self._cell_breaks[kind.name, mfn, old])
                breaks = sorted(days)
            self._cell_breaks[key] = breaks
        return bisect_right(breaks, day)

    def reads_outcome(self, kind: Kind) -> bool:
        """Whether a measure of the status quo depends on what the draft makes of other points."""
        found = self._reads_outcome.get(kind.name)
        if found is None:
            found = self._reads_outcome[kind.name] = any(
                reads_outcome(active.setting)
                for by_text in self.actives_of(kind)[: self.draft]
                for active in by_text
                if active.setting.rows is None
            )
        return found

    def _presumed(self, kind: Kind, cell: Cell, window: Window) -> Slab[State]:
        """What is there before any text: nothing, or one unknown value for each field of a kind that says so."""
        slab: Slab[State] = Slab()
        if not kind.absent_unknown:
            return slab
        if kind.unknown_layers is not None and cell.layer not in kind.unknown_layers:
            return slab
        values: dict[str, Held] = {}
        for spec in kind.fields.values():
            if spec.default is not None:
                continue
            label = " ".join(word for word in (cell.layer or "", kind.name, spec.name) if word)
            label += " " + self.in_words(kind, cell)
            unknown = Unknown((kind.name, cell.parties, cell.layer, spec.name), label=label)
            if spec.type in ("rate", "percent"):
                values[spec.name] = Rate(symbol(unknown))
            elif spec.type == "number":
                values[spec.name] = symbol(unknown)
            else:
                values[spec.name] = NotKnown(f"the {label} is not known")
        state = State(values, {}, None)
        for low, high in self.space(kind) & window.on:
            slab.add(low, high, state)
        return slab

    def visible(self, kind: Kind, cell: Cell, side: Side, day: date, window: Window) -> Slab[State]:
        """What is in force at a cell: what is stored, less what another layer displaces; for `duty` the sum of the
        layers.
        """
        displacers = self._displacers(kind, cell.layer)
        if not displacers and not kind.derived:
            return self.raw(kind, cell, side, day, window)
        key = (kind.name, cell, side is Side.NEW, self.phase(kind, day), window.number)
        found = self._visible.get(key)
        if found is None:
            if kind.derived:
                found = self._duty(kind, cell, side, day, window)
            else:
                raw = self.raw(kind, cell, side, day, window)
                others = [
                    other
                    for layer in displacers
                    if len(other := self.visible(kind, Cell(cell.parties, layer, cell.pool), side, day, window))
                ]
                found = self._joined("displaced", [raw, *others], lambda: without(raw, others))
            self._visible[key] = found
        return found

    def _displacers(self, kind: Kind, layer: str | None) -> list[str]:
        """The layers that displace a layer, wherever one of their measures can stand."""
        key = (kind.name, layer)
        found = self._displacing.get(key)
        if found is None:
            found = self._displacing[key] = sorted(
                other
                for other, displaced in kind.displaces.items()
                if layer in displaced and any(self._of_layer(kind, other))
            )
        return found

    def _duty(self, kind: Kind, cell: Cell, side: Side, day: date, window: Window) -> Slab[State]:
        tariff = self.base_kind(kind)
        layers = [layer for layer in self.layers(tariff) if layer is not None]
        slabs = [self.visible(tariff, Cell(cell.parties, layer), side, day, window) for layer in layers]
        self._rank.update((layer, at) for at, layer in enumerate(layers))
        present = [(layer, slab) for layer, slab in zip(layers, slabs, strict=True) if len(slab)]
        return self._joined("summed", [slab for _, slab in present], lambda: self._sum_layers(tariff, present, window))

    def _joined(self, how: str, slabs: list[Slab[State]], join: Callable[[], Slab[State]]) -> Slab[State]:
        """A slab made of others, once: the layers of the outcome are often those of the status quo, or of the phase
        before.
        """
        key = (how, *map(id, slabs))
        found = self.shared.joined.get(key)
        if found is None:
            found = self.shared.joined[key] = (slabs, join())
        return found[1]

    def _sum_layers(self, tariff: Kind, present: list[tuple[str, Slab[State]]], window: Window) -> Slab[State]:
        result: Slab[State] = Slab()
        if not present:
            return result
        # Most pieces are those of one layer, a schedule: the others are cut first, and it is read in slices.
        main = max(range(len(present)), key=lambda at: len(present[at][1]))
        layer, slab = present[main]
        others = [pair for at, pair in enumerate(present) if at != main]
        memo = self._sums
        for low, high, states in zip_slabs([other for _, other in others], window.on, 0):
            parts = tuple((name, part) for (name, _), part in zip(others, states, strict=True) if part is not None)
            ids = tuple(map(id, states))
            alone = self._sum(tariff, parts) if parts else None
            position = low
            for start, end, state in slab.within(low, high):
                if start > position and alone is not None:
                    result.add(position, start, alone)
                key = (*ids, main, id(state))
                found = memo.get(key)
                if found is None:
                    whole = sorted((*parts, (layer, state)), key=lambda pair: self._rank[pair[0]])
                    found = memo[key] = self._sum(tariff, tuple(whole))
                result.add(start, end, found)
                position = end
            if position < high and alone is not None:
                result.add(position, high, alone)
        return result

    def _sum(self, tariff: Kind, parts: tuple[tuple[str, State], ...]) -> State:
        total: Held = Rate(0)
        for layer, part in parts:
            rate = self.field_of(tariff, part, "rate")
            share = self.field_of(tariff, part, "share") if "share" in tariff.fields else None
            if isinstance(rate, Rate) and isinstance(total, Rate):
                if isinstance(share, Rate) and share != Rate(100):
                    scaled = multiply_share(rate, share)
                    rate = scaled if isinstance(scaled, Rate) else NotKnown(f"the {layer} duty is not known")
                if isinstance(rate, Rate):
                    sum_ = add_values(total, rate)
                    total = sum_ if isinstance(sum_, Rate) else NotKnown("the duty is not known")
                    continue
            total = NotKnown(f"the {layer} duty is not known")
        return State({"rate": total}, {}, None, parts)

    def field_of(self, kind: Kind, state: State, name: str) -> Held | None:
        """The value of a field in a state, with the kind's own value for a field that no measure names."""
        found = state.values.get(name)
        if found is not None:
            return found
        spec = kind.fields.get(name)
        if spec is None:
            return None
        return spec.default if spec.default is not None else spec.absent

    def touched(self, kind: Kind, cell: Cell, day: date, window: Window) -> IntervalSet:
        """Where the draft sets or ends something at a cell on a day, even to the same value."""
        if kind.derived:
            tariff = self.base_kind(kind)
            found = IntervalSet()
            for layer in self.layers(tariff):
                found |= self.touched(tariff, Cell(cell.parties, layer), day, window)
            return found
        pieces = self.covers(kind, cell, self.draft, day, window)
        plain = IntervalSet.of((low, high) for low, high, cover in pieces if not cover.active.setting.reads_old)
        readers = IntervalSet.of((low, high) for low, high, cover in pieces if cover.active.setting.reads_old)
        return plain | (readers & self.raw(kind, cell, Side.OLD, day, window).covered if readers else readers)

    def gaps(self, kind: Kind, cell: Cell) -> IntervalSet:
        """The codes that are no goods of the author of a cell, by a complete table of theirs."""
        if not self._gaps or kind.keys.get("on") != "goods" or "by" not in kind.party_words:
            return EMPTY
        author = cell.parties[kind.party_words.index("by")]
        found = self._author_gaps.get(author)
        if found is None:
            tables = [
                setting
                for setting in self._gaps
                if author & ~setting.region.parties[setting.kind.party_words.index("by")] == 0
            ]
            found = self._author_gaps[author] = _gaps_of(tables)
        return found

    def in_words(self, kind: Kind, cell: Cell) -> str:
        """The parties and the layer of a cell, as a pattern would name them."""
        words = [
            f"{word} {self.model.parties.in_words(mask)}"
            for word, mask in zip(kind.party_words, cell.parties, strict=True)
        ]
        return " ".join(words)

    def value_in(self, kind: Kind, state: State | None, name: str) -> Held | None:
        """The value of a field at a point: what the kind says of an absent one where there is no state; None if
        nothing.
        """
        if state is None:
            spec = kind.fields.get(name)
            return None if spec is None else spec.absent
        return self.field_of(kind, state, name)

    def measures(self, kind: Kind) -> Iterator[Setting]:
        """Every measure of a kind that holds at some time."""
        for by_text in self.actives_of(kind):
            for active in by_text:
                yield active.setting


def _reads_elsewhere(setting: Setting) -> bool:
    """Whether what a measure sets depends on cells that its own keys do not tell: such a cell changes whenever its
    kind does.
    """
    if setting.layer_any:
        return True
    return setting.rows is None and any(not ref.old or ref.changes for ref in references(setting))


def _covers(setting: Setting, cell: Cell) -> bool:
    layers = setting.region.layers
    if layers is not None and cell.layer is not None and cell.layer not in layers:
        return False
    return all(mine & theirs for mine, theirs in zip(cell.parties, setting.region.parties, strict=True))


def _gaps_of(tables: list[Setting]) -> IntervalSet:
    """The codes that none of some complete tables uses."""
    if not tables:
        return EMPTY
    found = tables[0].gaps
    for table in tables[1:]:
        found = found & table.gaps
    return found


def _row_low(row: TableRow) -> int:
    return row.low


def same_values(one: State, other: State) -> bool:
    """Whether two states hold the same in every field."""
    if one is other:
        return True
    return one.values == other.values
