"""Kleene's three-valued logic, and the names of verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from attrs import frozen

T = TypeVar("T")

Truth: TypeAlias = bool | None
"""True, False, or None where it cannot be told."""


class Verdict(Enum):
    """What is said of a line (LANGUAGE.md section 6)."""

    VIOLATED = "violated"
    MET = "met"
    OPEN = "open"
    UNKNOWN = "unknown"
    INACTIVE = "inactive"


def both(left: Truth, right: Truth) -> Truth:
    """Whether both hold: one that is false settles it, whatever the other is."""
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: Truth, right: Truth) -> Truth:
    """Whether at least one holds: one that is true settles it, whatever the other is."""
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def negation(truth: Truth) -> Truth:
    """The opposite; what cannot be told stays so."""
    return None if truth is None else not truth


def all_of(truths: Iterable[Truth]) -> Truth:
    """Whether all hold; True of none. Stops at the first that is false."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Whether at least one holds; False of none. Stops at the first that is true."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


@frozen
class Algebra(Generic[T]):
    """Kleene's connectives over something: truths themselves, or truths that hang on choices."""

    all_of: Callable[[Iterable[T]], T]
    any_of: Callable[[Iterable[T]], T]
    negation: Callable[[T], T]
    unknown: T


KLEENE: Algebra[Truth] = Algebra(all_of, any_of, negation, None)
