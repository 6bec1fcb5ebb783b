"""Truths that hang on choices, as decision diagrams: each alike is one node, so that equal truths are one number.

A node asks for one choice and has a child for each of its options; the ends are `FALSE`, `TRUE` and `UNKNOWN`. The
choices stand in one order on every way down, those with low numbers first. After R. E. Bryant, Graph-Based Algorithms
for Boolean Function Manipulation (1986), with as many children as a choice has options and a third end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import TypeAlias

from attrs import define, field

from dealcheck.logic import Truth, negation

Diagram: TypeAlias = int
"""The number of a node in its `Diagrams`."""

FALSE: Diagram = 0
TRUE: Diagram = 1
UNKNOWN: Diagram = 2

END_OF: dict[Truth, Diagram] = {False: FALSE, True: TRUE, None: UNKNOWN}
TRUTH_OF: dict[Diagram, Truth] = {FALSE: False, TRUE: True, UNKNOWN: None}

MOST_NODES = 400_000
"""Nodes in all the diagrams of one draft; beyond it nothing is counted any more."""


class TooManyError(Exception):
    """The step limit: what was asked would take more nodes, or more packages tried, than are allowed."""


@define(eq=False)
class Diagrams:
    """Makes diagrams over choices with these numbers of options."""

    sizes: Sequence[int]
    """How many options each choice has, by its place in the order."""
    most: int = MOST_NODES
    variables: list[int] = field(factory=lambda: [-1, -1, -1])
    """The choice that each node asks for; -1 of an end."""
    children: list[tuple[Diagram, ...]] = field(factory=lambda: [(), (), ()])
    _made: dict[tuple[int, tuple[Diagram, ...]], Diagram] = field(init=False, factory=dict)
    _both: dict[tuple[Diagram, Diagram], Diagram] = field(init=False, factory=dict)
    _negated: dict[Diagram, Diagram] = field(
        init=False, factory=lambda: {end: END_OF[negation(TRUTH_OF[end])] for end in TRUTH_OF}
    )

    _ends: dict[Diagram, frozenset[Truth]] = field(init=False, factory=dict)

    def make_room(self, nodes: int) -> None:
        """Allow so many further nodes at least, whatever was made before."""
        self.most = max(self.most, len(self.variables) + nodes)

    def node(self, variable: int, children: tuple[Diagram, ...]) -> Diagram:
        """The diagram that asks for a choice and goes on with the child of its option."""
        if all(child == children[0] for child in children):
            return children[0]
        key = (variable, children)
        found = self._made.get(key)
        if found is None:
            found = len(self.variables)
            if found > self.most:
                raise TooManyError
            self._made[key] = found
            self.variables.append(variable)
            self.children.append(children)
        return found

    def table(self, variables: Sequence[int], truth: Callable[[tuple[int, ...]], Truth]) -> Diagram:
        """The diagram of a function of a few choices, which stand in ascending order."""
        level = [END_OF[truth(options)] for options in product(*(range(self.sizes[each]) for each in variables))]
        for variable in reversed(variables):
            width = self.sizes[variable]
            level = [self.node(variable, tuple(level[at : at + width])) for at in range(0, len(level), width)]
        return level[0]

    # ---- Kleene's connectives --------------------------------------------------------------------------------------

    def negation(self, diagram: Diagram) -> Diagram:
        """The opposite."""
        return self._walk(diagram, self._negated)

    def _walk(self, diagram: Diagram, known: dict[Diagram, Diagram]) -> Diagram:
        """The diagram with other ends, those that `known` gives."""
        waiting = [diagram]
        while waiting:
            at = waiting[-1]
            if at in known:
                waiting.pop()
                continue
            left = [child for child in self.children[at] if child not in known]
            if left:
                waiting.extend(left)
            else:
                known[at] = self.node(self.variables[at], tuple([known[child] for child in self.children[at]]))
                waiting.pop()
        return known[diagram]

    def both(self, left: Diagram, right: Diagram) -> Diagram:
        """Whether both hold."""
        result = self._known_both(left, right)
        if result is not None:
            return result
        # Step by step, not by recursion: a draft may hold a thousand choices.
        waiting = [(left, right)]
        while waiting:
            one, other = waiting[-1]
            variable = min(each for each in (self.variables[one], self.variables[other]) if each >= 0)
            pairs = list(zip(self._options(one, variable), self._options(other, variable), strict=True))
            found = [self._known_both(*pair) for pair in pairs]
            left_over = [pair for pair, known in zip(pairs, found, strict=True) if known is None]
            if left_over:
                waiting.extend(left_over)
                continue
            waiting.pop()
            joined = self.node(variable, tuple([known for known in found if known is not None]))
            self._both[min(one, other), max(one, other)] = joined
        return self._both[min(left, right), max(left, right)]

    def _options(self, diagram: Diagram, variable: int) -> tuple[Diagram, ...]:
        if self.variables[diagram] == variable:
            return self.children[diagram]
        return (diagram,) * self.sizes[variable]

    def _known_both(self, left: Diagram, right: Diagram) -> Diagram | None:
        if right in (left, TRUE):
            return left
        if left == TRUE:
            return right
        if FALSE in (left, right):
            return FALSE
        return self._both.get((min(left, right), max(left, right)))

    def all_of(self, diagrams: Iterable[Diagram]) -> Diagram:
        """Whether all hold; true of none."""
        result = TRUE
        # The last choices first: what is joined so far then stands whole below the next.
        for diagram in sorted(dict.fromkeys(diagrams), key=lambda each: -self.variables[each]):
            result = self.both(result, diagram)
            if result == FALSE:
                break
        return result

    def any_of(self, diagrams: Iterable[Diagram]) -> Diagram:
        """Whether at least one holds; false of none."""
        return self.negation(self.all_of([self.negation(diagram) for diagram in diagrams]))

    # ---- Looking at one --------------------------------------------------------------------------------------------

    def is_end(self, diagram: Diagram, end: Diagram) -> Diagram:
        """A diagram that is true where another comes to this end, and else false: it has no unknown."""
        return self._walk(diagram, {each: TRUE if each == end else FALSE for each in TRUTH_OF})

    def below(self, diagram: Diagram) -> list[Diagram]:
        """Every node of a diagram, each after all that lead to it."""
        seen = {diagram}
        waiting = [diagram]
        while waiting:
            for child in self.children[waiting.pop()]:
                if child not in seen:
                    seen.add(child)
                    waiting.append(child)
        return sorted(seen, key=lambda at: (self.variables[at] < 0, self.variables[at]))

    def ends(self, diagram: Diagram) -> frozenset[Truth]:
        """The truths that some package brings about."""
        found = self._ends.get(diagram)
        if found is None:
            found = self._ends[diagram] = frozenset(TRUTH_OF[at] for at in self.below(diagram) if at in TRUTH_OF)
        return found

    def support(self, diagram: Diagram) -> tuple[int, ...]:
        """The choices that it hangs on."""
        return tuple(sorted({self.variables[at] for at in self.below(diagram)} - {-1}))

    def at(self, diagram: Diagram, options: Sequence[int]) -> Truth:
        """Its truth under a package: an option for each choice."""
        while self.variables[diagram] >= 0:
            diagram = self.children[diagram][options[self.variables[diagram]]]
        return TRUTH_OF[diagram]

    def given(self, diagram: Diagram, variable: int, option: int) -> Diagram:
        """What is left of it once an option of a choice is taken."""
        known: dict[Diagram, Diagram] = {end: end for end in TRUTH_OF}
        for at in reversed(self.below(diagram)):
            asked = self.variables[at]
            if asked == variable:
                known[at] = self.children[at][option]
            elif asked >= 0:
                known[at] = self.node(asked, tuple([known[child] for child in self.children[at]]))
        return known[diagram]

    def package(self, diagram: Diagram, end: Diagram) -> tuple[int, ...] | None:
        """A package that comes to an end, the first options wherever they do; None where none does."""
        return next(self.packages(diagram, end), None)

    def packages(self, diagram: Diagram, end: Diagram) -> Iterator[tuple[int, ...]]:
        """A package for each way down that comes to an end, choices that are not asked for at their first options."""
        leading = {end}
        for at in reversed(self.below(diagram)):
            if any(child in leading for child in self.children[at]):
                leading.add(at)
        waiting: list[tuple[Diagram, tuple[tuple[int, int], ...]]] = [(diagram, ())] if diagram in leading else []
        while waiting:
            at, picked = waiting.pop()
            if at == end:
                taken = dict(picked)
                yield tuple(taken.get(place, 0) for place in range(len(self.sizes)))
                continue
            further = [
                (child, (*picked, (self.variables[at], option)))
                for option, child in enumerate(self.children[at])
                if child in leading
            ]
            waiting.extend(reversed(further))

    def count(self, diagram: Diagram, widths: Sequence[Sequence[int]], end: Diagram = TRUE) -> int:
        """How many packages come to an end; `widths` gives for each choice how many packages each option stands for."""
        return _Counts(self, diagram, widths, end).whole

    def counts(
        self, diagram: Diagram, widths: Sequence[Sequence[int]], end: Diagram = TRUE
    ) -> tuple[tuple[int, ...], ...]:
        """How many packages come to an end under each option of each choice."""
        return _Counts(self, diagram, widths, end).by_option()


class _Counts:
    """The packages below every node that come to an end."""

    def __init__(self, diagrams: Diagrams, diagram: Diagram, widths: Sequence[Sequence[int]], end: Diagram) -> None:
        self.diagrams = diagrams
        self.diagram = diagram
        self.widths = widths
        self.order = diagrams.below(diagram)
        # The packages of the choices from each on: whatever they come to.
        self.rest = [1] * (len(widths) + 1)
        for place in range(len(widths) - 1, -1, -1):
            self.rest[place] = self.rest[place + 1] * sum(widths[place])
        self.counted: dict[Diagram, int] = {}
        for at in reversed(self.order):
            place = diagrams.variables[at]
            if place < 0:
                self.counted[at] = int(at == end)
            else:
                self.counted[at] = sum(
                    width * self._below(child, place + 1)
                    for width, child in zip(widths[place], diagrams.children[at], strict=True)
                )
        self.whole = self._below(diagram, 0)

    def _place(self, at: Diagram) -> int:
        """The choice that a node asks for; of an end, one more than the last."""
        place = self.diagrams.variables[at]
        return place if place >= 0 else len(self.widths)

    def _skipped(self, place: int, at: Diagram) -> int:
        """The packages of the choices from a place to a node, none of which is asked for."""
        after = self.rest[self._place(at)]
        return self.rest[place] // after if after else 0

    def _below(self, at: Diagram, place: int) -> int:
        """The packages of the choices from a place on that come to the end by way of a node."""
        return self.counted[at] * self._skipped(place, at)

    def by_option(self) -> tuple[tuple[int, ...], ...]:
        """How many of all packages that come to the end take each option."""
        found = [[0] * len(widths) for widths in self.widths]
        # Where a choice is not asked for, its options share in what passes by as their widths say: what begins to pass
        # by at a place, less what ends to.
        passing = [0] * (len(self.widths) + 1)
        passing[0] += self.whole
        passing[self._place(self.diagram)] -= self.whole
        # The packages of the choices above a node that lead to it.
        above = dict.fromkeys(self.order, 0)
        above[self.diagram] = self._skipped(0, self.diagram)
        for at in self.order:
            place = self.diagrams.variables[at]
            if place < 0:
                continue
            for option, child in enumerate(self.diagrams.children[at]):
                leading = above[at] * self.widths[place][option]
                through = leading * self._below(child, place + 1)
                above[child] += leading * self._skipped(place + 1, child)
                found[place][option] += through
                passing[place + 1] += through
                passing[self._place(child)] -= through
        by = 0
        for place, widths in enumerate(self.widths):
            by += passing[place]
            for option, width in enumerate(widths):
                found[place][option] += by * width // sum(widths) if by else 0
        return tuple(tuple(each) for each in found)
