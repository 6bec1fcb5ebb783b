"""One cell in the worlds of two drafts: where on a day the two differ, how, and by which texts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen

from dealcheck.changes.alternatives import NONE, Alternative, Alternatives
from dealcheck.changes.differences import Difference
from dealcheck.changes.frame import View
from dealcheck.changes.records import FieldChange
from dealcheck.changes.wording import stages_words
from dealcheck.evaluate.explain import Explainer
from dealcheck.evaluate.findings import Cause
from dealcheck.model.records import Kind, Region, Setting
from dealcheck.scopes import IntervalSet
from dealcheck.values import Rate
from dealcheck.worlds.slabs import Slab, zip_slabs
from dealcheck.worlds.states import Cell, State
from dealcheck.worlds.world import Side, World


@frozen(eq=False)
class Seen:
    """A world as one of those that are compared: whose it is, and what stands for its pools."""

    side: Alternatives
    view: View
    alternative: Alternative

    @property
    def world(self) -> World:
        """The world."""
        return self.alternative.world


class Comparison:
    """One cell in all worlds."""

    def __init__(
        self,
        old: Alternatives,
        new: Alternatives,
        kind: Kind,
        cell: Cell,
        on: IntervalSet,
        worlds: Sequence[Seen],
        pools: Sequence[Region],
    ) -> None:
        self.old = old
        self.new = new
        self.kind = kind
        self.cell = cell
        self.on_goods = on
        self.worlds = worlds
        self.olds = sum(seen.side is old for seen in worlds)
        self.own_cells = [self._own_cell(seen, pools) for seen in worlds]
        self._slabs: dict[tuple[int, ...], tuple[list[Slab[State]], list[tuple[int, int, Difference]]]] = {}
        self._known: dict[tuple[int, ...], tuple[tuple[State | None, ...], Difference | None]] = {}
        self._framed: dict[tuple[int, int], tuple[Slab[State], Slab[State]]] = {}

    def _own_cell(self, seen: Seen, pools: Sequence[Region]) -> Cell | None:
        """The cell in the numbering of a world; None where it has no such pool."""
        own = seen.world.model.kinds[self.kind.name]
        pool = None
        if self.cell.pool is not None:
            own_pools = [framed(seen.view, own, region) for region in seen.world.pools(own)]
            if pools[self.cell.pool] not in own_pools:
                return None
            pool = own_pools.index(pools[self.cell.pool])
        return Cell(tuple(map(seen.view.own_parties, self.cell.parties)), self.cell.layer, pool)

    def on(self, day: date) -> list[tuple[int, int, Difference]]:
        """Where the two differ on a day, and how."""
        slabs = [self._slab(at, seen, day) for at, seen in enumerate(self.worlds)]
        key = tuple(map(id, slabs))
        known = self._slabs.get(key)
        if known is None:
            found: list[tuple[int, int, Difference]] = []
            for low, high, states in zip_slabs(slabs, self.on_goods, len(slabs)):
                ids = (*map(id, states), *((low, day.toordinal()) if None in states else ()))
                if ids not in self._known:
                    self._known[ids] = (states, self._difference(states, low, day))
                difference = self._known[ids][1]
                if difference is not None:
                    found.append((low, high, difference))
            known = self._slabs[key] = (slabs, found)
        return known[1]

    def _slab(self, at: int, seen: Seen, day: date) -> Slab[State]:
        """What is in force at the cell in one of the worlds, in the numbering of the frame."""
        cell = self.own_cells[at]
        if cell is None or not all(cell.parties):
            return NOTHING
        own = seen.world.model.kinds[self.kind.name]
        window = seen.world.window(seen.view.own_on(own, self.on_goods))
        slab = seen.world.visible(own, cell, Side.NEW, day, window)
        if not seen.view.renumbers(own):
            return slab
        known = self._framed.get((at, id(slab)))
        if known is None:
            framed: Slab[State] = Slab()
            for number, mine in sorted(seen.view.numbers()):
                state = slab.at(mine) if mine is not None else None
                if state is not None:
                    framed.add(number, number + 1, state)
            known = self._framed[at, id(slab)] = (slab, framed)
        return known[1]

    # ---- One piece -------------------------------------------------------------------------------------------------

    def _difference(self, states: tuple[State | None, ...], position: int, day: date) -> Difference | None:
        """How what holds under the new draft differs from what holds under the old one; None where it does not."""
        before, now = states[: self.olds], states[self.olds :]
        sides = (self.worlds[: self.olds], self.worlds[self.olds :])
        names = [name for name in self.kind.fields if any(state and name in state.values for state in states)]
        words = (
            self.old.words(self.kind, names, [seen.alternative for seen in sides[0]], before),
            self.new.words(self.kind, names, [seen.alternative for seen in sides[1]], now),
        )
        if words[0] == words[1]:
            return None
        if words[0] is not None and words[1] is not None:
            apart = [name for name in names if words[0][name] != words[1][name]]
            names = [name for name in apart if not self._equal(name, before, now)] if apart else names
            if apart and not names:
                return None
        said = [
            NONE
            if each is None
            else ", ".join(f"{name} {each[name]}".strip() for name in each if name in names or not names)
            for each in words
        ]
        fields = tuple(FieldChange(name, *(NONE if each is None else each[name] for each in words)) for name in names)
        causes = [
            self._causes(slice(0, self.olds), before, names, position, day),
            self._causes(slice(self.olds, None), now, names, position, day),
        ]
        lone = names[0] if len(names) == 1 else ""
        return Difference(
            self.kind.name,
            fields,
            said[0],
            said[1],
            causes[0],
            causes[1],
            self._lone(lone, before),
            self._lone(lone, now),
            _plan(lone, before),
            _plan(lone, now),
        )

    def _causes(
        self, part: slice, states: Sequence[State | None], names: Sequence[str], position: int, day: date
    ) -> tuple[Cause, ...]:
        """The measures that give the fields at a piece, or took away what stood there, under any of the packages."""
        found: dict[Cause, None] = {}
        for seen, cell, state in zip(self.worlds[part], self.own_cells[part], states, strict=True):
            settings = _ended(seen, self.kind, cell, position, day) if state is None else _set_by(state, names)
            for setting in settings:
                found[Explainer.cause_in(seen.world, setting)] = None
        terms = [cause for cause in found if cause.sort == "term"]
        return tuple(terms or found)

    def _equal(self, name: str, before: tuple[State | None, ...], now: tuple[State | None, ...]) -> bool:
        """Whether a field holds the same in words of its own: 100 kt and 100_000 t."""
        held: set[object] = set()
        for seen, state in zip(self.worlds, (*before, *now), strict=True):
            if state is None:
                return False
            held.add(seen.side.plain(seen.alternative, self.kind, state, name))
        return len(held) == 1

    def _lone(self, name: str, states: tuple[State | None, ...]) -> object:
        """The value of a field where it is one plain rate."""
        found = {id(state): state for state in states}
        state = next(iter(found.values())) if len(found) == 1 else None
        value = None if state is None or not name else self.worlds[-1].world.field_of(self.kind, state, name)
        plain = isinstance(value, Rate) and not value.specific and not hasattr(value.percent, "terms")
        return value if plain else None


NOTHING: Slab[State] = Slab()


def _set_by(state: State, names: Sequence[str]) -> list[Setting]:
    """The measures that gave a state some of its fields."""
    if state.contradiction:
        return list(state.contradiction)
    found = dict.fromkeys(state.origins[name] for name in names if name in state.origins)
    if not found and state.origin is not None:
        found[state.origin] = None
    return list(found)


def _plan(name: str, states: Sequence[State | None]) -> str:
    """How a field is said at a piece, where one measure alone says it under every package."""
    origins = {None if state is None else state.origins.get(name) for state in states}
    origin = origins.pop() if len(origins) == 1 else None
    plans = [] if origin is None or origin.rows is not None else origin.plans
    return next((stages_words(plan.stages) for plan in plans if plan.field == name), "")


def _ended(seen: Seen, kind: Kind, cell: Cell | None, position: int, day: date) -> list[Setting]:
    """The terms of the draft that end what stood there, or that set a layer which displaces it."""
    world = seen.world
    own = world.model.kinds[kind.name]
    if cell is None or seen.view.renumbers(own):
        return []
    window = world.window(IntervalSet(((position, position + 1),)))
    covers = world.covers(own, cell, world.draft, day, window)
    here = [cover.active.setting for low, high, cover in covers if low <= position < high]
    found = [setting for setting in here if setting.ends]
    if found:
        return found
    for layer in world.displacers(own, cell.layer):
        state = world.visible(own, Cell(cell.parties, layer, cell.pool), Side.NEW, day, window).at(position)
        if state is not None and state.origin is not None:
            found.append(state.origin)
    return found


def framed(view: View, kind: Kind, region: Region) -> Region:
    """A region in the numbering of the frame."""
    return Region(tuple(map(view.parties, region.parties)), view.on(kind, region.on), region.layers)
