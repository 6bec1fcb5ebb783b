"""The mutants of a line: its text changed in one place, by the operators, each change once."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from dealcheck.model.records import Kind
from dealcheck.source import Place
from dealcheck.syntax import ast
from dealcheck.testing.mutation.edits import Change, Edit, Script, edited
from dealcheck.testing.mutation.operators import Operators
from dealcheck.testing.mutation.windows import activity_changes

ACTIVE = "active"
"""The part of a line that says when it is held."""


@frozen
class Mutant:
    """A line changed in one place.

    `part` is what was changed: `""` for the main sentence, `reading NAME`, or `active`; `text` is the whole line so
    changed. `old` and `new` are the rows of the file that the change touches, blanks at their ends left out.
    """

    operator: str
    part: str
    edits: tuple[Edit, ...]
    place: Place
    text: str
    old: str
    new: str

    @property
    def reading(self) -> str:
        """The reading that was changed, `""` if none was."""
        return self.part.removeprefix("reading ") if self.part.startswith("reading ") else ""


def mutants_of(script: Script, line: ast.Line, kinds: dict[str, Kind]) -> tuple[Mutant, ...]:
    """Every mutant of a line, in the order of the text."""
    operators = Operators(script, kinds)
    parts: list[tuple[str, Iterator[Change]]] = [
        (ACTIVE, activity_changes(script, line)),
        ("", operators.sentence(line.sentence)),
        *((f"reading {reading.name.text}", operators.sentence(reading.sentence)) for reading in line.readings),
    ]
    written = script.text(line.span)
    found: dict[str, Mutant] = {}
    for part, changes in parts:
        for change in changes:
            text = edited(written, change.edits, line.span[0])
            if text != written and text not in found:
                found[text] = _mutant(script, part, change, text)
    return tuple(sorted(found.values(), key=lambda mutant: mutant.place.span))


def _mutant(script: Script, part: str, change: Change, text: str) -> Mutant:
    edits = tuple(sorted(change.edits, key=lambda edit: edit.span))
    place = Place(script.source, _shown(script, edits[0]))
    rows = script.source.text
    first = rows.rfind("\n", 0, edits[0].span[0]) + 1
    last = rows.find("\n", edits[-1].span[1])
    last = len(rows) if last < 0 else last
    old = rows[first:last]
    return Mutant(change.operator, part, edits, place, text, _trimmed(old), _trimmed(edited(old, edits, first)))


def _shown(script: Script, edit: Edit) -> tuple[int, int]:
    """What an edit changes, without the blanks before it."""
    first, last = edit.span
    text = script.text(edit.span)
    return first + len(text) - len(text.lstrip()), max(last, first + 1)


def _trimmed(rows: str) -> str:
    """Rows without what is blank at their ends, empty ones left out, set in as far as the first."""
    kept = [row.rstrip() for row in rows.split("\n") if row.strip()]
    margin = min((len(row) - len(row.lstrip()) for row in kept), default=0)
    return "\n".join(row[margin:] for row in kept)
