"""What each measure of a deal does to the status quo: exactly, in the world in which it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import TypeAlias
from weakref import WeakKeyDictionary

from attrs import define, field

from dealcheck.evaluate.grounds import NOT_HAPPENING, Grounds
from dealcheck.evaluate.settling import HAPPENS, Surroundings
from dealcheck.evaluate.undecided import brackets_in
from dealcheck.lint.context import Context
from dealcheck.model.records import BracketExpr, DealRecord, Kind, Moment, Region, Setting
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.atoms import party_cells
from dealcheck.worlds.slabs import Window, zip_slabs
from dealcheck.worlds.states import Cell, State
from dealcheck.worlds.texts import Active
from dealcheck.worlds.timing import hangs_on
from dealcheck.worlds.world import Side, World

TAKEN, DROPPED = 0, 1
"""The options of an article that only one side proposes."""


@define(eq=False)
class Effect:
    """What a measure of a draft does.

    `meets`: something stands in the status quo where it stands. `changes`: something there is otherwise under it.
    `holds`: somewhere it is this measure that holds. `instead` is a measure of the draft that holds in its place, and
    `alone` tells that no other measure of the draft touches its points.
    """

    setting: Setting
    meets: bool = False
    changes: bool = False
    holds: bool = False
    alone: bool = False
    instead: Setting | None = None


def effects(context: Context) -> Iterator[Effect]:
    """What each measure of the deals of a text does, those left out of which nothing can be said."""
    found = _KNOWN.get(context)
    if found is None:
        found = _KNOWN[context] = [effect for deal in context.deals for effect in _of_deal(context, deal)]
    yield from found


_KNOWN: WeakKeyDictionary[Context, list[Effect]] = WeakKeyDictionary()


def _of_deal(context: Context, deal: DealRecord) -> Iterator[Effect]:
    grounds = Grounds(context.model, deal, Surroundings(context.options.as_of))
    always = frozenset[str]().union(
        *(hangs_on(moment) for moment in deal.text.dates.values() if not isinstance(moment, BracketExpr))
    )
    choosing = _Choosing(grounds.deal, always)
    looks: dict[Hashable, _Looks] = {}
    for setting in deal.text.settings:
        if setting.rows is not None and setting.kind.pooled:
            continue
        key = choosing.key(setting)
        look = looks.get(key)
        if look is None:
            look = looks[key] = _Looks(grounds.world(choosing.choices(key), {}))
        active = look.actives.get(setting)
        if active is not None:
            yield look.effect(active)


_Happening: TypeAlias = "tuple[frozenset[str], int | None]"
"""The events that happen, of those that nobody dates, and the article that is taken, of those that are optional."""


class _Choosing:
    """The choices with which a measure holds: its article is taken, what only others propose is not; what it hangs on
    happens, and nothing else does. Measures with the same key share them.
    """

    def __init__(self, deal: DealRecord, always: frozenset[str]) -> None:
        self.deal = deal
        self.always = always
        self.open = frozenset(record.event for record in deal.choices if record.sort == "event")

    def key(self, setting: Setting) -> _Happening:
        """What happens and is taken."""
        happen = set(self.always).union(*(hangs_on(moment) for moment in _moments(setting)))
        for event, happens in setting.under:
            (happen.add if happens else happen.discard)(event)
        return self.open & happen, setting.choice

    def choices(self, key: _Happening) -> dict[int, int]:
        """The option of each choice by its number."""
        happen, taken = key
        found: dict[int, int] = {}
        for record in self.deal.choices:
            if record.sort == "event":
                found[record.number] = HAPPENS if record.event in happen else NOT_HAPPENING
            elif record.sort == "optional":
                found[record.number] = TAKEN if record.number == taken else DROPPED
        return found


def _moments(setting: Setting) -> Iterator[Moment]:
    """The moments on which a measure starts and its stages do."""
    if setting.start is not None:
        yield setting.start
    for plan in setting.all_plans:
        for stage in plan.stages:
            if stage.since is not None:
                yield stage.since


def is_open(setting: Setting) -> bool:
    """Whether a value of a measure is left open."""
    return any(True for plan in setting.all_plans for _ in brackets_in(plan.stages))


@define(eq=False)
class _Looks:
    """The looks that are taken at one world.

    All measures at a cell look through one window, so that what holds in it is worked out once.
    """

    world: World
    actives: dict[Setting, Active] = field(init=False)
    _windows: dict[tuple[str, Cell], Window] = field(init=False, factory=dict)
    _known_cells: dict[tuple[str, tuple[int, ...], frozenset[str] | None], list[Cell]] = field(init=False, factory=dict)
    _counts: dict[str, Counter[Region]] = field(init=False, factory=dict)
    _pools: dict[str, dict[Region, int]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        kinds = {setting.kind.name: setting.kind for setting in self.world.deal.text.settings}
        found = (active for kind in kinds.values() for active in self.world.actives_of(kind)[self.world.draft])
        self.actives = {active.setting: active for active in found}

    def effect(self, active: Active) -> Effect:
        """What a measure does."""
        world, setting = self.world, active.setting
        kind = setting.kind
        effect = Effect(setting, changes=is_open(setting))
        if kind.pooled and not setting.ends and self._alike(kind)[setting.region] == 1:
            effect.changes = effect.holds = True
            return effect
        scope = setting.region.on if setting.region.on is not None else world.space(kind)
        days = sorted({active.start, *(day for day in world.breaks(kind) if active.start < day <= active.end)})
        follows = setting.reads_old or setting.layer_any or setting.ends
        for cell in self._cells(kind, setting):
            window = world.window(scope) if kind.pooled else self._window(kind, cell)
            seen: set[tuple[int, int]] = set()
            for day in days:
                phases = (world.cell_phase(kind, cell, True, day), world.cell_phase(kind, cell, False, day))
                if phases in seen:
                    continue
                seen.add(phases)
                sides = [world.raw(kind, cell, side, day, window) for side in (Side.OLD, Side.NEW)]
                for _, _, (old, new) in zip_slabs(sides, scope, 0):
                    effect.meets = effect.meets or old is not None
                    if old is None and follows:
                        continue
                    _look(effect, old, new)
                    if effect.changes and effect.holds:
                        return effect
        effect.alone = not any(
            other is not active and other.setting.region.overlaps(setting.region)
            for other in world.actives_of(kind)[world.draft]
        )
        return effect

    def _alike(self, kind: Kind) -> Counter[Region]:
        """How many measures of all texts each pool has: one alone is new, and nothing holds in its place."""
        found = self._counts.get(kind.name)
        if found is None:
            by_text = self.world.actives_of(kind)
            regions = (each.setting.region for actives in by_text for each in actives if not each.setting.ends)
            found = self._counts[kind.name] = Counter(regions)
        return found

    def _window(self, kind: Kind, cell: Cell) -> Window:
        """All goods of which the deal's measures at a cell speak."""
        found = self._windows.get((kind.name, cell))
        if found is None:
            space = self.world.space(kind)
            regions = [active.setting.region.on for active in self.world.covering(kind, cell)[self.world.draft]]
            on = IntervalSet.of(interval for each in regions for interval in (space if each is None else each))
            found = self._windows[kind.name, cell] = self.world.window(on)
        return found

    def _cells(self, kind: Kind, setting: Setting) -> Iterator[Cell]:
        """The cells at which a measure stands; of a pool, those of its own alone."""
        world, region = self.world, setting.region
        if not kind.pooled:
            # Goods tell no cells apart here, so that many measures share theirs.
            key = (kind.name, region.parties, region.layers)
            known = self._known_cells.get(key)
            if known is None:
                known = self._known_cells[key] = world.cells(kind, region)
            yield from known
            return
        if setting.ends:
            yield from world.cells(kind, region)
            return
        pools = self._pools.get(kind.name)
        if pools is None:
            pools = self._pools[kind.name] = {pool: number for number, pool in enumerate(world.pools(kind))}
        for layer in world.layers(kind):
            if region.layers is None or layer is None or layer in region.layers:
                for parties in party_cells(kind, world.model.parties, world.atoms(kind, layer), region.parties):
                    yield Cell(parties, layer, pools[region])


def _look(effect: Effect, old: State | None, new: State | None) -> None:
    """Enter what holds on a piece that the measure covers, before and after."""
    setting = effect.setting
    if new is None:
        effect.changes = effect.changes or old is not None
        effect.holds = effect.holds or setting.ends
        return
    effect.changes = effect.changes or old is None or old.values != new.values
    mine = new.origin is setting or setting in new.makers or setting in new.origins.values()
    effect.holds = effect.holds or mine or bool(new.contradiction)
    if not mine and effect.instead is None:
        effect.instead = new.origin
