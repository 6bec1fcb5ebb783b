"""`dealcheck report`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from attrs import evolve

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.cli.check import judging
from dealcheck.cli.outputs import Output, audience_options, exit_code, shown, write_reports
from dealcheck.report.concise import tally_words
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.record import FINDINGS
from dealcheck.report.style import printable


@click.command("report", cls=common.PathsCommand)
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...", type=click.Path(allow_dash=True))
@click.option(
    "--output",
    "-o",
    "page",
    required=True,
    metavar="PATH",
    type=click.Path(allow_dash=True),
    help="The file to write, as report.html; - for standard output.",
)
@common.since_option
@audience_options
@common.policies_option
@common.party_option
@common.line_option
@common.choices_options
@common.as_of_option
@common.fail_on_option
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 whatever the lines say; what cannot be judged still exits with 2."
)
@common.stdin_option
@common.color_option
def report(
    drafts: tuple[str, ...],
    page: str,
    since: Path | None,
    audience: tuple[str, ...],
    share: str,
    policies: tuple[Path, ...],
    parties: tuple[str, ...],
    lines: tuple[str, ...],
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    as_of: date | None,
    fail_on: tuple[tuple[str, ...], ...],
    exit_zero: bool,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Write one page on DRAFTs for a browser and for paper.

    Every clause against the lines of every party, each finding with its clause, its line and its source, the
    contested measures over time, what is open, and what the report rests on. The file is whole in itself: it loads
    nothing, needs no script, and the same drafts make the same bytes.

    Prints the tally, and exits as `dealcheck check` does, of which this is `--output html=PATH`.

    \b
    Example:
      dealcheck report draft-3.deal -o report.html
      dealcheck report draft-3.deal -o report.html --since draft-2.deal
      dealcheck report draft-3.deal -o for-tokyo.html --for JP --share verdicts
    """
    options = api.CheckOptions(parties, lines, as_of, common.today(), True, choose, assume, True)
    judge = judging(drafts, stdin_filename, policies, options, since)
    result = judge(())
    seen = shown(result, audience, share, judge)
    path = None if page == "-" else Path(page)
    rendering = common.render_options(color, common.levels_of(fail_on))
    wrong = write_reports(seen, None, (Output("html", path),), rendering)
    errors = [found for found in seen.everything if found.is_error]
    if errors:
        terminal.write_error(render_diagnostics(errors, evolve(rendering, color=False)))
    if path is not None and not wrong:
        told = [
            f"{deal.checked.deal or draft.name}: {tally_words(deal)}"
            for draft in seen.drafts
            for deal in draft.deals
            if deal.checked.lines
        ]
        terminal.write("".join(f"{printable(row)}\n" for row in (*told, f"written to {page}")))
    code = result.exit_code(rendering.fail_on)
    return exit_code(0 if exit_zero and code == FINDINGS else code, wrong)
