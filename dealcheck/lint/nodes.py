"""Walks over syntax trees, as rules need them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from attrs import fields, frozen

from dealcheck.syntax import ast


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """A node and all below it, parents first, in the order of the text."""
    waiting: list[object] = [node]
    while waiting:
        at = waiting.pop()
        if isinstance(at, ast.Node):
            yield at
            waiting.extend(reversed([getattr(at, name) for name in _parts(type(at))]))
        elif isinstance(at, tuple):
            waiting.extend(reversed(at))


@frozen(eq=False)
class Order:
    """The nodes of a tree in the order of the text, parents first, so that what lies below a node is one stretch."""

    nodes: dict[type[ast.Node], list[ast.Node]]
    """The nodes of each class."""
    numbers: dict[type[ast.Node], list[int]]
    """Their numbers among all nodes."""
    stretches: dict[int, tuple[int, int]]
    """The stretch of numbers of a node and all below it, by the node's identity; nothing for one without parts."""

    def below(self, sort: type[ast.Node], node: ast.Node) -> Sequence[ast.Node] | None:
        """The nodes of a class in a node and below it; None where that is not known."""
        stretch = self.stretches.get(id(node))
        if stretch is None:
            return None
        numbers = self.numbers.get(sort, ())
        return self.nodes.get(sort, [])[bisect_left(numbers, stretch[0]) : bisect_left(numbers, stretch[1])]


def order_of(tree: ast.Node) -> Order:
    """The order of a tree's nodes."""
    nodes: dict[type[ast.Node], list[ast.Node]] = defaultdict(list)
    numbers: dict[type[ast.Node], list[int]] = defaultdict(list)
    stretches: dict[int, tuple[int, int]] = {}
    takes = _Takes()
    count = 0
    waiting: list[object] = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, ast.Node):
            sort = type(at)
            nodes[sort].append(at)
            numbers[sort].append(count)
            take = takes[sort]
            if take is not None:
                waiting.append(_End((id(at), count)))
                waiting.extend(take(at))
            count += 1
        elif type(at) is tuple:
            waiting.extend(at[::-1])
        elif type(at) is _End:
            stretches[at[0]] = (at[1], count)
    return Order(nodes, numbers, stretches)


class _End(tuple[int, int]):
    """Waits behind all that lies below a node: its identity and number."""

    __slots__ = ()


class _Takes(dict[type[ast.Node], "Callable[[Any], tuple[object, ...]] | None"]):
    """For each class of nodes what takes its parts, the last first; None for one that has no nodes below it."""

    def __missing__(self, sort: type[ast.Node]) -> Callable[[Any], tuple[object, ...]] | None:
        parts = [each.name for each in fields(sort) if each.type not in ("Span", "Source", "str", "bool")]
        take: Callable[[Any], tuple[object, ...]] | None = None
        if len(parts) == 1:
            single = attrgetter(parts[0])
            take = lambda node: (single(node),)  # noqa: E731 - it has no name of its own
        elif parts:
            take = attrgetter(*reversed(parts))
        self[sort] = take
        return take


_PARTS: dict[type[ast.Node], tuple[str, ...]] = {}


def _parts(sort: type[ast.Node]) -> tuple[str, ...]:
    """The fields of a class of nodes, those that say where it stands left out."""
    found = _PARTS.get(sort)
    if found is None:
        said = (each for each in fields(sort) if each.type not in ("Span", "Source"))
        found = _PARTS[sort] = tuple(each.name for each in said)
    return found
