"""One slip, one error: what follows from an earlier error is left unsaid until that is mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dealcheck.diagnostics import Diagnostic
from dealcheck.source import Span
from dealcheck.syntax import ast

MISSING_FILE = "DC901"
"""The code of a `use` whose file is not there."""


def without_consequences(
    files: Iterable[ast.File], syntax: Sequence[Diagnostic], resolved: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """The diagnostics of `resolved` less those that may only follow from others.

    These are names and values that do not fit in a file that uses a missing one, for what is missing may declare
    them, and in a statement that could not be read in full.
    """
    trees = {file.source.name: file for file in files}
    lacking = {found.place.source.name for found in resolved if found.code == MISSING_FILE and found.place}
    broken: dict[str, list[Span]] = {}
    for found in syntax:
        if found.is_error and found.place and found.place.source.name in trees:
            span = _statement(trees[found.place.source.name].items, found.place.span[0])
            if span is not None:
                broken.setdefault(found.place.source.name, []).append(span)

    def follows(found: Diagnostic) -> bool:
        if found.place is None or not found.is_error or found.code[:3] not in ("DC2", "DC3"):
            return False
        name, at = found.place.source.name, found.place.span[0]
        return name in lacking or any(start <= at < end for start, end in broken.get(name, ()))

    return [found for found in resolved if not follows(found)]


def _statement(items: Sequence[ast.Node], at: int) -> Span | None:
    """The last statement that begins before an offset; of a block only its head, where the offset lies in that.

    What could not be read may have been part of the statement before it, whose span then ends too early.
    """
    before = [item for item in items if item.span[0] <= at]
    if not before:
        return None
    start, end = before[-1].span
    inner: Sequence[ast.Node] = getattr(before[-1], "items", ())
    if not inner or at >= end:
        return start, end
    return _statement(inner, at) or (start, inner[0].span[0])
