"""`dealcheck packages`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.packages.counting import MOST_BEST
from dealcheck.report.packages import PackagesResult
from dealcheck.report.style import RenderOptions


@click.command("packages", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=click.Path(allow_dash=True))
@common.policies_option
@common.party_option
@common.as_of_option
@common.choices_options
@click.option(
    "--best",
    "most",
    type=click.IntRange(0, 1000),
    default=MOST_BEST,
    show_default=True,
    metavar="N",
    help="How many of the best packages to show.",
)
@common.format_option("full", "json", "markdown")
@common.stdin_option
@common.color_option
def packages(
    drafts: tuple[str, ...],
    policies: tuple[Path, ...],
    parties: tuple[str, ...],
    as_of: date | None,
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    most: int,
    output: str,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Count the packages of DRAFTs: the ways to close every bracket, and who can accept which.

    A package is one choice for every bracket, optional article and undated event; a blank or a range counts once for
    each piece of it on which no line changes its verdict. A party accepts a package that meets each of its red lines.
    The counts are exact; where that would take too many steps, it is said how many there are at least. The best of
    the packages that all accept are shown, those first that meet most wishes; where parties accept none in common,
    the fewest lines that clash.

    Exits with 0 where some package may suit all, with 1 where none does, and with 2 where something could not be
    judged.

    \b
    Example:
      dealcheck packages draft-3.deal --best 10
    """
    opened, problems = common.open_drafts(drafts, stdin_filename, policies, common.DEALS)
    today = common.today()
    options = api.CheckOptions(parties, (), as_of, today, choose=choose, assume=assume)
    result = api.packages(common.in_turn(opened, "Counting"), options, most, problems)
    terminal.write(_render(result, output, common.render_options(color)))
    return result.exit_code


def _render(result: PackagesResult, output: str, options: RenderOptions) -> str:
    """The report in the format asked for; only that format is imported."""
    if output == "json":
        from dealcheck.report import packages_json

        return packages_json.render(result, options)
    if output == "markdown":
        from dealcheck.report import packages_markdown

        return packages_markdown.render(result, options)
    from dealcheck.report import packages_full

    return packages_full.render(result, options)
