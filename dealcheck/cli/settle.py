"""`dealcheck settle`."""

from __future__ import annotations

from pathlib import Path

import click

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.record import NOT_JUDGED, OK
from dealcheck.report.settled import render_difference, render_summary
from dealcheck.saving import save

MARK = b"\xef\xbb\xbf"
"""The byte order mark that some editors put before UTF-8; it is no part of a text, and stays."""


@click.command("settle", cls=common.PathsCommand)
@click.argument("draft", type=click.Path(allow_dash=True))
@common.choices_options
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write. Default: standard output.",
)
@click.option("--in-place", is_flag=True, help="Write DRAFT itself.")
@click.option("--diff", "difference", is_flag=True, help="Show what changes; write only where that is asked for too.")
@common.policies_option
@common.stdin_option
@common.color_option
def settle(
    draft: str,
    choose: tuple[str, ...],
    assume: tuple[str, ...],
    target: Path | None,
    in_place: bool,
    difference: bool,
    policies: tuple[Path, ...],
    stdin_filename: str | None,
    color: str,
) -> int:
    """Write DRAFT with brackets closed: the option chosen stands in their place, and all else as it stood.

    Comments, layout and other brackets stay. An article that is dropped goes with the comment lines right above it;
    comments that stand apart stay. An event that is assumed to happen gets a day; of one that is assumed not to, what
    hangs on it goes.

    A draft with errors is left as it is. What cannot be written so that it says the same, as `check --choose` judges
    it, is an error, and then nothing is written.

    \b
    Example:
      dealcheck settle draft-3.deal --choose art2=JP --assume "not not_funded" -o draft-4.deal
    """
    if in_place and (target is not None or draft == "-"):
        raise click.UsageError("--in-place writes DRAFT itself: name its file, and no other with -o.")
    opened, problems = common.open_drafts([draft], stdin_filename, policies)
    options = api.CheckOptions(today=common.today(), choose=choose, assume=assume)
    render = common.render_options(color)
    if problems:
        terminal.write_error(render_diagnostics(problems, render))
        return NOT_JUDGED
    result = api.settle(opened[0], options)
    if result.text is None:
        terminal.write_error(render_diagnostics(result.diagnostics, render))
        return NOT_JUDGED
    raw = (MARK if draft != "-" and _has_mark(Path(draft)) else b"") + result.text.encode()
    path = Path(draft) if in_place else target
    name = str(path) if path is not None else draft
    if difference:
        terminal.write(render_difference(result, name))
    if path is None:
        if not difference:
            terminal.write_whole(raw.decode())
        return OK
    fault = save(path, name, raw)
    if fault is not None:
        terminal.write_error(render_diagnostics([fault.diagnostic()], render))
        return NOT_JUDGED
    if not difference:
        terminal.write(render_summary(result, name, render))
    return OK


def _has_mark(path: Path) -> bool:
    """Whether a file begins with a byte order mark; of a pipe, which was read, nothing is known."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(len(MARK)) == MARK
