"""A reading that no test tries."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.expected import expectations
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Readings of which no test expects anything, of lines that tests speak of."""
    expected = expectations(context)
    for line in context.lines:
        found = expected.get(line.full_name)
        node = context.node_of(line)
        if found is None or node is None:
            continue
        for reading in node.readings:
            name = reading.name.text
            if name not in found.readings:
                yield Found(
                    context.place(reading.name),
                    f"no test tries the reading `{name}` of {line.full_name}",
                    "where does it differ?",
                    f"write a draft on which it differs, and `expect {line.full_name} ... reading {name} ...`",
                )


RULE = Rule(
    code="DC483",
    name="no-test-of-reading",
    title="no test tries a reading",
    category=Category.TESTS,
    what="A line has a reading, tests speak of the line, and none says what comes of that reading.",
    why="A reading is there because the same words can be taken otherwise. A test in which it differs from the line"
    " shows how; without one it may say the same as the line, or nothing.",
    bad="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line no_cap "No cap on what Japan ships": no new export_cap by JP
            reading cars: no new export_cap by JP on autos
        }

        test "silence brings no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met
        }
    """,
    good="""
        use "trade"
        use "goods"
        use "baseline/2025-07-01"

        policy JP {
          red line no_cap "No cap on what Japan ships": no new export_cap by JP
            reading cars: no new export_cap by JP on autos
        }

        test "silence brings no cap" {
          deal { between US, JP  dated 2025-07-05  against mid_2025 }
          expect JP.no_cap met reading cars met
        }
    """,
    instead="Write a draft on which line and reading part, and expect both.",
    check=check,
)
