"""Exact values: rates, quantities, money, dates and unknown numbers; arithmetic, comparison, reading, showing.

`add`, `minimum` and their like work on values; those on bare numbers are in `dealcheck.values.symbolic`.
"""

from dealcheck.values.amounts import (
    UNLIMITED,
    Duration,
    Money,
    Points,
    Quantity,
    Rate,
    Unlimited,
    Value,
    ValueFault,
    Word,
    describe,
    rate_of,
)
from dealcheck.values.arithmetic import add, divide, multiply, negate, subtract
from dealcheck.values.choosing import maximum, minimum
from dealcheck.values.comparison import Comparison, compare
from dealcheck.values.dates import (
    add_duration,
    explain_bad_date,
    first_of_month,
    first_of_next_month,
    first_of_next_year,
    next_day,
    parse_date,
    previous_day,
    year_end,
    year_start,
)
from dealcheck.values.exact import Exact, exact, parse_digits, show_exact
from dealcheck.values.facts import NO_FACTS, ComparisonFacts, CustomsValue, ad_valorem, convert, customs_unknown
from dealcheck.values.rates import all_in, floor_at_zero, is_below_zero, multiply_share
from dealcheck.values.reading import read_rate_text, read_value
from dealcheck.values.show import show, show_number
from dealcheck.values.symbolic import Num, Symbolic, Unknown, decide_sign, sign_is, substitute, symbol, unknowns_of
from dealcheck.values.units import UNITS, Unit, is_currency, suggest_currency, suggest_unit, unit_named

__all__ = [
    "NO_FACTS",
    "UNITS",
    "UNLIMITED",
    "Comparison",
    "ComparisonFacts",
    "CustomsValue",
    "Duration",
    "Exact",
    "Money",
    "Num",
    "Points",
    "Quantity",
    "Rate",
    "Symbolic",
    "Unit",
    "Unknown",
    "Unlimited",
    "Value",
    "ValueFault",
    "Word",
    "ad_valorem",
    "add",
    "add_duration",
    "all_in",
    "compare",
    "convert",
    "customs_unknown",
    "decide_sign",
    "describe",
    "divide",
    "exact",
    "explain_bad_date",
    "first_of_month",
    "first_of_next_month",
    "first_of_next_year",
    "floor_at_zero",
    "is_below_zero",
    "is_currency",
    "maximum",
    "minimum",
    "multiply",
    "multiply_share",
    "negate",
    "next_day",
    "parse_date",
    "parse_digits",
    "previous_day",
    "rate_of",
    "read_rate_text",
    "read_value",
    "show",
    "show_exact",
    "show_number",
    "sign_is",
    "substitute",
    "subtract",
    "suggest_currency",
    "suggest_unit",
    "symbol",
    "unit_named",
    "unknowns_of",
    "year_end",
    "year_start",
]
