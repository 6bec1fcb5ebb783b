"""Runs the test blocks of files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Checked, Judgement
from dealcheck.model.records import ExpectedOutcome, TestRecord
from dealcheck.packages.check import Checker
from dealcheck.report.tests import Failure, FileOutcome, Seen, TestOutcome
from dealcheck.report.words import judgement_words, unique
from dealcheck.source import Place, Span
from dealcheck.testing.coverage import Coverage
from dealcheck.testing.matching import misfits, tested_on


class Suite:
    """The tests of one file, those of the files that it uses left out; `opened` is the file opened alone."""

    def __init__(self, draft: api.Draft, keyword: str = "", opened: api.Opened | None = None) -> None:
        self.opened = api.open_alone(draft) if opened is None else opened
        self.name = draft.source.name
        own = [test for test in self.opened.model.tests if test.place.source is draft.source]
        self.tests = tuple(test for test in own if keyword.casefold() in test.name.casefold())
        self.left_out = len(own) - len(self.tests)
        self._rows: dict[Span, list[Place]] = {}
        for test in own:
            if test.row is not None:
                self._rows.setdefault(test.block.span, []).append(test.place)
        self._lines = {line.full_name: line for line in self.opened.model.lines}

    def outcome(self, outcomes: tuple[TestOutcome, ...]) -> FileOutcome:
        """What the tests of the file came to, of which the last ones may not have been run."""
        not_run = len(self.tests) - len(outcomes)
        return FileOutcome(self.name, outcomes, self.left_out, self.opened.diagnostics, not_run)

    def errors_of(self, test: TestRecord) -> tuple[Diagnostic, ...]:
        """The errors that stand in the block of a test, those in other rows of its tables left out."""
        others = self._rows.get(test.block.span, ())
        return tuple(
            found
            for found in self.opened.diagnostics
            if found.is_error
            and _inside(found, test.block)
            and ((test.row and _inside(found, test.place)) or not any(_inside(found, row) for row in others))
        )

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The errors of the file and of those that it uses, those in its tests left out."""
        blocks = [test.block for test in self.opened.model.tests]
        found = (each for each in self.opened.diagnostics if each.is_error)
        return tuple(each for each in found if not any(_inside(each, block) for block in blocks))

    def declare(self, coverage: Coverage) -> None:
        """Have the coverage take in the lines of the file."""
        coverage.declare(self.name, self.opened.model.lines, self.tests)

    def run(self, test: TestRecord, coverage: Coverage | None = None) -> TestOutcome:
        """What one test comes to; `coverage` watches.

        A test whose draft has an error fails, whatever it expects.
        """
        errors = self.errors_of(test)
        if self.opened.blocked and not errors:
            return TestOutcome(test.name, test.place, (), "cannot be judged: the files that it uses have errors")
        if test.deal is None or errors:
            return TestOutcome(test.name, test.place, (), "its draft has an error of its own")
        wanted = [
            self._lines[name] for name in dict.fromkeys(each.line for each in test.expectations) if name in self._lines
        ]
        checkers: list[Checker] = []
        checked = api.judge_test(self.opened, test, wanted, checkers)
        wrong = tuple(found for found in checked.diagnostics if found.is_error)
        if wrong:
            return TestOutcome(test.name, test.place, (), "its draft has an error of its own", wrong)
        if coverage is not None:
            coverage.watch(test, checkers[0], checked.lines)
        return TestOutcome(test.name, test.place, tuple(self._failures(test, checked)))

    def _failures(self, test: TestRecord, checked: Checked) -> list[Failure]:
        """The expectations that are not met, each reading for itself."""
        verdicts = {verdict.line.full_name: verdict for verdict in checked.lines}
        failures: list[Failure] = []
        for expectation in test.expectations:
            verdict = verdicts.get(expectation.line)
            if verdict is None:
                no_line = (("", "there is no such line"),)
                failures.append(Failure(expectation.place, expectation.line, "", no_line))
                continue
            judged = {"": verdict.judgement, **dict(verdict.readings)}
            for reading, wanted in [("", expectation.outcome), *expectation.readings]:
                judgement = judged.get(reading)
                unlike = (("", "there is no such reading"),) if judgement is None else misfits(wanted, judgement)
                if unlike:
                    seen = None if judgement is None else _seen(wanted, judgement)
                    failures.append(Failure(wanted.place, expectation.line, reading, tuple(unlike), wanted, seen))
        return failures


Waiting: TypeAlias = tuple[Suite, TestRecord]
"""A test that is to be run, and the suite that runs it."""


def run_suites(
    suites: Sequence[Suite],
    coverage: Coverage | None = None,
    *,
    exit_first: bool = False,
    watch: Callable[[Collection[Waiting]], Iterable[Waiting]] = iter,
) -> list[FileOutcome]:
    """What the tests of files come to; with `exit_first` none is run after one that fails.

    `watch` passes the tests on, as a bar of progress does.
    """
    waiting = [(suite, record) for suite in suites for record in suite.tests]
    outcomes: dict[int, list[TestOutcome]] = {}
    for suite, record in watch(waiting):
        outcome = suite.run(record, coverage)
        outcomes.setdefault(id(suite), []).append(outcome)
        if exit_first and not outcome.passed:
            break
    return [suite.outcome(tuple(outcomes.get(id(suite), ()))) for suite in suites]


def _seen(wanted: ExpectedOutcome, judgement: Judgement) -> Seen:
    """What a line came to, in the parts of an expectation, each of the findings that it is tested on."""
    causes = unique(cause.term or "silence" for finding in judgement.findings for cause in finding.causes)
    tested = tested_on(wanted, judgement.findings)
    places = judgement.findings if wanted.only_on else tested
    firsts = judgement.findings if wanted.only_from else tested
    lasts = [finding.when.until for finding in (judgement.findings if wanted.only_until else tested)]
    ends = [last for last in lasts if last is not None]
    return Seen(
        judgement.verdict.value,
        tuple(causes),
        " | ".join(unique(finding.where.text for finding in places if finding.where.text)),
        min((finding.when.since for finding in firsts), default=None),
        max(ends) if ends and len(ends) == len(lasts) else None,
        tuple(judgement_words(judgement)),
    )


def _inside(found: Diagnostic, place: Place) -> bool:
    """Whether a diagnostic points into a place."""
    at = found.place
    return at is not None and at.source is place.source and place.span[0] <= at.span[0] < place.span[1]
