"""The pieces of a blank or a range part what it may be, and each can be said in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.model.records import BracketExpr, Choice, ChoiceRecord
from dealcheck.packages.options import Option, Piece, Variable, in_words, magnitude, variable, with_magnitude
from dealcheck.source import Place, Source
from dealcheck.values import Exact, Money, Quantity, Rate, Value, Word

NOWHERE = Place(Source("draft.deal", ""), (0, 0))

NUMBERS = st.one_of(st.integers(0, 40), st.fractions(0, 40, max_denominator=4))


def made(option: Choice, turns: Sequence[Value] | None, type_: str = "rate") -> Variable:
    """The variable of a bracket that is one blank or range."""
    record = ChoiceRecord(0, "bracket", "art1", (option.name,), NOWHERE)
    return variable(record, BracketExpr(0, (option,), type_, NOWHERE), turns)


def blank() -> Choice:
    return Choice((), (), "?", open_value=True)


def span(low: Value, high: Value) -> Choice:
    return Choice((), (), "a range", low=low, high=high, open_value=True)


def holds(piece: Piece, number: Exact) -> bool:
    """Whether a number lies in a piece."""
    if piece.is_point:
        return number == piece.low
    return piece.low < number and (piece.high is None or number < piece.high)


def pieces(found: Variable) -> list[Piece]:
    """The pieces of a variable, which is made of nothing else."""
    kept = [option.piece for option in found.options if option.piece is not None]
    assert len(kept) == len(found.options)
    return kept


def number_of(option: Option) -> Exact:
    """The number that stands for a piece."""
    number = magnitude(option.value)
    assert number is not None
    return number


@given(st.lists(NUMBERS, max_size=6), NUMBERS, NUMBERS, NUMBERS)
def test_the_pieces_of_a_range_part_it(turns: list[Exact], one: Exact, other: Exact, number: Exact) -> None:
    low, high = min(one, other), max(one, other)
    found = made(span(Rate(low), Rate(high)), [Rate(turn) for turn in turns])
    holding = [piece for piece in pieces(found) if holds(piece, number)]
    assert len(holding) == (1 if low <= number <= high else 0)
    for option, piece in zip(found.options, pieces(found), strict=True):
        assert holds(piece, number_of(option))
        assert low <= number_of(option) <= high
    # Each value on which something turns is a piece of its own.
    inside = {turn for turn in turns if low <= turn <= high} | {low, high}
    assert {piece.low for piece in pieces(found) if piece.is_point} == inside


@given(st.lists(NUMBERS, max_size=6), st.fractions(-5, 60, max_denominator=4))
def test_the_pieces_of_a_blank_part_all_that_is_no_less_than_0(turns: list[Exact], number: Fraction) -> None:
    found = made(blank(), [Rate(turn) for turn in turns])
    holding = [piece for piece in pieces(found) if holds(piece, number)]
    assert len(holding) == (1 if number >= 0 else 0)
    assert pieces(found)[-1].high is None


@pytest.mark.parametrize(
    ("low", "high", "turns", "values"),
    [
        (
            Quantity(100, "units"),
            Quantity(300, "units"),
            [Quantity(200, "units")],
            [100, 150, 200, 250, 300],
        ),
        (Money(10, "USD"), Money(20, "USD"), [Money(15, "EUR"), Money(12, "USD")], [10, 11, 12, 16, 20]),
        (Rate(10), Rate(10), [], [10]),
    ],
)
def test_pieces_of_amounts(low: Value, high: Value, turns: list[Value], values: list[int]) -> None:
    found = made(span(low, high), turns, "quantity")
    assert [magnitude(option.value) for option in found.options] == values
    assert all(type(option.value) is type(low) for option in found.options)


def test_a_flow_stays_a_flow() -> None:
    low, high = Quantity(1_000, "units", "year"), Quantity(3_000, "units", "year")
    found = made(span(low, high), [Quantity(500, "units", "quarter")], "quantity")
    assert [option.name for option in found.options][::2] == [
        "1000 units per year",
        "2000 units per year",
        "3000 units per year",
    ]
    assert all(isinstance(option.value, Quantity) and option.value.per for option in found.options)


def test_pieces_of_dates_are_whole_days() -> None:
    start = date(2025, 8, 1)
    found = made(span(start, start + timedelta(3)), [start + timedelta(1)], "date")
    assert [option.value for option in found.options] == [
        start,
        start + timedelta(1),
        start + timedelta(2),
        start + timedelta(3),
    ]
    assert [option.said for option in found.options] == [
        "art1 is 2025-08-01",
        "art1 is 2025-08-02",
        "art1 is after 2025-08-02 and before 2025-08-04",
        "art1 is 2025-08-04",
    ]


def test_a_blank_name_has_a_piece_for_each_that_it_may_be() -> None:
    found = made(blank(), [Word("retailers"), Word("processors"), Word("retailers")], "choice")
    assert [(option.name, option.value) for option in found.options] == [
        ("retailers", Word("retailers")),
        ("processors", Word("processors")),
    ]


def test_a_blank_of_which_nothing_tells_stays_blank() -> None:
    for found in (made(blank(), None), made(blank(), [], "quantity")):
        (option,) = found.options
        assert option.value is None
        assert option.piece is None


@pytest.mark.parametrize(
    ("turns", "said"),
    [
        ([], ["0%", "above 0%"]),
        ([Rate(25)], ["0%", "above 0% and below 25%", "25%", "above 25%"]),
    ],
)
def test_a_blank_in_words(turns: list[Value], said: list[str]) -> None:
    assert [option.name for option in made(blank(), turns).options] == said


@given(st.lists(NUMBERS, min_size=1, max_size=6, unique=True), st.data())
def test_words_of_adjoining_pieces(turns: list[Exact], data: st.DataObject) -> None:
    """What is said of a run of pieces is true of a number just where it lies in one of them."""
    found = pieces(made(blank(), [Rate(turn) for turn in turns]))
    first = data.draw(st.integers(0, len(found) - 1))
    last = data.draw(st.integers(first, len(found) - 1))
    run = found[first : last + 1]
    said = in_words("art1", run, Rate(0), found[0].low, found[-1].high)
    number = data.draw(st.one_of(NUMBERS, st.sampled_from([piece.low for piece in found])))
    assert says(said, number) is any(holds(piece, number) for piece in run), said


def says(said: str, number: Exact) -> bool:
    """Whether words are true of a number of percent."""
    words = said.removeprefix("art1 is ")
    if words == "anything":
        return True
    truths = []
    for part in words.split(" and "):
        *operator, shown = part.split()
        limit = Fraction(shown.removesuffix("%"))
        sign = " ".join(operator)
        truths.append(
            {
                "": number == limit,
                "at least": number >= limit,
                "above": number > limit,
                "at most": number <= limit,
                "below": number < limit,
            }[sign]
        )
    return all(truths)


@given(NUMBERS)
def test_a_value_with_another_number(number: Exact) -> None:
    for value in (Rate(1), Quantity(5, "units", "year"), Money(3, "USD")):
        assert magnitude(with_magnitude(value, number), value) == number
    assert magnitude(Money(3, "USD"), Money(3, "EUR")) is None
    assert magnitude(Rate(1), Money(3, "USD")) is None
    assert magnitude(None) is None
