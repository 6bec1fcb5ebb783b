"""The output for programs: LANGUAGE.md section 6, version 1. Keys are added, never renamed, within a version.

It has all that any report of a check shows, so `report.restore` makes the result of it again.
"""

from __future__ import annotations

from typing import Any

from dealcheck.diagnostics import Diagnostic
from dealcheck.packages.counted import Tallies
from dealcheck.report.excerpts import excerpts
from dealcheck.report.json_parts import (
    VERSION,
    cause_json,
    day_json,
    diagnostic_json,
    finding_json,
    line_json,
    open_point_json,
    place_json,
    since_json,
    term_json,
    timeline_json,
)
from dealcheck.report.json_text import written
from dealcheck.report.record import Audience, DealReport, DraftReport, PolicyChoice, Receipt, Result
from dealcheck.report.style import RenderOptions

__all__ = [
    "VERSION",
    "cause_json",
    "day_json",
    "diagnostic_json",
    "document",
    "finding_json",
    "head_json",
    "line_json",
    "of_deals",
    "place_json",
    "policies_json",
    "render",
    "tallies_json",
]


LEVELS = 5
"""A row for each member of a finding; what these hold stands on that row."""


def render(result: Result, options: RenderOptions) -> str:
    """One JSON document: of a single deal the object itself, of several `{"version", "deals": [...], "errors"}`."""
    found = document(result)
    return written(found, levels=LEVELS + 2 if "deals" in found else LEVELS) + "\n"


def document(result: Result) -> dict[str, Any]:
    """The document as plain values."""
    deals = [_deal(draft, deal) for draft in result.drafts for deal in draft.deals]
    everything = result.everything
    errors = [diagnostic_json(found) for found in everything]
    numbers = {found: number for number, found in enumerate(everything)}
    return {
        **of_deals(deals, {"lines": [], "packages": {}, **_detail(None)}, errors),
        "drafts": [_draft(draft, numbers) for draft in result.drafts],
        "filters": {"parties": list(result.parties), "lines": list(result.lines)},
        "texts": {name: {str(at): text for at, text in lines.items()} for name, lines in excerpts(result).items()},
        "receipt": None if result.receipt is None else receipt_json(result.receipt),
        "audience": None if result.audience is None else audience_json(result.audience),
    }


def _draft(draft: DraftReport, at: dict[Diagnostic, int]) -> dict[str, Any]:
    """A draft's file: how many of the deals are of it, and which of the errors, by their numbers from 0."""
    return {
        "file": draft.name,
        "policies": policies_json(draft.policies),
        "deals": len(draft.deals),
        "errors": [at[found] for found in draft.diagnostics],
        "deal_errors": [[at[found] for found in deal.checked.diagnostics] for deal in draft.deals],
    }


def audience_json(audience: Audience) -> dict[str, Any]:
    """For whom the report is made."""
    return {"parties": list(audience.parties), "share": audience.share, "unsaid": audience.unsaid}


def receipt_json(receipt: Receipt) -> dict[str, Any]:
    """What a result rests on."""
    return {
        "tool": receipt.tool,
        "inputs": [{"file": each.name, "sha256": each.sha256} for each in receipt.inputs],
    }


def of_deals(deals: list[dict[str, Any]], nothing: dict[str, Any], errors: list[dict[str, Any]]) -> dict[str, Any]:
    """The document of a single deal, or of several as a list; `nothing` is what stands there where there is none."""
    if len(deals) > 1:
        return {"version": VERSION, "deals": deals, "errors": errors}
    single = deals[0] if deals else {"deal": None, "as_of": None, **nothing}
    return {"version": VERSION, **single, "errors": errors}


def _deal(draft: DraftReport, deal: DealReport) -> dict[str, Any]:
    """One deal with its lines."""
    checked = deal.checked
    return {
        **head_json(draft, deal),
        "at": None if deal.head is None else place_json(deal.head.place),
        "terms": [] if deal.head is None else [term_json(term) for term in deal.head.terms],
        "lines": [line_json(line) for line in checked.lines],
        "packages": {} if deal.tallies is None else tallies_json(deal.tallies),
        "notes": list(checked.notes),
        **_detail(deal),
    }


def _detail(deal: DealReport | None) -> dict[str, Any]:
    """What only a large report shows: contested measures over time, open points, what changed since another draft."""
    if deal is None:
        return {"timelines": [], "further_timelines": [], "open_points": [], "since": None}
    return {
        "timelines": [timeline_json(timeline) for timeline in deal.timelines],
        "further_timelines": [{"lines": list(each.lines), "count": each.count} for each in deal.further],
        "open_points": [open_point_json(point) for point in deal.open_points],
        "since": None if deal.since is None else since_json(deal.since),
    }


def head_json(draft: DraftReport, deal: DealReport) -> dict[str, Any]:
    """What every document says of a deal before it comes to its own matter."""
    checked = deal.checked
    return {
        "deal": checked.deal or None,
        "label": checked.label,
        "file": draft.name,
        "as_of": day_json(checked.as_of),
        "effective": day_json(checked.effective),
        "parties": list(deal.head.parties) if deal.head else [],
        "policies": policies_json(draft.policies),
        "chosen": list(deal.chosen),
    }


def policies_json(policies: PolicyChoice) -> dict[str, Any]:
    """Which policies were used, and why those."""
    return {"chosen": policies.how, "files": list(policies.files), "parties": list(policies.parties)}


def tallies_json(tallies: Tallies) -> dict[str, Any]:
    """The counts: exact integers, null where the step limit was met; `at_least` has what is known of those."""
    named = {"acceptable": tallies.acceptable, "undecided": tallies.undecided, "apart": tallies.apart}
    least: dict[str, Any] = {"total": tallies.total.least} if tallies.total.number is None else {}
    for name, tally in named.items():
        unknown = {party: count.least for party, count in tally.counts if count.number is None}
        if unknown:
            least[name] = unknown
    return {
        "total": tallies.total.number,
        **{name: {party: count.number for party, count in tally.counts} for name, tally in named.items()},
        "at_least": least,
        "violated": list(tallies.violated),
        "unknown": list(tallies.untold),
    }
