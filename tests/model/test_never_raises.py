"""Whatever a text says, the model is made and the faults are told."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcheck.codes import files as file_codes
from dealcheck.codes import kinds, names
from tests.model.files import resolved

_TOKEN = re.compile(r'"[^"\n]*"|\d{4}-\d\d-\d\d|[\d._]+%?|\w+|==>.*|\s+|\S')
_SAMPLES = [
    text
    for code in (*names.CODES, *kinds.CODES, *file_codes.CODES)
    for text in (code.bad, code.good)
    if len(text) < 2_000
]
_WORDS = sorted({token for text in _SAMPLES for token in _TOKEN.findall(text) if not token.isspace()})


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_SAMPLES), st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(_WORDS)), max_size=4))
def test_samples_with_other_words_in_them(sample: str, changes: list[tuple[int, str]]) -> None:
    tokens = _TOKEN.findall(sample)
    for at, word in changes:
        tokens[at % len(tokens)] = word
    found = resolved("".join(tokens))
    assert all(fault.headline for fault in found.diagnostics)
    assert all(line.party for line in found.model.lines)


CHAINS = {
    "products": ("product p{} = p{}\n", "product p{} = hs 01\n"),
    "groups": ("group p{} = p{}\n", "group p{} = JP\n"),
    "baselines": ("baseline p{} on 2025-01-01 {{ include p{} }}\n", "baseline p{} on 2025-01-01 {{ }}\n"),
    "deals": (
        "deal p{} {{ between US, JP  against b with p{} }}\n",
        "deal p{} {{ between US, JP  against b }}\nbaseline b on 2025-01-01 {{ }}\n",
    ),
}


@pytest.mark.parametrize("sort", CHAINS)
def test_long_chains_are_refused(sort: str) -> None:
    link, last = CHAINS[sort]
    count = 2_000
    text = "".join(link.format(number, number + 1) for number in range(count)) + last.format(count)
    assert {fault.code for fault in resolved(text).diagnostics} == {"DC216"}


def test_what_includes_twice_costs_no_more() -> None:
    text = "".join(
        f"baseline b{number} on 2025-01-01 {{ include b{number + 1}  include b{number + 1} }}\n" for number in range(40)
    )
    assert resolved(text + "baseline b40 on 2025-01-01 { }").diagnostics == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "not " * 250 + "no tariff by US",
        "(" * 150 + "no tariff by US" + ")" * 150,
        "no tariff by US" + " unless no tariff by US" * 250,
        "if no tariff by US then " * 120 + "no tariff by US",
        "no tariff by US may have rate > " + "(" * 150 + "5%" + ")" * 150,
        "no tariff by US may have rate > 5%" + " * 1" * 250,
    ],
)
def test_deep_sentences(sentence: str) -> None:
    found = resolved(f"policy JP {{ red line x: {sentence} }}", packs=True)
    assert found.diagnostics == ()
    assert found.model.lines[0].sentence is not None
