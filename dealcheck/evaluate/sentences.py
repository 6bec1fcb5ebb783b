"""Sentences in a world: each simple one scanned on each stretch of time."""

from __future__ import annotations

from datetime import date

from dealcheck.evaluate.aggregates import Aggregates
from dealcheck.evaluate.conditions import Conditions
from dealcheck.evaluate.scanning import Scanner
from dealcheck.evaluate.trace import Scan, Stretch, Trace
from dealcheck.evaluate.walk import Simple, Walk, kinds_read, simple_parts
from dealcheck.logic import KLEENE, Truth, all_of, any_of, negation
from dealcheck.model.records import (
    AggregateRecord,
    Assessment,
    ConditionRecord,
    DealSentenceRecord,
    Kind,
    QuantifiedRecord,
    SentenceRecord,
)
from dealcheck.worlds.formulas import Spot
from dealcheck.worlds.states import Cell
from dealcheck.worlds.world import Side, World


class Sentences(Walk[Truth]):
    """Evaluates the sentences of one line in a world."""

    def __init__(
        self,
        world: World,
        conditions: Conditions,
        partner: int,
        stretches: list[Stretch],
        assessment: Assessment | None,
        line: str,
    ) -> None:
        super().__init__(KLEENE, stretches, world.settled, world.diagnostics)
        self.world = world
        self.conditions = conditions
        self.scanner = Scanner(world, conditions, partner)
        self.aggregates = Aggregates(self.scanner)
        self.assessment = assessment
        self.line = line
        self._scans: dict[tuple[int, ...], Scan] = {}

    def evaluate(self, record: SentenceRecord) -> Trace[Truth]:
        """The trace of a whole sentence, its truth for the line in `truth`."""
        self.prepare(record)
        return self.whole(record)

    def prepare(self, record: SentenceRecord) -> None:
        """Cut the atoms by all that a sentence names, before any point is looked at."""
        for simple in simple_parts(record):
            if isinstance(simple, QuantifiedRecord):
                self.scanner.prepare(simple.pattern, simple.condition)
            elif isinstance(simple, AggregateRecord):
                self.scanner.prepare(simple.pattern, simple.having)

    def simple(self, record: Simple, indices: list[int]) -> Trace[Truth]:
        """The trace of a simple sentence on some stretches, with the points that decided it."""
        scans = {index: self.scan(record, self.stretches[index].first) for index in indices}
        return Trace(record, {index: scan.truth for index, scan in scans.items()}, False, None, scans=scans)

    def scan(self, record: Simple, day: date) -> Scan:
        """A simple sentence on a day."""
        kinds = [self.world.model.kinds[name] for name in sorted(kinds_read(record))]
        key = (id(record), *[self.world.phase(kind, day) for kind in kinds])
        if isinstance(record, AggregateRecord):
            key = (*key, day.year)
        found = self._scans.get(key)
        if found is None:
            if isinstance(record, QuantifiedRecord):
                found = self._quantified(record, day)
            elif isinstance(record, AggregateRecord):
                found = self.aggregates.scan(record, day)
            elif isinstance(record, DealSentenceRecord):
                found = self._deal(record, day)
            else:
                found = self._judged()
            self._scans[key] = found
        return found

    def _quantified(self, record: QuantifiedRecord, day: date) -> Scan:
        every = record.quantifier == "every"
        witnesses, matched = self.scanner.witnesses(record.pattern, record.condition, day, every)
        truth: Truth
        if every:
            truth = all_of(witness.truth for witness in witnesses)
        else:
            truth = any_of(witness.truth for witness in witnesses)
            if record.quantifier == "no":
                truth = negation(truth)
            elif truth is True:
                witnesses = [witness for witness in witnesses if witness.truth is True]
        missing: tuple[str, ...] = ()
        decided = record.quantifier == "some"
        if (
            "general" in record.pattern.adjectives
            and truth is not decided
            and self.scanner.ungeneral(record.pattern, day)
        ):
            truth = None
            missing = (f"a measure on everything for `{record.pattern.place.text}`",)
        return Scan(truth, tuple(witnesses), matched, missing)

    def _deal(self, record: DealSentenceRecord, day: date) -> Scan:
        spot = _deal_spot(day)
        truth = self.conditions.truth(record.condition, spot)
        compared = list(self.conditions.compared(record.condition, spot, True))
        found = ", ".join(f"{each.left} {each.found}" for each in compared)
        needed = ", ".join(f"{each.left} {each.needed}" for each in compared)
        missing = tuple(sorted({name for each in compared if each.truth is None for name in each.missing}))
        return Scan(truth, missing=missing, found=found, needed=needed)

    def truths(self, record: Simple, condition: ConditionRecord, day: date) -> set[Truth]:
        """What a condition, or a part of one, comes to at the points that its sentence looks at on a day."""
        if isinstance(record, QuantifiedRecord | AggregateRecord):
            witnesses, _ = self.scanner.witnesses(record.pattern, condition, day)
            return {witness.truth for witness in witnesses}
        return {self.conditions.truth(condition, _deal_spot(day))}

    def _judged(self) -> Scan:
        if self.assessment is None:
            return Scan(
                None, missing=(f'a person\'s judgement: `assess {self.line} met by "NAME" on DATE because "..."`',)
            )
        return Scan(self.assessment.met, found=f"judged so by {self.assessment.by}: {self.assessment.because}")


def _deal_spot(day: date) -> Spot:
    """Where the deal's own dates are read."""
    return Spot(_DEAL_KIND, Cell(()), 0, day, Side.NEW)


_DEAL_KIND = Kind("deal", "the deal itself", {}, {})
