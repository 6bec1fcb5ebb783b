"""A file that is used and of which nothing is needed."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.edits import removal
from dealcheck.lint.rule import Category, Fix, Found, Rule
from dealcheck.syntax import ast

_UNNAMED = (ast.Policy, ast.Fact, ast.Event, ast.Assess, ast.Waive)
"""What takes part in a check without being named."""


def check(context: Context) -> Iterator[Found]:
    """Every `use` of a file that declares nothing which the text names, and nothing that counts unnamed."""
    uses = list({use.path.text: use for use in context.nodes(ast.Use)}.values())
    if not uses or len(uses) == len(context.tree.items):
        return
    named = {node.text for node in context.nodes(ast.Name)}
    named.update(node.text for node in context.nodes(ast.ScopeName))
    named.update(node.text for node in context.nodes(ast.Dotted))
    if "duty" in named:
        named.add("tariff")
    for use in uses:
        items = [item for file in context.reach(use.path.text) for item in file.items]
        if items and not any(_needed(item, named) for item in items):
            yield Found(
                context.place(use),
                f'nothing of "{use.path.text}" is needed here',
                "not needed",
                "take it out, unless other files come to what it declares through this one",
                fix=Fix("take it out", (removal(context.source, use.span),), safe=False),
            )


def _needed(item: ast.Item, named: set[str]) -> bool:
    """Whether a declaration of another file takes part in what the text says."""
    if isinstance(item, ast.TopicDeclaration):
        return any(name == item.name.text or name.startswith(f"{item.name.text}.") for name in named)
    if isinstance(item, _UNNAMED):
        return True
    return not isinstance(item, ast.Use | ast.Test) and item.name.text in named


RULE = Rule(
    code="DC471",
    name="unused-use",
    title="nothing of a file that is used is needed",
    category=Category.STYLE,
    what="A text uses a file, and names nothing that this file, or what it uses, declares. Files with policies, facts"
    " or events count as needed, for these take part without being named.",
    why="A reader looks there for what he does not understand here. Where something of the file should have been named"
    " and was not, its absence is the fault.",
    bad="""
        use "trade"
        use "goods"
        use "sources"

        policy JP { red line rice "Rice stays": no tariff by JP on rice may have rate reduced }
    """,
    good="""
        use "trade"
        use "goods"
        use "sources"

        policy JP {
          red line rice "Rice stays"
            cites wsj_july_1
            : no tariff by JP on rice may have rate reduced
        }
    """,
    instead="Take the `use` out."
    " The fix is unsafe, as another file may have come to its declarations through this one.",
    check=check,
    fix="unsafe",
)
