"""What a sentence can look at: the measures that lie within its reach, and so the choices that its points hang on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import define, evolve, field, frozen

from dealcheck.evaluate.conditions import expressions_of
from dealcheck.evaluate.settling import texts_of
from dealcheck.evaluate.undecided import OpenText
from dealcheck.evaluate.walk import Simple
from dealcheck.model.records import (
    AggregateRecord,
    BracketExpr,
    Expr,
    Kind,
    Model,
    PatternRecord,
    Ref,
    Setting,
)
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.formulas import bind
from dealcheck.worlds.texts import parts_of, references


@frozen
class Reach:
    """Points of a kind: `parties` by key word, `on` and `layers`; what is left out ranges over everything.

    `shared` are the key words, `on` among them, whose values a point of the sentence has in common with what it reads.
    Of layers that only displace others it matters whether they are in force, not what they say: `in_force_only`.
    """

    kind: str
    parties: tuple[tuple[str, int], ...] = ()
    on: IntervalSet | None = None
    layers: frozenset[str] | None = None
    shared: frozenset[str] = frozenset()
    in_force_only: bool = False

    def holds(self, setting: Setting) -> bool:
        """Whether a measure covers a point in reach."""
        if setting.kind.name != self.kind:
            return False
        if self.on is not None and setting.region.on is not None and not self.on.meets(setting.region.on):
            return False
        layers = setting.region.layers
        if self.layers is not None and layers is not None and not self.layers & layers:
            return False
        masks = dict(zip(setting.kind.party_words, setting.region.parties, strict=True))
        return all(masks.get(word, mask) & mask for word, mask in self.parties)


@frozen
class Influence:
    """Choices that the points of a region hang on, on the days from `first` to `last` (None: no bound).

    `parties` by key word; what is left out ranges over everything.
    """

    choices: frozenset[int]
    parties: tuple[tuple[str, int], ...]
    on: IntervalSet | None
    first: date | None = None
    last: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it bears on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


# ---- Reach -----------------------------------------------------------------------------------------------------------


def pattern_of(simple: Simple) -> PatternRecord | None:
    """The pattern of a simple sentence that has one."""
    pattern: PatternRecord | None = getattr(simple, "pattern", None)
    return pattern


def reaches(model: Model, simple: Simple, partner: int) -> Iterator[Reach]:
    """What a simple sentence looks at: its pattern's points, and what its condition reads from them."""
    pattern = pattern_of(simple)
    if pattern is None:
        return
    condition = getattr(simple, "condition", None) or getattr(simple, "having", None)
    expressions = list(expressions_of(condition))
    if isinstance(simple, AggregateRecord):
        expressions.append(simple.limit)
    parties = {
        word: bind(mask, model.parties.partner, partner)
        for word, mask in zip(pattern.kind.party_words, pattern.region.parties, strict=True)
    }
    layers = pattern.region.layers
    yield from _reach(model, pattern.kind, parties, pattern.region.on, layers, on_shared=True)
    for ref in _refs(expressions):
        kind = model.kinds[ref.kind]
        changed = {change.word for change in ref.changes}
        kept = {word: mask for word, mask in parties.items() if word not in changed}
        same_goods = "on" not in changed and kind.keys.get("on") == pattern.kind.keys.get("on")
        same_layers = layers if kind is pattern.kind and "layer" not in changed else None
        yield from _reach(model, kind, kept, pattern.region.on if same_goods else None, same_layers, same_goods)


def _refs(expressions: Iterable[Expr]) -> Iterator[Ref]:
    for expr in expressions:
        for part in parts_of(expr):
            if isinstance(part, Ref):
                yield part


def _reach(
    model: Model,
    kind: Kind,
    parties: dict[str, int],
    on: IntervalSet | None,
    layers: frozenset[str] | None,
    on_shared: bool,
) -> Iterator[Reach]:
    base = model.kinds["tariff"] if kind.derived else kind
    kept = tuple((word, mask) for word, mask in parties.items() if word in base.party_words)
    shared = frozenset({word for word, _ in kept} | ({"on"} if on_shared else set()))
    if kind.derived or layers is None:
        yield Reach(base.name, kept, on, None, shared)
        return
    # What an `all_in` reads is the rate of the layer that a measure without one means.
    said = layers | ({base.layer_default} if base.layer_default else set())
    yield Reach(base.name, kept, on, said, shared)
    rivals = _with_rivals(base, layers) - said
    if rivals:
        yield Reach(base.name, kept, on, rivals, shared, in_force_only=True)


def _with_rivals(kind: Kind, layers: frozenset[str]) -> frozenset[str]:
    """Layers with those that displace them, or these in turn."""
    found = set(layers)
    waiting = list(layers)
    while waiting:
        layer = waiting.pop()
        for other, displaced in kind.displaces.items():
            if layer in displaced and other not in found:
                found.add(other)
                waiting.append(other)
    return frozenset(found)


# ---- Influences ------------------------------------------------------------------------------------------------------


@define(eq=False)
class Bearing:
    """The measures of a deal's texts that leave something open, or lead to such by what their values read."""

    model: Model
    text: OpenText
    _settings: list[Setting] = field(init=False)
    _stages: dict[Setting, list[tuple[date | None, date | None, frozenset[int]]] | None] = field(
        init=False, factory=dict
    )

    def __attrs_post_init__(self) -> None:
        self._settings = [
            setting
            for found in texts_of(self.text.deal)
            for setting in found.settings
            if setting in self.text.settings or (setting.rows is None and any(references(setting)))
        ]

    def on(self, simple: Simple, partner: int) -> list[Influence]:
        """The choices that the points of a simple sentence hang on, region by region."""
        if not self.text.settings:
            return []
        waiting = list(dict.fromkeys(reaches(self.model, simple, partner)))
        seen = set(waiting)
        found: dict[Influence, None] = {}
        while waiting:
            reach = waiting.pop()
            for setting in self._settings:
                if not reach.holds(setting):
                    continue
                if setting in self.text.settings:
                    found.update(dict.fromkeys(self._of_setting(setting, reach)))
                if setting.rows is not None:
                    continue
                for ref in references(setting):
                    kind = self.model.kinds[ref.kind]
                    # What a value reads elsewhere may lie anywhere, and bear on any point.
                    further = Reach("tariff" if kind.derived else kind.name)
                    if further not in seen:
                        seen.add(further)
                        waiting.append(further)
        return list(found)

    def _of_setting(self, setting: Setting, reach: Reach) -> Iterator[Influence]:
        """What an open measure within reach bears on: its own region, as far as the points share its keys."""
        chosen, events = self.text.settings[setting]
        starting = _starting(setting)
        if reach.in_force_only:
            chosen = frozenset(number for number in chosen if number not in self.text.brackets or number in starting)
            if not chosen and not events:
                return
        numbers = chosen | frozenset(
            record.number for record in self.text.deal.choices if record.sort == "event" and record.event in events
        )
        masks = zip(setting.kind.party_words, setting.region.parties, strict=True)
        parties = tuple((word, mask) for word, mask in masks if word in reach.shared)
        whole = Influence(numbers, parties, setting.region.on if "on" in reach.shared else None)
        if setting not in self._stages:
            self._stages[setting] = None if events else _stages(setting)
        staged = self._stages[setting]
        if not staged or reach.in_force_only:
            yield whole
            return
        always = (numbers - {number for _, _, brackets in staged for number in brackets}) | starting
        for first, last, brackets in staged:
            if always | brackets:
                yield evolve(whole, choices=always | brackets, first=first, last=last)


def _stages(setting: Setting) -> list[tuple[date | None, date | None, frozenset[int]]] | None:
    """The brackets of a measure by the days on which each can bear, where every date is written out."""
    found: list[tuple[date | None, date | None, frozenset[int]]] = []
    for plan in setting.all_plans:
        starts: list[date | None] = []
        for stage in plan.stages:
            since = stage.since
            if since is not None and not isinstance(since, date):
                return None
            starts.append(since)
        for at, stage in enumerate(plan.stages):
            inner = [part for part in parts_of(stage.value) if isinstance(part, BracketExpr)]
            following = [start for start in starts[at + 1 :] if start is not None]
            last = min(following) - timedelta(days=1) if following else None
            found.append((starts[at], last, frozenset(bracket.choice for bracket in inner)))
    return found


def _starting(setting: Setting) -> frozenset[int]:
    """The brackets whose options tell when a measure starts, as `[25% from 2026-01-01 | 0%]` does."""
    if setting.start is not None:
        return frozenset()
    found: set[int] = set()
    for plan in setting.all_plans if setting.rows is None else ():
        waiting = [plan.stages[0].value]
        brackets: set[int] = set()
        dated = False
        while waiting:
            value = waiting.pop()
            if isinstance(value, BracketExpr):
                brackets.add(value.choice)
                firsts = [option.stages[0] for option in value.options if option.stages]
                dated = dated or any(stage.since is not None for stage in firsts)
                waiting.extend(stage.value for stage in firsts)
        if dated:
            found |= brackets
    return frozenset(found)
