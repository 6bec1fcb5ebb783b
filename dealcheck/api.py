"""Checks on texts: what every command and editor calls.

Files come through a look-up; a user's mistake is a diagnostic.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from attrs import evolve, frozen

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
    files_of,
    may_hold_deal,
    may_hold_test,
    open_alone,
    open_draft,
)
from dealcheck.packages.check import Checker, checked_by
from dealcheck.packages.choosing import Asked, Choosing, Offered, offered, read_choices, unmatched
from dealcheck.report.audience import is_public
from dealcheck.report.record import DealHead, DealReport, DraftReport, OpenPoint, OptionPoint, Result
from dealcheck.source import Source
from dealcheck.syntax.parse import Parsed, parse

if TYPE_CHECKING:
    from dealcheck.asked import Question
    from dealcheck.evaluate.steps import Further, Timeline
    from dealcheck.lint.context import LintOptions
    from dealcheck.lint.engine import Linted
    from dealcheck.lint.fixing import Fixed
    from dealcheck.lint.rule import Rule
    from dealcheck.packages.counted import ChoiceCount
    from dealcheck.report.changes import DiffResult
    from dealcheck.report.packages import DealPackages, PackagesResult
    from dealcheck.report.points import PointsResult
    from dealcheck.report.questions import QuestionsResult
    from dealcheck.report.reasons import ReasonsResult
    from dealcheck.report.settled import Settlement
    from dealcheck.syntax.format import Formatted

__all__ = [
    "GIVEN",
    "CheckOptions",
    "Draft",
    "Files",
    "Opened",
    "Parsed",
    "PolicySet",
    "ask",
    "check",
    "check_draft",
    "diff",
    "fix",
    "format_text",
    "gather",
    "judge_test",
    "known_choices",
    "known_lines",
    "lint",
    "may_hold_deal",
    "may_hold_test",
    "open_alone",
    "open_draft",
    "packages",
    "parse",
    "settle",
    "show",
    "why",
    "with_since",
]


@frozen
class CheckOptions:
    """Which lines to judge, as of which day. `today` is the day to judge at where no text says one.

    `counting` has a check count the packages of drafts with open choices; `detailed` has it work out besides what a
    large report shows: the contested measures over time, and each open point with its options. `choose` and `assume`
    are choices made from without: `art2=JP`, `not ratified`. `seen_by` leaves out the lines that a report made for
    these parties may not show, so that nothing in it turns on them.
    """

    parties: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    as_of: date | None = None
    today: date | None = None
    counting: bool = False
    choose: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    detailed: bool = False
    seen_by: tuple[str, ...] = ()

    def admits(self, line: LineRecord) -> bool:
        """Whether the filters let a line through; `autos` names that line of every party."""
        if self.parties and line.party not in self.parties:
            return False
        if self.seen_by and line.party not in self.seen_by and not is_public(line):
            return False
        return not self.lines or line.full_name in self.lines or line.name in self.lines

    @property
    def around(self) -> Surroundings:
        """What the check knows beside the draft."""
        return Surroundings(self.as_of, self.today)

    @property
    def asked(self) -> Asked:
        """The choices made from without."""
        return Asked(self.choose, self.assume)


# ---- check -----------------------------------------------------------------------------------------------------------


def check(drafts: Iterable[Draft], options: CheckOptions) -> Result:
    """Every deal of the drafts against every line that they meet."""
    return gather([check_draft(draft, options) for draft in drafts], options)


def check_draft(
    draft: Draft,
    options: CheckOptions,
    checkers: list[Checker] | None = None,
    opened: Opened | None = None,
    watch: Callable[[Sequence[LineRecord]], Iterable[LineRecord]] = iter,
) -> DraftReport:
    """One draft's deals against every line that they meet and the filters let through.

    `checkers` receives what judged each deal, for those who have more to ask of it; `opened` is the draft opened, for
    those who have done that; `watch` passes the lines of a deal on one by one, as a bar of progress does.
    """
    opened = open_draft(draft) if opened is None else opened
    lines = [line for line in opened.lines if options.admits(line)]
    problems = [*opened.diagnostics]
    choosing = None
    if opened.blocked:
        deals: Sequence[DealRecord | None] = opened.deals or (None,)
        reports = tuple(DealReport(_head(deal), _not_judged(deal, lines)) for deal in deals)
    else:
        choosing = _choosing(opened, options)
        problems.extend((*choosing.diagnostics, *_nothing_to_do(opened)))
        if choosing.diagnostics:
            missing = "what was chosen has errors"
            reports = tuple(DealReport(_head(deal), _not_judged(deal, lines, missing)) for deal in opened.deals)
        else:
            judging = [Checker(opened.model, each.deal, each.around(options.around)) for each in choosing.deals]
            said = [each.said for each in choosing.deals]
            reports = tuple(
                _judged(each, lines, options, chosen, watch) for each, chosen in zip(judging, said, strict=True)
            )
            if checkers is not None:
                checkers.extend(judging)
    known = tuple(line.full_name for line in opened.lines)
    return DraftReport(draft.source.name, opened.policies, reports, tuple(problems), known, choosing)


def _head(deal: DealRecord | None) -> DealHead | None:
    """What the report says of the deal itself."""
    return None if deal is None else DealHead(deal.parties, deal.place, deal.terms)


def _choosing(opened: Opened, options: CheckOptions) -> Choosing:
    """The choices made from without, for each deal of a draft."""
    return read_choices(options.asked, opened.model, opened.deals, options.around)


def _judged(
    checker: Checker,
    lines: Sequence[LineRecord],
    options: CheckOptions,
    chosen: tuple[str, ...],
    watch: Callable[[Sequence[LineRecord]], Iterable[LineRecord]],
) -> DealReport:
    """A deal with its lines judged, and its packages counted where that is asked for and something is open."""
    checked = checked_by(checker, lines, watch)
    drawn: tuple[Timeline, ...] = ()
    further: tuple[Further, ...] = ()
    if options.detailed:
        from dealcheck.packages.timelines import timelines

        drawn, further = timelines(checker, checked.lines)
    tallies = None
    points: tuple[OpenPoint, ...] = ()
    if (options.counting or options.detailed) and checker.packages is not None and checker.packages.records:
        from dealcheck.packages.counting import Counter

        counter = Counter(checker.packages, checked.lines, options.parties)
        tallies = counter.tallies()
        if options.detailed:
            points = tuple(map(_open_point, counter.choices()))
    return DealReport(_head(checker.deal), checked, tallies, chosen, drawn, further, points)


def _open_point(choice: ChoiceCount) -> OpenPoint:
    """A choice with its options, as a report shows it."""
    options = tuple(
        OptionPoint(each.said, each.wanted_by, each.accepted, each.dead, each.is_piece) for each in choice.options
    )
    return OpenPoint(choice.name, choice.record.sort, choice.record.place, options, choice.lines)


def gather(reports: Sequence[DraftReport], options: CheckOptions, problems: Sequence[Diagnostic] = ()) -> Result:
    """The reports as one result.

    A filter that lets no line of any draft through is an error, for it is most likely a slip; so is a choice that
    names nothing in any of them.
    """
    known = [name for report in reports for name in report.known]
    found = [*problems, *_unmatched_filters(known, options)]
    choosing = [report.choosing for report in reports if report.choosing is not None]
    if choosing and len(choosing) == len(reports):
        found.extend(unmatched(options.asked, choosing))
    return Result(tuple(reports), tuple(found), options.parties, options.lines)


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


def _not_judged(
    deal: DealRecord | None, lines: Iterable[LineRecord], why_not: str = "the texts have errors"
) -> Checked:
    """Every line as unknown: with errors in the texts that make the world, silence could be a misreading."""
    missing = (why_not,)
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


def known_choices(draft: Draft) -> list[Offered]:
    """What the deals of a draft leave open."""
    opened = open_draft(draft)
    return list(offered(opened.model, opened.deals))


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
        choosing = _choosing(opened, options)
        wrong = (*choosing.diagnostics, *unmatched(options.asked, [choosing]))
        problems.extend(wrong)
        for chosen in () if wrong else choosing.deals:
            deal = chosen.deal
            checker = Checker(opened.model, deal, chosen.around(options.around))
            day = question.day or checker.settled.effective
            try:
                asked = read_question(question, opened.model, day)
            except AskedFault as fault:
                return PointsResult((), (*problems, *fault.diagnostics))
            points.append(PointReport(deal.name, day, question.in_words(), shown(checker, asked), chosen.said))
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
        choosing = _choosing(opened, options)
        wrong = (*choosing.diagnostics, *unmatched(options.asked, [choosing]))
        problems.extend(wrong)
        for chosen in () if wrong else choosing.deals:
            checker = Checker(opened.model, chosen.deal, chosen.around(options.around))
            found.extend(
                LineReasons(chosen.deal.name, checker.judge(line), reasons(checker, line), chosen.said)
                for line in lines
            )
    return ReasonsResult(tuple(found), tuple(problems))


# ---- settle ----------------------------------------------------------------------------------------------------------


def settle(draft: Draft, options: CheckOptions) -> Settlement:
    """The text of a draft with the choices written into it.

    Errors: those of the text, DC932, DC940 to DC945. With an error there is no text.
    """
    from dealcheck.packages.assuming import Assumed, assumed_in
    from dealcheck.packages.closing import closed
    from dealcheck.report.settled import DealSettled, Settlement

    opened = open_draft(draft)
    source = draft.source
    wrong = [found for found in opened.diagnostics if found.is_error and (opened.blocked or _unread(found, source))]
    if not wrong:
        wrong = [found for found in _nothing_to_do(opened) if found.code == "DC932"]
    if wrong:
        return Settlement(source, None, (), tuple(wrong))
    choosing = _choosing(opened, options)
    wrong = [*choosing.diagnostics, *unmatched(options.asked, [choosing])]
    if wrong:
        return Settlement(source, None, (), tuple(wrong))
    done = closed(source, choosing.deals)
    now = opened
    if not done.diagnostics and any(each.days or each.happen or each.never for each in choosing.deals):
        now = _reopened(draft, done.source)
        wrong = _new_errors(opened, now)
        if not wrong:
            pairs = zip(now.deals, choosing.deals, strict=True)
            assumed = [Assumed(deal, each.days, each.happen, each.never) for deal, each in pairs]
            done = assumed_in(done.source, now.model, assumed, now.lines, options.around)
    if done.source is not source:
        now = _reopened(draft, done.source)
    wrong = [*wrong, *done.diagnostics] or _new_errors(opened, now)
    if wrong:
        return Settlement(source, None, (), tuple(wrong))
    deals = [
        DealSettled(deal.name, each.said, tuple(record.name for record in deal.choices))
        for deal, each in zip(now.deals, choosing.deals, strict=True)
    ]
    return Settlement(source, done.source.whole, tuple(deals))


def _unread(found: Diagnostic, source: Source) -> bool:
    """Whether a part of a text itself cannot be read."""
    return found.code.startswith("DC1") and found.place is not None and found.place.source.name == source.name


def _reopened(draft: Draft, changed: Source) -> Opened:
    """A draft with another text."""
    return open_draft(Draft(changed, draft.files))


def _new_errors(before: Opened, now: Opened) -> list[Diagnostic]:
    """What is wrong with a settled text that was not before: then it is not written."""
    known = {(found.code, found.headline) for found in before.diagnostics}
    return [
        Diagnostic(
            "DC945",
            f"settled so, the text would have an error: {found.headline}",
            found.place,
            found.label,
            found.labels,
            (*found.notes, f"this is {found.code}"),
            found.help or "settle it by hand; `check --choose` judges it as it is",
        )
        for found in now.diagnostics
        if found.is_error and (found.code, found.headline) not in known
    ]


# ---- packages and ask ------------------------------------------------------------------------------------------------


def packages(
    drafts: Iterable[Draft], options: CheckOptions, most: int, problems: Sequence[Diagnostic] = ()
) -> PackagesResult:
    """The packages of every deal of the drafts, with so many of the best."""
    from dealcheck.packages.counting import Counter
    from dealcheck.report.packages import DealPackages, PackagesResult

    reports: list[DraftReport] = []
    found: list[DealPackages] = []
    for draft in drafts:
        for report, deal, checker in _with_checkers(draft, options, reports):
            counted = None
            if checker is not None and checker.packages is not None:
                counter = Counter(checker.packages, deal.checked.lines, options.parties)
                counted = counter.counted(options.parties or checker.deal.parties, most)
            found.append(DealPackages(report, deal, counted))
    return PackagesResult(gather(reports, options, problems), tuple(found))


def ask(drafts: Iterable[Draft], options: CheckOptions, problems: Sequence[Diagnostic] = ()) -> QuestionsResult:
    """What to find out next about every deal of the drafts."""
    from dealcheck.packages.asking import Asker
    from dealcheck.report.questions import DealQuestions, QuestionsResult

    reports: list[DraftReport] = []
    found: list[DealQuestions] = []
    for draft in drafts:
        for report, deal, checker in _with_checkers(draft, options, reports):
            asked = None
            if checker is not None and checker.packages is not None:
                asked = Asker(checker.packages, deal.checked.lines).questions()
            found.append(DealQuestions(report, deal, asked))
    return QuestionsResult(gather(reports, options, problems), tuple(found))


def _with_checkers(
    draft: Draft, options: CheckOptions, reports: list[DraftReport]
) -> Iterator[tuple[DraftReport, DealReport, Checker | None]]:
    """The deals of a draft, each with what judged it, None where errors kept it from being judged."""
    checkers: list[Checker] = []
    report = check_draft(draft, options, checkers)
    reports.append(report)
    for deal, checker in zip_longest(report.deals, checkers):
        yield report, deal, checker


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


def with_since(
    result: Result, old: Draft, drafts: Sequence[Draft], options: CheckOptions, deal: str | None = None
) -> Result:
    """The result of a check of drafts, each deal with what it changes of its counterpart in an earlier draft.

    `deal` names the deals to compare, as for `diff`. What keeps some from being compared is among the diagnostics.
    """
    from dealcheck.report.since import since

    found: list[Diagnostic] = []
    wrong: dict[Diagnostic, None] = {}
    reports: list[DraftReport] = []
    for draft, report in zip(drafts, result.drafts, strict=True):
        compared = diff(old, draft, options, deal)
        told = {changes.new.deal: since(compared.old.name, changes) for changes in compared.pairs}
        reports.append(
            evolve(report, deals=tuple(evolve(each, since=told.get(each.checked.deal)) for each in report.deals))
        )
        found.extend(each for each in compared.diagnostics if each.is_error)
        wrong.update(dict.fromkeys(each for each in compared.old.diagnostics if each.is_error))
    known = {*result.everything}
    count = sum(each not in known for each in wrong)
    if count:
        # Not the errors themselves: a report shows nothing of the earlier draft but how it was otherwise.
        headline = f"{old.source.name} has {'an error' if count == 1 else f'{count} errors'}, so not all was compared"
        found.append(Diagnostic("DC936", headline, help=f"`dealcheck check {old.source.name}` shows what is wrong"))
    new = tuple(each for each in dict.fromkeys(found) if each not in known)
    return evolve(result, drafts=tuple(reports), diagnostics=(*result.diagnostics, *new))


# ---- format ----------------------------------------------------------------------------------------------------------


def format_text(source: Source, width: int | None = None) -> Formatted:
    """A text in the one layout, lines broken at `width` columns; with syntax errors, unchanged with its diagnostics.

    Raises LayoutFault where the layout would not say what the text says: a mistake of dealcheck itself.
    """
    from dealcheck.syntax import format as layout

    return layout.format_text(source, layout.WIDTH if width is None else width)


# ---- lint ------------------------------------------------------------------------------------------------------------


def lint(
    draft: Draft, options: LintOptions, rules: Sequence[Rule] | None = None, opened: Opened | None = None
) -> Linted:
    """What the rules, by default all, find doubtful in a text; `opened` is the text opened alone, where that is done.

    With errors in the text, or in what it uses, no rule looks at it: the errors come back instead. Rules that ask for
    a day are left out where the options give none.
    """
    collecting = gc.isenabled()
    gc.disable()  # Trees and records are many and live to the end: the collector would walk them again and again.
    try:
        return _linted(draft, options, rules, opened)
    finally:
        if collecting:
            gc.enable()


def _linted(draft: Draft, options: LintOptions, rules: Sequence[Rule] | None, opened: Opened | None) -> Linted:
    from dealcheck.lint.context import Context
    from dealcheck.lint.engine import Linted, lint
    from dealcheck.lint.rule import all_rules

    opened = open_alone(draft) if opened is None else opened
    own = [found for found in opened.diagnostics if found.place is None or found.place.source is draft.source]
    wrong = [found for found in opened.diagnostics if found.is_error and (opened.blocked or found in own)]
    if wrong:
        return Linted(draft.source, diagnostics=tuple(dict.fromkeys((*wrong, *own))))
    context = Context(draft.source, opened.tree, opened.model, options, lambda name: files_of(draft, name))
    return lint(context, all_rules() if rules is None else rules, own)


def fix(draft: Draft, options: LintOptions, rules: Sequence[Rule] | None = None, unsafe: bool = False) -> Fixed:
    """The text with the fixes that its rules offer, the safe ones alone unless `unsafe`, and what they still find."""
    from dealcheck.lint.fixing import fixed

    return fixed(draft.source, lambda source: lint(Draft(source, draft.files), options, rules), unsafe)


# ---- tests -----------------------------------------------------------------------------------------------------------


def judge_test(
    opened: Opened, test: TestRecord, lines: Iterable[LineRecord], checkers: list[Checker] | None = None
) -> Checked:
    """Lines against a test's draft; a test never looks at today.

    `checkers` receives what judged it, for those who have more to ask of it.
    """
    if test.deal is None:
        return _not_judged(None, lines)
    around = Surroundings(test.as_of, None, test.facts, test.events, test.assessments, test.waivers)
    checker = Checker(opened.model, test.deal, around)
    if checkers is not None:
        checkers.append(checker)
    return checked_by(checker, lines)
