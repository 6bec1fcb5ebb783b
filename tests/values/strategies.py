"""Values for Hypothesis, and numbers that hold unknowns together with ways to work them out."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from dealcheck.values import Duration, Exact, Money, Num, Points, Quantity, Rate, Unknown, Word, rate_of, symbol
from dealcheck.values import symbolic as sym
from dealcheck.values.exact import exact
from dealcheck.values.units import PERIODS, UNITS

decimals: st.SearchStrategy[Exact] = st.builds(
    lambda number, places: exact(Fraction(number, 10**places)), st.integers(0, 10**9), st.integers(0, 6)
)
"""Numbers that a text can write."""

exacts: st.SearchStrategy[Exact] = st.one_of(
    st.integers(-1000, 1000), st.fractions(-1000, 1000, max_denominator=60).map(exact)
)

currencies = st.sampled_from(["USD", "JPY", "EUR"])
percentages = decimals.map(Rate)
part_keys = st.tuples(currencies, st.sampled_from(sorted({unit.base for unit in UNITS.values()})))
rates = st.builds(rate_of, decimals, st.dictionaries(part_keys, decimals, max_size=2))
periods = st.sampled_from(["", *PERIODS])
quantities = st.builds(
    lambda number, unit, per: Quantity(exact(number * unit.factor), unit.base, per, unit.name),
    decimals,
    st.sampled_from(list(UNITS.values())),
    periods,
)
money = st.builds(Money, decimals, currencies, periods)
durations = st.builds(Duration, st.integers(0, 10_000), st.sampled_from(PERIODS))
texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)

written_values = st.one_of(decimals, rates, decimals.map(Points), quantities, money, durations, st.dates(), texts)
"""Values that a text can write as one literal or a sum of them."""

any_values = st.one_of(written_values, exacts, st.just(Word("keep")))

# ---- Unknown numbers -------------------------------------------------------------------------------------------------

UNKNOWNS = (
    Unknown("a", label="a"),
    Unknown("b", low=0, low_open=True, label="b"),
    Unknown("c", low=-2, high=3, label="c"),
    Unknown("d", low=None, high=5, high_open=True, label="d"),
)

Assignment = dict[Unknown, Exact]

small = st.integers(-6, 6)

numbers: st.SearchStrategy[Num] = st.recursive(
    st.one_of(small, st.sampled_from(UNKNOWNS).map(symbol)),
    lambda inner: st.one_of(
        st.builds(sym.add, inner, inner),
        st.builds(sym.subtract, inner, inner),
        st.builds(sym.scale, inner, st.sampled_from([-2, -1, Fraction(1, 2), 3])),
        st.builds(sym.maximum, inner, inner),
        st.builds(sym.minimum, inner, inner),
    ),
    max_leaves=7,
)


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    """A value for each of UNKNOWNS, within its bounds."""
    grid = st.integers(0, 60).map(lambda number: exact(Fraction(number, 4)))
    return {
        UNKNOWNS[0]: draw(grid),
        UNKNOWNS[1]: exact(draw(grid) + Fraction(1, 8)),
        UNKNOWNS[2]: exact(Fraction(draw(st.integers(-8, 12)), 4)),
        UNKNOWNS[3]: exact(5 - draw(grid) - Fraction(1, 8)),
    }


def worked_out(number: Num, values: Assignment) -> Exact:
    """The number under an assignment, by its own rules and not by `substitute`."""
    if not isinstance(number, sym.Symbolic):
        return number
    total: Exact = number.constant
    for atom, coefficient in number.terms:
        if isinstance(atom, Unknown):
            assert atom in values
            total += coefficient * values[atom]
        else:
            total += coefficient * max(worked_out(operand, values) for operand in atom.operands)
    return exact(total)
