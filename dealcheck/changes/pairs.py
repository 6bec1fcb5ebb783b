"""Which deals of two files are compared with each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.model.problems import meant
from dealcheck.model.records import DealRecord

Pair = tuple[DealRecord, DealRecord]


@frozen(eq=False)
class Side:
    """The deals of a file, under its name."""

    name: str
    deals: tuple[DealRecord, ...]

    def named(self, name: str) -> DealRecord | None:
        """The deal of that name."""
        return next((deal for deal in self.deals if deal.name == name), None)

    @property
    def names(self) -> str:
        """The names of the deals."""
        return ", ".join(deal.name for deal in self.deals)


def pairs(old: Side, new: Side, wanted: str | None) -> tuple[list[Pair], list[Diagnostic]]:
    """The deals to compare, and what keeps them from being found.

    Those that are asked for, as `NAME` or as `OLD:NEW`; else the only one of each file; else those of one name.
    """
    if not old.deals or not new.deals:
        return [], []
    if wanted is not None:
        return _asked(old, new, wanted)
    if len(old.deals) == len(new.deals) == 1:
        return [(old.deals[0], new.deals[0])], []
    found = [(before, deal) for deal in new.deals if (before := old.named(deal.name)) is not None]
    if not found:
        headline = f"no deal of {new.name} is called like one of {old.name}"
        help_ = f"name two of them, as --deal {old.deals[0].name}:{new.deals[0].name}"
        notes = tuple(f"{side.name} holds {side.names}" for side in (old, new))
        return [], [Diagnostic("DC936", headline, notes=notes, help=help_)]
    alone = [
        (side, deal) for side, other in ((old, new), (new, old)) for deal in side.deals if not other.named(deal.name)
    ]
    return found, [_alone(side, deal, other) for side, deal in alone for other in [new if side is old else old]]


def _alone(side: Side, deal: DealRecord, other: Side) -> Diagnostic:
    """A note on a deal that has nothing to be compared with."""
    return Diagnostic(
        "DC936",
        f"{deal.name} of {side.name} is compared with nothing, for {other.name} has no deal of that name",
        deal.place,
        "only here",
        help=f"name two deals, as --deal {side.deals[0].name}:{other.deals[0].name}",
        severity=Severity.NOTE,
    )


def _asked(old: Side, new: Side, wanted: str) -> tuple[list[Pair], list[Diagnostic]]:
    """The deals that `--deal` names. One name that a file does not have stands for the only deal that it holds."""
    first, colon, second = wanted.partition(":")
    names = (first, second if colon else first)
    sides = (old, new)
    found = [side.named(name) for side, name in zip(sides, names, strict=True)]
    if not colon and any(found):
        found = [
            each or (side.deals[0] if len(side.deals) == 1 else None) for each, side in zip(found, sides, strict=True)
        ]
    problems = [unmatched(name, side) for each, name, side in zip(found, names, sides, strict=True) if each is None]
    if found[0] is None or found[1] is None:
        return [], list(dict.fromkeys(problems))
    return [(found[0], found[1])], []


def unmatched(name: str, side: Side) -> Diagnostic:
    """The error of a name that no deal of a file has."""
    known: Iterable[str] = [deal.name for deal in side.deals]
    return Diagnostic(
        "DC931", f"--deal {name} matches no deal of {side.name}", help=meant(name, known, f"it holds {side.names}")
    )


def alone(new: Side, wanted: str | None) -> tuple[Sequence[DealRecord], list[Diagnostic]]:
    """The deals that are compared with silence: all of a file, or the one that is asked for."""
    if wanted is None or not new.deals:
        return new.deals, []
    found = new.named(wanted)
    return ([found], []) if found is not None else ([], [unmatched(wanted, new)])
