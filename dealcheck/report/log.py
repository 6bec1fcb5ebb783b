"""Rows of a build log beside the commands that it may hold: none of them is a command, whatever the texts say."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.report.concise import tally_words
from dealcheck.report.issues import plain, why_not
from dealcheck.report.record import DealReport, Result
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
