"""Where the packs have it from: whatever they state cites a source, and a reader can look each source up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from dealcheck.source import Source
from dealcheck.syntax import ast
from tests.packs import trees

FILES = trees()


def _nodes(file: ast.File) -> Iterator[ast.Node]:
    """The declarations of a text, and those that stand in them."""
    for item in file.items:
        yield item
        if isinstance(item, ast.Policy | ast.Baseline | ast.Letter | ast.Deal):
            yield from item.items


def _place(source: Source, node: ast.Node) -> str:
    """Where something stands, with its first words."""
    row = source.text.count("\n", 0, node.span[0]) + 1
    return f"{source.name}:{row}: {' '.join(source.text[slice(*node.span)].split())[:80]}"


def _stated(file: ast.File) -> Iterator[tuple[ast.Node, Iterable[ast.Cites]]]:
    """What a text states with what it cites for it: lines, measures of baselines and letters, terms of deals.

    A term may cite in its head or at its measures. A baseline that says so is made up for the tests of its file.
    """
    for item in file.items:
        if _is_made_up(item):
            continue
        if isinstance(item, ast.Policy):
            yield from ((line, line.cites) for line in item.items if isinstance(line, ast.Line))
        elif isinstance(item, ast.Baseline | ast.Letter):
            yield from ((measure, measure.cites) for measure in item.items if isinstance(measure, ast.Measure))
        elif isinstance(item, ast.Deal):
            terms = [each for each in item.items if isinstance(each, ast.Term)]
            yield from (
                (term, [*term.cites, *(cited for measure in term.measures for cited in measure.cites)])
                for term in terms
            )


def _is_made_up(item: ast.Node) -> bool:
    """Whether a declaration is a baseline that nobody takes for one that was in force."""
    return isinstance(item, ast.Baseline) and item.label is not None and item.label.text == MADE_UP


MADE_UP = "Made up, for tests"

SOURCES = [
    (node, file.source) for file in FILES.values() for node in _nodes(file) if isinstance(node, ast.SourceDeclaration)
]


@pytest.mark.parametrize("name", list(FILES))
def test_whatever_is_stated_cites_a_source(name: str) -> None:
    file = FILES[name]
    assert [_place(file.source, node) for node, cites in _stated(file) if not tuple(cites)] == []


def test_what_is_made_up_stands_beside_tests_and_no_deal_is_laid_over_it() -> None:
    made_up = {item.name.text: file for file in FILES.values() for item in file.items if _is_made_up(item)}
    assert made_up
    assert all(any(isinstance(item, ast.Test) for item in file.items) for file in made_up.values())
    over = [item for file in FILES.values() for item in file.items if isinstance(item, ast.Deal)]
    named = {each.baseline.text for deal in over for each in deal.items if isinstance(each, ast.Against)}
    assert named & set(made_up) == set()


def test_every_source_can_be_looked_up() -> None:
    for node, source in SOURCES:
        said = {field.name.text for field in node.fields}
        assert "url" in said or {"publisher", "date"} <= said, _place(source, node)
        assert node.title is not None, _place(source, node)


def test_every_source_is_cited() -> None:
    cited = {each.source.text for file in FILES.values() for _, cites in _stated(file) for each in cites}
    assert [_place(source, node) for node, source in SOURCES if node.name.text not in cited] == []


def test_there_is_something_to_look_at() -> None:
    assert {"jp.policy", "trade.policy", "baseline/2025-07-01.deal"} <= set(FILES)
    assert sum(1 for file in FILES.values() for _ in _stated(file)) > 100
