"""Expressions at a point: literals, `old`, other keys, other kinds, arithmetic and `all_in`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.model.arithmetic import ARITHMETIC
from dealcheck.model.records import BracketExpr, Choice, Expr, FactRef, KeyChange, Kind, Literal, Op, Ref, Region
from dealcheck.scopes import IntervalSet
from dealcheck.source import Place
from dealcheck.values import (
    Money,
    Quantity,
    Rate,
    Symbolic,
    Unknown,
    Value,
    ValueFault,
    all_in,
    maximum,
    minimum,
    negate,
    symbol,
)
from dealcheck.values.symbolic import substitute, unknowns_of
from dealcheck.worlds.atoms import without_self
from dealcheck.worlds.slabs import Slab, Window
from dealcheck.worlds.states import Cell, Held, LeftOpen, NotKnown, State, choice_of
from dealcheck.worlds.texts import latest, parts_of, taken
from dealcheck.worlds.timing import NEVER

if TYPE_CHECKING:
    from datetime import date

    from dealcheck.worlds.world import Side, World

WHOLE = Rate(100)
"""The whole of the customs value."""


@frozen(eq=False)
class Spot:
    """A point that an expression is read at.

    `own` is what holds there; `beneath` what `old` reads; `partner` the parties that `partner` stands for; `share` the
    part of the customs value that an `all_in` falls on.
    """

    kind: Kind
    cell: Cell
    position: int
    day: date
    side: Side
    own: State | None = None
    beneath: State | None = None
    partner: int = 0
    share: Rate = WHOLE
    window: Window | None = None
    """The goods that are looked at; None for the point alone."""


class Formulas:
    """Reads expressions in a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._targets: dict[tuple[int, Cell, int], list[Cell]] = {}
        self._all_in_known: dict[tuple[Rate, Rate, Rate], Held] = {}

    def value(self, expr: Expr, spot: Spot) -> Held | None:
        """The value of an expression; None where it reads an absent point of which nothing is said."""
        if isinstance(expr, Literal):
            return expr.value
        if isinstance(expr, Ref):
            return self.read(expr, spot)
        if isinstance(expr, FactRef):
            return self._fact(expr)
        if isinstance(expr, BracketExpr):
            return self._bracket(expr, spot)
        operands = [self.value(operand, spot) for operand in expr.operands]
        known: list[Value] = []
        for operand in operands:
            if isinstance(operand, LeftOpen):
                return NotKnown(operand.why)
            if operand is None or isinstance(operand, NotKnown):
                return operand
            known.append(operand)
        return self._apply(expr, known, spot)

    def _apply(self, expr: Op, operands: list[Value], spot: Spot) -> Held:
        result: Value | ValueFault
        if expr.operator == "neg":
            result = negate(operands[0])
        elif expr.operator == "min":
            result = minimum(*operands)
        elif expr.operator == "max":
            result = maximum(*operands)
        elif expr.operator == "all_in":
            return self._all_in(expr, operands[0], spot)
        else:
            result = ARITHMETIC[expr.operator](operands[0], operands[1])
        return self.checked(result, expr.place)

    def checked(self, result: Value | ValueFault, place: Place) -> Held:
        """The value, or not known with an error at the place where units do not fit."""
        if isinstance(result, ValueFault):
            self.world.diagnostics.setdefault(
                ("fault", place.source.name, place.span, result.headline),
                Diagnostic("DC609", result.headline, place, help=result.help),
            )
            return NotKnown(result.headline)
        return result

    def _all_in(self, expr: Op, limit: Value, spot: Spot) -> Held:
        tariff = self.world.base_kind(spot.kind)
        mfn_cell = Cell(spot.cell.parties, tariff.layer_default or "mfn")
        state = self.world.visible(tariff, mfn_cell, spot.side, spot.day, self._window(spot)).at(spot.position)
        mfn = self.world.value_in(tariff, state, "rate")
        if isinstance(mfn, NotKnown):
            return mfn
        if not isinstance(limit, Rate) or not isinstance(mfn, Rate):
            return NotKnown("all_in needs a rate")
        key = (limit, mfn, spot.share)
        found = self._all_in_known.get(key)
        if found is None:
            found = self._all_in_known[key] = self.checked(all_in(limit, mfn, spot.share), expr.place)
        return found

    def _fact(self, expr: FactRef) -> Held:
        found = self.world.settled.dates.get(expr.name)
        if found is None and expr.name == "expires":
            return NEVER
        if found is None:
            fact = self.world.settled.named_facts.get(expr.name)
            return NotKnown(f"`{expr.name}` is not given") if fact is None else fact
        return found

    def _bracket(self, expr: BracketExpr, spot: Spot) -> Held | None:
        option = taken(expr, self.world.settled)
        if option.open_value:
            return self._open(expr, option)
        stage = latest(option.stages, self.world.settled.effective, spot.day, self.world.settled)
        return None if stage is None else self.value(stage.value, spot)

    def _open(self, expr: BracketExpr, option: Choice) -> Held:
        """A blank or a range: the value tried in its place, else one unknown number within its bounds."""
        fixed = self.world.settled.fixed.get(expr.choice)
        if fixed is not None:
            return fixed
        label = f"what line {expr.place.line} leaves open"
        if expr.type in ("rate", "percent"):
            low = option.low.percent if isinstance(option.low, Rate) else 0
            high = option.high.percent if isinstance(option.high, Rate) else None
            if not isinstance(low, Symbolic) and not isinstance(high, Symbolic):
                return Rate(symbol(Unknown(("choice", expr.choice), low=low, high=high, label=label)))
        if isinstance(option.low, Quantity | Money) and isinstance(option.high, Quantity | Money):
            (least, *sort), (most, *other) = option.low.meaning, option.high.meaning
            if sort == other and not isinstance(least, Symbolic) and not isinstance(most, Symbolic):
                number = symbol(Unknown(("choice", expr.choice), low=least, high=most, label=label))
                return evolve(option.low, number=number, per=sort[1])
        return LeftOpen(f"line {expr.place.line} leaves it open", expr.choice)

    # ---- References ------------------------------------------------------------------------------------------------

    def read(self, ref: Ref, spot: Spot) -> Held | None:
        """The value that a reference reads."""
        kind = self.world.model.kinds[ref.kind]
        if not ref.changes and kind is spot.kind and not ref.extreme:
            return self.world.value_in(kind, spot.beneath if ref.old else spot.own, ref.field)
        states = list(self._states(ref, kind, spot))
        held = [state for state in states if state is not None]
        values: list[Held | None] = [self.world.value_in(kind, state, ref.field) for state in held]
        if any(change.on is not None and not is_line(change.on, spot.position) for change in ref.changes):
            # Other goods have unknown numbers of their own.
            values = [_renamed(value, id(ref)) for value in values]
        if not held:
            return (
                None
                if ref.extreme or any(change.any for change in ref.changes)
                else self.world.value_in(kind, None, ref.field)
            )
        known: list[Value] = []
        for value in values:
            if value is None or isinstance(value, NotKnown):
                return value
            if value not in known:
                known.append(value)
        if len(known) == 1:
            return known[0]
        if ref.extreme:
            return self.checked(minimum(*known) if ref.extreme == "lowest" else maximum(*known), ref.place)
        headline = f"`{ref.place.text}` reads {len(known)} different values"
        self.world.diagnostics.setdefault(
            ("several", ref.place.source.name, ref.place.span),
            Diagnostic(
                "DC608",
                headline,
                ref.place,
                "several measures stand here",
                help=f"write `lowest {ref.place.text}` or `highest {ref.place.text}`",
            ),
        )
        return NotKnown(headline)

    def _states(self, ref: Ref, kind: Kind, spot: Spot) -> Iterator[State | None]:
        goods = next((change.on for change in ref.changes if change.on is not None), None)
        if goods is None and kind.keys.get("on") != spot.kind.keys.get("on"):
            goods = self.world.space(kind)
        window = self._window(spot) if goods is None else self.world.window(goods)
        for cell in self.targets(ref, kind, spot):
            slab = self._slab(ref, kind, cell, spot.side, spot.day, window)
            if goods is None:
                yield slab.at(spot.position)
            else:
                for low, high in goods:
                    for _, _, state in slab.within(low, high):
                        yield state

    def _window(self, spot: Spot) -> Window:
        return spot.window or self.world.window(IntervalSet(((spot.position, spot.position + 1),)))

    def _slab(self, ref: Ref, kind: Kind, cell: Cell, side: Side, day: date, window: Window) -> Slab[State]:
        if not ref.old:
            return self.world.visible(kind, cell, side, day, window)
        old = type(side).OLD
        if kind.derived:
            return self.world.visible(kind, cell, old, day, window)
        return self.world.raw(kind, cell, old, day, window)

    def slabs(self, expr: Expr, spot: Spot) -> list[Slab[State]]:
        """The slabs that an expression reads beside the point's own: where they change, its value may."""
        found: list[Slab[State]] = []
        for part in parts_of(expr):
            if isinstance(part, Ref):
                kind = self.world.model.kinds[part.kind]
                if not part.changes and kind is spot.kind and not part.extreme:
                    continue
                if any(change.on is not None for change in part.changes) or kind.keys.get("on") != spot.kind.keys.get(
                    "on"
                ):
                    continue
                found.extend(
                    self._slab(part, kind, cell, spot.side, spot.day, self._window(spot))
                    for cell in self.targets(part, kind, spot)
                )
            elif isinstance(part, Op) and part.operator == "all_in":
                tariff = self.world.base_kind(spot.kind)
                mfn_cell = Cell(spot.cell.parties, tariff.layer_default or "mfn")
                found.append(self.world.visible(tariff, mfn_cell, spot.side, spot.day, self._window(spot)))
        return found

    def targets(self, ref: Ref, kind: Kind, spot: Spot) -> list[Cell]:
        """The cells that a reference reads from a point: its own keys, less those replaced."""
        key = (id(ref), spot.cell, spot.partner)
        found = self._targets.get(key)
        if found is None:
            found = self._targets[key] = self._find_targets(ref, kind, spot)
        return found

    def _find_targets(self, ref: Ref, kind: Kind, spot: Spot) -> list[Cell]:
        changes = {change.word: change for change in ref.changes}
        source = dict(zip(spot.kind.party_words, spot.cell.parties, strict=True))
        masks: dict[str, int] = {}
        for word in kind.party_words:
            change = changes.get(word)
            if change is None:
                masks[word] = source.get(word, self.world.model.parties.everyone)
            elif change.any:
                own = source.get(word, 0)
                # Of a group of parties alike, the others of the group are others too.
                masks[word] = self.world.model.parties.everyone & ~(own if own.bit_count() == 1 else 0)
            else:
                masks[word] = self.bound(change, spot)
        if "by" in masks:
            for word, change in changes.items():
                if change.any:
                    masks[word] &= ~masks["by"]
        parties = tuple(masks[word] for word in kind.party_words)
        if changes and without_self(kind.party_words, parties, self.world.model.parties) is None:
            self.world.diagnostics.setdefault(
                ("self", ref.place.source.name, ref.place.span),
                Diagnostic(
                    "DC610",
                    f"`{ref.place.text}` makes a party its own partner",
                    ref.place,
                    help="replace both keys so that author and beneficiary differ, as in `rate(by partner, from US)`",
                ),
            )
            return []
        for index, word in enumerate(kind.party_words):
            if word in changes:
                self.world.refine(kind, word, [parties[index]])
        goods = changes["on"].on if "on" in changes else None
        return self.world.cells(kind, Region(parties, goods, self._layers(kind, changes.get("layer"), spot)))

    def _layers(self, kind: Kind, change: KeyChange | None, spot: Spot) -> frozenset[str] | None:
        if "layer" not in kind.keys:
            return None
        if change is not None:
            if change.any:
                return frozenset(layer for layer in self.world.layers(kind) if layer and layer != spot.cell.layer)
            return change.layers
        if spot.cell.layer is not None:
            return frozenset({spot.cell.layer})
        return None

    def bound(self, change: KeyChange, spot: Spot) -> int:
        """The parties of a replaced key. `partner` stands for the point's own partner where that is one of the
        deal's.
        """
        own = 0
        for mask in spot.cell.parties:
            own |= mask
        return bind(change.parties, self.world.model.parties.partner, (own & spot.partner) or spot.partner)


def is_line(goods: IntervalSet, position: int) -> bool:
    """Whether goods are the one line at a position and no more."""
    return goods.intervals == ((position, position + 1),)


def _renamed(value: Held | None, name: int) -> Held | None:
    """A value with each unknown number in it taken for another."""
    if not isinstance(value, Rate):
        return value
    others = {
        unknown: symbol(evolve(unknown, key=(unknown.key, name)))
        for unknown in unknowns_of(value.percent)
        if choice_of(unknown) is None  # What a draft leaves blank is one number, wherever it stands.
    }
    return Rate(substitute(value.percent, others), value.specific) if others else value


def bind(mask: int, partner_bit: int, partner: int) -> int:
    """A mask in which the bit for `partner` gives way to the parties that it stands for."""
    return (mask & ~partner_bit) | partner if partner_bit and mask & partner_bit else mask


def cuts(slabs: list[Slab[State]], low: int, high: int) -> list[int]:
    """Where between two positions any of the slabs changes, with both ends, ascending."""
    if not slabs:
        return [low, high]
    found = {low, high}
    for slab in slabs:
        for start, end, _ in slab.within(low, high):
            found.add(start)
            found.add(end)
    return sorted(found)
