"""What a rule can look at: one text, its tree, and what it resolves to with all that it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from attrs import Factory, define, field, frozen

from dealcheck.lint.nodes import by_class, walk
from dealcheck.lint.suppression import Review
from dealcheck.model.records import DealRecord, LineRecord, Model, TestRecord
from dealcheck.source import Place, Source, Span
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.lint.nomenclature import Nomenclature

N = TypeVar("N", bound=ast.Node)


@frozen
class Limits:
    """What rules ask of a text in numbers; a project may set others."""

    quote_words: int = 40
    """Words that a quote may have."""
    name_letters: int = 30
    """Letters that the name of a line may have."""


@frozen
class LintOptions:
    """How to lint: the day on which windows are past (None: that is not asked), the names of codes, and limits."""

    as_of: date | None = None
    nomenclature: Callable[[], Nomenclature | None] = Factory(lambda: lambda: None)
    """The HS nomenclature, read when first asked for; None where it is not at hand."""
    limits: Limits = Factory(Limits)


@define(eq=False)
class Context:
    """One text under the linter."""

    source: Source
    tree: ast.File
    model: Model
    options: LintOptions = Factory(LintOptions)
    reach: Callable[[str], Sequence[ast.File]] = Factory(lambda: lambda name: ())
    """The trees of a file that the text uses, and of all that this one uses."""
    review: Review = Factory(Review)
    """The comments that speak to the linter; which of them let something be is known to the rules about them alone."""
    _nodes: dict[type[ast.Node], list[ast.Node]] = field(init=False)
    _line_nodes: dict[Span, ast.Line] = field(init=False, factory=dict)
    _lines: list[LineRecord] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        self._nodes = by_class(self.tree)
        self._lines = [line for line in self.model.lines if self.own(line.place)]
        self._line_nodes = {node.name.span: node for node in self.nodes(ast.Line)}

    # ---- The tree --------------------------------------------------------------------------------------------------

    def nodes(self, sort: type[N], below: ast.Node | None = None) -> Iterator[N]:
        """Every node of a class in the text, or in a node and below it, in the order of the text."""
        among = self._nodes.get(sort, ()) if below is None else (node for node in walk(below) if type(node) is sort)
        return iter(among)  # type: ignore[arg-type]  # all of them are of that class

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
        return self._lines

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
