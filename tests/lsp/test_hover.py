"""Hover: what is said of a word, and that nothing of a user's text becomes markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from dealcheck.lsp.features.hover import SCALE_NAMES, UNIT_NAMES, hover
from dealcheck.lsp.features.pages import Page, code, link, strong
from dealcheck.syntax.words import scales
from dealcheck.values.units import UNITS
from tests.lsp.texts import HEAD, opened

SOURCE = 'source w "Talks *fail*" { publisher "The Paper"  date 2025-07-01  url "https://paper.example/a" }\n'

SAMPLES: list[tuple[str, str, list[str]]] = [
    (
        "policy JP { red line a: no tariff by US from JP on au▮tos may have rate > 5% }",
        "autos",
        [
            "autos Passenger cars (product)", "8703.22 Vehicles", "in force on 2025-07-01 (mid_2025)",
            "layer mfn: 2.5% (us_schedule)", "layer s232_autos: 25%", "layer reciprocal: displaced (10%)",
            "total duty: 27.5%", "in goods.policy, which ships with dealcheck",
        ],
    ),
    (
        "deal d { between US, JP  against mid_2025  effective 2025-07-01\n"
        "  term t: tariff by US from JP on au▮tos layer s232_autos rate 5% }",
        "autos",
        ["layer s232_autos: 25%, under the draft 5%", "total duty: 27.5%, under the draft 7.5%"],
    ),
    (
        "policy JP { red line a: no tariff by US from JP on hs 8703.▮22, 8704 may have rate > 5% }",
        "8703.22",
        ["HS 8703.22 Vehicles", "8703 Motor cars", "layer mfn: 2.5%", "total duty: 27.5%"],
    ),
    ("product p = hs 8407.31 .. 8407.3▮4", "8407.34", ["HS 8407.34 Engines"]),
    ("product p = hs 8703.22.01▮", "8703.22.01", ["(in 8703.22)"]),
    ("product p = hs 99▮99", "9999", ["HS 9999"]),
    ("policy JP { red line a: no tar▮iff by US }", "tariff", ["Customs duty", "layer name, mfn if left", "less is"]),
    ("policy JP { red line a: no du▮ty by US }", "duty", ["Total duty", "by party"]),
    ("policy JP { red line a: every tariff by US must have ra▮te < 5% }", "rate", ["a field of tariff", "less is"]),
    (
        "policy JP { red line a: every regulation by US must have action = de▮lay }",
        "delay",
        ["a value of action"],
    ),
    (
        SOURCE + 'policy JP { red line a▮ "No *cars*" says "Akazawa" cites w "never [x](y)" active from 2025-06-01: no'
        ' tariff by US reading soft "Softer": no duty by US }',
        "a",
        [
            "JP.a No *cars* (red line)", "says Akazawa", "active from 2025-06-01", "no tariff by US",
            "soft Softer no duty by US", "cites w Talks *fail* (The Paper) (2025-07-01) https://paper.example/a",
            '"never [x](y)"',
        ],
    ),
    (
        SOURCE + 'policy JP { red line a cites w▮ "never": no tariff by US }',
        "w",
        ["w Talks *fail* (source)", "publisher The Paper", "url https://paper.example/a", '"never"'],
    ),
    ("event ratified▮ on 2025-03-01", "ratified", ["happens on 2025-03-01"]),
    ("event ratified▮", "ratified", ["no text says on which day"]),
    ("fact limit▮ = 25% on 2025-01-01", "limit", ["25% on 2025-01-01"]),
    ("policy J▮P { }", "JP", ["JP Japan (party)"]),
    ('party X "Exland" members US, JP\npolicy X▮ { }', "X", ["X Exland (party)", "members US, JP"]),
    ("deal d { between US, JP  against mid▮_2025 }", "mid_2025", ["in force on 2025-07-01", "baseline"]),
    ('topic web.mine "Mine"\npolicy JP { red line a: no regulation by US on web▮.mine }', "web.mine", ["Mine"]),
    ("policy JP { red line a: every tariff_quota by JP must have volume > 5 k▮t }", "kt", ["kilotonnes", "mass"]),
    ("policy JP { red line a: every tariff by JP must have rate < 5 p▮p }", "pp", ["percentage points"]),
    ("policy JP { red line a: ev▮ery tariff by JP must have rate < 5% }", "every", ["Every existing point"]),
    ("policy JP { red line a: no tariff by every▮one }", "everyone", ["Every party but the author"]),
    ('test "x" { deal { between US, JP against mid_2025 } expect JP.a viol▮ated }', "violated", ["does not hold"]),
    ("kind k { key by: party value v: quan▮tity }", "quantity", ["An amount of goods"]),
    ("policy JP { red line a: no tariff by US on au▮tos must have }", "autos", ["Passenger cars"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "word", "said"), SAMPLES, ids=[text[-40:] for text, _, _ in SAMPLES])
def test_what_is_said_of_a_word(tmp_path: Path, text: str, word: str, said: list[str]) -> None:
    desk = opened(tmp_path, HEAD + text)
    found = hover(desk.analysis, desk.position, markdown=False)
    assert found is not None
    assert found.range is not None
    assert desk.text_of(found.range) == word
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind is types.MarkupKind.PlainText
    for each in said:
        assert each in found.contents.value


NOTHING = ["▮", "# tar▮iff", 'deal d "tar▮iff" { }', "deal d ▮{ }", "  ▮  ", "policy JP { red line b▮: }"]


@pytest.mark.parametrize("text", NOTHING[:-1])
def test_of_nothing_nothing_is_said(tmp_path: Path, text: str) -> None:
    desk = opened(tmp_path, text)
    assert hover(desk.analysis, desk.position) is None


def test_the_verdict_is_told_once_it_is_known(tmp_path: Path) -> None:
    text = (
        'policy JP { red line cars▮ "Cars": no tariff by US from JP on autos layer s232_autos may have rate >= 5% }\n'
        "deal d { between US, JP  against mid_2025  effective 2025-07-01 }"
    )
    desk = opened(tmp_path, HEAD + text, name="main.deal")
    before = hover(desk.analysis, desk.position, markdown=False)
    assert desk.analysis.report is not None
    after = hover(desk.analysis, desk.position, markdown=False)
    assert before is not None
    assert after is not None
    assert "violated" not in str(before.contents)
    assert "violated under d" in str(after.contents)


def test_a_users_text_is_no_markup(tmp_path: Path) -> None:
    text = 'policy JP { red line a▮ "<b>[x](javascript:y)</b> *z* `q` | ![i](u)": no tariff by US }'
    desk = opened(tmp_path, HEAD + text)
    found = hover(desk.analysis, desk.position)
    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    first = found.contents.value.splitlines()[0]
    assert r"\<b\>\[x\]\(javascript:y\)\</b\> \*z\* \`q\` \| !\[i\]\(u\)" in first


def test_every_unit_has_a_name() -> None:
    assert set(UNITS) <= set(UNIT_NAMES)
    assert set(scales()) == set(SCALE_NAMES)


@given(st.text(max_size=60))
def test_markdown_is_escaped_whatever_it_is(text: str) -> None:
    page = Page()
    page.text(text)
    page.text(code(text), strong(text), link(text))
    page.items([text, text])
    page.quote(text)
    value = page.markup(markdown=True).value
    bare = value.replace("\\\\", "")
    for sign in "<[":
        at = bare.find(sign)
        while at > 0 and sign == "<":
            # Either escaped, or within code, or the target of a link that dealcheck itself made.
            line = bare[bare.rfind("\n", 0, at) + 1 :].partition("\n")[0]
            assert bare[at - 1] == "\\" or "`" in line or "](<http" in line
            at = bare.find(sign, at + 1)
    assert "\n#" not in f"\n{value}"
    assert page.markup(markdown=False).value.isprintable() or "\n" in page.markup(markdown=False).value


@given(st.text(alphabet="`ab \n", min_size=1, max_size=20))
def test_a_fence_is_longer_than_any_run_of_backticks_within(text: str) -> None:
    page = Page()
    page.written(text)
    value = page.markup(markdown=True).value
    if value:
        fence = value[: len(value) - len(value.lstrip("`"))]
        assert value.endswith("\n" + fence)
        assert fence not in value[len(fence) : -len(fence)]
