"""A Word document as a file: its page, its styles, its properties, and the same bytes for the same contents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Open
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from dealcheck.report.docx_markup import NAMESPACE, Word
from dealcheck.report.issues import plain

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 297, 210, 15
"""Millimetres of a page on its side."""

LANGUAGE = "en-GB"

NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)
"""Stands for the days on which a file was made and changed, of which a document made from the same texts tells
nothing; the first that an archive can hold."""

_FONT = "Calibri"
_DARK = RGBColor(0x1F, 0x2A, 0x44)

_PARAGRAPHS = (
    # name, that it is based on, points, bold, points after
    ("Lead", "Normal", 12, True, 8),
    ("Facts", "Normal", 10, False, 1),
    ("Cell", "Normal", 8.5, False, 1),
    ("CellSmall", "Normal", 7.5, False, 1),
    ("CellHead", "Normal", 8.5, True, 1),
)

_TABLE_STYLE = f"""\
<w:style xmlns:w="{NAMESPACE}" w:type="table" w:customStyle="1" w:styleId="IssuesList">
<w:name w:val="Issues List"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="8" w:space="0" w:color="1F2A44"/><w:left w:val="nil"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1F2A44"/><w:right w:val="nil"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>
<w:insideV w:val="single" w:sz="4" w:space="0" w:color="D9D9D9"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>
<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="E4E8F0"/></w:tcPr></w:tblStylePr>
</w:style>"""


def document_file(title: str, body: Sequence[Word], footer: Sequence[Word]) -> bytes:
    """A document of these paragraphs and tables, with a line at the foot of every page."""
    document = Document()
    _lay_out(document)
    _style(document)
    _describe(document, title)
    _forget(document)
    section = document.sections[0]
    foot = section.footer.paragraphs[0]
    if isinstance(foot.style, ParagraphStyle):
        foot.style.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(PAGE_WIDTH - 2 * MARGIN), WD_TAB_ALIGNMENT.RIGHT)
    for element in parse_xml(f'<w:p xmlns:w="{NAMESPACE}">{"".join(footer)}</w:p>'):
        foot._p.append(element)
    return _packed(document, "".join(body))


def _lay_out(document: Open) -> None:
    """A4 on its side."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.header_distance = section.footer_distance = Mm(8)


def _style(document: Open) -> None:
    """The styles that the document has use of; the template's many table styles go."""
    styles = document.styles
    for element in list(styles.element):
        if element.get(qn("w:type")) == "table" and element.get(qn("w:styleId")) != "TableNormal":
            styles.element.remove(element)
    for element in styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)
    for element in document.settings.element.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), LANGUAGE)
    for name, points, after in (("Normal", 10, 4), ("Title", 20, 6), ("Heading 1", 16, 4), ("Heading 2", 12, 4)):
        style = styles[name]
        if not isinstance(style, ParagraphStyle):
            raise TypeError(name)
        _set(style, points, name != "Normal", after)
        if name != "Normal":
            style.font.color.rgb = _DARK
    for name, based_on, each, bold, after in _PARAGRAPHS:
        added = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if not isinstance(added, ParagraphStyle):
            raise TypeError(name)
        added.base_style = styles[based_on]
        _set(added, each, bold, after)
        added.paragraph_format.space_before = Pt(6 if name == "Lead" else 0)
    for name, bold, color in (("Named", True, None), ("Label", False, RGBColor(0x59, 0x59, 0x59))):
        character = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        if not isinstance(character, CharacterStyle):
            raise TypeError(name)
        character.font.bold = bold or None
        character.font.color.rgb = color
    code = styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    if isinstance(code, CharacterStyle):
        code.font.name = "Consolas"
    styles.element.append(parse_xml(_TABLE_STYLE))


def _set(style: ParagraphStyle, points: float, bold: bool, after: float) -> None:
    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [each for each in fonts.attrib if "Theme" in each]:
        del fonts.attrib[name]
    style.font.size = Pt(points)
    style.font.bold = bold
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = 1.0


def _describe(document: Open, title: str) -> None:
    """The properties: what it is, in which language; nobody's name, and no day."""
    properties = document.core_properties
    properties.title = plain(title)[:255]
    properties.subject = "Issues list"
    properties.language = LANGUAGE
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = NO_DAY
    properties.revision = 1


def _forget(document: Open) -> None:
    """Take out what the template tells of the program and the page that it was made with."""
    for rels, kinds in (
        (document.part.package.rels, (RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, f"{_META}/thumbnail")),
        (document.part.rels, (RELATIONSHIP_TYPE.CUSTOM_XML, f"{_MICROSOFT}/stylesWithEffects")),
    ):
        for key in [key for key, each in rels.items() if each.reltype in kinds]:
            del rels[key]


_META = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_MICROSOFT = "http://schemas.microsoft.com/office/2007/relationships"


_BODY = "word/document.xml"
_END = b"<w:sectPr"
"""What stands behind the last paragraph of a document: its page."""


def _packed(document: Open, body: str) -> bytes:
    """The file with its contents, every part of it of the same day.

    The contents go in as text: as elements they would have to be moved one by one from one tree into another, which
    takes a time that grows with the square of their number.
    """
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as before, ZipFile(packed, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = ZipInfo(name, NO_DAY.timetuple()[:6])
            part.compress_type = ZIP_DEFLATED
            part.create_system = 0
            raw = before.read(name)
            whole = raw.replace(_END, body.encode() + _END, 1) if name == _BODY else raw
            # Rows are so much alike that more effort makes the file a little smaller in twice the time.
            after.writestr(part, whole, compresslevel=2)
    return packed.getvalue()
