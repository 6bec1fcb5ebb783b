"""References: every place that means what a name means, in all files of the workspace."""

from __future__ import annotations

from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import scope_of
from dealcheck.lsp.documents import Workspace
from dealcheck.lsp.everywhere import everywhere, meaning, place


def references(
    analysis: Analysis, workspace: Workspace | None, position: types.Position, *, declaration: bool = True
) -> list[types.Location]:
    """Where the name at a position stands, with its declaration if that is asked for."""
    scope = scope_of(analysis)
    occurrence = scope.at(analysis.offset(position))
    identity = scope.identity(occurrence) if occurrence is not None else None
    if identity is None:
        return []
    found: list[types.Location] = []
    for seen, each in meaning(identity, everywhere(analysis, workspace)):
        location = seen.analysis.location(place(seen, each)) if declaration or not each.declares else None
        if location is not None:
            found.append(location)
    return found
