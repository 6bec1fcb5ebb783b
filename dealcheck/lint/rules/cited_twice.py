"""A line that cites the same twice."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.edits import removal
from dealcheck.lint.rule import Category, Fix, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Citations that stand in their line, term or measure already, word for word."""
    cited = [node.cites for node in context.nodes(ast.Line)]
    cited += [node.cites for node in context.nodes(ast.Term)]
    cited += [node.cites for node in context.nodes(ast.Measure)]
    for group in cited:
        first: dict[ast.Cites, ast.Cites] = {}
        for cites in group:
            other = first.setdefault(cites, cites)
            if other is not cites:
                yield Found(
                    context.place(cites),
                    f"`{cites.source.text}` is cited twice in the same words",
                    "cited again",
                    "",
                    (Label(context.place(other), "cited here"),),
                    fix=Fix("take the second out", (removal(context.source, cites.span),), safe=True),
                )


RULE = Rule(
    code="DC476",
    name="cited-twice",
    title="one passage is cited twice",
    category=Category.STYLE,
    what="A line, term or measure has two `cites` with the same source and the same quote, or both without one.",
    why="Reports print it twice, as if two voices had said it. Another passage of the same source is no repetition.",
    bad="""
        use "trade"
        use "goods"
        use "sources"

        policy JP {
          red line rice "Rice stays"
            cites wsj_july_1
            cites wsj_july_1
            : no tariff by JP on rice may have rate reduced
        }
    """,
    good="""
        use "trade"
        use "goods"
        use "sources"

        policy JP {
          red line rice "Rice stays"
            cites wsj_july_1
            cites wsj_july_1 "wouldn't agree to any deal"
            : no tariff by JP on rice may have rate reduced
        }
    """,
    instead="Take the second out, or cite the passage that was meant.",
    check=check,
    fix="safe",
)
