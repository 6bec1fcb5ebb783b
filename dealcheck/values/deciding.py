"""Whether a comparison over unknown numbers holds for all of them, for none, or for some.

A greatest of several that counts positively splits a constraint into one per operand, any of which may hold. One that
counts negatively gives one per operand, all of which must hold, or one with a number that bounds them all. What is left
is linear: one constraint is settled by its interval, several by Fourier-Motzkin elimination, exactly.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from attrs import define, frozen

from dealcheck.logic import both, either
from dealcheck.values.exact import Exact, over, size_of
from dealcheck.values.expressions import Greatest, Interval, Num, Symbolic, Unknown, interval_of, symbol
from dealcheck.values.linear import add, scale, subtract

if TYPE_CHECKING:
    from dealcheck.logic import Truth

MOST_STEPS = 10_000
"""How many cases and eliminations one question may take before the answer is that it cannot be told."""

FEW_STEPS = 100
"""How many it may take where an answer only makes an expression shorter."""

Constraint: TypeAlias = tuple[Num, bool]
"""An expression that is above 0, or, where the flag is false, at least 0."""

Row: TypeAlias = tuple[dict[Unknown, Exact], Exact, bool]
"""A linear constraint: coefficients, constant, and whether it is strict."""

Rows: TypeAlias = dict[tuple[frozenset[tuple[Unknown, Exact]], Exact], Row]
"""Rows by what they bound, so that equal ones meet."""


class _ExhaustedError(Exception):
    """The steps are used up; never leaves this module."""


@define
class _Steps:
    left: int

    def take(self, count: int = 1) -> None:
        self.left -= count
        if self.left < 0:
            raise _ExhaustedError


def compare_exact(number: Exact, op: str) -> bool:
    """Whether `number OP 0` holds."""
    if op == "<":
        return number < 0
    if op == "<=":
        return number <= 0
    if op == "=":
        return number == 0
    if op == "!=":
        return number != 0
    if op == ">=":
        return number >= 0
    if op == ">":
        return number > 0
    raise ValueError(f"not a comparison: {op!r}")


def sign_is(number: Num, op: str) -> Truth:
    """Whether `number OP 0` holds for every value of its unknowns (True), for none (False), or for some only (None)."""
    return decide_sign(number, op)[0]


def decide_sign(number: Num, op: str) -> tuple[Truth, bool]:
    """What `sign_is` says, and whether it says None only because the step limit was reached."""
    if not isinstance(number, Symbolic):
        return compare_exact(number, op), False
    return _decide(number, op)


@lru_cache(maxsize=65536)
def _decide(number: Symbolic, op: str) -> tuple[Truth, bool]:
    if op == ">":
        return _between(_possible(number, True), _possible(scale(number, -1), False))
    if op == ">=":
        return _between(_possible(number, False), _possible(scale(number, -1), True))
    if op == "<":
        return _between(_possible(scale(number, -1), True), _possible(number, False))
    if op == "<=":
        return _between(_possible(scale(number, -1), False), _possible(number, True))
    if op in ("=", "!="):
        other = scale(number, -1)
        # The values of an expression form an interval, so it can be 0 where it can be at least 0 and at most 0.
        zero = both(_possible(number, False), _possible(other, False))
        apart = either(_possible(number, True), _possible(other, True))
        return _between(zero, apart) if op == "=" else _between(apart, zero)
    raise ValueError(f"not a comparison: {op!r}")


@lru_cache(maxsize=16384)
def is_plainly_at_least_zero(number: Num) -> bool:
    """Whether a few steps show that the number never falls below 0; False also where they do not suffice."""
    return _possible(scale(number, -1), True, FEW_STEPS) is False


def _between(can_hold: Truth, can_fail: Truth) -> tuple[Truth, bool]:
    if can_hold is False:
        return False, False
    if can_fail is False:
        return True, False
    return None, can_hold is None or can_fail is None


def _possible(number: Num, strict: bool, most_steps: int | None = None) -> Truth:
    """Whether some values of the unknowns bring the number above 0 (or to at least 0); None beyond the step limit."""
    try:
        return _satisfiable((number, strict), _Steps(MOST_STEPS if most_steps is None else most_steps))
    except _ExhaustedError:
        return None


def _never(interval: Interval, strict: bool) -> bool:
    high = interval.high
    return high is not None and (high < 0 or (high == 0 and (strict or interval.high_open)))


def _always(interval: Interval, strict: bool) -> bool:
    low = interval.low
    return low is not None and (low > 0 or (low == 0 and (not strict or interval.low_open)))


@frozen(cache_hash=True)
class _Bound:
    """The key of an unknown that is at least each operand of a greatest of several."""

    of: Greatest


@frozen
class _Case:
    """Constraints still to be looked at, those that are linear, and what already has a bound in them."""

    waiting: tuple[Constraint, ...]
    linear: tuple[Constraint, ...] = ()
    bounded: frozenset[Greatest] = frozenset()


def _satisfiable(constraint: Constraint, steps: _Steps) -> bool:
    """Whether some values of the unknowns meet the constraint."""
    cases = [_Case((constraint,))]
    while cases:
        found = _cases_of(cases.pop(), steps)
        if found is True:
            return True
        if found:
            cases.extend(reversed(found))
    return False


def _cases_of(case: _Case, steps: _Steps) -> list[_Case] | bool:
    """Whether the case can be met, or, where a greatest of several may be any of them, a case for each."""
    waiting, linear, bounded = list(case.waiting), list(case.linear), set(case.bounded)
    splitting: list[tuple[Symbolic, bool, Greatest, Exact]] = []
    while waiting:
        number, strict = waiting.pop()
        interval = interval_of(number)
        if _never(interval, strict):
            return False
        if not isinstance(number, Symbolic) or _always(interval, strict):
            continue
        steps.take()
        several = [(atom, coefficient) for atom, coefficient in number.terms if isinstance(atom, Greatest)]
        if not several:
            linear.append((number, strict))
            continue
        atom, coefficient = min(several, key=lambda term: term[1])
        rest = _without(number, atom, coefficient)
        if coefficient > 0:
            splitting.append((number, strict, atom, coefficient))
        elif len(several) == 1:
            waiting.extend((add(rest, scale(operand, coefficient)), strict) for operand in atom.operands)
        else:
            # One constraint per operand would double with each further greatest; a bound above them all adds but one.
            bound = _bound(atom)
            waiting.append((add(rest, scale(bound, coefficient)), strict))
            if atom not in bounded:
                bounded.add(atom)
                waiting.extend((subtract(bound, operand), False) for operand in atom.operands)
    if not splitting:
        return len(linear) < 2 or _feasible(linear, steps)
    number, strict, atom, coefficient = splitting.pop()
    others = tuple((other[0], other[1]) for other in splitting)
    rest = _without(number, atom, coefficient)
    return [
        _Case((*others, (add(rest, scale(operand, coefficient)), strict)), tuple(linear), frozenset(bounded))
        for operand in atom.operands
    ]


def _without(number: Symbolic, atom: Greatest, coefficient: Exact) -> Num:
    return add(number, Symbolic(0, ((atom, -coefficient),)))


def _bound(atom: Greatest) -> Num:
    interval = interval_of(Symbolic(0, ((atom, 1),)))
    return symbol(Unknown(_Bound(atom), interval.low, interval.high, interval.low_open, interval.high_open))


def _feasible(constraints: list[Constraint], steps: _Steps) -> bool:
    """Whether some values of the unknowns meet linear constraints and their own bounds: Fourier-Motzkin elimination."""
    rows: Rows = {}
    unknowns: dict[Unknown, None] = {}
    for number, strict in constraints:
        if isinstance(number, Symbolic):
            coefficients = {atom: coefficient for atom, coefficient in number.terms if isinstance(atom, Unknown)}
            unknowns.update(dict.fromkeys(coefficients))
            _keep(rows, (coefficients, number.constant, strict))
    for unknown in unknowns:
        if unknown.low is not None:
            _keep(rows, ({unknown: 1}, -unknown.low, unknown.low_open))
        if unknown.high is not None:
            _keep(rows, ({unknown: -1}, unknown.high, unknown.high_open))
    while unknowns:
        chosen = _cheapest(rows, unknowns)
        del unknowns[chosen]
        above = [row for row in rows.values() if row[0].get(chosen, 0) > 0]
        below = [row for row in rows.values() if row[0].get(chosen, 0) < 0]
        rows = {key: row for key, row in rows.items() if chosen not in row[0]}
        for lower in above:
            for upper in below:
                steps.take()
                row = _combined(lower, upper, chosen)
                if row[0]:
                    _keep(rows, row)
                elif row[1] < 0 or (row[1] == 0 and row[2]):
                    return False
    return True


def _cheapest(rows: Rows, unknowns: dict[Unknown, None]) -> Unknown:
    """The unknown whose elimination makes the fewest rows."""
    above, below = dict.fromkeys(unknowns, 0), dict.fromkeys(unknowns, 0)
    for coefficients, _, _ in rows.values():
        for unknown, coefficient in coefficients.items():
            if coefficient > 0:
                above[unknown] += 1
            else:
                below[unknown] += 1
    return min(unknowns, key=lambda unknown: above[unknown] * below[unknown])


def _keep(rows: Rows, row: Row) -> None:
    """Adds a row, scaled so that equal constraints meet; of two alike the strict one stays."""
    coefficients, constant, strict = row
    size: Exact = max(size_of(coefficient) for coefficient in coefficients.values())
    if size != 1:
        coefficients = {unknown: over(coefficient, size) for unknown, coefficient in coefficients.items()}
        constant = over(constant, size)
    key = (frozenset(coefficients.items()), constant)
    known = rows.get(key)
    rows[key] = (coefficients, constant, strict or (known is not None and known[2]))


def _combined(lower: Row, upper: Row, chosen: Unknown) -> Row:
    """What two rows say together once the chosen unknown is out."""
    up, down = -upper[0][chosen], lower[0][chosen]
    coefficients = {unknown: coefficient * up for unknown, coefficient in lower[0].items()}
    for unknown, coefficient in upper[0].items():
        coefficients[unknown] = coefficients.get(unknown, 0) + coefficient * down
    kept = {unknown: coefficient for unknown, coefficient in coefficients.items() if coefficient}
    return kept, lower[1] * up + upper[1] * down, lower[2] or upper[2]
