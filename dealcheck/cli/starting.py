"""Where `dealcheck new` puts a file, what the file may use there, and the last look at it before it is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import click
from attrs import define, field, frozen

from dealcheck import api, terminal
from dealcheck.cli import common
from dealcheck.diagnostics import Diagnostic
from dealcheck.loader import EXTENSIONS, STDIN, Library, Shelf, files_below, is_folder, project_of
from dealcheck.model.iso import COUNTRIES
from dealcheck.model.problems import meant
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.record import NOT_JUDGED, OK
from dealcheck.saving import make_folder, save
from dealcheck.scaffold.writing import Named, Status, uses
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.testing.run import Suite


def output_options(command: common.Decorated) -> common.Decorated:
    """`-o FILE`, `--stdout` and `--force`."""
    force = click.option("--force", is_flag=True, help="Put it in place of a file that is there.")
    stdout = click.option("--stdout", is_flag=True, help="Print it instead, as `-o -` does.")
    output = click.option(
        "-o",
        "--output",
        metavar="FILE",
        type=click.Path(allow_dash=True),
        help="The file to write, or the folder to put it in; `-` prints it.",
    )
    return output(stdout(force(common.color_option(command))))


@frozen
class Wish:
    """What the user says of the file: where, whether to print it, whether to replace one, in which colours."""

    output: str | None
    stdout: bool
    force: bool
    color: str

    @property
    def printed(self) -> bool:
        """Whether it goes to standard output."""
        return self.stdout or self.output == "-"


class Refused(Exception):
    """Why no file is written."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


@define(eq=False)
class Desk:
    """The project around the current folder."""

    shelf: Shelf = field(factory=Shelf)
    root: Path = field(init=False)
    folder: Path = field(init=False)
    """Where the policies of the project are, or are to be."""

    def __attrs_post_init__(self) -> None:
        self.root = project_of(self.shelf.current)
        configuration = Library(self.shelf, self.shelf.current).configuration
        if configuration.diagnostics:
            raise Refused(*configuration.diagnostics)
        named = [path if is_folder(path) else path.parent for path in configuration.policies or ()]
        self.folder = named[0] if named else self.root / "policies"

    # ---- What a file may use ---------------------------------------------------------------------------------------

    def use_of(self, path: Path, near: Path) -> str:
        """How a file in the folder `near` uses another."""
        for folder in (self.folder, self.root / "policies", self.shelf.packs):
            if path.is_relative_to(folder):
                return path.relative_to(folder).with_suffix("").as_posix()
        return Path(os.path.relpath(path, near)).with_suffix("").as_posix()

    def party(self, name: str, near: Path) -> Named | None:
        """A party: one of ISO 3166, or one that a file of the project declares."""
        if name in COUNTRIES or name == "EU":
            return Named(name)
        declared = self._declared(near)
        return Named(name, declared[name]) if name in declared else None

    def unknown_party(self, name: str, otherwise: str) -> Diagnostic:
        """That nobody is called so, and who was probably meant."""
        from dealcheck.model.iso import code_for

        code = "UK" if name == "GB" else code_for(name)
        known = [*COUNTRIES, "EU", *self._declared(self.folder)]
        advice = f"did you mean `{code}`?" if code else meant(name, known)
        return Diagnostic(
            "DC951", f"there is no party {name!r}", notes=(otherwise,) if advice else (), help=advice or otherwise
        )

    def _declared(self, near: Path) -> dict[str, str]:
        """The parties that files of the project declare, each with what to use to see it."""
        return {
            item.name.text: self.use_of(path, near)
            for path, file in self._trees(self.folder, "party")
            for item in file.items
            if isinstance(item, ast.PartyDeclaration) and not item.members
        }

    def baselines(self, near: Path) -> list[Status]:
        """The baselines that a file in the folder `near` may use, by their days; those of the project last on a day."""
        found: list[Status] = []
        for folder in (self.shelf.packs / "baseline", self.folder):
            for path, file in self._trees(folder, "baseline"):
                texts = [item for item in file.items if isinstance(item, ast.Baseline)]
                days = [(text.name.text, _day(text.date.text)) for text in texts]
                found.extend(Status(name, self.use_of(path, near), day) for name, day in days if day is not None)
        return sorted(found, key=lambda each: each.day)

    def baseline(self, name: str | None, day: date, near: Path) -> Status:
        """The baseline of that name; without a name, the latest that is no later than a day."""
        known = self.baselines(near)
        fitting = [each for each in known if each.name == name or (name is None and each.day <= day)]
        if fitting:
            return fitting[-1]
        if name is None:
            first = f"the first is {known[0].name}, of {known[0].day}: " if known else ""
            raise Refused(
                Diagnostic("DC953", f"no baseline is as old as {day}", help=f"{first}name one with --against")
            )
        advice = meant(name, [each.name for each in known], "a baseline of the project's policies/ or of the packs")
        raise Refused(Diagnostic("DC953", f"there is no baseline {name}", help=advice))

    def seen_from(self, use: str, path: Path, own: Source) -> list[Status]:
        """The baselines that a file at a path sees by what it uses, by their days; without any, all that it may use.

        Those of the text itself that is used are props of its tests, and count only where there are no others.
        """
        records = list(self.opener(path)(uses(use)).model.baselines.values())
        shared = [each for each in records if each.place.source.name != own.name]
        days = [(each.dates.get("on"), each.place.span, each.name) for each in shared or records]
        seen = [(day, span, name) for day, span, name in days if isinstance(day, date)]
        return [Status(name, "", day) for day, _, name in sorted(seen)] or self.baselines(path.parent)

    def opened(self) -> api.Opened:
        """What a draft of the project would meet."""
        return api.open_draft(api.Draft(Source(STDIN, ""), Library(self.shelf, self.shelf.current)))

    def path_of(self, source: Source) -> Path:
        """The path of a text that was read."""
        return (self.shelf.folder_of(source) or self.shelf.current) / source.name.rpartition("/")[2]

    def _trees(self, folder: Path, word: str) -> Iterator[tuple[Path, ast.File]]:
        """The syntax trees of the files below a folder that hold a word."""
        for path in files_below(folder, EXTENSIONS, self.shelf.name_of):
            if isinstance(path, Path):
                found = Library(self.shelf, folder).inside(path, folder)
                if isinstance(found, Source) and word in found.text:
                    yield path, api.parse(found).file

    # ---- The file --------------------------------------------------------------------------------------------------

    def target(self, wish: Wish, folder: Path, name: str, used: Sequence[str]) -> Path:
        """The path of a new file: in that folder under that name, unless the user says otherwise.

        A name that hides what the file itself uses becomes another.
        """
        if wish.output is not None and not wish.printed:
            path = self.shelf.current / wish.output
            if not is_folder(path):
                self._not_hidden(path, used)
                return path
            folder = path
        stem, ending = os.path.splitext(name)  # noqa: PTH122 - a text, not a path
        if stem in used:
            stem += "_1"
        return folder / f"{stem}{ending}"

    def _not_hidden(self, path: Path, used: Sequence[str]) -> None:
        if any(os.path.normpath(path.parent / each) == os.path.normpath(path.with_suffix("")) for each in used):
            headline = f"{self.shelf.name_of(path)} would use itself, for it uses what is called {path.stem}"
            raise Refused(Diagnostic("DC954", headline, help="give it another name with -o"))

    def opener(self, path: Path) -> Callable[[str], api.Opened]:
        """What resolves a text as the file at a path."""
        draft = self.drafter(path)
        return lambda text: api.open_alone(draft(text))

    def drafter(self, path: Path) -> Callable[[str], api.Draft]:
        """What makes a draft of a text, as the file at a path."""
        name = self.shelf.name_of(path)
        library = Library(self.shelf, path.parent)
        return lambda text: api.Draft(Source(name, text), library)

    def write(self, path: Path, text: str, wish: Wish, next_step: str) -> int:
        """Write the text, if it checks clean, and say so with what to do next; the exit code."""
        name = self.shelf.name_of(path)
        if not wish.printed:
            self._free(path, name, wish)
        self._clean(path, text)
        if wish.printed:
            terminal.write_whole(text)
            return OK
        fault = None if path.parent != self.folder else make_folder(path.parent, self.shelf.name_of(path.parent))
        fault = fault or save(path, name, text.encode())
        if fault is not None:
            raise Refused(fault.diagnostic())
        terminal.write(f"wrote {name}\n  {next_step.format(name=name)}\n")
        return OK

    def _free(self, path: Path, name: str, wish: Wish) -> None:
        """Refuse a place outside the project that nobody named, and one that is taken."""
        if wish.output is None and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root)):
            help_text = "a link leads there; name the file with -o if that is meant"
            raise Refused(Diagnostic("DC917", f"{name} lies outside the project", help=help_text))
        beside = path.parent.iterdir() if is_folder(path.parent) else ()
        same = [each.name for each in beside if each.name.casefold() == path.name.casefold()]
        if same and not (wish.force and path.name in same):
            there = self.shelf.name_of(path.with_name(same[0]))
            way = "name another file with -o" + (", or replace it with --force" if path.name in same else "")
            raise Refused(Diagnostic("DC950", f"{there} is there already", help=f"{way}; --stdout prints the text"))

    def _clean(self, path: Path, text: str) -> None:
        """Refuse a text of which anything would be said: it is to be a sound start."""
        suite = Suite(self.drafter(path)(text))
        wrong = [*suite.opened.diagnostics]
        if not wrong:
            for test in suite.tests:
                outcome = suite.run(test)
                if not outcome.passed:
                    why = outcome.fault or "; ".join(f"{each.expected}: {each.why}" for each in outcome.failures)
                    wrong.append(Diagnostic("DC954", f"its test {test.name!r} would not pass: {why}", test.place))
        if wrong:
            headline = f"{self.shelf.name_of(path)} would not check clean, so it is not written"
            raise Refused(*wrong, Diagnostic("DC954", headline, help="another name may do, or mend what it uses"))


def told(refused: Refused, wish: Wish) -> int:
    """Say why there is no file; the exit code."""
    terminal.write_error(render_diagnostics(list(refused.diagnostics), common.render_options(wish.color)))
    return NOT_JUDGED


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
