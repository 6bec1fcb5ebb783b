"""The unions of a text."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.syntax import ast


def unions(context: Context) -> Iterator[ast.ScopeOperation]:
    """Every union that is not part of another."""
    parts: set[int] = set()
    for scope in context.nodes(ast.ScopeOperation):
        if scope.operator != "|":
            continue
        parts.update(id(part) for part in (scope.left, scope.right))
        if id(scope) not in parts:
            yield scope
