"""Lines whose verdict changes, and what is said to have done it."""

from __future__ import annotations

from dealcheck.changes.records import Changes, LineChange
from tests.changes.compared import CARS, DATES, compared, draft, only, verdicts


def policy(*lines: str, more: str = "") -> str:
    return "policy JP {\n" + "\n".join(f"  {line}" for line in lines) + f"\n}}\n{more}"


def change(found: Changes, name: str) -> LineChange:
    return next(each for each in found.lines if each.line.full_name == name)


def by(found: LineChange) -> list[tuple[str, str, str]]:
    """Which draft, which text, what it changed."""
    return [
        (
            each.draft,
            each.cause.term or each.cause.sort if each.cause else each.text,
            each.point.new if each.point else "",
        )
        for each in found.by
    ]


LIMIT = "red line cars: no tariff by US from JP on autos layer cars may have rate >= 25%"


def test_the_sorts_of_change() -> None:
    drafts = {
        "violated": draft(f"a: {CARS} 26%", policy=policy(LIMIT)),
        "met": draft(f"a: {CARS} 10%", policy=policy(LIMIT)),
        "open": draft(f"a: {CARS} [US: 26% | JP: 10%]", policy=policy(LIMIT)),
        "unknown": draft(f"a: {CARS} 10% + 6 c/kg", policy=policy(LIMIT)),
        "inactive": draft(policy=policy(LIMIT.replace(":", " active from 2026-01-01:", 1))),
    }
    expected = {
        ("violated", "met"): "mended",
        ("violated", "open"): "opened",
        ("violated", "unknown"): "unknown now",
        ("violated", "inactive"): "no longer held",
        ("open", "met"): "closed",
        ("open", "violated"): "newly violated",
        ("unknown", "met"): "known now",
        ("unknown", "violated"): "newly violated",
        ("inactive", "met"): "held now",
        ("inactive", "violated"): "newly violated",
        ("met", "violated"): "newly violated",
        ("met", "open"): "opened",
    }
    for (old, new), sort in expected.items():
        found = only(compared(drafts[old], drafts[new]))
        assert [(each.line.full_name, each.change) for each in found.lines] == [("JP.cars", sort)], (old, new)
        assert found.lines[0].by, (old, new)


def test_by_the_term_that_is_gone() -> None:
    found = only(compared(draft(f"a: {CARS} 10%", policy=policy(LIMIT)), draft(policy=policy(LIMIT))))
    assert by(change(found, "JP.cars")) == [("old", "a", "rate 25%")]
    assert change(found, "JP.cars").by[0].gone


def test_by_the_term_that_mended_it_and_not_by_another() -> None:
    old = draft(f"a: {CARS} 26%", policy=policy(LIMIT))
    new = draft(
        f"a: {CARS} 10%", "b: office by JP to US", f"c: {CARS.replace('autos', 'vans')} 1%", policy=policy(LIMIT)
    )
    assert by(change(only(compared(old, new)), "JP.cars")) == [("new", "a", "rate 10%")]


def test_by_what_the_line_compares_with() -> None:
    line = "red line fair: every tariff by US from JP on autos layer cars must have rate <= rate(from KR)"
    korea = "b: tariff by US from KR on autos layer cars rate"
    old, new = (draft(f"a: {CARS} 10%", f"{korea} {rate}", policy=policy(line)) for rate in ("5%", "15%"))
    assert by(change(only(compared(old, new)), "JP.fair")) == [("new", "b", "rate 15%")]


def test_by_a_total() -> None:
    line = "red line most: total amount of investment by JP must be <= USD 5 bn"
    old, new = (draft(f"a: investment by JP to US amount USD {amount} bn", policy=policy(line)) for amount in (5, 6))
    assert by(change(only(compared(old, new)), "JP.most")) == [("new", "a", "amount USD 6 bn")]


def test_by_the_dates_of_the_deal() -> None:
    line = "red line soon: the deal must have effective <= 2025-08-01"
    old, new = (
        draft(head=DATES.replace("2025-08-01", day), policy=policy(line)) for day in ("2025-08-01", "2025-09-01")
    )
    assert by(change(only(compared(old, new)), "JP.soon")) == [("new", "effective 2025-08-01 -> 2025-09-01", "")]


def test_by_a_person() -> None:
    line = policy('red line spirit: judged "Is it fair?"')
    said = 'assess JP.spirit met by "A person" on 2025-07-05 because "it is"\n'
    found = only(compared(draft(policy=line), draft(policy=line + said)))
    assert verdicts(found) == {("JP.spirit", "unknown", "met")}
    assert by(found.lines[0]) == [("new", "assessed met by A person on 2025-07-05", "")]
    assert [each.what for each in found.head] == ["assessment of JP.spirit"]


def test_by_the_day_of_the_check() -> None:
    line = policy(LIMIT.replace(":", " active until 2025-07-20:", 1))
    old, new = (draft(head=f"dated {day}  effective 2025-08-01", policy=line) for day in ("2025-07-05", "2025-07-25"))
    (found,) = only(compared(old, new)).lines
    assert (found.change, by(found)) == (
        "no longer held",
        [("new", "held until 2025-07-20; as of 2025-07-05 -> 2025-07-25", "")],
    )


def test_waivers() -> None:
    waiver = 'waive JP.cars until 2025-12-31 because "cabinet decision"\n'
    old, new = draft(policy=policy(LIMIT)), draft(policy=policy(LIMIT, more=waiver))
    forth, back = compared(old, new), compared(new, old)
    assert [(each.change, by(each)) for each in only(forth).lines] == [
        ("waived", [("new", "waived: cabinet decision", "")])
    ]
    assert [each.change for each in only(back).lines] == ["no longer waived"]
    assert (forth.exit_code, back.exit_code) == (0, 1)


def test_readings() -> None:
    line = policy(f"{LIMIT} reading low: no tariff by US from JP on autos layer cars may have rate > 10%")
    old, new = (draft(f"a: {CARS} {rate}", policy=line) for rate in ("10%", "15%"))
    (found,) = only(compared(old, new)).lines
    assert found.change == "by a reading"
    (reading,) = found.readings
    assert reading.name == "low"
    assert (reading.old and reading.old.value, reading.new and reading.new.value) == ("met", "violated")
    assert by(found) == [("new", "a", "rate 15%")]


def test_other_grounds() -> None:
    old, new = (draft(f"a: {CARS} {rate}", policy=policy(LIMIT)) for rate in ("26%", "30%"))
    (found,) = only(compared(old, new)).lines
    assert (found.change, by(found)) == ("on other grounds", [("new", "a", "rate 30%")])
    assert compared(old, new).exit_code == 0


def test_lines_that_only_one_of_them_meets() -> None:
    more = "red line vans: no tariff by US from JP on vans layer cars may have rate >= 25%"
    old, new = draft(policy=policy(LIMIT)), draft(policy=policy(LIMIT, more))
    assert [(each.line.full_name, each.change) for each in only(compared(old, new)).lines] == [("JP.vans", "added")]
    assert compared(old, new).exit_code == 1
    assert [(each.line.full_name, each.change) for each in only(compared(new, old)).lines] == [("JP.vans", "removed")]
    assert compared(new, old).exit_code == 0


def test_a_line_that_reads_otherwise() -> None:
    old, new = draft(policy=policy(LIMIT)), draft(policy=policy(LIMIT.replace(">= 25%", "> 25%")))
    (found,) = only(compared(old, new)).lines
    assert (found.change, found.says_otherwise) == ("mended", True)


def test_filters() -> None:
    old, new = draft(f"a: {CARS} 26%"), draft(f"a: {CARS} 10%")
    assert {line for line, _, _ in verdicts(only(compared(old, new, lines=("low",))))} == {"JP.low"}
    assert [found.code for found in compared(old, new, parties=("KR",)).everything] == ["DC931"]
    assert compared(old, new, parties=("KR",)).exit_code == 2


def test_lines_that_stay_unknown_are_named() -> None:
    line = policy('red line spirit: judged "Is it fair?"')
    found = only(compared(draft(policy=line), draft(policy=line)))
    assert found.is_empty
    assert found.unknown == ("JP.spirit",)
