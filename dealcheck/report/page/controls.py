"""What a reader can do with the page where scripts run: filter by party and verdict, find words, open and close."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.report.page.markup import NONE, Html, rows, tag, text, void
from dealcheck.report.page.view import DealView, mark_of
from dealcheck.report.summary import ORDER
from dealcheck.report.words import unique


def render_controls(views: Sequence[DealView]) -> Html:
    """The controls, which stay hidden without a script; none where there is no line to filter."""
    lines = [line for view in views for line in (*view.own, *view.others)]
    if not lines:
        return NONE
    parties = unique([party for view in views for party in view.parties] + [line.line.party for line in lines])
    options = [
        tag("option", text("every party"), value=""),
        *(tag("option", text(each), value=each) for each in parties),
    ]
    seen = [verdict for verdict in ORDER if any(line.verdict is verdict for line in lines)]
    boxes = [_box(verdict.value, mark_of(verdict)) for verdict in seen]
    if any(line.bystander for line in lines):
        boxes.append(_box("bystander", text("bystanders")))
    parts = [
        tag("label", text("party "), tag("select", *options, id="of-party"), for_="of-party"),
        tag("fieldset", tag("legend", text("show"), class_="unseen"), *boxes),
        tag("label", text("find "), void("input", type="search", id="of-words", autocomplete="off"), for_="of-words"),
        tag("button", text("open all"), type="button", id="open-all"),
        tag("button", text("close all"), type="button", id="close-all"),
        tag("p", role="status", id="told"),
    ]
    return tag("div", rows(parts), id="tools", role="search", hidden="", aria_label="What is shown")


def _box(value: str, shown: Html) -> Html:
    name = f"show-{value}"
    box = void("input", type="checkbox", id=name, value=value, checked="")
    return tag("label", box, Html(" "), shown, for_=name)
