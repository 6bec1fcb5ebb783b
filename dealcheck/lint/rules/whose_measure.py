"""A pattern that names no party."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.clauses import clauses
from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import AggregateRecord, QuantifiedRecord
from dealcheck.syntax import ast


def check(context: Context) -> Iterator[Found]:
    """Patterns of a kind between parties with none of its party keys."""
    patterns = {node.span: node for node in context.nodes(ast.Pattern)}
    for clause in clauses(context):
        if not isinstance(clause.said, QuantifiedRecord | AggregateRecord):
            continue
        pattern = clause.said.pattern
        node = patterns.get(pattern.place.span)
        words = pattern.kind.party_words
        if node is None or not words or any(key.word in words for key in (*node.keys, *node.excepts)):
            continue
        keys = " and ".join(f"`{word}`" for word in words)
        yield Found(
            context.place(node.kind),
            f"`{pattern.kind.name}` here is that of every country in the world",
            "by whom?",
            f"say whose it is with {keys}, as in `{pattern.kind.name} by partner`; write"
            " `by everyone` if all of them are meant",
        )


RULE = Rule(
    code="DC429",
    name="whose-measure",
    title="a pattern names no party",
    category=Category.MEANING,
    what="A pattern of a kind that is laid down by one party, perhaps on another, names neither.",
    why="A key that is left out ranges over everything. `no tariff on autos` speaks of the tariffs of all countries on"
    " all others, those outside the deal and the party's own among them, and some tariff somewhere breaks the line.",
    bad="""
        use "trade"
        use "goods"

        policy JP { red line cars: no tariff on autos layer s232_autos may have rate >= 25% }
    """,
    good="""
        use "trade"
        use "goods"

        policy JP {
          red line cars: no tariff by US on autos layer s232_autos may have rate >= 25%
          red line rice: no new tariff_quota by JP on rice
        }

        policy CN { red line expense: no new trade_bar toward CN }
    """,
    instead="Write `by` and `from` (or `to`): the party by name, or `partner` for whoever is on the other side of the"
    " deal.",
    check=check,
)
