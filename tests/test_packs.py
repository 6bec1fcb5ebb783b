"""The shipped packs, the known cases and the examples: every test block passes, and every draft can be judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dealcheck import api
from dealcheck.loader import Library, Shelf
from dealcheck.source import Source
from tests.language.blocks import assert_passes
from tests.packs import DRAFTS, PACKS, ROOT, SUITES, judged, shipped_lines, text

if TYPE_CHECKING:
    from dealcheck.model.records import TestRecord
    from dealcheck.testing.run import Suite

BLOCKS = [
    pytest.param(suite, record, id=f"{name}: {record.name}") for name, suite in SUITES.items() for record in suite.tests
]


@pytest.mark.parametrize(("suite", "record"), BLOCKS)
def test_block(suite: Suite, record: TestRecord) -> None:
    assert_passes(suite, record)


@pytest.mark.parametrize("name", list(SUITES))
def test_files_have_no_errors(name: str) -> None:
    assert not [found.headline for found in SUITES[name].opened.diagnostics if found.is_error]


@pytest.mark.parametrize("path", DRAFTS, ids=[path.relative_to(ROOT).as_posix() for path in DRAFTS])
def test_every_draft_can_be_judged(path: Path) -> None:
    result = judged(path)
    assert not [found.headline for found in result.everything if found.is_error]
    assert [line for deal in result.deals for line in deal.checked.lines]


TEXTS = [*PACKS.rglob("*"), *(ROOT / "examples").rglob("*"), *(ROOT / "tests" / "cases").rglob("*")]


@pytest.mark.parametrize(
    "path",
    sorted(path for path in TEXTS if path.suffix in (".deal", ".policy")),
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_every_text_is_laid_out_in_the_one_way(path: Path) -> None:
    source = text(path)
    assert api.format_text(source).text == source.text


# ---- Every line has its tests ----------------------------------------------------------------------------------------

NEVER_VIOLATED = {
    "EU.open_basket": "a permission, which nothing violates",
}
VIOLATED_BY_SILENCE_ALONE: dict[str, str] = {}
NEVER_MET: dict[str, str] = {}
NOT_ASKED_OF_SILENCE: dict[str, str] = {}
"""Lines that lack a test of some sort, and why that is right."""


def _expected(wanted: str) -> Iterator[str]:
    """The lines of the packs with a test of this sort beside them.

    `violated` and `met` speak of the verdict, `violated by terms` of a draft that has one, `silence` of one without.
    """
    for name, suite in SUITES.items():
        if not name.startswith("policies/"):
            continue
        for record in suite.tests:
            terms = record.deal is not None and bool(record.deal.terms)
            for each in record.expectations:
                verdict = each.outcome.verdict
                if wanted in (verdict, f"{verdict} by terms" if terms else "silence"):
                    yield each.line


@pytest.mark.parametrize(
    ("wanted", "excused"),
    [
        ("violated", NEVER_VIOLATED),
        ("violated by terms", NEVER_VIOLATED | VIOLATED_BY_SILENCE_ALONE),
        ("met", NEVER_MET),
        ("silence", NOT_ASKED_OF_SILENCE),
    ],
)
def test_every_line_of_the_packs_has_a_test(wanted: str, excused: dict[str, str]) -> None:
    tested = set(_expected(wanted))
    untested = [name for name in shipped_lines() if name not in tested]
    assert [name for name in untested if name not in excused] == [], f"no test beside the line: {wanted}"
    assert [name for name in excused if name not in untested] == [], "no longer an exception"


# ---- One example in detail -------------------------------------------------------------------------------------------


def test_the_silent_draft_breaks_the_line_on_cars_by_what_it_preserves() -> None:
    shelf = Shelf()
    source = shelf.source(ROOT / "examples/us-japan/silent.deal", named=True)
    assert isinstance(source, Source)
    result = api.check([api.Draft(source, Library(shelf, ROOT))], api.CheckOptions(lines=("JP.autos",)))
    (line,) = [line for deal in result.deals for line in deal.checked.lines]
    assert line.verdict.value == "violated"
    assert {cause.sort for finding in line.judgement.findings for cause in finding.causes} == {"silence"}
    assert {cause.origin for finding in line.judgement.findings for cause in finding.causes} == {"april_2025"}
    named = {name for finding in line.judgement.findings for name in finding.where.text.split(" | ")}
    assert named == {"autos", "light_trucks", "auto_parts"}
    assert [cited.quote for cited in line.line.cites if cited.quote]
    assert result.exit_code() == 1


def test_all_packs_can_be_used_together() -> None:
    names = [path.relative_to(PACKS).with_suffix("").as_posix() for path in sorted(PACKS.rglob("*.policy"))]
    used = "".join(f'use "{name}"\n' for name in names)
    opened = api.open_alone(api.Draft(Source("all.deal", used), Library(Shelf(ROOT), ROOT)))
    assert [found.headline for found in opened.diagnostics] == []
