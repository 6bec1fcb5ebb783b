"""A code in a list that another code of it holds already."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.goods import Written
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.source import Span
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Codes that stand inside, or are the same as, another of their list."""
    for codes in context.nodes(ast.Codes):
        if len(codes.ranges) > 1:
            yield from _of_list(context, [Written(part, codes) for part in codes.ranges])


def _of_list(context: Context, written: list[Written]) -> Iterator[Found]:
    outer: Written | None = None
    # Of two that begin alike the wider comes first; of two alike, the one that stands first.
    for each in sorted(written, key=lambda item: (item.held[0], -item.held[1], item.part.span)):
        if outer is None or each.held[1] > outer.held[1]:
            outer = each
            continue
        inner, whole = context.text(each.part), context.text(outer.part)
        same = each.held == outer.held
        yield Found(
            context.place(each.part),
            f"{inner} stands twice in one list" if same else f"{inner} lies within {whole}, which is in the list too",
            "holds nothing more",
            f"take {inner} out" if same else f"take {inner} out, or name instead of {whole} what is meant beside it",
            (Label(context.place(outer.part), "here already"),),
            fix=_fix(context, each),
        )


def _fix(context: Context, each: Written) -> Fix | None:
    """Take the code out with its comma; not where it is the only one of its list."""
    parts = each.codes.ranges
    if len(parts) == 1:
        return None
    at = next(number for number, part in enumerate(parts) if part is each.part)
    span: Span = (parts[at - 1].span[1], each.part.span[1]) if at else (each.part.span[0], parts[1].span[0])
    if "#" in context.text(span):
        return None
    return Fix("take the code out", (Edit(context.place(span), ""),), safe=False)


RULE = Rule(
    code="DC435",
    name="code-within-code",
    title="a list names a code and a part of it",
    category=Category.MEANING,
    what="A list names a heading and one of its own subheadings, a code that a range of the list holds, or one code"
    " twice.",
    why="The second code adds no goods. Either it was meant to be another one, or the wider code was meant to be"
    " narrower; and `average` and `share of`, which count the codes of a list, count these goods twice.",
    bad="""
        product dairy "Dairy" = hs 0402, 0406, 0406.10
    """,
    good="""
        product dairy "Dairy" = hs 0402, 0406
        product hard_cheese "Cheese that is not fresh" = hs 0406 - hs 0406.10
        product ranges "Side by side" = hs 0401 .. 0403, 0404.10, 0405
    """,
    instead="Leave the inner code out; or, if the wider one says too much, list the subheadings that are meant.",
    check=check,
    fix="unsafe",
)
