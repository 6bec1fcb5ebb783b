"""`not` before a comparison or a sentence that can be said straight."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.clauses import OPPOSITE, clauses, comparisons, references
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.model.records import AggregateRecord, QuantifiedRecord
from dealcheck.source import Span
from dealcheck.syntax import ast

_TWICE = re.compile(r"not\s+not\s+")
_STRAIGHT = {
    ("no", False): "some ...",
    ("no", True): "some ... has ...",
    ("some", False): "no ...",
    ("some", True): "no ... may have ...",
    ("every", True): "some ... has ..., with the condition turned round,",
}


def check(context: Context) -> Iterator[Found]:
    """Every `not` that stands before another, before a comparison with an order, or before a simple sentence."""
    inner: set[Span] = set()
    unsaid = _without_absent(context)
    for node in context.nodes(ast.Not):
        operand = node.operand
        if node.span in inner:
            continue
        if isinstance(operand, ast.Not):
            inner.add(operand.span)
            yield _twice(context, node)
        elif isinstance(operand, ast.Compare):
            yield _comparison(context, node, operand, operand.span in unsaid)
        elif isinstance(operand, ast.Quantified):
            straight = _STRAIGHT[operand.quantifier, operand.condition is not None]
            yield Found(
                context.place((node.span[0], node.span[0] + 3)),
                f"`not {operand.quantifier}` is easily misread",
                "turns the sentence round",
                f"write `{straight}`",
            )


def _twice(context: Context, node: ast.Not) -> Found:
    words = _TWICE.match(context.source.text, node.span[0])
    fix = None
    if words is not None:
        fix = Fix("leave both out", (Edit(context.place(words.span()), ""),), safe=True)
    return Found(
        context.place((node.span[0], node.span[0] + 3)), "`not not` says nothing", "", "leave both out", fix=fix
    )


def _without_absent(context: Context) -> set[Span]:
    """The comparisons of fields that have no value at an absent point."""
    found: set[Span] = set()
    for clause in clauses(context):
        if isinstance(clause.said, QuantifiedRecord | AggregateRecord):
            kind = clause.said.pattern.kind
            condition = clause.said.condition if isinstance(clause.said, QuantifiedRecord) else clause.said.having
            for each, _ in comparisons(condition):
                fields = [kind.fields.get(ref.field) for ref in references(each.left) if ref.kind == kind.name]
                if any(spec is not None and spec.absent is None for spec in fields):
                    found.add(each.place.span)
    return found


def _comparison(context: Context, node: ast.Not, operand: ast.Compare, unsaid: bool) -> Found:
    left, right = context.text(operand.left), context.text(operand.right)
    straight = f"{left} {OPPOSITE[operand.operator]} {right}"
    inside = context.text((node.span[0] + 3, node.span[1])).strip()
    fix = None
    if inside == context.text(operand) and "#" not in inside:
        fix = Fix(f"write `{straight}`", (Edit(context.place(node), straight),), safe=False)
    negated = f"`not {left} {operand.operator} {right}`"
    if unsaid:
        return Found(
            context.place(node),
            f"{negated} also holds of what has ended, where there is no {left} to compare",
            "true of what is absent",
            f"write `{straight}`, which is false there",
            fix=fix,
        )
    return Found(context.place(node), f"{negated} says `{straight}`", "turned round", f"write `{straight}`", fix=fix)


RULE = Rule(
    code="DC431",
    name="negated-comparison",
    title="something is said with `not` that can be said straight",
    category=Category.MEANING,
    what="`not` stands before a comparison such as `rate <= 5%`, before a simple sentence with `no`, `some` or"
    " `every`, or before another `not`.",
    why="A field without an `absent is` makes every comparison false at a measure that has ended, so `not in_rate <="
    " 5%` is true there and `in_rate > 5%` is not. `not every` is read as `none` by many, and `no ... may have not` by"
    " nobody at once.",
    bad="""
        use "trade"
        use "goods"

        policy JP { red line quota: no tariff_quota by US from JP on autos may have not in_rate <= 10% }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line quota: no tariff_quota by US from JP on autos may have in_rate > 10%
          red line laws: no written regulation by JP may have not action in {keep, propose}
          red line move: every tariff by US from JP layer s232_autos must have not rate unchanged
        }
    """,
    instead="Turn the comparison round, or choose the other of `no` and `some`. `not` before `in {...}`, `unchanged`"
    " and parentheses is let be.",
    check=check,
    fix="safe",
)
