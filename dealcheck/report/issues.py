"""What is shown beside the texts in a review: an issue for each place at which something does not hold.

The forms for code scanning, merge requests and build logs are made of these. They list what the concise form lists,
less the notes on lines that are met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from attrs import frozen

from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.evaluate.findings import Cause, Finding, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.concise import MOST_LETTERS, reason
from dealcheck.report.full import in_full
from dealcheck.report.record import DealHead, DealReport, Result, counts, waived
from dealcheck.report.style import RenderOptions, printable
from dealcheck.report.verdicts import cause_label, cited_words, finding_notes, line_notes
from dealcheck.report.words import VERDICT_CODES, alike, causes_words, remarks, shortened, verdict_word
from dealcheck.source import Place, Span

MOST_RELATED = 50
"""Further places of one issue that are pointed at."""

SAID_BESIDE = frozenset({"DC504", "DC509", "DC510"})
"""Remarks that are no issue: what they say stands with the line's verdict, or is no news."""

_SAID_BEFORE = frozenset({"missing", "violated if"})
"""The notes on a line whose matter the reason has."""


@frozen
class Issue:
    """One thing to show at a place of a text.

    `title` is what it is about, `message` all of it in one line, `notes` what else there is to know, a word and a text
    each. `key` tells it from all others of its result and stays the same when lines of the texts move. `line` is the
    line judged, None for a diagnostic of the texts themselves.
    """

    code: str
    severity: Severity
    title: str
    message: str
    place: Place | None
    key: str
    notes: tuple[tuple[str, str], ...] = ()
    related: tuple[Label, ...] = ()
    line: LineVerdict | None = None
    deal: str = ""

    @property
    def in_a_row(self) -> str:
        """The message with the notes, on one line."""
        return "; ".join(self.said.split("\n"))

    @property
    def said(self) -> str:
        """The message with the notes, a row for each."""
        return "\n".join([self.message, *(f"{word}: {text}" for word, text in self.notes)])


def issues_of(result: Result, options: RenderOptions) -> tuple[Issue, ...]:
    """All issues of a result: what is wrong with the texts, then deal by deal and line by line."""
    keys = _Keys()
    found = [_of_diagnostic(each, "", keys) for each in result.everything]
    for draft in result.drafts:
        for deal in draft.deals:
            if deal.head is not None:
                found.extend(_of_deal(draft.name, deal, deal.head, result, options, keys))
    return tuple(found)


class _Keys:
    """Makes the keys of the issues of one result: what they are about, hashed, numbered where two are about one."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def of(self, *parts: str) -> str:
        """The key of an issue that is about these."""
        about = "\0".join(parts)
        self.seen[about] += 1
        number = self.seen[about]
        told = about if number == 1 else f"{about}\0{number}"
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _of_diagnostic(found: Diagnostic, deal: str, keys: _Keys, line: LineVerdict | None = None, file: str = "") -> Issue:
    """A fault of a text, or a remark on a line."""
    file = file or (found.place.source.name if found.place is not None else "")
    notes = [("note", note) for note in found.notes] + ([("help", found.help)] if found.help else [])
    return Issue(
        plain(found.code),
        found.severity,
        found.severity.value if line is None else plain(line.line.full_name),
        plain(found.headline),
        found.place,
        keys.of(found.code, file, deal, found.headline),
        tuple((word, plain(text)) for word, text in notes),
        tuple(Label(label.place, plain(label.text)) for label in found.labels[:MOST_RELATED]),
        line,
        deal,
    )


def _of_deal(
    file: str, deal: DealReport, head: DealHead, result: Result, options: RenderOptions, keys: _Keys
) -> Iterator[Issue]:
    """The issues of the lines of a deal."""
    name = deal.checked.deal
    for line in deal.checked.lines:
        if in_full(line, result, options):
            one = _Line(line, head, (file, name), severity_of(line, options), keys)
            yield from map(one.issue, by_place(line.judgement.findings) or [[]])
        if not line.bystander:
            for remark in remarks(line):
                if remark.code not in SAID_BESIDE:
                    yield _of_diagnostic(remark, name, keys, line, file)


class _Line:
    """Makes the issues of one line under one deal."""

    def __init__(
        self, line: LineVerdict, head: DealHead, where: tuple[str, str], severity: Severity, keys: _Keys
    ) -> None:
        record = line.line
        self.line, self.head, self.severity, self.keys = line, head, severity, keys
        file, self.deal = where
        self.level = f"bystander's {record.level}" if line.bystander else record.level
        self.code = VERDICT_CODES[line.verdict]
        self.title = f"{plain(record.full_name)}: {verdict_word(line)}"
        self.key = "\0".join((self.code, record.full_name, file, self.deal))
        self.about = _about(line, self.deal)
        self.own = Label(record.place, f"the {self.level}")

    def issue(self, group: Sequence[Finding]) -> Issue:
        """The issue of findings that differ only in where they are, all by the same causes."""
        notes = (("cited", cited_words(group)), ("mend", group[0].mend)) if group else ()
        causes: dict[tuple[str, Span], tuple[Place, Cause, Finding]] = {}
        about = [self.key]
        for finding in group:
            about.extend((finding.where.kind, finding.where.parties, finding.where.text))
            for cause in finding.causes:
                about.append(f"by {cause.term or cause.sort}")
                if cause.place is not None:
                    causes.setdefault((cause.place.source.name, cause.place.span), (cause.place, cause, finding))
        place = next((place for place, cause, _ in causes.values() if cause.sort == "term"), self.head.place)
        related = [
            Label(each, plain(cause_label(cause, finding)))
            for each, cause, finding in causes.values()
            if each is not place
        ]
        return Issue(
            self.code,
            self.severity,
            self.title,
            plain(f"{self.level}: {reason(self.line, group)}"),
            place,
            self.keys.of(*about),
            (*_noted(notes), *self.about),
            (self.own, *related[:MOST_RELATED]),
            self.line,
            self.deal,
        )


def _about(line: LineVerdict, deal: str) -> tuple[tuple[str, str], ...]:
    """What there is to know of a line at each of its issues, its verdict and findings apart."""
    notes = [(word, text) for word, text in line_notes(line) if word not in _SAID_BEFORE]
    return _noted([("deal", deal), ("line", line.line.label), *notes])


def _noted(notes: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((word, plain(shortened(text, MOST_LETTERS))) for word, text in notes if text)


def by_place(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that are alike and have the same causes together."""
    groups: list[list[Finding]] = []
    for group in alike(findings):
        if len(group) == 1:
            groups.append(group)
            continue
        parts: dict[tuple[object, ...], list[Finding]] = {}
        for finding in group:
            terms = [cause for cause in finding.causes if cause.sort == "term"]
            spans = [each.place and (each.place.source.name, each.place.span) for each in terms]
            parts.setdefault((*(cause.term for cause in terms), *spans), []).append(finding)
        groups.extend(parts.values())
    return groups


def severity_of(line: LineVerdict, options: RenderOptions) -> Severity:
    """How grave a line that does not hold is: an error where it fails the check, a note where nobody at the table
    holds to it, or its own party lets it go.
    """
    if counts(line, options.fail_on):
        return Severity.ERROR
    if waived(line) or line.bystander or line.line.level == "wish":
        return Severity.NOTE
    return Severity.WARNING


def fails(line: LineVerdict, options: RenderOptions) -> bool:
    """Whether a line is a failure in a report of tests: it fails the check, or the draft violates it, of whatever
    level, and its own party is at the table and does not waive it.
    """
    own = line.verdict is Verdict.VIOLATED and not line.bystander and not waived(line)
    return own or counts(line, options.fail_on)


def why_not(line: LineVerdict) -> str:
    """Why a line that does not fail is not said to pass: what it hangs on, who waives it; `""` where it is met."""
    if line.verdict is Verdict.MET:
        return ""
    said = line.verdict.value
    if waived(line) and line.waiver is not None:
        said = f"{said}, waived: {line.waiver.because}"
    elif line.verdict is Verdict.INACTIVE:
        said = f"{said}: not held now"
    elif line.verdict is not Verdict.VIOLATED:
        said = f"{said}: {_hangs_on(line)}"
    return plain(f"{said}, a bystander's line" if line.bystander else said)


def _hangs_on(line: LineVerdict) -> str:
    """The choices or facts that a verdict waits for."""
    if line.verdict is Verdict.OPEN:
        choices = dict.fromkeys(choice for finding in line.judgement.findings for choice in finding.depends_on)
        return shortened(f"depends on {', '.join(choices) or 'choices'}", MOST_LETTERS)
    facts = (*line.judgement.missing, *(fact for finding in line.judgement.findings for fact in finding.missing))
    return shortened(f"cannot tell, missing {', '.join(dict.fromkeys(facts)) or 'a fact'}", MOST_LETTERS)


def plain(text: str) -> str:
    """The text on one line, with nothing in it that would steer what shows it."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return printable(" ".join(text.split()))


def line_rows_of(line: LineVerdict) -> list[tuple[str, str]]:
    """What there is to say of a line whose verdict is told: its label and level, its findings, then its notes."""
    rows = [("label", line.line.label), ("level", line.line.level)]
    for group in alike(line.judgement.findings):
        rows.extend((word, shortened(text, MOST_LETTERS)) for word, text in _group_rows(group))
    rows.extend(line_notes(line))
    return [(word, text) for word, text in rows if text]


def _group_rows(group: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    yield "by", causes_words(group)
    yield from finding_notes(group)
