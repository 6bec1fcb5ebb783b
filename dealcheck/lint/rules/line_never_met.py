"""A line that no deal can meet, or only one that has nothing of the kind."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.book import book_of
from dealcheck.lint.claims import claims_of, demands, is_hollow
from dealcheck.lint.context import Context
from dealcheck.lint.idle import condition_of, is_settled_by_guard, root
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.model.records import QuantifiedRecord


def check(context: Context) -> Iterator[Found]:
    """Sentences that hold of no deal, and those that hold only where there is nothing that they speak of."""
    book = book_of(context)
    for spoken in book.spoken:
        if spoken.speaks_of_nothing:
            continue
        if spoken.never and not is_settled_by_guard(book.claimant(spoken.line), spoken):
            node = root(spoken.node)
            yield Found(
                condition_of(node) or node.place,
                f"no deal can meet {spoken.name}",
                "never so",
                "look at the signs and the numbers: nothing that a field can be is what is asked for",
            )
            continue
        asked = demands(spoken.node)
        for claim in claims_of(spoken.node):
            record = claim.record
            if not is_hollow(claim) or not isinstance(record, QuantifiedRecord) or record.condition is None:
                continue
            what = f"`{record.pattern.place.text}`"
            name = spoken.name if claim in asked else f"a part of {spoken.name}"
            if record.quantifier == "no":
                label, help_ = "so of every one", "write `no P` alone if that is meant, else another sign or number"
            else:
                label, help_ = "so of none", "write `no P` if that is meant, else another sign or number"
            yield Found(record.condition.place, f"{name} holds only where there is no {what}", label, help_)


RULE = Rule(
    code="DC402",
    name="line-never-met",
    title="no deal can meet the line, or only where there is nothing",
    category=Category.DEAD,
    what="What the line asks for is so of nothing that its fields can be: a rate below 0%, or one below 10% and above"
    " 20% at once. A line of `some` or of `the deal` is then never met; one of `every`, or of `no` with a condition"
    " that is always so, is met only where nothing of the kind exists.",
    why="Every draft would violate such a line, so that its verdict says nothing about the draft. Most often `and`"
    " stands where `or` is meant, or a sign is turned round.",
    bad="""
        use "trade"

        policy JP {
          red line quota: some tariff_quota by US from JP on hs 8703 has in_rate < 10% and in_rate > 20%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line quota: some tariff_quota by US from JP on hs 8703 has in_rate <= 10% and in_rate >= 10%
        }
    """,
    instead="Write `or` where either will do, and `no P` where nothing of the kind may exist.",
    check=check,
)
