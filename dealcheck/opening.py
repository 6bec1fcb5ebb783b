"""A draft with the files that it leads to and the policies that it meets, resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from attrs import frozen

from dealcheck.consequences import without_consequences
from dealcheck.diagnostics import Diagnostic
from dealcheck.model.further import Further
from dealcheck.model.lookup import Lookup
from dealcheck.model.records import DealRecord, LineRecord, Model
from dealcheck.model.resolve import resolve
from dealcheck.report.record import PolicyChoice
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import Parsed, parse

EXTENSIONS = (".policy", ".deal")
"""What `use` looks for, where a name has no ending."""

GIVEN = "given"
"""How policies were chosen that the user names instead of all others."""


@frozen
class PolicySet:
    """Policies that a check may use: how they were found, their texts, and those that could not be had."""

    how: str
    sources: tuple[Source, ...]
    problems: tuple[Diagnostic, ...] = ()


class Files(Lookup, Protocol):
    """The files around a draft."""

    def policies(self) -> Iterator[PolicySet]:
        """The policies that the check may use, the first choice first; a set that is `GIVEN` stands alone."""


@frozen
class Draft:
    """A text to check and the files that it may lead to."""

    source: Source
    files: Files


@frozen(eq=False)
class Opened:
    """A draft resolved with the policies that it meets.

    `blocked` tells that errors outside lines and tests keep its deals from being judged; `further` reads more lines and
    tests against the model.
    """

    source: Source
    tree: ast.File
    model: Model
    policies: PolicyChoice
    diagnostics: tuple[Diagnostic, ...]
    blocked: bool
    further: Further

    @property
    def deals(self) -> tuple[DealRecord, ...]:
        """The deals that the draft itself declares, in their order."""
        own = (deal for deal in self.model.deals.values() if deal.place.source.name == self.source.name)
        return tuple(sorted(own, key=lambda deal: deal.place.span))

    @property
    def lines(self) -> tuple[LineRecord, ...]:
        """The lines of the policies."""
        return self.model.lines


def open_draft(draft: Draft) -> Opened:
    """The draft with the policies that it or what it uses declares, else the first set around it that declares any."""
    texts = _Texts(draft.files)
    files = texts.closure([draft.source])
    how, problems = "draft", list[Diagnostic]()
    uses_policies = any(map(_policies_of, files))
    for offered in draft.files.policies():
        if uses_policies and offered.how != GIVEN:
            break
        problems.extend(offered.problems)
        around = texts.closure(offered.sources)
        if offered.how == GIVEN:
            names = {file.source.name for file in around}
            files = [file if file.source.name in names else _without_policies(file) for file in files]
        if any(map(_policies_of, around)) or offered.problems or offered.how == GIVEN:
            how = offered.how
            files += [file for file in around if all(file.source.name != known.source.name for known in files)]
            break
    return _resolved(draft, texts, files, how, problems)


def open_alone(draft: Draft) -> Opened:
    """The text with nothing but what it uses itself, for its tests."""
    texts = _Texts(draft.files)
    return _resolved(draft, texts, texts.closure([draft.source]), "draft", [])


def files_of(draft: Draft, name: str) -> list[ast.File]:
    """The trees of a file that a draft uses, and of all that this one uses; of a file that is not there, none."""
    used = draft.files.read(name, draft.source, EXTENSIONS)
    return _Texts(draft.files).closure([used]) if isinstance(used, Source) else []


def may_hold_deal(source: Source) -> bool:
    """Whether a text declares a deal, or has errors that may hide one."""
    return _may_hold(source, ast.Deal)


def may_hold_test(source: Source) -> bool:
    """Whether a text has a test block, or errors that may hide one."""
    return _may_hold(source, ast.Test)


def _may_hold(source: Source, sort: type[ast.Node]) -> bool:
    """Whether a text has a declaration of this sort, or errors."""
    parsed = parsed_text(source)
    return bool(parsed.diagnostics) or any(isinstance(item, sort) for item in parsed.file.items)


SHARED_LETTERS = 500_000
"""Texts up to this length keep their trees for the next draft that uses them; the packs are far shorter."""

MOST_SHARED = 64
"""So many names keep the tree of their latest text alone: an editor has a new text every moment."""

_kept: dict[str, tuple[Source, Parsed]] = {}


def parsed_text(source: Source) -> Parsed:
    """The syntax tree of a text. Drafts that are opened one after the other share those of the packs."""
    if len(source.text) > SHARED_LETTERS:
        return parse(source)
    known = _kept.pop(source.name, None)  # What is used is put last, and what is first goes first.
    if known is None or known[0] is not source:
        known = (source, parse(source))
    _kept[source.name] = known
    if len(_kept) > MOST_SHARED:
        _kept.pop(next(iter(_kept), ""), None)
    return known[1]


class _Texts:
    """The texts of a check, each parsed once."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.diagnostics: list[Diagnostic] = []
        self._parsed: dict[str, ast.File] = {}

    def parsed(self, source: Source) -> ast.File:
        """The syntax tree of a text."""
        found = self._parsed.get(source.name)
        if found is None:
            parsed = parsed_text(source)
            self.diagnostics.extend(parsed.diagnostics)
            found = self._parsed[source.name] = parsed.file
        return found

    def closure(self, sources: Iterable[Source]) -> list[ast.File]:
        """The syntax trees of texts and of all that they use, those given first."""
        found: dict[str, ast.File] = {}
        waiting = list(sources)
        while waiting:
            source = waiting.pop(0)
            if source.name not in found:
                file = found[source.name] = self.parsed(source)
                names = [item.path.text for item in file.items if isinstance(item, ast.Use)]
                used = [self.files.read(name, source, EXTENSIONS) for name in names]
                waiting.extend(text for text in used if isinstance(text, Source))
        return list(found.values())


def _resolved(draft: Draft, texts: _Texts, files: list[ast.File], how: str, problems: list[Diagnostic]) -> Opened:
    """The files resolved. All of them are given to the resolver, which so parses none a second time."""
    resolved = resolve(files, draft.files)
    faults = [*texts.diagnostics, *without_consequences(files, texts.diagnostics, resolved.diagnostics)]
    lines = resolved.model.lines
    declaring = tuple(dict.fromkeys(line.place.source.name for line in lines))
    choice = PolicyChoice(how if lines else "none", declaring, tuple(dict.fromkeys(line.party for line in lines)))
    blocked = any(found.is_error and not _within_policy(found, files) for found in faults)
    said = tuple(dict.fromkeys((*problems, *faults)))
    return Opened(draft.source, texts.parsed(draft.source), resolved.model, choice, said, blocked, resolved.further)


def _without_policies(file: ast.File) -> ast.File:
    """A file less its policies and tests."""
    items = tuple(item for item in file.items if not isinstance(item, ast.Policy | ast.Test))
    return ast.File(file.span, file.source, items)


def _policies_of(file: ast.File) -> bool:
    """Whether a file declares a policy."""
    return any(isinstance(item, ast.Policy) for item in file.items)


def _within_policy(found: Diagnostic, files: Iterable[ast.File]) -> bool:
    """Whether a diagnostic points into a policy or a test.

    There it concerns a line or test alone, which is then unknown.
    """
    place = found.place
    return place is not None and any(
        isinstance(item, ast.Policy | ast.Test) and item.span[0] <= place.span[0] < item.span[1]
        for file in files
        if file.source is place.source
        for item in file.items
    )
