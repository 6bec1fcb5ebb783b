"""What the report rests on, so that anyone can make it again."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.report.page.head import facts_list
from dealcheck.report.page.markup import NONE, Anchors, Html, rows, said, tag, text
from dealcheck.report.page.view import DealView, heads, wide
from dealcheck.report.record import Result
from dealcheck.report.words import joined, unique


def render_receipt(result: Result, views: Sequence[DealView], names: Anchors) -> tuple[Html, str]:
    """The tool, the days, the filters and the hash of every input; and the place of it all."""
    anchor = names.new("receipt")
    receipt = result.receipt
    days = unique(str(view.deal.checked.as_of) for view in views if view.deal.checked.as_of)
    facts = [
        ("made by", said(receipt.tool) if receipt else NONE),
        ("as of", text(joined(days))),
        ("only parties", said(", ".join(result.parties))),
        ("only lines", said(", ".join(result.lines))),
        ("made for", said(result.audience.words) if result.audience else NONE),
    ]
    table = NONE
    if receipt is not None and receipt.inputs:
        body = rows(
            tag("tr", tag("th", said(each.name), scope="row"), tag("td", tag("code", said(each.sha256))))
            for each in receipt.inputs
        )
        caption = text("Every file that was read, with the SHA-256 of its bytes")
        table = wide(caption, names.new("inputs"), "inputs", heads("file", "SHA-256"), tag("tbody", body))
    if not table and not any(told for _, told in facts):
        return NONE, anchor
    head = tag("h2", text("Receipt"), id=anchor)
    return tag("section", rows([head, facts_list(facts), table]), class_="of-receipt", aria_labelledby=anchor), anchor
