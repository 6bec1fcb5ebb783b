"""The points on which outcomes differ, also where text is open or where the two stand on unlike ground."""

from __future__ import annotations

import pytest

from dealcheck import api
from dealcheck.changes.records import Changes
from dealcheck.report.words import points_words, when_words
from dealcheck.source import Source
from tests.changes.compared import CARS, DATES, changes, compared, draft, only
from tests.language.texts import Memory

EVENT = 'event done "It is done"'
AUTOS = "tariff by US from JP on autos layer cars"
QUOTA = "export_cap by JP to US on autos"

Told = tuple[str, str, str, str]


def told(found: Changes) -> list[Told]:
    return [(points_words(each.where), when_words(each.when), each.old, each.new) for each in found.points]


POINTS: dict[str, tuple[list[str], list[str], list[Told]]] = {
    "a rate": ([f"a: {CARS} 10%"], [f"a: {CARS} 20%"], [(AUTOS, "from 2025-08-01", "rate 10%", "rate 20%")]),
    "for a while": (
        [f"a: {CARS} 10%"],
        [f"a: {CARS} 10%, 5% from 2026-01-01, 10% from 2027-01-01"],
        [(AUTOS, "2026-01-01 to 2026-12-31", "rate 10%", "rate 5%")],
    ),
    "part of the goods": (
        [f"a: {CARS} 10%"],
        [f"a: {CARS} 10%", f"b: {CARS.replace('autos', 'hs 8703.80')} 0%"],
        [("tariff by US from JP on hs 8703.80 layer cars", "from 2025-08-01", "rate 10%", "rate 0%")],
    ),
    "two parties as one": (
        ["a: tariff by US from JP | KR on autos layer mfn rate 2%"],
        ["a: tariff by US from JP | KR on autos layer mfn rate 3%"],
        [("tariff by US from JP | KR on autos layer mfn", "from 2025-08-01", "rate 2%", "rate 3%")],
    ),
    "what is ended": (
        [f"a: {CARS} 10%"],
        ["a: end tariff by US from JP on autos layer cars"],
        [
            (AUTOS, "from 2025-08-01", "rate 10%", "none"),
            # What the layer for cars displaced is back.
            ("tariff by US from JP on autos layer reciprocal", "2025-08-01 to 2025-12-31", "none", "rate 10%"),
            ("tariff by US from JP on autos layer reciprocal", "from 2026-01-01", "none", "rate 20%"),
        ],
    ),
    "what depends on another layer": (
        [
            "a: tariff by US from JP on vans layer mfn rate 2%",
            "b: tariff by US from JP on vans layer other rate all_in 10%",
        ],
        [
            "a: tariff by US from JP on vans layer mfn rate 3%",
            "b: tariff by US from JP on vans layer other rate all_in 10%",
        ],
        [
            ("tariff by US from JP on vans layer mfn", "from 2025-08-01", "rate 2%", "rate 3%"),
            ("tariff by US from JP on vans layer other", "from 2025-08-01", "rate 8%", "rate 7%"),
        ],
    ),
    "a pool": (
        [f"a: {QUOTA} volume 5 units per year"],
        [f"a: {QUOTA} volume 6 units per year"],
        [(QUOTA, "from 2025-08-01", "volume 5 units per year", "volume 6 units per year")],
    ),
    "a pool of its own": (
        [],
        [f"a: {QUOTA} volume 5 units per year", f"b: {QUOTA.replace('autos', 'vans')} volume 5 units per year"],
        [
            (QUOTA, "from 2025-08-01", "none", "volume 5 units per year"),
            (QUOTA.replace("autos", "vans"), "from 2025-08-01", "none", "volume 5 units per year"),
        ],
    ),
    "a kind without fields": (
        [],
        ["a: office by JP to US"],
        [("office by JP to US", "from 2025-08-01", "none", "in force")],
    ),
    "a topic": (
        ["a: rule by JP on digital action keep"],
        ["a: rule by JP on digital action keep", "b: rule by JP on digital.tax action change"],
        [("rule by JP on digital.tax", "from 2025-08-01", "action keep", "action change")],
    ),
    "what a bracket leaves open": (
        [f"a: {CARS} [US: 25% | JP: 10%]"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2025-08-01", "rate [JP: 10% | US: 25%]", "rate 10%")],
    ),
    "what a bracket of nobody leaves open": (
        [f"a: {CARS} [25% | 10%]"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2025-08-01", "rate [10% | 25%]", "rate 10%")],
    ),
    "a blank": (
        [f"a: {CARS} [US: 25% | JP: ?]"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2025-08-01", "rate [JP: [?] | US: 25%]", "rate 10%")],
    ),
    "a range": (
        [f"a: {CARS} [10% .. 15%]"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2025-08-01", "rate [10% .. 15%]", "rate 10%")],
    ),
    "a blank of no unit": (
        [f"a: {QUOTA} volume [?]"],
        [f"a: {QUOTA} volume 5 units per year"],
        [(QUOTA, "from 2025-08-01", "volume not known", "volume 5 units per year")],
    ),
    "an article in question": (
        [f"a [JP]: {CARS} 10%"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2025-08-01", "rate [with a: 10% | without: 25%]", "rate 10%")],
    ),
    "an event": (
        [EVENT, f"a: {CARS} 10%", f"b if done: {CARS} 20%"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2025-08-01", "rate [if done: 20% | else: 10%]", "rate 10%")],
    ),
    "several choices": (
        [EVENT, f"a: {CARS} [US: 25% | JP: 10%]", f"b if done: {CARS} 20%"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2025-08-01", "rate [10% | 20% | 25%, by a rate and done]", "rate 10%")],
    ),
    "a choice that makes no difference there": (
        [f"a: {CARS} [US: 10%, 5% from 2026-01-01 | JP: 10%]"],
        [f"a: {CARS} 10%"],
        [(AUTOS, "from 2026-01-01", "rate [JP: 10% | US: 5%]", "rate 10%")],
    ),
}


@pytest.mark.parametrize("name", POINTS)
def test_points(name: str) -> None:
    old, new, expected = POINTS[name]
    forth, back = changes(old, new), changes(new, old)
    assert told(forth) == expected
    assert sorted(told(back)) == sorted((where, when, now, before) for where, when, before, now in expected)


def test_many_unlike_values_of_one_term_are_one_point() -> None:
    table = 'tariff by US from JP layer mfn table "us.csv" { on = code  rate = rate }'
    rows = "".join(f"87{at},{at - 10}%\n" for at in range(11, 20))
    ground = f"baseline rows on 2025-07-01 {{ include now {table} }}\n"

    def text(*terms: str) -> str:
        return draft(*terms, more=ground).replace("against now", "against rows")

    sides = [
        api.Draft(Source(name, body), Memory({"us.csv": "code,rate\n" + rows}))
        for name, body in (
            ("old.deal", text()),
            ("new.deal", text("a: tariff by US from JP on everything layer mfn rate old rate * 0.5")),
        )
    ]
    assert [(old, new) for _, _, old, new in told(only(api.diff(sides[0], sides[1], api.CheckOptions())))] == [
        ("rate 5%", "rate 2.5%"),
        ("rate 1% to 9%", "rate old rate * 0.5"),
    ]


def test_other_ground() -> None:
    other = "baseline later on 2025-08-01 { include now  tariff by US from KR on autos layer cars rate 5% }\n"
    old = draft(f"a: {CARS} 10%", more=other)
    found = only(compared(old, old.replace("against now", "against later")))
    assert [(each.what, each.old, each.new) for each in found.head] == [("against", "now", "later")]
    assert told(found) == [
        ("tariff by US from KR on autos layer cars", "from 2025-08-01", "none", "rate 5%"),
        ("tariff by US from KR on autos layer reciprocal", "2025-08-01 to 2025-12-31", "rate 10%", "none"),
        ("tariff by US from KR on autos layer reciprocal", "from 2026-01-01", "rate 20%", "none"),
    ]
    assert not found.terms


def test_ground_of_the_same_name_that_says_otherwise() -> None:
    old = draft(f"a: {CARS} 10%")
    found = only(compared(old, old.replace("autos | vans rate 5%", "autos | vans rate 6%")))
    assert [(each.what, each.old, each.new) for each in found.head] == [
        ("baseline now", "3 measures, 1 of its own", "3 measures, 1 of its own")
    ]
    assert [(old, new) for _, _, old, new in told(found)] == [("rate 5%", "rate 6%")]


def test_a_party_that_only_one_draft_declares_is_left_out_and_that_is_said() -> None:
    old = draft(f"a: {CARS} 10%")
    found = only(compared(old, draft(f"a: {CARS} 10%", more='party EMPIRE "Elsewhere"\n')))
    assert found.is_empty
    assert found.notes == ("only one of the drafts declares EMPIRE: outcomes are not compared for them",)


def test_a_topic_that_only_one_draft_declares_counts_as_the_one_above_it() -> None:
    term = "a: rule by JP on digital action keep"
    assert only(compared(draft(term), draft(term, more="topic digital.acts.markets\n"))).is_empty
    found = only(
        compared(
            draft(term),
            draft(term, "b: rule by JP on digital.acts.markets action change", more="topic digital.acts.markets\n"),
        )
    )
    assert told(found) == [("rule by JP on digital.acts.markets", "from 2025-08-01", "action keep", "action change")]


def test_a_kind_that_only_one_draft_declares() -> None:
    kind = 'kind visit "Visit" { key by: party  key to: party  absent none }\n'
    found = only(compared(draft(), draft("a: visit by JP to US", more=kind)))
    assert told(found) == [("visit by JP to US", "from 2025-08-01", "none", "in force")]


def test_what_ends_with_the_deal() -> None:
    found = only(compared(draft(f"a: {CARS} 10%", head=f"{DATES}  expires 2026-12-31"), draft(f"a: {CARS} 10%")))
    assert [(each.what, each.old, each.new) for each in found.head] == [("expires", "2026-12-31", "")]
    assert told(found) == [(AUTOS, "from 2027-01-01", "rate 25%", "rate 10%")]


def test_each_point_names_who_made_it() -> None:
    (point,) = changes([f"a: {CARS} 10%"], [f"b: {CARS} 20%"]).points
    assert ([cause.term for cause in point.old_causes], [cause.term for cause in point.new_causes]) == (["a"], ["b"])
    (point,) = changes([f"a: {CARS} 10%"], []).points
    assert [(cause.sort, cause.origin) for cause in point.new_causes] == [("silence", "now")]
