"""A file whose lines are mutated: its tests, and lines read once more from a changed text."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from dealcheck import api
from dealcheck.evaluate.findings import Judgement
from dealcheck.evaluate.settling import Surroundings
from dealcheck.model.records import Expectation, ExpectedOutcome, LineRecord, TestRecord
from dealcheck.packages.check import Checker
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from dealcheck.testing.matching import mismatch
from dealcheck.testing.mutation.edits import Script
from dealcheck.testing.run import Suite


@frozen(eq=False)
class Own:
    """A line of the file: its tree, the policy that it stands in, and its record."""

    policy: ast.Policy
    node: ast.Line
    record: LineRecord

    @property
    def name(self) -> str:
        """`JP.autos`."""
        return self.record.full_name


class Bench:
    """One file opened for mutation."""

    def __init__(self, draft: api.Draft) -> None:
        suite = Suite(draft)
        self.opened = suite.opened
        self.source = draft.source
        self.script = Script(draft.source)
        self.tests = () if self.opened.blocked else suite.tests
        records = {line.full_name: line for line in self.opened.model.lines if line.place.source is draft.source}
        self.lines = tuple(
            Own(item, line, records[name])
            for item in self.opened.tree.items
            if isinstance(item, ast.Policy)
            for line in item.items
            if isinstance(line, ast.Line) and (name := f"{item.party.text}.{line.name.text}") in records
        )

    def line(self, name: str) -> Own:
        """The line of that name."""
        return next(line for line in self.lines if line.name == name)

    def read(self, party: str, text: str) -> LineRecord | None:
        """A line with another text, as if it stood in the file; None where it has an error."""
        source = Source(self.source.name, f"policy {party} {{\n{text}\n}}\n")
        parsed = parse(source)
        node = next(
            (
                line
                for item in parsed.file.items
                if isinstance(item, ast.Policy)
                for line in item.items
                if isinstance(line, ast.Line)
            ),
            None,
        )
        if node is None or any(found.is_error for found in parsed.diagnostics):
            return None
        record, found = self.opened.further.line(source, party, node)
        return None if any(each.is_error for each in found) else record

    def read_test(self, text: str) -> TestRecord | None:
        """A test with a text of its own, as if it stood in the file; None where it has an error."""
        source = Source(self.source.name, text)
        parsed = parse(source)
        node = next((item for item in parsed.file.items if isinstance(item, ast.Test)), None)
        if node is None or any(found.is_error for found in parsed.diagnostics):
            return None
        record, found = self.opened.further.test(source, node)
        return None if record.deal is None or any(each.is_error for each in found) else record

    def expecting(self, name: str) -> Iterable[tuple[TestRecord, tuple[Expectation, ...]]]:
        """The tests that expect something of a line, with what they expect."""
        for test in self.tests:
            wanted = tuple(each for each in test.expectations if each.line == name)
            if wanted and test.deal is not None:
                yield test, wanted

    def judging(self, test: TestRecord) -> Judging | None:
        """What judges lines against a test's draft; None where the draft has an error of its own."""
        if test.deal is None:
            return None
        around = Surroundings(test.as_of, None, test.facts, test.events, test.assessments, test.waivers)
        return Judging(Checker(self.opened.model, test.deal, around))


class Judging:
    """Judges a line and its mutants against one draft, whose world is made once.

    What is kept of a sentence is kept by its identity: whoever asks keeps the records that were judged.
    """

    def __init__(self, checker: Checker) -> None:
        self.checker = checker

    def judge(self, line: LineRecord, reading: str) -> Judgement:
        """What one sentence of a line comes to, alone."""
        sentence = line.sentence
        if reading:
            sentence = next(each.sentence for each in line.readings if each.name == reading)
        alone = evolve(line, sentence=sentence, readings=())
        self.checker.prepare([alone])
        return self.checker.judge(alone).judgement


def outcome_for(wanted: Expectation, reading: str) -> ExpectedOutcome | None:
    """What is expected of a line or of one of its readings; None where nothing is."""
    return dict(wanted.readings).get(reading) if reading else wanted.outcome


def noticed(wanted: ExpectedOutcome, judgement: Judgement) -> bool:
    """Whether an expectation fails."""
    return bool(mismatch(wanted, judgement))
