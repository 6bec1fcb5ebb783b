"""What a sentence can look at: the measures that lie within its reach, and so the choices that it can depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from dealcheck.evaluate.conditions import expressions_of
from dealcheck.evaluate.sentences import simple_parts
from dealcheck.model.records import AggregateRecord, Expr, Kind, Model, Ref, SentenceRecord, Setting
from dealcheck.scopes import IntervalSet
from dealcheck.worlds.formulas import bind
from dealcheck.worlds.texts import parts_of, references


@frozen
class Reach:
    """Points of a kind: `parties` by key word, `on` and `layers`; what is left out ranges over everything."""

    kind: str
    parties: tuple[tuple[str, int], ...] = ()
    on: IntervalSet | None = None
    layers: frozenset[str] | None = None

    def holds(self, setting: Setting) -> bool:
        """Whether a measure covers a point in reach."""
        if setting.kind.name != self.kind:
            return False
        masks = dict(zip(setting.kind.party_words, setting.region.parties, strict=True))
        if any(word in masks and not masks[word] & mask for word, mask in self.parties):
            return False
        layers = setting.region.layers
        if self.layers is not None and layers is not None and not self.layers & layers:
            return False
        return self.on is None or setting.region.on is None or bool(self.on & setting.region.on)


def reaches(model: Model, sentence: SentenceRecord, partner: int) -> Iterator[Reach]:
    """What a sentence looks at, pattern by pattern and reference by reference."""
    for simple in simple_parts(sentence):
        pattern = getattr(simple, "pattern", None)
        condition = getattr(simple, "condition", None) or getattr(simple, "having", None)
        expressions = list(expressions_of(condition))
        if isinstance(simple, AggregateRecord):
            expressions.append(simple.limit)
        if pattern is None:
            continue
        parties = {
            word: bind(mask, model.parties.partner, partner)
            for word, mask in zip(pattern.kind.party_words, pattern.region.parties, strict=True)
        }
        layers = pattern.region.layers
        yield _reach(model, pattern.kind, parties, pattern.region.on, layers)
        for ref in _refs(expressions):
            kind = model.kinds[ref.kind]
            changed = {change.word for change in ref.changes}
            kept = {word: mask for word, mask in parties.items() if word not in changed}
            same_goods = "on" not in changed and kind.keys.get("on") == pattern.kind.keys.get("on")
            same_layers = layers if kind is pattern.kind and "layer" not in changed else None
            yield _reach(model, kind, kept, pattern.region.on if same_goods else None, same_layers)


def _refs(expressions: Iterable[Expr]) -> Iterator[Ref]:
    for expr in expressions:
        for part in parts_of(expr):
            if isinstance(part, Ref):
                yield part


def _reach(
    model: Model, kind: Kind, parties: dict[str, int], on: IntervalSet | None, layers: frozenset[str] | None
) -> Reach:
    base = model.kinds["tariff"] if kind.derived else kind
    kept = tuple((word, mask) for word, mask in parties.items() if word in base.party_words)
    return Reach(base.name, kept, on, None if kind.derived or layers is None else _with_rivals(base, layers))


def _with_rivals(kind: Kind, layers: frozenset[str]) -> frozenset[str]:
    """Layers with those that displace them, or these in turn, and the one that an `all_in` reads."""
    found = set(layers)
    waiting = list(layers)
    while waiting:
        layer = waiting.pop()
        for other, displaced in kind.displaces.items():
            if layer in displaced and other not in found:
                found.add(other)
                waiting.append(other)
    if kind.layer_default:
        found.add(kind.layer_default)
    return frozenset(found)


def within(model: Model, settings: Iterable[Setting], sentence: SentenceRecord, partner: int) -> list[Setting]:
    """The measures that a sentence can look at, with those that their values read."""
    rest = list(settings)
    waiting = list(reaches(model, sentence, partner))
    seen = set(waiting)
    found: list[Setting] = []
    while waiting:
        reach = waiting.pop()
        left: list[Setting] = []
        for setting in rest:
            if not reach.holds(setting):
                left.append(setting)
                continue
            found.append(setting)
            if setting.rows is not None:
                continue
            for ref in references(setting):
                kind = model.kinds[ref.kind]
                further = Reach("tariff" if kind.derived else kind.name)
                if further not in seen:
                    seen.add(further)
                    waiting.append(further)
        rest = left
    return found
