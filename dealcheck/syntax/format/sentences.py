"""The layout of sentences: one part to a line where a chain does not fit on one."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.syntax import ast
from dealcheck.syntax.format.page import INDENT, Page
from dealcheck.syntax.format.wrapping import Ranks

_CONNECTIVES = frozenset(("and", "or", "unless", "then"))

SENTENCE: Ranks = {
    "must": 1,
    "may": 1,
    "has": 1,
    "having": 2,
    "weighted": 1,
    "or": 2,
    "and": 3,
    "at": 3,
    "after": 3,
    "before": 3,
    "during": 3,
    "layer": 3,
    "except": 3,
    "from": 4,
    "to": 4,
    "on": 4,
    "toward": 4,
    "|": 11,
    "&": 12,
    "-": 12,
    "+": 12,
    ",": 11,
}


def sentence(page: Page, node: ast.Node, first: int, end: int, indent: int) -> None:
    """Write a sentence from the open line on, further lines at `indent`.

    Its tokens begin and end with whatever stands around the node: parentheses, `not`, a connective before it.
    """
    if fits(page, node, first, end):
        page.put(first, end)
        return
    parts: Sequence[ast.Node]
    match node:
        case ast.And() | ast.Or():
            parts = node.operands
        case ast.Unless():
            parts = _exceptions(node)
        case ast.IfThen():
            parts = (node.premise, node.conclusion)
        case ast.Not():
            sentence(page, node.operand, first, end, indent)
            return
        case ast.Group():
            sentence(page, node.sentence, first, end, indent + INDENT)
            return
        case _:
            page.wrap(first, end, indent, SENTENCE)
            return
    starts = [first, *(_connective(page, part) for part in parts[1:]), end]
    for place, part in enumerate(parts):
        if place:
            page.begin(starts[place], indent)
        further = indent if _opens(part) else indent + INDENT
        sentence(page, part, starts[place], starts[place + 1], further)


def fits(page: Page, node: ast.Node, first: int, end: int) -> bool:
    """Whether tokens that end with a sentence fit on the open line; several sentences only where it is short."""
    if isinstance(node, ast.And | ast.Or | ast.Unless | ast.IfThen):
        return page.is_short(first, end, len(page.lines[-1]))
    return page.fits_here(first, end)


def _connective(page: Page, part: ast.Node) -> int:
    """The connective before a part of a chain."""
    token = page.flat.index_of[part.span[0]] - 1
    assert page.flat.texts[token] in _CONNECTIVES, page.flat.texts[token]  # noqa: S101 - the grammar says so
    return token


def _exceptions(node: ast.Unless) -> list[ast.Node]:
    """The sentence and what follows each `unless`: `A unless B unless C` is one chain."""
    parts: list[ast.Node] = [node.exception]
    while isinstance(node.sentence, ast.Unless):
        node = node.sentence
        parts.append(node.exception)
    return [*parts, node.sentence][::-1]


def _opens(part: ast.Node) -> bool:
    """Whether a part is in parentheses, which indent what stands in them on their own."""
    while isinstance(part, ast.Not):
        part = part.operand
    return isinstance(part, ast.Group)
