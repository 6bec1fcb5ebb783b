"""`dealcheck diff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.diagnostics import Diagnostic
from dealcheck.report.changes import DiffResult, SideReport
from dealcheck.report.record import PolicyChoice
from dealcheck.report.style import RenderOptions


@click.command("diff", cls=common.PathsCommand)
@click.argument("old", type=click.Path(allow_dash=True))
@click.argument("new", required=False, type=click.Path(allow_dash=True))
@click.option(
    "--deal", metavar="NAME|OLD:NEW", help="The deals to compare, where a file holds several: one name, or one of each."
)
@common.policies_option
@common.party_option
@common.line_option
@common.as_of_option
@common.format_option("full", "json", "markdown")
@click.option(
    "--exit-zero", is_flag=True, help="Exit with 0 whatever the lines say; what cannot be judged still exits with 2."
)
@common.stdin_option
@common.color_option
def diff(
    old: str,
    new: str | None,
    deal: str | None,
    policies: tuple[Path, ...],
    parties: tuple[str, ...],
    lines: tuple[str, ...],
    as_of: date | None,
    output: str,
    exit_zero: bool,
    stdin_filename: str | None,
    color: str,
) -> int:
    """Compare the draft NEW with the draft OLD by what they mean, not by their text.

    Lines newly violated, mended, opened, closed, each with the term that did it; terms added, dropped, changed;
    brackets closed and in whose favour; the points on which the outcome is another. Articles that are renamed, moved
    or laid out otherwise are recognised. With one draft alone, what it changes of the status quo.

    Exits with 0 where NEW violates no red line that OLD does not, with 1 where it does, and with 2 where something
    could not be judged.

    \b
    Example:
      dealcheck diff draft-2.deal draft-3.deal
    """
    names = [old] if new is None else [old, new]
    opened, problems = common.open_drafts(names, stdin_filename, policies)
    options = api.CheckOptions(parties, lines, as_of, common.today())
    if problems:
        result = _not_opened(names, problems)
    else:
        # Of a draft named twice there is but one.
        result = api.diff(opened[0] if new is not None else None, opened[-1], options, deal)
    terminal.write(_render(result, output, common.render_options(color)))
    return 0 if exit_zero and result.exit_code == 1 else result.exit_code


def _not_opened(names: list[str], problems: list[Diagnostic]) -> DiffResult:
    """What is said of drafts that cannot be had."""
    old, new = (SideReport(name, PolicyChoice("none")) for name in (names[0], names[-1]))
    return DiffResult(old, new, diagnostics=tuple(problems), from_silence=len(names) == 1)


def _render(result: DiffResult, output: str, options: RenderOptions) -> str:
    """The report in the format asked for; only that format is imported."""
    if output == "json":
        from dealcheck.report import changes_json

        return changes_json.render(result, options)
    if output == "markdown":
        from dealcheck.report import changes_markdown

        return changes_markdown.render(result, options)
    from dealcheck.report import changes_full

    return changes_full.render(result, options)
