"""The lines that bear on whether a package suits a party, each with its truth over all packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.packages.diagrams import UNKNOWN, Diagram
from dealcheck.packages.spread import Packages


@frozen(eq=False)
class LineDiagram:
    """A line judged, with its truth over all packages; `diagram` is None beyond the step limit."""

    verdict: LineVerdict
    diagram: Diagram | None

    @property
    def name(self) -> str:
        """`JP.autos`."""
        return self.verdict.line.full_name

    @property
    def party(self) -> str:
        """Whose line it is."""
        return self.verdict.line.party

    @property
    def level(self) -> str:
        """`red line`, `concern` or `wish`."""
        return self.verdict.line.level


def is_waived(verdict: LineVerdict) -> bool:
    """Whether a waiver that has not run out lifts a line."""
    return verdict.waiver is not None and not verdict.waiver_expired


def line_diagrams(packages: Packages, verdicts: Iterable[LineVerdict]) -> Iterator[LineDiagram]:
    """The lines that are held and not waived. One with an error of its own is unknown in every package."""
    for verdict in verdicts:
        if verdict.verdict is Verdict.INACTIVE or is_waived(verdict):
            continue
        sentence = verdict.line.sentence
        yield LineDiagram(verdict, UNKNOWN if sentence is None else packages.spread(sentence).diagram)
