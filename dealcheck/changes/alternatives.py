"""What an open draft may come to, one choice at a time, in words that do not depend on its layout.

The first package takes of every bracket the option that stands first in an order of its own, takes every article that
only some propose, and lets no undated event happen; each other one departs from it in a single choice.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeAlias

from attrs import evolve, frozen

from dealcheck.changes.forms import Reader
from dealcheck.changes.judged import Drafted
from dealcheck.changes.wording import listed, offer_words
from dealcheck.evaluate.conditions import in_words
from dealcheck.model.records import BracketExpr, ChoiceRecord, Kind, Moment, Setting
from dealcheck.values import Money, Num, Quantity, Rate, Symbolic, Unknown, substitute, symbol, unknowns_of
from dealcheck.worlds.states import Held, LeftOpen, State
from dealcheck.worlds.texts import parts_of, references
from dealcheck.worlds.timing import hangs_on
from dealcheck.worlds.world import World

HAPPENS, DOES_NOT = 0, 1

NONE = "none"
"""What holds where nothing does."""


@frozen(eq=False)
class Alternative:
    """One package: the choice in which it departs from the first (None for the first itself), and its world."""

    choice: int | None
    option: int
    world: World


Words: TypeAlias = Mapping[str, str]
"""Fields in words."""


class Alternatives:
    """The packages of one draft that are looked at."""

    def __init__(self, drafted: Drafted, reader: Reader, renamed: Mapping[str, str]) -> None:
        self.drafted = drafted
        self.reader = reader
        self.renamed = renamed
        """The names by which the other draft's terms are told, where these are the same ones."""
        deal = drafted.deal
        self.choices = {choice.number: choice for choice in deal.choices}
        self._brackets: dict[int, BracketExpr] = {}
        self._names: dict[int, str] = {}
        self._by_kind: dict[str, set[int]] = {}
        self._read: dict[str, set[str]] = {}
        self._always: set[int] = set()
        events = {choice.event: choice.number for choice in deal.choices if choice.sort == "event"}
        for word, moment in deal.text.dates.items():
            if isinstance(moment, BracketExpr):
                self._always.add(moment.choice)
                self._brackets[moment.choice] = moment
                self._names[moment.choice] = word
            else:
                self._always |= _numbers(events, moment)
        for text in (*drafted.background, deal.text):
            for setting in text.settings:
                self._enter(setting, events)
        self._base = {number: self._first(choice) for number, choice in self.choices.items()}
        self._worlds: dict[tuple[int, int] | None, World] = {}

    def _enter(self, setting: Setting, events: Mapping[str, int]) -> None:
        """Note what a measure leaves open, and what its values read."""
        found = self._by_kind.setdefault(setting.kind.name, set())
        term = self.renamed.get(setting.term, setting.term)
        if setting.choice is not None:
            found.add(setting.choice)
            self._names[setting.choice] = term
        found |= {events[event] for event, _ in setting.under if event in events}
        for moment in (setting.start, setting.until):
            found |= _numbers(events, moment)
        for plan in setting.all_plans:
            for stage in plan.stages:
                found |= _numbers(events, stage.since)
                for part in parts_of(stage.value):
                    if isinstance(part, BracketExpr):
                        found.add(part.choice)
                        self._brackets[part.choice] = part
                        self._names[part.choice] = f"{term} {plan.field}"
        read = self._read.setdefault(setting.kind.name, set())
        if setting.rows is None:
            read.update(_base(self.drafted, ref.kind) for ref in references(setting))

    def _first(self, choice: ChoiceRecord) -> int:
        """The option of the first package."""
        bracket = self._brackets.get(choice.number)
        if choice.sort == "event":
            return DOES_NOT
        if bracket is None:
            return 0
        return min(range(len(bracket.options)), key=lambda at: (offer_words(bracket.options[at]), at))

    @property
    def is_open(self) -> bool:
        """Whether anything is open."""
        return bool(self.choices)

    def worlds(self, kind: Kind) -> list[Alternative]:
        """The packages in which a kind of measure may come out otherwise, the first one first."""
        found = [Alternative(None, 0, self._world(None))]
        for number in sorted(self._reaching(kind.name)):
            options = len(self.choices[number].options) if number in self.choices else 0
            found.extend(
                Alternative(number, option, self._world((number, option)))
                for option in range(options)
                if option != self._base[number]
            )
        return found

    def _reaching(self, kind: str) -> set[int]:
        """The choices on which a kind may depend."""
        found = set(self._always)
        waiting, seen = [kind], {kind}
        while waiting:
            name = waiting.pop()
            found |= self._by_kind.get(name, set())
            for read in self._read.get(name, ()):
                if read not in seen:
                    seen.add(read)
                    waiting.append(read)
        return found

    def _world(self, departure: tuple[int, int] | None) -> World:
        found = self._worlds.get(departure)
        if found is None:
            choices = {**self._base, **({} if departure is None else dict([departure]))}
            found = self._worlds[departure] = self.drafted.checker.world(choices, {})
        return found

    # ---- In words --------------------------------------------------------------------------------------------------

    def words(
        self, kind: Kind, names: Sequence[str], alternatives: Sequence[Alternative], states: Sequence[State | None]
    ) -> Words | None:
        """What holds at a piece under each package: fields with their values; None where nothing holds under any.

        A value that hangs on one choice is said with its options, one that hangs on several with all that it may be.
        """
        if all(state is None for state in states):
            return None
        if not names:
            return {"": self._joined(alternatives, [NONE if state is None else "in force" for state in states])}
        found: dict[str, str] = {}
        for name in names:
            pairs = zip(alternatives, states, strict=True)
            said = [self._value(kind, state, name, alternative) for alternative, state in pairs]
            found[name] = self._joined(alternatives, said)
        return found

    def _value(self, kind: Kind, state: State | None, name: str, alternative: Alternative) -> str:
        if state is None:
            return NONE
        held = alternative.world.field_of(kind, state, name)
        return "not said" if held is None else in_words(self._plain(held))

    def plain(self, alternative: Alternative, kind: Kind, state: State, name: str) -> Hashable:
        """The value of a field, blanks under the names of their options."""
        held = alternative.world.field_of(kind, state, name)
        return None if held is None else self._plain(held)

    def _plain(self, held: Held) -> Held:
        """A value in which what is blank is called by its option, not by its place in the text."""
        if isinstance(held, LeftOpen):
            return LeftOpen("it is left open")
        if isinstance(held, Rate) and isinstance(held.percent, Symbolic):
            return Rate(self._named(held.percent), held.specific)
        if isinstance(held, Quantity | Money) and isinstance(held.number, Symbolic):
            return evolve(held, number=self._named(held.number))
        return held

    def _named(self, number: Num) -> Num:
        """A number whose unknown parts bear names that both drafts share."""
        known = {unknown: symbol(self._renamed(unknown)) for unknown in unknowns_of(number)}
        return substitute(number, {unknown: other for unknown, other in known.items() if other != symbol(unknown)})

    def _renamed(self, unknown: Unknown) -> Unknown:
        """An unknown number: a blank or a range by its option, what a schedule does not say by its point."""
        key = unknown.key
        if isinstance(key, tuple) and len(key) == 2 and key[0] == "choice":
            bracket = self._brackets.get(key[1])
            offers = sorted(offer_words(option) for option in bracket.options if option.open_value) if bracket else []
            name = " or ".join(offers) or "?"
            return evolve(unknown, key=("left open", name), label=f"[{name}]")
        view = self.reader.view
        if isinstance(key, tuple) and len(key) == 4 and view.renames_parties:
            kind, parties, layer, field = key
            framed = tuple(map(view.parties, parties))
            pairs = zip(self.drafted.model.kinds[kind].party_words, framed, strict=True)
            keys = " ".join(f"{word} {view.frame.parties_in_words(mask)}" for word, mask in pairs)
            label = " ".join(word for word in (layer, kind, field, keys) if word)
            return evolve(unknown, key=(kind, framed, layer, field), label=label)
        return unknown

    def _joined(self, alternatives: Sequence[Alternative], said: Sequence[str]) -> str:
        """The values under the packages as one: as they are where all agree, else with what they hang on."""
        base = said[0]
        hanging: dict[int, dict[int, str]] = {}
        for alternative, words in zip(alternatives, said, strict=True):
            if alternative.choice is not None:
                hanging.setdefault(alternative.choice, {})[alternative.option] = words
        hanging = {number: options for number, options in hanging.items() if set(options.values()) != {base}}
        if not hanging:
            return base
        if len(hanging) > 1:
            values = sorted({base, *(words for options in hanging.values() for words in options.values())})
            names = sorted({self._name(self.choices[number]) for number in hanging})
            return f"[{' | '.join(values)}, by {listed(names)}]"
        number, options = next(iter(hanging.items()))
        options = {**options, self._base[number]: base}
        by_value: dict[str, list[str]] = {}
        for option in sorted(options):
            by_value.setdefault(options[option], []).append(self._label(self.choices[number], option))
        parts = [f"{label}: {words}" if (label := _of(labels)) else words for words, labels in by_value.items()]
        return f"[{' | '.join(sorted(parts) if self.choices[number].sort == 'bracket' else parts)}]"

    def _name(self, choice: ChoiceRecord) -> str:
        """What a choice is called in both drafts."""
        if choice.sort == "event":
            return self.reader.view.event(choice.event)
        return self._names.get(choice.number, choice.name)

    def _label(self, choice: ChoiceRecord, option: int) -> str:
        """What an option is called: who wants it, or what it means of an event or an article."""
        name = self._name(choice)
        if choice.sort == "event":
            return f"if {name}" if option == HAPPENS else "else"
        if choice.sort == "optional":
            return f"with {name}" if option == 0 else "without"
        bracket = self._brackets.get(choice.number)
        return ", ".join(bracket.options[option].wanted_by) if bracket is not None else ""


def _of(labels: Sequence[str]) -> str:
    return ", ".join(label for label in labels if label)


def _numbers(events: Mapping[str, int], moment: Moment | None) -> set[int]:
    """The choices that a moment hangs on."""
    return {events[event] for event in hangs_on(moment) if event in events}


def _base(drafted: Drafted, kind: str) -> str:
    """The kind whose measures hold: `tariff` for `duty`."""
    return "tariff" if drafted.model.kinds[kind].derived else kind
