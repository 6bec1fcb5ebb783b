"""The best of the packages that suit all: most wishes met, then fewest concerns violated."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from attrs import define, field, frozen

from dealcheck.packages.diagrams import FALSE, TRUE, Diagram, Diagrams
from dealcheck.packages.lines import LineDiagram
from dealcheck.values import Exact

MOST_LOOKED = 50_000
"""Steps of the search."""


@frozen(eq=False)
class Found:
    """A package: the options of the choices that matter, by their places, with what becomes of wishes and concerns."""

    options: dict[int, int]
    met: tuple[LineDiagram, ...]
    violated: tuple[LineDiagram, ...]
    untold: tuple[LineDiagram, ...]

    @property
    def weight(self) -> Exact:
        """What the wishes that it meets weigh together."""
        return sum((line.verdict.line.weight for line in self.met), start=0)


_Step: TypeAlias = tuple[tuple[Exact, int], int, int, tuple[Diagram, ...], tuple[tuple[int, int], ...]]
"""How good a package can still become, how much of it is left, when it was found, what is left of the diagrams, and the
options so far.
"""

_Pair: TypeAlias = tuple[LineDiagram, Diagram]


@define(eq=False)
class Search:
    """Best first over the choices: what is left of every diagram, with the most that its wishes can still come to.

    `runs` are the options of each choice, those together that no line tells apart.
    """

    diagrams: Diagrams
    runs: Sequence[Sequence[Sequence[int]]]
    accepted: Diagram
    wishes: Sequence[LineDiagram]
    concerns: Sequence[LineDiagram]
    watched: Sequence[LineDiagram] = ()
    """Red lines of which it is to be seen whether they can be told."""
    is_cut: bool = field(init=False, default=False)
    """Whether the step limit ended the search."""

    def found(self) -> Iterator[Found]:
        """Acceptable packages, the best first; those among them that differ only in free choices are one.

        Where the step limit is met before any was found, a good one.
        """
        if self.accepted == FALSE:
            return
        judged = (*self.wishes, *self.concerns, *self.watched)
        nodes = (self.accepted, *(line.diagram for line in judged if line.diagram is not None))
        waiting: list[_Step] = [(self._bound(nodes), 0, 0, nodes, ())]
        looked = made = found = 0
        while waiting:
            looked += 1
            if looked > MOST_LOOKED:
                self.is_cut = True
                if not found:
                    yield self._good(nodes)
                return
            *_, left, picked = heapq.heappop(waiting)
            place = self._next(left)
            if place is None:
                found += 1
                yield self._package(left, dict(picked))
                continue
            for option, further in self._further(left, place):
                made += 1
                # Of those that may become equally good the one that is furthest: it is soon at its end.
                heapq.heappush(waiting, (self._bound(further), -place, made, further, (*picked, (place, option))))

    def _good(self, nodes: tuple[Diagram, ...]) -> Found:
        """The package that takes the most promising option of each choice in turn."""
        picked: dict[int, int] = {}
        while (place := self._next(nodes)) is not None:
            picked[place], nodes = min(self._further(nodes, place), key=lambda each: self._bound(each[1]))
        return self._package(nodes, picked)

    def _next(self, nodes: Sequence[Diagram]) -> int | None:
        """The first choice that something still hangs on."""
        left = [variable for node in nodes if (variable := self.diagrams.variables[node]) >= 0]
        return min(left, default=None)

    def _further(self, nodes: Sequence[Diagram], place: int) -> Iterator[tuple[int, tuple[Diagram, ...]]]:
        """What is left of the diagrams under each option of a choice that is still acceptable."""
        for run in self.runs[place]:
            further = tuple(
                self.diagrams.children[node][run[0]] if self.diagrams.variables[node] == place else node
                for node in nodes
            )
            if further[0] != FALSE:
                yield run[0], further

    def _bound(self, nodes: Sequence[Diagram]) -> tuple[Exact, int]:
        """How good it can still become, the best least: wishes by their weights, then concerns."""
        wishes, concerns, _ = self._parts(nodes)
        weight = sum((line.verdict.line.weight for line, node in wishes if True in self.diagrams.ends(node)), start=0)
        spared = sum(self.diagrams.ends(node) != {False} for _, node in concerns)
        return -weight, -spared

    def _parts(self, nodes: Sequence[Diagram]) -> tuple[list[_Pair], list[_Pair], list[_Pair]]:
        """The wishes, concerns and watched lines, each with what is left of its diagram."""
        first, second = 1 + len(self.wishes), 1 + len(self.wishes) + len(self.concerns)
        return (
            list(zip(self.wishes, nodes[1:first], strict=True)),
            list(zip(self.concerns, nodes[first:second], strict=True)),
            list(zip(self.watched, nodes[second:], strict=True)),
        )

    def _package(self, nodes: Sequence[Diagram], options: dict[int, int]) -> Found:
        wishes, concerns, watched = self._parts(nodes)
        return Found(
            options,
            tuple(line for line, node in wishes if node == TRUE),
            tuple(line for line, node in concerns if node == FALSE),
            tuple(line for line, node in (*watched, *concerns, *wishes) if node not in (TRUE, FALSE)),
        )
