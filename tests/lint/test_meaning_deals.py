"""The rules on deals, codes and dates, DC433 to DC449: small texts that they find, and near misses they let be."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.nomenclature import Nomenclature, read_nomenclature
from dealcheck.lint.rule import all_rules
from tests.lint.samples import NOMENCLATURE, draft, fixed, linted, rules, told

HEAD = 'use "trade"\n'
NOW = """\
baseline now on 2025-07-01 {
  tariff by US from everyone on everything layer reciprocal rate 10% from 2025-04-05
  tariff by US from JP on everything layer reciprocal rate 10%, 24% from 2025-07-09
  tariff by US from everyone on hs 8703 layer s232_autos rate 25%
  tariff by JP from everyone on hs 1006 rate 341 JPY/kg
  tariff_quota by JP from everyone on hs 1006 volume 770_000 t per year in_rate 0%
  tax by CA on digital.services_tax rate 3%
  suspension by US cause non_payment
}
"""
DATES = "signed 2025-07-05  effective 2025-07-09"


@cache
def names() -> Nomenclature:
    """The nomenclature that ships."""
    return read_nomenclature(NOMENCLATURE.read_text(encoding="utf-8"))


OPTIONS = LintOptions(nomenclature=names)


def deal(terms: str, dates: str = DATES, between: str = "US, JP", more: str = "") -> str:
    """A deal over the small status quo."""
    return f"{HEAD}{NOW}{more}deal d {{ between {between}  {dates}  against now\n{terms}\n}}\n"


def found(code: str, text: str) -> list[str]:
    """The pieces of a text that a rule finds."""
    return [piece for _, piece in told(linted(text, code, options=OPTIONS))]


def test_the_range_is_full() -> None:
    assert [rule.code for rule in all_rules() if "DC433" <= rule.code <= "DC449"] == [
        f"DC{number}" for number in range(433, 450)
    ]


# ---- Codes -----------------------------------------------------------------------------------------------------------

CODES = [
    ("DC433", 'product x "X" = hs 8703.22', []),
    ("DC433", 'product x "X" = hs 8703.25', ["8703.25"]),
    ("DC433", 'product x "X" = hs 7304.10 .. 7304.90', ["7304.10"]),
    ("DC433", 'product x "X" = hs 7304.11 .. 7304.99', ["7304.99"]),
    ("DC433", 'product x "X" = hs 77, 0199', ["77", "0199"]),
    ("DC433", 'product x "X" in US = hs 8703.25.01', ["8703.25.01"]),
    ("DC433", 'product x "X" in US = hs 8703.22.99.99, 9903.94.31, 98', []),
    ("DC433", 'product x "X" = hs 01 .. 24', []),
    ("DC433", 'product x "X" = hs 8703 - hs 8703.11', ["8703.11"]),
    ("DC433", f"{HEAD}policy JP {{ red line a: no tariff by US on hs 1009 }}", ["1009"]),
    ("DC433", f"{HEAD}fact customs_value on hs 2003.11 = USD 1.00/kg", ["2003.11"]),
    ("DC434", 'product x "X" = hs 0901.11, 0901.12, 0901.21, 0901.22', ["0901.11, 0901.12, 0901.21, 0901.22"]),
    ("DC434", 'product x "X" = hs 0901.11, 0901.12 | hs 0901.21, 0901.22', ["0901.11, 0901.12 | hs 0901.21, 0901.22"]),
    ("DC434", '# without 0901.90\nproduct x "X" = hs 0901.11, 0901.12, 0901.21, 0901.22', []),
    ("DC434", 'product x "X" = hs 0901.11, 0901.12, 0901.21, 0901.22  # not 090190', []),
    ("DC434", '# without 0901.80\nproduct x "X" = hs 0901.11, 0901.12, 0901.21, 0901.22',
     ["0901.11, 0901.12, 0901.21, 0901.22"]),
    ("DC434", 'product x "X" = hs 0901.11, 0901.12, 0901.21, 0901.22, 0901.90', []),
    ("DC434", 'product x "X" in US = hs 0901.11, 0901.12, 0901.21, 0901.22, 0901.90.10', []),
    ("DC434", 'product x "X" = hs 0901.11, 0901.12, 0901.21', []),
    ("DC434", 'product x "X" = hs 0901.11 .. 0901.22', []),
    ("DC434", 'product x "X" = hs 0901 - hs 0901.90', []),
    ("DC434", 'product x "X" = hs 0902.10, 0902.20', []),
    ("DC435", 'product x "X" = hs 8703, 8703.22', ["8703.22"]),
    ("DC435", 'product x "X" = hs 8703.22, 8703', ["8703.22"]),
    ("DC435", 'product x "X" = hs 8703.22, 8703.23, 8703.22', ["8703.22"]),
    ("DC435", 'product x "X" = hs 8703.10 .. 8703.33, 8703.22', ["8703.22"]),
    ("DC435", 'product x "X" = hs 8703.10 .. 8703.33, 8703.32 .. 8703.90', []),
    ("DC435", 'product x "X" = hs 8703.10, 8703.22 .. 8703.33', []),
    ("DC435", 'product x "X" = hs 8703 - hs 8703.22', []),
    ("DC435", 'product x "X" = hs 8703 & hs 8703.22', []),
    ("DC436", 'product x "X" = hs 8703.22.01', ["8703.22.01"]),
    ("DC436", 'product x "X" = hs 8703 - hs 8703.22.01', ["8703.22.01"]),
    ("DC436", 'product x "X" = hs 8703.22', []),
    ("DC436", 'product x "X" in US = hs 8703.22.01', []),
    ("DC436", f"{HEAD}policy JP {{ red line a: no tariff by US on hs 8703.22.01 }}", []),
    ("DC436", f"{HEAD}policy JP {{ red line a: no tariff by EU on hs 8703.22.01 }}", []),
    ("DC436", f"{HEAD}policy JP {{ red line a: no tariff on hs 8703.22.01 }}", ["8703.22.01"]),
    ("DC436", f"{HEAD}policy JP {{ red line a: no tariff by partner on hs 8703.22.01 }}", ["8703.22.01"]),
    ("DC436", f"{HEAD}policy JP {{ red line a: no tariff by US | CA on hs 8703.22.01 }}", ["8703.22.01"]),
    ("DC436", f"{HEAD}policy JP {{ red line a: no export_cap to US on hs 8703.22.01 }}", []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "pieces"), CODES)
def test_codes(code: str, text: str, pieces: list[str]) -> None:
    assert found(code, text) == pieces


def test_without_the_nomenclature_nothing_is_asked() -> None:
    text = 'product x "X" = hs 8703.25, 0901.11, 0901.12, 0901.21, 0901.22'
    assert linted(text, "DC433", "DC434").findings == ()


@pytest.mark.parametrize(
    ("written", "near"), [("8703.25", "8703.24"), ("0199", "0106"), ("77", "76"), ("7304.10", "7304.11")]
)
def test_the_nearest_code_is_named(written: str, near: str) -> None:
    (finding,) = linted(f'product x "X" = hs {written}', "DC433", options=OPTIONS).findings
    assert finding.found.help.startswith(f"the nearest code is {near} (")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("hs 8703, 8703.22", "hs 8703"),
        ("hs 8703.22, 8703", "hs 8703"),
        ("hs 8704, 8703, 8703.22, 8705", "hs 8704, 8703, 8705"),
        ("hs 8703.22, 8703.22, 8703.22", "hs 8703.22"),
    ],
)
def test_a_code_within_another_is_taken_out(before: str, after: str) -> None:
    text = f'product x "X" = {before}\n'
    assert fixed(text, "DC435").after.text == text
    assert fixed(text, "DC435", unsafe=True).after.text == f'product x "X" = {after}\n'


# ---- What a deal does ------------------------------------------------------------------------------------------------

GENERAL = "tariff by US from JP on everything layer reciprocal"
CARS = "tariff by US from JP on hs 8703 layer s232_autos"
LATE = 'event late "Money is late"\n'

EFFECTS = [
    # Exactly the status quo, scheduled rise included; a day or a rate beside it is a change.
    ("DC437", deal(f"term a: {GENERAL} rate 24%"), ["a"]),
    ("DC437", deal(f"term a: {GENERAL} rate 10%"), []),
    ("DC437", deal(f"term a: {GENERAL} rate 10%, 24% from 2025-07-09", "effective 2025-07-05"), ["a"]),
    ("DC437", deal(f"term a: {GENERAL} rate 10%, 24% from 2025-07-10", "effective 2025-07-05"), []),
    ("DC437", deal(f"term a: {GENERAL} rate 24%", "effective 2025-07-08"), []),
    ("DC437", deal(f"term a: {CARS} rate 25%"), ["a"]),
    ("DC437", deal(f"term a: {CARS} rate 24.9%"), []),
    ("DC437", deal("term a: tariff by US from JP on hs 8703.22 layer s232_autos rate 25%"), ["a"]),
    ("DC437", deal("term a: tariff by US from JP on hs 8704 layer s232_autos rate 25%"), []),
    ("DC437", deal("term a: tariff by US from JP on hs 8703, 8704 layer s232_autos rate 25%"), []),
    ("DC437", deal(f"term a: {CARS} rate 25% share 60%"), []),
    ("DC437", deal(f"term a: {CARS} rate old rate"), ["a"]),
    ("DC437", deal(f"term a: {CARS} rate old rate * 0.9"), []),
    ("DC437", deal("term a: tariff by US from JP on hs 8704 layer s232_autos rate old rate * 0.9"), ["a"]),
    ("DC437", deal("term a: tariff by JP from US on hs 1006 rate 341 JPY/kg"), ["a"]),
    ("DC437", deal("term a: tariff by JP from US on hs 1001 rate 0%"), []),
    # Other kinds: without goods, without values, pools.
    ("DC437", deal("term a: tax by CA on digital.services_tax rate 3%", between="US, CA"), ["a"]),
    ("DC437", deal("term a: tax by CA on digital.services_tax rate 3% collected no", between="US, CA"), []),
    ("DC437", deal("term a: suspension by US cause non_payment"), ["a"]),
    ("DC437", deal("term a: suspension by US cause any_breach"), []),
    ("DC437", deal("term a: tariff_quota by JP from everyone on hs 1006 volume 770_000 t per year in_rate 0%"), ["a"]),
    ("DC437", deal("term a: tariff_quota by JP from US on hs 1006 volume 770_000 t per year in_rate 0%"), []),
    ("DC437", deal("term a: tariff_quota by JP from everyone on hs 1006 volume 770_001 t per year"), []),
    # One measure of several; the place is then the measure.
    ("DC437", deal(f"term a:\n{CARS} rate 25%\n{GENERAL} rate 5%"), [CARS]),
    # An exception to a term that would hold otherwise does something though it repeats the status quo.
    ("DC437", deal(f"term a: {GENERAL} rate 5%\nterm b: tariff by US from JP on hs 10 layer reciprocal rate 24%"), []),
    # What ends, or is open, or hangs on an event.
    ("DC437", deal(f"term a: {CARS} rate 25% until 2026-01-01"), ["a"]),
    ("DC437", deal(f"term a: {GENERAL} rate 24%", "effective 2025-07-09  expires 2026-01-01"), ["a"]),
    ("DC437", deal(f"term a: {CARS} rate [US: 25% | JP: 15%]"), []),
    ("DC437", deal(f"term a [US]: {CARS} rate 25%"), ["a"]),
    ("DC437", deal(f"{LATE}term a if late: {CARS} rate 25%"), ["a"]),
    # With the money late the first term ends, and 25% is back without the second.
    ("DC437", deal(f"{LATE}term a if not late: {CARS} rate 15%\nterm b if late: {CARS} rate 25%"), ["b"]),
    ("DC437", deal(f"{LATE}term a: {CARS} rate 15%\nterm b if late: {CARS} rate 25%"), []),
    ("DC437", deal(f"{LATE}term a: {CARS} rate 15% from day of late"), []),
    ("DC437", deal(f"{LATE}term a: {CARS} rate 25% from 7 days after late"), ["a"]),
    ("DC437", deal("term a: end tariff by US from JP on hs 8704 layer s232_autos"), []),
    # Over a precedent the status quo is what that made of it.
    ("DC437", deal(f"term a: {CARS} rate 15%") + f"deal e {{ between US, JP  dated 2025-08-01  against now with d\n"
     f"term b: {CARS} rate 15%\nterm c: {CARS} rate 25% from 2026-01-01 }}\n", []),
    ("DC437", deal(f"term a: {CARS} rate 15%") + f"deal e {{ between US, JP  dated 2025-08-01  against now with d\n"
     f"term b: {CARS} rate 15% }}\n", ["b"]),
    # A test's draft may say what it likes.
    ("DC437", f'{HEAD}{NOW}policy JP {{ red line a: no new tariff by US }}\ntest "t" {{ deal {{ between US, JP\n'
     f'dated 2025-07-05  against now  term a: {CARS} rate 25% }} expect JP.a met }}\n', []),
    ("DC438", deal(f"term a: {CARS} rate 15%\nterm b: {CARS} rate 20% from 2025-10-01"), []),
    ("DC438", deal(f"term a: {CARS} rate 15% from 2025-10-01\nterm b: {CARS} rate 20%"), []),
    ("DC438", deal("term a: tariff by US from JP on hs 8702, 8703 layer s232_autos rate 15%\n"
     "term b: tariff by US from JP on hs 8702 layer s232_autos rate 10%\n"
     "term c: tariff by US from JP on hs 8703 layer s232_autos rate 5%"),
     ["tariff by US from JP on hs 8702, 8703 layer s232_autos"]),
    ("DC438", deal("term a: tariff by US from JP on hs 8702 .. 8704 layer s232_autos rate 15%\n"
     "term b: tariff by US from JP on hs 8702 layer s232_autos rate 10%\n"
     "term c: tariff by US from JP on hs 8703 layer s232_autos rate 5%"), []),
    ("DC438", deal("term a: tariff by US from JP on hs 8702, 8703 layer s232_autos rate 15%\n"
     "term b: tariff by US from JP on hs 8702 layer s232_autos rate 10%\n"
     "term c [JP]: tariff by US from JP on hs 8703 layer s232_autos rate 5%"), []),
    ("DC438", deal(f"{LATE}term a: {CARS} rate 15%\nterm b if late: {CARS} rate 20%"), []),
    ("DC438", deal(f"{LATE}term a if late: {CARS} rate 20%\nterm b: {CARS} rate 15%"), []),
    # Fields that one names and the other does not stand side by side.
    ("DC438", deal("term a: tariff by US from JP on hs 8703 layer s232_autos rate 15%\n"
     "term b: tariff by US from JP on hs 8703 layer s232_autos share 60%"), []),
    ("DC439", deal("term a: end tariff by US from JP on hs 8703 layer s232_autos"), []),
    ("DC439", deal("term a: end tariff by US from JP on hs 8704 layer s232_autos"),
     ["tariff by US from JP on hs 8704 layer s232_autos"]),
    ("DC439", deal("term a: end export_cap by JP to US"), ["export_cap by JP to US"]),
    ("DC439", deal("term a: end tariff by US from JP"), []),
    ("DC439", deal("term a: end tax by CA on digital", between="US, CA"), []),
    ("DC439", f"{HEAD}{NOW}baseline b on 2025-08-01 {{ include now  end tax by CA on digital }}", []),
    ("DC439", f"{HEAD}{NOW}baseline b on 2025-08-01 {{ include now  end tax by UK on digital }}",
     ["tax by UK on digital"]),
    ("DC439", f"{HEAD}{NOW}baseline b on 2025-08-01 {{ include now  end tariff by CN from US on hs 1201 }}", []),
    ("DC439", f"{HEAD}{NOW}baseline b on 2025-08-01 {{ include now  end tariff by CN from US layer ad }}",
     ["tariff by CN from US layer ad"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "pieces"), EFFECTS)
def test_effects(code: str, text: str, pieces: list[str]) -> None:
    assert found(code, text) == pieces


# ---- Who, and how much -----------------------------------------------------------------------------------------------

QUOTA = "tariff_quota by JP from US"
SIDES = [
    ("DC440", deal(f"term a: {CARS} rate 15%"), []),
    ("DC440", deal("term a: tariff by CH from JP on hs 8703 rate 0%"), ["CH"]),
    ("DC440", deal("term a: tariff by CH | US from JP on hs 8703 rate 0%"), []),
    ("DC440", deal("term a: tariff by FR from US on hs 8703 rate 0%", between="US, EU"), []),
    ("DC440", deal("term a: tariff by EU from US on hs 8703 rate 0%", between="US, FR"), []),
    ("DC440", deal("term a: tariff by US from CN on hs 8703 layer x rate 0%"), []),
    ("DC440", deal(f"term a proposed by KR opposed by JP: {CARS} rate 15%"), ["KR"]),
    ("DC440", deal(f"term a proposed by US opposed by KR: {CARS} rate 15%"), []),
    ("DC440", deal(f"term a [KR]: {CARS} rate 15%"), ["KR"]),
    ("DC440", deal(f"term a: {CARS} rate [US opposed by KR: 15% | JP, KR: 5%]"), ["KR"]),
    ("DC440", deal(f"term a: {CARS} rate [15% | 5%]"), []),
    ("DC441", deal(f"term a: {QUOTA} on hs 1001 volume 5 t in_rate 0%"), [f"{QUOTA} on hs 1001"]),
    ("DC441", deal(f"term a: {QUOTA} on hs 1001 amount USD 5 mn in_rate 0%"), [f"{QUOTA} on hs 1001"]),
    ("DC441", deal(f"term a: {QUOTA} on hs 1006.30 volume 5 t in_rate 0%"), []),
    ("DC441", deal(f"term a:\n{QUOTA} on hs 1001 volume 5 t in_rate 0%\ntariff by JP from US on hs 10 rate 9%"), []),
    ("DC441", deal("term a: tariff_quota by KR from US on hs 1001 volume 5 t in_rate 0%", between="US, KR"), []),
    ("DC441", deal("term a: tariff_quota by US from JP on hs 1001 volume 5 t in_rate 0%"), []),
    ("DC441", deal(f"term a: {QUOTA} on hs 1001 in_rate 0%"), []),
    ("DC442", deal(f"term a: {QUOTA} on hs 1006 volume 5 t"), [f"{QUOTA} on hs 1006"]),
    ("DC442", deal(f"term a: {QUOTA} on hs 1006 volume 5 t in_rate 0%"), []),
    ("DC442", deal("term a: tariff_quota by JP from everyone on hs 1006 volume 5 t"), []),
    ("DC442", deal("term a: tariff_quota by JP from everyone on hs 1006 volume old volume + 5 t per year"), []),
    ("DC442", deal("term a: end tariff_quota by JP from everyone on hs 1006"), []),
    ("DC442", deal("term a: import_quota by JP from US on hs 1006 volume 5 t"), []),
    ("DC442", f"{HEAD}baseline b on 2025-07-01 {{ {QUOTA} on hs 1006 volume 5 t }}", [f"{QUOTA} on hs 1006"]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "pieces"), SIDES)
def test_sides_and_quotas(code: str, text: str, pieces: list[str]) -> None:
    assert found(code, text) == pieces


# ---- Days and stages -------------------------------------------------------------------------------------------------

STAGED = f"term a: {CARS} rate"
DAYS = [
    ("DC443", deal("", "effective 2025-07-01"), []),
    ("DC443", deal("", "effective 2025-06-30"), ["2025-06-30"]),
    ("DC443", deal("", "signed 2025-06-30"), ["2025-06-30"]),
    ("DC443", deal("", "signed 2025-06-30  effective 2025-08-01"), []),
    ("DC443", deal("", "dated 2025-06-01  signed 2025-07-02"), []),
    ("DC443", deal(f"{STAGED} 15% from 2025-06-30"), ["2025-06-30"]),
    ("DC443", deal(f"{STAGED} 15% from 2025-07-02"), []),
    ("DC443", deal(f"term a: {CARS} from 2025-06-30 until 2026-01-01 rate 15%"), ["2025-06-30"]),
    ("DC443", deal("term a: purchase by JP from US on everything amount USD 8 bn per year from 2025-01-01"), []),
    ("DC443", deal(f"{LATE}{STAGED} 15% from first day of month of late"), []),
    ("DC444", deal("", "signed 2025-07-05  effective 2025-07-09  expires 2025-07-09"), []),
    ("DC444", deal("", "signed 2025-07-05  effective 2025-07-09  expires 2025-07-08"), ["2025-07-08"]),
    ("DC444", deal("", "dated 2025-07-06  signed 2025-07-05"), ["2025-07-05"]),
    ("DC444", deal("", "dated 2025-07-05  signed 2025-07-05"), []),
    ("DC444", deal("", "signed 2026-07-05  effective 2025-07-05"), []),
    ("DC444", deal("", "signed 2026-07-10  effective 2025-07-05"), ["2025-07-05"]),
    ("DC444", deal(f"term a: {CARS} from 2025-10-01 until 2025-09-30 rate 1%"), ["2025-09-30"]),
    ("DC444", deal(f"term a: {CARS} from 2025-10-01 until 2025-10-01 rate 1%"), []),
    ("DC445", deal("", ""), ["d"]),
    ("DC445", deal("", "expires 2030-01-01"), ["d"]),
    ("DC445", deal("", "dated 2025-07-05"), []),
    ("DC445", deal("", "effective [US: 2025-08-01 | JP: 2025-09-01]"), []),
    ("DC446", deal(f"{STAGED} 20%, 15% from 2025-07-10"), []),
    ("DC446", deal(f"{STAGED} 20%, 15% from 2025-07-09"), ["20%"]),
    ("DC446", deal(f"{STAGED} 20% from 2025-08-01, 15% from 2026-01-01"), []),
    ("DC446", deal(f"{STAGED} 20%, 15% from 2026-01-01", f"{DATES}  expires 2026-01-01"), []),
    ("DC446", deal(f"{STAGED} 20%, 15% from 2026-01-02", f"{DATES}  expires 2026-01-01"), ["15% from 2026-01-02"]),
    ("DC446", deal(f"{STAGED} 20%, 15% from 2026-01-02 until 2025-12-31"), ["15% from 2026-01-02"]),
    ("DC446", deal(f"{STAGED} 20%, 20% from 2026-01-02"), ["20% from 2026-01-02"]),
    ("DC446", deal(f"{STAGED} 20%, 15% from 2026-01-02, 20% from 2027-01-02"), []),
    ("DC446", deal(f"{STAGED} 25% to 0% in 5 equal yearly steps from 2026-01-01"), []),
    ("DC446", deal(f"{STAGED} 25% to 25% in 5 equal yearly steps from 2026-01-01"),
     ["25% to 25% in 5 equal yearly steps from 2026-01-01"]),
    ("DC446", deal(f"{STAGED} 25% to 0% in 5 equal yearly steps from 2026-01-01", f"{DATES}  expires 2029-12-31"),
     ["25% to 0% in 5 equal yearly steps from 2026-01-01"]),
    ("DC446", deal(f"{LATE}{STAGED} 20%, 15% from day of late"), []),
    ("DC446", f"{HEAD}baseline b on 2025-07-01 {{ tariff by US from JP layer x on hs 87 rate 9%, 8% from 2020-01-01 }}",
     []),
    ("DC447", deal(f"{STAGED} 20%, 15% from 2026-01-01, 52% from 2027-01-01, 5% from 2028-01-01"),
     ["52% from 2027-01-01"]),
    ("DC447", deal(f"{STAGED} 20%, 1.5% from 2026-01-01, 10% from 2027-01-01, 5% from 2028-01-01"),
     ["1.5% from 2026-01-01"]),
    ("DC447", deal(f"{STAGED} 20%, 15% from 2026-01-01, 10% from 2027-01-01, 5% from 2028-01-01"), []),
    ("DC447", deal(f"{STAGED} 20%, 15% from 2026-01-01, 20% from 2027-01-01"), []),
    ("DC447", deal(f"{STAGED} 20%, 15% from 2026-01-01, 20% from 2027-01-01, 15% from 2028-01-01"), []),
    ("DC447", deal(f"{STAGED} 20%, 15% from 2026-01-01, 10% from 2027-01-01, 25% from 2028-01-01"), []),
    ("DC448", deal(f"{STAGED} [US: 15% | JP: 15%]"), ["JP: 15%"]),
    ("DC448", deal(f"{STAGED} [US: 15% | JP: 15.0%]"), []),
    ("DC448", deal(f"{STAGED} [US: 15% | JP: 15%, 5% from 2026-01-01]"), []),
    ("DC448", deal(f"{STAGED} [US: ? | JP: ?]"), ["JP: ?"]),
    ("DC448", deal(f"{STAGED} [?]"), []),
    ("DC448", deal(f"{STAGED} [10% .. 15%]"), []),
    ("DC448", deal(f"{STAGED} [15% .. 15%]"), ["[15% .. 15%]"]),
    ("DC449", deal(f"{STAGED} 900%"), []),
    ("DC449", deal(f"{STAGED} 1_500%"), ["1_500%"]),
    ("DC449", deal(f"{STAGED} [US: 2500% | JP: 15%]"), ["2500%"]),
    ("DC449", deal("term a: purchase by JP from US on everything amount USD 1_500 bn"), []),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "pieces"), DAYS)
def test_days_and_stages(code: str, text: str, pieces: list[str]) -> None:
    assert found(code, text) == pieces


def test_a_dateless_deal_is_looked_at_from_the_day_asked_for() -> None:
    text = deal(f"term a: {GENERAL} rate 24%", "")
    for day, expected in ((date(2025, 7, 8), []), (date(2025, 7, 9), [("DC437", "a")])):
        assert told(linted(text, "DC437", options=LintOptions(as_of=day))) == expected


def test_every_headline_names_what_is_meant() -> None:
    text = deal(f"term a:\n{CARS} rate 25%\n{GENERAL} rate 5%\nterm b: tariff by US from JP on hs 8704 layer x rate 0%")
    (finding,) = linted(text, "DC437").findings
    assert finding.found.headline == "a measure of `a` restates the status quo"
    other = deal("term a: tariff by US from JP on hs 8704 layer s232_autos rate old rate * 0.9")
    (finding,) = linted(other, "DC437").findings
    assert finding.found.headline == "`a` changes nothing that is in force"


def test_many_terms_take_no_longer_than_reading_them() -> None:
    codes = [code for code in names().names if len(code) == 6][:600]
    terms = "\n".join(
        f"term t{at}:\ntariff by US from JP on hs {code[:4]}.{code[4:]} layer reciprocal rate {at % 9}%\n"
        f"{QUOTA} on hs {code[:4]}.{code[4:]} volume 1_000 t per year in_rate 0%"
        for at, code in enumerate(codes)
    )
    looked = api.lint(draft(deal(terms)), LintOptions(), rules("DC437", "DC438", "DC439", "DC441"))
    assert len(looked.findings) < len(codes)
