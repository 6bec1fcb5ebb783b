"""Options that several commands share, and the files that they name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from dealcheck import terminal
from dealcheck.api import Draft
from dealcheck.diagnostics import Diagnostic
from dealcheck.loader import STDIN, Fault, Library, Shelf, read_stdin
from dealcheck.report.style import RenderOptions
from dealcheck.source import Source

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class PathsCommand(click.Command):
    """A command whose `--policies` takes several paths: `--policies a.policy b.policy red-lines/`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with `--policies A B` written as `--policies A --policies B`; it takes policy files and folders."""
        spread: list[str] = []
        taking = False
        for at, argument in enumerate(args):
            if argument == "--":
                spread.extend(args[at:])
                break
            first = at > 0 and args[at - 1] == "--policies"
            if taking and not first and (argument.endswith(".policy") or Path(argument).is_dir()):
                spread.append("--policies")
            elif not first:
                taking = argument == "--policies"
            spread.append(argument)
        return super().parse_args(ctx, spread)


class DateType(click.ParamType[date]):
    """A date as it is written in the language."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date, or a usage error that says how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date: write it like 2025-07-09", param, ctx)


def policies_option(command: Decorated) -> Decorated:
    """`--policies PATH...`."""
    return click.option(
        "--policies",
        "policies",
        multiple=True,
        metavar="PATH...",
        type=click.Path(path_type=Path),
        help="Policy files, or folders of them, instead of those that the draft uses or the project has.",
    )(command)


def as_of_option(command: Decorated) -> Decorated:
    """`--as-of DATE`."""
    return click.option(
        "--as-of",
        type=DateType(),
        metavar="DATE",
        help="The day on which lines are held or not. Default: the day the deal is signed, dated or takes effect.",
    )(command)


def stdin_option(command: Decorated) -> Decorated:
    """`--stdin-filename PATH`."""
    return click.option(
        "--stdin-filename",
        metavar="PATH",
        help="The name of the draft read from `-`; what it uses is looked for beside that file.",
    )(command)


def color_option(command: Decorated) -> Decorated:
    """`--color auto|always|never`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Auto: on a terminal, unless NO_COLOR or TERM=dumb says otherwise; FORCE_COLOR turns it on.",
    )(command)


def format_option(*formats: str) -> Callable[[Decorated], Decorated]:
    """`--format`, the first of `formats` by default."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to write the report.",
    )


def render_options(color: str, fail_on: frozenset[str] = frozenset()) -> RenderOptions:
    """How to render for standard output."""
    stream = sys.stdout
    return RenderOptions(terminal.wants_color(stream, color), terminal.columns(stream), fail_on)


def open_drafts(
    names: Sequence[str], stdin_filename: str | None, policies: Sequence[Path] = ()
) -> tuple[list[Draft], list[Diagnostic]]:
    """The drafts that a command names, each with its project's files, and why the others cannot be had."""
    shelf = Shelf()
    given = tuple(shelf.current / path for path in policies) or None
    drafts: list[Draft] = []
    problems: list[Diagnostic] = []
    for name in dict.fromkeys(names):
        if name == "-":
            path = shelf.current / (stdin_filename or STDIN)
            found = read_stdin(shelf.name_of(path))
            if not isinstance(found, Fault):
                shelf.place(found, path)
        else:
            path = shelf.current / name
            found = shelf.source(path, named=True)
        if isinstance(found, Fault):
            problems.append(found.diagnostic())
        else:
            drafts.append(Draft(found, Library(shelf, path.parent, given)))
    return drafts, problems


def empty_draft() -> Draft:
    """A draft that says nothing, in the current folder."""
    shelf = Shelf()
    return Draft(Source(STDIN, ""), Library(shelf, shelf.current))
