"""Looks into syntax trees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from dealcheck.lint.nodes import walk
from dealcheck.syntax import ast

N = TypeVar("N", bound=ast.Node)


def inside(node: ast.Node, *sorts: type[N]) -> Iterator[N]:
    """The nodes of some classes in a node, itself included, in the order of the text."""
    return (each for each in walk(node) if isinstance(each, sorts))
