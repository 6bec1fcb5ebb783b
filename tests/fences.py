"""The samples of a Markdown page: fenced blocks that are whole texts in the language, or tables that these read.

The words after a fence's language say what it is: `file=NAME` that other samples use it under that name, `note=CODES`
what is said of it beside its verdicts, `error=CODE` that it is wrong and how the program answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from dealcheck import api
from dealcheck.loader import Library, Shelf
from dealcheck.source import Source
from dealcheck.testing.run import Suite

PENDING = "<!-- pending -->"
"""Stands before a sample that is right and does not run yet."""

_FENCE = re.compile(r"^```(?P<language>\w+)(?P<options>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)

Opener: TypeAlias = Callable[[str], api.Draft]
"""Opens a sample by the name of its file."""


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


@frozen
class Page:
    """A Markdown page with its samples."""

    path: Path
    text: str
    fences: tuple[Fence, ...]

    @property
    def samples(self) -> tuple[Fence, ...]:
        """The fences in the language."""
        return tuple(fence for fence in self.fences if fence.language == "deal")

    @property
    def prose(self) -> str:
        """The page without its fences."""
        return _FENCE.sub("", self.text)

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Every heading with its level."""
        return [(len(signs), words) for signs, words in _HEADING.findall(self.prose)]


def page(path: Path) -> Page:
    """The page at a path."""
    text = path.read_text(encoding="utf-8")
    return Page(path, text, tuple(_fences(text)))


def _fences(text: str) -> Iterator[Fence]:
    """The fences of a text, in their order."""
    for found in _FENCE.finditer(text):
        before = text[: found.start()]
        yield Fence(
            found["language"],
            dict(option.split("=", 1) for option in found["options"].split()),
            found["body"],
            before.count("\n") + 1,
            _HEADING.findall(_FENCE.sub("", before))[-1][1],
            before.rstrip().endswith(PENDING),
        )


def opener(fences: Iterable[Fence], folder: Path) -> Opener:
    """Writes samples into a folder, and opens one among all others, which it may use, as a command would."""
    for fence in fences:
        if "file" in fence.options or fence.language == "deal":
            (folder / fence.name).write_text(fence.body, encoding="utf-8")
    shelf = Shelf(folder)
    library = Library(shelf, folder)

    def draft(name: str) -> api.Draft:
        source = shelf.source(folder / name)
        assert isinstance(source, Source), source
        return api.Draft(source, library)

    return draft


def told(suite: Suite) -> tuple[list[str], list[str]]:
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


def assert_runs(sample: Fence, suite: Suite) -> None:
    """Fail unless a sample says what its options say, its tests pass, and it has one."""
    codes, complaints = told(suite)
    headlines = [found.headline for found in suite.opened.diagnostics]
    if "error" in sample.options:
        assert codes == [sample.options["error"]], headlines
        return
    assert sorted(set(codes)) == sorted(sample.options.get("note", "").split(",")) if codes else True, headlines
    assert ("note" in sample.options) == bool(codes), headlines
    assert complaints == []
    assert suite.tests or "file" in sample.options, "a sample shows by a test what it means"


def assert_well_formed(shown: Page, languages: set[str]) -> None:
    """Fail where a fence is of an unknown sort, or has a line that does not fit the page."""
    assert {fence.language for fence in shown.fences} <= languages
    assert shown.text.count("\n```") == 2 * len(shown.fences)
    for fence in shown.fences:
        assert set(fence.options) <= {"error", "note", "file"}
        assert all(len(line) <= 120 for line in fence.body.splitlines()), f"line {fence.line}"


def assert_laid_out(shown: Page) -> None:
    """Fail where a sample that can be read is not laid out as `dealcheck format` would."""
    for sample in shown.samples:
        formatted = api.format_text(Source(sample.name, sample.body))
        assert formatted.diagnostics or formatted.text == sample.body, f"line {sample.line}"


def assert_links_lead_somewhere(shown: Page) -> None:
    """Fail where a link leads to no file, or to no heading of its page."""
    for target in re.findall(r"\]\(([^)]+)\)", shown.prose):
        name, _, heading = target.partition("#")
        file = shown.path.parent / name if name else shown.path
        assert file.exists(), target
        assert not heading or heading in _anchors(page(file)), target


def _anchors(shown: Page) -> set[str]:
    """What links may name a heading by."""
    return {re.sub(r"[^\w -]", "", words.lower()).replace(" ", "-") for _, words in shown.headings}
