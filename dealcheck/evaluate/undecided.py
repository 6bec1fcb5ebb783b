"""What a deal leaves open, and which of its measures hang on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from dealcheck.evaluate.settling import texts_of
from dealcheck.model.records import BracketExpr, DealRecord, Expr, Literal, Moment, PlanStage, Setting
from dealcheck.worlds.texts import parts_of
from dealcheck.worlds.timing import hangs_on


@frozen(eq=False)
class OpenText:
    """What a deal leaves open, read once for all lines.

    `settings` are the measures that leave something open, with the numbers of their choices and the events they hang
    on; `always` those of the dates of the texts, on which every line depends.
    """

    deal: DealRecord
    settings: dict[Setting, tuple[frozenset[int], frozenset[str]]]
    always: tuple[frozenset[int], frozenset[str]]
    brackets: dict[int, BracketExpr]


def open_text(deal: DealRecord) -> OpenText:
    """What a deal, its baseline and its precedents leave open."""
    settings: dict[Setting, tuple[frozenset[int], frozenset[str]]] = {}
    brackets: dict[int, BracketExpr] = {}
    numbers: set[int] = set()
    hung: set[str] = set()
    undated = {record.event for record in deal.choices if record.sort == "event"}
    for text in texts_of(deal):
        for moment in text.dates.values():
            if not isinstance(moment, BracketExpr):
                hung |= hangs_on(moment)
            elif text is deal.text:
                for bracket in brackets_within(moment):
                    numbers.add(bracket.choice)
                    brackets[bracket.choice] = bracket
        for setting in text.settings:
            of_setting = {bracket.choice: bracket for bracket in _brackets(setting)}
            brackets.update(of_setting)
            chosen = frozenset(of_setting) | ({setting.choice} if setting.choice is not None else set())
            events = {event for event, _ in setting.under}
            for moment in _moments(setting, of_setting.values()):
                events |= hangs_on(moment)
            if chosen or events & undated:
                settings[setting] = (chosen, frozenset(events & undated))
    return OpenText(deal, settings, (frozenset(numbers), frozenset(hung)), brackets)


def _moments(setting: Setting, brackets: Iterable[BracketExpr]) -> Iterator[Moment]:
    """The moments on which a measure starts and ends, and those of its stages and of the options of its brackets."""
    for moment in (setting.start, setting.until):
        if moment is not None:
            yield moment
    for stages in (
        *(plan.stages for plan in setting.all_plans),
        *(option.stages for bracket in brackets for option in bracket.options),
    ):
        for stage in stages:
            if stage.since is not None:
                yield stage.since


def _brackets(setting: Setting) -> Iterator[BracketExpr]:
    for plan in setting.all_plans:
        yield from brackets_in(plan.stages)


def brackets_in(stages: Iterable[PlanStage]) -> Iterator[BracketExpr]:
    """Every bracket in the values of some stages, those in the options of others included."""
    for stage in stages:
        if not isinstance(stage.value, Literal):
            yield from brackets_within(stage.value)


def brackets_within(value: Expr) -> Iterator[BracketExpr]:
    """Every bracket in a value, those in the options of others included."""
    return (part for part in parts_of(value) if isinstance(part, BracketExpr))
