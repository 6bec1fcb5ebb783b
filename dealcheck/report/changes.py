"""The record of a comparison, and what every output for people says of it in the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from attrs import frozen

from dealcheck.changes.records import (
    ADDED,
    BRACKET_CHANGES,
    LINE_CHANGES,
    OTHERWISE,
    READING,
    REMOVED,
    TERM_CHANGES,
    BracketChange,
    Changes,
    Doer,
    DraftHead,
    FieldChange,
    LineChange,
    MeasureChange,
    PointChange,
    TermChange,
)
from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Cause
from dealcheck.report.record import FINDINGS, NOT_JUDGED, OK, PolicyChoice, counts
from dealcheck.report.words import points_words, policies_words, shortened, unique, verdict_word, when_words

MOST_LETTERS = 200
"""Letters of a list of goods; it may be far longer."""

FEW_LETTERS = 100
"""Letters of a list of goods where the section on the outcome has more of it."""

MOST_NEEDED = 3
"""So many unlike values that a line needs are said."""

MOST_BENEATH = 12
"""Differences that come of the texts beneath, not of a term, and are shown; with other baselines they are many."""

DETAILED = frozenset(LINE_CHANGES) - {OTHERWISE, READING}
"""Changes of a line of which is said where and how each text brought it about."""

SILENCE = "silence"
"""What stands in the place of the old draft where only one is named."""


@frozen
class SideReport:
    """One of the two files: its name, the policies that its deals meet, what is wrong with it, the lines known."""

    name: str
    policies: PolicyChoice
    diagnostics: tuple[Diagnostic, ...] = ()
    known: tuple[str, ...] = ()


@frozen(eq=False)
class DiffResult:
    """Two files compared, deal by deal. `from_silence` tells that the old one is the new one with nothing said."""

    old: SideReport
    new: SideReport
    pairs: tuple[Changes, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    from_silence: bool = False

    @property
    def everything(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic, each once, in the order found."""
        return tuple(dict.fromkeys((*self.diagnostics, *self.old.diagnostics, *self.new.diagnostics)))

    @property
    def is_judged(self) -> bool:
        """Whether all could be compared that was to be."""
        return bool(self.pairs) and not any(found.is_error for found in self.everything)

    @property
    def exit_code(self) -> int:
        """0 where no red line is newly violated, 1 where one is, 2 where something could not be judged."""
        if not self.is_judged:
            return NOT_JUDGED
        return FINDINGS if any(is_newly_counted(change) for pair in self.pairs for change in pair.lines) else OK


def is_newly_counted(change: LineChange) -> bool:
    """Whether a line is violated under the new draft, to the cost of the exit code, and was not under the old one."""
    nothing: frozenset[str] = frozenset()
    return (
        change.new is not None
        and counts(change.new, nothing)
        and not (change.old is not None and counts(change.old, nothing))
    )


# ---- In words --------------------------------------------------------------------------------------------------------


@frozen
class Entry:
    """One change: its sort, what it is about, and rows that say more, each with a word before it or none."""

    sort: str
    title: str
    rows: tuple[tuple[str, str], ...] = ()


@frozen
class Section:
    """Changes of one sort of thing."""

    title: str
    entries: tuple[Entry, ...]


def sections(changes: Changes) -> tuple[Section, ...]:
    """What is otherwise, section by section; those with nothing in them are left out."""
    found = (
        Section("deal", tuple(Entry("", _field(each)) for each in changes.head)),
        Section("lines", tuple(_lines(changes))),
        Section("terms", tuple(map(_term, changes.terms))),
        Section("brackets", tuple(map(_bracket, changes.brackets))),
        Section("outcome", tuple(_points(changes.points))),
    )
    return tuple(section for section in found if section.entries)


def heads(result: DiffResult, changes: Changes) -> tuple[tuple[str, str], ...]:
    """What is compared: the two deals, as of when, by which policies, and what stays open."""
    old, new = changes.old, changes.new
    rows = [
        ("", f"{_deal(old, result.old.name, result.from_silence)} -> {_deal(new, result.new.name)}"),
        ("as of", _both(str(old.as_of), str(new.as_of))),
        ("effective", _both(str(old.effective), str(new.effective))),
        ("policies", _both(*(policies_words(side.policies) for side in (result.old, result.new)))),
    ]
    if old.open_choices or new.open_choices:
        left = " -> ".join(", ".join(side.open_choices) or "nothing" for side in (old, new))
        rows.append(("left open", f"{left}; values that hang on one of these are said with its options"))
    rows.extend(("note", note) for note in changes.notes)
    return tuple(rows)


def _deal(head: DraftHead, file: str, silent: bool = False) -> str:
    if silent:
        return SILENCE
    label = f' "{head.label}"' if head.label else ""
    return f"{head.deal}{label} ({file})"


def _both(old: str, new: str) -> str:
    return old if old == new else f"{old} -> {new}"


def _field(change: FieldChange) -> str:
    return f"{change.what} {change.old or 'nothing'} -> {change.new or 'nothing'}".strip()


def _lines(changes: Changes) -> Iterator[Entry]:
    """The lines that changed; those that only one of the drafts meets together, for they are many."""
    for change in changes.lines:
        if change.change not in (ADDED, REMOVED):
            yield line_entry(change, changes)
    for sort, side in ((ADDED, "new"), (REMOVED, "old")):
        names = [f"{each.line.full_name} {_verdict(each)}" for each in changes.lines if each.change == sort]
        if names:
            noun = "line" if len(names) == 1 else "lines"
            yield Entry(sort, f"{len(names)} {noun} that only the {side} draft meets: {', '.join(names)}")


def _verdict(change: LineChange) -> str:
    judged = change.new or change.old
    return "" if judged is None else f"({verdict_word(judged)})"


def line_entry(change: LineChange, changes: Changes) -> Entry:
    """A line: what became of it, and by what."""
    record = change.line
    label = f' "{record.label}"' if record.label else ""
    level = "" if record.level == "red line" else f", a {record.level}"
    whose = ", of a bystander" if change.bystander else ""
    verdicts = [verdict_word(each) if each is not None else "not judged" for each in (change.old, change.new)]
    said = f"{record.full_name}{label}{level}{whose}: {_both(*verdicts)}"
    detailed = change.change in DETAILED
    rows = list(_by(change.by, changes, detailed))
    if detailed and change.new is not None:
        needed = unique(finding.needed for finding in change.new.judgement.findings if finding.needed)
        if needed and len(needed) <= MOST_NEEDED:
            rows.append(("needed", "; ".join(needed)))
    for reading in change.readings:
        verdicts = ["none" if verdict is None else verdict.value for verdict in (reading.old, reading.new)]
        rows.append(("reading", f"{reading.name}: {' -> '.join(verdicts)}"))
    if change.says_otherwise:
        rows.append(("note", "the line itself reads otherwise in the policies of the two drafts"))
    return Entry(change.change, said, tuple(rows))


def _by(doers: Sequence[Doer], changes: Changes, detailed: bool) -> Iterator[tuple[str, str]]:
    """The texts that changed a verdict, those together that changed the same, with the first of their changes."""
    for doer in doers:
        if doer.cause is None:
            yield "by", doer.text
    whose: dict[tuple[str, ...], list[Doer]] = {}
    for point in dict.fromkeys(doer.point for doer in doers if doer.cause is not None):
        together = [doer for doer in doers if doer.cause is not None and doer.point is point]
        names = tuple(unique(_doer(doer, changes) for doer in together))
        whose.setdefault(names, []).append(together[0])
    if whose and not detailed:
        yield "by", "; ".join(", ".join(names) for names in whose)
        return
    for names, found in whose.items():
        points = [doer.point for doer in found if doer.point is not None]
        said = f": {points_at(points[0], FEW_LETTERS)}: {values(points[0])}" if points else ""
        more = f"; {len(points) - 1} more under outcome" if len(points) > 1 else ""
        yield "by", f"{', '.join(names)}{said}{more}"


def _doer(doer: Doer, changes: Changes) -> str:
    """`art1`, `parts (dropped)`, `art2 (old draft)`, `silence (mid_2025)`."""
    cause = doer.cause
    if cause is None:
        return doer.text
    if cause.sort == "silence":
        return cause_name(cause)
    name = f"{cause.term} in a side letter" if cause.side_letter else cause.term
    if not doer.gone:
        return name
    dropped = any(term.change == "dropped" and term.old == cause.term for term in changes.terms)
    return f"{name} (dropped)" if dropped else f"{name} (old draft)"


def cause_name(cause: Cause) -> str:
    """`art1`, or `silence (mid_2025)`."""
    if cause.sort == "term":
        return f"{cause.term} in a side letter" if cause.side_letter else cause.term
    return f"silence ({cause.origin})" if cause.origin else "silence"


def points_at(point: PointChange, most: int = MOST_LETTERS) -> str:
    """`tariff by US from JP on autos layer s232_autos, from 2025-08-01`."""
    return f"{shortened(points_words(point.where), most)}, {when_words(point.when)}"


def values(point: PointChange) -> str:
    """`rate 25% -> 15%`, `none -> volume 100_000 t, in_rate 0%`."""
    if len(point.fields) == 1 and "none" not in (point.old, point.new):
        return _field(point.fields[0])
    return f"{point.old} -> {point.new}"


def _term(change: TermChange) -> Entry:
    """A term: the marks and measures that are others."""
    label = f' "{change.label}"' if change.label else ""
    was = f" (was {change.old})" if change.new is not None and change.old not in (None, change.new) else ""
    alone = change.old is None or change.new is None
    where = f"line {change.place.line}" + (" of the old draft" if change.new is None else "")
    rows = [(mark.what, (mark.new or mark.old) if alone else _mark(mark)) for mark in change.marks]
    for measure in change.measures:
        rows.extend(_measure(measure, len(change.measures) > 1 and not alone))
    return Entry(change.change, f"{change.name}{label}{was}, {where}", tuple(rows))


def _mark(mark: FieldChange) -> str:
    return f"{mark.old or 'not said'} -> {mark.new or 'not said'}"


def _measure(change: MeasureChange, several: bool) -> Iterator[tuple[str, str]]:
    """A measure that is in one draft only, or the fields that it sets to something else."""
    if change.change != "changed":
        yield change.change if several else "", change.new or change.old
        return
    if several:
        yield "in", change.new
    for field in change.fields:
        yield field.what, f"{field.old or 'not said'} -> {field.new or 'not said'}"


def _bracket(change: BracketChange) -> Entry:
    """An open choice: what became of it and in whose favour, and what it was."""
    title = change.name
    if change.change == "closed" and change.sort == "article":
        title = f"{change.name} {change.new or change.took}"
    elif change.change == "closed" and change.new:
        title = f"{change.name} at {change.new}"
    how = f", {change.how}" if change.how else ""
    rows = [("was", change.old)] if change.old else []
    if change.change != "closed":
        rows.append(("is", change.new))
    return Entry(change.change, f"{title}{how}", tuple(rows))


def _points(points: Sequence[PointChange]) -> Iterator[Entry]:
    """The points that differ, those in one place together; of those that no term touches only the first."""
    own = [point for point in points if _is_of_terms(point)]
    beneath = [point for point in points if not _is_of_terms(point)]
    for where, group in groupby([*own, *beneath[:MOST_BENEATH]], _place_of):
        yield Entry("", where, tuple((when_words(each.when), f"{values(each)} ({_point_by(each)})") for each in group))
    if len(beneath) > MOST_BENEATH:
        more = len(beneath) - MOST_BENEATH
        yield Entry("", f"{more} further differences in the texts beneath; --format json has them all")


def _is_of_terms(point: PointChange) -> bool:
    """Whether a term of one of the drafts has to do with it."""
    return any(cause.sort == "term" for cause in (*point.old_causes, *point.new_causes))


def _place_of(point: PointChange) -> str:
    return shortened(points_words(point.where), MOST_LETTERS)


def _point_by(point: PointChange) -> str:
    """`art1`, or `without parts` where the old draft's term is no longer there and silence is back."""
    now = unique(map(cause_name, point.new_causes))
    before = unique(cause_name(cause) for cause in point.old_causes if cause.sort == "term")
    if before and not any(cause.sort == "term" for cause in point.new_causes):
        return ", ".join([f"without {' and '.join(before)}", *now])
    return ", ".join(now) or "silence"


def tally(changes: Changes) -> str:
    """`lines: 2 newly violated, 1 mended; terms: 3 changed; brackets: 1 closed; outcome: 4 points`."""
    said = []
    for title, order, found in (
        ("lines", LINE_CHANGES, [each.change for each in changes.lines]),
        ("terms", TERM_CHANGES, [each.change for each in changes.terms]),
        ("brackets", BRACKET_CHANGES, [each.change for each in changes.brackets]),
    ):
        numbers = [f"{found.count(change)} {change}" for change in order if change in found]
        said.append(f"{title}: {', '.join(numbers) or 'none changed'}")
    count = len(changes.points)
    said.append(f"outcome: {count} {'difference' if count == 1 else 'differences'}" if count else "outcome: the same")
    return "; ".join(said)


def still_unknown(changes: Changes) -> str:
    """What is said of the lines that are unknown under both drafts; `""` where there are none."""
    if not changes.unknown:
        return ""
    noun = "line is" if len(changes.unknown) == 1 else "lines are"
    return f"{len(changes.unknown)} {noun} unknown under both drafts: {', '.join(changes.unknown)}"


def nothing_differs(result: DiffResult, changes: Changes) -> str:
    """What is said where the two say the same."""
    if not result.is_judged:
        return "no difference was found, but not all could be compared: see the errors"
    return "the two drafts say the same, and every line has the same verdict under both"
