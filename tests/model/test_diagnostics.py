"""What is wrong with a text, and the smallest place that shows it: one slip, one error."""

from __future__ import annotations

import pytest

from tests.model.files import faults, resolved


def _term(measure: str) -> str:
    return f"deal d {{ between US, JP  dated 2025-07-01  against mid_2025  term t: {measure} }}"


MEASURES = [
    ("tariff by US from JP on autos rate 25", "DC308 25"),
    ("tariff by US from JP on autos rate 25% - 10%", "DC309 10%"),
    ("tariff by US from JP on autos rate old rate + 10%", "DC309 10%"),
    ("tariff by US from JP on autos rate 10 pp", "DC310 10 pp"),
    ("tariff by US from JP on autos rate rate * 0.9", "DC317 rate"),
    ("tariff by US from JP on autos rate 0% - 5 pp", "DC316 0% - 5 pp"),
    ("tariff by US from JP on autos rate min(5%, 10 t)", "DC314 10 t"),
    ("tariff by US from JP on autos rate all_in 15", "DC308 15"),
    ("tariff by US from JP on autos rate [US: 25 | JP: 0%]", "DC308 25"),
    ("tariff by US from JP on autos rate [10 .. 15%]", "DC308 10"),
    ("tariff by US from JP on autos rate [9% .. 5%]", "DC231 9% .. 5%"),
    ("tariff by US from JP on autos rate [USX: 10% | 15%]", "DC201 USX"),
    ("tariff by US from JP on autos rate 5% / 0", "DC319 0"),
    ("tariff by US from JP on autos rate 341 JPX/kg", "DC319 341 JPX/kg"),
    ("tariff by US from JP on autos rate tarif.rate(layer mfn)", "DC204 tarif"),
    ("tariff by US from JP on autos rate tariff.rat(layer mfn)", "DC302 rat"),
    ("tariff by US from JP on autos rate rate(to UK)", "DC301 to"),
    ("tariff by US from JP on autos rate 5% share 5 JPY/kg", "DC314 5 JPY/kg"),
    ("tariff by US from JP on autos rate 5% rate 6%", "DC304 rate"),
    ("tariff by US from JP on autoss rate 5%", "DC202 autoss"),
    ("tariff by US from JP on autos - trucs rate 5%", "DC202 trucs"),
    ("tariff by US from JP on digital rate 5%", "DC202 digital"),
    ("tariff by US from everyone - JPN on autos rate 5%", "DC201 JPN"),
    ("tariff by US to JP on autos rate 5%", "DC301 to"),
    ("tariff by US on autos rate 5%", "DC303 tariff"),
    ("tariff by US from JP on autos rate 25%, 15%", "DC226 15%"),
    ("tariff by US from JP on autos rate 25% from 2026-01-01, 15% from 2025-01-01", "DC226 15% from 2025-01-01"),
    ("tariff by US from JP on autos rate 5% from 2025-08-01 share 60% from 2026-01-01", "DC226 60% from 2026-01-01"),
    ("tariff by US from JP on autos rate 25% to 0% in 5 equal weekly steps from 2026-01-01", "DC226 weekly"),
    ("tariff by US from JP on autos rate 25% to 0 in 5 equal yearly steps from 2026-01-01", "DC308 0"),
    ("tariff by US from JP on autos rate 5% from day of bill", "DC206 bill"),
    ("tariff by US from JP on autos if bill rate 5%", "DC206 bill"),
    ("tariff by US from JP on autos rate 5% cites nobody", "DC205 nobody"),
    ("tariff by US from JP on everything rate 5% until moon", "DC206 moon"),
    ("export_cap by JP to US on autos volume 1_000_000", "DC311 1_000_000"),
    ("export_cap by JP to US on autos volume 25%", "DC314 25%"),
    ("export_cap by JP to US on steel volume 5 t + 3 units", "DC312 3 units"),
    ("investment by JP to US amount 550", "DC311 550"),
    ("regulation by JP on digital.services_tax action dely", "DC315 dely"),
    ("regulation by JP on digital.services_tax action 5%", "DC314 5%"),
    ("deadline by US due 5%", "DC314 5%"),
    ("minimum_import_price by US from JP on steel floor 5%", "DC314 5%"),
    ("labour by JP on work rule core_rights due 2026-01-01 + 5", "DC314 5"),
]


@pytest.mark.parametrize(("measure", "fault"), MEASURES)
def test_a_measure_with_one_slip(measure: str, fault: str) -> None:
    assert faults(_term(measure), packs=True) == [fault]


CONDITIONS = [
    ("no tariff by US may have rate >= 25", "DC308 25"),
    ("no tariff by US may have rate >= 25 pp", "DC310 25 pp"),
    ("no tariff by US may have rat >= 25%", "DC302 rat"),
    ("no tariff by US may have rate >= 25% and rat < 5%", "DC302 rat"),
    ("no tariff by US may have foo = bar", "DC302 foo"),
    ("no tariff by US may have rate > max(5%, 10)", "DC308 10"),
    ("some tariff by US has rate in {5%, 10}", "DC308 10"),
    ("no tariff by US may have rate > 5 t", "DC314 5 t"),
    ("no export_cap by JP may have volume <= 5", "DC311 5"),
    ("no minimum_import_price by US may have floor > 5%", "DC314 5%"),
    ("no regulation by JP may have action = dely", "DC315 dely"),
    ("no regulation by JP may have dely = action", "DC315 dely"),
    ("no regulation by JP may have action in {delay, waiv}", "DC315 waiv"),
    ("no regulation by JP may have action < delay", "DC318 action"),
    ("no regulation by JP may have action raised", "DC318 action raised"),
    ("no tariff by US may have rate + 5 pp reduced", "DC314 rate + 5 pp"),
    ("no tarif by US", "DC204 tarif"),
    ("no tariff by US to JP", "DC301 to"),
    ("no tariff by US except to JP", "DC301 to"),
    ("no tariff by everyone - partner from US", "DC222 everyone - partner"),
    ("every e_transmission_duty by US must have rate <= tariff.rate", "DC320 tariff.rate"),
    ("every tax by US must have rate <= tariff.rate(layer mfn)", "DC320 tariff.rate(layer mfn)"),
    ("every duty by US must have rate(layer mfn) = 0%", "DC301 layer"),
    ("total action of regulation by JP must be <= 5", "DC321 action"),
    ("total volume of export_cap by JP must be <= 5", "DC311 5"),
    ("number of tariff by US must be <= 5%", "DC314 5%"),
    ("share of tariff by US having rate = 0% must be >= 90", "DC308 90"),
    ('average rate of tariff by US must be <= 5% weighted by "nix.csv" { on = a  weight = b }', 'DC902 "nix.csv"'),
    ("the deal must have sined <= 2025-07-09", "DC207 sined"),
    ("the deal must have signed <= 5%", "DC314 5%"),
    ("the deal must have old signed <= 2025-07-09", "DC222 old signed"),
    ("no tariff by US after us_deadlin", "DC206 us_deadlin"),
    ("every general deadline by US must have due <= 2026-01-01", "DC301 general"),
    ("no investment by JP may have amount > max(USD 5 bn, JPY 5 bn)", "DC313 max(USD 5 bn, JPY 5 bn)"),
]


@pytest.mark.parametrize(("sentence", "fault"), CONDITIONS)
def test_a_sentence_with_one_slip(sentence: str, fault: str) -> None:
    found = resolved(f"policy JP {{ red line x: {sentence} }}", packs=True)
    assert [f"{each.code} {each.place.text if each.place else ''}" for each in found.diagnostics] == [fault]
    assert [(line.full_name, line.sentence) for line in found.model.lines] == [("JP.x", None)]


SOUND = [
    "every duty by US from JP on autos must have rate <= tariff_quota.in_rate(from UK)",
    "every duty by US from JP must have rate <= lowest rate(from any)",
    "every tariff by US from JP must have rate = rate(by partner, from US)",
    "no tariff by partner | UK from JP may have rate > max(15%, tariff.rate(layer mfn))",
    "no tariff by US may have rate - old rate >= 10 pp",
    "no tariff by US may have old rate - rate >= 10% and not rate unchanged",
    "no export_cap by JP may have volume > 0",
    "no export_cap by JP may have volume = unlimited",
    "no regulation by JP may have action = old action",
    "the deal must have signed <= us_deadline + 30 days and effective >= signed",
    "every labour by JP must have due <= expires",
    "total amount of investment by JP must be <= USD 20 bn per year",
    "number of tariff by US must be <= 5",
    "no tariff by US by 6 months after signed unless some tariff by JP at end",
]


@pytest.mark.parametrize("sentence", SOUND)
def test_a_sound_sentence(sentence: str) -> None:
    found = resolved(f"policy JP {{ red line x: {sentence} }}", packs=True)
    assert found.diagnostics == ()
    assert found.model.lines[0].sentence is not None


TEXTS = [
    ("deal d { between US, JP }", ["DC217 deal d"]),
    ("deal d { between US, US  against mid_2025 }", ["DC218 US"]),
    ("deal d { between US, JP  against mid_205 }", ["DC208 mid_205"]),
    ("deal d { between US, JP  against mid_2025 with nobody }", ["DC209 nobody"]),
    ("deal d { between US, JP  dated 2025-01-01  dated 2025-01-02  against mid_2025 }", ["DC218 dated"]),
    (
        "deal d { between US, JP  against mid_2025  term a: end tariff by US  term a: end tariff by JP }",
        ["DC214 a"],
    ),
    ("deal d { between US, JP  against mid_2025  term a status agred: end tariff by US }", ["DC223 agred"]),
    ("deal d { between US, JP  against mid_2025  effective 5 days after effective }", []),
    ("deal d { between US, JP  against mid_2025  effective day of effective }", ["DC216 day of effective"]),
    ("product a = b  product b = a", ["DC216 a"]),
    ("product a = hs 01  product a = hs 02", ["DC214 a"]),
    ('party JP "Japan"', ["DC214 JP"]),
    ("group g = JP, ZZ", ["DC201 ZZ"]),
    ("group g = h  group h = g", ["DC216 g"]),
    ("kind k { key by: goods }", ["DC305 goods"]),
    ("kind k { key by: party  value from: rate }", ["DC306 from"]),
    ("kind k { key by: party  value r: rat }", ["DC305 rat"]),
    ("kind k { key by: party  value r: rate, absent is 5 }", ["DC308 5"]),
    ("kind k { key by: party  value r: one of a, b = c }", ["DC315 c"]),
    ("kind k { key by: party  absent maybe }", ["DC305 maybe"]),
    ("kind duty { key by: party }", ["DC214 duty"]),
    ("kind tariff { key by: party }", ["DC214 tariff"]),
    ("fact exchange JPY = 5", ["DC314 5"]),
    ("fact exchange JPN = USD 5", ["DC314 JPN"]),
    ("fact customs_value on rice = 5%", ["DC314 5%"]),
    ("fact x = 5%  fact x = USD 5", ["DC314 fact x = USD 5"]),
    ("event e  event e", ["DC214 e"]),
    ("letter l { by US  tariff by JP from US on autos rate 5% }", ["DC228 JP"]),
    ("baseline b on 2025-01-01 { tariff by US from JP on autos rate [5% | 6%] }", ["DC221 [5% | 6%]"]),
    ("policy JP { red line a: no tariff by US  red line a: no tariff by JP }", ["DC214 a"]),
    ("policy JPX { red line a: no tariff by US }", ["DC201 JPX"]),
    ('policy JP { red line a: judged "q" }  assess JP.a fine by "x" on 2025-01-01 because "y"', ["DC223 fine"]),
    ('waive JP.x because "y"', ["DC211 JP.x"]),
    ('source a "x" { publsher "y" }', ["DC302 publsher"]),
    ('test "t" { expect JP.a met }', ['DC217 "t"', "DC211 JP.a"]),
    ("deal d { between US, JP  against mid_2025  effective 2026-02-30 }", ["DC108 2026-02-30"]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_text_with_a_slip(text: str, expected: list[str]) -> None:
    assert faults(text, packs=True) == expected


def test_help_says_what_was_meant() -> None:
    helps = {
        "tarif by US from JP on autos rate 5%": "did you mean `tariff`?",
        "tariff by US from Japan on autos rate 5%": "did you mean `JP`?",
        "tariff by US from JPN on autos rate 5%": "did you mean `JP`?",
        "tariff by GB from JP on autos rate 5%": "write `UK`",
        "tariff by US from JP on autos rate 25": "write `25%`",
        "tariff by US from JP on rice rate 9% - 5%": "write `- 5 pp` for percentage points, or `* 0.95` for a part",
        "tariff by US to JP on autos rate 5%": "did you mean `from`?",
        "regulation by JP on autos action delay": "name a topic",
    }
    for measure, expected in helps.items():
        assert [fault.help for fault in resolved(_term(measure), packs=True).diagnostics] == [expected]


def test_two_places_of_one_fault() -> None:
    (fault,) = resolved("product a = hs 01\nproduct a = hs 02").diagnostics
    assert fault.place is not None
    assert fault.place.line == 2
    assert [label.place.line for label in fault.labels] == [1]


def test_a_deal_with_an_error_is_left_out_and_its_test_stays() -> None:
    draft = "deal d { between US, JP  against mid_2025  term t: tariff by US from JP on autos rate 25 }"
    text = draft + '\ntest "t" { deal d }'
    model = resolved(text, packs=True).model
    assert model.deals == {}
    assert [(test.name, test.deal) for test in model.tests] == [("t", None)]


BROKEN = [
    ("product p = nothing", "tariff by US from JP on p rate 5%"),
    ("group g = ZZ, g2  group g2 = g", "tariff by US from g on rice rate 5%"),
    ("topic " + ".".join("a" * 40), "regulation by JP on " + ".".join("a" * 40) + " action keep"),
    ('product p = table "nix.csv" column a  product q = p', "tariff by US from JP on q rate 5%"),
]


@pytest.mark.parametrize(("declaration", "measure"), BROKEN)
def test_what_rests_on_an_error_adds_none_and_is_not_judged(declaration: str, measure: str) -> None:
    alone = faults(declaration, packs=True)
    found = resolved(declaration + "\n" + _term(measure), packs=True)
    assert len(found.diagnostics) == len(alone) > 0
    assert found.model.deals == {}


def test_a_topic_that_its_subtopics_imply() -> None:
    found = resolved(
        "topic a.b.c\nkind k { key by: party  key on: topic }\npolicy JP { red line x: no k by US on a.b }"
    )
    assert found.diagnostics == ()
