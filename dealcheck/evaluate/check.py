"""A deal against lines: every line judged, none lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from attrs import evolve

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.choices import Openness, open_text, openness, over_packages
from dealcheck.evaluate.conditions import Conditions, expressions_of
from dealcheck.evaluate.draft import draft_diagnostics
from dealcheck.evaluate.explain import VERDICTS, Explainer
from dealcheck.evaluate.findings import Checked, Judgement, LineVerdict
from dealcheck.evaluate.sentences import Sentences, kinds_read, moments_of, simple_parts
from dealcheck.evaluate.settling import Surroundings, as_of_date, facts_of, settle, with_events
from dealcheck.evaluate.trace import Stretch, Trace
from dealcheck.logic import Verdict
from dealcheck.model.records import (
    AggregateRecord,
    Assessment,
    DealRecord,
    LineRecord,
    Literal,
    Model,
    SentenceRecord,
    TimeRecord,
    Waiver,
)
from dealcheck.values import Value
from dealcheck.worlds.knowledge import Knowledge
from dealcheck.worlds.states import Settled
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import hangs_on, when
from dealcheck.worlds.world import Shared, World


class Checker:
    """Judges lines against one deal. Worlds are kept between lines that leave the same choices open."""

    def __init__(self, model: Model, deal: DealRecord, around: Surroundings) -> None:
        self.model = model
        self.deal = deal = with_events(model, deal, around)
        self.around = around
        self.settled = settle(model, deal, around, {}, {})
        self.as_of = as_of_date(self.settled.dates, deal, around)
        self.knowledge = Knowledge(facts_of(model, deal, around))
        self._common: dict[object, Shared] = {}
        self.open_text = open_text(deal)
        self._worlds: dict[object, World] = {}

    def world(self, choices: dict[int, int], fixed: dict[int, Value], side_letters: bool = True) -> World:
        """The world of one package."""
        key = (tuple(sorted(choices.items())), tuple(sorted(fixed.items(), key=lambda item: item[0])), side_letters)
        found = self._worlds.get(key)
        if found is None:
            settled = settle(self.model, self.deal, self.around, choices, fixed)
            settled.side_letters = side_letters
            found = World(self.model, self.deal, settled, self._shared(settled))
            # One package's world is enough to keep for lines that leave nothing open; the others come and go.
            if not fixed and len(self._worlds) < 64:
                self._worlds[key] = found
        return found

    def _shared(self, settled: Settled) -> Shared:
        """What the packages with the same dates have in common."""
        key = (settled.effective, settled.expires, settled.side_letters)
        found = self._common.get(key)
        if found is None:
            found = self._common[key] = Shared(frozenset(self.open_text.settings))
        return found

    @property
    def worlds(self) -> Iterable[World]:
        """The worlds kept, the settled draft's first."""
        return self._worlds.values()

    # ---- One line --------------------------------------------------------------------------------------------------

    def judge(self, line: LineRecord) -> LineVerdict:
        """A line's verdict with that of each reading."""
        bystander = not self.parties_of(line.party) & self.deal.party_mask
        assessment = self._assessment(line.full_name)
        waiver = self._waiver(line.full_name)
        expired = waiver is not None and waiver.until is not None and waiver.until < self.as_of
        if not self._active(line):
            judgement = Judgement(Verdict.INACTIVE, notes=(self._inactive_note(line),))
            readings = tuple((reading.name, judgement) for reading in line.readings)
            return LineVerdict(line, judgement, readings, bystander, waiver, expired)
        judgement = self._sentence(line, line.sentence, assessment)
        readings = tuple(
            (reading.name, self._sentence(line, reading.sentence, assessment)) for reading in line.readings
        )
        only = self._needs_side_letter(line, judgement, assessment)
        if only:
            judgement = evolve(judgement, notes=(*judgement.notes, "met only by a side letter"))
        return LineVerdict(line, judgement, readings, bystander, waiver, expired, only, assessment)

    def parties_of(self, party: str) -> int:
        """The parties that a policy speaks for."""
        return self.model.parties.mask(party) or 0

    def _partner(self, line: LineRecord) -> int:
        """What `partner` stands for in a line: every party of the deal other than its own."""
        return self.deal.party_mask & ~self.parties_of(line.party)

    def _active(self, line: LineRecord) -> bool:
        since = None if line.active_from is None else when(line.active_from, self.settled)
        until = None if line.active_until is None else when(line.active_until, self.settled)
        if line.active_from is not None and (since is None or self.as_of < since):
            return False
        return until is None or self.as_of <= until

    def _inactive_note(self, line: LineRecord) -> str:
        since = None if line.active_from is None else when(line.active_from, self.settled)
        until = None if line.active_until is None else when(line.active_until, self.settled)
        held = " ".join(word for word in (f"from {since}" if since else "", f"until {until}" if until else "") if word)
        return f"held {held or 'on no date'}; the check is as of {self.as_of}"

    def _assessment(self, name: str) -> Assessment | None:
        found = [
            assessment
            for assessment in (*self.model.assessments, *self.deal.assessments, *self.around.assessments)
            if assessment.line == name
        ]
        return found[-1] if found else None

    def _waiver(self, name: str) -> Waiver | None:
        found = [
            waiver for waiver in (*self.model.waivers, *self.deal.waivers, *self.around.waivers) if waiver.line == name
        ]
        return found[-1] if found else None

    def _needs_side_letter(self, line: LineRecord, judgement: Judgement, assessment: Assessment | None) -> bool:
        if judgement.verdict is not Verdict.MET or line.sentence is None:
            return False
        if not any(setting.side_letter for setting in self.deal.text.settings):
            return False
        return self._sentence(line, line.sentence, assessment, side_letters=False).verdict is not Verdict.MET

    def _sentence(
        self,
        line: LineRecord,
        sentence: SentenceRecord | None,
        assessment: Assessment | None,
        side_letters: bool = True,
    ) -> Judgement:
        if sentence is None:
            return Judgement(Verdict.UNKNOWN, missing=("the line itself: it has an error",))
        open_ = self.openness(line, sentence)
        return over_packages(
            open_,
            lambda choices, fixed: self._package(line, sentence, assessment, self.world(choices, fixed, side_letters)),
        )

    def openness(self, line: LineRecord, sentence: SentenceRecord) -> Openness:
        """The choices that a sentence of a line depends on."""
        events = {event for time in moments_of(sentence) for event in hangs_on(time.moment) | hangs_on(time.last)}
        return openness(self.open_text, self.model, sentence, self._partner(line), events, tuple(_limits(sentence)))

    def sentences(self, line: LineRecord, sentence: SentenceRecord, world: World) -> Sentences:
        """What evaluates a sentence of a line in a world."""
        return Sentences(
            world,
            Conditions(world, self.knowledge),
            self._partner(line),
            stretches(world, sentence),
            self._assessment(line.full_name),
            line.full_name,
        )

    def _package(
        self, line: LineRecord, sentence: SentenceRecord, assessment: Assessment | None, world: World
    ) -> Judgement:
        sentences = self.sentences(line, sentence, world)
        trace = sentences.evaluate(sentence)
        findings = Explainer(sentences).findings(trace)
        missing = dict.fromkeys(name for finding in findings for name in finding.missing)
        return Judgement(VERDICTS[trace.truth], findings, tuple(_notes(trace)), missing=tuple(missing))


def check_deal(model: Model, deal: DealRecord, lines: Iterable[LineRecord], around: Surroundings) -> Checked:
    """Every line judged against a deal, and what is wrong with the draft itself."""
    checker = Checker(model, deal, around)
    judged = tuple(checker.judge(line) for line in lines)
    diagnostics: dict[tuple[object, ...], Diagnostic] = {}
    for diagnostic in draft_diagnostics(checker.world({}, {})):
        diagnostics[_identity(diagnostic)] = diagnostic
    for world in checker.worlds:
        for diagnostic in world.diagnostics.values():
            diagnostics.setdefault(_identity(diagnostic), diagnostic)
    return Checked(
        deal.name,
        deal.label,
        checker.as_of,
        checker.settled.effective,
        judged,
        tuple(sorted(diagnostics.values(), key=_order)),
    )


def _identity(diagnostic: Diagnostic) -> tuple[object, ...]:
    place = diagnostic.place
    return (diagnostic.code, diagnostic.headline, None if place is None else (place.source.name, place.span))


def _order(diagnostic: Diagnostic) -> tuple[str, tuple[int, int], str, str]:
    place = diagnostic.place
    if place is None:
        return ("", (0, 0), diagnostic.code, diagnostic.headline)
    return (place.source.name, place.span, diagnostic.code, diagnostic.headline)


def stretches(world: World, sentence: SentenceRecord) -> list[Stretch]:
    """The days from the deal's start to its end, cut wherever something that a sentence looks at may change."""
    first, last = world.settled.effective, world.settled.expires
    days: set[date] = {first}
    for name in kinds_read(sentence):
        days.update(world.breaks(world.model.kinds[name]))
    for time in moments_of(sentence):
        days.update(_edges(time, world.settled))
    if any(isinstance(simple, AggregateRecord) for simple in simple_parts(sentence)):
        years = [day.year for day in days if day < date.max]
        days.update(date(year, 1, 1) for year in range(first.year + 1, max(years) + 3))
    if last is not None and last < first:
        last = first
    starts = sorted(day for day in days if first <= day and (last is None or day <= last))
    ends: list[date | None] = [day - timedelta(days=1) for day in starts[1:]]
    return [Stretch(start, end) for start, end in zip(starts, [*ends, last], strict=True)]


def _edges(time: TimeRecord, settled: Settled) -> Iterable[date]:
    one = timedelta(days=1)
    first = when(time.moment, settled)
    if first is None or first in (date.min, date.max):
        return
    if time.word in ("at", "by", "before", "during"):
        yield first
    if time.word in ("at", "after"):
        yield first + one
    if time.word == "during" and time.last is not None:
        last = when(time.last, settled)
        if last is not None and last < date.max:
            yield last + one


def _limits(sentence: SentenceRecord) -> Iterable[Value]:
    for simple in simple_parts(sentence):
        condition = getattr(simple, "condition", None) or getattr(simple, "having", None)
        expressions = list(expressions_of(condition))
        if isinstance(simple, AggregateRecord):
            expressions.append(simple.limit)
        for expr in expressions:
            for part in parts_of(expr):
                if isinstance(part, Literal):
                    yield part.value


def _notes(trace: Trace) -> Iterable[str]:
    """What is worth saying of a line that is met: an empty window, a pattern that met nothing."""
    found: dict[str, None] = {}

    def walk(part: Trace) -> None:
        if part.note:
            found[part.note] = None
        for child in part.children:
            walk(child)

    walk(trace)
    simple = simple_parts(trace.record)
    scans = [scan for part in _leaves(trace) for scan in part.scans.values()]
    if trace.truth is True and scans and simple and not any(scan.matched for scan in scans):
        found["nothing of the kind exists"] = None
    return found


def _leaves(trace: Trace) -> Iterable[Trace]:
    if not trace.children:
        yield trace
    for child in trace.children:
        yield from _leaves(child)
