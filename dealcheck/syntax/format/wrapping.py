"""Where a statement is broken that is too long for one line: fewest lines first, then the best places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from dealcheck.syntax.format.flat import Flat

Ranks: TypeAlias = Mapping[str, int]
"""What a break before a word costs; elsewhere there is none. Behind a comma it costs what `,` says."""

_LINE = 10
"""What a line costs, in the measure of `Ranks`."""
_OVER = 1000
"""What it costs that a line is too wide, for each column of it."""
_DEEPER = 6
"""How much more a break costs for each bracket around it."""


def breaks(
    flat: Flat, first: int, end: int, width: int, column: int, indent: int, ranks: Ranks, also: Mapping[int, int]
) -> list[int]:
    """The tokens before which to break those from `first` up to but not `end`, to keep to a width.

    The first line goes on from `column`, the others begin at `indent`.
    """
    places, costs = _places(flat, first, end, ranks, also)
    # The least cost of all up to each place, and the place before it.
    least = [0]
    before = [0]
    for to in range(1, len(places)):
        best = None
        for since in range(to - 1, -1, -1):
            over = flat.width(places[since], places[to]) + (indent if since else column) - width
            if over > 0 and best is not None:
                break
            cost = least[since] + _LINE + max(0, over) * _OVER + costs[to]
            if best is None or cost < best[0]:
                best = (cost, since)
        assert best is not None  # noqa: S101 - there is always the place before
        least.append(best[0])
        before.append(best[1])
    found: list[int] = []
    at = before[-1]
    while at:
        found.append(places[at])
        at = before[at]
    return found[::-1]


def _places(flat: Flat, first: int, end: int, ranks: Ranks, also: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """The places at which a line may begin or end, and what each costs."""
    texts = flat.texts
    places, costs = [first], [0]
    behind_comma = ranks.get(",")
    depth = 0
    for token in range(first + 1, end):
        last, word = texts[token - 1], texts[token]
        if last in _OPEN:
            depth += 1
        if word in _CLOSE:
            depth -= 1
        cost = also.get(token)
        if cost is None:
            if last == ",":
                cost = behind_comma
            elif word == "from" and (texts[token + 1][0].isdigit() or texts[token + 1] in ("day", "first")):
                cost = ranks.get("since")
            else:
                cost = ranks.get(word)
        if cost is not None and last not in _OPEN and last != "only":
            places.append(token)
            costs.append(cost + depth * _DEEPER)
    places.append(end)
    costs.append(0)
    return places, costs


_OPEN = frozenset("([{")
_CLOSE = frozenset(")]}")
