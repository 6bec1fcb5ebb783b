"""What is in force at a point: the layers before and under a draft, and the text that each comes from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Cause
from dealcheck.evaluate.show import Shown
from dealcheck.report.diagnostics import render_diagnostics
from dealcheck.report.json import VERSION, cause_json, diagnostic_json
from dealcheck.report.style import RenderOptions, clip, pad, printable, text_width
from dealcheck.report.words import chosen_rows

_GAP = 2


@frozen
class PointReport:
    """The world at a point under one deal. `asked` is the point in words, `chosen` the choices made from without."""

    deal: str
    day: date
    asked: str
    pieces: tuple[Shown, ...]
    chosen: tuple[str, ...] = ()


@frozen
class PointsResult:
    """The world at a point under each deal of a draft, and what is wrong with the question or the draft."""

    points: tuple[PointReport, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def render(result: PointsResult, options: RenderOptions) -> str:
    """The pieces as tables, one for each kind and its parties, then where the texts are that they come from."""
    parts = [render_diagnostics(result.diagnostics, options)] if result.diagnostics else []
    for point in result.points:
        head = options.paint(printable(f"{point.deal} on {point.day}: {point.asked}"), "bold")
        parts.append("".join(f"{row}\n" for row in (head, *chosen_rows(point.chosen, options))))
        if not point.pieces:
            parts.append("nothing is in force there, before or under the draft\n")
        for (kind, parties), pieces in groupby(point.pieces, lambda piece: (piece.kind, piece.parties)):
            title = options.paint(printable(f"{kind} {parties}".strip()), "cyan")
            parts.append("\n".join([title, *_table(list(pieces), options)]) + "\n")
        causes = [cause for piece in point.pieces for cause in piece.causes]
        texts = sorted({(cause_name(cause), cause.place.source.name) for cause in causes if cause.place})
        if texts:
            width = max(text_width(name) for name, _ in texts)
            parts.append("".join(f"{printable(pad(name, width))}  {printable(file)}\n" for name, file in texts))
    return "\n".join(parts)


def _table(pieces: Sequence[Shown], options: RenderOptions) -> list[str]:
    """A row for each layer and what holds there: before, under the draft, and from which measure; like goods in one."""
    alike: dict[tuple[str, str, str, str], list[str]] = {}
    for piece in pieces:
        key = (piece.layer or "-", before_words(piece), now_words(piece), origin_words(piece.causes))
        alike.setdefault(key, []).append(piece.goods)
    rows = [["layer", "on", "before", "under the draft", "from"]]
    rows.extend([layer, goods_words(goods), *rest] for (layer, *rest), goods in alike.items())
    rows = [[printable(cell) for cell in row] for row in rows]
    kept = [at for at in range(len(rows[0])) if any(row[at] != "-" for row in rows[1:])]
    widths = {at: max(text_width(row[at]) for row in rows) for at in kept}
    spare = options.width - 2 - sum(widths.values()) - _GAP * (len(kept) - 1)
    if spare < 0 and 1 in widths:  # Long lists of goods give way first; the JSON has them whole.
        widths[1] = max(widths[1] + spare, 12)
    lines = []
    for number, row in enumerate(rows):
        cells = [pad(clip(row[at], widths[at]), widths[at]) for at in kept]
        line = "  " + (" " * _GAP).join(cells).rstrip()
        lines.append(options.paint(line, "dim") if number == 0 else line)
    return lines


def goods_words(goods: Iterable[str]) -> str:
    """Several scopes as one: codes in one list, names joined by `|`."""
    found = list(dict.fromkeys(each for each in goods if each))
    codes = ", ".join(each.removeprefix("hs ") for each in found if each.startswith("hs "))
    names = [each for each in found if not each.startswith("hs ")]
    return " | ".join([*names, *([f"hs {codes}"] if codes else [])]) or "-"


def before_words(piece: Shown) -> str:
    """The fields in the status quo."""
    return _fields(piece.before) if piece.exists_before else "none"


def now_words(piece: Shown) -> str:
    """The fields under the draft, and whether another layer displaces them."""
    if piece.asleep:
        return f"displaced ({_fields(piece.now)})"
    if not piece.exists_now:
        return "ended" if piece.exists_before else "none"
    return "the same" if piece.exists_before and piece.now == piece.before else _fields(piece.now)


def origin_words(causes: Iterable[Cause]) -> str:
    """The measures that give the values, by text and line: `mid_2025:84`, `term cars:4`."""
    said = [f"{cause_name(cause)}:{cause.place.line}" if cause.place else cause_name(cause) for cause in causes]
    return ", ".join(dict.fromkeys(said)) or "no text"


def cause_name(cause: Cause) -> str:
    """`term cars`, or the name of the baseline, letter or deal."""
    return f"term {cause.term}" if cause.term else cause.origin or "no text"


def _fields(fields: Iterable[tuple[str, str]]) -> str:
    """`rate 25%, share 60%`."""
    return ", ".join(f"{name} {value}" for name, value in fields) or "in force"


def render_json(result: PointsResult) -> str:
    """The result for programs, version 1."""
    document = {
        "version": VERSION,
        "points": [
            {
                "deal": point.deal,
                "on": str(point.day),
                "asked": point.asked,
                "chosen": list(point.chosen),
                "pieces": [_piece(piece) for piece in point.pieces],
            }
            for point in result.points
        ],
        "errors": [diagnostic_json(found) for found in result.diagnostics],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _piece(piece: Shown) -> dict[str, Any]:
    """One piece."""
    return {
        "kind": piece.kind,
        "parties": piece.parties,
        "layer": piece.layer or None,
        "goods": {"text": piece.goods, "hs": list(piece.hs)},
        "before": dict(piece.before) if piece.exists_before else None,
        "under_draft": dict(piece.now) if piece.exists_now else None,
        "displaced": dict(piece.now) if piece.asleep else None,
        "causes": [cause_json(cause) for cause in piece.causes],
    }
