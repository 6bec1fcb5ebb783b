"""Dead lines: what the rules DC401 to DC409 find in small policies, and what they let be."""

from __future__ import annotations

from datetime import date

import pytest

from tests.lint.small import KINDS, codes, findings, policy

T = "tariff by US from JP on autos layer cars"
Q = "quota by US from JP on autos"


def of(code: str, *lines: str, as_of: date | None = None) -> list[str]:
    """The headlines of one rule."""
    return [each.found.headline for each in findings(policy(*lines), as_of, [code])]


@pytest.mark.parametrize(
    "line",
    [
        f"no {T} may have rate < 0%",
        f"no {T} may have rate < -1%",
        f"every {T} must have rate >= 0%",
        f"every {T} must have rate <= 25% or rate > 25%",
        f"every {T} must have not (rate < 10% and rate > 20%)",
        f"no {T} may have rate < 10% and rate > 20%",
        f"no {T} may have rate < 10% and 20% < rate",
        f"no {T} may have rate * 2 < 10% and rate > 6%",
        f"no {T} may have rate < old rate and rate > old rate",
        f"no {T} may have rate reduced and rate raised",
        f"no {T} may have rate reduced and rate = old rate",
        f"no {T} may have rate > max(20%, old rate) and rate < 15%",
        f"no {T} may have rate < min(10%, old rate) and rate >= 10%",
        f"every {T} must have rate >= min(0%, old rate)",
        f"no {Q} may have volume < 0 t",
        f"no {Q} may have volume < 0",
        f"no {Q} may have volume < 100 t and volume > 200_000 kg",
        f"no {Q} may have volume < 25 t per quarter and volume > 101 t per year",
        f"every {Q} must have volume <= unlimited",
        f"no {Q} may have volume = unlimited and volume < 10 t",
        f"no {Q} may have style = open and style = closed",
        f"no {Q} may have style in {{open, split}} and style = closed",
        f"no {Q} may have due < 2025-01-01 and due > 2026-01-01",
        f"no {Q} may have due > 2025-01-01 and due < 2025-01-02",
        f"no {T} may have rate < 0% at end",
        f"no {T} may have rate < 0% by 2026-01-01",
        f"no {T} may have rate(from UK) < 0%",
        f"no {T} may have rate > 6 c/kg and rate < 5 c/kg",
        f"no {T} may have rate + 5 pp < 5%",
        f"every {T} must have rate < 25% or rate >= 25% at effective",
        "total amount of spend by JP must be >= USD 0",
        "number of quota by US must be >= 0",
        "number of quota by US must be > 0.5 or number of quota by US must be < 1",
        "share of tariff by US having rate > 1% must be <= 100%",
        "average rate of tariff by US must be >= 0%",
        "the deal must have effective <= 2026-01-01 or effective > 2026-01-01",
        f"some {T} has rate > 5% or not some {T} has rate > 5%",
        f"some {T} has rate > 5% or no {T} may have rate > 5%",
        f"some {T} has rate > 5% or every {T} must have rate <= 5%",
        f"some {Q} or no {Q}",
    ],
)
def test_never_violated(line: str) -> None:
    assert of("DC401", line) == ["no deal can violate JP.l0"]


@pytest.mark.parametrize(
    "line",
    [
        f"no {T} may have rate <= 0%",
        f"no {T} may have rate < 0.1%",
        f"every {T} must have rate > 0%",
        f"every {T} must have rate < 25% or rate > 25%",
        f"no {T} may have rate <= 10% and rate >= 10%",
        f"no {T} may have rate < old rate and rate > rate(from UK)",
        f"no {T} may have rate > max(20%, old rate) and rate < 25%",
        # A field that a measure need not name: no comparison of it holds where it has no value.
        f"every {Q} must have in_rate >= 0%",
        f"every {Q} must have in_rate <= 10% or in_rate > 10%",
        f"every {T} must have share >= 0%",
        f"every {Q} must have style in {{open, closed, split}}",
        # A flow and a rate per unit of weight have no percentage.
        f"no {T} may have rate > 6 c/kg and rate < 5%",
        f"no {Q} may have volume < 1 t per week and volume > 1000 t per year",
        f"no {Q} may have volume < 100 t and volume > 99_000 kg",
        f"every {Q} must have volume < unlimited",
        f"no {Q} may have due > 2025-01-01 and due < 2025-01-03",
        "every spend by JP must have amount < JPY 1 or amount >= USD 1",
        "every spend by JP must have amount <= USD 1 or amount > USD 2",
        # A reading of what is not there at all.
        f"every {T} must have rate >= lowest rate(from any) or rate < lowest rate(from any)",
        "number of quota by US must be >= 1",
        "share of tariff by US having rate > 1% must be < 100%",
        "the deal must have effective <= 2026-01-01 or signed > 2026-01-01",
        f"some {T} has rate > 5% or no tariff by US from JP on autos may have rate > 5%",
        f"some {T} has rate > 5% or no {T} may have rate > 4%",
        f"some {T} has rate > 5% at end or no {T} may have rate > 5%",
        'judged "Is it fair?" or not judged "Is it fair?" at end',
        f"some written {Q} or no {Q}",
    ],
)
def test_may_be_violated(line: str) -> None:
    assert of("DC401", line) == []


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        (f"some {T} has rate < 0%", "no deal can meet"),
        (f"some {Q} has in_rate < 10% and in_rate > 20%", "no deal can meet"),
        (f"some {Q} has in_rate < 0% at end", "no deal can meet"),
        (f"not every {T} must have rate >= 0%", "no deal can meet"),
        ("total amount of spend by JP must be < USD 0", "no deal can meet"),
        ("number of quota by US must be < 0", "no deal can meet"),
        ("the deal must have effective < 2025-01-01 and effective > 2026-01-01", "no deal can meet"),
        (f"some {T} has rate < 0% and no {Q}", "no deal can meet"),
        (f"every {T} must have rate < 0%", "JP.l0 holds only where there is no"),
        (f"every {T} must have rate < 10% and rate > 20%", "JP.l0 holds only where there is no"),
        (f"no {T} may have rate >= 0%", "JP.l0 holds only where there is no"),
        (f"no {T} may have rate > 5% or rate <= 5%", "JP.l0 holds only where there is no"),
        (f"every {T} must have rate < 0% or some {Q}", "a part of JP.l0 holds only where there is no"),
    ],
)
def test_never_met(line: str, starts: str) -> None:
    (headline,) = of("DC402", line)
    assert headline.startswith(starts)


@pytest.mark.parametrize(
    "line",
    [
        f"some {T} has rate <= 0%",
        f"some {Q} has in_rate < 10% or in_rate > 20%",
        # A window may hold no day of the deal, and over nothing an average holds.
        f"some {Q} has in_rate < 0% after 2026-01-01",
        "average rate of tariff by US must be < 0%",
        f"every {T} must have rate <= 0%",
        f"no {Q} may have in_rate >= 0%",
        f"no {T} may have share >= 0%",
        f"some {T} has rate < 0% or no {Q}",
        "some spend by JP has amount < JPY 1 and amount > USD 5 bn",
        "the deal must have effective < 2026-01-01 and expires > 2026-01-01",
    ],
)
def test_may_be_met(line: str) -> None:
    assert of("DC402", line) == []


WIDE = "tariff by US from JP on autos | vans layer cars"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"no {T} may have rate >= 15%", f"no {T} may have rate >= 25%"),
        (f"no {T} may have rate > 15%", f"no {T} may have rate >= 25%"),
        (f"no {WIDE} may have rate >= 25%", f"no {T} may have rate >= 25%"),
        ("no tariff by US from JP on autos may have rate >= 25%", f"no {T} may have rate >= 25%"),
        ("no tariff by US on autos may have rate >= 25%", f"no {T} may have rate >= 25%"),
        ("no tariff by US from JP | UK on autos may have rate >= 25%", f"no {T} may have rate >= 25%"),
        ("no tariff by JP from everyone may have rate >= 25%", "no tariff by JP from partner may have rate >= 25%"),
        (f"every {T} must have rate < 25%", f"no {T} may have rate >= 25%"),
        (f"every {T} must have rate < 20% and rate reduced", f"every {T} must have rate < 25%"),
        (f"no {T} may have rate >= 25% or rate raised", f"no {T} may have rate raised"),
        (f"no {T} may have rate >= 25%", f"no new {T} may have rate >= 25%"),
        (f"no {T} may have rate >= 25%", f"no {T} may have rate >= 25% at end"),
        (f"no {T} may have rate >= 25% after 2026-01-01", f"no {T} may have rate >= 25% after 2027-01-01"),
        (f"no {T} may have rate >= 25% by 2026-01-02", f"no {T} may have rate >= 25% after 2026-01-01"),
        (f"no {T} may have rate >= 20%", f"no {T} may have rate >= 25% unless some {Q}"),
        (f"no {T} may have rate >= 20% unless some {Q}", f"no {T} may have rate >= 25% unless some {Q}"),
        (f"no {T} may have rate >= 20%", f"if some {Q} then no {T} may have rate >= 25%"),
        (f"no {T} may have rate >= 20% and no {Q}", f"no {Q}"),
        (f"no {WIDE}", f"no {T}"),
        (f"no {T}", f"no {T} may have rate > 0%"),
        (f"no {T}", f"no {T} may have rate raised"),
        (f"no {Q}", f"no new {Q}"),
        (f"some {T} has rate <= 5%", f"some {WIDE} has rate <= 10%"),
        (f"some {T} has rate > 0%", f"some {T}"),
        (f"some {Q} has style = open", f"some {Q} has style in {{open, closed}}"),
        ("total amount of spend by JP must be <= USD 5 bn", "total amount of spend by JP must be < USD 6 bn"),
        ("the deal must have effective <= 2025-08-01", "the deal must have effective <= 2025-09-01"),
        (f"red line a: no {T} may have rate >= 15%", f"concern b: no {T} may have rate >= 25%"),
        (
            f"red line a: no {T} may have rate >= 15%",
            f"red line b active from 2025-01-01 until 2025-12-31: no {T} may have rate >= 25%",
        ),
        (
            f'red line a says "X" says "Y": no {T} may have rate >= 15%',
            f'red line b says "X": no {T} may have rate >= 25%',
        ),
    ],
)
def test_implied(first: str, second: str) -> None:
    text = policy(first, second)
    (found,) = (each.found for each in findings(text, codes=["DC403"]))
    last = text.count("\n") - 1
    assert (found.place.line, found.labels[0].place.line) == (last, last - 1)
    # The other way about it is the first, unless both say the same.
    (back,) = (each.found for each in findings(policy(second, first), codes=["DC403"]))
    same = of("DC409", f"red line a: {sentence(first)}\n    reading r: {sentence(second)}")
    assert back.place.line == (last if same else last - 1)


def sentence(line: str) -> str:
    """A line without its head."""
    return line.partition(": ")[2] or line


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"no {T} may have rate >= 25%", f"no {T} may have rate > 24.9%"),
        (f"no {T} may have rate > 25%", f"no {T} may have rate >= 25%"),
        (f"no {T} may have rate >= 15%", "no tariff by US from JP on autos may have rate >= 25%"),
        (f"no {T} may have rate >= 15%", f"no {WIDE} may have rate >= 25%"),
        (f"no {T} may have rate >= 15%", "no tariff by US from UK on autos layer cars may have rate >= 25%"),
        ("no tariff by US from JP may have rate >= 15%", "no tariff by US from partner may have rate >= 25%"),
        # A layer left out takes those in that only a draft names.
        ("no tariff by US layer cars | mfn may have rate >= 15%", "no tariff by US may have rate >= 25%"),
        (f"no new {T} may have rate >= 15%", f"no {T} may have rate >= 25%"),
        (f"no general {T} may have rate >= 15%", f"no {T} may have rate >= 25%"),
        (f"no {T} may have rate >= 15% at end", f"no {T} may have rate >= 25%"),
        (f"no {T} may have rate >= 15% after 2027-01-01", f"no {T} may have rate >= 25% after 2026-01-01"),
        (f"no {T} may have rate >= 15% unless some {Q}", f"no {T} may have rate >= 25%"),
        (f"no {T} may have rate >= 15% or no {Q}", f"no {T} may have rate >= 25%"),
        # Ending a measure is no breach of the one, and raises what is read of it for the other.
        (f"no {Q}", f"no {Q} may have volume raised"),
        (f"no {Q}", f"no written {Q}"),
        (f"some written {Q}", f"some {Q}"),
        (f"some {T} has rate < 5%", f"some {T}"),
        (f"some {Q} has in_rate <= 10%", f"some {Q} has in_rate <= 10% and volume > 5 t"),
        ("no spend by JP may have amount >= USD 5 bn", "no spend by JP may have amount >= JPY 900 bn"),
        ("total amount of spend by JP must be <= USD 5 bn", "total amount of spend by JP must be <= USD 6 bn per year"),
        ("total amount of spend by JP must be <= USD 5 bn", "total amount of spend by US must be <= USD 6 bn"),
        (f"concern a: no {T} may have rate >= 15%", f"red line b: no {T} may have rate >= 25%"),
        (
            f"red line a active until 2025-06-01: no {T} may have rate >= 15%",
            f"red line b active until 2025-06-02: no {T} may have rate >= 25%",
        ),
        (
            f'red line a says "X": no {T} may have rate >= 15%',
            f'red line b says "Y": no {T} may have rate >= 25%',
        ),
        (f"no {T} may have rate < 0%", f"no {T} may have rate < -1%"),
        ('judged "A?"', 'judged "A?"'),
    ],
)
def test_not_implied(first: str, second: str) -> None:
    text = policy(first, second)
    last = text.count("\n") - 1
    assert [each.found.place.line for each in findings(text, codes=["DC403"]) if each.found.place.line == last] == []


def test_equal_lines_are_said_of_the_second() -> None:
    found = findings(policy(*[f"red line {name}: no {T} may have rate >= 25%" for name in "abc"]), codes=["DC403"])
    assert [each.found.place.text for each in found] == ["b", "c"]


WINDOWS = [
    (f"red line a active from 2025-07-02 until 2025-07-01: no {T}", ["DC404"]),
    (f"red line a active from 2025-07-01 until 2025-07-01: no {T}", []),
    (f"no {T} during 2026-01-02 .. 2026-01-01", ["DC404"]),
    (f"no {T} during 2026-01-01 .. 2026-01-01", []),
    (f"no {T} before effective", ["DC404"]),
    (f"no {T} after end", ["DC404"]),
    (f"no {T} after effective", []),
]


@pytest.mark.parametrize(("line", "expected"), WINDOWS)
def test_empty_windows(line: str, expected: list[str]) -> None:
    assert codes(line) == expected


@pytest.mark.parametrize(
    ("head", "measure", "count"),
    [
        ("effective 2025-08-01", "from 2026-01-02 until 2026-01-01", 0),
        ("effective 2025-08-01", "from 2026-01-01 until 2026-01-01", 0),
        ("effective 2025-08-01", "until 2025-07-31", 1),
        ("effective 2025-08-01", "until 2025-08-01", 0),
        ("effective 2025-08-01", "from 2025-01-01 until 2025-07-31", 0),
        ("effective 2025-08-01  expires 2026-01-01", "from 2026-01-02", 1),
        ("effective 2025-08-01  expires 2026-01-01", "from 2026-01-01", 0),
        ("effective 2025-08-01  expires 2026-01-01", "from 2026-01-02 until 2026-02-01", 0),
        ("effective 2025-08-01  expires 2025-07-31", "from 2026-01-01", 0),
        ("effective 2025-08-01  expires 2025-08-01", "", 0),
        ("dated 2025-08-01", "until 2025-07-31", 1),
        ("effective [2025-08-01 | 2025-09-01]", "until 2025-07-31", 0),
    ],
)
def test_windows_of_deals(head: str, measure: str, count: int) -> None:
    text = (
        f"{KINDS}baseline now on 2025-07-01 {{}}\n"
        f"deal d {{ between US, JP  {head}  against now\n  term t: {T} rate 5% {measure}\n}}\n"
    )
    assert len(findings(text, codes=["DC404"])) == count


def test_a_window_is_past_only_where_a_day_is_asked_about() -> None:
    line = f"red line a active until 2025-07-20: no {T} may have rate >= 25%"
    assert codes(line) == []
    assert codes(line, as_of=date(2025, 7, 20)) == []
    assert codes(line, as_of=date(2025, 7, 21)) == ["DC405"]
    never = f"red line a active from 2025-08-01 until 2025-07-20: no {T} may have rate >= 25%"
    assert codes(never, as_of=date(2026, 1, 1)) == ["DC404"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("no tariff by US on autos - autos may have rate > 5%", True),
        ("no tariff by US on autos & vans may have rate > 5%", True),
        ("no tariff by US on autos except on hs 87 may have rate > 5%", True),
        ("no tariff by US from JP - JP may have rate > 5%", True),
        ("no tariff by US from JP except from JP may have rate > 5%", True),
        ("no tariff by US from US may have rate > 5%", True),
        ("no tariff by EU from DE may have rate > 5%", True),
        ("no tariff by US layer cars - cars may have rate > 5%", True),
        ("number of quota by US on autos & vans must be <= 5", True),
        (f"no {T} may have rate > rate(from UK - UK)", True),
        ("no tariff by US on autos - hs 8703.80 may have rate > 5%", False),
        ("no tariff by US from EU except from DE may have rate > 5%", False),
        ("no tariff by US from partner may have rate > 5%", False),
        # Which layers there are, a draft may say.
        ("no tariff by US layer any - cars - mfn may have rate > 5%", False),
        ("no tariff by US except layer cars | mfn may have rate > 5%", False),
    ],
)
def test_empty_scopes(line: str, found: bool) -> None:
    assert bool(of("DC406", line)) is found
    if found:
        assert of("DC401", line) == of("DC402", line) == of("DC408", line) == []


def test_empty_measures_and_products() -> None:
    text = (
        f"{KINDS}product none = autos & vans\nbaseline now on 2025-07-01 {{}}\n"
        "deal d { between US, JP  effective 2025-08-01  against now\n"
        "  term t: tariff by US from JP on autos - hs 87 rate 5%\n  term u: tariff by US from JP on autos rate 5% }\n"
    )
    assert [each.found.place.text.split()[0] for each in findings(text, codes=["DC406"])] == ["none", "tariff"]


@pytest.mark.parametrize(
    ("line", "headline"),
    [
        (f"no {T} unless some {Q} has in_rate < 0%", "the exception of JP.l0 never holds"),
        (f"no {T} unless no {Q} may have in_rate < 0%", "JP.l0 is never violated: its exception always holds"),
        (f"no {T} unless no {Q} may have in_rate < 0% at end", "JP.l0 is never violated: its exception always holds"),
        (f"if some {Q} has in_rate < 0% then no {T}", "JP.l0 never applies: its premise never holds"),
        (f"if every {T} must have rate >= 0% then no {Q}", "the premise of JP.l0 always holds"),
        (f"some {T} has rate < 0% unless some {Q}", "JP.l0 holds only by its exception"),
        (f"no {T} may have rate >= 25% unless no {T} may have rate >= 15%", "the exception of JP.l0 changes nothing"),
        (
            f"no {T} may have rate >= 25% after 2026-01-01 unless no {T} may have rate >= 15%",
            "the exception of JP.l0 changes nothing",
        ),
        (f"no {T} may have rate >= 15% unless no {T} may have rate >= 25%", "JP.l0 says no more than its exception"),
        (
            f"if some {T} has rate >= 25% then no {T} may have rate >= 30%",
            "the premise of JP.l0 changes nothing",
        ),
        (f"if some {Q} has style = open then no {Q}", "JP.l0 only says that its premise does not hold"),
    ],
)
def test_guards(line: str, headline: str) -> None:
    assert of("DC407", line) == [headline]
    assert of("DC401", line) == of("DC402", line) == []


@pytest.mark.parametrize(
    "line",
    [
        f"no {T} unless some {Q} has in_rate <= 0%",
        f"no {T} unless no {Q} may have in_rate <= 0%",
        f"no {T} may have rate >= 25% unless some {Q}",
        f"no {T} may have rate >= 25% unless no {WIDE} may have rate >= 30%",
        f"no {T} may have rate >= 25% unless no {T} may have rate >= 15% at end",
        f"if some {Q} then some {Q} has in_rate <= 10%",
        f'no {T} unless judged "Is it worth it?"',
        f"no {T} unless average rate of {T} must be < 0%",
    ],
)
def test_guards_that_count(line: str) -> None:
    assert of("DC407", line) == []


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (f"every {T} must have rate < 25% and rate < 30%", "rate < 30%"),
        (f"every {T} must have rate < 30% and rate < 25%", "rate < 30%"),
        (f"every {T} must have rate < 25% or rate < 30%", "rate < 25%"),
        (f"every {T} must have rate <= 25% and not rate > 25%", "not rate > 25%"),
        (f"every {T} must have rate < 25% and rate < 25%", "rate < 25%"),
        (f"every {T} must have rate < 25% and rate >= 0%", "rate >= 0%"),
        (f"every {T} must have rate < 25% or rate < 0%", "rate < 0%"),
        (f"every {T} must have rate < old rate and rate reduced", "rate reduced"),
        (f"no {T} may have rate < 50% and (rate > 25% or rate > 30%)", "rate > 30%"),
        (f"some {Q} has volume > 100 t and volume > 50_000 kg", "volume > 50_000 kg"),
        (f"some {Q} has style in {{open, closed, open}}", "open"),
        (f"some {Q} has style = open and style != closed", "style != closed"),
        (f"some {Q} has due <= 2025-12-31 and due < 2026-01-01", "due < 2026-01-01"),
        (f"some {T} has rate >= 0%", "rate >= 0%"),
        (f"share of {T} having rate >= 0% must be >= 50%", "rate >= 0%"),
        ("the deal must have effective <= 2025-08-01 and effective <= 2025-09-01", "effective <= 2025-09-01"),
        (f"no {T} may have rate > 5% and no {T} may have rate > 10%", f"no {T} may have rate > 10%"),
        (f"some {T} has rate > 5% or some {T} has rate > 10%", f"some {T} has rate > 10%"),
        (f"no {Q} and no {T} may have rate < 0%", f"no {T} may have rate < 0%"),
    ],
)
def test_idle_parts(line: str, part: str) -> None:
    (found,) = findings(policy(line), codes=["DC408"])
    assert found.found.place.text == part


@pytest.mark.parametrize(
    "line",
    [
        f"every {T} must have rate < 25% and rate > 10%",
        f"every {T} must have rate <= 25% and rate != 25%",
        f"every {T} must have rate < 25% and rate < old rate",
        f"every {T} must have rate < 25% and rate < 5 c/kg",
        f"some {Q} has in_rate < 25% or in_rate >= 25%",
        f"every {Q} must have in_rate < 25% and volume >= 5 t",
        f"some {Q} has volume > 100 t and volume > 1 t per week",
        "some spend by JP has amount > USD 1 and amount > JPY 1",
        f"some {Q} has style in {{open, closed}}",
        # The others of the list are met by what has a style at all.
        f"some {Q} has style != open or style != closed and volume > 5 t",
        f"no {T} may have rate > 5% and no {WIDE} may have rate > 10%",
        f"no {T} may have rate > 5% at effective and no {T} may have rate > 10% at end",
        "the deal must have effective <= 2025-08-01 and signed <= 2025-08-01",
        f"every {T} must have share > 0% and rate <= 5%",
    ],
)
def test_parts_that_count(line: str) -> None:
    assert of("DC408", line) == []


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("no tariff by US on autos - vans may have rate > 5%", "vans"),
        ("no tariff by US on autos | hs 8711 - vans may have rate > 5%", "vans"),
        ("no tariff by US on autos except on vans may have rate > 5%", "vans"),
        ("no tariff by US from EU - JP may have rate > 5%", "JP"),
        ("no tariff by US from EU except from JP | UK may have rate > 5%", "JP | UK"),
        ("no tariff by US layer cars except layer mfn may have rate > 5%", "mfn"),
    ],
)
def test_what_is_taken_away_in_vain(line: str, part: str) -> None:
    (found,) = findings(policy(line), codes=["DC408"])
    assert found.found.place.text == part


@pytest.mark.parametrize(
    "line",
    [
        "no tariff by US on autos - hs 8703.80 may have rate > 5%",
        "no tariff by US on autos - hs 8703.80.00.10 may have rate > 5%",
        "no tariff by US on hs 8703.80.00.20 - hs 8703.80.00.10 may have rate > 5%",
        "no tariff by US on (autos | vans) - vans may have rate > 5%",
        "no tariff by US except on vans may have rate > 5%",
        "no tariff by US on everything - vans may have rate > 5%",
        "no tariff by US from EU - DE may have rate > 5%",
        "no tariff by US from everyone - JP may have rate > 5%",
        "no tariff by US layer any - mfn may have rate > 5%",
        "no tariff by US except layer mfn may have rate > 5%",
    ],
)
def test_what_is_taken_away_and_was_there(line: str) -> None:
    assert of("DC408", line) == []


@pytest.mark.parametrize(
    ("line", "reading", "same"),
    [
        (f"no {T} may have rate >= 25%", f"no {T} may have rate >= 25%", True),
        (f"no {T} may have rate >= 25%", f"every {T} must have rate < 25%", True),
        (f"no {T} may have rate >= 25%", f"not some {T} has rate >= 25%", True),
        (f"no {T} may have rate > 25% or rate > 30%", f"every {T} must have rate <= 25%", True),
        (f"no {Q} may have volume > 100 t", f"no {Q} may have volume > 100_000 kg", True),
        (f"no {Q} and no {T}", f"no {T} and no {Q}", True),
        (f"no {T} may have rate >= 25%", f"no {T} may have rate > 25%", False),
        (f"no {T} may have rate >= 25%", f"no {T} may have rate >= 25% at end", False),
        # Where no rate is said, no comparison of it holds.
        (f"no {Q} may have in_rate >= 25%", f"every {Q} must have in_rate < 25%", False),
        (f"no {T} may have rate >= 25%", f"no {WIDE} may have rate >= 25%", False),
    ],
)
def test_readings(line: str, reading: str, same: bool) -> None:
    assert bool(of("DC409", f"red line a: {line}\n    reading r: {reading}")) is same


def test_a_reading_beside_a_reading() -> None:
    text = (
        f"red line a: no {T}\n    reading r: no {T} may have rate > 5%\n    reading s: every {T} must have rate <= 5%"
    )
    assert of("DC409", text) == ["the reading s of JP.a says what the reading r says"]
