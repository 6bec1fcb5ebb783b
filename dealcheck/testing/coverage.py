"""Clause coverage: which clauses of lines the tests see from each side.

A *clause* is

- the whole sentence of a line, and that of each of its readings: sides `met` and `violated`, by the verdict; an open
  verdict is both, for it is met in some packages and violated in others;
- each sentence within such a sentence: the sides of `and`, `or`, `unless` and `if ... then`, guards among them;
- each condition of a sentence: the whole behind `having`, `must have`, `may have` and `has`, and the sides of its `and`
  and `or`, down to single comparisons. Sides `true` and `false`;
- each time phrase: sides `inside` (a test has a day in its window) and, where there is any such day, `before` and
  `after`: a test has a day there on which the sentence that it stands with does not hold, so that the phrase is what
  leaves that day aside;
- `active from` and `active until`: `before`, `inside` and `after`, by the day on which the line is asked for.

What stands directly in `not`, or in parentheses, is no further clause: what is true of the one is false of the other.

A clause is *covered* when some test saw each of its sides. A test looks at the lines that it expects something of, and
at the readings that it names there: of others nothing would be noticed. A sentence within another is judged on each
stretch of time on which it matters (as a whole, where it bears a time phrase), a condition at each point that its
sentence looks at, on each of these stretches, whether or not another clause decides there already; in each package
that a draft with open choices is judged by. What cannot be told, as where a fact is missing, is no side, and is
counted apart. A test that fails looks as well; one that cannot be run does not.

The lines are those that the files tested declare; where a file has tests and no line, those of the files whose lines
its tests expect.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

from attrs import define, field

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.trace import Trace
from dealcheck.logic import Truth, Verdict
from dealcheck.model.records import LineRecord, TestRecord
from dealcheck.packages.check import Checker
from dealcheck.report.coverage import ClauseCount, CoverageResult, LineCount
from dealcheck.testing.clauses import Outline, Sentence, Window, outline
from dealcheck.worlds.timing import when

Name: TypeAlias = tuple[str, str]
"""A line by its file and its full name: two files that are tested read it as two records."""

Seen: TypeAlias = dict[int, set[str]]
"""The sides that one test saw, by the number of the clause; `unknown` is among them where it could not tell."""

OF_TRUTH = {True: "true", False: "false", None: "unknown"}
OF_VERDICT = {
    Verdict.MET: ("met",),
    Verdict.VIOLATED: ("violated",),
    Verdict.OPEN: ("met", "violated"),
    Verdict.UNKNOWN: ("unknown",),
}


@define(eq=False)
class _Count:
    """A line with what was seen of its clauses, test by test."""

    outline: Outline
    seen: list[Seen] = field(factory=list)
    tests: int = 0
    readings: set[str] = field(factory=set)


class Coverage:
    """What the tests of some files saw of their lines."""

    def __init__(self) -> None:
        self._counts: dict[Name, _Count] = {}
        self._outlines: dict[int, Outline] = {}
        """By the identity of the line, which the outline keeps."""
        self._tests = 0

    def declare(self, name: str, lines: Sequence[LineRecord], tests: Iterable[TestRecord]) -> None:
        """Take in the lines to cover of a file, from all that it and what it uses declare, and its tests."""
        files = {name}
        if all(line.place.source.name != name for line in lines):
            expected = {expectation.line for test in tests for expectation in test.expectations}
            files = {line.place.source.name for line in lines if line.full_name in expected}
        for line in lines:
            if line.place.source.name in files:
                self._counts.setdefault(_name(line), _Count(self._outline(line)))

    def watch(self, test: TestRecord, checker: Checker, verdicts: Iterable[LineVerdict]) -> None:
        """See what a test that was run makes of the clauses of the lines that it expects something of."""
        self._tests += 1
        for verdict in verdicts:
            line = verdict.line
            count = self._counts.get(_name(line))
            if count is None or line.sentence is None:
                continue
            named = {
                reading
                for expectation in test.expectations
                if expectation.line == line.full_name
                for reading, _ in expectation.readings
            }
            count.tests += 1
            count.readings |= named
            count.seen.append(_seen(checker, self._outline(line), verdict, named))

    def _outline(self, line: LineRecord) -> Outline:
        """The clauses of a line, read once for all tests of a file."""
        found = self._outlines.get(id(line))
        if found is None:
            found = self._outlines[id(line)] = outline(line)
        return found

    def result(self, tests: int) -> CoverageResult:
        """The coverage of all lines, in the order of their files; so many tests there are, run or not."""
        return CoverageResult(
            tuple(_counted(count) for count in self._counts.values()), self._tests, tests - self._tests
        )


def _name(line: LineRecord) -> Name:
    return line.place.source.name, line.full_name


def _counted(count: _Count) -> LineCount:
    """A line with each side of each clause counted over the tests."""
    line = count.outline.line
    clauses: list[ClauseCount] = []
    for number, clause in enumerate(count.outline.clauses):
        seen = [sides for each in count.seen if (sides := each.get(number))]
        counts = tuple(sum(side in sides for sides in seen) for side in clause.sides)
        unknown = sum(sides == {"unknown"} for sides in seen)
        clauses.append(ClauseCount(clause, counts, unknown, len(seen)))
    return LineCount(line.full_name, line.place, tuple(clauses), count.tests, frozenset(count.readings))


# ---- One test --------------------------------------------------------------------------------------------------------


def _seen(checker: Checker, of: Outline, verdict: LineVerdict, named: Collection[str]) -> Seen:
    """What one test sees of the clauses of a line, judged so, and of the readings that it names."""
    seen: Seen = {}
    line = of.line
    if of.active is not None and (side := _activity(checker, line)):
        seen.setdefault(of.active, set()).add(side)
    if not checker.is_active(line):
        return seen
    packages = checker.packages
    judgements = {"": verdict.judgement, **dict(verdict.readings)}
    for name, sentence in of.sentences.items():
        if packages is None or (name and name not in named):
            continue
        seen.setdefault(sentence.number, set()).update(OF_VERDICT[judgements[name].verdict])
        for sample in packages.spread(sentence.record).samples:
            look = _Look(sample.sentences, sentence, seen)
            look.at(sample.trace)
            for window in sentence.windows:
                look.around(window)
    return seen


def _activity(checker: Checker, line: LineRecord) -> str:
    """On which side of its window a line is asked for; `""` where the window hangs on what does not happen."""
    since = None if line.active_from is None else when(line.active_from, checker.settled)
    until = None if line.active_until is None else when(line.active_until, checker.settled)
    if line.active_from is not None and (since is None or checker.as_of < since):
        return "before"
    return "after" if until is not None and checker.as_of > until else "inside"


class _Look:
    """Looks at the clauses of a sentence in one package."""

    def __init__(self, sentences: Sentences, of: Sentence, seen: Seen) -> None:
        self.sentences = sentences
        self.of = of
        self.seen = seen

    def at(self, trace: Trace[Truth]) -> None:
        """See a sentence, its parts and its conditions, on the stretches on which it was judged."""
        number = self.of.parts.get(id(trace.record))
        # With no date in its window nothing was judged, but for parts that have windows of their own.
        judged = not trace.note or (trace.children and all(child.settled for child in trace.children))
        if number is not None and judged:
            self._add(number, {trace.truth} if trace.settled else set(trace.truths.values()))
        if trace.scans:
            self._conditions(trace)
        for child in trace.children:
            self.at(child)

    def _conditions(self, trace: Trace[Truth]) -> None:
        """See the conditions of a simple sentence at its points, on days that differ in what it looks at."""
        conditions = self.of.conditions.get(id(trace.record), ())
        if not conditions:
            return
        days = {id(scan): self.sentences.stretches[index].first for index, scan in trace.scans.items()}
        for condition, number in conditions:
            sides = self.seen.setdefault(number, set())
            for day in days.values():
                if sides >= {"true", "false"}:
                    break
                self._add(number, self.sentences.truths(trace.record, condition, day))  # type: ignore[arg-type]

    def around(self, window: Window) -> None:
        """See whether a day lies in a window, and whether one beside it would break the sentence."""
        sentences, time = self.sentences, window.time
        inside = sentences.window(time)
        sides = self.seen.setdefault(window.number, set())
        if inside:
            sides.add("inside")
        for side, indices in self._beside(window, inside).items():
            if indices and side not in sides:
                trace = sentences.untimed(window.record, indices)
                if any(trace.at(index) is False for index in indices):
                    sides.add(side)

    def _beside(self, window: Window, inside: list[int]) -> dict[str, list[int]]:
        """The stretches before and after a window."""
        stretches, time = self.sentences.stretches, window.time
        outside = [index for index in range(len(stretches)) if index not in set(inside)]
        if inside:
            return {
                "before": [index for index in outside if index < inside[0]],
                "after": [index for index in outside if index > inside[-1]],
            }
        first = when(time.moment, self.sentences.settled)
        if time.word in ("by", "after"):
            return {"before": outside}
        if first is None:
            return {}
        if time.word == "before":
            return {"after": outside}
        return {
            "before": [index for index in outside if stretches[index].first < first],
            "after": [index for index in outside if stretches[index].first > first],
        }

    def _add(self, number: int, truths: Iterable[Truth]) -> None:
        self.seen.setdefault(number, set()).update(OF_TRUTH[truth] for truth in truths)
