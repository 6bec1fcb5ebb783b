"""Mutants that say what the line says: proven, never guessed.

Two records are the same where every part of them is: the same points, however their scope is written, and comparisons
that every value the field can take answers alike. Nothing is concluded from two parts together, for with an unknown
value a sentence may be unknown where its parts, put otherwise, decide it.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from dealcheck.model.records import (
    AggregateRecord,
    CompareRecord,
    Expr,
    KeyChange,
    LineRecord,
    Literal,
    MemberRecord,
    Model,
    Moment,
    Op,
    PatternRecord,
    QuantifiedRecord,
    Ref,
    TimeRecord,
)
from dealcheck.values import Rate

TRUTHS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
NEVER_NEGATIVE = ("rate", "percent")
"""The types of fields that no text brings below zero: what would fall below counts as 0%."""


def equivalent(model: Model, line: LineRecord, mutant: LineRecord, part: str) -> str:
    """Why a mutant says what its line says, `""` where that is not proven; `part` is what was changed in it."""
    if part == "active":
        whiles = [_empty(each.active_from, each.active_until) for each in (line, mutant)]
        return "neither is held on any day" if all(whiles) else ""
    proof = _Proof(model)
    if part:
        name = part.removeprefix("reading ")
        pairs = [
            (one.sentence, other.sentence)
            for one, other in zip(line.readings, mutant.readings, strict=True)
            if one.name == name
        ]
    else:
        pairs = [(line.sentence, mutant.sentence)] if line.sentence is not None and mutant.sentence is not None else []
    alike = bool(pairs) and all(proof.same(one, other) for one, other in pairs)
    return (proof.why or "it says the same") if alike else ""


class _Proof:
    """Compares two records; `why` is what makes a difference of their texts none of their meaning."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.why = ""

    def same(self, one: object, other: object) -> bool:
        """Whether two parts of sentences mean the same for every draft."""
        if one is None or other is None or type(one) is not type(other):
            return one is other
        if isinstance(one, PatternRecord) and isinstance(other, PatternRecord):
            return self._same_pattern(one, other)
        if isinstance(one, CompareRecord) and isinstance(other, CompareRecord):
            return self._same_comparison(one, other)
        if isinstance(one, TimeRecord) and isinstance(other, TimeRecord):
            return self._same_time(one, other)
        if isinstance(one, AggregateRecord) and isinstance(other, AggregateRecord):
            return self._same_aggregate(one, other)
        if isinstance(one, MemberRecord) and isinstance(other, MemberRecord):
            return self.same(one.left, other.left) and self._all(one.choices, other.choices)
        if isinstance(one, Literal) and isinstance(other, Literal):
            return one.value == other.value
        if isinstance(one, Ref) and isinstance(other, Ref):
            said = [(each.kind, each.field, each.old, each.extreme) for each in (one, other)]
            return said[0] == said[1] and self._all(one.changes, other.changes)
        if isinstance(one, KeyChange) and isinstance(other, KeyChange):
            read = [(each.word, each.parties, each.on, each.layers, each.any) for each in (one, other)]
            return read[0] == read[1]
        if isinstance(one, Op) and isinstance(other, Op):
            return one.operator == other.operator and self._all(one.operands, other.operands)
        if (
            isinstance(one, QuantifiedRecord)
            and isinstance(other, QuantifiedRecord)
            and one.quantifier != other.quantifier
        ):
            return False
        return self._all_fields(one, other)

    def _all_fields(self, one: object, other: object) -> bool:
        """Whether records are the same in all that they hold, their places left out."""
        names = [each for each in getattr(type(one), "__slots__", ()) if each not in ("place", "__weakref__")]
        if not names:
            return one == other
        pairs = [(getattr(one, name), getattr(other, name)) for name in names]
        return all(
            self._all(mine, theirs)
            if isinstance(mine, tuple) and isinstance(theirs, tuple)
            else self.same(mine, theirs)
            if hasattr(type(mine), "__attrs_attrs__")
            else mine == theirs
            for mine, theirs in pairs
        )

    def _all(self, ones: Sequence[object], others: Sequence[object]) -> bool:
        return len(ones) == len(others) and all(self.same(one, other) for one, other in zip(ones, others, strict=True))

    def _same_pattern(self, one: PatternRecord, other: PatternRecord, *, by_code: bool = False) -> bool:
        """Whether patterns have the same points. Which keys are named, and by which codes, matters to few."""
        if one.kind is not other.kind or one.region != other.region or one.adjectives != other.adjectives:
            return False
        if ("general" in one.adjectives and one.named != other.named) or (by_code and one.codes != other.codes):
            return False
        if one.place.text != other.place.text:
            self.why = "the scope covers the same points"
        return True

    def _same_aggregate(self, one: AggregateRecord, other: AggregateRecord) -> bool:
        said = [(each.function, each.field, each.weights) for each in (one, other)]
        if said[0] != said[1] or not self._same_pattern(one.pattern, other.pattern, by_code=True):
            return False
        if not self.same(one.having, other.having) or not self.same(one.time, other.time):
            return False
        if one.operator == other.operator and self.same(one.limit, other.limit):
            return True
        low = Fraction(0) if one.function in ("number", "share") else self._lowest(one.pattern.kind.name, one.field)
        high = Fraction(100) if one.function == "share" else None
        return self._alike((one.operator, one.limit), (other.operator, other.limit), low, high)

    # ---- Comparisons -----------------------------------------------------------------------------------------------

    def _same_comparison(self, one: CompareRecord, other: CompareRecord) -> bool:
        if not self.same(one.left, other.left):
            return False
        if one.operator == other.operator and self.same(one.right, other.right):
            return True
        left = one.left
        low = self._lowest(left.kind, left.field) if isinstance(left, Ref) else None
        return self._alike((one.operator, one.right), (other.operator, other.right), low, None)

    def _lowest(self, kind: str, name: str) -> Fraction | None:
        """The least value that a field can take, None where there is none."""
        known = self.model.kinds.get(kind)
        spec = None if known is None else known.fields.get(name)
        return Fraction(0) if spec is not None and spec.type in NEVER_NEGATIVE else None

    def _alike(
        self, one: tuple[str, Expr], other: tuple[str, Expr], low: Fraction | None, high: Fraction | None
    ) -> bool:
        """Whether two comparisons with plain percentages or numbers are answered alike by every value in a range.

        An answer changes nowhere but at the limits, so one value at each, between them and beyond them tells.
        """
        limits = [_plain(one[1]), _plain(other[1])]
        if limits[0] is None or limits[1] is None or _sort(one[1]) != _sort(other[1]):
            return False
        first, second = limits[0], limits[1]
        marks = sorted({first, second, *(each for each in (low, high) if each is not None)})
        samples = [marks[0] - 1, *marks, marks[-1] + 1]
        samples.extend((before + after) / 2 for before, after in itertools.pairwise(marks))
        taken = [each for each in samples if (low is None or each >= low) and (high is None or each <= high)]
        if all(TRUTHS[one[0]](each, first) == TRUTHS[other[0]](each, second) for each in taken):
            self.why = "no value that the field can take tells them apart"
            return True
        return False

    # ---- Times -----------------------------------------------------------------------------------------------------

    def _same_time(self, one: TimeRecord, other: TimeRecord) -> bool:
        if one.word != other.word:
            return False
        if one.moment == other.moment and one.last == other.last:
            return True
        if one.word == "during" and all(_empty(each.moment, each.last) for each in (one, other)):
            self.why = "neither window has a day"
            return True
        return False


def _plain(expr: Expr) -> Fraction | None:
    """The number of a plain percentage or of a plain number."""
    value = expr.value if isinstance(expr, Literal) else None
    if isinstance(value, Rate):
        value = value.percent if not value.specific else None
    return Fraction(value) if isinstance(value, int | Fraction) else None


def _sort(expr: Expr) -> type[object] | None:
    return type(expr.value) if isinstance(expr, Literal) and isinstance(expr.value, Rate) else None


def _empty(since: Moment | None, until: Moment | None) -> bool:
    """Whether no day lies from one date to another."""
    return isinstance(since, date) and isinstance(until, date) and until < since
