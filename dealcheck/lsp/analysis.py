"""Everything known of one document at one version, each part worked out once, when it is first asked for.

An analysis sees the files as they were when it was made, from whatever thread it is asked; once the document or
something that it uses changes, the workspace makes another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from attrs import define, evolve, field, frozen
from lsprotocol import types

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.lint.context import LintOptions
from dealcheck.lint.engine import Linted
from dealcheck.lint.rule import Rule, all_rules
from dealcheck.lint.settings import LintSettings, read_settings
from dealcheck.loader import Fault, Library
from dealcheck.lsp.positions import Encoding, Positions
from dealcheck.opening import Opened, files_of, parsed_text
from dealcheck.packages.check import Checker
from dealcheck.report.record import DraftReport
from dealcheck.source import Place, Source, Span
from dealcheck.syntax import ast
from dealcheck.syntax.parse import Parsed
from dealcheck.testing.run import Suite

if TYPE_CHECKING:
    from datetime import date

    from dealcheck.lsp.documents import Desk
    from dealcheck.report.tests import TestOutcome

T = TypeVar("T")


_SERIALS = count(1)


class Stale(Exception):
    """The work is no longer wanted: the document has changed, or the user has called it off."""


@frozen
class Settings:
    """What the client sets: the rules of the linter, whether to lint, judge and run tests, and the day to do it at.

    `select` stands instead of what the project selects, `ignore` comes on top of what it ignores, as on the command
    line. `page` is the address of a code's page, with `{code}` in it; `""` where there is none.
    """

    lint: bool = True
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    check: bool = True
    tests: bool = True
    as_of: date | None = None
    hints: bool = True
    lenses: bool = True
    page: str = ""


@frozen
class LintPlan:
    """How a file is linted: by which rules, with which options, and what is wrong with the project's settings."""

    rules: tuple[Rule, ...]
    options: LintOptions
    problems: tuple[Diagnostic, ...]


class Part(Generic[T]):
    """A part of an analysis, worked out once; who asks meanwhile, from another thread, waits for it.

    What goes wrong in it goes wrong alike whenever it is asked for.
    """

    def __init__(self, work: Callable[[Analysis], T]) -> None:
        self.work = work
        self.name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, analysis: None, owner: type[Analysis]) -> Part[T]: ...

    @overload
    def __get__(self, analysis: Analysis, owner: type[Analysis]) -> T: ...

    def __get__(self, analysis: Analysis | None, owner: type[Analysis]) -> T | Part[T]:
        """The part; of the class, what works it out."""
        if analysis is None:
            return self
        found: T = analysis.part(self.name, self.work)
        return found


@define(eq=False)
class Analysis:
    """A document at a version. `version` is None for a file as it lies on disk.

    `link` gives the URI of a text that was met on the way. Parts: `parsed` is quick; `opened` takes a while;
    `linted`, `report` and `outcomes` are slow, and are worked out in a thread of their own. Features that show the last
    two ask `has("report")` first.
    """

    uri: str
    version: int | None
    found: Source | Fault
    library: Library
    desk: Desk
    encoding: Encoding
    settings: Settings
    today: Callable[[], date]
    link: Callable[[Source, Desk], str | None]
    source: Source = field(init=False)
    """The text; what could not be read is empty, or as far as it could be read."""
    positions: Positions = field(init=False)
    draft: api.Draft = field(init=False)
    serial: int = field(init=False, factory=lambda: next(_SERIALS))
    """A number that no other analysis has."""
    _known: dict[str, tuple[Any, Exception | None]] = field(init=False, factory=dict)
    _locks: dict[str, RLock] = field(init=False, factory=dict)
    _lock: Lock = field(init=False, factory=Lock)
    _positions: dict[int, Positions] = field(init=False, factory=dict)
    tell: Callable[[int, int], None] | None = field(init=False, default=None)
    """Is told of slow work how many lines or tests are done, and of how many."""
    _stopped: bool = field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        found = self.found
        if isinstance(found, Source):
            self.source = found
        else:
            self.source = found.place.source if found.place is not None else Source(self.uri, "")
        self.positions = Positions(self.source.whole, self.encoding)
        self.draft = api.Draft(self.source, self.library)

    # ---- Parts -----------------------------------------------------------------------------------------------------

    def part(self, name: str, work: Callable[[Analysis], T]) -> T:
        """A part by its name: what was worked out before, else what `work` says."""
        if name not in self._known:
            with self._lock:
                lock = self._locks.setdefault(name, RLock())
            with lock:
                if name not in self._known:
                    try:
                        self._known[name] = (work(self), None)
                    except Exception as error:
                        self._known[name] = (None, error)
        value, failed = self._known[name]
        if failed is not None:
            raise failed
        found: T = value
        return found

    def has(self, name: str) -> bool:
        """Whether a part is there without any work: `analysis.has("report")`."""
        found = self._known.get(name)
        return found is not None and found[1] is None

    @property
    def is_opened(self) -> bool:
        """Whether all files that the document leads to have been read."""
        return self.has("opened")

    @Part
    def parsed(self) -> Parsed:
        """The tree of the text, without the statements that could not be read, and its syntax errors."""
        return parsed_text(self.source)

    @Part
    def opened(self) -> Opened:
        """The text resolved: a draft with the policies that it meets, any other with what it uses."""
        return api.open_draft(self.draft) if self.holds_deal else api.open_alone(self.draft)

    @Part
    def alone(self) -> Opened:
        """The text resolved with nothing but what it uses, as the linter and tests see it."""
        opened = self.opened
        return opened if opened.policies.how in ("draft", "none") else api.open_alone(self.draft)

    @Part
    def linted(self) -> Linted:
        """What the linter finds in the text, by the rules that the project and the client select."""
        plan = self.plan
        return api.lint(self.draft, plan.options, plan.rules, self.alone)

    @Part
    def plan(self) -> LintPlan:
        """By which rules the text is linted."""
        configuration = self.library.configuration
        section, rules = configuration.lint, all_rules()
        own = LintSettings()
        if section is not None:
            own = read_settings(section.values, section.head, section.place_of, rules)
        mine = self.settings
        selection = evolve(
            own.selection,
            select=mine.select or own.selection.select,
            ignore=(*own.selection.ignore, *mine.ignore),
        )
        path, root = self.desk.path_of(self.source), self.library.root
        below = "" if path is None else path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        options = LintOptions(mine.as_of, self.desk.nomenclature, own.limits)
        return LintPlan(
            tuple(selection.rules_for(below, rules)), options, (*configuration.diagnostics, *own.diagnostics)
        )

    @Part
    def judged(self) -> tuple[DraftReport | None, tuple[Checker, ...]]:
        """The report with what judged its deals, for those who have more to ask of it."""
        if not self.holds_deal:
            return None, ()
        checkers: list[Checker] = []
        report = api.check_draft(self.draft, self.options, checkers, self.opened, self.watched)
        return report, tuple(checkers)

    @Part
    def report(self) -> DraftReport | None:
        """The deals of the text judged against every line that they meet; None where it holds none."""
        return self.judged[0]

    @Part
    def outcomes(self) -> tuple[TestOutcome, ...]:
        """What the tests of the text come to, in their order."""
        if not self.holds_test:
            return ()
        suite = Suite(self.draft, opened=self.alone)
        return tuple(suite.run(test) for test in self.watched(suite.tests))

    # ---- Slow work -------------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Call off slow work: it ends with `Stale`, and is not done again."""
        self._stopped = True

    def go_on(self) -> None:
        """Raise Stale where the work has been called off."""
        if self._stopped:
            raise Stale

    def watched(self, each: Sequence[T]) -> Iterator[T]:
        """Lines or tests one by one, as long as somebody wants to know. Raises Stale once nobody does."""
        for done, item in enumerate(each):
            self.go_on()
            if self.tell is not None:
                self.tell(done, len(each))
            yield item

    # ---- What it is ------------------------------------------------------------------------------------------------

    @property
    def tree(self) -> ast.File:
        """The tree of the text."""
        return self.parsed.file

    @property
    def text(self) -> str:
        """The text itself."""
        return self.source.text

    @property
    def options(self) -> api.CheckOptions:
        """How its deals are judged."""
        return api.CheckOptions(as_of=self.settings.as_of, today=self.today())

    @property
    def holds_deal(self) -> bool:
        """Whether the text itself declares a deal."""
        return any(isinstance(item, ast.Deal) for item in self.tree.items)

    @property
    def holds_test(self) -> bool:
        """Whether the text itself has a test."""
        return any(isinstance(item, ast.Test) for item in self.tree.items)

    def reach(self, name: str) -> Sequence[ast.File]:
        """The trees of a file that the text uses by this name, and of all that it uses; of one not there, none."""
        return files_of(self.draft, name)

    def owns(self, place: Place | None) -> bool:
        """Whether something stands in this text."""
        return place is not None and place.source.name == self.source.name

    # ---- Places ----------------------------------------------------------------------------------------------------

    def offset(self, position: types.Position) -> int:
        """The offset of a position in this text."""
        return self.positions.offset(position)

    def range(self, where: Span | ast.Node | Place) -> types.Range:
        """The range of a span or node of this text, or of a place in any."""
        if isinstance(where, Place):
            return self.positions_of(where.source).range(where.span)
        return self.positions.range(where if isinstance(where, tuple) else where.span)

    def positions_of(self, source: Source) -> Positions:
        """The positions in this text or in one that it uses."""
        if source is self.source:
            return self.positions
        found = self._positions.get(id(source))
        if found is None or found.text is not source.whole:
            found = self._positions[id(source)] = Positions(source.whole, self.encoding)
        return found

    def uri_of(self, source: Source) -> str | None:
        """The URI of this text or of one that it uses; None for a text that is in no file."""
        return self.uri if source.name == self.source.name else self.link(source, self.desk)

    def location(self, place: Place) -> types.Location | None:
        """A place in this text or in one that it uses; None for one that is in no file."""
        uri = self.uri_of(place.source)
        return None if uri is None else types.Location(uri, self.range(place))
