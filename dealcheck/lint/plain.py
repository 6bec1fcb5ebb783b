"""What a text says, less what says nothing: two texts of one plain form mean the same.

What says nothing: a `use` of a file that is used already, a source cited twice in the same words, an expectation that
stands there twice, a member of a union that is in it already, `not not`, and parentheses that bear no time around a
whole sentence or within others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from operator import attrgetter
from typing import Any, TypeVar

from attrs import fields

from dealcheck.syntax import ast

T = TypeVar("T")


def same_plainly(ours: tuple[ast.Item, ...], theirs: tuple[ast.Item, ...]) -> bool:
    """Whether two texts have one plain form."""
    return _plain(ours) == _plain(theirs)


def _plain(said: object) -> list[Hashable]:
    """The plain form as one row of words, marks of nodes and of ends among them, so that no depth is too deep."""
    row: list[Hashable] = []
    waiting: list[object] = [said]
    while waiting:
        at = waiting.pop()
        if isinstance(at, ast.ScopeOperation) and at.operator == "|":
            members = once((tuple(_plain(member)) for member in members_of(at)), lambda form: form)
            row.extend(members[0] if len(members) == 1 else [("|", *members)])
        elif isinstance(at, ast.Not) and isinstance(at.operand, ast.Not):
            waiting.append(at.operand.operand)
        elif isinstance(at, ast.Node):
            values = _values(at)
            row.extend((type(at).__name__, len(values)))
            waiting.extend(reversed(values))
        elif isinstance(at, tuple):
            parts = _without_repetition(at)
            row.append(len(parts))
            waiting.extend(reversed(parts))
        else:
            row.append((type(at).__name__, at))
    return row


def members_of(union: ast.Scope) -> list[ast.Scope]:
    """The members of a union in their order; of another scope, itself."""
    found: list[ast.Scope] = []
    waiting = [union]
    while waiting:
        at = waiting.pop()
        if isinstance(at, ast.ScopeOperation) and at.operator == "|":
            waiting.extend((at.right, at.left))
        else:
            found.append(at)
    return found


def once(each: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """What is there, each once, in its order."""
    found: dict[Hashable, T] = {}
    for item in each:
        found.setdefault(key(item), item)
    return list(found.values())


def _without_repetition(parts: tuple[object, ...]) -> list[object]:
    """The parts of a list; what is there twice and says nothing the second time is left out."""
    seen: set[tuple[Hashable, ...]] = set()
    kept: list[object] = []
    for part in parts:
        if isinstance(part, ast.Use | ast.Cites | ast.Expect):
            form = (type(part).__name__, *_plain(_values(part)))
            if form in seen:
                continue
            seen.add(form)
        kept.append(part)
    return kept


_TAKE: dict[type[ast.Node], Callable[[Any], tuple[object, ...]]] = {}


def _values(node: ast.Node) -> tuple[object, ...]:
    """What a node says; parentheses around a whole sentence, or within others, are taken off."""
    sort = type(node)
    take = _TAKE.get(sort)
    if take is None:
        names = [each.name for each in fields(sort) if each.type not in ("Span", "Source")]
        take = attrgetter(*names) if len(names) > 1 else lambda node: tuple(getattr(node, name) for name in names)
        _TAKE[sort] = take
    values = take(node)
    if isinstance(node, ast.Line | ast.Reading | ast.Group):
        return tuple(_bare(value) if value is node.sentence else value for value in values)
    return values


def _bare(sentence: object) -> object:
    """A sentence without parentheses around all of it that bear no time, and without `not not`."""
    while True:
        if isinstance(sentence, ast.Group) and sentence.time is None:
            sentence = sentence.sentence
        elif isinstance(sentence, ast.Not) and isinstance(sentence.operand, ast.Not):
            sentence = sentence.operand.operand
        else:
            return sentence
