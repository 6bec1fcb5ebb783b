"""Terms that are the same, and what is said of those that are not."""

from __future__ import annotations

import pytest

from dealcheck import api
from dealcheck.changes.records import TermChange
from dealcheck.source import Source
from tests.changes.compared import CARS, DATES, changes, compared, draft, only
from tests.language.texts import Memory

CAP = "export_cap by JP to US on autos volume 800 units per year"
VANS = "tariff by US from JP on vans layer cars rate"
LOW, HIGH = f"a: {CARS} 10%", f"a: {CARS} 20%"
EVENT = 'event done "It is done"'

SAME = {
    "another name": ([LOW], [f"b: {CARS} 10%"]),
    "another title": ([f'a "Cars": {CARS} 10%'], [f'a "Automobiles": {CARS} 10%']),
    "another order": ([LOW, f"b: {CAP}"], [f"b: {CAP}", LOW]),
    "names that change places": ([LOW, f"b: {CAP}"], [f"a: {CAP}", f"b: {CARS} 10%"]),
    "terms alike that change places": ([LOW, f"b [JP]: {CARS} 10%"], [f"a [JP]: {CARS} 10%", f"b: {CARS} 10%"]),
    "an article taken apart": ([f"a: {CARS} 10% {CAP}"], [LOW, f"b: {CAP}"]),
    "another name for the goods": ([LOW], [f"a: {CARS.replace('autos', 'hs 8703')} 10%"]),
    "keys in another order": ([LOW], ["a: tariff by US layer cars from JP on autos rate 10%"]),
    "the value in other units": ([f"a: {CARS} 10.00%"], [LOW]),
    "a flow by another period": ([f"b: {CAP}"], [f"b: {CAP.replace('800 units per year', '200 units per quarter')}"]),
    "the start that it has anyway": ([LOW], [f"a: {CARS} 10% from day of effective"]),
    "the date of the start": ([LOW], [f"a: {CARS} 10% from 2025-08-01"]),
    "a stage that changes nothing": ([LOW], [f"a: {CARS} 10%, 10% from 2026-01-01"]),
    "equal steps and their stages": (
        [f"a: {CARS} 20% to 0% in 2 equal yearly steps from 2026-01-01"],
        [f"a: {CARS} 20%, 10% from 2026-01-01, 0% from 2027-01-01"],
    ),
    "factors in another order": ([f"a: {CARS} old rate * 0.5"], [f"a: {CARS} 0.5 * old rate"]),
    "options in another order": ([f"a: {CARS} [US: 25% | JP: 10%]"], [f"a: {CARS} [JP: 10% | US: 25%]"]),
    "sponsors in another order": ([f"a proposed by US, JP: {CARS} 10%"], [f"a proposed by JP, US: {CARS} 10%"]),
    "an event of another name": (
        [EVENT, f"a if done: {CARS} 10%"],
        ['event ended "It is done"', f"a if ended: {CARS} 10%"],
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_what_is_the_same(name: str) -> None:
    old, new = SAME[name]
    for one, other in ((old, new), (new, old)):
        found = changes(one, other)
        assert found.is_empty, (found.head, found.lines, found.terms, found.brackets, found.points)


def test_the_name_and_title_of_the_deal_are_no_change() -> None:
    assert only(compared(draft(LOW), draft(LOW, name='e "Another round"'))).is_empty


Told = tuple[str, str | None, str | None, tuple[tuple[str, str, str], ...]]

OTHERWISE: dict[str, tuple[list[str], list[str], list[Told]]] = {
    "a value": ([LOW], [HIGH], [("changed", "a", "a", (("rate", "10%", "20%"),))]),
    "a value under another name": ([LOW], [f"b: {CARS} 20%"], [("changed", "a", "b", (("rate", "10%", "20%"),))]),
    "a stage": (
        [LOW],
        [f"a: {CARS} 10%, 5% from 2026-01-01"],
        [("changed", "a", "a", (("rate", "10%", "10%, 5% from 2026-01-01"),))],
    ),
    "a start": (
        [LOW],
        [f"a: {CARS} 10% from 2026-01-01"],
        [("changed", "a", "a", (("from", "the deal's start", "2026-01-01"),))],
    ),
    "an end": (
        [LOW],
        [f"a: {CARS} 10% until 2026-12-31"],
        [("changed", "a", "a", (("until", "the deal's end", "2026-12-31"),))],
    ),
    "a condition": ([EVENT, LOW], [EVENT, f"a if done: {CARS} 10%"], [("standing", "a", "a", (("if", "", "done"),))]),
    "the goods": (
        [LOW],
        [f"a: {CARS.replace('autos', 'autos | vans')} 10%"],
        [("changed", "a", "a", (("on", "autos", "hs 8703, 8704"),))],
    ),
    "lines of goods": (
        [LOW],
        [f"a: {CARS.replace('autos', 'hs 8703.22, 8703.80 | autos')} 10%"],
        [("changed", "a", "a", (("goods counted as", "one line", "3 lines"),))],
    ),
    "the partner": (
        [LOW],
        [f"a: {CARS.replace('from JP', 'from JP | KR')} 10%"],
        [("changed", "a", "a", (("from", "JP", "JP | KR"),))],
    ),
    "the layer": (
        [LOW],
        [f"a: {CARS.replace('layer cars', 'layer mfn')} 10%"],
        [("changed", "a", "a", (("layer", "cars", "mfn"),))],
    ),
    "its status": (
        [f"a status open: {CARS} 10%"],
        [f"b status agreed: {CARS} 10%"],
        [("standing", "a", "b", (("status", "open", "agreed"),))],
    ),
    "who proposes it": (
        [f"a proposed by US: {CARS} 10%"],
        [f"a proposed by US opposed by JP: {CARS} 10%"],
        [("standing", "a", "a", (("opposed by", "", "JP"),))],
    ),
    "where it stands": (
        [LOW],
        [f"a in side_letter: {CARS} 10%"],
        [("standing", "a", "a", (("side letter", "", "in a side letter"),))],
    ),
    "one comes, one goes": (
        [LOW, f"b: {CAP}"],
        [LOW, f"c: {VANS} 5%"],
        [("added", None, "c", ()), ("dropped", "b", None, ())],
    ),
    "an end of what was set": (
        [LOW],
        ["a: end tariff by US from JP on autos layer cars"],
        [("changed", "a", "a", ())],
    ),
    "another layer is another article": (
        [LOW],
        ["b: tariff by US from JP on everything layer reciprocal rate 5%"],
        [("added", None, "b", ()), ("dropped", "a", None, ())],
    ),
    "one of two measures": (
        [f"a: {CARS} 10% {CAP}"],
        [f"a: {CARS} 20% {CAP}"],
        [("changed", "a", "a", (("rate", "10%", "20%"),))],
    ),
}


def told(change: TermChange) -> Told:
    fields = [*change.marks, *(field for measure in change.measures for field in measure.fields)]
    return change.change, change.old, change.new, tuple((each.what, each.old, each.new) for each in fields)


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_otherwise(name: str) -> None:
    old, new, expected = OTHERWISE[name]
    assert sorted(map(told, changes(old, new).terms), key=str) == sorted(expected, key=str)


def test_a_measure_that_an_article_loses_or_gains_is_said() -> None:
    (term,) = changes([f"a: {CARS} 10% {CAP}"], [LOW]).terms
    assert [(each.change, each.old, each.new) for each in term.measures] == [("dropped", CAP, "")]
    (term,) = changes([LOW], [f"a: {CARS} 10% {VANS} 5%"]).terms
    assert [(each.change, each.new) for each in term.measures] == [("added", f"{VANS} 5%")]


def test_a_term_keeps_its_words_whatever_the_start_of_the_deal() -> None:
    later = DATES.replace("2025-08-01", "2025-09-01")
    found = only(compared(draft(LOW), draft(LOW, head=later)))
    assert not found.terms
    assert [(each.what, each.old, each.new) for each in found.head] == [("effective", "2025-08-01", "2025-09-01")]
    (point,) = found.points
    assert (str(point.when.since), str(point.when.until)) == ("2025-08-01", "2025-08-31")


def test_a_table_says_which_rows_are_otherwise() -> None:
    text = draft('a: tariff by US from JP layer cars table "us.csv" { on = code  rate = rate }')
    sides = [
        api.Draft(Source(name, text), Memory({"us.csv": f"code,rate\n870322,2%\n870380,{rate}\n"}))
        for name, rate in (("old.deal", "5%"), ("new.deal", "6%"))
    ]
    (term,) = only(api.diff(sides[0], sides[1], api.CheckOptions())).terms
    (measure,) = term.measures
    (field,) = measure.fields
    assert (field.what, field.old, field.new) == (
        "table",
        "2 rows, of these otherwise: 8703.80",
        "2 rows, of these otherwise: 8703.80",
    )
    assert only(api.diff(sides[0], sides[0], api.CheckOptions())).is_empty


def test_a_product_that_means_other_goods_is_told() -> None:
    term = "a: tariff by US from JP on vehicles layer cars rate 10%"
    old, new = (draft(term, more=f"product vehicles = {codes}\n") for codes in ("hs 8701", "hs 8701, 8702, 8705"))
    (change,) = only(compared(old, new)).terms
    assert [(each.what, each.old, each.new) for measure in change.measures for each in measure.fields] == [
        ("on", "hs 8701", "vehicles")
    ]
