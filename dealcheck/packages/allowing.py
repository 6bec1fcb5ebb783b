"""What the lines of a deal allow at some points: the limits of their sentences, read in its worlds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.evaluate.limiting import Limit, limits_of
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.trace import Stretch
from dealcheck.logic import Verdict
from dealcheck.model.records import AggregateRecord, Expr, Kind, Literal, PatternRecord, QuantifiedRecord, Region
from dealcheck.packages.check import Checker
from dealcheck.packages.unfolding import OPEN, Said, Unfolding, limit_said
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.states import Cell
from dealcheck.worlds.world import Side

MOST_PIECES = 16
"""Places of alike points at which a limit is read that is no constant; with more it is said in words alone."""

OTHERWISE = ", or in another way"
"""Said of a limit beside which the sentence leaves another way to meet it."""


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


class Allowing(Unfolding):
    """What each line allows."""

    def __init__(self, checker: Checker, lines: Sequence[LineVerdict]) -> None:
        super().__init__(checker)
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

    def allowed(
        self, look: Look, limit: Limit, places: Sequence[tuple[Cell, int]], on: IntervalSet
    ) -> tuple[tuple[Stretch, Said], ...]:
        """What a limit comes to at some places among the goods looked at, on each stretch on which it is asked for."""
        found: list[tuple[Stretch, Said]] = []
        expr = limit.against
        for stretch in asked_for(look, limit):
            if expr is None:
                said = Said(limit.text)
            elif isinstance(expr, Literal):
                said = limit_said(expr.value, expr)
            elif len(places) > MOST_PIECES:
                said = limit_said(None, expr)
            else:
                each = dict.fromkeys(self._value(look, expr, cell, low, stretch.first, on) for cell, low in places)
                said = next(iter(each)) if len(each) == 1 else limit_said(None, expr)
            if limit.text and expr is not None:
                said = Said(limit.text.replace("{}", said.text))
            found.append((stretch, said if limit.alone else Said(said.text + OTHERWISE, said.value)))
        return tuple(found)

    def _value(self, look: Look, expr: Expr, cell: Cell, low: int, day: date, on: IntervalSet) -> Said:
        """What a field is compared with at a place on a day; open where that hangs on an open choice."""
        here = IntervalSet(((low, low + 1),))
        partner = look.sentences.scanner.partner
        hung = {number for _, _, each in self.hung(look.simple, partner, cell, here) for number in each}
        packages = self.packages(hung & self.records.keys())
        if packages is None:
            return Said(OPEN)
        found: dict[Said, None] = {}
        for package in packages:
            world = self.world(package)
            own = self.slab(world, look.kind, cell, Side.NEW, day, on).at(low)
            before = self.slab(world, look.kind, cell, Side.OLD, day, on).at(low)
            if look.kind.displaces:
                before = world.raw(look.kind, cell, Side.OLD, day, world.window(on)).at(low)
            spot = look.sentences.scanner.spot(look.kind, cell, low, day, own, before, world.window(on))
            found[limit_said(world.formulas.value(expr, spot), expr)] = None
        return next(iter(found)) if len(found) == 1 else Said(OPEN)

    def covers(self, look: Look, points: dict[Cell, IntervalSet]) -> bool:
        """Whether a look has all of some points in its pattern."""
        region = look.region
        return all(
            all(mine & ~theirs == 0 for mine, theirs in zip(cell.parties, region.parties, strict=True))
            and (region.layers is None or cell.layer is None or cell.layer in region.layers)
            and (region.on is None or on <= region.on)
            for cell, on in points.items()
        )

    def sees_all(self, look: Look, day: date, points: dict[Cell, IntervalSet]) -> bool:
        """Whether a look with adjectives sees all of some points on a day."""
        seen = self.sees(look, day)
        return all(on <= seen.get(cell, IntervalSet()) for cell, on in points.items())

    def sees(self, look: Look, day: date) -> dict[Cell, IntervalSet]:
        """The points that a look with adjectives sees on a day."""
        found = self._seen.get((look, day))
        if found is None:
            by_cell: dict[Cell, list[tuple[int, int]]] = {}
            for witness in look.sentences.scanner.witnesses(look.pattern, None, day)[0]:
                by_cell.setdefault(witness.cell, []).append((witness.low, witness.high))
            found = {cell: IntervalSet.of(pieces) for cell, pieces in by_cell.items()}
            self._seen[look, day] = found
        return found


def asked_for(look: Look, limit: Limit) -> list[Stretch]:
    """The stretches on which a line asks for a limit."""
    indices = set(range(len(look.sentences.stretches)))
    for time in limit.times:
        indices &= set(look.sentences.window(time))
    return [look.sentences.stretches[index] for index in sorted(indices)]


def names_of(looks: Iterable[Look]) -> tuple[str, ...]:
    """The lines of some looks, each once."""
    return tuple(dict.fromkeys(look.line.line.full_name for look in looks))
