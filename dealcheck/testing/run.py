"""Runs the test blocks of a file."""

from __future__ import annotations

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Checked, Judgement
from dealcheck.model.records import ExpectedOutcome, TestRecord
from dealcheck.report.tests import Failure, FileOutcome, TestOutcome
from dealcheck.report.words import judgement_words
from dealcheck.source import Place
from dealcheck.testing.matching import mismatch


class Suite:
    """The tests of one file, those of the files that it uses left out."""

    def __init__(self, draft: api.Draft, keyword: str = "") -> None:
        self.opened = api.open_alone(draft)
        self.name = draft.source.name
        own = [test for test in self.opened.model.tests if test.place.source is draft.source]
        self.tests = tuple(test for test in own if keyword.casefold() in test.name.casefold())
        self.left_out = len(own) - len(self.tests)
        self._lines = {line.full_name: line for line in self.opened.model.lines}

    def outcome(self, outcomes: tuple[TestOutcome, ...]) -> FileOutcome:
        """What the tests of the file came to."""
        return FileOutcome(self.name, outcomes, self.left_out, self.opened.diagnostics)

    def run(self, test: TestRecord) -> TestOutcome:
        """What one test comes to. A test whose draft has an error fails, whatever it expects."""
        errors = tuple(found for found in self.opened.diagnostics if found.is_error and _inside(found, test.place))
        if self.opened.blocked and not errors:
            return TestOutcome(test.name, test.place, (), "cannot be judged: the files that it uses have errors")
        if test.deal is None or errors:
            return TestOutcome(test.name, test.place, (), "its draft has an error of its own")
        wanted = [
            self._lines[name] for name in dict.fromkeys(each.line for each in test.expectations) if name in self._lines
        ]
        checked = api.judge_test(self.opened, test, wanted)
        wrong = tuple(found for found in checked.diagnostics if found.is_error)
        if wrong:
            return TestOutcome(test.name, test.place, (), "its draft has an error of its own", wrong)
        return TestOutcome(test.name, test.place, tuple(self._failures(test, checked)))

    def _failures(self, test: TestRecord, checked: Checked) -> list[Failure]:
        """The expectations that are not met, each reading for itself."""
        verdicts = {verdict.line.full_name: verdict for verdict in checked.lines}
        failures: list[Failure] = []
        for expectation in test.expectations:
            verdict = verdicts.get(expectation.line)
            if verdict is None:
                failures.append(Failure(expectation.place, expectation.line, "", "there is no such line", ()))
                continue
            judged = {"": verdict.judgement, **dict(verdict.readings)}
            for reading, wanted in [("", expectation.outcome), *expectation.readings]:
                name = f"{expectation.line} reading {reading}" if reading else expectation.line
                failure = _compared(name, wanted, judged.get(reading))
                if failure is not None:
                    failures.append(failure)
        return failures


def _compared(name: str, wanted: ExpectedOutcome, judgement: Judgement | None) -> Failure | None:
    """The failure of one expectation, or None where it is met."""
    expected = " ".join(wanted.place.text.split())
    if judgement is None:
        return Failure(wanted.place, name, expected, "there is no such reading", ())
    why = mismatch(wanted, judgement)
    return Failure(wanted.place, name, expected, why, tuple(judgement_words(judgement))) if why else None


def _inside(found: Diagnostic, place: Place) -> bool:
    """Whether a diagnostic points into a place."""
    at = found.place
    return at is not None and at.source is place.source and place.span[0] <= at.span[0] < place.span[1]
