"""What holds over time, in steps: of the status quo, of a draft's outcome, of the limit of a line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from attrs import frozen

from dealcheck.limits import DIGITS
from dealcheck.values import UNITS, Exact, Money, Quantity, Rate, Symbolic, exact, unknowns_of
from dealcheck.worlds.states import Held, LeftOpen, NotKnown, choice_of

BEFORE, DRAFT, LIMIT = SORTS = ("before", "draft", "limit")
"""What a track can be of: the status quo, the outcome under the draft, the limit that a line sets."""


@frozen
class Step:
    """What holds from one day to another, both included; None as the last: without end.

    `text` is the value in words; `number` the same in the unit of the timeline, None where it is no single number, as
    what is unknown, open or in another unit.
    """

    since: date
    until: date | None
    text: str
    number: Exact | None = None


@frozen
class Track:
    """The steps of one thing, in the order of time, each ending on the day before the next begins where they touch.

    `who` is `status quo`, `draft` (with the options that lead there, where those differ: `draft, art1: 25%`), or the
    full name of a line. `sense` is the sign by which a limit lets values pass, `<`, `<=`, `=`, `>=` or `>`, and `""`
    for the others; `party` whose limit it is, `""` for the others. Days without a step have no value or no limit.
    """

    who: str
    sort: str
    party: str
    sense: str
    steps: tuple[Step, ...]


@frozen
class Timeline:
    """A contested field of alike points over time: in words what the measure is, and the unit of its numbers.

    `lines` are those that look at just these points and contest what holds there, or whose limit the draft comes near
    by changing it. What other lines allow there is shown as well.
    """

    measure: str
    field: str
    unit: str
    tracks: tuple[Track, ...]
    lines: tuple[str, ...] = ()


@frozen
class Further:
    """So many timelines that are not drawn, contested by these lines."""

    lines: tuple[str, ...]
    count: int


# ---- Numbers ---------------------------------------------------------------------------------------------------------


def unit_of(held: Iterable[Held | None]) -> str:
    """The unit in which values are drawn: that of the first which has one."""
    return next((unit for value in held if value is not None and (unit := _unit(value))), "")


def _unit(value: Held) -> str:
    if isinstance(value, Rate):
        if not value.specific:
            return "%"
        currency, unit = value.specific[0][0]
        return f"{currency}/{unit}" if value.percent == 0 and len(value.specific) == 1 else ""
    if isinstance(value, Quantity):
        number = value.shown if UNITS.get(value.shown) and UNITS[value.shown].base == value.unit else value.unit
        return _per(number, value.meaning[2])
    if isinstance(value, Money):
        return _per(value.currency, value.meaning[2])
    return ""


def _per(unit: str, period: str) -> str:
    return f"{unit} per {period}" if period else unit


def number_in(value: Held | None, unit: str) -> Exact | None:
    """The one number of a value in a unit; None where it has none, or is of another sort."""
    number: object = None
    if isinstance(value, int | Fraction):
        # A bare 0, as in `absent is 0`, is none of anything.
        number = value if not unit or value == 0 else None
    elif isinstance(value, Rate) and not value.specific:
        number = value.percent if unit == "%" or value.percent == 0 else None
    elif isinstance(value, Rate) and value.percent == 0 and len(value.specific) == 1:
        (currency, base), amount = value.specific[0]
        number = amount if unit == f"{currency}/{base}" else None
    elif isinstance(value, Quantity):
        number = _amount(value, unit)
    elif isinstance(value, Money):
        number = value.meaning[0] if unit == _per(value.currency, value.meaning[2]) else None
    if not isinstance(number, int | Fraction) or not _is_short(number):
        return None
    return exact(number)


def _amount(value: Quantity, unit: str) -> object:
    """The number of a quantity in a unit of the same sort."""
    number, base, period = value.meaning
    name = unit.removesuffix(f" per {period}") if period else unit
    known = UNITS.get(name)
    if isinstance(number, Symbolic) or known is None or known.base != base or unit != _per(name, period):
        return None
    return Fraction(number) / Fraction(known.factor)


def _is_short(number: Exact) -> bool:
    """Whether a number can be written out and read again."""
    return bool(max(abs(number.numerator), number.denominator) < 10**DIGITS)


def is_open(held: Held | None) -> bool:
    """Whether a value hangs on what the draft leaves blank, or gives as a range."""
    if isinstance(held, LeftOpen):
        return True
    return any(choice_of(unknown) is not None for number in _symbolic(held) for unknown in unknowns_of(number))


def is_unknown(held: Held | None) -> bool:
    """Whether a value hangs on a number that nobody has given."""
    return isinstance(held, NotKnown) or bool(_symbolic(held))


def _symbolic(held: Held | None) -> list[Symbolic]:
    """The numbers of a value that are not known."""
    numbers: list[object] = [held]
    if isinstance(held, Rate):
        numbers = [held.percent, *(amount for _, amount in held.specific)]
    elif isinstance(held, Quantity | Money):
        numbers = [held.number]
    return [number for number in numbers if isinstance(number, Symbolic)]


def joined(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps in the order of time, those that say the same on adjoining days as one."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        touches = last is not None and last.until is not None and last.until + timedelta(days=1) == step.since
        if last is not None and touches and (last.text, last.number) == (step.text, step.number):
            found[-1] = Step(last.since, step.until, last.text, last.number)
        else:
            found.append(step)
    return tuple(found)
