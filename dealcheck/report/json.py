"""The output for programs: LANGUAGE.md section 6, version 1. Keys are added, never renamed, within a version."""

from __future__ import annotations

import json
from typing import Any

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Cause, Finding, Judgement, LineVerdict
from dealcheck.packages.counted import Tallies
from dealcheck.report.record import DealReport, DraftReport, PolicyChoice, Result, waived
from dealcheck.report.style import RenderOptions
from dealcheck.report.words import points_words, remarks, source_words
from dealcheck.source import Place

VERSION = 1


def render(result: Result, options: RenderOptions) -> str:
    """One JSON document: of a single deal the object itself, of several `{"version", "deals": [...], "errors"}`."""
    return json.dumps(document(result), indent=2, ensure_ascii=False) + "\n"


def document(result: Result) -> dict[str, Any]:
    """The document as plain values."""
    deals = [_deal(draft, deal) for draft in result.drafts for deal in draft.deals]
    errors = [diagnostic_json(found) for found in result.everything]
    return of_deals(deals, {"lines": [], "packages": {}}, errors)


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
        "lines": [line_json(line) for line in checked.lines],
        "packages": {} if deal.tallies is None else tallies_json(deal.tallies),
        "notes": list(checked.notes),
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
        "parties": list(deal.record.parties) if deal.record else [],
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


def line_json(line: LineVerdict) -> dict[str, Any]:
    """One line: its verdict, readings, findings, and what else is to be said."""
    record, judgement = line.line, line.judgement
    return {
        "line": record.full_name,
        "party": record.party,
        "level": record.level,
        "label": record.label,
        "bystander": line.bystander,
        "verdict": line.verdict.value,
        "waived": waived(line),
        "readings": {name: judged.verdict.value for name, judged in line.readings},
        "findings": [finding_json(finding) for finding in judgement.findings],
        "reading_findings": {name: _findings(judged) for name, judged in line.readings if judged.findings},
        "breaks": list(judgement.breaks),
        "saves": list(judgement.saves),
        "missing": list(judgement.missing),
        "says": list(record.says),
        "sources": [source_words(citation) for citation in record.cites],
        "remarks": [{"code": remark.code, "message": remark.headline} for remark in remarks(line)],
        "at": place_json(record.place),
    }


def _findings(judgement: Judgement) -> list[dict[str, Any]]:
    """The findings of a reading."""
    return [finding_json(finding) for finding in judgement.findings]


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding; `cause` is the first of `causes`."""
    causes = [cause_json(cause) for cause in finding.causes]
    return {
        "verdict": finding.verdict.value,
        "where": {"text": finding.where.full, "hs": list(finding.where.hs), "measure": points_words(finding.where)},
        "when": {"from": day_json(finding.when.since), "until": day_json(finding.when.until)},
        "found": finding.found,
        "needed": finding.needed,
        "cause": causes[0] if causes else None,
        "causes": causes,
        "mend": finding.mend,
        "depends_on": list(finding.depends_on),
        "missing": list(finding.missing),
    }


def cause_json(cause: Cause) -> dict[str, Any]:
    """One cause, at its place."""
    return {
        "kind": cause.sort,
        "term": cause.term or None,
        "text": cause.text,
        "origin": cause.origin or None,
        "side_letter": cause.side_letter,
        **place_json(cause.place),
    }


def diagnostic_json(found: Diagnostic) -> dict[str, Any]:
    """One diagnostic, as it stands in `errors`."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.headline,
        "help": found.help,
        "notes": list(found.notes),
        **place_json(found.place),
    }


def place_json(place: Place | None) -> dict[str, Any]:
    """File, line and column, counted from 1; null where there is no place."""
    if place is None:
        return {"file": None, "line": None, "column": None}
    return {"file": place.source.name, "line": place.line, "column": place.column}


def day_json(day: object) -> str | None:
    """A date in ISO form."""
    return None if day is None else str(day)
