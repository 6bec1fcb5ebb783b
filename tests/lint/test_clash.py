"""Lines that exclude each other: what the rules DC410 to DC414 find in small policies, and what they let be."""

from __future__ import annotations

from datetime import date

import pytest

from dealcheck.diagnostics import Severity
from dealcheck.lint.rule import all_rules
from tests.lint.small import KINDS, codes, findings, policy

T = "tariff by US from JP on autos layer cars"
WIDE = "tariff by US from JP on autos | vans layer cars"
Q = "quota by US from JP on autos"

EXCLUDE = [
    (f"some {T} has rate >= 25%", f"no {T} may have rate >= 25%"),
    (f"some {T} has rate >= 25%", f"no {WIDE} may have rate > 20%"),
    (f"some {T} has rate >= 25%", f"every {WIDE} must have rate < 25%"),
    (f"some {T} has rate >= 25%", "no tariff by US may have rate > 20%"),
    (f"some {T} has rate >= 25% and rate reduced", f"no {T} may have rate > 20%"),
    (f"some {T} has rate >= 25% at end", f"no {T} may have rate > 20%"),
    (f"some {T} has rate >= 25% at end", f"no {T} may have rate > 20% at end"),
    (f"some {T}", f"no {WIDE}"),
    (f"some new {T}", f"no {T}"),
    (f"some {T} has rate > 0%", f"no {T}"),
    (f"some {Q} has style = open", f"no {Q}"),
    (f"some {Q} has volume >= 100 t", f"every {Q} must have volume < 99_000 kg"),
    (f"some {Q} has style = open", f"every {Q} must have style in {{closed, split}}"),
    ("some spend by JP has amount > USD 6 bn", "no spend by JP may have amount > USD 5 bn"),
    ("total amount of spend by JP must be >= USD 6 bn", "total amount of spend by JP must be < USD 6 bn"),
    ("number of quota by US must be >= 2", "number of quota by US must be < 2"),
    ("the deal must have effective <= 2025-08-01", "the deal must have effective > 2025-08-01"),
    (f"some {T} has rate >= 25% or some {T} has rate = 30%", f"no {T} may have rate >= 25%"),
    (f"no {Q} and some {T} has rate >= 25%", f"no {T} may have rate >= 25% and no {Q} may have volume > 5 t"),
]

ONLY_OVER_NOTHING = [
    (f"every {T} must have rate >= 25%", f"no {T} may have rate >= 25%"),
    (f"every {T} must have rate >= 25%", f"every {WIDE} must have rate <= 20%"),
    (f"no {Q} may have in_rate >= 5%", f"every {Q} must have in_rate >= 10%"),
    (f"every {T} must have rate reduced", f"no {WIDE} may have rate < old rate"),
]

TOGETHER = [
    (f"some {T} has rate >= 25%", f"no {T} may have rate > 25%"),
    (f"some {WIDE} has rate >= 25%", f"no {T} may have rate >= 25%"),
    (f"some {T} has rate >= 25%", "no tariff by US from UK on autos layer cars may have rate >= 25%"),
    (f"some {T} has rate >= 25%", f"no new {T} may have rate >= 25%"),
    (f"some {T} has rate >= 25% at effective", f"no {T} may have rate >= 25% at end"),
    # A window may hold no day of the deal.
    (f"some {T} has rate >= 25% after 2027-01-01", f"no {T} may have rate >= 25% after 2027-01-01"),
    (f"some {T} has rate >= 25%", f"no {T} may have rate >= 25% by 2027-01-01"),
    # What a draft ends is read as 0%, and is not there.
    (f"some {T} has rate <= 5%", f"no {T}"),
    (f"some written {Q}", f"no {Q}"),
    (f"some {Q} has volume >= 100 t", f"no {Q}"),
    (f"some {T} has rate >= 25%", f"no {T} may have rate >= 25% unless some {Q}"),
    (f"some {T} has rate >= 25% or some {Q}", f"no {T} may have rate >= 25%"),
    (f"every {T} must have rate >= 25%", f"no {T} may have rate > 25%"),
    (f"every {T} must have rate >= 25%", "no tariff by US from JP on vans layer cars may have rate >= 25%"),
    (f"every {Q} must have in_rate >= 5%", f"every {Q} must have volume >= 5 t"),
    (f"no {T} may have rate raised", f"no {T} may have rate reduced"),
    (f"some {T} has rate > 25%", f"no {T} may have rate > 6 c/kg"),
    ("some spend by JP has amount > USD 6 bn", "no spend by JP may have amount > JPY 1"),
    ("total amount of spend by JP must be >= USD 6 bn", "total amount of spend by JP must be < USD 6 bn per year"),
    (
        "average rate of tariff by US from JP must be >= 6%",
        "average rate of tariff by US from JP must be < 6%",
    ),
    ("the deal must have effective <= 2025-08-01", "the deal must have signed > 2025-08-01"),
    ('judged "A?"', 'not judged "A?"'),
]


@pytest.mark.parametrize(("one", "other"), EXCLUDE)
def test_exclude(one: str, other: str) -> None:
    for pair in ((one, other), (other, one)):
        (found,) = findings(policy(*pair), codes=["DC410"])
        assert found.found.headline == "no deal meets both JP.l0 and JP.l1"
        assert found.found.place.line == found.found.labels[0].place.line + 1


@pytest.mark.parametrize(("one", "other"), ONLY_OVER_NOTHING)
def test_exclude_where_there_is_something(one: str, other: str) -> None:
    for pair in ((one, other), (other, one)):
        (found,) = findings(policy(*pair), codes=["DC410"])
        assert found.found.headline.startswith("JP.l0 and JP.l1 are met together only where there is no `")


@pytest.mark.parametrize(("one", "other"), TOGETHER)
def test_go_together(one: str, other: str) -> None:
    for pair in ((one, other), (other, one)):
        assert not findings(policy(*pair), codes=["DC410", "DC411", "DC412", "DC413"])


@pytest.mark.parametrize(("one", "other"), [*EXCLUDE[1:12], *ONLY_OVER_NOTHING])
def test_within_one_line(one: str, other: str) -> None:
    assert [each.rule.code for each in findings(policy(f"({one}) and ({other})"), codes=["DC413"])] == ["DC413"]
    assert not findings(policy(f"({one}) or ({other})"), codes=["DC413"])


ONE, OTHER = EXCLUDE[0]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("red line a", "red line b", ["DC410"]),
        ("concern a", "concern b", ["DC410"]),
        ("wish a", "wish b", []),
        ("red line a", "concern b", ["DC412"]),
        ("wish a", "red line b", ["DC412"]),
        ("concern a", "wish b", []),
        ('red line a says "X"', 'red line b says "Y"', ["DC411"]),
        ('red line a says "X"', 'concern b says "Y"', ["DC411"]),
        ('red line a says "X"', 'red line b says "X" says "Y"', ["DC410"]),
        ('red line a says "X"', "red line b", ["DC410"]),
        ("red line a active until 2025-07-01", "red line b active from 2025-07-02", []),
        ("red line a active until 2025-07-01", "red line b active from 2025-07-01", ["DC410"]),
        ("red line a active from 2025-07-01", "red line b active until 2025-06-30", []),
    ],
)
def test_levels_voices_and_windows(first: str, second: str, expected: list[str]) -> None:
    assert codes(f"{first}: {ONE}", f"{second}: {OTHER}") == expected


def test_voices_are_named_in_a_note() -> None:
    (found,) = findings(policy(f'red line a says "X": {ONE}', f'red line b says "Y": {OTHER}'))
    assert found.found.headline == "no deal meets both JP.a (X) and JP.b (Y)"
    assert found.diagnostic.severity is Severity.NOTE


def test_lines_of_two_parties_are_not_held_against_each_other() -> None:
    text = policy(ONE) + policy(OTHER, party="US").removeprefix(KINDS)
    assert not findings(text, codes=["DC410", "DC403"])


DEAL = "baseline now on 2025-07-01 {}\ndeal d { between US, JP  effective 2025-08-01  against now\n"
WAIVED = policy(f"red line a active from 2025-07-01: no {T}", 'red line b: judged "Fair?"')


@pytest.mark.parametrize(
    ("said", "as_of", "count"),
    [
        ('waive JP.a until 2025-06-30 because "x"', None, 1),
        ('waive JP.a until 2025-07-01 because "x"', None, 0),
        ('waive JP.a because "x"', None, 0),
        ('waive JP.a until 2025-09-01 because "x"', None, 0),
        ('waive JP.a until 2025-09-01 because "x"', date(2025, 9, 1), 0),
        ('waive JP.a until 2025-09-01 because "x"', date(2025, 9, 2), 1),
        ('waive JP.a because "x"  waive JP.a until 2026-01-01 because "y"', None, 1),
        ('waive JP.a because "x"  waive JP.b because "y"', None, 0),
        ('assess JP.a met by "X" on 2025-07-01 because "y"', None, 1),
        ('assess JP.b met by "X" on 2025-07-01 because "y"', None, 0),
    ],
)
def test_waivers_and_judgements(said: str, as_of: date | None, count: int) -> None:
    for text in (f"{WAIVED}{said}\n", f"{WAIVED}{DEAL}  {said}\n}}\n"):
        assert len(findings(text, as_of, ["DC414"])) == count


def test_a_test_knows_no_today() -> None:
    test = f'{WAIVED}test "t" {{ deal {{ between US, JP  against now }}\n  waive JP.a until 2025-09-01 because "x"\n'
    text = f"{test}  expect JP.a met\n}}\nbaseline now on 2025-07-01 {{}}\n"
    assert not findings(text, date(2026, 1, 1), ["DC414"])


def test_pages_of_the_dead_and_the_clashing() -> None:
    known = {rule.code for rule in all_rules()}
    assert {f"DC{number}" for number in range(401, 415)} <= known


def test_what_is_looked_at_grows_with_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line is held against so many others, however many there are."""
    from dealcheck.lint.entailment import Entailment

    looked = 0

    def counting(method: str) -> None:
        real = getattr(Entailment, method)

        def counted(*arguments: object) -> object:
            nonlocal looked
            looked += 1
            return real(*arguments)

        monkeypatch.setattr(Entailment, method, counted)

    counting("_exclusion")
    counting("_leads_to")
    counts = []
    for many in (100, 400):
        looked = 0
        findings(policy(*(f"no {T} may have rate >= {at}.5%" for at in range(many))), codes=["DC403", "DC410"])
        counts.append(looked)
    assert counts[1] < 6 * counts[0]


def test_many_lines_of_unlike_goods_are_found_by_their_place() -> None:
    lines = [f"no tariff by US on hs {1000 + at}.10 layer cars may have rate >= 25%" for at in range(120)]
    lines[70] = "no tariff by US on hs 1030 layer cars may have rate >= 20%"
    found = findings(policy(*lines), codes=["DC403"])
    assert [each.found.headline for each in found] == ["JP.l30 asks for nothing that JP.l70 does not ask for"]
