"""The server over a real process, as editors with their recorded capabilities drive it: every feature once in each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from dealcheck.shipped import shipped_folder
from tests.lsp.editor import DRAFT, EDITORS, GOODS, POLICY, Editor, editor, make_project, run

WHOLE = types.Range(types.Position(0, 0), types.Position(10_000, 0))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


def at(text: str, piece: str, after: int = 0) -> types.Position:
    """Where a piece of an ASCII text stands first."""
    before = text[: text.index(piece) + after]
    return types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


# ---- Every feature, in every editor ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EDITORS)
def test_each_feature_in_each_editor(name: str, project: Path) -> None:
    run(_each_feature(name, project))


async def _each_feature(name: str, project: Path) -> None:
    async with editor(name, project) as ed:
        client = ed.client
        draft, policy = ed.open_file("draft.deal"), ed.open_file("policies/tokyo.policy")
        assert ed.result is not None
        expected = {"visual_studio_code": "utf-16", "neovim": "utf-8", "emacs": "utf-32"}[name]
        assert ed.result.capabilities.position_encoding == expected
        # Diagnostics of the draft come twice: at once, and with the verdicts.
        await ed.told_codes(draft.uri, "DC502")
        await ed.told_codes(policy.uri, "DC480", "DC481")
        (verdict,) = ed.told[draft.uri][1]
        assert verdict.message.startswith("red line: depends on choices: JP.cars: ")
        assert verdict.range.start == at(DRAFT, "tariff by US")
        if name != "emacs":
            assert any(each.location.uri == policy.uri for each in verdict.related_information or ())
        # What stands above and beside.
        lenses = await client.text_document_code_lens_async(types.CodeLensParams(policy))
        titles = [lens.command.title for lens in lenses or () if lens.command]
        assert titles.count("evaluate against first") == 3
        assert titles.count("passed; run test again") == 1
        assert titles.count("fails; run test again") == 1
        (lens,) = await client.text_document_code_lens_async(types.CodeLensParams(draft)) or ()
        assert lens.command is not None
        assert lens.command.title == "meets 1, depends on choices for 1"
        hints = await client.text_document_inlay_hint_async(types.InlayHintParams(draft, WHOLE)) or ()
        assert {str(hint.label) for hint in hints} == {"now 25%", "breaks JP.cars"}
        hints = await client.text_document_inlay_hint_async(types.InlayHintParams(policy, WHOLE)) or ()
        said = {str(hint.label) for hint in hints}
        assert {"first: open", "first: met", "as expected", "but not violated"} >= {*said} - {
            label for label in said if label.startswith("but ")
        }
        # Commands.
        for lens in [each for each in lenses or () if each.command]:
            assert lens.command is not None
            told = await ed.command(lens.command.command, *(lens.command.arguments or ()))
            assert ("JP" in told) or ("silence" in told) or ("a cut" in told)
        assert "DC502" in await ed.command("dealcheck.report", draft.uri, "first")
        assert "DC450" in await ed.command("dealcheck.explain", "DC450")
        # Names.
        here = at(DRAFT, "autos")
        hover = await client.text_document_hover_async(types.HoverParams(draft, here))
        assert hover is not None
        assert "8703" in str(hover.contents)
        where = await client.text_document_definition_async(types.DefinitionParams(draft, here))
        assert where[0].uri == ed.uri("policies/goods.policy")  # type: ignore[index,union-attr]
        used = await client.text_document_references_async(
            types.ReferenceParams(types.ReferenceContext(include_declaration=True), draft, here)
        )
        assert len({each.uri for each in used or ()}) == 3
        marked = await client.text_document_document_highlight_async(types.DocumentHighlightParams(draft, here))
        assert len(marked or ()) == 1
        if name == "visual_studio_code":
            await client.text_document_prepare_rename_async(types.PrepareRenameParams(draft, here))
        renamed = await client.text_document_rename_async(types.RenameParams(draft, here, "cars_of_all_sorts"))
        assert renamed is not None
        symbols = await client.text_document_document_symbol_async(types.DocumentSymbolParams(draft))
        assert symbols
        found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("autos"))
        assert any(each.name == "autos" for each in found or ())
        completed = await client.text_document_completion_async(types.CompletionParams(draft, at(DRAFT, "rate [", 5)))
        assert completed is not None
        await client.text_document_signature_help_async(types.SignatureHelpParams(draft, at(DRAFT, " on autos", 1)))
        # Texts.
        links = await client.text_document_document_link_async(types.DocumentLinkParams(draft))
        assert ed.uri("policies/tokyo.policy") in {each.target for each in links or ()}
        assert await client.text_document_folding_range_async(types.FoldingRangeParams(draft))
        assert await client.text_document_selection_range_async(types.SelectionRangeParams(draft, [here]))
        tokens = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(draft))
        assert tokens is not None
        assert tokens.data
        part = types.Range(types.Position(4, 0), types.Position(6, 0))
        some = await client.text_document_semantic_tokens_range_async(types.SemanticTokensRangeParams(draft, part))
        assert some is not None
        assert 0 < len(some.data) < len(tokens.data)
        assert tokens.result_id is not None
        changed = await client.text_document_semantic_tokens_full_delta_async(
            types.SemanticTokensDeltaParams(draft, tokens.result_id)
        )
        assert isinstance(changed, types.SemanticTokensDelta)
        assert list(changed.edits) == []
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        assert await client.text_document_formatting_async(types.DocumentFormattingParams(draft, options))
        await client.text_document_range_formatting_async(types.DocumentRangeFormattingParams(draft, part, options))
        context = types.CodeActionContext([])
        await client.text_document_code_action_async(types.CodeActionParams(draft, WHOLE, context))


# ---- Diagnostics -----------------------------------------------------------------------------------------------------


def pulls(can: types.ClientCapabilities) -> None:
    """A client that asks for diagnostics, as later versions of VS Code do."""
    assert can.text_document is not None
    assert can.workspace is not None
    can.text_document.diagnostic = types.DiagnosticClientCapabilities()
    can.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)


def test_diagnostics_that_are_asked_for(project: Path) -> None:
    run(_asked_for(project))


async def _asked_for(project: Path) -> None:
    async with editor("visual_studio_code", project, more=pulls) as ed:
        client, draft = ed.client, ed.open_file("draft.deal")
        first = await client.text_document_diagnostic_async(types.DocumentDiagnosticParams(draft))
        assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
        await ed.until(lambda: types.WORKSPACE_DIAGNOSTIC_REFRESH in ed.refreshed)
        second = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(draft, previous_result_id=first.result_id)
        )
        assert isinstance(second, types.RelatedFullDocumentDiagnosticReport)
        assert [each.code for each in second.items] == ["DC502"]
        third = await client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(draft, previous_result_id=second.result_id)
        )
        assert isinstance(third, types.RelatedUnchangedDocumentDiagnosticReport)
        assert ed.told == {}, "who asks is not told besides"
        (project / "policies" / "bad.policy").write_text("polcy X {}\n")
        whole = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        full = {each.uri: each for each in whole.items}
        assert {*full} == {
            ed.uri(name)
            for name in ("draft.deal", "policies/tokyo.policy", "policies/goods.policy", "policies/bad.policy")
        }
        bad = full[ed.uri("policies/bad.policy")]
        assert isinstance(bad, types.WorkspaceFullDocumentDiagnosticReport)
        assert bad.version is None
        assert [str(each.code)[:3] for each in bad.items] == ["DC1"]
        known = [types.PreviousResultId(each.uri, each.result_id or "") for each in whole.items]
        again = await client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams(known))
        assert {type(each) for each in again.items} == {types.WorkspaceUnchangedDocumentDiagnosticReport}


def test_errors_elsewhere_stand_at_the_use(project: Path) -> None:
    run(_elsewhere(project))


async def _elsewhere(project: Path) -> None:
    async with editor(folder=project) as ed:
        draft = ed.open_file("draft.deal")
        goods = ed.open_file("policies/goods.policy")
        await ed.told_codes(draft.uri, "DC502")
        ed.retype(goods.uri, GOODS.replace("hs 1006", "hs"))
        await ed.until(lambda: any(code.startswith("DC1") for code in ed.codes(draft.uri)))
        await ed.settled(draft.uri)
        found = [each for each in ed.told[draft.uri][1] if str(each.code).startswith("DC1")]
        assert [each.range.start.line for each in found] == [1]
        assert {each.location.uri for each in found[0].related_information or ()} == {goods.uri}
        ed.close(goods.uri)
        assert ed.told[draft.uri][0] == 1
        await ed.told_codes(draft.uri, "DC502")
        await ed.until(lambda: ed.told[goods.uri][1] == [] or len(ed.told[goods.uri][1]) == 0)


def test_files_that_change_on_disk(project: Path) -> None:
    run(_on_disk(project))


async def _on_disk(project: Path) -> None:
    async with editor(folder=project) as ed:
        draft = ed.open_file("draft.deal")
        await ed.told_codes(draft.uri, "DC502")
        methods = {each.method for each in ed.registered}
        assert methods == {types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.WORKSPACE_DID_CHANGE_CONFIGURATION}
        path = project / "policies" / "tokyo.policy"
        path.write_text(POLICY.replace("rate >= 25%", "rate >= 30%"))
        changed = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
        ed.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        await ed.told_codes(draft.uri)
        path.unlink()
        gone = types.FileEvent(path.as_uri(), types.FileChangeType.Deleted)
        ed.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([gone]))
        await ed.until(lambda: "DC901" in ed.codes(draft.uri))


def test_settings(project: Path) -> None:
    run(_settings(project))


async def _settings(project: Path) -> None:
    text = POLICY.replace(' cites paper "not our rice"', "").replace(' cites paper "no such deal"', "")
    async with editor(folder=project, settings={"lint": {"select": ["DC450"]}, "check": {"enable": False}}) as ed:
        policy, draft = ed.open(ed.uri("policies/tokyo.policy"), text), ed.open_file("draft.deal")
        await ed.told_codes(policy.uri, "DC450", "DC450")
        await ed.told_codes(draft.uri)
        ed.client.set_configuration({"lint": {"enable": False}, "inlayHints.enable": False}, section="dealcheck")
        ed.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        await ed.told_codes(policy.uri)
        await ed.told_codes(draft.uri, "DC502")
        assert await ed.client.text_document_inlay_hint_async(types.InlayHintParams(draft, WHOLE)) in ([], ())
        ed.client.set_configuration({"check": {"asOf": "soon"}, "lint": {"select": ["nonsense"]}}, section="dealcheck")
        ed.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(None))
        await asyncio.sleep(0.3)
        warned = [each.message for each in ed.client.log_messages]
        assert any("no date" in said for said in warned)
        assert any("nonsense" in said for said in warned)


# ---- Mending ---------------------------------------------------------------------------------------------------------


def edits_of(edit: types.WorkspaceEdit, uri: str) -> list[types.TextEdit]:
    """The edits of one document."""
    found: list[types.TextEdit] = list((edit.changes or {}).get(uri, ()))
    for change in edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        found.extend(each for each in change.edits if isinstance(each, types.TextEdit))
    return found


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """An ASCII text with edits applied."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    spans = sorted(
        (
            starts[e.range.start.line] + e.range.start.character,
            starts[e.range.end.line] + e.range.end.character,
            e.new_text,
        )
        for e in edits
    )
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


def test_mending(project: Path) -> None:
    run(_in_one(project, _fixes, _meant, _formatting))


async def _in_one(project: Path, *parts: Callable[[Editor], Coroutine[Any, Any, None]]) -> None:
    async with editor(folder=project) as ed:
        for part in parts:
            await part(ed)


async def _fixes(ed: Editor) -> None:
    text = POLICY.replace('use "goods"\n', 'use "goods"\nuse "goods"\n').replace("on autos layer", "on (autos) layer")
    client, policy = ed.client, ed.open(ed.uri("policies/tokyo.policy"), text)
    await ed.until(lambda: "DC470" in ed.codes(policy.uri))
    (twice,) = [each for each in ed.told[policy.uri][1] if each.code == "DC470"]
    assert list(twice.tags or ()) == [types.DiagnosticTag.Unnecessary]
    params = types.CodeActionParams(policy, twice.range, types.CodeActionContext([twice]))
    actions = list(await client.text_document_code_action_async(params) or ())
    fix = next(each for each in actions if isinstance(each, types.CodeAction) and each.edit is not None)
    assert fix.is_preferred
    assert list(fix.diagnostics or ()) == [twice]
    assert fix.edit is not None
    assert applied(text, edits_of(fix.edit, policy.uri)).count('use "goods"') == 1
    assert any(each.title == "Explain DC470" for each in actions)
    only = types.CodeActionContext([], only=[types.CodeActionKind.SourceFixAll])
    everything = await client.text_document_code_action_async(types.CodeActionParams(policy, WHOLE, only)) or ()
    (all_at_once,) = [each for each in everything if isinstance(each, types.CodeAction)]
    assert all_at_once.edit is not None
    mended = applied(text, edits_of(all_at_once.edit, policy.uri))
    assert "(autos)" not in mended
    assert mended.count('use "goods"') == 1
    assert await ed.command("dealcheck.fixAll", policy.uri) > 0
    assert applied(text, edits_of(ed.applied[0], policy.uri)) == mended
    ed.close(policy.uri)


async def _meant(ed: Editor) -> None:
    text = DRAFT.replace("on autos", "on autso").replace('use "tokyo"\n', "")
    client, draft = ed.client, ed.open(ed.uri("draft.deal"), text)
    await ed.until(lambda: "DC202" in ed.codes(draft.uri))
    (unknown,) = [each for each in ed.told[draft.uri][1] if each.code == "DC202"]
    params = types.CodeActionParams(draft, unknown.range, types.CodeActionContext([unknown]))
    actions = await client.text_document_code_action_async(params) or ()
    fix = next(each for each in actions if isinstance(each, types.CodeAction) and each.edit is not None)
    assert fix.title == "Change to autos"
    assert fix.edit is not None
    ed.retype(draft.uri, applied(text, edits_of(fix.edit, draft.uri)))
    await ed.until(lambda: ed.told[draft.uri][0] == 2 and "DC202" not in ed.codes(draft.uri))
    ed.close(draft.uri)


async def _formatting(ed: Editor) -> None:
    from dealcheck import api
    from dealcheck.source import Source

    text = DRAFT.replace("\n  ", "\n     ").replace("rate [", "rate   [") + "# the end  "
    client, draft = ed.client, ed.open(ed.uri("draft.deal"), text)
    options = types.FormattingOptions(tab_size=8, insert_spaces=False)
    edits = await client.text_document_formatting_async(types.DocumentFormattingParams(draft, options)) or ()
    wanted = api.format_text(Source("", text)).text
    assert applied(text, [*edits]) == wanted
    line = text[: text.index("term cars")].count("\n")
    part = types.Range(types.Position(line, 3), types.Position(line, 5))
    some = await client.text_document_range_formatting_async(types.DocumentRangeFormattingParams(draft, part, options))
    now, before = applied(text, [*(some or ())]).splitlines(), text.splitlines()
    changed = SequenceMatcher(None, before, now, autojunk=False).get_opcodes()
    assert [tuple(each[1:3]) for each in changed if each[0] != "equal"] == [(line, line + 1)]
    assert {*now} - {*before} < {*wanted.splitlines()}
    ed.retype(draft.uri, "deal {")
    assert not await client.text_document_formatting_async(types.DocumentFormattingParams(draft, options))
    ed.close(draft.uri)


# ---- The protocol ----------------------------------------------------------------------------------------------------


def test_nothing_is_offered_that_has_no_answer(project: Path) -> None:
    run(_offers(project))


async def _offers(project: Path) -> None:
    async with editor(folder=project, more=pulls) as ed:
        assert ed.result is not None
        can = ed.result.capabilities
        draft = ed.open_file("draft.deal")
        offered = {name for name, value in _given(can) if name.endswith("_provider")}
        position, here = types.Position(0, 0), types.TextDocumentIdentifier(draft.uri)
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        client = ed.client
        asked = {
            "code_action_provider": client.text_document_code_action_async(
                types.CodeActionParams(here, WHOLE, types.CodeActionContext([]))
            ),
            "code_lens_provider": client.text_document_code_lens_async(types.CodeLensParams(here)),
            "completion_provider": client.text_document_completion_async(types.CompletionParams(here, position)),
            "definition_provider": client.text_document_definition_async(types.DefinitionParams(here, position)),
            "diagnostic_provider": client.text_document_diagnostic_async(types.DocumentDiagnosticParams(here)),
            "document_formatting_provider": client.text_document_formatting_async(
                types.DocumentFormattingParams(here, options)
            ),
            "document_highlight_provider": client.text_document_document_highlight_async(
                types.DocumentHighlightParams(here, position)
            ),
            "document_link_provider": client.text_document_document_link_async(types.DocumentLinkParams(here)),
            "document_range_formatting_provider": client.text_document_range_formatting_async(
                types.DocumentRangeFormattingParams(here, WHOLE, options)
            ),
            "document_symbol_provider": client.text_document_document_symbol_async(types.DocumentSymbolParams(here)),
            "execute_command_provider": ed.command("dealcheck.explain", "DC101"),
            "folding_range_provider": client.text_document_folding_range_async(types.FoldingRangeParams(here)),
            "hover_provider": client.text_document_hover_async(types.HoverParams(here, position)),
            "inlay_hint_provider": client.text_document_inlay_hint_async(types.InlayHintParams(here, WHOLE)),
            "references_provider": client.text_document_references_async(
                types.ReferenceParams(types.ReferenceContext(include_declaration=False), here, position)
            ),
            "rename_provider": client.text_document_rename_async(types.RenameParams(here, at(DRAFT, "autos"), "cars")),
            "selection_range_provider": client.text_document_selection_range_async(
                types.SelectionRangeParams(here, [position])
            ),
            "semantic_tokens_provider": client.text_document_semantic_tokens_full_async(
                types.SemanticTokensParams(here)
            ),
            "signature_help_provider": client.text_document_signature_help_async(
                types.SignatureHelpParams(here, position)
            ),
            "workspace_symbol_provider": client.workspace_symbol_async(types.WorkspaceSymbolParams("")),
        }
        assert offered == {*asked}
        for answer in asked.values():
            await answer
        assert can.execute_command_provider is not None
        assert sorted(can.execute_command_provider.commands) == [
            "dealcheck.evaluate",
            "dealcheck.explain",
            "dealcheck.fixAll",
            "dealcheck.report",
            "dealcheck.runTest",
        ]


def _given(can: types.ServerCapabilities) -> list[tuple[str, Any]]:
    return [(name, value) for name in dir(can) if not name.startswith("_") and (value := getattr(can, name))]


def test_requests_that_come_to_nothing(project: Path) -> None:
    run(_in_one(project, _old, _called_off, _failing))


async def _old(ed: Editor) -> None:
    draft = ed.open_file("draft.deal")
    waiting = ed.client.text_document_hover_async(types.HoverParams(draft, at(DRAFT, "autos")))
    hover = asyncio.ensure_future(waiting)
    await asyncio.sleep(0)
    ed.retype(draft.uri, "# nothing\n")
    with pytest.raises(JsonRpcException) as raised:
        await hover
    assert raised.value.code == types.LSPErrorCodes.ContentModified.value
    await ed.told_codes(draft.uri)
    ed.close(draft.uri)


async def _called_off(ed: Editor) -> None:
    client, draft = ed.client, ed.open_file("draft.deal")
    future = client.protocol.send_request(
        types.TEXT_DOCUMENT_HOVER, types.HoverParams(draft, at(DRAFT, "autos")), msg_id="mine"
    )
    client.cancel_request(types.CancelParams("mine"))
    with pytest.raises(JsonRpcException) as raised:
        await asyncio.wrap_future(future)
    assert raised.value.code == types.LSPErrorCodes.RequestCancelled.value
    await ed.told_codes(draft.uri, "DC502")
    ed.close(draft.uri)


def test_documents_that_are_nowhere() -> None:
    run(_nowhere())


async def _nowhere() -> None:
    async with editor() as ed:
        new = ed.open("untitled:Untitled-1", 'use "trade"\nproduct x = y\n')
        await ed.told_codes(new.uri, "DC202")
        ed.change(
            new.uri,
            types.TextDocumentContentChangePartial(
                types.Range(types.Position(1, 12), types.Position(1, 13)), "hs 87\U0001f697"
            ),
        )
        await ed.until(lambda: ed.told[new.uri][0] == 2)
        ed.retype(new.uri, 'use "trade"\nproduct x "X" = hs 8703\n')
        await ed.told_codes(new.uri, "DC471")
        assert (
            await ed.client.text_document_hover_async(
                types.HoverParams(types.TextDocumentIdentifier("file:///not/open.deal"), types.Position(0, 0))
            )
            is None
        )


def test_folders_come_and_go(project: Path, tmp_path: Path) -> None:
    run(_folders(project, make_project(tmp_path / "second")))


async def _folders(project: Path, second: Path) -> None:
    async with editor(folder=project) as ed:
        ed.open_file("draft.deal")
        folder = types.WorkspaceFolder(second.as_uri(), "second")
        ed.client.workspace_did_change_workspace_folders(
            types.DidChangeWorkspaceFoldersParams(types.WorkspaceFoldersChangeEvent([folder], []))
        )
        found = await ed.client.workspace_symbol_async(types.WorkspaceSymbolParams("autos"))
        assert len({each.location.uri for each in found or ()}) == 2
        await ed.told_codes(ed.uri("draft.deal"), "DC502")


def test_slow_work_is_told_of_and_can_be_called_off(tmp_path: Path) -> None:
    run(_slow(tmp_path, (shipped_folder("policies") / "jp.policy").read_text(encoding="utf-8")))


async def _slow(folder: Path, text: str) -> None:
    async with editor("neovim", folder) as ed:
        ed.open("untitled:jp", text)
        reports = ed.client.progress_reports
        await ed.soon(lambda: any(reports.values()))
        ((token, told),) = reports.items()
        assert isinstance(told[0], types.WorkDoneProgressBegin)
        ed.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        await ed.soon(lambda: isinstance(told[-1], types.WorkDoneProgressEnd))


async def _failing(ed: Editor) -> None:
    draft = ed.open_file("draft.deal")
    with pytest.raises(JsonRpcException):
        await ed.command("dealcheck.runTest", draft.uri)
    with pytest.raises(JsonRpcException):
        await ed.command("dealcheck.explain", "DC000")
    with pytest.raises(JsonRpcException):
        await ed.command("dealcheck.report", "untitled:none")
    assert await ed.client.text_document_folding_range_async(types.FoldingRangeParams(draft))
    ed.close(draft.uri)
