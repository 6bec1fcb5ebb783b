"""Every sample of the language reference runs, and the reference leaves out no word of the grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import frozen

from dealcheck import api, limits
from dealcheck.loader import Library, Shelf
from dealcheck.report.json import document
from dealcheck.shipped import shipped_folder
from dealcheck.source import Source
from dealcheck.syntax.grammar import grammar_folder
from dealcheck.testing.run import Suite
from dealcheck.values.units import PERIODS, SCALES, TIME_UNITS, UNITS

REFERENCE = grammar_folder() / "README.md"
TEXT = REFERENCE.read_text(encoding="utf-8")

PENDING = "<!-- pending -->"
"""Stands before a sample that is right and does not run yet."""

_FENCE = re.compile(r"^```(?P<language>\w+)(?P<options>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`+([^`]+)`+")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@frozen
class Fence:
    """A fenced block: its language, its options, its text and where it stands."""

    language: str
    options: dict[str, str]
    body: str
    line: int
    heading: str
    pending: bool

    @property
    def name(self) -> str:
        """The name of the file that the sample is."""
        return self.options.get("file", f"line-{self.line}.deal")


def _fences() -> Iterator[Fence]:
    for found in _FENCE.finditer(TEXT):
        before = TEXT[: found.start()]
        headings = _HEADING.findall(_FENCE.sub("", before))
        yield Fence(
            found["language"],
            dict(option.split("=", 1) for option in found["options"].split()),
            found["body"],
            before.count("\n") + 1,
            headings[-1],
            before.rstrip().endswith(PENDING),
        )


FENCES = tuple(_fences())
SAMPLES = tuple(fence for fence in FENCES if fence.language == "deal")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], api.Draft]:
    """Opens a sample among all others, which it may use, as a command would."""
    folder = tmp_path_factory.mktemp("reference")
    for fence in FENCES:
        if "file" in fence.options or fence.language == "deal":
            (folder / fence.name).write_text(fence.body, encoding="utf-8")
    shelf = Shelf(folder)
    library = Library(shelf, folder)

    def draft(name: str) -> api.Draft:
        source = shelf.source(folder / name)
        assert isinstance(source, Source), source
        return api.Draft(source, library)

    return draft


def _told(suite: Suite) -> tuple[list[str], list[str]]:
    """The codes of everything that is said of a sample's texts, and what its tests complain of."""
    codes = [found.code for found in suite.opened.diagnostics]
    complaints: list[str] = []
    for test in suite.tests:
        outcome = suite.run(test)
        if test.deal is not None:
            of_draft = api.judge_test(suite.opened, test, suite.opened.lines).diagnostics
            codes.extend(found.code for found in of_draft)
        if outcome.fault:
            complaints.append(f"{test.name}: {outcome.fault}")
        complaints.extend(
            f"{test.name}: {failure.line} {failure.expected}: {failure.why} {failure.actual}"
            for failure in outcome.failures
        )
    return codes, complaints


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.line}: {sample.heading}")
def test_sample(sample: Fence, opened: Callable[[str], api.Draft]) -> None:
    suite = Suite(opened(sample.name))
    codes, complaints = _told(suite)
    if sample.pending:
        pytest.skip(f"pending: {codes} {complaints}")
    headlines = [found.headline for found in suite.opened.diagnostics]
    if "error" in sample.options:
        assert codes == [sample.options["error"]], headlines
        return
    assert sorted(set(codes)) == sorted(sample.options.get("note", "").split(",")) if codes else True, headlines
    assert ("note" in sample.options) == bool(codes), headlines
    assert complaints == []
    assert suite.tests or "file" in sample.options, "a sample shows by a test what it means"


SLIPS = re.findall(r"^\| `([^`]+)`[^|`]*\| (DC\d{3})( <!-- pending -->)? \| (.*) \|$", TEXT, re.MULTILINE)
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


def test_fences_are_of_a_known_sort() -> None:
    assert {fence.language for fence in FENCES} <= {"deal", "csv", "json", "text"}
    assert TEXT.count("\n```") == 2 * len(FENCES)
    for fence in FENCES:
        assert set(fence.options) <= {"error", "note", "file"}


def test_samples_have_lines_that_fit_a_page() -> None:
    for fence in FENCES:
        assert all(len(line) <= 120 for line in fence.body.splitlines()), f"line {fence.line}"


def test_links_lead_somewhere() -> None:
    prose = _FENCE.sub("", TEXT)
    headings = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in _HEADING.findall(prose)}
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        file, _, heading = target.partition("#")
        assert (REFERENCE.parent / file).exists(), target
        assert not heading or heading in headings, target


def _words() -> set[str]:
    """Every word that the reference names: in backticks, or in a sample."""
    prose = _FENCE.sub("", TEXT)
    code = [fence.body for fence in SAMPLES] + _SPAN.findall(prose)
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
        assert f"{limit:,}".replace(",", "_") in TEXT or str(limit) in TEXT


def _keys(value: object) -> set[str]:
    """Every key of a JSON document, at any depth."""
    if isinstance(value, dict):
        names = {name for name in value if name.islower()}
        return names.union(*(_keys(each) for name, each in value.items() if not name.endswith("readings")))
    return set().union(*map(_keys, value)) if isinstance(value, list) else set()


def test_every_key_of_the_json_is_in_the_reference(opened: Callable[[str], api.Draft]) -> None:
    first = next(fence for fence in SAMPLES if fence.options.get("file") == "first-offer.deal")
    result = api.check([opened(first.name)], api.CheckOptions())
    of_check = document(result)
    section = TEXT.partition("## The JSON of a check")[2].partition("\n## ")[0]
    assert of_check["lines"]
    assert of_check["lines"][0]["findings"]
    said = set(re.findall(r"\w+", " ".join(_SPAN.findall(section))))
    assert _keys(of_check) - said == set()
    sample = next(fence for fence in FENCES if fence.language == "json")
    assert json.loads(sample.body) == of_check, "the reference shows what the program prints"


def test_the_reference_ships_with_the_program() -> None:
    assert (shipped_folder("grammar") / "README.md").samefile(REFERENCE)
    assert isinstance(REFERENCE, Path)
