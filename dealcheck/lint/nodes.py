"""Walks over syntax trees, as rules need them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, TypeAlias

from attrs import fields

from dealcheck.syntax import ast


def walk(node: ast.Node) -> Iterator[ast.Node]:
    """A node and all below it, parents first, in the order of the text."""
    waiting: list[Any] = [node]
    while waiting:
        at = waiting.pop()
        if type(at) is tuple:
            waiting.extend(at[::-1])
            continue
        yield at
        take = _TAKES[type(at)]
        if take is not None:
            waiting.extend(filter(None, take(at)))  # Most parts of most nodes are empty or None.


def by_class(tree: ast.Node) -> dict[type[ast.Node], list[ast.Node]]:
    """The nodes of a tree by their class, each class in the order of the text."""
    found: dict[type[ast.Node], list[ast.Node]] = defaultdict(list)
    for node in walk(tree):
        found[type(node)].append(node)
    return dict(found)


_Take: TypeAlias = "Callable[[Any], tuple[Any, ...]] | None"


class _Takes(dict[type[ast.Node], _Take]):
    """For each class of nodes what takes its parts, the last first; None for one that has no nodes below it."""

    def __missing__(self, sort: type[ast.Node]) -> _Take:
        parts = [each.name for each in fields(sort) if each.type not in ("Span", "Source", "str", "bool")]
        take: _Take = None
        if len(parts) == 1:
            single = attrgetter(parts[0])
            take = lambda node: (single(node),)  # noqa: E731 - it has no name of its own
        elif parts:
            take = attrgetter(*reversed(parts))
        self[sort] = take
        return take


_TAKES = _Takes()
