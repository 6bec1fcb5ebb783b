"""The fewest choices force what they are said to, whatever else is chosen, and no fewer do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given

from dealcheck.logic import Truth
from dealcheck.model.records import ChoiceRecord
from dealcheck.packages import fewest as module
from dealcheck.packages.diagrams import END_OF, FALSE, TRUE, Diagrams
from dealcheck.packages.fewest import Picks, fewest, in_text
from dealcheck.packages.options import Option, Piece, Variable
from dealcheck.source import Place, Source
from dealcheck.values import Rate
from tests.packages.test_diagrams import Function, Sample, samples

NOWHERE = Place(Source("draft.deal", ""), (0, 0))


def forces(function: Function, picks: Picks, end: Truth) -> bool:
    """Whether every combination with these options comes to an end."""
    return all(truth is end for at, truth in function.items() if all(at[place] == option for place, option in picks))


def all_picks(sizes: Sequence[int], count: int) -> list[Picks]:
    """Every set of so many options, of as many choices."""
    return [
        tuple(zip(places, options, strict=True))
        for places in combinations(range(len(sizes)), count)
        for options in product(*(range(sizes[place]) for place in places))
    ]


@given(samples(1, least=2))
def test_the_fewest_are_those_of_brute_force(sample: Sample) -> None:
    function = sample.functions[0]
    for end in (True, False, None):
        found = fewest(sample.diagrams, sample.drawn[0], END_OF[end])
        expected: list[Picks] = []
        for count in range(len(sample.sizes) + 1):
            expected = [picks for picks in all_picks(sample.sizes, count) if forces(function, picks, end)]
            if expected:
                break
        assert set(found) == set(expected)
        assert list(found) == sorted(found)


def test_beyond_the_step_limit_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    diagrams = Diagrams([2] * 12)
    odd, even = TRUE, FALSE
    for place in reversed(range(12)):
        odd, even = diagrams.node(place, (odd, even)), diagrams.node(place, (even, odd))
    assert len(fewest(diagrams, odd, TRUE)) == module.MOST_FOUND
    monkeypatch.setattr(module, "MOST_STEPS", 3)
    assert fewest(diagrams, odd, TRUE) == ()


# ---- In words --------------------------------------------------------------------------------------------------------


def bracket(name: str, *options: str) -> Variable:
    record = ChoiceRecord(0, "bracket", name, options, NOWHERE)
    return Variable(record, tuple(Option(at, f"{name} is {each}", each) for at, each in enumerate(options)))


def span(name: str, *edges: int) -> Variable:
    """A range of rates with pieces at the edges and between them."""
    record = ChoiceRecord(0, "bracket", name, ("a range",), NOWHERE)
    pieces = [Piece(edges[0], edges[0])]
    for one, other in pairwise(edges):
        pieces.extend((Piece(one, other), Piece(other, other)))
    options = tuple(Option(0, "", "", Rate(piece.low), piece) for piece in pieces)
    return Variable(record, options, Rate(0))


def test_adjoining_pieces_are_said_as_one() -> None:
    variables = [span("art1", 0, 10, 20), bracket("art2", "x", "y")]
    assert in_text(variables, [((0, 2),), ((0, 3),), ((0, 4),)]) == ("art1 is at least 10%",)
    assert in_text(variables, [((0, 0),), ((0, 1),)]) == ("art1 is below 10%",)
    assert in_text(variables, [((0, 1),), ((0, 3),)]) == (
        "art1 is above 0% and below 10%",
        "art1 is above 10% and below 20%",
    )
    assert in_text(variables, [((0, 2),)]) == ("art1 is 10%",)
    assert in_text(variables, [((0, at),) for at in range(5)]) == ("art1 is anything",)


def test_pieces_beside_other_choices_go_together_where_those_are_alike() -> None:
    variables = [span("art1", 0, 10, 20), bracket("art2", "x", "y")]
    sets = [((0, 0), (1, 0)), ((0, 1), (1, 0)), ((0, 1), (1, 1))]
    assert in_text(variables, sets) == (
        "art1 is below 10% and art2 is x",
        "art1 is above 0% and below 10% and art2 is y",
    )


def test_plain_options_are_said_one_by_one() -> None:
    variables = [bracket("art1", "x", "y"), bracket("art2", "x", "y")]
    assert in_text(variables, [((0, 1), (1, 0)), ((0, 0),)]) == ("art1 is x", "art1 is y and art2 is x")
