"""The lines of the texts that a result points at, so that it can be shown again without its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dealcheck.evaluate.findings import Judgement, LineVerdict
from dealcheck.report.record import DealReport, Result
from dealcheck.source import Place, Source

MOST_LINES = 400
"""So many lines of one place are kept; a statement is seldom longer than ten."""


def excerpts(result: Result) -> dict[str, dict[int, str]]:
    """Of each text, by its name, the lines that some place of the result covers, by their numbers from 1.

    The blank ones among them are left out, and the one line between two others is kept, for it is shown with them.
    """
    wanted: dict[str, tuple[Source, set[int]]] = {}
    seen: set[Place] = set()
    for place in places_in(result):
        if place in seen:
            continue
        seen.add(place)
        source, numbers = wanted.setdefault(place.source.name, (place.source, set()))
        first = place.line
        last = source.position(max(place.span[1] - 1, place.span[0]))[0]
        numbers.update(range(first, min(last, first + MOST_LINES) + 1))
        numbers.add(last)
    found: dict[str, dict[int, str]] = {}
    for name in sorted(wanted):
        source, numbers = wanted[name]
        between = {number + 1 for number in numbers if number + 2 in numbers}
        lines = ((number, source.line_text(number)) for number in sorted(numbers | between))
        found[name] = {number: text for number, text in lines if text.strip()}
    return found


def places_in(result: Result) -> Iterator[Place]:
    """Every place that the result points at, in its order; the same one may come again."""
    for found in result.everything:
        yield from _given(found.place, *(label.place for label in found.labels))
    for deal in result.deals:
        yield from _of_deal(deal)


def _of_deal(deal: DealReport) -> Iterator[Place]:
    """The places of a deal, its terms, its lines and their findings."""
    if deal.head is not None:
        yield deal.head.place
        for term in deal.head.terms:
            yield from _given(term.place, term.statement)
    for point in deal.open_points:
        yield point.place
    for line in deal.checked.lines:
        yield from _of_line(line)


def _of_line(line: LineVerdict) -> Iterator[Place]:
    """The places of a line, and of what brought its verdicts about."""
    yield from _given(line.line.place, line.line.statement)
    for said in (line.waiver, line.assessment):
        if said is not None:
            yield said.place
    for citation in line.line.cites:
        if citation.source is not None:
            yield citation.source.place
    yield from _of_judgements([line.judgement, *(judged for _, judged in line.readings)])


def _of_judgements(judgements: Iterable[Judgement]) -> Iterator[Place]:
    for judgement in judgements:
        for finding in judgement.findings:
            yield from _given(*(cause.place for cause in finding.causes))


def _given(*places: Place | None) -> Iterator[Place]:
    """Those that there are."""
    return (place for place in places if place is not None)
