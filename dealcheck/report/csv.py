"""A check for spreadsheets: a row for each finding, for each line without one, for each diagnostic of the texts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from dealcheck.evaluate.findings import Finding, LineVerdict
from dealcheck.report.log import NOTHING_JUDGED
from dealcheck.report.matrix_csv import inert
from dealcheck.report.record import DealReport, DraftReport, Result, waived
from dealcheck.report.style import RenderOptions
from dealcheck.report.words import VERDICT_CODES, causes_words, points_words, remarks, source_words, unique
from dealcheck.source import Place

COLUMNS = (
    "row",
    "code",
    "file",
    "deal",
    "deal_label",
    "as_of",
    "line",
    "party",
    "level",
    "label",
    "bystander",
    "verdict",
    "waived",
    "readings",
    "measure",
    "hs",
    "from",
    "until",
    "found",
    "needed",
    "cause",
    "cause_text",
    "cause_at",
    "cited",
    "mend",
    "depends_on",
    "missing",
    "breaks",
    "saves",
    "remarks",
    "sources",
    "line_at",
)
"""The header.

`row` says what a row is: `finding`, `line` for a line without a finding, `error`, `warning` or `note` for what is said
of the texts, `about` for what concerns the whole report; of the last two `remarks` has the words. Several entries of a
cell are divided by `; `, and places are written `file:line:column`.
"""


def render(result: Result, options: RenderOptions) -> str:
    """CSV in UTF-8 with commas, in which no cell is a formula."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([row.get(name, "") for name in COLUMNS] for row in _rows(result))
    return text.getvalue()


def _inert(cells: dict[str, str]) -> dict[str, str]:
    return {name: inert(text) for name, text in cells.items() if text}


def _rows(result: Result) -> Iterator[dict[str, str]]:
    """The rows, their cells inert; those that several have in common are made so once."""
    for row in _about(result):
        yield _inert(row)
    for draft in result.drafts:
        for deal in draft.deals:
            head = _inert(_head(draft, deal))
            for line in deal.checked.lines:
                yield from _of_line({**head, **_inert(_line(line))}, line)
            for note in deal.checked.notes:
                yield {**head, "row": "note", "remarks": inert(note)}


def _about(result: Result) -> Iterator[dict[str, str]]:
    """What concerns the whole report, and what is said of the texts."""
    if result.audience is not None:
        yield {"row": "about", "remarks": f"made for {result.audience.words}"}
    if not any(deal.checked.lines for deal in result.deals):
        yield {"row": "about", "remarks": NOTHING_JUDGED}
    for found in result.everything:
        yield {
            "row": found.severity.value,
            "code": found.code,
            "file": "" if found.place is None else found.place.source.name,
            "remarks": "; ".join(text for text in (found.headline, *found.notes, found.help) if text),
            "line_at": _at(found.place),
        }


def _head(draft: DraftReport, deal: DealReport) -> dict[str, str]:
    """The cells of a deal."""
    checked = deal.checked
    return {
        "file": draft.name,
        "deal": checked.deal,
        "deal_label": checked.label,
        "as_of": str(checked.as_of or ""),
    }


def _line(line: LineVerdict) -> dict[str, str]:
    """The cells of a line."""
    record, judgement = line.line, line.judgement
    return {
        "code": VERDICT_CODES.get(line.verdict, ""),
        "line": record.full_name,
        "party": record.party,
        "level": record.level,
        "label": record.label,
        "bystander": _yes(line.bystander),
        "verdict": line.verdict.value,
        "waived": _yes(waived(line)),
        "readings": "; ".join(f"{name}: {judged.verdict.value}" for name, judged in line.differing),
        "missing": "; ".join(judgement.missing),
        "breaks": "; ".join(judgement.breaks),
        "saves": "; ".join(judgement.saves),
        "remarks": "; ".join(remark.headline for remark in remarks(line)),
        "sources": "; ".join(source_words(citation) for citation in record.cites),
        "line_at": _at(record.place),
    }


def _of_line(cells: dict[str, str], line: LineVerdict) -> Iterator[dict[str, str]]:
    """The rows of a line."""
    for finding in line.judgement.findings:
        yield {**cells, **_inert(_finding(finding))}
    if not line.judgement.findings:
        yield {**cells, "row": "line"}


def _finding(finding: Finding) -> dict[str, str]:
    """The cells of a finding."""
    return {
        "row": "finding",
        "measure": points_words(finding.where),
        "hs": "; ".join(finding.where.hs),
        "from": str(finding.when.since),
        "until": str(finding.when.until or ""),
        "found": finding.found,
        "needed": finding.needed,
        "cause": causes_words([finding]),
        "cause_text": "; ".join(unique(cause.text for cause in finding.causes if cause.text)),
        "cause_at": "; ".join(unique(_at(cause.place) for cause in finding.causes if cause.place is not None)),
        "cited": "; ".join(unique(cited for cause in finding.causes for cited in cause.cites)),
        "mend": finding.mend,
        "depends_on": "; ".join(finding.depends_on),
        "missing": "; ".join(finding.missing),
    }


def _at(place: Place | None) -> str:
    return "" if place is None else f"{place.source.name}:{place.line}:{place.column}"


def _yes(said: bool) -> str:
    return "yes" if said else "no"
