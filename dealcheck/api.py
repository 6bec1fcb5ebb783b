"""Checks on texts: what every command and editor calls.

Files come through a look-up; a user's mistake is a diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Checked, Judgement, LineVerdict
from dealcheck.evaluate.settling import Surroundings
from dealcheck.logic import Verdict
from dealcheck.model.problems import meant
from dealcheck.model.records import DealRecord, LineRecord, TestRecord
from dealcheck.opening import (
    GIVEN,
    Draft,
    Files,
    Opened,
    PolicySet,
    may_hold_deal,
    may_hold_test,
    open_alone,
    open_draft,
)
from dealcheck.packages.check import Checker, check_deal
from dealcheck.report.record import DealReport, DraftReport, Result
from dealcheck.syntax.parse import Parsed, parse

if TYPE_CHECKING:
    from dealcheck.asked import Question
    from dealcheck.report.changes import DiffResult
    from dealcheck.report.points import PointsResult
    from dealcheck.report.reasons import ReasonsResult

__all__ = [
    "GIVEN",
    "CheckOptions",
    "Draft",
    "Files",
    "Opened",
    "Parsed",
    "PolicySet",
    "check",
    "check_draft",
    "diff",
    "gather",
    "judge_test",
    "known_lines",
    "may_hold_deal",
    "may_hold_test",
    "open_alone",
    "open_draft",
    "parse",
    "show",
    "why",
]


@frozen
class CheckOptions:
    """Which lines to judge, as of which day. `today` is the day to judge at where no text says one."""

    parties: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    as_of: date | None = None
    today: date | None = None

    def admits(self, line: LineRecord) -> bool:
        """Whether the filters let a line through; `autos` names that line of every party."""
        if self.parties and line.party not in self.parties:
            return False
        return not self.lines or line.full_name in self.lines or line.name in self.lines

    @property
    def around(self) -> Surroundings:
        """What the check knows beside the draft."""
        return Surroundings(self.as_of, self.today)


# ---- check -----------------------------------------------------------------------------------------------------------


def check(drafts: Iterable[Draft], options: CheckOptions) -> Result:
    """Every deal of the drafts against every line that they meet."""
    return gather([check_draft(draft, options) for draft in drafts], options)


def check_draft(draft: Draft, options: CheckOptions) -> DraftReport:
    """One draft's deals against every line that they meet and the filters let through."""
    opened = open_draft(draft)
    lines = [line for line in opened.lines if options.admits(line)]
    problems = [*opened.diagnostics]
    if opened.blocked:
        deals: Sequence[DealRecord | None] = opened.deals or (None,)
        reports = tuple(DealReport(deal, _not_judged(deal, lines)) for deal in deals)
    else:
        reports = tuple(
            DealReport(deal, check_deal(opened.model, deal, lines, options.around)) for deal in opened.deals
        )
        problems.extend(_nothing_to_do(opened))
    known = tuple(line.full_name for line in opened.lines)
    return DraftReport(draft.source.name, opened.policies, reports, tuple(problems), known)


def gather(reports: Sequence[DraftReport], options: CheckOptions, problems: Sequence[Diagnostic] = ()) -> Result:
    """The reports as one result.

    A filter that lets no line of any draft through is an error, for it is most likely a slip.
    """
    known = [name for report in reports for name in report.known]
    found = (*problems, *_unmatched_filters(known, options))
    return Result(tuple(reports), found, options.parties, options.lines)


def _unmatched_filters(names: Iterable[str], options: CheckOptions) -> list[Diagnostic]:
    """An error for each filter that lets none of the lines of these names through."""
    known = [name.partition(".") for name in dict.fromkeys(names)]
    if not known:
        return []
    parties, lines = options.parties, options.lines
    found = [
        *_unmatched("party", parties, {party for party, _, _ in known}),
        *_unmatched("line", lines, {name for party, _, short in known for name in (f"{party}.{short}", short)}),
    ]
    both = parties and lines and not found
    if both and not any(party in parties and {f"{party}.{short}", short} & {*lines} for party, _, short in known):
        found.append(Diagnostic("DC931", f"no line of {', '.join(parties)} is called {', '.join(lines)}"))
    return found


def _unmatched(noun: str, wanted: Sequence[str], known: set[str]) -> Iterator[Diagnostic]:
    """An error for each value of a filter that matches nothing."""
    for name in wanted:
        if name not in known:
            yield Diagnostic(
                "DC931", f"--{noun} {name} matches no line", help=meant(name, known, "leave it out to see all lines")
            )


def _nothing_to_do(opened: Opened) -> Iterator[Diagnostic]:
    """What keeps a check without errors from saying anything: no deal, no line."""
    name = opened.source.name
    if not opened.deals:
        tests = any(test.place.source.name == name for test in opened.model.tests)
        way = (
            f"dealcheck test {name} runs its tests"
            if tests
            else "a draft says deal NAME { between A, B  against BASELINE ... }"
        )
        yield Diagnostic("DC932", f"{name} holds no deal to check", help=way)
    elif not opened.lines:
        yield Diagnostic(
            "DC930",
            f"no policy is there for {name} to meet",
            help='use "jp" in the draft, or name files with --policies',
        )


def _not_judged(deal: DealRecord | None, lines: Iterable[LineRecord]) -> Checked:
    """Every line as unknown: with errors in the texts that make the world, silence could be a misreading."""
    missing = ("the texts have errors",)
    judged = tuple(
        LineVerdict(
            line,
            Judgement(Verdict.UNKNOWN, missing=missing),
            tuple((reading.name, Judgement(Verdict.UNKNOWN, missing=missing)) for reading in line.readings),
            bystander=deal is not None and line.party not in deal.parties,
        )
        for line in lines
    )
    return Checked(deal.name if deal else "", deal.label if deal else "", None, None, judged, ())


def known_lines(draft: Draft) -> list[LineRecord]:
    """The lines that a draft meets."""
    return list(open_draft(draft).lines)


# ---- show and why ----------------------------------------------------------------------------------------------------


def show(draft: Draft, question: Question, options: CheckOptions) -> PointsResult:
    """What is in force at a point under each deal of a draft."""
    from dealcheck.asked import AskedFault, read_question
    from dealcheck.evaluate.show import shown
    from dealcheck.report.points import PointReport, PointsResult

    opened = open_draft(draft)
    problems = [*opened.diagnostics]
    points: list[PointReport] = []
    if not opened.blocked:
        problems.extend(each for each in _nothing_to_do(opened) if each.code == "DC932")
        for deal in opened.deals:
            checker = Checker(opened.model, deal, options.around)
            day = question.day or checker.settled.effective
            try:
                asked = read_question(question, opened.model, day)
            except AskedFault as fault:
                return PointsResult((), (*problems, *fault.diagnostics))
            points.append(PointReport(deal.name, day, question.in_words(), shown(checker, asked)))
    return PointsResult(tuple(points), tuple(problems))


def why(draft: Draft, name: str, options: CheckOptions) -> ReasonsResult:
    """Why a line holds or not under each deal of a draft."""
    from dealcheck.evaluate.why import reasons
    from dealcheck.report.reasons import LineReasons, ReasonsResult

    opened = open_draft(draft)
    problems = [*opened.diagnostics]
    found: list[LineReasons] = []
    if not opened.blocked:
        problems.extend(_nothing_to_do(opened))
        lines = [line for line in opened.lines if name in (line.full_name, line.name)]
        if opened.lines and not lines:
            known = [line.full_name for line in opened.lines]
            problems.append(Diagnostic("DC931", f"there is no line {name}", help=meant(name, known)))
        for deal in opened.deals:
            checker = Checker(opened.model, deal, options.around)
            found.extend(LineReasons(deal.name, checker.judge(line), reasons(checker, line)) for line in lines)
    return ReasonsResult(tuple(found), tuple(problems))


# ---- diff ------------------------------------------------------------------------------------------------------------


def diff(old: Draft | None, new: Draft, options: CheckOptions, deal: str | None = None) -> DiffResult:
    """What the deals of a new draft change of those of an old one; without an old one, of silence.

    `deal` names the deals to compare, as `NAME` or `OLD:NEW`.
    """
    from dealcheck.changes.compare import changes_between
    from dealcheck.changes.judged import Drafted, drafted, silent
    from dealcheck.changes.pairs import Side, alone, pairs
    from dealcheck.report.changes import DiffResult, SideReport

    news = open_draft(new)
    olds = news if old is None or old.source is new.source else open_draft(old)
    sides = [Side(opened.source.name, opened.deals) for opened in (olds, news)]
    if old is None:
        found, problems = alone(sides[1], deal)
        together = [(silent(each), each) for each in found]
    else:
        together, problems = pairs(sides[0], sides[1], deal)

    def judged(opened: Opened, record: DealRecord) -> Drafted:
        lines = [line for line in opened.lines if options.admits(line)]
        return drafted(opened.model, record, lines, options.around)

    blocked = olds.blocked or news.blocked
    compared = [] if blocked else [(judged(olds, before), judged(news, now)) for before, now in together]
    reports = []
    for at, opened in enumerate((olds, news)):
        said = [*opened.diagnostics, *(() if opened.blocked else _nothing_to_do(opened))]
        said.extend(each for pair in compared for each in pair[at].checked.diagnostics)
        known = tuple(line.full_name for line in opened.lines)
        reports.append(SideReport(opened.source.name, opened.policies, tuple(said), known))
    filters = [*problems, *_unmatched_filters((*reports[0].known, *reports[1].known), options)]
    changes = tuple(changes_between(before, now) for before, now in compared)
    return DiffResult(reports[0], reports[1], changes, tuple(filters), old is None)


# ---- tests -----------------------------------------------------------------------------------------------------------


def judge_test(opened: Opened, test: TestRecord, lines: Iterable[LineRecord]) -> Checked:
    """Lines against a test's draft; a test never looks at today."""
    if test.deal is None:
        return _not_judged(None, lines)
    around = Surroundings(test.as_of, None, test.facts, test.events, test.assessments, test.waivers)
    return check_deal(opened.model, test.deal, lines, around)
