"""Runs the mutants of a line against the tests that expect something of it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, frozen

from dealcheck.model.records import ExpectedOutcome, LineRecord
from dealcheck.testing.mutation.bench import Bench, Judging, Own, noticed, outcome_for
from dealcheck.testing.mutation.equivalence import equivalent
from dealcheck.testing.mutation.mutants import Mutant, mutants_of


@define(eq=False)
class Candidate:
    """A mutant that can be read: its record, why it says the same if it does, and the test that noticed it."""

    mutant: Mutant
    record: LineRecord
    same: str = ""
    killer: str = ""

    @property
    def alive(self) -> bool:
        """Whether it says something else and no test has noticed so far."""
        return not self.same and not self.killer


@frozen(eq=False)
class Tried:
    """The mutants of a line after its tests. `skipped` are those that are no sound line; `tests` expect the line."""

    candidates: tuple[Candidate, ...]
    skipped: int
    tests: int

    @property
    def survivors(self) -> list[Candidate]:
        """Those that no test noticed."""
        return [each for each in self.candidates if each.alive]


def try_line(bench: Bench, own: Own) -> Tried:
    """Every mutant of a line against every test that expects something of it, until one notices."""
    candidates: list[Candidate] = []
    skipped = 0
    for mutant in mutants_of(bench.script, own.node, bench.opened.model.kinds):
        record = bench.read(own.policy.party.text, mutant.text)
        if record is None or record.sentence is None:
            skipped += 1
        else:
            same = equivalent(bench.opened.model, own.record, record, mutant.part)
            candidates.append(Candidate(mutant, record, same))
    tests = 0
    for test, wanted in bench.expecting(own.name):
        tests += 1
        waiting = [each for each in candidates if each.alive]
        judging = bench.judging(test) if waiting else None
        if judging is None:
            continue
        for reading in dict.fromkeys(each.mutant.reading for each in waiting):
            expected = [found for each in wanted if (found := outcome_for(each, reading)) is not None]
            before = judging.judge(own.record, reading) if expected else None
            # An expectation that fails by itself notices nothing.
            sound = [] if before is None else [each for each in expected if not noticed(each, before)]
            for candidate in waiting:
                if sound and candidate.mutant.reading == reading and _notices(judging, candidate, sound, reading):
                    candidate.killer = test.name
    return Tried(tuple(candidates), skipped, tests)


def _notices(judging: Judging, candidate: Candidate, expected: Sequence[ExpectedOutcome], reading: str) -> bool:
    """Whether one of the expectations fails of a mutant."""
    judgement = judging.judge(candidate.record, reading)
    return any(noticed(each, judgement) for each in expected)
