"""The codes of a text as they are written, list by list."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from dealcheck.lint.context import Context
from dealcheck.scopes import Interval, code_interval
from dealcheck.source import Span
from dealcheck.syntax import ast

SIX_DIGITS = 6
"""The digits of a code that are the same in every schedule."""


@frozen(eq=False)
class Written:
    """A code or a range where it stands in a list of codes."""

    part: ast.CodeRange
    codes: ast.Codes

    @property
    def is_range(self) -> bool:
        """Whether it has two ends."""
        return self.part.first != self.part.last

    @property
    def held(self) -> Interval:
        """The ten-digit lines that it holds."""
        return code_interval(self.part.first)[0], code_interval(self.part.last)[1]


def goods_scopes(context: Context) -> Iterator[ast.Scope]:
    """Every scope of the text in which codes can stand, whole."""
    for product in context.nodes(ast.ProductDeclaration):
        yield product.scope
    for key in context.nodes(ast.Key):
        yield key.scope
    for fact in context.nodes(ast.Fact):
        if fact.scope is not None:
            yield fact.scope


def code_lists(scope: ast.Scope) -> Iterator[list[Written]]:
    """The codes of a scope, those in one list that are joined; what `-` takes away or `&` confines to is another."""
    if isinstance(scope, ast.ScopeName):
        return
    joined: list[Written] = []
    waiting: list[ast.Scope] = [scope]
    apart: list[ast.Scope] = []
    while waiting:
        at = waiting.pop()
        if isinstance(at, ast.Codes):
            joined.extend(Written(part, at) for part in at.ranges)
        elif isinstance(at, ast.ScopeOperation):
            if at.operator == "|":
                waiting.extend((at.right, at.left))
            else:
                apart.extend((at.left, at.right))
    if joined:
        yield joined
    for each in apart:
        yield from code_lists(each)


def ends_of(context: Context, part: ast.CodeRange) -> list[tuple[str, Span]]:
    """The codes that a code or a range is written with, each with its place."""
    start, end = part.span
    if part.first == part.last and ".." not in context.text(part):
        return [(part.first, part.span)]
    text = context.text(part)
    at = text.index("..")
    first, last = text[:at].rstrip(), text[at + 2 :].lstrip()
    return [(part.first, (start, start + len(first))), (part.last, (end - len(last), end))]


def named_in(scope: ast.Scope) -> Iterator[ast.ScopeName | ast.ScopeOperation]:
    """The names and the joins of a scope."""
    waiting: list[ast.Scope] = [scope]
    while waiting:
        at = waiting.pop()
        if isinstance(at, ast.ScopeName):
            yield at
        elif isinstance(at, ast.ScopeOperation):
            yield at
            waiting.extend((at.right, at.left))
