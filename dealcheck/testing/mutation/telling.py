"""Tests that would notice the mutants that no test notices: found by trying drafts, and verified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from attrs import define, field, frozen

from dealcheck import api
from dealcheck.evaluate.findings import Judgement
from dealcheck.logic import Verdict
from dealcheck.model.records import LineRecord, TestRecord
from dealcheck.scopes import EMPTY, IntervalSet
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from dealcheck.testing.mutation.bench import Bench, Judging, Own, noticed, outcome_for
from dealcheck.testing.mutation.drafts import Draft, drafts_for
from dealcheck.testing.mutation.nodes import inside
from dealcheck.testing.mutation.run import Candidate

PATIENCE = 100
"""Drafts in a row that tell nothing, after which the search for a line ends."""


@frozen(eq=False)
class Told:
    """A test, ready to paste, that every one of these mutants fails and the line passes."""

    text: str
    mutants: tuple[Candidate, ...]


def telling(bench: Bench, own: Own, survivors: Sequence[Candidate]) -> tuple[Told, ...]:
    """Tests that tell survivors from their line, as few as are found one after the other; none for what none tells."""
    waiting = list(survivors)
    found: list[Told] = []
    search = _Search(bench, own)
    operators = {each.mutant.operator for each in waiting}
    in_vain = 0
    for draft in drafts_for(bench, own, operators) if waiting else ():
        told = search.told_by(draft, waiting)
        in_vain += 1
        if in_vain > PATIENCE:
            break
        if told is not None:
            in_vain = 0
            found.append(told)
            waiting = [each for each in waiting if each not in told.mutants]
            if not waiting:
                break
    bench.opened.further.forget_baselines()
    return tuple(found)


@define(eq=False)
class _Search:
    """The search for the tests of one line."""

    bench: Bench
    own: Own
    tried: int = 0
    names: list[str] = field(factory=list)
    _held: dict[str, IntervalSet] = field(init=False)

    def __attrs_post_init__(self) -> None:
        model = self.bench.opened.model
        used = dict.fromkeys(name.text for name in inside(self.own.node, ast.ScopeName))
        self._held = {name: model.products[name].goods for name in used if name in model.products}
        self._held.update((name, model.topics[name].held) for name in used if name in model.topics)

    def told_by(self, draft: Draft, waiting: Sequence[Candidate]) -> Told | None:
        """The test that a draft gives, with the mutants that it tells; None where it tells none."""
        self.tried += 1
        record = self._read(self._text(draft, "draft", (), f"trial_{self.tried}"))
        judging = None if record is None else self.bench.judging(record)
        if judging is None:
            return None
        readings = dict.fromkeys(["", *(each.mutant.reading for each in waiting)])
        before = {reading: judging.judge(self.own.record, reading) for reading in readings}
        main = before[""]
        said: dict[str, dict[str, None]] = {}
        for candidate in waiting:
            reading = candidate.mutant.reading
            after = judging.judge(candidate.record, reading)
            outcome = _difference(before[reading], after, self._held)
            if outcome:
                said.setdefault(reading, {})[outcome] = None
        if not said or main.verdict is Verdict.UNKNOWN:
            return None
        return self._verified(draft, _expectations(self.own.name, main, said), waiting)

    def _verified(self, draft: Draft, expectations: Sequence[str], waiting: Sequence[Candidate]) -> Told | None:
        """The test run as any other: it must pass on the line, and fail on the mutants that it is said to tell."""
        words = self._named(draft)
        name = f"{self.own.node.name.text}: {words}"
        text = self._text(draft, name, expectations, self._free_name() if draft.before else "")
        record = self._read(text)
        if record is None or not record.expectations or self._fails(record, self.own.record):
            return None
        judging = self.bench.judging(record)
        told = tuple(each for each in waiting if judging is not None and _noticed_by(record, judging, each))
        if not told:
            return None
        self.names.append(words)
        return Told(text, told)

    def _named(self, draft: Draft) -> str:
        """What a draft holds, in a few words."""
        said = "; ".join((*draft.before, *draft.terms)) or ("another test's draft" if draft.whole else "silence")
        words = said.replace('"', "'").replace("\\", "")
        return words if words not in self.names else f"{words} ({len(self.names) + 1})"

    def _fails(self, test: TestRecord, line: LineRecord) -> bool:
        """Whether an expectation of a test fails of a line; one whose draft has an error fails whatever it expects."""
        checked = api.judge_test(self.bench.opened, test, [line])
        verdict = checked.lines[0]
        judged = {"": verdict.judgement, **dict(verdict.readings)}
        return any(each.is_error for each in checked.diagnostics) or any(
            noticed(wanted, judged[reading])
            for expectation in test.expectations
            for reading, wanted in [("", expectation.outcome), *expectation.readings]
        )

    def _read(self, text: str) -> TestRecord | None:
        """The test of a text as the file would have it, with the baseline that stands before it."""
        return None if text.startswith("baseline") and not self._declare(text) else self.bench.read_test(text)

    def _declare(self, text: str) -> bool:
        source = Source(self.bench.source.name, text)
        parsed = parse(source)
        node = next((item for item in parsed.file.items if isinstance(item, ast.Baseline)), None)
        if node is None or any(each.is_error for each in parsed.diagnostics):
            return False
        return self.bench.opened.further.baseline(source, node)

    def _text(self, draft: Draft, name: str, expectations: Sequence[str], status_quo: str) -> str:
        baseline = self.bench.opened.model.baselines.get(draft.baseline)
        on = "" if baseline is None else str(baseline.dates.get("on", ""))
        return draft.text(name, expectations, status_quo, on)

    def _free_name(self) -> str:
        """A name for a baseline that nothing else bears."""
        stem = f"{self.own.name.lower().replace('.', '_')}_before"
        names = (f"{stem}_{at}" for at in count(1))
        return next(name for name in names if not self.bench.opened.further.knows_baseline(self.bench.source, name))


def _noticed_by(test: TestRecord, judging: Judging, candidate: Candidate) -> bool:
    """Whether an expectation of a test fails of a mutant."""
    reading = candidate.mutant.reading
    wanted = [found for each in test.expectations if (found := outcome_for(each, reading)) is not None]
    judgement = judging.judge(candidate.record, reading) if wanted else None
    return judgement is not None and any(noticed(each, judgement) for each in wanted)


def _expectations(name: str, main: Judgement, said: dict[str, dict[str, None]]) -> list[str]:
    """`expect` with every outcome that tells a mutant; each reading's with that of the line."""
    rows = [f"expect {name} {outcome}" for outcome in said.get("", ())]
    bare = main.verdict.value
    readings = [(reading, outcome) for reading, outcomes in said.items() if reading for outcome in outcomes]
    firsts = dict(reversed(readings))
    if firsts:
        first = rows.pop(0) if rows else f"expect {name} {bare}"
        rows.insert(0, " ".join([first, *(f"reading {reading} {outcome}" for reading, outcome in firsts.items())]))
    rows.extend(
        f"expect {name} {bare} reading {each} {outcome}" for each, outcome in readings if firsts[each] != outcome
    )
    return rows


LONGEST_SCOPE = 120
"""Letters of a scope in an expectation: nobody reads a longer one."""


def _difference(before: Judgement, after: Judgement, names: dict[str, IntervalSet]) -> str:
    """An outcome that the line has and the mutant has not; `""` where they come to the same."""
    if before.verdict is Verdict.UNKNOWN:
        return ""
    verdict: str = before.verdict.value
    if before.verdict is not after.verdict:
        return verdict
    return next(_finer(verdict, before, after, names), "")


def _finer(verdict: str, before: Judgement, after: Judgement, names: dict[str, IntervalSet]) -> Iterator[str]:
    """Where and when two judgements of one verdict differ; `names` are those that the line itself uses."""
    here, there = _places(before), _places(after)
    if here - there:
        yield from (f"{verdict} on {name}" for name, held in names.items() if held <= here and not held <= there)
    words = [word for finding in before.findings for word in finding.where.text.split(" | ") if word]
    scope = " | ".join(dict.fromkeys(words))
    if here != there and 0 < len(scope) <= LONGEST_SCOPE:
        yield f"{verdict} {'on' if here - there else 'only on'} {scope}"
    if before.findings and after.findings:
        since = min(each.when.since for each in before.findings)
        later = min(each.when.since for each in after.findings)
        if since != later:
            yield f"{verdict} {'from' if since < later else 'only from'} {since}"


def _places(judgement: Judgement) -> IntervalSet:
    places = EMPTY
    for finding in judgement.findings:
        if finding.where.on is not None:
            places = places | finding.where.on
    return places
