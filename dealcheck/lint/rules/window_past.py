"""A line whose window is over on the day that is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule


def check(context: Context) -> Iterator[Found]:
    """Lines that the party no longer holds; none where no day is asked about."""
    today = context.options.as_of
    for line in context.lines if today is not None else ():
        until = line.active_until
        if today is None or not isinstance(until, date) or until >= today:
            continue
        if isinstance(line.active_from, date) and line.active_from > until:
            continue  # It was never held.
        node = context.node_of(line)
        places = [each.until for each in node.active if each.until is not None] if node is not None else []
        yield Found(
            context.place(places[-1]) if places else line.place,
            f"{line.full_name} has not been held since {until}",
            f"past on {today}",
            "leave the line out, or move its end if the party still holds it",
        )


RULE = Rule(
    code="DC405",
    name="window-past",
    title="the window of a line is past",
    category=Category.DEAD,
    what="The line is `active until` a day before the one that is asked about with `--as-of`. Without that day the rule"
    " asks nothing, so that a policy of the past can be kept as it was.",
    why="A draft of today meets such a line only as *inactive*. Either the position has been given up, and the line can"
    " go, or it is held on and nobody has moved its end.",
    bad="""
        use "trade"

        policy JP {
          red line autos
            active until 2025-07-20
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    good="""
        use "trade"

        policy JP {
          red line autos
            active until 2025-07-21
            : no tariff by US from JP layer s232_autos may have rate >= 25%
        }
    """,
    instead="Move the end, or take the line out; the history of a file keeps it.",
    as_of="2025-07-21",
    check=check,
)
