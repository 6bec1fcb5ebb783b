"""A check as the issues list of a negotiation: a Word document whose table is there to be filled in.

What does not hold stands first, a row for each article or silence; the columns for the own position and for notes are
empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count

from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.evaluate.findings import Cause, Finding, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.concise import tally_words
from dealcheck.report.docx_file import document_file
from dealcheck.report.docx_markup import (
    MOST_KEPT,
    NOTHING,
    TAB,
    Word,
    cell,
    labelled,
    page_number,
    paragraph,
    row,
    run,
    table,
    twips,
)
from dealcheck.report.issues import by_place
from dealcheck.report.log import NOTHING_JUDGED
from dealcheck.report.page.head import title_of, verdict_sentence
from dealcheck.report.page.markup import Anchors
from dealcheck.report.page.view import HOLDING, DealView, sign_of, views_of
from dealcheck.report.record import Result, waived
from dealcheck.report.style import RenderOptions
from dealcheck.report.summary import ORDER
from dealcheck.report.verdicts import MOST_LETTERS, finding_notes, line_notes
from dealcheck.report.words import (
    alike,
    cause_words,
    causes_words,
    joined,
    places_words,
    policies_words,
    shortened,
    verdict_word,
    when_words,
)

MOST_CAUSES = 6
"""Causes of one row that are told; the others are counted."""

MOST_GROUPS = 3
"""Unlike findings of a line that holds which are told."""

NONE = "\u2013"
"""Says that there is nothing to say."""

_ISSUES = (
    # head, millimetres
    ("No.", 10),
    ("Article", 29),
    ("Line", 35),
    ("Verdict", 21),
    ("Found, needed", 39),
    ("When", 27),
    ("Source", 31),
    ("Mend, proposal", 29),
    ("Position", 23),
    ("Notes", 23),
)
_HELD = (("No.", 10), ("Line", 50), ("Level", 30), ("Verdict", 24), ("By what", 103), ("Notes", 50))

_GROUNDS = {
    Verdict.VIOLATED: "F8D7DA",
    Verdict.OPEN: "FFF3CD",
    Verdict.UNKNOWN: "FFF3CD",
    Verdict.MET: "DDEEDD",
    Verdict.INACTIVE: "EEEEEE",
}
"""The ground of a verdict; its sign and its word say the same."""

_TO_DO = ("violated if", "met if", "missing")
"""The notes on a line that say what its verdict hangs on."""

_SEVERITIES = list(Severity)


def render(result: Result, options: RenderOptions) -> bytes:
    """The document: what is wrong with the texts, each deal with its issues and with what holds, the receipt."""
    views = views_of(result, Anchors())
    title = _title(views)
    told = sorted(result.everything, key=lambda found: _SEVERITIES.index(found.severity))
    notes = list(_diagnostics(told))
    wrong = any(found.is_error for found in told)
    audience = f"made for {result.audience.words}" if result.audience is not None else ""
    body = [paragraph("Title", run(title))]
    if audience:
        body.append(paragraph("Lead", run(audience)))
    body.extend(notes if wrong else [])
    numbers = count(1)
    for at, view in enumerate(views):
        body.extend(_deal(view, len(views) > 1, at > 0, numbers))
    if not any(view.deal.checked.lines for view in views):
        body.append(paragraph("Lead", run(f"{NOTHING_JUDGED.capitalize()}.")))
    body.extend([] if wrong else notes)
    body.extend(_receipt(result))
    foot = "; ".join(text for text in (f"Issues list: {title}", audience) if text)
    return document_file(f"Issues list: {title}", body, [run(foot), TAB, page_number()])


def _title(views: Sequence[DealView]) -> str:
    if not views:
        return "No deal"
    return title_of(views[0]) if len(views) == 1 else f"{len(views)} deals"


def _diagnostics(told: Sequence[Diagnostic]) -> Iterator[Word]:
    """Errors, warnings and notes, each with its place and the way out."""
    if told:
        yield paragraph("Heading2", run("Errors, warnings and notes"))
    for found in told:
        place = found.place
        at = f" ({place.source.name}:{place.line}:{place.column})" if place is not None else ""
        yield paragraph("ListBullet", labelled(f"{found.severity.value} {found.code}", found.headline + at))
        for note in (*found.notes, f"help: {found.help}" if found.help else ""):
            if note:
                yield paragraph("ListContinue", run(note))


# ---- A deal ----------------------------------------------------------------------------------------------------------


def _deal(view: DealView, several: bool, later: bool, numbers: Iterator[int]) -> Iterator[Word]:
    """A deal: its head, its issues, what holds."""
    deal, checked = view.deal, view.deal.checked
    if several:
        yield paragraph("Heading1", run(title_of(view)), before_page=later)
    facts = (
        ("deal", checked.deal),
        ("parties", joined(deal.head.parties) if deal.head else ""),
        ("effective", str(checked.effective or "")),
        ("as of", str(checked.as_of or "")),
        ("text", view.draft.name),
        ("policies", policies_words(view.draft.policies)),
        ("chosen", "; ".join(deal.chosen)),
        ("tally", tally_words(deal)),
    )
    yield from (paragraph("Facts", labelled(word, text)) for word, text in facts if text)
    yield paragraph("Lead", run(verdict_sentence(view)))
    ordered = sorted(checked.lines, key=lambda line: (ORDER.index(line.verdict), waived(line), line.bystander))
    issues = [line for line in ordered if line.verdict not in HOLDING]
    held = [line for line in ordered if line.verdict in HOLDING]
    if issues:
        heads, widths = [head for head, _ in _ISSUES], [twips(width) for _, width in _ISSUES]
        yield paragraph("Heading2", run("Issues"))
        yield table("Issues", heads, widths, (each for line in issues for each in _issue_rows(line, widths, numbers)))
    if held:
        heads, widths = [head for head, _ in _HELD], [twips(width) for _, width in _HELD]
        yield paragraph("Heading2", run("Lines that are met or not held now"))
        yield table(
            "Lines that are met or not held now", heads, widths, (_held_row(line, widths, numbers) for line in held)
        )
    if checked.notes:
        yield paragraph("Heading2", run("Notes on this deal"))
        yield from (paragraph("ListBullet", run(note)) for note in checked.notes)


def _issue_rows(line: LineVerdict, widths: Sequence[int], numbers: Iterator[int]) -> Iterator[Word]:
    """A row for each cause of a line's verdict; what concerns the line as a whole stands in the first."""
    notes = line_notes(line)
    sources = [text for word, text in notes if word == "source"]
    hangs = [(word, text) for word, text in notes if word in _TO_DO]
    others = [(word, text) for word, text in notes if word != "source" and word not in _TO_DO]
    named = tuple(_line(line))
    verdict = (paragraph("Cell", run(f"{sign_of(line.verdict)} {verdict_word(line)}", "Named")),)
    grounds = [_GROUNDS[line.verdict] if head == "Verdict" else "" for head, _ in _ISSUES]
    first = 0
    for group in by_place(line.judgement.findings) or [[]]:
        number = next(numbers)
        if first:
            sources, hangs, others = [], [], [("see", f"no. {first}")] if notes else []
        first = first or number
        found = dict(finding_notes(group)) if group else {}
        cells: tuple[Iterable[Word], ...] = (
            (paragraph("Cell", run(str(number))),),
            _causes(group),
            (*named, *(_small(word, text) for word, text in others)) if others else named,
            verdict,
            _told(found, "found", "needed", "where"),
            (paragraph("Cell", run(found.get("when", ""))),),
            (*(_small("", text) for text in sources), *_told(found, "cited")),
            (*_told(found, "mend", "depends on", "missing"), *(_small(word, text) for word, text in hangs)),
            (),
            (),
        )
        yield row(map(cell, widths, map(tuple, cells), grounds))


def _told(found: Mapping[str, str], *words: str) -> list[Word]:
    """What a finding says to some of these words."""
    return [_note(word, found[word]) for word in words if word in found]


@lru_cache(MOST_KEPT)
def _note(word: str, text: str) -> Word:
    return paragraph("Cell", labelled(word, _brief(text)))


def _causes(group: Sequence[Finding]) -> list[Word]:
    """The articles or the silence that a row is about, each with its measure."""
    causes = list(dict.fromkeys((cause_words(cause), _measure(cause)) for each in group for cause in each.causes))
    told = [paragraph("Cell", run(name, "Named")) + _small("", text) for name, text in causes[:MOST_CAUSES]]
    if len(causes) > MOST_CAUSES:
        told.append(_small("and", f"{len(causes) - MOST_CAUSES} further causes"))
    return [Word(each) for each in told] or [paragraph("Cell", run(NONE))]


def _measure(cause: Cause) -> str:
    """What a cause says, or what silence keeps."""
    if cause.sort == "term":
        return cause.text
    kept = " of ".join(text for text in (cause.text, cause.origin) if text)
    return f"keeps {kept}" if kept else ""


def _line(line: LineVerdict) -> Iterator[Word]:
    """Whose line it is, how hard, and what it is called."""
    record = line.line
    yield paragraph("Cell", run(record.full_name, "Named"))
    yield paragraph("Cell", run(f"{record.party}, {_level(line)}"))
    if record.label:
        yield paragraph("Cell", run(f"\u201c{record.label}\u201d"))


def _level(line: LineVerdict) -> str:
    return f"bystander's {line.line.level}" if line.bystander else line.line.level


def _held_row(line: LineVerdict, widths: Sequence[int], numbers: Iterator[int]) -> Word:
    """The row of a line that leaves nothing to be done."""
    label = f"\u201c{line.line.label}\u201d" if line.line.label else ""
    groups = alike(line.judgement.findings)
    notes = [(word, text) for word, text in line_notes(line) if word != "source"]
    if len(groups) > MOST_GROUPS:
        notes.append(("and", f"{len(groups) - MOST_GROUPS} further findings"))
    cells: tuple[list[Word], ...] = (
        [paragraph("Cell", run(str(next(numbers))))],
        [paragraph("Cell", run(line.line.full_name, "Named")), paragraph("Cell", run(label)) if label else NOTHING],
        [paragraph("Cell", run(f"{line.line.party}, {_level(line)}"))],
        [paragraph("Cell", run(f"{sign_of(line.verdict)} {verdict_word(line)}", "Named"))],
        [*map(_holding, groups[:MOST_GROUPS]), *(_small(word, text) for word, text in notes)],
        [],
    )
    return row(
        cell(width, tuple(inside), _GROUNDS[line.verdict] if head == "Verdict" else "")
        for (head, _), width, inside in zip(_HELD, widths, cells, strict=True)
    )


def _holding(group: Sequence[Finding]) -> Word:
    """Why a line holds, in one paragraph."""
    first = group[0]
    values = ", ".join(f"{word} {text}" for word, text in (("found", first.found), ("needed", first.needed)) if text)
    said = "; ".join(text for text in (values, places_words(group), when_words(first.when)) if text)
    causes = causes_words(group)
    return _small(f"by {causes}:" if causes else "", said)


def _small(word: str, text: str) -> Word:
    """A note in small print; none where there is nothing to say."""
    return paragraph("CellSmall", labelled(word, _brief(text)) if word else run(_brief(text))) if text else NOTHING


def _brief(text: str) -> str:
    return shortened(text, MOST_LETTERS)


# ---- The receipt -----------------------------------------------------------------------------------------------------


def _receipt(result: Result) -> Iterator[Word]:
    """What the list rests on, so that anyone can make it again."""
    receipt = result.receipt
    facts = (
        ("made by", receipt.tool if receipt else ""),
        ("only parties", ", ".join(result.parties)),
        ("only lines", ", ".join(result.lines)),
    )
    if receipt is None and not any(text for _, text in facts):
        return
    yield paragraph("Heading2", run("Receipt"))
    yield from (paragraph("Facts", labelled(word, text)) for word, text in facts if text)
    if receipt is not None and receipt.inputs:
        widths = [twips(width) for width in (127, 140)]
        rows = (
            row(
                [
                    cell(widths[0], (paragraph("Cell", run(each.name)),)),
                    cell(widths[1], (paragraph("Cell", run(each.sha256, "Code")),)),
                ]
            )
            for each in receipt.inputs
        )
        yield table("Every file that was read", ["File that was read", "SHA-256 of its bytes"], widths, rows)
