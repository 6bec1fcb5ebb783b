"""An expected outcome against a judgement (LANGUAGE.md section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from dealcheck.evaluate.findings import Finding, Judgement
from dealcheck.model.records import ExpectedOutcome
from dealcheck.scopes import EMPTY, IntervalSet


def mismatch(wanted: ExpectedOutcome, judgement: Judgement) -> str:
    """What is unlike the expectation, in words, or `""` where it is met; the first such thing."""
    return next((words for _, words in misfits(wanted, judgement)), "")


def misfits(wanted: ExpectedOutcome, judgement: Judgement) -> list[tuple[str, str]]:
    """What is unlike the expectation: the part of it (`verdict`, `by`, `on`, `from`, `until`), and that in words.

    `by` is met where the cause is among those of the findings; `on` and the dates are tested on the findings with
    that cause, `only` on all of them.
    """
    found: list[tuple[str, str]] = []
    if wanted.verdict != judgement.verdict.value:
        found.append(("verdict", f"it is {judgement.verdict.value}"))
    findings = judgement.findings
    found.extend(
        ("by", f"{name} is not among the causes")
        for name in wanted.by
        if not any(caused_by(finding, name) for finding in findings)
    )
    found.extend(_uncovered(wanted, tested_on(wanted, findings)))
    found.extend(_beyond(wanted, findings))
    return found


def tested_on(wanted: ExpectedOutcome, findings: Sequence[Finding]) -> Sequence[Finding]:
    """The findings on which places and days are tested: those with the causes expected, if there are some."""
    return [finding for finding in findings if all(caused_by(finding, name) for name in wanted.by)] or findings


def caused_by(finding: Finding, name: str) -> bool:
    """Whether a term of that name, or `silence`, is among the causes of a finding."""
    return any(
        (cause.term or "silence") == name if cause.sort == "term" else name == "silence" for cause in finding.causes
    )


def _uncovered(wanted: ExpectedOutcome, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Which expected place or day the findings leave out; every place on every day, where both are expected."""
    first = wanted.begins or wanted.ends
    last = wanted.ends or wanted.begins
    on = wanted.on
    if first is None or last is None:
        if on is not None and not on <= _places(findings):
            yield "on", "some of the places are not among its findings"
        return
    for day in _days(findings, first, last):
        then = [finding for finding in findings if _holds(finding, day)]
        if not then:
            yield "until" if day == wanted.ends or wanted.begins is None else "from", f"there is no finding on {day}"
            return
        if on is not None and not on <= _places(then):
            yield "on", f"some of the places are not among its findings on {day}"
            return


def _days(findings: Iterable[Finding], first: date, last: date) -> list[date]:
    """Days between two, both included, among them every one on which a finding starts or has just ended."""
    one = timedelta(days=1)
    days = {first, last}
    for finding in findings:
        days.add(finding.when.since)
        if finding.when.until is not None and finding.when.until < date.max:
            days.add(finding.when.until + one)
    return sorted(day for day in days if first <= day <= last)


def _beyond(wanted: ExpectedOutcome, findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Which finding goes beyond an `only`."""
    if wanted.only_on and wanted.on is not None and not _places(findings) - _no_goods(findings) <= wanted.on:
        yield "on", "there are findings in other places"
    if wanted.only_from and wanted.begins and any(finding.when.since < wanted.begins for finding in findings):
        yield "from", f"there are findings before {wanted.begins}"
    if wanted.only_until and wanted.ends and any(_later(finding.when.until, wanted.ends) for finding in findings):
        yield "until", f"there are findings after {wanted.ends}"


def _places(findings: Iterable[Finding]) -> IntervalSet:
    """The goods or topics of findings together."""
    places = EMPTY
    for finding in findings:
        if finding.where.on is not None:
            places = places | finding.where.on
    return places


def _no_goods(findings: Iterable[Finding]) -> IntervalSet:
    """The codes that no schedule uses: a finding that spans them is not about them."""
    return next((finding.where.naming.gaps for finding in findings if finding.where.naming is not None), EMPTY)


def _holds(finding: Finding, day: date) -> bool:
    """Whether a finding holds on a day."""
    return finding.when.since <= day and not _later(day, finding.when.until)


def _later(day: date | None, last: date | None) -> bool:
    """Whether a day is later than another; None is without end."""
    return last is not None and (day is None or day > last)
