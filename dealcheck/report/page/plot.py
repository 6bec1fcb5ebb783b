"""A contested measure over time as a step plot: whole numbers as coordinates, made from exact ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from attrs import frozen

from dealcheck.evaluate.steps import BEFORE, DRAFT, LIMIT, Step, Timeline, Track
from dealcheck.report.page.markup import NONE, Html, rows, tag, text
from dealcheck.values import Exact

WIDTH, TOP, BOTTOM = 700, 18, 46
"""The width of the plot, and what is left above it, and below for the days."""

MOST_VALUE, MOST_NAME = 20, 42
"""Letters of a value on the left and of a name on the right, which make the room of both."""

ROW = 15
"""What a row of small print takes."""

LETTER = 7
"""What a letter of small print takes at most, about."""

HALF_DAY = 36
"""What half of a day's digits take."""

APART = 3
"""How far limits of the same value are drawn from each other."""

HATCH = 14
"""From one stroke to the next on the side of a limit that it does not let pass."""

PATTERNS = 6
"""So many limits look unlike each other by their strokes."""

DAY = timedelta(days=1)


@frozen(eq=False)
class _Frame:
    """How days and values become coordinates."""

    first: date
    last: date
    low: Exact
    high: Exact
    height: int
    left: int
    right: int
    """Where the plot begins and ends."""

    def across(self, day: date | None) -> int:
        """The place of a day; without end, the right edge."""
        if day is None or day >= self.last:
            return self.right
        if day <= self.first:
            return self.left
        share = Fraction((day - self.first).days, (self.last - self.first).days)
        return self.left + round(share * (self.right - self.left))

    def down(self, number: Exact) -> int:
        """The place of a value."""
        share = Fraction(number - self.low) / (self.high - self.low)
        return self.height - BOTTOM - round(share * (self.height - BOTTOM - TOP))


def plotted(timeline: Timeline) -> bool:
    """Whether there is a number to draw."""
    return any(step.number is not None for track in timeline.tracks for step in track.steps)


def render_plot(timeline: Timeline, title: Html, description: Html, anchors: tuple[str, str]) -> Html:
    """The plot as a picture with a title and a description."""
    steps = [step for track in timeline.tracks for step in track.steps]
    days = _days(steps)
    numbers = [step.number for step in steps if step.number is not None]
    low, high = min(*numbers, 0), max(*numbers, 0)
    least = 140 if len(set(numbers)) > 1 else 70
    height = TOP + BOTTOM + max(least, ROW * len(timeline.tracks))
    room = max((days[-1] - days[0]).days // 6, 120)
    left = max(14 + _width(_values(steps).values(), MOST_VALUE), HALF_DAY)
    right = WIDTH - 16 - _width(map(_called, timeline.tracks), MOST_NAME)
    top = high + Fraction(high - low or 1, 10)
    frame = _Frame(days[0], days[-1] + timedelta(days=room), low, top, height, left, right)
    inside = [
        tag("title", title, id=anchors[0]),
        tag("desc", description, id=anchors[1]),
        *_axes(frame, steps, days),
        *_tracks(frame, timeline.tracks),
        *_names(frame, timeline.tracks),
    ]
    return tag(
        "svg",
        rows(inside),
        viewBox=f"0 0 {WIDTH} {height}",
        role="img",
        aria_labelledby=anchors[0],
        aria_describedby=anchors[1],
        class_="plot",
    )


def _days(steps: Iterable[Step]) -> list[date]:
    """The days on which something changes, in their order."""
    found = {step.since for step in steps}
    found |= {step.until + DAY for step in steps if step.until is not None and step.until < date.max}
    return sorted(found)


def _numbered(tracks: Sequence[Track]) -> list[tuple[int, Track]]:
    """The tracks, the status quo first, for what is drawn later lies above; limits under numbers of their own."""
    order = {BEFORE: 0, DRAFT: 1, LIMIT: 2}
    numbers: dict[str, int] = {}
    found = []
    for track in tracks:
        numbers[track.sort] = numbers.get(track.sort, -1) + 1
        found.append((numbers[track.sort] % PATTERNS, track))
    return sorted(found, key=lambda each: order.get(each[1].sort, 2))


def _axes(frame: _Frame, steps: Sequence[Step], days: Sequence[date]) -> list[Html]:
    """The values that occur on the left, the days on which something changes below."""
    bottom = frame.height - BOTTOM
    parts = [_line("axis", frame.left, bottom, frame.right, bottom)]
    values = _values(steps)
    taken: list[int] = []
    for number in sorted(values):
        down = frame.down(number)
        parts.append(_line("grid", frame.left, down, frame.right, down))
        if all(abs(down - each) >= ROW - 2 for each in taken):
            taken.append(down)
            parts.append(_text("value", frame.left - 7, down + 4, _short(values[number], MOST_VALUE)))
    free = [0, 0]
    for day in days:
        across = frame.across(day)
        parts.append(_line("grid", across, TOP, across, bottom))
        row = next((row for row in (0, 1) if across - HALF_DAY >= free[row]), None)
        if row is not None:
            free[row] = across + HALF_DAY
            parts.append(_text("day", across, bottom + 15 + ROW * row, str(day)))
    return parts


def _tracks(frame: _Frame, tracks: Sequence[Track]) -> list[Html]:
    """Each track as a line; limits of the same values a little below one another, so that all are seen."""
    seen: dict[tuple[Exact | None, ...], int] = {}
    parts = []
    for number, track in _numbered(tracks):
        values = tuple(step.number for step in track.steps)
        lower = 0
        if track.sort == LIMIT:
            lower = APART * seen.get(values, 0)
            seen[values] = seen.get(values, 0) + 1
        parts.append(_track(frame, track, number, lower))
    return parts


def _values(steps: Sequence[Step]) -> dict[Exact, str]:
    """Each number that occurs in words; of several words the fewest, for a limit may say more than that."""
    values: dict[Exact, str] = {}
    for step in steps:
        if step.number is not None:
            values[step.number] = min(values.get(step.number, step.text), step.text, key=len)
    return values


def _track(frame: _Frame, track: Track, number: int, lower: int) -> Html:
    """The steps of a track as a line with corners, broken where there is no number, and the values of the draft."""
    path: list[str] = []
    beside: list[Html] = []
    before: Step | None = None
    for step in track.steps:
        if step.number is None:
            before = None
            continue
        left, right, down = frame.across(step.since), frame.across(_end(step)), frame.down(step.number) + lower
        touching = before is not None and before.until is not None and before.until + DAY == step.since
        path.append(f"V{down}H{right}" if touching else f"M{left} {down}H{right}")
        if track.sort == DRAFT:
            beside.append(_text("step", left + 4, down - 5, _short(step.text, 20)))
        beside.extend(_hatch(track.sense, left, right, down))
        before = step
    if not path:
        return NONE
    return tag("g", tag("path", d="".join(path)), *beside, class_=f"{track.sort} t{number}")


def _end(step: Step) -> date | None:
    """The day after the last; None without end."""
    return None if step.until is None or step.until >= date.max else step.until + DAY


def _hatch(sense: str, left: int, right: int, down: int) -> list[Html]:
    """Small strokes on the side of a limit that it does not let pass."""
    up = {"<": -5, "<=": -5, ">": 5, ">=": 5}.get(sense)
    if up is None or right - left < HATCH:
        return []
    strokes = "".join(f"M{at} {down}l4 {up}" for at in range(left + 4, right - 4, HATCH))
    return [tag("path", d=strokes, class_="hatch")]


def _names(frame: _Frame, tracks: Sequence[Track]) -> list[Html]:
    """The name of each track beside its end, moved apart where they would meet."""
    wanted = []
    for number, track in _numbered(tracks):
        ends = [step for step in track.steps if step.number is not None]
        if ends:
            last = ends[-1]
            assert last.number is not None  # noqa: S101 - those without were left out
            wanted.append((frame.down(last.number), frame.across(_end(last)), number, track))
    wanted.sort(key=lambda each: each[0])
    heights: list[int] = []
    for down, *_ in wanted:
        heights.append(max(down, heights[-1] + ROW) if heights else max(down, TOP))
    over = max(heights[-1] - (frame.height - BOTTOM + 4), 0) if heights else 0
    while over and heights:  # What runs out below pushes the others up as far as they stand in its way.
        heights[-1] -= over
        for at in range(len(heights) - 1, 0, -1):
            heights[at - 1] = min(heights[at - 1], heights[at] - ROW)
        over = 0
    parts = []
    edge = frame.right
    for (down, across, number, track), height in zip(wanted, heights, strict=True):
        lead = tag("path", d=f"M{min(across, edge)} {down}L{edge + 10} {height}", class_="lead")
        name = _text("name", edge + 14, height + 4, _short(_called(track), MOST_NAME))
        parts.append(tag("g", lead, name, class_=f"{track.sort} t{number}"))
    return parts


def _called(track: Track) -> str:
    """The name of a track with what it comes to in the end: `JP.autos < 25%`; `""` where nothing of it is drawn."""
    ends = [step for step in track.steps if step.number is not None]
    if not ends:
        return ""
    last = f" to {ends[-1].until}" if ends[-1].until is not None else ""
    return " ".join(part for part in (track.who, track.sense, ends[-1].text) if part) + last


def _width(words: Iterable[str], most: int) -> int:
    """The room that the longest of some words takes."""
    return max((min(len(each), most) for each in words), default=0) * LETTER


def _line(name: str, left: int, top: int, right: int, bottom: int) -> Html:
    return tag("path", d=f"M{left} {top}L{right} {bottom}", class_=name)


def _text(name: str, across: int, down: int, words: str) -> Html:
    return tag("text", text(words), x=str(across), y=str(down), class_=name)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
