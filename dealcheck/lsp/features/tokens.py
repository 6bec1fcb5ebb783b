"""Semantic tokens: what each word is, as the parser and the names of all files tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from attrs import frozen
from lsprotocol import types

from dealcheck.lint.nodes import walk
from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import scope_of
from dealcheck.lsp.symbols import NAMED
from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language
from dealcheck.syntax.lexing import DATE, FAULT, FIRST_KNOWN, NUMBER, SPECIFIC, STRING, UNIT_SLASH

TYPES = (
    "keyword", "comment", "string", "number", "operator", "namespace", "class", "property", "enumMember", "variable",
    "type", "event", "method", "interface", "struct", "decorator", "macro",
)  # fmt: skip
MODIFIERS = ("declaration", "defaultLibrary", "readonly")

LEGEND = types.SemanticTokensLegend(list(TYPES), list(MODIFIERS))

_TYPE_OF_SORT = {
    "party": "namespace",
    "product": "variable",
    "topic": "variable",
    "kind": "class",
    "field": "property",
    "choice": "enumMember",
    "layer": "enumMember",
    "source": "decorator",
    "baseline": "struct",
    "text": "struct",
    "event": "event",
    "fact": "variable",
    "line": "interface",
    "reading": "interface",
    "term": "method",
    "word": "macro",
    "day": "event",
    "verdict": "enumMember",
    "status": "enumMember",
    "type": "type",
    "period": "type",
    "currency": "type",
    "column": "property",
    "source field": "property",
}
_COMMENT = re.compile(r"#[^\n\r]*")


@frozen
class Token:
    """A stretch of text on one line, what it is, and what else there is to say of it."""

    span: Span
    type: str
    modifiers: frozenset[str] = frozenset()


def tokens_of(analysis: Analysis, span: Span | None = None) -> list[Token]:
    """The tokens of a document, or those that touch a stretch of it, in their order."""
    every = analysis.part("tokens", _all)
    if span is None:
        return every
    return [token for token in every if token.span[0] < span[1] and span[0] < token.span[1]]


def _all(analysis: Analysis) -> list[Token]:
    scope = scope_of(analysis)
    named: dict[int, Token] = {}
    for each in scope.occurrences():
        modifiers = {"declaration"} if each.declares else set()
        if each.sort not in NAMED:
            modifiers.add("defaultLibrary")
        named[each.span[0]] = Token(each.span, _TYPE_OF_SORT[each.sort], frozenset(modifiers))
    codes = {node.span[0]: node.span for node in walk(analysis.tree) if isinstance(node, ast.CodeRange)}
    found: list[Token] = []
    end = 0
    grammar = language()
    tokens = grammar.lexer.tokens(analysis.text)
    code_end = 0
    for text, start, stop, shape in zip(tokens.texts, tokens.starts, tokens.ends, tokens.shapes, strict=True):
        found.extend(
            Token((end + at.start(), end + at.end()), "comment") for at in _COMMENT.finditer(analysis.text[end:start])
        )
        if start < end and text:  # Inside a dotted name.
            continue
        code_end = max(code_end, codes.get(start, (0, 0))[1])
        name = named.get(start)
        if name is not None:
            found.append(name)
            end = name.span[1]
            continue
        sort = _type_of(text, shape)
        if sort and start < stop:
            is_code = start < code_end and shape == NUMBER
            found.append(Token((start, stop), sort, frozenset(("readonly",)) if is_code else frozenset()))
        end = max(end, stop)
    return list(chain.from_iterable(_by_line(token, analysis) for token in found))


def _type_of(text: str, shape: int) -> str:
    if shape in (NUMBER, DATE):
        return "number"
    if shape == STRING or (shape == FAULT and text[:1] == '"'):
        return "string"
    if shape in (SPECIFIC, UNIT_SLASH):
        return "type"
    if shape < FIRST_KNOWN:
        return ""
    grammar = language()
    if text[0].isalpha():
        return "keyword" if text in grammar.keywords and text != "pp" else "type"
    return "operator" if text not in ("{", "}", "(", ")", "[", "]", ":", ",", ".") else ""


def _by_line(token: Token, analysis: Analysis) -> Iterator[Token]:
    """A token without blanks at its end, and without those that would cover more than a line."""
    start, end = token.span
    text = analysis.text[start:end]
    if "\n" in text or "\r" in text:
        return
    end = start + len(text.rstrip())
    if start < end:
        yield Token((start, end), token.type, token.modifiers)


# ---- As the protocol has it ------------------------------------------------------------------------------------------


def encoded(analysis: Analysis, span: Span | None = None) -> list[int]:
    """The tokens of a document, or of a stretch of it, as numbers: each place relative to the one before it."""
    data: list[int] = []
    line = column = 0
    for token in tokens_of(analysis, span):
        place = analysis.range(token.span)
        at, width = place.start, place.end.character - place.start.character
        if width <= 0:
            continue
        bits = sum(1 << MODIFIERS.index(each) for each in token.modifiers)
        ahead = at.line - line
        data.extend((ahead, at.character - (0 if ahead else column), width, TYPES.index(token.type), bits))
        line, column = at.line, at.character
    return data


def delta(before: Sequence[int], now: Sequence[int]) -> list[types.SemanticTokensEdit]:
    """What turns the numbers that the client has into those of now; nothing where they are the same."""
    if list(before) == list(now):
        return []
    start = 0
    while start < min(len(before), len(now)) and before[start] == now[start]:
        start += 1
    end = 0
    while end < min(len(before), len(now)) - start and before[len(before) - 1 - end] == now[len(now) - 1 - end]:
        end += 1
    return [types.SemanticTokensEdit(start, len(before) - start - end, list(now[start : len(now) - end]))]
