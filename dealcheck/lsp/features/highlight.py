"""Document highlight: the other places in a text that mean what the name under the cursor means."""

from __future__ import annotations

from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import scope_of
from dealcheck.lsp.everywhere import Seen, meaning


def highlight(analysis: Analysis, position: types.Position) -> list[types.DocumentHighlight]:
    """The places in this text; a declaration is one that writes."""
    scope = scope_of(analysis)
    occurrence = scope.at(analysis.offset(position))
    identity = scope.identity(occurrence) if occurrence is not None else None
    if occurrence is None or identity is None:
        return []
    kinds = {True: types.DocumentHighlightKind.Write, False: types.DocumentHighlightKind.Read}
    return [
        types.DocumentHighlight(analysis.range(each.span), kinds[each.declares])
        for _, each in meaning(identity, [Seen(analysis, scope)])
    ]
