"""A result as one party may see it: of the other parties' lines only what is public, or only whether they can accept.

The filter stands before every renderer, so that no form of report can show what another hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, field

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Judgement, LineVerdict
from dealcheck.evaluate.steps import LIMIT
from dealcheck.logic import Verdict
from dealcheck.model.records import LineRecord, SourceRecord
from dealcheck.packages.counted import Count, Tallies, Tally
from dealcheck.report.record import (
    VERDICTS,
    Audience,
    Change,
    DealHead,
    DealReport,
    DraftReport,
    Further,
    OpenPoint,
    OptionPoint,
    PolicyChoice,
    Receipt,
    Result,
    Since,
    Timeline,
    waived,
)
from dealcheck.report.redrawing import redrawn

UNDISCLOSED = "undisclosed"
"""The name of what stands for all the lines of a party that are not shown."""

ANY_VALUE = "a value for the blank or the range"
"""Stands for the pieces of an open value."""

_LABELS = {
    Verdict.VIOLATED: "not acceptable to {party}",
    Verdict.OPEN: "for {party} it depends on choices that are open",
    Verdict.UNKNOWN: "whether {party} can accept it cannot be told",
    Verdict.MET: "acceptable to {party}",
    Verdict.INACTIVE: "acceptable to {party}",
}

_GRAVEST = (Verdict.VIOLATED, Verdict.UNKNOWN, Verdict.OPEN, Verdict.MET)


def shown_to(result: Result, audience: Audience, seen: Result | None = None) -> Result:
    """What the parties of an audience may see of a result.

    `seen` is the same check of no lines but those that they may see. Where it is not to be had, what may turn on a
    line that is not shown is left out: the numbers at which the pieces of a blank or a range part.
    """
    return _Filter(result, audience, seen).result()


def is_public(line: LineRecord) -> bool:
    """Whether a line cites a source that anyone can look up."""
    return any(cited.source is not None and _can_be_found(cited.source) for cited in line.cites)


def _can_be_found(source: SourceRecord) -> bool:
    return bool(source.fields.get("publisher") or source.fields.get("url"))


@define(eq=False)
class _Filter:
    """Goes through one result."""

    whole: Result
    audience: Audience
    seen: Result | None
    hidden: set[str] = field(init=False)
    """The full names of the lines that are not shown."""
    shown: set[str] = field(init=False)
    """Those of the lines that are."""
    secret: set[str] = field(init=False)
    """The files in which such a line stands: of them only what the result still points at is shown."""

    def __attrs_post_init__(self) -> None:
        lines = [line.line for deal in self.whole.deals for line in deal.checked.lines]
        unseen = [line for line in lines if not self.sees(line)]
        self.hidden = {line.full_name for line in unseen}
        self.shown = {line.full_name for line in lines} - self.hidden
        self.secret = {line.place.source.name for line in unseen}
        # A file of another party may hold lines that the check was not asked about: it is no less theirs.
        for draft in self.whole.drafts:
            self.secret |= set(draft.policies.files) - self.own_files(lines)

    def own_files(self, lines: Sequence[LineRecord]) -> set[str]:
        """The files with nothing but lines of the audience."""
        files = {line.place.source.name for line in lines if line.party in self.audience.parties}
        return files - {line.place.source.name for line in lines if line.party not in self.audience.parties}

    def sees(self, line: LineRecord) -> bool:
        """Whether the audience may see a line."""
        return line.party in self.audience.parties or is_public(line)

    def result(self) -> Result:
        """What is left."""
        whole, seen = self.whole, self.seen or self.whole
        drafts = tuple(self.draft(*pair) for pair in zip(whole.drafts, seen.drafts, strict=True))
        lines = tuple(name for name in whole.lines if not self.tells(name))
        left = Result(drafts, self.diagnostics(whole.diagnostics), whole.parties, lines, self.receipt())
        unsaid = len(whole.everything) - len(left.everything)
        left = evolve(left, audience=evolve(self.audience, unsaid=unsaid))
        return redrawn(left, self.secret)

    def draft(self, draft: DraftReport, seen: DraftReport) -> DraftReport:
        """A draft, its policies those of which something is shown."""
        deals = tuple(self.deal(*pair) for pair in zip(draft.deals, seen.deals, strict=True))
        shown = [line.line for deal in deals for line in deal.checked.lines]
        files = {line.place.source.name for line in shown if line.name != UNDISCLOSED}
        parties = {line.party for line in shown}
        choice = draft.policies
        policies = PolicyChoice(
            choice.how,
            tuple(name for name in choice.files if name in files),
            tuple(party for party in choice.parties if party in parties),
        )
        return DraftReport(draft.name, policies, deals, self.diagnostics(draft.diagnostics))

    def deal(self, whole: DealReport, deal: DealReport) -> DealReport:
        """A deal with the lines that are shown, and one for all the others of a party where verdicts are shared."""
        checked = deal.checked
        careful = self.turns_on_hidden(deal)
        seen = [self.line(line, careful) for line in checked.lines if self.sees(line.line)]
        if self.audience.share == VERDICTS and deal.head is not None:
            seen.extend(self.undisclosed(whole.checked.lines, deal.head))
        notes = tuple(note for note in checked.notes if not self.tells(note))
        diagnostics = self.diagnostics(whole.checked.diagnostics)
        checked = evolve(checked, lines=tuple(seen), diagnostics=diagnostics, notes=notes)
        tallies = None if deal.tallies is None else self.tallies(deal.tallies)
        points = deal.open_points
        if self.hidden:
            # As counted, those come first that decide the most.
            points = tuple(map(self.open_point, sorted(points, key=lambda point: (point.place.span, point.name))))
        return evolve(
            deal,
            checked=checked,
            tallies=tallies,
            timelines=tuple(told for each in deal.timelines if (told := self.timeline(each)) is not None),
            further=tuple(self.further(deal.further)),
            open_points=points,
            since=None if deal.since is None else self.since(deal.since),
        )

    def timeline(self, timeline: Timeline) -> Timeline | None:
        """A timeline without the limits of lines that are not shown; None where only such lines contest its points.

        What else it tells are the draft and what it is laid over.
        """
        lines = _seen(timeline.lines, self.hidden)
        if not lines:
            return None
        tracks = tuple(track for track in timeline.tracks if track.sort != LIMIT or track.who not in self.hidden)
        return evolve(timeline, tracks=tracks, lines=lines)

    def further(self, found: Sequence[Further]) -> Iterator[Further]:
        """How many more timelines there are of the lines that are shown."""
        for each in found:
            lines = _seen(each.lines, self.hidden)
            if lines:
                yield evolve(each, lines=lines)

    def open_point(self, point: OpenPoint) -> OpenPoint:
        """An open point with the lines that are shown; how many packages suit all rests on those that are not.

        A blank or a range is given in pieces on which lines turn: that they turn there is not told.
        """
        options: list[OptionPoint] = []
        for option in point.options:
            said = ANY_VALUE if option.piece else option.said
            dead = () if option.piece else tuple(party for party in option.dead if party in self.audience.parties)
            told = OptionPoint(said, option.wanted_by, Count(None), dead)
            if told not in options:
                options.append(told)
        return evolve(point, options=tuple(options), lines=_seen(point.lines, self.hidden))

    def since(self, since: Since) -> Since:
        """What is otherwise than in an earlier draft, less what tells of lines that are not shown."""
        changes = [change for change in since.changes if not self.tells_of(change)]
        return evolve(since, changes=tuple(changes))

    def tells_of(self, change: Change) -> bool:
        """Whether a change is of a line that is not shown, or of what was said of a line within another party."""
        names = set(change.lines)
        if names & self.hidden or any(map(self.tells, (change.title, change.text))):
            return True
        # Lines that only the other draft meets are not among those judged here.
        if names - self.shown:
            return not all(name.partition(".")[0] in self.audience.parties for name in names)
        others = any(name.partition(".")[0] not in self.audience.parties for name in names)
        return others and any(word in f"{change.title} {change.text}" for word in ("waive", "assessed"))

    def turns_on_hidden(self, deal: DealReport) -> bool:
        """Whether what is said of a deal's open lines may rest on where lines that are not shown turn.

        Without a list of what is open, it may.
        """
        if not self.hidden or self.seen is not None:
            return False
        return not deal.open_points or any(option.piece for point in deal.open_points for option in point.options)

    def line(self, line: LineVerdict, careful: bool) -> LineVerdict:
        """A line that is shown; of another party's not what was said of it within that party.

        To be `careful`, its findings are left out where they hang on a choice.
        """
        if careful and line.verdict is Verdict.OPEN:
            line = evolve(
                line, judgement=_verdict_alone(line.judgement), readings=tuple(map(_reading_alone, line.readings))
            )
        if line.line.party in self.audience.parties:
            return line
        cites = tuple(cited for cited in line.line.cites if cited.source is not None and _can_be_found(cited.source))
        return evolve(line, line=evolve(line.line, cites=cites), waiver=None, waiver_expired=False, assessment=None)

    def undisclosed(self, lines: Sequence[LineVerdict], head: DealHead) -> list[LineVerdict]:
        """For each party with red lines that are not shown, one in their place with the gravest of their verdicts."""
        found: dict[str, list[Verdict]] = {}
        for line in lines:
            if not self.sees(line.line) and line.line.level == "red line" and not waived(line):
                found.setdefault(line.line.party, []).append(line.verdict)
        bystanders = {line.line.party: line.bystander for line in lines}
        told = []
        for party, verdicts in found.items():
            verdict = next((each for each in _GRAVEST if each in verdicts), Verdict.MET)
            label = _LABELS[verdict].format(party=party)
            record = LineRecord(party, UNDISCLOSED, "red line", label, (), (), None, None, 1, None, (), head.place)
            told.append(LineVerdict(record, Judgement(verdict), (), bystanders[party]))
        return told

    def tallies(self, tallies: Tallies) -> Tallies | None:
        """The counts of the audience's own; those of others, and of all together, rest on lines that are not shown."""
        if not self.hidden:
            return tallies
        parties, hidden = self.audience.parties, self.hidden
        return Tallies(
            tallies.total if self.seen is not None else Count(None),
            _own(tallies.acceptable, parties),
            _own(tallies.undecided, parties),
            _own(tallies.apart, parties),
            _seen(tallies.violated, hidden),
            _seen(tallies.untold, hidden),
        )

    def diagnostics(self, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Those that neither speak of a line that is not shown nor point into a file with such lines."""
        return tuple(each for each in found if not self.gives_away(each))

    def gives_away(self, found: Diagnostic) -> bool:
        """Whether a diagnostic would tell of what is not shown."""
        places = [found.place, *(label.place for label in found.labels)]
        if any(place is not None and place.source.name in self.secret for place in places):
            return True
        said = (found.headline, found.label, found.help, *found.notes, *(label.text for label in found.labels))
        return any(map(self.tells, said))

    def tells(self, text: str) -> bool:
        """Whether a text names a line that is not shown."""
        return any(name in text for name in self.hidden)

    def receipt(self) -> Receipt | None:
        """What the result rests on, less the files that are not shown: a hash would confirm a guess of their text."""
        receipt = self.whole.receipt
        if receipt is None:
            return None
        return evolve(receipt, inputs=tuple(each for each in receipt.inputs if each.name not in self.secret))


def _verdict_alone(judgement: Judgement) -> Judgement:
    """An open judgement without its findings."""
    told = "what it hangs on is left out of this report, for it may turn on lines that are not shown"
    return Judgement(judgement.verdict, notes=(*judgement.notes, told))


def _reading_alone(reading: tuple[str, Judgement]) -> tuple[str, Judgement]:
    """An open reading without its findings."""
    name, judgement = reading
    return name, _verdict_alone(judgement) if judgement.verdict is Verdict.OPEN else judgement


def _own(tally: Tally, parties: Sequence[str]) -> Tally:
    return Tally(tuple(each for each in tally.parties if each[0] in parties), Count(None))


def _seen(names: Sequence[str], hidden: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name not in hidden)
