"""Parts of sentences that change nothing, and guards that are settled before any deal is seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from dealcheck.evaluate.walk import parts_of_sentence
from dealcheck.lint.book import Spoken
from dealcheck.lint.claims import Claim, Claimant, Joint, Node
from dealcheck.lint.conditions import Reader
from dealcheck.lint.entailment import Entailment
from dealcheck.lint.propositions import Both, Either, Proposition, always, implies, never
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    CompareRecord,
    ConditionRecord,
    DealSentenceRecord,
    IfThenRecord,
    MemberRecord,
    NotRecord,
    OrRecord,
    QuantifiedRecord,
    SentenceRecord,
    UnlessRecord,
)
from dealcheck.source import Place

MOST_PARTS = 24
"""Parts joined by one `and` or `or` that are held against each other."""


@frozen(eq=False)
class Idle:
    """A part that could go; `beside` is the part that says as much, `why` what is so of it where it needs none."""

    place: Place
    why: str = ""
    beside: Place | None = None


# ---- Conditions ------------------------------------------------------------------------------------------------------


def idle_in_condition(reader: Reader, condition: ConditionRecord | SentenceRecord) -> Iterator[Idle]:
    """The parts of a condition that change nothing."""
    if isinstance(condition, NotRecord):
        yield from idle_in_condition(reader, condition.operand)
        return
    if isinstance(condition, MemberRecord):
        choices = [reader.compare(condition.left, "=", choice) for choice in condition.choices]
        places = [choice.place for choice in condition.choices]
        yield from (idle for _, idle in _idle_among(choices, places, together=False))
        return
    if not isinstance(condition, AndRecord | OrRecord):
        return
    parts = [reader.read(operand) for operand in condition.operands]
    found = dict(
        _idle_among(parts, [operand.place for operand in condition.operands], together=isinstance(condition, AndRecord))
    )
    for at, operand in enumerate(condition.operands):
        if at in found:
            yield found[at]
        else:
            yield from idle_in_condition(reader, operand)


def _idle_among(parts: Sequence[Proposition], places: Sequence[Place], *, together: bool) -> list[tuple[int, Idle]]:
    """Which of some parts follow from the others, the last first."""
    if len(parts) > MOST_PARTS:
        return []

    def follows(one: Proposition, other: Proposition) -> bool:
        return implies(one, other) if together else implies(other, one)

    found: list[tuple[int, Idle]] = []
    kept = list(range(len(parts)))
    for at in reversed(range(len(parts))):
        part, others = parts[at], [parts[other] for other in kept if other != at]
        if always(part) if together else never(part):
            found.append((at, Idle(places[at], "always holds" if together else "never holds")))
        elif others and follows(Both(tuple(others)) if together else Either(tuple(others)), part):
            beside = next((other for other in kept if other != at and follows(parts[other], part)), None)
            found.append((at, Idle(places[at], beside=None if beside is None else places[beside])))
        else:
            continue
        kept.remove(at)
    return found


# ---- Sentences -------------------------------------------------------------------------------------------------------


def idle_in_sentence(claimant: Claimant, proofs: Entailment, sentence: SentenceRecord) -> Iterator[Idle]:
    """The sentences joined by `and` or `or` that change nothing, and the parts of conditions that do not."""
    if isinstance(sentence, AndRecord | OrRecord):
        together = isinstance(sentence, AndRecord)
        nodes = [claimant.read(operand) for operand in sentence.operands]  # type: ignore[arg-type]
        found = _idle_nodes(proofs, nodes, [operand.place for operand in sentence.operands], together=together)
        for at, operand in enumerate(sentence.operands):
            if at in found:
                yield found[at]
            else:
                yield from idle_in_sentence(claimant, proofs, operand)  # type: ignore[arg-type]
        return
    for part in parts_of_sentence(sentence):
        yield from idle_in_sentence(claimant, proofs, part)
    condition: ConditionRecord | None = None
    reader = Reader(proofs.model)
    if isinstance(sentence, QuantifiedRecord):
        condition, reader = sentence.condition, Reader(proofs.model, sentence.pattern, seen=claimant.seen)
    elif isinstance(sentence, AggregateRecord):
        condition, reader = sentence.having, Reader(proofs.model, sentence.pattern, seen=claimant.seen)
    elif isinstance(sentence, DealSentenceRecord):
        condition = sentence.condition
    is_some = isinstance(sentence, QuantifiedRecord) and sentence.quantifier == "some"
    if condition is None:
        return
    if isinstance(condition, CompareRecord) and isinstance(sentence, QuantifiedRecord) and not is_some:
        return  # It has no parts.
    whole = reader.read(condition)
    if always(whole):
        if isinstance(sentence, AggregateRecord) or is_some:
            yield Idle(condition.place, "always holds")
    elif not never(whole):
        yield from idle_in_condition(reader, condition)


def _idle_nodes(
    proofs: Entailment, nodes: Sequence[Node], places: Sequence[Place], *, together: bool
) -> dict[int, Idle]:
    if len(nodes) > MOST_PARTS:
        return {}

    def follows(one: Node, other: Node) -> bool:
        return proofs.follows(one, other) if together else proofs.follows(other, one)

    found: dict[int, Idle] = {}
    kept = list(range(len(nodes)))
    for at in reversed(range(len(nodes))):
        if nodes[at].outcome is together:
            found[at] = Idle(places[at], "always holds" if together else "never holds")
        else:
            beside = next((other for other in kept if other != at and follows(nodes[other], nodes[at])), None)
            if beside is None:
                continue
            found[at] = Idle(places[at], beside=places[beside])
        kept.remove(at)
    return found


# ---- Guards ----------------------------------------------------------------------------------------------------------


@frozen(eq=False)
class Guard:
    """An `unless` or an `if ... then`, with its sides as claims of which either will do."""

    record: UnlessRecord | IfThenRecord
    main: Node
    guard: Node

    @property
    def is_settled(self) -> bool:
        """Whether its exception or premise comes out one way whatever the deal."""
        return self.guard.outcome is not None


def guards(claimant: Claimant, sentence: SentenceRecord) -> Iterator[Guard]:
    """The guards in a sentence, the outer ones first."""
    if isinstance(sentence, UnlessRecord | IfThenRecord):
        yield Guard(sentence, *claimant.sides(sentence))
    for part in parts_of_sentence(sentence):
        yield from guards(claimant, part)


# ---- What settles a sentence -----------------------------------------------------------------------------------------


def root(node: Node) -> Node:
    """The smallest part of a settled node by which it always holds, or never does."""
    if isinstance(node, Joint) and node.all is not node.outcome:
        found = next((part for part in node.parts if part.outcome is node.outcome), None)
        return node if found is None else root(found)
    return node


def condition_of(node: Node) -> Place | None:
    """Where the condition of a claim stands, if that alone settles it."""
    record = node.record if isinstance(node, Claim) else None
    if isinstance(record, QuantifiedRecord | DealSentenceRecord) and record.condition is not None:
        return record.condition.place
    return None


def is_settled_by_guard(claimant: Claimant, spoken: Spoken) -> bool:
    """Whether a sentence has a guard that is settled, which is said of the guard."""
    return any(guard.is_settled for guard in guards(claimant, spoken.sentence))
