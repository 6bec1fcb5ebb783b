"""Runs the rules over a text, and takes out what its comments let be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.suppression import Covers, Review, Suppression, suppressions
from dealcheck.source import Place, Source


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
        way_out = each.help or (each.fix.said if each.fix else "")
        return Diagnostic(
            self.rule.code, each.headline, each.place, each.label, each.labels, each.notes, way_out, self.rule.level
        )


@frozen
class Linted:
    """What was found in a text, in the order of the text, with what its comments let be.

    `diagnostics` is what else is wrong with the text; with an error among it, no rule has looked at the text.
    """

    source: Source
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What kept the rules from looking at the text."""
        return tuple(found for found in self.diagnostics if found.is_error)


def lint(context: Context, rules: Sequence[Rule], diagnostics: Sequence[Diagnostic] = ()) -> Linted:
    """What the rules find in a text of which the diagnostics are known.

    Rules that ask for a day are left out where none is given. Those about comments come last, for they judge what
    the comments did; no comment lets them be.
    """
    comments = suppressions(context.source, context.tree)
    covers = Covers(comments)
    asked = [rule for rule in rules if not (rule.as_of and context.options.as_of is None)]
    about_text = [rule for rule in asked if rule.category is not Category.SUPPRESSION]
    kept: list[Finding] = []
    let_be: list[Finding] = []
    used: set[Place] = set()
    for rule in about_text:
        for found in rule.check(context):
            cover = covers.covering(found.place, (rule.code, rule.name))
            if cover is None:
                kept.append(Finding(rule, found))
            else:
                used.add(cover.code)
                let_be.append(Finding(rule, found, cover.comment))
    names = (name.casefold() for rule in about_text for name in (rule.code, rule.name))
    context.review = Review(comments, frozenset(used), frozenset(names))
    for rule in asked:
        if rule.category is Category.SUPPRESSION:
            kept.extend(Finding(rule, found) for found in rule.check(context))
    return Linted(context.source, _in_order(kept), _in_order(let_be), tuple(diagnostics))


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda each: (each.found.place.span, each.rule.code, each.found.headline)))
