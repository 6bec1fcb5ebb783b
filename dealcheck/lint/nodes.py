"""Walks over syntax trees, as rules need them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import fields

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


_PARTS: dict[type[ast.Node], tuple[str, ...]] = {}


def _parts(sort: type[ast.Node]) -> tuple[str, ...]:
    """The fields of a class of nodes, those that say where it stands left out."""
    found = _PARTS.get(sort)
    if found is None:
        names = (each.name for each in fields(sort))
        found = _PARTS[sort] = tuple(name for name in names if name not in ("span", "source"))
    return found
