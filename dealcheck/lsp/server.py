"""The language server: what the client sends goes to the documents and the features, and what comes out goes back."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from datetime import date
from inspect import iscoroutinefunction, isgeneratorfunction, signature
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcException, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from dealcheck import __version__
from dealcheck.lsp.analysis import Analysis, Stale
from dealcheck.lsp.client import SECTION, Client, client_of, encoding_of, settings_of
from dealcheck.lsp.documents import Document, Workspace, path_of
from dealcheck.lsp.features.diagnostics import diagnostics
from dealcheck.lsp.work import Work

WATCHED = ("**/*.policy", "**/*.deal", "**/*.csv", "**/pyproject.toml", "**/dealcheck.toml")
"""The files whose changes on disk bear on what is said of open documents."""


class DealProtocol(LanguageServerProtocol):
    """The protocol with documents kept by our own workspace, which takes the place of that of pygls."""

    _server: DealServer

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """Take in a document."""
        given = params.text_document
        self._server.opened(Document(given.uri, given.version, given.text, str(given.language_id)))

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Change a document."""
        given = params.text_document
        self._server.look_at(self._server.files.change(given.uri, given.version, params.content_changes))

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """Let go of a document."""
        self._server.closed(params.text_document.uri)

    @lsp_method(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def lsp_workspace__did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """Change the folders."""
        event = params.event
        self._server.files.set_folders([each.uri for each in event.added], [each.uri for each in event.removed])
        self._server.look_at_all()


class DealServer(LanguageServer):
    """The server. `current` is the folder for what has none, `today` gives the day for what no text dates."""

    protocol: DealProtocol

    def __init__(self, current: Path, today: Callable[[], date]) -> None:
        super().__init__("dealcheck", __version__, protocol_cls=DealProtocol, converter_factory=default_converter)
        self.files = Workspace(current, today)
        self.client = Client()
        self.work = Work(self)
        self._told_of: dict[str, object] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.on(types.INITIALIZE, self._initialize)
        self.on(types.INITIALIZED, self._initialized)
        self.on(types.SHUTDOWN, lambda params: self.files.stop())
        self.on(types.WORKSPACE_DID_CHANGE_CONFIGURATION, self._configuration_changed)
        self.on(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._files_changed)
        self.on(types.TEXT_DOCUMENT_DID_SAVE, self._saved)

    def on(self, method: str, handler: Callable[[Any], Any], options: Any = None) -> None:
        """Have a handler answer a method, which may be a bound one, a coroutine or a generator."""
        self.feature(method, options)(_plain(handler))

    def on_command(self, name: str, handler: Callable[..., Any]) -> None:
        """Have a coroutine carry a command out; what it is given must fit it."""

        async def command(*given: Any) -> Any:
            try:
                signature(handler).bind(*given)
            except TypeError as error:
                raise JsonRpcInvalidParams(f"{name}: {error}") from None
            try:
                return await handler(*given)
            except JsonRpcException:
                raise
            except Stale:
                raise JsonRpcContentModified from None
            except Exception as error:
                self.log_failure(f"carrying {name} out", error)
                return None

        self.command(name)(command)

    # ---- Start and settings ----------------------------------------------------------------------------------------

    def _initialize(self, params: types.InitializeParams) -> None:
        """Learn what the client can and where it is; only then it is known what to offer."""
        from dealcheck.lsp.offers import offer

        self.client = client_of(params.capabilities)
        self.files.encoding = encoding_of(params.capabilities)
        self.files.watched = self.client.watches
        roots = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        self.files.folders = [path for uri in roots if (path := path_of(uri)) is not None]
        if not self.files.folders and params.root_path and not params.root_uri:
            self.files.folders = [Path(params.root_path)]
        self._configure(params.initialization_options)
        offer(self)

    def _initialized(self, params: types.InitializedParams) -> None:
        wanted: list[types.Registration] = []
        if self.client.watches:
            watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            wanted.append(types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options))
        if self.client.told_of_settings:
            section = types.DidChangeConfigurationRegistrationOptions(section=SECTION)
            wanted.append(types.Registration("settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION, section))
        if wanted:
            self.start(self._register(wanted))
        self.start(self._ask_settings())

    async def _register(self, wanted: list[types.Registration]) -> None:
        try:
            await self.client_register_capability_async(types.RegistrationParams(wanted))
        except Exception as error:
            self.files.watched = False
            self.log(f"The client does not tell of changes: {error}", types.MessageType.Warning)

    def _configuration_changed(self, params: types.DidChangeConfigurationParams) -> None:
        if self.client.configures:
            self.start(self._ask_settings())
        else:
            self._configure(params.settings)

    async def _ask_settings(self) -> None:
        if not self.client.configures:
            return
        item = types.ConfigurationItem(section=SECTION)
        try:
            given = await self.workspace_configuration_async(types.ConfigurationParams([item]))
        except Exception as error:
            self.log_failure("asking for the settings", error)
            return
        if given and given[0] is not None:
            self._configure(given[0])

    def _configure(self, given: object) -> None:
        settings, wrong = settings_of(given)
        for said in wrong:
            self.log(said, types.MessageType.Warning)
        if settings != self.files.settings:
            self.files.configure(settings)
            self.look_at_all()

    # ---- Documents and files ---------------------------------------------------------------------------------------

    def opened(self, document: Document) -> None:
        """Take in a document, on which others may rest."""
        self.files.open(document)
        self.look_at_all()

    def closed(self, uri: str) -> None:
        """Let go of a document, and take back what was said of it."""
        self.work.forget(uri)
        self.files.close(uri)
        if self._told_of.pop(uri, None) is not None and not self.client.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))
        self.look_at_all()

    def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        changed = types.FileChangeType.Changed
        whether_there = any(change.type is not changed or change.uri.endswith(".toml") for change in params.changes)
        self.files.files_changed([change.uri for change in params.changes], whether_there)
        self.look_at_all()

    def _saved(self, params: types.DidSaveTextDocumentParams) -> None:
        self.look_at_all()  # Where nobody tells of changes on disk, it is looked at what has changed since.

    def look_at_all(self) -> None:
        """Look at every open document again."""
        self.look_at(self.files.documents)

    def look_at(self, uris: Iterable[str]) -> None:
        """Look at open documents again, of which something has changed."""
        for uri in [*uris]:
            self.work.schedule(uri)

    # ---- Saying what was found -------------------------------------------------------------------------------------

    def is_judging(self, analysis: Analysis) -> bool:
        """Whether there is slow work to do for a document."""
        settings = self.files.settings
        return (settings.check and analysis.holds_deal) or (settings.tests and analysis.holds_test)

    async def publish(self, analysis: Analysis, judged: bool) -> None:
        """Tell the client what is wrong with a document, unless it asks for that itself."""
        if self.client.pulls:
            return
        found = await self.work.quickly(diagnostics, analysis, self.client, judged)
        if self.files.is_current(analysis):
            self._told_of[analysis.uri] = analysis
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(analysis.uri, found, version=analysis.version)
            )

    def refresh(self) -> None:
        """Have the client ask again for what shows verdicts."""
        if self.client.pulls:
            self.start(self._asked(self.workspace_diagnostic_refresh_async(None)))
        if self.client.refreshes_lenses:
            self.start(self._asked(self.workspace_code_lens_refresh_async(None)))
        if self.client.refreshes_hints:
            self.start(self._asked(self.workspace_inlay_hint_refresh_async(None)))

    async def _asked(self, answer: Any) -> None:
        try:
            await answer
        except Exception:
            return  # It has said that it can; if it cannot, nothing is lost.

    def start(self, work: Any) -> None:
        """Have something done beside all else."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ---- Requests --------------------------------------------------------------------------------------------------

    def answering(
        self,
        work: Callable[..., Any],
        empty: Any,
        around: Callable[[Analysis], tuple[Any, ...]] = lambda analysis: (),
        judged: bool = False,
    ) -> Callable[[Any], Generator[Any, Any, Any]]:
        """A handler of requests about a document, by `work(analysis, params, *around)`.

        `judged` tells that it waits for verdicts. `around` gathers what else the work must know, in the thread that the
        documents belong to.

        It answers for the document as it is when the request comes in: the generator starts there and then, a
        coroutine later. If the document changes meanwhile, the client hears that, and asks again if it likes.
        """

        async def answer(analysis: Analysis | None, params: Any) -> Any:
            if analysis is None:
                return empty
            try:
                await self.work.ready(analysis)
                if judged and self.is_judging(analysis):
                    with suppress(Stale):  # The user may have called that off: then without.
                        await self.work.judged(analysis)
                self._hold(analysis)
                found = await self.work.quickly(work, analysis, params, *around(analysis))
                self._hold(analysis)
                return found
            except JsonRpcException:
                raise
            except Stale:
                raise JsonRpcContentModified from None
            except Exception as error:
                self.log_failure(f"answering for {analysis.uri}", error)
                return empty

        def handler(params: Any) -> Generator[Any, Any, Any]:
            analysis = self.files.analysis(params.text_document.uri)
            return (yield answer, (analysis, params), None)

        return handler

    def _hold(self, analysis: Analysis) -> None:
        """Raise where an analysis holds no longer."""
        if not self.files.is_current(analysis):
            raise JsonRpcContentModified

    # ---- Messages --------------------------------------------------------------------------------------------------

    def log(self, said: str, sort: types.MessageType = types.MessageType.Info) -> None:
        """Write into the client's log."""
        self.window_log_message(types.LogMessageParams(sort, said))

    def log_failure(self, where: str, error: BaseException) -> None:
        """Write a mistake of our own into the client's log."""
        told = "".join(traceback.format_exception(error))
        self.log(f"dealcheck failed on its own account, {where}:\n{told}", types.MessageType.Error)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong outside of requests; those are answered with their errors."""
        if not isinstance(error, JsonRpcException) or "Notification" in str(source):
            self.log(f"dealcheck failed on its own account: {error}", types.MessageType.Error)

    def shutdown(self) -> None:
        """End all work, and the server."""
        self.files.stop()
        self.work.close()
        super().shutdown()  # type: ignore[no-untyped-call]


def _plain(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A handler as a function of its own, on which pygls can leave its marks."""
    if isgeneratorfunction(handler):

        def generator(*given: Any) -> Generator[Any, Any, Any]:
            return (yield from handler(*given))

        return generator
    if iscoroutinefunction(handler):

        async def coroutine(*given: Any) -> Any:
            return await handler(*given)

        return coroutine

    def function(*given: Any) -> Any:
        return handler(*given)

    return function
