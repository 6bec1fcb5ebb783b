"""What the words of a check stand for: its parties, topics, products, layers and kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.goods import Goods, product_goods
from dealcheck.model.iso import eu_members
from dealcheck.model.names import Declared, Here, Names, Unit
from dealcheck.model.records import Event, FactRecord, Kind, Product, SourceRecord, Topic
from dealcheck.scopes import IntervalSet, PartyUniverse
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from dealcheck.model.lookup import Lookup
    from dealcheck.model.problems import Problems
    from dealcheck.model.tables import Table
    from dealcheck.source import Place
    from dealcheck.values import Value

MOST_LEVELS = 32
"""How deep topics may lie below one another."""


class Vocabulary:
    """The vocabulary of a check, filled step by step: parties and topics, then layers and products, then kinds."""

    def __init__(self, names: Names, problems: Problems, lookup: Lookup) -> None:
        self.names = names
        self.problems = problems
        self.lookup = lookup
        self.universe = PartyUniverse((), {}, {})
        self.iso_names: frozenset[str] = frozenset()
        self.topics: dict[str, Topic] = {}
        self.all_topics = IntervalSet(((0, 1),))
        self.kinds: dict[str, Kind] = {}
        self.layers: frozenset[str] = frozenset()
        """The layers that measures and kinds name: what `any` and a key left out range over."""
        self.named_layers: set[str] = set()
        self.products: dict[str, Product] = {}
        self.scheduled: frozenset[str] = frozenset()
        """The products in which codes of a named party's schedule stand."""
        self.product_cache: dict[tuple[Declared, int | None], Goods | None] = {}
        self.open_products: set[Declared] = set()
        self.tables: dict[tuple[str, str], Table | None] = {}
        self.facts: dict[str, Value] = {}
        """A value of each named fact, for its sort and units."""
        self.currencies: set[frozenset[str]] = set()
        """The pairs of currencies that some fact exchanges."""
        self.fact_records: dict[int, FactRecord] = {}
        """The record of each fact by the identity of its node."""
        self.events: list[tuple[Event, int]] = []
        """The events of files, each with the number of its file."""
        self.sources: dict[int, SourceRecord] = {}
        """The record of each source of a file by the identity of its node."""
        self.inner_sources: list[SourceRecord] = []
        self.lines: dict[str, ast.Line] = {}
        """Every line by its full name."""
        self.line_places: dict[str, Place] = {}
        self._eu: dict[date | None, int] = {}

    def eu(self, day: date | None) -> int:
        """The members of the EU on a day, as bits."""
        if day not in self._eu:
            mask = 0
            for member in eu_members(day):
                mask |= self.universe.bits[member]
            self._eu[day] = mask
        return self._eu[day]

    # ---- Topics ------------------------------------------------------------------------------------------------------

    def gather_topics(self) -> None:
        """Number the topics so that each holds an interval: itself first, its subtopics after."""
        labels: dict[str, str] = {}
        children: dict[str, dict[str, None]] = {"": {}}
        for name, known in self.names.tables.get("topic", {}).items():
            node = known[0].node
            labels[name] = node.label.text if isinstance(node, ast.TopicDeclaration) and node.label else ""
            if name.count(".") >= MOST_LEVELS:
                self.problems.error(
                    "DC227",
                    "a topic lies too deep",
                    known[0].place,
                    f"more than {MOST_LEVELS} levels",
                    "leave out levels",
                )
                continue
            # A parent that nobody declared is there all the same, without a label.
            parent = ""
            for part in name.split("."):
                child = f"{parent}.{part}" if parent else part
                children[parent][child] = None
                children.setdefault(child, {})
                parent = child
        for name, low, high in _numbered(children):
            self.topics[name] = Topic(name, labels.get(name, ""), IntervalSet(((low, high),)))
        self.all_topics = IntervalSet(((0, max(1, len(self.topics))),))

    # ---- Layers ------------------------------------------------------------------------------------------------------

    def gather_layers(self, units: Iterable[Unit]) -> None:
        """Find the layers that kinds and measures name."""
        found: set[str] = set()
        for unit in units:
            for item in unit.tree.items:
                if isinstance(item, ast.KindDeclaration):
                    found.update(_layers_of_kind(item))
                else:
                    for measure in _measures_in(item):
                        for key in measure.keys:
                            if key.word == "layer":
                                found.update(name for name in _names_in(key.scope) if name != "any")
        self.layers = frozenset(found)

    # ---- Products ----------------------------------------------------------------------------------------------------

    def gather_products(self) -> None:
        """Find the goods of every product, as its codes are written."""
        declared = [product for known in self.names.tables.get("product", {}).values() for product in known]
        self.scheduled = frozenset(_scheduled(declared))
        for product in declared:
            here = Here(self.names, self.problems, self, product.unit)
            goods = product_goods(here, product, None)
            node = product.node
            if goods is None or not isinstance(node, ast.ProductDeclaration):
                continue
            name = product.name
            self.products[name if name not in self.products else f"{name} in {product.place.source.name}"] = Product(
                name,
                node.label.text if node.label else "",
                goods.held,
                goods.codes,
                node.schedule.text if node.schedule else None,
                product.place,
            )


def _numbered(children: dict[str, dict[str, None]]) -> Iterator[tuple[str, int, int]]:
    """Each topic with its own number and one more than the last of its subtopics."""
    order: list[str] = []
    waiting = list(reversed(children[""]))
    while waiting:
        name = waiting.pop()
        order.append(name)
        waiting.extend(reversed(children[name]))
    sizes: dict[str, int] = {}
    for name in reversed(order):
        sizes[name] = 1 + sum(sizes[child] for child in children[name])
    for number, name in enumerate(order):
        yield name, number, number + sizes[name]


def _layers_of_kind(kind: ast.KindDeclaration) -> Iterator[str]:
    for key in kind.keys:
        if key.word == "layer" and key.default is not None:
            yield key.default.text
    for absent in kind.absents:
        if absent.layer is not None:
            yield absent.layer.text
    for displaces in kind.displacements:
        yield displaces.layer.text
        yield from (name.text for name in displaces.displaced)


def _measures_in(item: ast.Node) -> Iterator[ast.Measure]:
    """The measures of a text, at whatever depth."""
    if isinstance(item, ast.Measure):
        yield item
    elif isinstance(item, ast.Term):
        yield from item.measures
    elif isinstance(item, ast.NamedDeal):
        for term in item.terms:
            yield from term.measures
    elif isinstance(item, ast.Baseline | ast.Letter | ast.Deal | ast.Test):
        for inner in item.items:
            yield from _measures_in(inner)


def _scheduled(declared: Iterable[Declared]) -> set[str]:
    """The products that name a schedule, or consist of one that does."""
    parts = {
        product.name: set(_names_in(product.node.scope))
        for product in declared
        if isinstance(product.node, ast.ProductDeclaration)
    }
    found = {
        product.name
        for product in declared
        if isinstance(product.node, ast.ProductDeclaration) and product.node.schedule is not None
    }
    while True:
        more = {name for name, names in parts.items() if name not in found and names & found}
        if not more:
            return found
        found |= more


def _names_in(scope: ast.Scope) -> Iterator[str]:
    if isinstance(scope, ast.ScopeName):
        yield scope.text
    elif isinstance(scope, ast.ScopeOperation):
        yield from _names_in(scope.left)
        yield from _names_in(scope.right)
