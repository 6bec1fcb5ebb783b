"""A check is saved as JSON and made again from it: every report is then the same, and no file whatever is a crash."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.evaluate.steps import LIMIT, Further, Step, Timeline, Track
from dealcheck.loader import Library, Shelf
from dealcheck.packages.counted import Count
from dealcheck.report import json as report_json
from dealcheck.report.formats import FORMATS, render
from dealcheck.report.matrix import matrix_of
from dealcheck.report.matrix_table import render as render_matrix
from dealcheck.report.reading import Malformed
from dealcheck.report.record import Change, Input, OpenPoint, OptionPoint, Receipt, Result, Since
from dealcheck.report.restore import restore, restored
from dealcheck.report.style import RenderOptions
from dealcheck.source import Source
from tests.packs import DRAFTS, ROOT, judged
from tests.report import records

OPTIONS = RenderOptions(width=100, fail_on=frozenset({"bystander"}))
EXAMPLES = [path for path in DRAFTS if path.is_relative_to(ROOT / "examples")]

BROKEN = """
use "trade"
use "baseline/2025-07-01"

deal fine "Nothing wrong here" {
  between US, JP  effective 2025-08-01  against mid_2025
  term cars: tariff by US from JP on hs 8703 layer s232_autos rate 15%
}

deal broken {
  between US, JP  effective 2025-08-01  against mid_2025
  term cars: tariff by US from JP on hs 8703 layer s232_auto rate 15%
}
"""


def check(text: str, *policies: str) -> Result:
    """The check of a text among the shipped packs."""
    draft = api.Draft(Source("draft.deal", text), Library(Shelf(ROOT), ROOT))
    options = api.CheckOptions(parties=policies, counting=True, detailed=True)
    return api.gather([api.check_draft(draft, options)], options)


OFFER = """
deal offer {
  between US, JP  effective 2025-08-01  against mid_2025
  term cars: tariff by US from JP on hs 8703 layer s232_autos rate [US: 25% | JP: 12.5%], 10% from 2027-01-01
  term caps [JP]: export_cap by JP to US on hs 8703 volume [?]
}
"""


def compared() -> Result:
    """A check with all that a large report shows, and what changed since an earlier draft."""
    text = BROKEN.partition("deal fine")[0] + OFFER
    drafts = [api.Draft(Source(name, text), Library(Shelf(ROOT), ROOT)) for name in ("old.deal", "new.deal")]
    old = api.Draft(Source("old.deal", text.replace("10% from", "20% from")), drafts[0].files)
    options = api.CheckOptions(parties=("JP", "US"), counting=True, detailed=True)
    return api.with_since(api.check(drafts[1:], options), old, drafts[1:], options)


@cache
def saved() -> tuple[tuple[str, Result], ...]:
    """Results of every sort."""
    receipt = Receipt("dealcheck 9.9", (Input("draft.deal", "0" * 64),))
    waived = records.result(records.autos(records.BY_TERM, records.BY_SILENCE), records.spirit(), records.cap(True))
    return (
        ("broken", check(BROKEN, "JP")),
        ("nothing", check("deal d { between US, JP }\n", "XX")),
        ("compared", compared()),
        ("records", Result(waived.drafts, receipt=receipt)),
        *((path.relative_to(ROOT).as_posix(), judged(path)) for path in EXAMPLES),
    )


COUNT = 4 + len(EXAMPLES)
"""How many there are: known before any is judged."""


@pytest.mark.parametrize("at", range(COUNT))
def test_every_report_of_a_saved_check_is_the_same(at: int) -> None:
    _, result = saved()[at]
    again = restore(report_json.render(result, OPTIONS))
    for form in FORMATS:
        assert render(again, form.name, OPTIONS) == render(result, form.name, OPTIONS), form.name
    assert render_matrix(matrix_of(again), OPTIONS) == render_matrix(matrix_of(result), OPTIONS)
    for levels in (frozenset[str](), frozenset({"open", "unknown"})):
        assert again.exit_code(levels) == result.exit_code(levels)


def test_the_parts_of_a_large_report_are_the_same() -> None:
    result = dict(saved())["compared"]
    again = restore(report_json.render(result, OPTIONS))
    (deal,), (other,) = result.deals, again.deals
    assert deal.timelines
    assert deal.open_points
    assert deal.since is not None
    assert deal.since.changes
    assert any(
        isinstance(step.number, Fraction) for line in deal.timelines for each in line.tracks for step in each.steps
    )
    assert (other.timelines, other.further, other.since) == (deal.timelines, deal.further, deal.since)
    assert [evolve(each, place=deal.open_points[0].place) for each in other.open_points] == [
        evolve(each, place=deal.open_points[0].place) for each in deal.open_points
    ]
    assert [each.place.line for each in other.open_points] == [each.place.line for each in deal.open_points]


@pytest.mark.parametrize("number", ["1/0", "1/00", "", "x", "1e9", "1_0", "9" * 40, "1.", "/3", 10**40, True])
def test_a_number_that_is_none_is_refused(number: object) -> None:
    document = json.loads(small())
    document["timelines"][0]["tracks"][0]["steps"][0]["number"] = number
    with pytest.raises(Malformed):
        restored(document)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not an object"),
        ('{"version": 2}', "version is not 1"),
        ('{"version": 1}', "texts is not there"),
        ('{"version": 1, "texts": {"a": {"0": "x"}}, "drafts": []}', "texts.a.0 is not under the number of a line"),
        ('{"version": 1, "texts": {"a": {"1": "x\\ny"}}, "drafts": []}', "texts.a.1 is not a single line"),
        ('{"version": 1, "texts": {"a": {"99999999": "x"}}, "drafts": []}', "not under the number of a line"),
        ('{"version": 1, "texts": {}, "drafts": 7}', "drafts is not a list"),
        ('{"version": 1, "texts": {}, "drafts": [{"deals": 2}]}', "drafts[0].deals is not a whole number from 0 to 1"),
        (
            '{"version": 1, "texts": {}, "drafts": [], "deal": "offer"}',
            "drafts is not a list of the files of all deals",
        ),
        ('{"version": 1.5}', "not JSON"),
        ('{"version": NaN}', "not JSON"),
    ],
)
def test_what_is_amiss_is_named_by_its_path(text: str, said: str) -> None:
    with pytest.raises(Malformed) as fault:
        restore(text)
    assert said in str(fault.value)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every value in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, each in inside for found in _paths(each, (*path, key)))]


@cache
def small() -> str:
    """The document of a small check."""
    result = dict(saved())["records"]
    (draft,) = result.drafts
    (deal,) = draft.deals
    steps = (Step(date(2025, 8, 1), date(2025, 12, 31), "12.5%", Fraction(25, 2)), Step(date(2026, 1, 1), None, "none"))
    timeline = Timeline("tariff on cars", "rate", "%", (Track("JP.cars", LIMIT, "JP", "<", steps),), ("JP.cars",))
    option = OptionPoint("25%", ("US",), Count(None, 3), ("JP",))
    point = OpenPoint("cars", "bracket", records.at(records.DRAFT, "term cars"), (option,), ("JP.cars",))
    since = Since("old.deal", "offer", (Change("line", "mended JP.cars", "violated -> met", ("JP.cars",)),))
    further = (Further(("JP.cars",), 2),)
    deal = evolve(deal, timelines=(timeline,), further=further, open_points=(point,), since=since)
    return report_json.render(evolve(result, drafts=(evolve(draft, deals=(deal,)),)), OPTIONS)


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.lists(st.integers(), max_size=2), st.just({})
)


@given(at=st.randoms(use_true_random=False), value=ANYTHING, drop=st.booleans())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_document_with_any_value_changed_is_read_or_refused(at: Any, value: Any, drop: bool) -> None:
    document = json.loads(small())
    path = at.choice(_paths(document)[1:])
    inside = document
    for key in path[:-1]:
        inside = inside[key]
    if drop and isinstance(inside, dict):
        del inside[path[-1]]
    else:
        inside[path[-1]] = value
    try:
        result = restored(document)
    except Malformed:
        return
    for form in FORMATS:
        assert isinstance(render(result, form.name, OPTIONS), str | bytes)
