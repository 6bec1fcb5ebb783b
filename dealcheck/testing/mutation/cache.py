"""Keeps what the mutants of a line came to, under a key of all that it hangs on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from attrs import asdict, define, field, fields, frozen

import dealcheck
from dealcheck.model.lookup import LookupFault, TableText
from dealcheck.opening import Files, PolicySet
from dealcheck.report.mutation import LineResult, MutantResult
from dealcheck.saving import save
from dealcheck.shipped import shipped_folder
from dealcheck.source import Source

FOLDER = ".dealcheck_cache"
"""Where results are kept, in the project's folder."""


class Store(Protocol):
    """Where results are kept."""

    def load(self, key: str) -> LineResult | None:
        """The result under a key; None where there is none that is whole."""

    def keep(self, key: str, result: LineResult) -> None:
        """Keep a result, where that can be done."""


class NoStore:
    """Keeps nothing."""

    def load(self, key: str) -> LineResult | None:
        """Nothing."""

    def keep(self, key: str, result: LineResult) -> None:
        """Let it go."""


@frozen
class Folder:
    """Keeps each result in a file of its own, written whole or not at all: runs at one time do not disturb each other.

    A file that is not what was written is as good as none.
    """

    path: Path

    def load(self, key: str) -> LineResult | None:
        """The result under a key; None where there is none that is whole."""
        try:
            return decoded((self._file(key)).read_text(encoding="utf-8"), key)
        except (OSError, ValueError):
            return None

    def keep(self, key: str, result: LineResult) -> None:
        """Keep a result; where the folder cannot be written, it is worked out anew the next time."""
        file = self._file(key)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            ignored = self.path / ".gitignore"
            if not ignored.exists():
                save(ignored, str(ignored), b"*\n")
        except OSError:
            return
        save(file, str(file), encoded(result, key).encode())

    def _file(self, key: str) -> Path:
        return self.path / "mutation" / f"{key}.json"


def encoded(result: LineResult, key: str) -> str:
    """A result as text, with what tells whether it is whole."""
    text = json.dumps(asdict(result), ensure_ascii=False)
    return json.dumps({"key": key, "sum": _digest([text]), "result": text}, ensure_ascii=False)


def decoded(text: str, key: str) -> LineResult | None:
    """The result in a text; None where the text is not whole, or belongs to another key."""
    whole: Any = json.loads(text)
    if not isinstance(whole, dict) or whole.get("key") != key or not isinstance(whole.get("result"), str):
        return None
    if whole.get("sum") != _digest([whole["result"]]):
        return None
    said = json.loads(whole["result"])
    if set(said) != {each.name for each in fields(LineResult)}:
        return None
    mutants = tuple(MutantResult(**mutant) for mutant in said.pop("mutants"))
    return LineResult(**{**said, "mutants": mutants, "tests": tuple(said["tests"])})


def key_of(parts: Iterable[str]) -> str:
    """The key of all that a result hangs on, beside dealcheck itself."""
    return _digest([_program(), *parts])


def _digest(parts: Iterable[str]) -> str:
    """A hash of texts, which tells where each ends."""
    found = sha256()
    for part in parts:
        raw = part.encode(errors="surrogatepass")
        found.update(f"{len(raw)}:".encode())
        found.update(raw)
    return found.hexdigest()


_PROGRAM: list[str] = []


def _program() -> str:
    """The version of dealcheck, and a hash of its own source and grammar."""
    if not _PROGRAM:
        root = Path(dealcheck.__file__).parent
        files = [*sorted(root.rglob("*.py")), *sorted(shipped_folder("grammar").glob("deal.*"))]
        texts = [part for file in files for part in (file.name, file.read_text(encoding="utf-8"))]
        _PROGRAM.append(_digest([dealcheck.__version__, *texts]))
    return _PROGRAM[0]


@define(eq=False)
class Noted:
    """The files of a draft, which notes what is read of them."""

    files: Files
    read_so_far: dict[str, str] = field(factory=dict)

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        """The text of a file for `use`."""
        found = self.files.read(name, near, extensions)
        self._note(found, name)
        return found

    def rows(self, name: str, near: Source) -> TableText | LookupFault:
        """The text of a table."""
        found = self.files.rows(name, near)
        self._note(found, name)
        return found

    def policies(self) -> Iterator[PolicySet]:
        """The policies that the check may use."""
        return self.files.policies()

    def _note(self, found: Source | TableText | LookupFault, name: str) -> None:
        if isinstance(found, LookupFault):
            self.read_so_far[f"no {name}"] = found.headline
        else:
            self.read_so_far[found.name] = found.text

    def texts(self, but: str) -> list[str]:
        """What was read, with the names, less the file of one name."""
        return [part for name, text in sorted(self.read_so_far.items()) if name != but for part in (name, text)]
