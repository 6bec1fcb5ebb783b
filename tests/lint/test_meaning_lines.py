"""The rules on what lines mean, DC415 to DC432: small policies that they find, and near misses that they let be."""

from __future__ import annotations

from functools import cache

import pytest

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.engine import Linted
from dealcheck.lint.fixing import fixed
from dealcheck.lint.rule import Rule, all_rules
from dealcheck.loader import Library, Shelf
from dealcheck.source import Source
from tests.lint.samples import ROOT

HEAD = 'use "trade"\nuse "goods"\nuse "baseline/2025-07-01"\n'
CARS = "tariff by US from JP on autos layer s232_autos"
RULES = {rule.code: rule for rule in all_rules() if 415 <= int(rule.code[2:]) <= 432}


@cache
def linted(rule: Rule, text: str) -> Linted:
    """What one rule finds in a text."""
    return api.lint(api.Draft(Source("x.policy", text), Library(Shelf(ROOT), ROOT)), LintOptions(), [rule])


def policy(line: str, party: str = "JP") -> str:
    """A policy of one line, with its head: `x "label": SENTENCE`."""
    return f"{HEAD}policy {party} {{ red line {line} }}\n"


def found(code: str, line: str, party: str = "JP") -> list[str]:
    """The places of what a rule finds in a line."""
    outcome = linted(RULES[code], policy(line, party))
    assert not [each.headline for each in outcome.diagnostics if each.is_error]
    return [finding.found.place.text for finding in outcome.findings]


def test_rules_of_the_range() -> None:
    assert len(RULES) == 18


# ---- Found -----------------------------------------------------------------------------------------------------------

FOUND = [
    ("DC415", f"x: every {CARS} must have rate <= 10% * old rate", "10%"),
    ("DC415", f'x "Down by at least 10%": every {CARS} must have rate <= old rate - 10 pp', "10 pp"),
    ("DC415", f'x "Down by 10 per cent": every {CARS} must have rate <= old rate - 10 pp', "10 pp"),
    ("DC415", f'x "Ten points less": every {CARS} must have rate <= old rate * 0.9', "old rate * 0.9"),
    ("DC416", "x: every tariff by US from JP on autos must have rate <= 15%", "tariff"),
    ("DC416", "x: some tariff by US from JP on steel has 15% >= rate", "tariff"),
    ("DC416", f'x "No car pays more than 15%": no {CARS} may have rate > 15%', CARS),
    ("DC416", f'x "15% in all": every {CARS} must have rate <= 15%', CARS),
    ("DC417", "x: no duty by US from JP on light_trucks may have rate > 24%", "24%"),
    ("DC417", "x: no duty by US from JP on clothing may have rate >= 15% and rate > 16%", "15%"),
    ("DC418", "x: no tariff by JP from US on rice may have rate < 200%", "200%"),
    ("DC418", "x: every duty by JP on rice must have rate >= 200%", "200%"),
    ("DC419", "x: every tariff by US from JP layer reciprocal must have rate reduced", "rate reduced"),
    (
        "DC419",
        "x: every duty by US from JP on semiconductors must have rate <= old rate - 2 pp",
        "rate <= old rate - 2 pp",
    ),
    ("DC420", f"x: every new {CARS} must have rate eliminated", "new"),
    ("DC420", "x: every changed tariff by US from JP must have rate reduced", "changed"),
    ("DC420", "x: every written tariff_quota by US from JP on autos must have volume raised", "written"),
    ("DC421", "x: every investment by JP to US must have amount >= USD 550 bn", "investment by JP to US"),
    (
        "DC421",
        "x: every tariff_quota by US from JP on autos must have in_rate <= 10%",
        "tariff_quota by US from JP on autos",
    ),
    ("DC421", "x: no purchase by JP from US may have amount < USD 8 bn per year", "purchase by JP from US"),
    ("DC422", f"x: every {CARS} must have rate = 10%", "="),
    ("DC422", f"x: no {CARS} may have 25% = rate", "="),
    ("DC422", f"x: some {CARS} has rate != 25%", "!="),
    ("DC422", "x: no tariff_quota by JP on rice may have volume = 770_000 t per year", "="),
    ("DC423", f'x "Never above 15%": every {CARS} must have rate < 15%', "<"),
    ("DC423", f'x "Below 15%": every {CARS} must have rate <= 15%', "<="),
    ("DC423", f'x "At most 15%": no {CARS} may have rate >= 15%', ">="),
    ("DC423", f'x "At most 15%": no {CARS} may have 15% <= rate', "<="),
    ("DC423", f'x "No 25% or more": no {CARS} may have rate > 25%', ">"),
    ("DC423", f'x "Never goes below 10%": every {CARS} must have rate > 10%', ">"),
    ("DC423", 'x "At least 1_000 t": some tariff_quota by JP on rice has volume > 1000 t', ">"),
    ("DC423", f"x: no {CARS} may have rate > 15% reading y: no {CARS} may have rate >= 15%", "y"),
    ("DC424", "x: no tariff by US from JP layer reciprocal may have rate < 10%", "tariff"),
    ("DC424", "x: every duty by US from partner must have rate > 5%", "duty"),
    ("DC425", "x: some tariff_quota by US from JP on autos has in_rate reduced", "tariff_quota by US from JP on autos"),
    ("DC426", "x: no tariff_quota by JP on rice may have volume raised", "tariff_quota by JP on rice"),
    ("DC426", "x: every investment by JP must have amount <= USD 100 bn", "investment by JP"),
    ("DC427", f"x: every {CARS} must have rate <= rate(from UK)", "rate(from UK)"),
    ("DC427", "x: every duty by US from JP on autos must have rate <= rate(from UK) + 1 pp", "rate(from UK)"),
    ("DC428", "x: no new purchase by JP from US unless some investment by US to JP", "investment by US to JP"),
    ("DC429", "x: total volume of tariff_quota on rice must be <= 770_000 t per year", "tariff_quota"),
    ("DC430", f"x: no {CARS} may have rate > 25% or rate > 15% and rate raised", "rate > 15% and rate raised"),
    (
        "DC430",
        f"x: no {CARS} or no new export_cap by JP and no new import_quota by US",
        "no new export_cap by JP and no new",
    ),
    ("DC430", f'x: no {CARS} and no new export_cap by JP unless judged "Q"', f"no {CARS} and no new export_cap by JP"),
    ("DC430", f'x: no {CARS} unless judged "Q" unless judged "R"', f'no {CARS} unless judged "Q"'),
    (
        "DC430",
        f"x: if some {CARS} then no new export_cap by JP or no new import_quota by US",
        "no new import_quota by US",
    ),
    ("DC431", f"x: every {CARS} must have not rate > 15%", "not rate > 15%"),
    ("DC431", f"x: not no {CARS}", "not"),
    ("DC431", f"x: not every {CARS} must have rate > 15%", "not"),
    ("DC431", f"x: every {CARS} must have not not rate reduced", "not"),
    ("DC432", f"x: every {CARS} must have rate <= rate(by JP, from US)", "rate(by JP, from US)"),
    ("DC432", "x: every tariff by US from JP must have rate <= 2 * rate(by JP, from US)", "rate(by JP, from US)"),
]


@pytest.mark.parametrize(("code", "line", "place"), FOUND, ids=lambda part: part[:60])
def test_found(code: str, line: str, place: str) -> None:
    places = found(code, line)
    assert len(places) == 1, places
    assert places[0].startswith(place)


# ---- Mended ----------------------------------------------------------------------------------------------------------

MENDED = [
    (
        "DC415",
        True,
        f"x: every {CARS} must have rate <= old rate * 10%",
        f"x: every {CARS} must have rate <= old rate * 0.1",
    ),
    (
        "DC416",
        True,
        "x: no tariff by US from JP on autos may have rate > 15%",
        "x: no duty by US from JP on autos may have rate > 15%",
    ),
    (
        "DC417",
        True,
        "x: no duty by US from JP on light_trucks may have rate > 15%",
        "x: no duty by US from JP on light_trucks may have rate > max(15%, tariff.rate(layer mfn))",
    ),
    ("DC420", True, f"x: every written {CARS} must have rate reduced", f"x: every {CARS} must have rate reduced"),
    ("DC422", True, f"x: no {CARS} may have rate = 25%", f"x: no {CARS} may have rate >= 25%"),
    ("DC422", True, f"x: every {CARS} must have rate = 10%", f"x: every {CARS} must have rate <= 10%"),
    ("DC423", True, f'x "At most 15%": no {CARS} may have rate>=15%', f'x "At most 15%": no {CARS} may have rate>15%'),
    (
        "DC424",
        True,
        "x: no tariff by US from JP layer reciprocal may have rate < 10%",
        "x: no general tariff by US from JP layer reciprocal may have rate < 10%",
    ),
    (
        "DC428",
        True,
        "x: some purchase by US from JP at effective",
        "x: some purchase by US from JP has force in {shall, commits} at effective",
    ),
    (
        "DC428",
        True,
        "x: some purchase by US from JP has amount >= USD 1 bn",
        "x: some purchase by US from JP has amount >= USD 1 bn and force in {shall, commits}",
    ),
    (
        "DC430",
        False,
        f"x: no {CARS} may have rate > 25% or rate > 15% and not rate raised",
        f"x: no {CARS} may have rate > 25% or (rate > 15% and not rate raised)",
    ),
    (
        "DC430",
        True,
        f"x: if some {CARS} then no new import_quota by US and no new export_cap by JP",
        f"x: if some {CARS} then (no new import_quota by US and no new export_cap by JP)",
    ),
    (
        "DC430",
        True,
        f'x: no {CARS} and no new export_cap by JP unless judged "Q"',
        f'x: (no {CARS} and no new export_cap by JP) unless judged "Q"',
    ),
    ("DC431", False, f"x: every {CARS} must have not not rate reduced", f"x: every {CARS} must have rate reduced"),
    ("DC431", True, f"x: every {CARS} must have not rate > 15%", f"x: every {CARS} must have rate <= 15%"),
    (
        "DC432",
        True,
        f"x: every {CARS} must have rate <= rate(by JP, from US)",
        f"x: every {CARS} must have rate <= duty.rate(by JP, from US)",
    ),
]


@pytest.mark.parametrize(("code", "unsafe", "before", "after"), MENDED, ids=lambda part: str(part)[:60])
def test_mended(code: str, unsafe: bool, before: str, after: str) -> None:
    rule = RULES[code]
    outcome = fixed(Source("x.policy", policy(before)), lambda source: linted(rule, source.text), unsafe)
    assert not outcome.faults
    assert outcome.after.text == policy(after)
    assert not outcome.linted.findings


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    before = policy(f"x: no {CARS} may have rate = 25%")
    outcome = fixed(Source("x.policy", before), lambda source: linted(RULES["DC422"], source.text))
    assert outcome.after.text == before


def test_promises_of_fixes() -> None:
    """A rule that says it mends does so in some line here, and one that says it mends safely does so by itself."""
    mends = {code: unsafe for code, unsafe, _, _ in sorted(MENDED, key=lambda row: not row[1])}
    assert {code for code, rule in RULES.items() if rule.fix != "none"} == set(mends)
    assert {code for code, rule in RULES.items() if rule.fix == "safe"} <= {
        c for c, unsafe in mends.items() if not unsafe
    }


# ---- Let be ----------------------------------------------------------------------------------------------------------

LET_BE = [
    # a large part, another party's rate, a label that says which it is
    ("DC415", f"x: every {CARS} must have rate <= old rate * 90%"),
    ("DC415", f"x: every {CARS} must have rate <= old rate * 0.1"),
    ("DC415", f"x: every {CARS} must have rate <= rate(from UK) * 10%"),
    ("DC415", f'x "Down by 10 percentage points": every {CARS} must have rate <= old rate - 10 pp'),
    ("DC415", f'x "Down by 10% points": every {CARS} must have rate <= old rate - 10 pp'),
    ("DC415", f'x "Down to 10%": every {CARS} must have rate <= old rate - 10 pp'),
    (
        "DC415",
        f'x "Down by 10%": every {CARS} must have rate <= old rate - 10 pp'
        f" reading part: every {CARS} must have rate <= old rate * 0.9",
    ),
    # nothing at all, the status quo, one layer, a layer taken away, and where one layer is all there is
    ("DC416", "x: every tariff by US from JP on autos must have rate = 0%"),
    ("DC416", "x: every tariff by US from JP on autos must have rate reduced"),
    ("DC416", "x: every tariff by US from JP on autos must have rate <= old rate * 0.9"),
    ("DC416", "x: no tariff by US from JP on autos except layer mfn may have rate > 15%"),
    ("DC416", "x: no tariff by JP from US on rice may have rate < 341 JPY/kg"),
    (
        "DC416",
        f'x "No car pays more than 15%": no {CARS} may have rate > 15%'
        " reading all: no duty by US from JP on autos may have rate > 15%",
    ),
    ("DC416", f'x "No car pays the old rate": no {CARS} may have rate >= 25%'),
    ("DC416", "x: no bound_rate by JP from US on rice may have rate > 15%"),
    # mfn below the ceiling, room for mfn, readings, floors
    ("DC417", "x: no duty by US from JP on autos may have rate > 2.5%"),
    ("DC417", "x: no duty by US from JP on light_trucks may have rate > 25%"),
    ("DC417", "x: no duty by US from JP on light_trucks may have rate > max(15%, tariff.rate(layer mfn))"),
    ("DC417", "x: no duty by US from JP on light_trucks may have rate < 15%"),
    ("DC417", "x: every duty by US from JP on light_trucks must have rate = 0%"),
    ("DC417", "x: no tariff by US from JP on light_trucks layer s232_autos may have rate > 15%"),
    ("DC417", "x: some duty by US from JP on light_trucks has rate <= 15%"),
    ("DC417", f"x: no {CARS} may have rate > 1% reading y: no duty by US from JP on light_trucks may have rate > 15%"),
    # the unit of the duty, a direction, zero, all goods at once, another layer, a percentage that is reached anyway
    ("DC418", "x: no tariff by JP from US on rice may have rate > 0%"),
    ("DC418", "x: every tariff by JP from US on rice must have rate >= old rate"),
    ("DC418", "x: no tariff by US from JP may have rate > 200%"),
    ("DC418", "x: no tariff by US from JP on rice layer reciprocal may have rate > 15%"),
    ("DC418", "x: no tariff by US from JP on hs 2003.10.01 layer mfn may have rate < 8.5%"),
    # what has no schedule, a level beside it, whoever the partner is, gone altogether
    ("DC419", f"x: every {CARS} must have rate reduced"),
    ("DC419", "x: every tariff by US from JP layer reciprocal must have rate <= 10%"),
    ("DC419", "x: every tariff by US from JP layer reciprocal must have rate reduced and rate < 10%"),
    ("DC419", "x: every tariff by US from partner layer reciprocal must have rate reduced"),
    ("DC419", "x: every tariff by US from JP layer reciprocal must have rate eliminated"),
    ("DC419", "x: every tariff by US from JP layer reciprocal must have rate unchanged"),
    ("DC419", "x: every tariff by US from UK layer reciprocal must have rate reduced"),
    # what may not move, a demand that there be one, no adjective
    ("DC420", f"x: every {CARS} must have rate reduced"),
    ("DC420", "x: no written tariff by JP on rice may have rate reduced"),
    ("DC420", "x: every written regulation by JP must have action in {keep, propose}"),
    ("DC420", "x: every written tax by JP must have rate <= old rate"),
    ("DC420", f"x: every written {CARS} must have rate reduced and some written {CARS}"),
    ("DC420", f"x: every kept {CARS} must have rate reduced"),
    # what there is already, what need not be there, bounds that ask for less
    ("DC421", "x: every tariff_quota by JP on rice must have volume >= 770_000 t per year"),
    ("DC421", "x: every tariff_quota by JP on beef must have volume <= 10_000 t per year"),
    ("DC421", "x: every minimum_import_price by US from MX must have floor <= 31 c/lb"),
    ("DC421", "x: every import_quota by US from JP on autos must have volume >= 1_000_000 units per year"),
    ("DC421", f"x: every {CARS} must have rate <= 10%"),
    ("DC421", "x: every purchase by JP from US must have amount >= USD 8 bn per year and some purchase by JP from US"),
    ("DC421", "x: some purchase by JP from US has amount >= USD 8 bn per year"),
    ("DC421", "x: if every purchase by JP from US must have amount >= USD 8 bn then no new export_cap by JP"),
    # zero, words, other parties, readings of the status quo, membership
    ("DC422", f"x: every {CARS} must have rate = 0%"),
    ("DC422", f"x: every {CARS} must have rate = old rate"),
    ("DC422", f"x: every {CARS} must have share = 100%"),
    ("DC422", f"x: every {CARS} must have rate eliminated"),
    ("DC422", "x: every duty by US from JP on autos must have rate = rate(from UK)"),
    ("DC422", "x: no written regulation by JP may have action = repeal"),
    # words and sign agree; numbers of another sort; words that point the other way; labels and comments of readings
    ("DC423", f'x "Never above 15%": every {CARS} must have rate <= 15%'),
    ("DC423", f'x "Below 15%": every {CARS} must have rate < 15%'),
    ("DC423", f'x "No deal keeps the 25%": every {CARS} must have rate < 25%'),
    ("DC423", f'x "Never goes below 10%": no {CARS} may have rate < 10%'),
    ("DC423", f'x "Keeps the 25%": every {CARS} must have rate >= 25%'),
    ("DC423", f'x "Far below 46%": no {CARS} may have rate > 28%'),
    ("DC423", f'x "Above 15% it hurts": no {CARS} may have rate > 15%'),
    ("DC423", f'x "15% or a large quota": no {CARS} may have rate >= 15%'),
    (
        "DC423",
        f'x "At most 15%": no {CARS} may have rate > 15% and no tariff by US from JP on steel may have rate >= 15%',
    ),
    ("DC423", f'x: no {CARS} may have rate > 15% reading y "15% itself": no {CARS} may have rate >= 15%'),
    ("DC423", f"x: no {CARS} may have rate > 15%\n# 15% itself\nreading y: no {CARS} may have rate >= 15%"),
    ("DC423", f"x: no {CARS} may have rate > 15% reading y: no {CARS} may have rate >= 16%"),
    ("DC423", f"x: no {CARS} may have rate > 15% reading y: no {CARS} may have rate > 15%"),
    # some goods, the general rate, a ceiling, something written, a reading
    ("DC424", f"x: every {CARS} must have rate >= 10%"),
    ("DC424", "x: every general tariff by US from JP layer reciprocal must have rate >= 10%"),
    ("DC424", "x: every tariff by US from JP layer reciprocal must have rate <= 10%"),
    ("DC424", "x: every written tariff by US from JP layer reciprocal must have rate >= 10%"),
    ("DC424", "x: every origin_penalty by US must have rate >= 40%"),
    (
        "DC424",
        "x: every tariff by US from JP layer reciprocal must have rate >= 10%"
        " reading general: every general tariff by US from JP layer reciprocal must have rate >= 10%",
    ),
    # a volume, no rate, other quantifiers, a premise
    ("DC425", "x: some tariff_quota by US from JP on autos has in_rate <= 10% and volume raised"),
    ("DC425", "x: some new tariff_quota by US from JP on autos"),
    ("DC425", "x: no tariff_quota by US from JP on autos may have in_rate > 10%"),
    ("DC425", "x: if some tariff_quota by US from JP on autos has in_rate > 10% then no new export_cap by JP"),
    # nothing at all, sums, no new one, the lower side
    (
        "DC426",
        "x: total volume of tariff_quota by JP on rice must be <= 770_000 t per year"
        " and no tariff_quota by JP on rice may have volume > 770_000 t per year",
    ),
    ("DC426", "x: no tariff_quota by JP on rice may have volume raised and no new tariff_quota by JP on rice"),
    ("DC426", "x: no investment by JP may have cash > USD 0"),
    ("DC426", "x: no export_cap by JP may have volume < 1_000_000 units per year"),
    ("DC426", "x: some tariff_quota by JP on rice has volume <= 770_000 t per year"),
    ("DC426", "x: no tariff_quota by JP on rice may have in_rate > 10%"),
    # a rival without a quota, goods without one, the best of all, the quota itself
    ("DC427", "x: every duty by US from JP on autos must have rate <= rate(from KR)"),
    ("DC427", "x: every duty by US from JP on semiconductors must have rate <= rate(from UK)"),
    ("DC427", "x: every duty by US from JP on autos must have rate <= lowest rate(from any)"),
    ("DC427", "x: every duty by US from JP on autos must have rate <= tariff_quota.in_rate(from UK)"),
    # force, a kind without one, what is forbidden, a premise
    ("DC428", "x: some purchase by US from JP has amount >= USD 1 bn and force = shall"),
    ("DC428", "x: some mfn_clause by US from JP"),
    ("DC428", "x: no new purchase by JP from US"),
    ("DC428", "x: if some purchase by US from JP then no new export_cap by JP"),
    # one of two sides, an exception, everyone said aloud
    ("DC429", "x: no tariff from JP may have rate raised"),
    ("DC429", "x: no new tariff except by JP"),
    ("DC429", "x: no new trade_bar by everyone"),
    # parentheses, one connective alone, a premise at the end
    ("DC430", f"x: no {CARS} may have rate > 25% or (rate > 15% and rate raised)"),
    ("DC430", f"x: no {CARS} may have (rate > 25% and rate raised) or rate > 15%"),
    ("DC430", f"x: no {CARS} may have rate > 25% and (rate > 15% or rate raised)"),
    ("DC430", f"x: no {CARS} may have ( rate > 15% and rate raised # both\n) or rate > 25%"),
    ("DC430", f"x: no {CARS} or (no new export_cap by JP and no new import_quota by US)"),
    ("DC430", f"x: no {CARS} may have rate > 15% and rate raised or some new import_quota by US"),
    ("DC430", f"x: no new export_cap by JP and if some {CARS} then no new import_quota by US"),
    ("DC430", f"x: if some {CARS} then (no new import_quota by US and no new export_cap by JP)"),
    ("DC430", f'x: no {CARS} may have rate > 15% or rate raised unless judged "Q"'),
    ("DC430", f'x: no {CARS} unless judged "Q" or judged "R"'),
    # what has no straight form
    ("DC431", "x: no written regulation by JP may have not action in {keep}"),
    ("DC431", f"x: every {CARS} must have not rate unchanged"),
    ("DC431", f"x: every {CARS} must have not (rate > 15% and rate raised)"),
    ("DC431", f"x: not (no {CARS} and no new export_cap by JP)"),
    ("DC431", 'x: not judged "Q"'),
    # the sum, a layer named, mfn, the same side
    ("DC432", "x: every duty by US from JP must have rate <= rate(by JP, from US)"),
    ("DC432", f"x: every {CARS} must have rate <= rate(by JP, from US, layer mfn)"),
    ("DC432", f"x: every {CARS} must have rate <= duty.rate(by JP, from US)"),
    ("DC432", "x: every tariff by US from JP layer mfn must have rate <= rate(by JP, from US)"),
    ("DC432", f"x: every {CARS} must have rate <= rate(from UK)"),
]


@pytest.mark.parametrize(("code", "line"), LET_BE, ids=lambda part: part[:60])
def test_let_be(code: str, line: str) -> None:
    assert found(code, line) == []


# ---- Said ------------------------------------------------------------------------------------------------------------


def headline(code: str, text: str) -> str:
    """The headline of the one thing that a rule finds in a text."""
    (finding,) = linted(RULES[code], text).findings
    return finding.found.headline


def test_what_not_says_of_the_absent() -> None:
    quota = policy("x: every tariff_quota by US from JP on autos must have not in_rate > 10%")
    assert "also holds of what has ended" in headline("DC431", quota)
    assert headline("DC431", policy(f"x: every {CARS} must have not rate > 15%")).endswith("says `rate <= 15%`")
    signed = policy("x: the deal must have not signed > 2025-07-09")
    assert headline("DC431", signed).endswith("says `signed <= 2025-07-09`")


def test_a_value_as_a_fact_is_enough() -> None:
    line = policy("x: every tariff by JP from US on rice must have rate >= 200%")
    rule = RULES["DC418"]
    assert linted(rule, line).findings
    assert not linted(rule, line + "fact customs_value on rice = JPY 150/kg\n").findings
    assert linted(rule, line + "fact customs_value on beef = JPY 150/kg\n").findings
    tested = line + (
        'test "worth 150" {\n  deal { between US, JP  dated 2025-07-05  against mid_2025 }\n'
        "  fact customs_value on rice = JPY 150/kg\n  expect JP.x met\n}\n"
    )
    assert not linted(rule, tested).findings


def test_schedules_of_the_latest_baseline_count() -> None:
    line = "policy JP { red line x: every tariff by US from JP layer reciprocal must have rate reduced }\n"
    rule = RULES["DC419"]
    assert linted(rule, HEAD + line).findings
    assert not linted(rule, HEAD.replace("2025-07-01", "2025-08-07") + line).findings
    later = (
        "baseline later on 2025-07-02 {\n  include mid_2025\n"
        "  tariff by US from JP on everything layer reciprocal rate 10%\n}\n"
    )
    assert not linted(rule, HEAD + later + line).findings


def test_layers_count_where_several_are_in_force() -> None:
    line = "policy JP { red line x: no tariff by US from JP on hs 8703 may have rate > 15% }\n"
    rule = RULES["DC416"]
    one = 'use "trade"\nbaseline now on 2025-07-01 { tariff by US from JP on hs 8703 rate 25% }\n'
    two = one.replace("rate 25%", "rate 25%  tariff by US from everyone on hs 87 layer extra rate 5%")
    assert not linted(rule, one + line).findings
    assert linted(rule, two + line).findings
    assert not linted(rule, two.replace("hs 87 ", "hs 88 ") + line).findings
    # Without a baseline nothing tells that one layer is all there is.
    assert linted(rule, 'use "trade"\n' + line).findings


def test_mfn_of_the_codes_as_written() -> None:
    line = "policy JP { red line x: no duty by US from JP on hs 8703 may have rate > 15% }\n"
    text = (
        'use "trade"\nbaseline now on 2025-07-01 {\n'
        "  tariff by US from JP on hs 8703.24.10 rate 12%, 20% from 2026-01-01\n"
        "  tariff by US from KR on hs 8703 rate 30%\n}\n"
    )
    rule = RULES["DC417"]
    assert headline("DC417", text + line).startswith("mfn alone is 20% on 8703.24.10,")
    assert not linted(rule, text.replace("20%", "15%") + line).findings
    assert linted(rule, text.replace("20%", "15%") + line.replace("> 15%", ">= 15%")).findings


def test_wishes_may_be_met_by_intentions() -> None:
    text = HEAD + "policy US { wish x weight 1: some purchase by partner from US }\n"
    assert not linted(RULES["DC428"], text).findings
    assert linted(RULES["DC428"], text.replace("wish x weight 1", "concern x")).findings


def test_quotes_are_held_against_the_sign_too() -> None:
    source = 'source s "t" { publisher "p"  date 2025-07-01 }\n'
    line = f'policy JP {{ red line x cites s "never more than 15%": every {CARS} must have rate < 15% }}\n'
    said = headline("DC423", HEAD + source + line)
    assert said == 'by the words "never more than" of the quote, 15% itself is still fine, and `<` says otherwise'
