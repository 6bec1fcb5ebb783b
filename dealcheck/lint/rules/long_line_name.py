"""A line whose name is a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Names of lines with more letters than the limit."""
    most = context.options.limits.name_letters
    for line in context.lines:
        if len(line.name) > most:
            yield Found(
                line.place,
                f"the name of {line.party}.{line.name} has {len(line.name)} letters",
                f"more than {most}",
                "two or three words will do; what the line says goes into its label",
            )


RULE = Rule(
    code="DC475",
    name="long-line-name",
    title="the name of a line is long",
    category=Category.STYLE,
    what="The name of a line has more letters than `name-letters` of the configuration, 30 where it says nothing.",
    why="The name is typed in tests and after `--line`, and stands at the head of a column in a matrix. What the line"
    " says is the matter of its label.",
    bad="""
        use "trade"

        policy JP {
          red line no_voluntary_restriction_of_exports "Japan ships freely": no new export_cap by JP
        }
    """,
    good="""
        use "trade"

        policy JP { red line no_cap "No voluntary restriction of exports": no new export_cap by JP }
    """,
    instead="Two or three words that tell it from the party's other lines.",
    check=check,
)
