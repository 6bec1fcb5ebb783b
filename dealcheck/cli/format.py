"""`dealcheck format`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from attrs import define, evolve, field

from dealcheck import api, limits, terminal
from dealcheck.cli import common
from dealcheck.diagnostics import Diagnostic
from dealcheck.literate import is_markdown
from dealcheck.loader import (
    EXTENSIONS,
    STDIN,
    Fault,
    Shelf,
    files_below,
    folder_words,
    is_folder,
    read,
    read_bytes,
    read_stdin_bytes,
)
from dealcheck.report.diagnostics import render_diagnostic
from dealcheck.report.formatting import FormattedFile, difference, exit_code, render_json, summary
from dealcheck.report.style import RenderOptions, printable
from dealcheck.saving import save
from dealcheck.syntax.format import LayoutFault


@click.command("format")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file would be changed.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would be changed.")
@common.format_option("full", "json")
@click.option("--stdin-filename", metavar="PATH", help="The name of the text read from `-`, for messages.")
@common.color_option
def format(  # noqa: A001 - the command is called so
    files: tuple[str, ...], check: bool, diff: bool, output: str, stdin_filename: str | None, color: str
) -> int:
    """Lay FILEs out in the one way, in place.

    Blanks and line ends change and nothing else: comments, texts and numbers stay as they are written. A folder stands
    for every .policy and .deal file in it and below it; `-` reads standard input and prints the outcome. A file with
    syntax errors is left as it is, and the others are formatted all the same. Of a page in Markdown the blocks are
    formatted and all else stays; such a page has to be named.

    Exits with 1 where --check finds a file that would be changed, and with 2 where a file cannot be formatted.

    \b
    Example:
      dealcheck format --check policies/ talks/draft-3.deal
    """
    writes = not (check or diff)
    if output == "json" and writes and "-" in files:
        raise click.UsageError("what is read from - goes to standard output, and so would --format json: add --check")
    desk = _Desk(stdin_filename)
    desk.open(files)
    outcomes = [desk.outcome(path, writes) for path in terminal.progress(desk.paths, "Formatting")]
    if output == "json":
        terminal.write(render_json(outcomes, desk.problems))
    else:
        _say(outcomes, desk.problems, color, diff, writes)
    return exit_code(outcomes, desk.problems, check)


def _say(
    outcomes: Sequence[FormattedFile], problems: Sequence[Diagnostic], color: str, diff: bool, writes: bool
) -> None:
    """Write errors to standard error; differences, or the text of standard input, to standard output.

    The summary goes where it does not mix with these.
    """
    on_error = RenderOptions(terminal.wants_color(sys.stderr, color), terminal.columns(sys.stderr))
    for found in (*problems, *(found for outcome in outcomes for found in outcome.diagnostics)):
        terminal.write_error(render_diagnostic(found, on_error) + "\n")
    for outcome in outcomes:
        if outcome.fault:
            terminal.write_error(f"{outcome.fault}\n")
        elif diff and outcome.changed:
            terminal.write(difference(outcome, common.render_options(color)))
        elif writes and outcome.printed and outcome.sound:
            terminal.write_whole(outcome.after)
    if diff or (writes and any(outcome.printed for outcome in outcomes)):
        terminal.write_error(summary(outcomes, writes))
    else:
        terminal.write(summary(outcomes, writes))


@define
class _Desk:
    """The files to format, each once, and why others cannot be; None stands for standard input."""

    stdin_filename: str | None
    shelf: Shelf = field(factory=Shelf)
    paths: list[Path | None] = field(factory=list)
    problems: list[Diagnostic] = field(factory=list)
    _taken: set[str | None] = field(factory=set)

    def open(self, names: Sequence[str]) -> None:
        """Find the files that the user names, and those in the folders."""
        for name in names:
            path = self.shelf.current / name
            if name == "-":
                self._take(None)
            elif is_folder(path):
                self._folder(path)
            else:
                self._take(path)

    def _folder(self, folder: Path) -> None:
        """Take the files in and below a folder; a link that leads out of it is left alone."""
        home = os.path.realpath(folder)
        found = list(files_below(folder, EXTENSIONS, self.shelf.name_of))
        for path in found:
            if isinstance(path, Fault):
                self.problems.append(path.diagnostic())
            elif Path(os.path.realpath(path)).is_relative_to(home):
                self._take(path)
        if not found:
            headline = f"{self.shelf.name_of(folder)} holds no file to format"
            self.problems.append(Diagnostic("DC935", headline, help=folder_words(folder, EXTENSIONS)))

    def _take(self, path: Path | None) -> None:
        real = None if path is None else os.path.realpath(path)
        if real not in self._taken:
            self._taken.add(real)
            self.paths.append(path)

    def outcome(self, path: Path | None, writes: bool) -> FormattedFile:
        """The file formatted, and written if it is to be and its layout is another one."""
        name = self.shelf.name_of(self.shelf.current / (self.stdin_filename or STDIN) if path is None else path)
        formatted = evolve(_formatted(name, path), printed=path is None)
        if writes and path is not None and formatted.changed:
            fault = save(path, name, formatted.after.encode())
            if fault is not None:
                return evolve(formatted, diagnostics=(fault.diagnostic(),))
        return formatted


def _formatted(name: str, path: Path | None) -> FormattedFile:
    """The layout of a file, or why there is none."""
    raw = read_stdin_bytes(name) if path is None else read_bytes(path, name, limits.FILE_BYTES, named=True)
    if isinstance(raw, Fault):
        return FormattedFile(name, diagnostics=(raw.diagnostic(),))
    source = read(name, raw)
    if isinstance(source, Fault):
        return FormattedFile(name, diagnostics=(source.diagnostic(),))
    try:
        formatted = api.format_text(source)
    except LayoutFault as fault:
        return FormattedFile(name, fault=_FAULT.format(name=printable(name), fault=fault))
    if formatted.diagnostics:
        return FormattedFile(name, diagnostics=formatted.diagnostics)
    mark = "\ufeff" if is_markdown(name) and raw.startswith(b"\xef\xbb\xbf") else ""
    return FormattedFile(name, raw.decode(), mark + formatted.text)


_FAULT = (
    "dealcheck failed on its own account: {name} is left as it is, for its layout would not say what it says ({fault})."
    " Please report the file."
)
