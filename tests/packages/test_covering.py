"""The packages that are tried hold every combination that was asked for."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.packages.covering import Covering

COMBINATIONS = st.dictionaries(st.integers(0, 5), st.integers(0, 2), max_size=4)


@given(st.lists(COMBINATIONS, max_size=30))
def test_every_combination_is_in_one_of_the_packages(asked: list[dict[int, int]]) -> None:
    covering = Covering()
    for combination in asked:
        covering.ask([combination])
    for combination in asked:
        package = covering.packages[covering.holding(combination)]
        assert combination.items() <= package.items()
    # None is for nothing, and none says what was not asked for.
    options = {item for combination in asked for item in combination.items()}
    assert {item for package in covering.packages for item in package.items()} <= options
    assert len(covering.packages) <= len(asked)


@given(st.integers(1, 40), st.integers(1, 4))
def test_choices_that_never_meet_take_as_many_packages_as_the_longest_has_options(choices: int, options: int) -> None:
    covering = Covering()
    covering.ask({choice: option} for choice in range(choices) for option in range(options))
    assert len(covering.packages) == options


def test_all_combinations_of_choices_that_meet_are_packages_of_their_own() -> None:
    covering = Covering()
    wanted = [dict(enumerate(options)) for options in product(range(2), repeat=3)]
    covering.ask(wanted)
    covering.ask([{0: 1}, {}])
    assert covering.packages == wanted


def test_what_was_not_asked_for_is_not_held() -> None:
    covering = Covering()
    covering.ask([{0: 1}])
    with pytest.raises(KeyError):
        covering.holding({0: 2})
