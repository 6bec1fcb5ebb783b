"""Rows of tables as measures, goods and weights, and what is wrong with their cells."""

from __future__ import annotations

import time
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.model.records import FieldSpec, Literal, Setting
from dealcheck.model.resolve import resolve
from dealcheck.model.rows import read_cell
from dealcheck.model.tables import disjoint, read_code
from dealcheck.scopes import IntervalSet, code_interval
from dealcheck.source import Source
from dealcheck.syntax.parse import parse
from dealcheck.values import Money, Quantity, Rate, ValueFault, Word
from tests.model.files import Files, resolved, split

LEVY = "kind levy { key by: party  key on: goods  value rate: rate  value share: percent  absent unknown }\n"


def _text(rows: str, mapping: str = "on = code  rate = rate", more: str = "") -> str:
    return (
        f'{LEVY}baseline b on 2025-07-01 {{ levy by US table "t.csv" {{ {mapping} }} {more} }}\n==> t.csv <==\n{rows}'
    )


def _setting(rows: str, mapping: str = "on = code  rate = rate", more: str = "") -> Setting:
    found = resolved(_text(rows, mapping, more))
    assert found.diagnostics == ()
    return found.model.baselines["b"].settings[0]


def _rows(setting: Setting) -> list[tuple[int, int, object, int]]:
    found: list[tuple[int, int, object, int]] = []
    for row in setting.rows or ():
        stage = row.plans[0].stages[0].value
        assert isinstance(stage, Literal)
        found.append((row.low, row.high, stage.value, row.row))
    return found


def test_one_measure_for_each_row() -> None:
    setting = _setting("code,rate\n0101,2%\n8703.22,2.5%\n")
    assert _rows(setting) == [(*code_interval("0101"), Rate(2), 2), (*code_interval("870322"), Rate(Fraction(5, 2)), 3)]
    assert setting.codes == (code_interval("0101"), code_interval("870322"))
    assert setting.region.on == IntervalSet.codes(["0101", "870322"])
    assert setting.plans == ()
    assert not setting.general


def test_a_longer_code_wins_over_a_shorter() -> None:
    low, high = code_interval("8703")
    inner = code_interval("870380")
    assert _rows(_setting("code,rate\n870380,0%\n8703,10%\n")) == [
        (low, inner[0], Rate(10), 3),
        (*inner, Rate(0), 2),
        (inner[1], high, Rate(10), 3),
    ]


def test_what_is_not_known_is_left_out_even_of_a_shorter_code() -> None:
    low, high = code_interval("8703")
    inner = code_interval("870380")
    setting = _setting("code,rate\n8703,10%\n870380,?\n")
    assert [(row[0], row[1]) for row in _rows(setting)] == [(low, inner[0]), (inner[1], high)]
    assert setting.region.on == IntervalSet.codes(["8703"]) - IntervalSet.codes(["870380"])


def test_columns_of_later_stages_and_fields_of_every_row() -> None:
    mapping = "on = code  rate = now  rate from 2026-01-01 = later"
    setting = _setting("code,now,later\n01,2%,1%\n02,?,1%\n", mapping)
    first, second = setting.rows or ()
    assert [stage.since for stage in first.plans[0].stages] == [None, date(2026, 1, 1)]
    assert len(second.plans[0].stages) == 1
    text = _text("code,rate\n01,2%\n").replace("}  }", "} share 40% }")
    row = (resolved(text).model.baselines["b"].settings[0].rows or ())[0]
    assert [plan.field for plan in row.plans] == ["rate", "share"]


def test_rows_of_like_texts_share_their_plans() -> None:
    first, second = _setting("code,rate\n01,2%\n02,2%\n").rows or ()
    assert first.plans is second.plans


def test_a_table_is_read_once_for_checks_that_follow_one_another() -> None:
    def rows(files: Files, main: str = "main.deal") -> object:
        return resolve([parse(files.sources[main]).file], files).model.baselines["b"].settings[0].rows

    files = Files(split(_text("code,rate\n0101,2%\n")))
    assert rows(files) is rows(files)
    files.sources["t.csv"] = Source("t.csv", "code,rate\n0101,3%\n")
    changed = _setting("code,rate\n0101,3%\n")
    assert [row.plans[0].stages[0].value.value for row in rows(files)] == [Rate(3)]  # type: ignore[attr-defined]
    assert _rows(changed)[0][2] == Rate(3)


@pytest.mark.parametrize("kind", ["value rate: rate", "value rate: percent", "value rate: rate  absent unknown"])
def test_what_is_made_of_a_table_depends_on_the_kind_that_reads_it(kind: str) -> None:
    """The places stay the same, and only the kind, which stands in a file of its own, is another."""
    table = "code,rate\n0101,?\n0102,2 USD/kg\n"
    main = Source(
        "main.deal", 'use "kinds"\nbaseline b on 2025-07-01 { levy by US table "t.csv" { on = code  rate = rate } }'
    )
    told = []
    for each in ("value rate: rate  absent unknown", kind, "value rate: rate  absent unknown"):
        files = Files({"kinds.policy": f"kind levy {{ key by: party  key on: goods  {each} }}", "t.csv": table})
        told.append([found.code for found in resolve([parse(main).file], files).diagnostics])
    unknown = "absent unknown" in kind
    assert told == [[], [] if unknown else ["DC905"] * (1 if "rate: rate" in kind else 2), []]


def test_rows_outside_the_goods_of_the_measure_are_left_out() -> None:
    text = _text("code,rate\n01,2%\n02,3%\n").replace("by US table", "by US on hs 0101, 02 table")
    rows = resolved(text).model.baselines["b"].settings[0].rows or ()
    assert [(row.low, row.high) for row in rows] == [code_interval("0101"), code_interval("02")]


BAD = [
    ("code,rate\n101,2%\n", ["DC904 101"]),
    ('code,rate\n"x, y",2%\n', ['DC904 "x, y"']),
    ("code,rate\n0101,2.5\n\n0102,2%x\n", ["DC905 2.5", "DC905 2%x"]),
    ("code,rate\n0101\n", ["DC905 0101"]),
    ("code,rate\n0101,2%\n0101,3%\n", ["DC906 0101"]),
    ("code,rate\n0101,2%\n0101,2%\n", []),
    ("kode,rate\n0101,2%\n", ["DC903 code"]),
    ("", ['DC907 "t.csv"']),
    ('code,rate\n0101,"2%\n', ['DC907 "t.csv"']),
]


@pytest.mark.parametrize(("rows", "expected"), BAD)
def test_bad_cells_each_at_its_place(rows: str, expected: list[str]) -> None:
    found = resolved(_text(rows))
    shown = [f"{fault.code} {fault.place.text if fault.place else ''}".strip() for fault in found.diagnostics]
    assert shown == expected


def test_a_bad_cell_says_its_file_row_and_column() -> None:
    (fault,) = resolved(_text("code,rate\r\n0101,2%\r\n0102,x\r\n")).diagnostics
    assert fault.headline.startswith("t.csv, row 3, rate: ")
    assert fault.place is not None
    assert (fault.place.source.name, fault.place.line, fault.place.column) == ("t.csv", 3, 6)
    assert [label.place.source.name for label in fault.labels] == ["main.deal"]


def test_both_rows_of_a_contradiction() -> None:
    (fault,) = resolved(_text("code,rate\n01,2%\n02,2%\n01,3%\n")).diagnostics
    assert "rows 2 and 4" in fault.headline
    assert [label.place.line for label in fault.labels][:1] == [2]


def test_many_bad_cells_are_cut_short() -> None:
    faults = resolved(_text("code,rate\n" + "x,1%\n" * 200)).diagnostics
    assert len(faults) == 51
    assert "150 more" in faults[-1].headline


def test_not_known_only_where_the_kind_says_so() -> None:
    text = _text("code,rate\n01,?\n").replace("absent unknown", "absent none")
    assert [fault.code for fault in resolved(text).diagnostics] == ["DC905"]


def test_weights() -> None:
    text = LEVY + (
        'policy JP { wish w: average rate of levy by US must be <= 5% weighted by "w.csv" { on = c  weight = v } }\n'
        "==> w.csv <==\nc,v\n02,3\n01,1.5\n"
    )
    found = resolved(text)
    assert found.diagnostics == ()
    sentence = found.model.lines[0].sentence
    assert [(low, high) for low, high, _ in sentence.weights] == [code_interval("01"), code_interval("02")]  # type: ignore[union-attr]
    assert [str(weight) for _, _, weight in sentence.weights] == ["3/2", "3"]  # type: ignore[union-attr]


CELLS = [
    ("rate", "2.5% + 6 c/kg", True),
    ("rate", "Free", Rate(0)),
    ("rate", "?", None),
    ("percent", "6 c/kg", False),
    ("quantity", "100_000 t per year", Quantity(100_000_000, "kg", "year")),
    ("quantity", "0", 0),
    ("quantity", "5", False),
    ("money", "USD 5 bn", Money(5 * 10**9, "USD")),
    ("money", "5 t", False),
    ("number", "12", 12),
    ("date", "2026-02-30", False),
    ("text", "anything", "anything"),
    ("name", "fmvss", Word("fmvss")),
    ("name", "two words", False),
    ("choice", "a", Word("a")),
    ("choice", "c", False),
    ("price", "USD 5/kg", True),
    ("duration", "90 days", True),
]


@pytest.mark.parametrize(("type_", "text", "expected"), CELLS)
def test_cells(type_: str, text: str, expected: object) -> None:
    value = read_cell(text, FieldSpec("f", type_, ("a", "b")))
    if expected is True or expected is False:
        assert isinstance(value, ValueFault) is not expected
    else:
        assert value == expected
        assert type(value) is type(expected)


# ---- Laws ------------------------------------------------------------------------------------------------------------

_CODES = st.lists(
    st.tuples(st.sampled_from(["01", "02"]), st.lists(st.sampled_from(["01", "02", "10"]), max_size=4)).map(
        lambda parts: parts[0] + "".join(parts[1])
    ),
    max_size=10,
)


@given(_CODES)
def test_at_each_line_the_longest_code_holds(codes: list[str]) -> None:
    rows = [(*code_interval(code), (code,), number) for number, code in enumerate(codes)]
    pieces = list(disjoint(rows))
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    edges = sorted({edge for low, high, _, _ in rows for edge in (low, high)})
    for element in edges:
        holding = [code for code in codes if code_interval(code)[0] <= element < code_interval(code)[1]]
        found = [row[2][0] for low, high, row in pieces if low <= element < high]
        assert found == ([max(holding, key=len)] if holding else [])


@given(st.text(st.sampled_from("0123456789. x"), max_size=14))
def test_a_code_is_an_interval_or_a_reason(text: str) -> None:
    found = read_code(text)
    digits = text.replace(".", "").replace(" ", "")
    if digits.isdigit() and len(digits) in (2, 4, 6, 8, 10):
        assert found == code_interval(digits)
    else:
        assert isinstance(found, str)


def test_the_schedule_is_read_fast() -> None:
    started = time.perf_counter()
    found = resolved('use "baseline/2025-07-01"')
    elapsed = time.perf_counter() - started
    assert found.diagnostics == ()
    (setting,) = found.model.baselines["us_schedule"].settings
    assert len(setting.rows or ()) > 11_000
    assert elapsed < 2, "some 50 ms on the machine where it was written"
