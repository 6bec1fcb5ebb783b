"""What is wrong with the texts, or to be known of them: errors, warnings and notes, each at its place."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.report.page.markup import Html, joined, rows, said, tag, text
from dealcheck.report.page.texts import excerpt

_MARKS = {Severity.ERROR: ("x", "!"), Severity.WARNING: ("o", "!"), Severity.NOTE: ("n", "i")}


def render_diagnostics(found: Sequence[Diagnostic]) -> Html:
    """The diagnostics, errors first."""
    order = list(Severity)
    return rows(_diagnostic(each) for each in sorted(found, key=lambda each: order.index(each.severity)))


def _diagnostic(found: Diagnostic) -> Html:
    name, sign = _MARKS[found.severity]
    mark = tag(
        "span",
        tag("i", text(sign), aria_hidden="true"),
        text(f" {found.severity.value} {found.code}"),
        class_=f"v {name}",
    )
    parts = [tag("p", mark, text(" "), tag("b", said(found.headline)))]
    if found.place is not None:
        parts.append(excerpt(found.place, [found.place], said(found.label)))
    parts.extend(excerpt(label.place, [label.place], said(label.text)) for label in found.labels)
    parts.extend(tag("p", said(note), class_="note") for note in found.notes)
    if found.help:
        parts.append(tag("p", joined([text("help: "), said(found.help)]), class_="note"))
    return tag("div", rows(parts), class_="diagnostic")


def count_words(found: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    counts = [(sum(each.severity is severity for each in found), severity.value) for severity in Severity]
    return ", ".join(f"{count} {word}" if count == 1 else f"{count} {word}s" for count, word in counts if count)
