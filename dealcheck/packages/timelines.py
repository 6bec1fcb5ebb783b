"""What is contested over time: alike points, what holds there before and under the draft, and each line's limit.

The points of a timeline are those of one line, cut by nothing but what the texts say there and what that line itself
reads. So no timeline tells of a line that is not among its `lines` or its tracks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import product
from typing import TypeAlias, TypeVar

from attrs import define, field, frozen

from dealcheck.evaluate.conditions import in_words
from dealcheck.evaluate.explain import Explainer
from dealcheck.evaluate.findings import LineVerdict, where_words
from dealcheck.evaluate.joining import boxes
from dealcheck.evaluate.limiting import Limit, limits_of
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.steps import (
    BEFORE,
    DRAFT,
    LIMIT,
    Further,
    Step,
    Timeline,
    Track,
    is_open,
    is_unknown,
    joined,
    number_in,
    unit_of,
)
from dealcheck.evaluate.trace import Stretch
from dealcheck.logic import Verdict
from dealcheck.model.records import (
    AggregateRecord,
    Expr,
    Kind,
    Literal,
    PatternRecord,
    QuantifiedRecord,
    Region,
)
from dealcheck.packages.check import Checker
from dealcheck.packages.reach import Bearing, Influence
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.slabs import Slab, stack, zip_slabs
from dealcheck.worlds.states import Cell, Held, NotKnown, State
from dealcheck.worlds.world import Side, World

MOST_TIMELINES = 40
"""So many are shown; how many more there are is said of each line."""

MOST_OF_ONE = 6
"""So many are shown of one sentence: those of the most goods."""

MOST_OPTIONS = 6
"""So many combinations of open choices have a track each; with more, what hangs on them is said to be open."""

MOST_PIECES = 16
"""Places of alike points at which a limit is read that is no constant; with more it is said in words alone."""

MOST_PLACES = 3
"""Places of alike points that are named one by one."""

MOST_LETTERS = 120
"""Letters of a list of goods."""

OPEN = "open"
NONE = "none"
"""What holds where nothing does."""

OTHERWISE = ", or in another way"
"""Said of a limit beside which the sentence leaves another way to meet it."""

_RANKS = {Verdict.VIOLATED: 0, Verdict.OPEN: 1, Verdict.UNKNOWN: 2}
_CHANGED = 3
_LEVELS = ("red line", "concern", "wish")

T = TypeVar("T")

Package: TypeAlias = tuple[tuple[int, int], ...]
"""Open choices by their numbers, each with an option."""


@frozen
class Said:
    """What holds at a point on a day: in words, and as a value where that tells more."""

    text: str
    value: Held | None = None


@frozen(eq=False)
class Look:
    """A simple sentence of a line: what it looks at, and the limits that it sets there."""

    line: LineVerdict
    simple: QuantifiedRecord | AggregateRecord
    limits: tuple[Limit, ...]
    sentences: Sentences

    @property
    def pattern(self) -> PatternRecord:
        """Its pattern."""
        return self.simple.pattern

    @property
    def kind(self) -> Kind:
        """The kind of its points."""
        return self.simple.pattern.kind

    @property
    def region(self) -> Region:
        """Where it looks, once `partner` has met the deal."""
        return self.sentences.scanner.region(self.pattern)


@define(eq=False)
class Shape:
    """Alike points: what holds there on each of some days before the draft and under each package.

    `looks` are those whose points these are, each with how grave it is there; `on` are the points, cell by cell.
    """

    kind: Kind
    name: str
    days: tuple[Stretch, ...]
    before: tuple[Said, ...]
    drafts: tuple[tuple[str, tuple[Said, ...]], ...]
    looks: dict[Look, int] = field(factory=dict)
    on: dict[Cell, list[tuple[int, int]]] = field(factory=dict)

    @property
    def size(self) -> int:
        """How many points there are."""
        return sum(high - low for pieces in self.on.values() for low, high in pieces)

    @property
    def points(self) -> dict[Cell, IntervalSet]:
        """The points, cell by cell."""
        return {cell: IntervalSet.of(pieces) for cell, pieces in self.on.items()}


def timelines(checker: Checker, lines: Sequence[LineVerdict]) -> tuple[tuple[Timeline, ...], tuple[Further, ...]]:
    """The contested measures over time, the gravest first, and how many more there are by their lines."""
    return _Drawing(checker, lines).all()


class _Drawing:
    """Draws the timelines of one deal."""

    def __init__(self, checker: Checker, lines: Sequence[LineVerdict]) -> None:
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
        self._seen: dict[tuple[Look, date], dict[Cell, IntervalSet]] = {}
        self.looks = list(self._looks(lines))

    def _looks(self, lines: Sequence[LineVerdict]) -> Iterator[Look]:
        """The simple sentences of the lines that are held, with their limits."""
        for line in lines:
            sentence = line.line.sentence
            if sentence is None or line.verdict is Verdict.INACTIVE:
                continue
            sentences = self.checker.sentences(line.line, sentence, self.base)
            sentences.prepare(sentence)
            by_simple: dict[int, list[Limit]] = {}
            for limit in limits_of(sentence):
                by_simple.setdefault(id(limit.simple), []).append(limit)
            for limits in by_simple.values():
                yield Look(line, limits[0].simple, tuple(limits), sentences)

    def all(self) -> tuple[tuple[Timeline, ...], tuple[Further, ...]]:
        """The timelines that there is room for, and how many more there are."""
        self._refine()
        shapes: dict[object, Shape] = {}
        ranked: list[tuple[tuple[int, ...], Shape | Look]] = []
        for at, look in enumerate(self.looks):
            level = _LEVELS.index(look.line.line.level)
            if isinstance(look.simple, AggregateRecord):
                grave = _RANKS.get(look.line.verdict)
                if grave is not None:
                    ranked.append(((0, grave, level, at, 0), look))
                continue
            for number, shape in enumerate(sorted(self._shapes(look), key=lambda each: (each.looks[look], -each.size))):
                known = shapes.setdefault((shape.kind.name, shape.name, frozenset(shape.points.items())), shape)
                known.looks.update(shape.looks)
                if known is shape:
                    ranked.append(((number // MOST_OF_ONE, shape.looks[look], level, at, number), shape))
        ranked.sort(key=lambda each: each[0])
        room = min(MOST_TIMELINES, sum(key[0] == 0 for key, _ in ranked))
        drawn = tuple(self._sum(each) if isinstance(each, Look) else self._timeline(each) for _, each in ranked[:room])
        left: dict[tuple[str, ...], int] = {}
        for _, each in ranked[room:]:
            names = _names([each] if isinstance(each, Look) else each.looks)
            left[names] = left.get(names, 0) + 1
        return drawn, tuple(Further(names, count) for names, count in left.items())

    # ---- Worlds ----------------------------------------------------------------------------------------------------

    def _refine(self) -> None:
        """Have the world tell apart the parties that any measure or finding does, under whatever package."""
        for text in self.base.texts:
            for setting in text.settings:
                for word, mask in zip(setting.kind.party_words, setting.region.parties, strict=True):
                    self.base.refine(setting.kind, word, [mask])
        for look in self.looks:
            for region in self._contested(look):
                for word, mask in zip(look.kind.party_words, region.parties, strict=True):
                    self.base.refine(look.kind, word, [mask])

    def _world(self, package: Package) -> World:
        found = self._worlds.get(package)
        if found is None:
            found = self._worlds[package] = self.checker.world(dict(package), {})
        return found

    def _packages(self, numbers: Iterable[int]) -> list[Package] | None:
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

    def _days(self, kind: Kind, worlds: Sequence[World]) -> tuple[Stretch, ...]:
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

    def _by_choice(self, packages: Sequence[Package], found: Sequence[T]) -> list[tuple[str, T]]:
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

    # ---- Points ----------------------------------------------------------------------------------------------------

    def _contested(self, look: Look) -> list[Region]:
        """The points of a look that some finding of its line is about."""
        if look.line.verdict not in _RANKS:
            return []
        wheres = [finding.where for finding in look.line.judgement.findings]
        return list(dict.fromkeys(each.region for each in wheres if each.region and each.kind == look.kind.name))

    def _changed(self, look: Look) -> list[Region]:
        """The points of a look that the draft says something of, in whatever layer."""
        base = self.base.base_kind(look.kind)
        settings = self.checker.deal.text.settings
        regions = (setting.region for setting in settings if setting.kind is base)
        return list(dict.fromkeys(Region(region.parties, region.on) for region in regions))

    def _shapes(self, look: Look) -> Iterator[Shape]:
        """The alike points of a look that are contested, field by field, the gravest first."""
        graves = [(_RANKS.get(look.line.verdict, _CHANGED), self._contested(look)), (_CHANGED, self._changed(look))]
        done: dict[Cell, IntervalSet] = {}
        for grave, regions in graves:
            scopes = self._scopes(look, regions)
            for cell, on in scopes.items():
                before = done.get(cell, IntervalSet())
                scopes[cell], done[cell] = on - before, before | on
            for name in dict.fromkeys(limit.field for limit in look.limits):
                limits = [limit for limit in look.limits if limit.field == name and limit.reads_elsewhere(look.kind)]
                groups: dict[object, Shape] = {}
                for cell, on in scopes.items():
                    for numbers, part in self._parts(look.kind, cell, on):
                        self._cut(look, name, limits, cell, part, numbers, groups)
                for shape in groups.values():
                    if grave < _CHANGED or any(said != shape.before for _, said in shape.drafts):
                        shape.looks[look] = grave
                        yield shape

    def _scopes(self, look: Look, regions: Sequence[Region]) -> dict[Cell, IntervalSet]:
        """The cells of some regions that a look meets, each with its goods or topics."""
        own = look.region
        found: dict[Cell, IntervalSet] = {}
        for region in regions:
            parties = tuple(mine & other for mine, other in zip(own.parties, region.parties, strict=True))
            on = self.base.space(look.kind)
            for scope in (own.on, region.on):
                on = on if scope is None else on & scope
            if not on or not all(parties):
                continue
            layers = own.layers
            if region.layers is not None:
                layers = region.layers if layers is None else layers & region.layers
            for cell in self.base.cells(look.kind, Region(parties, None if own.on is None else on, layers)):
                found[cell] = found.get(cell, IntervalSet()) | on
        return found

    def _parts(self, kind: Kind, cell: Cell, on: IntervalSet) -> Iterator[tuple[frozenset[int], IntervalSet]]:
        """The goods of a cell by the open choices that what holds there may hang on."""
        place = self.checker.deal.place
        layers = None if cell.layer is None else frozenset({cell.layer})
        pattern = PatternRecord(kind, Region(cell.parties, on, layers), frozenset(), (), frozenset(), place)
        simple = QuantifiedRecord("no", pattern, None, None, place)
        found: dict[frozenset[int], list[tuple[int, int]]] = {}
        for low, high, numbers in stack(sorted(self._hung(simple, 0, cell, on), key=lambda piece: piece[:2])):
            known = frozenset({number for each in numbers for number in each} & self.records.keys())
            found.setdefault(known, []).append((low, high))
        for choices, intervals in found.items():
            yield choices, IntervalSet.of(intervals)

    def _hung(
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

    def _cut(
        self,
        look: Look,
        name: str,
        limits: Sequence[Limit],
        cell: Cell,
        on: IntervalSet,
        numbers: frozenset[int],
        groups: dict[object, Shape],
    ) -> None:
        """Enter the points of a cell into the groups of those at which the same holds."""
        kind = look.kind
        packages = self._packages(numbers)
        worlds = [self.base] if packages is None else [self._world(package) for package in packages]
        days = self._days(kind, worlds)
        slabs = [self._slab(self.base, kind, cell, Side.OLD, day.first, on) for day in days]
        for world in worlds:
            slabs.extend(self._slab(world, kind, cell, Side.NEW, day.first, on) for day in days)
        owners = [self.base, *worlds]
        count = len(slabs)
        for limit in limits:
            slabs.extend(
                slab for stretch in look.sentences.stretches for slab in self._read(look, limit, cell, stretch, on)
            )
        adjectives = bool(look.pattern.adjectives)
        if adjectives:
            slabs.extend(self._flat(look, cell, stretch.first) for stretch in look.sentences.stretches)
        memo: dict[tuple[int, ...], Shape | None] = {}
        words: dict[int, Said] = {}
        gaps = self.base.gaps(kind, cell)
        for low, high, states in zip_slabs(slabs, on, 0):
            if gaps and gaps.holds(low, high):
                continue
            ids = tuple(map(id, states))
            if ids not in memo:
                for at, state in enumerate(states[:count]):
                    if id(state) not in words:
                        words[id(state)] = _said(owners[at // len(days)], kind, state, name)
                said = [words[each] for each in ids[:count]]
                before, rest = tuple(said[: len(days)]), said[len(days) :]
                per = [tuple(rest[at : at + len(days)]) for at in range(0, len(rest), len(days))]
                drafts = [("", tuple(Said(OPEN) for _ in days))] if packages is None else self._by_choice(packages, per)
                shape = Shape(kind, name, days, before, tuple(drafts))
                own = tuple(self._allowed(look, limit, [(cell, low)], on) for limit in limits)
                there = (
                    tuple(state is not None for state in states[-len(look.sentences.stretches) :])
                    if adjectives
                    else (True,)
                )
                key = (days, before, shape.drafts, own, there)
                memo[ids] = groups.setdefault(key, shape) if any(there) else None
            found = memo[ids]
            if found is not None:
                found.on.setdefault(cell, []).append((low, high))

    def _slab(self, world: World, kind: Kind, cell: Cell, side: Side, day: date, on: IntervalSet) -> Slab[State]:
        """What is in force at a cell of the world of the first package, in whatever world."""
        if cell.pool is not None and world is not self.base:
            pool = self.base.pools(kind)[cell.pool]
            pools = world.pools(kind)
            if pool not in pools:
                return Slab()
            cell = Cell(cell.parties, cell.layer, pools.index(pool))
        return world.visible(kind, cell, side, day, world.window(on))

    def _read(self, look: Look, limit: Limit, cell: Cell, stretch: Stretch, on: IntervalSet) -> list[Slab[State]]:
        """What a limit reads beside the point's own."""
        if limit.against is None:
            return []
        window = self.base.window(on)
        spot = look.sentences.scanner.spot(look.kind, cell, 0, stretch.first, None, None, window)
        return self.base.formulas.slabs(limit.against, spot)

    def _flat(self, look: Look, cell: Cell, day: date) -> Slab[State]:
        """Where a look with adjectives sees points of a cell on a day."""
        slab: Slab[State] = Slab()
        for low, high in self._sees(look, day).get(cell, IntervalSet()):
            slab.add(low, high, _SEEN)
        return slab

    def _sees(self, look: Look, day: date) -> dict[Cell, IntervalSet]:
        """The points that a look with adjectives sees on a day."""
        found = self._seen.get((look, day))
        if found is None:
            by_cell: dict[Cell, list[tuple[int, int]]] = {}
            for witness in look.sentences.scanner.witnesses(look.pattern, None, day)[0]:
                by_cell.setdefault(witness.cell, []).append((witness.low, witness.high))
            found = {cell: IntervalSet.of(pieces) for cell, pieces in by_cell.items()}
            self._seen[look, day] = found
        return found

    # ---- Limits ----------------------------------------------------------------------------------------------------

    def _allowed(
        self, look: Look, limit: Limit, places: Sequence[tuple[Cell, int]], on: IntervalSet
    ) -> tuple[tuple[Stretch, Said], ...]:
        """What a limit comes to at some places among the goods looked at, on each stretch on which it is asked for."""
        found: list[tuple[Stretch, Said]] = []
        expr = limit.against
        for stretch in _asked_for(look, limit):
            if expr is None:
                said = Said(limit.text)
            elif isinstance(expr, Literal):
                said = _in_words(expr.value, expr)
            elif len(places) > MOST_PIECES:
                said = _in_words(None, expr)
            else:
                each = dict.fromkeys(self._value(look, expr, cell, low, stretch.first, on) for cell, low in places)
                said = next(iter(each)) if len(each) == 1 else _in_words(None, expr)
            if limit.text and expr is not None:
                said = Said(limit.text.replace("{}", said.text))
            found.append((stretch, said if limit.alone else Said(said.text + OTHERWISE, said.value)))
        return tuple(found)

    def _value(self, look: Look, expr: Expr, cell: Cell, low: int, day: date, on: IntervalSet) -> Said:
        """What a field is compared with at a place on a day; open where that hangs on an open choice."""
        here = IntervalSet(((low, low + 1),))
        partner = look.sentences.scanner.partner
        hung = {number for _, _, each in self._hung(look.simple, partner, cell, here) for number in each}
        packages = self._packages(hung & self.records.keys())
        if packages is None:
            return Said(OPEN)
        found: dict[Said, None] = {}
        for package in packages:
            world = self._world(package)
            own = self._slab(world, look.kind, cell, Side.NEW, day, on).at(low)
            before = self._slab(world, look.kind, cell, Side.OLD, day, on).at(low)
            if look.kind.displaces:
                before = world.raw(look.kind, cell, Side.OLD, day, world.window(on)).at(low)
            spot = look.sentences.scanner.spot(look.kind, cell, low, day, own, before, world.window(on))
            found[_in_words(world.formulas.value(expr, spot), expr)] = None
        return next(iter(found)) if len(found) == 1 else Said(OPEN)

    def _limits(self, shape: Shape) -> Iterator[tuple[Look, Limit, tuple[tuple[Stretch, Said], ...]]]:
        """The limits of all lines that look at every point of a shape."""
        points = shape.points
        places = [(cell, low) for cell, pieces in shape.on.items() for low, _ in pieces]
        for look in self.looks:
            if isinstance(look.simple, AggregateRecord) or look.kind is not shape.kind:
                continue
            if look not in shape.looks and not self._covers(look, points):
                continue
            for limit in look.limits:
                if limit.field == shape.name:
                    # Of alike points what stood there is alike: one tells of all that is read of itself.
                    few = places if limit.reads_elsewhere(look.kind) else places[:1]
                    allowed = self._allowed(look, limit, few, look.sentences.scanner.window(look.pattern).on)
                    if look.pattern.adjectives:
                        allowed = tuple((day, said) for day, said in allowed if self._sees_all(look, day.first, points))
                    yield look, limit, allowed

    def _covers(self, look: Look, points: dict[Cell, IntervalSet]) -> bool:
        """Whether a look has all of some points in its pattern."""
        region = look.region
        return all(
            all(mine & ~theirs == 0 for mine, theirs in zip(cell.parties, region.parties, strict=True))
            and (region.layers is None or cell.layer is None or cell.layer in region.layers)
            and (region.on is None or on <= region.on)
            for cell, on in points.items()
        )

    def _sees_all(self, look: Look, day: date, points: dict[Cell, IntervalSet]) -> bool:
        seen = self._sees(look, day)
        return all(on <= seen.get(cell, IntervalSet()) for cell, on in points.items())

    # ---- Drawing ---------------------------------------------------------------------------------------------------

    def _timeline(self, shape: Shape) -> Timeline:
        """Alike points with the limits of all lines that look at them."""
        limits = list(self._limits(shape))
        values = [each for _, said in shape.drafts for each in said]
        values.extend([*shape.before, *(said for _, _, allowed in limits for _, said in allowed)])
        unit = unit_of(each.value for each in values)
        tracks = [Track("status quo", BEFORE, "", "", _steps(zip(shape.days, shape.before, strict=True), unit))]
        for name, said in shape.drafts:
            steps = _steps(zip(shape.days, said, strict=True), unit)
            tracks.append(Track(f"draft, {name}" if name else "draft", DRAFT, "", "", steps))
        tracks.extend(_limit_tracks(limits, unit))
        return Timeline(self._words(shape), shape.name, unit, tuple(tracks), _names(shape.looks))

    def _words(self, shape: Shape) -> str:
        """The points as a pattern would name them, the first of many."""
        explainer = Explainer(next(iter(shape.looks)).sentences)
        by_goods: dict[IntervalSet, dict[Cell, None]] = {}
        for cell, on in shape.points.items():
            by_goods.setdefault(on, {})[Cell(cell.parties, cell.layer)] = None
        found = [
            explainer.where(shape.kind, list(box), on) for on, cells in by_goods.items() for box in boxes([*cells])
        ]
        words = [where_words(where.kind, where.parties, _short(where.text)) for where in found[:MOST_PLACES]]
        if len(found) > MOST_PLACES:
            words.append(f"{len(found) - MOST_PLACES} more places")
        return "; ".join(words)

    def _sum(self, look: Look) -> Timeline:
        """A total, a number, an average or a share over time, with its limit."""
        record = look.simple
        if not isinstance(record, AggregateRecord):
            raise TypeError("no aggregate")
        on = look.region.on if look.region.on is not None else self.base.space(look.kind)
        partner = look.sentences.scanner.partner
        hung = {number for _, _, each in self._hung(record, partner, None, on) for number in each}
        packages = self._packages(hung & self.records.keys())
        allowed: list[tuple[Stretch, Said]] = []
        drafts: list[tuple[str, tuple[tuple[Stretch, Said], ...]]]
        if packages is None:
            drafts = [("", tuple((stretch, Said(OPEN)) for stretch in look.sentences.stretches))]
        else:
            found = [self._summed(look, record, package) for package in packages]
            drafts = self._by_choice(packages, found)
        limit = look.limits[0]
        for stretch in _asked_for(look, limit):
            said = _in_words(look.sentences.aggregates.limit(record, stretch.first), record.limit)
            allowed.append((stretch, said if limit.alone else Said(said.text + OTHERWISE, said.value)))
        unit = unit_of(said.value for _, steps in [*drafts, ("", tuple(allowed))] for _, said in steps)
        tracks = [
            Track(f"draft, {name}" if name else "draft", DRAFT, "", "", _steps(steps, unit)) for name, steps in drafts
        ]
        tracks.extend(_limit_tracks([(look, limit, tuple(allowed))], unit))
        cells = [Cell(look.region.parties, layer) for layer in sorted(look.region.layers or {""})]
        where = Explainer(look.sentences).where(look.kind, cells, on if look.region.on is not None else None)
        what = " ".join(word for word in (record.function, record.field, "of") if word)
        measure = f"{what} {where_words(where.kind, where.parties, _short(where.text))}"
        return Timeline(measure, record.field, unit, tuple(tracks), (look.line.line.full_name,))

    def _summed(self, look: Look, record: AggregateRecord, package: Package) -> tuple[tuple[Stretch, Said], ...]:
        """What an aggregate comes to under a package, stretch by stretch."""
        line = look.line.line
        if line.sentence is None:
            raise ValueError("a line without a sentence has no limits")
        sentences = self.checker.sentences(line, line.sentence, self._world(package))
        sentences.prepare(line.sentence)
        found: list[tuple[Stretch, Said]] = []
        for stretch in sentences.stretches:
            scan = sentences.scan(record, stretch.first)
            found.append((stretch, Said(OPEN) if is_open(scan.value) else Said(scan.found or "not known", scan.value)))
        return tuple(found)


_SEEN = State({}, {}, None)
"""What stands in a slab where a look sees a point."""


def _short(goods: str) -> str:
    """Goods in words of bearable length: `steel | hs 0102.29.40, 0102.39.00 and 11 more`."""
    parts = re.split(r"(, | [|] )", goods)
    length = 0
    for at, part in enumerate(parts):
        length += len(part)
        if length > MOST_LETTERS and at:
            kept = max(1, at - at % 2)
            return f"{''.join(parts[: kept - 1]) or parts[0]} and {(len(parts) - kept + 1) // 2} more"
    return goods


def _asked_for(look: Look, limit: Limit) -> list[Stretch]:
    """The stretches on which a line asks for a limit."""
    indices = set(range(len(look.sentences.stretches)))
    for time in limit.times:
        indices &= set(look.sentences.window(time))
    return [look.sentences.stretches[index] for index in sorted(indices)]


def _without(package: Package, number: int) -> Package:
    """A package with a choice left aside."""
    return tuple(pair for pair in package if pair[0] != number)


def _names(looks: Iterable[Look]) -> tuple[str, ...]:
    """The lines of some looks, each once."""
    return tuple(dict.fromkeys(look.line.line.full_name for look in looks))


def _said(world: World, kind: Kind, state: State | None, name: str) -> Said:
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


def _in_words(held: Held | None, expr: Expr | None) -> Said:
    """What a limit comes to; in the words of the line where it comes to nothing."""
    if is_open(held):
        return Said(OPEN)
    if held is None or isinstance(held, NotKnown) or is_unknown(held):
        return Said("" if expr is None else " ".join(expr.place.text.split()))
    return Said(in_words(held), held)


def _steps(said: Iterable[tuple[Stretch, Said]], unit: str) -> tuple[Step, ...]:
    """What is said, as steps with numbers in a unit."""
    return joined(Step(day.first, day.last, each.text, number_in(each.value, unit)) for day, each in said)


def _limit_tracks(limits: Iterable[tuple[Look, Limit, tuple[tuple[Stretch, Said], ...]]], unit: str) -> list[Track]:
    """The limits as tracks; those of one line and sense that follow each other in time are one."""
    found: dict[tuple[str, str, str], list[list[Step]]] = {}
    for look, limit, allowed in limits:
        record = look.line.line
        steps = _steps(allowed, unit if limit.sense else "\0")
        tracks = found.setdefault((record.full_name, record.party, limit.sense), [])
        if not steps or any(list(steps) == track for track in tracks):
            continue
        free = next(
            (track for track in tracks if not any(_overlap(one, other) for one in track for other in steps)), None
        )
        if free is None:
            tracks.append(list(steps))
        else:
            free.extend(steps)
    return [
        Track(name, LIMIT, party, sense, joined(sorted(steps, key=lambda step: step.since)))
        for (name, party, sense), tracks in found.items()
        for steps in tracks
    ]


def _overlap(one: Step, other: Step) -> bool:
    """Whether two steps share a day."""
    return (one.until is None or other.since <= one.until) and (other.until is None or one.since <= other.until)
