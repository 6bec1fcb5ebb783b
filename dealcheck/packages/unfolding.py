"""The worlds of a deal's packages as far as some points hang on its open choices, and what holds in them in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import TypeAlias, TypeVar

from attrs import frozen

from dealcheck.evaluate.conditions import in_words
from dealcheck.evaluate.steps import is_open, is_unknown
from dealcheck.evaluate.trace import Stretch
from dealcheck.model.records import AggregateRecord, Expr, Kind, QuantifiedRecord, Ref
from dealcheck.packages.check import Checker
from dealcheck.packages.reach import Bearing, Influence
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.slabs import Slab
from dealcheck.worlds.states import Cell, Held, NotKnown, State
from dealcheck.worlds.world import Side, World

MOST_OPTIONS = 6
"""So many combinations of open choices have a track each; with more, what hangs on them is said to be open."""

OPEN = "open"

NONE = "none"
"""What holds where nothing does."""

T = TypeVar("T")

Package: TypeAlias = tuple[tuple[int, int], ...]
"""Open choices by their numbers, each with an option."""


@frozen
class Said:
    """What holds at a point on a day: in words, and as a value where that tells more."""

    text: str
    value: Held | None = None


class Unfolding:
    """The outcome of a deal under each package, as far as some points hang on it."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker
        self.base: World = checker.world({}, {})
        self.records = {record.number: record for record in checker.deal.choices if record.number not in checker.chosen}
        self.bearing = Bearing(checker.model, checker.open_text)
        numbers, hung = checker.open_text.always
        self.always = frozenset(
            number for number, record in self.records.items() if number in numbers or record.event in hung
        )
        self._worlds: dict[Package, World] = {}
        self._bearing: dict[tuple[int, int], tuple[object, list[Influence]]] = {}

    def world(self, package: Package) -> World:
        """The world of a package."""
        found = self._worlds.get(package)
        if found is None:
            found = self._worlds[package] = self.checker.world(dict(package), {})
        return found

    def packages(self, numbers: Iterable[int]) -> list[Package] | None:
        """Every combination of some choices, that in which nobody chose first; None where they are too many."""
        records = [self.records[number] for number in sorted(numbers)]
        size = 1
        for record in records:
            size *= len(record.options)
        if size > MOST_OPTIONS:
            return None
        options = []
        for record in records:
            first = self.checker.unsaid.get(record.number, 0)
            options.append([first, *(at for at in range(len(record.options)) if at != first)])
        names = [record.number for record in records]
        return [tuple(zip(names, taken, strict=True)) for taken in product(*options)]

    def days(self, kind: Kind, worlds: Sequence[World]) -> tuple[Stretch, ...]:
        """The days from the start of the deal to its end, cut wherever something of the kind may change."""
        first = min(world.settled.effective for world in worlds)
        ends = [world.settled.expires for world in worlds]
        known = [end for end in ends if end is not None]
        last = max(first, *known) if len(known) == len(ends) else None
        days = {first, *(day for world in worlds for day in world.breaks(kind))}
        # A deal that ends sooner under one package than under another leaves what lies beneath.
        days.update(end + timedelta(days=1) for end in known if end < date.max)
        starts = sorted(day for day in days if first <= day and (last is None or day <= last))
        closing: list[date | None] = [day - timedelta(days=1) for day in starts[1:]]
        return tuple(Stretch(start, end) for start, end in zip(starts, [*closing, last], strict=True))

    def by_choice(self, packages: Sequence[Package], found: Sequence[T]) -> list[tuple[str, T]]:
        """What comes out under each package, named by the choices that make it come out otherwise."""
        told = dict(zip(packages, found, strict=True))
        numbers = [number for number, _ in packages[0]]
        for number in numbers:
            less: dict[Package, T] = {}
            if all(less.setdefault(_without(each, number), said) == said for each, said in told.items()):
                told = less
        names: dict[T, list[str]] = {}
        for package, said in told.items():
            names.setdefault(said, []).append(self._name(package))
        return [(" or ".join(each), said) for said, each in names.items()]

    def _name(self, package: Package) -> str:
        """`art1 25% (US), art2 dropped`; `""` where nothing hangs on a choice."""
        said: list[str] = []
        for number, at in package:
            record, bracket = self.records[number], self.checker.open_text.brackets.get(number)
            wanted = ", ".join(bracket.options[at].wanted_by) if bracket is not None else ""
            said.append(f"{record.name} {record.options[at]}" + (f" ({wanted})" if wanted else ""))
        return ", ".join(said)

    def hung(
        self, simple: QuantifiedRecord | AggregateRecord, partner: int, cell: Cell | None, on: IntervalSet
    ) -> Iterator[tuple[int, int, frozenset[int]]]:
        """The choices that points hang on, piece by piece."""
        yield from ((low, high, self.always) for low, high in on)
        words = simple.pattern.kind.party_words
        key = (id(simple), partner)
        if key not in self._bearing:
            self._bearing[key] = (simple, self.bearing.on(simple, partner))
        for influence in self._bearing[key][1]:
            masks = dict(influence.parties)
            pairs = () if cell is None else zip(words, cell.parties, strict=True)
            if all(masks.get(word, mask) & mask for word, mask in pairs):
                here = on if influence.on is None else on & influence.on
                yield from ((low, high, influence.choices) for low, high in here)

    def slab(self, world: World, kind: Kind, cell: Cell, side: Side, day: date, on: IntervalSet) -> Slab[State]:
        """What is in force at a cell of the world of the first package, in whatever world."""
        if cell.pool is not None and world is not self.base:
            pool = self.base.pools(kind)[cell.pool]
            pools = world.pools(kind)
            if pool not in pools:
                return Slab()
            cell = Cell(cell.parties, cell.layer, pools.index(pool))
        return world.visible(kind, cell, side, day, world.window(on))


def _without(package: Package, number: int) -> Package:
    """A package with a choice left aside."""
    return tuple(pair for pair in package if pair[0] != number)


def state_said(world: World, kind: Kind, state: State | None, name: str) -> Said:
    """What holds in a state."""
    held = world.value_in(kind, state, name) if name else None
    if state is None:
        return Said(NONE, held)
    if not name:
        return Said("in force")
    if is_open(held):
        return Said(OPEN)
    if state.presumed and not isinstance(held, NotKnown) and is_unknown(held):
        # Points of which nothing is said are alike, though each may hold another number.
        return Said("not known")
    return Said("not said" if held is None else in_words(held), held)


def limit_said(held: Held | None, expr: Expr | None) -> Said:
    """What a limit comes to; in the words of the line where it comes to nothing."""
    if is_open(held):
        return Said(OPEN)
    if held is None or isinstance(held, NotKnown) or is_unknown(held):
        text = "" if expr is None else " ".join(expr.place.text.split())
        # Of `reduced` and the like the text names the field alone.
        was = isinstance(expr, Ref) and expr.old and not text.startswith("old ")
        return Said(f"old {text}" if was else text)
    return Said(in_words(held), held)
