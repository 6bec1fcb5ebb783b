"""Values in the language's own words: what is read back is the same value, where the language has words for it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from dealcheck.values.amounts import Duration, Money, Points, Quantity, Rate, Value, Word
from dealcheck.values.exact import Exact, decimal_places, exact, is_finite_decimal, over, show_exact, size_of
from dealcheck.values.expressions import Atom, Greatest, Num, Symbolic
from dealcheck.values.facts import CustomsValue
from dealcheck.values.linear import scale
from dealcheck.values.units import SCALES, UNITS, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TEXT_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})

# Units in which an amount per unit is tried, after the base unit, until its decimals end.
_OTHER_UNITS = {"kg": ("lb",), "l": ("gal", "bbl"), "units": ("doz", "gross")}


def show(value: Value) -> str:
    """The value as the language writes it: `8.5% + 6 c/kg`, `100_000 t`, `USD 550 bn`, `2026-01-01`."""
    if isinstance(value, Rate):
        return _show_rate(value)
    if isinstance(value, int | Fraction | Symbolic):
        return show_number(value)
    if isinstance(value, Points):
        return show_number(value.number, _with(" pp"))
    if isinstance(value, Quantity):
        return _show_quantity(value)
    if isinstance(value, Money):
        return _show_money(value)
    if isinstance(value, Duration):
        return f"{show_exact(value.count)} {value.unit}{'' if value.count == 1 else 's'}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Word):
        return value.text
    if isinstance(value, str):
        return f'"{value.translate(_TEXT_ESCAPES)}"'
    return "unlimited"


def _with(unit: str) -> Callable[[Exact], str]:
    return lambda number: show_exact(number) + unit


def _show_rate(rate: Rate) -> str:
    pieces: list[tuple[bool, str]] = []
    if isinstance(rate.percent, Symbolic):
        pieces = _pieces(rate.percent, _with("%"))
    elif rate.percent or not rate.specific:
        pieces = [(rate.percent < 0, show_exact(size_of(rate.percent)) + "%")]
    for (currency, unit), amount in rate.specific:
        if isinstance(amount, Symbolic):
            pieces.append((False, f"({show_number(amount)}) {currency}/{unit}"))
        else:
            pieces.append((amount < 0, show_per_unit(size_of(amount), currency, unit)))
    return _joined(pieces)


def show_per_unit(amount: Exact, currency: str, unit: str) -> str:
    """An amount of money per base unit: `341 JPY/kg`, `6 c/kg`; `31 c/lb` where only a pound gives a finite decimal."""
    if not is_finite_decimal(amount):
        for other in _OTHER_UNITS.get(unit, ()):
            per_other = exact(amount * UNITS[other].factor)
            if is_finite_decimal(per_other):
                amount, unit = per_other, other
                break
    if currency == "USD" and amount < 1:
        return f"{show_exact(exact(amount * 100))} c/{unit}"
    return f"{show_exact(amount)} {currency}/{unit}"


def _show_quantity(quantity: Quantity) -> str:
    known = UNITS.get(quantity.shown)
    if known is None or known.base != quantity.unit:
        known = UNITS[quantity.unit]
    text = show_number(quantity.number, lambda number: _show_in(number, known))
    return f"{text} per {quantity.per}" if quantity.per else text


def _show_in(number: Exact, unit: Unit) -> str:
    in_unit = over(number, unit.factor)
    if not is_finite_decimal(in_unit) and is_finite_decimal(number):
        return f"{show_exact(number)} {unit.base}"
    return f"{show_exact(in_unit)} {unit.name}"


def _show_money(money: Money) -> str:
    text = show_number(money.number, lambda number: _show_amount(number, money.currency))
    return f"{text} per {money.per}" if money.per else text


def _show_amount(number: Exact, currency: str) -> str:
    sign, size = "-" if number < 0 else "", size_of(number)
    for word in ("tn", "bn", "mn"):
        scaled = over(size, SCALES[word])
        # Up to three decimals a scale word reads better than zeros; beyond, the digits themselves do.
        if scaled >= 1 and is_finite_decimal(scaled) and decimal_places(scaled) <= 3:
            return f"{sign}{currency} {show_exact(scaled)} {word}"
    return f"{sign}{currency} {show_exact(size)}"


# ---- Expressions -----------------------------------------------------------------------------------------------------


MOST_NESTED = 8
"""How many `min` and `max` are written inside each other; beyond, nobody reads them."""


def show_number(number: Num, one: Callable[[Exact], str] = show_exact, nested: int = 0) -> str:
    """A number with its unit, which `one` writes; an unknown one in words: `mfn + 25%`, `max(0%, 15% - mfn)`."""
    if not isinstance(number, Symbolic):
        return one(number)
    return _joined(_pieces(number, one, nested))


def _pieces(number: Symbolic, one: Callable[[Exact], str], nested: int = 0) -> list[tuple[bool, str]]:
    """The parts of a sum, each with whether it is taken away; what is added comes first."""
    pieces = [_piece(atom, coefficient, one, nested) for atom, coefficient in number.terms]
    if number.constant:
        pieces.append((number.constant < 0, one(size_of(number.constant))))
    pieces.sort(key=lambda piece: piece[0])
    return pieces


def _piece(atom: Atom, coefficient: Exact, one: Callable[[Exact], str], nested: int) -> tuple[bool, str]:
    is_less, size = coefficient < 0, size_of(coefficient)
    if isinstance(atom, Greatest):
        if is_less and all(_leads_negative(operand) for operand in atom.operands):
            # Less the greatest of negatives is plus the least of what they negate.
            is_less, name = False, _listed("min", [scale(operand, -1) for operand in atom.operands], one, nested)
        else:
            name = _listed("max", atom.operands, one, nested)
    elif isinstance(atom.key, CustomsValue):
        return is_less, show_per_unit(over(size, 100), atom.key.currency, atom.key.unit)
    else:
        name = atom.label
    return is_less, name if size == 1 else f"{show_exact(size)} * {name}"


def _listed(word: str, operands: Sequence[Num], one: Callable[[Exact], str], nested: int) -> str:
    if nested == MOST_NESTED:
        return f"{word}(...)"
    return f"{word}({', '.join(show_number(operand, one, nested + 1) for operand in operands)})"


def _leads_negative(number: Num) -> bool:
    if not isinstance(number, Symbolic):
        return number <= 0
    return all(coefficient < 0 for _, coefficient in number.terms)


def _joined(pieces: list[tuple[bool, str]]) -> str:
    (first_is_less, first), *rest = pieces
    text = f"-{first}" if first_is_less else first
    return text + "".join(f" {'-' if is_less else '+'} {piece}" for is_less, piece in rest)
