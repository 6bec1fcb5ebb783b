"""From syntax trees to the model: follows `use`, finds what every name stands for, and checks that values fit."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from dealcheck.model.deals import Deals
from dealcheck.model.facts import CUSTOMS_VALUE, EXCHANGE, events_in, facts_in, gather_facts, gather_sources
from dealcheck.model.files import load
from dealcheck.model.further import Further
from dealcheck.model.kinds import gather_kinds
from dealcheck.model.lines import assessments_in, check_agreement, lines_of, waivers_in
from dealcheck.model.names import Here, Names, Unit
from dealcheck.model.parties import gather_parties
from dealcheck.model.problems import Problems
from dealcheck.model.records import (
    Assessment,
    DealRecord,
    Event,
    FactRecord,
    LineRecord,
    Model,
    TestRecord,
    TextRecord,
    Waiver,
)
from dealcheck.model.texts import Texts
from dealcheck.model.trials import tests_of
from dealcheck.model.vocabulary import Vocabulary
from dealcheck.source import Place, Source
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealcheck.diagnostics import Diagnostic
    from dealcheck.model.lookup import Lookup


@frozen(eq=False)
class Resolved:
    """The model of a check, what is wrong with its texts, and the files that were asked for (not those they use).

    `further` reads more against the model.
    """

    model: Model
    diagnostics: tuple[Diagnostic, ...]
    main: tuple[Source, ...]
    further: Further


def resolve(files: Sequence[ast.File], lookup: Lookup) -> Resolved:
    """The model of some files and of all that they use. A user's mistake is a diagnostic, never an exception."""
    # Records are many and live as long as the model: the collector would only walk them again and again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _resolve(files, lookup)
    finally:
        if collecting:
            gc.enable()


def _resolve(files: Sequence[ast.File], lookup: Lookup) -> Resolved:
    problems = Problems()
    units = load(files, lookup, problems)
    names = Names(problems, units)
    words = Vocabulary(names, problems, lookup)
    for unit in units:
        _declare(words, unit)
    gather_parties(words)
    words.gather_topics()
    words.gather_layers(units)
    words.gather_products()
    gather_kinds(words)
    gather_sources(words)
    gather_facts(words)
    gathered = _Gathered(words)
    for unit in units:
        gathered.take_events(unit)
    for unit in units:
        gathered.take_texts(unit)
    for unit in units:
        gathered.take_lines(unit)
    model = gathered.model()
    main = tuple([unit.source for unit in units if unit.is_main])
    return Resolved(model, tuple(problems.found), main, Further(words, gathered.deals, units))


def _declare(words: Vocabulary, unit: Unit) -> None:
    """Enter the names that a file declares."""
    names = words.names
    for item in unit.tree.items:
        if isinstance(item, ast.ProductDeclaration):
            names.declare("product", item.name, unit, item)
        elif isinstance(item, ast.PartyDeclaration | ast.GroupDeclaration):
            names.declare("party", item.name, unit, item)
        elif isinstance(item, ast.TopicDeclaration):
            names.declare("topic", item.name, unit, item)
        elif isinstance(item, ast.KindDeclaration):
            names.declare("kind", item.name, unit, item)
        elif isinstance(item, ast.SourceDeclaration):
            _declare_source(words, item, unit)
        elif isinstance(item, ast.Fact | ast.Event):
            _declare_given(words, item, unit, at_top=True)
        elif isinstance(item, ast.Baseline):
            names.declare("baseline", item.name, unit, item)
        elif isinstance(item, ast.Deal | ast.Letter):
            names.declare("text", item.name, unit, item)
        elif isinstance(item, ast.Policy):
            _declare_lines(words, item, unit)
        if isinstance(item, ast.Baseline | ast.Deal | ast.Letter | ast.Test):
            for inner in item.items:
                if isinstance(inner, ast.Fact | ast.Event):
                    _declare_given(words, inner, unit, at_top=isinstance(item, ast.Baseline))
                elif isinstance(inner, ast.Deal):
                    for part in inner.items:
                        if isinstance(part, ast.Fact | ast.Event):
                            _declare_given(words, part, unit, at_top=False)


def _declare_given(words: Vocabulary, item: ast.Fact | ast.Event, unit: Unit, *, at_top: bool) -> None:
    """Enter a fact or an event. Events of a deal are known in that deal and to lines, not to other texts."""
    if isinstance(item, ast.Event):
        words.names.declare("event" if at_top else "inner event", item.name, unit, item, once=False)
        return
    sort = "given" if item.name.text in (EXCHANGE, CUSTOMS_VALUE) else "fact"
    words.names.declare(sort, item.name, unit, item, once=False)


def _declare_source(words: Vocabulary, item: ast.SourceDeclaration, unit: Unit) -> None:
    known = words.names.tables.get("source", {}).get(item.name.text, [])
    first = next((declared for declared in known if declared.unit is unit), None)
    if first is not None:
        words.names.duplicate("source", item.name.text, Place(unit.source, item.name.span), first.place)
    else:
        words.names.declare("source", item.name, unit, item, once=False)


def _declare_lines(words: Vocabulary, policy: ast.Policy, unit: Unit) -> None:
    """Enter the lines of a policy; a party's policy may be spread over files, but each line's name is its own."""
    for item in policy.items:
        if isinstance(item, ast.Line):
            name = f"{policy.party.text}.{item.name.text}"
            place = Place(unit.source, item.name.span)
            if name in words.lines:
                words.names.duplicate("line", name, place, words.line_places[name])
            else:
                words.lines[name] = item
                words.line_places[name] = place


class _Gathered:
    """What the files say, file by file."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.texts = Texts(words)
        self.deals = Deals(words, self.texts)
        self.lines: list[LineRecord] = []
        self.facts: list[FactRecord] = []
        self.events: list[Event] = []
        self.assessments: list[Assessment] = []
        self.waivers: list[Waiver] = []
        self.tests: list[TestRecord] = []

    def here(self, unit: Unit) -> Here:
        """The surroundings at the level of a file."""
        return Here(self.words.names, self.words.problems, self.words, unit)

    def take_events(self, unit: Unit) -> None:
        """Enter the events of a file."""
        found = events_in(self.here(unit), unit.tree.items)
        self.events.extend(found)
        self.words.events.extend((event, unit.index) for event in found)

    def take_texts(self, unit: Unit) -> None:
        """Resolve the baselines, letters and deals of a file."""
        names = self.words.names
        for item in unit.tree.items:
            if isinstance(item, ast.Baseline | ast.Letter | ast.Deal):
                sort = "baseline" if isinstance(item, ast.Baseline) else "text"
                declared = names.find(sort, item.name.text, unit)
                if declared is None or declared.node is not item:
                    continue
                if isinstance(item, ast.Baseline):
                    self.texts.baseline(declared)
                elif isinstance(item, ast.Letter):
                    self.texts.letter(declared)
                else:
                    self.deals.deal(declared)

    def take_lines(self, unit: Unit) -> None:
        """Resolve the policies and tests of a file, and what it says at its own level."""
        here = self.here(unit)
        inner = frozenset(here.names.seen("inner event", unit))
        self.facts.extend(facts_in(self.words, unit.tree.items))
        self.assessments.extend(assessments_in(here, unit.tree.items))
        self.waivers.extend(waivers_in(here, unit.tree.items))
        for item in unit.tree.items:
            if isinstance(item, ast.Policy):
                self.lines.extend(lines_of(here.inside(events=inner, used_events=set()), item))
                self.assessments.extend(assessments_in(here, item.items))
                self.waivers.extend(waivers_in(here, item.items))
            elif isinstance(item, ast.Test):
                self.tests.extend(tests_of(here, self.deals, item))

    def model(self) -> Model:
        """The whole."""
        words = self.words
        deals = [deal for deal in self.deals.deals.values() if deal is not None]
        for unit in words.names.units[:1]:
            check_agreement(self.here(unit), self.assessments)
            for deal in deals:
                check_agreement(self.here(unit), deal.assessments, self.assessments)
        sources = {record.name: record for record in reversed([*words.sources.values(), *words.inner_sources])}
        return Model(
            words.universe,
            words.kinds,
            words.products,
            words.topics,
            words.layers | words.named_layers,
            sources,
            _by_name(self.texts.baselines.values()),
            _by_name(self.texts.letters.values()),
            _by_name(deals),
            tuple(self.lines),
            tuple(self.facts),
            tuple(self.events),
            tuple(self.assessments),
            tuple(self.waivers),
            tuple(self.tests),
        )


T = TypeVar("T", TextRecord, DealRecord)


def _by_name(texts: Iterable[T]) -> dict[str, T]:
    """Texts by name; where files that do not see each other use one name, the later ones by name and file."""
    found: dict[str, T] = {}
    for text in texts:
        found[text.name if text.name not in found else f"{text.name} in {text.place.source.name}"] = text
    return found
