"""Comparisons: true, false, or not to be told for want of a fact that is named."""

from __future__ import annotations

import operator
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.logic import Truth, negation
from dealcheck.values import (
    NO_FACTS,
    UNLIMITED,
    Comparison,
    ComparisonFacts,
    Duration,
    Exact,
    Money,
    Num,
    Points,
    Quantity,
    Rate,
    Unknown,
    Value,
    ValueFault,
    Word,
    ad_valorem,
    compare,
    deciding,
    read_rate_text,
    read_value,
    symbol,
)
from dealcheck.values.symbolic import add, maximum
from tests.values.strategies import any_values, decimals, numbers, percentages, rates

OPERATORS = ("<", "<=", "=", "!=", ">=", ">")
MIRROR = {"<": ">", "<=": ">=", "=": "=", "!=": "!=", ">=": "<=", ">": "<"}
NEGATION = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}
MFN = symbol(Unknown("mfn", label="mfn"))
CUSTOMS = "customs value of the goods in USD/kg"


class Known(ComparisonFacts):
    """Facts of a test."""

    def __init__(self, customs: dict[tuple[str, str], Num] | None = None, yen: Exact | None = None) -> None:
        self.customs = customs or {}
        self.yen = yen

    def exchange(self, source: str, target: str) -> Exact | None:
        return self.yen if (source, target) == ("JPY", "USD") else None

    def customs_value(self, currency: str, unit: str) -> Num | None:
        return self.customs.get((currency, unit))


def value_of(text: str) -> Value:
    words = {"unlimited": UNLIMITED, "mfn": Rate(MFN), "keep": Word("keep"), "waive": Word("waive")}
    if text in words:
        return words[text]
    if text[0] == '"':
        return text.strip('"')
    if text.count("-") == 2:
        return date.fromisoformat(text)
    number, _, rest = text.partition(" ")
    unit, _, per = rest.partition(" per ")
    if number.isalpha():
        return checked(read_value(unit, currency=number, per=per))
    if "%" in text or "/" in text:
        rate = read_rate_text(text)
        assert isinstance(rate, Rate)
        return rate
    return checked(read_value(number, unit, per=per))


def checked(value: Value | ValueFault) -> Value:
    assert not isinstance(value, ValueFault)
    return value


def told(left: Value, op: str, right: Value, facts: ComparisonFacts = NO_FACTS) -> Comparison:
    found = compare(left, op, right, facts)
    assert isinstance(found, Comparison), found
    return found


@pytest.mark.parametrize(
    ("left", "op", "right", "truth"),
    [
        ("25%", ">=", "25%", True),
        ("24.9%", ">=", "25%", False),
        ("24.99999999999999999999%", "<", "25%", True),
        ("300 JPY/kg", "<", "341 JPY/kg", True),
        ("341 JPY/kg", "<", "341 JPY/kg", False),
        ("341 JPY/kg", ">", "0%", True),
        ("1000 USD/t", "=", "1 USD/kg", True),
        ("31 c/lb", ">", "31 c/kg", True),
        ("8.5% + 6 c/kg", ">=", "8%", True),
        ("8.5% + 6 c/kg", ">", "8.5%", True),
        ("8.5% + 6 c/kg", "<", "8.5% + 7 c/kg", True),
        ("8.5% + 6 c/kg", "=", "8.5% + 6 c/kg", True),
        ("8.5% + 6 c/kg", ">=", "9%", None),
        ("6 c/kg", "<=", "6 c/l", None),
        ("mfn", ">=", "0%", True),
        ("mfn", ">=", "1%", None),
        ("mfn", "=", "mfn", True),
        ("10 pp", "<", "11 pp", True),
        ("100_000 t", "=", "100 kt", True),
        ("12 doz", "=", "1 gross", True),
        ("1 lb", "<", "1 kg", True),
        ("1 bbl", "=", "42 gal", True),
        ("1 m3", "=", "1000 l", True),
        ("25_000 units per quarter", "=", "100_000 units per year", True),
        ("25_000 units per quarter", "=", "100_000 units", True),
        ("100_000 units", ">", "24_000 units per quarter", True),
        ("1 t per month", ">", "11 t per year", True),
        ("7 t per week", "=", "1 t per day", True),
        ("USD 5", "<", "USD 6", True),
        ("USD 5 per quarter", "=", "USD 20 per year", True),
        ("unlimited", ">", "100_000 t", True),
        ("USD 5", "<", "unlimited", True),
        ("unlimited", "=", "unlimited", True),
        ("unlimited", "<=", "5", False),
        ("2025-07-09", "<=", "2025-07-09", True),
        ("2025-07-10", "<", "2025-07-09", False),
        ("12 months", "=", "1 year", True),
        ("90 days", ">", "12 weeks", True),
        ("0 days", "<", "1 month", True),
        ("keep", "=", "keep", True),
        ("keep", "!=", "waive", True),
        ('"a"', "=", '"b"', False),
        ("5", "<", "5.5", True),
    ],
)
def test_what_is_told(left: str, op: str, right: str, truth: Truth) -> None:
    assert told(value_of(left), op, value_of(right)).truth is truth
    assert told(value_of(right), MIRROR[op], value_of(left)).truth is truth
    assert told(value_of(left), NEGATION[op], value_of(right)).truth is negation(truth)


@pytest.mark.parametrize(
    ("left", "op", "right", "hint", "says"),
    [
        ("25%", ">=", "25", "unlike-values", "write `25%`"),
        ("25", ">=", "25%", "unlike-values", "write `25%`"),
        ("341 JPY/kg", ">=", "341", "unlike-values", "write `341 JPY/kg`"),
        ("10 pp", ">=", "5", "unlike-values", "write `5 pp`"),
        ("25%", ">=", "10 pp", "unlike-values", "write `10%`"),
        ("100 t", ">=", "100", "unlike-values", "write `100 t`"),
        ("USD 100", ">=", "100", "unlike-values", "write `USD 100`"),
        ("100 t", ">=", "100 units", "unlike-values", "a quantity in units"),
        ("100 pairs", ">=", "200 units", "unlike-values", "a quantity in pairs"),
        ("100 t", ">=", "USD 100", "unlike-values", "money in USD"),
        ("100 t", ">=", "25%", "unlike-values", "a percentage"),
        ("unlimited", ">=", "25%", "unlike-values", "unlimited"),
        ("keep", "=", '"keep"', "unlike-values", "a name is compared with a name"),
        ("keep", "<", "waive", "not-ordered", "`=` or `!=`"),
        ('"a"', "<", '"b"', "not-ordered", "`=` or `!=`"),
        ("2025-07-09", "<", "90 days", "unlike-values", "a date"),
        ("90 days", "<", "3 months", "unlike-units", "days and weeks"),
        ("1 t per week", "<", "1 t per year", "period-mismatch", "per week"),
        ("1 t per day", "<", "1 t", "period-mismatch", "per day"),
        ("6 c/kg", "<", "6 JPY/kg", "no-exchange-rate", "fact exchange"),
        ("USD 6", "<", "JPY 6", "no-exchange-rate", "fact exchange JPY = USD"),
    ],
)
def test_what_does_not_compare(left: str, op: str, right: str, hint: str, says: str) -> None:
    fault = compare(value_of(left), op, value_of(right))
    assert isinstance(fault, ValueFault)
    assert fault.code_hint == hint
    assert says in f"{fault.headline}: {fault.help}"


def test_missing_facts_are_named() -> None:
    assert told(value_of("8.5% + 6 c/kg"), ">=", value_of("9%")) == Comparison(None, (CUSTOMS,))
    assert told(value_of("8.5% + 6 c/kg"), ">=", value_of("8%")).missing == ()
    assert told(value_of("6 c/kg"), "<", value_of("6 c/l")).missing == (CUSTOMS, "customs value of the goods in USD/l")
    assert told(Rate(add(MFN, 25)), ">", value_of("30%")).missing == ("mfn",)


@pytest.mark.parametrize(
    ("customs", "truth"),
    [(1, True), (12, True), (13, False), (Fraction(25, 2), False), (0, None), (-1, None), (add(MFN, 13), False)],
)
def test_the_customs_value_decides(customs: Num, truth: Truth) -> None:
    facts = Known({("USD", "kg"): customs})
    assert told(value_of("8.5% + 6 c/kg"), ">=", value_of("9%"), facts).truth is truth


def test_exchange_rates_join_currencies() -> None:
    facts = Known(yen=Fraction(67, 10_000))
    assert told(value_of("341 JPY/kg"), ">", value_of("2 USD/kg"), facts).truth is True
    assert told(value_of("2 USD/kg"), ">", value_of("341 JPY/kg"), facts).truth is False
    assert told(value_of("JPY 1000"), "=", value_of("USD 6.7"), facts).truth is True
    assert told(value_of("USD 6.7"), "=", value_of("JPY 1000"), facts).truth is True
    assert told(value_of("JPY 1000 per quarter"), "=", value_of("USD 26.8"), facts).truth is True
    # Customs values in both currencies need no rate between them.
    both = Known({("USD", "kg"): 1, ("JPY", "kg"): 150})
    assert told(value_of("10 c/kg"), "<", value_of("30 JPY/kg"), both).truth is True


def test_a_customs_value_put_in_later() -> None:
    whole = ad_valorem(value_of("8.5% + 6 c/kg"))  # type: ignore[arg-type]
    assert not isinstance(whole, ValueFault)
    assert told(Rate(whole), "=", value_of("8.5% + 6 c/kg")).truth is True
    assert told(Rate(whole), "=", Rate(Fraction(29, 2)), Known({("USD", "kg"): 1})).truth is True
    assert ad_valorem(value_of("8.5% + 6 c/kg"), Known({("USD", "kg"): 1})) == Fraction(29, 2)  # type: ignore[arg-type]


def test_unknown_customs_values_of_other_goods_are_other_numbers() -> None:
    class Here(ComparisonFacts):
        goods = "here"

    elsewhere = ad_valorem(value_of("6 c/kg"))  # type: ignore[arg-type]
    assert not isinstance(elsewhere, ValueFault)
    assert told(Rate(elsewhere), "=", value_of("6 c/kg"), Here()).truth is None
    assert told(Rate(elsewhere), "=", value_of("6 c/kg")).truth is True


def test_beyond_the_step_limit_the_comparison_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deciding, "MOST_STEPS", 0)
    several = maximum(*(symbol(Unknown(("stepless", index), low=-1, label=str(index))) for index in range(3)))
    found = told(Rate(several), ">=", Rate(3))
    assert found == Comparison(None, ("0", "1", "2"), limited=True)


@given(any_values, st.sampled_from(OPERATORS), any_values)
def test_mirror_and_negation(left: Value, op: str, right: Value) -> None:
    found, mirrored = compare(left, op, right), compare(right, MIRROR[op], left)
    opposite = compare(left, NEGATION[op], right)
    if isinstance(found, ValueFault) or isinstance(mirrored, ValueFault) or isinstance(opposite, ValueFault):
        faults = (isinstance(found, ValueFault), isinstance(mirrored, ValueFault), isinstance(opposite, ValueFault))
        assert all(faults)
        return
    assert found.truth is mirrored.truth is negation(opposite.truth)
    assert set(found.missing) == set(mirrored.missing)


@given(percentages, st.sampled_from(OPERATORS), percentages)
def test_percentages_compare_as_numbers(left: Rate, op: str, right: Rate) -> None:
    check = {
        "<": operator.lt,
        "<=": operator.le,
        "=": operator.eq,
        "!=": operator.ne,
        ">=": operator.ge,
        ">": operator.gt,
    }
    assert told(left, op, right).truth is check[op](left.percent, right.percent)


@given(rates, st.sampled_from(OPERATORS), rates, st.dictionaries(st.sampled_from(["kg", "l", "units"]), decimals))
def test_what_is_told_without_facts_stays_so_with_them(
    left: Rate, op: str, right: Rate, customs: dict[str, Exact]
) -> None:
    found = compare(left, op, right)
    if isinstance(found, ValueFault) or found.truth is None:
        return
    facts = Known({("USD", unit): value for unit, value in customs.items()}, yen=Fraction(67, 10_000))
    assert told(left, op, right, facts).truth is found.truth


@given(numbers, st.sampled_from(OPERATORS), numbers)
def test_equal_values_compare_as_equal(left: Num, op: str, right: Num) -> None:
    for make in (Rate, Points, lambda number: Quantity(number, "kg"), lambda number: Money(number, "USD")):
        if make(left) == make(right):
            assert told(make(left), "=", make(right)).truth is True
        assert told(make(left), op, make(right)).truth is told(left, op, right).truth


@given(
    st.builds(Duration, st.integers(0, 40), st.sampled_from(["day", "week", "month", "quarter", "year"])), st.dates()
)
def test_durations_are_equal_that_compare_equal(duration: Duration, day: date) -> None:
    other = Duration(*duration.meaning)
    assert told(duration, "=", other).truth is (duration == other)
    assert told(day, "=", day).truth is True
