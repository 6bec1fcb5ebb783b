"""A test whose name says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast

VAGUE = re.compile(
    r"(a|the|my|new|first|second|third|another)?\W*(tests?|cases?|examples?|checks?|todo|untitled)?[\W\d_]*"
)


def check(context: Context) -> Iterator[Found]:
    """Names such as `test 1`, numbers, and no name at all."""
    for test in context.nodes(ast.Test):
        if VAGUE.fullmatch(test.name.text.casefold()):
            yield Found(
                context.place(test.name),
                f'the name "{test.name.text}" does not say what the test tries',
                "which case is it?",
                "say what is special about its draft: `a tenth of a point above the best`",
            )


RULE = Rule(
    code="DC464",
    name="vague-test-name",
    title="the name of a test says nothing",
    category=Category.STYLE,
    what="A test has an empty name, a number, or a word such as `test` or `case` with a number.",
    why="When it fails, its name is all that the report says of its draft, and `-k` finds tests by their names. A good"
    " one tells which case it is, so that one sees what the party meant by the line.",
    bad="""
        use "trade"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "test 1" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    good="""
        use "trade"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "silence brings no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    instead="Name the case, not the outcome alone: `just under`, `silence keeps the 25%`, `a quota for the US alone`.",
    check=check,
)
