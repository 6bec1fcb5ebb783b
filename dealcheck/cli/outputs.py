"""`--output FORMAT=PATH`: reports of one run written to files, beside the one on standard output."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import evolve, frozen
from click.shell_completion import CompletionItem

from dealcheck import terminal
from dealcheck.cli.completion import complete_party
from dealcheck.diagnostics import Diagnostic
from dealcheck.report.formats import FORMATS, NAMES, MissingPackageError, format_of, render
from dealcheck.report.record import NOT_JUDGED, SHARES, Audience, Result
from dealcheck.report.style import RenderOptions

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

FILE_WIDTH = 100
"""Columns of what is written to a file."""


@frozen
class Output:
    """A report to be written: its form, and the file, None for standard output."""

    name: str
    path: Path | None


class OutputType(click.ParamType[Output]):
    """`FORMAT=PATH`, or a path whose ending tells the form."""

    name = "output"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Output:
        """The report wanted, or a usage error that says how to write it."""
        if isinstance(value, Output):
            return value
        name, equals, path = str(value).partition("=")
        if equals and name in NAMES:
            if not path:
                self.fail(f"{value!r} names no file: write {name}=PATH", param, ctx)
            return Output(name, None if path == "-" else Path(path))
        found = format_of(str(value))
        if found is None or (equals and "/" not in name and "." not in name):
            endings = ", ".join(ending for each in FORMATS for ending in each.endings)
            self.fail(
                f"{value!r} tells no form of report: write FORMAT=PATH with one of {', '.join(NAMES)},"
                f" or a path that ends in one of {endings}",
                param,
                ctx,
            )
        return Output(found.name, Path(str(value)))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The forms, each with the sign that the file's name follows."""
        if "=" in incomplete:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(f"{name}=") for name in NAMES if name.startswith(incomplete)]


def outputs_option(command: Decorated) -> Decorated:
    """`--output FORMAT=PATH`, as often as wanted."""
    return click.option(
        "--output",
        "-o",
        "outputs",
        type=OutputType(),
        multiple=True,
        metavar="[FORMAT=]PATH",
        help="Write the report to a file as well, in a form of its own: FORMAT, or what the ending of PATH tells.",
    )(command)


def audience_options(command: Decorated) -> Decorated:
    """`--for PARTY` and `--share`."""
    share = click.option(
        "--share",
        type=click.Choice(SHARES),
        default=SHARES[0],
        show_default=True,
        help="What a report made --for a party shows of the others: their lines with a public source, or besides of"
        " all their other lines whether the party can accept the deal.",
    )
    audience = click.option(
        "--for",
        "audience",
        multiple=True,
        metavar="PARTY",
        shell_complete=complete_party,
        help="Make the report for this party to see: of other parties' lines it shows what --share says, nothing else.",
    )
    return audience(share(command))


def shown(
    result: Result, audience: tuple[str, ...], share: str, again: Callable[[tuple[str, ...]], Result] | None = None
) -> Result:
    """What a party may see of a result; all of it where no party is named.

    `again` makes the same check of what these parties may see alone, where the drafts are at hand.

    Raises a usage error where nobody at the table is called so: a report for a slip of the pen would hide everything,
    or nothing.
    """
    if not audience:
        return result
    parties = {party for deal in result.deals if deal.head is not None for party in deal.head.parties}
    parties |= {line.line.party for deal in result.deals for line in deal.checked.lines}
    for party in audience:
        if party not in parties:
            from dealcheck.model.problems import meant

            known = ", ".join(sorted(parties)) or "none"
            raise click.UsageError(f"--for {party}: no such party here; {meant(party, parties, f'there are {known}')}")
    from dealcheck.report.audience import shown_to

    return shown_to(result, Audience(audience, share), None if again is None else again(audience))


def write_reports(
    result: Result, form: str | None, outputs: Sequence[Output], options: RenderOptions
) -> tuple[Diagnostic, ...]:
    """Write a result to its files, then in one form to standard output, and say which could not be made or written.

    Standard output stays empty where some of the files is `-`, and where the form is None.
    """
    from dealcheck.saving import save

    plain = evolve(options, color=False, width=FILE_WIDTH)
    wrong: list[Diagnostic] = []
    for output in outputs:
        told = _rendered(result, output.name, plain)
        if isinstance(told, Diagnostic):
            wrong.append(told)
            continue
        raw = told.encode() if isinstance(told, str) else told
        if output.path is None:
            terminal.write_raw(raw)
            continue
        fault = save(output.path, output.path.as_posix(), raw)
        if fault is not None:
            wrong.append(fault.diagnostic())
    if form is not None and all(output.path is not None for output in outputs):
        told = _rendered(result, form, options)
        if isinstance(told, Diagnostic):
            wrong.append(told)
        elif isinstance(told, str):
            terminal.write(told)
        else:
            terminal.write_raw(told)
    if wrong:
        from dealcheck.report.diagnostics import render_diagnostics

        terminal.write_error(render_diagnostics(wrong, plain))
    return tuple(wrong)


def _rendered(result: Result, name: str, options: RenderOptions) -> str | bytes | Diagnostic:
    """A result in the form of that name, or why it cannot be had."""
    try:
        return render(result, name, options)
    except MissingPackageError as fault:
        return fault.diagnostic()


def exit_code(code: int, wrong: Sequence[Diagnostic]) -> int:
    """The code of a command whose reports could not all be written."""
    return NOT_JUDGED if wrong else code
