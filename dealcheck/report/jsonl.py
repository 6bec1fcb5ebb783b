"""JSON Lines: an object on each line that tells its whole matter, for logs, `jq` and tables.

`type` is `finding`, `line` (a line judged without a finding), `remark`, `diagnostic`, and once, at the end, `tally`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dealcheck.diagnostics import Severity
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.report.json import audience_json
from dealcheck.report.json_parts import VERSION, day_json, diagnostic_json, finding_json, place_json
from dealcheck.report.json_text import written
from dealcheck.report.overview import counted
from dealcheck.report.record import DealReport, DraftReport, Result, waived
from dealcheck.report.style import RenderOptions
from dealcheck.report.summary import ORDER
from dealcheck.report.words import remarks, source_words


def render(result: Result, options: RenderOptions) -> str:
    """What is wrong with the texts, then deal by deal and line by line, then the tally."""
    return "".join(f"{written({'version': VERSION, **each}, levels=0)}\n" for each in _objects(result, options))


def _objects(result: Result, options: RenderOptions) -> Iterator[dict[str, Any]]:
    for found in result.everything:
        yield {"type": "diagnostic", **diagnostic_json(found)}
    for draft in result.drafts:
        for deal in draft.deals:
            head = _head(draft, deal)
            for line in deal.checked.lines:
                yield from _line(head, line)
            for note in deal.checked.notes:
                yield {"type": "remark", **head, "line": None, "code": None, "message": note}
    yield {"type": "tally", **_tally(result, options)}


def _head(draft: DraftReport, deal: DealReport) -> dict[str, Any]:
    """What every object says of the deal."""
    checked = deal.checked
    return {
        "file": draft.name,
        "deal": checked.deal or None,
        "as_of": day_json(checked.as_of),
        "effective": day_json(checked.effective),
    }


def _line(head: dict[str, Any], line: LineVerdict) -> Iterator[dict[str, Any]]:
    """The findings of a line, or the line where it has none, and the remarks on it."""
    record, judgement = line.line, line.judgement
    own = {
        **head,
        "line": record.full_name,
        "party": record.party,
        "level": record.level,
        "label": record.label,
        "bystander": line.bystander,
        "verdict": line.verdict.value,
        "waived": waived(line),
        "readings": {name: judged.verdict.value for name, judged in line.readings},
        "at": place_json(record.place),
    }
    common = {
        "breaks": list(judgement.breaks),
        "saves": list(judgement.saves),
        "missing": list(judgement.missing),
        "sources": [source_words(citation) for citation in record.cites],
    }
    for finding in judgement.findings:
        yield {"type": "finding", **own, "finding": finding_json(finding), **common}
    if not judgement.findings:
        yield {"type": "line", **own, "finding": None, **common}
    for remark in remarks(line):
        yield {"type": "remark", **own, "code": remark.code, "message": remark.headline}


def _tally(result: Result, options: RenderOptions) -> dict[str, Any]:
    """The counts of each deal, of what is wrong with the texts, and how the check exits."""
    return {
        "deals": [
            {
                **_head(draft, deal),
                "counts": _counts([line for line in deal.checked.lines if not line.bystander]),
                "bystanders": _counts([line for line in deal.checked.lines if line.bystander]),
            }
            for draft in result.drafts
            for deal in draft.deals
        ],
        "diagnostics": {
            severity.value: sum(found.severity is severity for found in result.everything) for severity in Severity
        },
        "exit_code": result.exit_code(options.fail_on),
        "filters": {"parties": list(result.parties), "lines": list(result.lines)},
        "audience": None if result.audience is None else audience_json(result.audience),
        "made_for": None if result.audience is None else result.audience.words,
    }


def _counts(lines: list[LineVerdict]) -> dict[str, int]:
    return {verdict.value: counted(lines, verdict) for verdict in ORDER}
