"""One text laid over what is beneath it: special beats general, conditions beat none, contradictions are found."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.model.records import Kind, Literal, Op, PlanStage, Ref
from dealcheck.values import Rate, floor_at_zero, is_below_zero
from dealcheck.worlds.formulas import Spot, cuts
from dealcheck.worlds.slabs import Window
from dealcheck.worlds.states import Cell, Held, NotKnown, State
from dealcheck.worlds.texts import Active, Cover, parts_of, stage_at

if TYPE_CHECKING:
    from dealcheck.worlds.world import Side, World

Pieces = Iterator[tuple[int, int, State | None]]
Changer = Callable[[int, int, State | None, list[Cover]], Pieces]


class Overlay:
    """Lays the measures of one text over the states beneath."""

    def __init__(self, world: World) -> None:
        self.world = world

    def changer(self, kind: Kind, cell: Cell, side: Side, day: date, window: Window, text: int) -> Changer:
        """What a text makes of each piece that its measures cover, for `lay_over`."""
        # Under the draft what stays may follow the outcome, as `all_in` does; `old` is the status quo all the same.
        old_world = type(side).OLD
        apart = side is not old_world and text == self.world.draft and self.world.reads_outcome(kind)
        memo: dict[tuple[int, ...], State | None] = {}
        kept: list[object] = []
        """Keeps alive what the memo knows by identity."""

        def change(low: int, high: int, below: State | None, covers: list[Cover]) -> Pieces:
            key = (id(below), *[id(cover) for cover in covers])
            if key in memo:
                yield low, high, memo[key]
                return
            live = [cover for cover in covers if below is not None or not cover.active.setting.reads_old]
            readers = [
                stage.value
                for cover in live
                for plan in cover.plans
                if (stage := stage_at(cover.active, plan, day)) is not None and not isinstance(stage.value, Literal)
            ]
            if not any(_reads(part) for expr in readers for part in parts_of(expr)):
                state = self.resolve(Spot(kind, cell, low, day, side, below, below, window=window), live)
                memo[key] = state
                kept.append((below, covers))
                yield low, high, state
                return
            spot = Spot(kind, cell, low, day, side, below, below, window=window)
            slabs = [slab for expr in readers for slab in self.world.formulas.slabs(expr, spot)]
            old = self.world.raw(kind, cell, old_world, day, window) if apart else None
            if old is not None:
                slabs.append(old)
            positions = cuts(slabs, low, high)
            by_read: dict[tuple[int, ...], State | None] = {}
            for start, end in itertools.pairwise(positions):
                read = tuple([id(slab.at(start)) for slab in slabs])
                if read not in by_read:
                    beneath = below if old is None else old.at(start)
                    by_read[read] = self.resolve(evolve(spot, position=start, beneath=beneath), live)
                yield start, end, by_read[read]

        return change

    def resolve(self, spot: Spot, covers: list[Cover]) -> State | None:
        """What measures of one text that cover a point make of what stands there (`spot.own`); `old` is
        `spot.beneath`.
        """
        if not covers:
            return spot.own
        if len(covers) == 1:
            return None if covers[0].active.setting.ends else self._set(spot, covers, {})
        winners = _unbeaten(covers)
        if all(cover.active.setting.ends for cover in winners):
            return None
        fields: dict[str, list[Cover]] = {}
        ends = [cover for cover in covers if cover.active.setting.ends]
        for cover in covers:
            for plan in cover.plans:
                if stage_at(cover.active, plan, spot.day) is not None:
                    fields.setdefault(plan.field, []).append(cover)
        return self._set(spot, winners, {name: _unbeaten([*named, *ends]) for name, named in fields.items()})

    def _set(self, spot: Spot, winners: list[Cover], chosen: dict[str, list[Cover]]) -> State:
        below = spot.own
        values = dict(below.values) if below is not None else {}
        origins = dict(below.origins) if below is not None else {}
        clash: tuple[Cover, ...] = ()
        makers = [cover for cover in winners if not cover.active.setting.ends]
        if len(makers) < len(winners):
            clash = (makers[0], next(cover for cover in winners if cover.active.setting.ends))
        if not chosen:
            chosen = {plan.field: [makers[0]] for plan in makers[0].plans}
        # The rate last: `all_in` reads the share that the same measure sets.
        for name in sorted(chosen, key=lambda field: field == "rate"):
            found: list[tuple[Held | None, Cover]] = []
            for cover in chosen[name]:
                stage = None if cover.active.setting.ends else self._stage(cover, name, spot.day)
                if stage is not None:
                    found.append((self._evaluate(spot, stage, values), cover))
            if not found:
                continue
            value, cover = found[0]
            others = [other for other in found[1:] if other[0] != value]
            if others:
                clash = (cover, others[0][1])
                value = NotKnown("two measures of one text contradict each other")
            if value is None:
                values.pop(name, None)
                origins.pop(name, None)
            else:
                values[name] = value
                origins[name] = cover.active.setting
        if len(makers) < len(winners):
            values = {name: NotKnown("two measures of one text contradict each other") for name in spot.kind.fields}
        if clash:
            self.report_clash(clash, spot.kind, spot.cell)
        contradiction = tuple(cover.active.setting for cover in clash)
        made = tuple(cover.active.setting for cover in makers)
        return State(values, origins, makers[0].active.setting, contradiction=contradiction, makers=made)

    def _stage(self, cover: Cover, name: str, day: date) -> PlanStage | None:
        for plan in cover.plans:
            if plan.field == name:
                return stage_at(cover.active, plan, day)
        return None

    def _evaluate(self, spot: Spot, stage: PlanStage, values: dict[str, Held]) -> Held | None:
        expr = stage.value
        if isinstance(expr, Literal):
            return expr.value
        share = values.get("share")
        if isinstance(share, Rate):
            spot = evolve(spot, share=share)
        value = self.world.formulas.value(expr, spot)
        if isinstance(value, Rate) and is_below_zero(value):
            self.world.diagnostics.setdefault(
                ("below zero", stage.place.source.name, stage.place.span),
                Diagnostic(
                    "DC602",
                    "the rate would fall below 0% and counts as 0%",
                    stage.place,
                    help="write `max(0%, ...)` to say so, or a smaller cut",
                    severity=Severity.WARNING,
                ),
            )
        return floor_at_zero(value) if isinstance(value, Rate) else value

    # ---- What is reported ------------------------------------------------------------------------------------------

    def report_clash(self, clash: tuple[Cover, ...], kind: Kind, cell: Cell) -> None:
        """Say that two measures of one text contradict each other, once for each pair."""
        one, other = (cover.active.setting for cover in clash)
        key = ("clash", *sorted((id(one), id(other))))
        if key in self.world.diagnostics:
            return
        first, second = sorted((one, other), key=lambda setting: (setting.place.source.name, setting.place.span))
        goods = [cover.region.on for cover in clash]
        if goods[0] is not None and goods[1] is not None:
            overlap = self.world.naming.text(goods[0] & goods[1], kind)
        else:
            overlap = self.world.in_words(kind, cell)
        names = " and ".join(f"`{setting.term}`" for setting in (first, second) if setting.term) or "two measures"
        self.world.diagnostics[key] = Diagnostic(
            "DC601",
            f"{names} contradict each other on {overlap}",
            second.place,
            "this sets another value there",
            (Label(first.place, "than this"),),
            ("neither lies wholly inside the other, so neither is the exception", "what holds there cannot be told"),
            "narrow one of them, or write the exception as goods that lie inside the other's",
        )

    def report_cycle(self, kind: Kind, cell: Cell) -> None:
        """Say that values read each other in a circle."""
        setting = next(iter(self.world.measures(kind)), None)
        self.world.diagnostics.setdefault(
            ("cycle", kind.name),
            Diagnostic(
                "DC611",
                f"values of `{kind.name}` read each other in a circle",
                None if setting is None else setting.place,
                help="write one of the values out",
            ),
        )


def _reads(part: object) -> bool:
    return isinstance(part, Ref) or (isinstance(part, Op) and part.operator == "all_in")


def beats(one: Cover, other: Cover) -> bool:
    """Whether one measure of a text wins over another at a point that both cover."""
    if one.active.conditional != other.active.conditional:
        return one.active.conditional
    if one.inside(other):
        return True
    return one.region == other.region and _starts(one.active) > _starts(other.active)


def _starts(active: Active) -> date:
    return active.start


def _unbeaten(covers: list[Cover]) -> list[Cover]:
    found = [cover for cover in covers if not any(beats(other, cover) for other in covers if other is not cover)]
    return found or covers
