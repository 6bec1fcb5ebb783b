"""The walk over a sentence: its windows of time, and its parts joined by Kleene's connectives."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, timedelta
from typing import Generic, TypeVar

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.conditions import read_refs
from dealcheck.evaluate.trace import Stretch, Trace
from dealcheck.logic import Algebra
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    DealSentenceRecord,
    GroupRecord,
    IfThenRecord,
    JudgedRecord,
    NotRecord,
    OrRecord,
    PatternRecord,
    QuantifiedRecord,
    Ref,
    SentenceRecord,
    TimeRecord,
    UnlessRecord,
)
from dealcheck.worlds.states import Settled
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import when

T = TypeVar("T")

WINDOWS = ("after", "before", "by", "during")
"""The time phrases that lend their window to a sentence joined by `unless` or `then`."""

Simple = QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord


class Walk(ABC, Generic[T]):
    """Evaluates a sentence from the truths of its simple parts, whatever stands for a truth."""

    def __init__(
        self,
        algebra: Algebra[T],
        stretches: list[Stretch],
        settled: Settled,
        diagnostics: dict[object, Diagnostic],
    ) -> None:
        self.algebra = algebra
        self.stretches = stretches
        self.settled = settled
        self.diagnostics = diagnostics

    @abstractmethod
    def simple(self, record: Simple, indices: list[int]) -> Trace[T]:
        """The trace of a simple sentence on some stretches, its time phrase left aside."""

    def whole(self, record: SentenceRecord) -> Trace[T]:
        """The trace of a whole sentence, its truth for the line in `truth`."""
        trace = self._trace(record, list(range(len(self.stretches))))
        if not trace.settled:
            trace.truth = self.algebra.all_of(trace.truths.values())
        return trace

    # ---- Windows ---------------------------------------------------------------------------------------------------

    def window(self, time: TimeRecord) -> list[int]:
        """The stretches on which a time phrase has its sentence judged."""
        first = when(time.moment, self.settled)
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
            if first < self.settled.effective:
                self.diagnostics.setdefault(
                    ("at", time.place.source.name, time.place.span),
                    Diagnostic(
                        "DC607",
                        f"{first} lies before the deal takes effect on {self.settled.effective}",
                        time.place,
                        help="name a day on which the deal holds, or write `at effective`",
                    ),
                )
        elif time.word == "during" and time.last is not None:
            last = when(time.last, self.settled)
        return [
            index
            for index, stretch in enumerate(self.stretches)
            if (last is None or stretch.first <= last) and (stretch.last is None or stretch.last >= first)
        ]

    # ---- Evaluation ------------------------------------------------------------------------------------------------

    def _trace(self, record: SentenceRecord, indices: list[int], free: bool = False) -> Trace[T]:
        """The trace of a sentence on some stretches; `free` leaves its own time phrase aside, for one that lends its
        window.
        """
        time = time_of(record)
        if time is not None and not free:
            window = self.window(time)
            trace = self._trace(record, window, free=True)
            if not trace.settled:
                trace.truth = self.algebra.all_of(trace.truths[index] for index in window)
            trace.settled = True
            if not window:
                trace.note = "no date lies in its window, so it holds"
                if time.word == "at":
                    trace.truth, trace.note = self.algebra.unknown, "its day lies before the deal takes effect"
            return trace
        if isinstance(record, QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord):
            return self.simple(record, indices)
        if isinstance(record, GroupRecord):
            inner = self._trace(record.sentence, indices)
            return Trace(record, dict(inner.truths), inner.settled, inner.truth, (inner,))
        if isinstance(record, NotRecord):
            inner = self._trace(parts_of_sentence(record)[0], indices)
            truths = {index: self.algebra.negation(truth) for index, truth in inner.truths.items()}
            return Trace(record, truths, inner.settled, self.algebra.negation(inner.truth), (inner,))
        if isinstance(record, AndRecord | OrRecord):
            children = tuple(self._trace(operand, indices) for operand in parts_of_sentence(record))
            return self._joined(record, children, indices)
        return self._pair(record, indices)

    def _joined(self, record: SentenceRecord, children: tuple[Trace[T], ...], indices: list[int]) -> Trace[T]:
        if all(child.settled for child in children):
            return Trace(record, {}, True, self._combine(record, [child.truth for child in children]), children)
        truths = {index: self._combine(record, [child.at(index) for child in children]) for index in indices}
        return Trace(record, truths, False, self.algebra.unknown, children)

    def _combine(self, record: SentenceRecord, truths: list[T]) -> T:
        if isinstance(record, AndRecord):
            return self.algebra.all_of(truths)
        if isinstance(record, IfThenRecord):
            return self.algebra.any_of([self.algebra.negation(truths[0]), truths[1]])
        return self.algebra.any_of(truths)

    def _pair(self, record: UnlessRecord | IfThenRecord, indices: list[int]) -> Trace[T]:
        """`unless` and `if then`: an untimed side takes the window of the other and is judged with it day by day."""
        sides = parts_of_sentence(record)
        lent = lent_time(record)
        if lent is None:
            return self._joined(record, tuple(self._trace(side, indices) for side in sides), indices)
        window = self.window(lent)
        joined = self.untimed(record, window)
        if not joined.settled:
            joined.truth = self.algebra.all_of(joined.truths.values())
            joined.settled = True
        if not window:
            joined.note = "no date lies in its window, so it holds"
        return joined

    def untimed(self, record: SentenceRecord, indices: list[int]) -> Trace[T]:
        """The trace of a sentence on some stretches, whatever the time phrase that it bears, or that one of its sides
        lends it, says of them.
        """
        if lent_time(record) is None:
            return self._trace(record, indices, free=True)
        children = tuple(self._trace(side, indices, free=True) for side in parts_of_sentence(record))
        return self._joined(record, children, indices)


def time_of(record: SentenceRecord) -> TimeRecord | None:
    """The time phrase that a simple or parenthesised sentence itself bears."""
    time: TimeRecord | None = getattr(record, "time", None)
    return time


def lent_time(record: SentenceRecord) -> TimeRecord | None:
    """The time phrase of one side of `unless` or `if then` in whose window both sides are judged, day by day."""
    if isinstance(record, UnlessRecord | IfThenRecord):
        sides = parts_of_sentence(record)
        for lender, borrower in (sides, sides[::-1]):
            time = time_of(lender)
            if time is not None and time.word in WINDOWS and not is_timed(borrower):
                return time
    return None


def is_timed(record: SentenceRecord) -> bool:
    """Whether a sentence bears a time phrase anywhere."""
    return time_of(record) is not None or any(is_timed(part) for part in parts_of_sentence(record))


def parts_of_sentence(record: SentenceRecord) -> tuple[SentenceRecord, ...]:
    """The sentences that a sentence is made of.

    `not`, `and` and `or` are records of conditions too; those that stand in a sentence join sentences.
    """
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
