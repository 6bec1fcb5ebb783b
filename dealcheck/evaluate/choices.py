"""Open text: which choices a line depends on, and its verdict over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import combinations, islice, pairwise, product

from attrs import evolve, frozen

from dealcheck.evaluate.conditions import expressions_of
from dealcheck.evaluate.findings import Finding, Judgement
from dealcheck.evaluate.reach import within
from dealcheck.evaluate.sentences import simple_parts
from dealcheck.evaluate.settling import texts_of
from dealcheck.logic import Verdict
from dealcheck.model.records import (
    BracketExpr,
    Choice,
    ChoiceRecord,
    DealRecord,
    Literal,
    Model,
    Moment,
    QuantifiedRecord,
    Ref,
    SentenceRecord,
    Setting,
)
from dealcheck.values import Exact, Rate, Value, exact, show
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import hangs_on

MOST_PACKAGES = 512
"""Packages tried one by one for a line; with more, only single departures from the first are."""


MOST_LIMITS = 24
"""Values of the status quo that are tried in the place of a blank or a range."""


@frozen
class Pick:
    """An option of a choice, or a value tried in the place of one that is blank or a range."""

    number: int
    option: int
    name: str
    value: Value | None = None


@frozen(eq=False)
class Openness:
    """The choices that a line depends on, each with what can be picked."""

    choices: tuple[ChoiceRecord, ...]
    picks: tuple[tuple[Pick, ...], ...]

    @property
    def packages(self) -> int:
        """How many packages there are."""
        count = 1
        for picks in self.picks:
            count *= len(picks)
        return count


@frozen(eq=False)
class OpenText:
    """What a deal leaves open, read once for all lines.

    `settings` are the measures that leave something open, with the numbers of their choices and the events they hang
    on; `always` those of the dates of the texts, on which every line depends.
    """

    deal: DealRecord
    settings: dict[Setting, tuple[frozenset[int], frozenset[str]]]
    always: tuple[frozenset[int], frozenset[str]]
    brackets: dict[int, BracketExpr]


def open_text(deal: DealRecord) -> OpenText:
    """What a deal, its baseline and its precedents leave open."""
    settings: dict[Setting, tuple[frozenset[int], frozenset[str]]] = {}
    brackets: dict[int, BracketExpr] = {}
    numbers: set[int] = set()
    hung: set[str] = set()
    undated = {record.event for record in deal.choices if record.sort == "event"}
    for text in texts_of(deal):
        for moment in text.dates.values():
            if not isinstance(moment, BracketExpr):
                hung |= hangs_on(moment)
            elif text is deal.text:
                numbers.add(moment.choice)
                brackets[moment.choice] = moment
        for setting in text.settings:
            of_setting = {bracket.choice: bracket for bracket in _brackets(setting)}
            brackets.update(of_setting)
            chosen = frozenset(of_setting) | ({setting.choice} if setting.choice is not None else set())
            events = {event for event, _ in setting.under}
            for moment in _moments(setting):
                events |= hangs_on(moment)
            if chosen or events & undated:
                settings[setting] = (chosen, frozenset(events & undated))
    return OpenText(deal, settings, (frozenset(numbers), frozenset(hung)), brackets)


def openness(
    text: OpenText,
    model: Model,
    sentence: SentenceRecord,
    partner: int,
    events: Iterable[str],
    limits: tuple[Value, ...],
) -> Openness:
    """What a sentence that itself hangs on these events leaves open in a draft: only what lies within its reach."""
    numbers = set(text.always[0])
    hung = {*events, *text.always[1]}
    if text.settings:
        everything = [setting for found in texts_of(text.deal) for setting in found.settings]
        reached = within(model, everything, sentence, partner)
        # What stands there now is where a comparison with `old` turns.
        limits = (*limits, *islice(_written(reached), MOST_LIMITS))
        for setting in reached:
            if setting in text.settings:
                numbers |= text.settings[setting][0]
                hung |= text.settings[setting][1]
    chosen = [
        record
        for record in text.deal.choices
        if record.number in numbers or (record.sort == "event" and record.event in hung)
    ]
    return Openness(
        tuple(chosen),
        tuple(_picks(record, text.brackets.get(record.number), limits, _is_plain(sentence)) for record in chosen),
    )


def _written(settings: Iterable[Setting]) -> Iterator[Value]:
    for setting in settings:
        for plan in setting.plans:
            for stage in plan.stages:
                if isinstance(stage.value, Literal):
                    yield stage.value.value


def _is_plain(sentence: SentenceRecord) -> bool:
    """Whether a sentence compares fields of its own points with written values only."""
    for simple in simple_parts(sentence):
        if not isinstance(simple, QuantifiedRecord) or simple.pattern.kind.derived:
            return False
        for expr in expressions_of(simple.condition):
            own = (
                isinstance(expr, Ref)
                and not (expr.changes or expr.old or expr.extreme)
                and expr.kind == simple.pattern.kind.name
            )
            if not own and not isinstance(expr, Literal):
                return False
    return True


def _moments(setting: Setting) -> Iterator[Moment]:
    for moment in (setting.start, setting.until):
        if moment is not None:
            yield moment
    for plan in setting.all_plans:
        for stage in plan.stages:
            if stage.since is not None:
                yield stage.since


def _brackets(setting: Setting) -> Iterator[BracketExpr]:
    for plan in setting.all_plans:
        for stage in plan.stages:
            for part in parts_of(stage.value):
                if isinstance(part, BracketExpr):
                    yield part


def _picks(
    record: ChoiceRecord, bracket: BracketExpr | None, limits: tuple[Value, ...], plain: bool
) -> tuple[Pick, ...]:
    """What can be picked: each option, and for a blank or a range values on which the line's verdict may turn.

    `plain` tells that a line compares the value with nothing but `limits`: then the values tried stand for all.
    """
    found: list[Pick] = []
    for index, name in enumerate(record.options):
        option = bracket.options[index] if bracket is not None and index < len(bracket.options) else None
        said = f"{record.name} {name}"
        if option is not None and option.wanted_by:
            said = f"{record.name} takes the {' and '.join(option.wanted_by)} option ({name})"
        if option is None or not option.open_value or bracket is None or bracket.type not in ("rate", "percent"):
            found.append(Pick(record.number, index, said))
            continue
        if not plain:
            found.append(Pick(record.number, index, said))
        found.extend(
            Pick(record.number, index, f"{record.name} {show(Rate(number))}", Rate(number))
            for number in _tried(option, limits)
        )
    return tuple(found)


def _tried(option: Choice, limits: tuple[Value, ...]) -> list[Exact]:
    """Values of a blank or a range: its ends, the limits between them, and one between each two neighbours."""
    low = _percent(option.low) or 0
    high = _percent(option.high)
    turns = {number for limit in limits if (number := _percent(limit)) is not None}
    edges = sorted({low, *([] if high is None else [high]), *(turn for turn in turns if low < turn)})
    if high is None:
        edges.append(edges[-1] + 1)
    else:
        edges = [edge for edge in edges if edge <= high]
    between = [exact(Fraction(one + other) / 2) for one, other in pairwise(edges)]
    return sorted({*edges, *between})


def _percent(value: Value | None) -> Exact | None:
    if isinstance(value, Rate) and not value.specific and isinstance(value.percent, int | Fraction):
        return value.percent
    return None


Judge = Callable[[dict[int, int], dict[int, Value]], Judgement]


def over_packages(open_: Openness, judge: Judge) -> Judgement:
    """The verdict over every package: alike in all, open where some meet and others violate, else unknown."""
    if not open_.choices:
        return judge({}, {})
    if open_.packages <= MOST_PACKAGES:
        tried = [tuple(picks) for picks in product(*open_.picks)]
        complete = True
    else:
        first = tuple(picks[0] for picks in open_.picks)
        tried = [first]
        for at, picks in enumerate(open_.picks):
            tried.extend((*first[:at], pick, *first[at + 1 :]) for pick in picks[1:])
        complete = False
    judged: list[tuple[tuple[Pick, ...], Judgement]] = []
    for picks in tried:
        choices = {pick.number: pick.option for pick in picks}
        fixed = {pick.number: pick.value for pick in picks if pick.value is not None}
        judged.append((picks, judge(choices, fixed)))
    return _combined(open_, judged, complete)


def _combined(open_: Openness, judged: list[tuple[tuple[Pick, ...], Judgement]], complete: bool) -> Judgement:
    # A package that leaves a blank unknown says the same as those that try values in its place, where it says anything.
    verdicts = {judgement.verdict for _, judgement in judged}
    if len(verdicts) == 1 and complete:
        return _decided(open_, [judgement for _, judgement in judged])
    met = Verdict.MET in verdicts
    violated = Verdict.VIOLATED in verdicts
    names = tuple(record.name for record in open_.choices)
    if not (met and violated):
        found = next(j for _, j in judged if j.verdict is not Verdict.MET or not complete)
        note = "" if complete else f"there are {open_.packages} packages, too many to try one by one"
        notes = (*found.notes, note) if note else found.notes
        missing = found.missing or (f"a choice on {', '.join(names)}",)
        unsure = tuple(evolve(finding, verdict=Verdict.UNKNOWN) for finding in found.findings)
        return Judgement(Verdict.UNKNOWN, unsure, notes, missing=missing)
    breaks = _fewest(judged, Verdict.VIOLATED)
    saves = _fewest(judged, Verdict.MET)
    differing = tuple(record.name for at, record in enumerate(open_.choices) if _matters(judged, at))
    findings: dict[Finding, None] = {}
    for _, judgement in judged:
        if judgement.verdict is Verdict.VIOLATED:
            for finding in judgement.findings:
                findings[evolve(finding, verdict=Verdict.OPEN, depends_on=differing)] = None
    return Judgement(Verdict.OPEN, tuple(findings), (), breaks, saves)


def _decided(open_: Openness, judgements: list[Judgement]) -> Judgement:
    """One verdict for all packages, borne out by the findings that all of them share, for no choice matters to it.

    Where they share none, those of the first stand for all, with the choices that they hang on.
    """
    first = judgements[0]
    others = [set(judgement.findings) for judgement in judgements[1:]]
    shared = tuple(finding for finding in first.findings if all(finding in found for found in others))
    notes = tuple(note for note in first.notes if all(note in judgement.notes for judgement in judgements))
    missing = tuple(name for name in first.missing if all(name in judgement.missing for judgement in judgements))
    if first.findings and not shared:
        names = tuple(record.name for record in open_.choices)
        shared = tuple(evolve(finding, depends_on=names) for finding in first.findings)
    return Judgement(first.verdict, shared, notes, missing=missing)


def _matters(judged: list[tuple[tuple[Pick, ...], Judgement]], at: int) -> bool:
    """Whether two packages that differ in one choice alone get unlike verdicts."""
    by_rest: dict[tuple[object, ...], set[Verdict]] = {}
    for picks, judgement in judged:
        rest = (*picks[:at], *picks[at + 1 :])
        by_rest.setdefault(rest, set()).add(judgement.verdict)
    return any(len(verdicts) > 1 for verdicts in by_rest.values())


def _fewest(judged: list[tuple[tuple[Pick, ...], Judgement]], verdict: Verdict) -> tuple[str, ...]:
    """The fewest picks that by themselves bring a verdict about, whatever else is chosen; each set of them as one
    text.
    """
    if not judged:
        return ()
    width = len(judged[0][0])
    for size in range(1, width + 1):
        found: list[str] = []
        for places in combinations(range(width), size):
            by_picks: dict[tuple[Pick, ...], set[Verdict]] = {}
            for picks, judgement in judged:
                by_picks.setdefault(tuple(picks[at] for at in places), set()).add(judgement.verdict)
            found.extend(
                " and ".join(pick.name for pick in picks)
                for picks, verdicts in by_picks.items()
                if verdicts == {verdict}
            )
        if found:
            return tuple(dict.fromkeys(found))
    return ()
