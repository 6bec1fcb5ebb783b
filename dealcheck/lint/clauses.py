"""Walks over what lines say: their simple sentences, and the comparisons in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias
from weakref import WeakKeyDictionary

from attrs import evolve, frozen

from dealcheck.model import records
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    CompareRecord,
    ConditionRecord,
    DealSentenceRecord,
    Expr,
    GroupRecord,
    IfThenRecord,
    JudgedRecord,
    LineRecord,
    MemberRecord,
    NotRecord,
    OrRecord,
    QuantifiedRecord,
    ReadingRecord,
    Ref,
    SentenceRecord,
    UnlessRecord,
)

if TYPE_CHECKING:
    from dealcheck.lint.context import Context

Simple: TypeAlias = "QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord"
Role: TypeAlias = Literal["demand", "premise", "exception"]

OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "!=", "!=": "="}
"""What is true where a comparison is false."""

TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
"""The same comparison with its sides exchanged."""


@frozen(eq=False)
class Clause:
    """A simple sentence of a line: in which reading (None: the line itself), and what it is there for.

    `positive` tells that the line gains by its being true; `role` whether it stands before `then` or behind `unless`.
    """

    line: LineRecord
    reading: ReadingRecord | None
    said: Simple
    positive: bool = True
    role: Role = "demand"

    @property
    def quantified(self) -> QuantifiedRecord | None:
        """The sentence, where it is one of `no`, `every` and `some`."""
        return self.said if isinstance(self.said, QuantifiedRecord) else None


@frozen(eq=False)
class Asked:
    """A comparison of a field, as its sentence asks for it: `no ... may have rate > 15%` asks for `rate <= 15%`.

    `written` is the operator as it reads with the field on the left; `found` is the comparison itself.
    """

    ref: Ref
    operator: str
    other: Expr
    written: str
    found: CompareRecord


def clauses(context: Context, *, readings: bool = True) -> Iterator[Clause]:
    """The simple sentences of every line of the text, those of its readings included."""
    found = _KNOWN.get(context)
    if found is None:
        found = _KNOWN[context] = [clause for line in context.lines for clause in clauses_of(line)]
    return iter(found if readings else [clause for clause in found if clause.reading is None])


_KNOWN: WeakKeyDictionary[Context, list[Clause]] = WeakKeyDictionary()


def clauses_of(line: LineRecord, *, readings: bool = True) -> Iterator[Clause]:
    """The simple sentences of a line, in the order of the text."""
    if line.sentence is not None:
        yield from _simple(line, None, line.sentence, positive=True, role="demand")
    for reading in line.readings if readings else ():
        yield from _simple(line, reading, reading.sentence, positive=True, role="demand")


def _simple(
    line: LineRecord, reading: ReadingRecord | None, sentence: SentenceRecord, *, positive: bool, role: Role
) -> Iterator[Clause]:
    if isinstance(sentence, QuantifiedRecord | AggregateRecord | DealSentenceRecord | JudgedRecord):
        yield Clause(line, reading, sentence, positive, role)
    elif isinstance(sentence, IfThenRecord):
        yield from _simple(line, reading, sentence.premise, positive=not positive, role="premise")
        yield from _simple(line, reading, sentence.conclusion, positive=positive, role=role)
    elif isinstance(sentence, UnlessRecord):
        yield from _simple(line, reading, sentence.sentence, positive=positive, role=role)
        yield from _simple(line, reading, sentence.exception, positive=positive, role="exception")
    elif isinstance(sentence, GroupRecord):
        yield from _simple(line, reading, sentence.sentence, positive=positive, role=role)
    elif isinstance(sentence, NotRecord):
        operand: SentenceRecord = sentence.operand  # type: ignore[assignment]  # a sentence holds sentences only
        yield from _simple(line, reading, operand, positive=not positive, role=role)
    else:
        for each in sentence.operands:
            part: SentenceRecord = each  # type: ignore[assignment]  # a sentence holds sentences only
            yield from _simple(line, reading, part, positive=positive, role=role)


def comparisons(
    condition: ConditionRecord | None, *, positive: bool = True
) -> Iterator[tuple[CompareRecord | MemberRecord, bool]]:
    """The comparisons of a condition, each with whether it stands under an even number of `not`."""
    if isinstance(condition, CompareRecord | MemberRecord):
        yield condition, positive
    elif isinstance(condition, NotRecord):
        operand: ConditionRecord = condition.operand  # type: ignore[assignment]  # a condition holds conditions only
        yield from comparisons(operand, positive=not positive)
    elif isinstance(condition, AndRecord | OrRecord):
        for each in condition.operands:
            part: ConditionRecord = each  # type: ignore[assignment]  # a condition holds conditions only
            yield from comparisons(part, positive=positive)


def asked(said: QuantifiedRecord) -> Iterator[Asked]:
    """The comparisons of a field of the pattern's own kind, as `no`, `every` or `some` asks for them."""
    for found, positive in comparisons(said.condition):
        if isinstance(found, CompareRecord):
            oriented = _oriented(found, said.pattern.kind.name)
            if oriented is not None:
                wanted = positive != (said.quantifier == "no")
                yield oriented if wanted else evolve(oriented, operator=OPPOSITE[oriented.operator])


def _oriented(found: CompareRecord, kind: str) -> Asked | None:
    """A comparison with the field on its left; None where neither side is a field of the point itself."""
    if _is_own(found.left, kind):
        return Asked(found.left, found.operator, found.right, found.operator, found)  # type: ignore[arg-type]
    if _is_own(found.right, kind):
        turned = TURNED[found.operator]
        return Asked(found.right, turned, found.left, turned, found)  # type: ignore[arg-type]
    return None


def _is_own(expr: Expr, kind: str) -> bool:
    return isinstance(expr, Ref) and expr.kind == kind and not expr.changes and not expr.old and not expr.extreme


def references(of: Expr | ConditionRecord | None) -> Iterator[Ref]:
    """The fields that an expression or a condition reads."""
    if isinstance(of, Ref):
        yield of
    elif isinstance(of, records.Op):
        for operand in of.operands:
            yield from references(operand)
    elif isinstance(of, CompareRecord | MemberRecord | NotRecord | AndRecord | OrRecord):
        for found, _ in comparisons(of):
            yield from references(found.left)
            for other in (found.right,) if isinstance(found, CompareRecord) else found.choices:
                yield from references(other)


def fields_read(line: LineRecord) -> Iterator[Ref]:
    """The fields that a line reads anywhere, its readings included."""
    for clause in clauses_of(line):
        if isinstance(clause.said, QuantifiedRecord | DealSentenceRecord):
            yield from references(clause.said.condition)
        elif isinstance(clause.said, AggregateRecord):
            yield from references(clause.said.having)
            yield from references(clause.said.limit)


def kinds_named(line: LineRecord) -> set[str]:
    """The kinds that a line speaks of: those of its patterns, and those of the fields that it reads."""
    named = {ref.kind for ref in fields_read(line)}
    for clause in clauses_of(line):
        if isinstance(clause.said, QuantifiedRecord | AggregateRecord):
            named.add(clause.said.pattern.kind.name)
    return named
