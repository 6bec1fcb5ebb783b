"""Go to definition: from a name to where it is declared, from a `use` to the file."""

from __future__ import annotations

from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import scope_of
from dealcheck.lsp.slots import name_at
from dealcheck.lsp.symbols import NAMED, WIDE
from dealcheck.opening import EXTENSIONS
from dealcheck.source import Source
from dealcheck.syntax import ast

START = types.Range(types.Position(0, 0), types.Position(0, 0))


def definition(analysis: Analysis, position: types.Position) -> list[types.Location]:
    """Where the name at a position is declared; several places where several declarations are one thing."""
    offset = analysis.offset(position)
    for item in analysis.tree.items:
        if isinstance(item, ast.Use) and item.path.span[0] <= offset <= item.path.span[1]:
            return _file(analysis, item)
    scope = scope_of(analysis)
    found = name_at(analysis.text, scope, offset)
    if found is None or found.sort not in NAMED:
        return []
    if found.sort in WIDE:
        places = [each.place for each in scope.every(found.sort, found.name)]
    else:
        declared = scope.declaration(found)
        places = [declared.place] if declared is not None else []
    return [location for place in places if (location := analysis.location(place)) is not None]


def _file(analysis: Analysis, use: ast.Use) -> list[types.Location]:
    found = analysis.library.read(use.path.text, analysis.source, EXTENSIONS)
    uri = analysis.uri_of(found) if isinstance(found, Source) else None
    return [types.Location(uri, START)] if uri is not None else []
