"""Where the text of a deal is open: each bracket with what it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TypeAlias

from attrs import evolve, frozen

from dealcheck.syntax import ast

Listed: TypeAlias = Sequence["ast.Stage | ast.Linear"]
"""Stages side by side: those of a field, or of an option."""


@frozen(eq=False)
class Written:
    """A bracket in the text.

    `listed` are the stages that it stands among, `at` the place of its own; none for a date of the deal. `parent` is
    what it stands in within that stage (an operation, a function, a linear cut), None where it is the whole of it.
    `per` is the period of the amounts in it that name none; `period` the field `per` that says so behind it, as in
    `[5 t | 6 t] per year`.
    """

    bracket: ast.Bracket
    listed: Listed = ()
    at: int = 0
    parent: ast.Node | None = None
    per: str = ""
    period: ast.FieldValue | None = None
    inner: bool = False
    """Whether it stands in an option of another bracket."""

    @property
    def stage(self) -> ast.Stage | ast.Linear | None:
        """The stage that it stands in."""
        return self.listed[self.at] if self.listed else None


def brackets_of(deal: ast.Deal) -> Iterator[Written]:
    """Every bracket of a deal, in the order of the text, each before those in its options."""
    for item in deal.items:
        if isinstance(item, ast.DealDate) and isinstance(item.moment, ast.Bracket):
            yield from _with_inner(Written(item.moment))
        elif isinstance(item, ast.Term):
            for measure in item.measures:
                yield from _of_measure(measure)


def period_of(after: ast.FieldValue) -> str:
    """`year` of a field that reads `per year`; `""` of any other."""
    said = after.stages[0]
    if after.name.text == "per" and isinstance(said, ast.Stage) and isinstance(said.value, ast.Reference):
        return said.value.name.text
    return ""


def fields_of(measure: ast.Measure) -> Iterator[tuple[Listed, ast.FieldValue | None]]:
    """The stages of each field, and the field `per` that gives its bracket a period, where there is one."""
    skip = False
    for value, after in zip_longest(measure.fields, measure.fields[1:]):
        if skip:
            skip = False
            continue
        last = value.stages[-1]
        bracketed = isinstance(last, ast.Stage) and isinstance(last.value, ast.Bracket)
        if bracketed and after is not None and period_of(after):
            skip = True
            yield _with_period(value.stages, after), after
        else:
            yield value.stages, None


def _of_measure(measure: ast.Measure) -> Iterator[Written]:
    for listed, period in fields_of(measure):
        if period is None:
            yield from _of_stages(listed)
            continue
        for found in _of_stages(listed):
            ahead = found.bracket.span[1] <= period.span[0] and not found.inner and found.parent is None
            yield evolve(found, per=period_of(period), period=period if ahead else None)


def _with_period(stages: Listed, after: ast.FieldValue) -> Listed:
    """The stages of a field with what follows its period: when the bracket starts, and further stages."""
    last, said = stages[-1], after.stages[0]
    if not isinstance(last, ast.Stage):
        return stages
    since = said.since if said.since is not None else last.since
    return (*stages[:-1], evolve(last, since=since), *after.stages[1:])


def _of_stages(listed: Listed, inner: bool = False) -> Iterator[Written]:
    for at, stage in enumerate(listed):
        ends = (stage.value,) if isinstance(stage, ast.Stage) else (stage.first, stage.last)
        for value in ends:
            parent = None if isinstance(stage, ast.Stage) else stage
            for bracket, within in _in_value(value, parent):
                yield from _with_inner(Written(bracket, listed, at, within, inner=inner))


def _with_inner(found: Written) -> Iterator[Written]:
    yield found
    for option in found.bracket.options:
        yield from _of_stages(option.stages, inner=True)


def _in_value(value: ast.Expression, parent: ast.Node | None) -> Iterator[tuple[ast.Bracket, ast.Node | None]]:
    """The brackets in a value, without those in the options of others, with what each stands in."""
    if isinstance(value, ast.Bracket):
        yield value, parent
    for part in _parts(value):
        yield from _in_value(part, value)


def _parts(value: ast.Expression) -> Iterable[ast.Expression]:
    if isinstance(value, ast.Operation):
        return [part for part in (value.left, value.right) if part is not None]
    if isinstance(value, ast.Function):
        return value.arguments
    return [value.limit] if isinstance(value, ast.AllIn) else []
