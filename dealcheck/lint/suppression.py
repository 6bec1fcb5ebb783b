"""`# dealcheck: ignore[DC4xx] reason`: a comment that lets a finding of the linter be, for one statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from dealcheck.lint.nodes import walk
from dealcheck.source import Place, Source, Span
from dealcheck.syntax import ast

COMMENT = re.compile(r"#\s*dealcheck:\s*(?P<what>[a-z]+)(?:\s*\[(?P<codes>[^\]\n]*)\])?[ \t]*(?P<reason>[^\n]*)")
_CODE = re.compile(r"[^,\s]+")
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_HEADED = (ast.Policy, ast.Deal, ast.Baseline, ast.Letter, ast.Test, ast.KindDeclaration, ast.SourceDeclaration)
"""Statements whose head alone a comment speaks of: what stands within is spoken of by comments of its own."""


@frozen
class Suppression:
    """A comment that lets findings of some codes be in the statement before it on its line, or, where it stands alone,
    in the next.

    `codes` are the codes or names as written; `reason` why.
    """

    place: Place
    codes: tuple[str, ...]
    code_places: tuple[Place, ...]
    reason: str
    reach: Span
    """Where the findings start that it lets be."""


def suppressions(source: Source, tree: ast.File) -> tuple[Suppression, ...]:
    """The comments of a text that let findings be, in their order."""
    if "dealcheck:" not in source.text:
        return ()
    found: list[Suppression] = []
    starts: dict[int, Span] | None = None
    for number in range(1, len(source.lines_at()) + 1):
        text = source.line_text(number)
        comment = _comment_of(text)
        match = COMMENT.match(text, comment) if comment is not None else None
        if comment is None or match is None or match["what"] != "ignore":
            continue
        starts = _statements(source, tree) if starts is None else starts
        offset = source.lines_at()[number - 1]
        codes: list[str] = []
        places: list[Place] = []
        for each in _CODE.finditer(match["codes"] or ""):
            start = offset + match.start("codes") + each.start()
            codes.append(each[0])
            places.append(Place(source, (start, start + len(each[0]))))
        alone = not text[:comment].strip()
        line = _next_code_line(source, number) if alone else number
        begins = source.lines_at()[line - 1]
        reach = starts.get(line, (begins, begins + len(source.line_text(line))))
        place = Place(source, (offset + comment, offset + len(text.rstrip())))
        found.append(Suppression(place, tuple(codes), tuple(places), match["reason"].strip(), (begins, reach[1])))
    return tuple(found)


def covering(found: Sequence[Suppression], place: Place, names: Iterable[str]) -> Suppression | None:
    """The first comment that lets a finding be, known by its code or its name."""
    wanted = set(names)
    at = place.span[0]
    return next((each for each in found if each.reach[0] <= at < each.reach[1] and wanted & set(each.codes)), None)


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


def _next_code_line(source: Source, number: int) -> int:
    """The next line that holds more than a comment, else the line itself."""
    for line in range(number + 1, len(source.lines_at()) + 1):
        text = source.line_text(line).lstrip()
        if text and not text.startswith("#"):
            return line
    return number
