"""The guide for authors of policies: its samples run, its traps show a difference, and it names every pack."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dealcheck import api
from dealcheck.loader import Library, Shelf
from dealcheck.shipped import shipped_folder
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.testing.run import Suite
from tests.fences import (
    Fence,
    Opener,
    assert_laid_out,
    assert_links_lead_somewhere,
    assert_runs,
    assert_well_formed,
    opener,
    page,
)
from tests.packs import PACKS, trees

GUIDE = PACKS / "README.md"
PAGE = page(GUIDE)
USES = next(fence for fence in PAGE.samples if fence.name == "talks.policy")
"""What most samples use."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opener:
    """Opens a sample among all others, which it may use, as a command would."""
    return opener(PAGE.fences, tmp_path_factory.mktemp("guide"))


@pytest.mark.parametrize("sample", PAGE.samples, ids=lambda sample: f"{sample.line}: {sample.heading}")
def test_sample(sample: Fence, opened: Opener) -> None:
    assert_runs(sample, Suite(opened(sample.name)))


def test_the_page_is_well_formed() -> None:
    assert_well_formed(PAGE, {"deal", "csv"})
    assert_laid_out(PAGE)
    assert_links_lead_somewhere(PAGE)
    assert [level for level, _ in PAGE.headings if level > 3] == []
    listed = re.findall(r"^- \[(.+)\]\(#", PAGE.prose, re.MULTILINE)
    assert listed == [words for level, words in PAGE.headings if level == 2]


# ---- Traps -----------------------------------------------------------------------------------------------------------


def _below(heading: str) -> list[str]:
    """The headings of the third level below one of the second."""
    below: list[str] = []
    inside = False
    for level, words in PAGE.headings:
        if level == 2:
            inside = words == heading
        elif inside:
            below.append(words)
    return below


TRAPS = _below("Traps")


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_shows_where_the_wrong_line_and_the_right_one_part(trap: str, opened: Opener) -> None:
    samples = [fence for fence in PAGE.samples if fence.heading == trap and "error" not in fence.options]
    assert samples
    for sample in samples:
        records = Suite(opened(sample.name)).tests
        verdicts = [
            {each.line.partition(".")[2]: each.outcome.verdict for each in record.expectations} for record in records
        ]
        assert any(
            found["wrong"] != verdict
            for found in verdicts
            for name, verdict in found.items()
            if "wrong" in found and name.startswith("right")
        ), sample.line


def test_all_traps_are_there() -> None:
    assert len(TRAPS) == len(set(TRAPS)) > 18


# ---- Words and lines -------------------------------------------------------------------------------------------------

PHRASES = re.findall(
    r"^\| [^|`]+ \| `((?:[^`|]|\\\|)+)` \|$", PAGE.text.partition("## Words and lines")[2], re.MULTILINE
)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_a_sentence_of_the_language(phrase: str, tmp_path: Path) -> None:
    sentence = phrase.replace("\\|", "|")
    text = USES.body + f"policy US {{ red line phrase: {sentence} }}\n"
    found = api.open_alone(api.Draft(Source("phrase.policy", text), Library(Shelf(tmp_path), tmp_path)))
    assert [each.headline for each in found.diagnostics] == []
    assert [line.full_name for line in found.lines] == ["US.phrase"]


def test_phrases_were_found() -> None:
    assert len(PHRASES) > 15


# ---- Packs -----------------------------------------------------------------------------------------------------------


def _named() -> set[str]:
    """Every name that the section on the packs has in backticks."""
    section = PAGE.prose.partition("## What the packs hold")[2].partition("\n## ")[0]
    return set(re.findall(r"`([^`]+)`", section))


def test_every_pack_is_named() -> None:
    packs = {name.rpartition(".")[0] for name in trees()}
    assert packs - _named() == set()


def test_every_baseline_and_deal_is_named() -> None:
    declared = {
        item.name.text
        for name, file in trees().items()
        for item in file.items
        if isinstance(item, ast.Deal) or (isinstance(item, ast.Baseline) and name.startswith("baseline/"))
    }
    assert declared - _named() == set()


def test_the_guide_ships_with_the_program() -> None:
    assert (shipped_folder("policies") / "README.md").samefile(GUIDE)
