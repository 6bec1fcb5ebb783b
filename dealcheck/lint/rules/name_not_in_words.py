"""A name that is not written in lower-case words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast

NOUNS: dict[type[ast.Node], str] = {
    ast.Line: "line",
    ast.Reading: "reading",
    ast.Term: "term",
    ast.Deal: "deal",
    ast.Letter: "letter",
    ast.Baseline: "baseline",
    ast.ProductDeclaration: "product",
    ast.TopicDeclaration: "topic",
    ast.KindDeclaration: "kind",
    ast.ValueDeclaration: "field",
    ast.SourceDeclaration: "source",
    ast.Event: "event",
    ast.Fact: "fact",
}
"""What has a name of the author's making; parties and groups are called as the world calls them."""
_TAIL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def check(context: Context) -> Iterator[Found]:
    """Names with capitals, or with underscores that join nothing."""
    for sort, noun in NOUNS.items():
        for node in context.nodes(sort):
            name: ast.Name | ast.Dotted = getattr(node, "name")  # noqa: B009 - every sort of NOUNS has one
            text = name.text
            if text and any(not _in_words(part) for part in text.split(".")):
                yield Found(
                    context.place(name),
                    f"the {noun} `{text}` is not named in lower-case words",
                    "capitals" if text != text.lower() else "an underscore that joins nothing",
                    f"call it `{_words(text)}`",
                )


def _in_words(part: str) -> bool:
    return part == part.lower() and all(part.split("_"))


def _words(text: str) -> str:
    """The name in lower-case words."""
    parts = (_TAIL.sub("_", part).lower() for part in text.split("."))
    return ".".join("_".join(word for word in part.split("_") if word) or part for part in parts)


RULE = Rule(
    code="DC460",
    name="name-not-in-words",
    title="a name is not written in lower-case words",
    category=Category.STYLE,
    what="The name of a line, reading, term, product, topic, kind, field, source, event, fact or text has capitals, or"
    " underscores that join nothing. Parties and groups are left alone.",
    why="Names are written again in tests, in drafts and on the command line, often by others. With one way to write"
    " them nobody has to look up which it was, and parties stand out by their capitals.",
    bad="""
        use "trade"

        policy JP { red line noCap "No voluntary export restriction": no new export_cap by JP }
    """,
    good="""
        use "trade"

        policy JP { red line no_cap "No voluntary export restriction": no new export_cap by JP }
    """,
    instead="Lower-case words, joined by `_`: `no_cap`, `s232_autos`. Renaming reaches every text that uses the name.",
    check=check,
)
