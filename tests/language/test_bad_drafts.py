"""Drafts with an error of their own: what is said of them, and what stays known."""

from __future__ import annotations

import pytest

from tests.language.texts import KINDS, checked, trial

BASELINE = """\
baseline now on 2025-07-01 {
  tariff by US from JP on hs 8703 rate 25%
  tariff by US from JP on hs 7208 rate 8%
}
"""
POLICY = """\
policy JP "Japan" {
  red line cars: no tariff by US from JP on hs 8703 may have rate > 10%
  red line cars_soft: no tariff by US from JP on hs 8703 may have rate > 100%
  red line steel: no tariff by US from JP on hs 7208 may have rate > 5%
}
"""


def _draft(terms: str, baseline: str = BASELINE, policy: str = POLICY, dates: str = "effective 2025-08-01") -> str:
    deal = f"deal d {{ between US, JP  dated 2025-07-05  {dates}  against now\n{terms}\n}}\n"
    return KINDS + baseline + policy + deal


def _test_block(terms: str, expectations: str) -> str:
    deal = f"deal {{ between US, JP  dated 2025-07-05  effective 2025-08-01  against now\n{terms}\n}}\n"
    return KINDS + BASELINE + POLICY + f'test "t" {{\n{deal}\n{expectations}\n}}\n'


CONTRADICTIONS = {
    "the same points": """
        term a: tariff by US from JP on hs 8703 rate 5%
        term b: tariff by US from JP on hs 8703 rate 7%""",
    "goods that overlap": """
        term a: tariff by US from JP on hs 8703 | hs 8704 rate 5%
        term b: tariff by US from JP on hs 8703 | hs 8705 rate 7%""",
    "wider in one key, narrower in another": """
        term a: tariff by US from everyone on hs 8703 rate 5%
        term b: tariff by US from JP on hs 87 rate 7%""",
    "layers that overlap": """
        term a: tariff by US from JP on hs 8703 layer mfn | one rate 5%
        term b: tariff by US from JP on hs 8703 layer mfn | two rate 7%""",
    "an end and a measure on the same points": """
        term a: end tariff by US from JP on hs 8703 layer mfn
        term b: tariff by US from JP on hs 8703 rate 7%""",
    "an end of all layers and a measure on all goods of one": """
        term a: end tariff by US from JP on hs 8703
        term b: tariff by US from JP on everything rate 7%""",
    "two under conditions that have both come true on the same day": """
        event boom "Boom" on 2025-01-01
        event bust "Bust" on 2025-01-01
        term a if boom: tariff by US from JP on hs 8703 rate 5%
        term b if bust: tariff by US from JP on hs 8703 rate 7%""",
    "two of one region that start on the same day": """
        term a: tariff by US from JP on hs 8703 rate 5% from 2025-08-01
        term b: tariff by US from JP on hs 8703 rate 7% from 2025-08-01""",
    "two of which the later starts only before the deal": """
        term a: tariff by US from JP on hs 8703 | hs 8704 rate 5% from 2025-01-01
        term b: tariff by US from JP on hs 8703 rate 7% from 2025-01-02
        term c: tariff by US from JP | KR on hs 8703 rate 8%
        term d: tariff by US from JP on hs 8703.80 | hs 8704 rate 9%""",
    "stages that come apart later": """
        term a: tariff by US from everyone on hs 8703 rate 5%, 6% from 2026-01-01
        term b: tariff by US from JP on hs 87 rate 5%""",
}


@pytest.mark.parametrize("terms", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_two_terms_that_set_different_values_contradict_each_other_and_the_points_are_unknown(terms: str) -> None:
    found = checked(_draft(terms))
    assert "DC601" in found.errors
    assert found.verdict("JP.cars") == "unknown"
    assert found.verdict("JP.cars_soft") == "unknown"


@pytest.mark.parametrize("terms", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_test_fails_by_an_error_of_its_own_draft_whatever_it_expects(terms: str) -> None:
    [found] = trial(_test_block(terms, "expect JP.cars unknown"))
    assert not found.passed
    assert found.fault


def test_a_contradiction_names_both_terms_and_where_they_overlap() -> None:
    said = checked(_draft(CONTRADICTIONS["goods that overlap"])).said("DC601")
    assert "`a`" in said
    assert "`b`" in said
    assert "hs 8703" in said
    assert "hs 8704 " not in said.partition("\n")[0]


def test_a_contradiction_between_rows_names_the_row_where_they_overlap() -> None:
    text = _draft(
        'term a: tariff by US from everyone table "t.csv" { on = code  rate = rate }\n'
        "term b: tariff by US from JP on hs 8703 rate 9%"
    )
    said = checked(text, t="code,rate\n8703,2%\n8703.80,4%\n").said("DC601")
    assert "hs 8703.80" in said.partition("\n")[0]


def test_other_points_stay_known() -> None:
    found = checked(_draft(CONTRADICTIONS["the same points"]))
    assert found.verdict("JP.steel") == "violated"


def test_other_goods_of_the_same_line_stay_known() -> None:
    terms = "term a: tariff by US from JP on hs 8703.80 rate 5%\nterm b: tariff by US from JP on hs 8703.80 rate 7%"
    assert checked(_draft(terms)).verdict("JP.cars") == "violated"


def test_a_contradiction_before_the_deal_and_after_its_end_is_none() -> None:
    terms = (
        "term a: tariff by US from JP on hs 8703 rate 5% until 2025-12-31\n"
        "term b: tariff by US from JP | KR on hs 8703 rate 7% from 2026-01-01\n"
        "term c: tariff by US from JP on hs 87 - hs 8703.80 rate 6% until 2025-07-31"
    )
    assert checked(_draft(terms)).errors == []


def test_a_contradiction_of_the_baseline_is_an_error_too() -> None:
    baseline = BASELINE + "baseline two on 2025-07-01 { include now\n tariff by US from everyone on hs 8703 rate 1%\n"
    baseline += " tariff by US from JP on hs 87 rate 2% }\n"
    found = checked(_draft("", baseline).replace("against now", "against two"))
    assert "DC601" in found.errors
    assert found.verdict("JP.cars_soft") == "unknown"
    assert found.verdict("JP.steel") == "violated"


def test_a_contradiction_of_the_baseline_that_the_draft_covers_leaves_the_outcome_known() -> None:
    baseline = BASELINE + "baseline two on 2025-07-01 { include now\n tariff by US from everyone on hs 8703 rate 1%\n"
    baseline += " tariff by US from JP on hs 87 rate 2% }\n"
    text = _draft("term t: tariff by US from JP on hs 87 rate 11%", baseline).replace("against now", "against two")
    assert checked(text).verdict("JP.cars") == "violated"
    assert checked(text).verdict("JP.cars_soft") == "met"


def test_a_contradiction_of_a_letter_is_an_error_too() -> None:
    letter = "letter l { by US  dated 2025-07-02  tariff by US from JP on hs 8703 rate 1%\n"
    letter += "tariff by US from JP on hs 8703 rate 2% }\n"
    found = checked(_draft("", BASELINE + letter).replace("against now", "against now with l"))
    assert "DC601" in found.errors
    assert found.verdict("JP.cars_soft") == "unknown"


def test_a_deal_with_open_text_is_no_part_of_the_status_quo() -> None:
    earlier = "deal open_one { between US, UK  dated 2025-01-01  against now\n"
    earlier += "term p [UK]: tariff by US from UK on hs 8703 rate 15% }\n"
    text = _draft("", BASELINE + earlier).replace("effective 2025-08-01  against now", "against now with open_one")
    assert checked(text).errors == ["DC229"]
    assert set(checked(text).all_verdicts.values()) == {"unknown"}


def test_the_same_value_written_in_two_ways_is_no_contradiction() -> None:
    terms = (
        "term a: tariff by US from everyone on hs 8703 rate 5%\n"
        "term b: tariff by US from JP on hs 87 rate 10% * 0.5\n"
        "term c: tariff by US from JP | KR on hs 8703 rate old rate - 20 pp"
    )
    assert checked(_draft(terms)).errors == []


def test_a_rate_that_would_fall_below_zero_is_zero_with_a_warning() -> None:
    found = checked(_draft("term a: tariff by US from JP on hs 7208 rate old rate - 10 pp"))
    assert found.codes.count("DC602") == 1
    assert found.errors == []
    assert found.verdict("JP.steel") == "met"


def test_a_rate_that_falls_to_zero_exactly_has_no_warning() -> None:
    found = checked(_draft("term a: tariff by US from JP on hs 7208 rate old rate - 8 pp"))
    assert "DC602" not in found.codes


def test_a_later_term_on_the_same_region_takes_over_with_a_note() -> None:
    terms = (
        "term a: tariff by US from JP on hs 8703 rate 5%\n"
        "term b: tariff by US from JP on hs 8703 rate 7% from 2026-01-01"
    )
    found = checked(_draft(terms))
    assert found.errors == []
    assert "DC603" in found.codes


def test_an_end_of_nothing_is_said() -> None:
    assert "DC604" in checked(_draft("term a: end tariff by US from KR on hs 8703")).codes


def test_a_deal_without_against_is_an_error() -> None:
    found = checked(_draft("").replace("against now", ""))
    assert found.errors
    assert set(found.all_verdicts.values()) == {"unknown"}


@pytest.mark.parametrize(
    "layers",
    [
        "layer a displaces b\n  layer b displaces a",
        "layer a displaces b\n  layer b displaces c\n  layer c displaces a",
        "layer a displaces a",
    ],
)
def test_layers_that_displace_each_other_in_a_circle_are_an_error(layers: str) -> None:
    found = checked(_draft("").replace("layer cars displaces reciprocal", layers))
    assert found.errors == ["DC307"]
    assert set(found.all_verdicts.values()) == {"unknown"}


@pytest.mark.parametrize(
    "terms",
    [
        "term a: tariff by US from JP on hs 8703 rate rate(from KR)\n"
        "term b: tariff by US from KR on hs 8703 rate rate(from JP)",
        "term a: tariff by US from JP on hs 8703 rate rate(layer one)\n"
        "term b: tariff by US from JP on hs 8703 layer one rate rate(layer mfn)",
        "term a: tariff by US from JP on hs 8703 rate all_in 15%",
    ],
)
def test_values_that_read_each_other_in_a_circle_are_an_error(terms: str) -> None:
    found = checked(_draft(terms))
    assert "DC611" in found.errors
    assert found.verdict("JP.cars_soft") == "unknown"
    assert found.verdict("JP.steel") == "violated"


def test_all_in_on_none_of_the_value_is_an_error() -> None:
    found = checked(_draft("term a: tariff by US from JP on hs 8703 layer extra share 0% rate all_in 15%"))
    assert found.errors == ["DC609"]


@pytest.mark.parametrize(
    "field",
    [
        "rate 5% from 99999999999 days after effective",
        "rate 5% to 0% in 100000 equal yearly steps from 2026-01-01",
        "rate 5% to 0% in 0 equal yearly steps from 2026-01-01",
        "rate 10%, 5% from 2026-02-01, 3% from 2026-01-01",
        "rate 5% / 0",
        "rate -5%",
    ],
)
def test_what_has_no_meaning_is_an_error_and_never_a_crash(field: str) -> None:
    found = checked(_draft(f"term a: tariff by US from JP on hs 8703 {field}"))
    assert len(found.errors) == 1
    assert set(found.all_verdicts.values()) == {"unknown"}


def test_a_reference_that_meets_several_pools_must_say_which() -> None:
    quotas = (
        "term a: tariff_quota by US from UK on hs 8703 volume 10 units in_rate 5%\n"
        "term b: tariff_quota by US from UK on hs 8703.80 volume 10 units in_rate 7%"
    )
    policy = "policy JP { red line l: every tariff by US from JP on hs 8703 must have rate <= %s }\n"
    bare = checked(_draft(quotas, policy=policy % "tariff_quota.in_rate(from UK)"))
    assert "DC608" in bare.errors
    assert checked(_draft(quotas, policy=policy % "lowest tariff_quota.in_rate(from UK)")).errors == []


def test_a_product_of_another_schedule_is_read_at_six_digits_with_a_warning() -> None:
    product = "product line in US = hs 8703.80.00.10\n"
    found = checked(product + _draft("term a: tariff by JP from US on line rate 5%"))
    assert found.codes.count("DC322") == 1
    assert "DC322" not in checked(product + _draft("term a: tariff by US from JP on line rate 5%")).codes
    assert (
        "DC322"
        not in checked("product six in US = hs 8703.80\n" + _draft("term a: tariff by JP from US on six rate 5%")).codes
    )


VALUES = {
    "a number where a percentage is meant": ("rate 25", "25%"),
    "a share taken from a rate": ("rate 25% - 10%", "pp"),
    "a share taken from what was": ("rate old rate - 10%", "pp"),
    "money where a rate is meant": ("rate USD 5", "%"),
    "a quantity where a rate is meant": ("rate 5 t", "%"),
}


@pytest.mark.parametrize(("field", "advice"), VALUES.values(), ids=VALUES.keys())
def test_a_value_of_the_wrong_sort_is_an_error_that_says_how_to_write_it(field: str, advice: str) -> None:
    found = checked(_draft(f"term a: tariff by US from JP on hs 8703 {field}"))
    assert found.errors
    error = next(each for each in found.diagnostics if each.is_error)
    assert error.place is not None
    assert error.place.text in field
    assert advice in error.help


LIMITS = {
    "tonnes against pieces": "total volume of tariff_quota by US must be <= 10 t",
    "yen against dollars": "every tariff by US from JP on hs 1006 must have rate <= 5 JPY/kg",
    "a number against a rate": "no tariff by US from JP on hs 8703 may have rate > 10",
}


def test_units_that_do_not_fit_are_an_error() -> None:
    terms = "term a: tariff_quota by US from JP on hs 8703 volume 10 units in_rate 5%"
    found = checked(_draft(terms, policy=f"policy JP {{ red line l: {LIMITS['tonnes against pieces']} }}\n"))
    assert "DC609" in found.errors
    assert found.verdict("JP.l") == "unknown"


def test_currencies_without_an_exchange_rate_are_an_error_and_with_one_none() -> None:
    text = _draft(
        "term a: tariff by US from JP on hs 1006 rate 5 c/kg",
        policy=f"policy JP {{ red line l: {LIMITS['yen against dollars']} }}\n",
    )
    assert checked(text).verdict("JP.l") == "unknown"
    assert checked(text).errors
    exchange = "fact exchange JPY = USD 0.0067 on 2025-07-01\n"
    assert checked(exchange + text).errors == []
    assert checked(exchange + text).verdict("JP.l") == "violated"


def test_a_line_with_an_error_of_its_own_is_unknown_and_the_others_are_judged() -> None:
    policy = POLICY.replace("}", f"  red line bad: {LIMITS['a number against a rate']}\n}}", 1)
    found = checked(_draft("", policy=policy))
    assert found.errors == ["DC308"]
    assert found.verdict("JP.bad") == "unknown"
    assert found.verdict("JP.cars") == "violated"


# ---- Tables -------------------------------------------------------------------------------------------------------

TABLE = 'term a: tariff by US from JP table "t.csv" { on = code  rate = rate }'


def test_two_rows_of_one_code_with_unlike_values_are_an_error_at_both() -> None:
    found = checked(_draft(TABLE), t="code,rate\n8703,5%\n7208,1%\n8703,7%\n")
    [error] = [each for each in found.diagnostics if each.is_error]
    assert error.code == "DC906"
    places = [error.place, *(label.place for label in error.labels)]
    lines = {place.line for place in places if place is not None and place.source.name == "t.csv"}
    assert lines == {2, 4}


def test_two_rows_of_one_code_with_the_same_values_are_none() -> None:
    assert checked(_draft(TABLE), t="code,rate\n8703,5%\n7208,1%\n8703,5%\n").errors == []


def test_two_rows_of_one_code_written_in_two_ways_are_one_code() -> None:
    found = checked(_draft(TABLE), t="code,rate\n8703.80,5%\n870380,7%\n")
    assert found.errors == ["DC906"]


def test_a_bad_cell_is_reported_at_row_and_column() -> None:
    found = checked(_draft(TABLE), t="code,words,rate\n8703,cars,5%\n7208,steel,lots\n")
    [error] = [each for each in found.diagnostics if each.is_error]
    assert error.code == "DC905"
    assert "t.csv" in error.headline
    assert "row 3" in error.headline
    assert "rate" in error.headline


def test_a_bad_code_is_reported_at_row_and_column() -> None:
    found = checked(_draft(TABLE), t="code,rate\n8703,5%\nsteel,1%\n")
    [error] = [each for each in found.diagnostics if each.is_error]
    assert "row 3" in error.headline
    assert "code" in error.headline


def test_each_bad_cell_is_reported() -> None:
    found = checked(_draft(TABLE), t="code,rate\n8703,five\n7208,6%\nx,7%\n2204,\u2014\n")
    assert len(found.errors) == 3


def test_a_column_that_is_not_there_is_an_error() -> None:
    found = checked(_draft(TABLE), t="code,duty\n8703,5%\n")
    assert found.errors == ["DC903"]


def test_a_longer_code_of_a_table_wins_in_whatever_order() -> None:
    for rows in ("8703,4%\n8703.80,20%\n", "8703.80,20%\n8703,4%\n"):
        found = checked(_draft(TABLE), t=f"code,rate\n{rows}")
        [finding] = found.verdicts["JP.cars"].judgement.findings
        assert finding.where.hs == ("8703.80",)


# ---- What a test expects and does not find ------------------------------------------------------------------------

SILENT = "term t: tariff by US from JP on hs 8703.80 rate 5% until 2025-12-31"

UNMET = [
    "met",
    "unknown",
    "open",
    "inactive",
    "violated by t",
    "violated on hs 8704",
    "violated on hs 87",
    "violated by silence only on hs 8703.22",
    "violated only on hs 8703.80",
    "violated only on hs 87",
    "violated from 2025-07-31",
    "violated only from 2025-08-02",
    "violated only until 2026-12-31",
    "violated on hs 8703 from 2025-08-01 until 2025-12-31",
    "violated on hs 8703.80 from 2025-12-31 until 2026-01-01",
]
MET = [
    "violated",
    "violated by silence",
    "violated on hs 8703",
    "violated only on hs 8703",
    "violated from 2025-08-01",
    "violated only from 2025-08-01",
    "violated on hs 8703 - hs 8703.80 from 2025-08-01",
    "violated on hs 8703 from 2026-01-01 until 2100-01-01",
]


@pytest.mark.parametrize("expectation", UNMET)
def test_an_expectation_that_is_not_met_fails(expectation: str) -> None:
    [found] = trial(_test_block(SILENT, f"expect JP.cars {expectation}"))
    assert not found.fault
    assert len(found.failures) == 1


@pytest.mark.parametrize("expectation", MET)
def test_an_expectation_that_is_met_passes(expectation: str) -> None:
    [found] = trial(_test_block(SILENT, f"expect JP.cars {expectation}"))
    assert found.passed, found
