"""Builds terms, measures and their fields."""

# ruff: noqa: D102 - a method makes the node of the rule that it is named after

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.syntax.build_values import ValueBuilder

Children = Sequence[Any]


class MeasureBuilder(ValueBuilder):
    """Terms with their headers; measures with keys, dates, conditions, fields, tables and citations."""

    def term(self, children: Children, span: Span) -> ast.Term:
        name, label, rest = self.named(children)
        proposed: tuple[ast.Name, ...] = ()
        opposed: tuple[ast.Name, ...] = ()
        optional: tuple[ast.Name, ...] = ()
        status: ast.Name | None = None
        side_letter = False
        under: list[ast.Under] = []
        cites: list[ast.Cites] = []
        measures: list[ast.Measure] = []
        for part in rest:
            if isinstance(part, ast.Measure):
                measures.append(part)
            elif isinstance(part, ast.Under):
                under.append(part)
            elif isinstance(part, ast.Cites):
                cites.append(part)
            else:
                word, content, place = part
                if word == "proposed by":
                    if proposed:
                        self.repeated(word, place)
                    proposed += content
                elif word == "opposed by":
                    if opposed:
                        self.repeated(word, place)
                    opposed += content
                elif word == "status":
                    if status is not None:
                        self.repeated(word, place)
                    status = content
                elif word == "optional":
                    if optional:
                        self.repeated("[...]", place)
                    optional += content
                else:
                    if side_letter:
                        self.repeated(word, place)
                    side_letter = True
        return ast.Term(
            span,
            name,
            label,
            proposed,
            opposed,
            side_letter,
            tuple(under),
            status,
            optional,
            tuple(cites),
            tuple(measures),
        )

    def proposed(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "proposed by", children[-1], span

    def opposed(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "opposed by", children[-1], span

    def side_letter(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "in side_letter", True, span

    def status(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "status", self.name(children[0]), span

    def optional(self, children: Children, span: Span) -> tuple[str, Any, Span]:
        return "optional", children[0], span

    def measure(self, children: Children, span: Span) -> ast.Measure:
        return self.measure_of(children[0], children[1:], span, False)

    def ending(self, children: Children, span: Span) -> ast.Measure:
        return self.measure_of(children[0], children[1:], span, True)

    def measure_of(self, kind: int, parts: Sequence[Any], span: Span, ends: bool) -> ast.Measure:
        """A measure, or with `ends` the end of one."""
        self.operators = 0
        head_end = self.ends[kind]
        keys: list[ast.Key] = []
        fields: list[ast.FieldValue] = []
        cites: list[ast.Cites] = []
        since: ast.Moment | None = None
        until: ast.Moment | None = None
        under: ast.Under | None = None
        table: ast.TableRows | None = None
        for part in parts:
            if isinstance(part, ast.Key):
                keys.append(part)
                head_end = part.span[1]
            elif isinstance(part, ast.FieldValue):
                fields.append(part)
            elif isinstance(part, tuple):
                word, moment, place = part
                if word == "since":
                    if since is not None:
                        self.repeated("from", place)
                    since = moment
                else:
                    if until is not None:
                        self.repeated("until", place)
                    until = moment
            elif isinstance(part, ast.Under):
                if under is not None:
                    self.repeated("if", part.span)
                under = part
            elif isinstance(part, ast.Cites):
                cites.append(part)
            else:
                if table is not None:
                    self.repeated("table", part.span)
                table = part
        return ast.Measure(
            span,
            self.name(kind),
            tuple(keys),
            tuple(fields),
            since,
            until,
            under,
            table,
            tuple(cites),
            ends,
            (self.starts[kind], head_end),
        )

    def key(self, children: Children, span: Span) -> ast.Key:
        return ast.Key(span, self.texts[children[0]], children[1])

    def since(self, children: Children, span: Span) -> tuple[str, ast.Moment, Span]:
        return "since", children[1], span

    def until(self, children: Children, span: Span) -> tuple[str, ast.Moment, Span]:
        moment = children[0]
        return "until", self.date_moment(moment) if isinstance(moment, int) else moment, span

    def under(self, children: Children, span: Span) -> ast.Under:
        return ast.Under(span, self.name(children[-1]), len(children) == 1)

    def cites(self, children: Children, span: Span) -> ast.Cites:
        return ast.Cites(span, self.name(children[0]), self.string(children[1]) if len(children) > 1 else None)

    def table_rows(self, children: Children, span: Span) -> ast.TableRows:
        return ast.TableRows(span, self.string(children[0]), children[-1], len(children) > 2)

    def mapping(self, children: Children, span: Span) -> tuple[ast.Column, ...]:
        return tuple(children)

    def column(self, children: Children, span: Span) -> ast.Column:
        since = children[1][1] if isinstance(children[1], tuple) else None
        return ast.Column(span, self.name(children[0]), since, self.name_or_string(children[-1]))

    def field(self, children: Children, span: Span) -> ast.FieldValue:
        name, *stages = children
        if len(stages) > 1:
            stages = self.without_commas_in_numbers(stages)
        return ast.FieldValue(span, self.name(name), tuple(stages))

    def without_commas_in_numbers(self, stages: list[Any]) -> list[Any]:
        """The stages; where a bare number touches the next by its comma, `2,5%` was one number, which is a fault."""
        sound = stages[:1]
        for stage in stages[1:]:
            before = sound[-1]
            numbers = isinstance(before, ast.Stage) and isinstance(stage, ast.Stage) and self.bare(before)
            if (
                numbers
                and isinstance(stage.value, ast.Number)
                and self.file.text[before.span[1] : stage.span[0]] == ","
            ):
                from dealcheck.syntax.messages import meant_number

                span = (before.value.span[0], stage.value.span[1])
                meant = meant_number(before.value.digits, stage.value.digits)
                number = (span[0], stage.value.span[0] + len(stage.value.digits))
                self.faults.add("DC107", "a comma does not belong into a number", number, help=f"write `{meant}`")
                value = evolve(stage.value, span=span, digits=meant.replace("_", ""))
                sound[-1] = ast.Stage((span[0], stage.span[1]), value, stage.since)
            else:
                sound.append(stage)
        return sound

    def bare(self, stage: ast.Stage) -> bool:
        """Whether a stage is a number and nothing more."""
        value = stage.value
        if not isinstance(value, ast.Number) or stage.span != value.span:
            return False
        return not (value.unit or value.currency or value.scale or value.per)

    def stage(self, children: Children, span: Span) -> ast.Stage:
        return ast.Stage(span, children[0], children[1][1] if len(children) > 1 else None)

    def linear(self, children: Children, span: Span) -> ast.Linear:
        first, last, steps, period, (_, since, _) = children
        return ast.Linear(span, first, last, self.digits(steps), self.name(period), since)
