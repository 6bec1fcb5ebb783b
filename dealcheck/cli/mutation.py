"""The options of `dealcheck test` about mutation testing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import evolve, frozen

from dealcheck import api, limits, terminal
from dealcheck.cli.coverage import PercentType
from dealcheck.diagnostics import Diagnostic
from dealcheck.loader import Fault, Library, project_of, read_bytes
from dealcheck.report.mutation import MutationReport, render_concise, render_full, telling_tests
from dealcheck.report.mutation_json import render_json
from dealcheck.report.style import RenderOptions
from dealcheck.saving import save
from dealcheck.testing.mutation.cache import FOLDER, Folder, NoStore, Store
from dealcheck.testing.mutation.jobs import mutate
from dealcheck.values.exact import Exact

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@frozen
class Mutating:
    """What the user asks about mutation testing."""

    asked: bool
    jobs: int
    least: Exact | None
    cached: bool
    written: Path | None

    def stand_alone(self, *others: object) -> None:
        """A usage error where options for running tests are given too: mutants meet every test, and none else runs."""
        if any(others):
            raise click.UsageError("--mutate goes with none of -k, -x, --junit and the options of coverage")

    def run(self, drafts: Sequence[api.Draft], problems: Sequence[Diagnostic]) -> MutationReport:
        """The mutants of the drafts' lines; the tests that would notice survivors are written where that is asked."""
        report = mutate(drafts, self._store, self.jobs, lambda tasks: terminal.progress(tasks, "Mutating"))
        found = [*problems, *report.diagnostics]
        if not report.lines and not found:
            names = ", ".join(draft.source.name for draft in drafts)
            found.append(
                Diagnostic(
                    "DC946", f"{names} declares no line to mutate", help="name the policy file that has the lines"
                )
            )
        elif self.written is not None:
            found.extend(self._write(report))
        return evolve(report, diagnostics=tuple(dict.fromkeys(found)), wanted=self.least)

    def _store(self, draft: api.Draft) -> Store:
        """Where results are kept: in the folder of the draft's project."""
        files = draft.files
        if not self.cached or not isinstance(files, Library):
            return NoStore()
        return Folder(project_of(files.home) / FOLDER)

    def _write(self, report: MutationReport) -> list[Diagnostic]:
        """Append the tests to the file named, which is there with all of them or as it was."""
        path = self.written
        tests = [test for file in report.files for test in telling_tests(report.lines, file)]
        if path is None or not tests:
            return []
        name = str(path)
        before = read_bytes(path, name, limits.FILE_BYTES, named=True) if path.exists() else b""
        if isinstance(before, Fault):
            return [before.diagnostic()]
        text = "".join(f"\n{test}" for test in tests)
        whole = before.rstrip(b"\n") + b"\n" + text.encode() if before.strip() else text.lstrip("\n").encode()
        fault = save(path, name, whole)
        return [] if fault is None else [fault.diagnostic()]


def rendered(report: MutationReport, output: str, options: RenderOptions) -> str:
    """The report in the form `full`, `concise` or `json`."""
    if output == "json":
        return render_json(report)
    return render_concise(report) if output == "concise" else render_full(report, options)


def mutation_options(command: Decorated) -> Decorated:
    """`--mutate`, `--jobs`, `--min-score`, `--no-cache` and `--write-tests`, as one `mutating`."""

    @wraps(command)
    def mutated(
        *arguments: Any,
        mutate: bool,
        jobs: int,
        min_score: Exact | None,
        no_cache: bool,
        write_tests: Path | None,
        **options: Any,
    ) -> Any:
        asked = mutate or min_score is not None or write_tests is not None
        return command(*arguments, mutating=Mutating(asked, jobs, min_score, not no_cache, write_tests), **options)

    for option in (
        click.option(
            "--write-tests",
            metavar="FILE",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Append the tests that would notice survivors to FILE. Give them good names then.",
        ),
        click.option("--no-cache", is_flag=True, help=f"Neither read nor write {FOLDER}/ in the project's folder."),
        click.option(
            "--min-score",
            metavar="PERCENT",
            type=PercentType(),
            help="Exit with 1 where fewer mutants are killed: 90, 92.5. An exact number.",
        ),
        click.option("--jobs", type=click.IntRange(1, 64), default=1, metavar="N", help="Mutate in so many processes."),
        click.option(
            "--mutate",
            is_flag=True,
            help="Change each line in one place at a time, and report the changes that no test notices.",
        ),
    ):
        mutated = option(mutated)
    return mutated  # type: ignore[return-value]  # the command with options in the place of one
