"""From the scopes of a text to sets of parties, layers and topics; goods are in `goods.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from dealcheck.model.iso import code_for
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.model.names import Here
    from dealcheck.scopes import IntervalSet

ANY = "any"
EVERYONE = "everyone"
EVERYTHING_WORD = "everything"
PARTNER = "partner"


@frozen
class PartySet:
    """Parties of which `partner` is not yet known: those held if they are partners, and those held if they are not."""

    if_partner: int
    if_not: int

    @property
    def is_fixed(self) -> bool:
        """Whether it is the same whoever the partners are."""
        return self.if_partner == self.if_not


def parties_of(here: Here, scope: ast.Scope, author: int = 0) -> int | None:
    """The bits of a scope of parties, the partner's bit for `partner`; None after an error.

    `everyone` leaves out the author.
    """
    if isinstance(scope, ast.ScopeName) and scope.text not in (EVERYONE, ANY, PARTNER):
        return party_mask(here, scope)  # As most are.
    found = _parties(here, scope, author)
    if found is None:
        return None
    universe = here.words.universe
    if found.is_fixed:
        return found.if_not
    if found.if_partner == universe.everyone:
        return found.if_not | universe.partner
    here.problems.error(
        "DC222",
        "`partner` can be joined with other parties, but nothing can be taken from it",
        here.place(scope),
        "who is left depends on the deal",
        "write `partner`, or `partner | X`",
    )
    return None


def _parties(here: Here, scope: ast.Scope, author: int) -> PartySet | None:
    if isinstance(scope, ast.ScopeName):
        return _named_parties(here, scope, author)
    if isinstance(scope, ast.ScopeOperation):
        left, right = _parties(here, scope.left, author), _parties(here, scope.right, author)
        if left is None or right is None:
            return None
        return PartySet(
            _combine(scope.operator, left.if_partner, right.if_partner),
            _combine(scope.operator, left.if_not, right.if_not),
        )
    _wrong_scope(here, scope, "parties", "name parties: `US`, `JP | KR`, `everyone`")
    return None


def _combine(operator: str, left: int, right: int) -> int:
    if operator == "|":
        return left | right
    return left & right if operator == "&" else left & ~right


def _named_parties(here: Here, name: ast.ScopeName, author: int) -> PartySet | None:
    universe = here.words.universe
    if name.text in (EVERYONE, ANY):
        mask: int | None = universe.everyone & ~(author & universe.everyone)
    elif name.text == PARTNER:
        if here.party:
            return PartySet(universe.everyone, 0)
        here.problems.error(
            "DC222",
            "`partner` stands only in a party's line",
            here.place(name),
            "no line here",
            "name the party",
        )
        return None
    else:
        mask = party_mask(here, name)
    return None if mask is None else PartySet(mask, mask)


def party_mask(here: Here, name: ast.Name | ast.ScopeName) -> int | None:
    """The bits of a party, union or group by its name; None after an error."""
    universe = here.words.universe
    bit = universe.bits.get(name.text)
    if bit is not None and (name.text in here.words.iso_names or here.find("party", name) is not None):
        return bit
    if name.text == "EU":
        return here.words.eu(here.day)
    if here.find("party", name) is not None:
        members = universe.unions.get(name.text)
        if members is None:
            here.problems.poison()
        return members
    unknown_party(here, name)
    return None


def unknown_party(here: Here, name: ast.Name | ast.ScopeName) -> None:
    """Say that nobody is called so."""
    if name.text == "GB":
        here.problems.error(
            "DC220", "the United Kingdom is written UK", here.place(name), "GB is not used here", "write `UK`"
        )
        return
    code = code_for(name.text)
    here.unknown(
        "DC201",
        "party",
        name,
        otherwise='write a code of ISO 3166 such as `JP`, or declare it: `party X "label"` or `group X = JP, KR`',
        more=(*here.words.universe.bits, "EU", EVERYONE),
        advice=f"did you mean `{code}`?" if code else "",
    )


# ---- Layers and topics -----------------------------------------------------------------------------------------------


def layers_of(here: Here, scope: ast.Scope) -> frozenset[str] | None:
    """The layers of a scope; a layer's name needs no declaration. None after an error."""
    if isinstance(scope, ast.ScopeName):
        if scope.text == ANY:
            return here.words.layers
        if "." in scope.text:
            _wrong_scope(here, scope, "layers", "write a layer's name, such as `mfn`")
            return None
        here.words.named_layers.add(scope.text)
        return frozenset({scope.text})
    if isinstance(scope, ast.ScopeOperation):
        left, right = layers_of(here, scope.left), layers_of(here, scope.right)
        if left is None or right is None:
            return None
        if scope.operator == "|":
            return left | right
        return left & right if scope.operator == "&" else left - right
    _wrong_scope(here, scope, "layers", "write a layer's name, such as `mfn`")
    return None


def topics_of(here: Here, scope: ast.Scope) -> IntervalSet | None:
    """The topics of a scope, each with its subtopics; None after an error."""
    if isinstance(scope, ast.ScopeName):
        if scope.text in (EVERYTHING_WORD, ANY):
            return here.words.all_topics
        topic = here.words.topics.get(scope.text)
        # A topic that only its subtopics imply is seen everywhere.
        if here.find("topic", scope) is not None or (topic and here.names.hidden("topic", scope.text) is None):
            if topic is None:
                here.problems.poison()
            return topic.held if topic else None
        here.unknown("DC203", "topic", scope, otherwise=f'declare it: `topic {scope.text} "label"`')
        return None
    if isinstance(scope, ast.ScopeOperation):
        left, right = topics_of(here, scope.left), topics_of(here, scope.right)
        if left is None or right is None:
            return None
        if scope.operator == "|":
            return left | right
        return left & right if scope.operator == "&" else left - right
    _wrong_scope(here, scope, "topics", "write a topic's name, such as `digital.services_tax`")
    return None


def _wrong_scope(here: Here, scope: ast.Scope, noun: str, help_text: str) -> None:
    here.problems.error("DC225", f"goods stand where {noun} are meant", here.place(scope), f"not {noun}", help_text)


def is_general(scope: ast.Scope) -> bool:
    """Whether a scope is everything, or everything less something."""
    if isinstance(scope, ast.ScopeName):
        return scope.text in (EVERYTHING_WORD, ANY)
    return isinstance(scope, ast.ScopeOperation) and scope.operator == "-" and is_general(scope.left)
