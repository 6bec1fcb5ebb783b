"""Texts of one test, and the packs, as a look-up that reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from attrs import evolve

from dealcheck.model.lookup import LookupFault, TableText
from dealcheck.model.resolve import Resolved, resolve
from dealcheck.shipped import shipped_folder
from dealcheck.source import Source
from dealcheck.syntax.parse import parse

PACKS = 'use "trade"\nuse "goods"\nuse "baseline/2025-07-01"\n'


@cache
def _pack(path: Path) -> Source:
    return Source(path.name, path.read_text(encoding="utf-8"))


class Files:
    """A look-up over named texts, then over the packs."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.sources = {name: Source(name, text) for name, text in texts.items()}

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        for ending in ("", *extensions):
            if name + ending in self.sources:
                return self.sources[name + ending]
            path = shipped_folder("policies") / (name + ending)
            if path.is_file():
                return _pack(path)
        return LookupFault(f'there is no file "{name}"')

    def rows(self, name: str, near: Source) -> TableText | LookupFault:
        if name in self.sources:
            return TableText(name, self.sources[name].text)
        path = shipped_folder("policies") / name
        if not path.is_file():
            path = shipped_folder("policies") / "baseline" / name
        return TableText(path.name, _pack(path).text) if path.is_file() else LookupFault(f'there is no table "{name}"')


def split(text: str) -> dict[str, str]:
    """The files of a sample: `main.deal`, and what follows each line `==> NAME <==`."""
    found: dict[str, list[str]] = {"main.deal": []}
    name = "main.deal"
    for line in text.splitlines(keepends=True):
        if line.startswith("==> "):
            name = line.split()[1]
            found.setdefault(name, [])
        else:
            found[name].append(line)
    return {name: "".join(lines) for name, lines in found.items()}


def resolved(text: str, *, packs: bool = False) -> Resolved:
    """The model of a text and of the files that stand below it, with the faults of its syntax first."""
    texts = split(PACKS + text if packs else text)
    files = Files(texts)
    mains = [name for name in texts if name.endswith(".deal")]
    parsed = [parse(files.sources[name]) for name in mains]
    result = resolve([one.file for one in parsed], files)
    syntax = tuple(diagnostic for one in parsed for diagnostic in one.diagnostics)
    return evolve(result, diagnostics=syntax + result.diagnostics)


def faults(text: str, *, packs: bool = False) -> list[str]:
    """Each fault as `CODE text of its place`."""
    return [
        f"{fault.code} {fault.place.text if fault.place else ''}".strip()
        for fault in resolved(text, packs=packs).diagnostics
    ]
