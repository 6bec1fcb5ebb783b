"""Rows of a build log beside the commands that it may hold: none of them is a command, whatever the texts say."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dealcheck.diagnostics import Severity
from dealcheck.report.concise import tally_words
from dealcheck.report.issues import Issue, issues_of, plain, why_not
from dealcheck.report.record import DealReport, Result
from dealcheck.report.style import RenderOptions
from dealcheck.report.words import verdict_word

NOTHING_JUDGED = "nothing was judged"


def head_rows(result: Result) -> Iterator[str]:
    """For whom the report is made, where it is for somebody."""
    if result.audience is not None:
        yield quiet(f"dealcheck: made for {result.audience.words}")


def line_rows(deal: DealReport) -> Iterator[str]:
    """The title of a deal with its tally, then each line with its verdict."""
    checked = deal.checked
    yield quiet(f"dealcheck: {checked.deal or 'no deal'}: {tally_words(deal) or 'no lines'}")
    for line in checked.lines:
        notes = line.judgement.notes
        beside = f" ({'; '.join(notes)})" if notes else ""
        # A reason has the word of the verdict in front.
        yield quiet(f"- {line.line.full_name}: {why_not(line) or verdict_word(line)}{beside}")
    for note in checked.notes:
        yield quiet(f"- {note}")


def nothing_rows(result: Result) -> Iterator[str]:
    """That nothing was judged, where that is so."""
    if not any(deal.checked.lines for deal in result.deals):
        yield f"dealcheck: {NOTHING_JUDGED}"


def quiet(text: str) -> str:
    """A row as it may stand in a log: GitHub and Azure obey `##[` and `##vso[` wherever they stand in one."""
    return plain(text).replace("##", "#\\u{23}")


def annotated(
    result: Result, options: RenderOptions, row: Callable[[Issue], str], opens: Callable[[str], str], closes: str
) -> str:
    """A service's row for each issue, the gravest first, then all verdicts, those of each deal in a group."""
    return "".join(f"{each}\n" for each in _annotated(result, options, row, opens, closes))


def _annotated(
    result: Result, options: RenderOptions, row: Callable[[Issue], str], opens: Callable[[str], str], closes: str
) -> Iterator[str]:
    yield from head_rows(result)
    issues = issues_of(result, options)
    for level in Severity:
        yield from (row(issue) for issue in issues if issue.severity is level)
    for deal in result.deals:
        title, *rows = line_rows(deal)
        yield opens(title)
        yield from rows
        yield closes
    yield from nothing_rows(result)
