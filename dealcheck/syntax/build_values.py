"""Builds names, texts, moments, scopes and values."""

# ruff: noqa: D102 - a method makes the node of the rule that it is named after

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dealcheck import limits
from dealcheck.source import Source, Span
from dealcheck.syntax import ast
from dealcheck.syntax.calendar import date_fault
from dealcheck.syntax.faults import Faults
from dealcheck.syntax.lexing import Tokens

Children = Sequence[Any]

_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {'"': '"', "\\": "\\", "n": "\n", "t": "\t"}


class ValueBuilder:
    """What the rest of the tree is made of. Kept tokens come as their index in `tokens`."""

    def __init__(self, source: Source, tokens: Tokens, faults: Faults) -> None:
        self.file = source
        self.texts = tokens.texts
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.faults = faults
        self.operators = 0
        """Operators and the like in the statement at hand, each of which may make its tree one node deeper."""

    def is_shallow(self, place: Span) -> bool:
        """Counts one more operator; False, with the fault noted, where the statement has too many to be kept."""
        self.operators += 1
        if self.operators == limits.OPERATORS + 1:
            self.faults.add(
                "DC113",
                f"a statement has more than {limits.OPERATORS} operators",
                place,
                help="name a part of it with `product`, `group` or `fact`, and use the name",
            )
        return self.operators <= limits.OPERATORS

    # ---- Tokens ----------------------------------------------------------------------------------------------------

    def place(self, index: int) -> Span:
        """The span of a token."""
        return self.starts[index], self.ends[index]

    def name(self, index: int) -> ast.Name:
        """The name that a token writes."""
        return ast.Name((self.starts[index], self.ends[index]), self.texts[index])

    def string(self, index: int) -> ast.Text:
        """The text between a token's quotation marks."""
        written = self.texts[index][1:-1]
        span = (self.starts[index], self.ends[index])
        return ast.Text(span, self.unescaped(written, span[0] + 1) if "\\" in written else written)

    def unescaped(self, written: str, begin: int) -> str:
        """A text with its escapes resolved; one that does not exist is a fault."""

        def resolved(match: re.Match[str]) -> str:
            letter = _ESCAPES.get(match[1])
            if letter is None:
                self.faults.add(
                    "DC109",
                    f"`{match[0]}` is no escape",
                    (begin + match.start(), begin + match.end()),
                    help='write `\\\\` for a backslash; the others are `\\"`, `\\n` and `\\t`',
                )
                return match[1]
            return letter

        return _ESCAPE.sub(resolved, written)

    def digits(self, index: int) -> str:
        """The digits that a number token writes, without underscores."""
        return self.texts[index].replace("_", "")

    def date_text(self, index: int) -> str:
        """The date that a token writes; one that the calendar lacks is a fault."""
        text = self.texts[index]
        fault = date_fault(text)
        if fault:
            self.faults.add("DC108", f"there is no {text}", self.place(index), label=fault[0], help=fault[1])
        return text

    def date_moment(self, index: int) -> ast.DateMoment:
        """The date that a token writes, as a moment."""
        return ast.DateMoment(self.place(index), self.date_text(index))

    def name_or_string(self, index: int) -> ast.Name | ast.Text:
        """What a token writes, in quotation marks or not."""
        return self.string(index) if self.texts[index][0] == '"' else self.name(index)

    def named(self, children: Children) -> tuple[ast.Name, ast.Text | None, Sequence[Any]]:
        """The name at the head of a declaration, its label if it has one, and the other children."""
        if len(children) > 1 and isinstance(children[1], int) and self.texts[children[1]][0] == '"':
            return self.name(children[0]), self.string(children[1]), children[2:]
        return self.name(children[0]), None, children[1:]

    def repeated(self, word: str, span: Span) -> None:
        """Notes that a part stands twice where it may stand once."""
        self.faults.add("DC117", f"`{word}` stands twice", span, help="keep one of them")

    # ---- Moments ---------------------------------------------------------------------------------------------------

    def date(self, children: Children, span: Span) -> ast.DateMoment:
        return self.date_moment(children[0])

    def moment_name(self, children: Children, span: Span) -> ast.NamedMoment:
        return ast.NamedMoment(span, self.name(children[0]))

    day_of = moment_name

    def after_moment(self, children: Children, span: Span) -> ast.Moment:
        count, unit, moment = children
        kept: ast.Moment = moment
        return ast.AfterMoment(span, self.digits(count), self.texts[unit], kept) if self.is_shallow(span) else kept

    def first_of_month(self, children: Children, span: Span) -> ast.Moment:
        moment: ast.Moment = children[0]
        return ast.FirstOfMonth(span, moment) if self.is_shallow(span) else moment

    # ---- Scopes ----------------------------------------------------------------------------------------------------

    def scope_of(self, sign: str, children: Children, span: Span) -> ast.Scope:
        """Two scopes joined by a sign; the right one alone where the statement goes too deep."""
        left, right = children
        kept: ast.Scope = right
        return ast.ScopeOperation(span, sign, left, right) if self.is_shallow(right.span) else kept

    def scope_union(self, children: Children, span: Span) -> ast.Scope:
        return self.scope_of("|", children, span)

    def scope_both(self, children: Children, span: Span) -> ast.Scope:
        return self.scope_of("&", children, span)

    def scope_less(self, children: Children, span: Span) -> ast.Scope:
        return self.scope_of("-", children, span)

    def scope_name(self, children: Children, span: Span) -> ast.ScopeName:
        return ast.ScopeName(span, children[0].text)

    def scope_codes(self, children: Children, span: Span) -> ast.Codes:
        # The commas between codes are kept as tokens.
        return ast.Codes(span, tuple(child for child in children if not isinstance(child, int)))

    def scope_table(self, children: Children, span: Span) -> ast.TableScope:
        return ast.TableScope(span, self.string(children[0]), self.name_or_string(children[1]))

    def code(self, children: Children, span: Span) -> ast.CodeRange:
        first = self.code_digits(children[0])
        last = self.code_digits(children[1]) if len(children) > 1 else first
        if len(children) > 1:
            if len(first) != len(last):
                self.faults.add(
                    "DC116",
                    "the two ends of a range of codes must be equally long",
                    span,
                    label=f"{len(first)} digits and {len(last)} digits",
                    help="write both ends to the same digit, as in `hs 8407.31 .. 8407.34`",
                )
            elif first > last:
                self.faults.add(
                    "DC116",
                    "this range of codes runs backwards",
                    span,
                    help=f"write the lower code first: `hs {self.texts[children[1]]} .. {self.texts[children[0]]}`",
                )
        return ast.CodeRange(span, first, last)

    def code_digits(self, index: int) -> str:
        """The digits of a code; one that is no heading, subheading or line is a fault."""
        digits = self.texts[index].replace(".", "").replace("_", "")
        if len(digits) not in (2, 4, 6, 8, 10):
            self.faults.add(
                "DC115",
                f"an HS code has 2, 4, 6, 8 or 10 digits, and this one has {len(digits)}",
                self.place(index),
                help="write a chapter (87), heading (8703), subheading (8703.80) or line (8703.80.00, 8703.80.00.10)",
            )
        return digits

    def dotted(self, children: Children, span: Span) -> ast.Dotted:
        texts = self.texts
        return ast.Dotted(span, texts[children[0]] if len(children) == 1 else ".".join([texts[i] for i in children]))

    # ---- Values ----------------------------------------------------------------------------------------------------

    def operation(self, sign: str, left: Any, right: Any, span: Span) -> ast.Expression:
        """Two values joined by a sign, or one behind it; the right one alone where the statement goes too deep."""
        kept: ast.Expression = right
        return ast.Operation(span, sign, left, right) if self.is_shallow(right.span) else kept

    def add(self, children: Children, span: Span) -> ast.Expression:
        return self.operation("+", children[0], children[1], span)

    def subtract(self, children: Children, span: Span) -> ast.Expression:
        return self.operation("-", children[0], children[1], span)

    def multiply(self, children: Children, span: Span) -> ast.Expression:
        return self.operation("*", children[0], children[1], span)

    def divide(self, children: Children, span: Span) -> ast.Expression:
        return self.operation("/", children[0], children[1], span)

    def negative(self, children: Children, span: Span) -> ast.Expression:
        return self.operation("-", None, children[0], span)

    def plain_number(self, children: Children, span: Span) -> ast.Number:
        return ast.Number(span, self.value_digits(children[0]))

    def percent(self, children: Children, span: Span) -> ast.Number:
        return ast.Number(span, self.value_digits(children[0]), "%")

    def points(self, children: Children, span: Span) -> ast.Number:
        return ast.Number(span, self.value_digits(children[0]), "pp")

    def quantity(self, children: Children, span: Span) -> ast.Number:
        digits, *words = children
        per = words.pop() if isinstance(words[-1], str) else ""
        scale = self.texts[words[0]] if len(words) > 1 else ""
        return ast.Number(span, self.value_digits(digits), self.texts[words[-1]], "", scale, per)

    def scaled(self, children: Children, span: Span) -> ast.Number:
        per = children[2] if len(children) > 2 else ""
        return ast.Number(span, self.value_digits(children[0]), "", "", self.texts[children[1]], per)

    def specific(self, children: Children, span: Span) -> ast.Number:
        return ast.Number(span, self.value_digits(children[0]), self.texts[children[1]])

    def money(self, children: Children, span: Span) -> ast.Number:
        currency, digits, *words = children
        per = words.pop() if words and isinstance(words[-1], str) else ""
        scale = self.texts[words[0]] if words else ""
        return ast.Number(span, self.value_digits(digits), "", self.texts[currency], scale, per)

    def price(self, children: Children, span: Span) -> ast.Number:
        currency, digits, *words = children
        scale = self.texts[words[0]] if len(words) > 1 else ""
        return ast.Number(span, self.value_digits(digits), self.texts[currency] + self.texts[words[-1]], "", scale)

    def value_digits(self, index: int) -> str:
        """The digits of a number that is a value: it has one decimal point at most."""
        text = self.texts[index]
        if text.count(".") > 1:
            self.faults.add(
                "DC107",
                "a number has one decimal point at most",
                self.place(index),
                help=f"group digits with underscores: `{text.replace('.', '_')}`; an HS code stands after `hs`",
            )
        return text.replace("_", "")

    def per(self, children: Children, span: Span) -> str:
        return self.texts[children[0]]

    def date_value(self, children: Children, span: Span) -> ast.DateValue:
        return ast.DateValue(span, self.date_text(children[0]))

    def text(self, children: Children, span: Span) -> ast.Text:
        return self.string(children[0])

    def parenthesis(self, children: Children, span: Span) -> ast.Expression:
        inner: ast.Expression = children[0]
        return inner

    def old(self, children: Children, span: Span) -> ast.Old:
        return ast.Old(span, children[0])

    def lowest(self, children: Children, span: Span) -> ast.Extreme:
        return ast.Extreme(span, "lowest", children[0])

    def highest(self, children: Children, span: Span) -> ast.Extreme:
        return ast.Extreme(span, "highest", children[0])

    def function(self, name: str, children: Children, span: Span) -> ast.Expression:
        """A function of some values; the first of them alone where the statement goes too deep."""
        first: ast.Expression = children[0]
        return ast.Function(span, name, tuple(children)) if self.is_shallow(span) else first

    def minimum(self, children: Children, span: Span) -> ast.Expression:
        return self.function("min", children, span)

    def maximum(self, children: Children, span: Span) -> ast.Expression:
        return self.function("max", children, span)

    def all_in(self, children: Children, span: Span) -> ast.Expression:
        limit: ast.Expression = children[0]
        return ast.AllIn(span, limit) if self.is_shallow(span) else limit

    def ref(self, children: Children, span: Span) -> ast.Reference:
        *names, keys = children if isinstance(children[-1], tuple) else (*children, ())
        kind = self.name(names[0]) if len(names) > 1 else None
        return ast.Reference(span, self.name(names[-1]), kind, keys)

    def replacements(self, children: Children, span: Span) -> tuple[ast.Key, ...]:
        return tuple(children)

    # ---- Brackets --------------------------------------------------------------------------------------------------

    def bracket(self, children: Children, span: Span) -> ast.Bracket:
        return ast.Bracket(span, tuple(children) if self.is_shallow(span) else ())

    def option(self, children: Children, span: Span) -> ast.Option:
        if isinstance(children[0], ast.Side):
            return ast.Option(span, children[0], tuple(children[1:]))
        return ast.Option(span, None, tuple(children))

    def range_option(self, children: Children, span: Span) -> ast.Option:
        *side, low, high = children
        return ast.Option(span, side[0] if side else None, (), low, high)

    def blank_option(self, children: Children, span: Span) -> ast.Option:
        return ast.Option(span, children[0] if children else None)

    def side(self, children: Children, span: Span) -> ast.Side:
        opposed: tuple[ast.Name, ...] = ()
        if isinstance(children[-1], tuple):
            *children, opposed = children
        return ast.Side(span, tuple(map(self.name, children)), opposed)

    def opposed_by(self, children: Children, span: Span) -> tuple[ast.Name, ...]:
        names: tuple[ast.Name, ...] = children[-1]
        return names
