"""Every sample of the language reference runs, and the reference leaves out no word of the grammar."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from attrs import evolve

from dealcheck import api, limits
from dealcheck.loader import Library, Shelf
from dealcheck.report.json import document
from dealcheck.report.record import Input, Receipt
from dealcheck.shipped import shipped_folder
from dealcheck.source import Source
from dealcheck.syntax.grammar import grammar_folder
from dealcheck.testing.run import Suite
from dealcheck.values.units import PERIODS, SCALES, TIME_UNITS, UNITS
from tests.fences import (
    Fence,
    Opener,
    assert_laid_out,
    assert_links_lead_somewhere,
    assert_runs,
    assert_well_formed,
    opener,
    page,
    told,
)

REFERENCE = grammar_folder() / "README.md"
PAGE = page(REFERENCE)
SAMPLES = PAGE.samples

_SPAN = re.compile(r"`+([^`]+)`+")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opener:
    """Opens a sample among all others, which it may use, as a command would."""
    return opener(PAGE.fences, tmp_path_factory.mktemp("reference"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.line}: {sample.heading}")
def test_sample(sample: Fence, opened: Opener) -> None:
    suite = Suite(opened(sample.name))
    if sample.pending:
        pytest.skip(f"pending: {told(suite)}")
    assert_runs(sample, suite)


SLIPS = re.findall(r"^\| `([^`]+)`[^|`]*\| (DC\d{3})( <!-- pending -->)? \| (.*) \|$", PAGE.text, re.MULTILINE)
"""The rows of the tables of slips: what is written, the code, whether that is pending, what to write instead."""

SETTINGS = {
    "on": "tariff by US from JP {} layer extra rate 5%",
    "rate": "tariff by US from JP on hs 8703 layer extra {}",
    "volume": "export_cap by JP to US on hs 8703 {}",
    "amount": "investment by JP to US {}",
}
"""A measure around each slip, by the word with which it begins."""


def _codes_of(fragment: str) -> list[str]:
    """The codes of a draft with a measure that has a fragment in it."""
    measure = SETTINGS[fragment.split(maxsplit=1)[0]].format(fragment.replace("\\|", "|"))
    text = (
        'use "trade"\nproduct cars = hs 8703\nproduct vans = hs 8704.21\nbaseline now on 2025-07-01 { }\n'
        f"deal offer {{ between US, JP  dated 2025-07-01  against now  term t: {measure} }}\n"
    )
    shelf = Shelf()
    opened = api.open_alone(api.Draft(Source("slip.deal", text), Library(shelf, Path.cwd())))
    return [found.code for found in opened.diagnostics]


@pytest.mark.parametrize(("written", "code", "pending", "instead"), SLIPS, ids=[written for written, *_ in SLIPS])
def test_slip(written: str, code: str, pending: str, instead: str) -> None:
    if pending:
        pytest.skip(f"pending: {_codes_of(written)}")
    assert _codes_of(written) == [code]
    for fragment in _SPAN.findall(instead):
        assert _codes_of(fragment) == []


def test_slips_were_found() -> None:
    assert len(SLIPS) > 15


def test_fences_are_well_formed() -> None:
    assert_well_formed(PAGE, {"deal", "csv", "json", "text", "yaml"})
    assert_laid_out(PAGE)


def test_links_lead_somewhere() -> None:
    assert_links_lead_somewhere(PAGE)


def _words() -> set[str]:
    """Every word that the reference names: in backticks, or in a sample."""
    code = [fence.body for fence in SAMPLES] + _SPAN.findall(PAGE.prose)
    return set(re.findall(r"\w+", "\n".join(code)))


def _keywords() -> set[str]:
    """Every word that stands literally in the grammar."""
    grammar = (grammar_folder() / "deal.lark").read_text(encoding="utf-8")
    rules = [line for line in grammar.splitlines() if not line.lstrip().startswith("//")]
    return set(re.findall(r'"([a-z_]{2,})"', "\n".join(rules)))


def test_every_keyword_is_in_the_reference() -> None:
    keywords = _keywords()
    assert {"baseline", "unless", "all_in", "complete", "by"} <= keywords
    assert keywords - _words() == set()


def test_every_unit_is_in_the_reference() -> None:
    assert {*UNITS, *TIME_UNITS, *PERIODS, *SCALES} - {""} - _words() == set()


def test_the_limits_are_those_of_the_program() -> None:
    for limit in (limits.NESTING, limits.OPERATORS, limits.DIGITS):
        assert f"{limit:,}".replace(",", "_") in PAGE.text or str(limit) in PAGE.text


NAMED = ("readings", "reading_findings", "texts", "fields")
"""Objects whose keys are names of the user's."""


def _keys(value: object) -> set[str]:
    """Every key of a JSON document, at any depth."""
    if isinstance(value, dict):
        names = {name for name in value if name.islower()}
        return names.union(*(_keys(each) for name, each in value.items() if name not in NAMED))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def test_every_key_of_the_json_is_in_the_reference(opened: Opener) -> None:
    first = next(fence for fence in SAMPLES if fence.options.get("file") == "first-offer.deal")
    result = api.check([opened(first.name)], api.CheckOptions(counting=True, detailed=True))
    read = Input(first.name, sha256(first.body.encode()).hexdigest())
    of_check = document(evolve(result, receipt=Receipt("dealcheck 0.1.0", (read,))))
    section = PAGE.text.partition("## The JSON of a check")[2].partition("\n## ")[0]
    assert of_check["lines"]
    assert of_check["lines"][0]["findings"]
    said = set(re.findall(r"\w+", " ".join(_SPAN.findall(section))))
    assert _keys(of_check) - said == set()
    sample = next(fence for fence in PAGE.fences if fence.language == "json")
    assert json.loads(sample.body) == of_check, "the reference shows what the program prints"


def test_the_reference_ships_with_the_program() -> None:
    assert (shipped_folder("grammar") / "README.md").samefile(REFERENCE)
    assert isinstance(REFERENCE, Path)
