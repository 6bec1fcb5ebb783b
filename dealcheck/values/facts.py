"""What is known about money and goods where values meet, and specific duties as percentages through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from dealcheck.values.amounts import Money, Rate, ValueFault
from dealcheck.values.exact import Exact, exact, over
from dealcheck.values.expressions import Num, Symbolic, Unknown, interval_of, symbol
from dealcheck.values.linear import add, product, quotient, scale
from dealcheck.values.symbolic import substitute, unknowns_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping


class ComparisonFacts:
    """What is known at a point: here nothing; those that know something override the methods.

    `goods` names the goods at the point, where unknown customs values of several goods meet in one expression.
    """

    goods: Hashable = None

    def exchange(self, source: str, target: str) -> Exact | None:
        """How much of the target currency one of the source currency is; None where no fact says so."""
        return None

    def customs_value(self, currency: str, unit: str) -> Num | None:
        """What one base unit of the goods is worth, in the currency; None where no fact says so."""
        return None


NO_FACTS: Final = ComparisonFacts()


@frozen(cache_hash=True)
class CustomsValue:
    """The key of the unknown that stands for 1 over the customs value of one base unit of the goods."""

    currency: str
    unit: str
    goods: Hashable = None


def customs_unknown(currency: str, unit: str, goods: Hashable = None) -> Unknown:
    """The unknown number above 0 that turns an amount per unit into a share of the value of the goods."""
    return Unknown(
        CustomsValue(currency, unit, goods), low_open=True, label=f"customs value of the goods in {currency}/{unit}"
    )


def exchange_rate(source: str, target: str, facts: ComparisonFacts) -> Exact | ValueFault:
    """How much of the target currency one of the source currency is."""
    if source == target:
        return 1
    direct = facts.exchange(source, target)
    if direct is not None and direct > 0:
        return direct
    back = facts.exchange(target, source)
    if back is not None and back > 0:
        return over(1, back)
    return ValueFault(
        "no-exchange-rate",
        f"{source} and {target} cannot be held together without an exchange rate",
        f"state the rate: `fact exchange {source} = {target} 0.0067 on 2025-07-01`, with the rate and date that apply",
    )


def convert(money: Money, currency: str, facts: ComparisonFacts) -> Money | ValueFault:
    """The same money in another currency."""
    rate = exchange_rate(money.currency, currency, facts)
    if isinstance(rate, ValueFault):
        return rate
    return Money(scale(money.number, rate), currency, money.per)


def _known_inverse(currency: str, unit: str, facts: ComparisonFacts) -> Num | None:
    value = facts.customs_value(currency, unit)
    if value is None:
        return None
    low = interval_of(value)
    # A customs value that may be 0 turns nothing into a percentage: it is as if it were not known.
    if low.low is None or low.low < 0 or (low.low == 0 and not low.low_open):
        return None
    return quotient(1, value)


def in_percent(percent: Num, parts: Mapping[tuple[str, str], Num], facts: ComparisonFacts) -> Num | ValueFault:
    """A percentage and specific parts as one number of percent, through the customs value of the goods.

    Where that is not known it is an unknown above 0. Parts per one unit in several currencies need exchange rates,
    unless the customs value is known in each.
    """
    total = with_known_customs_values(percent, facts)
    # For each unit the currency in which its customs value is held, and 1 over that value.
    values: dict[str, tuple[str, Num]] = {}
    left: list[tuple[str, str, Num]] = []
    for (currency, unit), amount in parts.items():
        if not isinstance(amount, Symbolic) and not amount:
            continue
        inverse = _known_inverse(currency, unit, facts)
        if inverse is None:
            left.append((currency, unit, amount))
        else:
            values.setdefault(unit, (currency, inverse))
            total = add(total, scale(product(amount, inverse), 100))
    for currency, unit, amount in left:
        if unit not in values:
            values[unit] = (currency, symbol(customs_unknown(currency, unit, facts.goods)))
        held, inverse = values[unit]
        rate = exchange_rate(currency, held, facts)
        if isinstance(rate, ValueFault):
            return rate
        total = add(total, scale(product(amount, inverse), exact(100 * rate)))
    return total


def with_known_customs_values(number: Num, facts: ComparisonFacts) -> Num:
    """The number with the customs values that are known in place of unknown ones."""
    if not isinstance(number, Symbolic) or facts is NO_FACTS:
        return number
    known: dict[Unknown, Num] = {}
    for unknown in unknowns_of(number):
        if isinstance(unknown.key, CustomsValue) and unknown.key.goods == facts.goods:
            inverse = _known_inverse(unknown.key.currency, unknown.key.unit, facts)
            if inverse is not None:
                known[unknown] = inverse
    return substitute(number, known)


def ad_valorem(rate: Rate, facts: ComparisonFacts = NO_FACTS) -> Num | ValueFault:
    """The whole rate as a number of percent of the customs value."""
    if not rate.specific:
        return with_known_customs_values(rate.percent, facts)
    return in_percent(rate.percent, dict(rate.specific), facts)
