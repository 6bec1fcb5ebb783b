"""How what holds at a point differs, and points that differ alike brought together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from attrs import define, field, frozen

from dealcheck.changes.alternatives import NONE
from dealcheck.changes.records import NEW, OLD, FieldChange
from dealcheck.evaluate.findings import Cause
from dealcheck.model.records import Kind
from dealcheck.values import Rate, show
from dealcheck.worlds.states import Cell

MANY_VALUES = 6
"""So many unlike values that the same texts bring about are said as a range."""

Piece: TypeAlias = tuple[int, int]


@frozen(eq=False)
class Difference:
    """What differs at some points: the fields in words, what holds there in words, and the texts that say so."""

    kind: str
    fields: tuple[FieldChange, ...]
    old: str
    new: str
    old_causes: tuple[Cause, ...]
    new_causes: tuple[Cause, ...]
    old_value: object = None
    new_value: object = None
    """The one value that differs, where it is a plain one."""
    old_plan: str = ""
    new_plan: str = ""
    """How the one measure that gives the one field that differs says it."""

    @property
    def key(self) -> tuple[object, ...]:
        """What points that differ alike have in common."""
        return (self.kind, self.fields, self.old, self.new, self.old_causes, self.new_causes)


@define(eq=False)
class Group:
    """Points that differ alike, by cell and stretch."""

    difference: Difference
    kind: Kind
    by_cell: dict[Cell, dict[int, list[Piece]]] = field(factory=dict)


def thinned(groups: dict[object, Group]) -> Iterator[Group]:
    """The groups, those of the same texts that differ only in their values joined where they are many."""
    alike: dict[object, list[Group]] = {}
    for group in groups.values():
        found = group.difference
        names = tuple(each.what for each in found.fields)
        key = (found.kind, names, found.old == NONE, found.new == NONE, found.old_causes, found.new_causes)
        alike.setdefault(key, []).append(group)
    for together in alike.values():
        if len(together) <= MANY_VALUES:
            yield from together
            continue
        each_one = [group.difference for group in together]
        first = each_one[0]
        fields = tuple(
            FieldChange(
                name.what,
                _one_plan(found.old_plan for found in each_one)
                or _range([found.fields[at].old for found in each_one], [found.old_value for found in each_one]),
                _one_plan(found.new_plan for found in each_one)
                or _range([found.fields[at].new for found in each_one], [found.new_value for found in each_one]),
            )
            for at, name in enumerate(first.fields)
        )
        old, new = (", ".join(f"{name.what} {getattr(name, side)}" for name in fields) for side in (OLD, NEW))
        old, new = (NONE if first.old == NONE else old), (NONE if first.new == NONE else new)
        joined = Group(Difference(first.kind, fields, old, new, first.old_causes, first.new_causes), together[0].kind)
        for group in together:
            for cell, by_index in group.by_cell.items():
                for index, pieces in by_index.items():
                    joined.by_cell.setdefault(cell, {}).setdefault(index, []).extend(pieces)
        yield joined


def _one_plan(plans: Iterable[str]) -> str:
    """What one measure says of many points, where it is one."""
    found = set(plans)
    return found.pop() if len(found) == 1 else ""


def _range(texts: Iterable[str], values: Sequence[object]) -> str:
    """Many values as the least and the greatest where they are plain rates, else how many there are."""
    unlike = list(dict.fromkeys(texts))
    if len(unlike) == 1:
        return unlike[0]
    plain = [value for value in values if isinstance(value, Rate)]
    if len(plain) == len(values):
        ordered = sorted(plain, key=lambda rate: rate.percent)
        return f"{show(ordered[0])} to {show(ordered[-1])}"
    return f"{len(unlike)} different values"
