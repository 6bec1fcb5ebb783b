"""The deals of a text beside their syntax, and what their dates come to as far as they are written out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealcheck.evaluate.settling import texts_of
from dealcheck.lint.context import Context
from dealcheck.model.records import BracketExpr, DealRecord, Setting, TextRecord
from dealcheck.syntax import ast
from dealcheck.values import parse_date

STARTS = ("effective", "signed", "dated")
"""What gives the start of a deal, the first choice first."""


def named_deals(context: Context) -> Iterator[tuple[ast.Deal, DealRecord]]:
    """The deals that a text declares by name; those of tests are the tests' affair."""
    nodes = {node.name.span: node for node in context.nodes(ast.Deal)}
    for deal in context.deals:
        node = nodes.get(deal.place.span)
        if node is not None:
            yield node, deal


def own_texts(context: Context) -> Iterator[TextRecord]:
    """The baselines, letters and deals that a text declares by name."""
    model = context.model
    for text in (*model.baselines.values(), *model.letters.values(), *(deal.text for deal in model.deals.values())):
        if context.own(text.place):
            yield text


def day_of(moment: ast.Moment | ast.Bracket | None) -> date | None:
    """The day of a moment that is written out as a date."""
    return parse_date(moment.text) if isinstance(moment, ast.DateMoment) else None


def fixed_start(text: TextRecord) -> date | None:
    """The day on which a deal or a letter starts, where it is written out; None too of one that gives no date."""
    for word in STARTS:
        moment = text.dates.get(word)
        if moment is not None:
            return moment if isinstance(moment, date) else None
    return None


def fixed_end(text: TextRecord) -> date | None:
    """The last day of a deal or a letter, where it is written out."""
    moment = text.dates.get("expires")
    return moment if isinstance(moment, date) and not isinstance(moment, BracketExpr) else None


def below(deal: DealRecord) -> Iterator[Setting]:
    """Every measure of the texts that a deal is laid over."""
    for text in texts_of(deal):
        if text is not deal.text:
            yield from text.settings
