"""Above a deal which lines it violates and how many it meets, above a test what it comes to, above a line the drafts
that it can be held against.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from lsprotocol import types

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.lsp.analysis import Analysis
from dealcheck.report.record import DealReport
from dealcheck.syntax import ast

REPORT, RUN_TEST, EVALUATE = "dealcheck.report", "dealcheck.runTest", "dealcheck.evaluate"

MOST_NAMED = 3
"""So many lines are named; the others are counted."""

MOST_DRAFTS = 4
"""So many drafts are offered above a policy."""


@frozen
class DraftFile:
    """A document or file that holds a deal: where it is, and what the deal is called."""

    uri: str
    deal: str


def code_lenses(analysis: Analysis, drafts: Sequence[DraftFile]) -> list[types.CodeLens]:
    """The lenses of a text; `drafts` are those that its lines can be held against, the likeliest first."""
    if not analysis.settings.lenses:
        return []
    return [*_of_deals(analysis), *_of_tests(analysis), *_of_policies(analysis, drafts)]


def _lens(analysis: Analysis, node: ast.Node, title: str, command: str, *arguments: object) -> types.CodeLens:
    return types.CodeLens(analysis.range(node), types.Command(title, command, arguments=[analysis.uri, *arguments]))


# ---- Deals -----------------------------------------------------------------------------------------------------------


def _of_deals(analysis: Analysis) -> Iterator[types.CodeLens]:
    if not analysis.settings.check or not analysis.has("report") or analysis.report is None:
        return
    said = {report.checked.deal: summary(report) for report in analysis.report.deals if report.head is not None}
    for item in analysis.tree.items:
        if isinstance(item, ast.Deal) and said.get(item.name.text):
            yield _lens(analysis, item.name, said[item.name.text], REPORT, item.name.text)


def summary(report: DealReport) -> str:
    """`violates JP.autos, meets 11, 2 open`; without a line to meet, that."""
    lines = [line for line in report.checked.lines if not line.bystander]
    by: dict[Verdict, list[LineVerdict]] = {}
    for line in lines:
        by.setdefault(line.verdict, []).append(line)
    counted = [
        f"meets {len(by[Verdict.MET])}" if Verdict.MET in by else "",
        f"depends on choices for {len(by[Verdict.OPEN])}" if Verdict.OPEN in by else "",
        f"cannot tell of {len(by[Verdict.UNKNOWN])}" if Verdict.UNKNOWN in by else "",
    ]
    violated = [line.line.full_name for line in by.get(Verdict.VIOLATED, ())]
    more = f" and {len(violated) - MOST_NAMED} more" if len(violated) > MOST_NAMED else ""
    named = f"violates {', '.join(violated[:MOST_NAMED])}{more}" if violated else ""
    return ", ".join(part for part in (named, *counted) if part) or "no line of its parties is held now"


# ---- Tests -----------------------------------------------------------------------------------------------------------


def _of_tests(analysis: Analysis) -> Iterator[types.CodeLens]:
    came = test_words(analysis)
    for item in analysis.tree.items:
        if isinstance(item, ast.Test):
            said = came.get(item.span[0])
            title = f"{said}; run test again" if said else "run test"
            yield _lens(analysis, item, title, RUN_TEST, item.name.text)


def test_words(analysis: Analysis) -> dict[int, str]:
    """What each test block came to, by where it starts: `passed`, `2 of 5 rows fail`; nothing if they have not run."""
    if not analysis.settings.tests or not analysis.has("outcomes"):
        return {}
    found: dict[int, str] = {}
    outcomes = analysis.outcomes
    for item in analysis.tree.items:
        if isinstance(item, ast.Test):
            own = [each for each in outcomes if item.span[0] <= each.place.span[0] < item.span[1]]
            failed = sum(not each.passed for each in own)
            if len(own) == 1:
                found[item.span[0]] = "fails" if failed else "passed"
            elif own:
                found[item.span[0]] = f"{failed} of {len(own)} rows fail" if failed else f"{len(own)} rows passed"
    return found


# ---- Policies --------------------------------------------------------------------------------------------------------


def _of_policies(analysis: Analysis, drafts: Sequence[DraftFile]) -> Iterator[types.CodeLens]:
    for policy in analysis.tree.items:
        if not isinstance(policy, ast.Policy) or not drafts:
            continue
        party = policy.party.text
        for draft in drafts[:MOST_DRAFTS]:
            yield _lens(analysis, policy, f"evaluate against {draft.deal}", EVALUATE, party, draft.uri)
        for line in policy.items:
            if isinstance(line, ast.Line):
                title = f"evaluate against {drafts[0].deal}"
                yield _lens(analysis, line, title, EVALUATE, f"{party}.{line.name.text}", drafts[0].uri)
