"""Which rules look at which files: selections, and what a project's configuration says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dealcheck import api
from dealcheck.configuration import Configuration, configuration_of
from dealcheck.lint.context import Limits, LintOptions
from dealcheck.lint.rule import Category, all_rules
from dealcheck.lint.selection import Selection, unknown_words
from dealcheck.lint.settings import KEYS, LintSettings, read_settings
from tests.lint.samples import ROOT, draft, told

RULES = all_rules()
STYLE = {rule.code for rule in RULES if rule.category is Category.STYLE}


def codes(selection: Selection, path: str = "a/b.policy") -> set[str]:
    return {rule.code for rule in selection.rules_for(path, RULES)}


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("all", {rule.code for rule in RULES}),
        ("ALL", {rule.code for rule in RULES}),
        ("DC450", {"DC450"}),
        ("dc450", {"DC450"}),
        ("line-without-source", {"DC450"}),
        ("style", STYLE),
        ("DC46", {code for code in STYLE if code.startswith("DC46")}),
        ("DC", {rule.code for rule in RULES}),
    ],
)
def test_selectors(select: str, expected: set[str]) -> None:
    assert codes(Selection((select,))) == expected
    assert codes(Selection(("all",), (select,))) == {rule.code for rule in RULES} - expected
    assert unknown_words([select], RULES) == []


@pytest.mark.parametrize(
    ("word", "way_out"),
    [
        ("DC999", ""),
        ("stile", "did you mean `style`?"),
        ("line-without-sauce", "did you mean `line-without-source`?"),
        ("x", "`dealcheck rules` lists codes, names and categories"),
        ("", "`dealcheck rules` lists codes, names and categories"),
        ("DC450x", "did you mean `DC450`?"),
    ],
)
def test_words_that_mean_no_rule(word: str, way_out: str) -> None:
    [(found, said)] = unknown_words([word, "style", word], RULES)
    assert found == word
    assert said.startswith(way_out)


@pytest.mark.parametrize("category", Category)
def test_every_category_is_a_selector_and_has_rules(category: Category) -> None:
    assert unknown_words([category.value], RULES) == []
    assert codes(Selection((category.value,)))


@pytest.mark.parametrize(
    ("pattern", "path", "meets"),
    [
        ("*.deal", "drafts/a.deal", True),
        ("a.deal", "drafts/a.deal", True),
        ("drafts/*", "drafts/a.deal", True),
        ("drafts/*", "drafts/old/a.deal", True),
        ("drafts/*", "other/drafts/a.deal", False),
        ("drafts/a.policy", "drafts/a.deal", False),
        ("draft", "drafts/a.deal", False),
    ],
)
def test_more_is_ignored_in_some_files(pattern: str, path: str, meets: bool) -> None:
    found = codes(Selection(per_file=((pattern, ("style",)),)), path)
    assert (found & STYLE == set()) is meets


# ---- The configuration -----------------------------------------------------------------------------------------------


def configured(folder: Path, text: str, name: str = "pyproject.toml") -> tuple[Configuration, LintSettings]:
    """What a project's file says."""
    (folder / name).write_text(text, encoding="utf-8")
    found = configuration_of(folder, lambda path: path.name)
    section = found.lint
    if section is None:
        return found, LintSettings()
    return found, read_settings(section.values, section.head, section.place_of, RULES)


FULL = """\
select = ["all"]
ignore = ["DC462", "clash"]
quote-words = 25
name-letters = 12
per-file-ignores = { "drafts/*" = ["tests"], "*.deal" = ["DC474"] }
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.dealcheck.lint]\n" + FULL),
        ("dealcheck.toml", "[lint]\n" + FULL),
        ("pyproject.toml", FULL.join(["[tool.other]\nselect = 1\n[tool.dealcheck]\n[tool.dealcheck.lint]\n", ""])),
    ],
)
def test_all_that_a_project_can_say(tmp_path: Path, name: str, text: str) -> None:
    found, settings = configured(tmp_path, text, name)
    assert found.diagnostics == settings.diagnostics == ()
    assert settings.limits.quote_words == 25
    assert settings.limits.name_letters == 12
    selection = settings.selection
    assert "DC462" not in codes(selection)
    assert "DC480" in codes(selection)
    assert "DC480" not in codes(selection, "drafts/a.policy")
    assert "DC474" in codes(selection, "drafts/a.policy")
    assert "DC474" not in codes(selection, "other/a.deal")


def test_a_project_that_says_nothing(tmp_path: Path) -> None:
    _, settings = configured(tmp_path, "[tool.dealcheck]\n")
    assert codes(settings.selection) == {rule.code for rule in RULES}


WRONG = [
    ("selekt = []", "there is no key selekt", "did you mean `select`?", "selekt"),
    ("rows = 3", "there is no key rows", f"the keys are {', '.join(KEYS)}", "rows"),
    ('select = "DC450"', "select is no list of rules", 'write select = ["DC450", "style"]', "select"),
    ("ignore = [1]", "ignore is no list of rules", 'write ignore = ["DC450", "style"]', "ignore"),
    ('ignore = ["stile"]', "ignore names stile, and no rule is called so", "did you mean `style`?", "ignore"),
    ('per-file-ignores = ["a"]', "per-file-ignores is no table", "", "per-file-ignores"),
    ('per-file-ignores = { "a/*" = "tests" }', "a/* is no list of rules", 'write "a/*" = ["DC450", "style"]', "a/*"),
    ('per-file-ignores = { "a/*" = ["nope"] }', "a/* names nope, and no rule is called so", "", "a/*"),
    ("quote-words = 0", "quote-words is no whole number above 0", "write quote-words = 40", "quote-words"),
    ("quote-words = true", "quote-words is no whole number above 0", "write quote-words = 40", "quote-words"),
    ('name-letters = "ten"', "name-letters is no whole number above 0", "write name-letters = 30", "name-letters"),
]


@pytest.mark.parametrize(("text", "said", "way_out", "at"), WRONG)
def test_slips_are_told_at_their_place(tmp_path: Path, text: str, said: str, way_out: str, at: str) -> None:
    head = "[tool.dealcheck]\n[tool.dealcheck.lint]\n"
    _, settings = configured(tmp_path, head + text + "\n")
    [found] = settings.diagnostics
    assert found.code == "DC920"
    assert found.headline == f"[tool.dealcheck.lint] of pyproject.toml: {said}"
    assert way_out in found.help
    assert found.help
    assert found.place is not None
    assert (found.place.text, found.place.line) == (at, 3)


def test_several_slips_are_all_told(tmp_path: Path) -> None:
    _, settings = configured(tmp_path, '[lint]\nselect = ["a", "b"]\nwords = 1\n', "dealcheck.toml")
    assert [found.headline.rpartition(": ")[2] for found in settings.diagnostics] == [
        "select names a, and no rule is called so",
        "select names b, and no rule is called so",
        "there is no key words",
    ]


def test_a_table_that_is_none(tmp_path: Path) -> None:
    found, _ = configured(tmp_path, "[tool.dealcheck]\nlint = 3\n")
    assert [each.code for each in found.diagnostics] == ["DC920"]
    assert "lint is no table" in found.diagnostics[0].headline


def test_policies_and_rules_stand_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    found, settings = configured(tmp_path, 'policies = ["mine"]\n[lint]\nselect = ["style"]\n', "dealcheck.toml")
    assert found.policies == (tmp_path / "mine",)
    assert codes(settings.selection) == STYLE


# ---- The guide -------------------------------------------------------------------------------------------------------

GUIDE = (
    (ROOT / "policies" / "README.md").read_text(encoding="utf-8").partition("\n## Linting\n")[2].partition("\n## ")[0]
)


def test_the_configuration_shown_in_the_guide_is_read_as_it_says(tmp_path: Path) -> None:
    prose = "".join(GUIDE.split("```")[::2])
    text = "".join(f"{row[4:]}\n" for row in prose.splitlines() if row.startswith("    "))
    found, settings = configured(tmp_path, text)
    assert found.diagnostics == settings.diagnostics == ()
    assert set(tomllib.loads(text)["tool"]["dealcheck"]["lint"]) == set(KEYS)
    assert settings.limits == Limits()


def test_the_guide_names_every_category() -> None:
    assert re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE) == [category.value for category in Category]


def test_the_sample_of_the_guide_is_let_be() -> None:
    text = GUIDE.partition("```deal\n")[2].partition("```")[0]
    text = text.replace('use "talks"', 'use "trade"\nuse "goods"\nuse "baseline/2025-07-01"')
    found = api.lint(draft(text), LintOptions())
    assert told(found) == []
    assert [finding.rule.code for finding in found.suppressed] == ["DC450"]
