"""The matrix for a page in Markdown: a table of the deals, a table of lines against deals."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.matrix import Column, Matrix, Row
from dealcheck.report.overview import counted
from dealcheck.report.record import waived
from dealcheck.report.style import RenderOptions, printable
from dealcheck.report.summary import ORDER

_MARKUP = re.compile(r"[\\`*\[\]<>|~&$!#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|^[-+=]|(?<=^\d)[.)]")
"""What Markdown or HTML might read as markup; an underscore inside a word is none."""


def render(matrix: Matrix, options: RenderOptions, transpose: bool = False) -> str:
    """Two tables: the deals with their counts, and the verdicts, lines down and deals across unless transposed."""
    deals = table(
        ["#", "deal", "label", "file", "as of", "parties", *(verdict.value for verdict in ORDER)],
        ([escaped(cell) for cell in _deal(column)] for column in matrix.columns),
    )
    names = [escaped(f"{column.number} {column.name}") for column in matrix.columns]
    rows = matrix.shown
    if transpose:
        heads = ["deal", *(escaped(row.name) for row in rows)]
        verdicts = table(heads, ([name, *(_cell(row.cells[at]) for row in rows)] for at, name in enumerate(names)))
    else:
        verdicts = table(
            ["line", "level", "label", *names], ([*_line(row), *(_cell(cell) for cell in row.cells)] for row in rows)
        )
    key = (
        "In parentheses: lines of parties that are not at the table. A dash: not among the lines that the draft meets."
    )
    return "\n".join([*deals, "", *verdicts, "", key]) + "\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """The rows of a pipe table."""
    heads = list(heads)
    return [_row(heads), _row("---" for _ in heads), *map(_row, rows)]


def _row(cells: Iterable[str]) -> str:
    """One row."""
    return f"| {' | '.join(cells)} |"


def _deal(column: Column) -> list[str]:
    """The cells of a deal."""
    checked = column.deal.checked
    return [
        str(column.number),
        column.name,
        checked.label,
        column.draft.name,
        str(checked.as_of or ""),
        ", ".join(column.parties),
        *(str(counted(column.own, verdict)) for verdict in ORDER),
    ]


def _line(row: Row) -> list[str]:
    """The cells before a line's verdicts."""
    return [escaped(row.name), row.line.level, escaped(row.line.label)]


def _cell(cell: LineVerdict | None) -> str:
    """`**violated**`, `(met)`, `open, waived`."""
    if cell is None:
        return "\u2013"
    said = f"**{cell.verdict.value}**" if cell.verdict is Verdict.VIOLATED else cell.verdict.value
    said += ", waived" if waived(cell) else ""
    return f"({said})" if cell.bystander else said


def escaped(text: str) -> str:
    """The text as plain words of a table's cell: nothing in it is markup, and it stands on one line."""
    plain = " ".join(printable(text).split())
    return _MARKUP.sub(lambda match: f"\\{match.group()}", plain)
