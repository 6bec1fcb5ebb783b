"""`dealcheck render`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dealcheck import terminal
from dealcheck.cli import common
from dealcheck.cli.outputs import Output, audience_options, exit_code, outputs_option, shown, write_reports
from dealcheck.diagnostics import Diagnostic
from dealcheck.loader import STDIN, Fault, Shelf, decode, read_bytes, read_stdin_bytes
from dealcheck.report.diagnostics import render_diagnostic
from dealcheck.report.formats import NAMES
from dealcheck.report.reading import Malformed
from dealcheck.report.record import NOT_JUDGED, Result
from dealcheck.report.restore import restore
from dealcheck.report.style import RenderOptions

SAVED_BYTES = 200_000_000
"""Bytes of a saved check: some hundred thousand findings."""


@click.command("render")
@click.argument("saved", metavar="SAVED.json", type=click.Path(allow_dash=True))
@common.format_option(*NAMES)
@outputs_option
@audience_options
@common.fail_on_option
@common.color_option
def render(
    saved: str,
    output: str,
    outputs: tuple[Output, ...],
    audience: tuple[str, ...],
    share: str,
    fail_on: tuple[tuple[str, ...], ...],
    color: str,
) -> int:
    """Make any report of a check again from its JSON; neither the draft nor the policies have to be there.

    Exits as the check did.

    \b
    Example:
      dealcheck check draft-3.deal --output monday.json
      dealcheck render monday.json --format concise
    """
    options = common.render_options(color, common.levels_of(fail_on))
    found = _restored(saved)
    if isinstance(found, Diagnostic):
        terminal.write_error(render_diagnostic(found, RenderOptions(terminal.wants_color(sys.stderr, color))))
        return NOT_JUDGED
    wrong = write_reports(shown(found, audience, share), output, outputs, options)
    return exit_code(found.exit_code(options.fail_on), wrong)


def _restored(saved: str) -> Result | Diagnostic:
    """The result that a file tells of, or why there is none."""
    shelf = Shelf()
    name = STDIN if saved == "-" else shelf.name_of(shelf.current / saved)
    raw = read_stdin_bytes(name) if saved == "-" else read_bytes(Path(saved), name, SAVED_BYTES, named=True)
    text = raw if isinstance(raw, Fault) else decode(name, raw)
    if isinstance(text, Fault):
        return text.diagnostic()
    try:
        return restore(text.text)
    except Malformed as fault:
        return Diagnostic(
            "DC919",
            f"{name} is no saved check: {fault}",
            help="save one with `dealcheck check DRAFT.deal --output NAME.json`",
        )
