"""A line that another line of the same party already says, or more."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.book import LEVELS, Book, Entry, book_of, held_throughout
from dealcheck.lint.claims import demands
from dealcheck.lint.context import Context
from dealcheck.lint.entailment import Entailment
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Lines that are met wherever another line of the party, as hard or harder, is met."""
    book = book_of(context)
    for entry in book.mine:
        if entry.is_settled:
            continue
        other = _implied_by(book, entry)
        if other is None:
            continue
        level = other.line.level if LEVELS[other.line.level] > LEVELS[entry.line.level] else ""
        said = f"the {level} {other.line.full_name}" if level else other.line.full_name
        yield Found(
            entry.line.place,
            f"{entry.line.full_name} asks for nothing that {said} does not ask for",
            "met wherever the other is",
            "leave this line out, make it a `reading` of the other, or ask for more",
            (Label(other.line.place, "says as much, or more"),),
        )


def _implied_by(book: Book, entry: Entry) -> Entry | None:
    proofs = Entailment(book.model, entry.line)
    for other in book.alike(entry):
        if other is not entry and other.order < entry.order and _stands_over(other, entry):
            return other
    first = demands(entry.node)[0]
    for said in book.around(entry, first):
        other = said.entry
        if not _stands_over(other, entry) or not proofs.follows(said.demand, first, True):
            continue
        if not proofs.follows(other.node, entry.node, True):
            continue
        mutual = _stands_over(entry, other) and proofs.follows(entry.node, other.node, True)
        # Of two lines that say the same, the second is one too many.
        if not mutual or other.order < entry.order:
            return other
    return None


def _stands_over(one: Entry, other: Entry) -> bool:
    """Whether a line is as hard as another, held whenever that is, and by whoever says that."""
    return (
        LEVELS[one.line.level] >= LEVELS[other.line.level]
        and set(other.line.says) <= set(one.line.says)
        and held_throughout(one.line, other.line)
    )


RULE = Rule(
    code="DC403",
    name="line-implied",
    title="another line of the party already says so",
    category=Category.DEAD,
    what="Wherever another line of the same party is met, this one is met too: the other covers the same goods,"
    " parties and layers or more, admits no value that this one refuses, is as hard or harder, and is held whenever"
    " this one is. Lines that different people say, by `says`, are left alone.",
    why="The line never adds a finding of its own: each draft that violates it violates the other as well. Where two"
    " numbers for one thing stand in a policy, one of them is often a leftover of an older position.",
    bad="""
        use "trade"

        policy JP {
          red line autos: no tariff by US from JP on hs 8703 | hs 8704 layer s232_autos may have rate > 15%
          red line cars: no tariff by US from JP on hs 8703.80 layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos: no tariff by US from JP on hs 8703 | hs 8704 layer s232_autos may have rate > 15%
          red line cars: no tariff by US from JP on hs 8703.80 layer s232_autos may have rate >= 15%
        }
    """,
    instead="Leave one of the two out; where both are honest versions of one stand, make one a `reading` of the other.",
    check=check,
)
