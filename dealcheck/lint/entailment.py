"""What follows from what: a line from another, or from two lines that no deal meets both.

Only what is proven counts. A proof is about what holds at every point, so that a line from which another follows is
never met where that other is violated.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from attrs import frozen

from dealcheck.lint.claims import Claim, Joint, Node, signed_key, time_key
from dealcheck.lint.propositions import Both, always, covers, implies, never
from dealcheck.lint.regions import within
from dealcheck.model.records import LineRecord, Model, PatternRecord, TimeRecord

ALIVE = frozenset({"new", "kept"})
"""Adjectives of points that exist."""


class Strength(Enum):
    """How far two claims exclude each other: wherever a deal is, or wherever something of the kind is or was."""

    NEVER_BOTH = "never both"
    ONLY_OVER_NOTHING = "only over nothing"


@frozen(eq=False)
class Clash:
    """Two claims that exclude each other."""

    strength: Strength
    one: Claim
    other: Claim


@frozen(eq=False)
class Entailment:
    """Proofs about the claims of lines of one party."""

    model: Model
    line: LineRecord
    """Any line of that party."""

    # ---- One from another ------------------------------------------------------------------------------------------

    def follows(self, one: Node, other: Node, everywhere: bool = False) -> bool:
        """Whether the other holds wherever the one does; `everywhere` tells that the one holds on every date."""
        if isinstance(one, Claim) and isinstance(other, Claim) and not _about_one_kind(one, other):
            return False
        if isinstance(other, Joint) and other.all:
            return all(self.follows(one, part, everywhere) for part in other.parts)
        if signed_key(one) == signed_key(other):
            return True
        if isinstance(one, Joint):
            if not one.all:
                return all(self.follows(part, other) for part in one.parts)
            if any(self.follows(part, other, everywhere) for part in one.parts):
                return True
        if isinstance(other, Joint):
            return any(self.follows(one, part, everywhere) for part in other.parts)
        return isinstance(one, Claim) and self._claim_follows(one, other, everywhere)

    def _claim_follows(self, one: Claim, other: Claim, everywhere: bool) -> bool:
        if not _times_follow(one.time, other.time, everywhere):
            return False
        if one.sort == other.sort == "plain":
            return implies(one.condition, other.condition)
        if one.pattern is None or other.pattern is None or one.positive is not other.positive:
            return False
        return self._leads_to(one, other) if one.positive else self._leads_to(other, one)

    def _leads_to(self, one: Claim, other: Claim) -> bool:
        """Whether, if there is what the one speaks of, there is what the other speaks of, their signs left aside."""
        first, second = one.pattern, other.pattern
        if first is None or second is None or not within(first, second, self.line, self.model):
            return False
        if one.sort == "some":
            if other.sort == "some":
                return implies(one.condition, other.condition)
            return is_alive(first) or "written" in second.adjectives or never(one.at_end)
        if other.sort == "some":
            return always(other.condition)
        return is_alive(first) or "written" not in first.adjectives or "written" in second.adjectives

    # ---- Never together --------------------------------------------------------------------------------------------

    def excludes(self, one: Node, other: Node) -> Clash | None:
        """How two nodes exclude each other, if they do."""
        if isinstance(one, Claim) and isinstance(other, Claim):
            if not _about_one_kind(one, other) or not _share_a_day(one.time, other.time):
                return None
            strength = self._exclusion(one, other)
            return None if strength is None else Clash(strength, one, other)
        for whole, rest, turned in ((one, other, False), (other, one, True)):
            if isinstance(whole, Joint):
                found = [self.excludes(rest, part) if turned else self.excludes(part, rest) for part in whole.parts]
                clashes = [clash for clash in found if clash is not None]
                if whole.all:
                    return min(clashes, key=lambda clash: clash.strength is not Strength.NEVER_BOTH, default=None)
                if len(clashes) < len(found):
                    return None
                return max(clashes, key=lambda clash: clash.strength is not Strength.NEVER_BOTH, default=None)
        return None

    def _exclusion(self, one: Claim, other: Claim) -> Strength | None:
        if one.sort == other.sort == "plain":
            return Strength.NEVER_BOTH if never(Both((one.condition, other.condition))) else None
        if one.sort == other.sort == "whole":
            return Strength.NEVER_BOTH if one.key == other.key and one.positive is not other.positive else None
        if one.pattern is None or other.pattern is None:
            return None
        if one.positive is not other.positive:
            there, not_there = (one, other) if one.positive else (other, one)
            return Strength.NEVER_BOTH if self._leads_to(there, not_there) else None
        if one.positive or one.sort != "some" or other.sort != "some":
            return None
        # Whether the one lies in the other is told sooner than whether the two leave a value.
        nested = within(one.pattern, other.pattern, self.line, self.model) or within(
            other.pattern, one.pattern, self.line, self.model
        )
        if nested and covers(one.condition, other.condition):
            return Strength.ONLY_OVER_NOTHING
        return None


def _about_one_kind(one: Claim, other: Claim) -> bool:
    """Whether two claims speak of one kind, if of any: else neither bears on the other."""
    if one.pattern is None or other.pattern is None:
        return one.pattern is other.pattern
    return one.pattern.kind is other.pattern.kind


def is_alive(pattern: PatternRecord) -> bool:
    """Whether all points of a pattern exist."""
    return bool(pattern.adjectives & ALIVE)


# ---- Time ------------------------------------------------------------------------------------------------------------


def _times_follow(one: TimeRecord | None, other: TimeRecord | None, everywhere: bool) -> bool:
    """Whether what is claimed for the dates of one phrase is so claimed for those of the other."""
    if one is None:
        return other is None or everywhere
    if other is None:
        return False
    if time_key(one) == time_key(other):
        return True
    ours, theirs = _window(one), _window(other)
    return ours is not None and theirs is not None and ours[0] <= theirs[0] and theirs[1] <= ours[1]


def _window(time: TimeRecord) -> tuple[date, date] | None:
    """The first and the last date of a phrase that names dates; None of one whose dates hang on the deal."""
    first, last = time.moment, time.last
    if not isinstance(first, date) or not (last is None or isinstance(last, date)):
        return None
    day = timedelta(days=1)
    if time.word == "after":
        return (first + day, date.max) if first < date.max else None
    if time.word == "before":
        return (date.min, first - day) if first > date.min else None
    if time.word == "at":
        return first, first
    return (first, date.max) if last is None else (first, last)


def _share_a_day(one: TimeRecord | None, other: TimeRecord | None) -> bool:
    """Whether two claims are sure to be judged on one date; a window may lie beyond the deal's end."""
    if one is None or other is None:
        time = one or other
        return time is None or time.word == "at"
    return one.word == "at" and time_key(one) == time_key(other)
