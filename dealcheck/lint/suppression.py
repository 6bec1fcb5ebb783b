"""`# dealcheck: ignore[DC4xx] reason`: a comment that lets a finding of the linter be, for one statement."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from attrs import Factory, define, field, frozen

from dealcheck.lint.nodes import walk
from dealcheck.source import Place, Source, Span
from dealcheck.syntax import ast

COMMENT = re.compile(r"#\s*dealcheck:\s*(?P<word>[A-Za-z]+)(?:\s*\[(?P<codes>[^\]\n]*)\])?[ \t]*(?P<reason>[^\n]*)")
IGNORE = "ignore"
_CODE = re.compile(r"[^,\s]+")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_HEADED = (ast.Policy, ast.Deal, ast.Baseline, ast.Letter, ast.Test, ast.KindDeclaration, ast.SourceDeclaration)
"""Statements whose head alone a comment speaks of: what stands within is spoken of by comments of its own."""


@frozen(eq=False)
class Suppression:
    """A comment that lets findings of some codes be in the statement before it on its line, or, where it stands alone,
    in the next.

    `word` is what stands behind `dealcheck:`, and only `ignore` lets anything be; `codes` are the codes or names as
    written; `reason` why.
    """

    place: Place
    word: str
    codes: tuple[str, ...]
    code_places: tuple[Place, ...]
    reason: str
    reach: Span
    """Where the findings start that it lets be."""


@frozen
class Review:
    """The comments of a text, which of their codes let something be, and the rules that were asked."""

    comments: tuple[Suppression, ...] = ()
    used: frozenset[Place] = frozenset()
    """The places of the codes that let something be."""
    asked: frozenset[str] = frozenset()
    """Codes and names of the rules that have looked at the text."""


@frozen
class Cover:
    """The comment that lets a finding be, and its code for it."""

    comment: Suppression
    code: Place


@define
class Covers:
    """The comments of a text by the codes that they name, for look-ups by place."""

    comments: Sequence[Suppression]
    _named: dict[str, _Reaches] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for comment in self.comments:
            if comment.word == IGNORE:
                for code, place in zip(comment.codes, comment.code_places, strict=True):
                    self._named.setdefault(code.casefold(), _Reaches()).covers.append(Cover(comment, place))

    def covering(self, place: Place, names: Iterable[str]) -> Cover | None:
        """The first comment that lets a finding be, known by its code or its name."""
        if not self._named:
            return None
        found = [
            cover
            for name in names
            if (reaches := self._named.get(name.casefold())) is not None
            and (cover := reaches.at(place.span[0])) is not None
        ]
        return min(found, key=lambda cover: cover.code.span, default=None)


@define
class _Reaches:
    """Comments with one code, in the order in which their reaches begin."""

    covers: list[Cover] = Factory(list)
    _starts: list[int] = Factory(list)
    _ends: list[int] = Factory(list)
    """The furthest end of a reach up to each."""

    def at(self, offset: int) -> Cover | None:
        """The last comment whose reach holds a place."""
        if not self._starts:
            self.covers.sort(key=lambda cover: cover.comment.reach)
            self._starts = [cover.comment.reach[0] for cover in self.covers]
            self._ends = list(accumulate((cover.comment.reach[1] for cover in self.covers), max))
        at = bisect_right(self._starts, offset) - 1
        while at >= 0 and self._ends[at] > offset:
            if self.covers[at].comment.reach[1] > offset:
                return self.covers[at]
            at -= 1
        return None


def suppressions(source: Source, tree: ast.File) -> tuple[Suppression, ...]:
    """The comments of a text that speak to the linter, in their order."""
    if "dealcheck:" not in source.text:
        return ()
    found: list[Suppression] = []
    starts: dict[int, Span] = {}
    following: list[int] = []
    for number in range(1, len(source.lines_at()) + 1):
        text = source.line_text(number)
        comment = _comment_of(text) if "dealcheck:" in text else None
        match = COMMENT.match(text, comment) if comment is not None else None
        if comment is None or match is None:
            continue
        if not found:
            starts, following = _statements(source, tree), _following(source)
        offset = source.lines_at()[number - 1]
        codes: list[str] = []
        places: list[Place] = []
        for each in _CODE.finditer(match["codes"] or ""):
            start = offset + match.start("codes") + each.start()
            codes.append(each[0])
            places.append(Place(source, (start, start + len(each[0]))))
        alone = not text[:comment].strip()
        line = following[number - 1] if alone else number
        begins = source.lines_at()[line - 1]
        reach = starts.get(line, (begins, begins + len(source.line_text(line))))
        place = Place(source, (offset + comment, offset + len(text.rstrip())))
        reason = match["reason"].strip()
        found.append(Suppression(place, match["word"], tuple(codes), tuple(places), reason, (begins, reach[1])))
    return tuple(found)


def _comment_of(text: str) -> int | None:
    """Where the comment of a line begins, strings left aside."""
    if "#" not in text:
        return None
    bare = _STRING.sub(lambda match: " " * len(match[0]), text)
    at = bare.find("#")
    return None if at < 0 else at


def _statements(source: Source, tree: ast.File) -> dict[int, Span]:
    """The longest statement that starts on each line, blocks left aside."""
    found: dict[int, Span] = {}
    for node in walk(tree):
        if not isinstance(node, (ast.File, *_HEADED)):
            line = source.position(node.span[0])[0]
            if line not in found or found[line][1] < node.span[1]:
                found[line] = node.span
    return found


def _following(source: Source) -> list[int]:
    """For each line the next that holds more than a comment, else the line itself."""
    found: list[int] = []
    last = 0
    for number in range(len(source.lines_at()), 0, -1):
        found.append(last or number)
        text = source.line_text(number).lstrip()
        if text and not text.startswith("#"):
            last = number
    return found[::-1]
