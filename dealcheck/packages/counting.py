"""How many packages there are, who can accept which, and where the parties part."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice
from typing import TypeAlias

from attrs import define, field, frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Truth, Verdict
from dealcheck.packages.diagrams import FALSE, TRUE, UNKNOWN, Diagram, TooManyError
from dealcheck.packages.fewest import run_in_words
from dealcheck.packages.options import Variable
from dealcheck.packages.spread import Packages
from dealcheck.values import Exact

MOST_BEST = 5
"""Acceptable packages that are shown."""

MOST_LOOKED = 50_000
"""Steps of the search for the best of them."""

MOST_SETS = 20_000
"""Sets of lines that are tried for the smallest that clashes."""

MOST_SAMPLED = 64
"""Packages checked one by one where the step limit keeps from counting."""


@frozen
class Count:
    """How many packages; `number` is None where the step limit was met: then there are at least `least`."""

    number: int | None
    least: int = 0

    @property
    def none(self) -> bool:
        """Whether there is certainly none."""
        return self.number == 0


@frozen
class Taking:
    """An option of a choice, or adjoining pieces of a blank or a range that no line tells apart."""

    name: str
    said: str


@frozen
class ChoiceCount:
    """A choice: what it can come to, the lines that hang on it, and for whom which of its options is dead.

    `accepted` are the packages that all can accept under each option (None beyond the step limit).
    """

    name: str
    options: tuple[Taking, ...]
    lines: tuple[str, ...]
    dead: tuple[tuple[str, tuple[str, ...]], ...]
    """An option with the parties, of those that can accept some package, which can accept none that takes it."""
    accepted: tuple[int | None, ...]


@frozen
class BestPackage:
    """An acceptable package: what each choice that matters comes to, and the wishes that it meets.

    `free` are choices that may be anything: no line of the table hangs on them any more.
    """

    choices: tuple[tuple[str, str], ...]
    free: tuple[str, ...]
    weight: Exact
    wishes: tuple[str, ...]
    concerns: tuple[str, ...]
    """Concerns that it violates."""


@frozen
class Clash:
    """Lines that no package holds together, the fewest; `parties` are those they are of."""

    parties: tuple[str, ...]
    lines: tuple[str, ...]
    smallest: bool = True
    """False where the step limit kept from showing that no fewer lines clash."""


@frozen
class Counted:
    """The packages of a deal: how many there are, and how many each party of it, and all of them, can accept.

    A party accepts a package that meets every red line it holds: one that is unknown is not met. `undecided` are those
    in which none is violated but some cannot be told. A waived line does not count, nor one that is inactive.
    """

    total: int
    acceptable: tuple[tuple[str, Count], ...]
    all: Count
    undecided: tuple[tuple[str, Count], ...]
    choices: tuple[ChoiceCount, ...]
    best: tuple[BestPackage, ...]
    clashes: tuple[Clash, ...]
    untold: tuple[str, ...]
    """Red lines that cannot be told in any package."""
    without_lines: tuple[str, ...]
    """Parties of the deal that hold no line."""
    beyond: tuple[str, ...]
    """Lines for which there are too many packages to try."""


@define(eq=False)
class _Line:
    verdict: LineVerdict
    diagram: Diagram | None

    @property
    def name(self) -> str:
        return self.verdict.line.full_name

    @property
    def party(self) -> str:
        return self.verdict.line.party

    @property
    def level(self) -> str:
        return self.verdict.line.level


class Counter:
    """Counts the packages of one deal over the lines that bear on it."""

    def __init__(self, packages: Packages, verdicts: Iterable[LineVerdict]) -> None:
        self.packages = packages
        self.diagrams = packages.diagrams
        self.variables = packages.variables
        self.lines = [
            _Line(verdict, packages.spread(verdict.line.sentence).diagram)
            for verdict in verdicts
            if verdict.line.sentence is not None
            and verdict.verdict is not Verdict.INACTIVE
            and not verdict.bystander
            and (verdict.waiver is None or verdict.waiver_expired)
        ]
        self.hard = [line for line in self.lines if line.level == "red line"]
        self.parties = list(dict.fromkeys(line.party for line in self.lines))
        self.runs = [self._runs(place) for place in range(len(self.variables))]
        self.widths = [
            [int(any(run[0] == option for run in runs)) for option in range(len(each.options))]
            for each, runs in zip(self.variables, self.runs, strict=True)
        ]

    def _runs(self, place: int) -> list[list[int]]:
        """The options of a choice, adjoining pieces together that no line tells apart."""
        options = self.variables[place].options
        nodes = [
            self.diagrams.children[at]
            for line in self.lines
            if line.diagram is not None
            for at in self.diagrams.below(line.diagram)
            if self.diagrams.variables[at] == place
        ]
        runs: list[list[int]] = []
        for option in range(len(options)):
            joined = (
                runs
                and options[option].piece is not None
                and options[runs[-1][-1]].piece is not None
                and options[option].option == options[runs[-1][-1]].option
                and all(children[option] == children[runs[-1][-1]] for children in nodes)
            )
            if joined:
                runs[-1].append(option)
            else:
                runs.append([option])
        return runs

    # ---- Counting --------------------------------------------------------------------------------------------------

    def counted(self, deal_parties: Sequence[str]) -> Counted:
        """What there is to say of all packages."""
        total = 1
        for width in self.widths:
            total *= sum(width)
        accepts = {party: self._joint(party, self._meets) for party in self.parties}
        allows = {party: self._joint(party, self._not_violated) for party in self.parties}
        accepted_by_all = self._all(accepts)
        acceptable = tuple((party, self._count(diagram, [party])) for party, diagram in accepts.items())
        undecided = tuple(
            (party, self._less(self._count(allows[party], [party]), self._count(accepts[party], [party])))
            for party in self.parties
        )
        return Counted(
            total,
            acceptable,
            self._count(accepted_by_all, self.parties),
            undecided,
            tuple(self._choice(place, accepts, accepted_by_all) for place in self._by_weight()),
            self._best(accepted_by_all),
            tuple(self._clashes(accepts, allows)),
            tuple(line.name for line in self.hard if line.diagram == UNKNOWN),
            tuple(party for party in deal_parties if party not in self.parties),
            tuple(line.name for line in self.lines if line.diagram is None),
        )

    def _meets(self, diagram: Diagram) -> Diagram:
        return self.diagrams.is_end(diagram, TRUE)

    def _not_violated(self, diagram: Diagram) -> Diagram:
        return self.diagrams.negation(self.diagrams.is_end(diagram, FALSE))

    def _joint(self, party: str, view: Callable[[Diagram], Diagram]) -> Diagram | None:
        """The packages that suit all red lines of a party; None beyond the step limit."""
        own = [line.diagram for line in self.hard if line.party == party]
        known = [diagram for diagram in own if diagram is not None]
        try:
            joint = self.diagrams.all_of([view(diagram) for diagram in known])
        except TooManyError:
            return None
        # What the known lines already rule out is ruled out whatever the others say.
        return joint if len(known) == len(own) or joint == FALSE else None

    def _all(self, views: Mapping[str, Diagram | None]) -> Diagram | None:
        known = [diagram for diagram in views.values() if diagram is not None]
        try:
            joint = self.diagrams.all_of(known)
        except TooManyError:
            return None
        return joint if len(known) == len(views) or joint == FALSE else None

    def _count(self, diagram: Diagram | None, parties: Sequence[str]) -> Count:
        if diagram is not None:
            found = self.diagrams.count(diagram, self.widths)
            return Count(found, found)
        return Count(None, self._sampled(parties))

    @staticmethod
    def _less(one: Count, other: Count) -> Count:
        if one.number is None or other.number is None:
            return Count(None, 0)
        return Count(one.number - other.number, one.number - other.number)

    def _sampled(self, parties: Sequence[str]) -> int:
        """How many of the packages tried one by one suit these parties."""
        lines = [line for line in self.hard if line.party in parties]
        vectors: dict[tuple[int, ...], None] = {}
        for line in lines:
            if line.diagram is None and line.verdict.line.sentence is not None:
                samples = self.packages.spread(line.verdict.line.sentence).samples
                vectors.update(dict.fromkeys(sample.options for sample in samples))
        firsts = [{run[0] for run in runs} for runs in self.runs]
        whole = [
            options
            for options in vectors
            if all(option in first for option, first in zip(options, firsts, strict=True))
        ]
        return sum(all(self._truth(line, options) is True for line in lines) for options in whole[:MOST_SAMPLED])

    def _truth(self, line: _Line, options: tuple[int, ...]) -> Truth:
        if line.diagram is not None:
            return self.diagrams.at(line.diagram, options)
        sentence = line.verdict.line.sentence
        if sentence is None:
            return None
        return self.packages.sample(self.packages.spread(sentence), options).trace.truth

    # ---- Choices ---------------------------------------------------------------------------------------------------

    def _by_weight(self) -> list[int]:
        """The choices, those on which most lines hang first."""
        weight = {place: len(self._hanging(place)) for place in range(len(self.variables))}
        return sorted(weight, key=lambda place: (-weight[place], self.variables[place].record.number))

    def _hanging(self, place: int) -> list[str]:
        return [
            line.name
            for line in self.lines
            if line.diagram is not None and place in self.diagrams.support(line.diagram)
        ]

    def _choice(self, place: int, accepts: Mapping[str, Diagram | None], by_all: Diagram | None) -> ChoiceCount:
        each = self.variables[place]
        options = tuple(self._taking(each, run) for run in self.runs[place])
        dead: list[tuple[str, tuple[str, ...]]] = []
        accepted: list[int | None] = []
        for run, option in zip(self.runs[place], options, strict=True):
            parties = tuple(
                party
                for party, diagram in accepts.items()
                if diagram not in (None, FALSE) and self.diagrams.given(diagram, place, run[0]) == FALSE
            )
            if parties:
                dead.append((option.name, parties))
            if by_all is None:
                accepted.append(None)
            else:
                widths = [*self.widths[:place], [int(at == run[0]) for at in range(len(each.options))]]
                accepted.append(self.diagrams.count(by_all, [*widths, *self.widths[place + 1 :]]))
        return ChoiceCount(each.name, options, tuple(self._hanging(place)), tuple(dead), tuple(accepted))

    @staticmethod
    def _taking(each: Variable, run: Sequence[int]) -> Taking:
        if each.options[run[0]].piece is None:
            option = each.options[run[0]]
            return Taking(option.name, option.said)
        said = run_in_words(each, run)
        return Taking(said.removeprefix(f"{each.name} is "), said)

    # ---- The best --------------------------------------------------------------------------------------------------

    def _best(self, by_all: Diagram | None) -> tuple[BestPackage, ...]:
        """The acceptable packages that meet most wishes, then violate fewest concerns."""
        if by_all is None or by_all == FALSE:
            return ()
        wishes = [line for line in self.lines if line.level == "wish" and line.diagram is not None]
        concerns = [line for line in self.lines if line.level == "concern" and line.diagram is not None]
        return tuple(islice(_Search(self, by_all, wishes, concerns).found(), MOST_BEST))

    def in_words(self, options: Mapping[int, int]) -> tuple[tuple[str, str], ...]:
        """The choices of a package with what each comes to, in the order of the text."""
        said: list[tuple[str, str]] = []
        for place, option in sorted(options.items(), key=lambda pair: self.variables[pair[0]].record.number):
            run = next(run for run in self.runs[place] if option in run)
            said.append((self.variables[place].name, self._taking(self.variables[place], run).name))
        return tuple(said)

    # ---- Clashes ---------------------------------------------------------------------------------------------------

    def _clashes(self, accepts: Mapping[str, Diagram | None], allows: Mapping[str, Diagram | None]) -> Iterator[Clash]:
        """The smallest sets of lines that no package holds together: inside a party, between two, among all."""
        views = {line.name: self._not_violated(line.diagram) for line in self.hard if line.diagram not in (None, TRUE)}
        apart = False
        for party in self.parties:
            if allows[party] == FALSE:
                apart = True
                yield self._clash([party], views)
        able = [party for party in self.parties if allows[party] not in (None, FALSE)]
        for one, other in combinations(able, 2):
            first, second = allows[one], allows[other]
            if first is not None and second is not None and self.diagrams.both(first, second) == FALSE:
                apart = True
                yield self._clash([one, other], views)
        if not apart and self._all(allows) == FALSE:
            yield self._clash(able, views)

    def _clash(self, parties: Sequence[str], views: Mapping[str, Diagram]) -> Clash:
        own = {line.name: views[line.name] for line in self.hard if line.party in parties and line.name in views}
        tried = 0
        for size in range(1, len(own) + 1):
            for names in combinations(own, size):
                tried += 1
                if tried > MOST_SETS:
                    return self._shrunk(own)
                if self.diagrams.all_of([own[name] for name in names]) == FALSE:
                    return Clash(self._parties_of(names), names)
        raise ValueError("the lines do not clash")

    def _shrunk(self, own: Mapping[str, Diagram]) -> Clash:
        """A clash from which no line can be taken away, where the smallest was not found."""
        names = list(own)
        for name in list(names):
            rest = [other for other in names if other != name]
            if self.diagrams.all_of([own[other] for other in rest]) == FALSE:
                names = rest
        return Clash(self._parties_of(names), tuple(names), smallest=False)

    def _parties_of(self, names: Iterable[str]) -> tuple[str, ...]:
        wanted = set(names)
        return tuple(dict.fromkeys(line.party for line in self.hard if line.name in wanted))


_Step: TypeAlias = tuple[tuple[Exact, int], int, tuple[Diagram, ...], tuple[tuple[int, int], ...]]
"""How good a package can still become, when it was found, what is left of the diagrams, and the options so far."""


@define(eq=False)
class _Search:
    """Best first over the choices: what is left of every diagram, with the most that its wishes can still come to."""

    counter: Counter
    accepted: Diagram
    wishes: list[_Line]
    concerns: list[_Line]
    _numbers: Iterator[int] = field(init=False, factory=lambda: iter(range(10**9)))

    def found(self) -> Iterator[BestPackage]:
        """Acceptable packages, the best first; those among them that differ only in free choices are one."""
        nodes = (
            self.accepted,
            *(line.diagram for line in self.wishes if line.diagram is not None),
            *(line.diagram for line in self.concerns if line.diagram is not None),
        )
        waiting: list[_Step] = [(self._bound(nodes), next(self._numbers), nodes, ())]
        looked = 0
        while waiting and looked < MOST_LOOKED:
            looked += 1
            _, _, nodes, picked = heapq.heappop(waiting)
            variables = [self.counter.diagrams.variables[node] for node in nodes]
            open_ = [variable for variable in variables if variable >= 0]
            if not open_:
                yield self._package(nodes, dict(picked))
                continue
            place = min(open_)
            for run in self.counter.runs[place]:
                further = tuple(
                    self.counter.diagrams.children[node][run[0]] if variable == place else node
                    for node, variable in zip(nodes, variables, strict=True)
                )
                if further[0] != FALSE:
                    step: _Step = (self._bound(further), next(self._numbers), further, (*picked, (place, run[0])))
                    heapq.heappush(waiting, step)

    def _bound(self, nodes: Sequence[Diagram]) -> tuple[Exact, int]:
        """How good it can still become, the best least: wishes by their weights, then concerns."""
        split = 1 + len(self.wishes)
        diagrams = self.counter.diagrams
        weight = sum(
            (
                line.verdict.line.weight
                for line, node in zip(self.wishes, nodes[1:split], strict=True)
                if True in diagrams.ends(node)
            ),
            start=0,
        )
        spared = sum(diagrams.ends(node) != {False} for node in nodes[split:])
        return -weight, -spared

    def _package(self, nodes: Sequence[Diagram], options: dict[int, int]) -> BestPackage:
        split = 1 + len(self.wishes)
        met = [line for line, node in zip(self.wishes, nodes[1:split], strict=True) if node == TRUE]
        violated = [line for line, node in zip(self.concerns, nodes[split:], strict=True) if node == FALSE]
        free = [
            place
            for place in range(len(self.counter.variables))
            if place not in options and len(self.counter.runs[place]) > 1
        ]
        return BestPackage(
            self.counter.in_words(options),
            tuple(self.counter.variables[place].name for place in free),
            sum((line.verdict.line.weight for line in met), start=0),
            tuple(line.name for line in met),
            tuple(line.name for line in violated),
        )
