"""All packs and examples lint clean with every rule on, or say at the place why a finding is let be."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.rule import all_rules
from dealcheck.loader import EXTENSIONS, Library, Shelf
from dealcheck.source import Source
from tests.lint.samples import ROOT, nomenclature_options

AS_OF = date(2025, 7, 1)
"""The day on which the packs say what the parties hold; some of it has ended since."""

FILES = sorted(
    path for folder in ("policies", "examples") for path in (ROOT / folder).rglob("*") if path.suffix in EXTENSIONS
)
SHELF = Shelf(ROOT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_packs_and_examples_are_clean(path: Path) -> None:
    source = SHELF.source(path)
    assert isinstance(source, Source)
    found = api.lint(api.Draft(source, Library(SHELF, path.parent)), nomenclature_options(LintOptions(AS_OF)))
    assert [each.headline for each in found.errors] == []
    assert [(each.rule.code, each.found.place.line, each.found.headline) for each in found.findings] == []
    for finding in found.suppressed:
        assert finding.let_be is not None
        assert len(finding.let_be.reason.split()) > 3


def test_all_rules_look() -> None:
    assert len(FILES) > 50
    assert len(all_rules()) >= 40
