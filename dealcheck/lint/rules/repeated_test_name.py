"""Two tests of one name."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Tests whose name another test of the file bears already."""
    first: dict[str, ast.Test] = {}
    for test in context.nodes(ast.Test):
        name = " ".join(test.name.text.casefold().split())
        if not name:
            continue
        other = first.setdefault(name, test)
        if other is not test:
            yield Found(
                context.place(test.name),
                f'two tests are called "{test.name.text}"',
                "the same name again",
                "say in each what tells its draft from the other's",
                (Label(context.place(other.name), "the first of that name"),),
            )


RULE = Rule(
    code="DC465",
    name="repeated-test-name",
    title="two tests of a file have one name",
    category=Category.STYLE,
    what="A file has two tests of the same name, capitals and blanks aside.",
    why="A failure names its test, and `-k` picks tests by name: neither tells the two apart. Often the second is a"
    " copy whose draft was changed and whose name was not.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "one cap" {
          deal {
            between US, JP  dated 2025-07-05  against mid_2025
            term t: export_cap by JP to US on autos volume 1_000_000 units per year
          }
          expect JP.no_cap violated by t
        }

        test "one cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP { red line no_cap "No cap on what Japan ships": no new export_cap by JP }

        test "one cap" {
          deal {
            between US, JP  dated 2025-07-05  against mid_2025
            term t: export_cap by JP to US on autos volume 1_000_000 units per year
          }
          expect JP.no_cap violated by t
        }

        test "no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    instead="Name each test by what is special about its draft.",
    check=check,
)
