"""`dealcheck show`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.asked import Question
from dealcheck.cli import common
from dealcheck.cli.completion import complete_party
from dealcheck.report.points import PointsResult, render, render_json


@click.command("show", cls=common.PathsCommand)
@click.argument("draft", type=click.Path(allow_dash=True))
@click.option(
    "--on", "goods", metavar="SCOPE", help='Goods or topics, as the language writes them: "hs 8703.23", autos.'
)
@click.option("--by", metavar="PARTY", shell_complete=complete_party, help="Whose measure.")
@click.option("--from", "source", metavar="PARTY", help="Where the goods come from.")
@click.option("--to", metavar="PARTY", help="Where they go.")
@click.option("--toward", metavar="PARTY", help="The third country that a measure is aimed at.")
@click.option("--layer", metavar="LAYER", help="One layer of duty alone, as s232_autos.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="One kind of measure alone, as tariff or duty.")
@click.option("--at", type=common.DateType(), metavar="DATE", help="The day. Default: the day the deal takes effect.")
@common.policies_option
@common.choices_options
@common.as_of_option
@common.format_option("full", "json")
@common.stdin_option
@common.color_option
def show(
    draft: str,
    goods: str | None,
    by: str | None,
    source: str | None,
    to: str | None,
    toward: str | None,
    layer: str | None,
    kinds: tuple[str, ...],
    at: date | None,
    policies: tuple[Path, ...],
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    as_of: date | None,
    output: str,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Show what is in force at a point, before DRAFT and under it: each layer, and the text that it comes from.

    Keys that are left out range over everything, so name as many as you can.

    \b
    Example:
      dealcheck show draft-3.deal --on "hs 8703.23" --from JP --at 2026-03-01
    """
    opened, problems = common.open_drafts([draft], stdin_filename, policies)
    asked = Question(at, by, source, to, toward, layer, goods, kinds)
    today = common.today()
    options = api.CheckOptions(as_of=as_of, today=today, choose=choose, assume=assume)
    result = api.show(opened[0], asked, options) if opened else PointsResult((), tuple(problems))
    if output == "json":
        terminal.write(render_json(result))
    else:
        terminal.write(render(result, common.render_options(color)))
    return 2 if any(found.is_error for found in result.diagnostics) else 0
