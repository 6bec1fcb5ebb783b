"""Diagnostics as the protocol has them: places, related places in other files, tags, and what mends them."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve
from lsprotocol import types

from dealcheck.lint.rule import all_rules
from dealcheck.lsp.analysis import Settings
from dealcheck.lsp.client import Client
from dealcheck.lsp.features.actions import FIX_ALL, code_actions
from dealcheck.lsp.features.diagnostics import IDLE, OUTDATED, diagnostics
from dealcheck.lsp.features.formatting import formatting, range_formatting
from tests.lsp.editor import GOODS, POLICY
from tests.lsp.texts import Desktop, opened

MODERN = Client(related=True, pages=True, tags=frozenset({1, 2}), literal_actions=True)
WHOLE = types.Range(types.Position(0, 0), types.Position(1_000, 0))

DEAL = """\
use "goods"
use "tokyo"
deal first "First" { between US, JP  dated 2025-06-30  effective 2025-08-01  against small
  term cars "Cars": tariff by US from JP on autos layer s232_autos rate 15%
  term rice "Rice": tariff by JP from US on rice rate 0%
}
"""


def desk(folder: Path, text: str, name: str = "main.deal", **others: str) -> Desktop:
    (folder / "dealcheck.toml").write_text("")
    return opened(folder, text, name, goods_policy=GOODS, **{"tokyo_policy": POLICY, **others})


def found(desktop: Desktop, client: Client = MODERN) -> list[types.Diagnostic]:
    return diagnostics(desktop.analysis, client, judged=True)


def rows(desktop: Desktop, client: Client = MODERN) -> list[tuple[str, str]]:
    """Codes with the text that they stand at."""
    return [(str(each.code), desktop.text_of(each.range)) for each in found(desktop, client)]


def test_rules_with_tags_are_there() -> None:
    assert {rule.name for rule in all_rules()} >= IDLE | OUTDATED


def test_a_violated_line_stands_at_the_term(tmp_path: Path) -> None:
    bad = desk(tmp_path, DEAL.replace("rate 15%", "rate 30%"))
    (verdict,) = [each for each in found(bad) if each.code == "DC501"]
    assert bad.text_of(verdict.range) == "tariff by US from JP on autos layer s232_autos"
    assert verdict.severity is types.DiagnosticSeverity.Error
    assert verdict.message.splitlines()[0].startswith("red line: violates JP.cars by cars")
    related = [(each.location.uri.rpartition("/")[2], each.message) for each in verdict.related_information or ()]
    assert ("tokyo.policy", "the red line") in related
    assert not [each for each in diagnostics(bad.analysis, MODERN, judged=False) if each.code == "DC501"]


def test_silence_stands_at_the_deal(tmp_path: Path) -> None:
    silent = desk(tmp_path, DEAL.replace("  term cars", "  # term cars"))
    assert ("DC501", "first") in rows(silent)


def test_what_a_client_does_not_know_is_said_in_words(tmp_path: Path) -> None:
    bad = desk(tmp_path, DEAL.replace("rate 15%", "rate 30%"))
    (verdict,) = [each for each in found(bad, Client()) if each.code == "DC501"]
    assert verdict.related_information is None
    assert "tokyo.policy:7:12: the red line" in verdict.message


def test_pages_of_codes(tmp_path: Path) -> None:
    desktop = desk(tmp_path, "product a = b\n", "x.policy")
    object.__setattr__(desktop.analysis, "settings", Settings(page="https://example.org/{code}.html"))
    (first,) = found(desktop)
    assert first.code_description == types.CodeDescription("https://example.org/DC202.html")
    assert found(desktop, Client())[0].code_description is None


def test_errors_of_other_files_come_together_at_the_use(tmp_path: Path) -> None:
    desktop = desk(tmp_path, DEAL, tokyo_policy=POLICY.replace("cites paper", "cites papr"))
    (error,) = [each for each in found(desktop) if str(each.code).startswith("DC2")]
    assert desktop.text_of(error.range) == '"tokyo"'
    assert error.message.startswith("tokyo.policy has 2 errors, the first being: ")
    assert len(error.related_information or ()) == 2


def test_lines_that_cannot_be_told_for_errors_are_not_listed(tmp_path: Path) -> None:
    desktop = desk(tmp_path, DEAL.replace("on autos", "on nothing_known"))
    assert [code for code, _ in rows(desktop)] == ["DC202"]


def test_tags(tmp_path: Path) -> None:
    desktop = desk(tmp_path, 'use "goods"\nuse "goods"\n', "x.policy")
    tags = {str(each.code): [*(each.tags or ())] for each in found(desktop)}
    assert tags["DC470"] == [types.DiagnosticTag.Unnecessary]
    assert all(each.tags is None for each in found(desktop, evolve(MODERN, tags=frozenset())))


def test_a_configuration_that_cannot_be_followed(tmp_path: Path) -> None:
    desktop = desk(tmp_path, 'use "goods"\nproduct x "X" = autos\n', "x.policy")
    (tmp_path / "dealcheck.toml").write_text("polices = []\n")
    again = opened(tmp_path, "# nothing\n", "x.policy")
    assert ("DC920", "") in rows(again)
    assert desktop.analysis.plan.problems == ()


def test_the_project_selects_the_rules(tmp_path: Path) -> None:
    text = 'use "goods"\nuse "goods"\nproduct x "X" = autos | autos\n'
    codes = {code for code, _ in rows(desk(tmp_path, text, "x.policy"))}
    (tmp_path / "dealcheck.toml").write_text('[lint]\nignore = ["used-twice"]\n')
    assert {code for code, _ in rows(opened(tmp_path, text, "x.policy", goods_policy=GOODS))} == codes - {"DC470"}


# ---- Actions ---------------------------------------------------------------------------------------------------------


def actions(desktop: Desktop, *only: str) -> list[types.CodeAction]:
    context = types.CodeActionContext(found(desktop), only=[*only] or None)
    came = code_actions(desktop.analysis, WHOLE, context, MODERN)
    return [each for each in came if isinstance(each, types.CodeAction)]


def after(desktop: Desktop, edit: types.WorkspaceEdit | None) -> str:
    assert edit is not None
    return with_edits(desktop, [*(edit.changes or {})[desktop.analysis.uri]])


def with_edits(desktop: Desktop, edits: list[types.TextEdit]) -> str:
    text, span = desktop.analysis.text, desktop.analysis.positions.span
    for edit in sorted(edits, key=lambda each: span(each.range), reverse=True):
        low, high = span(edit.range)
        text = text[:low] + edit.new_text + text[high:]
    return text


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        ('use "goods"\nproduct x "X" = autso\n', "Change to autos", 'use "goods"\nproduct x "X" = autos\n'),
        ('use "gods"\nproduct x "X" = autos\n', 'Change to "goods"', 'use "goods"\nproduct x "X" = autos\n'),
        (
            'use "goods"\nproduct x "X" = (autos)\n',
            "Take the parentheses away",
            'use "goods"\nproduct x "X" = autos\n',
        ),
    ],
)
def test_quick_fixes(tmp_path: Path, text: str, title: str, wanted: str) -> None:
    desktop = desk(tmp_path, text, "x.policy")
    fixes = [each for each in actions(desktop) if each.edit is not None]
    fix = next((each for each in fixes if each.title == title), None) or fixes[0]
    assert after(desktop, fix.edit) == wanted
    assert fix.kind is types.CodeActionKind.QuickFix
    assert len(fix.diagnostics or ()) == 1


def test_a_use_that_lacks_is_added_at_the_top(tmp_path: Path) -> None:
    text = 'use "trade"\nproduct x "X" = hs 8704\ndeal d { between US, JP  against small }\n'
    desktop = desk(tmp_path, f"# head\n{text}", helper_policy='use "goods"\n')
    titles = [each.title for each in actions(desktop) if each.edit is not None]
    if any(title.startswith("Add use ") for title in titles):  # It is not seen from here, but known to the check.
        fix = next(each for each in actions(desktop) if each.title.startswith("Add use "))
        assert after(desktop, fix.edit).startswith('# head\nuse "')


def test_fix_all_is_safe_alone_and_asked_for(tmp_path: Path) -> None:
    desktop = desk(tmp_path, 'use "goods"\nuse "goods"\nproduct x "X" = (autos) | autos\n', "x.policy")
    for only in (FIX_ALL, "source.fixAll", "source"):
        (fix,) = actions(desktop, only)
        assert fix.kind == FIX_ALL
        mended = after(desktop, fix.edit)
        assert mended.count("use") == 1
        assert "(" not in mended
    assert all(each.kind == types.CodeActionKind.QuickFix for each in actions(desktop, "quickfix"))
    assert actions(desktop, "refactor") == []
    unasked = [each for each in actions(desktop) if each.kind == FIX_ALL]
    assert [each.command and each.command.command for each in unasked] == ["dealcheck.fixAll"]
    assert actions(desk(tmp_path, 'use "goods"\nproduct x "X" = autos\n', "x.policy"), FIX_ALL) == []


def test_a_client_without_literal_actions_gets_none(tmp_path: Path) -> None:
    desktop = desk(tmp_path, 'use "goods"\nuse "goods"\n', "x.policy")
    assert code_actions(desktop.analysis, WHOLE, types.CodeActionContext([]), Client()) == []


# ---- Layout ----------------------------------------------------------------------------------------------------------


def test_layout_of_a_page_in_markdown(tmp_path: Path) -> None:
    page = '# Goods\n\n```policy\nproduct   x "X"  = hs 8704\n```\n\nand   prose\n'
    desktop = desk(tmp_path, page, "page.md")
    analysis = desktop.analysis
    edits = formatting(analysis)
    text = page
    for edit in sorted(edits, key=lambda each: analysis.positions.span(each.range), reverse=True):
        low, high = analysis.positions.span(edit.range)
        text = text[:low] + edit.new_text + text[high:]
    assert text == '# Goods\n\n```policy\nproduct x "X" = hs 8704\n```\n\nand   prose\n'


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_layout_of_a_range(tmp_path: Path, ending: str) -> None:
    text = ending.join(['product  a "A"  =  hs 8703', 'product  b "B"  =  hs 8704', 'product  c "C"  =  hs 8705', ""])
    desktop = desk(tmp_path, text, "x.policy")
    second = types.Range(types.Position(1, 0), types.Position(2, 0))
    lines = with_edits(desktop, range_formatting(desktop.analysis, second)).split(ending)
    assert lines[:3] == ['product  a "A"  =  hs 8703', 'product b "B" = hs 8704', 'product  c "C"  =  hs 8705']
    assert range_formatting(desk(tmp_path, "product", "x.policy").analysis, second) == []
