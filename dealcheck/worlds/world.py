"""The world under a settled draft: what holds at every point, before it (OLD) and under it (NEW)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum

from attrs import define, evolve, field

from dealcheck.diagnostics import Diagnostic
from dealcheck.logic import Truth
from dealcheck.model.records import DealRecord, Kind, Model, Setting, TableRow
from dealcheck.scopes import IntervalSet
from dealcheck.values import Rate, Unknown, multiply_share, symbol
from dealcheck.values import add as add_values
from dealcheck.worlds.formulas import Formulas, Spot
from dealcheck.worlds.naming import Naming
from dealcheck.worlds.overlay import Overlay
from dealcheck.worlds.slabs import Slab, Window, lay_over, stack, without, zip_slabs
from dealcheck.worlds.states import Cell, Contents, Held, NotKnown, Settled, State
from dealcheck.worlds.structure import Structure, gaps_of, reads_elsewhere
from dealcheck.worlds.texts import (
    Active,
    Cover,
    reads_all_in,
    reads_outcome,
)


class Side(Enum):
    """Which of the two worlds: the status quo, or the outcome of the draft."""

    OLD = "old"
    NEW = "new"


@define(eq=False)
class Shared:
    """What the worlds of one draft's packages have in common: all that no open choice can reach.

    `undecided` are the measures that hang on an open choice. `joined` keeps the slabs that were made of others beside
    those, so that an identity stays theirs; `seen` is what sentences saw in slabs, `truths` what their conditions came
    to, and `sums` what layers came to, by what the states read hold.
    """

    undecided: frozenset[Setting] = frozenset()
    windows: dict[IntervalSet, Window] = field(factory=dict)
    stored: dict[object, Slab[State]] = field(factory=dict)
    joined: dict[tuple[object, ...], tuple[list[Slab[State]], Slab[State]]] = field(factory=dict)
    seen: dict[tuple[object, ...], object] = field(factory=dict)
    contents: Contents = field(factory=Contents)
    truths: dict[tuple[int, ...], Truth] = field(factory=dict)
    sums: dict[tuple[object, ...], Held] = field(factory=dict)


class World(Structure):
    """Both worlds of one settled draft, computed as they are asked for.

    Everything is found by kind, cell and phase: a phase is a stretch of time in which no measure of the kind, nor of a
    kind that its values read, changes.
    """

    def __init__(
        self,
        model: Model,
        deal: DealRecord,
        settled: Settled,
        shared: Shared | None = None,
    ) -> None:
        super().__init__(model, deal, settled)
        self.diagnostics: dict[object, Diagnostic] = {}
        self._settled_cells: dict[tuple[str, Cell], bool] = {}
        self._sums: dict[tuple[int, ...], State] = {}
        self._rank: dict[str, int] = {}
        self._raw: dict[object, Slab[State]] = {}
        self._visible: dict[object, Slab[State]] = {}
        self.shared = shared or Shared()
        self._pending: set[object] = set()
        self._reads_outcome: dict[str, bool] = {}
        self.naming = Naming(model, gaps_of(self.complete_tables))
        self.formulas = Formulas(self)
        self._overlay = Overlay(self)

    # ---- What holds ------------------------------------------------------------------------------------------------

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
            if setting.region.on is not None and not setting.region.on.meets(window.on):
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
        key = (kind.name, cell, old, self.cell_phase(kind, cell, old, day), window.number)
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
            candidates = [active.setting for by_text in self.covering(kind, cell) for active in by_text]
            if found and any(reads_elsewhere(setting) for setting in candidates):
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
        displacers = self.displacers(kind, cell.layer)
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
        key = tuple([(layer, self.shared.contents.number(part)) for layer, part in parts])
        total = self.shared.sums.get(key)
        if total is None:
            total = self.shared.sums[key] = self._added(tariff, parts)
        return State({"rate": total}, {}, None, parts)

    def _added(self, tariff: Kind, parts: tuple[tuple[str, State], ...]) -> Held:
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
        return total

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

    def value_in(self, kind: Kind, state: State | None, name: str) -> Held | None:
        """The value of a field at a point: what the kind says of an absent one where there is no state; None if
        nothing.
        """
        if state is None:
            spec = kind.fields.get(name)
            return None if spec is None else spec.absent
        return self.field_of(kind, state, name)


def _covers(setting: Setting, cell: Cell) -> bool:
    layers = setting.region.layers
    if layers is not None and cell.layer is not None and cell.layer not in layers:
        return False
    return all(mine & theirs for mine, theirs in zip(cell.parties, setting.region.parties, strict=True))


def _row_low(row: TableRow) -> int:
    return row.low


def same_values(one: State, other: State) -> bool:
    """Whether two states hold the same in every field."""
    if one is other:
        return True
    return one.values == other.values
