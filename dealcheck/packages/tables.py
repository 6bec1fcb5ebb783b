"""What the packages tried show of each group of points, and the sentence put together from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TypeAlias

from attrs import define, field

from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.trace import Trace, Witness
from dealcheck.evaluate.walk import Simple, Walk
from dealcheck.logic import Algebra, Truth, both, either, negation
from dealcheck.model.records import AggregateRecord, QuantifiedRecord
from dealcheck.packages.cases import Case
from dealcheck.packages.diagrams import END_OF, UNKNOWN, Diagram, Diagrams, TooManyError
from dealcheck.packages.regions import Regions, Support
from dealcheck.packages.sums import Limit, Sum, SumDiagram, contributions, limit_of

Table: TypeAlias = dict[tuple[int, ...], Truth]
"""The truth of some points for each combination of the options that they hang on."""


@define(eq=False)
class Tables:
    """What was seen under the packages tried: by simple sentence (its identity), stretch and choices.

    `truths` are those of points that hang on the same choices, `sums` what measures add to a sum, `limits` what the
    sums are compared with.
    """

    case: Case
    place: Mapping[int, int]
    """The place of the variable of each choice."""
    truths: dict[tuple[int, int], dict[Support, Table]] = field(factory=dict)
    sums: dict[tuple[int, int], dict[Support, dict[tuple[int, ...], Sum]]] = field(factory=dict)
    limits: dict[tuple[int, int], Limit] = field(factory=dict)

    def enter(self, simple: Simple, sentences: Sentences, options: tuple[int, ...]) -> None:
        """Enter what one package shows of each group of points, stretch by stretch."""
        regions = self.case.regions[id(simple)]
        seen: dict[tuple[int, int], dict[Support, Truth]] = {}
        for index, stretch in enumerate(sentences.stretches):
            segment = regions.segment(stretch.first)
            if regions.groups is not None and isinstance(simple, AggregateRecord):
                self._add_up(simple, sentences, options, index)
                continue
            scan = sentences.scan(simple, stretch.first)
            found = seen.get((id(scan), segment))
            if found is None:
                supports = regions.supports(segment)
                if regions.divides and supports != [frozenset()] and isinstance(simple, QuantifiedRecord):
                    witnesses: Iterable[Witness] = scan.witnesses
                    if simple.quantifier == "some":
                        # A scan that holds keeps only the points which bear it out.
                        witnesses, _ = sentences.scanner.witnesses(
                            simple.pattern, simple.condition, stretch.first, passed_over=False
                        )
                    found = _by_support(simple, witnesses, regions, supports, segment)
                else:
                    found = {supports[0]: scan.truth}
                seen[id(scan), segment] = found
            groups = self.truths.setdefault((id(simple), index), {})
            for support, truth in found.items():
                places = self.places(support)
                groups.setdefault(support, {})[self._key(places, options)] = truth

    def _add_up(self, simple: AggregateRecord, sentences: Sentences, options: tuple[int, ...], index: int) -> None:
        """Enter what one package shows of what each group of measures adds to a sum on a stretch."""
        day = sentences.stretches[index].first
        limit = limit_of(simple, sentences, day)
        if self.limits.setdefault((id(simple), index), limit) != limit:
            raise TooManyError
        groups = self.sums.setdefault((id(simple), index), {})
        for support, number in contributions(
            simple, sentences, day, self.case.regions[id(simple)].groups or ()
        ).items():
            key = self._key(self.places(support), options)
            if groups.setdefault(support, {}).setdefault(key, number) != number:
                raise TooManyError

    def _key(self, places: Sequence[int], options: Sequence[int]) -> tuple[int, ...]:
        return tuple([self.case.taken(place, options[place]) for place in places])

    def truth_of(self, places: Sequence[int], table: Table) -> Callable[[tuple[int, ...]], Truth]:
        """A table as a function of every option, those that stand for others in their place."""
        taken = self.case.taken
        return lambda options: table[tuple(map(taken, places, options))]

    def places(self, support: Support) -> list[int]:
        """The variables of some choices in the order of the diagrams, without those that the dates hang on."""
        return sorted(
            self.place[number] for number in support if number in self.place and number not in self.case.outer
        )


class OpenWalk(Walk[Diagram]):
    """The walk over a sentence with diagrams for truths."""

    def __init__(self, diagrams: Diagrams, tables: Tables, sentences: Sentences) -> None:
        algebra = Algebra(diagrams.all_of, diagrams.any_of, diagrams.negation, UNKNOWN)
        super().__init__(algebra, sentences.stretches, sentences.settled, sentences.diagnostics)
        self.diagrams = diagrams
        self.tables = tables
        self._made: dict[object, Diagram] = {}

    def simple(self, record: Simple, indices: list[int]) -> Trace[Diagram]:
        """The trace of a simple sentence on some stretches, put together from its groups of points."""
        return Trace(record, {index: self._of_simple(record, index) for index in indices}, False, UNKNOWN)

    def _of_simple(self, record: Simple, index: int) -> Diagram:
        sums = self.tables.sums.get((id(record), index))
        if sums is not None:
            return self._of_sum(sums, self.tables.limits[id(record), index])
        parts = [self._of_group(support, table) for support, table in self.tables.truths[id(record), index].items()]
        some = isinstance(record, QuantifiedRecord) and record.quantifier == "some"
        return self.algebra.any_of(parts) if some else self.algebra.all_of(parts)

    def _of_sum(self, sums: dict[Support, dict[tuple[int, ...], Sum]], limit: Limit) -> Diagram:
        by_places = [(self.tables.places(support), table) for support, table in sums.items()]
        groups = [(places, self._in_full(places, table)) for places, table in by_places]
        open_ = sorted(((places, table) for places, table in groups if places), key=lambda group: group[0])
        fixed = [table[()] for places, table in groups if not places]
        start = (sum((number for number, _ in fixed), start=0), any(more for _, more in fixed))
        return SumDiagram(self.diagrams, limit, open_).whole(start)

    def _in_full(self, places: Sequence[int], table: dict[tuple[int, ...], Sum]) -> dict[tuple[int, ...], Sum]:
        """What is added under every combination of options, those that stand for others in their place."""
        taken = self.tables.case.taken
        every = product(*(range(self.diagrams.sizes[place]) for place in places))
        return {options: table[tuple(map(taken, places, options))] for options in every}

    def _of_group(self, support: Support, table: Table) -> Diagram:
        places = self.tables.places(support)
        key = (support, tuple(sorted(table.items(), key=lambda entry: entry[0])))
        found = self._made.get(key)
        if found is None:
            ends = next(iter(table.values()))
            found = self._made[key] = (
                self.diagrams.table(places, self.tables.truth_of(places, table)) if places else END_OF[ends]
            )
        return found


def _by_support(
    record: QuantifiedRecord,
    witnesses: Iterable[Witness],
    regions: Regions,
    supports: Sequence[Support],
    segment: int,
) -> dict[Support, Truth]:
    """The truth of a sentence about the points alone that hang on the same choices."""
    join: Callable[[Truth, Truth], Truth] = both if record.quantifier == "every" else either
    found: dict[Support, Truth] = dict.fromkeys(supports, record.quantifier == "every")
    for witness in witnesses:
        for support in regions.over(witness.cell.parties, witness.low, witness.high, segment):
            found[support] = join(found[support], witness.truth)
    if record.quantifier == "no":
        return {support: negation(truth) for support, truth in found.items()}
    return found
