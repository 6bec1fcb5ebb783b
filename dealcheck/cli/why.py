"""`dealcheck why`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.cli.completion import complete_line
from dealcheck.report.reasons import ReasonsResult, render, render_json


@click.command("why", cls=common.PathsCommand)
@click.argument("draft", type=click.Path(allow_dash=True))
@click.argument("line", shell_complete=complete_line)
@common.policies_option
@common.choices_options
@common.as_of_option
@common.format_option("full", "json")
@common.stdin_option
@common.color_option
def why(
    draft: str,
    line: str,
    policies: tuple[Path, ...],
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    as_of: date | None,
    output: str,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Show why LINE holds or not under DRAFT: its sentence taken apart, with the points that decide each part.

    \b
    Example:
      dealcheck why draft-3.deal JP.autos
    """
    opened, problems = common.open_drafts([draft], stdin_filename, policies)
    today = common.today()
    options = api.CheckOptions(as_of=as_of, today=today, choose=choose, assume=assume)
    result = api.why(opened[0], line, options) if opened else ReasonsResult((), tuple(problems))
    if output == "json":
        terminal.write(render_json(result))
    else:
        terminal.write(render(result, common.render_options(color)))
    return 2 if any(found.is_error for found in result.diagnostics) else 0
