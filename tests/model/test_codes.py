"""Every code of the model has a page, a sample that shows it and nothing else, and a near miss that is sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dealcheck.model
from dealcheck.codes import files as file_codes
from dealcheck.codes import kinds, names
from dealcheck.codes.names import Code
from tests.model.files import resolved

CODES = (*names.CODES, *kinds.CODES, *file_codes.CODES)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_the_bad_sample_shows_the_code_alone(code: Code) -> None:
    assert [fault.code for fault in resolved(code.bad).diagnostics] == [code.code]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_the_good_sample_is_sound(code: Code) -> None:
    assert resolved(code.good).diagnostics == ()


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_the_bad_sample_points_at_a_place_and_says_what_to_write(code: Code) -> None:
    for fault in resolved(code.bad).diagnostics:
        assert fault.place is not None
        assert fault.headline
        assert fault.label or fault.help


def test_every_code_that_the_model_gives_has_a_page() -> None:
    folder = Path(dealcheck.model.__file__).parent
    given = {
        code for path in folder.glob("*.py") for code in re.findall(r'"(DC\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert given == {code.code for code in CODES}
    assert all(code.page.strip() and code.title for code in CODES)


def test_names_of_codes_are_their_own() -> None:
    assert len({code.name for code in CODES}) == len(CODES) == len({code.code for code in CODES})
