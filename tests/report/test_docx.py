"""The issues list in Word: its structure, what stands in its rows, and that nothing in it is alive."""

from __future__ import annotations

import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from attrs import evolve
from docx import Document
from docx.document import Document as Open
from docx.oxml.ns import qn
from docx.table import Table

from dealcheck.cli.main import run
from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import Waiver
from dealcheck.report.formats import FORMATS, MissingPackageError, render
from dealcheck.report.record import Audience, Input, Receipt, Result
from dealcheck.report.style import RenderOptions
from tests.report import records

OPTIONS = RenderOptions()
RECEIPT = Receipt("dealcheck 9.9", (Input("talks/draft.deal", "0" * 64),))


def made(result: Result) -> bytes:
    found = render(result, "docx", OPTIONS)
    assert isinstance(found, bytes)
    return found


def opened(result: Result) -> Open:
    """The document as another program reads it."""
    return Document(BytesIO(made(result)))


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def issues(*lines: LineVerdict) -> list[dict[str, str]]:
    """The rows of the issues by the heads of their columns."""
    heads, *rows = cells(opened(records.result(*lines)).tables[0])
    return [dict(zip(heads, row, strict=True)) for row in rows]


EVERYTHING = (
    records.cap(),
    records.spirit(),
    records.rice(),
    records.autos(records.BY_TERM, records.BY_SILENCE),
    records.cap(verdict=Verdict.INACTIVE),
)


def test_issues_stand_first_and_what_holds_in_a_shorter_table() -> None:
    document = opened(records.result(*EVERYTHING))
    first, held = map(cells, document.tables)
    assert first[0] == [
        *("No.", "Article", "Line", "Verdict", "Found, needed", "When", "Source", "Mend, proposal"),
        *("Position", "Notes"),
    ]
    verdicts = [row[3].split() for row in first[1:]]
    assert verdicts == [["\u00d7", "violated"], ["\u00d7", "violated"], ["\u00d7", "violated"], ["?", "unknown"]]
    assert [row[0] for row in first[1:] + held[1:]] == list("123456")
    assert [row[3] for row in held] == ["Verdict", "\u2713 met", "\u2013 inactive"]
    assert "nothing of the kind exists" in held[1][4]
    assert len(held[0]) < len(first[0])


def test_a_row_says_all_that_is_to_be_settled() -> None:
    by_term, by_silence = issues(records.autos(records.BY_TERM, records.BY_SILENCE))
    assert by_term["Article"].startswith("cars")
    assert by_silence["Article"] == "silence\nkeeps 25% of b"
    assert by_term["Line"].splitlines()[:3] == [
        "JP.autos",
        "JP, red line",
        "\u201cNo deal keeps the 25% car tariff\u201d",
    ]
    assert "reading final: met" in by_term["Line"]
    assert by_term["Found, needed"].splitlines() == [
        "found 25%",
        "needed < 25%",
        "where tariff by US from JP on autos layer s232_autos",
    ]
    assert (by_term["When"], by_silence["When"]) == ("2025-08-01 to 2025-12-31", "from 2025-08-01")
    assert by_term["Mend, proposal"] == "mend rate 24.99%"
    source = 'Trade deals were to come easy, The Wall Street Journal, 2025-07-01: "any deal that preserves"'
    assert by_term["Source"] == source
    assert by_silence["Source"] == "cited Executive Order 1"
    assert by_silence["Line"].endswith("see no. 1")
    assert {(row["Position"], row["Notes"]) for row in (by_term, by_silence)} == {("", "")}


def test_waivers_bystanders_and_what_is_missing() -> None:
    waiver = Waiver("JP.rice", None, "cabinet decision", records.at(records.POLICY, "concern rice"))
    rows = issues(records.rice(waiver), evolve(records.spirit(), bystander=True))
    assert rows[0]["Verdict"] == "\u00d7 violated, waived"
    assert "cabinet decision" in rows[0]["Line"]
    assert rows[0]["Article"].startswith("rice (side letter)")
    assert "bystander's red line" in rows[1]["Line"]
    assert rows[1]["Mend, proposal"] == "missing assess JP.spirit"
    assert rows[1]["Article"] == "\u2013"


def test_the_document_is_made_of_word_s_own_means() -> None:
    document = opened(evolve(records.result(*EVERYTHING), receipt=RECEIPT))
    (section,) = document.sections
    assert (section.orientation, round(section.page_width.mm), round(section.page_height.mm)) == (1, 297, 210)
    for table in document.tables:
        assert table.style is not None
        assert table.style.name == "Issues List"
        head, *rows = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rows)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        room = section.page_width - section.left_margin - section.right_margin
        assert abs(sum(column.width or 0 for column in table.columns) - room) < 20_000
    titles = [(each.style.name, each.text) for each in document.paragraphs if each.style and "Head" in each.style.name]
    assert titles == [
        ("Heading 2", "Issues"),
        ("Heading 2", "Lines that are met or not held now"),
        ("Heading 2", "Receipt"),
    ]
    known = {each.style_id for each in document.styles}
    used = {each.get(qn("w:val")) for name in ("pStyle", "rStyle", "tblStyle") for each in every(document, name)}
    assert used <= known
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    properties = document.core_properties
    assert properties.title == "Issues list: An offer"
    assert properties.language == "en-GB"
    assert properties.author == properties.last_modified_by == properties.comments == ""
    assert properties.created == properties.modified


def every(document: Open, name: str) -> list[object]:
    return list(document.element.body.iter(qn(f"w:{name}")))


def test_the_head_the_receipt_and_the_foot() -> None:
    result = evolve(records.result(*EVERYTHING), receipt=RECEIPT, audience=Audience(("JP",), "public"))
    document = opened(result)
    told = [each.text for each in document.paragraphs]
    assert told[0] == "An offer"
    assert told[1] == "made for JP; of other parties only lines with a public source"
    assert told[2:9] == [
        "deal offer",
        "parties US and JP",
        "effective 2025-08-01",
        "as of 2025-06-30",
        "text talks/draft.deal",
        "policies JP (policies/jp.policy), from the project's policies/",
        "tally 5 lines of JP: 2 violated, 1 unknown, 1 met, 1 inactive",
    ]
    assert "dealcheck 9.9" in told[-1] or "made by dealcheck 9.9" in told
    assert cells(document.tables[-1])[1] == ["talks/draft.deal", "0" * 64]
    foot = document.sections[0].footer.paragraphs[0]
    assert foot.text.startswith("Issues list: An offer; made for JP; of other parties")
    fields = [each.get(qn("w:instr")) for each in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_errors_stand_before_all_else_and_warnings_behind() -> None:
    place = records.at(records.DRAFT, "tariff by")
    error = Diagnostic("DC203", "there is no kind", place, notes=("a fact",), help="write another")
    document = opened(evolve(records.result(records.cap()), diagnostics=(error,)))
    told = [each.text for each in document.paragraphs]
    assert told[1:5] == [
        "Errors, warnings and notes",
        "error DC203 there is no kind (talks/draft.deal:4:5)",
        "a fact",
        "help: write another",
    ]
    assert "Nothing was judged." in [each.text for each in opened(Result(())).paragraphs]


def test_several_deals() -> None:
    one = records.result(records.rice()).drafts
    document = opened(Result((*one, *one)))
    assert [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"] == [
        "An offer",
        "An offer",
    ]
    assert document.paragraphs[0].text == "2 deals"
    assert [row[0] for table in document.tables for row in cells(table)] == ["No.", "1", "No.", "2"]


def test_the_same_bytes() -> None:
    result = evolve(records.result(*EVERYTHING), receipt=RECEIPT)
    assert made(result) == made(result)
    with ZipFile(BytesIO(made(result))) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not {"docProps/app.xml", "docProps/thumbnail.jpeg"} & set(parts.namelist())
        # Nothing outside is asked for.
        assert all(
            b'TargetMode="External"' not in parts.read(name) for name in parts.namelist() if name.endswith(".rels")
        )


HOSTILE = [
    "<script>alert(1)</script>",
    "a & b &amp; \"'",
    "a\nb\r\nc",
    "\u202ertl\u200f",
    "\x00\x07\x0b\x1b",
    "\ufffe\ud800",
    "=cmd|'/c calc'!A1",
    '{ HYPERLINK "http://b.example" }',
    "]]><w:p/>",
    "   ",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    line = evolve(records.autos(records.BY_TERM), line=evolve(records.autos().line, label=f"a{words}b"))
    result = records.result(line)
    checked = evolve(result.drafts[0].deals[0].checked, label=f"a{words}b")
    result = Result((evolve(result.drafts[0], deals=(evolve(result.drafts[0].deals[0], checked=checked),)),))
    document = opened(result)
    names = {each.tag for each in document.element.body.iter()}
    assert names == {each.tag for each in opened(records.result(records.autos(records.BY_TERM))).element.body.iter()}
    visible = "".join(letter if letter.isprintable() else " " for letter in words).split()
    for told in (document.paragraphs[0].text, document.core_properties.title, cells(document.tables[0])[1][2]):
        assert all(word in told for word in visible)
        assert all(letter.isprintable() or letter == "\n" for letter in told)
    if "\x00" in words:
        assert "\\u{0}" in document.paragraphs[0].text


def test_many_causes_and_findings_are_counted() -> None:
    causes = tuple(evolve(records.BY_TERM, term=f"art{at}", place=records.BY_TERM.place) for at in range(9))
    finding = evolve(records.finding(Verdict.VIOLATED, records.BY_TERM), causes=causes)
    line = evolve(records.autos(), judgement=evolve(records.autos().judgement, findings=(finding,)))
    (row,) = issues(line)
    assert "art5" in row["Article"]
    assert "art6" not in row["Article"]
    assert row["Article"].endswith("and 3 further causes")


def test_without_the_package_there_is_a_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [each for each in sys.modules if each.startswith("dealcheck.report.docx")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(import_module("dealcheck.report"), "docx", None, raising=False)
    for name in [each for each in sys.modules if each.split(".")[0] == "docx"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingPackageError):
        render(Result(()), "docx", OPTIONS)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.deal").write_text(
        "deal d { between US, JP  dated 2025-07-01  against b }\nbaseline b on 2025-01-01 {}\n"
    )
    assert run(["check", "a.deal", "-o", "a.docx", "-o", "a.csv"]) == 2
    err = capsys.readouterr().err
    assert "DC922" in err
    assert "pip install 'dealcheck[docx]'" in err
    assert "Traceback" not in err
    assert [each.name for each in sorted(tmp_path.glob("a.*"))] == ["a.csv", "a.deal"]
    assert run(["check", "a.deal", "--format", "docx"]) == 2
    assert capsys.readouterr().out == ""


def test_the_form_is_known_by_its_ending() -> None:
    (form,) = [each for each in FORMATS if each.name == "docx"]
    assert (form.endings, form.needs) == ((".docx",), "python-docx")
