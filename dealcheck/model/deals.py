"""Deals: their parties, dates and terms, and the texts that they are laid over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.brackets import known_parties
from dealcheck.model.choices import Choices
from dealcheck.model.facts import events_in, facts_in, sources_in
from dealcheck.model.lines import assessments_in, check_agreement, waivers_in
from dealcheck.model.measures import Belongs, citation_of, setting_of
from dealcheck.model.moments import event_of
from dealcheck.model.names import Declared, Here, Unit
from dealcheck.model.problems import Problems, meant
from dealcheck.model.records import Assessment, DealRecord, Event, Setting, TermRecord, TextRecord
from dealcheck.model.scoping import party_mask
from dealcheck.model.texts import MOST_INCLUDED, Texts, dates_in, events_of, first_date
from dealcheck.source import Place
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcheck.model.vocabulary import Vocabulary

STATUSES = ("agreed", "in_principle", "open")


class Deals:
    """The deals of a check, each resolved once, when it is first asked for."""

    def __init__(self, words: Vocabulary, texts: Texts) -> None:
        self.words = words
        self.texts = texts
        self.deals: dict[Declared, DealRecord | None] = {}
        self._open: set[Declared] = set()

    def deal(self, declared: Declared) -> DealRecord | None:
        """The deal; None where it has an error of its own."""
        if declared in self.deals:
            return self.deals[declared]
        if declared in self._open or len(self._open) >= MOST_INCLUDED:
            circle = declared in self._open
            self.words.problems.error(
                "DC216",
                f"the deal `{declared.name}` stands on itself" if circle else "deals stand on one another too deep",
                declared.place,
                "a circle" if circle else f"more than {MOST_INCLUDED} deep",
                "take it out of `with`",
            )
            return None
        self._open.add(declared)
        self.deals[declared] = self.resolve(declared.node_as(ast.Deal), declared.unit, self.words.problems)
        self._open.discard(declared)
        return self.deals[declared]

    def with_terms(
        self, declared: Declared, here: Here, terms: Sequence[ast.Term], written: ast.Deal | None = None
    ) -> DealRecord | None:
        """A deal with further terms, or as it is `written` otherwise; None where any of it has an error."""
        if written is not None:
            return self.resolve(written, declared.unit, here.problems, terms, here)
        base = self.deal(declared)
        if not terms or base is None:
            return base
        return self.resolve(declared.node_as(ast.Deal), declared.unit, Problems(), terms, here)

    def resolve(
        self,
        node: ast.Deal,
        unit: Unit,
        problems: Problems,
        more: Sequence[ast.Term] = (),
        outer: Here | None = None,
    ) -> DealRecord | None:
        """A deal as written, with further terms that stand elsewhere; None where any of it has an error."""
        words = self.words
        choices = Choices()
        here = Here(words.names, problems, words, unit, choices=choices)
        errors = problems.errors + (outer.problems.errors if outer is not None else 0)
        place = Place(unit.source, node.name.span) if node.name.text else _head(here, node)
        # These surroundings are the deal's own, and grow with what it says.
        here.sources = sources_in(here, node.items)
        parties, mask = _parties(here, node, place)
        against, precedents = self._against(here, node, place)
        events = events_in(here, node.items)
        inherited = [event.name for event in events_of((against, *precedents))]
        here.events = frozenset([*(event.name for event in events), *inherited])
        dates = dates_in(here, node.items)
        here.day = first_date(dates)
        terms: dict[str, TermRecord] = {}
        settings: list[Setting] = []
        written = [(here, item) for item in node.items if isinstance(item, ast.Term)]
        if outer is not None:
            inner = here.inside(unit=outer.unit, problems=outer.problems)
            written.extend((inner, term) for term in more)
        for inside, term in written:
            _term(inside, term, terms, settings)
        for event in sorted(here.used_events.union(*(text.hangs_on for text in (against, *precedents) if text))):
            self._undated(choices, event, (against, *precedents), events, here)
        text = TextRecord(
            node.name.text,
            node.label.text if node.label else "",
            "deal",
            tuple(settings),
            dates,
            place,
            (),
            events,
            facts_in(words, node.items),
            hangs_on=frozenset(here.used_events),
        )
        record = DealRecord(
            node.name.text,
            text.label,
            parties,
            mask,
            text,
            against,
            precedents,
            tuple(terms.values()),
            _assessments(here, node),
            waivers_in(here, node.items),
            place,
            choices.named,
        )
        now = problems.errors + (outer.problems.errors if outer is not None else 0)
        return record if now == errors else None

    def _undated(
        self,
        choices: Choices,
        name: str,
        texts: Sequence[TextRecord | None],
        own: Sequence[Event],
        here: Here,
    ) -> None:
        """Enter an event that something hangs on as a choice, where no text says on which day it happens."""
        known = [*own, *events_of(texts)]
        known.extend(event for event, unit in self.words.events if here.unit.sees >> unit & 1)
        found = next((event for event in known if event.name == name), None)
        if found is not None and found.date is None:
            choices.event(name, found.place)

    def _against(self, here: Here, node: ast.Deal, place: Place) -> tuple[TextRecord | None, tuple[TextRecord, ...]]:
        """The baseline and the texts laid over it; none, or more than one, is an error."""
        found = [item for item in node.items if isinstance(item, ast.Against)]
        if not found:
            here.problems.error(
                "DC217",
                "a deal says what it is laid over",
                _head(here, node),
                "`against` is missing",
                "write `against BASELINE`, such as `against mid_2025`",
            )
            return None, ()
        if len(found) > 1:
            here.problems.error(
                "DC218", "`against` stands twice", here.place(found[1]), "here again", "leave one of them out"
            )
        precedents: list[TextRecord] = []
        for name in found[0].precedents:
            text = self._precedent(here, name)
            if text is not None:
                precedents.append(text)
        return self.texts.baseline_named(here, found[0].baseline), tuple(precedents)

    def _precedent(self, here: Here, name: ast.Name) -> TextRecord | None:
        declared = here.find("text", name)
        if declared is None:
            here.unknown(
                "DC209", "deal or letter", name, sort="text", otherwise="declare it, or `use` the file that does"
            )
            return None
        if isinstance(declared.node, ast.Letter):
            return self.texts.letter(declared)
        deal = self.deal(declared)
        if deal is None:
            return None
        brackets = [choice for choice in deal.choices if choice.sort != "event"]
        if brackets:
            here.problems.error(
                "DC229",
                f"`{name.text}` is not settled, so nothing can be laid over it",
                here.place(name),
                "still open",
                "settle its brackets first",
            )
            return None
        return deal.text


def _assessments(here: Here, node: ast.Deal) -> tuple[Assessment, ...]:
    found = assessments_in(here, node.items)
    check_agreement(here, found)
    return found


def _head(here: Here, node: ast.Deal) -> Place:
    """The word `deal` with the name that follows it."""
    start = node.span[0]
    return Place(here.unit.source, (start, node.name.span[1] if node.name.text else start + len("deal")))


def _parties(here: Here, node: ast.Deal, place: Place) -> tuple[tuple[str, ...], int]:
    """The parties as written, and their bits."""
    found = [item for item in node.items if isinstance(item, ast.Between)]
    if not found:
        here.problems.error(
            "DC217",
            "a deal says between whom it is",
            _head(here, node),
            "`between` is missing",
            "write `between US, JP`",
        )
        return (), 0
    if len(found) > 1:
        here.problems.error(
            "DC218", "`between` stands twice", here.place(found[1]), "here again", "name all parties in one"
        )
    mask = 0
    names: list[str] = []
    for name in found[0].parties:
        bits = party_mask(here, name)
        if name.text in names:
            here.problems.error(
                "DC218", f"{name.text} is named twice", here.place(name), "here again", "name each party once"
            )
        names.append(name.text)
        mask |= bits or 0
    return tuple(names), mask


def _term(here: Here, term: ast.Term, terms: dict[str, TermRecord], settings: list[Setting]) -> None:
    """Enter a term and its measures."""
    name = term.name.text
    place = Place(here.unit.source, term.name.span)
    if name in terms:
        here.names.duplicate("term", name, place, terms[name].place)
        return
    known_parties(here, (*term.proposed_by, *term.opposed_by, *term.optional))
    if term.status is not None and term.status.text not in STATUSES:
        here.problems.error(
            "DC223",
            f"a term is not `{term.status.text}`",
            here.place(term.status),
            "not a status",
            meant(term.status.text, STATUSES, "write `agreed`, `in_principle` or `open`"),
        )
    choice = here.choices.optional(name, place) if term.optional and here.choices is not None else None
    under: list[tuple[str, bool]] = []
    for condition in term.under:
        event = event_of(here, condition.event)
        if event is not None:
            under.append((event, condition.happens))
    cites = tuple([citation_of(here, cited) for cited in term.cites])
    terms[name] = TermRecord(
        name,
        term.label.text if term.label else "",
        place,
        tuple([party.text for party in term.proposed_by]),
        tuple([party.text for party in term.opposed_by]),
        term.side_letter,
        term.status.text if term.status else "",
        choice,
        tuple([party.text for party in term.optional]),
        here.place(term),
    )
    belongs = Belongs(name, place, tuple(under), term.side_letter, choice, cites)
    for measure in term.measures:
        setting = setting_of(here, measure, belongs)
        if setting is not None:
            settings.append(setting)
