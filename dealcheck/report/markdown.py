"""A check in Markdown, for the comment on a pull request: a table of the lines, and the details of those that fail.

Nothing that a draft or a policy says is markup, HTML, a link or the mention of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from dealcheck.evaluate.findings import Finding, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.concise import tally_words
from dealcheck.report.diagnostics import concise_diagnostic
from dealcheck.report.full import head_words
from dealcheck.report.issues import SAID_BESIDE, line_rows_of, plain
from dealcheck.report.log import NOTHING_JUDGED
from dealcheck.report.matrix_markdown import escaped, table
from dealcheck.report.record import DealReport, DraftReport, Result
from dealcheck.report.style import RenderOptions
from dealcheck.report.summary import ORDER
from dealcheck.report.words import (
    alike,
    causes_words,
    places_words,
    policies_words,
    remarks,
    unique,
    verdict_word,
    when_words,
)

MOST_LETTERS = 50_000
"""Letters after which no further details are told; a comment on GitHub holds 65,536."""

MOST_IN_CELL = 160
"""Letters of one cell; the details have more."""

MOST_DIAGNOSTICS = 100
"""Warnings and notes on the texts that are told; errors are all told."""

_GAP = "&#8203;"
"""A space without width: what stands apart refers to nobody and nothing."""

_REFERENCE = re.compile(r"@|(?:\\[\[#!~&$*]|[%^])(?=[\w\"{])|:(?=//|[\w+-]+:)|\b(?:www|[Gg][Hh])(?=[.-])")
"""Signs by which GitHub and GitLab make links of words: mentions, numbers of issues, addresses, names of pictures."""

_SIGNS = {
    Verdict.VIOLATED: "\u274c",
    Verdict.OPEN: "\u2753",
    Verdict.UNKNOWN: "\u2753",
    Verdict.MET: "\u2705",
    Verdict.INACTIVE: "\u2796",
}
"""A sign beside the word, for those who skim."""


def render(result: Result, options: RenderOptions) -> str:
    """The page: what is wrong with the texts, then each deal, then the details of what does not hold."""
    rows = ["## dealcheck", ""]
    if result.audience is not None:
        rows.extend([f"**{said(f'made for {result.audience.words}')}**", ""])
    rows.extend(_diagnostics(result))
    for draft in result.drafts:
        for deal in draft.deals:
            rows.extend([*_deal(draft, deal), ""])
    if not any(deal.checked.lines for deal in result.deals):
        rows.extend([f"{NOTHING_JUDGED.capitalize()}.", ""])
    return "\n".join([*rows, *_details(result, sum(map(len, rows)))]).rstrip("\n") + "\n"


def _diagnostics(result: Result) -> Iterator[str]:
    """Errors of the texts, then what else is said of them."""
    everything = result.everything
    errors = [found for found in everything if found.is_error]
    others = [found for found in everything if not found.is_error]
    told = [*errors, *others[:MOST_DIAGNOSTICS]]
    if errors:
        yield "**Not all could be judged.**"
        yield ""
    yield from (f"- {said(concise_diagnostic(found))}" for found in told)
    if len(others) > MOST_DIAGNOSTICS:
        yield f"- {len(others) - MOST_DIAGNOSTICS} further warnings and notes"
    if told:
        yield ""


def _deal(draft: DraftReport, deal: DealReport) -> Iterator[str]:
    """A deal: its head, its tally, a row for each of its lines."""
    checked = deal.checked
    yield f"### {said(head_words(draft.name, checked))}"
    yield ""
    yield f"Policies: {said(policies_words(draft.policies))}"
    if deal.chosen:
        yield f"\nChosen: {said('; '.join(deal.chosen))}"
    if checked.lines:
        yield f"\n**{said(tally_words(deal))}**"
        yield ""
        ordered = sorted(checked.lines, key=lambda line: (line.bystander, ORDER.index(line.verdict)))
        yield from table(["line", "level", "verdict", "where", "when", "found", "needed", "by"], map(_row, ordered))
    for note in checked.notes:
        yield f"\n{said(note)}"


def _row(line: LineVerdict) -> list[str]:
    """The cells of a line; its findings are told one by one in its details."""
    groups = alike(line.judgement.findings)
    verdict = f"{_SIGNS[line.verdict]} {said(verdict_word(line))}"
    level = f"{line.line.level}, bystander" if line.bystander else line.line.level
    missing = "" if groups else ", ".join(line.judgement.missing)
    return [
        said(line.line.full_name),
        level,
        f"**{verdict}**" if line.verdict is Verdict.VIOLATED else verdict,
        _cell((places_words(group) for group in groups) if groups else line.judgement.notes),
        _cell(when_words(group[0].when) for group in groups),
        _cell(group[0].found for group in groups),
        _cell(group[0].needed for group in groups),
        _cell([_by(groups), f"missing {missing}" if missing else ""]),
    ]


def _by(groups: Iterable[list[Finding]]) -> str:
    return causes_words(finding for group in groups for finding in group)


def _cell(texts: Iterable[str]) -> str:
    """Several texts in a cell, each once."""
    joined = "; ".join(unique(text for text in texts if text))
    if len(joined) > MOST_IN_CELL:
        joined = joined[:MOST_IN_CELL].rstrip(",|; ") + " ..."
    return said(joined)


def _details(result: Result, letters: int) -> Iterator[str]:
    """What there is to know of each line that does not hold or of which there is a remark, as far as a comment holds
    it.
    """
    left = 0
    for draft in result.drafts:
        for deal in draft.deals:
            for line in deal.checked.lines:
                if not _has_details(line):
                    continue
                told = [] if left else list(_detail(deal, line))
                letters += sum(map(len, told))
                left += letters > MOST_LETTERS
                yield from () if left else told
    if left:
        yield f"There is no room here for the details of {left} further {'line' if left == 1 else 'lines'}."


def _has_details(line: LineVerdict) -> bool:
    """Whether there is more to tell of a line than its row does."""
    if line.bystander:
        return False
    holds = line.verdict in (Verdict.MET, Verdict.INACTIVE)
    return not holds or any(remark.code not in SAID_BESIDE for remark in remarks(line))


def _detail(deal: DealReport, line: LineVerdict) -> Iterator[str]:
    """The details of a line, folded."""
    name = f"{deal.checked.deal} {line.line.full_name}".strip()
    yield "<details>"
    yield f"<summary><code>{escape(plain(name))}</code>: {escape(verdict_word(line))}</summary>"
    yield ""
    yield from (f"- {word}: {said(text)}" for word, text in line_rows_of(line))
    yield ""
    yield "</details>"
    yield ""


def said(text: str) -> str:
    """Words as they stand in Markdown on one line: nothing in them is markup, nor refers to anything."""
    return _REFERENCE.sub(lambda found: found.group() + _GAP, escaped(text))
