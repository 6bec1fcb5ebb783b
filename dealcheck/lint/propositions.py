"""Propositions over numbers and names, and what can be proven of them by looking at every case there is.

A proposition is built of tests; each test asks one thing of one axis (a field, a difference of two fields, a sum). The
numbers of an axis are cut where any test on it turns, so a handful of samples stands for all of them: what holds in
every combination of samples always holds. Axes are taken as independent of each other, which can only lose a proof.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from enum import Enum
from itertools import product
from math import prod
from typing import TypeAlias

from attrs import evolve, field, frozen

from dealcheck.lint.intervals import ALL, NONE, Numbers
from dealcheck.values import Exact

MOST_CASES = 4096
"""Combinations that are looked at; beyond, nothing is proven."""


class Mark(Enum):
    """A value that is no number: none at all, more than any number, or a name that no test mentions."""

    ABSENT = "absent"
    UNLIMITED = "unlimited"
    OTHER = "other"


Sample: TypeAlias = "Exact | str | bool | Mark"


@frozen(cache_hash=True)
class Axis:
    """What a test looks at, equal by its key.

    `domain` are the numbers that it can be, `whole` ones only where it says so. An axis of names has `names`, all of
    them where it is `closed`. `may_be_absent` and `may_be_unlimited` tell of the values that are no numbers.
    """

    key: Hashable
    unitless: Hashable = field(default=None, eq=False)
    """The key of the same axis without a unit: what is compared with zero is so in every unit."""
    domain: Numbers = field(default=ALL, eq=False)
    whole: bool = field(default=False, eq=False)
    names: tuple[str, ...] | None = field(default=None, eq=False)
    closed: bool = field(default=False, eq=False)
    may_be_absent: bool = field(default=False, eq=False)
    may_be_unlimited: bool = field(default=False, eq=False)
    switch: bool = field(default=False, eq=False)
    """Of something that just holds or does not."""


@frozen(cache_hash=True)
class Test:
    """Whether what an axis is lies in a set: of numbers, with the unlimited or without, or of names."""

    __test__ = False

    axis: Axis
    numbers: Numbers = NONE
    unlimited: bool = False
    names: frozenset[str] = frozenset()
    without: bool = False
    """All names but these."""

    def holds(self, sample: Sample) -> bool:
        """Whether it is so of a sample of the axis; nothing is so of what is absent."""
        if isinstance(sample, bool):
            return sample
        if sample is Mark.ABSENT:
            return False
        if sample is Mark.UNLIMITED:
            return self.unlimited
        if self.axis.names is not None:
            return (sample in self.names) != self.without
        return not isinstance(sample, str | Mark) and sample in self.numbers


@frozen
class Both:
    """All of the parts; true where there are none."""

    parts: tuple[Proposition, ...]


@frozen
class Either:
    """Any of the parts; false where there are none."""

    parts: tuple[Proposition, ...]


@frozen
class Opposite:
    """Not so."""

    part: Proposition


Proposition: TypeAlias = "Test | Both | Either | Opposite"

TRUE = Both(())
FALSE = Either(())


def opposite(part: Proposition) -> Proposition:
    """The proposition that it is not so; of a test of what is always there, the test of all else."""
    if isinstance(part, Opposite):
        return part.part
    if isinstance(part, Both) and not part.parts:
        return FALSE
    if isinstance(part, Either) and not part.parts:
        return TRUE
    if isinstance(part, Test) and not part.axis.may_be_absent and not part.axis.switch:
        if part.axis.names is not None:
            return evolve(part, without=not part.without)
        return Test(part.axis, ~part.numbers, not part.unlimited)
    return Opposite(part)


def switch(key: Hashable) -> Proposition:
    """Something of which nothing is known but that it holds or does not, the same wherever the key is."""
    return Test(Axis(("switch", key), switch=True))


# ---- Proofs --------------------------------------------------------------------------------------------------------


def never(statement: Proposition) -> bool:
    """Whether it is proven that a proposition holds in no case."""
    return _all_cases(statement, False)


def always(statement: Proposition) -> bool:
    """Whether it is proven that a proposition holds in every case."""
    return _all_cases(statement, True)


def implies(one: Proposition, other: Proposition) -> bool:
    """Whether it is proven that the other holds wherever the one does."""
    if isinstance(one, Test) and isinstance(other, Test) and family(one.axis) != family(other.axis):
        return never(one) or always(other)
    return one == other or never(Both((one, opposite(other))))


def covers(one: Proposition, other: Proposition) -> bool:
    """Whether it is proven that one of two holds in every case."""
    if isinstance(one, Test) and isinstance(other, Test):
        if family(one.axis) != family(other.axis) or one.axis.may_be_absent:
            return always(one) or always(other)
        if one.axis.names is None and not one.axis.switch:
            first = one.axis.domain.any_whole()
            if first is not None and not (one.holds(first) or other.holds(first)):
                return False
    return always(Either((one, other)))


def family(axis: Axis) -> Hashable:
    """What axes share that may bear on each other."""
    return axis.key if axis.unitless is None else axis.unitless


def _all_cases(statement: Proposition, wanted: bool) -> bool:
    if isinstance(statement, Test):
        return not statement.axis.switch and all(statement.holds(sample) is wanted for sample in _samples([statement]))
    tests = tests_of(statement)
    stands_for = _stands_for(tests)
    by_key: dict[Hashable, list[Test]] = {}
    for test in tests:
        by_key.setdefault(stands_for[test.axis.key], []).append(test)
    if tests and len(by_key) == len(tests) and not any(map(_is_settled, tests)) and not _has_constant(statement):
        # Nothing is said of anything twice, so it can come out either way.
        return False
    samples = [list(_samples(of_axis)) for of_axis in by_key.values()]
    if prod(map(len, samples)) > MOST_CASES:
        return False
    for values in product(*samples):
        case = dict(zip(by_key, values, strict=True))
        if _truth(statement, {key: case[other] for key, other in stands_for.items()}) is not wanted:
            return False
    return True


def _is_settled(test: Test) -> bool:
    """Whether a test comes out one way for every sample of its axis."""
    return len({test.holds(sample) for sample in _samples([test])}) < 2


def _has_constant(statement: Proposition) -> bool:
    """Whether something in a proposition holds, or does not, whatever the tests say."""
    if isinstance(statement, Test):
        return False
    if isinstance(statement, Opposite):
        return _has_constant(statement.part)
    return not statement.parts or any(map(_has_constant, statement.parts))


def _truth(statement: Proposition, case: dict[Hashable, Sample]) -> bool:
    if isinstance(statement, Test):
        return statement.holds(case[statement.axis.key])
    if isinstance(statement, Opposite):
        return not _truth(statement.part, case)
    if isinstance(statement, Both):
        return all(_truth(part, case) for part in statement.parts)
    return any(_truth(part, case) for part in statement.parts)


def tests_of(statement: Proposition) -> list[Test]:
    """The tests of a proposition in their order."""
    if isinstance(statement, Test):
        return [statement]
    if isinstance(statement, Opposite):
        return tests_of(statement.part)
    return [test for part in statement.parts for test in tests_of(part)]


def literals_of(statement: Proposition, positive: bool = True) -> Iterator[tuple[Test, bool]]:
    """The tests of a proposition, each with whether it is said or denied there."""
    if isinstance(statement, Test):
        yield statement, positive
    elif isinstance(statement, Opposite):
        yield from literals_of(statement.part, not positive)
    else:
        for part in statement.parts:
            yield from literals_of(part, positive)


def _stands_for(tests: list[Test]) -> dict[Hashable, Hashable]:
    """The axis that each is looked at on, by their keys: one without a unit on one that has one, if there is."""
    with_unit = {test.axis.unitless: test.axis.key for test in tests if test.axis.unitless not in (None, test.axis.key)}
    return {test.axis.key: with_unit.get(test.axis.key, test.axis.key) for test in tests}


def _samples(tests: list[Test]) -> Iterator[Sample]:
    axis = tests[0].axis
    if axis.switch:
        yield from (True, False)
        return
    if any(test.axis.may_be_absent for test in tests):
        yield Mark.ABSENT
    if axis.names is not None:
        yield from axis.names if axis.closed else sorted({name for test in tests for name in test.names})
        if not axis.closed:
            yield Mark.OTHER
        return
    yield from axis.domain.samples([test.numbers for test in tests], whole=axis.whole)
    if any(test.axis.may_be_unlimited for test in tests):
        yield Mark.UNLIMITED
