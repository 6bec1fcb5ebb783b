"""Exact numbers: read, shown, and never a binary float."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dealcheck.values
from dealcheck import logic
from dealcheck.limits import DIGITS
from dealcheck.values import Exact, exact, parse_digits, show_exact
from dealcheck.values.exact import is_number
from tests.values.strategies import decimals

MODULES = sorted([*Path(dealcheck.values.__file__).parent.glob("*.py"), Path(logic.__file__)])


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_float_stands_in_the_module(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float | complex)), node.lineno
        assert not (isinstance(node, ast.Name) and node.id in ("float", "complex", "round")), node.lineno
        # `/` on ints makes a float; `over` divides exactly, for one side of it is a Fraction.
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            assert path.name == "exact.py", node.lineno
            assert ast.unparse(node) == "Fraction(numerator) / denominator"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
            assert not {"math", "decimal", "random", "statistics"} & set(names), node.lineno


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("25", 25),
        ("1_000.50", Fraction(2001, 2)),
        ("1_000.00", 1000),
        ("0.1", Fraction(1, 10)),
        ("007", 7),
        ("24.999999999999999999", Fraction(24999999999999999999, 10**18)),
    ],
)
def test_reading_digits(text: str, number: Exact) -> None:
    assert parse_digits(text) == number
    assert type(parse_digits(text)) is (int if Fraction(number).denominator == 1 else Fraction)


@pytest.mark.parametrize(
    "text", ["", ".", "1.", ".5", "1__0", "_1", "1_", "1._5", "1.2.3", "-1", "1e5", "٣", "²", "1 0", "1" * (DIGITS + 1)]
)
def test_what_is_no_number(text: str) -> None:
    assert not is_number(text)
    with pytest.raises(ValueError, match="not a number"):
        parse_digits(text)


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_is_not(text: str) -> None:
    assert not is_number(text) or parse_digits(text) >= 0


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (9999, "9999"),
        (10_000, "10_000"),
        (100_000, "100_000"),
        (-1_234_567, "-1_234_567"),
        (Fraction(25, 2), "12.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 40), "0.025"),
        (Fraction(123456, 10), "12_345.6"),
        (Fraction(40, 3), "40/3"),
        (Fraction(-100_000, 3), "-100_000/3"),
        (Fraction(1, 10**DIGITS), "0." + "0" * (DIGITS - 1) + "1"),
        (Fraction(1, 10 ** (DIGITS + 1)), f"1/{10 ** (DIGITS + 1):_}"),
    ],
)
def test_showing(number: Exact, text: str) -> None:
    assert show_exact(number) == text


def test_a_number_too_long_to_write_out() -> None:
    assert show_exact(10**5000) == "some 10^5000"


@given(decimals)
def test_what_is_shown_reads_back(number: Exact) -> None:
    assert parse_digits(show_exact(number)) == number


@given(st.fractions())
def test_whole_numbers_are_ints(number: Fraction) -> None:
    result = exact(number)
    assert result == number
    assert isinstance(result, int) == (number.denominator == 1)


def test_importing_the_values_loads_no_table_of_currencies() -> None:
    import subprocess
    import sys

    code = "import sys, dealcheck.values as v; v.read_value('1', currency='USD'); print('pycountry' in sys.modules)"
    root = Path(dealcheck.values.__file__).parent.parent.parent
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert answer.stdout.strip() == "False"
