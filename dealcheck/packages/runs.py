"""What each choice can come to as far as some lines tell it apart, and how reports speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dealcheck.evaluate.settling import HAPPENS
from dealcheck.packages.choosing import ASSUME, CHOOSE, quoted
from dealcheck.packages.diagrams import Diagram
from dealcheck.packages.fewest import run_in_words
from dealcheck.packages.lines import LineDiagram
from dealcheck.packages.spread import Packages
from dealcheck.values import show


class Runs:
    """The options of each choice, adjoining pieces of a blank or a range together where no line tells them apart."""

    def __init__(self, packages: Packages, lines: Iterable[LineDiagram]) -> None:
        self.packages = packages
        nodes: dict[int, list[tuple[Diagram, ...]]] = {}
        seen: set[Diagram] = set()
        for line in lines:
            for at in () if line.diagram is None else packages.diagrams.below(line.diagram):
                if at not in seen:
                    seen.add(at)
                    nodes.setdefault(packages.diagrams.variables[at], []).append(packages.diagrams.children[at])
        self.of: list[list[list[int]]] = [
            self._joined(place, nodes.get(place, ())) for place in range(len(packages.variables))
        ]

    def _joined(self, place: int, nodes: Sequence[tuple[Diagram, ...]]) -> list[list[int]]:
        options = self.packages.variables[place].options
        runs: list[list[int]] = []
        for at, option in enumerate(options):
            last = runs[-1][-1] if runs else None
            if (
                last is not None
                and option.piece is not None
                and options[last].piece is not None
                and options[last].option == option.option
                and all(children[at] == children[last] for children in nodes)
            ):
                runs[-1].append(at)
            else:
                runs.append([at])
        return runs

    def widths(self) -> list[list[int]]:
        """For each option whether it counts: the first of those that go together does."""
        return [
            [int(any(run[0] == option for run in runs)) for option in range(len(each.options))]
            for each, runs in zip(self.packages.variables, self.of, strict=True)
        ]

    def in_words(self, place: int, run: Sequence[int]) -> tuple[str, str]:
        """The name of some adjoining options, and what is said of a package that takes one of them."""
        each = self.packages.variables[place]
        option = each.options[run[0]]
        if option.piece is None:
            return option.name, option.said
        said = run_in_words(each, run)
        return said.removeprefix(f"{each.name} is "), said

    def argument(self, place: int, run: Sequence[int]) -> str:
        """The option of a command that takes one of some adjoining options: `--choose art2=JP`."""
        each = self.packages.variables[place]
        option = each.options[run[0]]
        if each.record.event:
            text = each.record.event if option.option == HAPPENS else f"not {each.record.event}"
            return f"{ASSUME} {quoted(text)}"
        if option.value is not None:
            # Of a stretch any value will do.
            return f"{CHOOSE} {quoted(f'{each.name}={show(option.value)}')}"
        wanted_by = self.wanted_by(place, run)
        bracket = self.packages.grounds.open_text.brackets.get(each.record.number)
        wanting = [choice.wanted_by for choice in bracket.options] if bracket is not None else []
        what = wanted_by[0] if wanting.count(wanted_by) == 1 and wanted_by else option.name
        return f"{CHOOSE} {quoted(f'{each.name}={what}')}"

    def wanted_by(self, place: int, run: Sequence[int]) -> tuple[str, ...]:
        """Who wants an option."""
        each = self.packages.variables[place]
        taken = each.options[run[0]].option
        bracket = self.packages.grounds.open_text.brackets.get(each.record.number)
        if bracket is not None:
            return bracket.options[taken].wanted_by
        terms = [term for term in self.packages.grounds.deal.terms if term.optional == each.record.number]
        return terms[0].optional_by if terms and not taken else ()
