"""Two drafts compared: verdicts, terms, brackets, points."""

from __future__ import annotations

from collections.abc import Mapping

from dealcheck.changes.alternatives import Alternatives
from dealcheck.changes.brackets import Drafting, bracket_changes
from dealcheck.changes.forms import Reader
from dealcheck.changes.frame import Frame
from dealcheck.changes.heads import head_changes, same_background
from dealcheck.changes.judged import Drafted
from dealcheck.changes.outcomes import Outcomes
from dealcheck.changes.records import Changes, DraftHead
from dealcheck.changes.terms import TermComparison, paired
from dealcheck.changes.verdicts import Verdicts
from dealcheck.logic import Verdict
from dealcheck.model.records import Event


def changes_between(old: Drafted, new: Drafted) -> Changes:
    """What the new draft changes of the old one."""
    events = (_events(old), _events(new))
    renamed = _renamed_events(*events)
    frame = Frame(old.model, new.model, renamed)
    readers = (Reader(frame.old, old.deal, old.checker.settled), Reader(frame.new, new.deal, new.checker.settled))
    draftings = tuple(
        Drafting(each.deal, reader, {reader.view.event(name): event for name, event in known.items()})
        for each, reader, known in zip((old, new), readers, events, strict=True)
    )
    terms = paired(readers[0].terms(), readers[1].terms())
    sides = (Alternatives(old, readers[0], terms.renamed), Alternatives(new, readers[1], {}))
    head = tuple(head_changes(old, new, readers))
    points = Outcomes(frame, *sides, same_background(old, new, readers)).changes()
    return Changes(
        _head(old, sides[0]),
        _head(new, sides[1]),
        head,
        Verdicts(frame, old, new, points, head).changes(),
        TermComparison(frame, new.world.naming).changes(terms),
        bracket_changes(terms, *draftings),
        points,
        _still_unknown(old, new),
        tuple(_notes(frame)),
    )


def _head(drafted: Drafted, side: Alternatives) -> DraftHead:
    """A draft as the report names it."""
    checked = drafted.checked
    return DraftHead(
        checked.deal,
        checked.label,
        checked.as_of,
        checked.effective,
        drafted.deal.parties,
        tuple(choice.name for choice in side.choices.values()),
    )


def _events(drafted: Drafted) -> dict[str, Event]:
    """The events that a deal can hang something on, by name."""
    found = {event.name: event for event in drafted.model.events}
    for text in drafted.world.texts:
        found.update((event.name, event) for event in text.events)
    return found


def _renamed_events(old: Mapping[str, Event], new: Mapping[str, Event]) -> dict[str, str]:
    """The new name of each event that has another name and the same label."""
    labels = {event.label: name for name, event in new.items() if event.label and name not in old}
    return {name: labels[event.label] for name, event in old.items() if name not in new and event.label in labels}


def _still_unknown(old: Drafted, new: Drafted) -> tuple[str, ...]:
    """The lines of which nothing can be said under either draft."""
    before = {judged.line.full_name for judged in old.checked.lines if judged.verdict is Verdict.UNKNOWN}
    return tuple(
        judged.line.full_name
        for judged in new.checked.lines
        if judged.verdict is Verdict.UNKNOWN and judged.line.full_name in before
    )


def _notes(frame: Frame) -> list[str]:
    """What the comparison of outcomes leaves out."""
    known = frame.shared_parties
    apart = [name for name, bit in frame.bits.items() if not bit & known]
    if not apart:
        return []
    return [f"only one of the drafts declares {', '.join(apart)}: outcomes are not compared for them"]
