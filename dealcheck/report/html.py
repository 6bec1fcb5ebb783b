"""The report as one page for a browser: a single file that loads nothing, works without a script, and prints."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.page.changes import render_changes
from dealcheck.report.page.choices import render_choices
from dealcheck.report.page.controls import render_controls
from dealcheck.report.page.findings import render_findings
from dealcheck.report.page.frame import document
from dealcheck.report.page.head import render_head, title_of
from dealcheck.report.page.lines import render_lines
from dealcheck.report.page.markup import NONE, Anchors, Html, rows, said, tag, text
from dealcheck.report.page.matrix import render_matrix
from dealcheck.report.page.notes import count_words, render_diagnostics
from dealcheck.report.page.overview import render_overview
from dealcheck.report.page.receipt import render_receipt
from dealcheck.report.page.timeline import render_timelines
from dealcheck.report.page.view import DealView, views_of
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions

NOTES = "notes"
"""The place of what is said of the texts."""

RESERVED = (NOTES, "report", "tools", "told", "of-party", "of-words", "open-all", "close-all")
"""Names of places that are the page's own."""


def render(result: Result, options: RenderOptions) -> str:
    """The whole page."""
    names = Anchors()
    for name in RESERVED:
        names.new(name)
    views = views_of(result, names)
    return str(_page(result, views, names))


def _page(result: Result, views: Sequence[DealView], names: Anchors) -> Html:
    """The parts in their order: for whom, what is wrong, the deals; the receipt at the foot."""
    told = result.everything
    contents: list[tuple[str, Html]] = []
    audience = NONE
    if result.audience is not None:
        audience = tag("p", text("made for "), said(result.audience.words), class_="audience")
    title = _title(views)
    top = [] if len(views) == 1 else [tag("header", tag("h1", text(title)), class_="deal")]
    if len(views) > 1:
        overview, anchor = render_overview(result, views, names)
        top.append(overview)
        contents.append((anchor, text("All deals")))
    controls = render_controls(views)
    notes = _notes(told)
    wrong = any(found.is_error for found in told)
    # What is wrong comes before all that rests on it; else it is what is looked up last.
    first = rows([notes if wrong else NONE, controls])
    deals = [_deal(view, NONE if len(views) > 1 else first) for view in views]
    for view in views:
        contents.extend((anchor, text(words)) for anchor, words in view.contents if len(views) == 1)
        contents.extend([(view.anchor, said(title_of(view)))] if len(views) > 1 else [])
    if notes:
        contents.append((NOTES, text(count_words(told))))
    main = rows([audience, *top, NONE if len(views) == 1 else first, *deals, NONE if wrong else notes])
    receipt, anchor = render_receipt(result, views, names)
    contents.extend([(anchor, text("Receipt"))] if receipt else [])
    return document(title, contents, main, receipt)


def _notes(told: Sequence[Diagnostic]) -> Html:
    """What is said of the texts."""
    if not told:
        return NONE
    head = tag("h2", text("Errors, warnings and notes"), id=NOTES)
    return tag("section", rows([head, render_diagnostics(told)]), class_="of-notes", aria_labelledby=NOTES)


def _title(views: Sequence[DealView]) -> str:
    """What the page is called."""
    if not views:
        return "Nothing was judged"
    return title_of(views[0]) if len(views) == 1 else f"{len(views)} deals against the lines of the parties"


def _deal(view: DealView, first: Html) -> Html:
    """A deal: its head, what comes first below it, then from what matters most on."""
    notes = tag("ul", *(tag("li", said(note)) for note in view.deal.checked.notes))
    parts = [
        render_head(view),
        first,
        render_matrix(view),
        render_changes(view),
        render_choices(view),
        render_lines(view),
        render_findings(view),
        render_timelines(view),
        view.section("remarks", "Notes on this deal", notes) if view.deal.checked.notes else NONE,
    ]
    if view.several:
        return tag("article", rows(parts), class_="deal", aria_labelledby=view.anchor)
    return rows(parts)
