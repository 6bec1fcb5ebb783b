"""The only reader of files: drafts, what they use, tables and the policies of a check.

Nothing is read but what the user names on the command line, the project around it and the packs that ship with the
program. A path that leads out of these, by `..` or by a symbolic link, is refused unread.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from dealcheck import limits
from dealcheck.configuration import MARKERS, Configuration, configuration_of
from dealcheck.diagnostics import Diagnostic
from dealcheck.literate import MARKDOWN, is_markdown, literate
from dealcheck.model.lookup import LookupFault, TableText
from dealcheck.opening import GIVEN, PolicySet
from dealcheck.shipped import shipped_folder
from dealcheck.source import Place, Source

if TYPE_CHECKING:
    from dealcheck.lint.nomenclature import Nomenclature

EXTENSIONS = (".policy", ".deal")
"""What files in the language are called."""

SHIPPED = "<shipped>"
"""Stands in names for the folder of the packs, where that is not below the current folder."""

STDIN = "<stdin>"

FAR = os.path.join("..", "..", "..")  # noqa: PTH118 - a text, not a path
"""How the way to a file begins that is named in full."""

TABLE_BYTES = 50_000_000
"""Bytes in one table: some hundred thousand rows."""


@frozen
class Fault:
    """Why a file could not be read, with the place in it that shows why, where there is one."""

    code: str
    headline: str
    help: str = ""
    label: str = ""
    place: Place | None = None

    def diagnostic(self) -> Diagnostic:
        """The fault of a file named on the command line or in a configuration."""
        return Diagnostic(self.code, self.headline, self.place, self.label, help=self.help)

    def lookup(self) -> LookupFault:
        """The fault of a file that a text names; the diagnostic points at the name there."""
        return LookupFault(self.headline, self.help)


# ---- Bytes to text ---------------------------------------------------------------------------------------------------


def decode(name: str, raw: bytes) -> Source | Fault:
    """The text of a file in UTF-8, without a byte order mark, or what keeps it from being one."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Fault("DC914", f"{name} is in UTF-16, not UTF-8", "save the file as UTF-8")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        place = Place(Source(name, raw.decode("utf-8", "replace")), (len(before), len(before) + 1))
        label = f"the byte 0x{raw[error.start]:02x}"
        return Fault("DC914", f"{name} is not in UTF-8", "save the file as UTF-8", label, place)
    nul = text.find("\0")
    if nul >= 0:
        place = Place(Source(name, text), (nul, nul + 1))
        return Fault("DC915", f"{name} holds a NUL byte", "remove it, or save the file as plain text", "here", place)
    return Source(name, text)


def read(name: str, raw: bytes) -> Source | Fault:
    """The text in the language that a file holds: all of it, or of a page in Markdown its blocks."""
    found = decode(name, raw)
    if isinstance(found, Fault) or not is_markdown(name):
        return found
    return literate(name, found.text) or Fault(
        "DC921",
        f"{name} has no block in the language",
        "put the text of the deal between a line ```deal and a line ```",
    )


def read_bytes(path: Path, name: str, most: int, named: bool) -> bytes | Fault:
    """The bytes of a file of at most `most`.

    What is no regular file, as a shell's `<(...)`, is read only where the user `named` it.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return Fault("DC911", f"{name} is a directory", "name a file in it")
        if not stat.S_ISREG(mode) and not named:
            return Fault("DC913", f"{name} is no regular file")
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
    except FileNotFoundError:
        return Fault("DC910", f"there is no file {name}", _meant(path))
    except PermissionError:
        return Fault("DC912", f"{name} may not be read", "ask for the permission to read it")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Fault("DC913", f"{name} cannot be read: {reason.lower()}")
    return _within(raw, name, most)


def _meant(path: Path) -> str:
    """The file beside it that was probably meant."""
    from dealcheck.model.problems import meant  # Only where something is wrong.

    folder = path.parent
    known = [each.name for each in folder.iterdir() if each.suffix in EXTENSIONS] if folder.is_dir() else []
    return meant(path.name, known)


def read_stdin_bytes(name: str) -> bytes | Fault:
    """The bytes on standard input."""
    return _within(sys.stdin.buffer.read(limits.FILE_BYTES + 1), name, limits.FILE_BYTES)


def _within(raw: bytes, name: str, most: int) -> bytes | Fault:
    """The bytes, unless there are more than `most`."""
    if len(raw) <= most:
        return raw
    return Fault("DC916", f"{name} has more than {most // 1_000_000} MB", "split it; long schedules belong in a table")


def files_below(folder: Path, extensions: tuple[str, ...], name_of: Callable[[Path], str]) -> list[Path | Fault]:
    """The files of these endings in a folder and in the folders below it, in the order of their names.

    Hidden folders and links to folders are left alone; a folder that may not be read is a fault, one that is not there
    holds no file.
    """
    found: list[Path] = []
    faults: list[Path | Fault] = []

    def refused(error: OSError) -> None:
        if isinstance(error, PermissionError):
            name = name_of(Path(error.filename))
            faults.append(Fault("DC912", f"{name} may not be read", "ask for the permission to read it"))

    for inside, folders, files in os.walk(folder, onerror=refused):
        folders[:] = [each for each in folders if not each.startswith(".")]
        found.extend(Path(inside, file) for file in files if file.endswith(extensions))
    return [*sorted(found, key=lambda path: path.parts), *faults]


def folder_words(folder: Path, extensions: tuple[str, ...]) -> str:
    """What a folder stands for, as a way out where it holds nothing of that."""
    said = f"a folder stands for the {' or '.join(extensions)} files in it and in the folders below it"
    pages = any(isinstance(each, Path) for each in files_below(folder, MARKDOWN, str))
    return f"{said}; a page in Markdown has to be named" if pages else said


# ---- The files of one check ------------------------------------------------------------------------------------------


@define(eq=False)
class Shelf:
    """What has been read: each file once, under one name, however many texts use it."""

    current: Path = field(factory=Path.cwd)
    packs: Path = field(factory=lambda: shipped_folder("policies"))
    _read: dict[str, Source | Fault] = field(factory=dict)
    _paths: dict[str, Path] = field(factory=dict)
    _nomenclature: list[Nomenclature | None] = field(factory=list)
    _bytes: dict[str, bytes] = field(factory=dict)

    def digests(self) -> list[tuple[str, str]]:
        """The names of all that was read, in their order, each with the SHA-256 of its bytes in hexadecimal digits."""
        from hashlib import sha256  # Only for what is kept.

        return [(name, sha256(raw).hexdigest()) for name, raw in sorted(self._bytes.items())]

    def note(self, name: str, raw: bytes) -> None:
        """Keep the bytes of what was read under a name."""
        self._bytes[name] = raw

    def name_of(self, path: Path) -> str:
        """How messages name a file: from the current folder where that is near, from the packs, else in full."""
        relative = os.path.relpath(path, self.current)
        if not relative.startswith(FAR) and not Path(relative).is_absolute():
            return Path(relative).as_posix()
        if path.is_relative_to(self.packs):
            return f"{SHIPPED}/{path.relative_to(self.packs).as_posix()}"
        return path.as_posix()

    def source(self, path: Path, named: bool = False) -> Source | Fault:
        """The text of a file."""
        try:
            real = os.path.realpath(path)
        except ValueError:  # A name that no file can have.
            return Fault("DC910", f"there is no file {path.name!r}")
        if real not in self._read:
            name = self.name_of(path)
            raw = read_bytes(path, name, limits.FILE_BYTES, named)
            if isinstance(raw, bytes):
                self.note(name, raw)
            self._read[real] = raw if isinstance(raw, Fault) else read(name, raw)
            self._paths[name] = path
        return self._read[real]

    def place(self, source: Source, path: Path) -> None:
        """Let a text that came some other way, as from standard input, count as a file at `path`."""
        self._paths[source.name] = path

    def path_of(self, source: Source) -> Path | None:
        """The file that a text was read from."""
        return self._paths.get(source.name)

    def folder_of(self, source: Source | None) -> Path | None:
        """The folder of the file that a text was read from."""
        path = self.path_of(source) if source else None
        return path.parent if path else None

    def nomenclature(self) -> Nomenclature | None:
        """The HS nomenclature that ships, read once; None where it cannot be read."""
        if not self._nomenclature:
            from dealcheck.lint.nomenclature import read_nomenclature

            path = self.packs / "tables" / "hs2022.csv"
            raw = read_bytes(path, self.name_of(path), TABLE_BYTES, named=False)
            found = raw if isinstance(raw, Fault) else decode(path.name, raw)
            self._nomenclature.append(None if isinstance(found, Fault) else read_nomenclature(found.text))
        return self._nomenclature[0]


@define(eq=False)
class Library:
    """The files that one draft may lead to: those of its project and the packs. Implements `model.lookup.Lookup`."""

    shelf: Shelf
    home: Path
    """The draft's folder."""
    given: tuple[Path, ...] | None = None
    """The policies named on the command line, instead of those of the project."""
    root: Path = field(init=False)
    configuration: Configuration = field(init=False)
    _roots: tuple[Path, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.root = project_of(self.home)
        self.configuration = configuration_of(self.root, self.shelf.name_of)
        around = (project_of(path if path.is_dir() else path.parent) for path in self.given or ())
        self._roots = tuple(Path(os.path.realpath(root)) for root in (self.root, *around, self.shelf.packs))

    def inside(self, path: Path, folder: Path | None = None) -> Source | Fault:
        """The text of a file that was found in a folder, where links may lead anywhere.

        It is read where it lies in the project, in the packs or in the `folder` that the user named.
        """
        real = Path(os.path.realpath(path))
        ours = folder is not None and real.is_relative_to(os.path.realpath(folder))
        return self.shelf.source(path) if ours or self._allowed(path) else self._outside(path.name)

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        """The text of a file for `use`."""
        whole = name.endswith(extensions) or is_markdown(name)
        names = [name] if whole else [name + extension for extension in extensions]
        path = self._find(names, near)
        if isinstance(path, Fault):
            return path.lookup()
        found = self.shelf.source(path)
        return found.lookup() if isinstance(found, Fault) else found

    def rows(self, name: str, near: Source) -> TableText | LookupFault:
        """The text of a table."""
        if not name.casefold().endswith(".csv"):
            return LookupFault(f'"{name}" is no CSV file', "save the table as CSV, in UTF-8, with a header")
        path = self._find([name], near)
        if isinstance(path, Fault):
            return path.lookup()
        shown = self.shelf.name_of(path)
        raw = read_bytes(path, shown, TABLE_BYTES, named=False)
        if isinstance(raw, bytes):
            self.shelf.note(shown, raw)
        found = raw if isinstance(raw, Fault) else decode(shown, raw)
        return found.lookup() if isinstance(found, Fault) else TableText(shown, found.text)

    def policies(self) -> Iterator[PolicySet]:
        """The policies that a check may use, the first choice first (DESIGN.md section 6)."""
        if self.given is not None:
            yield self._policy_set(GIVEN, self.given, named=True)
            return
        configured = self.configuration.policies
        folder = self.root / "policies"
        if configured is not None or self.configuration.diagnostics:
            yield self._policy_set("configured", configured or (), named=False)
        elif folder.is_dir():
            yield self._policy_set("project", (folder,), named=False)
        yield self._policy_set("shipped", (self.shelf.packs,), named=False)

    def _policy_set(self, how: str, paths: Iterable[Path], named: bool) -> PolicySet:
        """The texts of these files, and of the `.policy` files right in these folders."""
        sources: list[Source] = []
        problems = list(self.configuration.diagnostics) if how == "configured" else []
        for path in paths:
            inside = sorted(path.glob("*.policy")) if path.is_dir() else [path]
            if not inside:
                headline = f"{self.shelf.name_of(path)} holds no .policy file"
                problems.append(Fault("DC934", headline).diagnostic())
            for file in inside:
                found = self.shelf.source(file, named) if named else self.inside(file)
                if isinstance(found, Source):
                    sources.append(found)
                else:
                    problems.append(found.diagnostic())
        return PolicySet(how, tuple(sources), tuple(problems))

    def _find(self, names: list[str], near: Source | None) -> Path | Fault:
        """The first file of these names.

        Beside the text that gives the name, in the project's policies, in the packs.
        """
        beside = self.shelf.folder_of(near) or self.home
        refused = False
        for folder in (beside, self.root / "policies", self.shelf.packs):
            for name in names:
                path = Path(os.path.normpath(folder / name))
                if not any(path.is_relative_to(root) for root in (self.root, *self._roots, self.shelf.packs)):
                    refused = refused or folder is beside
                elif _exists(path):
                    return path if self._allowed(path) else self._outside(names[0])
        return self._outside(names[0]) if refused else self._missing(names[0])

    def _allowed(self, path: Path) -> bool:
        """Whether a file, symbolic links followed, lies in the project or the packs."""
        real = Path(os.path.realpath(path))
        return any(real.is_relative_to(root) for root in self._roots)

    def _outside(self, name: str) -> Fault:
        """A file that the project does not hold."""
        project = self.shelf.name_of(self.root)
        where = "the project" if project == "." else f"the project {project}"
        return Fault(
            "DC917", f'"{name}" lies outside {where}', "copy the file into the project; nothing outside it is read"
        )

    def _missing(self, name: str) -> Fault:
        """A file that is nowhere, with the name that was probably meant."""
        from dealcheck.model.problems import closest  # Only where something is wrong.

        known = {
            path.relative_to(folder).with_suffix("").as_posix()
            for folder in (self.root / "policies", self.shelf.packs)
            for extension in EXTENSIONS
            for path in folder.glob(f"**/*{extension}")
        }
        stem = name.removesuffix(".policy")
        meant = closest(stem, known)
        otherwise = (
            "it is looked for beside this file, in the project's policies/ and in the packs that ship with dealcheck"
        )
        return Fault("DC910", f'there is no file "{stem}"', f'did you mean "{meant}"?' if meant else otherwise)


def project_of(folder: Path) -> Path:
    """The nearest folder upwards that looks like a project's root, else the folder itself."""
    for candidate in (folder, *folder.parents):
        if any((candidate / marker).exists() for marker in MARKERS):
            return candidate
    return folder


def is_folder(path: Path) -> bool:
    """Whether there is a folder of that name; a name that no file can have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _exists(path: Path) -> bool:
    """Whether there is something of that name; a name that no file can have is not there."""
    try:
        return path.exists() or path.is_symlink()
    except (OSError, ValueError):
        return False
