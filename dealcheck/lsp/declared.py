"""What the names of a text stand for: the declarations of its own file and of all that it uses."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from attrs import define, field, frozen

from dealcheck.lint.nodes import walk
from dealcheck.lsp.symbols import NAMED, WIDE, Occurrence, occurrences, text_key
from dealcheck.model.facts import CUSTOMS_VALUE, EXCHANGE
from dealcheck.model.iso import COUNTRIES
from dealcheck.model.lookup import Lookup
from dealcheck.model.scoping import ANY
from dealcheck.opening import EXTENSIONS, parsed_text
from dealcheck.source import Place, Source
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.lsp.analysis import Analysis

KEPT_FILES = 256

T = TypeVar("T")


@frozen(eq=False)
class Declaration:
    """A declaration: its name's place, its node, and the node around it (the kind of a field, the policy of a line)."""

    sort: str
    name: str
    owner: str
    place: Place
    node: ast.Node
    around: ast.Node | None = None


Identity = tuple[str, str, str, str]
"""What tells whether two names mean one thing: sort, owner, name, and the file of the declaration."""


class _Kept(OrderedDict[str, tuple[ast.File, T]]):
    """What is known of trees, of each file's latest alone; the ones made longest ago are let go of."""

    def of(self, tree: ast.File, make: Callable[[ast.File], T]) -> T:
        name = tree.source.name
        found = self.get(name)
        if found is None or found[0] is not tree:
            found = self[name] = (tree, make(tree))
            while len(self) > KEPT_FILES:
                self.popitem(last=False)
        return found[1]


_DECLARED: _Kept[tuple[Declaration, ...]] = _Kept()


def declarations(tree: ast.File) -> tuple[Declaration, ...]:
    """Everything that a file declares, in the order of the text."""
    return _DECLARED.of(tree, lambda tree: tuple(_Gathering(tree.source).all(tree)))


@define(eq=False)
class _Gathering:
    source: Source

    def all(self, tree: ast.File) -> Iterator[Declaration]:
        for item in tree.items:
            yield from self.item(item)

    def made(
        self, sort: str, name: ast.Name | ast.Dotted, node: ast.Node, owner: str = "", around: ast.Node | None = None
    ) -> Iterator[Declaration]:
        if name.text:
            yield Declaration(sort, name.text, owner, Place(self.source, name.span), node, around)

    def item(self, item: ast.Node) -> Iterator[Declaration]:
        if isinstance(item, ast.PartyDeclaration | ast.GroupDeclaration):
            yield from self.made("party", item.name, item)
        elif isinstance(item, ast.ProductDeclaration):
            yield from self.made("product", item.name, item)
        elif isinstance(item, ast.TopicDeclaration):
            yield from self.made("topic", item.name, item)
        elif isinstance(item, ast.KindDeclaration):
            yield from self.kind(item)
        elif isinstance(item, ast.Policy):
            yield from self.policy(item)
        elif isinstance(item, ast.Baseline | ast.Letter | ast.Deal):
            yield from self.text(item)
        elif isinstance(item, ast.Test):
            yield from self.test(item)
        else:
            yield from self.part(item, "", None)

    def kind(self, kind: ast.KindDeclaration) -> Iterator[Declaration]:
        yield from self.made("kind", kind.name, kind)
        for value in kind.values:
            yield from self.made("field", value.name, value, kind.name.text, kind)
            for choice in value.choices:
                yield from self.made("choice", choice, value, f"{kind.name.text}.{value.name.text}", kind)
        for displaces in kind.displacements:
            yield from self.made("layer", displaces.layer, displaces, "", kind)

    def policy(self, policy: ast.Policy) -> Iterator[Declaration]:
        party = policy.party.text
        for item in (*policy.items, *policy.broken):
            if isinstance(item, ast.Line | ast.BrokenLine):
                yield from self.made("line", item.name, item, party, policy)
                for reading in item.readings if isinstance(item, ast.Line) else ():
                    yield from self.made("reading", reading.name, reading, f"{party}.{item.name.text}", item)
            else:
                yield from self.part(item, text_key(policy), policy)

    def text(self, text: ast.Baseline | ast.Letter | ast.Deal) -> Iterator[Declaration]:
        yield from self.made("baseline" if isinstance(text, ast.Baseline) else "text", text.name, text)
        for item in text.items:
            if isinstance(item, ast.Term):
                yield from self.made("term", item.name, item, text_key(text), text)
            else:
                yield from self.part(item, text_key(text), text)

    def part(self, item: ast.Node, owner: str, around: ast.Node | None) -> Iterator[Declaration]:
        if isinstance(item, ast.SourceDeclaration):
            yield from self.made("source", item.name, item, owner, around)
        elif isinstance(item, ast.Event):
            yield from self.made("event", item.name, item, "", around)
        elif isinstance(item, ast.Fact) and item.name.text not in (EXCHANGE, CUSTOMS_VALUE):
            yield from self.made("fact", item.name, item, "", around)

    def test(self, test: ast.Test) -> Iterator[Declaration]:
        for item in test.items:
            if isinstance(item, ast.Deal):
                yield from self.text(item)
            elif isinstance(item, ast.NamedDeal):
                for term in item.terms:
                    yield from self.made("term", term.name, term, f"deal {item.name.text}", test)
            elif isinstance(item, ast.Fact):
                yield from self.part(item, "", test)


_LAYERS: _Kept[tuple[str, ...]] = _Kept()


def layers_named(tree: ast.File) -> tuple[str, ...]:
    """The layers that the measures and patterns of a file name."""
    return _LAYERS.of(tree, lambda tree: tuple(dict.fromkeys(_layers(tree))))


def _layers(tree: ast.File) -> Iterator[str]:
    for node in walk(tree):
        if isinstance(node, ast.Key) and node.word == "layer":
            yield from (each.text for each in walk(node.scope) if isinstance(each, ast.ScopeName) and each.text != ANY)


# ---- The files that a file sees --------------------------------------------------------------------------------------


def reach(tree: ast.File, files: Lookup) -> list[ast.File]:
    """A file and all that it uses, in the order in which the model numbers them: what is used first."""
    found: list[ast.File] = []
    visited = {tree.source.name}
    waiting: list[tuple[ast.File, list[ast.File]]] = [(tree, _used(tree, files))]
    while waiting:
        at, left = waiting[-1]
        if not left:
            found.append(at)
            waiting.pop()
            continue
        file = left.pop(0)
        if file.source.name not in visited:
            visited.add(file.source.name)
            waiting.append((file, _used(file, files)))
    return found


def _used(tree: ast.File, files: Lookup) -> list[ast.File]:
    sources = [files.read(item.path.text, tree.source, EXTENSIONS) for item in tree.items if isinstance(item, ast.Use)]
    return [parsed_text(source).file for source in sources if isinstance(source, Source)]


@define(eq=False)
class Scope:
    """What the names of one file stand for. `files` are the file and all that it uses, itself last.

    `policies` gives the files of the policies that a draft meets without using them: it may name their lines.
    """

    tree: ast.File
    files: Sequence[ast.File]
    policies: Callable[[], Sequence[ast.File]] = field(default=tuple)
    _tables: dict[str, dict[str, list[Declaration]]] = field(init=False, factory=dict)
    _occurrences: list[tuple[Occurrence, ...]] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        for file in self.files:
            for each in declarations(file):
                self._tables.setdefault(each.sort, {}).setdefault(each.name, []).append(each)

    @property
    def source(self) -> Source:
        """The text whose names these are."""
        return self.tree.source

    # ---- What is declared ------------------------------------------------------------------------------------------

    def all(self, sort: str) -> Iterable[Declaration]:
        """All declarations of a sort that the file sees, its own first, each name (with its owner) once."""
        found: dict[tuple[str, str], Declaration] = {}
        for known in self._tables.get(sort, {}).values():
            for each in sorted(known, key=lambda each: each.place.source is not self.source):
                found.setdefault((each.owner, each.name), each)
        return found.values()

    def every(self, sort: str, name: str, owner: str | None = None) -> list[Declaration]:
        """All declarations of that sort and name, those of the file itself first."""
        known = self._tables.get(sort, {}).get(name, [])
        fitting = [each for each in known if owner is None or each.owner == owner]
        return sorted(fitting, key=lambda each: each.place.source is not self.source)

    def find(self, sort: str, name: str, owner: str = "") -> Declaration | None:
        """The declaration that a name stands for; None where there is none."""
        if sort in WIDE:
            owners: tuple[str | None, ...] = (None,)
        else:
            owners = (owner, "") if sort == "source" else (owner,)
        for each in owners:
            found = self.every(sort, name, each)
            if sort == "source" and each:  # What a text cites under the names of its own sources.
                found = [declared for declared in found if declared.place.source is self.source]
            if found:
                return found[0]
        if sort == "kind" and name == "duty":
            return self.find("kind", "tariff")
        if sort in ("line", "reading"):
            return next((each for each in self.met(sort) if (each.name, each.owner) == (name, owner)), None)
        if sort == "topic":
            return next((each for each in self.all("topic") if each.name.startswith(f"{name}.")), None)
        return None

    def met(self, sort: str) -> Iterator[Declaration]:
        """The lines, or their readings, of the policies that a draft meets."""
        for file in self.policies():
            yield from (each for each in declarations(file) if each.sort == sort)

    def kind_node(self, name: str) -> ast.KindDeclaration | None:
        """The kind of that name."""
        found = self.every("kind", name)
        node = found[0].node if found else None
        return node if isinstance(node, ast.KindDeclaration) else None

    def deal_node(self, name: str) -> ast.Deal | None:
        """The deal of that name."""
        found = self.every("text", name)
        node = found[0].node if found else None
        return node if isinstance(node, ast.Deal) else None

    def knows(self, sort: str, name: str) -> bool:
        """Whether something of that sort and name is declared."""
        return name in self._tables.get(sort, {})

    # ---- The names of the text -------------------------------------------------------------------------------------

    def occurrences(self) -> tuple[Occurrence, ...]:
        """Every name in the file, in the order of the text."""
        if not self._occurrences:
            self._occurrences.append(occurrences(self.tree, self))
        return self._occurrences[0]

    def at(self, offset: int) -> Occurrence | None:
        """The name at an offset, or right before it."""
        touching = [each for each in self.occurrences() if each.span[0] <= offset <= each.span[1]]
        return touching[-1] if touching else None

    def declaration(self, occurrence: Occurrence) -> Declaration | None:
        """What a name stands for."""
        return self.find(occurrence.sort, occurrence.name, occurrence.owner)

    def identity(self, occurrence: Occurrence) -> Identity | None:
        """What a name means, the same wherever it means the same; None for what no text declares."""
        sort, name = occurrence.sort, occurrence.name
        if sort not in NAMED:
            return None
        if sort in WIDE or (sort == "party" and is_standard(name)) or (sort, name) == ("kind", "duty"):
            return sort, "", name, ""
        found = self.declaration(occurrence)
        if found is None:
            return None
        owner = found.owner
        if sort in ("field", "choice"):
            kind = self.find("kind", owner.partition(".")[0])
            return sort, owner, name, kind.place.source.name if kind is not None else ""
        if sort in ("term", "reading", "line"):
            return sort, owner, name, self._file_of(sort, owner, found)
        return sort, owner, found.name if sort != "topic" else name, found.place.source.name

    def _file_of(self, sort: str, owner: str, found: Declaration) -> str:
        """The file that tells apart what bears one name: that of the deal; lines are known by their full names."""
        if sort != "term":
            return ""
        deal = self.find("text", owner.removeprefix("deal ")) if owner.startswith("deal ") else None
        return (deal or found).place.source.name

    def resolves(self, occurrence: Occurrence) -> bool:
        """Whether a name is declared, or needs no declaration."""
        if occurrence.sort == "layer" or (occurrence.sort == "party" and is_standard(occurrence.name)):
            return True
        return occurrence.sort not in NAMED or self.declaration(occurrence) is not None


def is_standard(party: str) -> bool:
    """Whether a party needs no declaration."""
    return party in _STANDARD


_STANDARD = frozenset((*COUNTRIES, "EU"))


def scope_of(analysis: Analysis) -> Scope:
    """What the names of a document stand for."""
    return analysis.part("names", _scope)


def _scope(analysis: Analysis) -> Scope:
    def policies() -> list[ast.File]:
        return [unit.tree for unit in analysis.opened.further.units] if analysis.holds_deal else []

    return Scope(analysis.tree, reach(analysis.tree, analysis.library), policies)
