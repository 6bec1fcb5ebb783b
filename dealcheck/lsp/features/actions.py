"""What can be mended at a place: what the linter can, what a message says for certain, and all that is safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.client import Client
from dealcheck.lsp.edits import line_edits, text_edits, workspace_edit
from dealcheck.lsp.features.diagnostics import faults, findings
from dealcheck.source import Span

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.dealcheck"
EXPLAIN = "dealcheck.explain"
FIX_ALL_COMMAND = "dealcheck.fixAll"

_MEANT = re.compile(r'did you mean (?:`([^`]+)`|"([^"]+)")\?$')
_USE = re.compile(r'add `(use "[^"`]+")` at the top$')
_PLAIN = re.compile(r'"?[\w./-]+"?$')


def code_actions(
    analysis: Analysis, range_: types.Range, context: types.CodeActionContext, client: Client
) -> list[types.CodeAction | types.Command]:
    """The actions for a range of the text, of the sorts that are asked for."""
    if not client.literal_actions:
        return []
    only = [str(getattr(kind, "value", kind)) for kind in context.only or ()]
    found: list[types.CodeAction | types.Command] = []
    if _wanted(types.CodeActionKind.QuickFix.value, only):
        found.extend(_fixes(analysis, analysis.positions.span(range_), context, client))
    if FIX_ALL in only or any(_within(FIX_ALL, kind) for kind in only):
        edits = fix_all(analysis)
        if edits:
            found.append(
                types.CodeAction(
                    "Fix all that can be fixed safely",
                    FIX_ALL,
                    edit=workspace_edit(analysis, edits, client.versioned_edits),
                )
            )
    elif not only and any(each.found.fix is not None and each.found.fix.safe for each in findings(analysis)):
        command = types.Command("Fix all that can be fixed safely", FIX_ALL_COMMAND, arguments=[analysis.uri])
        found.append(types.CodeAction(command.title, FIX_ALL, command=command))
    return found


def fix_all(analysis: Analysis) -> list[types.TextEdit]:
    """What the safe fixes of all findings change; each outcome is proven before it is offered."""
    plan = analysis.plan
    after = api.fix(analysis.draft, plan.options, plan.rules).after
    return text_edits(analysis, line_edits(analysis.source.whole, after.whole))


def _wanted(kind: str, only: Sequence[str]) -> bool:
    """Whether actions of a kind are asked for: by its name, or by one above it."""
    return not only or any(_within(kind, each) for each in only)


def _within(kind: str, above: str) -> bool:
    return above in ("", kind) or kind.startswith(f"{above}.")


def _fixes(
    analysis: Analysis, span: Span, context: types.CodeActionContext, client: Client
) -> Iterator[types.CodeAction]:
    """What mends the findings and faults that touch a span."""
    given = list(context.diagnostics)
    codes: dict[str, None] = {}

    def about(found: Diagnostic) -> list[types.Diagnostic] | None:
        place = found.place
        if place is None:
            return None
        at = analysis.range(place)
        return [each for each in given if each.code == found.code and each.range == at] or None

    def action(title: str, edits: list[tuple[Span, str]], found: Diagnostic, preferred: bool) -> types.CodeAction:
        edit = workspace_edit(analysis, text_edits(analysis, edits), client.versioned_edits)
        kind = types.CodeActionKind.QuickFix
        return types.CodeAction(title, kind, diagnostics=about(found), is_preferred=preferred or None, edit=edit)

    for finding in findings(analysis):
        if not _touches(finding.found.place.span, span):
            continue
        codes[finding.rule.code] = None
        fix = finding.found.fix
        if fix is not None and all(edit.place.source is analysis.source for edit in fix.edits):
            edits = [(edit.place.span, edit.text) for edit in fix.edits]
            said = f"{fix.said[:1].upper()}{fix.said[1:]}"
            title = said if fix.safe else f"{said} (may change what the text says)"
            yield action(title, edits, finding.diagnostic, fix.safe)
    for fault in faults(analysis):
        if fault.place is None or not analysis.owns(fault.place) or not _touches(fault.place.span, span):
            continue
        codes[fault.code] = None
        replacement = certain(analysis, fault)
        if replacement is not None:
            title, edits = replacement
            yield action(title, edits, fault, preferred=True)
    for code in codes:
        command = types.Command(f"Explain {code}", EXPLAIN, arguments=[code])
        yield types.CodeAction(command.title, types.CodeActionKind.QuickFix, command=command)


def certain(analysis: Analysis, fault: Diagnostic) -> tuple[str, list[tuple[Span, str]]] | None:
    """What the help of a fault says to write, where that is one thing: the name that was meant, a `use` that lacks."""
    use = _USE.match(fault.help)
    if use is not None:
        first = min((item.span[0] for item in analysis.tree.items), default=0)
        return f"Add {use[1]}", [((first, first), f"{use[1]}\n")]
    meant = _MEANT.match(fault.help)
    if meant is None or fault.place is None or not _PLAIN.match(fault.place.text):
        return None
    name = meant[1] or meant[2]
    written = f'"{name}"' if fault.place.text.startswith('"') else name
    return f"Change to {written}", [(fault.place.span, written)]


def _touches(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
