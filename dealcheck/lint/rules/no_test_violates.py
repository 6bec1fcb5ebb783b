"""A line that no test shows violated."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.expected import expectations, has_tests
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Lines of which no test of the file expects `violated`; of a file without tests, its policies."""
    if not has_tests(context):
        yield from _untested(context)
        return
    expected = expectations(context)
    for line in context.lines:
        found = expected.get(line.full_name)
        if found is None:
            headline = f"no test expects anything of {line.full_name}"
        elif "violated" not in found.verdicts:
            headline = f"no test shows {line.full_name} violated"
        else:
            continue
        yield Found(
            line.place,
            headline,
            "what violates it?",
            f"write the draft that just violates it, and `expect {line.full_name} violated by ...`",
        )


def _untested(context: Context) -> Iterator[Found]:
    for policy in context.nodes(ast.Policy):
        count = sum(isinstance(item, ast.Line) for item in policy.items)
        if count:
            yield Found(
                context.place(policy.party),
                f"no test of this file shows what the lines of {policy.party.text} mean",
                "a line without a test" if count == 1 else f"{count} lines without a test",
                'write tests below them: `test "just under" { deal { ... } expect JP.autos met }`',
            )


RULE = Rule(
    code="DC480",
    name="no-test-violates",
    title="no test shows a line violated",
    category=Category.TESTS,
    what="No test of the file expects a line of it to be violated. Of a file without any test this is said once for"
    " each policy.",
    why="A line that nothing violates is worse than none, for everybody relies on it. A test that violates it, as"
    " narrowly as can be, proves that it can fire, and shows a reader at which number.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "silence brings no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "a cap, however high" {
          deal {
            between US, JP  dated 2025-07-05  against mid_2025
            term cap: export_cap by JP to US on autos volume 9_000_000 units per year
          }
          expect JP.no_cap violated by cap
        }
    """,
    instead="Write a draft that just violates the line, and expect so. A line that only permits, and cannot be"
    " violated, carries `# dealcheck: ignore[DC480] ...` with the reason.",
    check=check,
)
