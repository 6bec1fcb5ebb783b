"""Document links: from `use` to the file, from a source and what is quoted of it to its address."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from dealcheck.lint.nodes import walk
from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import scope_of
from dealcheck.lsp.features.pages import is_web
from dealcheck.opening import EXTENSIONS
from dealcheck.source import Source, Span
from dealcheck.syntax import ast


def document_links(analysis: Analysis) -> list[types.DocumentLink]:
    """The links of a document, in the order of the text."""
    found = [types.DocumentLink(analysis.range(span), target, said) for span, target, said in _links(analysis)]
    return sorted(found, key=lambda link: (link.range.start.line, link.range.start.character))


def _links(analysis: Analysis) -> Iterator[tuple[Span, str, str]]:
    scope = scope_of(analysis)
    for node in walk(analysis.tree):
        if isinstance(node, ast.Use):
            found = analysis.library.read(node.path.text, analysis.source, EXTENSIONS)
            uri = analysis.uri_of(found) if isinstance(found, Source) else None
            if uri is not None and isinstance(found, Source):
                yield inside(node.path.span), uri, f"Open {found.name}"
        elif isinstance(node, ast.SourceDeclaration):
            for part in node.fields:
                if part.name.text == "url" and is_web(part.value.text):
                    yield inside(part.value.span), part.value.text, "Open the source"
                    if node.title is not None:
                        yield inside(node.title.span), part.value.text, "Open the source"
        elif isinstance(node, ast.Cites) and node.quote is not None:
            occurrence = scope.at(node.source.span[0])
            declared = scope.declaration(occurrence) if occurrence is not None else None
            address = _address(declared.node) if declared is not None else ""
            if address:
                yield inside(node.quote.span), address, "Open the source"


def _address(node: ast.Node) -> str:
    for part in node.fields if isinstance(node, ast.SourceDeclaration) else ():
        if part.name.text == "url" and is_web(part.value.text):
            return part.value.text
    return ""


def inside(span: Span) -> Span:
    """A quoted text without its quotation marks."""
    return (span[0] + 1, span[1] - 1) if span[1] - span[0] > 2 else span
