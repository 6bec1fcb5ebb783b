"""What a measure sets, where and from when."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.model.records import (
    After,
    BracketExpr,
    DealRecord,
    FactRef,
    FirstOfMonth,
    KeyChange,
    Literal,
    Model,
    OfDeal,
    OfEvent,
    Op,
    Ref,
    Setting,
)
from dealcheck.scopes import EVERYTHING, IntervalSet, code_interval
from dealcheck.values import Money, Quantity, Rate, Value, Word
from tests.model.files import resolved


def _model(text: str) -> Model:
    found = resolved(text, packs=True)
    assert found.diagnostics == ()
    return found.model


def _deal(body: str) -> DealRecord:
    return _model(f"deal d {{ between US, JP  dated 2025-07-01  against mid_2025  {body} }}").deals["d"]


def _setting(measure: str) -> Setting:
    return _deal(f"term t: {measure}").text.settings[0]


def _stages(setting: Setting, plan: int = 0) -> list[tuple[Value, object]]:
    return [
        (stage.value.value, stage.since) for stage in setting.plans[plan].stages if isinstance(stage.value, Literal)
    ]


def test_a_lone_date_starts_the_measure() -> None:
    setting = _setting("tariff by US from JP on autos rate 50% from 2025-08-01")
    assert setting.start == date(2025, 8, 1)
    assert _stages(setting) == [(Rate(50), None)]


def test_the_first_of_several_stages_starts_the_measure() -> None:
    setting = _setting(
        "tariff by US from JP on autos rate 10% from 2025-08-01, 5% from 2026-01-01 share 40% from 2025-08-01"
    )
    assert setting.start == date(2025, 8, 1)
    assert _stages(setting) == [(Rate(10), None), (Rate(5), date(2026, 1, 1))]


def test_a_list_without_a_first_date_starts_with_the_text() -> None:
    setting = _setting("tariff by US from JP on autos rate 10%, 24% from 2025-07-09 until 2027-12-31")
    assert setting.start is None
    assert setting.until == date(2027, 12, 31)
    assert _stages(setting) == [(Rate(10), None), (Rate(24), date(2025, 7, 9))]


def test_equal_steps() -> None:
    setting = _setting("tariff by US from JP on autos rate 25% to 0% in 5 equal yearly steps from 2026-01-01")
    assert setting.start is None
    assert _stages(setting) == [(Rate(25), None)] + [
        (Rate(percent), date(2026 + step, 1, 1)) for step, percent in enumerate((20, 15, 10, 5, 0))
    ]


@given(first=st.integers(0, 400), last=st.integers(0, 400), steps=st.integers(1, 12))
def test_steps_are_equal_and_end_with_the_last_value(first: int, last: int, steps: int) -> None:
    text = f"""
    kind levy {{ key by: party  value rate: rate }}
    baseline b on 2025-07-01 {{ levy by US rate {first}% to {last}% in {steps} equal monthly steps from 2026-01-31 }}
    """
    values = [value for value, _ in _stages(resolved(text).model.baselines["b"].settings[0])]
    assert len(values) == steps + 1
    assert values[-1] == Rate(last)
    percents = [Fraction(value.percent) for value in values if isinstance(value, Rate)]  # type: ignore[arg-type]
    assert {after - before for before, after in pairwise(percents)} == {Fraction(last - first, steps)}


def test_steps_from_what_was() -> None:
    setting = _setting(
        "tariff by US from JP on autos rate old rate to 0% in 2 equal quarterly steps from day of signed"
    )
    assert setting.reads_old
    values = [stage.value for stage in setting.plans[0].stages]
    assert isinstance(values[0], Ref)
    assert isinstance(values[1], Op)
    assert [stage.since for stage in setting.plans[0].stages] == [
        None,
        OfDeal("signed"),
        After(1, "quarter", OfDeal("signed")),
    ]


def test_moments() -> None:
    deal = _deal(
        "event e  term t: tariff by US from JP on autos rate 1% from first day of month of e "
        "term u: tariff by US from JP on rice rate 1% from 7 days after e "
        "term v: tariff by US from JP on steel rate 1% from first day of month of 2025-08-20"
    )
    starts = [setting.start for setting in deal.text.settings]
    assert starts == [FirstOfMonth(OfEvent("e")), After(7, "day", OfEvent("e")), date(2025, 8, 1)]
    assert deal.text.hangs_on == {"e"}
    assert [(choice.sort, choice.event) for choice in deal.choices] == [("event", "e")]


def test_a_dated_event_is_no_choice() -> None:
    deal = _deal("event e on 2025-12-01  term t if not e: tariff by US from JP on autos rate 1%")
    assert deal.choices == ()
    assert deal.text.settings[0].under == (("e", False),)


def test_layers_of_a_measure() -> None:
    layers = {
        "tariff by US from JP on autos rate 1%": {"mfn"},
        "tariff by US from JP on autos layer a | b rate 1%": {"a", "b"},
    }
    for measure, expected in layers.items():
        assert _setting(measure).region.layers == expected
    every = _setting("tariff by US from JP on autos layer any rate 1%")
    assert every.layer_any
    assert every.region.layers is not None
    assert {"mfn", "reciprocal", "s232_autos"} <= every.region.layers


def test_an_ending_ranges_over_what_it_leaves_out() -> None:
    model = _model("deal d { between US, JP  dated 2025-07-01  against mid_2025  term t: end tariff by US }")
    setting = model.deals["d"].text.settings[0]
    assert setting.ends
    assert setting.general
    assert not setting.layer_any
    assert setting.region.on == EVERYTHING
    assert setting.region.layers == model.layers
    assert setting.region.parties == (model.parties.bits["US"], model.parties.everyone & ~model.parties.bits["US"])


@pytest.mark.parametrize(
    ("scope", "general"),
    [("everything", True), ("everything - autos", True), ("(everything - autos) - rice", True), ("autos", False)],
)
def test_general_measures(scope: str, general: bool) -> None:
    assert _setting(f"tariff by US from JP on {scope} rate 1%").general is general


def test_a_key_with_a_default() -> None:
    setting = _setting("investment by JP to US amount USD 550 bn")
    assert setting.region.on is not None
    model = _model("policy JP { red line x: no investment by JP }")
    assert setting.region.on == model.topics["projects"].held
    pattern = model.lines[0].sentence.pattern  # type: ignore[union-attr]
    assert pattern.region.on == IntervalSet(((0, len(model.topics)),))


def test_values_by_name() -> None:
    setting = _setting("regulation by JP on digital.services_tax action delay force intends")
    assert [_stages(setting, plan)[0][0] for plan in (0, 1)] == [Word("delay"), Word("intends")]


def test_a_fact_as_a_value() -> None:
    model = _model(
        "fact ceiling = 15%  deal d { between US, JP  dated 2025-07-01  against mid_2025"
        "  term t: tariff by US from JP on autos rate max(ceiling, 10%) }"
    )
    value = model.deals["d"].text.settings[0].plans[0].stages[0].value
    assert isinstance(value, Op)
    assert isinstance(value.operands[0], FactRef)
    assert [(fact.kind, fact.name, fact.value) for fact in model.facts] == [("named", "ceiling", Rate(15))]


def test_references() -> None:
    value = (
        _setting("tariff by US from JP on autos layer x rate max(0%, 15% - tariff.rate(layer mfn))")
        .plans[0]
        .stages[0]
        .value
    )
    assert isinstance(value, Op)
    gap = value.operands[1]
    assert isinstance(gap, Op)
    ref = gap.operands[1]
    assert isinstance(ref, Ref)
    assert (ref.kind, ref.field, ref.old, ref.extreme) == ("tariff", "rate", False, "")
    assert [(change.word, change.layers) for change in ref.changes] == [("layer", frozenset({"mfn"}))]


def test_another_kind_is_read_in_its_own_layer() -> None:
    value = _setting("tariff_quota by US from JP on autos in_rate tariff.rate").plans[0].stages[0].value
    assert isinstance(value, Ref)
    assert value.changes[0].layers == frozenset({"mfn"})
    assert isinstance(value.changes[0], KeyChange)


def test_lowest_of_any() -> None:
    model = _model("policy JP { red line x: every duty by US from JP must have rate <= lowest rate(from any) }")
    ref = model.lines[0].sentence.condition.right  # type: ignore[union-attr]
    assert (ref.extreme, ref.changes[0].any) == ("lowest", True)
    assert ref.changes[0].parties == model.parties.everyone


# ---- Open text -------------------------------------------------------------------------------------------------------


def test_brackets_are_numbered_choices() -> None:
    deal = _deal(
        "effective [2025-08-01 | 2025-09-01] "
        "term a [JP] proposed by US: tariff by US from JP on autos"
        " rate [US opposed by JP: [5% | 6%] | JP: 7%, 3% from 2026-01-01]"
    )
    assert [(choice.number, choice.sort, choice.name, choice.options) for choice in deal.choices] == [
        (0, "bracket", "effective", ("2025-08-01", "2025-09-01")),
        (1, "optional", "a", ("taken", "dropped")),
        (2, "bracket", "a rate", ("[5% | 6%]", "7%, 3% from 2026-01-01")),
        (3, "bracket", "a rate (2)", ("5%", "6%")),
    ]
    term = deal.terms[0]
    assert (term.optional, term.optional_by, term.proposed_by) == (1, ("JP",), ("US",))
    setting = deal.text.settings[0]
    assert setting.choice == 1
    bracket = setting.plans[0].stages[0].value
    assert isinstance(bracket, BracketExpr)
    first, second = bracket.options
    assert (first.wanted_by, first.opposed_by, second.wanted_by) == (("US",), ("JP",), ("JP",))
    assert isinstance(first.stages[0].value, BracketExpr)
    assert [stage.since for stage in second.stages] == [None, date(2026, 1, 1)]
    assert isinstance(deal.text.dates["effective"], BracketExpr)


def test_blanks_and_ranges() -> None:
    bracket = _setting("tariff by US from JP on autos rate [? | 10% .. 15%]").plans[0].stages[0].value
    assert isinstance(bracket, BracketExpr)
    blank, between = bracket.options
    assert (blank.open_value, blank.low, blank.high, blank.name) == (True, None, None, "?")
    assert (between.open_value, between.low, between.high, between.name) == (True, Rate(10), Rate(15), "10% .. 15%")


def test_a_period_after_a_bracket_is_that_of_every_option() -> None:
    bracket = (
        _setting("export_cap by JP to US on autos volume [US: 1_000 units | JP: 2_000 units] per year")
        .plans[0]
        .stages[0]
        .value
    )
    assert isinstance(bracket, BracketExpr)
    values = [option.stages[0].value for option in bracket.options]
    assert [value.value for value in values if isinstance(value, Literal)] == [
        Quantity(1000, "units", "year"),
        Quantity(2000, "units", "year"),
    ]


# ---- Texts -----------------------------------------------------------------------------------------------------------


def test_a_baseline_includes_and_a_letter_changes() -> None:
    model = _model(
        "baseline b on 2025-08-01 { include mid_2025  event e  tariff by US from JP on autos if e rate 1% }\n"
        "letter l { by US  dated 2025-07-07  effective 2025-08-01\n"
        "  tariff by US from JP on everything layer x rate 25% }\n"
        "deal d { between US, JP  dated 2025-08-02  against b with l }"
    )
    baseline, letter, deal = model.baselines["b"], model.letters["l"], model.deals["d"]
    assert [text.name for text in baseline.includes] == ["mid_2025"]
    assert baseline.dates == {"on": date(2025, 8, 1)}
    assert (letter.role, letter.authors, letter.dates["effective"]) == ("letter", ("US",), date(2025, 8, 1))
    assert deal.against is baseline
    assert deal.precedents == (letter,)
    assert [choice.event for choice in deal.choices] == ["e"]


def test_terms_and_where_they_stand() -> None:
    deal = _deal(
        'term a "First" in side_letter status agreed: tariff by US from JP on autos rate 1%\n'
        "term b: end tariff by US from JP on rice  tariff by JP from US on rice rate 2%"
    )
    assert [(term.name, term.label, term.side_letter, term.status) for term in deal.terms] == [
        ("a", "First", True, "agreed"),
        ("b", "", False, ""),
    ]
    assert [(setting.term, setting.side_letter, setting.ends) for setting in deal.text.settings] == [
        ("a", True, False),
        ("b", False, True),
        ("b", False, False),
    ]
    assert deal.text.settings[0].place.text == "tariff by US from JP on autos"
    assert deal.text.settings[0].codes[0] == code_interval("870322")


def test_citations() -> None:
    model = _model(
        'source s "At the top" { publisher "P"  date 2025-01-02 }\n'
        "deal d { between US, JP  dated 2025-07-01  against mid_2025\n"
        '  source s "Inside" { note "n" }\n'
        '  source u "Below"  {}\n'
        '  term t cites s "one": tariff by US from JP on autos rate 1% cites u }\n'
        'policy JP { red line x cites s "two": no tariff by US }'
    )
    first, second = model.deals["d"].text.settings[0].cites
    assert (first.quote, first.source.title if first.source else "") == ("one", "Inside")
    assert (second.name, second.quote) == ("u", "")
    cited = model.lines[0].cites[0]
    assert cited.source is not None
    assert cited.source.title == "At the top"
    assert cited.source.fields == {"publisher": "P", "date": "2025-01-02"}


def test_rates_and_amounts_are_exact() -> None:
    setting = _setting("tariff by JP from US on rice rate 8.5% + 6 c/kg")
    value = _stages(setting)[0][0]
    assert value == Rate(Fraction(17, 2), ((("USD", "kg"), Fraction(3, 50)),))
    money = _stages(_setting("investment by JP to US amount USD 550 bn"))[0][0]
    assert money == Money(550 * 10**9, "USD")
    assert IntervalSet.codes(["8703"]) > IntervalSet.codes(["870322"])
