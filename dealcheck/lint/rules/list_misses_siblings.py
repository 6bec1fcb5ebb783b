"""A list of subheadings that names nearly all of a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.goods import SIX_DIGITS, Written, code_lists, goods_scopes
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.problems import listed
from dealcheck.scopes import IntervalSet, code_interval, dotted_code
from dealcheck.syntax import ast

HEADING = 4

FEWEST_WRITTEN = 3
"""Codes of a heading that a list writes out before it looks like the whole of it."""

SHARE_LEFT_OUT = 6
"""One subheading in so many may be missing, and one in any case."""

LINES_ABOVE = 12
"""Lines above a list in which a comment may say why something is left out."""


def check(context: Context) -> Iterator[Found]:
    """Lists that write out a heading and leave out a code or two of it, without a comment that names them."""
    for scope in goods_scopes(context):
        for written in code_lists(scope):
            if len(written) >= FEWEST_WRITTEN:
                yield from _of_list(context, scope, written)


def _of_list(context: Context, scope: ast.Scope, written: list[Written]) -> Iterator[Found]:
    by_heading: dict[str, list[Written]] = {}
    for each in written:
        if not each.is_range and len(each.part.first) == SIX_DIGITS:
            by_heading.setdefault(each.part.first[:HEADING], []).append(each)
    held: IntervalSet | None = None
    for heading, parts in by_heading.items():
        names = context.options.nomenclature() if len(parts) >= FEWEST_WRITTEN else None
        if names is None:
            continue
        held = held or IntervalSet.of(each.held for each in written)
        subheadings = list(names.under(heading))
        missing = [code for code in subheadings if not held.meets(IntervalSet((code_interval(code),)))]
        if not 0 < len(missing) <= max(1, len(subheadings) // SHARE_LEFT_OUT):
            continue
        if len(parts) <= len(missing) or _is_noted(context, scope, missing):
            continue
        shown = [dotted_code(code) for code in missing]
        yield Found(
            context.place((parts[0].part.span[0], parts[-1].part.span[1])),
            f"the list names {len(subheadings) - len(missing)} of the {len(subheadings)} subheadings of {heading}",
            f"without {listed(shown)}",
            f"write `hs {heading}`, or `hs {heading} - hs {', '.join(shown)}` if they are meant to be left out",
            notes=tuple(f"{dotted_code(code)}: {names.names[code]}" for code in missing),
        )


def _is_noted(context: Context, scope: ast.Scope, missing: list[str]) -> bool:
    """Whether a comment at a list, or shortly above it, names each code that is left out."""
    first = context.source.position(scope.span[0])[0]
    last = context.source.position(scope.span[1])[0]
    comments = [
        text.partition("#")[2]
        for line in range(max(1, first - LINES_ABOVE), last + 1)
        if "#" in (text := context.source.line_text(line))
    ]
    said = set(re.findall(r"\d[\d.]*\d", " ".join(comments)))
    return all(dotted_code(code) in said or code in said for code in missing)


RULE = Rule(
    code="DC434",
    name="list-misses-siblings",
    title="a list names nearly all subheadings of a heading",
    category=Category.MEANING,
    what="A list writes out the subheadings of a heading one by one and leaves out one, or very few of many. A"
    " comment at the list that names what is left out shows that it is meant.",
    why="What a list leaves out keeps the duty that it had, and a red line does not see it. A subheading that was"
    " forgotten looks like one that was left out with care.",
    bad="""
        # Raw and roasted.
        product coffee "Coffee" = hs 0901.11, 0901.12, 0901.21, 0901.22
    """,
    good="""
        # Husks (0901.90) pay nothing anyway.
        product coffee "Coffee" = hs 0901.11, 0901.12, 0901.21, 0901.22
        product roasted "Roasted coffee" = hs 0901.21, 0901.22
        product beans "Coffee without husks" = hs 0901 - hs 0901.90
    """,
    instead="Name the heading; take away from it what is not meant, `hs 8703 - hs 8703.10`; or say in a comment why"
    " a code is left out, as for a list that a law has closed.",
    check=check,
)
