"""Reads further lines and tests against a model that is resolved already, without resolving its files once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from dealcheck.model.facts import take_fact
from dealcheck.model.lines import line_of
from dealcheck.model.names import Declared, Here, Names
from dealcheck.model.problems import Problems
from dealcheck.model.trials import test_of
from dealcheck.source import Place
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealcheck.diagnostics import Diagnostic
    from dealcheck.model.deals import Deals
    from dealcheck.model.names import Unit
    from dealcheck.model.records import LineRecord, TestRecord
    from dealcheck.model.vocabulary import Vocabulary
    from dealcheck.source import Source


@frozen(eq=False)
class Further:
    """The vocabulary and the texts of a check, kept for what is read after it.

    What is read so sees what its file sees. It joins no model, and what is wrong with it comes back with it.
    """

    words: Vocabulary
    deals: Deals
    units: Sequence[Unit]
    _kept: list[ast.Node] = field(init=False, factory=list)
    """Nodes whose facts are known by their identity, which so stays theirs."""
    _added: list[Declared] = field(init=False, factory=list)
    """Baselines that were declared beside those of the files."""

    def line(self, source: Source, party: str, node: ast.Line) -> tuple[LineRecord, tuple[Diagnostic, ...]]:
        """A line of a party as if it stood in the file of that name, from the tree of a text of its own.

        Its citations are left out.
        """
        here = self._here(source)
        events = frozenset(here.names.seen("inner event", here.unit))
        here = here.inside(party=party, events=events, used_events=set())
        return line_of(here, evolve(node, cites=())), tuple(here.problems.found)

    def test(self, source: Source, node: ast.Test) -> tuple[TestRecord, tuple[Diagnostic, ...]]:
        """A test as if it stood in the file of that name, from the tree of a text of its own.

        Facts and events that only a test declares must be declared by some test of the file.
        """
        here = self._here(source)
        self._kept.append(node)
        for item in node.items:
            for each in (item, *(item.items if isinstance(item, ast.Deal) else ())):
                if isinstance(each, ast.Fact):
                    take_fact(here, each)
        return test_of(here, self.deals, node), tuple(here.problems.found)

    def baseline(self, source: Source, node: ast.Baseline) -> bool:
        """Declare a baseline as if it stood in the file of that name; whether it has no error and a name of its own."""
        here = self._here(source)
        name = node.name.text
        if here.find("baseline", node.name) is not None:
            return False
        words = self.words
        declared = Declared(name, Place(source, node.name.span), here.unit, node)
        told = len(words.problems.found)
        before = words.problems.errors
        self.deals.texts.baseline(declared)
        del words.problems.found[told:]
        sound = words.problems.errors == before
        if sound:
            words.names.tables.setdefault("baseline", {}).setdefault(name, []).append(declared)
            self._added.append(declared)
        return sound

    def knows_baseline(self, source: Source, name: str) -> bool:
        """Whether the file of that name sees a baseline so called."""
        here = self._here(source)
        return here.names.find("baseline", name, here.unit) is not None

    def forget_baselines(self) -> None:
        """Take back every baseline that was declared here."""
        for declared in self._added:
            self.words.names.tables["baseline"][declared.name].remove(declared)
            self.deals.texts.baselines.pop(declared, None)
        self._added.clear()

    def _here(self, source: Source) -> Here:
        """The surroundings at the level of the file of that name, with the places of the text given."""
        problems = Problems()
        unit = next(unit for unit in self.units if unit.source.name == source.name)
        names = Names(problems, self.units)
        names.tables = self.words.names.tables
        return Here(names, problems, self.words, evolve(unit, source=source))
