"""What a term says, in a form that names, order, layout and the model it stands in do not touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from typing import TypeAlias

from attrs import field, frozen

from dealcheck.changes.frame import View
from dealcheck.changes.wording import measure_words, moment_words, stages_words
from dealcheck.model.records import (
    After,
    BracketExpr,
    Choice,
    DealRecord,
    Expr,
    FactRef,
    FirstOfMonth,
    Literal,
    Moment,
    OfDeal,
    OfEvent,
    OfFact,
    PlanStage,
    Ref,
    Setting,
    TableRow,
    TermRecord,
    TextRecord,
)
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.states import Settled
from dealcheck.worlds.timing import hangs_on, when

Meaning: TypeAlias = Hashable
"""Equal where two texts say the same."""

_UNORDERED = ("+", "*", "min", "max")
"""What comes to the same in any order."""


@frozen
class Said:
    """What a text says: as it says it, and with the dates of the deal put in where they are settled; and in words."""

    raw: Meaning
    dated: Meaning = field(eq=False)
    words: str = field(eq=False)

    def same(self, other: Said) -> bool:
        """Whether two texts say the same, as they stand or once the dates are put in."""
        return self.raw == other.raw or self.dated == other.dated


@frozen
class MeasureForm:
    """A measure: which points it covers, when, under what conditions, and what it sets there."""

    kind: str
    ends: bool
    parties: tuple[int, ...]
    on: IntervalSet | None
    layers: frozenset[str] | None
    """None where it stands in every layer, or the kind has none."""
    layer_any: bool
    codes: frozenset[tuple[int, int]]
    start: Said
    until: Said
    under: frozenset[tuple[str, bool]]
    fields: tuple[tuple[str, Said], ...]
    rows: tuple[Meaning, ...] | None
    setting: Setting = field(eq=False)

    @property
    def slot(self) -> Meaning:
        """Which points it covers: two measures with the same slot say something about the same."""
        return (self.kind, self.ends, self.parties, self.on, self.layers, self.layer_any)

    @property
    def words(self) -> str:
        """The measure as the language writes it."""
        return measure_words(self.setting)


@frozen(eq=False)
class TermForm:
    """A term with its measures; `under` are the conditions that all of them share."""

    record: TermRecord
    measures: tuple[MeasureForm, ...]
    under: frozenset[tuple[str, bool]]

    @property
    def content(self) -> frozenset[tuple[MeasureForm, int]]:
        """Its measures, each with how often it stands there."""
        return frozenset(Counter(self.measures).items())

    @property
    def standing(self) -> Meaning:
        """What is said of it as a whole, its name and title apart."""
        record = self.record
        return (
            frozenset(record.proposed_by),
            frozenset(record.opposed_by),
            record.side_letter,
            record.status,
            None if record.optional is None else frozenset(record.optional_by),
        )


class Reader:
    """Reads the terms of one deal into their forms."""

    def __init__(self, view: View, deal: DealRecord, settled: Settled) -> None:
        self.view = view
        self.deal = deal
        self.settled = settled
        dates = deal.text.dates.values()
        self._dates_open = any(isinstance(moment, BracketExpr) or bool(hangs_on(moment)) for moment in dates)
        self._rows: dict[int, Meaning] = {}
        self._texts: dict[int, Counter[MeasureForm]] = {}

    def terms(self) -> tuple[TermForm, ...]:
        """The terms in the order of the text."""
        by_term: dict[str, list[MeasureForm]] = {}
        for setting in self.deal.text.settings:
            by_term.setdefault(setting.term, []).append(self.measure(setting))
        return tuple(self._term(record, by_term.get(record.name, ())) for record in self.deal.terms)

    @staticmethod
    def _term(record: TermRecord, measures: Sequence[MeasureForm]) -> TermForm:
        shared = [measure.under for measure in measures]
        under = frozenset.intersection(*shared) if shared else frozenset()
        return TermForm(record, tuple(measures), under)

    def text(self, text: TextRecord) -> Counter[MeasureForm]:
        """The measures of a text that the deal is laid over, each with how often it stands there."""
        found = self._texts.get(id(text))
        if found is None:
            found = self._texts[id(text)] = Counter(map(self.measure, text.settings))
        return found

    def measure(self, setting: Setting) -> MeasureForm:
        """A measure in its form."""
        view, region = self.view, setting.region
        every_layer = region.layers is not None and region.layers >= self.view.model.layers
        fields = sorted(setting.plans, key=lambda plan: plan.field)
        return MeasureForm(
            setting.kind.name,
            setting.ends,
            tuple(map(view.parties, region.parties)),
            view.on(setting.kind, region.on),
            None if every_layer else region.layers,
            setting.layer_any,
            frozenset(setting.codes) if setting.rows is None else frozenset(),
            self._start(setting.start),
            self._until(setting.until),
            frozenset((view.event(event), happens) for event, happens in setting.under),
            tuple((plan.field, self.plan(plan.stages)) for plan in fields),
            None if setting.rows is None else tuple(map(self._row, setting.rows)),
            setting,
        )

    # ---- When ------------------------------------------------------------------------------------------------------

    def _start(self, moment: Moment | None) -> Said:
        """When a measure starts; with the deal, where it does not say."""
        said = None if moment is None or moment == OfDeal("effective") else self.moment(moment)
        day: Meaning = self.day(OfDeal("effective") if moment is None else moment)
        return Said(said, said if day is None else day, "the deal's start" if moment is None else moment_words(moment))

    def _until(self, moment: Moment | None) -> Said:
        """The last day of a measure; that of the deal, where it does not say."""
        own = moment is None or moment in (OfDeal("expires"), OfDeal("end"))
        said = None if moment is None or own else self.moment(moment)
        day: Meaning = self.day(OfDeal("expires") if moment is None else moment)
        return Said(said, said if day is None else day, "the deal's end" if moment is None else moment_words(moment))

    def moment(self, moment: Moment) -> Meaning:
        """A moment, its events under the names of the frame."""
        if isinstance(moment, OfEvent):
            return ("day of", self.view.event(moment.event))
        if isinstance(moment, After):
            return ("after", moment.count, moment.unit, self.moment(moment.moment))
        if isinstance(moment, FirstOfMonth):
            return ("first of month", self.moment(moment.moment))
        if isinstance(moment, OfDeal):
            return ("of the deal", moment.word)
        return ("fact", moment.name) if isinstance(moment, OfFact) else moment

    def day(self, moment: Moment) -> date | None:
        """The date of a moment, where neither an event nor an open date of the deal can move it."""
        inner = moment
        while isinstance(inner, After | FirstOfMonth):
            inner = inner.moment
        if isinstance(inner, OfEvent) or (isinstance(inner, OfDeal) and self._dates_open):
            return None
        return when(moment, self.settled)

    # ---- What ------------------------------------------------------------------------------------------------------

    def plan(self, stages: Sequence[PlanStage]) -> Said:
        """The stages of a value."""
        return Said(self.stages(stages), self.stages(stages, dated=True), stages_words(stages))

    def stages(self, stages: Sequence[PlanStage], dated: bool = False) -> Meaning:
        """Stages in their order, one that says the same as the one before left out."""
        found: list[tuple[Meaning, Meaning]] = []
        for stage in stages:
            since: Meaning = None if stage.since is None else self.moment(stage.since)
            if dated and stage.since is not None:
                day = self.day(stage.since)
                since = since if day is None else day
            value = self.value(stage.value)
            certain = since is None or isinstance(since, date)
            if not (found and certain and found[-1][0] == value):
                found.append((value, since))
        return tuple(found)

    def value(self, expr: Expr) -> Meaning:
        """A value, its parties, topics and events in the numbering and under the names of the frame."""
        if isinstance(expr, Literal):
            return ("value", type(expr.value).__name__, expr.value)
        if isinstance(expr, FactRef):
            return ("fact", expr.name)
        if isinstance(expr, Ref):
            return self._reference(expr)
        if isinstance(expr, BracketExpr):
            return ("bracket", _unordered(map(self.option, expr.options)))
        operands = [self.value(operand) for operand in expr.operands]
        ordered = _unordered(operands) if expr.operator in _UNORDERED else tuple(operands)
        return ("of", expr.operator, ordered)

    def option(self, option: Choice) -> Meaning:
        """An option of a bracket, with who wants and who opposes it."""
        return (frozenset(option.wanted_by), frozenset(option.opposed_by), self.offer(option))

    def offer(self, option: Choice) -> Meaning:
        """What an option says, whoever wants it."""
        if option.open_value:
            return ("open", option.low, option.high)
        return self.stages(option.stages)

    def _reference(self, ref: Ref) -> Meaning:
        kind = self.view.model.kinds[ref.kind]
        changes = [
            (
                change.word,
                self.view.parties(change.parties),
                self.view.on(kind, change.on),
                change.layers,
                change.any,
            )
            for change in ref.changes
        ]
        return ("read", ref.kind, ref.field, tuple(sorted(changes, key=lambda each: each[0])), ref.old, ref.extreme)

    def _row(self, row: TableRow) -> Meaning:
        """A row of a table; rows that say the same share what they say."""
        said = self._rows.get(id(row.plans))
        if said is None:
            said = tuple(sorted((plan.field, self.stages(plan.stages)) for plan in row.plans))
            self._rows[id(row.plans)] = said
        return (row.low, row.high, row.code, said)


def _unordered(parts: Iterable[Meaning]) -> Meaning:
    """Parts in an order that does not depend on the text, equal ones counted."""
    return frozenset(Counter(parts).items())
