"""The values of the language: frozen, equal where they mean the same."""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import frozen

from dealcheck.values.expressions import Num, Symbolic
from dealcheck.values.linear import add, scale
from dealcheck.values.units import PER_YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

Part: TypeAlias = tuple[tuple[str, str], Num]
"""One specific part of a rate: its currency and base unit, and how much."""


@frozen(cache_hash=True)
class Rate:
    """A duty, a share or a price: a percentage, and amounts of money per unit of goods (sorted, none of them 0).

    `percent` counts in percent: 25% is Rate(25). A price has percent 0 and one specific part.
    """

    percent: Num
    specific: tuple[Part, ...] = ()


@frozen
class Points:
    """Percentage points."""

    number: Num


def _yearly(number: Num, per: str) -> tuple[Num, str]:
    """The same flow per year, or per week where it comes round weekly or daily."""
    if per in ("quarter", "month"):
        return scale(number, PER_YEAR[per]), "year"
    return (scale(number, 7), "week") if per == "day" else (number, per)


@frozen(eq=False)
class Quantity:
    """How much of something, in the base unit of its dimension; `per` is a period for a flow, else `""`.

    `shown` is the unit as written. Quantities that mean the same are equal: 10 t and 10_000 kg, 25 per quarter and
    100 per year.
    """

    number: Num
    unit: str
    per: str = ""
    shown: str = ""

    @property
    def meaning(self) -> tuple[Num, str, str]:
        """What equal quantities share."""
        number, per = _yearly(self.number, self.per)
        return number, self.unit, per

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.meaning == other.meaning

    def __hash__(self) -> int:
        return hash(self.meaning)


@frozen(eq=False)
class Money:
    """An amount of money; `per` is a period for a flow, else `""`. Equal where it means the same."""

    number: Num
    currency: str
    per: str = ""

    @property
    def meaning(self) -> tuple[Num, str, str]:
        """What equal amounts share."""
        number, per = _yearly(self.number, self.per)
        return number, self.currency, per

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Money) and self.meaning == other.meaning

    def __hash__(self) -> int:
        return hash(self.meaning)


@frozen(eq=False)
class Duration:
    """A whole number of days, weeks, months, quarters or years; 12 months are a year, and 7 days a week."""

    count: int
    unit: str

    @property
    def meaning(self) -> tuple[int, str]:
        """The length in months or in days, whichever is exact; no time at all is 0 days."""
        factor, base = DURATION_UNITS[self.unit]
        return (self.count * factor, base) if self.count else (0, "day")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and self.meaning == other.meaning

    def __hash__(self) -> int:
        return hash(self.meaning)


DURATION_UNITS: dict[str, tuple[int, str]] = {
    "day": (1, "day"),
    "week": (7, "day"),
    "month": (1, "month"),
    "quarter": (3, "month"),
    "year": (12, "month"),
}
"""Each unit of time as a number of days or of months."""


@frozen
class Word:
    """A name: of a party, a layer, or one of the choices of a field."""

    text: str


class Unlimited(Enum):
    """The type of UNLIMITED."""

    UNLIMITED = "unlimited"


UNLIMITED: Final = Unlimited.UNLIMITED
"""More than any quantity or amount."""

Value: TypeAlias = (
    int | Fraction | Symbolic | Rate | Points | Quantity | Money | Duration | date | Word | str | Unlimited
)


@frozen
class ValueFault:
    """Why there is no value: the name of the fault, a headline that stands alone, and what to write instead."""

    code_hint: str
    headline: str
    help: str = ""


def rate_of(percent: Num, parts: Mapping[tuple[str, str], Num]) -> Rate:
    """The rate with these parts, those that are 0 left out."""
    if not parts:
        return Rate(percent)
    kept = [(key, amount) for key, amount in parts.items() if isinstance(amount, Symbolic) or amount]
    kept.sort(key=lambda part: part[0])
    return Rate(percent, tuple(kept))


def with_parts(parts: tuple[Part, ...], more: tuple[Part, ...], sign: int) -> dict[tuple[str, str], Num]:
    """Specific parts plus (or, where the sign is -1, minus) further ones."""
    sums: dict[tuple[str, str], Num] = dict(parts)
    for key, amount in more:
        sums[key] = add(sums.get(key, 0), scale(amount, sign))
    return sums


def describe(value: Value) -> str:
    """What sort of value it is, for messages: `a quantity in t`, `a percentage`."""
    if isinstance(value, Rate):
        if not value.specific:
            return "a percentage"
        currency, unit = value.specific[0][0]
        return f"a rate in {currency}/{unit}" if value.percent == 0 else "a compound rate"
    if isinstance(value, Points):
        return "percentage points"
    if isinstance(value, Quantity):
        return f"a quantity in {value.shown or value.unit}" + (f" per {value.per}" if value.per else "")
    if isinstance(value, Money):
        return f"money in {value.currency}" + (f" per {value.per}" if value.per else "")
    if isinstance(value, Duration):
        return f"a duration in {value.unit}s"
    if isinstance(value, date):
        return "a date"
    if isinstance(value, Word):
        return f"the name {value.text}"
    if isinstance(value, str):
        return "a text"
    return "unlimited" if isinstance(value, Unlimited) else "a plain number"
