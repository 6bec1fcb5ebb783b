"""A draft's text in which it is said that an event happens on a day, or in which nothing hangs on it any more.

An event with a day is written `event E on DATE`. That one does not happen cannot be written: what is under `if E` or
starts with it goes, `if not E` goes as a condition, and the declaration too where nothing names it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from attrs import define, evolve, frozen

from dealcheck.evaluate.settling import Surroundings, events_of, settle, texts_of
from dealcheck.evaluate.walk import moments_of
from dealcheck.model.problems import listed
from dealcheck.model.records import (
    BracketExpr,
    DealRecord,
    Event,
    LineRecord,
    Model,
    Setting,
)
from dealcheck.packages.closing import WAY_OUT, CannotWriteError, Closed
from dealcheck.packages.edits import Edit, Words, edited, phrase, statement
from dealcheck.packages.written import brackets_of, fields_of
from dealcheck.source import Place, Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from dealcheck.values import show
from dealcheck.worlds.timing import hangs_on

STARTS = ("effective", "signed", "dated")
"""The dates of a deal from which its start is taken, the first that is given."""


@frozen
class Assumed:
    """What is assumed of a deal's events: the days of some, those that happen at its start, those that do not."""

    deal: DealRecord
    days: Mapping[str, Event]
    happen: frozenset[str]
    never: frozenset[str]


def assumed_in(
    source: Source, model: Model, assumed: Sequence[Assumed], lines: Sequence[LineRecord], around: Surroundings
) -> Closed:
    """The text of a draft with what is assumed written into it, or why it cannot be (DC945).

    The deals are those of this text as the model has them.
    """
    file = parse(source).file
    nodes = {item.name.span: item for item in file.items if isinstance(item, ast.Deal)}
    try:
        days = [_days(model, each, around) for each in _concerned(assumed, lines)]
        edits = list(
            _declared(file, [(nodes[each.deal.place.span], on) for each, on in zip(assumed, days, strict=True)])
        )
        gone: list[Edit] = []
        for each in assumed:
            node = nodes[each.deal.place.span]
            if each.never:
                _refuse(each.deal, each.never, lines)
                gone.extend(_Never(source, Words.of(source.text), node, each.never).edits())
        never = set.intersection(*(set(each.never) for each in assumed)) if assumed else set()
        gone.extend(_undeclared(file, gone, never, {event for each in assumed for event in each.never}))
    except CannotWriteError as fault:
        return Closed(source, (fault.diagnostic,))
    return Closed(edited(source, [*edits, *gone]).source)


def _concerned(assumed: Sequence[Assumed], lines: Sequence[LineRecord]) -> Iterator[Assumed]:
    """What is assumed, deal by deal; of several deals only for those where something hangs on the event."""
    named = frozenset[str]().union(*map(_events_of_line, lines))
    hanging = [named.union(*(text.hangs_on for text in texts_of(each.deal))) for each in assumed]
    anywhere = frozenset[str]().union(*hanging)
    for each, here in zip(assumed, hanging, strict=True):
        days = {name: event for name, event in each.days.items() if name in here or name not in anywhere}
        yield evolve(
            each, days=days, happen=frozenset(name for name in each.happen if name in here or name not in anywhere)
        )


# ---- Events with a day -----------------------------------------------------------------------------------------------


def _days(model: Model, assumed: Assumed, around: Surroundings) -> dict[str, Event]:
    """The events that happen, each with its day: as given, else the day on which the deal starts."""
    deal = assumed.deal
    found = dict(assumed.days)
    known = evolve(around, events=(*around.events, *assumed.days.values()))
    events = events_of(model, deal, known)
    for name in sorted(assumed.happen):
        day = _start(model, deal, known)
        if day is None:
            raise CannotWriteError(
                f"on which day `{name}` happens is not known, for the deal's start is not",
                deal.place,
                "no plain date to start from",
                f"give the day: --assume {name}=2026-01-31",
            )
        found[name] = evolve(events[name], date=day)
    return found


def _start(model: Model, deal: DealRecord, around: Surroundings) -> date | None:
    """The day a deal starts, where it hangs on nothing that is open."""
    written = [deal.text.dates[word] for word in STARTS if word in deal.text.dates]
    if not written:
        return None
    if isinstance(written[0], date):
        return written[0]
    events = events_of(model, deal, around)
    for moment in written:
        if isinstance(moment, BracketExpr) or any(events[name].date is None for name in hangs_on(moment)):
            return None
    settled = settle(model, deal, around, {}, {})
    return settled.effective if settled.takes_effect else None


def _declared(file: ast.File, deals: Sequence[tuple[ast.Deal, Mapping[str, Event]]]) -> Iterator[Edit]:
    """Give events their days where they are declared: in the deal, or in its file where all deals agree.

    An event that is declared elsewhere is declared anew in the deal.
    """
    outside = {item.name.text: item for item in file.items if isinstance(item, ast.Event)}
    written: set[str] = set()
    for deal, days in deals:
        inside = {item.name.text: item for item in deal.items if isinstance(item, ast.Event)}
        new: list[str] = []
        for name, event in days.items():
            agreed = all(name in others and others[name].date == event.date for _, others in deals)
            declared = inside.get(name) or (outside.get(name) if agreed else None)
            if declared is None:
                label = f" {show(event.label)}" if event.label else ""
                new.append(f"event {name}{label} on {event.date}")
            elif name in inside or name not in written:
                written |= set() if name in inside else {name}
                yield Edit(declared.span[1], declared.span[1], f" on {event.date}")
        if new:
            yield _added(file.source.text, deal, new)


def _added(text: str, deal: ast.Deal, new: Sequence[str]) -> Edit:
    """Declarations at the end of a deal, laid out as what stands there."""
    last = deal.items[-1]
    start = text.rfind("\n", 0, last.span[0]) + 1
    end = text.find("\n", last.span[1])
    rest = text[last.span[1] : end].strip() if end >= 0 else "}"
    if start <= deal.span[0] or (rest and not rest.startswith("#")):
        return Edit(last.span[1], last.span[1], "".join(f"  {each}" for each in new))
    line = text[start:end]
    indent = line[: len(line) - len(line.lstrip())]
    breaks = "\r\n" if line.endswith("\r") else "\n"
    end -= line.endswith("\r")
    return Edit(end, end, "".join(f"{breaks}{indent}{each}" for each in new))


# ---- Events that do not happen ---------------------------------------------------------------------------------------


def _refuse(deal: DealRecord, never: frozenset[str], lines: Iterable[LineRecord]) -> None:
    """Raise where the deal's text alone cannot say that some events do not happen."""
    for text in texts_of(deal)[:-1]:
        for event in sorted(never & text.hangs_on):
            said = f"`{event}` cannot be left out, for `{text.name}` hangs on it too"
            raise CannotWriteError(said, text.place, "stays as it is")
    for line in lines:
        for event in sorted(never & _events_of_line(line)):
            said = f"`{event}` cannot be left out, for {line.full_name} names it"
            raise CannotWriteError(said, line.place, "stays as it is")
    for word in STARTS:
        moment = deal.text.dates.get(word)
        for event in () if moment is None or isinstance(moment, BracketExpr) else never & hangs_on(moment):
            raise CannotWriteError(f"without `{event}` the deal has no start", deal.place, f"`{word}` hangs on it")
    stays = [setting for setting in deal.text.settings if not _goes(setting, never)]
    for one in stays:
        for other in stays:
            if _overturned(one, other, never):
                event = next(event for event, happens in one.under if event in never and not happens)
                raise CannotWriteError(
                    f"`{one.term}` would no longer come before `{other.term}` without `if not {event}`",
                    one.place,
                    "its condition makes it the exception",
                    f"leave out by hand what `{other.term}` says there; `check --assume` judges it as it is",
                )


def _events_of_line(line: LineRecord) -> frozenset[str]:
    """The events that a line names."""
    found = frozenset[str]()
    sentences = [line.sentence, *(reading.sentence for reading in line.readings)]
    for moment in (line.active_from, line.active_until):
        found |= hangs_on(moment)
    for sentence in sentences:
        if sentence is not None:
            for time in moments_of(sentence):
                found |= hangs_on(time.moment) | hangs_on(time.last)
    return found


def _goes(setting: Setting, never: frozenset[str]) -> bool:
    """Whether a measure never holds where some events do not happen."""
    hanging = {event for event, happens in setting.under if happens} | hangs_on(setting.start)
    return bool(hanging & never)


def _overturned(one: Setting, other: Setting, never: frozenset[str]) -> bool:
    """Whether a measure wins over another now, and may not without its condition that an event does not happen."""
    mine = [event for event, _ in one.under if event not in never]
    theirs = [event for event, _ in other.under if event not in never]
    if one is other or mine or not one.under or one.kind is not other.kind:
        return False
    if not one.region.overlaps(other.region):
        return False
    if one.kind.pooled and one.region != other.region and not one.ends and not other.ends:
        return False
    if len(theirs) < len(other.under):
        # Both lose a condition: where neither keeps another, they stand to each other as before.
        return bool(theirs)
    if one.rows is not None or other.rows is not None or one.region == other.region:
        return True
    # It came before what has no condition, and must still as the narrower one; what has another came before it only as
    # the narrower one, and now always does.
    return not other.region.inside(one.region) if theirs else not one.region.inside(other.region)


@define(eq=False)
class _Never:
    """Takes out of a deal what hangs on events that do not happen."""

    source: Source
    words: Words
    deal: ast.Deal
    never: frozenset[str]

    @property
    def _text(self) -> str:
        return self.source.text

    def edits(self) -> Iterator[Edit]:
        """What to take out."""
        for written in brackets_of(self.deal):
            for option in written.bracket.options:
                if any(self._names(moment) for moment in _moments_in(option)):
                    raise self._cannot(written.bracket, "an option of this bracket hangs on it")
        for item in self.deal.items:
            if isinstance(item, ast.DealDate) and not isinstance(item.moment, ast.Bracket) and self._names(item.moment):
                yield statement(self._text, item.span)
            elif isinstance(item, ast.Term):
                yield from self._term(item)

    def _term(self, term: ast.Term) -> Iterator[Edit]:
        gone = [self._goes(measure) for measure in term.measures]
        if any(self._is(under, True) for under in term.under) or all(gone):
            yield statement(self._text, term.span)
            return
        yield from (phrase(self._text, under.span) for under in term.under if self._is(under, False))
        for measure, goes in zip(term.measures, gone, strict=True):
            if goes:
                yield statement(self._text, measure.span)
            else:
                yield from self._measure(measure)

    def _goes(self, measure: ast.Measure) -> bool:
        """Whether a measure never holds: it stands under the event, or starts with it."""
        if measure.under is not None and self._is(measure.under, True):
            return True
        firsts = (stages[0] for stages, _ in fields_of(measure))
        starts = (stage.since for stage in firsts if isinstance(stage, ast.Stage))
        return any(since is not None and self._names(since) for since in (measure.since, *starts))

    def _measure(self, measure: ast.Measure) -> Iterator[Edit]:
        """What else of a measure hangs on the event: its condition, its end, later stages."""
        if measure.under is not None and self._is(measure.under, False):
            yield phrase(self._text, measure.under.span)
        if measure.until is not None and self._names(measure.until):
            yield phrase(self._text, (self.words.before(measure.until.span[0])[0], measure.until.span[1]))
        if measure.table is not None:
            for column in measure.table.columns:
                if column.since is not None and self._names(column.since):
                    raise self._cannot(column, "a column of this table starts with it")
        for stages, _ in fields_of(measure):
            for stage in stages:
                if not self._names(stage.since):
                    continue
                if isinstance(stage, ast.Linear):
                    # The first value holds until the steps begin, which they never do.
                    yield phrase(self._text, (self.words.next(stage.first.span[1], "to")[0], stage.span[1]))
                else:
                    yield phrase(self._text, (self.words.before(stage.span[0])[0], stage.span[1]))

    def _is(self, under: ast.Under, happens: bool) -> bool:
        return under.event.text in self.never and under.happens is happens

    def _names(self, moment: ast.Moment | None) -> bool:
        """Whether a moment hangs on one of the events."""
        while isinstance(moment, ast.AfterMoment | ast.FirstOfMonth):
            moment = moment.moment
        return isinstance(moment, ast.NamedMoment) and moment.name.text in self.never

    def _cannot(self, node: ast.Node, why: str) -> CannotWriteError:
        events = listed(sorted(self.never))
        said, way = f"{events} cannot be left out", WAY_OUT.replace("choose", "assume")
        return CannotWriteError(said, Place(self.source, node.span), why, way)


def _moments_in(option: ast.Option) -> Iterator[ast.Moment]:
    """The starts of an option's stages."""
    for stage in option.stages:
        if stage.since is not None:
            yield stage.since


def _undeclared(file: ast.File, gone: Sequence[Edit], everywhere: set[str], somewhere: set[str]) -> Iterator[Edit]:
    """Take out the declarations of events that nothing names any more."""
    words = Words.of(file.source.text)
    declared: list[tuple[ast.Node, set[str]]] = [(item, everywhere) for item in file.items]
    for deal in file.items:
        if isinstance(deal, ast.Deal):
            declared.extend((item, somewhere) for item in deal.items)
    for item, events in declared:
        if isinstance(item, ast.Event) and item.name.text in events:
            named = [at for at in words.places(item.name.text) if at != item.name.span[0]]
            if all(any(edit.start <= at < edit.end for edit in gone) for at in named):
                yield statement(file.source.text, item.span)
