"""The matrix for spreadsheets: one row for each deal and line."""

from __future__ import annotations

import csv
from io import StringIO

from dealcheck.report.matrix import Matrix, causes_of, places_of
from dealcheck.report.record import waived
from dealcheck.report.style import RenderOptions, printable

COLUMNS = (
    "deal",
    "file",
    "label",
    "as_of",
    "line",
    "party",
    "level",
    "bystander",
    "verdict",
    "waived",
    "readings",
    "causes",
    "where",
)
"""The header. `readings` are those with another verdict; several entries of a cell are divided by `; `."""

FORMULA = ("=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell that a spreadsheet would run as a formula begins with, the wide forms of other scripts among them."""


def render(matrix: Matrix, options: RenderOptions) -> str:
    """CSV in UTF-8 with commas, deal by deal; what a deal's draft does not meet has no row."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for at, column in enumerate(matrix.columns):
        checked = column.deal.checked
        head = (column.name, column.draft.name, checked.label, str(checked.as_of or ""))
        for row in matrix.shown:
            cell = row.cells[at]
            if cell is None:
                continue
            cells = (
                *head,
                row.line.full_name,
                row.line.party,
                row.line.level,
                _yes(cell.bystander),
                cell.verdict.value,
                _yes(waived(cell)),
                "; ".join(f"{name}: {judged.verdict.value}" for name, judged in cell.differing),
                "; ".join(causes_of(cell)),
                "; ".join(places_of(cell)),
            )
            writer.writerow([inert(each) for each in cells])
    return text.getvalue()


def inert(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before one that begins as such."""
    text = printable(text)
    return f"'{text}" if text.startswith(FORMULA) else text


def _yes(said: bool) -> str:
    """`yes` or `no`."""
    return "yes" if said else "no"
