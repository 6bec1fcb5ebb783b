"""What the server offers: each request with what answers it. Nothing is offered that has no answer here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.commands import Commands
from dealcheck.lsp.documents import Workspace
from dealcheck.lsp.features.actions import FIX_ALL, code_actions
from dealcheck.lsp.features.completion import TRIGGERS as COMPLETION_TRIGGERS
from dealcheck.lsp.features.completion import completion
from dealcheck.lsp.features.definition import definition
from dealcheck.lsp.features.folding import folding_ranges
from dealcheck.lsp.features.formatting import formatting, range_formatting
from dealcheck.lsp.features.highlight import highlight
from dealcheck.lsp.features.hints import inlay_hints
from dealcheck.lsp.features.hover import hover
from dealcheck.lsp.features.lenses import DraftFile, code_lenses
from dealcheck.lsp.features.links import document_links
from dealcheck.lsp.features.outline import document_symbols, flat_symbols, workspace_symbols
from dealcheck.lsp.features.references import references
from dealcheck.lsp.features.rename import RenameRefused, prepare_rename, rename
from dealcheck.lsp.features.selection import selection_ranges
from dealcheck.lsp.features.signature import TRIGGERS as SIGNATURE_TRIGGERS
from dealcheck.lsp.features.signature import signature_help
from dealcheck.lsp.features.tokens import LEGEND, delta, encoded
from dealcheck.lsp.pulling import Pulling
from dealcheck.report.record import DraftReport
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.lsp.server import DealServer


def offer(server: DealServer) -> None:
    """Register all that the client can use."""
    _offer_names(server)
    _offer_texts(server)
    _offer_verdicts(server)
    Tokens(server).offer()
    Commands(server).offer()
    if server.client.pulls:
        Pulling(server).offer()


def _offer_names(server: DealServer) -> None:
    """What there is to say of names, and where they stand."""
    client, files = server.client, server.files

    def on(method: str, work: Callable[[Analysis, Any], Any], empty: Any, options: Any = None) -> None:
        server.on(method, server.answering(work, empty), options)

    def hovering(analysis: Analysis, given: types.HoverParams) -> types.Hover | None:
        return hover(analysis, given.position, markdown=client.hover_markdown)

    def completing(analysis: Analysis, given: types.CompletionParams) -> types.CompletionList:
        found = completion(analysis, given.position, snippets=client.snippets, markdown=client.completion_markdown)
        for item in () if client.completion_markup else found.items:
            if isinstance(item.documentation, types.MarkupContent):
                item.documentation = item.documentation.value
        return found

    def signing(analysis: Analysis, given: types.SignatureHelpParams) -> types.SignatureHelp | None:
        return signature_help(analysis, given.position, markdown=client.signature_markdown)

    def referring(analysis: Analysis, given: types.ReferenceParams) -> list[types.Location]:
        return references(analysis, files, given.position, declaration=given.context.include_declaration)

    def preparing(analysis: Analysis, given: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder:
        try:
            return prepare_rename(analysis, files, given.position)
        except RenameRefused as error:
            raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed.value) from None

    def renaming(analysis: Analysis, given: types.RenameParams) -> types.WorkspaceEdit:
        try:
            return rename(analysis, files, given.position, given.new_name, versioned=client.versioned_edits)
        except RenameRefused as error:
            raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed.value) from None

    on(types.TEXT_DOCUMENT_HOVER, hovering, None)
    on(
        types.TEXT_DOCUMENT_COMPLETION,
        completing,
        None,
        types.CompletionOptions(trigger_characters=[*COMPLETION_TRIGGERS]),
    )
    on(
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        signing,
        None,
        types.SignatureHelpOptions(trigger_characters=[*SIGNATURE_TRIGGERS]),
    )
    on(types.TEXT_DOCUMENT_DEFINITION, lambda analysis, given: definition(analysis, given.position), [])
    on(types.TEXT_DOCUMENT_REFERENCES, referring, [])
    on(types.TEXT_DOCUMENT_PREPARE_RENAME, preparing, None)
    on(types.TEXT_DOCUMENT_RENAME, renaming, None)
    on(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, lambda analysis, given: highlight(analysis, given.position), [])

    async def finding(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        try:
            return await server.work.quickly(workspace_symbols, files, params.query)
        except Exception as error:
            server.log_failure("looking for names", error)
            return []

    server.on(types.WORKSPACE_SYMBOL, finding)


def _offer_texts(server: DealServer) -> None:
    """How a text is built, laid out and mended."""
    client = server.client

    def on(method: str, work: Callable[[Analysis, Any], Any], empty: Any, options: Any = None) -> None:
        server.on(method, server.answering(work, empty), options)

    def linking(analysis: Analysis, given: types.DocumentLinkParams) -> list[types.DocumentLink]:
        found = document_links(analysis)
        return found if client.link_tooltips else [evolve(link, tooltip=None) for link in found]

    outline = document_symbols if client.levels else flat_symbols
    on(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, lambda analysis, given: outline(analysis), [])
    on(types.TEXT_DOCUMENT_DOCUMENT_LINK, linking, [])
    on(types.TEXT_DOCUMENT_FOLDING_RANGE, lambda analysis, given: folding_ranges(analysis), [])
    on(types.TEXT_DOCUMENT_SELECTION_RANGE, lambda analysis, given: selection_ranges(analysis, given.positions), [])
    on(types.TEXT_DOCUMENT_FORMATTING, lambda analysis, given: formatting(analysis), [])
    on(types.TEXT_DOCUMENT_RANGE_FORMATTING, lambda analysis, given: range_formatting(analysis, given.range), [])
    on(
        types.TEXT_DOCUMENT_CODE_ACTION,
        lambda analysis, given: code_actions(analysis, given.range, given.context, client),
        [],
        types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL]),
    )


def _offer_verdicts(server: DealServer) -> None:
    """What stands beside and above the text."""
    client, files = server.client, server.files

    def drafts(analysis: Analysis) -> tuple[list[DraftFile]]:
        return (open_drafts(files),)

    def lenses(analysis: Analysis, given: types.CodeLensParams, opened: list[DraftFile]) -> list[types.CodeLens]:
        if not opened and any(isinstance(item, ast.Policy) for item in analysis.tree.items):
            opened = [DraftFile(*found) for found in files.deals_on_disk()]
        return code_lenses(analysis, opened)

    def reports(analysis: Analysis) -> tuple[list[DraftReport]]:
        return (reports_of_others(files, analysis),)

    def hints(analysis: Analysis, given: types.InlayHintParams, elsewhere: list[DraftReport]) -> list[types.InlayHint]:
        return inlay_hints(analysis, given.range, elsewhere)

    # Who cannot be told that there are verdicts by now must wait for them.
    server.on(types.TEXT_DOCUMENT_CODE_LENS, server.answering(lenses, [], drafts, not client.refreshes_lenses))
    server.on(types.TEXT_DOCUMENT_INLAY_HINT, server.answering(hints, [], reports, not client.refreshes_hints))


@frozen(eq=False)
class Tokens:
    """Answers requests for semantic tokens, and keeps what each document was told last, to tell differences."""

    server: DealServer
    _told: dict[str, tuple[str, list[int]]] = field(factory=dict)

    def offer(self) -> None:
        """Register the requests."""
        on, answering = self.server.on, self.server.answering
        on(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, answering(self._full, None), LEGEND)
        on(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, answering(self._delta, None), LEGEND)
        on(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, answering(self._range, None), LEGEND)

    def _full(self, analysis: Analysis, given: types.SemanticTokensParams) -> types.SemanticTokens:
        data, name = encoded(analysis), str(analysis.serial)
        self._told[analysis.uri] = (name, data)
        return types.SemanticTokens(data, name)

    def _delta(
        self, analysis: Analysis, given: types.SemanticTokensDeltaParams
    ) -> types.SemanticTokens | types.SemanticTokensDelta:
        name, before = self._told.get(analysis.uri, ("", []))
        now = self._full(analysis, types.SemanticTokensParams(given.text_document))
        if name != given.previous_result_id:
            return now
        return types.SemanticTokensDelta(delta(before, now.data), now.result_id)

    def _range(self, analysis: Analysis, given: types.SemanticTokensRangeParams) -> types.SemanticTokens:
        return types.SemanticTokens(encoded(analysis, analysis.positions.span(given.range)))


def open_drafts(files: Workspace) -> list[DraftFile]:
    """The deals in open documents, those opened last first."""
    found: list[DraftFile] = []
    for uri in reversed(files.documents):
        analysis = files.analysis(uri)
        if analysis is not None:
            deals = (item for item in analysis.tree.items if isinstance(item, ast.Deal))
            found.extend(DraftFile(uri, deal.name.text) for deal in deals)
    return found


def reports_of_others(files: Workspace, analysis: Analysis) -> list[DraftReport]:
    """What is known by now of the deals in the other open documents."""
    found: list[DraftReport] = []
    for uri in files.documents:
        other = files.analysis(uri)
        if other is not None and other is not analysis and other.has("report") and other.report is not None:
            found.append(other.report)
    return found
