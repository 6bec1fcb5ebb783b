"""Folding: blocks, lines and terms of several lines, comments, and what a file uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types

from dealcheck.lint.nodes import walk
from dealcheck.lsp.analysis import Analysis
from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language

Kind = types.FoldingRangeKind

_COMMENTS = re.compile(r"(?:^[ \t]*#[^\n]*(?:\n|\Z)){2,}", re.MULTILINE)


def folding_ranges(analysis: Analysis) -> list[types.FoldingRange]:
    """What can be folded, outer before inner; a closing brace stays in sight."""
    positions = analysis.positions
    found: dict[tuple[int, int], types.FoldingRange] = {}
    for span, closed, kind in (*_braces(analysis), *_statements(analysis), *_comments(analysis), *_uses(analysis)):
        first, last = positions.line_of(span[0]), positions.line_of(max(span[0], span[1] - 1)) - closed
        if last > first:
            found.setdefault((first, last), types.FoldingRange(first, last, kind=kind))
    return [found[key] for key in sorted(found, key=lambda key: (key[0], -key[1]))]


def _braces(analysis: Analysis) -> Iterator[tuple[Span, bool, types.FoldingRangeKind]]:
    """Blocks, by their braces: so they fold in a broken text too."""
    tokens = language().lexer.tokens(analysis.text)
    opened: list[int] = []
    for text, start, end in zip(tokens.texts, tokens.starts, tokens.ends, strict=True):
        if text == "{":
            opened.append(start)
        elif text == "}" and opened:
            yield (opened.pop(), end), True, Kind.Region


def _statements(analysis: Analysis) -> Iterator[tuple[Span, bool, types.FoldingRangeKind]]:
    for node in walk(analysis.tree):
        if isinstance(node, ast.Term | ast.Line | ast.BrokenLine | ast.Reading | ast.ProductDeclaration | ast.Expect):
            yield node.span, False, Kind.Region


def _comments(analysis: Analysis) -> Iterator[tuple[Span, bool, types.FoldingRangeKind]]:
    for found in _COMMENTS.finditer(analysis.text):
        yield (found.start(), found.start() + len(found[0].rstrip("\n"))), False, Kind.Comment


def _uses(analysis: Analysis) -> Iterator[tuple[Span, bool, types.FoldingRangeKind]]:
    run: list[ast.Node] = []
    for item in (*analysis.tree.items, None):
        if isinstance(item, ast.Use):
            run.append(item)
        elif run:
            yield (run[0].span[0], run[-1].span[1]), False, Kind.Imports
            run = []
