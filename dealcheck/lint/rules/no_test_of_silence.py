"""A line of which no test says what silence does."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.expected import expectations, kinds_of
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Lines that tests speak of, none of them with a draft that is silent about the kinds of the line."""
    expected = expectations(context)
    for line in context.lines:
        found = expected.get(line.full_name)
        if found is not None and not found.silent and kinds_of(context, line):
            yield Found(
                line.place,
                f"no test shows what silence does to {line.full_name}",
                "and a draft that says nothing of it?",
                f"write a draft without a term about it, and expect what {line.party} means",
            )


RULE = Rule(
    code="DC482",
    name="no-test-of-silence",
    title="no test shows what silence does to a line",
    category=Category.TESTS,
    what="Tests of the file speak of a line, and every one has a term of the kinds that the line looks at. A test that"
    " expects an outcome `by silence` counts as silent. Lines without a kind, as those a person judges, are let be.",
    why="What a draft does not mention stays as it is, and that may violate a line or meet it. Which of the two the"
    " party means is the first question about any line, and the one that is most often forgotten.",
    bad="""
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

        test "silence brings no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    instead="Write a test whose draft says nothing of the matter: `deal { between US, JP  dated 2025-07-05  against"
    " mid_2025 }`.",
    check=check,
)
