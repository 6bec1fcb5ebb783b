"""Sentences over time: each kind of sentence on each stretch, joined by Kleene's connectives."""

from __future__ import annotations

from datetime import date, timedelta

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.aggregates import Aggregates
from dealcheck.evaluate.conditions import Conditions, read_refs
from dealcheck.evaluate.scanning import Scanner
from dealcheck.evaluate.trace import Scan, Stretch, Trace
from dealcheck.logic import Truth, all_of, any_of, either, negation
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    Assessment,
    DealSentenceRecord,
    GroupRecord,
    IfThenRecord,
    JudgedRecord,
    Kind,
    NotRecord,
    OrRecord,
    PatternRecord,
    QuantifiedRecord,
    Ref,
    SentenceRecord,
    TimeRecord,
    UnlessRecord,
)
from dealcheck.worlds.formulas import Spot
from dealcheck.worlds.states import Cell
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import when
from dealcheck.worlds.world import Side, World

WINDOWS = ("after", "before", "by", "during")
"""The time phrases that lend their window to a sentence joined by `unless` or `then`."""

Simple = QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord


class Sentences:
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
        self.world = world
        self.conditions = conditions
        self.stretches = stretches
        self.scanner = Scanner(world, conditions, partner)
        self.aggregates = Aggregates(self.scanner)
        self.assessment = assessment
        self.line = line
        self._scans: dict[tuple[int, ...], Scan] = {}

    def evaluate(self, record: SentenceRecord) -> Trace:
        """The trace of a whole sentence, its truth for the line in `truth`."""
        for simple in simple_parts(record):
            if isinstance(simple, QuantifiedRecord):
                self.scanner.prepare(simple.pattern, simple.condition)
            elif isinstance(simple, AggregateRecord):
                self.scanner.prepare(simple.pattern, simple.having)
        everywhere = range(len(self.stretches))
        trace = self._trace(record, list(everywhere))
        if not trace.settled:
            trace.truth = all_of(trace.truths.values())
        return trace

    # ---- Windows ---------------------------------------------------------------------------------------------------

    def window(self, time: TimeRecord) -> list[int]:
        """The stretches on which a time phrase has its sentence judged."""
        first = when(time.moment, self.world.settled)
        if time.word == "at" and getattr(time.moment, "word", "") == "end":
            return [len(self.stretches) - 1]
        if first is None:
            return []
        last: date | None = None
        if time.word == "after":
            first = first + timedelta(days=1)
        elif time.word == "before":
            first, last = date.min, first - timedelta(days=1)
        elif time.word == "at":
            last = first
            if first < self.world.settled.effective:
                self.world.diagnostics.setdefault(
                    ("at", time.place.source.name, time.place.span),
                    Diagnostic(
                        "DC607",
                        f"{first} lies before the deal takes effect on {self.world.settled.effective}",
                        time.place,
                        help="name a day on which the deal holds, or write `at effective`",
                    ),
                )
        elif time.word == "during" and time.last is not None:
            last = when(time.last, self.world.settled)
        return [
            index
            for index, stretch in enumerate(self.stretches)
            if (last is None or stretch.first <= last) and (stretch.last is None or stretch.last >= first)
        ]

    def _bears_window(self, record: SentenceRecord) -> list[int] | None:
        time = time_of(record)
        return self.window(time) if time is not None and time.word in WINDOWS else None

    # ---- Evaluation ------------------------------------------------------------------------------------------------

    def _trace(self, record: SentenceRecord, indices: list[int], free: bool = False) -> Trace:
        """The trace of a sentence on some stretches; `free` leaves its own time phrase aside, for one that lends its
        window.
        """
        time = time_of(record)
        if time is not None and not free:
            window = self.window(time)
            trace = self._trace(record, window, free=True)
            trace.truth = trace.truth if trace.settled else all_of(trace.truths[index] for index in window)
            trace.settled = True
            if not window:
                trace.note = "no date lies in its window, so it holds"
                if time.word == "at":
                    trace.truth, trace.note = None, "its day lies before the deal takes effect"
            return trace
        if isinstance(record, QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord):
            scans = {index: self._scan(record, self.stretches[index].first) for index in indices}
            return Trace(record, {index: scan.truth for index, scan in scans.items()}, scans=scans)
        if isinstance(record, GroupRecord):
            inner = self._trace(record.sentence, indices)
            return Trace(record, dict(inner.truths), inner.settled, inner.truth, (inner,))
        if isinstance(record, NotRecord):
            inner = self._trace(record.operand, indices)  # type: ignore[arg-type]
            truths = {index: negation(truth) for index, truth in inner.truths.items()}
            return Trace(record, truths, inner.settled, negation(inner.truth), (inner,))
        if isinstance(record, AndRecord | OrRecord):
            children = tuple(self._trace(operand, indices) for operand in record.operands)  # type: ignore[arg-type]
            return self._joined(record, children, indices)
        return self._pair(record, indices)

    def _joined(self, record: SentenceRecord, children: tuple[Trace, ...], indices: list[int]) -> Trace:
        if all(child.settled for child in children):
            return Trace(record, {}, True, self._combine(record, [child.truth for child in children]), children)
        truths = {index: self._combine(record, [child.at(index) for child in children]) for index in indices}
        return Trace(record, truths, children=children)

    @staticmethod
    def _combine(record: SentenceRecord, truths: list[Truth]) -> Truth:
        if isinstance(record, AndRecord):
            return all_of(truths)
        if isinstance(record, IfThenRecord):
            return either(negation(truths[0]), truths[1])
        return any_of(truths)

    def _pair(self, record: UnlessRecord | IfThenRecord, indices: list[int]) -> Trace:
        """`unless` and `if then`: an untimed side takes the window of the other and is judged with it day by day."""
        if isinstance(record, UnlessRecord):
            sides = (record.sentence, record.exception)
        else:
            sides = (record.premise, record.conclusion)
        for lender, borrower in (sides, sides[::-1]):
            window = self._bears_window(lender)
            if window is not None and not is_timed(borrower):
                children = tuple(self._trace(side, window, free=side is lender) for side in sides)
                joined = self._joined(record, children, window)
                if not joined.settled:
                    joined.truth = all_of(joined.truths.values())
                    joined.settled = True
                if not window:
                    joined.note = "no date lies in its window, so it holds"
                return joined
        return self._joined(record, tuple(self._trace(side, indices) for side in sides), indices)

    def _scan(self, record: Simple, day: date) -> Scan:
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
        spot = Spot(_DEAL_KIND, Cell(()), 0, day, Side.NEW)
        truth = self.conditions.truth(record.condition, spot)
        compared = list(self.conditions.compared(record.condition, spot, True))
        found = ", ".join(f"{each.left} {each.found}" for each in compared)
        needed = ", ".join(f"{each.left} {each.needed}" for each in compared)
        missing = tuple(sorted({name for each in compared if each.truth is None for name in each.missing}))
        return Scan(truth, missing=missing, found=found, needed=needed)

    def _judged(self) -> Scan:
        if self.assessment is None:
            return Scan(
                None, missing=(f'a person\'s judgement: `assess {self.line} met by "NAME" on DATE because "..."`',)
            )
        return Scan(self.assessment.met, found=f"judged so by {self.assessment.by}: {self.assessment.because}")


_DEAL_KIND = Kind("deal", "the deal itself", {}, {})


def time_of(record: SentenceRecord) -> TimeRecord | None:
    """The time phrase that a simple or parenthesised sentence itself bears."""
    time: TimeRecord | None = getattr(record, "time", None)
    return time


def is_timed(record: SentenceRecord) -> bool:
    """Whether a sentence bears a time phrase anywhere."""
    return time_of(record) is not None or any(is_timed(part) for part in parts_of_sentence(record))


def parts_of_sentence(record: SentenceRecord) -> tuple[SentenceRecord, ...]:
    """The sentences that a sentence is made of."""
    if isinstance(record, GroupRecord):
        return (record.sentence,)
    if isinstance(record, NotRecord):
        return (record.operand,)  # type: ignore[return-value]
    if isinstance(record, AndRecord | OrRecord):
        return record.operands  # type: ignore[return-value]
    if isinstance(record, UnlessRecord):
        return (record.sentence, record.exception)
    if isinstance(record, IfThenRecord):
        return (record.premise, record.conclusion)
    return ()


def simple_parts(record: SentenceRecord) -> list[Simple]:
    """The simple sentences in a sentence, in the order written."""
    if isinstance(record, QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord):
        return [record]
    return [simple for part in parts_of_sentence(record) for simple in simple_parts(part)]


def kinds_read(record: SentenceRecord) -> frozenset[str]:
    """The kinds that a sentence looks at."""
    found: set[str] = set()
    for simple in simple_parts(record):
        pattern: PatternRecord | None = getattr(simple, "pattern", None)
        if pattern is not None:
            found.add(pattern.kind.name)
        condition = getattr(simple, "condition", None) or getattr(simple, "having", None)
        found.update(ref.kind for ref in read_refs(condition))
        if isinstance(simple, AggregateRecord):
            found.update(part.kind for part in parts_of(simple.limit) if isinstance(part, Ref))
    return frozenset(found)


def moments_of(record: SentenceRecord) -> list[TimeRecord]:
    """Every time phrase in a sentence."""
    time = time_of(record)
    found = [] if time is None else [time]
    for part in parts_of_sentence(record):
        found.extend(moments_of(part))
    return found
