"""The names of all files that an editor could mean: the documents that are open, those of the workspace, and those that
they use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import Identity, Scope, reach, scope_of
from dealcheck.lsp.symbols import Occurrence
from dealcheck.source import Place

if TYPE_CHECKING:
    from dealcheck.lsp.documents import Workspace


@frozen(eq=False)
class Seen:
    """A file with its names, and what knows where it is."""

    analysis: Analysis
    scope: Scope


def everywhere(analysis: Analysis | None, workspace: Workspace | None) -> list[Seen]:
    """The files around a document, itself first, each once; without one, all that the editor could mean."""
    found = {} if analysis is None else {analysis.source.name: Seen(analysis, scope_of(analysis))}
    for each in (*_analyses(workspace), *(() if analysis is None else (analysis,))):
        scope = scope_of(each)
        found.setdefault(each.source.name, Seen(each, scope))
        for tree in scope.files:
            if tree.source.name not in found:
                inner = Scope(tree, reach(tree, each.library))
                found[tree.source.name] = Seen(each, inner)
    if analysis is not None and analysis.holds_deal:  # The policies that a draft meets.
        for unit in analysis.opened.further.units:
            if unit.source.name not in found:
                inner = Scope(unit.tree, reach(unit.tree, analysis.library))
                found[unit.source.name] = Seen(analysis, inner)
    return list(found.values())


def _analyses(workspace: Workspace | None) -> Iterator[Analysis]:
    if workspace is None:
        return
    for uri in [*workspace.documents]:
        found = workspace.analysis(uri)
        if found is not None:
            yield found
    for path in workspace.files():
        found = workspace.file_analysis(path)
        if found is not None:
            yield found


def meaning(identity: Identity, seen: Iterable[Seen]) -> Iterator[tuple[Seen, Occurrence]]:
    """Every name that means what an identity does, file by file."""
    sort, _, name, _ = identity
    for each in seen:
        if name.rpartition(".")[2] not in each.scope.source.text:
            continue
        for occurrence in each.scope.occurrences():
            if occurrence.sort == sort and occurrence.name == name and each.scope.identity(occurrence) == identity:
                yield each, occurrence


def place(seen: Seen, occurrence: Occurrence) -> Place:
    """Where a name stands."""
    return Place(seen.scope.source, occurrence.span)
