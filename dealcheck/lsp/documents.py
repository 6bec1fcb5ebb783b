"""The documents that are open in the editor, the files around them, and what is known of each at one version.

An open document stands in the place of its file: whatever uses that file sees what the editor shows. Other files are
read from disk, and again once they have changed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from attrs import define, field, frozen
from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from dealcheck.literate import LiterateSource, is_markdown, literate
from dealcheck.loader import EXTENSIONS, Fault, Library, Shelf, decode, files_below
from dealcheck.lsp.analysis import Analysis, Settings
from dealcheck.lsp.positions import Encoding, Positions
from dealcheck.source import Source

if TYPE_CHECKING:
    from datetime import date

    from dealcheck.lint.nomenclature import Nomenclature

_AROUND = ("policies", "pyproject.toml", "dealcheck.toml")
"""What in the root of a project bears on all its texts."""

_ABSENT = "absent"
"""The stamp of a file that is not there."""

MOST_FILES = 2_000
"""So many files of the workspace are looked at where all of them are asked for."""


@frozen(eq=False)
class Document:
    """A text as the editor shows it. `version` is the editor's number for it, which grows with each change."""

    uri: str
    version: int
    text: str = field(repr=False)
    language: str = "dealcheck"

    @property
    def path(self) -> Path | None:
        """The file it stands for; None for what is not on disk, as `untitled:` documents."""
        return path_of(self.uri)


_DEAL = re.compile(r"^[ \t]*deal[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)
"""How a deal begins that is not within a test, nearly always: good enough to offer it."""


def path_of(uri: str) -> Path | None:
    """The file that a URI names; None for one of another scheme."""
    try:
        name = to_fs_path(uri)
    except ValueError:
        return None
    return Path(os.path.normpath(name)) if name and "\0" not in name else None


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return from_fs_path(str(path)) or path.as_uri()


def edited(text: str, changes: Iterable[types.TextDocumentContentChangeEvent], encoding: Encoding) -> str:
    """The text after the changes of an editor, each made to the outcome of the one before it."""
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            start, end = Positions(text, encoding).span(change.range)
            text = f"{text[:start]}{change.text}{text[end:]}"
        else:
            text = change.text
    return text


def _source(name: str, document: Document) -> Source | Fault:
    """What a document has in the language: all of it, or of a page in Markdown its blocks, which may be none."""
    text = document.text
    if "\0" in text:  # Such a file is no text, on disk either.
        return decode(name, text.encode("utf-8", "replace"))
    if document.language == "markdown" or is_markdown(name):
        return literate(name, text) or LiterateSource(name, "", text)
    return Source(name, text)


def _real(path: Path) -> str:
    """A path with all links followed, by which a file is known."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


# ---- Files -----------------------------------------------------------------------------------------------------------


@define(eq=False)
class Disk:
    """The files that were read from disk, each once until it changes; used by several threads."""

    _read: dict[str, tuple[object, Source | Fault]] = field(factory=dict)
    _lock: Lock = field(factory=Lock)

    def source(self, real: str, name: str, read: Callable[[], Source | Fault]) -> Source | Fault:
        """The text of a file under a name: as it was read before where the file is as it was, else read anew."""
        stamp = self.stamp(real)
        with self._lock:
            known = self._read.get(real)
        if known is not None and known[0] == stamp and isinstance(known[1], Source) and known[1].name == name:
            return known[1]
        found = read()
        with self._lock:
            self._read[real] = (stamp, found)
        return found

    def stamp(self, real: str) -> object:
        """What differs once a file has changed."""
        try:
            found = os.stat(real)  # noqa: PTH116 - a text, not a path
        except (OSError, ValueError):
            return _ABSENT
        return found.st_mtime_ns, found.st_size, found.st_ino

    def forget(self, reals: Iterable[str]) -> None:
        """Read these files anew when they are next asked for, however they look."""
        with self._lock:
            for real in reals:
                self._read.pop(real, None)


@define(eq=False)
class Desk(Shelf):
    """The files as one analysis sees them: the documents open at that moment, and what lies on disk around them.

    `opened` has the texts of open documents by their real paths. `reads` fills with the real paths of what is read,
    each with its stamp, None for an open document.
    """

    opened: Mapping[str, Source | Fault] = field(factory=dict)
    disk: Disk = field(factory=Disk)
    names: Callable[[], Nomenclature | None] = field(default=lambda: None)
    reads: dict[str, object] = field(factory=dict)

    def source(self, path: Path, named: bool = False) -> Source | Fault:
        """The text of an open document, or of a file."""
        real = _real(path)
        found = self.opened.get(real)
        if found is None:
            self.watch(path)
            found = self.disk.source(real, self.name_of(path), lambda: Shelf.source(self, path, named))
        else:
            self.reads.setdefault(real, None)
        if isinstance(found, Source):
            self.place(found, path)
        return found

    def note(self, name: str, raw: bytes) -> None:
        """Keep in mind that a file was read, by the name that messages show for it."""
        self.watch(self.current / name)

    def watch(self, path: Path) -> None:
        """Have the outcome depend on how a file or a folder is now."""
        real = _real(path)
        if real not in self.reads:
            self.reads[real] = self.disk.stamp(real)

    def nomenclature(self) -> Nomenclature | None:
        """The HS nomenclature that ships, the same for all."""
        return self.names()


P = ParamSpec("P")
T = TypeVar("T")


def _one_by_one(method: Callable[Concatenate[Workspace, P], T]) -> Callable[Concatenate[Workspace, P], T]:
    """A method that no other thread interrupts with one of its kind."""

    @wraps(method)
    def locked(workspace: Workspace, /, *arguments: P.args, **named: P.kwargs) -> T:
        with workspace.lock:
            return method(workspace, *arguments, **named)

    return locked


# ---- The workspace ---------------------------------------------------------------------------------------------------


@define(eq=False)
class Workspace:
    """Everything the server knows: folders, open documents and the analyses of them that still hold.

    `current` is the folder from which files are named where there is no workspace folder; `today` gives the day for
    what no text dates. Each method may be called in any thread.
    """

    current: Path
    today: Callable[[], date]
    encoding: Encoding = "utf-16"
    folders: list[Path] = field(factory=list)
    settings: Settings = field(factory=Settings)
    documents: dict[str, Document] = field(factory=dict)
    watched: bool = False
    """Whether the client tells of files that change on disk; if not, their stamps are looked at."""
    lock: RLock = field(factory=RLock)
    _disk: Disk = field(factory=Disk)
    _plain: Shelf = field(factory=Shelf)
    _analyses: dict[str, Analysis] = field(factory=dict)
    _sources: dict[str, tuple[str, Source | Fault]] = field(factory=dict)
    _files: dict[str, Analysis] = field(factory=dict)
    """Analyses of files that are not open."""

    # ---- Documents -------------------------------------------------------------------------------------------------

    @_one_by_one
    def open(self, document: Document) -> None:
        """Take in a document that the editor has opened."""
        self.documents[document.uri] = document
        self._put(document)
        self._drop(document.uri, self._sources[document.uri][0])

    @_one_by_one
    def change(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> list[str]:
        """Apply an editor's changes to a document; the open documents of which less is known now, itself among them."""
        before = self.documents.get(uri)
        if before is None:
            return []
        text = edited(before.text, changes, self.encoding)
        document = Document(uri, version, text, before.language)
        self.documents[uri] = document
        self._put(document)
        self._drop(uri, self._sources[uri][0])
        return [other for other in self.documents if other not in self._analyses]

    @_one_by_one
    def close(self, uri: str) -> None:
        """Let go of a document; its file counts again."""
        self.documents.pop(uri, None)
        real, _ = self._sources.pop(uri, ("", None))
        self._drop(uri, real)

    @_one_by_one
    def files_changed(self, uris: Iterable[str], whether_there: bool) -> None:
        """Take in that files have changed on disk, or have been made or removed: then others may lead elsewhere."""
        reals = [_real(path) for uri in uris if (path := path_of(uri)) is not None]
        self._disk.forget(reals)
        if whether_there:
            self._forget()
        for real in reals:
            self._drop("", real)

    @_one_by_one
    def set_folders(self, added: Iterable[str], removed: Iterable[str]) -> None:
        """Take in that folders were added to the workspace, or taken out of it."""
        gone = {path_of(uri) for uri in removed}
        kept = [folder for folder in self.folders if folder not in gone]
        new = [path for uri in added if (path := path_of(uri)) is not None and path not in kept]
        self.folders = [*kept, *new]
        for document in self.documents.values():  # Messages name files from the first folder.
            self._put(document)
        self._forget()

    @_one_by_one
    def configure(self, settings: Settings) -> None:
        """Take over the client's settings."""
        if settings != self.settings:
            self.settings = settings
            self._forget()

    def _drop(self, uri: str, real: str) -> None:
        """Let the analyses go of a document, and those that have read the file it stands for."""
        for analyses in (self._analyses, self._files):
            for other, analysis in [*analyses.items()]:
                if other == uri or not analysis.is_opened or real in analysis.desk.reads:
                    analysis.stop()
                    del analyses[other]

    def _forget(self) -> None:
        """Let no analysis hold any longer."""
        for analysis in (*self._analyses.values(), *self._files.values()):
            analysis.stop()
        self._analyses.clear()
        self._files.clear()

    def _put(self, document: Document) -> None:
        """Have the document stand in the place of its file."""
        path = self._place_of(document.uri)
        name = self._shelf().name_of(path) if document.path is not None else document.uri
        self._sources[document.uri] = (_real(path), _source(name, document))

    def _place_of(self, uri: str) -> Path:
        """The file of a document; for one that is not on disk a name in the first folder, which no file has."""
        return path_of(uri) or self.root / f"<{uri.replace('/', '_')}>"

    @property
    def root(self) -> Path:
        """The folder from which messages name files."""
        return self.folders[0] if self.folders else self.current

    def _shelf(self) -> Shelf:
        return Shelf(self.root, self._plain.packs)

    # ---- Analyses --------------------------------------------------------------------------------------------------

    @_one_by_one
    def analysis(self, uri: str) -> Analysis | None:
        """What is known of an open document as it is now; None if it is not open."""
        document = self.documents.get(uri)
        if document is None:
            return None
        found = self._analyses.get(uri)
        if found is not None and not self.watched and not self._as_read(found):
            found.stop()
            found = None
        if found is None:
            found = self._analyses[uri] = self._analysed(document.uri, document.version)
        return found

    @_one_by_one
    def stop(self) -> None:
        """Call off all slow work."""
        self._forget()

    @_one_by_one
    def is_current(self, analysis: Analysis) -> bool:
        """Whether an analysis still speaks of what the editor shows."""
        return self._analyses.get(analysis.uri) is analysis

    @_one_by_one
    def file_analysis(self, path: Path) -> Analysis | None:
        """What is known of a file of the workspace as it lies on disk, or of its open document."""
        for uri, (real, _) in self._sources.items():
            if real == _real(path):
                return self.analysis(uri)
        uri = uri_of(path)
        found = self._files.get(uri)
        if found is None or not self._as_read(found):
            found = self._files[uri] = self._analysed(uri, None)
        return found

    def _analysed(self, uri: str, version: int | None) -> Analysis:
        path = self._place_of(uri)
        opened = dict(self._sources.values())
        desk = Desk(self.root, self._plain.packs, opened=opened, disk=self._disk, names=self._plain.nomenclature)
        library = Library(desk, path.parent)
        for around in (path.parent, *(library.root / name for name in _AROUND)):
            desk.watch(around)
        found = desk.source(path, named=True)
        return Analysis(uri, version, found, library, desk, self.encoding, self.settings, self.today, self.link)

    def _as_read(self, analysis: Analysis) -> bool:
        """Whether the files that an analysis read are as they were."""
        return all(stamp is None or self._disk.stamp(real) == stamp for real, stamp in [*analysis.desk.reads.items()])

    def files(self) -> list[Path]:
        """The files in the language below the workspace's folders, hidden folders left out."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in files_below(folder, EXTENSIONS, self._shelf().name_of):
                if isinstance(path, Path) and len(found) < MOST_FILES:
                    found.setdefault(_real(path), path)
        return [*found.values()]

    def deals_on_disk(self) -> list[tuple[str, str]]:
        """The deals in the workspace's files, each with the URI of its file; called in any thread."""
        desk = Desk(self.root, self._plain.packs, disk=self._disk)
        found: list[tuple[str, str]] = []
        for path in self.files():
            source = desk.source(path) if path.suffix == ".deal" else None
            if isinstance(source, Source):
                found.extend((uri_of(path), name) for name in _DEAL.findall(source.text))
        return found

    # ---- Places ----------------------------------------------------------------------------------------------------

    @_one_by_one
    def link(self, source: Source, desk: Desk) -> str | None:
        """The URI of a text that an analysis has met: that of the open document, else of the file."""
        for uri, (_, known) in self._sources.items():
            if known is source:
                return uri
        path = desk.path_of(source)
        if path is None:
            return None
        real = _real(path)
        for uri, (where, _) in [*self._sources.items()]:
            if where == real:
                return uri
        return uri_of(path)
