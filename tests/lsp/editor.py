"""An editor over a real process of the server, with the capabilities that VS Code, Neovim and Emacs have told of."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

T = TypeVar("T")

EDITORS = ("visual_studio_code", "neovim", "emacs")

SECONDS = 15

GOODS = """\
use "trade"

product autos "Cars" = hs 8703
product rice "Rice" = hs 1006

baseline small on 2025-07-01 {
  tariff by US from JP on autos layer s232_autos rate 25%
  tariff by JP from US on rice layer mfn rate 0%
}
"""

POLICY = """\
use "trade"
use "goods"

source paper "A paper" { publisher "The Paper"  date 2025-07-01 }

policy JP "Japan" {
  red line cars "No deal keeps the car tariff" cites paper "no such deal"
    : no tariff by US from JP on autos layer s232_autos may have rate >= 25%

  red line rice "Rice stays as it is" cites paper "not our rice"
    : no tariff by JP on rice may have rate reduced
}

test "silence keeps it" {
  deal { between US, JP  against small }
  expect JP.cars violated by silence
}
test "a cut" {
  deal { between US, JP  against small  term t: tariff by US from JP on autos layer s232_autos rate 10% }
  expect JP.cars violated
}
"""

DRAFT = """\
use "trade"
use "goods"
use "tokyo"

deal first "First offer" {
  between US, JP
  dated 2025-06-30
  effective 2025-08-01
  against small

  term cars "Cars": tariff by US from JP on autos layer s232_autos rate [US: 25% | JP: 15%]
}
"""


def make_project(folder: Path) -> Path:
    """A small project: goods with a baseline, a policy with tests, and a draft."""
    policies = folder / "policies"
    policies.mkdir(parents=True)
    (policies / "goods.policy").write_text(GOODS)
    (policies / "tokyo.policy").write_text(POLICY)
    (folder / "draft.deal").write_text(DRAFT)
    return folder


class Editor:
    """A client with the documents that it shows."""

    def __init__(self, client: LanguageClient, folder: Path | None) -> None:
        self.client = client
        self.folder = folder
        self.result: types.InitializeResult | None = None
        self.versions: dict[str, int] = {}
        self.told: dict[str, tuple[int | None, Sequence[types.Diagnostic]]] = {}
        self.registered: list[types.Registration] = []
        self.refreshed: list[str] = []
        self.applied: list[types.WorkspaceEdit] = []
        self._news = asyncio.Condition()
        client.protocol.fm.features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, None)
        client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(self._published())
        for method in (types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH):
            client.feature(method)(self._refreshed(method))
        client.protocol.fm.features.pop(types.WORKSPACE_DIAGNOSTIC_REFRESH, None)
        client.feature(types.WORKSPACE_DIAGNOSTIC_REFRESH)(self._refreshed(types.WORKSPACE_DIAGNOSTIC_REFRESH))
        client.feature(types.CLIENT_REGISTER_CAPABILITY)(self._registers())
        client.feature(types.WORKSPACE_APPLY_EDIT)(self._applies())

    def _published(self) -> Any:
        async def published(params: types.PublishDiagnosticsParams) -> None:
            assert params.version is None or params.version == self.versions.get(params.uri), "for an old version"
            self.told[params.uri] = (params.version, params.diagnostics)
            async with self._news:
                self._news.notify_all()

        return published

    def _refreshed(self, method: str) -> Any:
        async def refreshed(params: None) -> None:
            self.refreshed.append(method)
            async with self._news:
                self._news.notify_all()

        return refreshed

    def _registers(self) -> Any:
        def register(params: types.RegistrationParams) -> None:
            self.registered.extend(params.registrations)

        return register

    def _applies(self) -> Any:
        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            self.applied.append(params.edit)
            return types.ApplyWorkspaceEditResult(applied=True)

        return apply

    async def until(self, condition: Any) -> None:
        """Wait until something holds."""

        async def wait() -> None:
            async with self._news:
                await self._news.wait_for(condition)

        await asyncio.wait_for(wait(), SECONDS)

    async def soon(self, condition: Any) -> None:
        """Wait until something holds of which no message tells by itself."""
        for _ in range(SECONDS * 20):
            if condition():
                return
            await asyncio.sleep(0.05)
        raise AssertionError("it never came")

    # ---- Documents -------------------------------------------------------------------------------------------------

    def uri(self, name: str) -> str:
        """The URI of a file of the project."""
        assert self.folder is not None
        return (self.folder / name).as_uri()

    def open(self, uri: str, text: str, language: str = "dealcheck") -> types.TextDocumentIdentifier:
        """Open a document."""
        self.versions[uri] = 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text))
        )
        return types.TextDocumentIdentifier(uri)

    def open_file(self, name: str) -> types.TextDocumentIdentifier:
        """Open a file of the project."""
        assert self.folder is not None
        return self.open(self.uri(name), (self.folder / name).read_text())

    def change(self, uri: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        """Change a document."""
        self.versions[uri] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri]), [*changes]
            )
        )

    def retype(self, uri: str, text: str) -> None:
        """Give a document another text."""
        self.change(uri, types.TextDocumentContentChangeWholeDocument(text))

    def close(self, uri: str) -> None:
        """Close a document."""
        del self.versions[uri]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def codes(self, uri: str) -> list[str]:
        """The codes of the diagnostics last told of a document."""
        return sorted(str(found.code) for found in self.told.get(uri, (None, ()))[1])

    async def told_codes(self, uri: str, *codes: str) -> None:
        """Wait until these codes are told of a document as it is now."""

        def holds() -> bool:
            return uri in self.told and self.told[uri][0] == self.versions[uri] and self.codes(uri) == sorted(codes)

        try:
            await self.until(holds)
        except TimeoutError:
            raise AssertionError(f"{self.codes(uri)}, not {codes}; {self.failures}") from None

    async def settled(self, uri: str) -> None:
        """Wait until nothing more is said of a document for a while."""
        before = None
        while before != (now := self.told.get(uri)):
            before = now
            await asyncio.sleep(0.8)

    async def command(self, name: str, *arguments: object) -> Any:
        """What a command says."""
        return await self.client.workspace_execute_command_async(types.ExecuteCommandParams(name, [*arguments]))

    @property
    def failures(self) -> list[str]:
        """What the server has logged as its own mistakes."""
        return [each.message for each in self.client.log_messages if each.type is types.MessageType.Error]


@asynccontextmanager
async def editor(
    name: str = "visual_studio_code",
    folder: Path | None = None,
    *,
    settings: dict[str, Any] | None = None,
    more: Any = None,
    options: Any = None,
) -> AsyncIterator[Editor]:
    """An editor of that name with a folder; `more` changes its capabilities."""
    client = make_test_lsp_client()
    if settings is not None:
        client.set_configuration(settings, section="dealcheck")
    found = Editor(client, folder)
    await client.start_io(sys.executable, "-m", "dealcheck", "lsp", cwd=folder)
    capabilities = client_capabilities(name)
    if more is not None:
        more(capabilities)
    folders = None if folder is None else [types.WorkspaceFolder(folder.as_uri(), folder.name)]
    found.result = await asyncio.wait_for(
        client.initialize_session(
            types.InitializeParams(capabilities=capabilities, workspace_folders=folders, initialization_options=options)
        ),
        SECONDS,
    )
    yield found
    await asyncio.wait_for(client.shutdown_session(), SECONDS)
    await client.stop()
    assert found.failures == []


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a conversation to its end."""
    return asyncio.run(asyncio.wait_for(work, 3 * SECONDS))
