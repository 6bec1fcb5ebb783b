"""What a project says of its checks, in `[tool.dealcheck]` of pyproject.toml or in dealcheck.toml."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.source import Place, Source

MARKERS = ("pyproject.toml", "dealcheck.toml", ".git", "policies")
"""What the root of a project has; one is enough."""

KEYS = ("policies", "lint")


@frozen
class Section:
    """A table of the configuration, as it is: what is in it is read by those whom it concerns."""

    source: Source
    header: str
    """What stands between the brackets above it, `tool.dealcheck.lint`."""
    values: Mapping[str, Any]

    @property
    def head(self) -> str:
        """How messages name it."""
        return f"[{self.header}] of {self.source.name}"

    def place_of(self, *keys: str) -> Place | None:
        """Where a key of it stands in the text, or the key of a table in it; None where that cannot be found."""
        text = self.source.text
        at = text.find(f"[{self.header}")
        for key in keys:
            found = re.compile(rf'["\'.]?{re.escape(key)}["\']?\s*[=\]]').search(text, max(at, 0))
            if found is None:
                return None
            start = text.index(key, found.start())
            place, at = Place(self.source, (start, start + len(key))), found.end()
        return place if keys else None


@frozen
class Configuration:
    """The files and folders of the project's policies, None where it does not say, and what is wrong with the text.

    `lint` is the table for the linter, where there is one.
    """

    policies: tuple[Path, ...] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    lint: Section | None = None


def configuration_of(root: Path, name_of: Callable[[Path], str]) -> Configuration:
    """The configuration of the project at `root`; dealcheck.toml goes before pyproject.toml."""
    for file in (root / "dealcheck.toml", root / "pyproject.toml"):
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError):
            return _wrong(f"{name_of(file)} cannot be read")
        whole = file.name == "dealcheck.toml"
        if whole or "[tool.dealcheck" in text:  # The reader of TOML is imported only for a file that speaks of us.
            return _parsed(text, whole, root, name_of(file))
    return Configuration()


def _parsed(text: str, whole: bool, root: Path, name: str) -> Configuration:
    """The configuration in a TOML text, which is all of it or its `[tool.dealcheck]`."""
    import tomllib

    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _wrong(f"{name} is not TOML: {error}")
    if not whole:
        table = table.get("tool", {}).get("dealcheck", {})
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        from dealcheck.model.problems import meant

        return _wrong(f"{name} sets {unknown[0]}, which dealcheck does not know", meant(unknown[0], KEYS))
    lint = table.get("lint")
    header = "lint" if whole else "tool.dealcheck.lint"
    if lint is not None and not isinstance(lint, dict):
        return _wrong(f"{name}: lint is no table", f"write [{header}], and the keys below it")
    found = _with_policies(table.get("policies"), root, name)
    return found if lint is None else evolve(found, lint=Section(Source(name, text), header, lint))


def _with_policies(named: object, root: Path, name: str) -> Configuration:
    """The configuration with the policies that it names."""
    if named is None:
        return Configuration()
    if not isinstance(named, list) or not all(isinstance(entry, str) for entry in named):
        return _wrong(f"{name}: policies is no list of paths", 'write policies = ["policies", "red-lines/*.policy"]')
    paths: list[Path] = []
    for entry in named:
        found = sorted(root.glob(entry)) if "*" in entry and not Path(entry).is_absolute() else [root / entry]
        if not found or not all(path.exists() for path in found):
            return _wrong(f"{name}: policies names {entry}, which is not there")
        paths.extend(found)
    return Configuration(tuple(paths))


def _wrong(headline: str, help: str = "") -> Configuration:  # noqa: A002 - the name that every diagnostic uses
    """A configuration that cannot be followed."""
    return Configuration(None, (Diagnostic("DC920", headline, help=help),))
