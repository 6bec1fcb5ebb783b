"""The texts of a world in their order, with every date known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import define, evolve, field, frozen

from dealcheck.model.records import (
    BracketExpr,
    Choice,
    DealRecord,
    Expr,
    Moment,
    Op,
    Plan,
    PlanStage,
    Ref,
    Region,
    Setting,
    TextRecord,
)
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.states import Settled
from dealcheck.worlds.timing import BEGINNING, NEVER, when


@define(eq=False)
class Active:
    """A measure with its first and last day; `text` is the place of its text in the order of texts."""

    setting: Setting
    text: int
    number: int
    start: date
    end: date
    settled: Settled
    """The dates and events that its own text counts from."""
    conditional: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.conditional = bool(self.setting.under)

    def names(self, layer: str | None) -> bool:
        """Whether it stands in a layer."""
        layers = self.setting.region.layers
        return layers is None or layer is None or layer in layers

    def covers(self, parties: tuple[int, ...]) -> bool:
        """Whether it covers the parties of a cell; atoms lie wholly inside or outside its own."""
        return all(mine & ~theirs == 0 for mine, theirs in zip(parties, self.setting.region.parties, strict=True))


@frozen(eq=False)
class Cover:
    """A measure where it covers a piece: its plans there and the lines of its row, if it is a table's."""

    active: Active
    plans: tuple[Plan, ...]
    row: tuple[int, int] | None = None

    def inside(self, other: Cover) -> bool:
        """Whether its region lies strictly inside the other's."""
        mine, theirs = self.region, other.region
        return mine != theirs and mine.inside(theirs)

    @property
    def region(self) -> Region:
        """The region of the measure, or of its row."""
        region = self.active.setting.region
        if self.row is None or region.on is None:
            return region
        return Region(region.parties, type(region.on)((self.row,)), region.layers)


def texts_in_order(deal: DealRecord, settled: Settled) -> list[TextRecord]:
    """What is included, then what follows it; then the precedents by their effective dates; then the draft."""
    found: list[TextRecord] = []

    def take(text: TextRecord) -> None:
        if any(text is other for other in found):
            return
        for included in text.includes:
            take(included)
        found.append(text)

    if deal.against is not None:
        take(deal.against)
    for precedent in sorted(deal.precedents, key=lambda text: start_of(text, own_view(text, settled))):
        take(precedent)
    found.append(deal.text)
    return found


def start_of(text: TextRecord, settled: Settled) -> date:
    """The day from which a text's measures hold where they give none: a baseline's hold always."""
    if text.role == "baseline":
        return BEGINNING
    for word in ("effective", "signed", "dated"):
        moment = text.dates.get(word)
        if moment is not None and not isinstance(moment, BracketExpr):
            found = when(moment, settled)
            if found is not None:
                return found
    return BEGINNING


DATES_IN_TURN = ("signed", "dated", "signed", "effective", "expires")
"""The order in which a text's dates are worked out: either of the first two may be counted from the other."""


def own_view(text: TextRecord, settled: Settled) -> Settled:
    """What is settled as a text of before sees it: its own events, and its own dates."""
    if text.role == "baseline":
        return settled
    events = {event.name: event.date for event in text.events if event.date is not None}
    own = evolve(settled, events={**settled.events, **events}, dates={}, effective=BEGINNING, expires=None)
    for word in DATES_IN_TURN:
        moment = text.dates.get(word)
        if moment is None or isinstance(moment, BracketExpr):
            continue
        found = when(moment, own)
        if found is not None:
            own.dates[word] = found
        starts = [own.dates[word] for word in ("effective", "signed", "dated") if word in own.dates]
        own.effective = starts[0] if starts else BEGINNING
    own.expires = own.dates.get("expires")
    return own


def actives(text: TextRecord, index: int, settled: Settled, is_draft: bool) -> list[Active]:
    """The text's measures that hold at some time, with their days."""
    if not is_draft:
        settled = own_view(text, settled)
    begins = settled.effective if is_draft else start_of(text, settled)
    ends = NEVER
    if is_draft:
        ends = settled.expires or NEVER
    else:
        moment = text.dates.get("expires")
        if moment is not None and not isinstance(moment, BracketExpr):
            ends = when(moment, settled) or NEVER
    found: list[Active] = []
    for setting in text.settings:
        if setting.choice is not None and settled.choices.get(setting.choice, 0) == 1:
            continue
        if setting.side_letter and not settled.side_letters:
            continue
        if is_draft and not settled.takes_effect:
            continue
        since = begun(setting, settled)
        start: date | None = begins if since is None else when(since, settled)
        end: date = ends if setting.until is None else (when(setting.until, settled) or ends)
        for event, happens in setting.under:
            day = settled.events.get(event)
            if happens:
                start = None if day is None or start is None else max(start, day)
            elif day is not None:
                end = min(end, day - timedelta(days=1)) if day > BEGINNING else BEGINNING
        if start is not None and start <= end:
            found.extend(Active(each, index, len(found), start, end, settled) for each in _measures_of(setting))
    return found


def begun(setting: Setting, settled: Settled) -> Moment | None:
    """When a measure starts, as it says or as the option taken of a bracket does: `[25% from 2026-01-01 | 0%]`.

    None: with its text.
    """
    if setting.start is not None:
        return setting.start
    for plan in setting.plans:
        value = plan.stages[0].value
        while isinstance(value, BracketExpr):
            stages = taken(value, settled).stages
            if not stages:
                break
            if stages[0].since is not None:
                return stages[0].since
            value = stages[0].value
    return None


def _measures_of(setting: Setting) -> Iterator[Setting]:
    """A measure itself; of a table of pools each row, for each is a pool of its own."""
    if setting.rows is None or not setting.kind.pooled:
        yield setting
        return
    for row in setting.rows:
        region = evolve(setting.region, on=IntervalSet(((row.low, row.high),)))
        yield evolve(setting, region=region, rows=None, plans=row.plans, codes=((row.low, row.high),))


def stage_at(active: Active, plan: Plan, day: date) -> PlanStage | None:
    """The stage of a plan that holds on a day: the last that has started."""
    return latest(plan.stages, active.start, day, active.settled)


def latest(stages: tuple[PlanStage, ...], start: date, day: date, settled: Settled) -> PlanStage | None:
    """The last of `stages` to have started by `day`."""
    found: PlanStage | None = None
    for stage in stages:
        since = start if stage.since is None else when(stage.since, settled)
        if since is not None and since <= day:
            found = stage
    return found


def parts_of(expr: Expr) -> Iterator[Expr]:
    """An expression and all that it is made of, the options of brackets included."""
    yield expr
    if isinstance(expr, Op):
        for operand in expr.operands:
            yield from parts_of(operand)
    elif isinstance(expr, BracketExpr):
        for option in expr.options:
            for stage in option.stages:
                yield from parts_of(stage.value)


def outermost(expr: Expr) -> Iterator[BracketExpr]:
    """The brackets in an expression that stand in no other."""
    if isinstance(expr, BracketExpr):
        yield expr
    elif isinstance(expr, Op):
        for operand in expr.operands:
            yield from outermost(operand)


def taken(bracket: BracketExpr, settled: Settled) -> Choice:
    """The option of a bracket that a settled draft takes."""
    return bracket.options[settled.choices.get(bracket.choice, 0)]


def changes_on(active: Active) -> Iterator[date]:
    """The days on which what a measure says changes: its start, the day after its end, and each stage."""
    yield active.start
    if active.end < NEVER:
        yield active.end + timedelta(days=1)
    for plan in active.setting.all_plans:
        yield from stage_days(plan.stages, active.settled)


def stage_days(stages: tuple[PlanStage, ...], settled: Settled) -> Iterator[date]:
    """The days on which stages start, those of the options taken included."""
    for stage in stages:
        if stage.since is not None:
            day = when(stage.since, settled)
            if day is not None:
                yield day
        # Those inside another are reached through the option that is taken of it.
        for bracket in outermost(stage.value):
            yield from stage_days(taken(bracket, settled).stages, settled)


def references(setting: Setting) -> Iterator[Ref]:
    """Every field that the values of a measure read."""
    for plan in setting.all_plans:
        for stage in plan.stages:
            for part in parts_of(stage.value):
                if isinstance(part, Ref):
                    yield part


def reads_all_in(setting: Setting) -> bool:
    """Whether a value of a measure is stated all in, and so depends on the mfn rate at the same keys."""
    return setting.rows is None and any(
        isinstance(part, Op) and part.operator == "all_in"
        for plan in setting.all_plans
        for stage in plan.stages
        for part in parts_of(stage.value)
    )


def reads_outcome(setting: Setting) -> bool:
    """Whether a value of a measure depends on other points of the world: `all_in`, other keys or other kinds."""
    for plan in setting.all_plans:
        for stage in plan.stages:
            for part in parts_of(stage.value):
                if (isinstance(part, Op) and part.operator == "all_in") or (isinstance(part, Ref) and not part.old):
                    return True
    return False
