"""What a rule can look at: one text, its tree, and what it resolves to with all that it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from attrs import Factory, define, field, fields, frozen

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
    options: LintOptions
    _line_nodes: dict[Span, ast.Line] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._line_nodes = {node.name.span: node for node in self.nodes(ast.Line)}

    # ---- The tree --------------------------------------------------------------------------------------------------

    def nodes(self, kind: type[N], below: ast.Node | None = None) -> Iterator[N]:
        """Every node of a kind in the text, or below a node, in the order of the text."""
        for node in walk(self.tree if below is None else below):
            if isinstance(node, kind):
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


def walk(node: object) -> Iterator[ast.Node]:
    """A node and all below it, parents first, in the order of the text."""
    if isinstance(node, tuple):
        for part in node:
            yield from walk(part)
    elif isinstance(node, ast.Node):
        yield node
        for each in fields(type(node)):
            if each.name not in ("span", "source"):
                yield from walk(getattr(node, each.name))
