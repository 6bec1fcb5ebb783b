"""`dealcheck check`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from attrs import evolve

from dealcheck import api
from dealcheck.cli import common
from dealcheck.cli.outputs import Output, audience_options, exit_code, outputs_option, shown, write_reports
from dealcheck.report.formats import NAMES, TERSE
from dealcheck.report.record import FINDINGS


@click.command("check", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=click.Path(allow_dash=True))
@common.policies_option
@common.party_option
@common.line_option
@common.choices_options
@common.as_of_option
@common.format_option(*NAMES)
@outputs_option
@audience_options
@common.fail_on_option
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
    outputs: tuple[Output, ...],
    audience: tuple[str, ...],
    share: str,
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
      dealcheck check draft-3.deal --output monday.json
    """
    opened, problems = common.open_drafts(drafts, stdin_filename, policies, common.DEALS)
    forms = {output, *(each.name for each in outputs)}
    whole = bool(forms - TERSE)
    options = api.CheckOptions(parties, lines, as_of, common.today(), whole, choose, assume)
    result = api.gather(common.check_drafts(opened, options), options, tuple(problems))
    if whole:
        result = evolve(result, receipt=common.receipt_of(opened))
    rendering = common.render_options(color, common.levels_of(fail_on))
    wrong = write_reports(shown(result, audience, share), output, outputs, rendering)
    code = result.exit_code(rendering.fail_on)
    return exit_code(0 if exit_zero and code == FINDINGS else code, wrong)
