"""The samples of DC5xx, checked as a user would check them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealcheck import api
from dealcheck.codes import Code
from dealcheck.codes.verdicts import CODES
from dealcheck.loader import Library, Shelf
from dealcheck.report.words import VERDICT_CODES, remarks
from dealcheck.source import Source


def codes_of(text: str, folder: Path) -> set[str]:
    draft = api.Draft(Source("sample.deal", text), Library(Shelf(), folder))
    result = api.check([draft], api.CheckOptions())
    assert result.everything == (), [found.headline for found in result.everything]
    lines = [line for deal in result.deals for line in deal.checked.lines]
    assert lines
    verdicts = {VERDICT_CODES[line.verdict] for line in lines if line.verdict in VERDICT_CODES}
    return verdicts | {remark.code for line in lines for remark in remarks(line)}


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.code)
def test_the_bad_sample_shows_the_code_and_the_good_one_does_not(code: Code, tmp_path: Path) -> None:
    assert code.code in codes_of(code.bad, tmp_path)
    assert code.code not in codes_of(code.good, tmp_path)
