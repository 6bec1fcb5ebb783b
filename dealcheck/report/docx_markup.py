"""Pieces of a Word document as its XML; a text becomes a part of it only through `run`, which makes it inert."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NewType

from dealcheck.report.issues import plain
from dealcheck.report.xml import escaped

Word = NewType("Word", str)
"""Markup that may stand in a document as it is."""

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

NOTHING = Word("")

_TWIPS_IN_MM = 56.6929


def twips(millimetres: float) -> int:
    """A length as Word counts it: twentieths of a point."""
    return round(millimetres * _TWIPS_IN_MM)


MOST_KEPT = 1 << 14
"""So many pieces are kept for when the same words come again: a line's own stand in each of its rows."""


@lru_cache(MOST_KEPT)
def run(text: str, style: str = "") -> Word:
    """Words on one line, in a character style where one is named; what steers a reader shows by its number."""
    said = escaped(plain(text))
    if not said:
        return NOTHING
    props = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return Word(f'<w:r>{props}<w:t xml:space="preserve">{said}</w:t></w:r>')


@lru_cache(MOST_KEPT)
def labelled(word: str, text: str) -> Word:
    """A word of ours and what is said to it: `found 25%`."""
    # The blank between stands with the word: one that is alone in its run would be dropped.
    return Word(run(word, "Label").replace("</w:t>", " </w:t>") + run(text)) if text.strip() else NOTHING


def page_number() -> Word:
    """The number of the page and of all pages: the only fields of a document."""
    fields = (f'<w:fldSimple w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>' for name in ("PAGE", "NUMPAGES"))
    between = Word('<w:r><w:t xml:space="preserve"> / </w:t></w:r>')
    return Word(between.join(fields))


TAB = Word("<w:r><w:tab/></w:r>")


@lru_cache(MOST_KEPT)
def paragraph(style: str, *runs: Word, before_page: bool = False) -> Word:
    """A paragraph in a style; `before_page` begins a new page with it."""
    broken = "<w:pageBreakBefore/>" if before_page else ""
    return Word(f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{broken}</w:pPr>{"".join(runs)}</w:p>')


@lru_cache(MOST_KEPT)
def cell(width: int, paragraphs: tuple[Word, ...], fill: str = "") -> Word:
    """A cell of a table, `fill` being its ground; one that holds nothing is there to be written in."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    inside = "".join(each for each in paragraphs if each) or paragraph("Cell")
    return Word(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{inside}</w:tc>')


def row(cells: Iterable[Word], heads: bool = False) -> Word:
    """A row that no page cuts; one of heads stands on every page of its table."""
    repeated = "<w:tblHeader/>" if heads else ""
    return Word(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>")


def table(caption: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Word]) -> Word:
    """A table with its head; the caption is for those who have it read to them."""
    titles = (cell(width, (paragraph("CellHead", run(text)),)) for text, width in zip(heads, widths, strict=True))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    said = escaped(plain(caption)).replace('"', "&quot;")
    props = (
        f'<w:tblPr><w:tblStyle w:val="IssuesList"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
        f' w:noVBand="1"/><w:tblCaption w:val="{said}"/></w:tblPr>'
    )
    return Word(f"<w:tbl>{props}<w:tblGrid>{grid}</w:tblGrid>{row(titles, heads=True)}{''.join(rows)}</w:tbl>")
