"""What an evaluation says: verdicts and the findings that bear them out. One record feeds every output."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.logic import Verdict
from dealcheck.model.records import Assessment, LineRecord, Region, Waiver
from dealcheck.scopes import IntervalSet
from dealcheck.source import Place
from dealcheck.worlds.naming import Naming


@frozen
class Where:
    """The points of a finding: in words, and as codes or topics.

    `text` is the goods or topics in the fewest names (`autos | light_trucks`, `hs 8703.80`), `""` where the kind has
    no such key; `parties` names the other keys (`by US from JP layer s232_autos`); `on` is the set itself, None where
    there is none.
    """

    text: str
    parties: str
    on: IntervalSet | None
    kind: str
    naming: Naming | None = field(default=None, eq=False, repr=False)
    """What names codes; None where `on` holds no goods."""
    region: Region | None = field(default=None, eq=False, repr=False)
    """The points as a region; None for what has no points, as a date of the deal."""
    codes: tuple[str, ...] | None = field(default=None, eq=False, repr=False)
    """The goods as codes, where they are known in no other form: those of a finding read back from its report."""

    @property
    def hs(self) -> tuple[str, ...]:
        """The goods as the fewest codes, with dots; none for `everything` and for what has no goods."""
        if self.codes is not None:
            return self.codes
        return self.naming.codes(self.on) if self.naming is not None and self.on is not None else ()

    @property
    def full(self) -> str:
        """Goods or topics where there are any, else the parties."""
        return self.text or self.parties


def where_words(kind: str, parties: str, goods: str) -> str:
    """Points as the measure that covers them would be written: `tariff by US from JP on autos layer s232_autos`."""
    parties, layer, name = parties.partition("layer ")
    return " ".join(part for part in (kind, parties.strip(), f"on {goods}" if goods else "", layer + name) if part)


@frozen
class When:
    """First and last day; None as the last: without end."""

    since: date
    until: date | None


@frozen
class Cause:
    """What brought a finding about: a term at its place in the draft, or silence with the measure that it preserves.

    `sort` is `term` or `silence`; `term` is the term's name; `place` that of the term's measure or of the measure that
    silence preserves (None where silence preserves nothing); `text` is that measure in words, `origin` the name of the
    text it stands in (a baseline, letter or deal), `cites` its sources; `side_letter` tells that the term stands in
    one.
    """

    sort: str
    term: str = ""
    place: Place | None = None
    text: str = ""
    origin: str = ""
    cites: tuple[str, ...] = ()
    side_letter: bool = False


@frozen
class Finding:
    """One reason for a verdict."""

    verdict: Verdict
    where: Where
    when: When
    found: str
    needed: str
    causes: tuple[Cause, ...]
    mend: str = ""
    depends_on: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@frozen
class Judgement:
    """A sentence's verdict with its findings and notes (such as *nothing of the kind exists*).

    `breaks` and `saves` are the fewest choices that violate and that meet the line, for an open one: `art1: US`, ...
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    saves: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@frozen
class LineVerdict:
    """A line judged: the main sentence's judgement, each reading's, and how the line stands to the deal."""

    line: LineRecord
    judgement: Judgement
    readings: tuple[tuple[str, Judgement], ...]
    bystander: bool
    waiver: Waiver | None = None
    waiver_expired: bool = False
    side_letter_only: bool = False
    assessment: Assessment | None = None

    @property
    def verdict(self) -> Verdict:
        """The main sentence's verdict."""
        return self.judgement.verdict

    @property
    def differing(self) -> tuple[tuple[str, Judgement], ...]:
        """The readings whose verdict is another than the line's."""
        return tuple((name, judged) for name, judged in self.readings if judged.verdict is not self.verdict)


@frozen
class Checked:
    """A deal checked: every line's verdict, in the order of the policies, and what was found wrong with the draft
    itself.
    """

    deal: str
    label: str
    as_of: date | None
    effective: date | None
    lines: tuple[LineVerdict, ...]
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[str, ...] = ()
