"""A line without a label."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Lines without a label; a question put to a person is its own."""
    for line in context.nodes(ast.Line):
        if line.label is None and not isinstance(line.sentence, ast.Judged):
            yield Found(
                context.place(line.name),
                f"the line `{line.name.text}` has no label",
                "what is it about?",
                f'say it in a few words: `{line.level} {line.name.text} "..."`',
            )


RULE = Rule(
    code="DC462",
    name="line-without-label",
    title="a line has no label",
    category=Category.STYLE,
    what="A red line, concern or wish has no text behind its name. A line that is `judged` has its question.",
    why="The label is how the party says it. It is the headline of every report, and the one part of the line that"
    " somebody who does not read the language can hold against the sentence.",
    bad="""
        use "trade"

        policy JP { red line no_cap: no new export_cap by JP }
    """,
    good="""
        use "trade"

        policy JP { red line no_cap "No voluntary export restriction": no new export_cap by JP }
    """,
    instead="A short clause in the party's own words, without the number that the sentence has already.",
    check=check,
)
