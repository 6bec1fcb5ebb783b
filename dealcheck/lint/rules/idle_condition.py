"""A part joined by `and` or `or` that changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.book import book_of
from dealcheck.lint.context import Context
from dealcheck.lint.entailment import Entailment
from dealcheck.lint.idle import Idle, idle_in_sentence, is_settled_by_guard
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.lint.taken import taken_in_vain


def check(context: Context) -> Iterator[Found]:
    """Parts without which a sentence would say the same."""
    for taken in taken_in_vain(context):
        yield Found(
            taken.place,
            "what is taken away was not there",
            "takes nothing away",
            "leave it out, or name what is meant",
            (Label(taken.whole, "nothing of it is in here"),),
        )
    book = book_of(context)
    for spoken in book.spoken:
        if spoken.always or spoken.never or spoken.speaks_of_nothing:
            continue
        claimant = book.claimant(spoken.line)
        if is_settled_by_guard(claimant, spoken):
            continue
        proofs = Entailment(context.model, spoken.line)
        yield from (_found(idle, spoken.name) for idle in idle_in_sentence(claimant, proofs, spoken.sentence))


def _found(idle: Idle, name: str) -> Found:
    labels = () if idle.beside is None else (Label(idle.beside, "this part settles it"),)
    return Found(
        idle.place,
        f"a part of {name} changes nothing",
        idle.why or "changes nothing beside the rest",
        "leave it out, or mend the number, the sign or the scope",
        labels,
    )


RULE = Rule(
    code="DC408",
    name="idle-condition",
    title="a part of a line changes nothing",
    category=Category.DEAD,
    what="Of the parts joined by `and` or `or`, one follows from the others, or always holds: beside `rate < 25%`,"
    " `rate < 30%` says nothing. The same goes for whole sentences, for a name that stands twice in a list, and"
    " for goods, parties or layers that are taken away (`-`, `except`) from a scope that holds none of them.",
    why="Whoever wrote it meant something by it. Either a number is wrong, or `and` stands for `or`, or the part is a"
    " leftover that a reader will take for a condition of its own.",
    bad="""
        use "trade"

        policy JP {
          red line autos: every tariff by US from JP layer s232_autos must have rate < 25% and rate < 30%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos: every tariff by US from JP layer s232_autos must have rate < 25% and rate > 10%
        }
    """,
    instead="Leave the part out, or write the number that makes it count.",
    check=check,
)
