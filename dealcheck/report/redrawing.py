"""Texts redrawn so that nothing can be read in them but what a result points at."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, evolve, field

from dealcheck.evaluate.findings import Cause, Finding, Judgement, LineVerdict
from dealcheck.model.records import Citation, TermRecord
from dealcheck.report.excerpts import places_in
from dealcheck.report.record import DealHead, DealReport, DraftReport, Result
from dealcheck.source import Place, Source, Span


def redrawn(result: Result, files: set[str]) -> Result:
    """A result in which texts with nothing but what it points at stand in the place of those of some files.

    What stands beside that, on the same row or between two, would else be seen in excerpts.
    """
    return _Redrawn(result, files).result()


@define(eq=False)
class _Redrawn:
    """Redraws one result."""

    whole: Result
    files: set[str]
    _kept: dict[str, list[Span]] = field(init=False, factory=dict)
    _bare: dict[str, Source] = field(init=False, factory=dict)

    def result(self) -> Result:
        """The result over the bare texts."""
        for place in places_in(self.whole):
            if place.source.name in self.files:
                self._kept.setdefault(place.source.name, []).append(place.span)
        if not self._kept:
            return self.whole
        drafts = tuple(self._draft(draft) for draft in self.whole.drafts)
        return evolve(self.whole, drafts=drafts)

    def _draft(self, draft: DraftReport) -> DraftReport:
        return evolve(draft, deals=tuple(self._deal(deal) for deal in draft.deals))

    def _deal(self, deal: DealReport) -> DealReport:
        lines = tuple(self._line(line) for line in deal.checked.lines)
        head = deal.head
        if head is not None:
            head = DealHead(head.parties, self._needed(head.place), tuple(self._term(term) for term in head.terms))
        points = tuple(evolve(point, place=self._needed(point.place)) for point in deal.open_points)
        return evolve(deal, head=head, checked=evolve(deal.checked, lines=lines), open_points=points)

    def _term(self, term: TermRecord) -> TermRecord:
        return evolve(term, place=self._needed(term.place), statement=self._place(term.statement))

    def _line(self, line: LineVerdict) -> LineVerdict:
        record = line.line
        record = evolve(
            record,
            place=self._needed(record.place),
            statement=self._place(record.statement),
            cites=tuple(self._cited(cited) for cited in record.cites),
        )
        waiver, assessment = line.waiver, line.assessment
        return evolve(
            line,
            line=record,
            judgement=self._judgement(line.judgement),
            readings=tuple((name, self._judgement(judged)) for name, judged in line.readings),
            waiver=None if waiver is None else evolve(waiver, place=self._needed(waiver.place)),
            assessment=None if assessment is None else evolve(assessment, place=self._needed(assessment.place)),
        )

    def _cited(self, cited: Citation) -> Citation:
        source = cited.source
        return cited if source is None else evolve(cited, source=evolve(source, place=self._needed(source.place)))

    def _judgement(self, judgement: Judgement) -> Judgement:
        return evolve(judgement, findings=tuple(self._finding(finding) for finding in judgement.findings))

    def _finding(self, finding: Finding) -> Finding:
        causes = [self._cause(cause) for cause in finding.causes]
        return evolve(finding, causes=tuple(causes))

    def _cause(self, cause: Cause) -> Cause:
        return evolve(cause, place=self._place(cause.place))

    def _place(self, place: Place | None) -> Place | None:
        return None if place is None else self._needed(place)

    def _needed(self, place: Place) -> Place:
        """A place in the bare text of its file."""
        name = place.source.name
        if name not in self.files:
            return place
        if name not in self._bare:
            self._bare[name] = bare(place.source, self._kept.get(name, ()))
        return Place(self._bare[name], place.span)


def bare(source: Source, kept: Iterable[Span]) -> Source:
    """A text with blanks for all but some spans of it, its line ends at their places."""
    text = source.text
    pieces: list[str] = []
    at = 0
    for start, end in sorted(kept):
        if at < end:
            pieces.append(_blank(text[at : max(start, at)]))
            pieces.append(text[max(start, at) : end])
            at = end
    pieces.append(_blank(text[at:]))
    return Source(source.name, "".join(pieces))


def _blank(text: str) -> str:
    return "".join(letter if letter == "\n" else " " for letter in text)
