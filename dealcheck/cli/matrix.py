"""`dealcheck matrix`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.logic import Verdict
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.matrix import Matrix, matrix_of
from dealcheck.report.record import NOT_JUDGED, OK
from dealcheck.report.style import RenderOptions

TABLES = ("table", "markdown")
"""The formats that have rows and columns to change places."""


@click.command("matrix", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, metavar="[DEAL...]", type=click.Path(allow_dash=True))
@common.policies_option
@common.party_option
@common.line_option
@click.option(
    "--verdict",
    "verdicts",
    type=common.WordsType("verdict", [verdict.value for verdict in Verdict]),
    multiple=True,
    metavar="VERDICT,...",
    help="Only lines with such a verdict under one of the deals: violated, open, unknown, met, inactive.",
)
@click.option("--transpose", is_flag=True, help="Deals down and lines across, in a table or Markdown.")
@common.choices_options
@common.as_of_option
@common.format_option("table", "csv", "markdown", "json")
@common.stdin_option
@common.color_option
def matrix(
    drafts: tuple[str, ...],
    policies: tuple[Path, ...],
    parties: tuple[str, ...],
    lines: tuple[str, ...],
    verdicts: tuple[tuple[str, ...], ...],
    transpose: bool,
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    as_of: date | None,
    output: str,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Set DEALs against all lines in one table: which deal violates whose line.

    A folder stands for every .deal file in it and below it that holds a deal. Without DEAL, the agreements that ship
    with dealcheck are set against the policies of the project, or against those that ship.

    A survey is no test: it exits with 0 whatever the lines say, and with 2 where something could not be judged. In CSV
    a cell that a spreadsheet would take for a formula begins with an apostrophe.

    \b
    Example:
      dealcheck matrix talks/ --party JP --verdict violated
    """
    if transpose and output not in TABLES:
        raise click.UsageError(f"--transpose is for --format {' or '.join(TABLES)}; {output} has no columns of deals.")
    if drafts:
        opened, problems = common.open_drafts(drafts, stdin_filename, policies, common.DEALS)
    else:
        opened, problems = common.open_shipped(policies)
    today = common.today()
    options = api.CheckOptions(parties, lines, as_of, today, choose=choose, assume=assume)
    result = api.gather(common.check_drafts(opened, options), options, problems)
    wanted = tuple(verdict for verdict in Verdict if any(verdict.value in group for group in verdicts))
    found = matrix_of(result, wanted)
    terminal.write(_render(found, output, transpose, common.render_options(color)))
    if found.errors and output in ("csv", "markdown"):
        # Where the output has no place for what is wrong, it is said beside it.
        terminal.write_error(render_diagnostics(found.errors, RenderOptions()))
    return NOT_JUDGED if found.errors else OK


def _render(found: Matrix, output: str, transpose: bool, options: RenderOptions) -> str:
    """The matrix in the format asked for; only that format is imported."""
    if output == "csv":
        from dealcheck.report import matrix_csv

        return matrix_csv.render(found, options)
    if output == "json":
        from dealcheck.report import matrix_json

        return matrix_json.render(found, options)
    if output == "markdown":
        from dealcheck.report import matrix_markdown

        return matrix_markdown.render(found, options, transpose)
    from dealcheck.report import matrix_table

    return matrix_table.render(found, options, transpose)
