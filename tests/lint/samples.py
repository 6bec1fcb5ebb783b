"""Small texts under the linter, in the shipped packs or in files of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from attrs import evolve

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.engine import Linted
from dealcheck.lint.fixing import Fixed
from dealcheck.lint.nomenclature import Nomenclature, read_nomenclature
from dealcheck.lint.rule import Rule, all_rules
from dealcheck.loader import Library, Shelf
from dealcheck.model.lookup import LookupFault
from dealcheck.shipped import shipped_folder
from dealcheck.source import Source

ROOT = Path(__file__).resolve().parents[2]
NOMENCLATURE = shipped_folder("policies") / "tables" / "hs2022.csv"
NAME = "sample.policy"

WORDS = """\
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  absent none
}
product cars "Cars" = hs 8703.22, 8703.80
product trucks "Trucks" = hs 8704.21
"""
"""A vocabulary that is quickly read, as the file `words`."""


class Files(Library):
    """The shipped packs, and beside them files given by name."""

    beside: Mapping[str, str]

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        for file in (name, *(name + ending for ending in extensions)):
            if file in self.beside:
                return Source(file, self.beside[file])
        return super().read(name, near, extensions)


@cache
def nomenclature() -> Nomenclature:
    """The nomenclature that ships."""
    return read_nomenclature(NOMENCLATURE.read_text(encoding="utf-8"))


def nomenclature_options(options: LintOptions | None = None) -> LintOptions:
    """Options with the nomenclature that ships."""
    return evolve(options or LintOptions(), nomenclature=nomenclature)


def draft(text: str, beside: Mapping[str, str] | None = None, name: str = NAME) -> api.Draft:
    """A text with its files; without any given, it may use `words`."""
    files = Files(Shelf(ROOT), ROOT)
    files.beside = {"words.policy": WORDS} if beside is None else beside
    return api.Draft(Source(name, text), files)


def rules(*codes: str) -> list[Rule]:
    """Rules by their codes."""
    found = [rule for rule in all_rules() if rule.code in codes]
    assert len(found) == len(set(codes))
    return found


def linted(text: str, *codes: str, options: LintOptions | None = None) -> Linted:
    """What rules find in a text, which is sound."""
    found = api.lint(draft(text), options or LintOptions(), rules(*codes))
    assert [each.headline for each in found.diagnostics if each.is_error] == []
    return found


def told(found: Linted) -> list[tuple[str, str]]:
    """Code and text of each finding."""
    return [(finding.rule.code, finding.found.place.text) for finding in found.findings]


def fixed(text: str, *codes: str, unsafe: bool = False, among: Sequence[Rule] | None = None) -> Fixed:
    """A text with the fixes of rules."""
    return api.fix(draft(text), LintOptions(), rules(*codes) if among is None else among, unsafe)
