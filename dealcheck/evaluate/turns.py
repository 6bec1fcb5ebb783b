"""Where a comparison turns: the values of what a draft leaves blank, or gives as a range, on which it may change."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import define, field

from dealcheck.values import Exact, Value, exact
from dealcheck.values.comparison import difference
from dealcheck.values.facts import ComparisonFacts
from dealcheck.values.symbolic import Greatest, Num, Symbolic, Unknown, unknowns_of
from dealcheck.worlds.states import Held, LeftOpen, NotKnown, choice_of

MOST_FORMS = 256
"""Linear pieces of one expression that are looked at."""

Form = tuple[Exact, Exact]
"""A linear piece `a * x + b` of an expression in the open number x, other unknown numbers at one of their bounds."""


@define(eq=False)
class Turns:
    """The values on which comparisons were seen to turn, by the number of the choice."""

    of: dict[int, dict[Value, None]] = field(factory=dict)

    def note(self, left: Held | None, right: Held | None, facts: ComparisonFacts) -> None:
        """Keep where a comparison of two values turns on something left open."""
        for one, other in ((left, right), (right, left)):
            if isinstance(one, LeftOpen) and other is not None and not isinstance(other, NotKnown):
                self.of.setdefault(one.choice, {})[other] = None
        if left is None or right is None or isinstance(left, NotKnown) or isinstance(right, NotKnown):
            return
        gap = difference(left, right, facts)
        if not isinstance(gap, Symbolic):
            return
        for unknown in unknowns_of(gap):
            choice = choice_of(unknown)
            if choice is not None:
                self.of.setdefault(choice, {}).update(dict.fromkeys(roots(gap, unknown)))


def roots(number: Num, unknown: Unknown) -> Iterator[Exact]:
    """Where an expression in an unknown number may change its sign, the others being anywhere within their bounds.

    It is continuous and made of linear pieces, so its sign changes nowhere but where one of them is 0.
    """
    for slope, constant in _forms(number, unknown):
        if slope:
            yield exact(Fraction(-constant) / slope)


def _forms(number: Num, unknown: Unknown) -> list[Form]:
    """The linear pieces of an expression."""
    if not isinstance(number, Symbolic):
        return [(0, number)]
    forms: list[Form] = [(0, number.constant)]
    for atom, coefficient in number.terms:
        parts: list[Form]
        if atom == unknown:
            parts = [(1, 0)]
        elif isinstance(atom, Greatest):
            parts = [form for operand in atom.operands for form in _forms(operand, unknown)][:MOST_FORMS]
        else:
            parts = [(0, bound) for bound in dict.fromkeys((atom.low, atom.high)) if bound is not None] or [(0, 0)]
        forms = [
            (slope + coefficient * step, constant + coefficient * more)
            for slope, constant in forms
            for step, more in parts
        ][:MOST_FORMS]
    return forms
