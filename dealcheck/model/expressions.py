"""From the expressions of a text to typed expressions of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define

from dealcheck.model.arithmetic import all_in, function, operation
from dealcheck.model.brackets import read_bracket
from dealcheck.model.moments import DEAL_DATES
from dealcheck.model.problems import listed, meant
from dealcheck.model.records import FactRef, FieldSpec, Kind, Literal
from dealcheck.model.references import read_reference
from dealcheck.model.types import (
    ANY_SORT,
    CONDITION,
    CONSTANT,
    DATES,
    MEASURE,
    SORT_OF_TYPE,
    Typed,
    check_choice,
    report_fault,
    sort_of,
)
from dealcheck.syntax import ast
from dealcheck.values import (
    UNLIMITED,
    Value,
    ValueFault,
    Word,
    read_value,
)

if TYPE_CHECKING:
    from dealcheck.model.names import Here
    from dealcheck.source import Place


@define(eq=False)
class Formula:
    """Reads the expressions of one measure or condition.

    `kind` is the one whose fields are read where none is named; `author` are the parties of its key `by`; `name` is how
    reports speak of a choice that stands here; `per` is the period of every amount in it that names none; `reads_old`
    tells whether anything read so far uses what was.
    """

    here: Here
    role: str
    kind: Kind | None = None
    author: int = 0
    name: str = ""
    per: str = ""
    reads_old: bool = False

    def place(self, node: ast.Node) -> Place:
        """The place of a node."""
        return self.here.place(node)

    def read(self, expr: ast.Expression, want: FieldSpec | None = None) -> Typed | None:
        """The expression with its sort; `want` is the field that it is for. None after an error."""
        if isinstance(expr, ast.Number):
            value = read_value(expr.digits, expr.unit, expr.currency, expr.scale, expr.per or self.per)
            return self.literal(value, self.place(expr))
        if isinstance(expr, ast.Reference):
            if expr.kind is None and not expr.keys:
                return self._bare(expr, want)
            return read_reference(self, expr, self.place(expr))
        if isinstance(expr, ast.Operation):
            return operation(self, expr, want)
        if isinstance(expr, ast.DateValue):
            day = self.here.date(expr)
            return None if day is None else self.literal(day, self.place(expr))
        if isinstance(expr, ast.Text):
            return self.literal(expr.text, self.place(expr))
        if isinstance(expr, ast.Old):
            return self._old(expr)
        if isinstance(expr, ast.Extreme):
            return read_reference(self, expr.reference, self.place(expr), extreme=expr.word)
        if isinstance(expr, ast.Bracket):
            return read_bracket(self, expr, want)
        if isinstance(expr, ast.AllIn):
            return all_in(self, expr, want)
        return function(self, expr, want)

    def literal(self, value: Value | ValueFault, place: Place) -> Typed | None:
        """A value at its place; None after an error where there is none."""
        if isinstance(value, ValueFault):
            report_fault(self.here, value, place)
            return None
        return Typed(Literal(value, place), sort_of(value), value)

    # ---- Names -------------------------------------------------------------------------------------------------------

    def _bare(self, expr: ast.Reference, want: FieldSpec | None) -> Typed | None:
        """A name that stands alone: a choice of the field it is for, a field, or a fact."""
        name = expr.name.text
        own = self.kind.fields if self.kind is not None and self.role in (MEASURE, CONDITION) else {}
        if name == "unlimited" and (want is None or SORT_OF_TYPE[want.type] in ("quantity", "money")):
            return self.literal(UNLIMITED, self.place(expr))
        if want is not None and SORT_OF_TYPE[want.type] == "word":
            is_free = want.type == "name" and (self.role == MEASURE or name not in own)
            if name in want.choices or is_free:
                return self.literal(Word(name), self.place(expr))
            if want.type == "choice" and name not in own:
                check_choice(self.here, want, name, self.place(expr))
                return None
        if name in own:
            if self.role == CONDITION:
                return read_reference(self, expr, self.place(expr))
            self.here.problems.error(
                "DC317",
                f"`{name}` alone is not a value",
                self.place(expr),
                "which one?",
                f"write `old {name}` for what it was",
            )
            return None
        if name in DEAL_DATES and self.role != CONSTANT:
            return Typed(FactRef(name, self.place(expr)), "date")
        return self._fact(expr, own, want)

    def _fact(self, expr: ast.Reference, fields: dict[str, FieldSpec], want: FieldSpec | None) -> Typed | None:
        here, name = self.here, expr.name.text
        seen = here.names.find("fact", name, here.unit) is not None
        if seen and self.role != CONSTANT:
            sample = here.words.facts.get(name)
            return Typed(FactRef(name, self.place(expr)), ANY_SORT if sample is None else sort_of(sample), sample)
        known = [*fields, *here.names.seen("fact", here.unit)]
        if self.role == DATES:
            known.extend(DEAL_DATES)
        if self.role == CONDITION and self.kind is not None:
            advice = meant(name, known, f"the fields of {self.kind.name} are {listed(fields)}" if fields else "")
            here.problems.error(
                "DC302", f"`{self.kind.name}` has no field `{name}`", self.place(expr), "not a field or a fact", advice
            )
        else:
            self.here.problems.error(
                "DC207",
                f"`{name}` is not a value or a fact that is known here",
                self.place(expr),
                "not known",
                meant(name, known, f"write a value, or declare a fact: `fact {name} = ...`"),
            )
        return None

    def _old(self, expr: ast.Old) -> Typed | None:
        if self.role in (CONSTANT, DATES):
            self.here.problems.error(
                "DC222", "`old` has no meaning here", self.place(expr), "nothing to read", "write the value itself"
            )
            return None
        self.reads_old = True
        return read_reference(self, expr.reference, self.place(expr), old=True)
