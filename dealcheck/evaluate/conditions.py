"""Conditions at a point: three-valued, and in words."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.turns import Turns
from dealcheck.logic import Truth, all_of, any_of, negation
from dealcheck.model.records import (
    AndRecord,
    CompareRecord,
    ConditionRecord,
    Expr,
    FactRef,
    Literal,
    MemberRecord,
    NotRecord,
    OrRecord,
    Ref,
    SentenceRecord,
)
from dealcheck.source import Place
from dealcheck.values import Comparison, Money, Quantity, Value, ValueFault, compare, show
from dealcheck.worlds.formulas import Spot
from dealcheck.worlds.knowledge import Knowledge
from dealcheck.worlds.states import Held, LeftOpen, NotKnown
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import NEVER
from dealcheck.worlds.world import World

NEGATED = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


@frozen
class Compared:
    """A comparison at a point: what stood on each side, in words, whether it held, and whether it should have."""

    truth: Truth
    operator: str
    left: str
    found: str
    limit: str
    wanted: bool
    value: Held | None = None
    against: Held | None = None
    missing: tuple[str, ...] = ()

    @property
    def needed(self) -> str:
        """What would make it come out as wanted: `< 25%`."""
        return f"{self.operator_needed} {self.limit}"

    @property
    def operator_needed(self) -> str:
        """The sign of that comparison."""
        return self.operator if self.wanted else NEGATED.get(self.operator, f"not {self.operator}")


class Conditions:
    """Evaluates conditions in a world with what the facts say.

    `watching` keeps in `turns` where comparisons turn on what the draft leaves blank.
    """

    def __init__(self, world: World, knowledge: Knowledge, turns: Turns, watching: bool) -> None:
        self.world = world
        self.knowledge = knowledge
        self.turns = turns
        self.watching = watching

    def truth(self, condition: ConditionRecord | SentenceRecord, spot: Spot) -> Truth:
        """Whether a condition holds at a point."""
        if isinstance(condition, CompareRecord):
            return self._compare(condition.left, condition.operator, condition.right, spot, condition.place).truth
        if isinstance(condition, MemberRecord):
            return any_of(
                self._compare(condition.left, "=", choice, spot, condition.place).truth for choice in condition.choices
            )
        if isinstance(condition, NotRecord):
            return negation(self.truth(condition.operand, spot))
        if isinstance(condition, AndRecord):
            return all_of(self.truth(operand, spot) for operand in condition.operands)
        if isinstance(condition, OrRecord):
            return any_of(self.truth(operand, spot) for operand in condition.operands)
        raise TypeError(f"no condition: {condition!r}")

    def _compare(self, left: Expr, operator: str, right: Expr, spot: Spot, place: Place) -> Comparison:
        value, limit = self.world.formulas.value(left, spot), self.world.formulas.value(right, spot)
        if isinstance(value, LeftOpen) or isinstance(limit, LeftOpen):
            self.turns.note(value, limit, self.knowledge.at(spot.position))
        if value is None or limit is None:
            return Comparison(False)
        if isinstance(value, NotKnown) or isinstance(limit, NotKnown):
            why = value if isinstance(value, NotKnown) else limit
            return Comparison(None, (why.why if isinstance(why, NotKnown) else "",))
        return self.compare_values(value, operator, limit, spot.position, place)

    def compare_values(self, value: Value, operator: str, limit: Value, position: int, place: Place) -> Comparison:
        """Whether a comparison of two values holds; not known, with an error, where units do not fit."""
        value, limit = _alike(value, limit), _alike(limit, value)
        if self.watching:
            self.turns.note(value, limit, self.knowledge.at(position))
        result = compare(value, operator, limit, self.knowledge.at(position))
        if isinstance(result, Comparison) and result.missing:
            result = evolve(result, missing=tuple(map(self.knowledge.what_is_missing(position), result.missing)))
        if isinstance(result, ValueFault):
            self.world.diagnostics.setdefault(
                ("fault", place.source.name, place.span, result.headline),
                Diagnostic("DC609", result.headline, place, help=result.help),
            )
            return Comparison(None, (result.headline,))
        return result

    # ---- In words --------------------------------------------------------------------------------------------------

    def compared(self, condition: ConditionRecord | SentenceRecord, spot: Spot, wanted: bool) -> Iterator[Compared]:
        """The comparisons that keep a condition from coming out as wanted at a point."""
        if isinstance(condition, CompareRecord | MemberRecord):
            found = self._describe(condition, spot, wanted)
            if found.truth is not wanted:
                yield found
        elif isinstance(condition, NotRecord):
            yield from self.compared(condition.operand, spot, not wanted)
        elif isinstance(condition, AndRecord | OrRecord):
            for operand in condition.operands:
                if self.truth(operand, spot) is not wanted:
                    yield from self.compared(operand, spot, wanted)

    def _describe(self, condition: CompareRecord | MemberRecord, spot: Spot, wanted: bool) -> Compared:
        left = self.world.formulas.value(condition.left, spot)
        name = _name(condition.left)
        if isinstance(condition, MemberRecord):
            choices = [self.world.formulas.value(choice, spot) for choice in condition.choices]
            limit = "{" + ", ".join(in_words(choice) for choice in choices) + "}"
            return Compared(self.truth(condition, spot), "in", name, in_words(left), limit, wanted, left)
        right = self.world.formulas.value(condition.right, spot)
        result = self._compare(condition.left, condition.operator, condition.right, spot, condition.place)
        limit = in_words(right)
        if not isinstance(condition.right, Literal):
            limit = limit if limit and right is not None else condition.right.place.text
        return Compared(
            result.truth, condition.operator, name, in_words(left), limit, wanted, left, right, result.missing
        )


def _alike(value: Value, other: Value) -> Value:
    """A bare 0, as in `absent is 0`, in the unit of what it meets."""
    if value == 0 and isinstance(value, int):
        if isinstance(other, Quantity):
            return Quantity(0, other.unit, other.per, other.shown)
        if isinstance(other, Money):
            return Money(0, other.currency, other.per)
    return value


def in_words(held: Held | None) -> str:
    """A value as the language writes it; `absent` and `not known` where there is none."""
    if held is None:
        return "absent"
    if isinstance(held, NotKnown):
        return "not known"
    return "never" if held == NEVER else show(held)


def _name(expr: Expr) -> str:
    if isinstance(expr, Ref) and not expr.changes and not expr.old and not expr.extreme:
        return expr.field
    if isinstance(expr, FactRef):
        return expr.name
    return expr.place.text


def read_refs(condition: ConditionRecord | SentenceRecord | None) -> Iterator[Ref]:
    """Every field that a condition reads."""
    for expr in expressions_of(condition):
        for part in parts_of(expr):
            if isinstance(part, Ref):
                yield part


def expressions_of(condition: ConditionRecord | SentenceRecord | None) -> Iterator[Expr]:
    """The sides of every comparison in a condition."""
    if isinstance(condition, CompareRecord):
        yield condition.left
        yield condition.right
    elif isinstance(condition, MemberRecord):
        yield condition.left
        yield from condition.choices
    elif isinstance(condition, NotRecord):
        yield from expressions_of(condition.operand)
    elif isinstance(condition, AndRecord | OrRecord):
        for operand in condition.operands:
            yield from expressions_of(operand)
