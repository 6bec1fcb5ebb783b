"""The texts that the tests of the syntax read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs

from dealcheck.source import Source
from dealcheck.syntax import ast

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

GOOD = sorted(HERE.glob("good/*"))
"""Small texts that together use every rule of the grammar."""
SHIPPED = sorted(
    [*ROOT.glob("policies/**/*.policy"), *ROOT.glob("policies/**/*.deal"), *ROOT.glob("examples/**/*.deal")]
)
"""What the project ships."""


def source_of(path: Path) -> Source:
    """A file as a source, its line ends as they are."""
    return Source(path.name, path.read_bytes().decode("utf-8"))


def children(node: ast.Node) -> Iterator[ast.Node]:
    """The nodes right below a node, in the order of its fields."""
    for field in attrs.fields(type(node)):
        value = getattr(node, field.name)
        if isinstance(value, ast.Node):
            yield value
        elif isinstance(value, tuple):
            yield from (part for part in value if isinstance(part, ast.Node))


def nodes(node: ast.Node) -> Iterator[ast.Node]:
    """A node and all below it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))
