"""The choices of a draft as variables: what each can come to, and how reports speak of it.

A bracket has its options, an article that one party proposes is taken or dropped, an undated event happens or does
not. A blank or a range has a piece for each value on which a line may turn, and one for each stretch between two.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from attrs import evolve, frozen

from dealcheck.model.records import BracketExpr, Choice, ChoiceRecord
from dealcheck.values import Exact, Money, Quantity, Rate, Unknown, Value, Word, exact, show, symbol

Turn: TypeAlias = Exact
"""A value on which a line may turn: of a rate its percentage, of an amount its number, of a date its ordinal."""


RATES = ("rate", "percent")
"""The types of fields that hold a rate."""


@frozen
class Piece:
    """Values of a blank or a range that no line tells apart: one value, or all strictly between two.

    `low` and `high` are equal for one value; None where there is no bound, which only the greatest can lack.
    """

    low: Turn
    high: Turn | None

    @property
    def is_point(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high


@frozen
class Option:
    """What a choice can come to: an option of the text, with the value taken for a piece of a blank or a range."""

    option: int
    said: str
    name: str
    value: Value | None = None
    piece: Piece | None = None
    blank: bool = False
    """True of a blank that is taken for unknown."""


@frozen(eq=False)
class Variable:
    """A choice with all that it can come to; `sample` is a value of the sort that its pieces are of."""

    record: ChoiceRecord
    options: tuple[Option, ...]
    sample: Value | None = None

    @property
    def name(self) -> str:
        """How reports speak of the choice."""
        return self.record.name


def variable(record: ChoiceRecord, bracket: BracketExpr | None, turns: Iterable[Value] | None) -> Variable:
    """A choice as a variable; `turns` are the values on which some line may turn, None leaves blanks unknown."""
    options: list[Option] = []
    sample: Value | None = None
    for index, name in enumerate(record.options):
        option = bracket.options[index] if bracket is not None and index < len(bracket.options) else None
        if option is None or not option.open_value or turns is None:
            blank = option is not None and option.open_value and option.low is None
            options.append(Option(index, _said(record, option, name), name, blank=blank))
            continue
        found = list(_pieces(record, option, index, turns, bracket is not None and bracket.type in RATES))
        sample = next((each.value for each in found if each.value is not None), None)
        options.extend(found or [Option(index, _said(record, option, name), name)])
    return Variable(record, tuple(options), sample)


def blank_variable(each: Variable, turns: Iterable[Value]) -> Variable:
    """A variable whose blanks are still unknown: as one unknown number, once a value tells of what unit it is."""
    sample = next((value for value in turns if isinstance(value, Quantity | Money)), None)
    if sample is None:
        return each
    number = symbol(Unknown(("choice", each.record.number), label=f"what {each.record.name} leaves open"))
    value = evolve(sample, number=number, per=sample.meaning[2])
    options = [
        evolve(option, value=value) if option.blank and option.value is None else option for option in each.options
    ]
    return evolve(each, options=tuple(options))


def _said(record: ChoiceRecord, option: Choice | None, name: str) -> str:
    """An option in words: `art1 takes the US option (25%)`."""
    if option is not None and option.wanted_by:
        return f"{record.name} takes the {' and '.join(option.wanted_by)} option ({name})"
    if record.sort == "bracket":
        return f"{record.name} is {name}"
    return f"{record.name} {name}" if record.sort == "event" else f"{record.name} is {name}"


# ---- Pieces of a blank or a range ------------------------------------------------------------------------------------


def _pieces(
    record: ChoiceRecord, option: Choice, index: int, turns: Iterable[Value], is_rate: bool
) -> Iterable[Option]:
    """The pieces of a blank or a range between its bounds; names and the like have one for each value."""
    known = list(turns)
    for word in dict.fromkeys(value for value in known if isinstance(value, Word)):
        yield Option(index, f"{record.name} is {word.text}", word.text, word)
    bounds = [value for value in (option.low, option.high) if value is not None]
    sorts = [value for value in (*bounds, Rate(0) if is_rate else None, *known) if value is not None]
    sample = next((value for value in sorts if magnitude(value) is not None), None)
    low, high = magnitude(option.low), magnitude(option.high)
    if sample is None or (low is None and isinstance(sample, date)):
        return
    if low is None:
        low = 0
    edges = sorted({edge for value in (*bounds, *known) if (edge := magnitude(value, sample)) is not None})
    edges = [edge for edge in edges if (low is None or edge >= low) and (high is None or edge <= high)]
    if low is not None and low not in edges:
        edges.insert(0, low)
    for piece in _between(edges, high is None, isinstance(sample, date)):
        value = with_magnitude(sample, _inside(piece, isinstance(sample, date)))
        said = in_words(record.name, (piece,), sample, low, high)
        yield Option(index, said, said.removeprefix(f"{record.name} is "), value, piece)


def _between(edges: Sequence[Turn], open_ended: bool, whole: bool) -> Iterable[Piece]:
    """The pieces between edges; of `whole` numbers, as the ordinals of dates are, there may be none between two."""
    for one, other in pairwise(edges):
        yield Piece(one, one)
        if not whole or other > one + 1:
            yield Piece(one, other)
    if edges:
        yield Piece(edges[-1], edges[-1])
        if open_ended:
            yield Piece(edges[-1], None)


def _inside(piece: Piece, whole: bool) -> Turn:
    """A value of a piece."""
    if piece.high is None or (whole and not piece.is_point):
        return piece.low + 1
    return exact(Fraction(piece.low + piece.high) / 2)


def magnitude(value: Value | None, sample: Value | None = None) -> Turn | None:
    """The number of a value, or its date; None where it has no one number, or is of another sort than `sample`."""
    if isinstance(value, Rate) and not value.specific and isinstance(value.percent, int | Fraction):
        return value.percent if sample is None or isinstance(sample, Rate) else None
    if isinstance(value, Quantity | Money):
        number, of_what, per = value.meaning
        if not isinstance(number, int | Fraction):
            return None
        if sample is None:
            return number
        return number if isinstance(sample, type(value)) and sample.meaning[1:] == (of_what, per) else None
    if isinstance(value, date):
        return value.toordinal() if sample is None or isinstance(sample, date) else None
    # A bare number is one in the unit of the sample.
    return value if isinstance(value, int | Fraction) and not isinstance(sample, date) else None


def with_magnitude(sample: Value, turn: Turn) -> Value:
    """A value like `sample` with another number."""
    if isinstance(sample, date):
        return date.fromordinal(int(turn))
    if isinstance(sample, Rate):
        return Rate(turn)
    if isinstance(sample, Quantity | Money):
        return evolve(sample, number=turn, per=sample.meaning[2])
    return turn


def in_words(name: str, run: Sequence[Piece], sample: Value, low: Turn | None, high: Turn | None) -> str:
    """Adjoining pieces of a choice in words: `art1 is below 25%`, `art1 is at least 10% and below 20%`."""
    first, last = run[0], run[-1]

    def shown(turn: Turn) -> str:
        return show(with_magnitude(sample, turn))

    if first.is_point and first == last:
        return f"{name} is {shown(first.low)}"
    dated = isinstance(sample, date)
    words: list[str] = []
    if not (first.is_point and first.low == low):
        start = shown(first.low)
        if dated:
            words.append(f"{start} or later" if first.is_point else f"after {start}")
        else:
            words.append(f"{'at least' if first.is_point else 'above'} {start}")
    if last.high is not None and not (last.is_point and last.high == high):
        end = shown(last.high)
        if dated:
            words.append(f"{end} or earlier" if last.is_point else f"before {end}")
        else:
            words.append(f"{'at most' if last.is_point else 'below'} {end}")
    return f"{name} is {' and '.join(words)}" if words else f"{name} is anything"


def alike(each: Variable, turns: Iterable[Value]) -> tuple[int, ...] | None:
    """For each option the first that is the same for a sentence which turns only on these values; None where no blank
    or range of numbers is among them.
    """
    sample = each.sample
    if sample is None or isinstance(sample, date):
        return None
    edges = sorted({edge for value in turns if (edge := magnitude(value, sample)) is not None})
    known: dict[object, int] = {}
    found: list[int] = []
    for at, option in enumerate(each.options):
        if option.piece is None:
            found.append(at)
            continue
        low = option.piece.low
        on_edge = option.piece.is_point and low in edges
        # An open piece from an edge lies behind it.
        behind = bisect_left(edges, low) if option.piece.is_point else bisect_right(edges, low)
        found.append(known.setdefault((option.option, on_edge, behind), at))
    return tuple(found)
