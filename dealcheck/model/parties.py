"""The parties of a check: those of ISO 3166, and the parties, unions and groups that its files declare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.iso import COUNTRIES
from dealcheck.model.names import Declared, Here
from dealcheck.model.scoping import unknown_party
from dealcheck.scopes import PartyUniverse
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.model.vocabulary import Vocabulary

MOST_NESTED = 50
"""How many groups may lie between a group and its parties."""


WORDS = ("everyone", "partner", "any", "GB")
"""What no party can be called, for it means something else."""


def gather_parties(words: Vocabulary) -> None:
    """Number every party, then find the members of unions and groups."""
    declared: list[Declared] = []
    for known in words.names.tables.get("party", {}).values():
        party = known[0]
        if party.name in (*COUNTRIES, "EU", *WORDS):
            _refuse(words, party)
        else:
            declared.append(party)
    parties = (*COUNTRIES, *(party.name for party in declared if not _member_names(party)))
    bits = {name: 1 << number for number, name in enumerate(parties)}
    words.iso_names = frozenset(COUNTRIES)
    words.universe = PartyUniverse(parties, bits, {}, (), 1 << len(parties))
    words.universe.unions["EU"] = words.eu(None)
    members = _Members(words, {party.name: party for party in declared if party.name not in bits})
    unions = {"EU": words.eu(None), **members.all()}
    blocs = [mask for name, mask in unions.items() if name == "EU" or not members.is_group(name)]
    words.universe = PartyUniverse(parties, bits, unions, tuple(blocs), 1 << len(parties))


def _refuse(words: Vocabulary, party: Declared) -> None:
    standard = party.name not in WORDS
    words.problems.error(
        "DC214",
        f"`{party.name}` is a name that the language has already",
        party.place,
        "declared by ISO 3166" if standard else "a word with a meaning of its own",
        "use it without declaring it" if standard else "choose another name",
    )


def _member_names(party: Declared) -> tuple[ast.Name, ...]:
    return party.node.members if isinstance(party.node, ast.PartyDeclaration | ast.GroupDeclaration) else ()


class _Members:
    """The members of unions and groups as bits; None of one with an error, which then stands for nobody."""

    def __init__(self, words: Vocabulary, declared: dict[str, Declared]) -> None:
        self.words = words
        self.declared = declared
        self.found: dict[str, int | None] = {}

    def all(self) -> dict[str, int]:
        """The members of every union and group that is sound."""
        for party in self.declared.values():
            self._of(party, ())
        return {name: mask for name, mask in self.found.items() if mask is not None}

    def is_group(self, name: str) -> bool:
        """Whether it is a group, not a union."""
        return isinstance(self.declared[name].node, ast.GroupDeclaration)

    def _of(self, party: Declared, above: tuple[str, ...]) -> int | None:
        if party.name in self.found:
            return self.found[party.name]
        if party.name in above or len(above) >= MOST_NESTED:
            circle = party.name in above
            self.words.problems.error(
                "DC216",
                f"`{party.name}` is a member of itself" if circle else "groups are members of one another too deep",
                party.place,
                "a circle" if circle else f"more than {MOST_NESTED} deep",
                "take it out of its own members" if circle else "name the parties themselves",
            )
            return None
        here = Here(self.words.names, self.words.problems, self.words, party.unit)
        masks: list[int | None] = []
        for member in _member_names(party):
            other = self.declared.get(member.text)
            if other is not None and here.find("party", member) is not None:
                masks.append(self._of(other, (*above, party.name)))
                continue
            mask = self.words.universe.mask(member.text)
            if mask is None:
                unknown_party(here, member)
            masks.append(mask)
        total: int | None = 0
        for mask in masks:
            total = None if mask is None or total is None else total | mask
        self.found[party.name] = total
        return total
