"""Builds the syntax tree: a method for each rule of the grammar, called when the rule is complete.

A method gets the children that the rule keeps, tokens as their index, and the span from the first token to the last.
"""

# ruff: noqa: D102 - a method makes the node of the rule that it is named after

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.build_sentences import SentenceBuilder

Children = Sequence[Any]


class Builder(SentenceBuilder):
    """The declarations: sources, parties, products, kinds, facts, texts, policies and tests."""

    def start(self, children: Children, span: Span) -> tuple[ast.Item, ...]:
        return tuple(child for child in children if child is not None)

    def use(self, children: Children, span: Span) -> ast.Use:
        return ast.Use(span, self.string(children[0]))

    def source(self, children: Children, span: Span) -> ast.SourceDeclaration:
        name, title, fields = self.named(children)
        return ast.SourceDeclaration(span, name, title, tuple(fields))

    def source_field(self, children: Children, span: Span) -> ast.SourceField:
        name, value = children
        text = self.texts[value]
        content = self.string(value) if text[0] == '"' else ast.DateValue(self.place(value), self.date_text(value))
        return ast.SourceField(span, self.name(name), content)

    def party(self, children: Children, span: Span) -> ast.PartyDeclaration:
        name, label, members = self.named(children)
        return ast.PartyDeclaration(span, name, label, members[0] if members else ())

    def group(self, children: Children, span: Span) -> ast.GroupDeclaration:
        name, label, members = self.named(children)
        return ast.GroupDeclaration(span, name, label, members[0])

    def names(self, children: Children, span: Span) -> tuple[ast.Name, ...]:
        return tuple(map(self.name, children))

    def product(self, children: Children, span: Span) -> ast.ProductDeclaration:
        self.operators = 0
        name, label, rest = self.named(children)
        schedule = self.name(rest[0]) if len(rest) > 1 else None
        return ast.ProductDeclaration(span, name, label, schedule, rest[-1])

    def topic(self, children: Children, span: Span) -> ast.TopicDeclaration:
        label = self.string(children[1]) if len(children) > 1 else None
        return ast.TopicDeclaration(span, children[0], label)

    # ---- Kinds -----------------------------------------------------------------------------------------------------

    def kind(self, children: Children, span: Span) -> ast.KindDeclaration:
        name, label, parts = self.named(children)
        keys = tuple(part for part in parts if isinstance(part, ast.KeyDeclaration))
        values = tuple(part for part in parts if isinstance(part, ast.ValueDeclaration))
        absents = tuple(part for part in parts if isinstance(part, ast.AbsentDeclaration))
        displacements = tuple(part for part in parts if isinstance(part, ast.DisplaceDeclaration))
        return ast.KindDeclaration(span, name, label, keys, values, absents, displacements)

    def key_decl(self, children: Children, span: Span) -> ast.KeyDeclaration:
        default = self.name(children[2]) if len(children) > 2 else None
        return ast.KeyDeclaration(span, self.texts[children[0]], self.name(children[1]), default)

    def value_decl(self, children: Children, span: Span) -> ast.ValueDeclaration:
        self.operators = 0
        name = self.name(children[0])
        type_name, choices = children[1]
        listed = list(choices)
        freer, absent, default = "", None, None
        for word, value, place in children[2:]:
            if word == "choice":
                if not choices:
                    self.faults.add(
                        "DC101",
                        f"`{value.text}` says nothing about a value of type {type_name.text}",
                        value.span,
                        help="write `less is freer`, `more is freer` or `absent is ...`; only `one of` lists words",
                    )
                listed.append(value)
            elif word == "default":
                default = value
            elif word == "absent":
                if absent is not None:
                    self.repeated("absent is", place)
                absent = value
            else:
                if freer:
                    self.repeated("is freer", place)
                freer = word
        return ast.ValueDeclaration(span, name, type_name, tuple(listed), freer, absent, default)

    def value_type(self, children: Children, span: Span) -> tuple[ast.Name, tuple[ast.Name, ...]]:
        return self.name(children[0]), ()

    def one_of(self, children: Children, span: Span) -> tuple[ast.Name, tuple[ast.Name, ...]]:
        first = self.name(children[0])
        # The type's own place is `one of`, which ends where the token before the first choice does.
        return ast.Name((span[0], self.ends[children[0] - 1]), "one of"), (first,)

    def choice(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "choice", self.name(children[0]), span

    def less_is_freer(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "less", None, span

    def more_is_freer(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "more", None, span

    def absent_is(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "absent", children[0], span

    def default(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "default", children[0], span

    def absent_decl(self, children: Children, span: Span) -> ast.AbsentDeclaration:
        return ast.AbsentDeclaration(
            span, self.name(children[0]), self.name(children[1]) if len(children) > 1 else None
        )

    def displaces(self, children: Children, span: Span) -> ast.DisplaceDeclaration:
        return ast.DisplaceDeclaration(span, self.name(children[0]), children[1])

    # ---- Facts and events ------------------------------------------------------------------------------------------

    def fact(self, children: Children, span: Span) -> ast.Fact:
        self.operators = 0
        subject = scope = date = None
        value: Any = None
        for child in children[1:]:
            if not isinstance(child, tuple):
                value = child
            elif child[0] == "subject":
                subject = child[1]
            elif child[0] == "scope":
                scope = child[1]
            else:
                date = child[1]
        return ast.Fact(span, self.name(children[0]), subject, scope, value, date)

    def fact_subject(self, children: Children, span: Span) -> tuple[str, ast.Name]:
        return "subject", self.name(children[0])

    def fact_scope(self, children: Children, span: Span) -> tuple[str, ast.Scope]:
        return "scope", children[-1]

    def fact_date(self, children: Children, span: Span) -> tuple[str, ast.DateMoment]:
        return "date", self.date_moment(children[-1])

    def event(self, children: Children, span: Span) -> ast.Event:
        name, label, rest = self.named(children)
        return ast.Event(span, name, label, self.date_moment(rest[-1]) if rest else None)

    def assess(self, children: Children, span: Span) -> ast.Assess:
        line, verdict, by, date, because = children
        return ast.Assess(span, line, self.name(verdict), self.string(by), self.date_moment(date), self.string(because))

    def waive(self, children: Children, span: Span) -> ast.Waive:
        until = self.date_moment(children[1]) if len(children) > 2 else None
        return ast.Waive(span, children[0], until, self.string(children[-1]))

    def line_ref(self, children: Children, span: Span) -> ast.LineReference:
        return ast.LineReference(span, self.name(children[0]), self.name(children[1]))

    # ---- Texts -----------------------------------------------------------------------------------------------------

    def baseline(self, children: Children, span: Span) -> ast.Baseline:
        name, label, rest = self.named(children)
        return ast.Baseline(span, name, label, self.date_moment(rest[0]), tuple(rest[1:]))

    def include(self, children: Children, span: Span) -> ast.Include:
        return ast.Include(span, self.name(children[0]))

    def letter(self, children: Children, span: Span) -> ast.Letter:
        name, label, rest = self.named(children)
        return ast.Letter(span, name, label, rest[0], tuple(rest[1:]))

    def author(self, children: Children, span: Span) -> tuple[ast.Name, ...]:
        names: tuple[ast.Name, ...] = children[-1]
        return names

    def deal(self, children: Children, span: Span) -> ast.Deal:
        name, label, rest = self.named(children)
        return ast.Deal(span, name, label, tuple(rest))

    def between(self, children: Children, span: Span) -> ast.Between:
        return ast.Between(span, children[0])

    def deal_date(self, children: Children, span: Span) -> ast.DealDate:
        self.operators = 0
        return ast.DealDate(span, self.texts[children[0]], children[1])

    def against(self, children: Children, span: Span) -> ast.Against:
        return ast.Against(span, self.name(children[0]), children[1] if len(children) > 1 else ())

    # ---- Policies --------------------------------------------------------------------------------------------------

    def policy(self, children: Children, span: Span) -> ast.Policy:
        name, label, rest = self.named(children)
        items = tuple(item for item in rest if not isinstance(item, ast.BrokenLine))
        return ast.Policy(span, name, label, items, tuple(item for item in rest if isinstance(item, ast.BrokenLine)))

    # ---- Tests -----------------------------------------------------------------------------------------------------

    def test(self, children: Children, span: Span) -> ast.Test:
        return ast.Test(span, self.string(children[0]), tuple(children[1:]))

    def inline_deal(self, children: Children, span: Span) -> ast.Deal:
        return ast.Deal(span, ast.Name((span[0], span[0]), ""), None, tuple(children))

    def named_deal(self, children: Children, span: Span) -> ast.NamedDeal:
        return ast.NamedDeal(span, self.name(children[0]), tuple(children[1:]))

    def as_of(self, children: Children, span: Span) -> ast.AsOf:
        return ast.AsOf(span, self.date_moment(children[-1]))

    def expect(self, children: Children, span: Span) -> ast.Expect:
        self.operators = 0
        return ast.Expect(span, children[0], children[1], tuple(children[2:]))

    def expect_reading(self, children: Children, span: Span) -> ast.ExpectReading:
        return ast.ExpectReading(span, self.name(children[0]), children[1])

    def test_table(self, children: Children, span: Span) -> ast.TestTable:
        parts: dict[type, list[Any]] = {ast.TestColumn: [], ast.LineReference: [], ast.TestRow: []}
        for child in children:
            parts[type(child)].append(child)
        return ast.TestTable(span, *map(tuple, parts.values()))

    def column_line(self, children: Children, span: Span) -> ast.LineReference:
        return self.line_ref(children, span)

    def term_column(self, children: Children, span: Span) -> ast.TestColumn:
        return ast.TestColumn(span, self.name(children[0]), self.name(children[1]))

    def own_column(self, children: Children, span: Span) -> ast.TestColumn:
        return ast.TestColumn(span, self.name(children[0]))

    def test_row(self, children: Children, span: Span) -> ast.TestRow:
        self.operators = 0
        outcomes = tuple(child for child in children if isinstance(child, ast.RowOutcome))
        return ast.TestRow(span, tuple(children[: -len(outcomes)]), outcomes)

    def row_outcome(self, children: Children, span: Span) -> ast.RowOutcome:
        return ast.RowOutcome(span, children[0], tuple(children[1:]))

    def outcome(self, children: Children, span: Span) -> ast.Outcome:
        return ast.Outcome(span, self.name(children[0]), tuple(children[1:]))

    def caused_by(self, children: Children, span: Span) -> ast.CausedBy:
        return ast.CausedBy(span, self.name(children[-1]))

    def places(self, children: Children, span: Span) -> ast.Places:
        return ast.Places(span, self.is_only(children), children[-1])

    def begins(self, children: Children, span: Span) -> ast.Begins:
        return ast.Begins(span, self.is_only(children), self.date_moment(children[-1]))

    def ends_at(self, children: Children, span: Span) -> ast.Ends:
        return ast.Ends(span, self.is_only(children), self.date_moment(children[-1]))

    def is_only(self, children: Children) -> bool:
        """Whether `only` stands before a part of an outcome."""
        return self.texts[children[0]] == "only" if isinstance(children[0], int) else False
