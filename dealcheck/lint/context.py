"""What a rule can look at: one text, its tree, and what it resolves to with all that it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from attrs import Factory, define, field, frozen

from dealcheck.lint.nodes import walk
from dealcheck.model.records import DealRecord, LineRecord, Model, TestRecord
from dealcheck.source import Place, Source, Span
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.lint.nomenclature import Nomenclature

N = TypeVar("N", bound=ast.Node)


@frozen
class LintOptions:
    """How to lint: the day on which windows are past (None: that is not asked), and the names of codes."""

    as_of: date | None = None
    nomenclature: Callable[[], Nomenclature | None] = Factory(lambda: lambda: None)
    """The HS nomenclature, read when first asked for; None where it is not at hand."""


@define(eq=False)
class Context:
    """One text under the linter."""

    source: Source
    tree: ast.File
    model: Model
    options: LintOptions = Factory(LintOptions)
    _by_class: dict[type[ast.Node], list[ast.Node]] = field(init=False, factory=dict)
    _line_nodes: dict[Span, ast.Line] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for node in walk(self.tree):
            self._by_class.setdefault(type(node), []).append(node)
        self._line_nodes = {node.name.span: node for node in self.nodes(ast.Line)}

    # ---- The tree --------------------------------------------------------------------------------------------------

    def nodes(self, sort: type[N], below: ast.Node | None = None) -> Iterator[N]:
        """Every node of a class in the text, or below a node, in the order of the text."""
        among = self._by_class.get(sort, ()) if below is None else walk(below)
        for node in among:
            if isinstance(node, sort):
                yield node

    def place(self, node: ast.Node | Span) -> Place:
        """Where a node stands."""
        return Place(self.source, node if isinstance(node, tuple) else node.span)

    def text(self, node: ast.Node | Span) -> str:
        """A node as it is written."""
        return self.place(node).text

    # ---- What it resolves to ---------------------------------------------------------------------------------------

    def own(self, place: Place) -> bool:
        """Whether something stands in this text."""
        return place.source.name == self.source.name

    @property
    def lines(self) -> list[LineRecord]:
        """The lines that this text declares."""
        return [line for line in self.model.lines if self.own(line.place)]

    @property
    def deals(self) -> list[DealRecord]:
        """The deals that this text declares."""
        return [deal for deal in self.model.deals.values() if self.own(deal.place)]

    @property
    def tests(self) -> list[TestRecord]:
        """The test blocks of this text."""
        return [test for test in self.model.tests if self.own(test.place)]

    def node_of(self, line: LineRecord) -> ast.Line | None:
        """The node of a line of this text."""
        return self._line_nodes.get(line.place.span)
