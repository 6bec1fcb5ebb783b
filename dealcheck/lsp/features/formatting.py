"""A document, or a part of it, in the one layout."""

from __future__ import annotations

from lsprotocol import types

from dealcheck import api
from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.edits import gap_edits, line_edits, text_edits


def formatting(analysis: Analysis) -> list[types.TextEdit]:
    """What lays the text out; nothing where it has syntax errors."""
    before, after = analysis.source.whole, _laid_out(analysis)
    edits = gap_edits(before, after)
    return text_edits(analysis, line_edits(before, after) if edits is None else edits)


def range_formatting(analysis: Analysis, range_: types.Range) -> list[types.TextEdit]:
    """What lays the lines of a range out as they stand in the whole text."""
    before = analysis.source.whole
    edits = gap_edits(before, _laid_out(analysis))
    if edits is None:  # A page whose lines differ in more than blanks: no part of that can be had alone.
        return []
    start, end = analysis.positions.span(range_)
    start = before.rfind("\n", 0, start)
    if end > 0 and before[end - 1] == "\n" and end > start + 1:
        end -= 1  # A range that ends at the start of a line has nothing of that line.
    stop = before.find("\n", end)
    stop = len(before) if stop < 0 else stop + 1
    return text_edits(analysis, [each for each in edits if max(start, 0) <= each[0][0] and each[0][1] <= stop])


def _laid_out(analysis: Analysis) -> str:
    """The text in the one layout, with the line ends that the document has throughout: those are the editor's."""
    after, before = api.format_text(analysis.source).text, analysis.source.whole
    ends = before.count("\n")
    return after.replace("\n", "\r\n") if ends and before.count("\r\n") == ends and "\r" not in after else after
