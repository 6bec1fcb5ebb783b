"""One line for each finding and each diagnostic: `path:line:column: code verdict ...`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealcheck.evaluate.findings import Finding, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.diagnostics import concise_diagnostic
from dealcheck.report.full import in_full
from dealcheck.report.record import DealHead, DealReport, Result, waived
from dealcheck.report.style import RenderOptions, printable
from dealcheck.report.summary import count_words
from dealcheck.report.words import (
    VERDICT_CODES,
    alike,
    causes_words,
    either_words,
    headline,
    places_words,
    remarks,
    shortened,
    when_words,
)

MOST_LETTERS = 200
"""Letters of the places in one row."""


def render(result: Result, options: RenderOptions) -> str:
    """The whole report, ending in a line break."""
    rows = [] if result.audience is None else [printable(f"made for {result.audience.words}")]
    rows.extend(concise_diagnostic(found) for found in result.everything)
    for deal in result.deals:
        if deal.head is not None:
            rows.extend(_deal(deal, deal.head, result, options))
        if deal.checked.lines:
            rows.append(printable(f"{deal.checked.deal}: {tally_words(deal)}".lstrip(": ")))
    told = "".join(f"{row}\n" for row in rows)
    if not result.has_several:
        return told
    from dealcheck.report.overview import render_overview  # Only for several deals.

    return f"{told}\n{render_overview(result, options)}"


def _deal(deal: DealReport, head: DealHead, result: Result, options: RenderOptions) -> Iterator[str]:
    """The lines of one deal that do not hold, and what else is to be said of any."""
    for line in deal.checked.lines:
        if in_full(line, result, options):
            for group in alike(line.judgement.findings) or [[]]:
                yield printable(" ".join(f"{_at(line, group, head)}: {_said(line, group)}".split()))
        if not line.bystander:
            for remark in remarks(line):
                yield concise_diagnostic(remark)


def _at(line: LineVerdict, group: Sequence[Finding], head: DealHead) -> str:
    """Where in the draft findings come from: the term, else the deal that is silent; without a finding, the line."""
    terms = [cause.place for finding in group for cause in finding.causes if cause.sort == "term" and cause.place]
    place = terms[0] if terms else head.place if group else line.line.place
    return f"{place.source.name}:{place.line}:{place.column}"


def _said(line: LineVerdict, group: Sequence[Finding]) -> str:
    """The code, the verdict and its reason in one line."""
    return f"{VERDICT_CODES[line.verdict]} {reason(line, group)}"


def reason(line: LineVerdict, group: Sequence[Finding], most: int = MOST_LETTERS) -> str:
    """The verdict and its reason in one line, the places cut to so many letters."""
    said = headline(line)
    if waived(line):
        said += " (waived)"
    if not group:
        missing = ", ".join(line.judgement.missing)
        return f"{said}: missing {missing}" if missing else said
    first, causes = group[0], causes_words(group)
    said += f" by {causes}" if causes and line.verdict is Verdict.VIOLATED else ""
    said += f": {shortened(places_words(group), most)}, {when_words(first.when)}"
    said += f": found {first.found}" if first.found else ""
    said += f", needed {first.needed}" if first.needed else ""
    said += f", violated if {either_words(line.judgement.breaks, 2)}" if line.judgement.breaks else ""
    if first.depends_on and not line.judgement.breaks:
        said += f", depends on {', '.join(first.depends_on)}"
    return said + (f", missing {', '.join(first.missing)}" if first.missing else "")


def tally_words(deal: DealReport) -> str:
    """The counts of the parties' lines and of bystanders' lines."""
    mine = [line for line in deal.checked.lines if not line.bystander]
    others = [line for line in deal.checked.lines if line.bystander]
    said = [count_words(mine)] if mine else []
    return "; ".join([*said, f"bystanders: {count_words(others)}"] if others else said)
