"""What a project says of its checks, in `[tool.dealcheck]` of pyproject.toml or in dealcheck.toml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen

from dealcheck.diagnostics import Diagnostic

MARKERS = ("pyproject.toml", "dealcheck.toml", ".git", "policies")
"""What the root of a project has; one is enough."""

KEYS = ("policies",)


@frozen
class Configuration:
    """The files and folders of the project's policies, None where it does not say, and what is wrong with the text."""

    policies: tuple[Path, ...] | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


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
    named = table.get("policies")
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
