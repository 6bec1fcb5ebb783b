"""Contested measures over time: what holds before and under a draft, and what each line allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.asked import Question
from dealcheck.evaluate.steps import DRAFT, LIMIT, Step, Timeline, Track, joined, number_in, unit_of
from dealcheck.loader import Library, Shelf
from dealcheck.logic import Verdict
from dealcheck.packages import timelines as drawing
from dealcheck.report.record import DealReport
from dealcheck.source import Source
from dealcheck.values import UNLIMITED, Money, Quantity, Rate, Value
from tests.packages.drafts import KINDS
from tests.packs import ROOT

OPTIONS = api.CheckOptions(counting=True, detailed=True)

VAGUE = """
kind fee "Fee" {
  key by: party  key on: goods
  value rate: rate, less is freer
  absent unknown
}
"""


def draft(terms: str, lines: str, kinds: str = KINDS, dates: str = "effective 2025-08-01") -> api.Draft:
    """A draft between US and JP with its lines."""
    text = f"{kinds}\npolicy JP {{\n{lines}\n}}\ndeal offer {{ between US, JP  {dates}  against now\n{terms}\n}}\n"
    return api.Draft(Source("offer.deal", text), Library(Shelf(ROOT), ROOT))


def checked(terms: str, lines: str, kinds: str = KINDS, dates: str = "effective 2025-08-01") -> DealReport:
    """Its check with all that a large report shows."""
    (deal,) = api.check_draft(draft(terms, lines, kinds, dates), OPTIONS).deals
    return deal


def told(timeline: Timeline) -> dict[str, str]:
    """The tracks of a timeline in short: `25%, 2026-01-01 15%`."""
    found: dict[str, str] = {}
    for track in timeline.tracks:
        who = f"{track.who} {track.sense}".strip()
        first, *later = track.steps
        start = "" if str(first.since) == "2025-08-01" else f"{first.since} "
        steps = [f"{start}{first.text}", *(f"{step.since} {step.text}" for step in later)]
        end = track.steps[-1].until
        found[who] = ", ".join(steps) + (f" until {end}" if end else "")
    return found


CARS = "tariff by US from JP on autos layer cars"
NO_25 = f"red line a: no {CARS} may have rate >= 25%"
ROWS: dict[str, tuple[str, str, dict[str, str]]] = {
    "a staged cut": (
        f"term t: {CARS} rate 25%, 15% from 2026-01-01, 0% from 2030-01-01",
        NO_25,
        {"status quo": "25%", "draft": "25%, 2026-01-01 15%, 2030-01-01 0%", "JP.a <": "25%"},
    ),
    "on the limit": (
        f"term t: {CARS} rate 20%",
        f"red line a: no {CARS} may have rate > 20%",
        {"status quo": "25%", "draft": "20%", "JP.a <=": "20%"},
    ),
    "silence": ("", NO_25, {"status quo": "25%", "draft": "25%", "JP.a <": "25%"}),
    "the end of a pause": (
        "",
        "red line a: every tariff by US from JP on hs 8501 layer reciprocal must have rate <= 10%",
        {"status quo": "10%, 2026-01-01 20%", "draft": "10%, 2026-01-01 20%", "JP.a <=": "10%"},
    ),
    "a bracket": (
        f"term t: {CARS} rate [US: 25% | JP: 10%]",
        NO_25,
        {"status quo": "25%", "draft, t 25% (US)": "25%", "draft, t 10% (JP)": "10%", "JP.a <": "25%"},
    ),
    "an optional article": (
        f"term t [JP]: {CARS} rate 10%",
        NO_25,
        {"status quo": "25%", "draft, t taken": "10%", "draft, t dropped": "25%", "JP.a <": "25%"},
    ),
    "a blank": (f"term t: {CARS} rate [?]", NO_25, {"status quo": "25%", "draft": "open", "JP.a <": "25%"}),
    "too many choices for a track each": (
        f"term t: {CARS} rate [1% | 2% | 3% | 4% | 5% | 6% | 25%]",
        NO_25,
        {"status quo": "25%", "draft": "open", "JP.a <": "25%"},
    ),
    "an end": (
        f"term t: end {CARS} from 2026-01-01",
        NO_25,
        {"status quo": "25%", "draft": "25%, 2026-01-01 none", "JP.a <": "25%"},
    ),
    "a limit in stages": (
        "",
        f"red line a: every {CARS} must have rate <= 25% before 2027-01-01"
        f" and every {CARS} must have rate <= 10% by 2027-01-01",
        {"status quo": "25%", "draft": "25%", "JP.a <=": "25%, 2027-01-01 10%"},
    ),
    "a limit during some days": (
        "",
        f"red line a: no {CARS} may have rate > 10% during 2026-01-01 .. 2026-06-30",
        {"status quo": "25%", "draft": "25%", "JP.a <=": "2026-01-01 10% until 2026-06-30"},
    ),
    "a limit at one day": (
        "",
        f"red line a: no {CARS} may have rate > 10% at 2026-01-01",
        {"status quo": "25%", "draft": "25%", "JP.a <=": "2026-01-01 10% until 2026-01-01"},
    ),
    "a limit that was": (
        f"term t: {CARS} rate 30%",
        f"red line a: every {CARS} must have rate reduced",
        {"status quo": "25%", "draft": "30%", "JP.a <": "25%"},
    ),
    "a limit of another party": (
        "",
        "red line a: every tariff by US from JP on autos layer mfn must have rate < rate(from UK)",
        {"status quo": "5%", "draft": "5%", "JP.a <": "5%"},
    ),
    "a limit that hangs on a choice": (
        "term t: tariff by US from UK on autos rate [0% | 5%]",
        "red line a: every tariff by US from JP on autos layer mfn must have rate < rate(from UK)",
        {"status quo": "5%", "draft": "5%", "JP.a <": "open"},
    ),
    "a limit with another way": (
        "",
        f"red line a: no {CARS} may have rate >= 25% unless some export_cap by JP on autos",
        {"status quo": "25%", "draft": "25%", "JP.a <": "25%, or in another way"},
    ),
    "denied": (
        "",
        f"red line a: not some {CARS} has rate > 10%",
        {"status quo": "25%", "draft": "25%", "JP.a <=": "10%"},
    ),
    "read from right to left": (
        "",
        f"red line a: every {CARS} must have 10% >= rate",
        {"status quo": "25%", "draft": "25%", "JP.a <=": "10%"},
    ),
    "no sign says it": (
        "",
        f"red line a: no {CARS} may have rate = 25%",
        {"status quo": "25%", "draft": "25%", "JP.a": "!= 25%"},
    ),
    "several values": (
        "",
        f"red line a: every {CARS} must have rate in {{0%, 10%}}",
        {"status quo": "25%", "draft": "25%", "JP.a": "rate in {0%, 10%}"},
    ),
    "whether there is any": (
        "term t: export_cap by JP to US on autos volume 1_000 units per year",
        "red line a: no new export_cap by JP on autos",
        {"status quo": "none", "draft": "1000 units per year", "JP.a": "none"},
    ),
    "a sum": (
        "term t: investment by JP to US amount USD 30 bn",
        "red line a: total amount of investment by JP must be <= USD 25 bn",
        {"draft": "USD 30 bn", "JP.a <=": "USD 25 bn"},
    ),
    "a sum of brackets": (
        "term t: investment by JP to US amount [USD 30 bn | USD 5 bn]",
        "red line a: total amount of investment by JP must be <= USD 25 bn",
        {"draft, t USD 30 bn": "USD 30 bn", "draft, t USD 5 bn": "USD 5 bn", "JP.a <=": "USD 25 bn"},
    ),
    "met, but changed": (
        f"term t: {CARS} rate 15%",
        NO_25,
        {"status quo": "25%", "draft": "15%", "JP.a <": "25%"},
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_tracks(name: str) -> None:
    terms, lines, wanted = ROWS[name]
    (timeline,) = checked(terms, lines).timelines
    assert told(timeline) == wanted
    assert timeline.lines == ("JP.a",)


@pytest.mark.parametrize(
    ("terms", "lines"),
    [
        (f"term t: {CARS} rate 25%", f"red line a: no {CARS} may have rate > 25%"),
        ("", f"red line a active until 2025-07-01: no {CARS} may have rate >= 25%"),
        ("", 'red line a: judged "Is it well?"'),
        ("", "red line a: the deal must have effective <= 2025-07-09"),
    ],
)
def test_nothing_is_contested(terms: str, lines: str) -> None:
    assert checked(terms, lines).timelines == ()


def test_the_unknown_stays_unknown() -> None:
    (timeline,) = checked("", "red line a: no fee by US | JP on autos may have rate >= 25%", KINDS + VAGUE).timelines
    assert told(timeline) == {"status quo": "not known", "draft": "not known", "JP.a <": "25%"}
    assert {step.number for track in timeline.tracks[:2] for step in track.steps} == {None}


def test_what_was_and_is_not_known_is_said_as_written() -> None:
    deal = checked(
        "term t: fee by US on vans rate 1%",
        "red line a: every fee by US on autos | vans must have rate reduced",
        KINDS + VAGUE,
    )
    assert [told(timeline)["JP.a <"] for timeline in deal.timelines] == ["old rate", "old rate"]


def test_numbers_stand_in_the_unit() -> None:
    deal = checked(
        "term t: export_cap by JP to US on autos volume 10 units per quarter",
        "red line a: no export_cap by JP on autos may have volume < 50 units per year",
    )
    (timeline,) = deal.timelines
    assert timeline.unit == "units per year"
    assert [[step.number for step in track.steps] for track in timeline.tracks] == [[None], [40], [50]]


def test_alike_points_are_one_and_all_lines_that_look_at_them_are_there() -> None:
    lines = (
        "red line a: no tariff by US from JP on autos | vans layer cars may have rate >= 25%"
        "  red line b: no tariff by US may have rate > 20%  red line c: no tariff by US from JP on vans layer cars"
        " may have rate > 1%"
    )
    deal = checked(f"term t: {CARS} rate 24%", lines)
    shown = {(timeline.measure, timeline.lines): timeline for timeline in deal.timelines}
    vans = shown["tariff by US from JP on vans layer cars", ("JP.a", "JP.b", "JP.c")]
    assert [track.who for track in vans.tracks if track.sort == LIMIT] == ["JP.a", "JP.b", "JP.c"]
    autos = shown["tariff by US from JP on autos layer cars", ("JP.a", "JP.b")]
    # JP.c says nothing of them.
    assert [track.who for track in autos.tracks if track.sort == LIMIT] == ["JP.a", "JP.b"]


def test_those_without_room_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    terms = " ".join(f"term t{at}: tariff by US from JP on hs 84{at} layer cars rate {at}%" for at in range(10, 20))
    lines = "red line a: no tariff by US from JP on hs 84 layer cars may have rate >= 10%"
    deal = checked(terms, lines)
    assert len(deal.timelines) == drawing.MOST_OF_ONE
    assert [(each.lines, each.count) for each in deal.further] == [(("JP.a",), 4)]
    assert deal.untold == 4
    monkeypatch.setattr(drawing, "MOST_TIMELINES", 2)
    assert checked(terms, lines).untold == 8


def test_a_plain_check_draws_nothing() -> None:
    (deal,) = api.check_draft(draft("", NO_25), api.CheckOptions()).deals
    assert (deal.timelines, deal.open_points, deal.tallies) == ((), (), None)


def test_open_points_say_who_wants_what_and_what_it_is_worth() -> None:
    deal = checked(f"term t: {CARS} rate [US: 25% | JP: 10%]  term u: {CARS} rate [?] from 2027-01-01", NO_25)
    (first, second) = deal.open_points
    assert (first.name, first.sort, first.lines) == ("t", "bracket", ("JP.a",))
    assert [(each.wanted_by, each.accepted.number, each.dead) for each in first.options] == [
        (("US",), 0, ("JP",)),
        (("JP",), 1, ()),
    ]
    assert [each.piece for each in second.options] == [True, True]


# ---- Laws ------------------------------------------------------------------------------------------------------------

RATES = st.sampled_from(["0%", "10%", "20%", "25%", "30%"])
DAYS = st.sampled_from(["2025-08-01", "2025-12-31", "2026-01-01", "2028-02-29"])
LAYERS = st.sampled_from(["cars", "reciprocal", "mfn"])
GOODS = st.sampled_from(["autos", "vans", "hs 8703.80", "everything"])


@st.composite
def terms(draw: st.DrawFn) -> str:
    """A few terms about duties of the US on goods from JP."""
    found = []
    for at in range(draw(st.integers(0, 3))):
        what = f"tariff by US from JP on {draw(GOODS)} layer {draw(LAYERS)}"
        sort = draw(st.sampled_from(["one", "staged", "ends"]))
        if sort == "ends":
            found.append(f"term t{at}: end {what} from {draw(DAYS)}")
        elif sort == "one":
            found.append(f"term t{at}: {what} rate {draw(RATES)} from {draw(DAYS)}")
        else:
            found.append(f"term t{at}: {what} rate {draw(RATES)}, {draw(RATES)} from 2026-03-01")
    return " ".join(found)


LINES = (
    "no tariff by US from JP on autos layer cars may have rate >= 20%",
    "every duty by US from JP on autos | vans must have rate <= 30%",
    "no tariff by US from JP on vans layer cars | reciprocal may have rate > 10% after 2026-01-01",
)


def within(track: Track, day: date) -> Step | None:
    """What a track says on a day."""
    found = [step for step in track.steps if step.since <= day and (step.until is None or day <= step.until)]
    assert len(found) <= 1
    return found[0] if found else None


def days_of(track: Track) -> Iterator[date]:
    """The first and last days of the steps, and one in between."""
    for step in track.steps:
        yield step.since
        if step.until is not None:
            yield step.until
            yield step.since + (step.until - step.since) // 2
        else:
            yield step.since + timedelta(days=4000)


@given(text=terms(), lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=3, unique=True))
@settings(max_examples=60, deadline=None)
def test_every_step_is_what_show_finds(text: str, lines: list[str]) -> None:
    policy = " ".join(f"red line l{at}: {line}" for at, line in enumerate(lines))
    deal = checked(text, policy)
    for timeline in deal.timelines:
        if " more" in timeline.measure:
            continue
        for track in timeline.tracks:
            assert track.steps == joined(track.steps)
            for one, other in zip(track.steps, track.steps[1:], strict=False):
                assert one.until is not None
                assert one.until < other.since
            if track.sort == LIMIT:
                continue
            assert track.steps[0].since == date(2025, 8, 1)
            assert track.steps[-1].until is None
            for day in days_of(track):
                step = within(track, day)
                assert step is not None
                assert step.text in shown(text, policy, timeline, day, track.sort == DRAFT)


def shown(text: str, policy: str, timeline: Timeline, day: date, is_draft: bool) -> set[str]:
    """What `show` finds at the points of a timeline on a day."""
    words = re.fullmatch(r"(\w+) by (US) from (JP) on (.*?)(?: layer (.*))?", timeline.measure.partition(";")[0])
    assert words is not None, timeline.measure
    kind, by, source, on, layer = words.groups()
    question = Question(day, by, source, on=on, layer=layer, kinds=(kind,))
    (point,) = api.show(draft(text, policy), question, OPTIONS).points
    values = {
        dict(each.now if is_draft else each.before)["rate"]
        if (each.exists_now if is_draft else each.exists_before)
        else "none"
        for each in point.pieces
    }
    return values or {"none"}


@given(text=terms(), line=st.sampled_from(LINES))
@settings(max_examples=60, deadline=None)
def test_an_outcome_on_the_right_side_of_every_limit_is_met(text: str, line: str) -> None:
    deal = checked(text, f"red line l: {line}")
    assume(not any(found.is_error for found in deal.checked.diagnostics))
    sides = [
        allows(limit.sense, outcome.number, bound.number)
        for timeline in deal.timelines
        for limit in timeline.tracks
        if limit.sort == LIMIT
        for track in timeline.tracks
        if track.sort == DRAFT
        for bound in limit.steps
        for outcome in track.steps
        if outcome.text != "none"
        and (bound.until is None or outcome.since <= bound.until)
        and (outcome.until is None or bound.since <= outcome.until)
    ]
    verdict = deal.checked.lines[0].verdict
    assert not deal.untold
    assert (verdict is Verdict.MET) == all(sides)


def allows(sense: str, number: object, bound: object) -> bool:
    """Whether a limit lets a number pass."""
    assert isinstance(number, int | Fraction)
    assert isinstance(bound, int | Fraction)
    return {"<": number < bound, "<=": number <= bound, ">": number > bound, ">=": number >= bound}[sense]


# ---- Numbers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "number"),
    [
        (Rate(Fraction(25, 2)), "%", Fraction(25, 2)),
        (Rate(0, ((("JPY", "kg"), 341),)), "JPY/kg", 341),
        (Rate(5, ((("JPY", "kg"), 341),)), "", None),
        (Quantity(100_000_000, "kg", "", "t"), "t", 100_000),
        (Quantity(25_000, "units", "quarter", "units"), "units per year", 100_000),
        (Money(550_000_000_000, "USD"), "USD", 550_000_000_000),
        (Money(1, "USD", "month"), "USD per year", 12),
        (UNLIMITED, "", None),
        (Rate(10**40), "%", None),
    ],
)
def test_units_and_numbers(value: Value, unit: str, number: object) -> None:
    assert unit_of([None, value]) == unit
    assert number_in(value, unit) == number
    assert number_in(0, unit) == 0
    assert number_in(value, "furlongs") is None
