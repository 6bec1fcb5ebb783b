"""A random walk of edits, requests and changes on disk.

The server never dies and never answers for an old version, and its diagnostics are those of the command line.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from dealcheck import api
from dealcheck.cli.main import run as command_line
from dealcheck.lsp.features.diagnostics import ABOUT_THE_COMMAND
from dealcheck.lsp.positions import Positions
from dealcheck.source import Source
from tests.lsp.editor import DRAFT, GOODS, POLICY, SECONDS, Editor, editor, make_project

T = TypeVar("T")

TEXTS = {
    "policies/goods.policy": GOODS,
    "policies/tokyo.policy": POLICY,
    "draft.deal": DRAFT,
    "second.deal": DRAFT.replace("first", "second").replace("[US: 25% | JP: 15%]", "10%"),
    "more.policy": 'use "tokyo"\nuse "goods"\nproduct vans "Vans" = hs 8704\n',
}
"""The files of the walk; the last two are there only once they have been written or opened."""

SNIPPETS = (
    "",
    "\n",
    " ",
    "#",
    '"',
    "}",
    "{",
    "25%",
    "autos",
    "term t: ",
    "\U0001f697",
    "é",
    "\r\n",
    "[",
    "hs 87",
    "use",
)

AT_A_PLACE: dict[str, Any] = {
    types.TEXT_DOCUMENT_HOVER: types.HoverParams,
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionParams,
    types.TEXT_DOCUMENT_SIGNATURE_HELP: types.SignatureHelpParams,
    types.TEXT_DOCUMENT_DEFINITION: types.DefinitionParams,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: types.DocumentHighlightParams,
}
OF_A_TEXT: dict[str, Any] = {
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: types.DocumentSymbolParams,
    types.TEXT_DOCUMENT_DOCUMENT_LINK: types.DocumentLinkParams,
    types.TEXT_DOCUMENT_FOLDING_RANGE: types.FoldingRangeParams,
    types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL: types.SemanticTokensParams,
    types.TEXT_DOCUMENT_CODE_LENS: types.CodeLensParams,
}
OTHERS = (
    types.TEXT_DOCUMENT_REFERENCES, types.TEXT_DOCUMENT_INLAY_HINT, types.TEXT_DOCUMENT_CODE_ACTION,
    types.TEXT_DOCUMENT_SELECTION_RANGE, types.WORKSPACE_SYMBOL,
)  # fmt: skip
REQUESTS = (*AT_A_PLACE, *OF_A_TEXT, *OTHERS)

ALLOWED = {
    types.LSPErrorCodes.ContentModified.value,
    types.LSPErrorCodes.RequestCancelled.value,
    types.LSPErrorCodes.ServerCancelled.value,
}
"""How a request may fail: what it was about is no longer so."""


def pulls(can: types.ClientCapabilities) -> None:
    """A client that asks for diagnostics and counts letters."""
    assert can.text_document is not None
    assert can.workspace is not None
    assert can.general is not None
    can.text_document.diagnostic = types.DiagnosticClientCapabilities()
    can.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    can.general.position_encodings = [types.PositionEncodingKind.Utf32]


def _check(error: JsonRpcException) -> None:
    assert error.code in ALLOWED, error


EXAMPLES = 12


class Server:
    """One server for all walks, spoken to from another thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.context = editor("visual_studio_code", folder, more=pulls)
        self.editor: Editor = self.wait(self.context.__aenter__())

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin something."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """The outcome of something."""
        return self.start(work).result(SECONDS)

    def tell(self, work: Any, *arguments: Any) -> None:
        """Send something that has no answer."""

        async def send() -> None:
            work(*arguments)

        self.wait(send())

    def close(self) -> None:
        """End the server; it must have lived till now, without a mistake of its own."""
        self.wait(self.context.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        found = Server(make_project(Path(folder) / "project"))
        yield found
        found.close()


def said_by_the_command_line(folder: Path, name: str) -> list[tuple[str, str, int, int]]:
    """Code, severity, line and column of what `check` and `lint` find in a file, each once."""
    before = Path.cwd()
    found: set[tuple[str, str, int, int]] = set()
    os.chdir(folder)
    try:
        for command in ("check", "lint"):
            output = io.StringIO()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()):
                command_line([command, "--format", "json", name])
            document = json.loads(output.getvalue())
            listed = list(document["errors"])
            for file in document.get("files", ()):
                listed.extend(file["findings"])
            for each in listed:
                if each["code"] not in ABOUT_THE_COMMAND and each.get("file") == name:
                    found.add((each["code"], each["severity"], each["line"], each["column"]))
    finally:
        os.chdir(before)
    return sorted(found)


class Walk(RuleBasedStateMachine):
    """Documents that are opened, typed in and closed, files that change, and questions all the while."""

    server: Server
    documents = Bundle("documents")

    @initialize()
    def begin(self) -> None:
        self.texts: dict[str, str] = {}
        self.waiting: list[Future[Any]] = []
        for name in ("second.deal", "more.policy"):
            (self.server.folder / name).unlink(missing_ok=True)
        for name in ("draft.deal", "policies/goods.policy", "policies/tokyo.policy"):
            self.write(name, TEXTS[name])

    @property
    def editor(self) -> Editor:
        return self.server.editor

    def uri(self, name: str) -> str:
        return self.editor.uri(name)

    def write(self, name: str, text: str) -> None:
        path = self.server.folder / name
        there = path.exists()
        path.write_bytes(text.encode())
        sort = types.FileChangeType.Changed if there else types.FileChangeType.Created
        event = types.DidChangeWatchedFilesParams([types.FileEvent(path.as_uri(), sort)])
        self.server.tell(self.editor.client.workspace_did_change_watched_files, event)

    # ---- What an editor does ---------------------------------------------------------------------------------------

    @rule(target=documents, name=st.sampled_from(sorted(TEXTS)))
    def open(self, name: str) -> str:
        if name not in self.texts:
            path = self.server.folder / name
            self.texts[name] = path.read_bytes().decode() if path.exists() else TEXTS[name]
            if not path.exists():
                self.write(name, self.texts[name])
            self.server.tell(self.editor.open, self.uri(name), self.texts[name])
        return name

    @rule(name=documents, data=st.data(), new=st.sampled_from(SNIPPETS))
    def type(self, name: str, data: st.DataObject, new: str) -> None:
        text = self.texts.get(name)
        if text is None:
            return
        positions = Positions(text, "utf-32")
        low = data.draw(st.integers(0, len(text)))
        low, high = positions.span(positions.range((low, min(len(text), low + data.draw(st.integers(0, 8))))))
        self.texts[name] = text[:low] + new + text[high:]
        change = types.TextDocumentContentChangePartial(positions.range((low, high)), new)
        self.server.tell(self.editor.change, self.uri(name), change)

    @rule(name=documents, text=st.sampled_from([*TEXTS.values(), "", "# nothing", "deal {", "```"]))
    def retype(self, name: str, text: str) -> None:
        if name in self.texts:
            self.texts[name] = text
            self.server.tell(self.editor.retype, self.uri(name), text)

    @rule(name=consumes(documents))
    def close(self, name: str) -> None:
        if self.texts.pop(name, None) is not None:
            self.server.tell(self.editor.close, self.uri(name))

    @rule(name=st.sampled_from(sorted(TEXTS)), text=st.sampled_from([*TEXTS.values(), "# nothing\n"]))
    def change_on_disk(self, name: str, text: str) -> None:
        self.write(name, text)

    # ---- What it asks ----------------------------------------------------------------------------------------------

    @rule(name=documents, method=st.sampled_from(REQUESTS), data=st.data())
    def ask(self, name: str, method: str, data: st.DataObject) -> None:
        text = self.texts.get(name)
        if text is not None:
            at = Positions(text, "utf-32").position(data.draw(st.integers(0, len(text))))
            self.waiting.append(self.server.start(self._answer(method, self._params(self.uri(name), method, at))))

    async def _answer(self, method: str, params: Any) -> None:
        try:
            await self.editor.client.protocol.send_request_async(method, params)
        except JsonRpcException as error:
            _check(error)

    def _params(self, uri: str, method: str, at: types.Position) -> Any:
        document, everything = types.TextDocumentIdentifier(uri), types.Range(types.Position(0, 0), at)
        if method == types.WORKSPACE_SYMBOL:
            return types.WorkspaceSymbolParams("a")
        if method == types.TEXT_DOCUMENT_REFERENCES:
            return types.ReferenceParams(types.ReferenceContext(include_declaration=True), document, at)
        if method == types.TEXT_DOCUMENT_CODE_ACTION:
            return types.CodeActionParams(document, everything, types.CodeActionContext([]))
        if method == types.TEXT_DOCUMENT_INLAY_HINT:
            return types.InlayHintParams(document, everything)
        if method == types.TEXT_DOCUMENT_SELECTION_RANGE:
            return types.SelectionRangeParams(document, [at])
        if method in AT_A_PLACE:
            return AT_A_PLACE[method](document, at)
        return OF_A_TEXT[method](document)

    @rule(name=documents)
    def format(self, name: str) -> None:
        """What comes back must be edits of the text as it was when they were asked for."""
        text = self.texts.get(name)
        if text is not None:
            self.waiting.append(self.server.start(self._format(self.uri(name), name, text)))

    async def _format(self, uri: str, name: str, text: str) -> None:
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        params = types.DocumentFormattingParams(types.TextDocumentIdentifier(uri), options)
        try:
            edits = await self.editor.client.text_document_formatting_async(params)
        except JsonRpcException as error:
            _check(error)
            return
        positions = Positions(text, "utf-32")
        now = text
        for edit in sorted(edits or (), key=lambda each: positions.span(each.range), reverse=True):
            low, high = positions.span(edit.range)
            now = now[:low] + edit.new_text + now[high:]
        wanted = api.format_text(Source(name, text)).text
        assert now.replace("\r\n", "\n") == wanted.replace("\r\n", "\n")

    # ---- What must hold --------------------------------------------------------------------------------------------

    @precondition(lambda self: self.texts)
    @rule(data=st.data())
    def compare(self, data: st.DataObject) -> None:
        """The diagnostics of a document are those of the command line on the same texts."""
        name = data.draw(st.sampled_from(sorted(self.texts)))
        ours = self.server.wait(self._diagnostics(self.uri(name)))
        with tempfile.TemporaryDirectory() as folder:
            mirror = Path(folder) / "project"
            shutil.copytree(self.server.folder, mirror)
            for other, text in self.texts.items():
                (mirror / other).write_bytes(text.encode())
            assert ours == said_by_the_command_line(mirror, name)

    async def _diagnostics(self, uri: str) -> list[tuple[str, str, int, int]]:
        """Those of the texts themselves, once the deals are judged: the answer's name tells that by its end."""
        params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        while True:
            found = await self.editor.client.text_document_diagnostic_async(params)
            assert isinstance(found, types.RelatedFullDocumentDiagnosticReport)
            assert found.result_id is not None
            assert not found.result_id.endswith("failed"), self.editor.failures
            if found.result_id.endswith(".1"):
                break
            await asyncio.sleep(0.05)
        words = {1: "error", 2: "warning", 3: "note"}
        return sorted({
            (str(each.code), words[int(each.severity or 0)], each.range.start.line + 1, each.range.start.character + 1)
            for each in found.items
            if not str(each.code).startswith("DC5") and " has an error: " not in each.message
            and " errors, the first being: " not in each.message
        })  # fmt: skip

    def teardown(self) -> None:
        for future in getattr(self, "waiting", ()):
            future.result(SECONDS)
        for name in getattr(self, "texts", ()):
            self.server.tell(self.editor.close, self.uri(name))
        assert self.editor.failures == []


def test_random_walk(server: Server) -> None:
    walk = type("ThisWalk", (Walk,), {"server": server})
    run_state_machine_as_test(
        walk,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
