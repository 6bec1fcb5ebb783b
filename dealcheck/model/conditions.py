"""Conditions: comparisons of fields, and their connectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from dealcheck.model.comparing import comparable
from dealcheck.model.records import (
    AndRecord,
    CompareRecord,
    ConditionRecord,
    FieldSpec,
    Literal,
    MemberRecord,
    NotRecord,
    OrRecord,
    Ref,
)
from dealcheck.model.types import DATES, SORT_OF_TYPE, Typed
from dealcheck.syntax import ast
from dealcheck.values import Rate, Value

if TYPE_CHECKING:
    from dealcheck.model.expressions import Formula

OPERATOR_OF_WORD = {"reduced": "<", "raised": ">", "unchanged": "=", "eliminated": "="}


def read_condition(formula: Formula, condition: ast.Condition) -> ConditionRecord | None:
    """The condition with its values typed; None after an error."""
    place = formula.place(condition)
    if isinstance(condition, ast.Compare):
        left = formula.read(condition.left, _word_field(formula, condition.right))
        # What a name stands for may hang on the other side: of two that are not known, one is the slip.
        if left is None and isinstance(condition.right, ast.Reference):
            return None
        right = formula.read(condition.right, _word_field(formula, condition.left))
        if left is None or right is None:
            return None
        pair = comparable(formula.here, left, condition.operator, right)
        return None if pair is None else CompareRecord(pair[0], condition.operator, pair[1], place)
    if isinstance(condition, ast.Change):
        return _change(formula, condition)
    if isinstance(condition, ast.Member):
        return _member(formula, condition)
    if isinstance(condition, ast.Not):
        inner = read_condition(formula, condition.operand)  # type: ignore[arg-type]  # a condition holds conditions only
        return None if inner is None else NotRecord(inner, place)
    operands = [read_condition(formula, operand) for operand in condition.operands]  # type: ignore[arg-type]
    known = tuple([operand for operand in operands if operand is not None])
    if len(known) < len(operands):
        return None
    return AndRecord(known, place) if isinstance(condition, ast.And) else OrRecord(known, place)


def _word_field(formula: Formula, expr: ast.Expression) -> FieldSpec | None:
    """The field that an expression reads, where its values are names: the other side may then be one of them."""
    if isinstance(expr, ast.Old | ast.Extreme):
        expr = expr.reference
    if not isinstance(expr, ast.Reference):
        return None
    kind = formula.kind if expr.kind is None else formula.here.words.kinds.get(expr.kind.text)
    spec = None if kind is None or formula.role == DATES else kind.fields.get(expr.name.text)
    return spec if spec is not None and SORT_OF_TYPE[spec.type] == "word" else None


def _member(formula: Formula, member: ast.Member) -> ConditionRecord | None:
    left = formula.read(member.value)
    spec = _word_field(formula, member.value)
    choices = [formula.read(choice, spec) for choice in member.choices]
    if left is None or any(choice is None for choice in choices):
        return None
    found: list[Typed] = [choice for choice in choices if choice is not None]
    pairs = [comparable(formula.here, left, "=", choice) for choice in found]
    if any(pair is None for pair in pairs):
        return None
    return MemberRecord(left.expr, tuple([pair[1] for pair in pairs if pair is not None]), formula.place(member))


def _change(formula: Formula, change: ast.Change) -> ConditionRecord | None:
    """`rate reduced` and its like, as the comparison with the status quo that they stand for."""
    here, place = formula.here, formula.place(change)
    typed = formula.read(change.value)
    if typed is None:
        return None
    ref = typed.expr
    if not isinstance(ref, Ref) or typed.spec is None or ref.old:
        here.problems.error(
            "DC314",
            f"`{change.word}` is said of a field",
            formula.place(change.value),
            "not a field",
            f"write such as `rate {change.word}`, or compare with `old`",
        )
        return None
    if change.word != "unchanged" and SORT_OF_TYPE[typed.spec.type] in ("word", "text"):
        here.problems.error(
            "DC318",
            f"`{typed.spec.name}` has no order, so it cannot be {change.word}",
            place,
            "names and texts have none",
            f"write such as `{typed.spec.name} = ...`, or `not {typed.spec.name} unchanged`",
        )
        return None
    if change.word == "eliminated":
        zero: Value = Rate(0) if SORT_OF_TYPE[typed.spec.type] == "rate" else 0
        return CompareRecord(ref, "=", Literal(zero, place), place, change.word)
    return CompareRecord(ref, OPERATOR_OF_WORD[change.word], evolve(ref, old=True), place, change.word)
