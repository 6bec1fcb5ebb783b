"""The table of deals: how many of its parties' lines each violates and meets, and which red lines it violates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.matrix import Column, columns_of
from dealcheck.report.record import Result, waived
from dealcheck.report.style import RenderOptions, clip, pad, printable, text_width, wrap
from dealcheck.report.summary import ORDER

SIGNS = {Verdict.VIOLATED: "x", Verdict.OPEN: "~", Verdict.UNKNOWN: "?", Verdict.MET: "+", Verdict.INACTIVE: "-"}
"""One letter for each verdict, where there is no room for the word."""

SIGNS_IN_WORDS = ", ".join(f"{SIGNS[verdict]} {verdict.value}" for verdict in ORDER)
"""What the signs mean."""

_PAINTS = {Verdict.VIOLATED: "red", Verdict.OPEN: "yellow", Verdict.UNKNOWN: "yellow", Verdict.MET: "green"}
_GAP = 2
_INDENT = 4
_NAME = 16
"""Columns that the name of a deal gets at least."""
_PARTIES = 10
"""Columns that the names of its parties get at least."""
_LABEL = 26
"""Columns that the labels of deals get before those of many parties do."""


def counted(lines: Iterable[LineVerdict], verdict: Verdict) -> int:
    """How many of the lines have a verdict."""
    return sum(line.verdict is verdict for line in lines)


def render_overview(result: Result, options: RenderOptions) -> str:
    """All deals of a check, each with its file and the red lines that it violates, and a sentence on them all."""
    columns = columns_of(result)
    head, *rows = _table(columns, options, words=True)
    signs = not head.endswith(ORDER[-1].value)
    lines = [options.paint(head, "bold")]
    for column, row in zip(columns, rows, strict=True):
        lines.append(row)
        lines.extend(_indented(f"{column.draft.name}: {violated_words(column)}", options))
    lines.append("")
    lines.extend(wrap(sentence(columns), options.width))
    if signs:
        lines.extend(wrap(SIGNS_IN_WORDS, options.width))
    return "\n".join(lines) + "\n"


def render_legend(columns: Sequence[Column], options: RenderOptions) -> list[str]:
    """The deals under the numbers that the matrix calls them by, with their dates, counts and labels."""
    head, *rows = _table(columns, options, words=False)
    return [options.paint(head, "bold"), *rows]


def _table(columns: Sequence[Column], options: RenderOptions, words: bool) -> list[str]:
    """The head and a row for each deal: its name, its parties, its counts.

    Without `words` the counts stand under signs, with the deal's number before them and its date and label beside.
    """
    texts = [["" if words else "#", "deal", "" if words else "as of", "parties"]]
    for column in columns:
        number, day = ("", "") if words else (str(column.number), str(column.deal.checked.as_of or ""))
        texts.append([printable(text) for text in (number, column.name, day, ", ".join(column.parties))])
    natural = [max(text_width(text[at]) for text in texts) for at in range(4)]
    heads = [verdict.value for verdict in ORDER]
    counts = _widths(heads, columns)
    widths, spare = _fitted(natural, counts, options.width, 0)
    if not words or spare < 0:
        heads = [SIGNS[verdict] for verdict in ORDER]
        counts = _widths(heads, columns)
        widths, spare = _fitted(natural, counts, options.width, 0 if words else _LABEL)
    for at in (3, 2):  # In the narrowest of windows the names of the deals and the counts remain.
        if spare < 0 and widths[at]:
            spare += widths[at] + _GAP
            widths[at] = 0
    labels = ["" if words else printable(column.deal.checked.label) for column in columns]
    lines = []
    for at, text in enumerate(texts):
        cells = [text[0].rjust(widths[0]), *text[1:]]
        left = [pad(clip(cell, width), width) for cell, width in zip(cells, widths, strict=True) if width]
        right = _counts(columns[at - 1], counts, options) if at else map(str.rjust, heads, counts)
        beside = labels[at - 1] if at else "" if words else "label"
        beside = clip(beside, spare - _GAP) if spare - _GAP >= _NAME else ""
        lines.append((" " * _GAP).join([*left, *right, beside]).rstrip())
    return lines


def _fitted(natural: Sequence[int], counts: Sequence[int], width: int, label: int) -> tuple[list[int], int]:
    """The widths of the columns before the counts, and the columns that are left beside the table.

    Where they are fewer than those of the label, the names of many parties are cut, and those of the deals where the
    table would not fit at all.
    """
    widths = list(natural)
    spare = width - sum(each + _GAP for each in (*widths, *counts) if each) + _GAP
    if spare + max(widths[3] - _PARTIES, 0) < label:
        label = 0  # There is no room for labels, whatever is cut.
    for at, room, least in ((3, label, _PARTIES), (1, 0, _NAME)):
        if spare < room:
            less = min(max(widths[at] - least, 0), room - spare)
            widths[at] -= less
            spare += less
    return widths, spare


def _widths(heads: Sequence[str], columns: Sequence[Column]) -> list[int]:
    """The widths of the counts."""
    return [
        max(len(head), *(len(str(counted(column.own, verdict))) for column in columns))
        for head, verdict in zip(heads, ORDER, strict=True)
    ]


def _counts(column: Column, widths: Sequence[int], options: RenderOptions) -> list[str]:
    """The counts of a deal, nought as a dot."""
    cells = []
    for verdict, width in zip(ORDER, widths, strict=True):
        count = counted(column.own, verdict)
        text = str(count) if count else "."
        cells.append(" " * (width - len(text)) + options.paint(text, _PAINTS.get(verdict, "dim") if count else "dim"))
    return cells


def violated_words(column: Column) -> str:
    """The red lines of its parties that a deal violates, and how many of bystanders' it does."""
    if not column.judged:
        return "not judged, its texts have errors"
    names = [line.line.full_name + (" (waived)" if waived(line) else "") for line in broken(column.own)]
    said = f"violates {', '.join(names)}" if names else "violates no red line of its parties"
    others = len(broken(column.others))
    noun = "red line" if others == 1 else "red lines"
    return f"{said}; and {others} {noun} of bystanders" if others else said


def broken(lines: Iterable[LineVerdict]) -> list[LineVerdict]:
    """The red lines among the lines that are violated."""
    return [line for line in lines if line.line.level == "red line" and line.verdict is Verdict.VIOLATED]


def _indented(text: str, options: RenderOptions) -> list[str]:
    """The text under its row."""
    return [
        options.paint(" " * _INDENT + row, "dim") for row in wrap(printable(text), max(options.width - _INDENT, 20))
    ]


_ENDS = {
    "violating": ("violates a red line of its parties", "violate red lines of their parties"),
    "undecided": ("violates none, but leaves some open or unknown", "violate none, but leave some open or unknown"),
    "clean": ("violates none", "violate none"),
    "unjudged": ("is not judged", "are not judged"),
}
"""What is said of one deal and of several."""


def sentence(columns: Sequence[Column]) -> str:
    """`14 deals: 11 violate red lines of their parties, 2 violate none, but leave some open or unknown, ...`."""
    ends = [_end(column) for column in columns]
    said = [
        f"{ends.count(end)} {one if ends.count(end) == 1 else many}"
        for end, (one, many) in _ENDS.items()
        if end in ends
    ]
    return f"{len(columns)} {'deal' if len(columns) == 1 else 'deals'}: {'; '.join(said)}"


def _end(column: Column) -> str:
    """Which of `_ENDS` a deal comes to; what is waived counts as what its parties accept."""
    if not column.judged:
        return "unjudged"
    red = [line.verdict for line in column.own if line.line.level == "red line" and not waived(line)]
    if Verdict.VIOLATED in red:
        return "violating"
    return "undecided" if Verdict.OPEN in red or Verdict.UNKNOWN in red else "clean"
