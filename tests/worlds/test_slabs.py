"""Slabs against the plainest model of them: a dictionary from each element to what holds there."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from dealcheck.scopes import IntervalSet
from dealcheck.worlds.slabs import Slab, lay_over, stack, without, zip_slabs

SPACE = 24


@st.composite
def slabs(draw: st.DrawFn) -> Slab[str]:
    """A slab over a small space, of single letters."""
    elements = draw(st.lists(st.sampled_from(["", "", "a", "b", "c"]), min_size=SPACE, max_size=SPACE))
    slab: Slab[str] = Slab()
    for at, letter in enumerate(elements):
        if letter:
            slab.add(at, at + 1, letter)
    return slab


@st.composite
def scopes(draw: st.DrawFn) -> IntervalSet:
    """A set over the same space."""
    elements = draw(st.sets(st.integers(0, SPACE - 1)))
    return IntervalSet.of((element, element + 1) for element in elements)


def plain(slab: Slab[str]) -> dict[int, str]:
    """What holds at each element."""
    return {element: state for low, high, state in slab.pieces() for element in range(low, high)}


@given(slabs())
def test_a_slab_is_sorted_and_finds_what_it_holds(slab: Slab[str]) -> None:
    assert slab.starts == sorted(slab.starts)
    assert all(end <= start for end, start in zip(slab.ends, slab.starts[1:], strict=False))
    assert {at: slab.at(at) for at in range(SPACE) if slab.at(at) is not None} == plain(slab)
    assert {element for low, high in slab.covered for element in range(low, high)} == set(plain(slab))


@given(slabs(), st.integers(0, SPACE), st.integers(0, SPACE))
def test_within_cuts_to_the_interval(slab: Slab[str], low: int, high: int) -> None:
    found = {element: state for start, end, state in slab.within(low, high) for element in range(start, end)}
    assert found == {element: state for element, state in plain(slab).items() if low <= element < high}


@given(slabs(), slabs())
def test_laying_over_changes_what_is_covered_and_nothing_else(below: Slab[str], above: Slab[str]) -> None:
    def change(low: int, high: int, state: str | None, item: str) -> Iterator[tuple[int, int, str | None]]:
        yield low, high, None if item == "c" else (state or "-") + item

    expected = plain(below)
    for element, item in plain(above).items():
        if item == "c":
            expected.pop(element, None)
        else:
            expected[element] = expected.get(element, "-") + item
    assert plain(lay_over(below, above.pieces(), change)) == expected


@given(slabs(), slabs(), slabs())
def test_without_takes_away_wherever_another_holds(slab: Slab[str], one: Slab[str], other: Slab[str]) -> None:
    gone = set(plain(one)) | set(plain(other))
    assert plain(without(slab, [one, other])) == {at: state for at, state in plain(slab).items() if at not in gone}


@given(st.lists(slabs(), min_size=2, max_size=4), scopes())
def test_zipping_reads_every_slab_at_every_element(found: list[Slab[str]], scope: IntervalSet) -> None:
    seen = {element: states for low, high, states in zip_slabs(found, scope, 2) for element in range(low, high)}
    expected = {
        element: tuple(slab.at(element) for slab in found)
        for low, high in scope
        for element in range(low, high)
        if found[0].at(element) is not None or found[1].at(element) is not None
    }
    assert seen == expected


@given(st.lists(st.tuples(st.integers(0, SPACE), st.integers(1, 6), st.sampled_from("abc")), max_size=6))
def test_a_stack_tells_all_that_cover_a_piece(layers: list[tuple[int, int, str]]) -> None:
    pieces = sorted([(low, low + width, name) for low, width, name in layers], key=lambda piece: piece[0])
    seen = {element: items for low, high, items in stack(pieces) for element in range(low, high)}
    for element in range(SPACE + 8):
        covering = [name for low, high, name in pieces if low <= element < high]
        assert seen.get(element, []) == covering
