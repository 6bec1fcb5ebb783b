"""What two deals say otherwise apart from their terms: parties, dates, what they are laid over, facts."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.changes.forms import Reader
from dealcheck.changes.judged import Drafted
from dealcheck.changes.records import FieldChange
from dealcheck.changes.wording import moment_words
from dealcheck.model.records import BracketExpr
from dealcheck.values import show, show_exact

DATES = ("dated", "signed", "effective", "expires")


def head_changes(old: Drafted, new: Drafted, readers: tuple[Reader, Reader]) -> Iterator[FieldChange]:
    """The parties, dates, baselines, facts and assessments that are others."""
    views = (readers[0].view, readers[1].view)
    if views[0].parties(old.deal.party_mask) != views[1].parties(new.deal.party_mask):
        yield FieldChange("between", ", ".join(old.deal.parties), ", ".join(new.deal.parties))
    yield from _dates(old, new, readers)
    baselines = [each.deal.against.name if each.deal.against else "" for each in (old, new)]
    if baselines[0] != baselines[1]:
        yield FieldChange("against", *baselines)
    precedents = [[text.name for text in each.deal.precedents] for each in (old, new)]
    if precedents[0] != precedents[1]:
        yield FieldChange("with", *(", ".join(names) for names in precedents))
    yield from _texts(old, new, readers)
    yield from _facts(old, new)
    yield from _assessments(old, new)


def _dates(old: Drafted, new: Drafted, readers: tuple[Reader, Reader]) -> Iterator[FieldChange]:
    """The dates of the deal; what brackets leave open is said of the brackets."""
    for word in DATES:
        moments = [each.deal.text.dates.get(word) for each in (old, new)]
        plain = [moment for moment in moments if not isinstance(moment, BracketExpr)]
        if len(plain) < 2:
            continue
        said = [moment and reader.moment(moment) for moment, reader in zip(plain, readers, strict=True)]
        days = [moment and reader.day(moment) for moment, reader in zip(plain, readers, strict=True)]
        if said[0] != said[1] and (days[0] is None or days[0] != days[1]):
            settled = [each.checker.settled.dates.get(word) for each in (old, new)]
            if None in plain and settled[0] is not None and settled[0] == settled[1]:
                continue  # Left out, it is the same day by another date of the deal.
            yield FieldChange(word, *("" if moment is None else moment_words(moment) for moment in plain))


def _texts(old: Drafted, new: Drafted, readers: tuple[Reader, Reader]) -> Iterator[FieldChange]:
    """Texts of one name that say unlike things in the two drafts' projects."""
    befores = {text.name: text for text in old.background}
    for text in new.background:
        before = befores.get(text.name)
        if before is None or before.role != text.role:
            continue
        counts = [reader.text(each) for each, reader in zip((before, text), readers, strict=True)]
        if counts[0] != counts[1]:
            apart = [(mine - others).total() for mine, others in (counts, counts[::-1])]
            said = (f"{count.total()} measures, {each} of its own" for count, each in zip(counts, apart, strict=True))
            yield FieldChange(f"{text.role} {text.name}", *said)


def same_background(old: Drafted, new: Drafted, readers: tuple[Reader, Reader]) -> bool:
    """Whether the two deals are laid over the same texts, and know the same dates of events and facts."""
    texts = [each.background for each in (old, new)]
    if len(texts[0]) != len(texts[1]):
        return False
    for before, now in zip(*texts, strict=True):
        if before.role != now.role or before.dates != now.dates:
            return False
        if readers[0].text(before) != readers[1].text(now):
            return False
    settled = [each.checker.settled for each in (old, new)]
    events = [
        {reader.view.event(name): day for name, day in each.events.items() if day is not None}
        for each, reader in zip(settled, readers, strict=True)
    ]
    return events[0] == events[1] and settled[0].named_facts == settled[1].named_facts


def _facts(old: Drafted, new: Drafted) -> Iterator[FieldChange]:
    """Facts that are given otherwise."""
    named = [each.checker.settled.named_facts for each in (old, new)]
    for name in dict.fromkeys((*named[1], *named[0])):
        values = [each.get(name) for each in named]
        if values[0] != values[1]:
            yield FieldChange(f"fact {name}", *("" if value is None else show(value) for value in values))
    rates = [each.checker.knowledge.exchange for each in (old, new)]
    for pair in dict.fromkeys((*rates[1], *rates[0])):
        numbers = [each.get(pair) for each in rates]
        if numbers[0] != numbers[1]:
            said = ("" if number is None else f"{pair[1]} {show_exact(number)}" for number in numbers)
            yield FieldChange(f"fact exchange {pair[0]}", *said)
    customs = [each.checker.knowledge.customs for each in (old, new)]
    if customs[0] != customs[1]:
        yield FieldChange("facts customs_value", *(f"{len(known)} of them" for known in customs))


def _assessments(old: Drafted, new: Drafted) -> Iterator[FieldChange]:
    """What persons say of lines that only a person can judge."""
    said = [{each.line: each for each in (*side.model.assessments, *side.deal.assessments)} for side in (old, new)]
    for line in dict.fromkeys((*said[1], *said[0])):
        words = [
            "" if each is None else f"{'met' if each.met else 'violated'} by {each.by} on {each.date}"
            for each in (assessed.get(line) for assessed in said)
        ]
        if words[0] != words[1]:
            yield FieldChange(f"assessment of {line}", *words)
