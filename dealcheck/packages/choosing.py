"""Choices as a user gives them from without, `art2=JP` or `not ratified`, read in the terms of each deal.

A choice is named as reports name it, or by its term and field. What is wrong with one is a diagnostic (DC94x): nothing
that is asked for passes in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import define, evolve, field, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.settling import Surroundings, events_of, with_events
from dealcheck.evaluate.undecided import brackets_in, brackets_within, open_text
from dealcheck.model.choices import HAPPENS, TAKEN
from dealcheck.model.problems import closest, listed
from dealcheck.model.records import BracketExpr, ChoiceRecord, DealRecord, Event, FieldSpec, Model
from dealcheck.packages.options import variable
from dealcheck.packages.wanted import Fault, Wanted, matching
from dealcheck.packages.written import Written, brackets_of
from dealcheck.source import Place, Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from dealcheck.values import Value, parse_date, show

CHOOSE, ASSUME = "--choose", "--assume"
"""The options of the command line, after which messages name their texts."""

YES = (*HAPPENS[:1], "yes")
NO = (*HAPPENS[1:], "no")


@frozen
class Asked:
    """The choices as given: `NAME=WHAT` each, and events that are assumed to happen or not."""

    choose: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.choose or self.assume)

    @property
    def all(self) -> Iterator[tuple[str, str]]:
        """Each with the option that it was given to."""
        yield from ((CHOOSE, text) for text in self.choose)
        yield from ((ASSUME, text) for text in self.assume)


@frozen
class Made:
    """One choice made: an option, with the value of a blank or a range and the text that writes it, or a day."""

    option: int
    value: Value | None = None
    text: str = ""
    day: date | None = None

    def agrees(self, other: Made) -> bool:
        """Whether two say the same."""
        return (self.option, self.value, self.day) == (other.option, other.value, other.day)


@frozen(eq=False)
class Chosen:
    """The choices made for one deal, by their number; `days` are the events that were given a day."""

    deal: DealRecord
    made: Mapping[int, Made] = field(factory=dict)
    days: Mapping[str, Event] = field(factory=dict)
    happen: frozenset[str] = frozenset()
    """The events that are assumed to happen on no given day."""
    never: frozenset[str] = frozenset()
    """The events that are assumed not to happen."""
    moot: frozenset[int] = frozenset()
    """Brackets that no longer stand anywhere, for an option or an article that is not taken holds them."""
    said: tuple[str, ...] = ()
    """Each in words: `art2 takes the JP option (1_400_000 units)`, `not_funded happens`."""

    def around(self, base: Surroundings) -> Surroundings:
        """What a check knows, with these choices."""
        chosen: dict[int, tuple[int, Value | None]] = dict.fromkeys(self.moot, (0, None))
        chosen.update((number, (made.option, made.value)) for number, made in self.made.items())
        return evolve(base, events=(*base.events, *self.days.values()), chosen=chosen)


@frozen(eq=False)
class Choosing:
    """The choices of a command read for the deals of one draft.

    `named` are those that name something there, `known` the names that there are.
    """

    deals: tuple[Chosen, ...] = ()
    named: frozenset[tuple[str, str]] = frozenset()
    known: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_choices(asked: Asked, model: Model, deals: Sequence[DealRecord], around: Surroundings) -> Choosing:
    """The choices read for each deal of a draft.

    Errors: DC941 to DC944. What names nothing in any of several drafts is for `unmatched` to say.
    """
    if not asked or not deals:
        return Choosing(tuple(Chosen(deal) for deal in deals))
    trees: dict[str, ast.File] = {}
    readers = []
    for deal in deals:
        source = deal.place.source
        if source.name not in trees:
            trees[source.name] = parse(source).file
        readers.append(_Reader(asked, model, deal, around, _written(trees[source.name], deal)))
    found = tuple(reader.read() for reader in readers)
    # What is wrong in several deals is said once.
    faults = {(each.code, each.headline, each.label): each for reader in readers for each in reader.diagnostics}
    return Choosing(
        found,
        frozenset(each for reader in readers for each in reader.named),
        tuple(dict.fromkeys(name for reader in readers for name in reader.known)),
        tuple(faults.values()),
    )


@frozen
class Offered:
    """What a deal leaves open: its name, how its options can be said, and whether it is an event."""

    name: str
    ways: tuple[str, ...]
    event: bool


def offered(model: Model, deals: Iterable[DealRecord]) -> Iterator[Offered]:
    """Every choice of some deals."""
    for deal in deals:
        reader = _Reader(Asked(), model, deal, Surroundings(), {})
        reader.read()
        yield from reader.offered()


def unmatched(asked: Asked, drafts: Iterable[Choosing]) -> Iterator[Diagnostic]:
    """An error (DC940) for each choice that names nothing that any of the drafts leaves open."""
    known: dict[str, None] = {}
    named: set[tuple[str, str]] = set()
    for draft in drafts:
        known.update(dict.fromkeys(draft.known))
        named |= draft.named
    for option, text in asked.all:
        if (option, text) not in named:
            source = Source(option, text)
            name, start = _named(option, text)
            meant = closest(name, known)
            yield Diagnostic(
                "DC940",
                f"`{name}` is nothing that is left open" if known else f"`{name}` names nothing: nothing is left open",
                Place(source, (start, start + len(name))),
                "not open, or not there",
                help=f"did you mean `{meant}`?" if meant else f"what is open: {listed(known)}" if known else "",
            )


def _written(tree: ast.File, deal: DealRecord) -> dict[tuple[int, int], Written]:
    """The brackets of a deal by their span."""
    for item in tree.items:
        if isinstance(item, ast.Deal) and item.name.span == deal.place.span:
            return {found.bracket.span: found for found in brackets_of(item)}
    return {}


def _named(option: str, text: str) -> tuple[str, int]:
    """The name in a choice, and where it starts."""
    name = text.partition("=")[0]
    if option == ASSUME and name.split()[:1] == ["not"] and len(name.split()) > 1:
        name = name.lstrip().removeprefix("not")
    name = name.strip()
    return name, text.find(name)


# ---- One deal --------------------------------------------------------------------------------------------------------


@define(eq=False)
class _Reader:
    """Reads the choices for one deal."""

    asked: Asked
    model: Model
    deal: DealRecord
    around: Surroundings
    written: dict[tuple[int, int], Written]
    named: list[tuple[str, str]] = field(factory=list)
    diagnostics: list[Diagnostic] = field(factory=list)
    known: list[str] = field(factory=list)
    _made: dict[int, Made] = field(factory=dict)
    _days: dict[str, Event] = field(factory=dict)
    _by: dict[int | str, tuple[str, str]] = field(factory=dict)
    """The text that made each choice, or gave an event its day."""
    _records: tuple[ChoiceRecord, ...] = ()
    _brackets: dict[int, BracketExpr] = field(factory=dict)
    _specs: dict[int, FieldSpec] = field(factory=dict)
    _full: dict[int, str] = field(factory=dict)
    """The term and field of a bracket, by which it may be named too."""

    def read(self) -> Chosen:
        """The choices made for this deal."""
        # Events with a day come first: they are no choices, and the numbers of those that follow depend on it.
        events = events_of(self.model, self.deal, self.around)
        self.known.extend(name for name, event in events.items() if event.date is None)
        dated = [text for text in self.asked.assume if self._day(text, events)]
        around = evolve(self.around, events=(*self.around.events, *self._days.values()))
        self._records = with_events(self.model, self.deal, around).choices
        self._look()
        for option, text in self.asked.all:
            if option == CHOOSE:
                self._choice(text)
            elif text not in dated:
                self._event(text)
        assumed: tuple[set[str], set[str]] = (set(), set())
        for record in self._records:
            if record.event and record.number in self._made:
                assumed[self._made[record.number].option].add(record.event)
        happen, never = map(frozenset, assumed)
        moot = frozenset(self._moot())
        return Chosen(self.deal, self._made, self._days, happen, never, moot, tuple(self._said()))

    def offered(self) -> Iterator[Offered]:
        """What the deal leaves open."""
        for record in self._records:
            yield Offered(record.name, self._wanted(record).ways, bool(record.event))

    def _look(self) -> None:
        """What is known of each bracket."""
        self._brackets = open_text(self.deal).brackets
        for word, moment in self.deal.text.dates.items():
            if isinstance(moment, BracketExpr):
                for bracket in brackets_within(moment):
                    self._specs[bracket.choice] = FieldSpec(word, "date")
                    self._full[bracket.choice] = word
        for setting in self.deal.text.settings:
            for plan in setting.all_plans:
                for bracket in brackets_in(plan.stages):
                    self._specs[bracket.choice] = setting.kind.fields[plan.field]
                    self._full[bracket.choice] = f"{setting.term} {plan.field}"
        self.known.extend(record.name for record in self._records)

    # ---- Names -----------------------------------------------------------------------------------------------------

    def _own(self, name: str) -> str | None:
        """A name without that of this deal before it; None where it is of another deal."""
        name = " ".join(name.split())
        deal, dot, rest = name.partition(".")
        if not dot:
            return name
        return rest.strip() if deal.strip() == self.deal.name else None

    def _find(self, name: str) -> list[ChoiceRecord]:
        """The choices of a name: the one that reports call so, else those of the term and field, or of the term."""
        exact = [record for record in self._records if record.name == name]
        return (
            exact
            or [record for record in self._records if self._full.get(record.number) == name]
            or [record for record in self._records if self._full.get(record.number, "").partition(" ")[0] == name]
        )

    # ---- Events ----------------------------------------------------------------------------------------------------

    def _day(self, text: str, events: Mapping[str, Event]) -> bool:
        """Take an assumption if it gives an event of this deal a day."""
        before, _, after = text.partition("=")
        day = parse_date(after.strip())
        name = self._own(before)
        if day is None or name is None or name not in events or events[name].date is not None:
            return False
        self.named.append((ASSUME, text))
        known = self._days.get(name)
        if known is None:
            self._days[name] = evolve(events[name], date=day)
            self._by[name] = (ASSUME, text)
        elif known.date != day:
            self._contradiction(ASSUME, text, self._by[name])
        return True

    def _event(self, text: str) -> None:
        """Take an assumption that an event happens, or does not."""
        own = self._own(_named(ASSUME, text)[0])
        if own is None:
            return
        if own in self._days:
            self.named.append((ASSUME, text))
            if _happens(text) != 0:
                self._contradiction(ASSUME, text, self._by[own])
            return
        record = next((record for record in self._records if record.event == own), None)
        if record is None:
            self._no_event(text, own)
            return
        self.named.append((ASSUME, text))
        happens = _happens(text)
        if happens is None:
            unsaid = f"`{_what(text)}` does not say whether `{own}` happens"
            ways = f'write {own}, {own}=2026-01-31 or "not {own}"'
            self._error(ASSUME, text, _what(text), Fault("DC942", unsaid, "not a day, yes or no", ways))
            return
        self._make(ASSUME, text, record, Made(happens))

    def _no_event(self, text: str, name: str) -> None:
        """Say where what is assumed is no event that is open, though there is something of that name."""
        event = events_of(self.model, self.deal, self.around).get(name)
        if event is not None:
            fault = Fault(
                "DC940",
                f"`{name}` is not left open: it happens on {event.date}",
                "has its day",
                "change the day where the event is declared",
            )
        elif self._find(name):
            way = f"choose an option of it: {CHOOSE} {quoted(f'{name}=...')}"
            fault = Fault("DC940", f"`{name}` is no event", "a choice of the text", way)
        else:
            return
        self.named.append((ASSUME, text))
        self._error(ASSUME, text, name, fault)

    # ---- Choices ---------------------------------------------------------------------------------------------------

    def _choice(self, text: str) -> None:
        """Take one choice, if it names something here."""
        name, equals, what = text.partition("=")
        own = self._own(name)
        found = [] if own is None else self._find(own)
        if not found:
            return
        self.named.append((CHOOSE, text))
        if len(found) > 1:
            outer = [record for record in found if not self._is_inner(record)]
            found = outer if len(outer) == 1 else found
        if len(found) > 1:
            several = f"`{own}` leaves {len(found)} things open"
            names = f"name one of them: {listed(record.name for record in found)}"
            self._error(CHOOSE, text, name.strip(), Fault("DC941", several, "which of them?", names))
            return
        record, what = found[0], what.strip()
        wanted = self._wanted(record)
        if not equals or not what:
            way = quoted(f"{record.name}={next(iter(wanted.ways), 'VALUE')}")
            unsaid = f"it is not said what `{record.name}` comes to"
            self._error(CHOOSE, text, text.strip(), Fault("DC942", unsaid, "which option?", f"write {way}"))
            return
        made = matching(wanted, what)
        if isinstance(made, Fault):
            others = [each.name for each in self._records if each.name.startswith(f"{record.name} ")]
            also = f"; {listed(others)} is another choice" if others else ""
            self._error(CHOOSE, text, what, evolve(made, help=made.help + also))
            return
        self._make(CHOOSE, text, record, Made(made.option, made.value, made.text))

    def _is_inner(self, record: ChoiceRecord) -> bool:
        """Whether a bracket stands in an option of another."""
        written = self.written.get(record.place.span)
        return written is not None and written.inner

    def _wanted(self, record: ChoiceRecord) -> Wanted:
        """What can be said of a choice."""
        written = self.written.get(record.place.span)
        expr = self._brackets.get(record.number)
        term = next((term for term in self.deal.terms if term.optional == record.number), None)
        return Wanted(
            record,
            self.model.parties,
            () if written is None else written.bracket.options,
            () if expr is None else expr.options,
            self._specs.get(record.number),
            "" if written is None else written.per,
            () if term is None else term.optional_by,
        )

    def _make(self, option: str, text: str, record: ChoiceRecord, made: Made) -> None:
        """Enter a choice, unless another one was made."""
        known = self._made.get(record.number)
        if known is not None and not known.agrees(made):
            self._contradiction(option, text, self._by[record.number])
            return
        if known is None:
            self._made[record.number] = made
            self._by[record.number] = (option, text)

    def _moot(self) -> Iterator[int]:
        """The brackets in options and articles that are not taken."""
        for setting in self.deal.text.settings:
            made = None if setting.choice is None else self._made.get(setting.choice)
            if made is not None and TAKEN[made.option] == "dropped":
                for plan in setting.all_plans:
                    yield from (bracket.choice for bracket in brackets_in(plan.stages))
        for number, made in self._made.items():
            expr = self._brackets.get(number)
            for at, each in enumerate(() if expr is None else expr.options):
                if at != made.option:
                    yield from (bracket.choice for bracket in brackets_in(each.stages))

    def _said(self) -> Iterator[str]:
        """The choices made, in the order of the text."""
        for record in self._records:
            made = self._made.get(record.number)
            if made is not None and made.value is not None:
                yield f"{record.name} is {show(made.value)}"
            elif made is not None:
                yield variable(record, self._brackets.get(record.number), None).options[made.option].said
        yield from (f"{name} happens on {event.date}" for name, event in self._days.items())

    # ---- What is wrong ---------------------------------------------------------------------------------------------

    def _error(self, option: str, text: str, part: str, fault: Fault) -> None:
        """Note an error at a part of a choice's text."""
        start = max(text.rfind(part), 0)
        place = Place(Source(option, text), (start, start + max(len(part), 1)))
        self.diagnostics.append(Diagnostic(fault.code, fault.headline, place, fault.label, help=fault.help))

    def _contradiction(self, option: str, text: str, other: tuple[str, str]) -> None:
        """Two choices that cannot both be."""
        mine, theirs = text.strip(), other[1].strip()
        label = f"given beside {other[0]} {quoted(theirs)}"
        self._error(option, text, mine, Fault("DC944", f"`{mine}` contradicts `{theirs}`", label, "leave one out"))


def _happens(text: str) -> int | None:
    """0 where an assumption says that its event happens, 1 where it does not; None where it says neither."""
    name, equals, what = text.partition("=")
    negated = name.split()[:1] == ["not"] and len(name.split()) > 1
    if not equals:
        return int(negated)
    what = " ".join(what.split())
    if negated or what not in (*YES, *NO):
        return None
    return int(what in NO)


def _what(text: str) -> str:
    """What an assumption says of its event."""
    return text.partition("=")[2].strip() or text.strip()


def quoted(text: str) -> str:
    """A text as a shell takes it for one."""
    return f'"{text}"' if any(letter in text for letter in " |&;<>()$`\\'*?[]#~!{}") else text
