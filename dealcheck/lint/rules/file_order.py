"""Declarations that stand behind what needs them."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """`use` below other declarations, sources below policies, and policies below tests."""
    other: ast.Item | None = None
    policy: ast.Policy | None = None
    test: ast.Test | None = None
    for item in context.tree.items:
        if isinstance(item, ast.Use):
            if other is not None:
                yield _found(context, item, "`use` stands below other declarations", other, "the first of them")
            continue
        other = other or item
        if isinstance(item, ast.SourceDeclaration) and policy is not None:
            headline = f"the source `{item.name.text}` stands below the lines that may cite it"
            yield _found(context, item.name, headline, policy.party, "a policy above it")
        elif isinstance(item, ast.Policy):
            policy = policy or item
            if test is not None:
                headline = f"the policy of {item.party.text} stands below tests"
                yield _found(context, item.party, headline, test.name, "a test above it")
        elif isinstance(item, ast.Test):
            test = test or item


def _found(context: Context, node: ast.Node, headline: str, above: ast.Node, said: str) -> Found:
    place = context.place(above)
    start, end = place.span
    end = start + len(place.text.partition("\n")[0])
    return Found(
        context.place(node),
        headline,
        "move it up",
        "first `use`, then sources and what else is declared, then policies, then their tests",
        (Label(context.place((start, end)), said),),
    )


RULE = Rule(
    code="DC472",
    name="file-order",
    title="a declaration stands below what needs it",
    category=Category.STYLE,
    what="A `use` stands below other declarations, a source below a policy, or a policy below a test.",
    why="The order changes nothing for dealcheck. A reader who opens the file wants to see first where it comes from,"
    " then the lines, then the tests that show what they mean.",
    bad="""
        policy JP { red line rice "Rice stays": no tariff by JP on rice may have rate reduced }

        use "trade"
        use "goods"
    """,
    good="""
        use "trade"
        use "goods"

        policy JP { red line rice "Rice stays": no tariff by JP on rice may have rate reduced }
    """,
    instead="First `use`, then sources and vocabulary, then policies, then their tests.",
    check=check,
)
