"""Counts the packages of a deal: how many there are, who can accept which, and where the parties part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Truth
from dealcheck.packages.best import Found, Search
from dealcheck.packages.clashing import fewest_clashing
from dealcheck.packages.counted import BestPackage, ChoiceCount, Clash, Count, Counted, OptionCount, Tallies, Tally
from dealcheck.packages.diagrams import FALSE, TRUE, UNKNOWN, Diagram, TooManyError
from dealcheck.packages.lines import LineDiagram, line_diagrams
from dealcheck.packages.runs import Runs
from dealcheck.packages.spread import Packages

MOST_BEST = 5
"""Acceptable packages that are shown, where nothing else is asked for."""

MOST_SAMPLED = 64
"""Packages checked one by one where the step limit keeps from counting."""

MOST_JOINED = 100_000
"""Nodes that the joint diagram of some lines may take; beyond it their packages are not counted."""

LEVELS = ("red line", "concern", "wish")

View = Callable[[Diagram], Diagram]


class Counter:
    """Counts the packages of one deal over the lines of its parties, and of those that are `asked` for beside them."""

    def __init__(self, packages: Packages, verdicts: Iterable[LineVerdict], asked: Sequence[str] = ()) -> None:
        self.packages = packages
        self.diagrams = packages.diagrams
        self.variables = packages.variables
        at_table = [verdict for verdict in verdicts if not verdict.bystander or verdict.line.party in asked]
        self.parties = list(dict.fromkeys(verdict.line.party for verdict in at_table))
        self.lines = list(line_diagrams(packages, at_table))
        self.hard = [line for line in self.lines if line.level == "red line"]
        self.supports = {
            line.name: frozenset(self.diagrams.support(line.diagram)) for line in self.lines if line.diagram is not None
        }
        self.runs = Runs(packages, self.lines)
        self.widths = self.runs.widths()
        self.is_unsure = self._may_be_finer()
        self._joints: dict[tuple[str, View], Diagram | None] = {}

    def _may_be_finer(self) -> bool:
        """Whether a line beyond the step limit may tell pieces apart that the others do not."""
        scopes = {
            place
            for line in self.lines
            if line.diagram is None and line.verdict.line.sentence is not None
            for place in self.packages.spread(line.verdict.line.sentence).scope
        }
        return any(len(run) > 1 for place in scopes for run in self.runs.of[place])

    # ---- Counting --------------------------------------------------------------------------------------------------

    def tallies(self) -> Tallies:
        """How many packages there are and how many suit whom."""
        total = 1
        for width in self.widths:
            total *= sum(width)
        violated = tuple(line.name for line in self.hard if line.diagram == FALSE)
        untold = tuple(line.name for line in self.hard if line.diagram == UNKNOWN)
        apart = self._tally({party: self._joint(party, self._meets) for party in self.parties}, self._turning())
        aside = {line.party for line in self.hard if line.diagram in (FALSE, UNKNOWN)}
        acceptable = self._without(apart, aside)
        allowed = self._tally({party: self._joint(party, self._allows) for party in self.parties}, self._turning())
        allowed = self._without(allowed, {line.party for line in self.hard if line.diagram == FALSE})
        return Tallies(
            Count(None if self.is_unsure else total, total),
            acceptable,
            Tally(
                tuple(
                    (party, _less(count, taken))
                    for (party, count), (_, taken) in zip(allowed.parties, acceptable.parties, strict=True)
                ),
                _less(allowed.all, acceptable.all),
            ),
            apart,
            violated,
            untold,
        )

    def counted(self, deal_parties: Sequence[str], most: int = MOST_BEST) -> Counted:
        """What there is to say of all packages, with so many of the best."""
        tallies = self.tallies()
        by_all = self._all({party: self._joint(party, self._meets) for party in self.parties})
        search, basis = self._search(by_all)
        basis = "apart" if basis == "acceptable" and tallies.left_aside else basis
        best = () if search is None else tuple(islice(map(self._best, search.found()), most))
        return Counted(
            tallies,
            tuple(self._choices(by_all)),
            best,
            basis,
            tuple(self._clashes()),
            tuple(self._without_lines(deal_parties)),
            tuple(line.name for line in self.lines if line.diagram is None),
            search is not None and not search.is_cut,
        )

    def choices(self) -> tuple[ChoiceCount, ...]:
        """The choices with what each can come to, in the order of how much they decide."""
        return tuple(self._choices(self._all({party: self._joint(party, self._meets) for party in self.parties})))

    def _turning(self) -> list[LineDiagram]:
        """The red lines that choices decide."""
        return [line for line in self.hard if line.diagram not in (TRUE, FALSE, UNKNOWN)]

    def _meets(self, diagram: Diagram) -> Diagram:
        return self.diagrams.is_end(diagram, TRUE)

    def _allows(self, diagram: Diagram) -> Diagram:
        return self.diagrams.negation(self.diagrams.is_end(diagram, FALSE))

    def _joint(self, party: str, view: View) -> Diagram | None:
        """The packages that suit all red lines of a party which choices decide; None beyond the step limit."""
        key = (party, view)
        if key not in self._joints:
            own = [line.diagram for line in self._turning() if line.party == party]
            known = [diagram for diagram in own if diagram is not None]
            self._joints[key] = self._joined(lambda: [view(diagram) for diagram in known], len(known) == len(own))
        return self._joints[key]

    def _all(self, views: Mapping[str, Diagram | None]) -> Diagram | None:
        known = [diagram for diagram in views.values() if diagram is not None]
        return self._joined(lambda: known, len(known) == len(views))

    def _joined(self, views: Callable[[], Sequence[Diagram]], is_whole: bool) -> Diagram | None:
        """Whether all hold. What those that are known already rule out is ruled out whatever the others say."""
        self.diagrams.make_room(MOST_JOINED)
        try:
            joint = self.diagrams.all_of(views())
        except TooManyError:
            return None
        return joint if is_whole or joint == FALSE else None

    def _tally(self, views: Mapping[str, Diagram | None], lines: Sequence[LineDiagram]) -> Tally:
        by_party = tuple(
            (party, self._count(diagram, [line for line in lines if line.party == party]))
            for party, diagram in views.items()
        )
        return Tally(by_party, self._count(self._all(views), lines))

    @staticmethod
    def _without(tally: Tally, parties: Iterable[str]) -> Tally:
        """The tally with none for some parties, and so none for all together."""
        none = {*parties}
        counts = tuple((party, Count(0) if party in none else count) for party, count in tally.parties)
        return Tally(counts, Count(0) if none else tally.all)

    def _count(self, diagram: Diagram | None, lines: Sequence[LineDiagram]) -> Count:
        if diagram is None:
            return Count(None, self._sampled(lines))
        return self._exactly(self.diagrams.count(diagram, self.widths))

    def _exactly(self, found: int) -> Count:
        return Count(None if self.is_unsure and found else found, found)

    # ---- Beyond the step limit -------------------------------------------------------------------------------------

    def _sampled(self, lines: Sequence[LineDiagram]) -> int:
        """How many of the packages tried one by one meet these lines."""
        firsts = [{run[0] for run in runs} for runs in self.runs.of]
        candidates = dict.fromkeys(
            options
            for options in self._candidates(lines)
            if all(option in first for option, first in zip(options, firsts, strict=True))
        )
        return sum(all(self._truth(line, options) is True for line in lines) for options in candidates)

    def _candidates(self, lines: Sequence[LineDiagram]) -> Iterator[tuple[int, ...]]:
        """Packages at hand, and some that meet those of the lines whose truth is known."""
        for line in lines:
            sentence = line.verdict.line.sentence
            if line.diagram is None and sentence is not None:
                yield from (sample.options for sample in self.packages.spread(sentence).samples[:MOST_SAMPLED])
        known = [line.diagram for line in lines if line.diagram is not None]
        joint = self._joined(lambda: [self._meets(diagram) for diagram in known], True)
        if joint is not None:
            yield from islice(self.diagrams.packages(joint, TRUE), MOST_SAMPLED)

    def _truth(self, line: LineDiagram, options: tuple[int, ...]) -> Truth:
        if line.diagram is not None:
            return self.diagrams.at(line.diagram, options)
        sentence = line.verdict.line.sentence
        if sentence is None:
            return None
        return self.packages.sample(self.packages.spread(sentence), options).trace.truth

    # ---- Choices ---------------------------------------------------------------------------------------------------

    def _choices(self, by_all: Diagram | None) -> Iterator[ChoiceCount]:
        """The choices, those first on which most red lines hang, then most others."""
        accepted = None if by_all is None else self.diagrams.counts(by_all, self.widths)
        dead: dict[str, tuple[tuple[int, ...], ...]] = {}
        for party in self.parties:
            diagram = self._joint(party, self._allows)
            if diagram is not None and diagram != FALSE:
                dead[party] = self.diagrams.counts(diagram, self.widths)
        hanging = {place: self._hanging(place) for place in range(len(self.variables))}
        weight = {
            place: [-sum(line.level == level for line in lines) for level in LEVELS] for place, lines in hanging.items()
        }
        for place in sorted(hanging, key=lambda at: (weight[at], self.variables[at].record.number)):
            options = tuple(
                OptionCount(
                    *self.runs.in_words(place, run),
                    self.runs.argument(place, run),
                    self.runs.wanted_by(place, run),
                    Count(None, 0) if accepted is None else self._exactly(accepted[place][run[0]]),
                    tuple(party for party, counts in dead.items() if not counts[place][run[0]]),
                    self.variables[place].options[run[0]].value is not None,
                )
                for run in self.runs.of[place]
            )
            yield ChoiceCount(self.variables[place].record, options, tuple(line.name for line in hanging[place]))

    def _hanging(self, place: int) -> list[LineDiagram]:
        found = [line for line in self.lines if place in self.supports.get(line.name, ())]
        return sorted(found, key=lambda line: LEVELS.index(line.level))

    # ---- The best --------------------------------------------------------------------------------------------------

    def _search(self, by_all: Diagram | None) -> tuple[Search | None, str]:
        """The search for the packages that suit all, as far as choices decide, and what they are."""
        watched: list[LineDiagram] = []
        basis = "acceptable"
        if by_all == FALSE:
            by_all = self._all({party: self._joint(party, self._allows) for party in self.parties})
            watched = [line for line in self._turning() if line.diagram is not None]
            basis = "undecided"
        if by_all is None:
            return None, basis
        known = [line for line in self.lines if line.diagram is not None]
        wishes = [line for line in known if line.level == "wish"]
        concerns = [line for line in known if line.level == "concern"]
        return Search(self.diagrams, self.runs.of, by_all, wishes, concerns, watched), basis

    def _best(self, found: Found) -> BestPackage:
        free = [
            self.variables[place].record
            for place in range(len(self.variables))
            if place not in found.options and len(self.runs.of[place]) > 1
        ]
        taken = [
            (place, next(run for run in self.runs.of[place] if option in run))
            for place, option in sorted(found.options.items(), key=lambda pair: self.variables[pair[0]].record.number)
        ]
        return BestPackage(
            tuple((self.variables[place].name, self.runs.in_words(place, run)[0]) for place, run in taken),
            tuple(self.runs.argument(place, run) for place, run in taken),
            tuple(record.name for record in sorted(free, key=lambda record: record.number)),
            found.weight,
            *(tuple(line.name for line in lines) for lines in (found.met, found.violated, found.untold)),
        )

    # ---- Clashes ---------------------------------------------------------------------------------------------------

    def _clashes(self) -> Iterator[Clash]:
        """The smallest sets of lines that no package holds together: inside a party, between two, among all.

        Lines that every package violates are left aside, or they alone would be all that is said.
        """
        allows = {party: self._joint(party, self._allows) for party in self.parties}
        able = [party for party in self.parties if allows[party] != FALSE]
        found = [self._clash([party]) for party in self.parties if party not in able]
        found.extend(
            self._clash(pair)
            for pair in combinations(able, 2)
            if self._all({party: allows[party] for party in pair}) == FALSE
        )
        if not found and self._all(allows) == FALSE:
            found.append(self._clash(self.parties))
        yield from (clash for clash in found if clash is not None)

    def _clash(self, parties: Sequence[str]) -> Clash | None:
        own = [line for line in self._turning() if line.party in parties and line.diagram is not None]
        self.diagrams.make_room(MOST_JOINED)
        try:
            views = {line.name: self._allows(line.diagram) for line in own if line.diagram is not None}
        except TooManyError:
            return None
        clash = fewest_clashing(self.diagrams, views)
        if clash is None:
            return None
        names, is_smallest = clash
        of = dict.fromkeys(line.party for line in own if line.name in names)
        return Clash(tuple(of), names, is_smallest)

    def _without_lines(self, deal_parties: Sequence[str]) -> Iterator[str]:
        grounds = self.packages.grounds
        speaking = 0
        for party in self.parties:
            speaking |= grounds.parties_of(party)
        yield from (party for party in deal_parties if not grounds.parties_of(party) & speaking)


def _less(one: Count, other: Count) -> Count:
    if other.number is None:
        return Count(None, 0)
    if one.number is None:
        return Count(None, max(one.least - other.number, 0))
    return Count(one.number - other.number, one.number - other.number)
