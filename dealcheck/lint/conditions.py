"""Conditions as propositions: each comparison a test of one axis."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from typing import TypeGuard

from attrs import field, frozen

from dealcheck.lint.intervals import ALL, NONE, Numbers
from dealcheck.lint.linear import (
    AT_LEAST_ZERO,
    DAYS_THERE_ARE,
    Quantum,
    Sum,
    compared,
    of_quantum,
    of_value,
    plus,
    times,
)
from dealcheck.lint.propositions import (
    FALSE,
    TRUE,
    Axis,
    Both,
    Either,
    Opposite,
    Proposition,
    Test,
    switch,
)
from dealcheck.model.moments import DEAL_DATES
from dealcheck.model.records import (
    AndRecord,
    CompareRecord,
    ConditionRecord,
    Expr,
    FactRef,
    FieldSpec,
    Kind,
    Literal,
    MemberRecord,
    Model,
    NotRecord,
    Op,
    OrRecord,
    PatternRecord,
    Ref,
    SentenceRecord,
)
from dealcheck.values import UNLIMITED, Comparison, Exact, Rate, Unlimited, Value, Word, compare
from dealcheck.worlds.texts import parts_of

DOMAINS: dict[str, Numbers] = {
    "rate": AT_LEAST_ZERO,
    "percent": AT_LEAST_ZERO,
    "price": AT_LEAST_ZERO,
    "quantity": AT_LEAST_ZERO,
    "money": AT_LEAST_ZERO,
    "date": DAYS_THERE_ARE,
}
"""What the fields of each type can be; all numbers where nothing stands here."""

SAME = "="
WORDS = ("choice", "name")


@frozen(eq=False)
class Reader:
    """Reads conditions on the points of a pattern, or, without one, on the deal itself.

    `ended` reads them at a point that the draft ends, where a field has the value that its kind gives to what is not
    there.
    """

    model: Model
    pattern: PatternRecord | None = None
    ended: bool = False
    seen: dict[Hashable, Proposition] = field(factory=dict)
    """Comparisons that were read before, by what tells them apart."""
    _exists: bool = field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        adjectives = self.pattern.adjectives if self.pattern is not None else frozenset()
        object.__setattr__(self, "_exists", bool(adjectives & {"new", "kept"}))

    def read(self, condition: ConditionRecord | SentenceRecord) -> Proposition:
        """The condition as a proposition."""
        if isinstance(condition, CompareRecord):
            return self.compare(condition.left, condition.operator, condition.right)
        if isinstance(condition, MemberRecord):
            return Either(tuple(self.compare(condition.left, "=", choice) for choice in condition.choices))
        if isinstance(condition, NotRecord):
            return Opposite(self.read(condition.operand))
        if isinstance(condition, AndRecord):
            return Both(tuple(self.read(operand) for operand in condition.operands))
        if isinstance(condition, OrRecord):
            return Either(tuple(self.read(operand) for operand in condition.operands))
        raise TypeError(f"no condition: {condition!r}")

    # ---- Comparisons -----------------------------------------------------------------------------------------------

    def compare(self, left: Expr, operator: str, right: Expr) -> Proposition:
        """`left OP right`."""
        if self.ended or not _is_plain(left) or not (isinstance(right, Literal) or _is_plain(right)):
            return self._compare(left, operator, right)
        # Most comparisons are of a field with a number or with what it was, and of few fields.
        beside = right.value if isinstance(right, Literal) else (right.kind, right.field, right.old)
        key = (left.kind, left.field, left.old, operator, beside, self._exists and self._is_own(left))
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = self._compare(left, operator, right)
        return found

    def _compare(self, left: Expr, operator: str, right: Expr) -> Proposition:
        if self.ended and (self._reads_nothing(left) or self._reads_nothing(right)):
            return FALSE
        left, right = self._at_end(left), self._at_end(right)
        for one, other, sign in ((left, right, operator), (right, left, MIRRORED[operator])):
            if isinstance(other, Op) and other.operator in ("min", "max"):
                every = (other.operator == "max") == (sign in (">", ">="))
                if sign in ("<", "<=", ">", ">=") and (every or not self._may_be_absent(one, other)):
                    parts = tuple(self.compare(one, sign, operand) for operand in other.operands)
                    return Both(parts) if every else Either(parts)
            if isinstance(other, Literal) and isinstance(other.value, Word | str):
                return self._of_names(one, sign, other.value)
            if isinstance(other, Literal) and isinstance(other.value, Unlimited):
                return self._of_unlimited(one, sign)
        if self._is_name(left) or self._is_name(right):
            return self._alike(left, operator, right)
        return of_numbers(self.sum_of(left), operator, self.sum_of(right), self._may_be_absent(left, right))

    def _of_unlimited(self, left: Expr, operator: str) -> Proposition:
        if isinstance(left, Literal):
            return self._constants(left.value, operator, UNLIMITED)
        found = self.sum_of(left)
        if len(found.terms) != 1 or found.constant or found.terms[0][1] <= 0:
            return switch((found, operator, "unlimited"))
        axis = compared(found, ">", may_be_absent=self._may_be_absent(left)).axis
        return Test(axis, ALL if operator in ("<", "<=", "!=") else NONE, operator in ("=", "<=", ">="))

    @staticmethod
    def _constants(left: Value, operator: str, right: Value) -> Proposition:
        result = compare(left, operator, right)
        if isinstance(result, Comparison) and result.truth is not None:
            return TRUE if result.truth else FALSE
        return switch((left, operator, right))

    def _of_names(self, left: Expr, operator: str, name: Word | str) -> Proposition:
        if isinstance(left, Literal):
            return self._constants(left.value, operator, name)
        text = name.text if isinstance(name, Word) else name
        spec = self._spec(left)
        closed = spec is not None and spec.type == "choice"
        names = spec.choices if spec is not None and closed else ()
        axis = Axis(("names", self._key(left)), names=names, closed=closed, may_be_absent=self._may_be_absent(left))
        return Test(axis, names=frozenset({text}), without=operator == "!=")

    def _alike(self, left: Expr, operator: str, right: Expr) -> Proposition:
        """Two names that are not written out: alike, or not."""
        keys = (self._key(left), self._key(right))
        if keys[0] == keys[1] and not self._may_be_absent(left):
            return TRUE if operator == "=" else FALSE
        axis = Axis(
            ("alike", frozenset(keys)), names=(SAME, "!="), closed=True, may_be_absent=self._may_be_absent(left, right)
        )
        return Test(axis, names=frozenset({SAME}), without=operator == "!=")

    def _is_name(self, expr: Expr) -> bool:
        spec = self._spec(expr)
        return spec is not None and (spec.type in WORDS or spec.type == "text")

    # ---- Sums ------------------------------------------------------------------------------------------------------

    def sum_of(self, expr: Expr) -> Sum:
        """An expression as a sum; what is none is something of its own."""
        expr = self._at_end(expr)
        if isinstance(expr, Literal):
            return of_value(expr.value) or of_quantum(Quantum(("written", expr.value), self._least(expr.value)))
        if isinstance(expr, Op):
            found = self._operation(expr)
            if found is not None:
                return found
        return of_quantum(self._quantum(expr))

    def _operation(self, expr: Op) -> Sum | None:
        if expr.operator == "neg":
            return times(self.sum_of(expr.operands[0]), -1)
        if expr.operator in ("+", "-"):
            left, right = map(self.sum_of, expr.operands)
            return plus(left, right, 1 if expr.operator == "+" else -1)
        if expr.operator == "*":
            for one, other in (expr.operands, expr.operands[::-1]):
                factor = _factor(other)
                if factor:
                    return times(self.sum_of(one), factor)
        if expr.operator == "/":
            divisor = expr.operands[1]
            if isinstance(divisor, Literal) and isinstance(divisor.value, int | Fraction) and divisor.value:
                return times(self.sum_of(expr.operands[0]), Fraction(1) / divisor.value)
        return None

    @staticmethod
    def _least(value: Value) -> Numbers:
        """What a compound rate comes to: of parts that are not below zero, no less than its percentage."""
        parts = [value.percent, *(amount for _, amount in value.specific)] if isinstance(value, Rate) else []
        numbers = [part for part in parts if isinstance(part, int | Fraction) and part >= 0]
        return Numbers.between(numbers[0], None) if parts and len(numbers) == len(parts) else ALL

    def _quantum(self, expr: Expr) -> Quantum:
        if isinstance(expr, FactRef):
            dated = self.pattern is None and expr.name in DEAL_DATES
            return Quantum(("fact", expr.name), DAYS_THERE_ARE if dated else ALL, dated)
        spec = self._spec(expr)
        return Quantum(self._key(expr)) if spec is None else of_field(self._key(expr), spec)

    # ---- What is read ----------------------------------------------------------------------------------------------

    def _at_end(self, expr: Expr) -> Expr:
        """What an expression reads at a point that the draft ends."""
        spec = self._spec(expr)
        if self.ended and spec is not None and spec.absent is not None and self._is_own(expr):
            return Literal(spec.absent, expr.place)
        return expr

    def _reads_nothing(self, expr: Expr) -> bool:
        """Whether an expression reads a field that has no value at a point that the draft ends."""
        for part in parts_of(expr):
            spec = self._spec(part)
            if spec is not None and spec.absent is None and self._is_own(part):
                return True
        return False

    def _is_own(self, expr: Expr) -> bool:
        """Whether an expression is a field of the point itself, as it is now."""
        if not isinstance(expr, Ref) or self.pattern is None or expr.old:
            return False
        return expr.kind == self.pattern.kind.name and not expr.changes and not expr.extreme

    def _spec(self, expr: Expr) -> FieldSpec | None:
        if not isinstance(expr, Ref):
            return None
        kind: Kind | None = self.model.kinds.get(expr.kind)
        return None if kind is None else kind.fields.get(expr.field)

    def _may_be_absent(self, *exprs: Expr) -> bool:
        """Whether something that an expression reads may have no value at all."""
        for expr in exprs:
            for part in parts_of(expr):
                if not isinstance(part, Ref):
                    continue
                spec = self._spec(part)
                if part.extreme or any(change.any for change in part.changes) or spec is None:
                    return True
                if spec.absent is None and not (self._exists and self._is_own(part) and spec.default is not None):
                    return True
        return False

    def _key(self, expr: Expr) -> Hashable:
        """What makes two expressions read the same."""
        if isinstance(expr, Ref):
            changes = tuple((each.word, each.parties, each.on, each.layers, each.any) for each in expr.changes)
            return ("field", expr.kind, expr.field, changes, expr.old, expr.extreme)
        if isinstance(expr, FactRef):
            return ("fact", expr.name)
        if isinstance(expr, Literal):
            return ("written", expr.value)
        if isinstance(expr, Op):
            return (expr.operator, *map(self._key, expr.operands))
        return ("bracket", id(expr))


MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def _is_plain(expr: Expr) -> TypeGuard[Ref]:
    """Whether an expression is a field, of a point with its own keys."""
    return isinstance(expr, Ref) and not expr.changes and not expr.extreme


def _factor(expr: Expr) -> Exact | None:
    """A plain number or a percentage written out, as a factor."""
    if not isinstance(expr, Literal):
        return None
    if isinstance(expr.value, int | Fraction):
        return expr.value
    if isinstance(expr.value, Rate) and not expr.value.specific and isinstance(expr.value.percent, int | Fraction):
        return Fraction(expr.value.percent) / 100
    return None


def of_field(key: Hashable, spec: FieldSpec) -> Quantum:
    """A field of numbers."""
    unlimited = spec.type in ("quantity", "money")
    return Quantum(key, DOMAINS.get(spec.type, ALL), spec.type == "date", unlimited)


def of_numbers(left: Sum, operator: str, right: Sum, may_be_absent: bool) -> Proposition:
    """A comparison of two sums; one of two sorts is a thing of its own."""
    gap = plus(left, right, -1)
    if gap is None:
        return switch((left, operator, right))
    if not gap.terms:
        holds = gap.constant in Numbers.where(operator, 0)
        if holds and may_be_absent:
            # What is taken from itself is nothing, unless it is not there.
            return switch((left, operator, right))
        return TRUE if holds else FALSE
    found = compared(gap, operator, may_be_absent=may_be_absent)
    unlimited = found.operator in (">", ">=", "!=")
    return Test(found.axis, Numbers.where(found.operator, found.limit), unlimited)
