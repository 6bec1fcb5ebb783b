"""A comparison for the terminal: the head, then what is otherwise, section by section, and a tally."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.changes.records import (
    CLOSED,
    HELD,
    MENDED,
    NEWLY_VIOLATED,
    OPENED,
    TURNED_KNOWN,
    TURNED_UNKNOWN,
    UNWAIVED,
    Changes,
)
from dealcheck.report.changes import (
    DiffResult,
    Entry,
    Section,
    heads,
    nothing_differs,
    sections,
    still_unknown,
    tally,
)
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.full import others_words
from dealcheck.report.style import RenderOptions, pad, printable, text_width, wrap

_PAINTS = {
    NEWLY_VIOLATED: "red",
    UNWAIVED: "red",
    OPENED: "yellow",
    TURNED_UNKNOWN: "yellow",
    MENDED: "green",
    CLOSED: "green",
    TURNED_KNOWN: "green",
    HELD: "green",
    "added": "green",
    "dropped": "red",
}
_GAP = 2
_LEAST = 24
"""Columns that a text gets at least, however narrow the terminal."""


def render(result: DiffResult, options: RenderOptions) -> str:
    """The whole report, ending in a line break."""
    errors = [found for found in result.everything if found.is_error]
    parts = [render_diagnostics(errors, options)] if errors else []
    for changes in result.pairs:
        parts.extend("\n".join(rows) + "\n" for rows in _pair(result, changes, options))
    if not result.pairs:
        parts.append("the drafts were not compared\n")
    elif errors:
        parts.append("not all could be judged: see the errors above\n")
    parts.extend(others_words(len(result.everything) - len(errors), "the drafts themselves"))
    return "\n".join(parts)


def _pair(result: DiffResult, changes: Changes, options: RenderOptions) -> Iterator[list[str]]:
    """The blocks on two deals."""
    yield list(_heads(result, changes, options))
    for section in sections(changes):
        yield [options.paint(section.title, "bold"), *_section(section, options)]
    last = wrap(nothing_differs(result, changes) if changes.is_empty else tally(changes), options.width)
    unknown = still_unknown(changes)
    yield [*last, *(wrap(printable(unknown), options.width) if unknown else [])]


def _heads(result: DiffResult, changes: Changes, options: RenderOptions) -> Iterator[str]:
    rows = heads(result, changes)
    width = max(text_width(word) for word, _ in rows) + _GAP
    for word, text in rows:
        if not word:
            yield from (options.paint(row, "bold") for row in wrap(printable(text), options.width))
        else:
            yield from _hung(pad(f"{word}:", width), width, text, options)


def _section(section: Section, options: RenderOptions) -> Iterator[str]:
    """The entries, their sorts in a column of their own."""
    width = max(text_width(entry.sort) for entry in section.entries)
    margin = 2 + (width + _GAP if width else 0)
    for entry in section.entries:
        sort = pad(entry.sort, width + _GAP) if width else ""
        head = "  " + (options.paint(sort, _PAINTS.get(entry.sort, "cyan")) if sort.strip() else sort)
        yield from _hung(head, margin, entry.title, options, hang=2)
        yield from _rows(entry, margin + 2, options)


def _rows(entry: Entry, margin: int, options: RenderOptions) -> Iterator[str]:
    """What more there is to an entry, words and texts in columns."""
    width = max((text_width(word) for word, _ in entry.rows), default=0)
    width = min(width, max(options.width // 3, 12))
    for word, text in entry.rows:
        blank = " " * margin
        if not word:
            yield from _hung(blank, margin, text, options, hang=2)
            continue
        label = pad(word, width + _GAP) if text_width(word) <= width else word + " " * _GAP
        yield from _hung(blank + options.paint(label, "cyan"), margin + text_width(label), text, options)


def _hung(head: str, margin: int, text: str, options: RenderOptions, hang: int = 0) -> Iterator[str]:
    """A text after a head that takes `margin` columns, wrapped below its own beginning and `hang` columns in."""
    rows = wrap(printable(text), max(options.width - margin - hang, _LEAST))
    yield f"{head}{rows[0]}"
    yield from (f"{' ' * (margin + hang)}{row}" for row in rows[1:])
