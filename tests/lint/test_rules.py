"""Every rule of the linter: its page, a sample that it finds, and a near miss that it lets be."""

from __future__ import annotations

import re
from datetime import date

import pytest
from attrs import evolve

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.engine import Linted
from dealcheck.lint.plain import same_plainly
from dealcheck.lint.rule import Category, Rule, all_rules
from dealcheck.source import Source
from dealcheck.syntax.parse import parse
from tests.lint.samples import draft, nomenclature_options, told

RANGES = {
    Category.DEAD: range(401, 410),
    Category.CLASH: range(410, 415),
    Category.MEANING: range(415, 450),
    Category.SOURCE: range(450, 460),
    Category.STYLE: range(460, 480),
    Category.TESTS: range(480, 485),
    Category.SUPPRESSION: range(490, 495),
}
LAW = re.compile(r"\b(illegal|void|breach|default|binding)\b", re.IGNORECASE)


def opened(rule: Rule, text: str) -> tuple[api.Draft, LintOptions]:
    """A sample of a rule's page with the files and the day that it asks for."""
    as_of = date.fromisoformat(rule.as_of) if rule.as_of else None
    return draft(text, dict(rule.files), f"{rule.name}.policy"), nomenclature_options(LintOptions(as_of))


def linted(rule: Rule, text: str) -> Linted:
    """What one rule finds in a sample of its page; those about comments judge what all others do."""
    if rule.category is not Category.SUPPRESSION:
        return api.lint(*opened(rule, text), [rule])
    found = api.lint(*opened(rule, text))
    return evolve(found, findings=tuple(each for each in found.findings if each.rule is rule))


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


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_samples_are_laid_out(rule: Rule) -> None:
    for text in (rule.bad, rule.good):
        assert api.format_text(Source("sample", text)).text == text


GRAVE = [each for each in all_rules() if each.category in (Category.DEAD, Category.CLASH, Category.SUPPRESSION)]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_what_is_shown_as_good_has_no_grave_doubt(rule: Rule) -> None:
    found = api.lint(*opened(rule, rule.good), GRAVE)
    assert told(found) == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_fix_is_what_the_rule_says_it_is(rule: Rule) -> None:
    fixes = [finding.found.fix for finding in linted(rule, rule.bad).findings if finding.found.fix is not None]
    assert bool(fixes) is (rule.fix != "none")
    # A rule that can mend some findings safely may mend others in another way.
    assert rule.fix == "safe" or not any(fix.safe for fix in fixes)
    assert all(fix.said and fix.edits for fix in fixes)


MENDING = [rule for rule in all_rules() if rule.fix != "none"]


@pytest.mark.parametrize("rule", MENDING, ids=lambda rule: rule.code)
def test_a_fix_mends_what_the_rule_finds(rule: Rule) -> None:
    others = all_rules() if rule.category is Category.SUPPRESSION else [rule]
    fixes = [finding.found.fix for finding in linted(rule, rule.bad).findings if finding.found.fix is not None]
    safe = all(fix.safe for fix in fixes)
    outcome = api.fix(*opened(rule, rule.bad), others, unsafe=not safe)
    assert outcome.faults == ()
    assert rule in [finding.rule for finding in outcome.applied]
    assert not [each for each in linted(rule, outcome.after.text).findings if each.found.fix is not None]
    if safe:
        before, after = parse(outcome.before).file.items, parse(outcome.after).file.items
        assert same_plainly(before, after)
    again = api.fix(*opened(rule, outcome.after.text), others, unsafe=not safe)
    assert again.after.text == outcome.after.text
