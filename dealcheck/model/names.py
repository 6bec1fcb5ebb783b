"""Which names are declared where, and which of them a file sees: its own and those of the files it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define, evolve, field, frozen

from dealcheck.diagnostics import Label
from dealcheck.model.problems import Problems, meant
from dealcheck.source import Place, Source
from dealcheck.syntax import ast
from dealcheck.values import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from dealcheck.model.choices import Choices
    from dealcheck.model.records import SourceRecord
    from dealcheck.model.vocabulary import Vocabulary

MOST_MEANT = 500
"""For so many errors, the help may say which name was probably meant."""

N = TypeVar("N", bound=ast.Node)


@define(eq=False)
class Unit:
    """A file of the check. `sees` has a bit for each file whose names it sees."""

    index: int
    tree: ast.File
    source: Source
    is_main: bool
    uses: list[Unit] = field(factory=list)
    sees: int = 0


@frozen(eq=False)
class Declared:
    """A declaration: its name's place, the file it stands in, and its node."""

    name: str
    place: Place
    unit: Unit
    node: ast.Node

    def node_as(self, sort: type[N]) -> N:
        """The node, which is of that class."""
        if not isinstance(self.node, sort):
            raise TypeError(f"{self.name} is declared by {self.node!r}")
        return self.node


class Names:
    """All declarations by sort and name.

    The sorts are party (with unions and groups), product, topic, kind, source, baseline, text (deals and letters),
    event, inner event (those of a deal), fact and given (exchange rates and customs values). Sources, events and facts
    may be declared more than once, for they belong to their file or text.
    """

    def __init__(self, problems: Problems, units: Sequence[Unit]) -> None:
        self.problems = problems
        self.units = units
        self.tables: dict[str, dict[str, list[Declared]]] = {}

    def declare(self, sort: str, name: ast.Name | ast.Dotted, unit: Unit, node: ast.Node, *, once: bool = True) -> None:
        """Enter a declaration; where there is one of that name already and may be but one, an error at both.

        Files that no file sees together may each have a name of their own for anything but a kind or a party.
        """
        place = Place(unit.source, name.span)
        known = self.tables.setdefault(sort, {}).setdefault(name.text, [])
        if known and once:
            for other in known:
                if sort in ("kind", "party") or self._meet(other.unit, unit):
                    self.duplicate(sort if sort != "text" else "deal or letter", name.text, place, other.place)
                    return
        known.append(Declared(name.text, place, unit, node))

    def _meet(self, one: Unit, other: Unit) -> bool:
        """Whether some file sees both."""
        both = 1 << one.index | 1 << other.index
        return any(unit.sees & both == both for unit in self.units)

    def duplicate(self, noun: str, name: str, place: Place, first: Place) -> None:
        """Say that something is declared twice, at both places."""
        self.problems.error(
            "DC214",
            f"the {noun} `{name}` is declared twice",
            place,
            "here again",
            "give one of them another name, or take it away",
            labels=(Label(first, "first here"),),
        )

    def find(self, sort: str, name: str, unit: Unit) -> Declared | None:
        """The declaration of that name which the file sees, its own first."""
        known = self.tables.get(sort, {}).get(name)
        if not known:
            return None
        for declared in known:
            if declared.unit.index == unit.index:
                return declared
        for declared in known:
            if unit.sees >> declared.unit.index & 1:
                return declared
        return None

    def seen(self, sort: str, unit: Unit) -> Iterator[str]:
        """The names of a sort that the file sees."""
        for name, known in self.tables.get(sort, {}).items():
            if any(unit.sees >> declared.unit.index & 1 for declared in known):
                yield name

    def hidden(self, sort: str, name: str) -> Declared | None:
        """A declaration of that name anywhere."""
        known = self.tables.get(sort, {}).get(name)
        return known[0] if known else None


@define(eq=False)
class Here:
    """Where a piece of text stands, for whatever resolves it: its file, and what its surroundings give.

    `day` decides who is a member of a union; `party` is the author of the lines around; `sources` and `events` are
    those of the text around, beside those of the file; `used_events` gathers the events that something hangs on;
    `choices` numbers open choices, None where nothing may be left open.
    """

    names: Names
    problems: Problems
    words: Vocabulary
    unit: Unit
    day: date | None = None
    party: str = ""
    sources: dict[str, SourceRecord] = field(factory=dict)
    events: frozenset[str] = frozenset()
    used_events: set[str] = field(factory=set)
    choices: Choices | None = None

    def place(self, node: ast.Node) -> Place:
        """The place of a node of this file."""
        return Place(self.unit.source, node.span)

    def inside(self, **changes: Any) -> Here:
        """The same surroundings with some of them changed."""
        return evolve(self, **changes)

    def date(self, moment: ast.DateMoment | ast.DateValue) -> date | None:
        """The date that is written; None where there is none such, which the parser has said."""
        day = parse_date(moment.text)
        if day is None:
            self.problems.poison()
        return day

    def find(self, sort: str, name: ast.Name | ast.ScopeName | ast.Dotted) -> Declared | None:
        """The declaration of a name that is seen from here."""
        return self.names.find(sort, name.text, self.unit)

    def unknown(
        self,
        code: str,
        noun: str,
        name: ast.Name | ast.ScopeName,
        *,
        sort: str = "",
        otherwise: str = "",
        more: tuple[str, ...] = (),
        advice: str = "",
    ) -> None:
        """Say that a name stands for nothing that is seen from here, and what was probably meant.

        `sort` is where such names are declared, where that is not the noun; `more` are names that need no declaration;
        `advice` is the help where it is known, `otherwise` the help where no name is like this one.
        """
        text, sort = name.text, sort or noun
        article = "an" if noun[0] in "aeiou" else "a"
        hidden = self.names.hidden(sort, text)
        if hidden is not None:
            self.problems.error(
                "DC215",
                f"`{text}` is declared in a file that this one does not use",
                self.place(name),
                "not seen from here",
                f'add `use "{_use_name(hidden.unit.source.name)}"` at the top',
                labels=(Label(hidden.place, "declared here"),),
            )
            return
        other = self.other_sort(text, sort)
        # Whoever has so many errors mends the first ones first, and looking for likely names takes its time.
        known = (*self.names.seen(sort, self.unit), *more) if self.problems.errors < MOST_MEANT else ()
        self.problems.error(
            code,
            f"`{text}` is not {article} {noun} that is known here",
            self.place(name),
            f"it is {other}" if other else "not known",
            advice or meant(text, known, f"name {article} {noun}" if other else otherwise),
        )

    def other_sort(self, text: str, but: str) -> str:
        """What else a name stands for, in words: `a product`; `""` if nothing."""
        for sort in ("party", "product", "topic", "kind", "event", "baseline"):
            if sort != but and self.names.find(sort, text, self.unit) is not None:
                return f"an {sort}" if sort[0] in "aeiou" else f"a {sort}"
        return "a party" if but != "party" and text in self.words.universe.bits else ""


def _use_name(name: str) -> str:
    """How `use` would name a file: without its folder and ending."""
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
