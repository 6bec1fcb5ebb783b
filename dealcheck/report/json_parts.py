"""The parts of the output for programs that several documents share: lines, findings, causes, diagnostics, places."""

from __future__ import annotations

from typing import Any

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Cause, Finding, Judgement, LineVerdict
from dealcheck.model.records import Assessment, Citation, TermRecord, Waiver
from dealcheck.packages.counted import Count
from dealcheck.report.record import OpenPoint, OptionPoint, Since, Step, Timeline, Track, waived
from dealcheck.report.words import points_words, remarks, source_words
from dealcheck.source import Place
from dealcheck.values import Exact, show_exact

VERSION = 1


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
        "notes": list(judgement.notes),
        "says": list(record.says),
        "sources": [source_words(citation) for citation in record.cites],
        "cites": [citation_json(citation) for citation in record.cites],
        "side_letter_only": line.side_letter_only,
        "waiver": None if line.waiver is None else waiver_json(line.waiver, line.waiver_expired),
        "assessment": None if line.assessment is None else assessment_json(line.assessment),
        "remarks": [{"code": remark.code, "message": remark.headline} for remark in remarks(line)],
        "at": place_json(record.place),
        "statement": place_json(record.statement),
    }


def term_json(term: TermRecord) -> dict[str, Any]:
    """A term of a deal: its name and label, who proposes and opposes it, how far it is agreed, where it stands."""
    return {
        "term": term.name,
        "label": term.label,
        "proposed_by": list(term.proposed_by),
        "opposed_by": list(term.opposed_by),
        "side_letter": term.side_letter,
        "status": term.status,
        "optional": term.optional is not None,
        "optional_by": list(term.optional_by),
        "at": place_json(term.place),
        "statement": place_json(term.statement),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A source as cited: its name, title and fields, the words cited, where it is declared."""
    source = citation.source
    return {
        "name": citation.name,
        "title": source.title if source else "",
        "fields": dict(source.fields) if source else {},
        "quote": citation.quote,
        "at": place_json(source.place if source else None),
    }


def waiver_json(waiver: Waiver, expired: bool) -> dict[str, Any]:
    """A waiver: its last day, its reason, whether it has run out."""
    return {
        "until": day_json(waiver.until),
        "because": waiver.because,
        "expired": expired,
        "at": place_json(waiver.place),
    }


def assessment_json(assessment: Assessment) -> dict[str, Any]:
    """What a person found of a line."""
    return {
        "met": assessment.met,
        "by": assessment.by,
        "date": day_json(assessment.date),
        "because": assessment.because,
        "at": place_json(assessment.place),
    }


def _findings(judgement: Judgement) -> list[dict[str, Any]]:
    """The findings of a reading."""
    return [finding_json(finding) for finding in judgement.findings]


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding; `cause` is the first of `causes`."""
    where, causes = finding.where, [cause_json(cause) for cause in finding.causes]
    return {
        "verdict": finding.verdict.value,
        "where": {
            "text": where.full,
            "hs": list(where.hs),
            "measure": points_words(where),
            "goods": where.text,
            "parties": where.parties,
            "kind": where.kind,
        },
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
        "cites": list(cause.cites),
        **place_json(cause.place),
    }


# ---- The big report --------------------------------------------------------------------------------------------------


def timeline_json(timeline: Timeline) -> dict[str, Any]:
    """A contested measure over time."""
    return {
        "measure": timeline.measure,
        "field": timeline.field,
        "unit": timeline.unit,
        "lines": list(timeline.lines),
        "tracks": [_track(track) for track in timeline.tracks],
    }


def _track(track: Track) -> dict[str, Any]:
    return {
        "who": track.who,
        "sort": track.sort,
        "party": track.party,
        "sense": track.sense,
        "steps": [_step(step) for step in track.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "from": day_json(step.since),
        "until": day_json(step.until),
        "text": step.text,
        "number": None if step.number is None else exact_json(step.number),
    }


def exact_json(number: Exact) -> int | str:
    """A whole number as it is; another one as text, `12.5` or `40/3`, for JSON has no exact fractions."""
    return number if isinstance(number, int) else show_exact(number).replace("_", "")


def open_point_json(point: OpenPoint) -> dict[str, Any]:
    """What the draft leaves open, with its options."""
    return {
        "name": point.name,
        "sort": point.sort,
        "options": [_option(option) for option in point.options],
        "lines": list(point.lines),
        "at": place_json(point.place),
    }


def _option(option: OptionPoint) -> dict[str, Any]:
    return {
        "said": option.said,
        "wanted_by": list(option.wanted_by),
        "accepted": option.accepted.number,
        **at_least_json(option.accepted),
        "dead_for": list(option.dead),
        "piece": option.piece,
    }


def at_least_json(count: Count) -> dict[str, int]:
    """What is known of a count that is not."""
    return {} if count.number is not None else {"at_least": count.least}


def since_json(since: Since) -> dict[str, Any]:
    """What is otherwise than in an earlier draft."""
    changes = [
        {"sort": each.sort, "title": each.title, "text": each.text, "lines": list(each.lines)} for each in since.changes
    ]
    return {"file": since.file, "deal": since.deal, "changes": changes}


# ---- Diagnostics and places ------------------------------------------------------------------------------------------


def diagnostic_json(found: Diagnostic) -> dict[str, Any]:
    """One diagnostic, as it stands in `errors`."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.headline,
        "help": found.help,
        "notes": list(found.notes),
        "label": found.label,
        "labels": [{"text": label.text, **place_json(label.place)} for label in found.labels],
        **place_json(found.place),
    }


def place_json(place: Place | None) -> dict[str, Any]:
    """File, line and column, from 1, and where it ends (the column behind it); null where there is no place."""
    if place is None:
        return {"file": None, "line": None, "column": None, "end_line": None, "end_column": None}
    line, column = place.source.position(place.span[0])
    end_line, end_column = place.source.position(place.span[1])
    return {
        "file": place.source.name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }


def day_json(day: object) -> str | None:
    """A date in ISO form."""
    return None if day is None else str(day)
