"""Every node knows where it stands: its text says the same again, and its children lie in it, in order."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from tests.syntax.corpus import GOOD, SHIPPED, children, nodes, source_of

PATHS = [*GOOD, *SHIPPED]
SCOPES = get_args(ast.Scope)
EXPRESSIONS = get_args(ast.Expression)
ITEMS = frozenset(ast.Item.split(" | "))
SORTED = (ast.Measure, ast.KindDeclaration, ast.Term, ast.Line, ast.Pattern, ast.Reference)
CONDITIONS = (ast.Compare, ast.Change, ast.Member)


def again(node: ast.Node, text: str) -> ast.Node | None:
    """The node that a node's own text gives in a place for such nodes; None for those without such a place."""

    def only(written: str) -> ast.File:
        parsed = parse(Source("again", written))
        assert not parsed.diagnostics, (written, parsed.diagnostics)
        return parsed.file

    match node:
        case ast.File() | ast.NamedDeal() | ast.Expect() | ast.AsOf() | ast.Outcome():
            return None
        case ast.Deal() if not node.name.text:
            return only(f'test "t" {{ {text} }}').items[0].items[0]
        case ast.Include():
            return only(f"baseline b on 2025-01-01 {{ {text} }}").items[0].items[0]
        case ast.Between() | ast.Against() | ast.DealDate() | ast.Term():
            return only(f"deal d {{ {text} }}").items[0].items[0]
        case ast.Measure():
            return only(f"deal d {{ term t: {text} }}").items[0].items[0].measures[0]
        case ast.FieldValue():
            return only(f"deal d {{ term t: k by US {text} }}").items[0].items[0].measures[0].fields[0]
        case ast.Line():
            return only(f"policy JP {{ {text} }}").items[0].items[0]
        case ast.Pattern():
            return only(f"policy JP {{ red line a: no {text} }}").items[0].items[0].sentence.pattern
        case _ if isinstance(node, CONDITIONS):
            return only(f"policy JP {{ red line a: no x may have {text} }}").items[0].items[0].sentence.condition
        case _ if isinstance(node, SCOPES):
            return only(f"product p = {text}").items[0].scope
        case _ if isinstance(node, EXPRESSIONS):
            return only(f"fact f = {text}").items[0].value
        case _ if type(node).__name__ in ITEMS:
            return only(text).items[0]
    return None


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_children_lie_inside_and_in_order(path: Path) -> None:
    for node in nodes(parse(source_of(path)).file):
        below = sorted(child.span for child in children(node))
        assert all(node.span[0] <= first <= last <= node.span[1] for first, last in below), node
        if not isinstance(node, SORTED):
            # Those sort their parts by what they are; all others keep the order of the text.
            assert [child.span for child in children(node)] == below, node
        assert all(before[1] <= after[0] for before, after in pairwise(below)), node


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_spans_begin_and_end_at_tokens(path: Path) -> None:
    source = source_of(path)
    for node in nodes(parse(source).file):
        text = source.text_of(node.span)
        if not isinstance(node, ast.File):
            assert text == text.strip(), node
        if isinstance(node, ast.Name | ast.ScopeName | ast.Dotted | ast.DateMoment | ast.DateValue):
            assert text in (node.text, f"day of {node.text}") or isinstance(node, ast.Dotted | ast.ScopeName)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_the_text_of_a_node_says_the_same_again(path: Path) -> None:
    source = source_of(path)
    checked = 0
    for node in nodes(parse(source).file):
        found = again(node, source.text_of(node.span))
        if found is not None:
            checked += 1
            assert found == node
    assert checked or not parse(source).file.items


def test_the_head_of_a_measure_is_its_kind_and_keys() -> None:
    text = "deal d { term t: tariff by US from JP on autos rate 5% }"
    measure = parse(Source("a", text)).file.items[0].items[0].measures[0]
    assert text[slice(*measure.head)] == "tariff by US from JP on autos"


def test_spans_count_code_points_behind_a_mark_and_other_scripts() -> None:
    source = Source("a", '\ufeff# 日本 é\nuse "日本"')
    use = parse(source).file.items[0]
    assert source.text_of(use.span) == 'use "日本"'
    assert source.position(use.span[0]) == (2, 1)
