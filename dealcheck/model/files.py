"""Follows `use`: every file of a check once, those that are used before those that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.lookup import Lookup, LookupFault
from dealcheck.model.names import Unit
from dealcheck.source import Place
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcheck.model.problems import Problems

EXTENSIONS = (".policy", ".deal")
"""The endings that `use` may leave out."""


def load(files: Sequence[ast.File], lookup: Lookup, problems: Problems) -> list[Unit]:
    """The files, and all that they use, each knowing which files it sees."""
    loading = _Loading(lookup, problems)
    for tree in files:
        loading.known.setdefault(tree.source.name, Unit(-1, tree, tree.source, True))
    for tree in files:
        loading.visit(loading.known[tree.source.name])
    _see(loading.units)
    return loading.units


class _Loading:
    def __init__(self, lookup: Lookup, problems: Problems) -> None:
        self.lookup = lookup
        self.problems = problems
        self.known: dict[str, Unit] = {}
        self.units: list[Unit] = []
        self._visited: set[int] = set()

    def visit(self, first: Unit) -> None:
        """Load what a file uses, and number it after that; a circle is harmless."""
        waiting: list[tuple[Unit, list[Unit]]] = []
        self._enter(first, waiting)
        while waiting:
            unit, left = waiting[-1]
            if left:
                self._enter(left.pop(0), waiting)
                continue
            waiting.pop()
            unit.index = len(self.units)
            self.units.append(unit)

    def _enter(self, unit: Unit, waiting: list[tuple[Unit, list[Unit]]]) -> None:
        if id(unit) in self._visited:
            return
        self._visited.add(id(unit))
        used: list[Unit] = []
        for item in unit.tree.items:
            if isinstance(item, ast.Use):
                found = self._used(unit, item)
                if found is not None:
                    used.append(found)
        unit.uses = list(used)
        waiting.append((unit, used))

    def _used(self, unit: Unit, use: ast.Use) -> Unit | None:
        found = self.lookup.read(use.path.text, unit.source, EXTENSIONS)
        if isinstance(found, LookupFault):
            self.problems.error("DC901", found.headline, Place(unit.source, use.path.span), "not found", found.help)
            return None
        known = self.known.get(found.name)
        if known is None:
            parsed = parse(found)
            self.problems.take(parsed.diagnostics)
            known = self.known[found.name] = Unit(-1, parsed.file, found, False)
        return known


def _see(units: list[Unit]) -> None:
    """Each file sees itself, what it uses, and what that uses in turn."""
    for unit in units:
        unit.sees = 1 << unit.index
    changed = True
    while changed:
        changed = False
        for unit in units:
            seen = unit.sees
            for used in unit.uses:
                seen |= used.sees
            if seen != unit.sees:
                unit.sees, changed = seen, True
