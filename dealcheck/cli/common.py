"""Options that several commands share, and the files that they name."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import evolve, frozen
from click.shell_completion import CompletionItem

from dealcheck import __version__, api, terminal
from dealcheck.api import CheckOptions, Draft
from dealcheck.cli.completion import complete_choice, complete_event, complete_line, complete_party, complete_rule
from dealcheck.diagnostics import Diagnostic
from dealcheck.loader import STDIN, Fault, Library, Shelf, files_below, folder_words, is_folder, read, read_stdin_bytes
from dealcheck.report.record import FAIL_LEVELS, DraftReport, Input, Receipt, Result
from dealcheck.report.style import RenderOptions
from dealcheck.source import Source

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class PathsCommand(click.Command):
    """A command whose `--policies` takes several paths: `--policies a.policy b.policy red-lines/`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse with `--policies A B` written as `--policies A --policies B`.

        After its first path it takes policy files and folders that hold some; a folder of drafts is a draft.
        """
        if ctx.resilient_parsing and args and args[-1].startswith("-") and args[-1] != "-":
            # The shell asks what may follow an option: without its value, click would lose the drafts before it.
            args = args[:-1]
        spread: list[str] = []
        taking = False
        for at, argument in enumerate(args):
            if argument == "--":
                spread.extend(args[at:])
                break
            first = at > 0 and args[at - 1] == "--policies"
            if taking and not first and (argument.endswith(".policy") or _has_policies(argument)):
                spread.append("--policies")
            elif not first:
                taking = argument == "--policies"
            spread.append(argument)
        return super().parse_args(ctx, spread)


def _has_policies(name: str) -> bool:
    """Whether there is a folder of that name with policy files right in it."""
    return is_folder(Path(name)) and any(Path(name).glob("*.policy"))


def today() -> date:
    """The user's own day, for what no text dates."""
    return date.today()  # noqa: DTZ011 - not that of another place


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


class WordsType(click.ParamType[tuple[str, ...]]):
    """Words of a list, joined by commas."""

    def __init__(self, name: str, words: Sequence[str]) -> None:
        self.name = name
        self.words = tuple(words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The words given, each a known one."""
        if isinstance(value, tuple):
            return value
        given = tuple(str(value).split(","))
        for word in given:
            if word not in self.words:
                self.fail(f"{word!r} is none of {', '.join(self.words)}", param, ctx)
        return given

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """The words that the last of those given may become."""
        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(before + comma + word) for word in self.words if word.startswith(last)]


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


def party_option(command: Decorated) -> Decorated:
    """`--party PARTY`, as often as wanted."""
    return click.option(
        "--party",
        "parties",
        multiple=True,
        metavar="PARTY",
        shell_complete=complete_party,
        help="Only lines of this party.",
    )(command)


def line_option(command: Decorated) -> Decorated:
    """`--line LINE`, as often as wanted."""
    return click.option(
        "--line",
        "lines",
        multiple=True,
        metavar="LINE",
        shell_complete=complete_line,
        help="Only this line, as JP.autos.",
    )(command)


def choices_options(command: Decorated) -> Decorated:
    """`--choose NAME=OPTION` and `--assume EVENT`, as often as wanted."""
    assume = click.option(
        "--assume",
        multiple=True,
        metavar="EVENT",
        shell_complete=complete_event,
        help='Assume that an event happens (ratified), not ("not ratified"), or on a day (ratified=2026-01-01).',
    )
    choose = click.option(
        "--choose",
        multiple=True,
        metavar="NAME=OPTION",
        shell_complete=complete_choice,
        help="Settle a bracket by the party that wants an option (art2=JP), the option (art2=25%), its place (art2=#1)"
        " or a value for a blank or a range; an optional article by taken or dropped.",
    )
    return choose(assume(command))


def as_of_option(command: Decorated) -> Decorated:
    """`--as-of DATE`."""
    return click.option(
        "--as-of",
        type=DateType(),
        metavar="DATE",
        help="The day on which lines are held or not. Default: the day the deal is signed, dated or takes effect.",
    )(command)


def rules_option(name: str, said: str) -> Callable[[Decorated], Decorated]:
    """`--select RULES` and `--ignore RULES`, as often as wanted, several with commas."""
    return click.option(
        name,
        multiple=True,
        metavar="RULES",
        shell_complete=complete_rule,
        callback=lambda ctx, param, given: tuple(word for text in given for word in text.split(",") if word),
        help=said,
    )


def since_option(command: Decorated) -> Decorated:
    """`--since OLD`."""
    return click.option(
        "--since",
        type=click.Path(path_type=Path),
        metavar="OLD",
        help="An earlier draft: the forms json and html say what each deal changes of it, as `dealcheck diff` does.",
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


def fail_on_option(command: Decorated) -> Decorated:
    """`--fail-on LEVEL,...`."""
    return click.option(
        "--fail-on",
        type=WordsType("level", FAIL_LEVELS),
        multiple=True,
        metavar="LEVEL,...",
        help="What else fails the check: open, unknown, concern, bystander. Violated red lines always do.",
    )(command)


def levels_of(fail_on: Sequence[Sequence[str]]) -> frozenset[str]:
    """The levels of all `--fail-on` together."""
    return frozenset(level for group in fail_on for level in group)


def render_options(color: str, fail_on: frozenset[str] = frozenset()) -> RenderOptions:
    """How to render for standard output."""
    stream = sys.stdout
    return RenderOptions(terminal.wants_color(stream, color), terminal.columns(stream), fail_on)


@frozen
class Wanted:
    """What a command takes from a folder: files of these endings that hold something of the kind."""

    noun: str
    extensions: tuple[str, ...]
    holds: Callable[[Source], bool]


DEALS = Wanted("deal", (".deal",), api.may_hold_deal)
TESTS = Wanted("test", (".policy", ".deal"), api.may_hold_test)


def open_drafts(
    names: Sequence[str],
    stdin_filename: str | None,
    policies: Sequence[Path] = (),
    wanted: Wanted | None = None,
) -> tuple[list[Draft], list[Diagnostic]]:
    """The drafts that a command names, each with its project's files, and why the others cannot be had.

    Each file once, in the order named. A folder stands for what is `wanted` of the files below it; where nothing is,
    a folder is no file.
    """
    desk = _Desk(Shelf(), policies)
    for name in names:
        path = desk.shelf.current / name
        if name == "-":
            desk.standard_input(stdin_filename)
        elif wanted is not None and is_folder(path):
            desk.folder(path, wanted)
        else:
            desk.take(path, None)
    return desk.drafts, desk.problems


def open_shipped(policies: Sequence[Path] = ()) -> tuple[list[Draft], list[Diagnostic]]:
    """The agreements that ship, as drafts of the project around the current folder: they meet its policies."""
    desk = _Desk(Shelf(), policies)
    desk.folder(desk.shelf.packs / "deals", DEALS, desk.shelf.current)
    return desk.drafts, desk.problems


class _Desk:
    """The drafts opened so far."""

    def __init__(self, shelf: Shelf, policies: Sequence[Path]) -> None:
        self.shelf = shelf
        self.given = tuple(shelf.current / path for path in policies) or None
        self.drafts: list[Draft] = []
        self.problems: list[Diagnostic] = []
        self._taken: set[str] = set()

    def standard_input(self, filename: str | None) -> None:
        """Open what stands on standard input, as the file of that name."""
        path = self.shelf.current / (filename or STDIN)
        if "-" not in self._taken:
            self._taken.add("-")
            name = self.shelf.name_of(path)
            raw = read_stdin_bytes(name)
            found = raw if isinstance(raw, Fault) else read(name, raw)
            if isinstance(raw, bytes):
                self.shelf.note(name, raw)
            if isinstance(found, Source):
                self.shelf.place(found, path)
            self._open(found, Library(self.shelf, path.parent, self.given))

    def take(self, path: Path, wanted: Wanted | None, folder: Path | None = None, home: Path | None = None) -> bool:
        """Open a file that the user named, or that was found in a `folder`; whether it is one of those `wanted`."""
        library = Library(self.shelf, home or path.parent, self.given)
        found = self.shelf.source(path, named=True) if folder is None else library.inside(path, folder)
        if wanted is not None and isinstance(found, Source) and not wanted.holds(found):
            return False
        taken = os.path.normpath(path)
        if taken not in self._taken:
            self._taken.add(taken)
            self._open(found, library)
        return True

    def folder(self, folder: Path, wanted: Wanted, home: Path | None = None) -> None:
        """Open the files in and below a folder that hold what is wanted; that there are none is an error."""
        name = self.shelf.name_of(folder)
        some = False
        for path in files_below(folder, wanted.extensions, self.shelf.name_of):
            if isinstance(path, Fault):
                self.problems.append(path.diagnostic())
            else:
                some = self.take(path, wanted, folder, home) or some
        if not some:
            self.problems.append(
                Diagnostic(
                    "DC935",
                    f"{name} holds no {wanted.noun}",
                    help=folder_words(folder, wanted.extensions),
                )
            )

    def _open(self, found: Source | Fault, library: Library) -> None:
        if isinstance(found, Fault):
            self.problems.append(found.diagnostic())
        else:
            self.drafts.append(Draft(found, library))


def check_drafts(drafts: Sequence[Draft], options: CheckOptions) -> list[DraftReport]:
    """The reports on drafts, the worlds of each given back before the next: they are large, and full of circles."""
    return [api.check_draft(draft, options) for draft in in_turn(drafts, "Checking")]


def since_draft(
    result: Result, since: Path, drafts: Sequence[Draft], policies: Sequence[Path], options: CheckOptions
) -> tuple[Result, list[Draft]]:
    """The result with what each deal changes of the draft in a file, and the drafts with that one among them."""
    olds, problems = open_drafts([str(since)], None, policies)
    if problems or not olds:
        return evolve(result, diagnostics=(*result.diagnostics, *problems)), [*drafts]
    return api.with_since(result, olds[0], drafts, options), [*drafts, *olds]


def receipt_of(drafts: Sequence[Draft]) -> Receipt:
    """What a check of these drafts rests on: every file that it has read."""
    shelves = {id(draft.files.shelf): draft.files.shelf for draft in drafts if isinstance(draft.files, Library)}
    read = dict(pair for shelf in shelves.values() for pair in shelf.digests())
    inputs = tuple(Input(name, digest) for name, digest in sorted(read.items()))
    return Receipt(f"dealcheck {__version__}", inputs)


def in_turn(drafts: Sequence[Draft], what: str) -> Iterator[Draft]:
    """The drafts one after the other, what was made for each given back before the next; a bar says `what` is done."""
    for draft in terminal.progress(drafts, what):
        yield draft
        gc.collect(0)  # What is young alone; the trees of the packs stay and are not walked again.


def empty_draft(policies: Sequence[Path] = ()) -> Draft:
    """A draft that says nothing, in the current folder."""
    shelf = Shelf()
    return Draft(
        Source(STDIN, ""), Library(shelf, shelf.current, tuple(shelf.current / path for path in policies) or None)
    )
