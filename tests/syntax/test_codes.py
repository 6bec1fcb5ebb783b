"""Every code of this range has a page, a sample that gives it and nothing else, and a near miss that is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dealcheck.syntax
from dealcheck.codes import Code, all_codes
from dealcheck.codes.text import CODES
from dealcheck.source import Source
from dealcheck.syntax.grammar import grammar_folder
from dealcheck.syntax.parse import parse
from dealcheck.syntax.samples import read_samples

ALONE = [code for code in CODES if code.bad and code.code != "DC123"]
"""DC123 comes after others, and a sample for DC114 would be too large to show."""


def given(text: str) -> list[str]:
    return [fault.code for fault in parse(Source("sample", text)).diagnostics]


@pytest.mark.parametrize("code", ALONE, ids=lambda code: code.code)
def test_the_bad_sample_gives_the_code_once(code: Code) -> None:
    assert given(code.bad) == [code.code]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_the_good_sample_is_sound(code: Code) -> None:
    assert given(code.good) == []


def test_too_many_errors_come_last() -> None:
    code = next(code for code in CODES if code.code == "DC123")
    assert given(code.bad)[-1] == "DC123"


def test_every_code_that_the_syntax_gives_has_a_page() -> None:
    folder = Path(dealcheck.syntax.__file__).parent
    found = {
        code for file in folder.glob("*.py") for code in re.findall(r'"(DC1\d\d)"', file.read_text(encoding="utf-8"))
    }
    found |= {sample.code for sample in read_samples(grammar_folder())}
    assert found == {code.code for code in CODES}


def test_all_codes_are_in_order_and_their_own() -> None:
    codes = [code.code for code in all_codes()]
    assert codes == sorted(set(codes))
    assert len({code.name for code in all_codes()}) == len(codes)
    assert all(code.title and code.page.strip() for code in all_codes())
