"""What is contested over time: alike points, what holds there before and under the draft, and each line's limit.

The points of a timeline are those of one line, cut by nothing but what the texts say there and what that line itself
reads. So no timeline tells of a line that is not among its `lines` or its tracks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dealcheck.evaluate.explain import Explainer
from dealcheck.evaluate.findings import LineVerdict, where_words
from dealcheck.evaluate.joining import boxes
from dealcheck.evaluate.limiting import Limit
from dealcheck.evaluate.steps import (
    BEFORE,
    DRAFT,
    LIMIT,
    Further,
    Step,
    Timeline,
    Track,
    is_open,
    joined,
    number_in,
    unit_of,
)
from dealcheck.evaluate.trace import Stretch
from dealcheck.model.records import AggregateRecord
from dealcheck.packages.allowing import OTHERWISE, Look, asked_for, names_of
from dealcheck.packages.check import Checker
from dealcheck.packages.contesting import RANKS, Contesting, Shape
from dealcheck.packages.unfolding import OPEN, Package, Said, limit_said
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.states import Cell

MOST_TIMELINES = 40
"""So many are shown; how many more there are is said of each line."""

MOST_OF_ONE = 6
"""So many are shown of one sentence: those of the most goods."""

MOST_PLACES = 3
"""Places of alike points that are named one by one."""

MOST_LETTERS = 120
"""Letters of a list of goods."""

_LEVELS = ("red line", "concern", "wish")


def timelines(checker: Checker, lines: Sequence[LineVerdict]) -> tuple[tuple[Timeline, ...], tuple[Further, ...]]:
    """The contested measures over time, the gravest first, and how many more there are by their lines."""
    return _Drawing(checker, lines).all()


class _Drawing(Contesting):
    """Draws the timelines of one deal."""

    def all(self) -> tuple[tuple[Timeline, ...], tuple[Further, ...]]:
        """The timelines that there is room for, and how many more there are."""
        self.refine()
        shapes: dict[object, Shape] = {}
        ranked: list[tuple[tuple[int, ...], Shape | Look]] = []
        for at, look in enumerate(self.looks):
            level = _LEVELS.index(look.line.line.level)
            if isinstance(look.simple, AggregateRecord):
                grave = RANKS.get(look.line.verdict)
                if grave is not None:
                    ranked.append(((0, grave, level, at, 0), look))
                continue
            for number, shape in enumerate(sorted(self.shapes(look), key=lambda each: (each.looks[look], -each.size))):
                known = shapes.setdefault((shape.kind.name, shape.name, frozenset(shape.points.items())), shape)
                known.looks.update(shape.looks)
                if known is shape:
                    ranked.append(((number // MOST_OF_ONE, shape.looks[look], level, at, number), shape))
        ranked.sort(key=lambda each: each[0])
        room = min(MOST_TIMELINES, sum(key[0] == 0 for key, _ in ranked))
        drawn = tuple(self._sum(each) if isinstance(each, Look) else self._timeline(each) for _, each in ranked[:room])
        left: dict[tuple[str, ...], int] = {}
        for _, each in ranked[room:]:
            names = names_of([each] if isinstance(each, Look) else each.looks)
            left[names] = left.get(names, 0) + 1
        return drawn, tuple(Further(names, count) for names, count in left.items())

    def _timeline(self, shape: Shape) -> Timeline:
        """Alike points with the limits of all lines that look at them."""
        limits = list(self.limits(shape))
        values = [each for _, said in shape.drafts for each in said]
        values.extend([*shape.before, *(said for _, _, allowed in limits for _, said in allowed)])
        unit = unit_of(each.value for each in values)
        tracks = [Track("status quo", BEFORE, "", "", _steps(zip(shape.days, shape.before, strict=True), unit))]
        for name, said in shape.drafts:
            steps = _steps(zip(shape.days, said, strict=True), unit)
            tracks.append(Track(f"draft, {name}" if name else "draft", DRAFT, "", "", steps))
        tracks.extend(_limit_tracks(limits, unit))
        return Timeline(self._words(shape), shape.name, unit, tuple(tracks), names_of(shape.looks))

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
        hung = {number for _, _, each in self.hung(record, partner, None, on) for number in each}
        packages = self.packages(hung & self.records.keys())
        allowed: list[tuple[Stretch, Said]] = []
        drafts: list[tuple[str, tuple[tuple[Stretch, Said], ...]]]
        if packages is None:
            drafts = [("", tuple((stretch, Said(OPEN)) for stretch in look.sentences.stretches))]
        else:
            found = [self._summed(look, record, package) for package in packages]
            drafts = self.by_choice(packages, found)
        limit = look.limits[0]
        for stretch in asked_for(look, limit):
            said = limit_said(look.sentences.aggregates.limit(record, stretch.first), record.limit)
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
        sentences = self.checker.sentences(line, line.sentence, self.world(package))
        sentences.prepare(line.sentence)
        found: list[tuple[Stretch, Said]] = []
        for stretch in sentences.stretches:
            scan = sentences.scan(record, stretch.first)
            found.append((stretch, Said(OPEN) if is_open(scan.value) else Said(scan.found or "not known", scan.value)))
        return tuple(found)


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
