"""Choices as the command line gives them: what names what, which option is meant, and what is wrong."""

from __future__ import annotations

import pytest

from dealcheck import api
from dealcheck.api import CheckOptions, Draft
from dealcheck.diagnostics import Diagnostic
from dealcheck.source import Source
from tests.language.texts import Memory
from tests.packages.drafts import KINDS

TEXT = f"""\
{KINDS}
kind rule "Rule" {{ key by: party  key from: party  value action: one of keep, delay, waive  value note: text }}
policy JP {{
  red line a: no tariff by US from JP on autos layer cars may have rate >= 20%
}}
event ratified "It is ratified"
event signed_off "They sign" on 2025-07-07
deal offer {{
  between US, JP  dated 2025-07-05  effective [2025-08-01 | 2025-12-01]  against now
  term art1: tariff by US from JP on autos layer cars rate [US: 25.0% | JP: [10% | 5%]]
  term art2: export_cap by JP to US on autos volume [1_000 units .. 2_000 units] per year
  term art3 [JP]: tariff by US from JP on vans layer cars rate [?]
  term art4: rule by US from JP action [US: keep | JP: delay | ?] note ["so" | "or so"]
  term art5 if ratified: investment by JP to US amount [US, UK: USD 5 bn | JP: USD 0.5 bn | US: USD 1 bn]
  term art6: tariff by US from JP on hs 8703.80 layer cars
    rate [25%, 20% from 2026-01-01 | 10% .. 15%]
}}
deal other {{
  between US, JP  dated 2025-07-05  against now
  term art1: tariff by US from JP on autos layer cars rate [25% | 1%]
  term only: tariff by US from JP on vans layer cars rate [25% | 1%]
}}
"""


def ran(*choose: str, assume: tuple[str, ...] = ()) -> tuple[list[Diagnostic], tuple[str, ...]]:
    """What is wrong with choices, and what they come to in the first deal."""
    draft = Draft(Source("draft.deal", TEXT), Memory())
    result = api.check([draft], CheckOptions(choose=choose, assume=assume))
    return [found for found in result.everything if found.is_error], next(result.deals).chosen


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("offer.art1=US", "art1 rate takes the US option (25.0%)"),
        ("offer . art1 = 25%", "art1 rate takes the US option (25.0%)"),
        ("offer.art1=#2", "art1 rate takes the JP option ([10% | 5%])"),
        ("offer.art1=[10%|5%]", "art1 rate takes the JP option ([10% | 5%])"),
        ("art1 rate (2)=5.00%", "art1 rate (2) is 5%"),
        ("effective=2025-12-01", "effective is 2025-12-01"),
        ("art2=1_500 units", "art2 is 1500 units per year"),
        ("art2=500 units per quarter", "art2 is 500 units per quarter"),
        ("art2 volume=2000 units", "art2 is 2000 units per year"),
        ("art3=taken", "art3 is taken"),
        ("art3=JP", "art3 is taken"),
        ("art3=dropped", "art3 is dropped"),
        ("art3=#2", "art3 is dropped"),
        ("art3 rate=8.5% + 6 c/kg", "art3 rate is 8.5% + 6 c/kg"),
        ("art4 action=keep", "art4 action takes the US option (keep)"),
        ("art4 action=JP", "art4 action takes the JP option (delay)"),
        ("art4 action=waive", "art4 action is waive"),
        ('art4 note="or so"', 'art4 note is "or so"'),
        ("art5=UK", "art5 takes the US and UK option (USD 5 bn)"),
        ("art5=USD 500 mn", "art5 takes the JP option (USD 0.5 bn)"),
        ("art6=12.5%", "art6 is 12.5%"),
        ("art6=25%, 20.0% from 2026-01-01", "art6 is 25%, 20% from 2026-01-01"),
        ("ratified=happens", "ratified happens"),
    ],
)
def test_an_option_is_told_by_its_party_its_words_or_its_value(choice: str, said: str) -> None:
    errors, found = ran(choice)
    assert not errors, errors[0].headline
    assert found == (said,)


@pytest.mark.parametrize(
    ("assumption", "said"),
    [
        ("ratified", "ratified happens"),
        ("ratified=yes", "ratified happens"),
        ("not ratified", "ratified does not happen"),
        ("not offer.ratified", "ratified does not happen"),
        ("ratified=no", "ratified does not happen"),
        ("ratified=2026-01-01", "ratified happens on 2026-01-01"),
    ],
)
def test_an_event_happens_does_not_or_has_a_day(assumption: str, said: str) -> None:
    errors, found = ran(assume=(assumption,))
    assert not errors, errors[0].headline
    assert found == (said,)


@pytest.mark.parametrize(
    ("choices", "code", "label", "help_text"),
    [
        (["art7=US"], "DC940", "art7", "did you mean `art6`?"),
        (["offre.art3=taken"], "DC940", "offre.art3", ""),
        (["other.art3=taken"], "DC940", "other.art3", ""),
        (["art4=US"], "DC941", "art4", "`art4 action` or `art4 note`"),
        (["effective"], "DC942", "effective", "effective=2025-08-01"),
        (["effective="], "DC942", "effective=", "effective=2025-08-01"),
        (["effective=2025-10-01"], "DC942", "2025-10-01", "#1 2025-08-01, #2 2025-12-01"),
        (["offer.art1=KR"], "DC942", "KR", "#1 US (25.0%), #2 JP ([10% | 5%])"),
        (["offer.art1=#3"], "DC942", "#3", "#1 US"),
        (["art5=US"], "DC942", "US", "#3 US (USD 1 bn)"),
        (["art3=5%"], "DC942", "5%", "`art3 rate` is another choice"),
        (["art2=1_000 units .. 2_000 units"], "DC942", "1_000 units .. 2_000 units", "a value within"),
        (["art6=#2"], "DC942", "#2", "a value within 10% .. 15%"),
        (["art4 action=?"], "DC942", "?", "a value"),
        (["art2=3_000 units"], "DC943", "3_000 units", "1_000 units .. 2_000 units"),
        (["art2=1_500 t"], "DC943", "1_500 t", ""),
        (["art2=15%"], "DC943", "15%", "write a quantity"),
        (["art6=16%"], "DC943", "16%", "within 10% .. 15%; the options are #1 25%"),
        (["art6=16% from 2026-01-01"], "DC943", "16% from 2026-01-01", "a rate"),
        (["art6=16"], "DC943", "16", "a rate"),
        (["art3 rate=2%%"], "DC943", "2%%", ""),
        (["art3 rate=old rate"], "DC943", "old rate", "a rate"),
        (["art4 action=drop"], "DC943", "drop", "`keep`, `delay` or `waive`"),
        (["art3=taken", "art3=dropped"], "DC944", "art3=dropped", "leave one out"),
        (["art2=1_200 units", "art2=1_300 units"], "DC944", "art2=1_300 units", ""),
    ],
)
def test_what_is_wrong_with_a_choice_is_said_at_it(choices: list[str], code: str, label: str, help_text: str) -> None:
    errors, found = ran(*choices)
    assert [error.code for error in errors] == [code], errors
    assert errors[0].place is not None
    assert errors[0].place.text == label
    assert errors[0].place.source.name == "--choose"
    assert help_text in errors[0].help
    assert code == "DC940" or not found


@pytest.mark.parametrize(
    ("assumptions", "code", "label"),
    [
        (["ratifed"], "DC940", "ratifed"),
        (["signed_off"], "DC940", "signed_off"),
        (["signed_off=2026-01-01"], "DC940", "signed_off"),
        (["only"], "DC940", "only"),
        (["ratified=soon"], "DC942", "soon"),
        (["ratified=2026-02-30"], "DC942", "2026-02-30"),
        (["not ratified=yes"], "DC942", "yes"),
        (["ratified", "not ratified"], "DC944", "not ratified"),
        (["ratified=2026-01-01", "ratified=2026-02-01"], "DC944", "ratified=2026-02-01"),
        (["ratified=2026-01-01", "not ratified"], "DC944", "not ratified"),
    ],
)
def test_what_is_wrong_with_an_assumption_is_said_at_it(assumptions: list[str], code: str, label: str) -> None:
    errors, _ = ran(assume=tuple(assumptions))
    assert [error.code for error in errors] == [code], errors
    assert errors[0].place is not None
    assert errors[0].place.text == label
    assert errors[0].place.source.name == "--assume"


def test_a_choice_given_twice_does_no_harm() -> None:
    errors, found = ran("art3=taken", "art3=JP", assume=("ratified", "ratified=yes", "ratified=2026-01-01"))
    assert not errors
    assert found == ("art3 is taken", "ratified happens on 2026-01-01")


def test_a_name_is_looked_for_in_every_deal() -> None:
    errors, found = ran("art1=25%", "other.only=#1")
    assert not errors
    assert found == ("art1 rate takes the US option (25.0%)",)


def test_brackets_that_went_with_an_option_are_no_choices_any_more() -> None:
    draft = Draft(Source("draft.deal", TEXT), Memory())
    choose = ("offer.art1=US", "art3=dropped", "effective=#1", "art2=1_000 units", "art6=#1", "art4 action=US")
    options = CheckOptions(counting=True, choose=(*choose, "art4 note=#1", "art5=#2"))
    tallies = next(api.check([draft], options).deals).tallies
    assert tallies is not None
    assert tallies.total.number == 2  # whether it is ratified


def test_known_choices() -> None:
    offered = {choice.name: choice for choice in api.known_choices(Draft(Source("d", TEXT), Memory()))}
    assert offered["art5"].ways == ("UK", "JP", "USD 1 bn")
    assert offered["art3"].ways == ("taken", "dropped")
    assert offered["art2"].ways == ()
    assert offered["ratified"].event
