"""Dates: read, explained, and moved along the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.values import (
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


@given(st.dates())
def test_dates_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026-02-29", "February 2026 has 28 days"),
        ("2024-02-30", "February 2024 has 29 days"),
        ("2025-06-31", "June 2025 has 30 days"),
        ("2025-13-01", "there is no month 13; a date is written year-month-day"),
        ("2025-00-01", "there is no month 0; a date is written year-month-day"),
        ("2025-01-00", "there is no day 0"),
        ("0000-01-01", "there is no year 0"),
        ("20250101", "a date is written year-month-day, as in 2026-01-31"),
        ("2025-W01-1", "a date is written year-month-day, as in 2026-01-31"),
        ("٢٠٢٥-01-01", "a date is written year-month-day, as in 2026-01-31"),
        ("2025-1a-01", "a date is written year-month-day, as in 2026-01-31"),
    ],
)
def test_bad_dates(text: str, reason: str) -> None:
    assert parse_date(text) is None
    assert explain_bad_date(text) == reason


@pytest.mark.parametrize(
    ("day", "count", "unit", "result"),
    [
        ("2025-01-31", 1, "month", "2025-02-28"),
        ("2024-02-29", 1, "year", "2025-02-28"),
        ("2025-01-31", -1, "month", "2024-12-31"),
        ("2025-11-30", 1, "quarter", "2026-02-28"),
        ("2025-12-31", 90, "day", "2026-03-31"),
        ("2025-12-31", 2, "week", "2026-01-14"),
        ("2025-12-31", 0, "month", "2025-12-31"),
        ("9999-12-31", 1, "day", None),
        ("9999-12-31", 1, "month", None),
        ("0001-01-01", -1, "year", None),
        ("2025-01-01", 10**30, "day", None),
        ("2025-01-01", 10**30, "year", None),
    ],
)
def test_durations(day: str, count: int, unit: str, result: str | None) -> None:
    assert add_duration(date.fromisoformat(day), count, unit) == (result and date.fromisoformat(result))


@given(st.dates(), st.integers(-500, 500))
def test_months_are_months(day: date, count: int) -> None:
    moved = add_duration(day, count, "month")
    if moved is not None:
        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
        assert moved.day == day.day or (moved.day < day.day and next_day(moved).day == 1)


@given(st.dates())
def test_neighbours(day: date) -> None:
    assert previous_day(next_day(day)) == day or day == date.max
    assert next_day(previous_day(day)) == day or day == date.min
    assert first_of_month(day) <= day <= first_of_next_month(day)
    assert year_start(day) <= day <= year_end(day) <= first_of_next_year(day)
    assert previous_day(first_of_next_month(day)).month == day.month


def test_the_ends_of_the_calendar_stay() -> None:
    assert next_day(date.max) == first_of_next_month(date.max) == first_of_next_year(date.max) == date.max
    assert previous_day(date.min) == date.min
    assert next_day(date(2025, 2, 28)) - date(2025, 2, 28) == timedelta(days=1)
