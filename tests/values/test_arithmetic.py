"""Arithmetic on values: the laws of numbers where units fit, a fault that helps where they do not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.values import (
    UNLIMITED,
    ComparisonFacts,
    Duration,
    Exact,
    Money,
    Points,
    Quantity,
    Rate,
    Unknown,
    Value,
    ValueFault,
    Word,
    add,
    all_in,
    compare,
    convert,
    describe,
    divide,
    floor_at_zero,
    is_below_zero,
    maximum,
    minimum,
    multiply,
    multiply_share,
    negate,
    read_rate_text,
    show,
    subtract,
    symbol,
)
from tests.values.strategies import any_values, decimals, durations, money, percentages, quantities, rates


class Yen(ComparisonFacts):
    """One JPY is USD 0.0067; a kilogram is worth USD 1."""

    def exchange(self, source: str, target: str) -> Exact | None:
        return Fraction(67, 10_000) if (source, target) == ("JPY", "USD") else None

    def customs_value(self, currency: str, unit: str) -> Exact | None:
        return 1 if (currency, unit) == ("USD", "kg") else None


def rate(text: str) -> Rate:
    found = read_rate_text(text)
    assert isinstance(found, Rate)
    return found


def tons(number: Exact, per: str = "") -> Quantity:
    return Quantity(number * 1000, "kg", per, "t")


MFN = Rate(symbol(Unknown("mfn", label="mfn")))
CUSTOMS = "customs value of the goods in USD/kg"


@pytest.mark.parametrize(
    ("left", "operator", "right", "result"),
    [
        (2, "+", Fraction(1, 2), Fraction(5, 2)),
        (Rate(25), "+", Rate(Fraction(5, 2)), Rate(Fraction(55, 2))),
        (Rate(25), "-", Points(10), Rate(15)),
        (Rate(25), "+", Points(10), Rate(35)),
        (Points(10), "+", Rate(25), Rate(35)),
        (Points(10), "-", Points(4), Points(6)),
        (rate("8.5% + 6 c/kg"), "-", rate("6 c/kg"), rate("8.5%")),
        (
            rate("8.5% + 6 c/kg"),
            "+",
            rate("300 JPY/kg"),
            Rate(Fraction(17, 2), ((("JPY", "kg"), 300), (("USD", "kg"), Fraction(3, 50)))),
        ),
        (rate("8.5% + 6 c/kg"), "-", Points(Fraction(1, 2)), rate("8% + 6 c/kg")),
        (tons(5), "+", Quantity(500, "kg", "", "kg"), tons(Fraction(11, 2))),
        (tons(5, "quarter"), "+", tons(1, "month"), tons(32, "year")),
        (tons(5, "year"), "+", tons(1), tons(6, "year")),
        (tons(5, "week"), "-", tons(1, "day"), tons(-2, "week")),
        (Money(5, "USD"), "-", Money(7, "USD"), Money(-2, "USD")),
        (UNLIMITED, "+", tons(5), UNLIMITED),
        (tons(5), "+", UNLIMITED, UNLIMITED),
        (UNLIMITED, "-", tons(5), UNLIMITED),
        (date(2025, 1, 31), "+", Duration(1, "month"), date(2025, 2, 28)),
        (Duration(1, "month"), "+", date(2025, 1, 31), date(2025, 2, 28)),
        (date(2025, 1, 31), "-", Duration(1, "month"), date(2024, 12, 31)),
        (date(2025, 2, 1), "-", date(2025, 1, 1), Duration(31, "day")),
        (Duration(1, "year"), "+", Duration(1, "quarter"), Duration(15, "month")),
        (Duration(2, "week"), "-", Duration(4, "day"), Duration(10, "day")),
        (Duration(0, "day"), "+", Duration(1, "month"), Duration(1, "month")),
        (Rate(25), "*", Fraction(9, 10), Rate(Fraction(45, 2))),
        (Fraction(9, 10), "*", Rate(25), Rate(Fraction(45, 2))),
        (Rate(25), "*", Rate(40), Rate(10)),
        (rate("8.5% + 6 c/kg"), "*", Rate(50), rate("4.25% + 3 c/kg")),
        (Rate(50), "*", rate("8.5% + 6 c/kg"), rate("4.25% + 3 c/kg")),
        (tons(100), "*", Rate(110), tons(110)),
        (Money(100, "USD"), "*", 3, Money(300, "USD")),
        (Points(10), "*", 2, Points(20)),
        (UNLIMITED, "*", 2, UNLIMITED),
        (Duration(2, "year"), "*", Fraction(1, 4), Duration(6, "month")),
        (Rate(25), "/", 2, Rate(Fraction(25, 2))),
        (Rate(25), "/", Rate(50), Fraction(1, 2)),
        (rate("8% + 6 c/kg"), "/", rate("4% + 3 c/kg"), 2),
        (tons(5), "/", Quantity(2500, "kg"), 2),
        (tons(5), "/", Rate(50), tons(10)),
        (Money(5, "USD"), "/", Money(2, "USD"), Fraction(5, 2)),
        (Points(5), "/", Points(2), Fraction(5, 2)),
    ],
)
def test_units_that_fit(left: Value, operator: str, right: Value, result: Value) -> None:
    operation = {"+": add, "-": subtract, "*": multiply, "/": divide}[operator]
    assert operation(left, right) == result


@pytest.mark.parametrize(
    ("left", "operator", "right", "hint", "says"),
    [
        (Rate(25), "-", 10, "unlike-values", "10 pp"),
        (10, "+", Rate(25), "unlike-values", "25%"),
        (Points(5), "-", Rate(5), "unlike-values", "a percentage cannot be taken from percentage points"),
        (tons(5), "+", 5, "unlike-values", "`t`"),
        (Money(5, "USD"), "+", 5, "unlike-values", "USD"),
        (tons(5), "+", Quantity(5, "units", "", "units"), "unlike-values", "units"),
        (tons(5), "+", Money(5, "USD"), "unlike-values", "money in USD"),
        (Money(5, "USD"), "+", tons(5), "unlike-values", "money in USD"),
        (Money(5, "EUR"), "+", Money(5, "USD"), "no-exchange-rate", "fact exchange USD = EUR"),
        (tons(5, "quarter"), "+", tons(5), "period-needed", "per quarter"),
        (tons(5, "year"), "+", tons(5, "week"), "period-mismatch", "per year"),
        (UNLIMITED, "-", UNLIMITED, "no-number", "quantity"),
        (tons(5), "-", UNLIMITED, "no-number", "quantity"),
        (UNLIMITED, "*", 0, "no-number", "quantity"),
        (UNLIMITED, "/", 0, "division-by-zero", "0"),
        (Word("keep"), "+", 1, "unlike-values", "compared"),
        ("text", "+", "text", "unlike-values", "compared"),
        (Word("keep"), "*", 2, "unlike-values", "multiplied"),
        (date(2025, 1, 1), "+", date(2025, 1, 1), "unlike-values", "a date"),
        (date(2025, 1, 1), "+", 5, "unlike-values", "a plain number"),
        (Duration(1, "month"), "-", date(2025, 1, 1), "unlike-values", "a date"),
        (Duration(1, "month"), "+", Duration(1, "day"), "unlike-units", "days and weeks"),
        (date(9999, 1, 1), "+", Duration(1, "year"), "beyond-calendar", "9999"),
        (Duration(1, "day"), "*", Fraction(1, 2), "bad-duration", "whole"),
        (rate("1 c/kg"), "*", rate("1 c/kg"), "unlike-values", "USD/kg"),
        (rate("1 c/kg"), "/", Rate(5), "unlike-values", "divided"),
        (rate("1% + 1 c/kg"), "/", rate("1% + 2 c/kg"), "unlike-values", "compound"),
        (Rate(5), "/", 0, "division-by-zero", "0"),
        (Rate(5), "/", Rate(0), "division-by-zero", "0"),
        (5, "/", tons(5), "unlike-values", "divided"),
    ],
)
def test_units_that_do_not_fit(left: Value, operator: str, right: Value, hint: str, says: str) -> None:
    operation = {"+": add, "-": subtract, "*": multiply, "/": divide}[operator]
    fault = operation(left, right)
    assert isinstance(fault, ValueFault)
    assert fault.code_hint == hint
    assert says in f"{fault.headline}: {fault.help}"


@given(any_values, any_values)
def test_every_two_values_give_a_value_or_a_fault(left: Value, right: Value) -> None:
    for operation in (add, subtract, multiply, divide, minimum, maximum):
        result = operation(left, right)
        assert isinstance(result, ValueFault) or show(result)
        assert describe(left)


@given(
    st.one_of(st.tuples(rates, rates, rates), st.tuples(percentages, percentages, percentages)),
    decimals.filter(bool),
)
def test_laws_of_rates(three: tuple[Rate, Rate, Rate], factor: Exact) -> None:
    one, two, three_ = three
    assert add(one, two) == add(two, one)
    assert add(add(one, two), three_) == add(one, add(two, three_))  # type: ignore[arg-type]
    assert subtract(add(one, two), two) == one  # type: ignore[arg-type]
    assert multiply(add(one, two), factor) == add(multiply(one, factor), multiply(two, factor))  # type: ignore[arg-type]
    assert divide(multiply(one, factor), factor) == one  # type: ignore[arg-type]
    assert negate(negate(one)) == one  # type: ignore[arg-type]
    assert subtract(one, one) == Rate(0)


@given(st.one_of(st.tuples(quantities, quantities), st.tuples(money, money), st.tuples(durations, durations)))
def test_laws_of_pools_and_durations(two: tuple[Value, Value]) -> None:
    one, other = two
    total = add(one, other)
    assert isinstance(total, ValueFault) == isinstance(add(other, one), ValueFault)
    if not isinstance(total, ValueFault):
        assert total == add(other, one)
        back = subtract(total, other)
        assert not isinstance(back, ValueFault)
        found = compare(back, "=", one)
        assert not isinstance(found, ValueFault)
        assert found.truth is True


@given(quantities, money, durations)
def test_equal_by_meaning_hashes_alike(quantity: Quantity, amount: Money, duration: Duration) -> None:
    for value, same in (
        (quantity, Quantity(quantity.number, quantity.unit, quantity.per, "")),
        (amount, Money(amount.number, amount.currency, amount.per)),
        (duration, Duration(*duration.meaning)),
    ):
        assert value == same
        assert hash(value) == hash(same)
    assert Quantity(25, "units", "quarter") == Quantity(100, "units", "year")
    assert Quantity(25, "units", "quarter") != Quantity(100, "units")
    assert Money(7, "USD", "week") == Money(1, "USD", "day")
    assert quantity != amount != duration != quantity


@pytest.mark.parametrize(
    ("values", "least", "greatest"),
    [
        ((Rate(25), Rate(10), Rate(15)), Rate(10), Rate(25)),
        ((3, Fraction(1, 2)), Fraction(1, 2), 3),
        ((Points(3), Points(4)), Points(3), Points(4)),
        ((tons(5), tons(6, "year")), tons(5), tons(6, "year")),
        ((tons(25, "quarter"), tons(50, "year")), tons(50, "year"), tons(25, "quarter")),
        ((tons(5), UNLIMITED), tons(5), UNLIMITED),
        ((UNLIMITED, tons(5)), tons(5), UNLIMITED),
        ((date(2025, 1, 1), date(2024, 1, 1)), date(2024, 1, 1), date(2025, 1, 1)),
        ((Duration(13, "month"), Duration(1, "year")), Duration(1, "year"), Duration(13, "month")),
        ((rate("300 JPY/kg"), rate("341 JPY/kg")), rate("300 JPY/kg"), rate("341 JPY/kg")),
        ((rate("8% + 6 c/kg"), rate("8%")), rate("8%"), rate("8% + 6 c/kg")),
        ((rate("8% + 6 c/kg"), rate("9% + 6 c/kg")), rate("8% + 6 c/kg"), rate("9% + 6 c/kg")),
        ((Rate(25),), Rate(25), Rate(25)),
    ],
)
def test_least_and_greatest(values: tuple[Value, ...], least: Value, greatest: Value) -> None:
    assert minimum(*values) == least
    assert maximum(*values) == greatest


def test_least_and_greatest_that_are_not_known() -> None:
    assert show(maximum(MFN, Rate(15))) == "max(15%, mfn)"  # type: ignore[arg-type]
    assert show(minimum(rate("6 c/kg"), Rate(5))) == "min(5%, 6 c/kg)"  # type: ignore[arg-type]
    # Once the customs value is known the choice is made.
    assert minimum(rate("6 c/kg"), Rate(5), facts=Yen()) == Rate(5)
    assert isinstance(maximum(Rate(5), tons(5)), ValueFault)
    assert isinstance(maximum(rate("6 c/kg"), rate("6 JPY/kg")), ValueFault)
    assert isinstance(maximum(Duration(1, "month"), Duration(1, "day")), ValueFault)
    assert isinstance(maximum(tons(1, "week"), tons(1, "year")), ValueFault)
    least = minimum(Quantity(symbol(Unknown("q", label="q")), "kg", "year", "t"), tons(5))
    assert show(least) == "min(5 t, q) per year"  # type: ignore[arg-type]


def test_unknown_rates_divided() -> None:
    half = divide(Rate(10), MFN)
    assert show(half) == "10 * 1 / mfn"  # type: ignore[arg-type]
    assert divide(MFN, MFN) == 1
    several = symbol(Unknown("n", low=1, label="n"))
    assert show(divide(tons(5), several)) == "5000 * 1 / n"  # type: ignore[arg-type]
    assert isinstance(divide(add(MFN, rate("6 c/kg")), rate("6 c/kg")), ValueFault)  # type: ignore[arg-type]
    assert isinstance(divide(rate("8% + 6 c/kg"), rate("6 c/kg")), ValueFault)
    assert divide(rate("6 c/kg"), rate("3 c/kg")) == 2
    # Two currencies on one side do not meet without a rate, even where the other side has the same parts.
    two = rate("1% + 6 c/kg + 6 JPY/kg")
    assert isinstance(maximum(two, rate("6 c/kg + 6 JPY/kg + 5 c/l")), ValueFault)
    assert isinstance(maximum(rate("6 c/kg + 6 JPY/kg + 5 c/l"), two), ValueFault)
    assert isinstance(maximum(rate("6 JPY/kg + 5 c/l"), two), ValueFault)
    assert maximum(rate("6 c/kg + 6 JPY/kg"), two) == two


def test_money_in_another_currency() -> None:
    assert convert(Money(1000, "JPY"), "USD", Yen()) == Money(Fraction(67, 10), "USD")
    assert convert(Money(67, "USD"), "JPY", Yen()) == Money(10_000, "JPY")
    assert add(Money(1, "USD"), Money(1000, "JPY"), Yen()) == Money(Fraction(77, 10), "USD")
    assert isinstance(convert(Money(1, "USD"), "EUR", Yen()), ValueFault)


def test_shares() -> None:
    assert multiply_share(Rate(25), Rate(100)) == Rate(25)
    assert multiply_share(Rate(25), Rate(40)) == Rate(10)
    assert multiply_share(rate("8% + 6 c/kg"), Rate(50)) == rate("4% + 3 c/kg")
    assert isinstance(multiply_share(Rate(25), rate("6 c/kg")), ValueFault)


def test_never_below_zero() -> None:
    assert floor_at_zero(Rate(-5)) == Rate(0)
    assert floor_at_zero(Rate(5)) == Rate(5)
    assert floor_at_zero(rate("8% + 6 c/kg")) == rate("8% + 6 c/kg")
    assert floor_at_zero(MFN) == MFN
    less = subtract(MFN, Points(10))
    assert isinstance(less, Rate)
    assert show(floor_at_zero(less)) == "max(0%, mfn - 10%)"
    compound = subtract(rate("8% + 6 c/kg"), Points(10))
    assert isinstance(compound, Rate)
    assert show(floor_at_zero(compound)) == "max(0%, 6 c/kg - 2%)"
    assert floor_at_zero(compound, Yen()) == compound
    assert floor_at_zero(Rate(-10, compound.specific), Yen()) == Rate(0)
    two = Rate(0, ((("JPY", "kg"), 300), (("USD", "kg"), -1)))
    assert floor_at_zero(two) == Rate(0, ((("JPY", "kg"), 300),))
    assert floor_at_zero(two, Yen()) == two


def test_certainly_below_zero() -> None:
    assert is_below_zero(Rate(-1))
    assert not is_below_zero(Rate(0))
    assert is_below_zero(Rate(0, ((("USD", "kg"), -1),)))
    assert not is_below_zero(Rate(-1, ((("USD", "kg"), 1),)))
    assert is_below_zero(Rate(-200, ((("USD", "kg"), 1),)), Yen())
    assert not is_below_zero(Rate(0, ((("JPY", "kg"), -300), (("EUR", "kg"), -1))))


@given(decimals, decimals)
def test_all_in_tops_up_to_the_limit(limit: Exact, mfn: Exact) -> None:
    for share in (Rate(100), Rate(40), Rate(Fraction(1, 3))):
        part = all_in(Rate(limit), Rate(mfn), share)
        assert isinstance(part, Rate)
        falls = multiply_share(part, share)
        assert isinstance(falls, Rate)
        assert add(Rate(mfn), falls) == Rate(max(limit, mfn))


def test_all_in_over_what_is_not_known() -> None:
    part = all_in(Rate(15), MFN, Rate(100))
    assert isinstance(part, Rate)
    total = add(MFN, part)
    greater = maximum(Rate(15), MFN)
    assert not isinstance(total, ValueFault)
    assert not isinstance(greater, ValueFault)
    assert truth(part, "<=", Rate(15)) is True
    assert truth(part, ">=", Rate(0)) is True
    assert truth(total, "<=", greater) is True
    assert truth(total, "<=", Rate(15)) is None
    compound = all_in(Rate(15), rate("8.5% + 6 c/kg"), Rate(100))
    assert isinstance(compound, Rate)
    assert show(compound) == "max(0%, 6.5% - 6 c/kg)"
    # The fact that was missing then is put in when it is known.
    assert truth(compound, "=", Rate(Fraction(1, 2)), Yen()) is True
    assert all_in(Rate(15), rate("8.5% + 6 c/kg"), Rate(100), Yen()) == Rate(Fraction(1, 2))
    assert isinstance(all_in(Rate(15), MFN, Rate(0)), ValueFault)
    assert isinstance(all_in(Rate(15), MFN, rate("6 c/kg")), ValueFault)
    assert isinstance(all_in(rate("6 JPY/kg"), rate("6 c/kg"), Rate(100)), ValueFault)
    share = Rate(symbol(Unknown("share", high=100, low_open=True, label="share")))
    unknown_share = all_in(Rate(15), Rate(5), share)
    assert isinstance(unknown_share, Rate)
    back = multiply_share(unknown_share, share)
    assert back == Rate(10)


def truth(left: Value, op: str, right: Value, facts: ComparisonFacts | None = None) -> bool | None:
    found = compare(left, op, right, facts or ComparisonFacts())
    assert not isinstance(found, ValueFault)
    return found.truth
