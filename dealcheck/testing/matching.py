"""An expected outcome against a judgement (LANGUAGE.md section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from dealcheck.evaluate.findings import Finding, Judgement
from dealcheck.model.records import ExpectedOutcome
from dealcheck.scopes import EMPTY, IntervalSet


def mismatch(wanted: ExpectedOutcome, judgement: Judgement) -> str:
    """What is unlike the expectation, in words, or `""` where it is met.

    `by` is met where the cause is among those of the findings; `on` and the dates are tested on the findings with
    that cause, `only` on all of them.
    """
    if wanted.verdict != judgement.verdict.value:
        return f"it is {judgement.verdict.value}"
    findings = judgement.findings
    for name in wanted.by:
        if not any(caused_by(finding, name) for finding in findings):
            return f"{name} is not among the causes"
    tested = [finding for finding in findings if all(caused_by(finding, name) for name in wanted.by)] or findings
    first = wanted.begins or wanted.ends
    last = wanted.ends or wanted.begins
    uncovered = _uncovered(tested, wanted.on, first, last)
    return uncovered or _beyond(wanted, findings)


def caused_by(finding: Finding, name: str) -> bool:
    """Whether a term of that name, or `silence`, is among the causes of a finding."""
    return any(
        (cause.term or "silence") == name if cause.sort == "term" else name == "silence" for cause in finding.causes
    )


def _uncovered(findings: Sequence[Finding], on: IntervalSet | None, first: date | None, last: date | None) -> str:
    """Which expected place or day the findings leave out; every place on every day, where both are expected."""
    if first is None or last is None:
        if on is not None and not on <= _places(findings):
            return "some of the places are not among its findings"
        return ""
    for day in _days(findings, first, last):
        then = [finding for finding in findings if _holds(finding, day)]
        if not then:
            return f"there is no finding on {day}"
        if on is not None and not on <= _places(then):
            return f"some of the places are not among its findings on {day}"
    return ""


def _days(findings: Iterable[Finding], first: date, last: date) -> list[date]:
    """Days between two, both included, among them every one on which a finding starts or has just ended."""
    one = timedelta(days=1)
    days = {first, last}
    for finding in findings:
        days.add(finding.when.since)
        if finding.when.until is not None and finding.when.until < date.max:
            days.add(finding.when.until + one)
    return sorted(day for day in days if first <= day <= last)


def _beyond(wanted: ExpectedOutcome, findings: Sequence[Finding]) -> str:
    """Which finding goes beyond an `only`."""
    if wanted.only_on and wanted.on is not None and not _places(findings) - _no_goods(findings) <= wanted.on:
        return "there are findings in other places"
    if wanted.only_from and wanted.begins and any(finding.when.since < wanted.begins for finding in findings):
        return f"there are findings before {wanted.begins}"
    if wanted.only_until and wanted.ends and any(_later(finding.when.until, wanted.ends) for finding in findings):
        return f"there are findings after {wanted.ends}"
    return ""


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
