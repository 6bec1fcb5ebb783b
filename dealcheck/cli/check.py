"""`dealcheck check`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click
from attrs import evolve

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.cli.outputs import Output, audience_options, exit_code, outputs_option, shown, write_reports
from dealcheck.report.formats import DETAILED, NAMES, TERSE
from dealcheck.report.record import FINDINGS, Result
from dealcheck.shipped import PACKAGE

SCHEMA = PACKAGE / "report" / "schema" / "check-1.json"


def _print_schema(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    """Print the schema of the JSON and do nothing else."""
    if wanted and not ctx.resilient_parsing:
        terminal.write(SCHEMA.read_text(encoding="utf-8"))
        ctx.exit()


@click.command("check", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=click.Path(allow_dash=True))
@common.policies_option
@common.party_option
@common.line_option
@common.choices_options
@common.as_of_option
@common.format_option(*NAMES)
@outputs_option
@common.since_option
@audience_options
@common.fail_on_option
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 whatever the lines say; what cannot be judged still exits with 2."
)
@click.option(
    "--json-schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of what --format json writes, and judge nothing.",
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
    since: Path | None,
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
      dealcheck check draft-3.deal --since draft-2.deal --format json
    """
    forms = {output, *(each.name for each in outputs)}
    whole = bool(forms - TERSE)
    detailed = bool(forms & DETAILED)
    options = api.CheckOptions(parties, lines, as_of, common.today(), whole, choose, assume, detailed)
    judge = judging(drafts, stdin_filename, policies, options, since)
    result = judge(())
    rendering = common.render_options(color, common.levels_of(fail_on))
    wrong = write_reports(shown(result, audience, share, judge), output, outputs, rendering)
    code = result.exit_code(rendering.fail_on)
    return exit_code(0 if exit_zero and code == FINDINGS else code, wrong)


def judging(
    drafts: Sequence[str],
    stdin_filename: str | None,
    policies: Sequence[Path],
    options: api.CheckOptions,
    since: Path | None,
) -> Callable[[tuple[str, ...]], Result]:
    """What checks the drafts that a command names, which are read once: of all lines, or of those that parties may see.

    The result says what it rests on, where the options ask for more than terse forms of report show.
    """
    opened, problems = common.open_drafts(drafts, stdin_filename, policies, common.DEALS)

    def judge(seen_by: tuple[str, ...]) -> Result:
        asked = evolve(options, seen_by=seen_by)
        result = api.gather(common.check_drafts(opened, asked), asked, tuple(problems))
        read = opened
        if since is not None:
            result, read = common.since_draft(result, since, opened, policies, asked)
        return evolve(result, receipt=common.receipt_of(read)) if asked.counting else result

    return judge
