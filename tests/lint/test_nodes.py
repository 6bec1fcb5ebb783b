"""What walks over trees find, against a plain recursion over every field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import fields

from dealcheck.lint.nodes import by_class, walk
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from tests.lint.samples import ROOT

NAMES = ["policies/jp.policy", "policies/trade.policy", "examples/us-japan/draft-3.deal"]


def plain(at: object) -> Iterator[ast.Node]:
    """A node and all below it."""
    if isinstance(at, tuple):
        for each in at:
            yield from plain(each)
    elif isinstance(at, ast.Node):
        yield at
        for each in fields(type(at)):
            yield from plain(getattr(at, each.name))


def tree_of(name: str) -> ast.File:
    return parse(Source(name, (ROOT / name).read_text(encoding="utf-8"))).file


@pytest.mark.parametrize("name", NAMES)
def test_a_walk_finds_every_node_in_the_order_of_the_text(name: str) -> None:
    tree = tree_of(name)
    assert list(map(id, walk(tree))) == list(map(id, plain(tree)))


@pytest.mark.parametrize("name", NAMES)
def test_nodes_by_class(name: str) -> None:
    tree = tree_of(name)
    found = by_class(tree)
    everything = list(plain(tree))
    assert sum(map(len, found.values())) == len(everything)
    for sort, nodes in found.items():
        assert list(map(id, nodes)) == [id(node) for node in everything if type(node) is sort]
