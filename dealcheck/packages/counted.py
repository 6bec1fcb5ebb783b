"""The record of a deal's packages: how many there are, who can accept which, and where the parties part."""

from __future__ import annotations

from attrs import frozen

from dealcheck.model.records import ChoiceRecord
from dealcheck.values import Exact


@frozen
class Count:
    """How many packages; `number` is None where the step limit was met: then there are at least `least`."""

    number: int | None
    least: int = 0

    @property
    def is_none(self) -> bool:
        """Whether there is certainly none."""
        return self.number == 0


@frozen
class Tally:
    """How many packages each party can accept, and how many all of them can."""

    parties: tuple[tuple[str, Count], ...]
    all: Count

    @property
    def counts(self) -> tuple[tuple[str, Count], ...]:
        """Those of all first, under `all`, then each party's."""
        return (("all", self.all), *self.parties)


@frozen
class Tallies:
    """The packages of a deal: how many there are, and how many each party of it, and all of them, can accept.

    A party accepts a package that meets every red line it holds: one that is unknown is not met. `undecided` are those
    in which none is violated but some cannot be told. `apart` counts what is accepted leaving aside the red lines that
    no choice decides: those of `violated`, which every package violates, and those of `untold`, which are unknown in
    every package. A waived line does not count, nor one that is inactive.
    """

    total: Count
    acceptable: Tally
    undecided: Tally
    apart: Tally
    violated: tuple[str, ...]
    untold: tuple[str, ...]

    @property
    def left_aside(self) -> tuple[str, ...]:
        """The red lines that no choice decides."""
        return (*self.violated, *self.untold)


@frozen
class OptionCount:
    """An option of a choice, or adjoining pieces of a blank or a range that no line tells apart.

    `accepted` counts the packages with it that meet the red lines of all which choices decide. `dead` are the parties
    of which every package with it violates such a line, though others do not. `argument` is the option of a command
    that takes it.
    """

    name: str
    said: str
    argument: str
    wanted_by: tuple[str, ...]
    accepted: Count
    dead: tuple[str, ...]
    is_piece: bool = False
    """Whether it is made of values of a blank or a range."""


@frozen(eq=False)
class ChoiceCount:
    """A choice: what it can come to, and the lines that hang on it, red lines first."""

    record: ChoiceRecord
    options: tuple[OptionCount, ...]
    lines: tuple[str, ...]

    @property
    def name(self) -> str:
        """How reports speak of it."""
        return self.record.name


@frozen
class BestPackage:
    """A package that suits all: what each choice that matters comes to, and the wishes that it meets.

    `free` are choices that may be anything: no line of the table hangs on them any more.
    """

    choices: tuple[tuple[str, str], ...]
    arguments: tuple[str, ...]
    """The options of a command that make these choices."""
    free: tuple[str, ...]
    weight: Exact
    wishes: tuple[str, ...]
    concerns: tuple[str, ...]
    """Concerns that it violates."""
    untold: tuple[str, ...]
    """Lines that cannot be told in it."""


@frozen
class Clash:
    """Lines that no package holds together, the fewest; `parties` are those they are of."""

    parties: tuple[str, ...]
    lines: tuple[str, ...]
    smallest: bool = True
    """False where the step limit kept from showing that no fewer lines clash."""


@frozen(eq=False)
class Counted:
    """What there is to say of a deal's packages.

    `choices` are in the order of how much they decide. `best` are packages that suit all as far as choices decide,
    those first that meet most wishes. `basis` tells what they are: `acceptable` ones; such as would be but for the
    lines that no choice decides (`apart`); or, where there are none of these either, such as violate none of the lines
    that choices decide, though some cannot be told (`undecided`).
    """

    tallies: Tallies
    choices: tuple[ChoiceCount, ...]
    best: tuple[BestPackage, ...]
    basis: str
    clashes: tuple[Clash, ...]
    without_lines: tuple[str, ...]
    """Parties of the deal that hold no line."""
    beyond: tuple[str, ...]
    """Lines for which there are too many packages to try."""
    is_searched: bool
    """False where the step limit kept from finding all of the best, so that there may be better ones."""
