"""Atoms of parties: the coarsest groups that no measure and no pattern tells apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from dealcheck.model.records import Kind
from dealcheck.scopes import PartyUniverse


def split(atoms: list[int], masks: Iterable[int]) -> list[int]:
    """The atoms cut so that each lies wholly inside or outside every mask."""
    for mask in set(masks):
        cut: list[int] = []
        for atom in atoms:
            inside = atom & mask
            outside = atom & ~mask
            if inside:
                cut.append(inside)
            if outside:
                cut.append(outside)
        atoms = cut
    return sorted(atoms, key=lambda atom: atom & -atom)


def party_cells(
    kind: Kind, universe: PartyUniverse, atoms: dict[str, list[int]], region: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """The combinations of party atoms inside a region, in a stable order, less those that make a party its own
    partner.

    The members of a customs union are one party in this. A combination of an atom of several parties with itself
    stays: it holds pairs of different ones.
    """
    words = kind.party_words
    choices = [[atom & mask for atom in atoms[word] if atom & mask] for word, mask in zip(words, region, strict=True)]
    cells: list[tuple[int, ...]] = []
    for parties in product(*choices):
        cell = without_self(words, parties, universe)
        if cell is not None:
            cells.append(cell)
    return cells


def without_self(words: tuple[str, ...], parties: tuple[int, ...], universe: PartyUniverse) -> tuple[int, ...] | None:
    """The combination less what would make the author its own beneficiary; None where nothing is left."""
    if "by" not in words:
        return parties
    author = parties[words.index("by")]
    found = list(parties)
    for index, word in enumerate(words):
        if word in ("from", "to"):
            other = found[index]
            for bloc in universe.blocs:
                if author & bloc and author & ~bloc == 0:
                    other &= ~bloc
            if other == author and author.bit_count() == 1:
                other = 0
            elif author.bit_count() == 1:
                other &= ~author
            if not other:
                return None
            found[index] = other
    return tuple(found)
