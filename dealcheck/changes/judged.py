"""A deal as one of the two that are compared: judged, with its worlds at hand."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from dealcheck.evaluate.findings import Checked
from dealcheck.evaluate.settling import Surroundings
from dealcheck.model.records import BracketExpr, DealRecord, LineRecord, Model, TextRecord
from dealcheck.packages.check import Checker, check_deal
from dealcheck.worlds.timing import hangs_on
from dealcheck.worlds.world import World


@frozen(eq=False)
class Drafted:
    """A deal with the verdicts of its lines, and what knows its worlds."""

    model: Model
    deal: DealRecord
    checker: Checker
    checked: Checked

    @property
    def world(self) -> World:
        """The world with the first option of everything that is open."""
        return self.checker.world({}, {})

    @property
    def background(self) -> list[TextRecord]:
        """The texts that the deal is laid over, in their order."""
        return self.world.texts[:-1]


def drafted(model: Model, deal: DealRecord, lines: Sequence[LineRecord], around: Surroundings) -> Drafted:
    """A deal judged against lines."""
    return Drafted(model, deal, Checker(model, deal, around), check_deal(model, deal, lines, around))


def silent(deal: DealRecord) -> DealRecord:
    """The deal with its parties and dates, and nothing said: what stays as it is."""
    dates = deal.text.dates.values()
    brackets = {moment.choice for moment in dates if isinstance(moment, BracketExpr)}
    hung = {event for moment in dates if not isinstance(moment, BracketExpr) for event in hangs_on(moment)}
    background = (*deal.precedents, *((deal.against,) if deal.against is not None else ()))
    beneath = {event for text in background for event in text.hangs_on}
    kept = (choice for choice in deal.choices if choice.number in brackets or choice.event in hung | beneath)
    text = evolve(deal.text, settings=(), hangs_on=frozenset(hung))
    return evolve(deal, text=text, terms=(), choices=tuple(kept))
