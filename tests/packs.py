"""The shipped packs, the known cases and the drafts that ship, each opened once for all tests of a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dealcheck import api
from dealcheck.loader import Library, Shelf
from dealcheck.report.record import Result
from dealcheck.source import Source
from dealcheck.syntax import ast
from tests.language.blocks import suites

ROOT = Path(__file__).parent.parent
PACKS = ROOT / "policies"

SUITES = suites([*PACKS.glob("*.policy"), *ROOT.glob("tests/cases/*.policy")], ROOT)
"""The test blocks of each file, by its name below the root."""

DRAFTS = tuple(sorted([*ROOT.glob("examples/**/*.deal"), *PACKS.glob("deals/*.deal")]))
"""The files with drafts to play with, and those with what was agreed."""

_SHELF = Shelf()


def text(path: Path) -> Source:
    """The text of a file, read once."""
    source = _SHELF.source(path, named=True)
    assert isinstance(source, Source), source
    return source


@cache
def judged(path: Path) -> Result:
    """The deals of a file against the lines that they meet; those among the packs against the lines of their parties.

    What bystanders would say of every deal of the packs takes a minute, and each of their lines has its own tests.
    """
    draft = api.Draft(text(path), Library(_SHELF, path.parent))
    heard: tuple[str, ...] = ()
    if path.is_relative_to(PACKS):
        opened = api.open_draft(draft)
        seated = {party for deal in opened.deals for party in deal.parties}
        heard = tuple(sorted(seated & {line.party for line in opened.lines}))
    return api.check([draft], api.CheckOptions(parties=heard))


@cache
def trees() -> dict[str, ast.File]:
    """The syntax tree of every text among the packs, by its name below their folder."""
    paths = sorted([*PACKS.glob("**/*.policy"), *PACKS.glob("**/*.deal")])
    return {path.relative_to(PACKS).as_posix(): api.parse(text(path)).file for path in paths}


def shipped_lines() -> list[str]:
    """Every line of the parties' policies, by its full name."""
    return [
        f"{item.party.text}.{line.name.text}"
        for file in trees().values()
        for item in file.items
        if isinstance(item, ast.Policy)
        for line in item.items
        if isinstance(line, ast.Line)
    ]
