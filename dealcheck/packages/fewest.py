"""The fewest choices that bring a verdict about, whatever else is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

from attrs import define, field, frozen

from dealcheck.packages.diagrams import FALSE, TRUE, Diagram, Diagrams, TooManyError
from dealcheck.packages.options import Variable, in_words

Picks: TypeAlias = tuple[tuple[int, int], ...]
"""Options of some variables, by their places, in ascending order."""

MOST_FOUND = 200
"""Sets of choices of one size that are kept."""

MOST_STEPS = 3_000
"""Nodes looked at; beyond it the fewest choices are not told."""


@frozen
class Fewest:
    """How few choices suffice, and each set of that many which does."""

    size: int
    found: tuple[Picks, ...]


NONE = Fewest(0, ())


@define(eq=False)
class _Search:
    diagrams: Diagrams
    known: dict[Diagram, Fewest] = field(factory=dict)

    def of(self, diagram: Diagram) -> Fewest:
        """The fewest for a diagram without unknown, depth first without recursion."""
        waiting = [diagram]
        while waiting:
            at = waiting[-1]
            if at in self.known:
                waiting.pop()
                continue
            if at in (TRUE, FALSE):
                self.known[at] = Fewest(0, ((),)) if at == TRUE else NONE
                continue
            if len(self.known) > MOST_STEPS:
                raise TooManyError
            # Without a word on this choice: what holds whichever option it takes.
            parts = [*self.diagrams.children[at], self.diagrams.all_of(self.diagrams.children[at])]
            left = [part for part in parts if part not in self.known]
            if left:
                waiting.extend(left)
                continue
            self.known[at] = self._best(at, parts)
            waiting.pop()
        return self.known[diagram]

    def _best(self, at: Diagram, parts: Sequence[Diagram]) -> Fewest:
        variable = self.diagrams.variables[at]
        *children, anyway = parts
        found: list[tuple[int, Picks]] = [(self.known[anyway].size, picks) for picks in self.known[anyway].found]
        for option, child in enumerate(children):
            best = self.known[child]
            found.extend((best.size + 1, ((variable, option), *picks)) for picks in best.found)
        least = min((size for size, _ in found), default=0)
        sets = dict.fromkeys(picks for size, picks in found if size == least)
        return Fewest(least, tuple(sets)[:MOST_FOUND])


def fewest(diagrams: Diagrams, diagram: Diagram, end: Diagram) -> tuple[Picks, ...]:
    """The smallest sets of options under which a diagram comes to an end whatever else is chosen.

    None where nothing but a whole package tells, or where the step limit was met.
    """
    try:
        return tuple(sorted(_Search(diagrams).of(diagrams.is_end(diagram, end)).found))
    except TooManyError:
        return ()


def in_text(variables: Sequence[Variable], sets: Sequence[Picks]) -> tuple[str, ...]:
    """Sets of options in words, each as one text; adjoining pieces of a blank or a range are said as one."""
    found: dict[str, Picks] = {}
    alike: dict[tuple[int, int, Picks], list[int]] = {}
    for picks in sets:
        pieced = [(place, option) for place, option in picks if variables[place].options[option].piece is not None]
        if len(pieced) == 1:
            place, option = pieced[0]
            rest = tuple(pick for pick in picks if pick[0] != place)
            alike.setdefault((place, variables[place].options[option].option, rest), []).append(option)
        else:
            found[" and ".join(_said(variables, picks))] = picks
    for (place, _, rest), options in alike.items():
        for run in _runs(sorted(options)):
            said = " and ".join([run_in_words(variables[place], run), *_said(variables, rest)])
            found[said] = tuple(sorted(((place, run[0]), *rest)))
    return tuple(sorted(found, key=found.__getitem__))


def _said(variables: Sequence[Variable], picks: Picks) -> Iterator[str]:
    for place, option in picks:
        yield variables[place].options[option].said


def _runs(options: Sequence[int]) -> Iterator[list[int]]:
    """Adjoining options together."""
    for _, run in groupby(enumerate(options), key=lambda pair: pair[1] - pair[0]):
        yield [option for _, option in run]


def run_in_words(each: Variable, run: Sequence[int]) -> str:
    """Adjoining pieces of a variable in words."""
    pieces = [piece for option in run if (piece := each.options[option].piece) is not None]
    whole = [option.piece for option in each.options if option.piece is not None]
    if each.sample is None or not pieces:
        return " or ".join(each.options[option].said for option in run)
    return in_words(each.name, pieces, each.sample, whole[0].low, whole[-1].high)
