"""A line whose sources are all later than the time in which the party held it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealcheck.diagnostics import Label
from dealcheck.lint.context import Context
from dealcheck.lint.drafts import day_of
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.values import parse_date


def check(context: Context) -> Iterator[Found]:
    """Lines with a last day, every source of which is dated after it."""
    for line in context.lines:
        node = context.node_of(line)
        if node is None or not isinstance(line.active_until, date) or not line.cites:
            continue
        days = [parse_date(cited.source.fields.get("date", "")) if cited.source else None for cited in line.cites]
        known = [day for day in days if day is not None]
        if len(known) < len(days) or min(known) <= line.active_until:
            continue
        until = next((each.until for each in node.active if day_of(each.until) is not None), None)
        yield Found(
            context.place(node.cites[0].source),
            f"every source of {line.full_name} is later than its last day, {line.active_until}",
            f"of {min(known)}",
            "correct the date of the source or the window, or cite what was said while the line was held",
            (Label(context.place(until), "held until here"),) if until is not None else (),
        )


RULE = Rule(
    code="DC456",
    name="source-after-window",
    title="the sources of a line are all later than its window",
    category=Category.SOURCE,
    what="A line is held until a day, and everything that it cites is dated after that day.",
    why="What was said afterwards can tell why a line was given up, and hardly that it was held. Most often the year"
    " of one of the two dates has slipped.",
    bad="""
        use "trade"

        source press "Rice and the election" { publisher "A paper"  date 2025-08-11 }

        policy JP {
          red line rice
            cites press
            active until 2025-07-20
            : no tariff by JP on hs 1006 may have rate reduced
        }
    """,
    good="""
        use "trade"

        source press "Rice and the election" { publisher "A paper"  date 2025-07-01 }
        source later "How the line fell" { publisher "A paper"  date 2025-08-11 }

        policy JP {
          red line rice
            cites press
            cites later
            active until 2025-07-20
            : no tariff by JP on hs 1006 may have rate reduced
        }
    """,
    instead="Cite a source of the time, beside the later one if that says more.",
    check=check,
)
