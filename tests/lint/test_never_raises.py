"""Whatever the text: lint finds something or says why it did not look, and fixes keep their promise."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.rule import all_rules
from tests.lint.samples import draft, nomenclature_options

RULES = all_rules()
PIECE = re.compile(r'"[^"\n]*"|#[^\n]*|[\w.%]+|\s+|[^\w\s]')
INSERTED = (
    "not ",
    "0% ",
    "200% ",
    "2020-01-01 ",
    "everything ",
    "| everything ",
    "old rate ",
    "",
    "# dealcheck: ignore[x]\n",
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([(rule, text) for rule in RULES for text in (rule.bad, rule.good)]),
    st.integers(min_value=0),
    st.sampled_from(INSERTED),
)
def test_lint_never_raises(sample: tuple[object, str], at: int, inserted: str) -> None:
    rule, text = sample
    pieces = PIECE.findall(text)
    pieces[at % len(pieces)] = inserted
    files = dict(rule.files)  # type: ignore[attr-defined]
    options = nomenclature_options(LintOptions(date(2025, 9, 1)))
    outcome = api.fix(draft("".join(pieces), files), options, RULES, unsafe=True)
    assert outcome.faults == ()
    for finding in outcome.linted.findings:
        assert finding.found.headline
