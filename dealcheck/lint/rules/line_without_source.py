"""A line that cites nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Lines without a single `cites`."""
    for line in context.lines:
        if not line.cites:
            yield Found(
                line.place,
                f"{line.full_name} cites no source",
                "no `cites`",
                'declare where it was said with `source NAME "title" { ... }`, and add `cites NAME`',
            )


RULE = Rule(
    code="DC450",
    name="line-without-source",
    title="a line cites no source",
    category=Category.SOURCE,
    what="A line of a policy has no `cites`: nothing says who drew it, and where that can be looked up.",
    why="A reader who doubts the line, or wants to know how firm it is, has nowhere to turn; when the party's position"
    " moves, nobody can tell which lines moved with it.",
    bad="""
        use "trade"

        policy JP { red line autos: no tariff by US from JP layer s232_autos may have rate >= 25% }
    """,
    good="""
        use "trade"

        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }

        policy JP {
          red line autos
            cites press
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Declare a source with its title, publisher, date and url, and cite it in the line; `says` is who spoke.",
    check=check,
)
