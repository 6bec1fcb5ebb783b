"""A line that no test shows met."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.expected import expectations
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Lines that tests speak of, and of which none expects `met`."""
    expected = expectations(context)
    for line in context.lines:
        found = expected.get(line.full_name)
        if found is not None and "met" not in found.verdicts:
            yield Found(
                line.place,
                f"no test shows {line.full_name} met",
                "what meets it?",
                f"write the draft that just meets it, and `expect {line.full_name} met`",
            )


RULE = Rule(
    code="DC481",
    name="no-test-meets",
    title="no test shows a line met",
    category=Category.TESTS,
    what="Tests of the file speak of a line, and none expects it to be met. Lines that no test speaks of are told by"
    " another rule.",
    why="A line that no deal meets ends every negotiation before it begins, and a slip in its scope makes it so. The"
    " draft that just meets it stands beside the one that just violates it: between them lies what the party means.",
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
    instead="Write a draft that just meets the line, and expect so.",
    check=check,
)
