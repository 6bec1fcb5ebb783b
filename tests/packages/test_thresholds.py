"""A blank or a range is cut where a line turns, and nowhere inside a piece: each piece against values all over it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

import pytest

from dealcheck.evaluate.settling import Surroundings
from dealcheck.packages.check import Checker
from dealcheck.packages.options import Piece, Variable, with_magnitude
from dealcheck.values import exact
from tests.packages.drafts import SENTENCES, OpenDraft
from tests.packages.test_brute_force import VERDICT, opened

LINES = (
    *SENTENCES,
    "every duty by US from JP on autos must have rate <= max(15%, rate(from UK))",
    "average rate of tariff by US from JP on hs 8703, 8704 layer cars must be < 20%",
    "share of tariff by US from JP on hs 8703, 8704 layer cars having rate <= 12% must be >= 50%",
    "no duty by US from JP on autos may have rate > 12.5%",
    "every tariff by US from JP on autos layer cars must have rate * 2 <= 45%",
    "every tariff by US from JP on autos layer cars must have rate in {10%, 12%}",
    "total amount of investment by JP must be <= USD 25 bn per year",
    "no investment by JP may have amount * 2 > USD 30 bn",
)

FORMS = {
    "a rate": ("tariff by US from JP on autos layer cars rate {}", ("[?]", "[3% .. 40%]")),
    "all in": ("tariff by US from JP on autos layer cars rate all_in {}", ("[?]", "[3% .. 40%]")),
    "a displaced layer": ("tariff by US from JP on autos | vans layer reciprocal rate {}", ("[?]", "[3% .. 40%]")),
    "at least": ("tariff by US from JP on autos layer cars rate max({}, 12%)", ("[?]", "[3% .. 40%]")),
    "the mfn rate": ("tariff by US from JP on autos rate {}", ("[?]", "[3% .. 40%]")),
    "a first stage": ("tariff by US from JP on everything layer cars rate {}, 5% from 2026-05-01", ("[?]",)),
    "what another pays": ("tariff by US from UK on autos layer cars rate {}", ("[?]", "[3% .. 40%]")),
    "a volume": (
        "export_cap by JP to US on autos volume {}",
        ("[?]", "[500 units per year .. 900 units per quarter]"),
    ),
    "an amount": ("investment by JP to US amount {}", ("[?]", "[USD 1 bn .. USD 40 bn]")),
    "an amount a year": ("investment by JP to US amount {}", ("[USD 1 bn per year .. USD 40 bn per year]",)),
}


def inside(piece: Piece) -> Iterator[Fraction]:
    """Values all over a piece, close to its ends among them."""
    low = Fraction(piece.low)
    if piece.is_point:
        yield low
        return
    high = Fraction(piece.high) if piece.high is not None else low + 60
    for part in (Fraction(1, 1000), Fraction(2, 5), Fraction(999, 1000)):
        yield low + (high - low) * part


def values(each: Variable) -> Iterator[tuple[int, int, Fraction]]:
    """Every piece of a variable, with values in it: the place of the option, the option of the text, a number."""
    for at, option in enumerate(each.options):
        assert option.piece is not None, option
        for number in inside(option.piece):
            yield at, option.option, number


@pytest.mark.parametrize(
    ("body", "form"),
    [pytest.param(body, form, id=f"{name} {form}") for name, (body, forms) in FORMS.items() for form in forms],
)
def test_a_line_turns_nowhere_inside_a_piece(body: str, form: str) -> None:
    model, deal, lines = opened(OpenDraft((), LINES).text([f"  term a: {body.format(form)}"]))
    packages = Checker(model, deal, Surroundings()).prepare(lines)
    (choice,) = [each for each in packages.variables if each.record.sort == "bracket"]
    assert choice.sample is not None
    place = packages.place[choice.record.number]
    for at, option, number in values(choice):
        settled = Checker(model, deal, Surroundings())
        # The event of the file bears on nothing here: it does not happen.
        settled.chosen.update((record.number, (1, None)) for record in packages.records if record.event)
        vector = [at if each == place else 1 for each in range(len(packages.variables))]
        settled.chosen[choice.record.number] = (option, with_magnitude(choice.sample, exact(number)))
        settled.prepare(lines)
        for line in lines:
            assert line.sentence is not None
            diagram = packages.spread(line.sentence).diagram
            assert diagram is not None
            expected = settled.judge(line).verdict
            assert VERDICT[packages.diagrams.at(diagram, vector)] is expected, (line.name, number, choice.options[at])


def test_the_exact_limit_is_told() -> None:
    model, deal, lines = opened(
        OpenDraft((), ("no duty by US from JP on autos may have rate > 20%",)).text(
            ["  term a: tariff by US from JP on autos layer cars rate [?]"]
        )
    )
    checker = Checker(model, deal, Surroundings())
    checker.prepare(lines)
    judged = checker.judge(lines[0]).judgement
    assert judged.breaks == ("a is above 15%",)
    assert judged.saves == ("a is at most 15%",)


# ---- Dates -----------------------------------------------------------------------------------------------------------

DATED = (
    *SENTENCES,
    "the deal must have effective <= 2025-10-15",
    "no tariff by US from JP on autos layer cars may have rate >= 25% by 60 days after effective",
    "no tariff by US from JP on autos layer cars may have rate >= 25% at effective",
    "no tariff by US from JP on autos layer cars may have rate >= 25% after first day of month of effective",
    "total amount of investment by JP must be <= USD 25 bn per year",
)

STAGED = (
    "tariff by US from JP on autos layer cars rate 24%, 30% from 2025-11-10, 5% from 2026-01-15",
    "tariff by US from JP on autos layer cars until 2025-12-01 rate 24%",
    "investment by JP to US until 2025-12-31 amount USD 20 bn",
)
FIRST, LAST = date(2025, 8, 1), date(2026, 2, 1)


@pytest.mark.parametrize("body", STAGED)
def test_a_date_that_is_a_range_turns_on_its_days_alone(body: str) -> None:
    terms = [f"  term a: {body}"]
    model, deal, lines = opened(OpenDraft((), DATED).text(terms, f"[{FIRST} .. {LAST}]"))
    packages = Checker(model, deal, Surroundings()).prepare(lines)
    (choice,) = [each for each in packages.variables if each.record.sort == "bracket"]
    place = packages.place[choice.record.number]
    day = FIRST
    while day <= LAST:
        number = day.toordinal()
        (at,) = [
            at
            for at, option in enumerate(choice.options)
            if option.piece is not None
            and (option.piece.low == number if option.piece.is_point else option.piece.low < number < option.piece.high)
        ]
        settled_model, settled_deal, settled_lines = opened(OpenDraft((), DATED).text(terms, day.isoformat()))
        settled = Checker(settled_model, settled_deal, Surroundings())
        settled.chosen.update((record.number, (1, None)) for record in settled.deal.choices)
        settled.prepare(settled_lines)
        vector = [at if each == place else 1 for each in range(len(packages.variables))]
        for line, other in zip(lines, settled_lines, strict=True):
            assert line.sentence is not None
            diagram = packages.spread(line.sentence).diagram
            assert diagram is not None
            assert VERDICT[packages.diagrams.at(diagram, vector)] is settled.judge(other).verdict, (line.name, day)
        day += timedelta(days=11)


def test_a_day_is_told_as_a_day() -> None:
    lines_ = ("the deal must have effective <= 2025-10-15",)
    model, deal, lines = opened(OpenDraft((), lines_).text([], f"[{FIRST} .. {LAST}]"))
    checker = Checker(model, deal, Surroundings())
    checker.prepare(lines)
    judged = checker.judge(lines[0]).judgement
    assert judged.breaks == ("effective is 2025-10-16 or later",)
    assert judged.saves == ("effective is 2025-10-15 or earlier",)
