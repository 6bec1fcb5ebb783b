"""A line's verdict with its reasons: the excerpt that shows each cause, and what is to be known about it."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.evaluate.findings import Cause, Finding, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.frame import Mark, frame, margin_of
from dealcheck.report.record import DealHead, waived
from dealcheck.report.style import RenderOptions, noted, printable
from dealcheck.report.words import (
    VERDICT_CODES,
    alike,
    cause_words,
    either_words,
    first_line,
    headline,
    places_words,
    remarks,
    shortened,
    source_words,
    unique,
    when_words,
)
from dealcheck.source import Place

MOST_MARKS = 6
"""Causes of one line that are marked; the others are counted."""

MOST_GROUPS = 6
"""Unlike findings of one line that are shown; the others are counted."""

MOST_LETTERS = 400
"""Letters of one note; a list of codes may be far longer."""

_COLUMN = len("depends on:")
"""The width of the words before the notes."""


def paint_of(line: LineVerdict) -> str:
    """The colour of a verdict: red for what fails, yellow for what may."""
    if line.verdict is Verdict.VIOLATED:
        return "yellow" if waived(line) or line.line.level != "red line" else "red"
    return {Verdict.MET: "green", Verdict.OPEN: "yellow", Verdict.UNKNOWN: "yellow"}.get(line.verdict, "dim")


def render_verdict(line: LineVerdict, deal: DealHead | None, options: RenderOptions) -> str:
    """The headline of a line, its causes marked in the texts, what was found where, and what concerns all of it."""
    paint = paint_of(line)
    record = line.line
    level = f"bystander's {record.level}" if line.bystander else record.level
    label = f': "{record.label}"' if record.label else ""
    head = options.paint(f"{level}[{VERDICT_CODES[line.verdict]}]", paint)
    marks, hidden = _marks(line, deal)
    margin = margin_of(marks)
    lines = [
        f"{head}{options.paint(': ' + printable(headline(line) + label), 'bold')}",
        *frame(marks, options, paint, margin),
    ]
    notes = [("more", f"{hidden} further causes; --format json has them all")] if hidden else []
    for group in [notes, *_groups(line.judgement.findings), line_notes(line)]:
        if group:
            lines.append(options.paint(f"{' ' * margin} |", "blue"))
        for word, text in group:
            lines.extend(noted(word, shortened(text, MOST_LETTERS), options, margin, _COLUMN))
    return "\n".join(lines) + "\n"


def _marks(line: LineVerdict, deal: DealHead | None) -> tuple[list[Mark], int]:
    """The places that bring the findings about, terms first, then the line itself; and how many causes are left out."""
    found: dict[Place, list[str]] = {}
    terms: set[Place] = set()
    for finding in line.judgement.findings:
        for cause in finding.causes:
            place = cause.place or (deal.place if deal else None)
            if place is not None:
                place = first_line(place)
                found.setdefault(place, []).append(cause_label(cause, finding))
                terms |= {place} if cause.sort == "term" else set()
    ordered = sorted(found.items(), key=lambda each: (each[0] not in terms, each[0].source.name, each[0].span))
    shown = ordered[:MOST_MARKS]
    marks = [Mark(place, "; ".join(dict.fromkeys(said)), primary=True) for place, said in shown]
    marks.append(Mark(first_line(line.line.place), f"the {line.line.level}", primary=not marks))
    return marks, len(found) - len(shown)


def cause_label(cause: Cause, finding: Finding) -> str:
    """What is said at a cause: who says it, and what comes of it."""
    if cause.sort == "term":
        return f"{cause_words(cause)}: {finding.found}" if finding.found else cause_words(cause)
    if cause.place is None:
        return "silence: nothing here of the kind"
    kept = f"silence keeps this of {cause.origin}" if cause.origin else "silence keeps this"
    return f"{kept}: {finding.found}" if finding.found else kept


def _groups(findings: Sequence[Finding]) -> list[list[tuple[str, str]]]:
    """Notes on the findings, those that differ only in where and by what cause together."""
    groups = [finding_notes(group) for group in alike(findings)]
    if len(groups) > MOST_GROUPS:
        groups = [
            *groups[:MOST_GROUPS],
            [("more", f"{len(groups) - MOST_GROUPS} further findings; --format json has them")],
        ]
    return groups


def finding_notes(group: Sequence[Finding]) -> list[tuple[str, str]]:
    """Where, when, found, needed, what the texts cite, what would mend it, and what is open or missing."""
    first = group[0]
    notes = [
        ("where", places_words(group)),
        ("when", when_words(first.when)),
        ("found", first.found),
        ("needed", first.needed),
        ("cited", cited_words(group)),
        ("mend", first.mend),
        ("depends on", ", ".join(first.depends_on)),
        ("missing", ", ".join(first.missing)),
    ]
    return [(word, text) for word, text in notes if text]


def cited_words(group: Sequence[Finding]) -> str:
    """What the texts cite that bring findings about."""
    return "; ".join(unique(cited for finding in group for cause in finding.causes for cited in cause.cites))


def line_notes(line: LineVerdict) -> list[tuple[str, str]]:
    """What concerns the line as a whole: who holds it, its sources, choices, readings, waiver."""
    notes: list[tuple[str, str]] = []
    if line.line.says:
        notes.append(("says", " and ".join(line.line.says)))
    notes.extend(("source", source_words(citation)) for citation in line.line.cites)
    judgement = line.judgement
    if judgement.breaks:
        notes.append(("violated if", either_words(judgement.breaks)))
    if judgement.saves:
        notes.append(("met if", either_words(judgement.saves)))
    told = {missing for finding in judgement.findings for missing in finding.missing}
    missing = [missing for missing in judgement.missing if missing not in told]
    if missing:
        notes.append(("missing", ", ".join(missing)))
    notes.extend(("reading", f"{name}: {judged.verdict.value}") for name, judged in line.differing)
    if line.assessment is not None:
        verdict = "met" if line.assessment.met else "violated"
        notes.append(
            ("assessed", f"{verdict} by {line.assessment.by} on {line.assessment.date}: {line.assessment.because}")
        )
    notes.extend((remark.severity.value, remark.headline) for remark in remarks(line) if remark.code != "DC507")
    return notes
