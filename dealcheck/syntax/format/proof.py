"""Whether two trees say the same, however deep they are: what a layout must prove before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from attrs import fields

from dealcheck.syntax import ast


def same(ours: tuple[ast.Node, ...], theirs: tuple[ast.Node, ...]) -> bool:
    """Whether trees are equal."""
    try:
        return ours == theirs
    except RecursionError:  # `==` goes down a level with each call, which the deepest trees do not allow.
        return _same_level_by_level(ours, theirs)


def _same_level_by_level(ours: object, theirs: object) -> bool:
    values = _Values()
    waiting = [(ours, theirs)]
    while waiting:
        one, other = waiting.pop()
        kind = type(one)
        if kind is not type(other):
            return False
        if kind is tuple:
            if len(one) != len(other):  # type: ignore[arg-type]
                return False
            waiting.extend(zip(one, other, strict=True))  # type: ignore[call-overload]
        elif isinstance(one, ast.Node):
            take = values[kind]
            waiting.extend(zip(take(one), take(other), strict=True))
        elif one != other:
            return False
    return True


class _Values(dict[type, Callable[[Any], tuple[object, ...]]]):
    """For each class of node: what takes the values that say something from it."""

    def __missing__(self, kind: type) -> Callable[[Any], tuple[object, ...]]:
        names = [each.name for each in fields(kind) if each.type not in ("Span", "Source")]
        take = attrgetter(*names) if len(names) > 1 else lambda node: tuple(getattr(node, name) for name in names)
        self[kind] = take
        return take
