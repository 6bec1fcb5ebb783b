"""The fewest lines that no package holds together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations

from dealcheck.packages.diagrams import FALSE, Diagram, Diagrams, TooManyError

MOST_SETS = 20_000
"""Sets of lines that are tried for the smallest that clashes."""


def fewest_clashing(diagrams: Diagrams, views: Mapping[str, Diagram]) -> tuple[tuple[str, ...], bool] | None:
    """The names of the fewest diagrams that never hold together, and whether none fewer do; None where they can.

    `views` are without unknown. Beyond the step limit it is a set from which none can be taken away.
    """
    tried = 0
    try:
        if diagrams.all_of(views.values()) != FALSE:
            return None
        for size in range(1, len(views) + 1):
            for names in combinations(views, size):
                tried += 1
                if tried > MOST_SETS:
                    raise TooManyError
                if _clash(diagrams, views, names):
                    return names, True
    except TooManyError:
        return _shrunk(diagrams, views)
    raise AssertionError("what clashes as a whole clashes in itself")


def _clash(diagrams: Diagrams, views: Mapping[str, Diagram], names: Iterable[str]) -> bool:
    return diagrams.all_of([views[name] for name in names]) == FALSE


def _shrunk(diagrams: Diagrams, views: Mapping[str, Diagram]) -> tuple[tuple[str, ...], bool] | None:
    """A clash from which no line can be taken away, as far as the step limit lets that be seen."""
    names = list(views)
    try:
        if not _clash(diagrams, views, names):
            return None
        for name in tuple(names):
            rest = [other for other in names if other != name]
            if _clash(diagrams, views, rest):
                names = rest
    except TooManyError:
        return None
    return tuple(names), False
