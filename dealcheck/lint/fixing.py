"""Applies the fixes that rules offer, each outcome proven before anybody sees it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from dealcheck.lint.engine import Finding, Linted
from dealcheck.lint.plain import same_plainly
from dealcheck.lint.rule import Fix
from dealcheck.lint.suppression import COMMENT
from dealcheck.literate import in_blocks, rewritten
from dealcheck.source import Source, Span
from dealcheck.syntax import ast
from dealcheck.syntax.format.gaps import Gaps
from dealcheck.syntax.format.proof import same
from dealcheck.syntax.parse import parse_tokens

ROUNDS = 25
"""How often a text is looked at again after fixes: one fix may bring up the next."""


@frozen
class Fixed:
    """A text before and after its fixes, what was applied, what the rules still find, and what went wrong.

    `faults` are fixes that would not have kept their promise, which were left out: mistakes of dealcheck itself.
    """

    before: Source
    linted: Linted
    applied: tuple[Finding, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def after(self) -> Source:
        """The text with the fixes."""
        return self.linted.source


def fixable(finding: Finding, unsafe: bool) -> bool:
    """Whether a finding can be mended in its text, with `unsafe` also by a fix that may change what it says."""
    fix = finding.found.fix
    return fix is not None and (fix.safe or unsafe)


def fixed(source: Source, look: Callable[[Source], Linted], unsafe: bool = False) -> Fixed:
    """The text with its fixes applied, over and over until none is left; `look` lints a text."""
    linted = first = look(source)
    applied: list[Finding] = []
    faults: list[str] = []
    refused: set[tuple[str, str, str]] = set()
    for _ in range(ROUNDS):
        chosen = _apart(each for each in linted.findings if fixable(each, unsafe) and _key(each) not in refused)
        if not chosen:
            return Fixed(source, linted, tuple(applied), tuple(faults))
        outcome = _applied(linted, chosen, look)
        if isinstance(outcome, str):
            alone = [(each, _applied(linted, [each], look)) for each in chosen]
            for each, came in alone:
                if isinstance(came, str):
                    refused.add(_key(each))
                    faults.append(_refusal(each, came))
            sound = [(each, came) for each, came in alone if isinstance(came, Linted)]
            if not sound:
                continue
            chosen = [sound[0][0]]
            outcome = sound[0][1]
        applied.extend(chosen)
        linted = outcome
    if any(fixable(each, unsafe) and _key(each) not in refused for each in linted.findings):
        return Fixed(source, first, (), (*faults, f"its fixes come to no end in {ROUNDS} rounds"))
    return Fixed(source, linted, tuple(applied), tuple(faults))


def _key(finding: Finding) -> tuple[str, str, str]:
    """What tells a fix from others, wherever the text has moved to."""
    each = finding.found
    return (finding.rule.code, each.headline, each.place.text)


def _refusal(finding: Finding, why: str) -> str:
    place = finding.found.place
    return f"the fix of {finding.rule.code} at line {place.line} is left out: {why}"


def _apart(findings: Iterable[Finding]) -> list[Finding]:
    """Findings whose edits do not meet, the first in the text first."""
    chosen: list[Finding] = []
    taken: list[Span] = []
    for finding in findings:
        spans = [edit.place.span for edit in _fix(finding).edits]
        if all(_clear(span, taken) for span in spans):
            chosen.append(finding)
            for span in spans:
                insort(taken, span)
    return chosen


def _clear(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a piece of text lies apart from all those taken, which lie apart from one another."""
    at = bisect_left(taken, span)
    before = taken[at - 1][1] if at else 0
    return before <= span[0] and (at == len(taken) or (span != taken[at] and span[1] <= taken[at][0]))


def _fix(finding: Finding) -> Fix:
    fix = finding.found.fix
    assert fix is not None, finding.rule.code  # noqa: S101 - what has none is not chosen
    return fix


def _applied(linted: Linted, findings: Sequence[Finding], look: Callable[[Source], Linted]) -> Linted | str:
    """The text with the fixes of some findings, as the rules then see it, or why it may not be had."""
    source = linted.source
    edits = sorted((edit for finding in findings for edit in _fix(finding).edits), key=lambda edit: edit.place.span)
    at = 0
    for edit in edits:
        start, end = edit.place.span
        if edit.place.source is not source or start < at:
            return "its edits meet, or lie in another text"
        at = end
    changed = rewritten(source, in_blocks(source, ((*edit.place.span, edit.text) for edit in edits)))
    if changed.text == source.text:
        return "it changes nothing"
    why = _unproven(source, changed, all(_fix(finding).safe for finding in findings))
    if why:
        return why
    outcome = look(changed)
    known = {(found.code, found.headline) for found in linted.diagnostics}
    worse = next((found for found in outcome.errors if (found.code, found.headline) not in known), None)
    return outcome if worse is None else f"the text would have an error: {worse.headline}"


def _unproven(before: Source, after: Source, safe: bool) -> str:
    """Why a text may not stand in place of another: it cannot be read, says something else, or lacks a comment."""
    (old, old_tokens), (new, new_tokens) = parse_tokens(before), parse_tokens(after)
    if new.diagnostics:
        return f"the text could not be read: {new.diagnostics[0].headline}"
    if safe and not _means_the_same(old.file, new.file):
        return "the text would say something else"
    if _comments(Gaps(before.text, old_tokens)) != _comments(Gaps(after.text, new_tokens)):
        return "a comment would be lost"
    return ""


def _means_the_same(ours: ast.File, theirs: ast.File) -> bool:
    return same(ours.items, theirs.items) or same_plainly(ours.items, theirs.items)


def _comments(gaps: Gaps) -> list[str]:
    """The comments of a text but those that speak to the linter."""
    return [comment for comment in gaps.comments() if not COMMENT.match(comment)]
