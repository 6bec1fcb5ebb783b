"""From the keys of a measure or a pattern to the region of points that they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field, frozen

from dealcheck.model.goods import goods_of
from dealcheck.model.records import Kind, Region
from dealcheck.model.references import check_key
from dealcheck.model.scoping import ANY, EVERYTHING_WORD, is_general, layers_of, parties_of, topics_of
from dealcheck.scopes import EVERYTHING, Interval, IntervalSet
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcheck.model.names import Here


@frozen
class Covered:
    """A region, with the codes of its goods as written and the parties of `by`.

    `general` tells that its goods are everything, perhaps less something; `layer_any` that its layers are `any`.
    """

    region: Region
    codes: tuple[Interval, ...]
    author: int
    general: bool
    layer_any: bool


def measure_region(here: Here, measure: ast.Measure, kind: Kind) -> Covered | None:
    """The region of a measure; None after an error.

    A measure names every key that has no default (but `on`, where a table lists the goods), and a layer that it leaves
    out is the kind's own. An ending is like a pattern: a key left out ranges over everything.
    """
    keys = _Keys(here, kind, must_name=not measure.ends)
    sound = keys.give(measure.keys)
    if sound and not measure.ends:
        sound = keys.all_named(measure.kind, has_rows=measure.table is not None)
    covered = keys.covered()
    return covered if sound else None


def pattern_region(here: Here, pattern: ast.Pattern, kind: Kind) -> Covered | None:
    """The region of a pattern, less its exceptions; None after an error. A key left out ranges over everything."""
    keys = _Keys(here, kind, must_name=False)
    given, taken = keys.give(pattern.keys), keys.take_away(pattern.excepts)
    covered = keys.covered()
    return covered if given and taken else None


@define(eq=False)
class _Keys:
    """The keys of a measure or pattern by word: what they give, and what exceptions take away."""

    here: Here
    kind: Kind
    must_name: bool
    given: dict[str, ast.Key] = field(factory=dict)
    taken: dict[str, list[ast.Key]] = field(factory=dict)

    def give(self, keys: Sequence[ast.Key]) -> bool:
        """Enter keys; whether each is one of the kind's and stands but once."""
        seen: set[str] = set()
        sound = True
        for key in keys:
            if check_key(self.here, self.kind, key, seen):
                self.given[key.word] = key
            else:
                sound = False
        return sound

    def take_away(self, keys: Sequence[ast.Key]) -> bool:
        """Enter exceptions; whether each is of one of the kind's keys."""
        sound = True
        for key in keys:
            if check_key(self.here, self.kind, key, set()):
                self.taken.setdefault(key.word, []).append(key)
            else:
                sound = False
        return sound

    def all_named(self, at: ast.Node, *, has_rows: bool) -> bool:
        """Whether every key is there that has no default; if not, there is an error."""
        for word, sort in self.kind.keys.items():
            if word in self.given or word in self.kind.defaults or (has_rows and word == "on"):
                continue
            whole = {"party": "everyone", "name": "NAME"}.get(sort, "everything")
            self.here.problems.error(
                "DC303",
                f"`{self.kind.name}` needs a key `{word}`",
                self.here.place(at),
                f"`{word}` is missing",
                f"write `{word} {whole}`" + (" if it covers all of them" if sort != "name" else ""),
            )
            return False
        return True

    def covered(self) -> Covered | None:
        """The region that all this comes to; None after an error."""
        masks = self._parties()
        if masks is None:
            return None
        # Longer codes belong to the author's schedule; for an export measure, to that of the party it exports to.
        schedule = masks["to"] if "to" in masks and "from" not in masks else masks.get("by")
        on, codes = self._on(schedule)
        layers = self._layers()
        if ("on" in self.kind.keys and on is None) or ("layer" in self.kind.keys and layers is None):
            return None
        region = Region(tuple([masks[word] for word in self.kind.party_words]), on, layers)
        key = self.given.get("on")
        general = is_general(key.scope) if key is not None else self._left_out("on") == EVERYTHING_WORD
        layer = self.given.get("layer")
        return Covered(
            region,
            codes,
            masks.get("by", 0),
            "on" in self.kind.keys and general,
            layer is not None and _begins_with_any(layer.scope),
        )

    def _left_out(self, word: str) -> str:
        """What a key of goods or topics that is not there stands for."""
        return self.kind.defaults.get(word, EVERYTHING_WORD) if self.must_name else EVERYTHING_WORD

    def _parties(self) -> dict[str, int] | None:
        """The mask of each party key. The author comes first, for `everyone` leaves it out."""
        universe = self.here.words.universe
        masks: dict[str, int] = {}
        failed = False
        for word in self.kind.party_words:
            author = 0 if word == "by" else masks.get("by", 0)
            key = self.given.get(word)
            mask: int | None
            if key is not None:
                mask = parties_of(self.here, key.scope, author)
            elif self.must_name and word in self.kind.defaults:
                mask = universe.mask(self.kind.defaults[word])
            else:
                # One party, or one union, has no measures against itself.
                alone = author.bit_count() == 1 or author in universe.blocs
                mask = universe.everyone & ~author if alone else universe.everyone
            for less in self.taken.get(word, ()):
                away = parties_of(self.here, less.scope)
                mask = None if away is None or mask is None else mask & ~away
            failed |= mask is None
            masks[word] = mask or 0
        return None if failed else masks

    def _on(self, schedule: int | None) -> tuple[IntervalSet | None, tuple[Interval, ...]]:
        """The goods or topics, and the codes as written."""
        if "on" not in self.kind.keys:
            return None, ()
        key = self.given.get("on")
        name = self._left_out("on")
        if key is not None:
            held, codes = self._scope(key.scope, schedule)
        elif name == EVERYTHING_WORD:
            held, codes = self._everything, ()
        else:
            held, codes = self._scope(ast.ScopeName((0, 0), name), schedule)
        exceptions = self.taken.get("on", ())
        for less in exceptions:
            away, _ = self._scope(less.scope, schedule)
            held = None if away is None or held is None else held - away
        if held is not None and codes and exceptions:
            codes = tuple([piece for code in codes for piece in IntervalSet((code,)) & held])
        return held, codes

    @property
    def _everything(self) -> IntervalSet:
        return self.here.words.all_topics if self.kind.keys["on"] == "topic" else EVERYTHING

    def _scope(self, scope: ast.Scope, schedule: int | None) -> tuple[IntervalSet | None, tuple[Interval, ...]]:
        if self.kind.keys["on"] == "topic":
            return topics_of(self.here, scope), ()
        goods = goods_of(self.here, scope, schedule)
        return (None, ()) if goods is None else (goods.held, goods.codes)

    def _layers(self) -> frozenset[str] | None:
        if "layer" not in self.kind.keys:
            return None
        key = self.given.get("layer")
        layers: frozenset[str] | None
        if key is not None:
            layers = layers_of(self.here, key.scope)
        elif self.must_name and self.kind.layer_default is not None:
            layers = frozenset({self.kind.layer_default})
        else:
            layers = self.here.words.layers
        for less in self.taken.get("layer", ()):
            away = layers_of(self.here, less.scope)
            layers = None if away is None or layers is None else layers - away
        return layers


def _begins_with_any(scope: ast.Scope) -> bool:
    if isinstance(scope, ast.ScopeName):
        return scope.text == ANY
    return isinstance(scope, ast.ScopeOperation) and _begins_with_any(scope.left)
