"""The contested measures over time: a plot of each, and the same in a table."""

from __future__ import annotations

from dealcheck.evaluate.steps import BEFORE, DRAFT, Step, Timeline, Track
from dealcheck.report.page.markup import NONE, Html, brief, joined, rows, said, tag, text
from dealcheck.report.page.plot import plotted, render_plot
from dealcheck.report.page.view import DealView, heads, wide
from dealcheck.report.words import shortened

MOST_LETTERS = 100
"""Letters of a measure's name in a heading."""

MOST_WHOLE = 400
"""Letters of a name that is too long for the heading, below it."""


def render_timelines(view: DealView) -> Html:
    """A plot for each contested measure, with its numbers in a table that can be opened."""
    deal = view.deal
    plots = [_timeline(view, timeline) for timeline in deal.timelines]
    more = NONE
    if deal.untold:
        noun = "measure is" if deal.untold == 1 else "measures are"
        more = tag("p", text(f"{deal.untold} further contested {noun} not drawn here."), class_="note")
    key = tag("p", text(_KEY), class_="note") if any(map(plotted, deal.timelines)) else NONE
    if not plots:
        return NONE
    return view.section("timelines", "Over time", key, tag("div", rows(plots), class_="plots"), more)


_KEY = (
    "The broad pale line is the status quo, the strong line the draft, each broken line the limit that a party's line"
    " sets; the small strokes stand on the side that the limit does not let pass."
)


def _timeline(view: DealView, timeline: Timeline) -> Html:
    measure = brief(timeline.measure, MOST_LETTERS)
    title = f"{timeline.field} of {measure}"
    anchors = (view.new("plot"), view.new("plot-said"))
    numbers = tag(
        "details",
        tag("summary", text("the numbers of this plot"), tag("span", said(f": {title}"), class_="unseen")),
        _table(view, timeline),
        class_="numbers",
        open=None if plotted(timeline) else "",
    )
    heading = view.heading(2, said(measure), text(", "), said(timeline.field))
    whole = NONE
    if measure != timeline.measure:
        whole = tag("p", said(shortened(timeline.measure, MOST_WHOLE)), class_="note")
    picture = NONE
    if plotted(timeline):
        drawn = render_plot(timeline, said(title), _description(timeline), anchors)
        picture = tag("div", drawn, class_="wide", role="group", aria_labelledby=anchors[0], tabindex="0")
    return tag("div", rows([heading, whole, picture, numbers]), class_="timeline")


def _description(timeline: Timeline) -> Html:
    """The plot in words."""
    return joined((said(f"{_name(track)}: {_steps(track)}.") for track in timeline.tracks), " ")


def _name(track: Track) -> str:
    if track.sort in (BEFORE, DRAFT):
        return track.who
    return f"limit of {track.who}"


def _steps(track: Track) -> str:
    sign = f"{track.sense} " if track.sense else ""
    return ", ".join(f"{sign}{step.text} {_days(step)}" for step in track.steps) or "none"


def _days(step: Step) -> str:
    return f"from {step.since}" + (f" to {step.until}" if step.until else "")


def _table(view: DealView, timeline: Timeline) -> Html:
    """Every step with its value."""
    body = []
    for track in timeline.tracks:
        for step in track.steps:
            value = f"{track.sense} {step.text}" if track.sense else step.text
            days = (str(step.since), str(step.until or "no end"))
            cells = (*(tag("td", text(day), class_="day") for day in days), tag("td", said(value)))
            body.append(tag("tr", tag("th", said(_name(track)), scope="row"), *cells))
    unit = f" in {timeline.unit}" if timeline.unit else ""
    caption = said(f"{brief(timeline.measure, MOST_LETTERS)}, {timeline.field}{unit}")
    return wide(caption, view.new("steps"), "steps", heads("what", "from", "to", "value"), tag("tbody", rows(body)))
