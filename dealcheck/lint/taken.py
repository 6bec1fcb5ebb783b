"""What is taken away from a scope, and was not in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from attrs import frozen

from dealcheck.lint.context import Context
from dealcheck.model.records import Model
from dealcheck.scopes import DIGITS, IntervalSet, code_interval
from dealcheck.source import Place
from dealcheck.syntax import ast

Held: TypeAlias = "IntervalSet | frozenset[str] | int"

PARTIES, LAYERS, GOODS = "parties", "layers", "goods"
SUBHEADING = 10 ** (DIGITS - 6)
"""Lines of a code of six digits: beyond them, whose schedule is read depends on who the measure is of."""


@frozen(eq=False)
class Taken:
    """A scope that is taken away from another, with which it has nothing in common."""

    place: Place
    whole: Place


def taken_in_vain(context: Context) -> Iterator[Taken]:
    """The scopes in a text that are taken away from what holds nothing of them."""
    for key in context.nodes(ast.Key):
        if isinstance(key.scope, ast.ScopeOperation):
            yield from _in_scope(context, key.scope, _sort(key.word))
    for product in context.nodes(ast.ProductDeclaration):
        yield from _in_scope(context, product.scope, GOODS)
    for pattern in context.nodes(ast.Pattern):
        scopes = {key.word: key.scope for key in pattern.keys}
        for less in pattern.excepts:
            whole = scopes.get(less.word)
            if whole is not None and _apart(context.model, whole, less.scope, _sort(less.word)):
                yield Taken(context.place(less.scope), context.place(whole))


def _sort(word: str) -> str:
    return GOODS if word == "on" else LAYERS if word == "layer" else PARTIES


def _in_scope(context: Context, scope: ast.Scope, sort: str) -> Iterator[Taken]:
    if not isinstance(scope, ast.ScopeOperation):
        return
    yield from _in_scope(context, scope.left, sort)
    yield from _in_scope(context, scope.right, sort)
    if scope.operator == "-" and _apart(context.model, scope.left, scope.right, sort):
        yield Taken(context.place(scope.right), context.place(scope.left))


def _apart(model: Model, one: ast.Scope, other: ast.Scope, sort: str) -> bool:
    """Whether it is proven that two scopes that hold something have nothing in common."""
    held, less = _held(model, one, sort), _held(model, other, sort)
    if not held or not less:
        return False
    if isinstance(held, int) and isinstance(less, int):
        return not held & less
    if isinstance(held, IntervalSet) and isinstance(less, IntervalSet):
        return not held.meets(less)
    return isinstance(held, frozenset) and isinstance(less, frozenset) and not held & less


def _held(model: Model, scope: ast.Scope, sort: str) -> Held | None:
    """At least what a scope holds; None where that is not told here."""
    if isinstance(scope, ast.ScopeName):
        return _named(model, scope.text, sort)
    if isinstance(scope, ast.Codes):
        spans = ((code_interval(each.first)[0], code_interval(each.last)[1]) for each in scope.ranges)
        return _widened(IntervalSet.of(spans))
    if not isinstance(scope, ast.ScopeOperation):
        return None
    left = _held(model, scope.left, sort)
    if scope.operator != "|" or left is None:
        return left
    right = _held(model, scope.right, sort)
    if isinstance(left, int) and isinstance(right, int):
        return left | right
    if isinstance(left, IntervalSet) and isinstance(right, IntervalSet):
        return left | right
    return left | right if isinstance(left, frozenset) and isinstance(right, frozenset) else None


def _named(model: Model, name: str, sort: str) -> Held | None:
    if sort == PARTIES:
        return model.parties.mask(name)
    if sort == LAYERS:
        return None if name == "any" else frozenset({name})
    if name in model.products:
        return _widened(model.products[name].goods)
    topic = model.topics.get(name)
    return None if topic is None else topic.held


def _widened(goods: IntervalSet) -> IntervalSet:
    """Goods at six digits."""
    return IntervalSet.of((low // SUBHEADING * SUBHEADING, -(-high // SUBHEADING) * SUBHEADING) for low, high in goods)
