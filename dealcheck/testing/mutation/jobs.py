"""Mutates the lines of files, those that are not in the cache, in one process or several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from multiprocessing import get_context
from typing import TypeAlias

from attrs import define, evolve, field, frozen

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.report.mutation import (
    EQUIVALENT,
    KILLED,
    SURVIVED,
    LineResult,
    MutantResult,
    MutatedLine,
    MutationReport,
)
from dealcheck.syntax import ast
from dealcheck.testing.mutation.bench import Bench, Own
from dealcheck.testing.mutation.cache import Noted, Store, key_of
from dealcheck.testing.mutation.nodes import inside
from dealcheck.testing.mutation.run import Candidate, try_line
from dealcheck.testing.mutation.telling import telling

KEPT_OPEN = 2
"""Files that a process keeps open, for their lines come one after the other."""


@frozen(eq=False)
class Task:
    """A line to mutate: the number of its file among those given, its name, and the key of its result."""

    file: int
    line: str
    key: str


Watch: TypeAlias = Callable[[Collection[Task]], Iterable[Task]]
"""Passes the tasks on, as a bar of progress does."""


def mutate(
    drafts: Sequence[api.Draft], store: Callable[[api.Draft], Store], jobs: int = 1, watch: Watch = iter
) -> MutationReport:
    """The mutants of every line that the files declare; the same for any number of jobs."""
    noted = [evolve(draft, files=Noted(draft.files)) for draft in drafts]
    stores = [store(draft) for draft in drafts]
    found: dict[tuple[int, str], MutatedLine] = {}
    waiting: list[Task] = []
    diagnostics: list[Diagnostic] = []
    for file, draft in enumerate(noted):
        bench = Bench(draft)
        diagnostics.extend(each for each in bench.opened.diagnostics if each.is_error)
        for own in bench.lines:
            key = key_of(_parts(bench, own, draft))
            kept = stores[file].load(key)
            row = bench.source.position(own.node.span[0])[0]
            found[file, own.name] = MutatedLine(
                draft.source.name, row, kept or LineResult(own.name, ()), cached=kept is not None
            )
            if kept is None:
                waiting.append(Task(file, own.name, key))
    for task, result in _results(drafts, waiting, jobs, watch):
        stores[task.file].keep(task.key, result)
        found[task.file, task.line] = evolve(found[task.file, task.line], result=result)
    return MutationReport(tuple(found.values()), tuple(dict.fromkeys(diagnostics)))


def _results(
    drafts: Sequence[api.Draft], waiting: Sequence[Task], jobs: int, watch: Watch
) -> Iterator[tuple[Task, LineResult]]:
    """The results of tasks, in their order."""
    if jobs < 2 or len(waiting) < 2:
        desk = Desk(drafts)
        for task in watch(waiting):
            yield task, desk.result(task.file, task.line)
        return
    from concurrent.futures import ProcessPoolExecutor

    # A process of its own from the start: a copy of this one would hold whatever its threads hold just then.
    pool = ProcessPoolExecutor(min(jobs, len(waiting)), get_context("spawn"), _begin, (tuple(drafts),))
    with pool:
        results = pool.map(_one, [(task.file, task.line) for task in waiting])
        for task in watch(waiting):
            yield task, next(results)


@define(eq=False)
class Desk:
    """What mutates the lines of files one after the other."""

    drafts: Sequence[api.Draft]
    _benches: dict[int, Bench] = field(init=False, factory=dict)

    def result(self, file: int, line: str) -> LineResult:
        """What the mutants of a line come to."""
        bench = self._benches.get(file)
        if bench is None:
            while len(self._benches) >= KEPT_OPEN:
                self._benches.pop(next(iter(self._benches)))
            bench = self._benches[file] = Bench(self.drafts[file])
        return result_of(bench, bench.line(line))


_DESKS: list[Desk] = []


def _begin(drafts: tuple[api.Draft, ...]) -> None:
    """Make ready a process of its own."""
    _DESKS[:] = [Desk(drafts)]


def _one(task: tuple[int, str]) -> LineResult:
    return _DESKS[0].result(*task)


def result_of(bench: Bench, own: Own) -> LineResult:
    """The mutants of a line against its tests, and the tests that would notice those that none noticed."""
    tried = try_line(bench, own)
    told = telling(bench, own, tried.survivors)
    number = {id(each): at for at, test in enumerate(told) for each in reversed(test.mutants)}
    first = bench.source.position(own.node.span[0])[0]
    mutants = tuple(_mutant(each, first, number.get(id(each))) for each in tried.candidates)
    return LineResult(own.name, mutants, tuple(test.text for test in told), tried.tests, tried.skipped)


def _mutant(candidate: Candidate, first: int, number: int | None) -> MutantResult:
    mutant = candidate.mutant
    state = EQUIVALENT if candidate.same else KILLED if candidate.killer else SURVIVED
    row, column = mutant.place.line - first, mutant.place.column
    why = candidate.same or candidate.killer
    return MutantResult(mutant.operator, mutant.part, row, column, mutant.old, mutant.new, state, why, number)


def _parts(bench: Bench, own: Own, draft: api.Draft) -> Iterator[str]:
    """All that the result of a line hangs on, beside dealcheck itself: the texts, less the other lines and tests."""
    text = bench.script.text
    tests = [item for item in bench.opened.tree.items if isinstance(item, ast.Test)]
    ours = [test for test in tests if own.name in _names(test)] or tests
    yield draft.source.name
    yield own.policy.party.text
    yield str(bench.source.position(own.node.span[0])[1])
    yield text(own.node.span)
    yield from (text(test.span) for test in ours)
    yield "beside"
    # Labels and sources of the policy's own are told by it as a whole, less its lines.
    for item in bench.opened.tree.items:
        if isinstance(item, ast.Policy):
            yield from (text(each.span) for each in item.items if not isinstance(each, ast.Line))
        elif not isinstance(item, ast.Test):
            yield text(item.span)
    if isinstance(draft.files, Noted):
        yield from draft.files.texts(draft.source.name)


def _names(test: ast.Test) -> set[str]:
    return {f"{each.party.text}.{each.line.text}" for each in inside(test, ast.LineReference)}
