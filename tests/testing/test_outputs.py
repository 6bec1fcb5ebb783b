"""What `dealcheck test` shows of failures: part by part for people, for programs, and as JUnit XML."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.loader import Library, Shelf
from dealcheck.report import tests as outcomes
from dealcheck.report.style import RenderOptions
from dealcheck.report.tests import FileOutcome, render
from dealcheck.report.tests_junit import render_junit
from dealcheck.source import Place, Source
from dealcheck.testing.run import Suite, run_suites

TEXT = """\
kind tariff { key by: party  key from: party  key on: goods  value rate: rate, less is freer  absent none }
product cars = hs 8703.22, 8703.80
baseline now on 2025-07-01 { tariff by US from JP on cars rate 25% }
policy JP {
  red line cars: no tariff by US from JP on cars may have rate >= 25%
    reading strict: no tariff by US from JP on cars may have rate >= 10%
  red line odd: judged "Fair?"
}
test "parts" {
  deal {
    between US, JP  dated 2025-07-05  against now
    term art1: tariff by US from JP on hs 8703.80 rate 12%, 26% from 2026-01-01
  }
  EXPECTATIONS
}
"""


def reports(expectations: str) -> list[FileOutcome]:
    shelf = Shelf(Path.cwd())
    return run_suites(
        [Suite(api.Draft(Source("p.policy", TEXT.replace("EXPECTATIONS", expectations)), Library(shelf, Path.cwd())))]
    )


def full(expectations: str, width: int = 100) -> str:
    return render(reports(expectations), (), "full", RenderOptions(width=width))


WHOLE = """\
failed: parts
p.policy:14:18: expect JP.cars violated by art1 only on hs 8703.80 from 2025-07-05
  there is no finding on 2025-07-05; there are findings in other places
    verdict  violated
    by       silence, art1
  - on       only hs 8703.80
  + on       cars
  - from     2025-07-05
  + from     2026-01-01
    until    no end
    violated by silence on hs 8703.22 from 2025-07-05 (25%, needed < 25%)
    violated by art1 on hs 8703.80 from 2026-01-01 (26%, needed < 25%)

1 test in 1 file: 0 passed, 1 failed
"""


def test_both_sides_of_each_part_that_differs() -> None:
    assert full("expect JP.cars violated by art1 only on hs 8703.80 from 2025-07-05") == WHOLE.replace(
        "+ on       cars", "+ on       hs 8703.22 | hs 8703.80"
    )


PARTS = {
    "verdict": ("expect JP.cars met", ["- verdict  met", "+ verdict  violated"]),
    "by": ("expect JP.cars violated by silence by art2", []),
    "on": ("expect JP.cars violated on hs 8704", ["- on       hs 8704", "+ on       hs 8703.22 | hs 8703.80"]),
    "from": ("expect JP.cars violated only from 2026-01-01", ["- from     only 2026-01-01", "+ from     2025-07-05"]),
    "until": (
        "expect JP.cars violated by art1 only until 2027-01-01",
        ["- until    only 2027-01-01", "+ until    no end"],
    ),
    "an open one": ("expect JP.odd met", ["- verdict  met", "+ verdict  unknown"]),
    "a reading": ("expect JP.cars violated reading strict met", ["- verdict  met", "+ verdict  violated"]),
}


@pytest.mark.parametrize(("expectation", "rows"), [part for part in PARTS.values() if part[1]])
def test_only_the_parts_that_differ_have_two_sides(expectation: str, rows: list[str]) -> None:
    signed = [line.strip() for line in full(expectation).splitlines() if line[2:4] in ("- ", "+ ")]
    assert signed == rows


def test_a_reading_is_named() -> None:
    said = full("expect JP.cars violated reading strict met")
    assert "expect JP.cars reading strict met\n" in said
    assert "\n    reading  strict\n" in said


def test_colour_marks_the_two_sides() -> None:
    painted = render(reports("expect JP.cars met"), (), "full", RenderOptions(color=True))
    assert "\x1b[1;31m  - verdict  met\x1b[0m\n\x1b[1;32m  + verdict  violated\x1b[0m\n" in painted
    assert "\x1b[1;34mp.policy:14:18\x1b[0m: expect JP.cars met\n" in painted


def test_long_rows_are_wrapped_below_their_text() -> None:
    said = full("expect JP.cars violated by art1 only on hs 8703.80 from 2025-07-05", 40)
    assert all(len(line) <= 40 for line in said.splitlines() if line[2:4] in ("- ", "+ "))


def test_one_line_for_each_failure() -> None:
    said = render(reports("expect JP.cars met reading strict met"), (), "concise", RenderOptions()).splitlines()
    assert [line.split(": ")[0] for line in said[:-1]] == ["p.policy:14:18", "p.policy:14:37"]
    assert said[0].startswith("p.policy:14:18: failed parts: JP.cars: it is violated: expected met, came violated by")


def document(expectations: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(reports(expectations), (), "json", RenderOptions()))
    return found


def test_the_json_has_both_sides() -> None:
    found = document("expect JP.cars violated by art1 only on hs 8703.80 until 2026-12-31")
    assert {key: found[key] for key in ("version", "passed", "failed", "left_out", "not_run")} == {
        "version": 1,
        "passed": 0,
        "failed": 1,
        "left_out": 0,
        "not_run": 0,
    }
    (failure,) = found["tests"][0]["failures"]
    assert failure["differs"] == ["on"]
    assert failure["at"] == {"file": "p.policy", "line": 14, "column": 18}
    assert failure["expected"] == {
        "text": "violated by art1 only on hs 8703.80 until 2026-12-31",
        "verdict": "violated",
        "by": ["art1"],
        "on": "hs 8703.80",
        "from": None,
        "until": "2026-12-31",
        "only": ["on"],
    }
    actual = failure["actual"]
    assert actual["findings"][1].startswith("violated by art1 on hs 8703.80 from 2026-01-01")
    assert {key: actual[key] for key in ("verdict", "by", "from", "until")} == {
        "verdict": "violated",
        "by": ["silence", "art1"],
        "from": "2026-01-01",
        "until": None,
    }


def test_every_key_of_the_json_is_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "grammar" / "README.md").read_text(encoding="utf-8")
    section = page.partition("## The JSON of tests")[2].partition("\n## ")[0]
    found = document("expect JP.cars met reading strict met")
    test = found["tests"][0]
    failure = test["failures"][0]
    keys = {*found, *test, *failure, *failure["expected"], *failure["actual"], *failure["at"]}
    assert {key for key in keys if f"`{key}`" not in section} == set()


# ---- JUnit -----------------------------------------------------------------------------------------------------------


def junit(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own


def test_junit_has_a_case_for_each_test_and_what_differs() -> None:
    found = reports("expect JP.cars met")
    said = render_junit(found, ())
    assert render_junit(reports("expect JP.cars met"), ()) == said
    root = junit(said)
    assert root.attrib == {"name": "dealcheck", "tests": "1", "failures": "1", "errors": "0"}
    (case,) = root.iter("testcase")
    assert case.attrib == {"classname": "p.policy", "name": "parts", "file": "p.policy", "line": "9"}
    (failure,) = case
    assert failure.attrib == {"message": "JP.cars: it is violated", "type": "expectation"}
    assert failure.text is not None
    assert failure.text.startswith("p.policy:14:18: expect JP.cars met\n  it is violated\n  - verdict  met\n")
    assert "time" not in said


def test_an_error_of_a_draft_stands_in_its_case() -> None:
    root = junit(render_junit(reports("expect JP.cars met by art2"), ()))
    (case,) = root.iter("testcase")
    (error,) = case
    assert (error.tag, root.attrib["errors"]) == ("error", "1")
    assert "error[DC212]" in (error.text or "")


def test_an_error_outside_of_tests_is_a_case_of_its_own() -> None:
    place = Place(Source("p.policy", "abc"), (0, 1))
    passed = outcomes.TestOutcome("a", Place(place.source, (2, 3)))
    found = FileOutcome("p.policy", (passed,), 0, (Diagnostic("DC202", "no product", place),))
    root = junit(render_junit([found], [Diagnostic("DC910", "there is no file x")]))
    cases = [(case.get("classname"), case.get("name"), len(case)) for case in root.iter("testcase")]
    assert cases == [("p.policy", "DC202", 1), ("p.policy", "a", 0), ("dealcheck", "DC910", 1)]
    assert root.attrib["errors"] == "2"


def test_what_xml_cannot_hold_is_shown() -> None:
    name = "a <b> & \"c\" 'd'\tx\ny\r\x00\x1b\ufffe\ud800\U0001f600"
    place = Place(Source("a&b<.policy", ""), (0, 0))
    said = render_junit([FileOutcome("a&b<.policy", (outcomes.TestOutcome(name, place),))], ())
    said.encode()
    (case,) = junit(said).iter("testcase")
    shown = name.replace("\r", "\\u{d}").replace("\x00", "\\u{0}").replace("\x1b", "\\u{1b}")
    assert case.get("name") == shown.replace("\ufffe", "\\u{fffe}").replace("\ud800", "\\u{d800}")
    assert case.get("classname") == "a&b<.policy"


def test_dates_need_no_clock() -> None:
    assert str(date.today().year) not in render_junit(reports("expect JP.cars violated"), ())  # noqa: DTZ011
