"""What the draft leaves open: the packages that its choices make, and each choice with its options."""

from __future__ import annotations

from dealcheck.packages.counted import Count, Tallies
from dealcheck.report.page.markup import NONE, Html, joined, rows, said, tag, text
from dealcheck.report.page.texts import at_words
from dealcheck.report.page.view import DealView, heads, wide
from dealcheck.report.record import OpenPoint, OptionPoint

_SORTS = {"bracket": "bracket", "optional": "optional article", "event": "event"}


def render_choices(view: DealView) -> Html:
    """The open points of a deal and its packages; nothing where it leaves nothing open."""
    deal = view.deal
    packages = NONE if deal.tallies is None else _packages(view, deal.tallies)
    points = _points(view) if deal.open_points else NONE
    return view.section("choices", "What is open", packages, points)


def count_words(count: Count) -> str:
    """`12`, `12 345`, `at least 4096`."""
    number = count.least if count.number is None else count.number
    shown = f"{number:,}".replace(",", " ")
    return shown if count.number is not None else f"at least {shown}"


def _packages(view: DealView, tallies: Tallies) -> Html:
    """How many packages there are, and how many each party and all can accept."""
    total = count_words(tallies.total)
    words = f"The open choices make {total} {'package' if tallies.total.number == 1 else 'packages'}."
    undecided, apart = dict(tallies.undecided.counts), dict(tallies.apart.counts)
    body = []
    for party, count in tallies.acceptable.counts:
        if party == "all" and count.number is None and not count.least:
            continue  # Not known: what rests on lines that are not shown.
        cells = (count, undecided.get(party), apart.get(party))
        name = text("all of them") if party == "all" else said(party)
        numbers = (tag("td", text("–" if each is None else count_words(each)), class_="num") for each in cells)
        body.append(tag("tr", tag("th", name, scope="row"), *numbers))
    head = heads("who", "can accept", "cannot tell", "could accept, leaving aside what no choice decides")
    caption = text("Packages that each party and all of them can accept")
    aside = [
        joined([text("Every package violates "), view.named(tallies.violated), text(".")])
        if tallies.violated
        else NONE,
        joined([text("In no package can it be told of "), view.named(tallies.untold), text(".")])
        if tallies.untold
        else NONE,
    ]
    return rows(
        [
            tag("p", text(words)),
            wide(caption, view.new("packages"), "packages", head, tag("tbody", rows(body))),
            *(tag("p", each, class_="note") for each in aside if each),
        ]
    )


def _points(view: DealView) -> Html:
    """Each open choice with its options, who wants them and for whom they are dead."""
    bodies = [_point(view, point) for point in view.deal.open_points]
    head = heads("open point", "option", "wanted by", "packages all can accept", "dead for", "lines that hang on it")
    caption = text("Open points, those first on which most depends")
    return wide(caption, view.new("points"), "points", head, *bodies)


def _point(view: DealView, point: OpenPoint) -> Html:
    options = point.options or (OptionPoint("", (), Count(None), ()),)
    span = str(len(options)) if len(options) > 1 else None
    sort = tag("span", text(_SORTS.get(point.sort, point.sort)), class_="label")
    place = tag("span", said(at_words(point.place)), class_="file")
    name = tag("th", tag("b", said(point.name)), sort, place, scope="rowgroup" if span else "row", rowspan=span)
    lines = tag("td", view.named(point.lines) if point.lines else text("none"), rowspan=span)
    body = []
    for number, option in enumerate(options):
        cells = (
            tag("td", said(option.said)),
            tag("td", said(", ".join(option.wanted_by) or "–")),
            tag("td", text(_accepted(option.accepted)), class_="num"),
            tag("td", said(", ".join(option.dead) or "–")),
        )
        body.append(tag("tr", *((name, *cells, lines) if number == 0 else cells)))
    return tag("tbody", rows(body))


def _accepted(count: Count) -> str:
    """A count; one of which nothing is known is not told."""
    return "–" if count.number is None and not count.least else count_words(count)
