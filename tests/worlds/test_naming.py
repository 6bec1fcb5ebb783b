"""Sets of goods in words and codes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dealcheck.scopes import IntervalSet
from dealcheck.worlds.naming import codes_in


@given(st.lists(st.from_regex(r"\A(?:[0-9]{2}){1,5}\Z"), min_size=1, max_size=4))
def test_a_set_of_codes_comes_back_as_codes(codes: list[str]) -> None:
    found = IntervalSet.codes(codes)
    written = [code for low, high in found for code in codes_in(low, high, IntervalSet())]
    assert IntervalSet.codes(written) == found


def test_codes_that_no_schedule_uses_are_not_named() -> None:
    (start, _), (_, end) = (IntervalSet.codes([code]).intervals[0] for code in ("870310", "870322"))
    rows = IntervalSet.codes(["87031010", "87031050", "87032101", "87032201", "87032205"])
    gaps = IntervalSet(((start, end),)) - rows
    assert list(codes_in(start, end, gaps)) == ["870310", "870321", "870322"]
    first = IntervalSet.codes(["87032201"]).intervals[0][0]
    last = IntervalSet.codes(["87032205"]).intervals[0][0]
    assert list(codes_in(first, last, gaps)) == ["87032201"]
    assert list(codes_in(start, last, gaps)) == ["870310", "870321", "87032201"]
    assert list(codes_in(start, end, IntervalSet())) == [f"8703{at}" for at in range(10, 23)]
