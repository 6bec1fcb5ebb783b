"""What the outputs look like, as files to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from dealcheck.model.records import Waiver
from dealcheck.report import azure, concise, csv, full, github, gitlab, jsonl, junit, markdown, sarif, tap
from dealcheck.report import json as json_report
from dealcheck.report.record import Result
from dealcheck.report.style import RenderOptions, text_width
from tests.report import records

WAIVER = Waiver("JP.rice", date(2025, 9, 1), "cabinet decision", records.at(records.POLICY, "concern rice"))
RESULTS = {
    "mixed": records.result(
        records.autos(records.BY_SILENCE, records.BY_TERM), records.rice(), records.spirit(), records.cap()
    ),
    "waived": records.result(records.rice(WAIVER), records.cap(bystander=True)),
    "expired": records.result(records.rice(WAIVER, expired=True)),
    "nothing": Result(()),
}


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize(
    ("form", "render"),
    [
        ("full", full.render),
        ("concise", concise.render),
        ("json", json_report.render),
        ("jsonl", jsonl.render),
        ("sarif", sarif.render),
        ("github", github.render),
        ("gitlab", gitlab.render),
        ("azure", azure.render),
        ("junit", junit.render),
        ("tap", tap.render),
        ("markdown", markdown.render),
        ("csv", csv.render),
    ],
)
def test_outputs(
    name: str, form: str, render: Callable[[Result, RenderOptions], str], expected: Callable[[str, str], None]
) -> None:
    expected(f"{name}.{form}.txt", render(RESULTS[name], RenderOptions()))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("name", RESULTS)
def test_full_output_keeps_to_the_width(name: str, width: int) -> None:
    rows = full.render(RESULTS[name], RenderOptions(width=width)).splitlines()
    longest = max(
        (text_width(row) for row in rows if "-->" not in row and ":::" not in row and "[DC" not in row), default=0
    )
    assert longest <= width or width < 60


@pytest.mark.parametrize("name", RESULTS)
def test_color_adds_nothing_but_color(name: str) -> None:
    import re

    colored = full.render(RESULTS[name], RenderOptions(color=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == full.render(RESULTS[name], RenderOptions())


def test_json_has_the_documented_keys() -> None:
    document = json.loads(json_report.render(RESULTS["mixed"], RenderOptions()))
    assert document["version"] == 1
    assert {"version", "deal", "as_of", "lines", "packages", "errors"} <= set(document)
    line = document["lines"][0]
    assert {"line", "party", "level", "bystander", "verdict", "readings", "findings"} <= set(line)
    finding = line["findings"][0]
    assert {"verdict", "where", "when", "found", "needed", "cause", "depends_on", "missing"} <= set(finding)
    assert set(finding["where"]) >= {"text", "hs"}
    assert finding["when"] == {"from": "2025-08-01", "until": None}
    assert set(finding["cause"]) >= {"kind", "term", "file", "line", "column"}


@pytest.mark.parametrize(
    ("result", "fail_on", "code"),
    [
        (records.result(records.cap()), set(), 0),
        (records.result(records.autos(records.BY_TERM)), set(), 1),
        (records.result(records.rice()), set(), 0),
        (records.result(records.rice()), {"concern"}, 1),
        (records.result(records.rice(WAIVER)), {"concern"}, 0),
        (records.result(records.rice(WAIVER, expired=True)), {"concern"}, 1),
        (records.result(records.spirit()), set(), 0),
        (records.result(records.spirit()), {"unknown"}, 1),
        (records.result(records.spirit()), {"open"}, 0),
    ],
)
def test_exit_codes(result: Result, fail_on: set[str], code: int) -> None:
    assert result.exit_code(frozenset(fail_on)) == code
