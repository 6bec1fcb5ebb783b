"""What is done with rates: shares of them, the lesser of two, never below 0%, and `all_in`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dealcheck.values import symbolic
from dealcheck.values.amounts import Rate, ValueFault, rate_of, with_parts
from dealcheck.values.exact import Exact, over
from dealcheck.values.expressions import Num, Symbolic, interval_of
from dealcheck.values.facts import NO_FACTS, ComparisonFacts, ad_valorem, in_percent

if TYPE_CHECKING:
    from collections.abc import Callable


def multiply_share(rate: Rate, share: Rate) -> Rate | ValueFault:
    """What a rate on a share of the value comes to; the share is a pure percentage."""
    if share.specific:
        return ValueFault("percent-needed", "a share is a percentage", "write a share such as `40%`")
    if not isinstance(share.percent, Symbolic) and share.percent == 100:
        return rate
    return scaled_rate(rate, symbolic.scale(share.percent, Fraction(1, 100)))


def scaled_rate(rate: Rate, factor: Num) -> Rate:
    """The rate times a number."""
    percent = symbolic.product(rate.percent, factor)
    if not rate.specific:
        return Rate(percent)
    return rate_of(percent, {key: symbolic.product(amount, factor) for key, amount in rate.specific})


def ratio_of(left: Rate, right: Rate) -> Exact | None:
    """The one number that turns the right rate into the left, where both have the same exact parts."""
    ratios: set[Exact] = set()
    if [key for key, _ in left.specific] != [key for key, _ in right.specific]:
        return None
    pairs = [(left.percent, right.percent)]
    pairs += [(one, other) for (_, one), (_, other) in zip(left.specific, right.specific, strict=True)]
    for one, other in pairs:
        if isinstance(one, Symbolic) or isinstance(other, Symbolic):
            return None
        if other:
            ratios.add(over(one, other))
        elif one:
            return None
    return ratios.pop() if len(ratios) == 1 else None


def choose_rate(left: Rate, right: Rate, facts: ComparisonFacts, choose: Callable[..., Num]) -> Rate | ValueFault:
    """The rate that `choose`, the minimum or maximum of numbers, takes of two."""
    if left.specific == right.specific:
        return Rate(choose(left.percent, right.percent), left.specific)
    difference = in_percent(
        symbolic.subtract(left.percent, right.percent), with_parts(left.specific, right.specific, -1), facts
    )
    if isinstance(difference, ValueFault):
        return difference
    sign = 1 if choose is symbolic.maximum else -1
    if symbolic.sign_is(symbolic.scale(difference, sign), ">="):
        return left
    if symbolic.sign_is(symbolic.scale(difference, sign), "<="):
        return right
    first, second = ad_valorem(left, facts), ad_valorem(right, facts)
    if isinstance(first, ValueFault):
        return first
    return second if isinstance(second, ValueFault) else Rate(choose(first, second))


def is_below_zero(rate: Rate, facts: ComparisonFacts = NO_FACTS) -> bool:
    """Whether the rate lies below 0% for certain, whatever is unknown."""
    if not rate.specific and not isinstance(rate.percent, Symbolic):
        return rate.percent < 0
    whole = ad_valorem(rate, facts)
    return not isinstance(whole, ValueFault) and symbolic.sign_is(whole, "<") is True


def floor_at_zero(rate: Rate, facts: ComparisonFacts = NO_FACTS) -> Rate:
    """The rate, or 0% where it falls below; one that may do either is stated through the customs value of the goods."""
    if _never_negative(rate.percent) and all(_never_negative(amount) for _, amount in rate.specific):
        return rate
    if not rate.specific:
        return Rate(symbolic.maximum(0, rate.percent))
    whole = ad_valorem(rate, facts)
    if isinstance(whole, ValueFault):
        # Parts in currencies without an exchange rate: each part by itself is the most that can be said exactly.
        parts = {key: symbolic.maximum(0, amount) for key, amount in rate.specific}
        return rate_of(symbolic.maximum(0, rate.percent), parts)
    return rate if symbolic.sign_is(whole, ">=") else Rate(symbolic.maximum(0, whole))


def _never_negative(number: Num) -> bool:
    low = interval_of(number).low if isinstance(number, Symbolic) else number
    return low is not None and low >= 0


def all_in(limit: Rate, mfn: Rate, share: Rate, facts: ComparisonFacts = NO_FACTS) -> Rate | ValueFault:
    """The part of a layer that brings mfn plus the layer to the greater of mfn and the limit.

    That is max(0%, limit - mfn) / share (LANGUAGE.md section 3), specific parts through the customs value of the goods.
    """
    if share.specific:
        return ValueFault("percent-needed", "a share is a percentage", "write a share such as `40%`")
    gap = in_percent(symbolic.subtract(limit.percent, mfn.percent), with_parts(limit.specific, mfn.specific, -1), facts)
    if isinstance(gap, ValueFault):
        return gap
    part = symbolic.maximum(0, gap)
    if not isinstance(share.percent, Symbolic) and share.percent == 100:
        return Rate(part)
    if symbolic.sign_is(share.percent, "="):
        return ValueFault(
            "division-by-zero",
            "`all_in` has no value where the layer falls on 0% of the customs value",
            "state the rate itself, or a share above 0%",
        )
    return Rate(symbolic.quotient(part, symbolic.scale(share.percent, Fraction(1, 100))))
