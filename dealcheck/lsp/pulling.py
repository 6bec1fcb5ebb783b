"""Diagnostics that the client asks for: of one document, or of all files of the workspace."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.documents import path_of
from dealcheck.lsp.features.diagnostics import diagnostics

if TYPE_CHECKING:
    from dealcheck.lsp.server import DealServer


class ServerCancelledFault(JsonRpcException):
    """The document has changed while it was looked at: the client is to ask again."""

    CODE = types.LSPErrorCodes.ServerCancelled.value
    MESSAGE = "The document has changed"


@frozen(eq=False)
class Pulling:
    """Answers requests for diagnostics. Verdicts that take their time are left to a second request."""

    server: DealServer

    def offer(self) -> None:
        """Register the two requests."""
        options = types.DiagnosticOptions(
            inter_file_dependencies=True, workspace_diagnostics=True, identifier="dealcheck"
        )
        self.server.on(types.TEXT_DOCUMENT_DIAGNOSTIC, self._document, options)
        self.server.on(types.WORKSPACE_DIAGNOSTIC, self._workspace)

    def _document(self, params: types.DocumentDiagnosticParams) -> Generator[Any, Any, Any]:
        uri = params.text_document.uri
        path = path_of(uri)
        analysis = self.server.files.analysis(uri)
        if analysis is None and path is not None and path.is_file():
            analysis = self.server.files.file_analysis(path)
        return (yield self._answer, (analysis, params.previous_result_id), None)

    async def _answer(self, analysis: Analysis | None, known: str | None) -> types.DocumentDiagnosticReport:
        if analysis is None:
            return types.RelatedFullDocumentDiagnosticReport([])
        name, found = await self._diagnostics(analysis, known)
        if analysis.version is not None and not self.server.files.is_current(analysis):
            raise ServerCancelledFault(data=types.DiagnosticServerCancellationData(retrigger_request=True))
        if found is None:
            return types.RelatedUnchangedDocumentDiagnosticReport(name)
        return types.RelatedFullDocumentDiagnosticReport(found, result_id=name)

    async def _diagnostics(self, analysis: Analysis, known: str | None) -> tuple[str, list[types.Diagnostic] | None]:
        """The diagnostics of a document under the name of this answer; None where the client has them already."""
        server = self.server
        try:
            await server.work.ready(analysis)
            judged = analysis.has("report") or not server.is_judging(analysis)
            name = f"{analysis.serial}.{int(judged)}"
            if name == known:
                return name, None
            return name, await server.work.quickly(diagnostics, analysis, server.client, judged)
        except Exception as error:
            server.log_failure(f"looking at {analysis.uri}", error)
            return f"{analysis.serial}.failed", []

    async def _workspace(self, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        """The diagnostics of every file; those of files that are not open without verdicts."""
        files, server = self.server.files, self.server
        known = {each.uri: each.value for each in params.previous_result_ids}
        token = params.partial_result_token
        items: list[types.WorkspaceDocumentDiagnosticReport] = []
        waiting: list[str | Path] = [*files.documents, *await server.work.quickly(files.files)]
        seen: set[str] = set()
        for each in waiting:
            analysis = files.analysis(each) if isinstance(each, str) else files.file_analysis(each)
            if analysis is None or analysis.uri in seen:
                continue
            seen.add(analysis.uri)
            name, found = await self._diagnostics(analysis, known.get(analysis.uri))
            version = analysis.version
            if version is not None and not files.is_current(analysis):
                continue  # What it is now comes with the next request.
            item: types.WorkspaceDocumentDiagnosticReport
            if found is None:
                item = types.WorkspaceUnchangedDocumentDiagnosticReport(analysis.uri, name, version=version)
            else:
                item = types.WorkspaceFullDocumentDiagnosticReport(analysis.uri, found, version=version, result_id=name)
            if token is None:
                items.append(item)
            else:
                server.protocol.notify(
                    types.PROGRESS, types.ProgressParams(token, types.WorkspaceDiagnosticReportPartialResult([item]))
                )
        return types.WorkspaceDiagnosticReport(items)
