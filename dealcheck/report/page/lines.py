"""The table of all lines, which can be sorted and filtered."""

from __future__ import annotations

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.report.matrix import LEVELS, causes_of
from dealcheck.report.page.markup import NONE, Html, brief, joined, link, rows, said, tag, text
from dealcheck.report.page.matrix import MOST_LETTERS
from dealcheck.report.page.view import DealView, badge, heads, wide
from dealcheck.report.summary import ORDER
from dealcheck.report.words import alike, unique, when_words

_TITLES = ("line", "verdict", "level", "found", "needed", "when", "by")

MOST_CAUSES = 4
"""Causes that are named in a row; the others are counted."""


def render_lines(view: DealView) -> Html:
    """The lines of the deal's parties, then those of bystanders, each a row."""
    lines = [*view.own, *view.others]
    if not lines:
        return NONE
    caption = joined([text("Every line with its verdict"), tag("span", class_="shown")], " ")
    body = tag("tbody", rows(_row(view, line) for line in lines))
    return view.section("lines", "Line by line", wide(caption, view.new("lines-table"), "lines", heads(*_TITLES), body))


def _row(view: DealView, line: LineVerdict) -> Html:
    record = line.line
    groups = alike(line.judgement.findings)
    first = groups[0][0] if groups else None
    more = f" and {len(groups) - 1} more" if len(groups) > 1 else ""
    causes = causes_of(line)
    named = ", ".join(causes[:MOST_CAUSES]) + (f" and {len(causes) - MOST_CAUSES} more" if causes[MOST_CAUSES:] else "")
    level = f"bystander's {record.level}" if line.bystander else record.level
    starts = unique(when_words(group[0].when) for group in groups)
    found, needed = (first.found, first.needed) if first else ("", "")
    cells = (
        tag("td", badge(line), data_key=str(ORDER.index(line.verdict))),
        tag("td", text(level), data_key=str(LEVELS.index(record.level) + (len(LEVELS) if line.bystander else 0))),
        tag("td", said(brief(found, MOST_LETTERS) or "–"), text(more if found else "")),
        tag("td", said(brief(needed, MOST_LETTERS) or "–"), class_="long"),
        tag("td", text(", ".join(starts[:2]) or "–"), class_="day"),
        tag("td", said(named or "–")),
    )
    label = tag("span", said(record.label), class_="label") if record.label else NONE
    name = tag("th", link(view.at(line), said(record.full_name)), label, scope="row")
    return tag("tr", name, *cells, **line_attributes(line))


def line_attributes(line: LineVerdict) -> dict[str, str | None]:
    """What the filters of the page go by."""
    return {
        "data_party": line.line.party,
        "data_verdict": line.verdict.value,
        "data_bystander": "" if line.bystander else None,
    }
