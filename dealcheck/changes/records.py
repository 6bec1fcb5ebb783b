"""What a comparison of two drafts says. One record feeds every output."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from dealcheck.evaluate.findings import Cause, LineVerdict, When, Where
from dealcheck.logic import Verdict
from dealcheck.model.records import LineRecord, Region
from dealcheck.source import Place

OLD, NEW = "old", "new"
"""The two drafts."""

NEWLY_VIOLATED, OPENED, TURNED_UNKNOWN = "newly violated", "opened", "unknown now"
MENDED, CLOSED, TURNED_KNOWN, HELD, NOT_HELD = "mended", "closed", "known now", "held now", "no longer held"
OTHERWISE, READING, WAIVED, UNWAIVED = "on other grounds", "by a reading", "waived", "no longer waived"
ADDED, REMOVED = "added", "removed"

LINE_CHANGES = (
    NEWLY_VIOLATED,
    OPENED,
    TURNED_UNKNOWN,
    UNWAIVED,
    MENDED,
    CLOSED,
    TURNED_KNOWN,
    WAIVED,
    HELD,
    NOT_HELD,
    OTHERWISE,
    READING,
    ADDED,
    REMOVED,
)
"""What can become of a line, what a party must hear first at the front.

`newly violated`, `opened` and `unknown now` say what the new verdict is, whatever the old one was; `mended`, `closed`,
`known now` and `held now` what a line that is met now was before. `on other grounds`: the verdict is the same, and
borne out by other points, days or values. `added` and `removed`: only one of the drafts meets such a line.
"""

TERM_CHANGES = ("changed", "standing", "added", "dropped")
"""What can become of a term; `standing`: it says the same, but its status, sponsors or place are others."""

BRACKET_CHANGES = ("closed", "opened", "changed")


@frozen
class FieldChange:
    """One thing that is said otherwise: a key, a value, a date, a condition or a mark, in words; `""` for nothing."""

    what: str
    old: str
    new: str


@frozen
class MeasureChange:
    """A measure of a term that is `added`, `dropped` or `changed`; `old` and `new` are the measure in words."""

    change: str
    kind: str
    old: str
    new: str
    fields: tuple[FieldChange, ...] = ()
    place: Place | None = None
    """In the new draft, of a dropped one in the old."""


@frozen
class TermChange:
    """A term that is another one, under the names that it has in the two drafts (None where it is not there)."""

    change: str
    old: str | None
    new: str | None
    label: str
    marks: tuple[FieldChange, ...]
    """Status, sponsors, side letter and the like."""
    measures: tuple[MeasureChange, ...]
    place: Place
    """In the new draft, of a dropped one in the old."""

    @property
    def name(self) -> str:
        """The name in the new draft, of a dropped one that in the old."""
        return self.new or self.old or ""


@frozen
class BracketChange:
    """An open choice that is `closed`, `opened`, or has other options.

    `sort` is `bracket`, `article` (one that only some propose), `event` or `date`; `name` how reports speak of it
    (`art2 volume`); `took` the option that it closes at, or was opened from, `""` for none of them; `favours` those
    who want that option; `how` says the same in words.
    """

    change: str
    sort: str
    name: str
    old: str
    new: str
    took: str = ""
    favours: tuple[str, ...] = ()
    how: str = ""
    place: Place | None = None


@frozen
class PointChange:
    """Points at which the outcome is another: where, when, and what holds there under the two drafts.

    `fields` are those that differ; `old` and `new` what holds, in words (`none` where nothing does). What hangs on an
    open choice is said with its options: `[US: 25% | JP: 0%]`. `region` is in the numbering of the frame.
    """

    where: Where
    when: When
    fields: tuple[FieldChange, ...]
    old: str
    new: str
    old_causes: tuple[Cause, ...]
    new_causes: tuple[Cause, ...]
    region: Region = field(eq=False, repr=False)

    @property
    def kind(self) -> str:
        """The kind of the measures."""
        return self.where.kind


@frozen
class Doer:
    """What brought a change of verdict about: a text of one of the drafts, or a circumstance in words.

    `gone` tells that the old draft's term did it by no longer being there, or no longer so.
    """

    draft: str
    cause: Cause | None = None
    point: PointChange | None = None
    text: str = ""

    @property
    def gone(self) -> bool:
        """Whether it is what the new draft no longer says."""
        return self.draft == OLD


@frozen
class ReadingChange:
    """A reading whose verdict is another; None where a line has no such reading."""

    name: str
    old: Verdict | None
    new: Verdict | None


@frozen(eq=False)
class LineChange:
    """A line whose verdict is another, or rests on other grounds. `old` or `new` is None where it is not judged."""

    change: str
    old: LineVerdict | None
    new: LineVerdict | None
    by: tuple[Doer, ...]
    readings: tuple[ReadingChange, ...] = ()
    says_otherwise: bool = False
    """Whether the line itself reads otherwise in the policies of the two drafts."""

    @property
    def line(self) -> LineRecord:
        """The line."""
        judged = self.new or self.old
        if judged is None:
            raise ValueError("a line that is judged under neither draft")
        return judged.line

    @property
    def bystander(self) -> bool:
        """Whether its party is none of the deal's."""
        judged = self.new or self.old
        return judged is not None and judged.bystander


@frozen
class DraftHead:
    """One of the two drafts: its deal, its dates, how much it leaves open, and the lines that stay unknown."""

    deal: str
    label: str
    as_of: date | None
    effective: date | None
    parties: tuple[str, ...]
    open_choices: tuple[str, ...] = ()


@frozen(eq=False)
class Changes:
    """How the outcome, the verdicts and the text of a new draft differ from those of an old one."""

    old: DraftHead
    new: DraftHead
    head: tuple[FieldChange, ...]
    lines: tuple[LineChange, ...]
    terms: tuple[TermChange, ...]
    brackets: tuple[BracketChange, ...]
    points: tuple[PointChange, ...]
    unknown: tuple[str, ...] = ()
    """Lines that are unknown under both drafts, so that nothing can be said of them."""
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.head or self.lines or self.terms or self.brackets or self.points)
