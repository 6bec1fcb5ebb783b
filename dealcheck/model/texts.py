"""Baselines and letters: texts in force, or laid over what is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dealcheck.model.brackets import known_parties
from dealcheck.model.expressions import Formula
from dealcheck.model.facts import events_in, facts_in, sources_in
from dealcheck.model.measures import setting_of
from dealcheck.model.moments import moment_of
from dealcheck.model.names import Declared, Here
from dealcheck.model.records import BracketExpr, Event, FieldSpec, Moment, OfDeal, Setting, TextRecord
from dealcheck.model.types import MEASURE
from dealcheck.source import Place
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealcheck.model.vocabulary import Vocabulary

MOST_INCLUDED = 50
"""How deep baselines may include one another."""


class Texts:
    """The baselines and letters of a check, each resolved once, when it is first asked for."""

    def __init__(self, words: Vocabulary) -> None:
        self.words = words
        self.baselines: dict[Declared, TextRecord] = {}
        self.letters: dict[Declared, TextRecord] = {}
        self._open: list[Declared] = []

    def baseline(self, declared: Declared) -> TextRecord | None:
        """The baseline; None where it includes itself."""
        name = declared.name
        if declared in self.baselines:
            return self.baselines[declared]
        words = self.words
        if declared in self._open or len(self._open) >= MOST_INCLUDED:
            circle = declared in self._open
            words.problems.error(
                "DC216",
                f"the baseline `{name}` includes itself" if circle else "baselines include one another too deep",
                declared.place,
                "a circle" if circle else f"more than {MOST_INCLUDED} deep",
                "take one `include` out",
            )
            return None
        self._open.append(declared)
        node = declared.node_as(ast.Baseline)
        here = Here(words.names, words.problems, words, declared.unit)
        day = here.date(node.date)
        includes: list[TextRecord] = []
        for item in node.items:
            if isinstance(item, ast.Include):
                included = self.baseline_named(here, item.name)
                if included is not None:
                    includes.append(included)
        here = here.inside(day=day, sources=sources_in(here, node.items))
        events = events_in(here, node.items)
        here = here.inside(events=frozenset(event.name for event in (*events, *events_of(includes))))
        settings = settings_in(here, node.items)
        used = here.used_events.union(*(included.hangs_on for included in includes))
        self._open.pop()
        self.baselines[declared] = TextRecord(
            name,
            node.label.text if node.label else "",
            "baseline",
            settings,
            {"on": day} if day else {},
            declared.place,
            tuple(includes),
            events,
            facts_in(words, node.items),
            hangs_on=frozenset(used),
        )
        return self.baselines[declared]

    def baseline_named(self, here: Here, name: ast.Name) -> TextRecord | None:
        """The baseline of that name; None after an error."""
        declared = here.find("baseline", name)
        if declared is None:
            here.unknown("DC208", "baseline", name, otherwise="declare it, or `use` the file that does")
            return None
        return self.baseline(declared)

    def letter(self, declared: Declared) -> TextRecord:
        """The letter."""
        name = declared.name
        if declared in self.letters:
            return self.letters[declared]
        words, node = self.words, declared.node_as(ast.Letter)
        here = Here(words.names, words.problems, words, declared.unit)
        here = here.inside(sources=sources_in(here, node.items))
        events = events_in(here, node.items)
        here = here.inside(events=frozenset(event.name for event in events))
        dates = dates_in(here, node.items)
        here = here.inside(day=first_date(dates))
        known_parties(here, node.authors)
        self._own_measures(here, node)
        self.letters[declared] = TextRecord(
            name,
            node.label.text if node.label else "",
            "letter",
            settings_in(here, node.items),
            dates,
            declared.place,
            (),
            events,
            facts_in(words, node.items),
            tuple([author.text for author in node.authors]),
            frozenset(here.used_events),
        )
        return self.letters[declared]

    @staticmethod
    def _own_measures(here: Here, node: ast.Letter) -> None:
        """A letter promises what its own authors do: any other author is an error at the name."""
        universe = here.words.universe
        authors = 0
        for author in node.authors:
            authors |= universe.mask(author.text) or 0
        for item in node.items:
            if not isinstance(item, ast.Measure):
                continue
            by = next((key.scope for key in item.keys if key.word == "by"), None)
            if isinstance(by, ast.ScopeName) and universe.bits.get(by.text, 0) & ~authors:
                names = " and ".join([author.text for author in node.authors])
                here.problems.error(
                    "DC228",
                    f"a letter by {names} states a measure by {by.text}",
                    here.place(by),
                    "not its author",
                    "write what the letter's own author does, or name this party in `by`",
                )


def events_of(texts: Iterable[TextRecord | None]) -> list[Event]:
    """The events of texts and of those that they include."""
    found: dict[int, TextRecord] = {}
    waiting = [text for text in texts if text is not None]
    while waiting:
        text = waiting.pop()
        if id(text) not in found:
            found[id(text)] = text
            waiting.extend(text.includes)
    return [event for text in found.values() for event in text.events]


def settings_in(here: Here, items: Iterable[ast.Node]) -> tuple[Setting, ...]:
    """The measures among the items of a text, less those with an error of their own."""
    found: list[Setting] = []
    for item in items:
        if isinstance(item, ast.Measure):
            setting = setting_of(here, item)
            if setting is not None:
                found.append(setting)
    return tuple(found)


def dates_in(here: Here, items: Sequence[ast.Node]) -> dict[str, Moment | BracketExpr]:
    """The dates among the items of a text; one given twice is an error."""
    found: dict[str, Moment | BracketExpr] = {}
    for item in items:
        if not isinstance(item, ast.DealDate):
            continue
        place = Place(here.unit.source, (item.span[0], item.span[0] + len(item.word)))
        if item.word in found:
            here.problems.error("DC218", f"`{item.word}` stands twice", place, "here again", "leave one of them out")
        elif isinstance(item.moment, ast.Bracket):
            spec = FieldSpec(item.word, "date")
            typed = Formula(here, MEASURE, name=item.word).read(item.moment, spec)
            if typed is not None and isinstance(typed.expr, BracketExpr):
                found[item.word] = typed.expr
        else:
            moment = moment_of(here, item.moment)
            if isinstance(moment, OfDeal) and moment.word == item.word:
                here.problems.error(
                    "DC216", f"`{item.word}` is said by itself", here.place(item.moment), "a circle", "write a date"
                )
            elif moment is not None:
                found[item.word] = moment
    return found


def first_date(dates: dict[str, Moment | BracketExpr]) -> date | None:
    """The date that decides who is a member of a union: the first that is plainly given."""
    for word in ("effective", "signed", "dated"):
        moment = dates.get(word)
        if isinstance(moment, date):
            return moment
    return None
