"""What is wrong with a draft itself, whatever the lines say: contradictions, and terms that change nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date

from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.model.records import Kind, Region, Setting
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.overlay import beats
from dealcheck.worlds.slabs import stack
from dealcheck.worlds.states import Cell
from dealcheck.worlds.texts import Active, Cover
from dealcheck.worlds.timing import BEGINNING
from dealcheck.worlds.world import Side, World


def draft_diagnostics(world: World) -> list[Diagnostic]:
    """What the draft says against itself or for nothing, in the order of its terms."""
    found: list[Diagnostic] = []
    for kind in _kinds(world):
        _contradictions(world, kind)
        found.extend(_idle(world, kind))
        found.extend(_later(world, kind))
    return [*found, *world.diagnostics.values()]


def _kinds(world: World) -> list[Kind]:
    return list(dict.fromkeys(setting.kind for setting in world.deal.text.settings))


def _days(world: World, kind: Kind) -> list[date]:
    """Days on which to look: the deal's start and every change after it."""
    first = world.settled.effective
    return [first, *(day for day in world.breaks(kind) if day > first)]


def _contradictions(world: World, kind: Kind) -> None:
    """Look at every piece that two terms cover: the overlay reports those that contradict each other."""
    drafts = world.actives_of(kind)[world.draft]
    if len(drafts) < 2:
        return
    seen: set[tuple[object, ...]] = set()
    window = world.window(world.space(kind))
    for day in _days(world, kind):
        for cell in _cells(world, kind, drafts):
            covers = world.covers(kind, cell, world.draft, day, window)
            if len(covers) < 2:
                continue
            for low, high, together in stack(covers):
                rivals = {id(cover.active): cover for cover in together}
                key = (*sorted(rivals), cell.parties, cell.layer)
                if len(rivals) < 2 or key in seen or not _undecided(list(rivals.values())):
                    continue
                seen.add(key)
                world.raw(kind, cell, Side.NEW, day, world.window(IntervalSet(((low, high),))))


def _undecided(covers: list[Cover]) -> bool:
    return any(
        not beats(one, other) and not beats(other, one) for at, one in enumerate(covers) for other in covers[at + 1 :]
    )


def _cells(world: World, kind: Kind, drafts: list[Active]) -> Iterator[Cell]:
    seen: set[Cell] = set()
    for active in drafts:
        for cell in world.cells(kind, active.setting.region):
            if cell not in seen:
                seen.add(cell)
                yield cell


def _idle(world: World, kind: Kind) -> Iterator[Diagnostic]:
    """Terms that end, or that change what was, where there is nothing to end or to change."""
    for active in world.actives_of(kind)[world.draft]:
        setting = active.setting
        if not (setting.ends or setting.reads_old or setting.layer_any):
            continue
        if _meets_something(world, kind, setting, active):
            continue
        what = "ends" if setting.ends else "changes"
        yield Diagnostic(
            "DC604",
            f"`{setting.term or kind.name}` {what} nothing: no such measure is in force",
            setting.place,
            "nothing stands here in the status quo",
            help="look at `dealcheck show` for what is in force, or state the measure in full",
            severity=Severity.WARNING,
        )


def _meets_something(world: World, kind: Kind, setting: Setting, active: Active) -> bool:
    scope = setting.region.on if setting.region.on is not None else world.space(kind)
    days = {max(active.start, BEGINNING), *(day for day in world.breaks(kind) if active.start <= day <= active.end)}
    for day in sorted(days):
        for cell in world.cells(kind, Region(setting.region.parties, setting.region.on, setting.region.layers)):
            below = world.raw(kind, cell, Side.OLD, day, world.window(scope))
            if any(True for low, high in scope for _ in below.within(low, high)):
                return True
    return False


def _later(world: World, kind: Kind) -> Iterator[Diagnostic]:
    """Two terms of the same region, of which the one that starts later wins: said, for it may be meant otherwise."""
    by_region: dict[Region, list[Active]] = {}
    for active in world.actives_of(kind)[world.draft]:
        if not active.setting.ends and active.setting.rows is None:
            by_region.setdefault(active.setting.region, []).append(active)
    for actives in by_region.values():
        ordered = sorted(actives, key=lambda active: active.start)
        for one, other in itertools.pairwise(ordered):
            if one.conditional == other.conditional and one.start < other.start <= one.end:
                yield Diagnostic(
                    "DC603",
                    f"`{other.setting.term or kind.name}` takes over from `{one.setting.term or kind.name}`"
                    f" on {other.start}",
                    other.setting.place,
                    "starts later, so it holds from then on",
                    (Label(one.setting.place, "covers the same"),),
                    help=f"write the stages in one term: `..., ... from {other.start}`",
                    severity=Severity.NOTE,
                )
