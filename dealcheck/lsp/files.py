"""The files that a document may name: for `use`, and for tables."""

from __future__ import annotations

from dealcheck.loader import EXTENSIONS, Fault, files_below
from dealcheck.lsp.analysis import Analysis

MOST = 1_000
"""So many file names are offered."""


def usable_files(analysis: Analysis, *, tables: bool = False) -> tuple[str, ...]:
    """How a document would name the files that it can use: those beside it, the project's and the packs'."""
    return analysis.part(
        "tables that can be used" if tables else "files that can be used", _tables if tables else _texts
    )


def _texts(analysis: Analysis) -> tuple[str, ...]:
    return _named(analysis, EXTENSIONS)


def _tables(analysis: Analysis) -> tuple[str, ...]:
    return _named(analysis, (".csv",))


def _named(analysis: Analysis, extensions: tuple[str, ...]) -> tuple[str, ...]:
    library, desk = analysis.library, analysis.desk
    beside = desk.folder_of(analysis.source) or library.home
    own = desk.path_of(analysis.source)
    found: dict[str, None] = {}
    for path in sorted([*beside.glob("*"), *beside.glob("*/*")]):
        if path.name.endswith(extensions) and path != own and not path.name.startswith("."):
            found[_name(path.relative_to(beside).as_posix(), extensions)] = None
    for folder in (library.root / "policies", desk.packs):
        for each in files_below(folder, extensions, desk.name_of):
            if not isinstance(each, Fault) and each != own:
                found[_name(each.relative_to(folder).as_posix(), extensions)] = None
    return tuple(found)[:MOST]


def _name(name: str, extensions: tuple[str, ...]) -> str:
    if extensions == EXTENSIONS:
        for extension in extensions:
            name = name.removesuffix(extension)
    return name
