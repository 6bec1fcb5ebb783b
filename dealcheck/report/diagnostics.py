"""Diagnostics in full, as a framed excerpt, and in one line."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.report.frame import Mark, frame, margin_of
from dealcheck.report.style import RenderOptions, noted, printable
from dealcheck.source import Place

_PAINTS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def render_diagnostic(found: Diagnostic, options: RenderOptions) -> str:
    """A diagnostic with its excerpt, its notes and its help, ending in a line break."""
    paint = _PAINTS[found.severity]
    head = options.paint(f"{found.severity.value}[{printable(found.code)}]", paint)
    lines = [f"{head}{options.paint(': ' + printable(found.headline), 'bold')}"]
    marks = [] if found.place is None else [Mark(found.place, found.label, primary=True)]
    marks.extend(Mark(label.place, label.text) for label in found.labels)
    margin = margin_of(marks)
    if marks:
        lines.extend(frame(marks, options, paint))
    notes = [("note", note) for note in found.notes]
    if found.help:
        notes.append(("help", found.help))
    if marks and notes:
        lines.append(options.paint(f"{' ' * margin} |", "blue"))
    for label, text in notes:
        lines.extend(noted(label, text, options, margin))
    return "\n".join(lines) + "\n"


def render_diagnostics(found: Sequence[Diagnostic], options: RenderOptions) -> str:
    """Diagnostics in full, a blank line between two."""
    return "\n".join(render_diagnostic(each, options) for each in found)


def concise_diagnostic(found: Diagnostic) -> str:
    """`path:line:column: DC101 error: headline`, on one line."""
    text = f"{found.code} {found.severity.value}: {found.headline}"
    if found.help:
        text = f"{text}; {found.help}"
    return printable(located(found, " ".join(text.split())))


def located(found: Diagnostic, text: str) -> str:
    """The text with the place of a diagnostic before it, where it has one."""
    return at_place(found.place) + text


def at_place(place: Place | None) -> str:
    """`offer.deal:5:10: `, and nothing where there is no place."""
    return "" if place is None else f"{place.source.name}:{place.line}:{place.column}: "
