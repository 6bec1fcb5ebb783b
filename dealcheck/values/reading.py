"""From what a text writes to its value."""

from __future__ import annotations

import re
from functools import lru_cache

from dealcheck.limits import DIGITS
from dealcheck.values.amounts import Duration, Money, Points, Quantity, Rate, Value, ValueFault, rate_of
from dealcheck.values.exact import Exact, digit_count, exact, is_number, over, parse_digits
from dealcheck.values.units import (
    PERIODS,
    SCALES,
    TIME_UNITS,
    UNITS,
    is_currency,
    suggest_currency,
    suggest_period,
    suggest_unit,
)


@lru_cache(maxsize=16384)
def read_value(digits: str, unit: str = "", currency: str = "", scale: str = "", per: str = "") -> Value | ValueFault:
    """The value that a number and its words write, the fields being those of `ast.Number`.

    A price may come as unit `USD/kg`, or as currency `USD` and unit `/kg` or `kg`.
    """
    if not is_number(digits):
        return _bad_number(digits)
    factor = SCALES.get(scale)
    if factor is None:
        return _unknown_word("scale word", scale)
    number = exact(parse_digits(digits) * factor)
    if per and per not in PERIODS:
        meant = suggest_period(per)
        return ValueFault(
            "unknown-unit", f"`per {per}` is no period", _did_you_mean(meant and f"per {meant}", "per year")
        )
    if unit in ("%", "pp"):
        if per:
            return _no_flow("a percentage" if unit == "%" else "an amount of percentage points", per)
        return Rate(number) if unit == "%" else Points(number)
    if "/" in unit or (currency and unit):
        before, _, after = unit.rpartition("/")
        return _read_specific(number, before or currency, after, per)
    if currency:
        return _bad_currency(currency) or Money(number, currency, per)
    if unit:
        return _read_quantity(number, digits, unit, per)
    if per:
        return ValueFault(
            "unit-needed", f"{digits} per {per} does not say of what", f"name the unit: `{digits} t per {per}`"
        )
    return number


def _read_specific(number: Exact, currency: str, unit: str, per: str) -> Value | ValueFault:
    known = UNITS.get(unit)
    if known is None:
        return _unknown_word("unit", unit)
    if per:
        return _no_flow(f"an amount per {unit}", per)
    if currency == "c":
        currency, number = "USD", over(number, 100)
    fault = _bad_currency(currency)
    return fault or rate_of(0, {(currency, known.base): over(number, known.factor)})


def _read_quantity(number: Exact, digits: str, unit: str, per: str) -> Value | ValueFault:
    known = UNITS.get(unit)
    if known is not None:
        return Quantity(exact(number * known.factor), known.base, per, unit)
    period = TIME_UNITS.get(unit)
    if period is None:
        return _unknown_word("unit", unit)
    if per:
        return _no_flow("a duration", per)
    if not isinstance(number, int):
        return ValueFault("bad-duration", f"{digits} {unit} is not a whole number of {period}s", "write a whole number")
    return Duration(number, period)


def _bad_number(digits: str) -> ValueFault:
    if digit_count(digits) > DIGITS:
        return ValueFault(
            "too-many-digits",
            f"a number has at most {DIGITS} digits",
            "write fewer digits, or a scale word such as `bn`",
        )
    if digits.count(".") > 1:
        return ValueFault("bad-number", f"{digits} is a code, not a number", f"a code stands after `hs`: `hs {digits}`")
    return ValueFault("bad-number", f"{digits} is not a number", "write digits, with `_` between thousands: `1_000.5`")


def _no_flow(what: str, per: str) -> ValueFault:
    return ValueFault("no-flow", f"{what} has no period", f"leave out `per {per}`: only quantities and money flow")


def _bad_currency(code: str) -> ValueFault | None:
    if is_currency(code):
        return None
    meant = suggest_currency(code)
    return ValueFault("unknown-currency", f"{code} is not a currency of ISO 4217", _did_you_mean(meant, "USD"))


def _unknown_word(sort: str, word: str) -> ValueFault:
    return ValueFault("unknown-unit", f"there is no {sort} `{word}`", _did_you_mean(suggest_unit(word), "t or units"))


def _did_you_mean(meant: str, example: str) -> str:
    return f"did you mean `{meant}`?" if meant else f"write one that the language knows, such as {example}"


# ---- Cells of tables -------------------------------------------------------------------------------------------------

_PERCENT = re.compile(r"([0-9][0-9_.]*)\s*%")
_SPECIFIC = re.compile(r"([0-9][0-9_.]*)\s*(c|¢|[A-Z]{3})/([A-Za-z0-9]+)|([A-Z]{3})\s+([0-9][0-9_.]*)/([A-Za-z0-9]+)")


@lru_cache(maxsize=65536)
def read_rate_text(text: str) -> Rate | ValueFault | None:
    """The rate in a cell of a table: `2.5%`, `Free`, `6 c/kg`, `8.5% + 6 c/kg`; None for `?`, which is not known."""
    if text == "0%":
        return Rate(0)
    text = text.strip()
    if text == "?":
        return None
    if text.lower() == "free":
        return Rate(0)
    percent: Exact = 0
    parts: dict[tuple[str, str], Exact] = {}
    seen_percent = False
    for piece in map(str.strip, text.split("+")):
        ad_valorem = _PERCENT.fullmatch(piece)
        if ad_valorem and not seen_percent:
            if not is_number(ad_valorem[1]):
                return _bad_number(ad_valorem[1])
            percent, seen_percent = parse_digits(ad_valorem[1]), True
            continue
        specific = _SPECIFIC.fullmatch(piece)
        if specific is None:
            return _bad_cell(text)
        digits, currency, unit = (
            (specific[1], specific[2], specific[3]) if specific[1] else (specific[5], specific[4], specific[6])
        )
        part = read_value(digits, f"{'c' if currency == '¢' else currency}/{unit}")
        if not isinstance(part, Rate):
            return part if isinstance(part, ValueFault) else _bad_cell(text)
        for key, amount in part.specific:
            if key in parts or not isinstance(amount, Exact):
                return _bad_cell(text)
            parts[key] = amount
    return rate_of(percent, parts)


def _bad_cell(text: str) -> ValueFault:
    shown = text if len(text) <= 40 else text[:39] + "…"
    if not text:
        return ValueFault(
            "bad-rate",
            "the cell is empty, which is no rate",
            "write `0%` for free, or `?` for a rate that is not known",
        )
    if is_number(text):
        return ValueFault("percent-needed", f"{shown} is a plain number, not a rate", f"write `{text}%`")
    return ValueFault(
        "bad-rate",
        f"`{shown}` is no rate",
        "write `2.5%`, `6 c/kg`, `8.5% + 6 c/kg`, or `?` for a rate that is not known",
    )
