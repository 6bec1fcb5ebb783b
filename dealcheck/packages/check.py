"""A deal against lines: every line judged, none lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.draft import draft_diagnostics
from dealcheck.evaluate.findings import Checked, Judgement, LineVerdict
from dealcheck.evaluate.grounds import Grounds
from dealcheck.evaluate.settling import Surroundings
from dealcheck.logic import Verdict
from dealcheck.model.records import DealRecord, LineRecord, Model, SentenceRecord, Waiver
from dealcheck.packages.judging import judged
from dealcheck.packages.spread import Packages
from dealcheck.worlds.timing import when


class Checker(Grounds):
    """Judges lines against one deal."""

    def __init__(self, model: Model, deal: DealRecord, around: Surroundings) -> None:
        super().__init__(model, deal, around)
        self._packages: Packages | None = None

    @property
    def packages(self) -> Packages | None:
        """The packages that were prepared last."""
        return self._packages

    def prepare(self, lines: Iterable[LineRecord]) -> Packages:
        """The packages as far as these lines tell them apart, planned for all of them at once."""
        self._packages = Packages(self, [pair for line in lines if self.is_active(line) for pair in sentences_of(line)])
        return self._packages

    def judge(self, line: LineRecord) -> LineVerdict:
        """A line's verdict with that of each reading."""
        bystander = not self.parties_of(line.party) & self.deal.party_mask
        assessment = self.assessment(line.full_name)
        waiver = self._waiver(line.full_name)
        expired = waiver is not None and waiver.until is not None and waiver.until < self.as_of
        if not self.is_active(line):
            judgement = Judgement(Verdict.INACTIVE, notes=(self._inactive_note(line),))
            readings = tuple((reading.name, judgement) for reading in line.readings)
            return LineVerdict(line, judgement, readings, bystander, waiver, expired)
        judgement = self._sentence(line, line.sentence)
        readings = tuple((reading.name, self._sentence(line, reading.sentence)) for reading in line.readings)
        only = self._needs_side_letter(line, judgement)
        if only:
            judgement = evolve(judgement, notes=(*judgement.notes, "met only by a side letter"))
        return LineVerdict(line, judgement, readings, bystander, waiver, expired, only, assessment)

    def is_active(self, line: LineRecord) -> bool:
        """Whether the party holds the line on the as-of date."""
        since = None if line.active_from is None else when(line.active_from, self.settled)
        until = None if line.active_until is None else when(line.active_until, self.settled)
        if line.active_from is not None and (since is None or self.as_of < since):
            return False
        return until is None or self.as_of <= until

    def _inactive_note(self, line: LineRecord) -> str:
        since = None if line.active_from is None else when(line.active_from, self.settled)
        until = None if line.active_until is None else when(line.active_until, self.settled)
        held = " ".join(word for word in (f"from {since}" if since else "", f"until {until}" if until else "") if word)
        return f"held {held or 'on no date'}; the check is as of {self.as_of}"

    def _waiver(self, name: str) -> Waiver | None:
        found = [
            waiver for waiver in (*self.model.waivers, *self.deal.waivers, *self.around.waivers) if waiver.line == name
        ]
        return found[-1] if found else None

    def _sentence(self, line: LineRecord, sentence: SentenceRecord | None) -> Judgement:
        if sentence is None:
            return Judgement(Verdict.UNKNOWN, missing=("the line itself: it has an error",))
        packages = self._packages
        if packages is None or id(sentence) not in packages.cases:
            packages = self.prepare([line])
        return judged(packages, sentence)

    def _needs_side_letter(self, line: LineRecord, judgement: Judgement) -> bool:
        if judgement.verdict is not Verdict.MET or line.sentence is None:
            return False
        if not any(setting.side_letter for setting in self.deal.text.settings):
            return False
        without = Packages(self, [(line, line.sentence)], side_letters=False)
        return judged(without, line.sentence).verdict is not Verdict.MET


def sentences_of(line: LineRecord) -> list[tuple[LineRecord, SentenceRecord]]:
    """A line's sentence and those of its readings, as far as they have no error."""
    found = [line.sentence, *(reading.sentence for reading in line.readings)]
    return [(line, sentence) for sentence in found if sentence is not None]


def check_deal(model: Model, deal: DealRecord, lines: Iterable[LineRecord], around: Surroundings) -> Checked:
    """Every line judged against a deal, and what is wrong with the draft itself."""
    return checked_by(Checker(model, deal, around), lines)


def checked_by(
    checker: Checker,
    lines: Iterable[LineRecord],
    watch: Callable[[Sequence[LineRecord]], Iterable[LineRecord]] = iter,
) -> Checked:
    """Every line judged against the deal of a checker, and what is wrong with the draft itself.

    `watch` passes the lines on one by one, as a bar of progress does.
    """
    lines = list(lines)
    first = checker.world({}, {})
    checker.prepare(lines)
    judged_lines = tuple(checker.judge(line) for line in watch(lines))
    diagnostics: dict[tuple[object, ...], Diagnostic] = {}
    for diagnostic in draft_diagnostics(first):
        diagnostics[_identity(diagnostic)] = diagnostic
    for world in checker.worlds:
        for diagnostic in world.diagnostics.values():
            diagnostics.setdefault(_identity(diagnostic), diagnostic)
    return Checked(
        checker.deal.name,
        checker.deal.label,
        checker.as_of,
        checker.settled.effective,
        judged_lines,
        tuple(sorted(diagnostics.values(), key=_order)),
    )


def _identity(diagnostic: Diagnostic) -> tuple[object, ...]:
    place = diagnostic.place
    return (diagnostic.code, diagnostic.headline, None if place is None else (place.source.name, place.span))


def _order(diagnostic: Diagnostic) -> tuple[str, tuple[int, int], str, str]:
    place = diagnostic.place
    if place is None:
        return ("", (0, 0), diagnostic.code, diagnostic.headline)
    return (place.source.name, place.span, diagnostic.code, diagnostic.headline)
