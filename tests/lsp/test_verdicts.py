"""What stands above and beside the text: lenses and hints."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from dealcheck.lsp.analysis import Analysis, Settings
from dealcheck.lsp.features.hints import inlay_hints
from dealcheck.lsp.features.lenses import DraftFile, code_lenses
from tests.lsp.editor import POLICY
from tests.lsp.test_diagnostics import DEAL, WHOLE, desk


def judged(analysis: Analysis) -> Analysis:
    _ = analysis.report, analysis.outcomes
    return analysis


def titles(analysis: Analysis, drafts: list[DraftFile] | None = None) -> list[tuple[int, str]]:
    return [
        (lens.range.start.line, lens.command.title if lens.command else "")
        for lens in code_lenses(analysis, drafts or [])
    ]


def hints(analysis: Analysis, range_: types.Range = WHOLE) -> list[tuple[int, str, str]]:
    """Each hint with its line and what stands before it there."""
    found = []
    for hint in inlay_hints(analysis, range_):
        start, _ = analysis.positions.line_span(hint.position.line)
        before = analysis.text[start : analysis.offset(hint.position)]
        found.append((hint.position.line, before.split()[-1], str(hint.label)))
    return found


def test_a_deal_says_which_lines_it_violates(tmp_path: Path) -> None:
    bad = desk(tmp_path, DEAL.replace("rate 15%", "rate 30%")).analysis
    assert titles(bad) == [], "nothing before it is judged"
    assert titles(judged(bad)) == [(2, "violates JP.cars, meets 1")]
    assert titles(judged(desk(tmp_path, DEAL).analysis)) == [(2, "meets 2")]


def test_tests_say_what_they_came_to(tmp_path: Path) -> None:
    policy = desk(tmp_path, POLICY, "main.policy").analysis
    assert [title for _, title in titles(policy)] == ["run test", "run test"]
    assert [title for _, title in titles(judged(policy))] == ["passed; run test again", "fails; run test again"]
    beside = [row for row in hints(policy) if row[0] > 14]
    assert beside == [
        (15, "silence", "as expected"),
        (19, "violated", "but " + beside[1][2].removeprefix("but ")),
    ]
    assert "met" in beside[1][2]


def test_lines_can_be_held_against_drafts(tmp_path: Path) -> None:
    policy = desk(tmp_path, POLICY, "main.policy").analysis
    drafts = [DraftFile(f"file:///{number}.deal", f"deal{number}") for number in range(6)]
    found = [title for _, title in titles(policy, drafts) if "evaluate" in title]
    assert found == [f"evaluate against deal{number}" for number in (0, 1, 2, 3, 0, 0)]


def test_settings_turn_them_off(tmp_path: Path) -> None:
    analysis = judged(desk(tmp_path, DEAL).analysis)
    assert titles(analysis)
    assert hints(analysis)
    analysis.settings = Settings(lenses=False, hints=False)
    assert titles(analysis) == []
    assert hints(analysis) == []


def test_terms_say_what_is_in_force(tmp_path: Path) -> None:
    analysis = judged(desk(tmp_path, DEAL).analysis)
    assert hints(analysis) == [(3, "s232_autos", "now 25%"), (4, "rice", "now 0%")]
    assert hints(analysis, types.Range(types.Position(4, 0), types.Position(5, 0))) == [(4, "rice", "now 0%")]


def test_terms_where_nothing_is_in_force(tmp_path: Path) -> None:
    deal = DEAL.replace("on rice rate 0%", "on autos layer new_one rate 1%")
    assert (4, "new_one", "now nothing") in hints(judged(desk(tmp_path, deal).analysis))


def test_options_say_what_they_break(tmp_path: Path) -> None:
    deal = DEAL.replace("rate 15%", "rate [US: 25% | JP: 15%]").replace("on rice rate 0%", "on rice rate [?]")
    found = hints(judged(desk(tmp_path, deal).analysis))
    assert (3, "25%", "breaks JP.cars") in found
    ranged = DEAL.replace("rate 15%", "rate [10% .. 40%]")
    found = hints(judged(desk(tmp_path, ranged).analysis))
    assert [row for row in found if "breaks" in row[2]] == [(3, "40%]", "at least 25% breaks JP.cars")]
    optional = DEAL.replace('term cars "Cars"', 'term cars "Cars" [JP]')
    found = hints(judged(desk(tmp_path, optional).analysis))
    assert (3, "cars", "dropped breaks JP.cars") in found


def test_lines_beside_their_deal_have_its_verdict(tmp_path: Path) -> None:
    text = DEAL.replace('use "tokyo"\n', "") + 'policy US { red line mine "Mine": no tariff by JP on rice }\n'
    found = hints(judged(desk(tmp_path, text).analysis))
    assert (6 - 1, "mine", "first: violated") in found
