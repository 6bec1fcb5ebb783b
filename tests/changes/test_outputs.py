"""What a comparison looks like, as files to read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from dealcheck.report import changes_full, changes_json, changes_markdown
from dealcheck.report.changes import DiffResult
from dealcheck.report.style import RenderOptions, text_width
from tests.changes.compared import CARS, compared, draft

OLD = draft(
    f'cars "Automobiles" status open: {CARS} [US: 25% | JP: 10%]',
    'cap "Restraint" [US]: export_cap by JP to US on autos volume [US: 800 units | JP: 1_400 units] per year',
    "vans: tariff by US from JP on vans layer cars rate 10%",
    "rules: rule by JP on digital action keep",
    head="dated 2025-06-28  effective 2025-08-01",
)
NEW = draft(
    'event funded "The projects are funded"',
    f'a1 "Cars" status agreed: {CARS} 25%, 15% from 2026-01-01',
    'a2 "Restraint": export_cap by JP to US on autos volume [US: 800 units | JP: 1_600 units] per year',
    'a3 "Funds" in side_letter: investment by JP to US amount USD 550 bn office by JP to US',
    f"a4 if funded: {CARS} 0%",
    "a5: rule by JP on digital action keep",
    head="dated 2025-07-05  effective 2025-08-01",
)
WRONG = draft("a: tariff by US from JP on nothing_known layer cars rate 1%")
RESULTS = {
    "round": lambda: compared(OLD, NEW),
    "back": lambda: compared(NEW, OLD),
    "silence": lambda: compared(None, NEW),
    "same": lambda: compared(NEW, NEW),
    "wrong": lambda: compared(OLD, WRONG),
}
FORMS = {"full": changes_full.render, "markdown": changes_markdown.render, "json": changes_json.render}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", RESULTS)
def test_outputs(name: str, form: str, expected: Callable[[str, str], None]) -> None:
    if form == "json" and name != "round":
        return
    expected(f"{name}.{form}.txt", FORMS[form](RESULTS[name](), RenderOptions()))


@pytest.fixture(scope="module")
def result() -> DiffResult:
    return RESULTS["round"]()


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_full_output_keeps_to_the_width(result: DiffResult, width: int) -> None:
    rows = changes_full.render(result, RenderOptions(width=width)).splitlines()
    assert max(map(text_width, rows)) <= width


def test_color_adds_nothing_but_color(result: DiffResult) -> None:
    colored = changes_full.render(result, RenderOptions(color=True))
    assert colored != (plain := changes_full.render(result, RenderOptions()))
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_where_something_could_not_be_judged_nothing_is_said_to_be_the_same() -> None:
    for name in ("wrong",):
        for form, render in FORMS.items():
            said = render(RESULTS[name](), RenderOptions())
            assert "say the same" not in said, form
            assert "DC" in said
    document = changes_json.document(RESULTS["wrong"]())
    assert (document["judged"], document["empty"]) == (False, None)


def test_an_error_within_a_draft_that_differs_in_nothing() -> None:
    clash = draft(f"a: {CARS} 10%", f"b: {CARS} 20%")
    result = compared(clash, clash)
    assert result.exit_code == 2
    assert result.pairs[0].is_empty
    for render in FORMS.values():
        said = render(result, RenderOptions())
        assert "DC601" in said
        assert "say the same" not in said
    assert changes_json.document(result)["empty"] is None


def test_nothing_that_a_draft_says_is_markup() -> None:
    page = changes_markdown.render(compared(draft(), draft(f'a "<b>*|x|*</b>": {CARS} 26%')), RenderOptions())
    assert "<b>" not in page
    assert "\\<b\\>\\*\\|x\\|\\*\\</b\\>" in page


def test_json_keeps_what_it_documents(result: DiffResult) -> None:
    document = json.loads(changes_json.render(result, RenderOptions()))
    assert set(document) == {
        *("version", "judged", "old", "new", "empty", "head", "lines", "terms", "brackets", "points"),
        *("unknown", "notes", "errors"),
    }
    for line in document["lines"]:
        for doer in line["by"]:
            assert doer["point"] is None or document["points"][doer["point"]]
