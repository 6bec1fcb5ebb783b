"""What is in force at a point: each layer, what it holds before and under the draft, and which text it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import frozen

from dealcheck.evaluate.conditions import in_words
from dealcheck.evaluate.explain import Explainer
from dealcheck.evaluate.findings import Cause
from dealcheck.evaluate.grounds import Grounds
from dealcheck.model.records import Kind, Region
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.slabs import zip_slabs
from dealcheck.worlds.states import Cell, State
from dealcheck.worlds.world import Side, World


@frozen
class Asked:
    """A point asked for: keys left out (None) range over everything, no `kinds` over every kind that has the keys."""

    day: date
    by: int | None = None
    source: int | None = None
    to: int | None = None
    toward: int | None = None
    goods: IntervalSet | None = None
    topics: IntervalSet | None = None
    layers: frozenset[str] | None = None
    kinds: tuple[str, ...] = ()


@frozen
class Shown:
    """One piece of the world at the point asked for.

    `before` and `now` are the fields with their values, in words; `asleep` tells that another layer displaces it under
    the draft. `causes` say which measure each value comes from.
    """

    kind: str
    layer: str
    parties: str
    goods: str
    hs: tuple[str, ...]
    before: tuple[tuple[str, str], ...]
    now: tuple[tuple[str, str], ...]
    exists_before: bool
    exists_now: bool
    asleep: bool
    causes: tuple[Cause, ...]


def shown(grounds: Grounds, asked: Asked) -> tuple[Shown, ...]:
    """What holds at the point asked for, kind by kind and layer by layer, in a stable order."""
    world = grounds.world({}, {})
    found: list[Shown] = []
    for kind in grounds.model.kinds.values():
        if asked.kinds and kind.name not in asked.kinds:
            continue
        region = _region(world, kind, asked)
        if region is not None:
            found.extend(_of_kind(world, kind, region, asked.day))
    return tuple(found)


def _region(world: World, kind: Kind, asked: Asked) -> Region | None:
    """The points of a kind that are asked for; None where the kind lacks a key that is asked for."""
    wanted = {"by": asked.by, "from": asked.source, "to": asked.to, "toward": asked.toward}
    for word, mask in wanted.items():
        if mask is not None and word not in kind.party_words:
            return None
    on = {"goods": asked.goods, "topic": asked.topics}.get(kind.keys.get("on", ""))
    if on is None and (asked.goods is not None or asked.topics is not None):
        return None
    if asked.layers is not None and "layer" not in kind.keys and not kind.derived:
        return None
    parties = tuple(
        world.model.parties.everyone if (mask := wanted[word]) is None else mask for word in kind.party_words
    )
    for word, mask in zip(kind.party_words, parties, strict=True):
        world.refine(kind, word, [mask])
    return Region(parties, on, asked.layers if "layer" in kind.keys else None)


def _of_kind(world: World, kind: Kind, region: Region, day: date) -> Iterator[Shown]:
    scope = region.on if region.on is not None else world.space(kind)
    window = world.window(scope)
    for cell in world.cells(kind, region):
        now, before = world.visible(kind, cell, Side.NEW, day, window), world.visible(kind, cell, Side.OLD, day, window)
        stored = now if kind.derived else world.raw(kind, cell, Side.NEW, day, window)
        for low, high, (new, old, kept) in zip_slabs((now, before, stored), scope, 3):
            state = new or kept or old
            if state is None or (state.presumed and not kind.derived and kind.unknown_layers is None):
                continue
            yield _shown(world, kind, cell, (low, high), new, old, kept)


def _shown(
    world: World,
    kind: Kind,
    cell: Cell,
    piece: tuple[int, int],
    new: State | None,
    old: State | None,
    kept: State | None,
) -> Shown:
    on = IntervalSet((piece,))
    codes = world.naming.codes(on) if kind.keys.get("on") == "goods" else ()
    asleep = new is None and kept is not None
    state = new or kept or old
    return Shown(
        kind.name,
        cell.layer or "",
        world.in_words(kind, cell),
        world.naming.text(on, kind),
        codes,
        _fields(world, kind, old),
        _fields(world, kind, kept if asleep else new),
        old is not None,
        new is not None,
        asleep,
        causes_of(world, state),
    )


def _fields(world: World, kind: Kind, state: State | None) -> tuple[tuple[str, str], ...]:
    if state is None:
        return ()
    return tuple(
        (name, in_words(value)) for name in kind.fields if (value := world.field_of(kind, state, name)) is not None
    )


def causes_of(world: World, state: State | None) -> tuple[Cause, ...]:
    """The measures that gave a state its fields, each once."""
    if state is None:
        return ()
    settings = list(dict.fromkeys(state.origins.values()))
    for _, part in state.parts:
        settings.extend(setting for setting in part.origins.values() if setting not in settings)
    return tuple(Explainer.cause_in(world, setting) for setting in settings)
