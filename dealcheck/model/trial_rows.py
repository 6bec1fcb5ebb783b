"""The tables of a test: for each row the test with other values in its deal and beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from attrs import define, evolve, field, frozen

from dealcheck.model.facts import fact_of
from dealcheck.model.moments import DEAL_DATES
from dealcheck.model.problems import listed, meant
from dealcheck.model.types import sort_of
from dealcheck.syntax import ast
from dealcheck.values import describe

if TYPE_CHECKING:
    from dealcheck.model.names import Here
    from dealcheck.model.records import DealRecord, FactRecord

SILENCE = "silence"
"""The cause where no term is, and a cell that leaves its value unsaid."""
AS_OF = "as_of"


@define(eq=False)
class Copy:
    """A test as a row has it: its draft, the deal that this is or names, and what else the test says."""

    draft: ast.Deal | ast.NamedDeal
    base: ast.Deal
    items: list[ast.Node]
    facts: list[FactRecord] = field(factory=list)
    """Those of the row."""
    changed: bool = False
    """Whether `base` is no longer as it is written."""


@frozen(eq=False)
class Row:
    """A row of a table, and the test as it has it; None after an error."""

    node: ast.TestRow
    copy: Copy | None
    expected: tuple[ast.Expect, ...]


Cell: TypeAlias = "ast.Stage | ast.Linear | None"
"""What a row says in a column; None is silence."""
Change: TypeAlias = Callable[[Copy, Cell], None]


def rows_of(here: Here, test: ast.Test, deal: DealRecord | None) -> Iterator[Row]:
    """The rows of all tables of a test in their order; `deal` is its draft as written, None after an error."""
    for table in test.items:
        if isinstance(table, ast.TestTable):
            errors = here.problems.errors
            reader = _Columns(here, test, deal)
            changes = [reader.change_of(column) for column in table.columns]
            reader.each_once(table)
            sound = deal is not None and here.problems.errors == errors
            for node in table.rows:
                yield _row(here, reader, table, node, changes if sound else None)


def _row(
    here: Here, reader: _Columns, table: ast.TestTable, node: ast.TestRow, changes: Sequence[Change | None] | None
) -> Row:
    """A row, its cells put in place of what the columns name."""
    errors = here.problems.errors
    _counted(here, node, node.cells, len(table.columns), "value")
    _counted(here, node, node.outcomes, len(table.lines), "outcome")
    copy = None if changes is None or here.problems.errors > errors else reader.copy()
    if copy is not None and changes is not None:
        for change, cell in zip(changes, node.cells, strict=True):
            if change is not None:
                change(copy, None if _is_silence(cell) else cell)
    pairs = zip(table.lines, node.outcomes, strict=False)
    expected = tuple([ast.Expect(each.span, line, each.outcome, each.readings) for line, each in pairs])
    return Row(node, copy if here.problems.errors == errors else None, expected)


def _counted(here: Here, row: ast.TestRow, parts: Sequence[ast.Node], wanted: int, noun: str) -> None:
    """Say that a row has too few or too many of something."""
    if len(parts) != wanted:
        head = "column" if noun == "value" else "line"
        odd = parts[wanted] if len(parts) > wanted else parts[-1]
        here.problems.error(
            "DC230",
            f"the row has {_number(len(parts), noun)} for {_number(wanted, head)}",
            here.place(odd),
            "too many" if len(parts) > wanted else "the last one",
            f"write a {noun} for each {head}, with commas between them"
            + ("; `silence` leaves a value unsaid" if noun == "value" else ""),
        )


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _is_silence(cell: ast.Stage | ast.Linear) -> bool:
    """Whether a cell leaves its value unsaid."""
    if isinstance(cell, ast.Linear) or cell.since is not None or not isinstance(cell.value, ast.Reference):
        return False
    return cell.value.name.text == SILENCE and cell.value.kind is None and not cell.value.keys


class _Columns:
    """What the columns of a test's tables may name."""

    def __init__(self, here: Here, test: ast.Test, deal: DealRecord | None) -> None:
        self.here = here
        self.deal = deal
        self.test = test
        self.draft = next((each for each in test.items if isinstance(each, ast.Deal | ast.NamedDeal)), None)
        declared = here.find("text", self.draft.name) if isinstance(self.draft, ast.NamedDeal) else None
        self.elsewhere = declared is not None and declared.unit.index != here.unit.index
        node = declared.node if declared is not None else self.draft
        self.base = node if isinstance(node, ast.Deal) else None

    def copy(self) -> Copy | None:
        """The test less its tables and expectations, for a row to change."""
        if self.draft is None or self.base is None:
            return None
        others = (each for each in self.test.items if not isinstance(each, ast.TestTable | ast.Expect))
        return Copy(self.draft, self.base, [each for each in others if each is not self.draft])

    def each_once(self, table: ast.TestTable) -> None:
        """Say that two columns, or two lines, of a table are the same."""
        columns = [(each.name.text, each.field.text if each.field else "") for each in table.columns]
        lines = [(each.party.text, each.line.text) for each in table.lines]
        nodes: list[ast.Node] = [*table.columns, *table.lines]
        known: set[tuple[object, ...]] = set()
        for node, name in zip(nodes, [*(("column", *each) for each in columns), *lines], strict=True):
            if name in known:
                self.here.problems.error(
                    "DC218", "the table has this twice", self.here.place(node), "here again", "leave one of them out"
                )
            known.add(name)

    # ---- Columns -------------------------------------------------------------------------------------------------

    def change_of(self, column: ast.TestColumn) -> Change | None:
        """What a cell of a column does to a test; None after an error, or where the draft has one."""
        name = column.name.text
        if column.field is not None:
            return self._field(column, column.field)
        if name in DEAL_DATES:
            return self._deal_date(column) if self._is_here(column) else None
        if name == AS_OF:
            return self._as_of
        if self.here.find("fact", column.name) is not None:
            return self._fact(column)
        events = {event.name for event in self.deal.text.events} if self.deal is not None else set[str]()
        if name in self.here.events | events or self.here.find("event", column.name) is not None:
            return self._event(column)
        terms = [f"{term.name.text}.{each.name.text}" for term in self._terms() for each in _fields(term)]
        known = (*terms, *events, *self.here.names.seen("fact", self.here.unit), *DEAL_DATES, AS_OF)
        self._misfit(
            column,
            f"`{name}` is no value that the test can change",
            "no date, fact or event",
            meant(name, known, f"name one of {listed([*dict.fromkeys(terms), 'effective', AS_OF])}"),
        )
        return None

    def _field(self, column: ast.TestColumn, field_name: ast.Name) -> Change | None:
        """A column `cars.rate`: the field, wherever the term sets it."""
        term_name = column.name.text
        terms = self._terms()
        term = next((each for each in terms if each.name.text == term_name), None)
        if term is None:
            names = [each.name.text for each in terms]
            self.here.problems.error(
                "DC212",
                f"the draft has no term `{term_name}`",
                self.here.place(column.name),
                "not a term of it",
                meant(term_name, names, f"name one of {listed(names)}" if names else "the draft has no terms"),
            )
            return None
        known = dict.fromkeys(each.name.text for each in _fields(term))
        if field_name.text not in known:
            self._misfit(
                column,
                f"the term `{term_name}` sets no `{field_name.text}`",
                "not a field that it sets",
                meant(field_name.text, known, f"name one of {listed(known)}" if known else "it sets no field"),
            )
            return None
        own = isinstance(self.draft, ast.NamedDeal) and term in self.draft.terms
        if not own and not self._is_here(column):
            return None

        def change(copy: Copy, cell: Cell) -> None:
            if own and isinstance(copy.draft, ast.NamedDeal):
                terms = _changed(copy.draft.terms, term_name, field_name.text, cell)
                copy.draft = evolve(copy.draft, terms=terms)
            else:
                items = _changed(copy.base.items, term_name, field_name.text, cell)
                copy.base = evolve(copy.base, items=items)
                copy.changed = True

        return change

    def _deal_date(self, column: ast.TestColumn) -> Change:
        """A column `effective`: a date of the deal."""
        word = column.name.text

        def change(copy: Copy, cell: Cell) -> None:
            items = [each for each in copy.base.items if not (isinstance(each, ast.DealDate) and each.word == word)]
            if cell is not None:
                value = cell.value if isinstance(cell, ast.Stage) and cell.since is None else None
                moment = value if isinstance(value, ast.Bracket) else self._date(cell)
                if moment is None:
                    return
                items.append(ast.DealDate(cell.span, word, moment))
            copy.base = evolve(copy.base, items=tuple(items))
            copy.changed = True

        return change

    def _as_of(self, copy: Copy, cell: Cell) -> None:
        """A column `as_of`."""
        copy.items = [each for each in copy.items if not isinstance(each, ast.AsOf)]
        day = None if cell is None else self._date(cell)
        if cell is not None and day is not None:
            copy.items.append(ast.AsOf(cell.span, day))

    def _fact(self, column: ast.TestColumn) -> Change:
        """A column with the name of a fact."""
        name = column.name

        def change(copy: Copy, cell: Cell) -> None:
            copy.items = [each for each in copy.items if not (isinstance(each, ast.Fact) and _named(each, name))]
            value = None if cell is None else self._value(cell)
            if cell is not None and value is not None:
                record = fact_of(self.here, ast.Fact(cell.span, name, None, None, value, None))
                if record is not None and self._is_like(record, value):
                    copy.facts.append(record)

        return change

    def _event(self, column: ast.TestColumn) -> Change:
        """A column with the name of an event: the day on which it happens."""
        name = column.name

        def change(copy: Copy, cell: Cell) -> None:
            copy.items = [each for each in copy.items if not (isinstance(each, ast.Event) and _named(each, name))]
            day = None if cell is None else self._date(cell)
            if cell is not None and day is not None:
                copy.items.append(ast.Event(cell.span, name, None, day))

        return change

    # ---- Their parts ---------------------------------------------------------------------------------------------

    def _terms(self) -> list[ast.Term]:
        """The terms of the draft, those of the test first."""
        own = self.draft.terms if isinstance(self.draft, ast.NamedDeal) else ()
        declared = self.base.items if self.base is not None else ()
        return [*own, *(each for each in declared if isinstance(each, ast.Term))]

    def _is_here(self, column: ast.TestColumn) -> bool:
        """Whether the deal stands in the file of the test, so that a row can change it; an error if not."""
        if self.elsewhere:
            self._misfit(
                column,
                "the deal stands in another file, so a row cannot change it",
                "not in this file",
                "write the deal here, or the term behind `with`",
            )
        return not self.elsewhere

    def _value(self, cell: ast.Stage | ast.Linear) -> ast.Expression | None:
        """The lone value of a cell; None after an error."""
        if isinstance(cell, ast.Stage) and cell.since is None:
            return cell.value
        self._misfit(cell, "the cell is no single value", "a value that changes", "write one value")
        return None

    def _is_like(self, record: FactRecord, value: ast.Expression) -> bool:
        """Whether a fact is of the sort of which it is declared; an error if not."""
        first = self.here.words.facts.get(record.name)
        if first is None or sort_of(first) == sort_of(record.value):
            return True
        self.here.problems.error(
            "DC314",
            f"the fact `{record.name}` is given values of two sorts",
            self.here.place(value),
            f"this is {describe(record.value)}",
            f"give {describe(first)}, as where it was first declared",
        )
        return False

    def _date(self, cell: ast.Stage | ast.Linear) -> ast.DateMoment | None:
        """The date of a cell; None after an error."""
        value = self._value(cell)
        if value is None or isinstance(value, ast.DateValue):
            return None if value is None else ast.DateMoment(value.span, value.text)
        self._misfit(cell, "the cell is no date", "not a date", "write a day such as 2025-08-01")
        return None

    def _misfit(self, node: ast.Node, headline: str, label: str, advice: str) -> None:
        self.here.problems.error("DC230", headline, self.here.place(node), label, advice)


def _named(node: ast.Fact | ast.Event, name: ast.Name) -> bool:
    return node.name.text == name.text


def _fields(term: ast.Term) -> Iterator[ast.FieldValue]:
    """The fields that a term sets."""
    for measure in term.measures:
        yield from measure.fields


N = TypeVar("N", bound=ast.Node)


def _changed(items: Sequence[N], term: str, name: str, cell: Cell) -> tuple[N, ...]:
    """The items with a field of a term set by a cell. Silence leaves out the field, and what then says nothing."""
    found: list[N] = []
    for item in items:
        if not (isinstance(item, ast.Term) and item.name.text == term):
            found.append(item)
            continue
        measures = []
        for measure in item.measures:
            kept = [each for each in (_set(field, name, cell) for field in measure.fields) if each is not None]
            if kept or not measure.fields or measure.table is not None:
                measures.append(evolve(measure, fields=tuple(kept)))
        if measures:
            found.append(evolve(item, measures=tuple(measures)))
    return tuple(found)


def _set(field: ast.FieldValue, name: str, cell: Cell) -> ast.FieldValue | None:
    """A field as a cell of its column has it; None where that is silent."""
    if field.name.text != name:
        return field
    return None if cell is None else evolve(field, span=cell.span, stages=(cell,))
