"""A comment that lets nothing be."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.edits import removal
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule
from dealcheck.lint.suppression import IGNORE, Suppression
from dealcheck.source import Place


def check(context: Context) -> Iterator[Found]:
    """Comments with codes of rules that were asked and found nothing there."""
    review = context.review
    for comment in review.comments:
        if comment.word != IGNORE:
            continue
        idle = [
            (code, place)
            for code, place in zip(comment.codes, comment.code_places, strict=True)
            if code.casefold() in review.asked and place not in review.used
        ]
        if idle and len(idle) == len(comment.codes):
            names = ", ".join(code for code, _ in idle)
            fix = Fix("take the comment out", (removal(context.source, comment.place.span),), safe=True)
            yield Found(comment.place, f"nothing is found here that {names} would let be", "lets nothing be", fix=fix)
            continue
        for code, place in idle:
            fix = Fix(f"take {code} out", (_without(comment, place),), safe=True)
            yield Found(place, f"nothing is found here that {code} would let be", "lets nothing be", fix=fix)


def _without(comment: Suppression, place: Place) -> Edit:
    """Takes one of several codes out, with the comma before it, or behind it where it is the first."""
    at = comment.code_places.index(place)
    places = comment.code_places
    if at:
        return Edit(Place(place.source, (places[at - 1].span[1], place.span[1])), "")
    return Edit(Place(place.source, (place.span[0], places[1].span[0])), "")


RULE = Rule(
    code="DC490",
    name="unused-suppression",
    title="a comment lets a finding be that is not there",
    category=Category.SUPPRESSION,
    what="A comment `# dealcheck: ignore[...]` names a rule that finds nothing in its statement. Only rules that have"
    " looked at the text count: with `--select`, and without `--as-of`, comments about the others are left alone.",
    why="The text has changed since, or the comment stands at the wrong statement. Left there, it would hide the next"
    " finding of its kind, which nobody has thought about.",
    bad="""
        use "trade"

        source press "Japan says no" { publisher "A paper"  date 2025-07-01 }

        policy JP {
          # dealcheck: ignore[DC450] said in a closed meeting
          red line autos "No deal keeps the 25%"
            cites press
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          # dealcheck: ignore[DC450] said in a closed meeting
          red line autos "No deal keeps the 25%": no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Take the comment out; where it stands at the wrong statement, move it to the line of that statement, or"
    " to a line of its own right above it.",
    check=check,
    fix="safe",
)
