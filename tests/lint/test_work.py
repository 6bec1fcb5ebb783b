"""What is read once, however many lines ask for it: counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.lint.rules import mfn_above_the_ceiling as ceiling
from dealcheck.lint.standing import rates_by_goods
from dealcheck.values import Rate
from tests.lint.samples import linted, told


def rows_read(lines: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """The rows of the schedule that are read for so many ceilings on one scope, none of which mfn breaks."""
    read: list[object] = []

    def counted(*arguments: Any) -> Iterator[object]:
        for each in rates_by_goods(*arguments):
            read.append(each)
            yield each

    monkeypatch.setattr(ceiling, "rates_by_goods", counted)
    said = (f"red line l{at}: every duty by US from JP on hs 87 must have rate <= {60 + at}%\n" for at in range(lines))
    text = f'use "trade"\nuse "goods"\nuse "baseline/2025-07-01"\npolicy JP {{\n{"".join(said)}}}\n'
    assert not told(linted(text, "DC417"))
    return len(read)


def test_many_ceilings_on_one_scope_read_its_schedule_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = rows_read(1, monkeypatch)
    assert one > 100
    assert rows_read(20, monkeypatch) == one


@given(st.lists(st.integers(0, 9)), st.lists(st.tuples(st.integers(0, 9), st.booleans())))
def test_the_first_rate_above_a_limit(percents: list[int], asked: list[tuple[int, bool]]) -> None:
    rises = ceiling._Rises(((at, at + 1), Rate(percent)) for at, percent in enumerate(percents))
    for limit, or_at in asked:
        found = rises.above(limit, or_at=or_at)
        plain = (at for at, percent in enumerate(percents) if percent > limit or (or_at and percent == limit))
        assert (None if found is None else found[0][0]) == next(plain, None)
