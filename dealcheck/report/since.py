"""A comparison with an earlier draft as a part of the record of a check: each change for itself."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.changes.records import ADDED, REMOVED, Changes
from dealcheck.report.changes import Entry, line_entry, sections
from dealcheck.report.record import Change, Since
from dealcheck.report.words import verdict_word

_SORTS = {"deal": "head", "terms": "term", "brackets": "bracket", "outcome": "outcome"}
"""The sort of the changes of each section; lines are told one by one, for not everybody may see all of them."""


def since(file: str, changes: Changes) -> Since:
    """What a deal changes of one of an earlier draft, which stands in that file."""
    return Since(file, changes.old.deal, tuple(_changes(changes)))


def _changes(changes: Changes) -> Iterator[Change]:
    for each in changes.lines:
        name = each.line.full_name
        judged = each.new or each.old
        if each.change in (ADDED, REMOVED) and judged is not None:
            side = "new" if each.change == ADDED else "old"
            said = f"only the {side} draft meets it: {verdict_word(judged)}"
            yield Change("line", f"{each.change} {name}", said, (name,))
        else:
            yield _change("line", line_entry(each, changes), (name,))
    for section in sections(changes):
        if section.title in _SORTS:
            for entry in section.entries:
                yield _change(_SORTS[section.title], entry)
    for note in changes.notes:
        yield Change("note", note, "")
    for name in changes.unknown:
        yield Change("note", f"{name} is unknown under both drafts", "", (name,))


def _change(sort: str, entry: Entry, lines: tuple[str, ...] = ()) -> Change:
    """An entry of the comparison: its title, and all that is said below it in one text."""
    title = f"{entry.sort} {entry.title}" if entry.sort else entry.title
    text = "; ".join(f"{word}: {said}" if word else said for word, said in entry.rows)
    return Change(sort, title, text, lines)
