"""The closed tables of units, periods, scale words and currencies."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from dealcheck.values.exact import Exact


@frozen
class Unit:
    """A unit of goods: what it measures, the base unit of that dimension, and how many of those it is."""

    name: str
    dimension: str
    base: str
    factor: Exact


_POUND = Fraction(45359237, 100_000_000)
_GALLON = Fraction(3785411784, 1_000_000_000)

# Mass in kg (a pound is defined as 0.45359237 kg); volume in litres (a gallon is the US one, a barrel 42 of them).
# Pairs and head are dimensions of their own: a schedule that counts pairs of gloves does not count articles.
UNITS: dict[str, Unit] = {
    name: Unit(name, dimension, base, factor)
    for dimension, base, members in (
        (
            "mass",
            "kg",
            (("kg", 1), ("g", Fraction(1, 1000)), ("t", 1000), ("kt", 10**6), ("Mt", 10**9), ("lb", _POUND)),
        ),
        (
            "volume",
            "l",
            (("l", 1), ("hl", 100), ("kl", 1000), ("Ml", 10**6), ("m3", 1000), ("gal", _GALLON), ("bbl", 42 * _GALLON)),
        ),
        ("length", "m", (("m", 1),)),
        ("area", "m2", (("m2", 1),)),
        ("count", "units", (("units", 1), ("doz", 12), ("gross", 144))),
        ("pairs", "pairs", (("pairs", 1),)),
        ("head", "head", (("head", 1),)),
        ("energy", "kWh", (("kWh", 1), ("MWh", 1000), ("GWh", 10**6), ("TWh", 10**9))),
    )
    for name, factor in members
}

SCALES: dict[str, int] = {"": 1, "thousand": 10**3, "mn": 10**6, "bn": 10**9, "tn": 10**12}

PERIODS: tuple[str, ...] = ("year", "quarter", "month", "week", "day")

TIME_UNITS: dict[str, str] = {name + plural: name for name in PERIODS for plural in ("", "s")}
"""A unit of time as written, to its singular."""

PER_YEAR: dict[str, int] = {"year": 1, "quarter": 4, "month": 12}
"""How often a period comes round in a year, where that is a whole number."""

# What people write for a unit that the lexer knows under another name.
_MEANT_UNITS: dict[str, str] = {
    "ton": "t",
    "tons": "t",
    "tonne": "t",
    "tonnes": "t",
    "mt": "t",
    "kilo": "kg",
    "kilos": "kg",
    "kilogram": "kg",
    "kilograms": "kg",
    "kgs": "kg",
    "gram": "g",
    "grams": "g",
    "pound": "lb",
    "pounds": "lb",
    "lbs": "lb",
    "liter": "l",
    "liters": "l",
    "litre": "l",
    "litres": "l",
    "barrel": "bbl",
    "barrels": "bbl",
    "gallon": "gal",
    "gallons": "gal",
    "unit": "units",
    "each": "units",
    "pieces": "units",
    "pcs": "units",
    "cars": "units",
    "vehicles": "units",
    "dozen": "doz",
    "dozens": "doz",
    "pair": "pairs",
    "pr": "pairs",
    "heads": "head",
    "animals": "head",
    "meters": "m",
    "metres": "m",
    "percent": "%",
    "pct": "%",
    "points": "pp",
    "million": "mn",
    "millions": "mn",
    "billion": "bn",
    "billions": "bn",
    "trillion": "tn",
    "annum": "year",
    "annual": "year",
}

_MEANT_CURRENCIES: dict[str, str] = {
    "$": "USD",
    "US$": "USD",
    "DOLLAR": "USD",
    "€": "EUR",
    "EURO": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "YEN": "JPY",
    "WON": "KRW",
    "RMB": "CNY",
    "YUAN": "CNY",
}

# The currencies of nearly every text: known without loading the table of all of them.
# fmt: off
_COMMON_CURRENCIES = frozenset((
    "USD", "EUR", "JPY", "GBP", "CAD", "CNY", "KRW", "VND", "INR", "IDR", "MYR", "THB", "CHF", "MXN",
    "BRL", "AUD", "NZD", "KHR", "TWD", "SGD", "PHP", "ZAR", "TRY", "SEK", "NOK", "DKK", "PLN",
))
# fmt: on


def unit_named(name: str) -> Unit | None:
    """The unit of goods of that name, or None."""
    return UNITS.get(name)


@lru_cache(maxsize=1)
def _all_currencies() -> frozenset[str]:
    import pycountry  # Some 50 ms that most texts need not pay.

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


def is_currency(code: str) -> bool:
    """Whether the code is a currency of ISO 4217."""
    return code in _COMMON_CURRENCIES or (
        len(code) == 3 and code.isascii() and code.isupper() and code in _all_currencies()
    )


def suggest_currency(code: str) -> str:
    """The currency that was probably meant, or `""`."""
    upper = code.upper()
    if is_currency(upper):
        return upper
    meant = _MEANT_CURRENCIES.get(upper.removesuffix("S"))
    if meant:
        return meant
    # A code is two letters for the country, most often, and one for the currency: a slip in the last is likelier.
    names = sorted(_COMMON_CURRENCIES)
    return _closest(upper, [name for name in names if name[:2] == upper[:2]]) or _closest(upper, names)


def suggest_unit(name: str) -> str:
    """The unit, scale word or period that was probably meant, or `""`."""
    if name in UNITS or name in SCALES or name in TIME_UNITS:
        return name
    lower = name.lower()
    if lower in _MEANT_UNITS:
        return _MEANT_UNITS[lower]
    known = [*UNITS, *(word for word in SCALES if word), *TIME_UNITS]
    for candidate in known:
        if candidate.lower() == lower:
            return candidate
    return _closest(lower, [candidate for candidate in known if len(candidate) > 2])


def suggest_period(name: str) -> str:
    """The period that was probably meant by `per NAME`, or `""`."""
    meant = TIME_UNITS.get(name) or _MEANT_UNITS.get(name.lower(), "")
    return meant if meant in PERIODS else _closest(name.lower(), list(PERIODS))


def _closest(name: str, names: list[str]) -> str:
    from difflib import get_close_matches  # Only where something is wrong.

    return next(iter(get_close_matches(name, names, n=1)), "")
