"""`total`, `number`, `average` and `share` on one day."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from attrs import evolve

from dealcheck.evaluate.conditions import in_words
from dealcheck.evaluate.scanning import Scanner
from dealcheck.evaluate.trace import Scan, Witness
from dealcheck.logic import Truth, all_of
from dealcheck.model.records import AggregateRecord, Kind, Setting
from dealcheck.scopes import Interval
from dealcheck.source import Place
from dealcheck.values import (
    Exact,
    Money,
    Quantity,
    Rate,
    Unknown,
    Value,
    ValueFault,
    ad_valorem,
    add,
    divide,
    multiply,
    symbol,
)
from dealcheck.values.symbolic import substitute, unknowns_of
from dealcheck.values.units import PER_YEAR
from dealcheck.worlds.states import Cell, Held, LeftOpen, NotKnown, State, choice_of
from dealcheck.worlds.texts import Active, latest, stage_days
from dealcheck.worlds.timing import NEVER
from dealcheck.worlds.world import World

NO_CELL = Cell(())
"""No point in particular: a limit is written out."""


class Aggregates:
    """Sums, counts, averages and shares over the points of a pattern."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.world: World = scanner.world

    def scan(self, record: AggregateRecord, day: date) -> Scan:
        """An aggregate sentence on a day."""
        limit = self.limit(record, day)
        if record.function in ("average", "share"):
            return self._over_lines(record, day, limit)
        witnesses, matched = self.scanner.witnesses(record.pattern, None, day, False)
        found: Held | None
        if record.function == "number":
            found = self._number(record.pattern.kind, witnesses)
        else:
            found = self._total(record, witnesses, day, limit)
        return self._against(record, found, limit, tuple(witnesses), matched)

    def _against(
        self,
        record: AggregateRecord,
        found: Held | None,
        limit: Held | None,
        witnesses: tuple[Witness, ...],
        matched: bool,
    ) -> Scan:
        needed = f"{record.operator} {in_words(limit)}"
        words = in_words(found)
        if isinstance(found, NotKnown) or isinstance(limit, NotKnown):
            why = found if isinstance(found, NotKnown) else limit
            missing = (why.why if isinstance(why, NotKnown) else "",)
            return Scan(None, witnesses, matched, missing, words, needed, found, limit)
        if found is None or limit is None:
            return Scan(False, witnesses, matched, (), words, needed, found, limit)
        result = self.scanner.conditions.compare_values(found, record.operator, limit, 0, record.limit.place)
        return Scan(result.truth, witnesses, matched, result.missing, words, needed, found, limit)

    # ---- Over measures ---------------------------------------------------------------------------------------------

    def _measures(self, field: str, witnesses: list[Witness]) -> Iterator[tuple[State, Witness]]:
        """Each measure that holds at a point, once, with the state that it gives there; presumed points by their
        values.
        """
        seen: set[object] = set()
        for witness in witnesses:
            state = witness.own
            if state is None:
                continue
            keys: list[object]
            if witness.cell.pool is not None:
                keys = [witness.cell.pool]
            elif state.presumed:
                keys = [(witness.cell, id(state))]
            elif len(state.makers) > 1:
                keys = [id(setting) for setting in state.makers]
            else:
                keys = [id(state.origins.get(field) or state.origin)]
            for key in keys:
                if key not in seen:
                    seen.add(key)
                    yield state, witness

    def counted(self, witnesses: list[Witness]) -> list[State]:
        """Each measure that holds at a point, once, as the state that it gives there."""
        return [state for state, _ in self._measures("", witnesses)]

    def _number(self, kind: Kind, witnesses: list[Witness]) -> Held:
        del kind
        count = 0
        presumed = False
        for state, _ in self._measures("", witnesses):
            if state.presumed:
                presumed = True
            else:
                count += 1
        if presumed:
            more = Unknown(("more measures", id(self)), label="the number of measures that nothing is said of")
            return _plain(add(count, symbol(more)))
        return count

    def parts(
        self, record: AggregateRecord, witnesses: list[Witness], day: date, limit: Held | None
    ) -> list[tuple[Setting | None, Held | None]]:
        """What each measure adds to a total on a day, with the measure."""
        yearly = isinstance(limit, Quantity | Money) and bool(limit.per)
        counted = [state for state, _ in self._measures(record.field, witnesses)]
        found = [
            (state.origins.get(record.field) or state.origin, self._part(record, state, day, yearly))
            for state in counted
        ]
        if yearly:
            found.extend(self._of_the_year(record, {id(state.origin) for state in counted}, day))
        return found

    def limit(self, record: AggregateRecord, day: date) -> Held | None:
        """What an aggregate is compared with on a day."""
        spot = self.scanner.spot(record.pattern.kind, NO_CELL, 0, day, None, None)
        return self.world.formulas.value(record.limit, spot)

    def _total(self, record: AggregateRecord, witnesses: list[Witness], day: date, limit: Held | None) -> Held | None:
        total: Held | None = None
        for at, (_, found) in enumerate(self.parts(record, witnesses, day, limit)):
            if isinstance(found, LeftOpen):
                # Of what unit it is, the limit tells.
                self.scanner.conditions.turns.note(found, limit, self.scanner.conditions.knowledge.at(0))
            part = _some_of(limit, (id(record), at), found) if isinstance(found, NotKnown) else found
            if isinstance(part, NotKnown):
                return part
            if part is None:
                continue
            total = self._plus(total, part, record.place)
            if isinstance(total, NotKnown):
                return total
        if total is None and limit is not None and not isinstance(limit, NotKnown):
            return _nothing_like(limit)
        return total

    def _part(self, record: AggregateRecord, state: State, day: date, yearly: bool) -> Held | None:
        """What a measure adds: a flow to a limit per year, its whole sum to a limit in all, a one-off amount to its
        year.
        """
        value = self.world.field_of(record.pattern.kind, state, record.field)
        if not isinstance(value, Quantity | Money):
            return value
        active = self._active(state.origins.get(record.field) or state.origin)
        if yearly:
            if value.per:
                return value
            if active is None or active.start.year != day.year:
                return None
            return _with_period(value, "year")
        if not value.per:
            return value
        if active is None:
            return NotKnown("how long the flow lasts is not known")
        return self._whole(active, record.field, value)

    def _of_the_year(
        self, record: AggregateRecord, counted: set[int], day: date
    ) -> Iterator[tuple[Setting | None, Held | None]]:
        """The one-off amounts that start in the calendar year of a day but are not in force on it."""
        kind = record.pattern.kind
        region = self.scanner.region(record.pattern)
        if record.pattern.adjectives:
            return
        for by_text in self.world.actives_of(kind):
            for active in by_text:
                setting = active.setting
                if setting.ends or id(setting) in counted or active.start.year != day.year:
                    continue
                plan = next((plan for plan in setting.all_plans if plan.field == record.field), None)
                if plan is None or active.start <= day <= active.end or not setting.region.overlaps(region):
                    continue
                stage = latest(plan.stages, active.start, active.start, self.world.settled)
                spot = self.scanner.spot(kind, NO_CELL, 0, active.start, None, None)
                value = None if stage is None else self.world.formulas.value(stage.value, spot)
                if isinstance(value, Quantity | Money) and not value.per:
                    yield setting, _with_period(value, "year")

    def _active(self, setting: Setting | None) -> Active | None:
        if setting is None:
            return None
        for by_text in self.world.actives_of(setting.kind):
            for active in by_text:
                if active.setting is setting:
                    return active
        return None

    def _whole(self, active: Active, field: str, value: Quantity | Money) -> Held:
        """All that a flow comes to within the deal: years in force times what flows in each."""
        settled = self.world.settled
        end = min(active.end, settled.expires or NEVER)
        if end == NEVER:
            return NotKnown("the flow has no end, so its whole sum is not known")
        first = max(active.start, settled.effective)
        days = sorted({first, end + timedelta(days=1), *self._stage_days(active, field, first, end)})
        plan = next((plan for plan in active.setting.all_plans if plan.field == field), None)
        total: Held | None = None
        for start, stop in itertools.pairwise(days):
            flow: Held | None = value
            if plan is not None:
                stage = latest(plan.stages, active.start, start, settled)
                if stage is None:
                    continue
                spot = self.scanner.spot(active.setting.kind, NO_CELL, 0, start, None, None)
                flow = self.world.formulas.value(stage.value, spot)
            if not isinstance(flow, Quantity | Money):
                return NotKnown("the flow is not known")
            years = years_between(start, stop - timedelta(days=1))
            part = multiply(_with_period(flow, ""), _tidy(years * PER_YEAR.get(flow.per, 1)))
            checked = self.world.formulas.checked(part, active.setting.place)
            if isinstance(checked, NotKnown):
                return checked
            total = self._plus(total, checked, active.setting.place)
            if isinstance(total, NotKnown):
                return total
        return total if total is not None else _with_period(value, "")

    def _stage_days(self, active: Active, field: str, first: date, end: date) -> Iterator[date]:
        for plan in active.setting.all_plans:
            if plan.field == field:
                yield from (day for day in stage_days(plan.stages, self.world.settled) if first < day <= end)

    # ---- Over lines of goods ---------------------------------------------------------------------------------------

    def _over_lines(self, record: AggregateRecord, day: date, limit: Held | None) -> Scan:
        witnesses, matched = self.scanner.witnesses(record.pattern, record.having, day)
        lines = list(self._lines(record, witnesses))
        if not lines:
            return Scan(True, (), False)
        weights = _weights(record, lines)
        if weights is None or not sum(weights):
            return Scan(None, tuple(witnesses), matched, ("weights for these goods",))
        found = self._share(lines, weights) if record.function == "share" else self._average(record, lines, weights)
        wanted = tuple(witness for witness in witnesses if record.having is None or witness.truth is not True)
        return self._against(record, found, limit, wanted, matched)

    def _lines(self, record: AggregateRecord, witnesses: list[Witness]) -> Iterator[tuple[int, int, list[Witness]]]:
        """Each line of goods of each cell, as written, with the pieces that lie in it; a line of unlike pieces is
        cut.
        """
        by_cell: dict[object, list[Witness]] = {}
        for witness in witnesses:
            by_cell.setdefault(witness.cell, []).append(witness)
        for found in by_cell.values():
            codes = list(record.pattern.codes)
            for witness in found:
                codes_here = _codes_of(witness, codes)
                inside = [
                    (max(low, witness.low), min(high, witness.high))
                    for low, high in codes_here
                    if low < witness.high and witness.low < high
                ]
                for low, high in inside or [(witness.low, witness.high)]:
                    yield low, high, [witness]

    def _share(self, lines: list[tuple[int, int, list[Witness]]], weights: list[Exact]) -> Held:
        whole = sum(weights)
        sure: Exact = 0
        open_: Exact = 0
        for (_, _, found), weight in zip(lines, weights, strict=True):
            truth: Truth = all_of(witness.truth for witness in found)
            if truth is True:
                sure += weight
            elif truth is None:
                open_ += weight
        low = Fraction(100 * sure, 1) / whole
        if not open_:
            return Rate(low if low.denominator != 1 else int(low))
        high = Fraction(100 * (sure + open_), 1) / whole
        unknown = Unknown(
            ("share", id(self)), low=_tidy(low), high=_tidy(high), label="the share of lines that meet it"
        )
        return Rate(symbol(unknown))

    def _average(
        self, record: AggregateRecord, lines: list[tuple[int, int, list[Witness]]], weights: list[Exact]
    ) -> Held:
        total: Held | None = None
        kind = record.pattern.kind
        for (low, _, found), weight in zip(lines, weights, strict=True):
            value = self.world.value_in(kind, found[0].own, record.field)
            if isinstance(value, Rate):
                value = self._of_its_own(value, found[0].cell, low, record.place)
            if value is None or isinstance(value, NotKnown):
                return NotKnown(f"`{record.field}` is not known everywhere")
            part = self.world.formulas.checked(multiply(value, weight), record.place)
            if isinstance(part, NotKnown):
                return part
            total = self._plus(total, part, record.place)
            if isinstance(total, NotKnown):
                return total
        if total is None or isinstance(total, NotKnown):
            return NotKnown(f"`{record.field}` is not known")
        return self.world.formulas.checked(divide(total, sum(weights)), record.place)

    def _of_its_own(self, rate: Rate, cell: Cell, position: int, place: Place) -> Held:
        """A rate as a percentage of the value of its own goods, with unknowns that are those of no other line."""
        percent = ad_valorem(rate, self.scanner.conditions.knowledge.at(position))
        if isinstance(percent, ValueFault):
            return self.world.formulas.checked(percent, place)
        own = {
            unknown: symbol(evolve(unknown, key=(unknown.key, cell, position)))
            for unknown in unknowns_of(percent)
            if choice_of(unknown) is None
        }
        return Rate(substitute(percent, own)) if own else Rate(percent)

    def _plus(self, total: Held | None, part: Value, place: Place) -> Held:
        if total is None or isinstance(total, NotKnown):
            return part
        return self.world.formulas.checked(add(total, part, self.scanner.conditions.knowledge.at(0)), place)


def years_between(first: date, last: date) -> Fraction:
    """Whole calendar years counting one each, a part of a year its days over that year's; both days included."""
    total = Fraction(0)
    for year in range(first.year, last.year + 1):
        start, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        length = (date(year, 12, 31) - date(year, 1, 1)).days + 1
        total += Fraction((end - start).days + 1, length)
    return total


def _codes_of(witness: Witness, named: list[Interval]) -> list[Interval]:
    """The lines of goods at a piece: the rows of a table; else the codes that the pattern names; else the measure's
    own.
    """
    state = witness.own or witness.before
    settings = [] if state is None else [*state.origins.values()]
    for setting in settings:
        if setting.rows is not None:
            columns = setting.columns
            first = bisect_right(columns.highs, witness.low)
            last = bisect_left(columns.lows, witness.high)
            return list(zip(columns.lows[first:last], columns.highs[first:last], strict=True))
    if named:
        return named
    return next((list(setting.codes) for setting in settings if setting.codes), [])


def _weights(record: AggregateRecord, lines: list[tuple[int, int, list[Witness]]]) -> list[Exact] | None:
    """The weight of each line: 1, or that of the table's rows that lie in it, for each combination of parties it
    stands for.

    A row of the table that holds several lines is shared out among them.
    """
    found: list[Exact] = []
    rows = record.weights
    for low, high, witnesses in lines:
        count = 1
        for mask in witnesses[0].cell.parties:
            count *= mask.bit_count()
        if rows is None:
            found.append(count)
            continue
        weight: Exact = sum((weight for start, end, weight in rows if low <= start and end <= high), start=0)
        for start, end, row in rows:
            if start <= low and high <= end and (start, end) != (low, high):
                inside = {(line[0], line[1]) for line in lines if start <= line[0] and line[1] <= end}
                weight += Fraction(row, 1) / len(inside)
        found.append(_tidy(Fraction(weight) * count))
    return found


def _tidy(number: Fraction) -> Exact:
    return int(number) if number.denominator == 1 else number


def _plain(value: Value | ValueFault) -> Held:
    return NotKnown(value.headline) if isinstance(value, ValueFault) else value


def _with_period(value: Quantity | Money, per: str) -> Quantity | Money:
    if isinstance(value, Money):
        return Money(value.number, value.currency, per)
    return Quantity(value.number, value.unit, per, value.shown)


def _some_of(limit: Held | None, key: tuple[int, int], why: NotKnown) -> Held:
    """An unknown amount of 0 or more of the sort that a limit has; what it is where that cannot be said."""
    unknown = symbol(Unknown(("part of a total", key), label=why.why))
    if isinstance(limit, Money):
        return Money(unknown, limit.currency, limit.per)
    if isinstance(limit, Quantity):
        return Quantity(unknown, limit.unit, limit.per, limit.shown)
    return Rate(unknown) if isinstance(limit, Rate) else why


def _nothing_like(limit: Value) -> Value:
    """Zero of the same sort as a limit: what a total comes to over nothing."""
    if isinstance(limit, Rate):
        return Rate(0)
    if isinstance(limit, Quantity):
        return Quantity(0, limit.unit, limit.per, limit.shown)
    if isinstance(limit, Money):
        return Money(0, limit.currency, limit.per)
    return 0
