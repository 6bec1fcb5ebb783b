"""The order of nodes tells the same as a walk."""

from __future__ import annotations

import pytest

from dealcheck.lint.nodes import order_of, walk
from dealcheck.source import Source
from dealcheck.syntax.parse import parse
from tests.lint.samples import ROOT


@pytest.mark.parametrize("name", ["policies/jp.policy", "policies/trade.policy", "examples/us-japan/draft-3.deal"])
def test_what_lies_below_each_node(name: str) -> None:
    tree = parse(Source(name, (ROOT / name).read_text(encoding="utf-8"))).file
    order = order_of(tree)
    everything = list(walk(tree))
    assert sum(map(len, order.nodes.values())) == len(everything)
    for sort, nodes in order.nodes.items():
        assert nodes == [node for node in everything if type(node) is sort]
    for node in everything[:: max(1, len(everything) // 300)]:
        below = list(walk(node))
        for sort in order.nodes:
            found = order.below(sort, node)
            assert found is None or list(map(id, found)) == [id(each) for each in below if type(each) is sort]
            assert found is not None or below == [node]


def test_a_node_of_another_tree() -> None:
    one, other = (parse(Source("x", 'use "a"\ngroup b = C, D\n')).file for _ in range(2))
    order = order_of(one)
    assert order.below(type(other.items[1]), other.items[1]) is None
