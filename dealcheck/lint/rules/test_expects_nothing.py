"""A test that expects nothing, or of one line twice."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.edits import removal
from dealcheck.lint.rule import Category, Fix, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Tests without an expectation, and second expectations of a line that say no more than the first."""
    for test in context.nodes(ast.Test):
        expects = [item for item in test.items if isinstance(item, ast.Expect)]
        if not expects and not any(isinstance(item, ast.TestTable) for item in test.items):
            yield Found(
                context.place(test.name),
                f'the test "{test.name.text}" expects nothing',
                "passes whatever happens",
                "say what its draft does: `expect JP.autos violated by silence`",
            )
        first: dict[ast.Expect, ast.Expect] = {}
        for expect in expects:
            other = first.setdefault(expect, expect)
            if other is not expect:
                line = f"{expect.line.party.text}.{expect.line.line.text}"
                yield Found(
                    context.place(expect),
                    f"the test expects the same of {line} twice",
                    "expected again",
                    "",
                    (Label(context.place(other), "expected here"),),
                    fix=Fix("take the second out", (removal(context.source, expect.span),), safe=True),
                )


RULE = Rule(
    code="DC484",
    name="test-expects-nothing",
    title="a test expects nothing, or the same twice",
    category=Category.TESTS,
    what="A test has a draft and no `expect`, or two of them that say the same of one line.",
    why="A test without an expectation always passes and looks as if it proved something. A repeated expectation is"
    " most often one whose line or reading was to be changed.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "silence brings no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
          expect JP.no_cap met
        }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "silence brings no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    instead="Say what the draft does to a line, and each thing once. Two outcomes of a line, as on two days, may"
    " stand in two expectations.",
    check=check,
    fix="safe",
)
