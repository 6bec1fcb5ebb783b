"""Lines whose verdict is another under the new draft, each with what did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import define

from dealcheck.changes.frame import Frame, View
from dealcheck.changes.heads import DATES
from dealcheck.changes.judged import Drafted
from dealcheck.changes.records import (
    ADDED,
    CLOSED,
    HELD,
    LINE_CHANGES,
    MENDED,
    NEW,
    NEWLY_VIOLATED,
    NOT_HELD,
    OLD,
    OPENED,
    OTHERWISE,
    READING,
    REMOVED,
    TURNED_KNOWN,
    TURNED_UNKNOWN,
    UNWAIVED,
    WAIVED,
    Doer,
    FieldChange,
    LineChange,
    PointChange,
    ReadingChange,
)
from dealcheck.changes.wording import tidy
from dealcheck.evaluate.findings import Finding, Judgement, LineVerdict, When
from dealcheck.evaluate.walk import kinds_read, simple_parts
from dealcheck.logic import Verdict
from dealcheck.model.records import DealSentenceRecord, JudgedRecord, LineRecord, Region, SentenceRecord

_FOUND = {
    Verdict.VIOLATED: NEWLY_VIOLATED,
    Verdict.OPEN: OPENED,
    Verdict.UNKNOWN: TURNED_UNKNOWN,
    Verdict.INACTIVE: NOT_HELD,
}
_LEFT = {Verdict.VIOLATED: MENDED, Verdict.OPEN: CLOSED, Verdict.UNKNOWN: TURNED_KNOWN, Verdict.INACTIVE: HELD}


@define(eq=False)
class Verdicts:
    """Compares the verdicts of two drafts. `points` and `head` are what else is otherwise between them."""

    frame: Frame
    old: Drafted
    new: Drafted
    points: Sequence[PointChange]
    head: Sequence[FieldChange]

    def changes(self) -> tuple[LineChange, ...]:
        """The lines that changed, the gravest sort of change first, then in the order of the policies."""
        olds = {judged.line.full_name: judged for judged in self.old.checked.lines}
        news = {judged.line.full_name: judged for judged in self.new.checked.lines}
        found: list[LineChange] = []
        for name in dict.fromkeys((*news, *olds)):
            change = self._line(olds.get(name), news.get(name))
            if change is not None:
                found.append(change)
        return tuple(sorted(found, key=lambda change: LINE_CHANGES.index(change.change)))

    def _line(self, old: LineVerdict | None, new: LineVerdict | None) -> LineChange | None:
        readings = tuple(_readings(old, new))
        if old is None or new is None:
            judged = new or old
            if judged is None:
                raise ValueError("a line that is judged under neither draft")
            return LineChange(ADDED if old is None else REMOVED, old, new, (), readings)
        otherwise = _text(old.line) != _text(new.line)
        if old.verdict is not new.verdict:
            change = _LEFT[old.verdict] if new.verdict is Verdict.MET else _FOUND[new.verdict]
            by = self._by(old, new, old.judgement, new.judgement, old.line.sentence, new.line.sentence)
            return LineChange(change, old, new, by, readings, otherwise)
        if _waived(old) is not _waived(new):
            waiver = new.waiver if _waived(new) else old.waiver
            text = f"waived: {waiver.because}" if waiver is not None else ""
            return LineChange(
                WAIVED if _waived(new) else UNWAIVED, old, new, (Doer(NEW, text=text),), readings, otherwise
            )
        if (self.points or self.head or otherwise) and self._rests_on(old, OLD) != self._rests_on(new, NEW):
            by = self._by(old, new, old.judgement, new.judgement, old.line.sentence, new.line.sentence)
            return LineChange(OTHERWISE, old, new, by, readings, otherwise)
        if readings:
            return LineChange(READING, old, new, self._by_reading(old, new, readings[0]), readings, otherwise)
        return None

    def _by_reading(self, old: LineVerdict, new: LineVerdict, reading: ReadingChange) -> tuple[Doer, ...]:
        """What changed the verdict of a reading."""
        before, now = dict(old.readings).get(reading.name), dict(new.readings).get(reading.name)
        if before is None or now is None:
            return (Doer(NEW, text="only one of the drafts meets this reading"),)
        sentences = [
            next((each.sentence for each in judged.line.readings if each.name == reading.name), None)
            for judged in (old, new)
        ]
        return self._by(old, new, before, now, sentences[0], sentences[1])

    # ---- What did it -----------------------------------------------------------------------------------------------

    def _by(
        self,
        old: LineVerdict,
        new: LineVerdict,
        before: Judgement,
        now: Judgement,
        old_sentence: SentenceRecord | None,
        new_sentence: SentenceRecord | None,
    ) -> tuple[Doer, ...]:
        """The texts that brought a change about, by what stands now, or stood before, where the outcome is another."""
        circumstances = tuple(self._circumstances(old, new, before, now, new_sentence or old_sentence))
        if circumstances:
            return circumstances
        touching = [*self._touching(now.findings, self.frame.new), *self._touching(before.findings, self.frame.old)]
        if not touching:
            kinds = self._kinds(old_sentence, self.old) | self._kinds(new_sentence, self.new)
            touching = [point for point in self.points if point.kind in kinds]
        found = dict.fromkeys(doer for point in dict.fromkeys(touching) for doer in _doers(point))
        if found:
            return _without_repeats(found)
        if self.head:
            texts = (f"{each.what}: {each.old or 'none'} -> {each.new or 'none'}" for each in self.head)
            return tuple(Doer(NEW, text=text) for text in texts)
        return ()

    def _circumstances(
        self, old: LineVerdict, new: LineVerdict, before: Judgement, now: Judgement, sentence: SentenceRecord | None
    ) -> Iterator[Doer]:
        """What has nothing to do with the terms: when the line is held, what a person said, the deal's own dates."""
        if Verdict.INACTIVE in (before.verdict, now.verdict):
            notes = (before if before.verdict is Verdict.INACTIVE else now).notes
            days = (self.old.checked.as_of, self.new.checked.as_of)
            said = notes[0].partition(";")[0] if notes else ""
            yield Doer(NEW, text=f"{said}; as of {days[0]} -> {days[1]}".removeprefix("; "))
            return
        if old.assessment != new.assessment and sentence is not None and _has(sentence, JudgedRecord):
            each = new.assessment or old.assessment
            if each is not None:
                verdict = "met" if each.met else "violated"
                gone = " is gone" if new.assessment is None else ""
                yield Doer(NEW, text=f"assessed {verdict} by {each.by} on {each.date}{gone}")
        if sentence is not None and _has(sentence, DealSentenceRecord):
            for change in self.head:
                if change.what in DATES or change.what.startswith("fact "):
                    yield Doer(NEW, text=f"{change.what} {change.old or 'not given'} -> {change.new or 'not given'}")

    def _touching(self, findings: Iterable[Finding], view: View) -> list[PointChange]:
        """The points with another outcome that lie where and when findings do."""
        found: list[PointChange] = []
        for finding in findings:
            region = finding.where.region
            kind = view.model.kinds.get(finding.where.kind)
            if region is None or kind is None:
                continue
            framed = Region(tuple(map(view.parties, region.parties)), view.on(kind, region.on), region.layers)
            name = "tariff" if kind.derived else kind.name
            found.extend(
                point
                for point in self.points
                if point.kind == name and point.region.overlaps(framed) and _meet(point.when, finding.when)
            )
        return found

    @staticmethod
    def _kinds(sentence: SentenceRecord | None, drafted: Drafted) -> set[str]:
        """The kinds that a sentence reads."""
        names = kinds_read(sentence) if sentence is not None else ()
        return {"tariff" if drafted.model.kinds[name].derived else name for name in names}

    # ---- The same verdict on other grounds ---------------------------------------------------------------------------

    def _rests_on(self, judged: LineVerdict, side: str) -> frozenset[object]:
        """What bears a verdict out, whatever brings it about: places, days and values.

        The first day of the deal is that day, whenever it is.
        """
        view, drafted = (self.frame.old, self.old) if side == OLD else (self.frame.new, self.new)
        first = drafted.checked.effective
        found: set[object] = set()
        for finding in judged.judgement.findings:
            region = finding.where.region
            kind = view.model.kinds.get(finding.where.kind)
            if region is None or kind is None:
                where: object = finding.where.parties
            else:
                on = view.on(kind, region.on)
                where = (finding.where.kind, tuple(map(view.parties, region.parties)), on, region.layers)
            since = None if finding.when.since == first else finding.when.since
            found.add((where, since, finding.when.until, finding.found, finding.needed))
        return frozenset(found)


def _readings(old: LineVerdict | None, new: LineVerdict | None) -> Iterator[ReadingChange]:
    """The readings whose verdict is another."""
    before = {name: judged.verdict for name, judged in old.readings} if old else {}
    now = {name: judged.verdict for name, judged in new.readings} if new else {}
    for name in dict.fromkeys((*now, *before)):
        if before.get(name) is not now.get(name):
            yield ReadingChange(name, before.get(name), now.get(name))


def _doers(point: PointChange) -> Iterator[Doer]:
    """Who made a point another: the new draft's terms there; else the old draft's, which are gone; else what lies
    beneath.
    """
    for draft, causes in ((NEW, point.new_causes), (OLD, point.old_causes)):
        terms = [cause for cause in causes if cause.sort == "term"]
        yield from (Doer(draft, cause, point) for cause in terms)
        if terms:
            return
    for cause in point.new_causes:
        yield Doer(NEW, cause, point)


def _without_repeats(found: Iterable[Doer]) -> tuple[Doer, ...]:
    """Each text once for each change of value that it makes."""
    known: dict[object, Doer] = {}
    for doer in found:
        point = doer.point
        known.setdefault((doer.draft, doer.cause, None if point is None else (point.old, point.new)), doer)
    return tuple(known.values())


def _meet(one: When, other: When) -> bool:
    """Whether two stretches of time have a day in common."""
    return (other.until is None or one.since <= other.until) and (one.until is None or other.since <= one.until)


def _has(sentence: SentenceRecord, sort: type) -> bool:
    return any(isinstance(simple, sort) for simple in simple_parts(sentence))


def _waived(judged: LineVerdict) -> bool:
    """Whether a waiver lifts what the line comes to."""
    needed = judged.verdict not in (Verdict.MET, Verdict.INACTIVE)
    return needed and judged.waiver is not None and not judged.waiver_expired


def _text(line: LineRecord) -> tuple[str, ...]:
    """A line's sentence and readings as they are written, whatever their layout."""
    sentences = [line.sentence, *(reading.sentence for reading in line.readings)]
    return tuple("" if sentence is None else tidy(sentence.place.text) for sentence in sentences)
