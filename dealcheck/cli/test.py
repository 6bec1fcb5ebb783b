"""`dealcheck test`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from dealcheck import terminal
from dealcheck.cli import common
from dealcheck.cli.completion import complete_test
from dealcheck.cli.coverage import Covering, coverage_options
from dealcheck.cli.mutation import Mutating, mutation_options, rendered
from dealcheck.diagnostics import Diagnostic
from dealcheck.loader import Library, Shelf, is_folder
from dealcheck.report.record import OK
from dealcheck.report.tests import FileOutcome, exit_code, render
from dealcheck.saving import save
from dealcheck.testing.run import Suite, run_suites


def _in_a_file(ctx: click.Context, param: click.Parameter, path: Path | None) -> Path | None:
    """The file to write; standard output has the report already."""
    if path == Path("-"):
        raise click.BadParameter("name a file: standard output has the report", ctx, param)
    return path


@click.command("test", cls=common.PathsCommand)
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(allow_dash=True))
@click.option(
    "-k",
    "keyword",
    default="",
    metavar="WORDS",
    shell_complete=complete_test,
    help="Only tests whose name holds these words.",
)
@click.option("-x", "--exitfirst", "exit_first", is_flag=True, help="Run no test after the first that fails.")
@click.option(
    "--junit",
    metavar="FILE",
    type=click.Path(path_type=Path),
    callback=_in_a_file,
    help="Write JUnit XML to FILE as well.",
)
@click.option("--allow-none", is_flag=True, help="Exit with 0 where there is no test at all, as in a hook.")
@coverage_options
@mutation_options
@common.format_option("full", "concise", "json")
@common.stdin_option
@common.color_option
def test(
    files: tuple[str, ...],
    keyword: str,
    exit_first: bool,
    junit: Path | None,
    allow_none: bool,
    covering: Covering,
    mutating: Mutating,
    output: str,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Run the test blocks of FILEs, not those of the files that they use; without one, those of the project's policies.

    A folder stands for every .policy and .deal file in it and below it that has a test. Each row of a table is a test
    of its own, as `the limit [row 2]`. What is expected and what came stand below one another, part by part.

    With --coverage, says by line which clauses no test makes true, or false, and how many tests do. --coverage-json and
    --lcov write the same to files, --fail-under asks for a share of clauses that have both.

    With --mutate, changes each line in one place at a time (a limit by one step, a sign, a word, a date, a member of a
    scope) and says which changes no test notices, each with a test that would. Results are kept in .dealcheck_cache.

    Exits with 1 where a test fails, too little is covered or too few mutants are killed, and with 2 where there is no
    test or a file cannot be read as it should.

    \b
    Example:
      dealcheck test policies/jp.policy -k silence -x
      dealcheck test policies/ --junit report.xml
      dealcheck test policies/jp.policy --coverage --fail-under 80 --lcov lines.info
      dealcheck test policies/jp.policy --mutate --jobs 2 --min-score 90
    """
    opened, problems = common.open_drafts(files or _of_project(allow_none), stdin_filename, wanted=common.TESTS)
    if allow_none:
        problems = [found for found in problems if found.code != "DC935"]
    if mutating.asked:
        mutating.stand_alone(keyword, exit_first, junit, covering.asked)
        report = mutating.run(opened, problems)
        terminal.write(rendered(report, output, common.render_options(color)))
        return report.exit_code
    suites = [Suite(draft, keyword) for draft in terminal.progress(opened, "Reading")]
    coverage = covering.start(suites)
    reports = run_suites(
        suites, coverage, exit_first=exit_first, watch=lambda tests: terminal.progress(tests, "Testing")
    )
    none = not any(suite.tests or suite.left_out for suite in suites)
    if suites and not any(suite.tests for suite in suites) and not (allow_none and none):
        problems.append(_no_tests(suites, keyword))
    if junit is not None:
        problems.extend(_write_junit(junit, reports, problems))
    problems.extend(covering.finish(coverage, suites))
    options = common.render_options(color)
    terminal.write(render(reports, problems, output, options, covering.result, covering.said))
    terminal.write(covering.rendered(output, options))
    code = exit_code(reports, problems)
    if allow_none and none and not any(found.is_error for found in _said(problems, suites)):
        code = OK
    return max(code, covering.code)


def _said(problems: Sequence[Diagnostic], suites: Sequence[Suite]) -> Iterator[Diagnostic]:
    """All that is said of the files."""
    yield from problems
    for suite in suites:
        yield from suite.opened.diagnostics


def _of_project(allow_none: bool) -> tuple[str, ...]:
    """What the project around the current folder has policies in: its `policies`, or what its configuration names."""
    shelf = Shelf()
    library = Library(shelf, shelf.current)
    folder = library.root / "policies"
    for found in library.configuration.diagnostics:
        raise click.UsageError(found.headline)
    paths = library.configuration.policies or ((folder,) if is_folder(folder) else ())
    if not paths and not allow_none:
        raise click.UsageError("name a FILE: the project has no policies whose tests could be run")
    return tuple(str(path) for path in paths)


def _write_junit(path: Path, reports: Sequence[FileOutcome], problems: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Write JUnit XML; what kept that from being done."""
    from dealcheck.report.tests_junit import render_junit

    fault = save(path, str(path), render_junit(reports, problems).encode())
    if fault is not None:
        yield fault.diagnostic()


def _no_tests(suites: list[Suite], keyword: str) -> Diagnostic:
    """There is nothing to run."""
    names = ", ".join(suite.name for suite in suites)
    if any(suite.left_out for suite in suites):
        return Diagnostic(
            "DC933", f"no test in {names} has {keyword!r} in its name", help="leave out -k to run them all"
        )
    return Diagnostic(
        "DC933", f"there is no test in {names}", help='write one: test "name" { deal { ... } expect JP.autos met }'
    )
