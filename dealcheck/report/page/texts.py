"""Pieces of the texts themselves, with what matters in them marked."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.report.page.markup import NONE, Html, joined, said, tag, text
from dealcheck.report.style import TAB_WIDTH
from dealcheck.source import Place

MOST_LINES = 24
"""Lines of a text that are shown; of a longer one those of the first mark."""


def at_words(place: Place) -> str:
    """`policies/jp.policy:11`."""
    return f"{place.source.name}:{place.line}"


def excerpt(place: Place, marked: Sequence[Place] = (), caption: Html = NONE, around: bool = True) -> Html:
    """A place in its text, with the numbers of its lines; `around` shows all of these, else the place alone.

    The caption comes before the name of the file.
    """
    first, last = _lines(place)
    marks = [each for each in marked if each.source is place.source]
    if last - first >= MOST_LINES and marks:
        first, last = _lines(marks[0])
        marks = marks[:1]
    left = max(last - first + 1 - MOST_LINES, 0)
    numbers = range(first, last + 1 - left)
    shown = [_cut(place, number, around) for number in numbers]
    margin = min((len(line) - len(line.lstrip(" \t")) for _, line in shown if line.strip()), default=0)
    lines = [
        tag(
            "span",
            tag("span", text(str(number)), class_="n", aria_hidden="true"),
            tag("code", _marked(place, number, start, line, margin, marks)),
            class_="r",
        )
        for number, (start, line) in zip(numbers, shown, strict=True)
    ]
    more = tag("p", text(f"{left} more lines"), class_="more") if left else NONE
    head = joined([caption, tag("span", said(at_words(place)), class_="file")], " ")
    return tag("figure", tag("figcaption", head), tag("pre", Html("\n".join(lines))), more, class_="text")


def _lines(place: Place) -> tuple[int, int]:
    """The first and the last line of a place."""
    return place.line, place.source.position(max(place.span[1] - 1, place.span[0]))[0]


def _cut(place: Place, number: int, around: bool) -> tuple[int, str]:
    """A line and the offset in it at which what is shown of it starts."""
    line = place.source.line_text(number)
    if around:
        return 0, line
    begin = place.source.lines_at()[number - 1]
    start, end = max(place.span[0] - begin, 0), min(place.span[1] - begin, len(line))
    # What stands before the place is blanked out, so that the lines stay below one another.
    kept = line[:start] if not line[:start].strip() else " " * start
    return 0, kept + line[start:end]


def _marked(place: Place, number: int, start: int, line: str, margin: int, marks: Sequence[Place]) -> Html:
    """A line with what is marked in it."""
    begin = place.source.lines_at()[number - 1] + start
    spans = sorted((max(mark.span[0] - begin, margin), min(mark.span[1] - begin, len(line))) for mark in marks)
    parts: list[Html] = []
    at = margin
    for left, right in spans:
        if left >= right or left < at:
            continue
        parts.extend([_plain(line[at:left]), tag("mark", _plain(line[left:right]))])
        at = right
    return joined([*parts, _plain(line[at:])])


def _plain(piece: str) -> Html:
    """A piece of a line, tabs as blanks."""
    return text(piece.replace("\t", " " * TAB_WIDTH))
