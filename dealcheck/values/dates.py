"""Dates of the calendar, and what lies so many days, months or years after them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from dealcheck.values.amounts import DURATION_UNITS


def parse_date(text: str) -> date | None:
    """The date that `2026-02-28` writes, or None where the calendar has none such."""
    parts = _parts(text)
    if parts is None:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def _parts(text: str) -> tuple[int, int, int] | None:
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    year, month, day = text[:4], text[5:7], text[8:]
    if not (year.isdigit() and month.isdigit() and day.isdigit()):
        return None
    return int(year), int(month), int(day)


def explain_bad_date(text: str) -> str:
    """Why the text is no date: `February 2026 has 28 days`."""
    parts = _parts(text)
    if parts is None:
        return "a date is written year-month-day, as in 2026-01-31"
    year, month, day = parts
    if year == 0:
        return "there is no year 0"
    if not 1 <= month <= 12:
        return f"there is no month {month}; a date is written year-month-day"
    if day == 0:
        return "there is no day 0"
    return f"{calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]} days"


def add_duration(day: date, count: int, unit: str) -> date | None:
    """The date so many days, weeks, months, quarters or years later (earlier, if negative); None beyond the calendar.

    A month that is too short ends it: one month after 31 January is the last day of February.
    """
    factor, base = DURATION_UNITS[unit]
    if base == "day":
        try:
            return day + timedelta(days=count * factor)
        except OverflowError:
            return None
    year, month = divmod(day.year * 12 + day.month - 1 + count * factor, 12)
    if not 1 <= year <= 9999:
        return None
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def next_day(day: date) -> date:
    """The day after; the calendar's last day stays."""
    return date.max if day == date.max else day + timedelta(days=1)


def previous_day(day: date) -> date:
    """The day before; the calendar's first day stays."""
    return date.min if day == date.min else day - timedelta(days=1)


def first_of_month(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def first_of_next_month(day: date) -> date:
    """The first day of the next month; in the calendar's last month, its last day."""
    return add_duration(first_of_month(day), 1, "month") or date.max


def year_start(day: date) -> date:
    """The first day of the year."""
    return date(day.year, 1, 1)


def year_end(day: date) -> date:
    """The last day of the year."""
    return date(day.year, 12, 31)


def first_of_next_year(day: date) -> date:
    """The first day of the next year; in the calendar's last year, its last day."""
    return date.max if day.year == 9999 else date(day.year + 1, 1, 1)
