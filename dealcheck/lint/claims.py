"""Sentences as claims: what each says there is, or is not, joined by `and` and `or` alone, with no `not` left."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import TypeAlias

from attrs import evolve, field, frozen

from dealcheck.evaluate.walk import WINDOWS, is_timed, time_of
from dealcheck.lint.conditions import Reader, of_field, of_numbers
from dealcheck.lint.intervals import Numbers
from dealcheck.lint.linear import AT_LEAST_ZERO, Quantum, of_quantum
from dealcheck.lint.propositions import (
    FALSE,
    TRUE,
    Both,
    Either,
    Proposition,
    always,
    family,
    literals_of,
    never,
    opposite,
    switch,
)
from dealcheck.lint.regions import nothing_in
from dealcheck.logic import all_of, any_of
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    DealSentenceRecord,
    GroupRecord,
    IfThenRecord,
    JudgedRecord,
    Literal,
    Model,
    NotRecord,
    OrRecord,
    PatternRecord,
    QuantifiedRecord,
    SentenceRecord,
    TimeRecord,
    UnlessRecord,
)
from dealcheck.source import Place
from dealcheck.values import UNLIMITED, Money, Quantity

PERCENTAGES = Numbers.between(0, 100)


@frozen(eq=False)
class Claim:
    """A simple sentence, or a longer one that is not looked into.

    `sort` is `some` (a point of the pattern meets the condition), `exists` (one is there), `plain` (a proposition over
    sums or the deal's own dates) or `whole` (nothing is known of it but that it holds or not); with `positive` unset,
    it is claimed that this is not so. `saying` is the proposition as it counts on one date, the opposite already taken.
    """

    sort: str
    positive: bool
    key: Hashable
    place: Place
    saying: Proposition
    pattern: PatternRecord | None = None
    condition: Proposition = TRUE
    """Of `some`: what the point meets; of `plain`: what is so on one date."""
    time: TimeRecord | None = None
    record: SentenceRecord | None = None
    outcome: bool | None = None
    """How it comes out whatever the deal; None where that hangs on the deal, or is not proven."""
    ended: Reader | None = None
    """What reads the condition of `some` at a point that the draft ends."""

    @property
    def at_end(self) -> Proposition:
        """What the point meets, at one that the draft ends."""
        record = self.record
        if self.ended is None or not isinstance(record, QuantifiedRecord) or record.condition is None:
            return TRUE
        found = self.ended.read(record.condition)
        return opposite(found) if record.quantifier == "every" else found


@frozen(eq=False)
class Joint:
    """Claims joined: `all` of them hold, or any."""

    all: bool
    parts: tuple[Node, ...]
    key: Hashable
    saying: Proposition
    place: Place
    outcome: bool | None = None


Node: TypeAlias = "Claim | Joint"


def claims_of(node: Node) -> Iterator[Claim]:
    """The claims of a node in their order."""
    if isinstance(node, Claim):
        yield node
    else:
        for part in node.parts:
            yield from claims_of(part)


def demands(node: Node) -> tuple[Node, ...]:
    """What a line asks for, each of which has to hold."""
    if isinstance(node, Joint) and node.all:
        return tuple(demand for part in node.parts for demand in demands(part))
    return (node,)


def signed_key(node: Node) -> Hashable:
    """What makes two nodes say the same."""
    return node.key if isinstance(node, Joint) else (node.positive, node.key)


def pattern_key(pattern: PatternRecord) -> Hashable:
    """What makes two patterns the same."""
    return (
        pattern.kind.name,
        pattern.region.parties,
        pattern.region.on,
        pattern.region.layers,
        "layer" in pattern.named,
        pattern.adjectives,
    )


def time_key(time: TimeRecord | None) -> Hashable:
    """What makes two time phrases the same."""
    return None if time is None else (time.word, time.moment, time.last)


@frozen(eq=False)
class Claimant:
    """Reads the sentences of one line as claims."""

    model: Model
    line: str
    seen: dict[Hashable, Proposition] = field(factory=dict)
    """Comparisons that were read before."""
    _read: dict[tuple[int, bool], Node] = field(init=False, factory=dict)

    def read(self, record: SentenceRecord, positive: bool = True) -> Node:
        """A sentence as claims; its opposite, where `positive` is unset."""
        # The model holds its sentences, so that an identity stays theirs.
        key = (id(record), positive)
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = self._claims(record, positive)
        return found

    def _claims(self, record: SentenceRecord, positive: bool) -> Node:
        if isinstance(record, QuantifiedRecord):
            return self._quantified(record, positive)
        if isinstance(record, AggregateRecord):
            return self._plain(record, self._aggregate(record), record.time, positive)
        if isinstance(record, DealSentenceRecord):
            return self._plain(record, Reader(self.model).read(record.condition), record.time, positive)
        if isinstance(record, JudgedRecord):
            # One person answers for the whole line.
            return self._plain(record, switch(("judged", self.line)), record.time, positive, "whole")
        if isinstance(record, NotRecord):
            return self.read(record.operand, not positive)  # type: ignore[arg-type]
        if isinstance(record, AndRecord | OrRecord):
            parts = tuple(self.read(operand, positive) for operand in record.operands)  # type: ignore[arg-type]
            return joint(isinstance(record, AndRecord) is positive, parts, record.place)
        if isinstance(record, GroupRecord):
            return self._group(record, positive)
        return self._pair(record, positive)

    def sides(self, record: UnlessRecord | IfThenRecord) -> tuple[Node, Node]:
        """The sentence and its exception, of `unless`; the conclusion and the premise's opposite, of `if then`: either
        will do. A window that one lends to the other is left aside.
        """
        main, guard = _sides(record)
        # What is made here is read at once, and by nothing that remembers it.
        if _lends(main, guard):
            main = evolve(main, time=None)  # type: ignore[arg-type]  # it bears one
        elif _lends(guard, main):
            guard = evolve(guard, time=None)  # type: ignore[arg-type]
        return self._claims(main, True), self._claims(guard, isinstance(record, UnlessRecord))

    # ---- Simple sentences ------------------------------------------------------------------------------------------

    def _quantified(self, record: QuantifiedRecord, positive: bool) -> Claim:
        pattern = record.pattern
        some = record.quantifier == "some"
        # A sentence bears its time before it is denied.
        holds = some is (positive or record.time is not None)
        if record.condition is None:
            key: Hashable = ("exists", pattern_key(pattern))
            saying = switch(key) if not is_empty(pattern, self.model) else FALSE
            claim = Claim("exists", holds, key, record.place, saying, pattern, record=record)
        else:
            condition = Reader(self.model, pattern, seen=self.seen).read(record.condition)
            if record.quantifier == "every":
                condition = opposite(condition)
            key = ("some", pattern_key(pattern), condition)
            saying = FALSE if never(condition) or is_empty(pattern, self.model) else switch(key)
            ended = Reader(self.model, pattern, True)
            claim = Claim("some", holds, key, record.place, saying, pattern, condition, record=record, ended=ended)
        if claim.saying is FALSE:
            claim = evolve(claim, saying=FALSE if holds else TRUE, outcome=not holds)
        elif not holds:
            claim = evolve(claim, saying=opposite(claim.saying))
        return claim if record.time is None else _timed(claim, record.time, positive)

    def _plain(
        self,
        record: SentenceRecord,
        saying: Proposition,
        time: TimeRecord | None,
        positive: bool,
        sort: str = "plain",
    ) -> Claim:
        key = (sort, saying)
        if time is not None:
            claim = Claim(sort, True, key, record.place, saying, condition=saying, record=record)
            return _timed(claim, time, positive)
        saying = saying if positive else opposite(saying)
        return Claim(
            sort, positive, key, record.place, saying, condition=saying, record=record, outcome=outcome_of(saying)
        )

    def _aggregate(self, record: AggregateRecord) -> Proposition:
        reader = Reader(self.model)
        limit = record.limit
        yearly: Hashable = reader.sum_of(limit)
        if isinstance(limit, Literal):
            yearly = isinstance(limit.value, Quantity | Money) and bool(limit.value.per)
        pattern = pattern_key(record.pattern)
        having = TRUE if record.having is None else Reader(self.model, record.pattern).read(record.having)
        key = (record.function, record.field, pattern, having, record.weights, yearly)
        if isinstance(limit, Literal) and limit.value is UNLIMITED:
            return switch((key, record.operator, "unlimited"))
        if record.function == "number":
            counted = Quantum(key, AT_LEAST_ZERO, True)
        elif record.function == "share":
            counted = Quantum(key, PERCENTAGES)
        else:
            counted = of_field(key, record.pattern.kind.fields[record.field])
        found = of_numbers(of_quantum(counted), record.operator, reader.sum_of(limit), False)
        if record.function in ("average", "share"):
            # Over nothing it holds.
            return Either((found, switch(("nothing of", pattern))))
        return found

    # ---- Longer ones -----------------------------------------------------------------------------------------------

    def _group(self, record: GroupRecord, positive: bool) -> Node:
        inner = self.read(record.sentence)
        if record.time is None:
            return inner if positive else self.read(record.sentence, False)
        if positive and not is_timed(record.sentence) and isinstance(inner, Joint) and inner.all:
            # Each has to hold on each of the dates.
            parts = tuple(_timed(part, record.time, True) for part in inner.parts)
            return joint(True, parts, record.place)
        return _timed(inner, record.time, positive, record)

    def _pair(self, record: UnlessRecord | IfThenRecord, positive: bool) -> Node:
        main, guard = _sides(record)
        if _lends(main, guard) or _lends(guard, main):
            lender = main if _lends(main, guard) else guard
            either = joint(False, self.sides(record), record.place)
            time = time_of(lender)
            if time is not None:
                return _timed(either, time, positive, record)
        denied = isinstance(record, IfThenRecord)
        parts = (self.read(main, positive), self.read(guard, positive is not denied))
        return joint(not positive, parts, record.place)


def _sides(record: UnlessRecord | IfThenRecord) -> tuple[SentenceRecord, SentenceRecord]:
    if isinstance(record, UnlessRecord):
        return record.sentence, record.exception
    return record.conclusion, record.premise


def _lends(one: SentenceRecord, other: SentenceRecord) -> bool:
    time = time_of(one)
    return time is not None and time.word in WINDOWS and not is_timed(other)


def joint(together: bool, parts: tuple[Node, ...], place: Place) -> Node:
    """Nodes joined; those of the same sort of joint among them dissolved."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Joint) and part.all is together else (part,))
    sayings = tuple(part.saying for part in flat)
    saying: Proposition = Both(sayings) if together else Either(sayings)
    node = Joint(together, tuple(flat), (together, *map(signed_key, flat)), saying, place)
    outcome = _together(node)
    return node if outcome is None else evolve(node, outcome=outcome)


def _together(node: Joint) -> bool | None:
    """How a joint comes out whatever the deal."""
    outcomes = [part.outcome for part in node.parts]
    found = all_of(outcomes) if node.all else any_of(outcomes)
    if found is None:
        # What is said of a switch in one way only, however often, can come out either way.
        signs: dict[Hashable, bool] = {}
        for test, positive in literals_of(node.saying):
            of = family(test.axis)
            if of in signs and (not test.axis.switch or signs[of] is not positive):
                return outcome_of(node.saying)
            signs[of] = positive
    return found


def outcome_of(saying: Proposition) -> bool | None:
    """Whether a proposition always holds, or never does; None of others."""
    return True if always(saying) else False if never(saying) else None


def _timed(node: Node, time: TimeRecord, positive: bool, record: SentenceRecord | None = None) -> Claim:
    """A node on every date of a time phrase, or the opposite of that."""
    key = (signed_key(node), time_key(time))
    saying: Proposition
    outcome = node.outcome if isinstance(node, Joint) or node.sort != "plain" else outcome_of(node.saying)
    if outcome is False and time.word != "at":
        # There may be no such day; before the deal it cannot be told, and nothing else leaves `at` without one.
        outcome = None
    saying = TRUE if outcome else switch(key) if outcome is None else FALSE
    if not positive:
        denied = None if outcome is None else not outcome
        return Claim(
            "whole", True, ("not", key), node.place, opposite(saying), time=time, record=record, outcome=denied
        )
    if isinstance(node, Claim) and node.time is None:
        return evolve(node, key=key, saying=saying, time=time, outcome=outcome)
    return Claim("whole", True, key, node.place, saying, time=time, record=record, outcome=outcome)


def is_hollow(claim: Claim) -> bool:
    """Whether a claim holds only where there is nothing that it speaks of: what it asks for is so of nothing."""
    return claim.sort == "some" and not claim.positive and always(claim.condition)


# ---- Patterns --------------------------------------------------------------------------------------------------------


def is_empty(pattern: PatternRecord, model: Model) -> bool:
    """Whether no point can be of a pattern."""
    return bool(nothing_in(pattern.kind, pattern.region, model.parties, of_pattern=pattern))
