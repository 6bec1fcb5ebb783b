"""Tells which dates exist."""

from __future__ import annotations

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date_fault(text: str) -> tuple[str, str] | None:
    """What is wrong with a date written YYYY-MM-DD and what to write instead; None where it exists."""
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    if 1 <= month <= 12:
        if 1 <= day <= 28 and year:
            return None
        last = _DAYS[month - 1] + (month == 2 and _is_leap(year))
        if not year:
            return "there is no year 0", "write the year in full, as in 2026"
        if 1 <= day <= last:
            return None
        return (
            f"{_MONTHS[month - 1]} {year} has {last} days",
            f"write {text[:8]}{last if day else '01'}, or another day",
        )
    if 1 <= day <= 12 and 1 <= month <= 31:
        return f"{month} is no month", f"the month comes before the day: {text[:4]}-{day:02}-{month:02}"
    return f"{month:02} is no month", "months run from 01 to 12, as in 2026-01-31"


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
