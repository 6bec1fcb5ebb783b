"""Changes of windows: when a party holds a line, and the days that a sentence speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.testing.mutation.edits import Change, Edit, Script, days_beside, steps_of

WINDOW = "window"


def activity_changes(script: Script, line: ast.Line) -> Iterator[Change]:
    """`active from D until D2` with a date moved by a day, or without one of them."""
    for active in line.active:
        for word, moment in (("from", active.since), ("until", active.until)):
            if moment is None:
                continue
            yield from moment_changes(script, moment)
            both = active.since is not None and active.until is not None
            yield Change(
                WINDOW, (script.without(_with_word(script, active.span, word, moment) if both else active.span),)
            )


def _with_word(script: Script, span: Span, word: str, moment: ast.Moment) -> Span:
    """A date with the word before it."""
    found = script.last(word, span[0], moment.span[0])
    return moment.span if found is None else (found[0], moment.span[1])


def time_changes(script: Script, time: ast.Time | None) -> Iterator[Change]:
    """A time phrase with a date moved by a day, or left out."""
    if time is None:
        return
    for moment in (time.moment, time.last):
        if moment is not None:
            yield from moment_changes(script, moment)
    yield Change(WINDOW, (script.without(time.span),))


def moment_changes(script: Script, moment: ast.Moment) -> Iterator[Change]:
    """A date a day later and a day earlier; a count of days, weeks, months or years one more and one less."""
    if isinstance(moment, ast.DateMoment):
        for day in days_beside(moment.text):
            yield Change(WINDOW, (Edit(moment.span, day),))
    elif isinstance(moment, ast.AfterMoment):
        at = script.number(moment.span)
        if at is not None:
            for count in steps_of(script.text(at)):
                yield Change(WINDOW, (Edit(at, count),))
        yield from moment_changes(script, moment.moment)
    elif isinstance(moment, ast.FirstOfMonth):
        yield from moment_changes(script, moment.moment)
