"""The truth of a sentence under every package, as a diagram over the choices that it hangs on.

A simple sentence about points is true where the condition holds at every point (or at some), and each point hangs on
the few choices of the measures that cover it. So the truth of each group of points that hang on the same choices is
found for every combination of those, and the whole is put together from the groups, over all dates and connectives:
exact for every package, though few are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, product
from typing import TypeAlias

from attrs import frozen

from dealcheck.evaluate.grounds import MOST_WORLDS, Grounds, change_days
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.settling import texts_of
from dealcheck.evaluate.trace import Trace
from dealcheck.evaluate.turns import Turns
from dealcheck.evaluate.walk import Walk, moments_of, simple_parts
from dealcheck.logic import Truth
from dealcheck.model.records import AggregateRecord, BracketExpr, ChoiceRecord, LineRecord, SentenceRecord, Setting
from dealcheck.packages.calendar import turning_days
from dealcheck.packages.cases import Case
from dealcheck.packages.covering import Covering
from dealcheck.packages.diagrams import FALSE, TRUE, Diagram, Diagrams, TooManyError
from dealcheck.packages.options import Variable, alike, blank_variable, variable
from dealcheck.packages.reach import Bearing, pattern_of
from dealcheck.packages.regions import Regions, Support
from dealcheck.packages.sums import FUNCTIONS, components
from dealcheck.packages.tables import OpenWalk, Tables
from dealcheck.source import Place
from dealcheck.values import Value, Word
from dealcheck.worlds.formulas import bind
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import hangs_on
from dealcheck.worlds.world import World

MOST_TRIED = 2_048
"""Packages tried for one sentence; with more, its truth under all of them is not worked out."""

MOST_SAMPLED = 64
"""Packages that are looked at where there are too many to try."""

MOST_COMBINED = 100_000
"""Local combinations of one sentence, many of which are tried in one package."""

MOST_TOGETHER = 64
"""Packages of the choices of one sum that are tried together; with more, each measure's own are."""

Combination: TypeAlias = Mapping[int, int]
"""Options by the place of their variable."""


@frozen(eq=False)
class Sample:
    """A package that was tried: an option for each variable, with the trace of the sentence under it."""

    options: tuple[int, ...]
    sentences: Sentences
    trace: Trace[Truth]


@frozen(eq=False)
class Spread:
    """A sentence over all packages. `diagram` is None where the step limit was met: then only `samples` are known."""

    diagram: Diagram | None
    samples: tuple[Sample, ...]
    scope: tuple[int, ...]
    """The places of the variables that it may hang on."""
    case: Case


class Packages:
    """The packages of one deal, as far as the sentences of some lines tell them apart."""

    def __init__(
        self, grounds: Grounds, lines: Iterable[tuple[LineRecord, SentenceRecord]], side_letters: bool = True
    ) -> None:
        self.grounds = grounds
        self.side_letters = side_letters
        self.records = [record for record in grounds.deal.choices if record.number not in grounds.chosen]
        always, hung = grounds.open_text.always
        self._always = always | {record.number for record in self.records if record.event and record.event in hung}
        # The choices that move every date come first in a diagram.
        self.records.sort(key=lambda record: (record.number not in self._always, record.number))
        self.place = {record.number: at for at, record in enumerate(self.records)}
        self._turns_of: dict[int, Turns] = {}
        """Where each case turns, of those that have a blank or a range in reach."""
        self._unwatched: set[int] = set()
        """Cases for which that could not be found within the step limit."""
        self._bearing = Bearing(grounds.model, grounds.open_text)
        self._worlds: dict[tuple[int, ...], World] = {}
        self.cases = {id(sentence): self._case(line, sentence) for line, sentence in lines}
        self.variables = self._variables(None if grounds.has_blanks else {})
        if grounds.has_blanks:
            self.variables = self._variables(self._turns())
            # What was looked at with the blanks unknown is none of the packages.
            self._worlds.clear()
        self.diagrams = Diagrams([len(each.options) for each in self.variables])
        for case in self.cases.values():
            self._part_sums(case)
            case.alike = self._alike(case)
        self._names: dict[int, set[int]] = {}
        """The variables that a measure hangs on, by the identity of its place."""
        for setting, (numbers, events) in grounds.open_text.settings.items():
            hung_on = numbers | {record.number for record in self.records if record.event in events}
            self._names.setdefault(id(setting.place), set()).update(
                self.place[number] for number in hung_on if number in self.place
            )
        self._covering = Covering()
        self._whole: dict[int, tuple[int, ...]] = {}
        """The packages of the covering with an option for every variable."""
        self._spreads: dict[int, Spread] = {}
        self._planned: dict[int, list[dict[int, int]] | None] = {}
        for case in self.cases.values():
            self._planned[id(case)] = self._plan(case)

    # ---- Choices ---------------------------------------------------------------------------------------------------

    def _case(self, line: LineRecord, sentence: SentenceRecord) -> Case:
        grounds = self.grounds
        partner = grounds.partner(line)
        bit = grounds.model.parties.partner
        regions: dict[int, Regions] = {}
        numbers: set[int] = set()
        for simple in simple_parts(sentence):
            pattern = pattern_of(simple)
            parties = () if pattern is None else tuple(bind(mask, bit, partner) for mask in pattern.region.parties)
            found = [each for each in self._bearing.on(simple, partner) if each.choices & self.place.keys()]
            regions[id(simple)] = Regions(simple, found, parties)
            numbers.update(number for influence in found for number in influence.choices)
        events = {event for time in moments_of(sentence) for event in hangs_on(time.moment) | hangs_on(time.last)}
        own = {record.number for record in self.records if record.event and record.event in events}
        outer = sorted((self._always | own) & self.place.keys(), key=self.place.__getitem__)
        return Case(line, sentence, regions, tuple(outer), frozenset((numbers | {*outer}) & self.place.keys()))

    def _variables(self, turns: Mapping[int, Iterable[Value]] | None) -> list[Variable]:
        brackets = self.grounds.open_text.brackets
        return [
            variable(record, brackets.get(record.number), None if turns is None else turns.get(record.number, ()))
            for record in self.records
        ]

    def _turns(self) -> dict[int, list[Value]]:
        """The values of each blank and range on which some sentence may turn, found with the value left unknown."""
        blank = {
            number
            for number, bracket in self.grounds.open_text.brackets.items()
            if any(option.open_value for option in bracket.options)
        }
        seen = -1
        while seen < (seen := sum(len(found) for turns in self._turns_of.values() for found in turns.of.values())):
            # Once a comparison has told of what unit a blank is, others may turn on it as well.
            self._worlds.clear()
            self.variables = [
                blank_variable(
                    each, [value for turns in self._turns_of.values() for value in turns.of.get(each.record.number, ())]
                )
                for each in self.variables
            ]
            for case in self.cases.values():
                if case.numbers & blank:
                    self._watch(case)
        found = {number: self._turned_on(number) for number in blank}
        for record in self.records:
            if record.number in self._always & blank:
                found.setdefault(record.number, []).extend(self._days(record))
        for setting in self.grounds.open_text.settings:
            for field_name, bracket in _brackets_of(setting):
                choices = setting.kind.fields[field_name].choices
                if bracket.choice in blank and choices:
                    found[bracket.choice] = [Word(choice) for choice in choices]
        return found

    def _alike(self, case: Case) -> dict[int, tuple[int, ...]]:
        """Which pieces a case takes for the same: those between the values on which it turns itself."""
        turns = self._turns_of.get(id(case), Turns())
        found: dict[int, tuple[int, ...]] = {}
        for number in case.numbers:
            place = self.place[number]
            same = alike(self.variables[place], turns.of.get(number, ()))
            if same is not None:
                found[place] = same
        return found

    def _part_sums(self, case: Case) -> None:
        """Part the choices of each sum that hangs on too many to try them all together."""
        for regions in case.regions.values():
            simple = regions.simple
            if not isinstance(simple, AggregateRecord) or simple.function not in FUNCTIONS:
                continue
            size = 1
            for number in {number for each in regions.influences for number in each.choices} & self.place.keys():
                size *= len(self.variables[self.place[number]].options)
            if size <= MOST_TOGETHER:
                continue
            kind = simple.pattern.kind
            settings = [
                setting
                for text in texts_of(self.grounds.deal)
                for setting in text.settings
                if setting.kind is kind and not setting.ends
            ]
            regions.groups = components(regions.influences, settings, kind.party_words)

    def _turned_on(self, number: int) -> list[Value]:
        """The values of a blank or a range on which some case was seen to turn."""
        return [value for turns in self._turns_of.values() for value in turns.of.get(number, ())]

    def _watch(self, case: Case) -> None:
        """Try a case with its blanks unknown, which tells where it turns."""
        covering = Covering()
        try:
            covering.ask(self._combinations(case))
        except TooManyError:
            self._unwatched.add(id(case))
            return
        self.grounds.turns = self._turns_of.setdefault(id(case), Turns())
        for package in covering.packages:
            self._sentences(case, self._full(package)).evaluate(case.sentence)

    def _days(self, record: ChoiceRecord) -> Iterator[date]:
        """The days on which something turns, of a date that is given as a range."""
        sentences = [case.sentence for case in self.cases.values()]
        for option in self.grounds.open_text.brackets[record.number].options:
            if isinstance(option.low, date) and isinstance(option.high, date):
                yield from turning_days(self.grounds, sentences, record, option.low, option.high)

    def names_at(self, place: Place | None) -> tuple[str, ...]:
        """The choices that the measure at a place leaves open."""
        found = self._names.get(id(place), set())
        return tuple(self.variables[at].name for at in sorted(found))

    # ---- Which packages to try -------------------------------------------------------------------------------------

    def _combinations(self, case: Case) -> Iterator[dict[int, int]]:
        """Every local combination of a case: of the choices that some points hang on, with those of the dates."""
        supports: dict[Support, None] = {frozenset(): None}
        for regions in case.regions.values():
            for segment in range(len(regions.cuts) + 1):
                supports.update(dict.fromkeys(regions.supports(segment)))
        tried = 0
        outer = frozenset(case.outer)
        for support in sorted(supports, key=lambda each: (-len(each), sorted(each))):
            places = sorted(self.place[number] for number in (support | outer) if number in self.place)
            widths = [self._told_apart(case, place) for place in places]
            size = 1
            for width in widths:
                size *= len(width)
            tried += size
            if size > MOST_TRIED or tried > MOST_COMBINED:
                raise TooManyError
            for options in product(*widths):
                yield dict(zip(places, options, strict=True))

    def _told_apart(self, case: Case, place: int) -> list[int]:
        """The options of a variable that a case tells apart."""
        return list(dict.fromkeys(case.taken(place, option) for option in range(len(self.variables[place].options))))

    def _plan(self, case: Case) -> list[dict[int, int]] | None:
        if id(case) in self._unwatched:
            return None
        try:
            found = list(self._combinations(case))
            self._covering.ask(found)
        except TooManyError:
            return None
        return found

    def _full(self, package: Combination) -> tuple[int, ...]:
        """An option for every variable: what a package leaves out stays as nobody chose."""
        unsaid = self.grounds.unsaid
        return tuple(
            package.get(place, min(unsaid.get(record.number, 0), len(self.variables[place].options) - 1))
            for place, record in enumerate(self.records)
        )

    def world(self, options: Sequence[int]) -> World:
        """The world of a package."""
        key = tuple(options)
        found = self._worlds.get(key)
        if found is not None:
            return found
        choices: dict[int, int] = {}
        fixed: dict[int, Value] = {}
        for each, option in zip(self.variables, options, strict=True):
            picked = each.options[option]
            choices[each.record.number] = picked.option
            if picked.value is not None:
                fixed[each.record.number] = picked.value
        found = self.grounds.world(choices, fixed, self.side_letters)
        if len(self._worlds) < MOST_WORLDS:
            self._worlds[key] = found
        return found

    def _sentences(self, case: Case, options: Sequence[int], days: Iterable[date] = ()) -> Sentences:
        return self.grounds.sentences(case.line, case.sentence, self.world(options), days)

    # ---- Truth over all of them ------------------------------------------------------------------------------------

    def spread(self, sentence: SentenceRecord) -> Spread:
        """A sentence over all packages."""
        found = self._spreads.get(id(sentence))
        if found is None:
            found = self._spreads[id(sentence)] = self._spread(self.cases[id(sentence)])
        return found

    def _spread(self, case: Case) -> Spread:
        scope = tuple(sorted(self.place[number] for number in case.numbers))
        planned = self._planned[id(case)]
        if planned is None:
            return Spread(None, tuple(self._departures(case, scope)), scope, case)
        chosen = dict.fromkeys(self._covering.holding(combination) for combination in planned)
        if len(chosen) > MOST_TRIED:
            return Spread(None, tuple(self._departures(case, scope)), scope, case)
        # Packages that differ only in what the sentence cannot hang on say the same of it.
        by_scope: dict[tuple[int, ...], tuple[int, ...]] = {}
        for at in chosen:
            options = self._whole.get(at)
            if options is None:
                options = self._whole[at] = self._full(self._covering.packages[at])
            by_scope.setdefault(tuple(case.taken(place, options[place]) for place in scope), options)
        packages = list(by_scope.values())
        outer = [self.place[number] for number in case.outer]
        by_outer: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for options in packages:
            by_outer.setdefault(tuple(options[place] for place in outer), []).append(options)
        samples: list[Sample] = []
        parts: list[Diagram] = []
        try:
            for dates, inside in by_outer.items():
                diagram = self._inner(case, inside, samples)
                here = self.diagrams.all_of(self._is(place, option) for place, option in zip(outer, dates, strict=True))
                # Only where the dates are these does it say anything.
                parts.append(self.diagrams.any_of([self.diagrams.negation(here), diagram]))
            return Spread(self.diagrams.all_of(parts), tuple(samples), scope, case)
        except TooManyError:
            samples = samples or list(self._departures(case, scope))
            return Spread(None, tuple(samples), scope, case)

    def _is(self, place: int, option: int) -> Diagram:
        size = self.diagrams.sizes[place]
        return self.diagrams.node(place, tuple([TRUE if each == option else FALSE for each in range(size)]))

    def _departures(self, case: Case, scope: tuple[int, ...]) -> Iterator[Sample]:
        """Packages that take each choice's first option, or each one's second, and those one choice away from them."""
        most = max((len(self.variables[place].options) for place in scope), default=1)
        tried: dict[tuple[int, ...], None] = {}
        for at in range(most):
            uniform = {place: min(at, len(self.variables[place].options) - 1) for place in scope}
            whole = self._full(uniform)
            tried[whole] = None
            for place in scope:
                for option in range(len(self.variables[place].options)):
                    tried[(*whole[:place], option, *whole[place + 1 :])] = None
        for options in islice(tried, MOST_SAMPLED):
            yield self._sample(case, options)

    def _sample(self, case: Case, options: tuple[int, ...]) -> Sample:
        sentences = self._sentences(case, options)
        return Sample(options, sentences, sentences.evaluate(case.sentence))

    def sample(self, spread: Spread, options: tuple[int, ...]) -> Sample:
        """A sentence under one package."""
        return self._sample(spread.case, options)

    def _inner(self, case: Case, packages: list[tuple[int, ...]], samples: list[Sample]) -> Diagram:
        """The sentence under packages of the same dates, which show every local combination."""
        days: set[date] = set()
        if len(packages) > 1:
            for options in packages:
                days |= change_days(self.world(options), case.sentence)
        tables = Tables(case, self.place)
        walk: Walk[Diagram] | None = None
        for options in packages:
            sentences = self._sentences(case, options, days)
            sentences.prepare(case.sentence)
            samples.append(Sample(options, sentences, sentences.whole(case.sentence)))
            for simple in simple_parts(case.sentence):
                tables.enter(simple, sentences, options)
            walk = walk or OpenWalk(self.diagrams, tables, sentences)
        return FALSE if walk is None else walk.whole(case.sentence).truth


def _brackets_of(setting: Setting) -> Iterator[tuple[str, BracketExpr]]:
    for plan in setting.all_plans:
        for stage in plan.stages:
            for part in parts_of(stage.value):
                if isinstance(part, BracketExpr):
                    yield plan.field, part
