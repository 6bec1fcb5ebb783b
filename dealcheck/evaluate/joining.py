"""Points alike brought together: the findings of a line in the fewest."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from attrs import define, field

from dealcheck.evaluate.conditions import Compared, in_words
from dealcheck.evaluate.findings import Cause, Finding, When
from dealcheck.logic import Truth
from dealcheck.model.records import Kind
from dealcheck.scopes import IntervalSet
from dealcheck.values import Rate
from dealcheck.worlds.states import Cell

MANY_VALUES = 6
"""So many unlike values of one cause are said as a range."""


@define(eq=False)
class Group:
    """Points alike in all but goods, parties and time: one finding once they are joined."""

    kind: Kind
    found: str
    needed: str
    causes: tuple[Cause, ...]
    missing: tuple[str, ...]
    truth: Truth
    mend: str
    compared: tuple[Compared, ...] = ()
    by_cell: dict[Cell, dict[int, list[tuple[int, int]]]] = field(factory=dict)


def spans(by_cell: dict[Cell, dict[int, list[tuple[int, int]]]]) -> dict[tuple[int, int, IntervalSet], list[Cell]]:
    """The cells at which the same goods stand over the same adjoining stretches, by first stretch, last and goods."""
    found: dict[tuple[int, int, IntervalSet], list[Cell]] = {}
    for cell, by_index in by_cell.items():
        run: list[tuple[int, int, IntervalSet]] = []
        for index in sorted(by_index):
            on = IntervalSet.of(by_index[index])
            if run and run[-1][1] + 1 == index and run[-1][2] == on:
                run[-1] = (run[-1][0], index, on)
            else:
                run.append((index, index, on))
        for span in run:
            found.setdefault(span, []).append(cell)
    return found


def boxes(cells: list[Cell]) -> list[tuple[Cell, ...]]:
    """Cells in groups whose parties and layers, taken key by key, name no combination that is not there.

    First the layers that share their parties are joined, then authors that share layers and partners, then partners
    that share layers and authors.
    """
    groups: list[tuple[Cell, ...]] = [(cell,) for cell in cells]
    width = len(cells[0].parties) if cells else 0
    for key in (-1, *range(width)):
        joined: dict[tuple[object, ...], list[Cell]] = {}
        for group in groups:
            rest = tuple(tuple(dict.fromkeys(cell.parties[at] for cell in group)) for at in range(width) if at != key)
            layers = tuple(dict.fromkeys(cell.layer for cell in group)) if key != -1 else ()
            joined.setdefault((rest, layers), []).extend(group)
        groups = [tuple(group) for group in joined.values()]
    return groups


def thinned(groups: dict[object, Group]) -> list[Group]:
    """The groups, those of one cause that differ only in their values joined where they are many."""
    alike: dict[object, list[Group]] = {}
    for group in groups.values():
        alike.setdefault((group.kind.name, group.causes, group.truth), []).append(group)
    found: list[Group] = []
    for together in alike.values():
        if len(together) <= MANY_VALUES:
            found.extend(together)
            continue
        first = together[0]
        missing = tuple(sorted({name for group in together for name in group.missing}))
        joined = Group(
            first.kind, _range(together, "found"), _range(together, "needed"), first.causes, missing, first.truth, ""
        )
        for group in together:
            for cell, by_index in group.by_cell.items():
                for index, pieces in by_index.items():
                    joined.by_cell.setdefault(cell, {}).setdefault(index, []).extend(pieces)
        found.append(joined)
    return found


def _range(groups: list[Group], which: str) -> str:
    """Many values as the least and the greatest where they have an order, else how many there are."""
    texts = list(dict.fromkeys(getattr(group, which) for group in groups))
    if len(texts) == 1:
        return str(texts[0])
    if which == "found":
        values = [each.value for group in groups for each in group.compared if len(group.compared) == 1]
        plain = [
            value for value in values if isinstance(value, Rate) and not value.specific and is_exact(value.percent)
        ]
        if len(plain) == len(groups):
            ordered = sorted(plain, key=lambda rate: rate.percent)
            return f"{in_words(ordered[0])} to {in_words(ordered[-1])}"
    operators = {each.operator for group in groups for each in group.compared}
    limits = f"{len(texts)} different values"
    return limits if which == "found" or len(operators) != 1 else f"{limits}, such as {texts[0]}"


def is_exact(number: object) -> bool:
    """Whether a number is known."""
    return isinstance(number, int | Fraction)


def merged(findings: list[Finding]) -> list[Finding]:
    """Findings alike on adjoining days, as one."""
    found: list[Finding] = []
    for finding in findings:
        if found:
            last = found[-1]
            alike = (last.verdict, last.where, last.found, last.needed, last.causes, last.missing) == (
                finding.verdict,
                finding.where,
                finding.found,
                finding.needed,
                finding.causes,
                finding.missing,
            )
            if alike and last.when.until is not None and last.when.until + timedelta(days=1) == finding.when.since:
                found[-1] = Finding(
                    last.verdict,
                    last.where,
                    When(last.when.since, finding.when.until),
                    last.found,
                    last.needed,
                    last.causes,
                    last.mend,
                    last.depends_on,
                    last.missing,
                )
                continue
        found.append(finding)
    return found


def _first(on: IntervalSet | None) -> int:
    return on.intervals[0][0] if on else -1


def ordered(findings: list[Finding]) -> list[Finding]:
    """Findings by time, then parties, then goods."""
    return sorted(
        findings,
        key=lambda finding: (
            finding.when.since,
            finding.where.parties,
            _first(finding.where.on),
            finding.where.text,
            finding.found,
        ),
    )
