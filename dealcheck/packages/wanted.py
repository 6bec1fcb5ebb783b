"""What a choice can come to, set against a text that says which: a party, an option as written, a value, `#2`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from attrs import fields, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.model.arithmetic import ARITHMETIC
from dealcheck.model.choices import HAPPENS, TAKEN
from dealcheck.model.problems import listed
from dealcheck.model.records import Choice, ChoiceRecord, FieldSpec
from dealcheck.model.types import SORT_OF_TYPE, TAKES, fits_rate, sort_of
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from dealcheck.values import (
    UNLIMITED,
    Money,
    Quantity,
    Rate,
    Value,
    ValueFault,
    Word,
    compare,
    describe,
    negate,
    parse_date,
    read_value,
    show,
)

if TYPE_CHECKING:
    from dealcheck.scopes import PartyUniverse

SAID = {"yes": HAPPENS[0], "no": HAPPENS[1], "not taken": TAKEN[1]}
"""Other words for what an event or an article comes to."""


@frozen(eq=False)
class Wanted:
    """A choice with all that is known of its options.

    `written` are the options as they stand in the text and `read` what they mean, for a bracket; `per` is the period of
    an amount that names none; `by` are the parties that want an optional article.
    """

    record: ChoiceRecord
    parties: PartyUniverse
    written: Sequence[ast.Option] = ()
    read: Sequence[Choice] = ()
    spec: FieldSpec | None = None
    per: str = ""
    by: tuple[str, ...] = ()

    @property
    def ways(self) -> tuple[str, ...]:
        """How each option can be said: by a party that wants no other, else as it is written; no value is made up."""
        if self.record.sort != "bracket":
            return self.record.options
        wanting = [party for option in self.read for party in option.wanted_by]
        return tuple(
            next((party for party in option.wanted_by if wanting.count(party) == 1), option.name)
            for option in self.read
            if not option.open_value
        )

    @property
    def options(self) -> str:
        """The options in words: `#1` US (25%), `#2` JP (0%)."""
        said = []
        for at, name in enumerate(self.record.options):
            sides = self.read[at].wanted_by if at < len(self.read) else ()
            said.append(f"#{at + 1} {' and '.join(sides)} ({name})" if sides else f"#{at + 1} {name}")
        return ", ".join(said)


@frozen
class Found:
    """An option of a choice, with the value of a blank or a range and the text that writes it."""

    option: int
    value: Value | None = None
    text: str = ""


@frozen
class Fault:
    """Why a text says no option: the parts of a diagnostic at it."""

    code: str
    headline: str
    label: str
    help: str


Meaning: TypeAlias = "Value | str | tuple[Meaning, ...] | None"
"""What a piece of text says, equal where it says the same."""


def matching(wanted: Wanted, what: str) -> Found | Fault:
    """The option that a text says, or what is wrong with it (DC942, DC943)."""
    if wanted.record.sort != "bracket":
        return _of_two(wanted, what)
    if what.startswith("#"):
        return _by_number(wanted, what)
    content, broken = _read(what)
    found = _as_written(wanted, what, content)
    if found is not None:
        return _closed(wanted, found)
    sides = [at for at, option in enumerate(wanted.read) if _wants(wanted, option.wanted_by, what)]
    if len(sides) > 1:
        return Fault(
            "DC942",
            f"{what} wants {len(sides)} options of `{wanted.record.name}`",
            "which of them?",
            f"the options are {wanted.options}",
        )
    if sides:
        return _closed(wanted, sides[0])
    if any(option.open_value for option in wanted.read):
        return _as_value(wanted, what, content, broken)
    return Fault(
        "DC942",
        f"`{what}` is no option of `{wanted.record.name}`",
        "not among them",
        f"the options are {wanted.options}",
    )


def _of_two(wanted: Wanted, what: str) -> Found | Fault:
    """Whether an event happens, or an article is taken."""
    record = wanted.record
    said = " ".join(what.split())
    if wanted.by and _wants(wanted, wanted.by, said):
        return Found(0)
    if said.startswith("#"):
        return _by_number(wanted, said)
    said = SAID.get(said, said)
    if said in record.options:
        return Found(record.options.index(said))
    sort = "an event" if record.event else "an article"
    return Fault(
        "DC942", f"`{what}` is not what {sort} comes to", "not one of the two", f"write {listed(record.options)}"
    )


def _wants(wanted: Wanted, names: Sequence[str], what: str) -> bool:
    """Whether a text names one of some parties, by whatever name it has."""
    mask = wanted.parties.mask(what)
    return what in names or (mask is not None and any(wanted.parties.mask(name) == mask for name in names))


def _by_number(wanted: Wanted, what: str) -> Found | Fault:
    """`#2`, the second option."""
    digits = what[1:].strip()
    count = len(wanted.record.options)
    if digits.isascii() and digits.isdigit() and len(digits) < 6 and 1 <= int(digits) <= count:
        return _closed(wanted, int(digits) - 1)
    return Fault(
        "DC942",
        f"`{wanted.record.name}` has no option {what}",
        f"there are {count}",
        f"the options are {wanted.options}",
    )


def _closed(wanted: Wanted, at: int) -> Found | Fault:
    """An option, which must not leave its value open."""
    option = wanted.read[at] if at < len(wanted.read) else None
    if option is None or not option.open_value:
        return Found(at)
    within = f"a value within {option.name}" if option.low is not None else "a value"
    return Fault(
        "DC942",
        f"that option of `{wanted.record.name}` leaves its value open",
        "not a value",
        f"give {within} in its place",
    )


# ---- Options as written ----------------------------------------------------------------------------------------------

_HEAD = "deal d { term t: k by US f ["


def _read(what: str) -> tuple[ast.Option | None, Diagnostic | None]:
    """A text as an option of a bracket; None, with the fault where there is one, if it is none."""
    parsed = parse(Source("option", f"{_HEAD}{what}\n] }}"))
    if parsed.diagnostics:
        return None, parsed.diagnostics[0]
    deal = parsed.file.items[0]
    term = deal.items[0] if isinstance(deal, ast.Deal) and len(deal.items) == 1 else None
    measures = term.measures if isinstance(term, ast.Term) else ()
    if len(parsed.file.items) != 1 or len(measures) != 1 or len(measures[0].fields) != 1:
        return None, None
    stage = measures[0].fields[0].stages[0]
    bracket = stage.value if isinstance(stage, ast.Stage) else None
    if not isinstance(bracket, ast.Bracket) or len(bracket.options) != 1:
        return None, None
    return bracket.options[0], None


def _as_written(wanted: Wanted, what: str, content: ast.Option | None) -> int | None:
    """The option that says the same as a text, or reads the same; of several the first that it names the side of."""
    found = [at for at, name in enumerate(wanted.record.options) if name == " ".join(what.split())]
    if not found and content is not None:
        meant = _meanings(content, wanted.per)
        found = [at for at, option in enumerate(wanted.written) if _meanings(option, wanted.per) == meant]
        if content.side is not None:
            side = [name.text for name in content.side.names]
            found = [at for at in found if list(wanted.read[at].wanted_by) == side]
    return found[0] if found else None


def _meanings(option: ast.Option, per: str) -> Meaning:
    return tuple(_meaning(part, per) for part in (*option.stages, option.low, option.high))


def _meaning(part: object, per: str) -> Meaning:
    """What a piece of syntax says, numbers by their value."""
    if isinstance(part, ast.Number):
        value = _number(part, per)
        return part.digits if isinstance(value, ValueFault) else value
    if isinstance(part, ast.Node):
        named = [getattr(part, each.name) for each in fields(type(part)) if each.name != "span"]
        return (type(part).__name__, *(_meaning(each, per) for each in named))
    if isinstance(part, tuple):
        return tuple(_meaning(each, per) for each in part)
    return None if part is None else str(part)


# ---- Values ----------------------------------------------------------------------------------------------------------


def _as_value(wanted: Wanted, what: str, content: ast.Option | None, broken: Diagnostic | None) -> Found | Fault:
    """A value for a blank or a range."""
    name, spec = wanted.record.name, wanted.spec
    lone = content.stages[0] if content is not None and len(content.stages) == 1 else None
    if spec is None or not isinstance(lone, ast.Stage) or lone.since is not None:
        headline = broken.headline if broken is not None else f"`{what}` is no value"
        return Fault("DC943", headline, "not a value", _takes(spec))
    value = _value(lone.value, wanted.per)
    if isinstance(value, ValueFault):
        return Fault("DC943", value.headline, "not a value", value.help)
    if value is None or not _fits(spec, value, what):
        said = f"`{what}` is no value" if value is None else f"`{name}` does not take {describe(value)}"
        return Fault("DC943", said, "does not fit", _takes(spec))
    outside = []
    for at, option in enumerate(wanted.read):
        if option.open_value:
            within = _within(value, option)
            if within is True:
                return Found(at, value, (_HEAD + what)[slice(*lone.span)])
            outside.append(within)
    fault = next((each for each in outside if isinstance(each, ValueFault)), None)
    if fault is not None:
        return Fault("DC943", fault.headline, "does not compare with the bounds", fault.help)
    bounds = " or ".join(option.name for option in wanted.read if option.open_value)
    closed = any(not option.open_value for option in wanted.read)
    rest = f"; the options are {wanted.options}" if closed else ""
    return Fault(
        "DC943",
        f"{show(value)} is outside the bounds of `{name}`",
        f"not within {bounds}",
        f"give a value within {bounds}{rest}",
    )


def _number(number: ast.Number, per: str) -> Value | ValueFault:
    """The value of a number; an amount that names no period is one of `per`."""
    value = read_value(number.digits, number.unit, number.currency, number.scale, number.per)
    if per and not number.per and isinstance(value, Quantity | Money):
        return read_value(number.digits, number.unit, number.currency, number.scale, per)
    return value


def _value(expr: ast.Expression, per: str) -> Value | ValueFault | None:
    """The value that an expression writes out; None where it reads something else."""
    if isinstance(expr, ast.Number):
        return _number(expr, per)
    if isinstance(expr, ast.DateValue):
        return parse_date(expr.text)
    if isinstance(expr, ast.Text):
        return expr.text
    if isinstance(expr, ast.Reference) and expr.kind is None and not expr.keys:
        return UNLIMITED if expr.name.text == "unlimited" else Word(expr.name.text)
    if isinstance(expr, ast.Operation):
        right = _value(expr.right, per)
        if expr.left is None:
            return right if right is None or isinstance(right, ValueFault) else negate(right)
        left = _value(expr.left, per)
        if left is None or right is None:
            return None
        for side in (left, right):
            if isinstance(side, ValueFault):
                return side
        assert not isinstance(left, ValueFault)  # noqa: S101
        assert not isinstance(right, ValueFault)  # noqa: S101
        return ARITHMETIC[expr.operator](left, right)
    return None


def _takes(spec: FieldSpec | None) -> str:
    if spec is None:
        return ""
    return f"write one of {listed(spec.choices)}" if spec.type == "choice" else f"write {TAKES[spec.type]}"


def _fits(spec: FieldSpec, value: Value, what: str) -> bool:
    """Whether a field takes a value."""
    if isinstance(value, Word):
        return value.text in spec.choices if spec.type == "choice" else spec.type == "name"
    if isinstance(value, Rate):
        return SORT_OF_TYPE[spec.type] == "rate" and fits_rate(spec, value, what) and not _negative(value)
    sort = SORT_OF_TYPE[spec.type]
    if value is UNLIMITED or (value == 0 and sort in ("quantity", "money") and isinstance(value, int)):
        return sort in ("quantity", "money")
    return sort_of(value) == sort and not _negative(value)


def _negative(value: Value) -> bool:
    zero: Value | None = None
    if isinstance(value, Rate):
        zero = Rate(0)
    elif isinstance(value, Quantity):
        zero = Quantity(0, value.unit, value.per)
    elif isinstance(value, Money):
        zero = Money(0, value.currency, value.per)
    if zero is None:
        return False
    found = compare(value, "<", zero)
    return not isinstance(found, ValueFault) and found.truth is True


def _within(value: Value, option: Choice) -> bool | ValueFault:
    """Whether a value lies within the bounds of a range; a blank has none."""
    for bound, operator in ((option.low, ">="), (option.high, "<=")):
        if bound is not None:
            found = compare(value, operator, bound)
            if isinstance(found, ValueFault):
                return found
            if found.truth is not True:
                return False
    return True
