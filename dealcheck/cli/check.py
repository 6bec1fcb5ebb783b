"""`dealcheck check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.cli.completion import complete_line, complete_party
from dealcheck.report.record import FAIL_LEVELS, Result
from dealcheck.report.style import RenderOptions


class Levels(click.ParamType[tuple[str, ...]]):
    """Levels joined by commas."""

    name = "level"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The levels named, each a known one."""
        if isinstance(value, tuple):
            return value
        levels = tuple(str(value).split(","))
        for level in levels:
            if level not in FAIL_LEVELS:
                self.fail(f"{level!r} is none of {', '.join(FAIL_LEVELS)}", param, ctx)
        return levels

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The levels."""
        return [click.shell_completion.CompletionItem(level) for level in FAIL_LEVELS if level.startswith(incomplete)]


@click.command("check", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=click.Path(allow_dash=True))
@common.policies_option
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="PARTY",
    shell_complete=complete_party,
    help="Only lines of this party.",
)
@click.option(
    "--line", "lines", multiple=True, metavar="LINE", shell_complete=complete_line, help="Only this line, as JP.autos."
)
@common.as_of_option
@common.format_option("full", "concise", "json")
@click.option(
    "--fail-on",
    type=Levels(),
    multiple=True,
    metavar="LEVEL,...",
    help="What else fails the check: open, unknown, concern, bystander. Violated red lines always do.",
)
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 whatever the lines say; what cannot be judged still exits with 2."
)
@common.stdin_option
@common.color_option
def check(
    drafts: tuple[str, ...],
    policies: tuple[Path, ...],
    parties: tuple[str, ...],
    lines: tuple[str, ...],
    as_of: date | None,
    output: str,
    fail_on: tuple[tuple[str, ...], ...],
    exit_zero: bool,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Judge DRAFTs against the red lines of every party.

    The lines are those that a draft declares or uses; if it has none, those of the project's policies/; if there are
    none, those that ship with dealcheck.

    \b
    Example:
      dealcheck check draft-3.deal --party JP --fail-on open,unknown
    """
    levels = frozenset(level for group in fail_on for level in group)
    opened, problems = common.open_drafts(drafts, stdin_filename, policies)
    options = api.CheckOptions(parties, lines, as_of, date.today())  # noqa: DTZ011 - the user's own day
    reports = [api.check_draft(draft, options) for draft in terminal.progress(opened, "Checking")]
    result = api.gather(reports, options, tuple(problems))
    terminal.write(_render(result, output, common.render_options(color, levels)))
    code = result.exit_code(levels)
    return 0 if exit_zero and code == 1 else code


def _render(result: Result, output: str, options: RenderOptions) -> str:
    """The report in the format asked for; only that format is imported."""
    if output == "json":
        from dealcheck.report import json

        return json.render(result, options)
    if output == "concise":
        from dealcheck.report import concise

        return concise.render(result, options)
    from dealcheck.report import full

    return full.render(result, options)
