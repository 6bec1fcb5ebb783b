"""Several deals in one table, each with its counts and the red lines that it violates."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.report.matrix import columns_of
from dealcheck.report.overview import counted, sentence, violated_words
from dealcheck.report.page.markup import Anchors, Html, link, rows, said, tag, text
from dealcheck.report.page.view import DealView, heads, wide
from dealcheck.report.record import Result
from dealcheck.report.summary import ORDER


def render_overview(result: Result, views: Sequence[DealView], names: Anchors) -> tuple[Html, str]:
    """All deals of a report, each a link to its part; and the place of it all."""
    anchors = {id(view.deal): view.anchor for view in views}
    columns = [column for column in columns_of(result) if id(column.deal) in anchors]
    body = []
    for column in columns:
        checked = column.deal.checked
        label = [tag("span", said(checked.label), class_="label")] if checked.label else []
        file = tag("span", said(column.draft.name), class_="file")
        name = tag("th", link(anchors[id(column.deal)], said(column.name)), *label, file, scope="row")
        counts = [counted(column.own, verdict) for verdict in ORDER]
        body.append(
            tag(
                "tr",
                name,
                tag("td", said(", ".join(column.parties))),
                tag("td", text(str(checked.as_of or "–")), class_="day"),
                *(tag("td", text(str(count)), class_="num" if count else "num nil") for count in counts),
                tag("td", said(violated_words(column))),
            )
        )
    head = heads("deal", "parties", "as of", *(verdict.value for verdict in ORDER), "red lines")
    anchor = names.new("deals")
    table = wide(text("The deals of this report"), names.new("deals-table"), "deals", head, tag("tbody", rows(body)))
    parts = [tag("h2", text("All deals"), id=anchor), tag("p", text(sentence(columns)), class_="verdict n"), table]
    return tag("section", rows(parts), class_="overview", aria_labelledby=anchor), anchor
