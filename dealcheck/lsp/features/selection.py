"""Selection ranges: from the word at a place to what it is a part of, up to the whole text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol import types

from dealcheck.lint.nodes import walk
from dealcheck.lsp.analysis import Analysis
from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language


def selection_ranges(analysis: Analysis, positions: Sequence[types.Position]) -> list[types.SelectionRange]:
    """The nested ranges around each position, the innermost with its parents."""
    tokens = _tokens(analysis)
    return [_nested(analysis, analysis.offset(position), tokens) for position in positions]


def _tokens(analysis: Analysis) -> list[Span]:
    tokens = language().lexer.tokens(analysis.text)
    return list(zip(tokens.starts, tokens.ends, strict=True))


def _nested(analysis: Analysis, offset: int, tokens: Sequence[Span]) -> types.SelectionRange:
    whole = (0, len(analysis.text))
    around = {span for span in _spans(analysis, offset, tokens) if span[0] <= offset <= span[1] and span != whole}
    found = types.SelectionRange(analysis.range(whole))
    outer = whole
    for span in sorted(around, key=lambda span: (span[0] - span[1], span)):
        if outer[0] <= span[0] and span[1] <= outer[1] and span[0] < span[1]:
            range_ = analysis.range(span)
            if range_ != found.range:  # Places within a line end are one in the protocol.
                found = types.SelectionRange(range_, found)
            outer = span
    return found


def _spans(analysis: Analysis, offset: int, tokens: Sequence[Span]) -> Iterator[Span]:
    yield analysis.positions.line_span(analysis.positions.line_of(offset))
    waiting: list[ast.Node] = list(analysis.tree.items)
    for item in waiting:
        if item.span[0] <= offset <= item.span[1]:
            for node in walk(item):
                yield node.span
    touching = [span for span in tokens if span[0] <= offset <= span[1]]
    yield from touching[-1:]
    for start, end in touching[-1:]:
        if analysis.text[start : start + 1] == '"' and end - start > 2:
            yield start + 1, end - 1
