"""Test blocks for people: each expectation that is not met, part by part beside what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealcheck.diagnostics import Diagnostic
from dealcheck.report.diagnostics import render_diagnostic
from dealcheck.report.style import RenderOptions, pad, printable, wrap
from dealcheck.report.tests import Failure, FileOutcome, Part, TestOutcome, at, found_in, tally

_NAMES = 9
"""Columns for the name of a part."""
_INDENT = 4 + _NAMES
"""Columns before what is said of a part."""
_SIGNS = {"-": "red", "+": "green"}


def render_full(files: Sequence[FileOutcome], problems: Sequence[Diagnostic], options: RenderOptions) -> str:
    """What is wrong with the files, the tests that fail, and the tally."""
    parts = [render_diagnostic(each, options) for each in found_in(files, problems)]
    parts.extend(failed(test, options) for file in files for test in file.tests if not test.passed)
    return "\n".join([*parts, f"{tally(files)}\n"])


def failed(test: TestOutcome, options: RenderOptions) -> str:
    """A failed test: its name, then each expectation and how it differs from what came, ending in a line break."""
    rows = [f"{options.paint('failed', 'red')}{options.paint(printable(f': {test.name}'), 'bold')}"]
    if test.fault:
        rows.append(f"{options.paint(printable(at(test.place)), 'blue')}: {test.fault}")
    for failure in test.failures:
        rows.extend(difference(failure, options))
    text = "\n".join(rows) + "\n"
    return "\n".join([text, *(render_diagnostic(each, options) for each in test.diagnostics)])


def difference(failure: Failure, options: RenderOptions) -> Iterator[str]:
    """The lines that show an expectation, what is unlike it, and both sides of every part."""
    expected = printable(f"expect {failure.name} {failure.expected}".rstrip())
    yield f"{options.paint(printable(at(failure.place)), 'blue')}: {expected}"
    yield f"  {printable(failure.why)}"
    if failure.reading:
        yield from _row(" ", "reading", failure.reading, options)
    for part in failure.parts:
        yield from _part(part, options)
    # A lone row that is the verdict again says nothing new.
    rows = [row for row in failure.actual if failure.seen is not None and row != failure.seen.verdict]
    for row in rows:
        first, *rest = wrap(printable(row), max(options.width - 6, 20))
        yield f"    {first}"
        yield from (f"      {line}" for line in rest)


def _part(part: Part, options: RenderOptions) -> Iterator[str]:
    if part.fits:
        yield from _row(" ", part.name, part.actual, options)
        return
    yield from _row("-", part.name, part.expected, options)
    yield from _row("+", part.name, part.actual, options)


def _row(sign: str, name: str, text: str, options: RenderOptions) -> Iterator[str]:
    """`  - by       art1`, wrapped below the text."""
    first, *rest = wrap(printable(text), max(options.width - _INDENT, 20))
    for line in (f"  {sign} {pad(name, _NAMES)}{first}", *(" " * _INDENT + line for line in rest)):
        yield options.paint(line, _SIGNS[sign]) if sign in _SIGNS else line
