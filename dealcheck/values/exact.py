"""Exact numbers: integers wherever they do, fractions elsewhere."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from dealcheck.limits import DIGITS

Exact: TypeAlias = int | Fraction
"""An exact number; one that is whole is always an int."""


def exact(number: Exact) -> Exact:
    """The same number, as an int where it is whole."""
    if type(number) is int:
        return number
    return number.numerator if number.denominator == 1 else Fraction(number)


def size_of(number: Exact) -> Exact:
    """The number without its sign."""
    return -number if number < 0 else number


def over(numerator: Exact, denominator: Exact) -> Exact:
    """The exact quotient; the denominator is not 0."""
    return exact(Fraction(numerator) / denominator)


def is_number(text: str) -> bool:
    """Whether the text is digits, with `_` between digits and at most one `.`, of at most `limits.DIGITS` digits."""
    whole, dot, decimals = text.partition(".")
    if dot and not _is_digits(decimals):
        return False
    return _is_digits(whole) and len(whole) + len(decimals) <= 2 * DIGITS and digit_count(text) <= DIGITS


def digit_count(text: str) -> int:
    """How many digits the text has."""
    return sum(letter.isdigit() for letter in text)


def _is_digits(text: str) -> bool:
    plain = text.replace("_", "")
    return plain.isdigit() and text.isascii() and text[0] != "_" and text[-1] != "_" and "__" not in text


@lru_cache(maxsize=8192)
def parse_digits(text: str) -> Exact:
    """The number that `1_000.50` writes; `is_number` holds of the text, else ValueError."""
    if not is_number(text):
        raise ValueError(f"not a number: {text[:80]!r}")
    whole, _, decimals = text.replace("_", "").partition(".")
    decimals = decimals.rstrip("0")
    if not decimals:
        return int(whole)
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def is_finite_decimal(number: Exact) -> bool:
    """Whether finitely many decimals write the number."""
    denominator = number.denominator
    while denominator % 10 == 0:
        denominator //= 10
    while denominator % 2 == 0:
        denominator //= 2
    while denominator % 5 == 0:
        denominator //= 5
    return denominator == 1


def decimal_places(number: Exact) -> int:
    """How many decimals a finite decimal needs."""
    denominator, places = number.denominator, 0
    while denominator > 1:
        # Ten, or the factor of ten that is left, goes out with each place.
        denominator //= 10 if denominator % 10 == 0 else 2 if denominator % 2 == 0 else 5
        places += 1
    return places


def _grouped(whole: int) -> str:
    """Digits with `_` between thousands, from five digits on: `9999`, `10_000`."""
    if whole < 10_000:
        return str(whole)
    # Python writes out no number of more than 4300 digits; products in a text can reach that, and nobody would read it.
    bits = whole.bit_length()
    return f"{whole:_}" if bits < 10_000 else f"some 10^{bits * 30103 // 100_000}"


def show_exact(number: Exact) -> str:
    """The number as a decimal, `12.5` or `100_000`; as a fraction, `40/3`, where no decimal that can be read does."""
    sign, size = "-" if number < 0 else "", size_of(number)
    if size.denominator == 1:
        return sign + _grouped(int(size))
    places = decimal_places(size) if is_finite_decimal(size) else DIGITS + 1
    if places > DIGITS:
        return f"{sign}{_grouped(size.numerator)}/{_grouped(size.denominator)}"
    whole, rest = divmod(size.numerator * 10**places // size.denominator, 10**places)
    return f"{sign}{_grouped(whole)}.{rest:0{places}d}"
