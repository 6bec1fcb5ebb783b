"""Why a line holds or not: its sentence taken apart, each part with its truth and the points that bear it out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Finding, LineVerdict, When
from dealcheck.evaluate.why import Reason
from dealcheck.logic import Truth
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.json import VERSION, diagnostic_json, finding_json, line_json
from dealcheck.report.style import RenderOptions, printable, wrap
from dealcheck.report.words import cause_words, chosen_rows, points_words, shortened, verdict_word, when_words

MOST_POINTS = 12
"""Points shown under one sentence; the others are counted."""

MOST_LETTERS = 300
"""Letters of one point; a list of codes may be far longer."""

_TRUTHS = {True: ("holds", "green"), False: ("does not hold", "red"), None: ("cannot tell", "yellow")}


@frozen
class LineReasons:
    """A line's verdict under one deal, with the reason tree of its sentence (under `""`) and of each reading.

    `chosen` are the choices made from without, in words.
    """

    deal: str
    verdict: LineVerdict
    trees: tuple[tuple[str, Reason], ...]
    chosen: tuple[str, ...] = ()


@frozen
class ReasonsResult:
    """The reasons for a line under each deal of a draft, and what is wrong with the question or the draft."""

    lines: tuple[LineReasons, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def render(result: ReasonsResult, options: RenderOptions) -> str:
    """Each tree, indented."""
    parts = [render_diagnostics(result.diagnostics, options)] if result.diagnostics else []
    for line in result.lines:
        record = line.verdict.line
        label = f' "{record.label}"' if record.label else ""
        place = record.place
        head = f"{record.full_name}{label} under {line.deal}: {verdict_word(line.verdict)}"
        rows = [
            options.paint(printable(head), "bold"),
            f" {options.paint('-->', 'blue')} {place.source.name}:{place.line}:{place.column}",
        ]
        rows.extend(chosen_rows(line.chosen, options))
        rows.extend(f"  {printable(note)}" for note in line.verdict.judgement.notes)
        for name, reason in line.trees:
            if name:
                rows.extend(["", f"reading {name}"])
            rows.extend(_tree(reason, 1, options))
        if not line.trees:
            rows.append("  the sentence has an error, so it cannot be judged")
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def _tree(reason: Reason, depth: int, options: RenderOptions) -> Iterator[str]:
    """The rows of a reason and its parts."""
    indent = "  " * depth
    word, paint = _TRUTHS[reason.truth]
    first, *rest = wrap(printable(reason.text), max(options.width - len(indent) - len(word) - 2, 20))
    yield f"{indent}{options.paint(word, paint)}: {first}"
    yield from (f"{indent}  {row}" for row in rest)
    indent += "  "
    if reason.note:
        yield f"{indent}{printable(reason.note)}"
    if len(reason.when) > 1:
        periods = (f"{when_words(When(stretch.first, stretch.last))} {_truth(truth)}" for stretch, truth in reason.when)
        yield from (f"{indent}{row}" for row in wrap("; ".join(periods), max(options.width - len(indent), 20)))
    for point in reason.points[:MOST_POINTS]:
        first, *rest = wrap(
            printable(shortened(point_words(point), MOST_LETTERS)), max(options.width - len(indent) - 2, 20)
        )
        yield f"{indent}- {first}"
        yield from (f"{indent}  {row}" for row in rest)
    if len(reason.points) > MOST_POINTS:
        yield f"{indent}- {len(reason.points) - MOST_POINTS} further points; --format json has them all"
    for part in reason.parts:
        yield from _tree(part, depth + 1, options)


def _truth(truth: Truth) -> str:
    """The word for a truth."""
    return _TRUTHS[truth][0]


def point_words(point: Finding) -> str:
    """A point, what was found there, what is needed, and which text says so."""
    said = f"{points_words(point.where)}, {when_words(point.when)}"
    said += f": {point.found}" if point.found else ""
    said += f", needed {point.needed}" if point.needed else ""
    said += f", missing {', '.join(point.missing)}" if point.missing else ""
    causes = []
    for cause in point.causes:
        at = f" {cause.place.source.name}:{cause.place.line}" if cause.place else ""
        causes.append(f"{cause_words(cause)}{at}")
    return said + (f" ({'; '.join(dict.fromkeys(causes))})" if causes else "")


def render_json(result: ReasonsResult) -> str:
    """The result for programs, version 1."""
    document = {
        "version": VERSION,
        "lines": [
            {
                "deal": line.deal,
                "chosen": list(line.chosen),
                **line_json(line.verdict),
                "why": [{"reading": name or None, **_reason(reason)} for name, reason in line.trees],
            }
            for line in result.lines
        ],
        "errors": [diagnostic_json(found) for found in result.diagnostics],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _reason(reason: Reason) -> dict[str, Any]:
    """A reason and its parts."""
    return {
        "text": reason.text,
        "holds": reason.truth,
        "note": reason.note,
        "when": [
            {"from": str(stretch.first), "until": str(stretch.last) if stretch.last else None, "holds": truth}
            for stretch, truth in reason.when
        ],
        "points": [finding_json(point) for point in reason.points],
        "parts": [_reason(part) for part in reason.parts],
    }
