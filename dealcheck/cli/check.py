"""`dealcheck check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.report.record import FAIL_LEVELS, Result
from dealcheck.report.style import RenderOptions


@click.command("check", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=click.Path(allow_dash=True))
@common.policies_option
@common.party_option
@common.line_option
@common.choices_options
@common.as_of_option
@common.format_option("full", "concise", "json")
@click.option(
    "--fail-on",
    type=common.WordsType("level", FAIL_LEVELS),
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
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    as_of: date | None,
    output: str,
    fail_on: tuple[tuple[str, ...], ...],
    exit_zero: bool,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Judge DRAFTs against the red lines of every party.

    A folder stands for every .deal file in it and below it that holds a deal. Several deals end with a table of them
    all; `dealcheck matrix` sets them against the lines one by one.

    The lines are those that a draft declares or uses; if it has none, those of the project's policies/; if there are
    none, those that ship with dealcheck.

    \b
    Example:
      dealcheck check draft-3.deal --party JP --fail-on open,unknown
      dealcheck check draft-3.deal --choose art2=JP --assume not_funded
    """
    levels = frozenset(level for group in fail_on for level in group)
    opened, problems = common.open_drafts(drafts, stdin_filename, policies, common.DEALS)
    today = common.today()
    options = api.CheckOptions(parties, lines, as_of, today, output == "json", choose, assume)
    result = api.gather(common.check_drafts(opened, options), options, tuple(problems))
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
