"""What is said of two lines of one party that exclude each other."""

from __future__ import annotations

from dealcheck.diagnostics import Label
from dealcheck.lint.book import Entry, LineClash
from dealcheck.lint.context import Context
from dealcheck.lint.entailment import Clash, Strength
from dealcheck.lint.rule import Found


def by_voice(clash: LineClash) -> bool:
    """Whether two lines are said by different people."""
    ours, theirs = set(clash.earlier.line.says), set(clash.later.line.says)
    return bool(ours and theirs) and not ours & theirs


def clash_found(context: Context, clash: LineClash, help_: str, voices: bool = False) -> Found:
    """The finding at the later of two lines, or at the one of this text."""
    one, other = (clash.clash.one, clash.earlier), (clash.clash.other, clash.later)
    (first, earlier), (claim, later) = (one, other) if context.own(clash.later.line.place) else (other, one)
    names = f"{_name(earlier, voices)} and {_name(later, voices)}"
    return Found(
        claim.place,
        exclusion(clash.clash, names),
        f"{later.line.name} asks this",
        help_,
        (Label(first.place, f"{earlier.line.full_name} asks this"),),
    )


def exclusion(clash: Clash, names: str) -> str:
    """The headline for claims that exclude each other."""
    if clash.strength is Strength.NEVER_BOTH:
        return f"no deal meets both {names}"
    return f"{names} are met together only where there is no `{_narrower(clash)}`"


def _narrower(clash: Clash) -> str:
    """The pattern of which nothing may be there, as it is written."""
    patterns = [claim.pattern for claim in (clash.one, clash.other) if claim.pattern is not None]
    first, *rest = patterns
    for other in rest:
        if other.region.inside(first.region) and first.adjectives <= other.adjectives:
            first = other
    return first.place.text


def _name(entry: Entry, voices: bool) -> str:
    line = entry.line
    return f"{line.full_name} ({', '.join(line.says)})" if voices else line.full_name
