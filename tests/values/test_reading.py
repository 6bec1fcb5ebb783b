"""Reading numbers with their words, and cells of tables; what is shown reads back."""

from __future__ import annotations

import csv
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.limits import DIGITS
from dealcheck.values import (
    UNITS,
    UNLIMITED,
    Duration,
    Money,
    Points,
    Quantity,
    Rate,
    Unknown,
    Value,
    ValueFault,
    Word,
    customs_unknown,
    is_currency,
    parse_date,
    read_rate_text,
    read_value,
    show,
    suggest_currency,
    suggest_unit,
    symbol,
    unit_named,
)
from dealcheck.values.symbolic import add, maximum, minimum, scale, subtract
from dealcheck.values.units import SCALES, TIME_UNITS, suggest_period
from tests.values.strategies import any_values, numbers, rates, written_values

SPECIFIC = (("USD", "kg"), Fraction(3, 50))


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        (("25",), 25),
        (("5", "", "", "mn"), 5_000_000),
        (("25", "%"), Rate(25)),
        (("8.5", "%"), Rate(Fraction(17, 2))),
        (("10", "pp"), Points(10)),
        (("341", "JPY/kg"), Rate(0, ((("JPY", "kg"), 341),))),
        (("6", "c/kg"), Rate(0, (SPECIFIC,))),
        (("60", "USD/t"), Rate(0, (SPECIFIC,))),
        (("1.00", "/kg", "USD"), Rate(0, ((("USD", "kg"), 1),))),
        (("1", "kg", "USD"), Rate(0, ((("USD", "kg"), 1),))),
        (("2", "/t", "USD", "thousand"), Rate(0, ((("USD", "kg"), 2),))),
        (("144", "c/gross"), Rate(0, ((("USD", "units"), Fraction(1, 100)),))),
        (("0", "c/kg"), Rate(0)),
        (("100_000", "t"), Quantity(10**8, "kg", "", "t")),
        (("1", "lb"), Quantity(Fraction(45359237, 10**8), "kg", "", "lb")),
        (("1", "bbl"), Quantity(Fraction(158987294928, 10**9), "l", "", "bbl")),
        (("12", "Mt"), Quantity(12 * 10**9, "kg", "", "Mt")),
        (("2", "doz"), Quantity(24, "units", "", "doz")),
        (("25_000", "units", "", "", "quarter"), Quantity(25_000, "units", "quarter", "units")),
        (("1.4", "l", "", "bn"), Quantity(1_400_000_000, "l", "", "l")),
        (("550", "", "USD", "bn"), Money(550 * 10**9, "USD")),
        (("20", "", "USD", "bn", "year"), Money(20 * 10**9, "USD", "year")),
        (("90", "days"), Duration(90, "day")),
        (("1", "year"), Duration(12, "month")),
    ],
)
def test_values(fields: tuple[str, ...], value: Value) -> None:
    assert read_value(*fields) == value


@pytest.mark.parametrize(
    ("fields", "hint", "says"),
    [
        (("8703.80.00",), "bad-number", "hs 8703.80.00"),
        (("٣",), "bad-number", "digits"),
        (("1" * (DIGITS + 1),), "too-many-digits", str(DIGITS)),
        (("5", "tonnes"), "unknown-unit", "`t`"),
        (("5", "JPY/kilo"), "unknown-unit", "`kg`"),
        (("5", "zorkmids"), "unknown-unit", "such as"),
        (("5", "t", "", "million"), "unknown-unit", "`mn`"),
        (("5", "", "usd"), "unknown-currency", "`USD`"),
        (("5", "", "YEN"), "unknown-currency", "`JPY`"),
        (("5", "YEN/kg"), "unknown-currency", "`JPY`"),
        (("5", "t", "", "", "annum"), "unknown-unit", "`per year`"),
        (("5", "", "", "", "year"), "unit-needed", "`5 t per year`"),
        (("5", "%", "", "", "year"), "no-flow", "`per year`"),
        (("5", "pp", "", "", "year"), "no-flow", "`per year`"),
        (("5", "c/kg", "", "", "year"), "no-flow", "`per year`"),
        (("5", "days", "", "", "year"), "no-flow", "`per year`"),
        (("1.5", "years"), "bad-duration", "whole"),
    ],
)
def test_faults_say_what_to_write(fields: tuple[str, ...], hint: str, says: str) -> None:
    fault = read_value(*fields)
    assert isinstance(fault, ValueFault)
    assert fault.code_hint == hint
    assert says in f"{fault.headline}: {fault.help}"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("0%", Rate(0)),
        ("Free", Rate(0)),
        (" free ", Rate(0)),
        ("2.5%", Rate(Fraction(5, 2))),
        ("6 c/kg", Rate(0, (SPECIFIC,))),
        ("6 ¢/kg", Rate(0, (SPECIFIC,))),
        ("8.5% + 6 c/kg", Rate(Fraction(17, 2), (SPECIFIC,))),
        ("6c/kg+8.5 %", Rate(Fraction(17, 2), (SPECIFIC,))),
        ("USD 0.06/kg", Rate(0, (SPECIFIC,))),
        ("4.6% + 28.8 c/gross", Rate(Fraction(23, 5), ((("USD", "units"), Fraction(1, 500)),))),
        ("?", None),
    ],
)
def test_cells(text: str, rate: Rate | None) -> None:
    assert read_rate_text(text) == rate


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "bad-rate"),
        ("25", "percent-needed"),
        ("n/a", "bad-rate"),
        ("1% + 2%", "bad-rate"),
        ("1 c/kg + 2 c/kg", "bad-rate"),
        ("1 c/kg +", "bad-rate"),
        ("-5%", "bad-rate"),
        ("1.2.3%", "bad-number"),
        ("6 c/stone", "unknown-unit"),
        ("6 ABC/kg", "unknown-currency"),
        ("x" * 500, "bad-rate"),
    ],
)
def test_bad_cells(text: str, hint: str) -> None:
    fault = read_rate_text(text)
    assert isinstance(fault, ValueFault)
    assert fault.code_hint == hint
    assert len(fault.headline) < 100


@given(st.text(max_size=20))
def test_no_cell_brings_it_down(text: str) -> None:
    assert isinstance(read_rate_text(text), Rate | ValueFault | None)


def test_every_cell_of_the_shipped_schedule_reads() -> None:
    path = Path(__file__).parents[2] / "policies" / "tables" / "us_mfn_2025-04.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rate = read_rate_text(row["general"])
            assert rate is None if row["general"] == "?" else isinstance(rate, Rate)
            assert not isinstance(rate, Rate) or read_rate_text(show(rate)) == rate


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Rate(25), "25%"),
        (Rate(0), "0%"),
        (Rate(-5), "-5%"),
        (Rate(Fraction(17, 2), (SPECIFIC,)), "8.5% + 6 c/kg"),
        (Rate(Fraction(17, 2), ((("USD", "kg"), Fraction(-3, 50)),)), "8.5% - 6 c/kg"),
        (Rate(0, ((("USD", "kg"), 1),)), "1 USD/kg"),
        (Rate(0, ((("JPY", "kg"), 341),)), "341 JPY/kg"),
        (Rate(0, ((("USD", "kg"), Fraction(31 * 10**6, 45359237)),)), "31 c/lb"),
        (Rate(0, ((("USD", "units"), Fraction(1, 1200)),)), "1 c/doz"),
        (Points(10), "10 pp"),
        (Quantity(10**8, "kg", "", "t"), "100_000 t"),
        (Quantity(10**8, "kg"), "100_000_000 kg"),
        (Quantity(1, "kg", "", "lb"), "1 kg"),
        (Quantity(25_000, "units", "quarter", "units"), "25_000 units per quarter"),
        (Money(550 * 10**9, "USD"), "USD 550 bn"),
        (Money(1_500_000, "USD", "year"), "USD 1.5 mn per year"),
        (Money(10**12, "JPY"), "JPY 1 tn"),
        (Money(1_234_567, "USD"), "USD 1_234_567"),
        (Money(-8000, "USD"), "-USD 8000"),
        (Duration(90, "day"), "90 days"),
        (Duration(1, "year"), "1 year"),
        (date(2026, 1, 1), "2026-01-01"),
        (Word("keep"), "keep"),
        ('say "a\\b"\n', '"say \\"a\\\\b\\"\\n"'),
        (UNLIMITED, "unlimited"),
        (100_000, "100_000"),
    ],
)
def test_showing(value: Value, text: str) -> None:
    assert show(value) == text


def test_unknown_numbers_in_words() -> None:
    mfn = symbol(Unknown("mfn", label="mfn"))
    customs = symbol(customs_unknown("USD", "kg"))
    assert show(Rate(add(mfn, 25))) == "mfn + 25%"
    assert show(Rate(subtract(15, mfn))) == "15% - mfn"
    assert show(Rate(maximum(0, subtract(15, mfn)))) == "max(0%, 15% - mfn)"
    assert show(Rate(minimum(10, mfn))) == "min(10%, mfn)"
    assert show(Rate(scale(minimum(10, mfn), 2))) == "2 * min(10%, mfn)"
    assert show(Rate(scale(mfn, Fraction(9, 10)))) == "0.9 * mfn"
    assert show(Rate(scale(mfn, -1))) == "-mfn"
    assert show(Rate(add(Fraction(17, 2), scale(customs, 6)))) == "6 c/kg + 8.5%"
    assert show(Rate(mfn, (SPECIFIC,))) == "mfn + 6 c/kg"
    assert show(Rate(0, ((("USD", "kg"), mfn),))) == "(mfn) USD/kg"
    assert show(Quantity(add(mfn, 5000), "kg", "year", "t")) == "mfn + 5 t per year"
    assert show(Money(add(mfn, 10**9), "USD")) == "mfn + USD 1 bn"


LITERAL = re.compile(
    r"(?:([A-Z]{3}) )?([0-9_.]+)(?: (thousand|mn|bn|tn))?(?: ?(%|pp|[A-Za-z][A-Za-z0-9/]*))?(?: per (\w+))?"
)


def read_back(text: str) -> Value | ValueFault | None:
    """Reads a literal as the parser does: its words to their places."""
    if text.startswith('"'):
        return re.sub(
            r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text[1:-1], flags=re.DOTALL
        )
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return parse_date(text)
    if " + " in text or "/" in text:
        return read_rate_text(text)
    match = LITERAL.fullmatch(text)
    assert match is not None, text
    currency, digits, factor, unit, per = (group or "" for group in match.groups())
    return read_value(digits, unit, currency, factor, per)


@given(written_values)
def test_what_is_shown_reads_back(value: Value) -> None:
    read = read_back(show(value))
    assert read == value
    assert show(read) == show(value)  # type: ignore[arg-type]


@given(rates)
def test_rates_read_back_from_cells(rate: Rate) -> None:
    assert read_rate_text(show(rate)) == rate


@given(st.one_of(any_values, numbers, numbers.map(Rate)))
def test_everything_can_be_shown(value: Value) -> None:
    assert show(value)
    assert "Fraction" not in show(value) or isinstance(value, str)


def test_the_table_of_units() -> None:
    grammar = (Path(__file__).parents[2] / "grammar" / "deal.lark").read_text(encoding="utf-8")
    line = re.search(r"^UNIT\.3: /\(\?:([^)]*)\)", grammar, re.MULTILINE)
    assert line is not None
    words = {word.removesuffix("?") for word in line[1].split("|")}
    assert words == set(UNITS) | {word for word in TIME_UNITS if word.endswith("s")}
    assert all(unit_named(unit.base) == UNITS[unit.base] and UNITS[unit.base].factor == 1 for unit in UNITS.values())
    assert unit_named("stone") is None
    scales = re.search(r"^SCALE\.3: /\(\?:([^)]*)\)", grammar, re.MULTILINE)
    assert scales is not None
    assert set(scales[1].split("|")) == set(SCALES) - {""}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("tonnes", "t"), ("KG", "kg"), ("kwh", "kWh"), ("unites", "units"), ("million", "mn"), ("t", "t"), ("qqqq", "")],
)
def test_units_that_were_meant(written: str, meant: str) -> None:
    assert suggest_unit(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("usd", "USD"), ("$", "USD"), ("Euros", "EUR"), ("JPN", "JPY"), ("RMB", "CNY"), ("??", "")]
)
def test_currencies_that_were_meant(written: str, meant: str) -> None:
    assert suggest_currency(written) == meant


def test_currencies() -> None:
    assert all(is_currency(code) for code in ("USD", "JPY", "VND", "ISK", "RSD"))
    assert not any(is_currency(code) for code in ("", "usd", "ABC", "US", "ÄÖÜ", "EURO"))


def test_periods_that_were_meant() -> None:
    assert [suggest_period(word) for word in ("annum", "years", "month", "weak", "zzz")] == [
        "year",
        "year",
        "month",
        "week",
        "",
    ]
