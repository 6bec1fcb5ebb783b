"""Runs the rules over a text, and takes out what its comments let be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Found, Rule
from dealcheck.lint.suppression import Suppression, covering, suppressions
from dealcheck.source import Source


@frozen
class Finding:
    """What a rule found at a place; `let_be` is the comment that keeps it from counting."""

    rule: Rule
    found: Found
    let_be: Suppression | None = None

    @property
    def diagnostic(self) -> Diagnostic:
        """The finding as it is reported."""
        each = self.found
        return Diagnostic(
            self.rule.code, each.headline, each.place, each.label, each.labels, each.notes, each.help, self.rule.level
        )


@frozen
class Linted:
    """What was found in a text, in the order of the text, with what its comments let be.

    `diagnostics` is what else is wrong with the text; with an error among it, no rule has looked at the text.
    """

    source: Source
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    unused: tuple[Suppression, ...] = ()
    """Comments that let nothing be."""
    diagnostics: tuple[Diagnostic, ...] = ()


def lint(context: Context, rules: Sequence[Rule], diagnostics: Sequence[Diagnostic] = ()) -> Linted:
    """What the rules find in a text of which the diagnostics are known."""
    comments = suppressions(context.source, context.tree)
    kept: list[Finding] = []
    let_be: list[Finding] = []
    for rule in rules:
        for found in rule.check(context):
            comment = covering(comments, found.place, (rule.code, rule.name))
            (let_be if comment is not None else kept).append(Finding(rule, found, comment))
    used = {id(finding.let_be) for finding in let_be}
    unused = tuple(comment for comment in comments if id(comment) not in used)
    return Linted(context.source, _in_order(kept), _in_order(let_be), unused, tuple(diagnostics))


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (each.found.place.span, each.rule.code, each.found.headline)))
