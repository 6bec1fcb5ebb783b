"""Diagrams are the functions that they stand for: set against dictionaries of all combinations."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import prod

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.logic import Truth, all_of, any_of, negation
from dealcheck.packages.diagrams import END_OF, FALSE, TRUE, UNKNOWN, Diagram, Diagrams, TooManyError

Package = tuple[int, ...]
Function = dict[Package, Truth]


@frozen
class Sample:
    """A few functions of the same choices, as dictionaries and as diagrams."""

    sizes: tuple[int, ...]
    functions: tuple[Function, ...]
    diagrams: Diagrams
    drawn: tuple[Diagram, ...]

    @property
    def packages(self) -> list[Package]:
        """Every combination of options."""
        return list(product(*map(range, self.sizes)))

    def function(self, diagram: Diagram) -> Function:
        """What a diagram says of every combination."""
        return {package: self.diagrams.at(diagram, package) for package in self.packages}


@st.composite
def samples(draw: st.DrawFn, count: int = 2, least: int = 1) -> Sample:
    """Functions of up to four choices of so many options at least, each of some of them."""
    sizes = tuple(draw(st.lists(st.integers(least, 3), min_size=1, max_size=4)))
    diagrams = Diagrams(sizes)
    functions, drawn = [], []
    for _ in range(count):
        places = sorted(draw(st.sets(st.integers(0, len(sizes) - 1))))
        inner = list(product(*(range(sizes[place]) for place in places)))
        values = draw(st.lists(st.sampled_from((True, False, None)), min_size=len(inner), max_size=len(inner)))
        table = dict(zip(inner, values, strict=True))
        drawn.append(diagrams.table(places, table.__getitem__))
        functions.append(
            {package: table[tuple(package[place] for place in places)] for package in product(*map(range, sizes))}
        )
    return Sample(sizes, tuple(functions), diagrams, tuple(drawn))


@given(samples(1))
def test_a_diagram_is_its_table(sample: Sample) -> None:
    assert sample.function(sample.drawn[0]) == sample.functions[0]


@given(samples(2))
def test_equal_functions_are_one_diagram(sample: Sample) -> None:
    assert (sample.drawn[0] == sample.drawn[1]) is (sample.functions[0] == sample.functions[1])


@given(samples(3))
def test_the_connectives_are_kleenes(sample: Sample) -> None:
    diagrams, drawn, functions = sample.diagrams, sample.drawn, sample.functions
    assert sample.function(diagrams.negation(drawn[0])) == {at: negation(truth) for at, truth in functions[0].items()}
    assert sample.function(diagrams.both(*drawn[:2])) == {
        at: all_of((functions[0][at], functions[1][at])) for at in sample.packages
    }
    assert sample.function(diagrams.all_of(drawn)) == {
        at: all_of(each[at] for each in functions) for at in sample.packages
    }
    assert sample.function(diagrams.any_of(drawn)) == {
        at: any_of(each[at] for each in functions) for at in sample.packages
    }


def test_of_none_all_hold_and_not_one_does() -> None:
    diagrams = Diagrams([2])
    assert diagrams.all_of([]) == TRUE
    assert diagrams.any_of([]) == FALSE


@given(samples(1), st.sampled_from([True, False, None]))
def test_where_a_diagram_comes_to_an_end(sample: Sample, end: Truth) -> None:
    (drawn,), (function,) = sample.drawn, sample.functions
    assert sample.function(sample.diagrams.is_end(drawn, END_OF[end])) == {
        at: truth is end for at, truth in function.items()
    }
    assert sample.diagrams.ends(drawn) == set(function.values())


@given(samples(1))
def test_the_choices_that_it_hangs_on(sample: Sample) -> None:
    function = sample.functions[0]
    hanging = {
        place
        for place, size in enumerate(sample.sizes)
        for at in function
        for option in range(size)
        if function[*at[:place], option, *at[place + 1 :]] is not function[at]
    }
    assert set(sample.diagrams.support(sample.drawn[0])) == hanging


@given(samples(1), st.data())
def test_what_is_left_once_an_option_is_taken(sample: Sample, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sample.sizes) - 1))
    option = data.draw(st.integers(0, sample.sizes[place] - 1))
    left = sample.diagrams.given(sample.drawn[0], place, option)
    assert place not in sample.diagrams.support(left)
    assert sample.function(left) == {
        at: sample.functions[0][*at[:place], option, *at[place + 1 :]] for at in sample.packages
    }


@given(samples(1), st.sampled_from([True, False, None]))
def test_packages_that_come_to_an_end(sample: Sample, end: Truth) -> None:
    (drawn,), (function,) = sample.drawn, sample.functions
    found = list(sample.diagrams.packages(drawn, END_OF[end]))
    wanted = [at for at in sample.packages if function[at] is end]
    assert len(found) == len(set(found))
    assert set(found) <= set(wanted)
    assert sample.diagrams.package(drawn, END_OF[end]) == (found[0] if found else None)
    assert bool(found) is bool(wanted)
    # The first options wherever they do, choice by choice in their order.
    assert found == sorted(found)
    assert not wanted or found[0] == min(wanted)


@given(samples(1), st.data())
def test_counts(sample: Sample, data: st.DataObject) -> None:
    widths = [data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any)) for size in sample.sizes]
    end = data.draw(st.sampled_from([TRUE, FALSE, UNKNOWN]))
    weights = {
        at: prod(widths[place][option] for place, option in enumerate(at))
        for at, truth in sample.functions[0].items()
        if END_OF[truth] == end
    }
    assert sample.diagrams.count(sample.drawn[0], widths, end) == sum(weights.values())
    assert sample.diagrams.counts(sample.drawn[0], widths, end) == tuple(
        tuple(sum(weight for at, weight in weights.items() if at[place] == option) for option in range(size))
        for place, size in enumerate(sample.sizes)
    )


# ---- Many choices ----------------------------------------------------------------------------------------------------


def parity(diagrams: Diagrams, places: range) -> Diagram:
    """Whether an odd number of choices take their second option: two nodes for each choice."""
    odd, even = TRUE, FALSE
    for place in reversed(places):
        odd, even = diagrams.node(place, (odd, even)), diagrams.node(place, (even, odd))
    return even


def test_thousands_of_choices_are_counted_without_recursion() -> None:
    diagrams = Diagrams([2] * 3000)
    odd = parity(diagrams, range(3000))
    widths = [[1, 1]] * 3000
    assert diagrams.count(odd, widths) == 2**2999
    assert diagrams.counts(odd, widths)[1234] == (2**2998, 2**2998)
    assert diagrams.both(odd, diagrams.negation(odd)) == FALSE
    assert diagrams.given(diagrams.given(odd, 0, 1), 0, 1) == diagrams.negation(diagrams.given(odd, 0, 0))
    assert diagrams.ends(odd) == {True, False}
    package = diagrams.package(odd, TRUE)
    assert package is not None
    assert sum(package) == 1


def test_choices_that_nothing_hangs_on_multiply() -> None:
    diagrams = Diagrams([3, 2, 5, 2])
    only = diagrams.node(2, (TRUE, FALSE, FALSE, FALSE, TRUE))
    widths = [[1] * size for size in (3, 2, 5, 2)]
    assert diagrams.count(only, widths) == 3 * 2 * 2 * 2
    assert diagrams.count(TRUE, widths) == 60
    assert diagrams.count(FALSE, widths) == 0
    assert diagrams.counts(TRUE, widths) == ((20,) * 3, (30,) * 2, (12,) * 5, (30,) * 2)


def test_the_step_limit_is_an_exception_and_room_can_be_made() -> None:
    diagrams: Callable[[], Diagrams] = lambda: Diagrams([2] * 40, most=20)  # noqa: E731
    with pytest.raises(TooManyError):
        parity(diagrams(), range(40))
    roomy = diagrams()
    roomy.make_room(100)
    assert roomy.count(parity(roomy, range(40)), [[1, 1]] * 40) == 2**39
    # What was made before takes none of the room.
    roomy.make_room(1)
    assert roomy.negation(parity(roomy, range(5))) >= 0
