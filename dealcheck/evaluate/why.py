"""Why a line is met or not: the tree of its sentences, each with its truth and the points that bear it out."""

from __future__ import annotations

from attrs import evolve, frozen

from dealcheck.evaluate.explain import Explainer
from dealcheck.evaluate.findings import Finding
from dealcheck.evaluate.grounds import Grounds
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.trace import Scan, Stretch, Trace
from dealcheck.logic import Truth
from dealcheck.model.records import (
    AndRecord,
    IfThenRecord,
    LineRecord,
    NotRecord,
    OrRecord,
    QuantifiedRecord,
    SentenceRecord,
    UnlessRecord,
)

JOINTS = {AndRecord: "all of", OrRecord: "any of", NotRecord: "not", IfThenRecord: "if, then", UnlessRecord: "unless"}


@frozen
class Reason:
    """A sentence and why it came out as it did.

    `text` is the sentence as written, or what joins its parts; `when` the stretches with the truth on each, joined;
    `points` the points looked at, with what was found and what the sentence needs there.
    """

    text: str
    truth: Truth
    when: tuple[tuple[Stretch, Truth], ...]
    points: tuple[Finding, ...]
    parts: tuple[Reason, ...]
    note: str = ""


def reasons(
    grounds: Grounds, line: LineRecord, choices: dict[int, int] | None = None
) -> tuple[tuple[str, Reason], ...]:
    """The reason tree of a line's sentence and of each reading, under the name of the reading (`""` for the line
    itself).
    """
    found: list[tuple[str, Reason]] = []
    for name, sentence in [("", line.sentence), *((reading.name, reading.sentence) for reading in line.readings)]:
        if sentence is not None:
            sentences = grounds.sentences(line, sentence, grounds.world(choices or {}, {}))
            found.append((name, _reason(sentences, Explainer(sentences), sentences.evaluate(sentence))))
    return tuple(found)


def _reason(sentences: Sentences, explainer: Explainer, trace: Trace[Truth]) -> Reason:
    record = trace.record
    truth = trace.truth
    joint = JOINTS.get(type(record))
    text = joint if joint is not None else " ".join(record.place.text.split())
    if trace.children:
        parts = tuple(_reason(sentences, explainer, child) for child in trace.children)
        return Reason(text, truth, _when(sentences, trace), (), parts, trace.note)
    if not trace.settled:
        truth = _whole(trace)
    return Reason(text, truth, _when(sentences, trace), _points(sentences, explainer, trace), (), trace.note)


def _whole(trace: Trace[Truth]) -> Truth:
    truths = list(trace.truths.values())
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def _when(sentences: Sentences, trace: Trace[Truth]) -> tuple[tuple[Stretch, Truth], ...]:
    found: list[tuple[Stretch, Truth]] = []
    for index in sorted(trace.truths):
        stretch, truth = sentences.stretches[index], trace.truths[index]
        if found and found[-1][1] is truth:
            found[-1] = (Stretch(found[-1][0].first, stretch.last), truth)
        else:
            found.append((stretch, truth))
    return tuple(found)


def _points(sentences: Sentences, explainer: Explainer, trace: Trace[Truth]) -> tuple[Finding, ...]:
    """The points of a simple sentence: those that decide it, and where it holds those that hold it up."""
    record = trace.record
    full = evolve_scans(sentences, record, trace)
    return explainer.points(full)


def evolve_scans(sentences: Sentences, record: SentenceRecord, trace: Trace[Truth]) -> Trace[Truth]:
    """The trace of a simple sentence with every point that it looked at, also those that did not decide it."""
    if not isinstance(record, QuantifiedRecord):
        return trace
    scans: dict[int, Scan] = {}
    for index, scan in trace.scans.items():
        day = sentences.stretches[index].first
        witnesses, _ = sentences.scanner.witnesses(record.pattern, record.condition, day)
        scans[index] = evolve(scan, witnesses=tuple(witnesses))
    return Trace(record, trace.truths, trace.settled, trace.truth, scans=scans)
