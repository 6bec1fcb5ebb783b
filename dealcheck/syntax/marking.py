"""Marks what an error stands in, so that nothing with an error in it is taken to say what it seems to say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from dealcheck.diagnostics import Diagnostic
from dealcheck.syntax import ast


def marked(items: Iterable[ast.Item], faults: Sequence[Diagnostic]) -> tuple[ast.Item, ...]:
    """The declarations with every text, test and line marked that a fault stands in."""
    places = sorted(fault.place.span[0] for fault in faults if fault.place is not None)

    def broken(first: int, last: int) -> bool:
        """Whether a fault begins from `first` on and before `last`."""
        at = bisect_left(places, first)
        return at < len(places) and places[at] < last

    def marked_item(item: ast.Item) -> ast.Item:
        if not broken(*item.span):
            return item
        if isinstance(item, ast.Policy):
            return _marked_policy(item, broken)
        if isinstance(item, ast.Test):
            parts = [
                evolve(part, broken=broken(*part.span)) if isinstance(part, ast.Deal) else part for part in item.items
            ]
            return evolve(item, items=tuple(parts), broken=True)
        if isinstance(item, ast.Baseline | ast.Letter | ast.Deal):
            return evolve(item, broken=True)
        return item

    return tuple([marked_item(item) for item in items])


def _marked_policy(policy: ast.Policy, broken: Callable[[int, int], bool]) -> ast.Policy:
    """The policy in which lines with a fault in them, or between them and what follows, only keep their names."""
    nodes = sorted((*policy.items, *policy.broken), key=lambda node: node.span)
    kept = []
    lines = []
    ends = [*(node.span[0] for node in nodes), policy.span[1]][1:]
    for node, following in zip(nodes, ends, strict=True):
        if isinstance(node, ast.Line) and broken(node.span[0], following):
            lines.append(ast.BrokenLine(node.span, node.level, node.name, node.label))
        elif isinstance(node, ast.BrokenLine):
            lines.append(node)
        else:
            kept.append(node)
    return evolve(policy, items=tuple(kept), broken=tuple(lines))
