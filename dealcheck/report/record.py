"""The record of a check, from which every output is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import Checked, LineVerdict
from dealcheck.evaluate.steps import Further, Step, Timeline, Track
from dealcheck.logic import Verdict
from dealcheck.model.records import TermRecord
from dealcheck.source import Place

if TYPE_CHECKING:
    from dealcheck.packages.choosing import Choosing
    from dealcheck.packages.counted import Count, Tallies

__all__ = [
    "CHANGES",
    "FAIL_LEVELS",
    "FINDINGS",
    "INTERNAL",
    "NOT_JUDGED",
    "OK",
    "PUBLIC",
    "SHARES",
    "VERDICTS",
    "Audience",
    "Change",
    "DealHead",
    "DealReport",
    "DraftReport",
    "Further",
    "Input",
    "OpenPoint",
    "OptionPoint",
    "PolicyChoice",
    "Receipt",
    "Result",
    "Since",
    "Step",
    "Survey",
    "Timeline",
    "Track",
    "counts",
    "waived",
]

FAIL_LEVELS = ("violated", "open", "unknown", "concern", "bystander")
"""What `--fail-on` takes. Violated red lines of the deal's parties always count; the others widen that."""

OK, FINDINGS, NOT_JUDGED, INTERNAL = 0, 1, 2, 3
"""The exit codes of every command."""


@frozen
class PolicyChoice:
    """Which policies a check used and why those.

    `how` is `draft` (the draft or what it uses declares them), `given` (on the command line), `configured`, `project`,
    `shipped` or `none`; `files` are the texts that declare a policy, `parties` the parties whose lines they hold.
    """

    how: str
    files: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()


@frozen(eq=False)
class DealHead:
    """What a report says of a deal itself: its parties as written, where it stands, its terms in their order."""

    parties: tuple[str, ...]
    place: Place
    terms: tuple[TermRecord, ...]


@frozen
class OptionPoint:
    """An option of an open point: how reports name it, and who wants it.

    `accepted` counts the packages with it that meet the red lines of all which choices decide. `dead` are the parties
    of which every package with it violates such a line, though others do not. `piece` tells that it is one of the
    values of a blank or a range that some line tells apart.
    """

    said: str
    wanted_by: tuple[str, ...]
    accepted: Count
    dead: tuple[str, ...]
    piece: bool = False


@frozen
class OpenPoint:
    """What a draft leaves open, `sort` being `bracket`, `optional` or `event`, and the lines that hang on it."""

    name: str
    sort: str
    place: Place
    options: tuple[OptionPoint, ...]
    lines: tuple[str, ...]


@frozen
class Change:
    """One thing that is otherwise than in an earlier draft, what becomes of it being one of `CHANGES`.

    `title` says of what it is and what became of it, `text` how; `lines` are the lines that it names.
    """

    sort: str
    title: str
    text: str
    lines: tuple[str, ...] = ()


CHANGES = ("line", "term", "bracket", "head", "outcome", "note")
"""What a change can be of: a line's verdict, a term, an open choice, the deal's own dates and parties, what holds in
the end; or what is to be known of the comparison.
"""


@frozen
class Since:
    """The earlier draft that a deal is compared with, by its file and its name, and what is otherwise now."""

    file: str
    deal: str
    changes: tuple[Change, ...] = ()


@frozen
class DealReport:
    """A deal checked. `head` is None where the draft's errors leave no deal to look at.

    `tallies` count the packages of a draft with open choices, where that was asked for. `chosen` are the choices that
    were made from without, in words. `timelines` show the contested measures over time, as far as there is room;
    `further` says how many more there are. `open_points` are the choices with their options.
    `since` is what the deal changes of an earlier draft, where that was asked for.
    """

    head: DealHead | None
    checked: Checked
    tallies: Tallies | None = None
    chosen: tuple[str, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    further: tuple[Further, ...] = ()
    open_points: tuple[OpenPoint, ...] = ()
    since: Since | None = None

    @property
    def untold(self) -> int:
        """How many contested measures are not among the timelines."""
        return sum(each.count for each in self.further)


@frozen
class DraftReport:
    """A draft's file checked: its deals, what is wrong with it or with what it uses, and which policies it met.

    `known` are the names of all lines that it met, those that a filter held back included. `choosing` are the choices
    made from without, None where errors leave no deal to make them for.
    """

    name: str
    policies: PolicyChoice
    deals: tuple[DealReport, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    known: tuple[str, ...] = ()
    choosing: Choosing | None = None

    @property
    def everything(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic of the draft, those of its deals included."""
        return self.diagnostics + tuple(found for deal in self.deals for found in deal.checked.diagnostics)


@frozen
class Input:
    """A file that a check read: its name, and the SHA-256 of its bytes in hexadecimal digits."""

    name: str
    sha256: str


@frozen
class Receipt:
    """What a check rests on: the tool with its version, and every file read, by name."""

    tool: str
    inputs: tuple[Input, ...]


PUBLIC, VERDICTS = SHARES = ("public", "verdicts")
"""What a report for one party may show of another: its lines with a public source; or besides of all others of its
lines together whether it can accept the deal.
"""


@frozen
class Audience:
    """For whom a report is made, and what it may show of the other parties, one of `SHARES`.

    `unsaid` is how many errors, warnings and notes it leaves out, for they would tell of what is not shown.
    """

    parties: tuple[str, ...]
    share: str
    unsaid: int = 0

    @property
    def words(self) -> str:
        """`JP; of other parties only lines with a public source`."""
        of_others = (
            "only lines with a public source"
            if self.share == PUBLIC
            else "lines with a public source, and of the rest only whether the party can accept the deal"
        )
        said = f"{' and '.join(self.parties)}; of other parties {of_others}"
        return said if not self.unsaid else f"{said}; errors and warnings left out: {self.unsaid}"


@frozen
class Result:
    """All drafts of a check. `parties` and `lines` are the filters that were set; `audience` may not see all of it."""

    drafts: tuple[DraftReport, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    parties: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    receipt: Receipt | None = None
    audience: Audience | None = None

    @property
    def everything(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic of the check, each once, in the order found."""
        found = (*self.diagnostics, *(item for draft in self.drafts for item in draft.everything))
        return tuple(dict.fromkeys(found))

    @property
    def deals(self) -> Iterator[DealReport]:
        """The deals of all drafts."""
        return (deal for draft in self.drafts for deal in draft.deals)

    @property
    def has_several(self) -> bool:
        """Whether there are lines judged under more than one deal, so that a table of the deals tells something."""
        return sum(bool(deal.checked.lines) for deal in self.deals) > 1

    def exit_code(self, fail_on: frozenset[str] = frozenset()) -> int:
        """0 with nothing at the fail level, 1 with a line there, 2 where something could not be judged."""
        if any(found.is_error for found in self.everything):
            return NOT_JUDGED
        failing = any(counts(line, fail_on) for deal in self.deals for line in deal.checked.lines)
        return FINDINGS if failing else OK


def waived(line: LineVerdict) -> bool:
    """Whether a waiver that has not run out lifts from the exit code a verdict that could count there."""
    needed = line.verdict not in (Verdict.MET, Verdict.INACTIVE)
    return needed and line.waiver is not None and not line.waiver_expired


def counts(line: LineVerdict, fail_on: frozenset[str]) -> bool:
    """Whether a line's verdict is at the fail level.

    A wish never is, a concern or a bystander's line only where asked for.
    """
    level = line.line.level
    if level == "wish" or (level == "concern" and "concern" not in fail_on):
        return False
    if (line.bystander and "bystander" not in fail_on) or waived(line):
        return False
    verdict = line.verdict
    return verdict is Verdict.VIOLATED or (verdict in (Verdict.OPEN, Verdict.UNKNOWN) and verdict.value in fail_on)


T = TypeVar("T")


@frozen(eq=False)
class Survey(Generic[T]):
    """Something said of each deal of some drafts, beside the check that it rests on."""

    checked: Result
    deals: tuple[T, ...]

    @property
    def everything(self) -> tuple[Diagnostic, ...]:
        """Every diagnostic, each once, in the order found."""
        return self.checked.everything

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What keeps something from being judged."""
        return tuple(found for found in self.everything if found.is_error)

    @property
    def is_judged(self) -> bool:
        """Whether there is a deal, and nothing keeps one from being judged."""
        return bool(self.deals) and not self.errors
