"""A reading that says what its line says, or what another reading says."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.diagnostics import Label
from dealcheck.lint.book import Spoken, book_of
from dealcheck.lint.context import Context
from dealcheck.lint.entailment import Entailment
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.source import Place


def check(context: Context) -> Iterator[Found]:
    """Readings that can never differ from the line, or from an earlier reading."""
    book = book_of(context)
    earlier: list[Spoken] = []
    for spoken in book.spoken:
        if not spoken.reading:
            earlier = [spoken]
            continue
        proofs = Entailment(context.model, spoken.line)
        same = next((other for other in earlier if _same(proofs, spoken, other)), None)
        earlier.append(spoken)
        if same is None:
            continue
        what = f"the reading {same.reading}" if same.reading else "the line"
        yield Found(
            _place(context, spoken),
            f"the reading {spoken.reading} of {spoken.line.full_name} says what {what} says",
            "the same",
            "leave it out, or write what the other way of taking the words would ask for",
            (Label(same.sentence.place, f"{what} says the same"),),
        )


def _same(proofs: Entailment, one: Spoken, other: Spoken) -> bool:
    return proofs.follows(one.node, other.node) and proofs.follows(other.node, one.node)


def _place(context: Context, spoken: Spoken) -> Place:
    node = context.node_of(spoken.line)
    for reading in node.readings if node is not None else ():
        if reading.name.text == spoken.reading:
            return context.place(reading.name)
    return spoken.sentence.place


RULE = Rule(
    code="DC409",
    name="reading-same",
    title="a reading says the same as another",
    category=Category.DEAD,
    what="A `reading` of a line has the very sentence of the line, or of another of its readings, or one that is proven"
    " to come out alike on every deal.",
    why="Readings are there to show where honest people would differ about the same words. One that never differs makes"
    " the line look more disputed than it is, and often hides that the other reading was never written down.",
    bad="""
        use "trade"

        policy JP {
          red line autos: no tariff by US from JP layer s232_autos may have rate >= 25%
            reading strict: every tariff by US from JP layer s232_autos must have rate < 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos: no tariff by US from JP layer s232_autos may have rate >= 25%
            reading strict: every tariff by US from JP layer s232_autos must have rate < 25% and rate reduced
        }
    """,
    instead="Say in the reading what the words ask for if they are taken the other way, or leave it out.",
    check=check,
)
