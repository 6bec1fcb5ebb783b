"""`dealcheck test`."""

from __future__ import annotations

import click

from dealcheck import terminal
from dealcheck.cli import common
from dealcheck.diagnostics import Diagnostic
from dealcheck.report.tests import exit_code, render
from dealcheck.testing.run import Suite


@click.command("test")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("-k", "keyword", default="", metavar="WORDS", help="Only tests whose name holds these words.")
@common.format_option("full", "concise", "json")
@common.stdin_option
@common.color_option
def test(files: tuple[str, ...], keyword: str, output: str, stdin_filename: str | None, color: str) -> int:
    """Run the test blocks of FILEs, not those of the files that they use.

    A folder stands for every .policy and .deal file in it and below it that has a test.

    Exits with 1 where a test fails, and with 2 where there is no test or a file cannot be read as it should.

    \b
    Example:
      dealcheck test policies/jp.policy -k silence
    """
    opened, problems = common.open_drafts(files, stdin_filename, wanted=common.TESTS)
    suites = [Suite(draft, keyword) for draft in terminal.progress(opened, "Reading")]
    waiting = [(suite, record) for suite in suites for record in suite.tests]
    outcomes = [(suite, suite.run(record)) for suite, record in terminal.progress(waiting, "Testing")]
    reports = [suite.outcome(tuple(each for of, each in outcomes if of is suite)) for suite in suites]
    if suites and not waiting:
        problems.append(_no_tests(suites, keyword))
    terminal.write(render(reports, problems, output, common.render_options(color)))
    return exit_code(reports, problems)


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
