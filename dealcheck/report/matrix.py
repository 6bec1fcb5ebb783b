"""Deals against lines: the result of a check with a column for each deal and a row for each line."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import LineRecord
from dealcheck.report.record import DealReport, DraftReport, Result
from dealcheck.report.words import cause_words, unique

LEVELS = ("red line", "concern", "wish")
"""The levels of lines, the gravest first."""


@frozen
class Column:
    """A deal with its number, from 1 in the order of the files."""

    number: int
    draft: DraftReport
    deal: DealReport

    @property
    def name(self) -> str:
        """The deal's name; the file's where errors leave no deal."""
        return self.deal.checked.deal or self.draft.name

    @property
    def judged(self) -> bool:
        """Whether the deal could be judged; with errors in its texts every line is unknown."""
        return self.deal.checked.as_of is not None

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties to the deal."""
        return self.deal.head.parties if self.deal.head else ()

    @property
    def own(self) -> list[LineVerdict]:
        """The lines of the deal's parties."""
        return [line for line in self.deal.checked.lines if not line.bystander]

    @property
    def others(self) -> list[LineVerdict]:
        """The lines of bystanders."""
        return [line for line in self.deal.checked.lines if line.bystander]


@frozen
class Row:
    """A line and its verdict under each deal, None where it is not among the lines that the draft meets.

    `name` is the line's name; where two files declare one, with the file.
    """

    name: str
    line: LineRecord
    cells: tuple[LineVerdict | None, ...]

    @property
    def judged(self) -> Iterator[LineVerdict]:
        """The verdicts that there are."""
        return (cell for cell in self.cells if cell is not None)


@frozen
class Matrix:
    """Every deal and every line of a result: rows by party and level, then in the order of the policy's text.

    `verdicts` is the filter that was set; `shown` are the rows that it lets through.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...]
    verdicts: tuple[Verdict, ...] = ()

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows with a verdict of the filter under some deal; all of them without a filter."""
        if not self.verdicts:
            return self.rows
        return tuple(row for row in self.rows if any(cell.verdict in self.verdicts for cell in row.judged))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps something from being judged."""
        return tuple(found for found in self.diagnostics if found.is_error)


def columns_of(result: Result) -> tuple[Column, ...]:
    """The deals of a result, numbered."""
    deals = ((draft, deal) for draft in result.drafts for deal in draft.deals)
    return tuple(Column(number, draft, deal) for number, (draft, deal) in enumerate(deals, 1))


def matrix_of(result: Result, verdicts: tuple[Verdict, ...] = ()) -> Matrix:
    """The matrix of a result."""
    columns = columns_of(result)
    found: dict[tuple[str, str], dict[int, LineVerdict]] = {}
    for column in columns:
        for judged in column.deal.checked.lines:
            key = (judged.line.full_name, judged.line.place.source.name)
            found.setdefault(key, {})[column.number] = judged
    files: dict[str, set[str]] = {}
    for name, file in found:
        files.setdefault(name, set()).add(file)
    rows = [
        Row(
            name if len(files[name]) == 1 else f"{name} ({file})",
            next(iter(cells.values())).line,
            tuple(cells.get(column.number) for column in columns),
        )
        for (name, file), cells in found.items()
    ]
    rows.sort(key=_order)
    return Matrix(columns, tuple(rows), result.everything, verdicts)


def _order(row: Row) -> tuple[str, int, str, tuple[int, int]]:
    """By party and level, then as the policy's text has them."""
    place = row.line.place
    return row.line.party, LEVELS.index(row.line.level), place.source.name, place.span


def causes_of(cell: LineVerdict) -> list[str]:
    """The terms that a verdict comes from, and `silence`, each once."""
    return unique(cause_words(cause) for finding in cell.judgement.findings for cause in finding.causes)


def places_of(cell: LineVerdict) -> list[str]:
    """The goods, topics or parties that a verdict is about, each once."""
    return unique(finding.where.full for finding in cell.judgement.findings if finding.where.full)
