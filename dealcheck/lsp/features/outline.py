"""Symbols: the outline of a document, and a search over all files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import declarations
from dealcheck.lsp.documents import Workspace
from dealcheck.lsp.everywhere import everywhere
from dealcheck.lsp.features.telling import label_of, one_line
from dealcheck.source import Span
from dealcheck.syntax import ast

Kind = types.SymbolKind

MOST_FOUND = 200
"""So many symbols of a workspace are given at once."""

_KINDS: dict[str, types.SymbolKind] = {
    "party": Kind.Module,
    "product": Kind.Constant,
    "topic": Kind.Constant,
    "kind": Kind.Class,
    "field": Kind.Field,
    "choice": Kind.EnumMember,
    "layer": Kind.EnumMember,
    "source": Kind.File,
    "baseline": Kind.Namespace,
    "text": Kind.Package,
    "event": Kind.Event,
    "fact": Kind.Variable,
    "line": Kind.Interface,
    "reading": Kind.Key,
    "term": Kind.Method,
}


def document_symbols(analysis: Analysis) -> list[types.DocumentSymbol]:
    """The outline of a document: deals with their terms, policies with their lines and readings, kinds, tests."""
    made = (_symbol(analysis, item) for item in analysis.tree.items)
    return [each for each in made if each is not None]


def _symbol(analysis: Analysis, node: ast.Node) -> types.DocumentSymbol | None:
    if isinstance(node, ast.Policy):
        items: list[ast.Node] = sorted((*node.items, *node.broken), key=lambda item: item.span)
        return _made(analysis, node, f"policy {node.party.text}", Kind.Package, node.party.span, items)
    if isinstance(node, ast.Test):
        return _made(analysis, node, node.name.text, Kind.Function, node.name.span, node.items)
    if isinstance(node, ast.Deal | ast.Letter):
        name = node.name.text or "deal"
        return _made(analysis, node, name, Kind.Package, node.name.span, node.items)
    if isinstance(node, ast.Baseline):
        return _made(analysis, node, node.name.text, Kind.Namespace, node.name.span, node.items)
    if isinstance(node, ast.KindDeclaration):
        return _made(analysis, node, node.name.text, Kind.Class, node.name.span, (*node.keys, *node.values))
    if isinstance(node, ast.KeyDeclaration):
        return _made(analysis, node, node.word, Kind.Key, node.type.span, ())
    if isinstance(node, ast.Line):
        return _made(analysis, node, node.name.text, Kind.Interface, node.name.span, node.readings, node.level)
    if isinstance(node, ast.BrokenLine):
        return _made(analysis, node, node.name.text, Kind.Interface, node.name.span, (), f"{node.level}, unread")
    sorts: tuple[tuple[type[ast.Node], str], ...] = (
        (ast.Term, "term"),
        (ast.Reading, "reading"),
        (ast.ValueDeclaration, "field"),
        (ast.PartyDeclaration, "party"),
        (ast.GroupDeclaration, "party"),
        (ast.ProductDeclaration, "product"),
        (ast.TopicDeclaration, "topic"),
        (ast.SourceDeclaration, "source"),
        (ast.Event, "event"),
        (ast.Fact, "fact"),
    )
    for sort, word in sorts:
        if isinstance(node, sort):
            named = getattr(node, "name", None)
            if isinstance(named, ast.Name | ast.Dotted):
                return _made(analysis, node, named.text, _KINDS[word], named.span, ())
    return None


def _made(
    analysis: Analysis,
    node: ast.Node,
    name: str,
    kind: types.SymbolKind,
    selection: Span,
    inside: Iterable[ast.Node],
    said: str = "",
) -> types.DocumentSymbol:
    label = one_line(label_of(node))
    children = [each for item in inside if (each := _symbol(analysis, item)) is not None]
    start, end = node.span
    if not start <= selection[0] <= selection[1] <= end:
        selection = (start, start)
    return types.DocumentSymbol(
        one_line(name) or kind.name.lower(),
        kind,
        analysis.range(node.span),
        analysis.range(selection),
        ", ".join(filter(None, (said, label))) or None,
        children=children,
    )


# ---- The workspace ---------------------------------------------------------------------------------------------------


def workspace_symbols(workspace: Workspace, query: str) -> list[types.WorkspaceSymbol]:
    """The declarations of all files whose names have the letters of a query in their order, the best first."""
    found: list[tuple[tuple[int, int, str, str, Span], types.WorkspaceSymbol]] = []
    for seen in everywhere(None, workspace):
        for each in declarations(seen.scope.tree):
            full = f"{each.owner}.{each.name}" if each.sort == "line" else each.name
            score = _score(query, full)
            if score is None or each.sort in ("choice", "layer"):
                continue
            location = seen.analysis.location(each.place)
            if location is not None:
                file, span = each.place.source.name, each.place.span
                symbol = types.WorkspaceSymbol(location, full, _KINDS[each.sort], container_name=file)
                found.append(((score, len(full), full, file, span), symbol))
    return [symbol for _, symbol in sorted(found, key=lambda pair: pair[0])[:MOST_FOUND]]


def _score(query: str, name: str) -> int | None:
    """How well a name fits a query, 0 the best; None where it does not."""
    wanted, name = query.casefold(), name.casefold()
    if not wanted or name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f".{wanted}" in name or f"_{wanted}" in name:
        return 2
    if wanted in name:
        return 3
    letters = iter(name)
    return 4 if all(letter in letters for letter in wanted) else None


def _flat(symbols: Iterable[types.DocumentSymbol]) -> Iterator[types.DocumentSymbol]:
    for symbol in symbols:
        yield symbol
        yield from _flat(symbol.children or ())


def flat_symbols(analysis: Analysis) -> list[types.SymbolInformation]:
    """The outline for a client that shows no levels."""
    return [
        types.SymbolInformation(types.Location(analysis.uri, each.range), each.name, each.kind)
        for each in _flat(document_symbols(analysis))
    ]
