"""Scopes as an algebra: the laws of sets, and codes as the intervals they stand for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dealcheck.scopes import EVERYTHING, IntervalSet, PartyUniverse, code_interval, dotted_code

SETS = st.sets(st.integers(0, 30)).map(lambda found: IntervalSet.of((at, at + 1) for at in found))


def elements(found: IntervalSet) -> set[int]:
    """Every element of a set, one by one."""
    return {element for low, high in found for element in range(low, high)}


@given(SETS, SETS)
def test_union_meet_and_difference_are_those_of_sets(one: IntervalSet, other: IntervalSet) -> None:
    assert elements(one | other) == elements(one) | elements(other)
    assert elements(one & other) == elements(one) & elements(other)
    assert elements(one - other) == elements(one) - elements(other)
    assert (one <= other) == (elements(one) <= elements(other))
    assert (one < other) == (elements(one) < elements(other))
    assert all((element in one) == (element in elements(one)) for element in range(32))


@given(SETS, SETS)
def test_equal_sets_are_equal_records(one: IntervalSet, other: IntervalSet) -> None:
    assert (one == other) == (elements(one) == elements(other))
    assert (one - other) | (one & other) == one


def test_a_code_holds_the_lines_that_begin_with_it() -> None:
    assert code_interval("87") == (8700000000, 8800000000)
    assert IntervalSet.codes(["8703800010"]) <= IntervalSet.codes(["87"])
    assert IntervalSet.codes(["01"]) | IntervalSet.codes(["02"]) == IntervalSet.of([(100000000, 300000000)])
    assert IntervalSet.codes(["8703"]) <= EVERYTHING


def test_codes_are_dotted_as_in_a_schedule() -> None:
    assert [dotted_code(code) for code in ("87", "8703", "870380", "87038000", "8703800010")] == [
        "87",
        "8703",
        "8703.80",
        "8703.80.00",
        "8703.80.00.10",
    ]


def test_parties_are_named_in_the_fewest_words() -> None:
    names = ("US", "JP", "FR", "DE", "IT", "KR", "CA", "MX")
    bits = {name: 1 << at for at, name in enumerate(names)}
    parties = PartyUniverse(names, bits, {"EU": bits["FR"] | bits["DE"] | bits["IT"]})
    assert parties.in_words(parties.everyone) == "everyone"
    assert parties.in_words(bits["JP"] | bits["FR"] | bits["DE"] | bits["IT"]) == "EU | JP"
    assert parties.in_words(parties.everyone & ~bits["US"]) == "everyone - US"
    assert parties.in_words(bits["FR"]) == "FR"
