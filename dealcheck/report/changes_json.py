"""A comparison for programs, version 1. Keys are added, never renamed, within a version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dealcheck.changes.records import (
    BracketChange,
    Changes,
    Doer,
    DraftHead,
    FieldChange,
    LineChange,
    PointChange,
    TermChange,
)
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.report.changes import DiffResult, SideReport, is_newly_counted
from dealcheck.report.json import (
    VERSION,
    cause_json,
    day_json,
    diagnostic_json,
    finding_json,
    place_json,
    policies_json,
)
from dealcheck.report.record import waived
from dealcheck.report.style import RenderOptions
from dealcheck.report.words import points_words


def render(result: DiffResult, options: RenderOptions) -> str:
    """One JSON document: of two deals the object itself, of several pairs `{"version", "deals": [...], "errors"}`."""
    return json.dumps(document(result), indent=2, ensure_ascii=False) + "\n"


def document(result: DiffResult) -> dict[str, Any]:
    """The document as plain values."""
    head = {"version": VERSION, "judged": result.is_judged}
    errors = [diagnostic_json(found) for found in result.everything]
    pairs = [_pair(result, changes) for changes in result.pairs]
    if len(pairs) > 1:
        return {**head, "deals": pairs, "errors": errors}
    return {**head, **(pairs[0] if pairs else _nothing(result)), "errors": errors}


def _nothing(result: DiffResult) -> dict[str, Any]:
    """What stands for two deals that could not be compared."""
    sides = {"old": {"deal": None, **_side(result.old)}, "new": {"deal": None, **_side(result.new)}}
    lists: dict[str, list[object]] = {
        name: [] for name in ("head", "lines", "terms", "brackets", "points", "unknown", "notes")
    }
    return {**sides, "empty": None, **lists}


def _pair(result: DiffResult, changes: Changes) -> dict[str, Any]:
    """Two deals compared. `empty` is null where not all could be judged, for then nobody knows."""
    sure = result.is_judged or not changes.is_empty
    return {
        "old": None if result.from_silence else _draft(changes.old, result.old),
        "new": _draft(changes.new, result.new),
        "empty": changes.is_empty if sure else None,
        "head": _fields(changes.head),
        "lines": [_line(each, changes.points) for each in changes.lines],
        "terms": [_term(each) for each in changes.terms],
        "brackets": [_bracket(each) for each in changes.brackets],
        "points": [point_json(each) for each in changes.points],
        "unknown": list(changes.unknown),
        "notes": list(changes.notes),
    }


def _draft(head: DraftHead, side: SideReport) -> dict[str, Any]:
    """One of the two deals."""
    return {
        "deal": head.deal,
        "label": head.label,
        **_side(side),
        "as_of": day_json(head.as_of),
        "effective": day_json(head.effective),
        "parties": list(head.parties),
        "open": list(head.open_choices),
    }


def _side(side: SideReport) -> dict[str, Any]:
    """One of the two files."""
    return {"file": side.name, "policies": policies_json(side.policies)}


def _fields(fields: Sequence[FieldChange]) -> list[dict[str, Any]]:
    """What is said otherwise."""
    return [{"what": each.what, "old": each.old or None, "new": each.new or None} for each in fields]


def _line(change: LineChange, points: Sequence[PointChange]) -> dict[str, Any]:
    """A line, with what changed its verdict and the findings of both drafts."""
    record = change.line
    places = {id(point): at for at, point in enumerate(points)}
    return {
        "change": change.change,
        "line": record.full_name,
        "party": record.party,
        "level": record.level,
        "label": record.label,
        "bystander": change.bystander,
        "old": _verdict(change.old),
        "new": _verdict(change.new),
        "counts": is_newly_counted(change),
        "by": [_doer(each, places) for each in change.by],
        "readings": [
            {
                "reading": each.name,
                "old": each.old.value if each.old else None,
                "new": each.new.value if each.new else None,
            }
            for each in change.readings
        ],
        "reads_otherwise": change.says_otherwise,
        "at": place_json(record.place),
    }


def _verdict(judged: LineVerdict | None) -> dict[str, Any] | None:
    """A verdict with its findings; null where the line is not judged."""
    if judged is None:
        return None
    return {
        "verdict": judged.verdict.value,
        "waived": waived(judged),
        "findings": [finding_json(finding) for finding in judged.judgement.findings],
    }


def _doer(doer: Doer, places: Mapping[int, int]) -> dict[str, Any]:
    """What changed a verdict: a text, with the place in `points` of what it changed there, or a circumstance."""
    return {
        "draft": doer.draft,
        "gone": doer.gone,
        "cause": cause_json(doer.cause) if doer.cause is not None else None,
        "point": places.get(id(doer.point)),
        "text": doer.text or None,
    }


def _term(change: TermChange) -> dict[str, Any]:
    """A term with its marks and measures."""
    return {
        "change": change.change,
        "old": change.old,
        "new": change.new,
        "label": change.label,
        "marks": _fields(change.marks),
        "measures": [
            {
                "change": each.change,
                "kind": each.kind,
                "old": each.old or None,
                "new": each.new or None,
                "fields": _fields(each.fields),
                "at": place_json(each.place),
            }
            for each in change.measures
        ],
        "at": place_json(change.place),
    }


def _bracket(change: BracketChange) -> dict[str, Any]:
    """An open choice."""
    return {
        "change": change.change,
        "sort": change.sort,
        "name": change.name,
        "old": change.old or None,
        "new": change.new or None,
        "took": change.took or None,
        "favours": list(change.favours),
        "how": change.how,
        "at": place_json(change.place),
    }


def point_json(point: PointChange) -> dict[str, Any]:
    """Points at which the outcome is another."""
    return {
        "where": {"text": point.where.full, "hs": list(point.where.hs), "measure": points_words(point.where)},
        "when": {"from": day_json(point.when.since), "until": day_json(point.when.until)},
        "old": point.old,
        "new": point.new,
        "fields": _fields(point.fields),
        "causes": {
            "old": [cause_json(cause) for cause in point.old_causes],
            "new": [cause_json(cause) for cause in point.new_causes],
        },
    }
