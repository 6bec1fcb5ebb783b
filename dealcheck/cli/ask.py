"""`dealcheck ask`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.report.questions import QuestionsResult
from dealcheck.report.style import RenderOptions


@click.command("ask", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=click.Path(allow_dash=True))
@common.policies_option
@common.party_option
@common.line_option
@common.as_of_option
@common.choices_options
@common.format_option("full", "json", "markdown")
@common.stdin_option
@common.color_option
def ask(
    drafts: tuple[str, ...],
    policies: tuple[Path, ...],
    parties: tuple[str, ...],
    lines: tuple[str, ...],
    as_of: date | None,
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    output: str,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Ask what to find out next about DRAFT: the fact, the person or the bracket that would decide most lines.

    For every line that is open or unknown, what it waits for; the questions in the order of how many lines each of
    them alone decides and how many wait for it, the red lines of the parties at the table first. Each says what to
    write to answer it.

    Exits with 0, or with 2 where something could not be judged.

    \b
    Example:
      dealcheck ask draft-3.deal --party JP
    """
    opened, problems = common.open_drafts(drafts, stdin_filename, policies, common.DEALS)
    today = common.today()
    options = api.CheckOptions(parties, lines, as_of, today, choose=choose, assume=assume)
    result = api.ask(common.in_turn(opened, "Asking"), options, problems)
    terminal.write(_render(result, output, common.render_options(color)))
    return result.exit_code


def _render(result: QuestionsResult, output: str, options: RenderOptions) -> str:
    """The report in the format asked for; only that format is imported."""
    if output == "json":
        from dealcheck.report import questions_json

        return questions_json.render(result, options)
    if output == "markdown":
        from dealcheck.report import questions_markdown

        return questions_markdown.render(result, options)
    from dealcheck.report import questions_full

    return questions_full.render(result, options)
