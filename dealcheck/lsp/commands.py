"""What an editor can have done: run a test, hold lines against a draft, report on a deal, explain a code, mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from dealcheck import api
from dealcheck.loader import Library
from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.documents import path_of
from dealcheck.lsp.edits import workspace_edit
from dealcheck.lsp.features.actions import EXPLAIN, FIX_ALL_COMMAND, fix_all
from dealcheck.lsp.features.lenses import EVALUATE, REPORT, RUN_TEST
from dealcheck.report import concise, full
from dealcheck.report.pages import render_page, wanted
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions
from dealcheck.testing.run import Suite

if TYPE_CHECKING:
    from dealcheck.lsp.server import DealServer


@frozen(eq=False)
class Commands:
    """The commands. Each returns its outcome in words, which also go to the client's log and, in short, to its user."""

    server: DealServer

    def offer(self) -> None:
        """Register the commands."""
        for name, work in (
            (RUN_TEST, self._run_test),
            (EVALUATE, self._evaluate),
            (REPORT, self._report),
            (EXPLAIN, self._explain),
            (FIX_ALL_COMMAND, self._fix_all),
        ):
            self.server.on_command(name, work)

    def _analysis(self, uri: object) -> Analysis:
        """What is known of a document or of a file of the workspace now."""
        path = path_of(uri) if isinstance(uri, str) else None
        found = self.server.files.analysis(str(uri))
        if found is None and path is not None and path.is_file():
            found = self.server.files.file_analysis(path)
        if found is None:
            raise JsonRpcInvalidParams(f"{uri} is not open")
        return found

    async def _run_test(self, uri: object, name: object) -> str:
        """Run the tests of a name: `[uri, name]`."""
        analysis = self._analysis(uri)
        await self.server.work.ready(analysis)
        passed, said = await self.server.work.slowly(_tested, analysis, str(name))
        return self._say(said, types.MessageType.Info if passed else types.MessageType.Warning)

    async def _evaluate(self, uri: object, line: object, draft: object) -> str:
        """Hold a line, or all lines of a party, against a draft: `[uri of the policy, line, uri of the draft]`."""
        policy, against = self._analysis(uri), self._analysis(draft)
        report = await self.server.work.slowly(_held, policy, against, str(line))
        return self._say(report, types.MessageType.Info)

    async def _report(self, uri: object, deal: object = "") -> str:
        """The whole report on the deals of a document, or on one of them: `[uri, deal]`."""
        analysis = self._analysis(uri)
        await self.server.work.judged(analysis)
        said = await self.server.work.quickly(_reported, analysis, str(deal))
        self.server.log(said)
        return said

    async def _explain(self, code: object) -> str:
        """The page of a code: `[code]`."""
        page, meant = wanted(str(code))
        if page is None:
            raise JsonRpcInvalidParams(f"there is no code {code}" + (f"; did you mean {meant}?" if meant else ""))
        return self._say(render_page(page, RenderOptions()), types.MessageType.Info)

    async def _fix_all(self, uri: object) -> int:
        """Apply all safe fixes to a document: `[uri]`. Returns how many edits that took."""
        analysis = self._analysis(uri)
        await self.server.work.ready(analysis)
        edits = await self.server.work.slowly(fix_all, analysis)
        if edits and self.server.files.is_current(analysis):
            edit = workspace_edit(analysis, edits, self.server.client.versioned_edits)
            await self.server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, "Fix all"))
        return len(edits)

    def _say(self, said: str, sort: types.MessageType) -> str:
        self.server.window_show_message(types.ShowMessageParams(sort, said.strip()))
        self.server.log(said)
        return said


def _tested(analysis: Analysis, name: str) -> tuple[bool, str]:
    suite = Suite(analysis.draft, opened=analysis.alone)
    tests = [test for test in suite.tests if test.name == name or test.name.startswith(f"{name} [row ")]
    if not tests:
        return False, f'there is no test "{name}"'
    rows: list[str] = []
    outcomes = [suite.run(test) for test in tests]
    for outcome in outcomes:
        rows.append(f"{outcome.name}: {'passed' if outcome.passed else outcome.fault or 'fails'}")
        rows.extend(f"  {each.name}: expected {each.expected}: {each.why}" for each in outcome.failures)
    return all(outcome.passed for outcome in outcomes), "\n".join(rows)


def _held(policy: Analysis, against: Analysis, line: str) -> str:
    """Lines of one document against the deals of another, whichever policies that one meets by itself."""
    path = policy.desk.path_of(policy.source)
    folder = against.library.home
    library = Library(against.desk, folder, (path,) if path is not None else None)
    draft = api.Draft(against.source, library)
    party, _, name = line.partition(".")
    options = api.CheckOptions((party,), (line,) if name else (), as_of=against.settings.as_of, today=against.today())
    result = api.gather([api.check_draft(draft, options)], options)
    return concise.render(result, RenderOptions())


def _reported(analysis: Analysis, deal: str) -> str:
    report = analysis.report
    if report is None:
        return f"{analysis.source.name} holds no deal"
    result = Result((report,))
    return full.render(result, RenderOptions())
