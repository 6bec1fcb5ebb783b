"""The registry of codes: each has a page and a name of its own, and what the program says is what is registered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dealcheck
from dealcheck.codes import Code, all_codes
from dealcheck.lint.rule import all_rules
from dealcheck.report.pages import all_pages

PACKAGE = Path(dealcheck.__file__).parent
LAW = re.compile(r"\b(illegal|void|breach|default|binding)\b", re.IGNORECASE)
"""Terms of law, which no message may use: a party's line is not the law."""

TOO_LONG = {"DC114"}
"""Codes whose samples would fill megabytes."""


def test_codes_and_names_are_unique() -> None:
    codes = all_codes()
    assert len({code.code for code in codes}) == len(codes)
    names = [code.name for code in codes]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("code", all_codes(), ids=lambda code: code.code)
def test_every_code_has_a_page_and_two_samples(code: Code) -> None:
    assert re.fullmatch(r"DC[1-9]\d\d", code.code)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code.name)
    assert code.title
    assert len(code.page.split()) > 8
    samples = {code.bad, code.good} - {""}
    assert len(samples) == (0 if code.code in TOO_LONG else 2)
    assert not LAW.search(code.page + code.title)


def test_every_code_that_is_given_is_registered_and_the_other_way_round() -> None:
    given = {
        code
        for path in PACKAGE.rglob("*.py")
        if "codes" not in path.parts
        for code in re.findall(r"\bDC[1-9]\d\d\b", path.read_text(encoding="utf-8"))
    }
    assert given == {page.code for page in all_pages()}


def test_rules_and_codes_have_names_of_their_own() -> None:
    pages = all_pages()
    assert len({page.code for page in pages}) == len({page.name for page in pages}) == len(pages)
    assert {code.code[2] for code in all_codes()} & {rule.code[2] for rule in all_rules()} == set()
