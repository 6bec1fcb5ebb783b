"""Which measures, parties, layers and cells there are under a settled draft, and when something about them changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

from dealcheck.model.records import DealRecord, Kind, Model, Region, Setting
from dealcheck.scopes import EMPTY, EVERYTHING, IntervalSet
from dealcheck.worlds.atoms import party_cells, split
from dealcheck.worlds.states import Cell, Settled
from dealcheck.worlds.texts import (
    Active,
    actives,
    changes_on,
    reads_all_in,
    references,
    texts_in_order,
)

UNIT_SPACE = IntervalSet(((0, 1),))
"""The space of a kind whose key `on` does not exist."""


class Structure:
    """The texts of a settled draft and what their measures tell apart.

    What holds is found by kind, cell and phase: a phase is a stretch of time in which no measure of the kind, nor of a
    kind that its values read, changes.
    """

    def __init__(self, model: Model, deal: DealRecord, settled: Settled) -> None:
        self.model = model
        self.deal = deal
        self.settled = settled
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
        self._cell_breaks: dict[tuple[str, Cell, bool], list[date]] = {}
        self._atoms: dict[tuple[str, str | None, int], dict[str, list[int]]] = {}
        self._named: dict[str, dict[str, dict[int, None]]] = {}
        self._pools: dict[str, list[Region]] = {}
        self._candidates: dict[tuple[str, Cell], list[list[Active]]] = {}
        self._layers: dict[str, list[str | None]] = {}
        self._layered: dict[tuple[str, str | None], list[list[Active]]] = {}
        self._displacing: dict[tuple[str, str | None], list[str]] = {}
        self.complete_tables = [setting for text in self.texts for setting in text.settings if setting.gaps]
        self._author_gaps: dict[int, IntervalSet] = {}

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
                    days.update(changes_on(active))
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
                    if reads_elsewhere(active.setting):
                        yield from self._all_actives(kind.name, False)
                    elif kind.layer_default and kind.layer_default not in seen and reads_all_in(active.setting):
                        seen.add(kind.layer_default)
                        waiting.append(kind.layer_default)
            for other in self.displacers(kind, here):
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

    def candidates(self, kind: Kind, cell: Cell, text: int, day: date) -> list[Active]:
        """The measures of a text that cover a cell on a day."""
        return [active for active in self.covering(kind, cell)[text] if active.start <= day <= active.end]

    def covering(self, kind: Kind, cell: Cell) -> list[list[Active]]:
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

    def displacers(self, kind: Kind, layer: str | None) -> list[str]:
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

    def cell_phase(self, kind: Kind, cell: Cell, old: bool, day: date) -> int:
        """The number of the phase in which a day lies: of the cell's own measures, where they read nothing else."""
        key = (kind.name, cell, old)
        breaks = self._cell_breaks.get(key)
        if breaks is None:
            by_text = self.covering(kind, cell)
            candidates = [active for found in (by_text[: self.draft] if old else by_text) for active in found]
            if any(reads_elsewhere(active.setting) for active in candidates):
                breaks = self.breaks(kind, old)
            else:
                days = {day for active in candidates for day in changes_on(active)}
                mfn = Cell(cell.parties, kind.layer_default)
                if cell != mfn and any(reads_all_in(active.setting) for active in candidates):
                    self.cell_phase(kind, mfn, old, day)
                    days.update(self._cell_breaks[kind.name, mfn, old])
                breaks = sorted(days)
            self._cell_breaks[key] = breaks
        return bisect_right(breaks, day)

    def gaps(self, kind: Kind, cell: Cell) -> IntervalSet:
        """The codes that are no goods of the author of a cell, by a complete table of theirs."""
        if not self.complete_tables or kind.keys.get("on") != "goods" or "by" not in kind.party_words:
            return EMPTY
        author = cell.parties[kind.party_words.index("by")]
        found = self._author_gaps.get(author)
        if found is None:
            tables = [
                setting
                for setting in self.complete_tables
                if author & ~setting.region.parties[setting.kind.party_words.index("by")] == 0
            ]
            found = self._author_gaps[author] = gaps_of(tables)
        return found

    def in_words(self, kind: Kind, cell: Cell) -> str:
        """The parties and the layer of a cell, as a pattern would name them."""
        words = [
            f"{word} {self.model.parties.in_words(mask)}"
            for word, mask in zip(kind.party_words, cell.parties, strict=True)
        ]
        return " ".join(words)

    def measures(self, kind: Kind) -> Iterator[Setting]:
        """Every measure of a kind that holds at some time."""
        for by_text in self.actives_of(kind):
            for active in by_text:
                yield active.setting


def reads_elsewhere(setting: Setting) -> bool:
    """Whether what a measure sets depends on cells that its own keys do not tell: such a cell changes whenever its
    kind does.
    """
    if setting.layer_any:
        return True
    return setting.rows is None and any(not ref.old or ref.changes for ref in references(setting))


def gaps_of(tables: list[Setting]) -> IntervalSet:
    """The codes that none of some complete tables uses."""
    if not tables:
        return EMPTY
    found = tables[0].gaps
    for table in tables[1:]:
        found = found & table.gaps
    return found
