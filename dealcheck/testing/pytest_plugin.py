"""Collects `test` blocks as pytest items, in the files that the ini key `dealcheck_files` names; without it, nothing.

    [tool.pytest.ini_options]
    dealcheck_files = ["policies/*.policy", "talks/**/*.deal"]

Every run of pytest imports this file, so it imports nothing of the program before there is a file to collect.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dealcheck.diagnostics import Diagnostic
    from dealcheck.model.records import TestRecord
    from dealcheck.report.style import RenderOptions
    from dealcheck.report.tests import TestOutcome
    from dealcheck.testing.run import Suite

KEY = "dealcheck_files"
EXTENSIONS = (".policy", ".deal")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini key."""
    parser.addini(
        KEY,
        "files whose dealcheck `test` blocks are collected, from the root folder on: policies/*.policy talks/**/*.deal",
        type="args",
        default=[],
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PolicyFile | None:
    """The file, where a pattern matches it, or where it is named on the command line and there is a pattern at all."""
    patterns: Sequence[str] = parent.config.getini(KEY)
    if not patterns or file_path.suffix not in EXTENSIONS:
        return None
    if not parent.session.isinitpath(file_path) and not _matches(file_path, parent.config.rootpath, patterns):
        return None
    found: PolicyFile = PolicyFile.from_parent(parent, path=file_path)
    return found


def _matches(path: Path, root: Path, patterns: Iterable[str]) -> bool:
    """Whether a file is among those that patterns name from the root folder on."""
    if not path.is_relative_to(root):
        return False
    name = path.relative_to(root).as_posix()
    return any(re.fullmatch(_expression(pattern), name) for pattern in patterns)


def _expression(pattern: str) -> str:
    """A pattern as a regular expression: `**` is any number of folders, `*` and `?` stay within a name."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern.removeprefix("./"))
    signs = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(signs.get(part) or re.escape(part) for part in parts)


class PolicyFile(pytest.File):
    """A file with test blocks."""

    def collect(self) -> Iterable[PolicyTest]:
        """The tests of the file, each row of a table one of its own; an error outside of tests fails the file."""
        from dealcheck.api import Draft
        from dealcheck.loader import Fault, Library, Shelf
        from dealcheck.testing.run import Suite

        shelf = Shelf(self.config.rootpath)
        source = shelf.source(self.path, named=True)
        if isinstance(source, Fault):
            raise self.CollectError(self._said([source.diagnostic()]))
        suite = Suite(Draft(source, Library(shelf, self.path.parent)))
        if suite.errors:
            raise self.CollectError(self._said(suite.errors))
        for record in suite.tests:
            # As pytest writes parameters, so that FILE::NAME runs all rows of a test.
            name = record.name.replace(" [row ", "[row ") if record.row else record.name
            item: PolicyTest = PolicyTest.from_parent(self, name=name, suite=suite, record=record)
            yield item

    def _said(self, found: Iterable[Diagnostic]) -> str:
        """Diagnostics as the command shows them."""
        from dealcheck.report.diagnostics import render_diagnostic

        options = render_options(self.config)
        return "\n".join(render_diagnostic(each, options) for each in found).rstrip("\n")


class PolicyTest(pytest.Item):
    """A `test` block, or a row of its table."""

    def __init__(self, *, suite: Suite, record: TestRecord, **options: object) -> None:
        super().__init__(**options)  # type: ignore[arg-type]  # what pytest itself hands on
        self.suite = suite
        self.record = record

    def runtest(self) -> None:
        """Fail where an expectation is not met."""
        outcome = self.suite.run(self.record)
        if not outcome.passed:
            raise ExpectationFault(outcome)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """The difference as `dealcheck test` shows it."""
        if not isinstance(excinfo.value, ExpectationFault):
            return str(super().repr_failure(excinfo))
        from dealcheck.report.diagnostics import render_diagnostic
        from dealcheck.report.tests_full import failed

        options = render_options(self.config)
        parts = [failed(excinfo.value.outcome, options)]
        parts.extend(render_diagnostic(each, options) for each in self.suite.errors_of(self.record))
        return "\n".join(parts).rstrip("\n")

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the test stands, and its name."""
        return self.path, self.record.place.line - 1, self.record.name


class ExpectationFault(Exception):
    """A test that is not met."""

    def __init__(self, outcome: TestOutcome) -> None:
        super().__init__(outcome.name)
        self.outcome = outcome


def render_options(config: pytest.Config) -> RenderOptions:
    """How to render for pytest's own terminal."""
    from dealcheck.report.style import RenderOptions

    writer = config.get_terminal_writer()
    return RenderOptions(writer.hasmarkup, max(40, writer.fullwidth))
