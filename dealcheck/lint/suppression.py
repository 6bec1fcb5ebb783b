"""`# dealcheck: ignore[DC4xx] reason`: a comment that lets a finding of the linter be, for that line of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from dealcheck.source import Place, Source

COMMENT = re.compile(r"#\s*dealcheck:\s*(?P<what>[a-z]+)(?:\s*\[(?P<codes>[^\]\n]*)\])?[ \t]*(?P<reason>[^\n]*)")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


@frozen
class Suppression:
    """A comment that lets findings of some codes be on its own line, or on the next where it stands alone.

    `codes` are the codes or names as written; `reason` why.
    """

    place: Place
    codes: tuple[str, ...]
    code_places: tuple[Place, ...]
    reason: str
    line: int
    """The line of the text, from 1, whose findings it lets be."""


def suppressions(source: Source) -> tuple[Suppression, ...]:
    """The comments of a text that let findings be."""
    found: list[Suppression] = []
    offset = 0
    for number, text in enumerate(source.text.split("\n"), 1):
        comment = _comment_of(text)
        match = COMMENT.match(text, comment) if comment is not None else None
        if comment is not None and match is not None and match["what"] == "ignore":
            alone = not text[:comment].strip()
            codes: list[str] = []
            places: list[Place] = []
            for each in re.finditer(r"[^,\s]+", match["codes"] or ""):
                start = offset + match.start("codes") + each.start()
                codes.append(each[0])
                places.append(Place(source, (start, start + len(each[0]))))
            place = Place(source, (offset + comment, offset + len(text.rstrip())))
            line = _next_code_line(source, number) if alone else number
            found.append(Suppression(place, tuple(codes), tuple(places), match["reason"].strip(), line))
        offset += len(text) + 1
    return tuple(found)


def _comment_of(text: str) -> int | None:
    """Where the comment of a line begins, strings left aside."""
    bare = STRING.sub(lambda match: " " * len(match[0]), text)
    at = bare.find("#")
    return None if at < 0 else at


def _next_code_line(source: Source, number: int) -> int:
    """The next line that holds more than a comment."""
    lines = source.text.split("\n")
    for at in range(number, len(lines)):
        if lines[at].strip() and not lines[at].lstrip().startswith("#"):
            return at + 1
    return number + 1


def covering(found: Sequence[Suppression], place: Place, names: Iterable[str]) -> Suppression | None:
    """The first comment that lets a finding be, known by its code or its name."""
    wanted = set(names)
    return next((each for each in found if each.line == place.line and wanted & set(each.codes)), None)
