"""What is otherwise than in an earlier draft."""

from __future__ import annotations

from dealcheck.report.page.markup import NONE, Html, joined, rows, said, tag, text
from dealcheck.report.page.view import DealView
from dealcheck.report.record import CHANGES, Change

_TITLES = {
    "line": "Lines",
    "term": "Terms",
    "bracket": "Brackets and other choices",
    "head": "The deal's own dates and parties",
    "outcome": "What holds in the end",
    "note": "To be known of this comparison",
}


def render_changes(view: DealView) -> Html:
    """The changes by what they are of."""
    since = view.deal.since
    if since is None:
        return NONE
    first = tag("p", text("Compared with "), said(since.deal), text(" in "), said(since.file), text("."), class_="note")
    if not since.changes:
        return view.section("changes", "Since the earlier draft", first, tag("p", text("Nothing is otherwise.")))
    sorts = [*CHANGES, *sorted({each.sort for each in since.changes} - set(CHANGES))]
    parts = []
    for sort in sorts:
        some = [change for change in since.changes if change.sort == sort]
        if some:
            items = tag("ul", rows(_change(view, change) for change in some), class_="changes")
            parts.append(rows([view.heading(2, text(_TITLES.get(sort, sort))), items]))
    return view.section("changes", "Since the earlier draft", first, *parts)


def _change(view: DealView, change: Change) -> Html:
    named = joined([text("lines "), view.named(change.lines)]) if change.lines else NONE
    parts = [tag("b", said(change.title)), tag("span", said(change.text)) if change.text else NONE]
    return tag("li", joined(parts, " "), tag("span", named, class_="label") if named else NONE)
