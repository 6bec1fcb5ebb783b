"""The matrix in its four forms, and the table of deals at the end of a check."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import Waiver
from dealcheck.report import concise, full, matrix_csv, matrix_json, matrix_markdown, matrix_table, overview
from dealcheck.report.matrix import Matrix, matrix_of
from dealcheck.report.record import DraftReport, Result
from dealcheck.report.style import RenderOptions, text_width
from tests.report import records

WAIVER = Waiver("JP.rice", date(2025, 9, 1), "cabinet decision", records.at(records.POLICY, "concern rice"))
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    'a "b", c',
    "a|b",
    "<b>x</b>",
    "*x* _y_ `z`",
    "[a](b)",
    "\x1b[31mred",
    "a\nb",
]


def deals(*judged: tuple[str, str, tuple[LineVerdict, ...]]) -> Result:
    """A result with a draft for each name, label and lines."""
    drafts = []
    for name, label, lines in judged:
        draft = records.result(*lines).drafts[0]
        deal = draft.deals[0]
        checked = evolve(deal.checked, deal=name, label=label)
        drafts.append(evolve(draft, name=f"talks/{name}.deal", deals=(evolve(deal, checked=checked),)))
    return Result(tuple(drafts))


SEVERAL = deals(
    ("silent", "Silent on cars", (records.autos(records.BY_SILENCE), records.rice(WAIVER), records.cap())),
    ("cars", "", (records.autos(records.BY_TERM), records.rice(), records.cap(bystander=True))),
    ("spirit", "A question of the spirit", (records.spirit(), records.cap(verdict=Verdict.INACTIVE))),
)
MANY = deals(
    *(
        (f"deal_{number}", f"The deal of day {number}", (records.autos(records.BY_TERM), records.spirit()))
        for number in range(30)
    )
)
FORMS: dict[str, Callable[[Matrix, RenderOptions], str]] = {
    "table": matrix_table.render,
    "csv": matrix_csv.render,
    "markdown": matrix_markdown.render,
    "json": matrix_json.render,
}


@pytest.mark.parametrize("form", FORMS)
def test_outputs(form: str, expected: Callable[[str, str], None]) -> None:
    expected(f"matrix.{form}.txt", FORMS[form](matrix_of(SEVERAL), RenderOptions()))


def test_more_deals_than_fit_go_into_a_further_block(expected: Callable[[str, str], None]) -> None:
    expected("matrix.many.txt", matrix_table.render(matrix_of(MANY), RenderOptions()))


def test_transposed(expected: Callable[[str, str], None]) -> None:
    expected("matrix.transposed.txt", matrix_table.render(matrix_of(SEVERAL), RenderOptions(), transpose=True))


@pytest.mark.parametrize("render", [full.render, concise.render])
def test_a_check_of_several_deals_ends_with_a_table(render: Callable[[Result, RenderOptions], str]) -> None:
    told = render(SEVERAL, RenderOptions())
    assert told.endswith(
        "3 deals: 2 violate red lines of their parties; 1 violates none, but leaves some open or unknown\n"
    )
    assert "    talks/silent.deal: violates JP.autos\n" in told
    assert "3 deals" not in render(records.result(records.cap()), RenderOptions())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("result", [SEVERAL, MANY], ids=["several", "many"])
@pytest.mark.parametrize("transpose", [False, True])
def test_the_table_keeps_to_the_width(width: int, result: Result, transpose: bool) -> None:
    told = matrix_table.render(matrix_of(result), RenderOptions(width=width), transpose)
    assert max(map(text_width, told.splitlines())) <= width
    tables = overview.render_overview(result, RenderOptions(width=width))
    assert max(map(text_width, tables.splitlines())) <= width


@pytest.mark.parametrize("transpose", [False, True])
def test_color_adds_nothing_but_color(transpose: bool) -> None:
    colored = matrix_table.render(matrix_of(SEVERAL), RenderOptions(color=True), transpose)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == matrix_table.render(matrix_of(SEVERAL), RenderOptions(), transpose)
    assert colored != re.sub(r"\x1b\[[0-9;]*m", "", colored)


def test_every_form_has_every_verdict() -> None:
    """What the record says of each deal and line, told again from each output."""
    said = {
        (deal.checked.deal, line.line.full_name): (line.verdict.value, line.bystander)
        for deal in SEVERAL.deals
        for line in deal.checked.lines
    }
    matrix = matrix_of(SEVERAL)
    rows = csv.DictReader(StringIO(matrix_csv.render(matrix, RenderOptions())))
    assert {(row["deal"], row["line"]): (row["verdict"], row["bystander"] == "yes") for row in rows} == said
    document = json.loads(matrix_json.render(matrix, RenderOptions()))
    assert {
        (deal["deal"], line["line"]): (cell["verdict"], cell["bystander"])
        for line in document["lines"]
        for deal, cell in zip(document["deals"], line["cells"], strict=True)
        if cell is not None
    } == said


@pytest.mark.parametrize(
    ("verdicts", "lines"),
    [
        ((), ["JP.autos", "JP.spirit", "JP.cap", "JP.rice"]),
        ((Verdict.VIOLATED,), ["JP.autos", "JP.rice"]),
        ((Verdict.UNKNOWN, Verdict.INACTIVE), ["JP.spirit", "JP.cap"]),
        ((Verdict.OPEN,), []),
    ],
)
def test_the_filter_keeps_lines_with_such_a_verdict_under_some_deal(
    verdicts: tuple[Verdict, ...], lines: list[str]
) -> None:
    matrix = matrix_of(SEVERAL, verdicts)
    assert [row.name for row in matrix.shown] == lines
    told = matrix_table.render(matrix, RenderOptions())
    assert ("no line is open under any of these deals" in told) is (not lines)
    assert "JP, 3 red lines: " in told  # The sentences count all lines, those that the filter holds back too.


def test_one_name_in_two_files_makes_two_rows() -> None:
    other = records.cap()
    place = evolve(other.line.place, source=records.BASELINE)
    other = evolve(other, line=evolve(other.line, place=place))
    matrix = matrix_of(deals(("a", "", (records.cap(),)), ("b", "", (other,))))
    assert [row.name for row in matrix.rows] == [
        "JP.cap (policies/baseline.deal)",
        "JP.cap (policies/jp.policy)",
    ]
    assert [[cell is None for cell in row.cells] for row in matrix.rows] == [[True, False], [False, True]]


def test_a_deal_that_is_not_judged_is_never_counted_as_clean() -> None:
    good, bad = SEVERAL.drafts[2], SEVERAL.drafts[0]
    fault = Diagnostic("DC203", "there is no kind `tarif`", records.at(records.DRAFT, "tariff"))
    checked = evolve(bad.deals[0].checked, as_of=None, effective=None, lines=(records.spirit(),))
    result = Result((good, DraftReport(bad.name, bad.policies, (evolve(bad.deals[0], checked=checked),), (fault,))))
    matrix = matrix_of(result)
    told = matrix_table.render(matrix, RenderOptions())
    assert told.startswith("error[DC203]")
    assert "not judged, for their texts have errors: #2 silent" in told
    assert "1 is not judged" in full.render(result, RenderOptions())
    assert json.loads(matrix_json.render(matrix, RenderOptions()))["errors"][0]["code"] == "DC203"


# ---- Escaping --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", HOSTILE)
def test_no_label_steers_a_spreadsheet_a_page_or_a_terminal(label: str) -> None:
    result = deals(("a", label, (records.cap(),)), ("b", label, (records.cap(),)))
    matrix = matrix_of(result)
    for row in csv.reader(StringIO(matrix_csv.render(matrix, RenderOptions()))):
        assert len(row) == len(matrix_csv.COLUMNS)
        assert not any(cell.startswith(matrix_csv.FORMULA) for cell in row)
    for render in (matrix_table.render, matrix_csv.render, matrix_markdown.render):
        assert "\x1b" not in render(matrix, RenderOptions())
    assert json.loads(matrix_json.render(matrix, RenderOptions()))["deals"][0]["label"] == label


def cells_of(markdown: str) -> list[str]:
    """The texts of the cells of a table in Markdown, as they are read."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    inline = [token for token in tokens if token.type == "inline"]
    assert all(child.type in ("text", "text_special") for token in inline for child in token.children or ())
    return [token.content if not token.children else "".join(c.content for c in token.children) for token in inline]


@given(st.text(max_size=20), st.sampled_from(HOSTILE))
def test_markdown_says_the_words_themselves(text: str, hostile: str) -> None:
    for words in (text, hostile, text + hostile, hostile + text):
        cell = matrix_markdown.escaped(words)
        assert "\n" not in cell
        plain = " ".join(matrix_markdown.printable(words).split())
        assert cells_of(f"| a | b |\n| --- | --- |\n| {cell} | z |\n") == ["a", "b", plain, "z"]


@given(st.text(max_size=20), st.sampled_from(["", *"=+-@\t", "\uff1d"]))
def test_no_cell_begins_as_a_formula(text: str, start: str) -> None:
    cell = matrix_csv.inert(start + text)
    assert not cell.startswith(matrix_csv.FORMULA)
    assert cell.removeprefix("'").endswith(matrix_csv.printable(text).removeprefix("'")) or not text


def test_a_line_that_is_not_held_is_not_told_as_kept() -> None:
    idle = (records.cap(verdict=Verdict.INACTIVE),)
    told = matrix_table.render(matrix_of(deals(("a", "", idle), ("b", "", (records.cap(),)))), RenderOptions())
    assert "JP, 1 red line: #1 a (none held on its day) and #2 b violate none\n" in told
    many = deals(*((f"d{at}", "", idle) for at in range(3)), ("open", "", (records.cap(verdict=Verdict.OPEN),)))
    told = " ".join(matrix_table.render(matrix_of(many), RenderOptions()).split())
    assert "all 4 with it at the table violate none, though in 1 some are open or unknown and for 3 none was" in told
