"""`and`, `or`, `then` and `unless` that reach further, or less far, than they look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.syntax import ast

_OPENED = re.compile(r"\((?:\s|#[^\n]*\n)*\Z")
_CLOSED = re.compile(r"(?:\s|#[^\n]*\n)*\)")
_NEAR = 1000
"""How far before a condition its parenthesis is looked for, past blanks and comments."""


def check(context: Context) -> Iterator[Found]:
    """`and` beside `or` without parentheses, what follows a `then`, and what stands before an `unless`."""
    for either in context.nodes(ast.Or):
        for part in either.operands:
            if isinstance(part, ast.And) and not _in_parentheses(context, part):
                yield _mixed(context, part)
    joined: tuple[ast.And | ast.Or, ...] = (*context.nodes(ast.And), *context.nodes(ast.Or))
    for node in joined:
        word = "and" if isinstance(node, ast.And) else "or"
        for part, after in pairwise(node.operands):
            if isinstance(part, ast.IfThen):
                yield _short_then(context, part, after, word)
    for unless in context.nodes(ast.Unless):
        before = unless.sentence
        if isinstance(before, ast.And | ast.Or | ast.Unless):
            yield _long_unless(context, before)


def _in_parentheses(context: Context, node: ast.And) -> bool:
    """Whether parentheses stand right around a condition; those around a sentence are a node of their own."""
    text = context.source.text
    start, end = node.span
    return bool(_OPENED.search(text[max(0, start - _NEAR) : start]) and _CLOSED.match(text, end))


def _is_sentence(node: ast.And) -> bool:
    return not isinstance(node.operands[0], ast.Compare | ast.Change | ast.Member | ast.Not) or any(
        isinstance(each, ast.Quantified) for each in node.operands
    )


def _mixed(context: Context, part: ast.And) -> Found:
    return Found(
        context.place(part),
        "`and` binds tighter than `or` here",
        "one side of `or`",
        "put parentheses around what belongs together",
        fix=_around(context, part, safe=not _is_sentence(part)),
    )


def _short_then(context: Context, part: ast.IfThen, after: ast.Node, word: str) -> Found:
    start, end = part.conclusion.span[0], after.span[1]
    return Found(
        context.place(after),
        f"what follows `{word}` is no longer under `if ... then`",
        "holds whatever the premise",
        "put parentheses around all that depends on the premise, or around the whole of `if ... then ...`",
        fix=Fix(
            "put it under the premise",
            (Edit(context.place((start, start)), "("), Edit(context.place((end, end)), ")")),
            safe=False,
        ),
    )


def _long_unless(context: Context, before: ast.And | ast.Or | ast.Unless) -> Found:
    what = "the first `unless` and all before it" if isinstance(before, ast.Unless) else "all that stands before it"
    return Found(
        context.place(before),
        f"`unless` excuses {what}",
        "excused together",
        "put parentheses around all that it excuses; or put the excused sentence in parentheses with its `unless`",
        fix=_around(context, before, safe=False),
    )


def _around(context: Context, node: ast.Node, *, safe: bool) -> Fix:
    start, end = node.span
    edits = (Edit(context.place((start, start)), "("), Edit(context.place((end, end)), ")"))
    return Fix("show with parentheses how it is read", edits, safe)


RULE = Rule(
    code="DC430",
    name="reach-of-a-connective",
    title="it is easy to misread how far a connective reaches",
    category=Category.MEANING,
    what="`and` stands beside `or` without parentheses; a sentence follows `if ... then ...` by `and` or `or`; or"
    " `unless` stands behind several sentences.",
    why="`and` binds tighter than `or`, `then` takes one sentence, and `unless` excuses everything before it. A reader"
    " who does not have the order in mind reads another line than the one that is judged.",
    bad="""
        use "trade"
        use "goods"

        policy US {
          red line dairy
            : if some tariff_quota by CA on dairy then some tariff_quota by CA on dairy has volume raised
              and some tariff by CA on dairy has rate reduced
        }
    """,
    good="""
        use "trade"
        use "goods"

        policy US {
          red line dairy
            : if some tariff_quota by CA on dairy
              then (some tariff_quota by CA on dairy has volume raised and some tariff by CA on dairy has rate reduced)
          red line cars
            : (every duty by US from JP on autos must have rate >= 15% and no new tariff_quota by US from JP on autos)
              unless judged "Is it worth it?"
        }
    """,
    instead="Put parentheses around what belongs together. Those around comparisons change nothing in what is said, so"
    " that fix is safe; the others are to be looked at.",
    check=check,
    fix="safe",
)
