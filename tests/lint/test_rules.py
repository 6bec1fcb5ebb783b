"""Every rule of the linter: its page, a sample that it finds, and a near miss that it lets be."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.engine import Linted
from dealcheck.lint.nomenclature import read_nomenclature
from dealcheck.lint.rule import Category, Rule, all_rules
from dealcheck.loader import Library, Shelf
from dealcheck.model.lookup import LookupFault
from dealcheck.shipped import shipped_folder
from dealcheck.source import Source

ROOT = Path(__file__).resolve().parents[2]
RANGES = {
    Category.DEAD: range(401, 410),
    Category.CLASH: range(410, 415),
    Category.MEANING: range(415, 450),
    Category.SOURCE: range(450, 460),
    Category.STYLE: range(460, 480),
    Category.TESTS: range(480, 485),
    Category.SUPPRESSION: range(490, 495),
}
NOMENCLATURE = shipped_folder("policies") / "tables" / "hs2022.csv"
LAW = re.compile(r"\b(illegal|void|breach|default|binding)\b", re.IGNORECASE)


class SampleFiles(Library):
    """The shipped packs, and beside them the files that a rule's samples use."""

    beside: dict[str, str]

    def read(self, name: str, near: Source | None, endings: tuple[str, ...]) -> Source | LookupFault:
        for file in (name, *(name + ending for ending in endings)):
            if file in self.beside:
                return Source(file, self.beside[file])
        return super().read(name, near, endings)


def linted(rule: Rule, text: str) -> Linted:
    """What one rule finds in a sample of its page."""
    files = SampleFiles(Shelf(ROOT), ROOT)
    files.beside = dict(rule.files)
    as_of = date.fromisoformat(rule.as_of) if rule.as_of else None
    options = LintOptions(as_of, lambda: read_nomenclature(NOMENCLATURE.read_text(encoding="utf-8")))
    return api.lint(api.Draft(Source(rule.name + ".policy", text), files), options, [rule])


def test_codes_and_names_are_unique() -> None:
    rules = all_rules()
    assert len({rule.code for rule in rules}) == len(rules) == len({rule.name for rule in rules})


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_page(rule: Rule) -> None:
    assert int(rule.code.removeprefix("DC")) in RANGES[rule.category]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.name)
    for part in (rule.title, rule.what, rule.why, rule.instead):
        assert part.strip()
        assert not LAW.search(part)
    assert len(rule.page.split()) > 25


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_bad_sample_is_found(rule: Rule) -> None:
    found = linted(rule, rule.bad)
    assert not [each.headline for each in found.diagnostics if each.is_error]
    assert found.findings
    for finding in found.findings:
        each = finding.found
        assert each.place.text
        assert "\n" not in each.headline
        assert each.help or each.fix
        assert not LAW.search(each.headline + each.label + each.help)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_near_miss_is_let_be(rule: Rule) -> None:
    found = linted(rule, rule.good)
    assert not [each.headline for each in found.diagnostics if each.is_error]
    assert not [finding.found.headline for finding in found.findings]
