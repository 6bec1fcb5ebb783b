"""The matrix for programs, version 1: the deals, and each line with a cell for each of them."""

from __future__ import annotations

import json
from typing import Any

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.report.json import VERSION, day_json, diagnostic_json, place_json, policies_json
from dealcheck.report.matrix import Column, Matrix, Row, causes_of, places_of
from dealcheck.report.overview import counted
from dealcheck.report.record import waived
from dealcheck.report.style import RenderOptions
from dealcheck.report.summary import ORDER


def render(matrix: Matrix, options: RenderOptions) -> str:
    """One JSON document. The cells of a line stand in the order of the deals, null where a draft does not meet it."""
    document = {
        "version": VERSION,
        "deals": [_deal(column) for column in matrix.columns],
        "lines": [_line(row) for row in matrix.shown],
        "errors": [diagnostic_json(found) for found in matrix.diagnostics],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _deal(column: Column) -> dict[str, Any]:
    """One deal, with the counts of its parties' lines and of bystanders' lines."""
    checked = column.deal.checked
    return {
        "number": column.number,
        "deal": checked.deal or None,
        "label": checked.label,
        "file": column.draft.name,
        "as_of": day_json(checked.as_of),
        "effective": day_json(checked.effective),
        "parties": list(column.parties),
        "policies": policies_json(column.draft.policies),
        "chosen": list(column.deal.chosen),
        "counts": {verdict.value: counted(column.own, verdict) for verdict in ORDER},
        "bystanders": {verdict.value: counted(column.others, verdict) for verdict in ORDER},
    }


def _line(row: Row) -> dict[str, Any]:
    """One line with its cells."""
    return {
        "line": row.line.full_name,
        "party": row.line.party,
        "level": row.line.level,
        "label": row.line.label,
        "at": place_json(row.line.place),
        "cells": [None if cell is None else _cell(cell) for cell in row.cells],
    }


def _cell(cell: LineVerdict) -> dict[str, Any]:
    """A line's verdict under one deal; `readings` are those that differ."""
    return {
        "verdict": cell.verdict.value,
        "bystander": cell.bystander,
        "waived": waived(cell),
        "readings": {name: judged.verdict.value for name, judged in cell.differing},
        "causes": causes_of(cell),
        "where": places_of(cell),
    }
