"""What the baselines that a text uses say is in force, as far as a rule needs it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from attrs import define, evolve, field

from dealcheck.model.records import Literal, Model, PatternRecord, Plan, Region, Setting, TextRecord
from dealcheck.scopes import IntervalSet
from dealcheck.values import Rate, Value

if TYPE_CHECKING:
    from dealcheck.lint.context import Context


@define(eq=False)
class Standing:
    """The measures of the baselines and letters at hand, by kind."""

    model: Model
    _by_kind: dict[str, list[Setting]] = field(init=False, factory=dict)
    _near: dict[tuple[str, tuple[int, ...], frozenset[str] | None], list[Setting]] = field(init=False, factory=dict)
    _known: dict[tuple[str, Region, str], tuple[Setting, ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for text in (*self.model.baselines.values(), *self.model.letters.values()):
            for setting in text.settings:
                if not setting.ends:
                    self._by_kind.setdefault(setting.kind.name, []).append(setting)

    @property
    def is_known(self) -> bool:
        """Whether any baseline is at hand."""
        return bool(self.model.baselines)

    def of_kind(self, name: str) -> list[Setting]:
        """The measures of a kind."""
        return self._by_kind.get(name, [])

    def of(self, pattern: PatternRecord, party: str, kind: str = "") -> tuple[Setting, ...]:
        """The measures that meet a pattern of a party's line; of another kind with the same keys, if one is named."""
        name = kind or pattern.kind.name
        name = "tariff" if name == "duty" else name
        key = (name, pattern.region, party)
        if key not in self._known:
            region = self.fixed(pattern.region, party)
            on = region.on
            self._known[key] = tuple(
                each
                for each in self._between(name, region)
                if on is None or each.region.on is None or on.meets(each.region.on)
            )
        return self._known[key]

    def _between(self, name: str, region: Region) -> list[Setting]:
        """The measures of a kind between the parties of a region, in its layers: few lines differ in these."""
        key = (name, region.parties, region.layers)
        found = self._near.get(key)
        if found is None:
            anywhere = Region(region.parties, None, region.layers)
            found = self._near[key] = [each for each in self.of_kind(name) if anywhere.overlaps(each.region)]
        return found

    def fixed(self, region: Region, party: str) -> Region:
        """A region with everyone but the line's party where it says `partner`."""
        universe = self.model.parties
        others = universe.everyone & ~(universe.mask(party) or 0)
        masks = (mask & ~universe.partner | (others if mask & universe.partner else 0) for mask in region.parties)
        return evolve(region, parties=tuple(masks))

    def layers(self, pattern: PatternRecord, party: str) -> frozenset[str]:
        """The layers that are in force somewhere in a pattern."""
        found = [setting.region.layers or frozenset() for setting in self.of(pattern, party)]
        return frozenset().union(*found) & (pattern.region.layers or frozenset())


_KNOWN: WeakKeyDictionary[Context, Standing] = WeakKeyDictionary()


def standing_of(context: Context) -> Standing:
    """What stands according to the texts at hand, read once."""
    found = _KNOWN.get(context)
    if found is None:
        found = _KNOWN[context] = Standing(context.model)
    return found


def values(settings: tuple[Setting, ...], name: str) -> Iterator[Value]:
    """The values, at any time, that measures set a field to, those of a table's rows left aside."""
    for setting in settings:
        for plan in setting.plans:
            yield from _of_plan(plan, name)


def rates_by_goods(setting: Setting, name: str, goods: IntervalSet | None) -> Iterator[tuple[tuple[int, int], Rate]]:
    """The rates of a measure within some goods, each with the goods as written: row by row where it is a table."""
    if setting.rows is None:
        held = setting.region.on
        for value in values((setting,), name):
            if isinstance(value, Rate) and held is not None:
                for piece in held if goods is None else held & goods:
                    yield piece, value
        return
    highs = setting.columns.highs
    for low, high in goods or ():
        for at in range(bisect_right(highs, low), len(highs)):
            row = setting.rows[at]
            if row.low >= high:
                break
            if max(low, row.code[0]) >= min(high, row.code[1]):
                continue  # the row is stretched over codes that no goods bear
            for plan in row.plans:
                for value in _of_plan(plan, name):
                    if isinstance(value, Rate):
                        yield row.code, value


def _of_plan(plan: Plan, name: str) -> Iterator[Value]:
    if plan.field == name:
        for stage in plan.stages:
            if isinstance(stage.value, Literal):
                yield stage.value.value


def latest(texts: tuple[TextRecord, ...]) -> tuple[TextRecord, ...]:
    """The baselines that no other one includes."""
    included = {each.name for text in texts for each in text.includes}
    return tuple(text for text in texts if text.name not in included)


def chain(text: TextRecord) -> list[TextRecord]:
    """What a baseline includes, in the order in which it is laid down, and itself last."""
    found: list[TextRecord] = []
    for each in text.includes:
        found.extend(earlier for earlier in chain(each) if earlier not in found)
    return [*found, text]


def day_of(text: TextRecord) -> date | None:
    """The day for which a baseline states what is in force."""
    day = text.dates.get("on")
    return day if isinstance(day, date) else None
