"""Comments that let findings be: where they reach, and the rules about them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealcheck.lint.suppression import suppressions
from dealcheck.source import Source
from dealcheck.syntax.parse import parse
from tests.lint.samples import linted, told

HEAD = 'use "words"\npolicy JP {\n'
LINE = '  red line a "No duty": no tariff by US may have rate > 0%'


def lines(*rows: str) -> str:
    return HEAD + "".join(f"{row}\n" for row in rows) + "}\n"


LET_BE = [
    lines(f"{LINE}  # dealcheck: ignore[DC450] said in a closed meeting"),
    lines("  # dealcheck: ignore[DC450] said in a closed meeting", LINE),
    lines("  # dealcheck: ignore[line-without-source] said", LINE),
    lines("  # dealcheck: ignore[dc450] said", LINE),
    lines("  # dealcheck: ignore [ DC450 ,DC401 ] said", LINE),
    lines("  #dealcheck:ignore[DC450]said", LINE),
    lines("  # dealcheck: ignore[DC450] said", "", "  # another comment", LINE),
    lines("  # dealcheck: ignore[DC450] first", "  # dealcheck: ignore[DC462] second", LINE),
    lines('  red line a "No duty"  # dealcheck: ignore[DC450] said', "    : no tariff by US may have rate > 0%"),
    HEAD.replace("{", "{  " + LINE.strip() + "  # dealcheck: ignore[DC450] on the policy's own row") + "}\n",
]

NOT_LET_BE = [
    lines(f"{LINE}  # dealcheck: ignore[DC451] another rule"),
    lines(LINE, "  # dealcheck: ignore[DC450] below it"),
    lines("  # dealcheck: ignore DC450 no brackets", LINE),
    lines("  # dealcheck: Ignore[DC450] another word", LINE),
    lines("  # note. dealcheck: ignore[DC450] not at the head of the comment", LINE),
    lines('  red line a "# dealcheck: ignore[DC450] a label": no tariff by US may have rate > 0%'),
    "# dealcheck: ignore[DC450] on the policy\n" + lines(LINE)[len('use "words"\n') :].join(['use "words"\n', ""]),
]


@pytest.mark.parametrize("text", LET_BE)
def test_a_comment_lets_a_finding_be(text: str) -> None:
    found = linted(text, "DC450")
    assert found.findings == ()
    assert [finding.rule.code for finding in found.suppressed] == ["DC450"]
    assert found.suppressed[0].let_be is not None


@pytest.mark.parametrize("text", NOT_LET_BE)
def test_a_comment_lets_nothing_else_be(text: str) -> None:
    found = linted(text, "DC450")
    assert [finding.rule.code for finding in found.findings] == ["DC450"]
    assert found.suppressed == ()


def test_the_reason_is_kept() -> None:
    found = linted(LET_BE[0], "DC450")
    comment = found.suppressed[0].let_be
    assert comment is not None
    assert comment.reason == "said in a closed meeting"
    assert comment.place.text == "# dealcheck: ignore[DC450] said in a closed meeting"
    assert [place.text for place in comment.code_places] == ["DC450"]


def test_a_comment_reaches_a_whole_statement_and_no_further() -> None:
    second = LINE.replace(" a ", " b ")
    found = linted(lines("  # dealcheck: ignore[DC450] the first alone", LINE, second), "DC450")
    assert told(found) == [("DC450", "b")]


def test_a_comment_on_a_block_speaks_of_its_head_alone() -> None:
    text = "\n".join(
        [
            'use "words"',
            "baseline now on 2025-07-01 { tariff by US from JP on cars rate 5% }",
            "# dealcheck: ignore[DC474, DC473] both are found in it",
            "deal a {",
            "  between US, JP",
            "  against now",
            "  dated 2025-07-05",
            "}",
            "",
        ]
    )
    assert told(linted(text, "DC474", "DC473")) == [("DC473", "dated 2025-07-05")]


def test_many_comments_within_one_another() -> None:
    row = '  red line a{n} "No duty"  # dealcheck: ignore[DC450] said\n    : no tariff by US may have rate > 0%'
    found = linted(lines(*(row.format(n=number) for number in range(50))), "DC450", "DC490")
    assert found.findings == ()
    assert len(found.suppressed) == 50


# ---- The rules about comments ----------------------------------------------------------------------------------------

ABOUT = ("DC490", "DC491", "DC492", "DC493", "DC494")


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("ignore[DC450] said so", []),
        ("ignore[DC450]", [("DC491", "# dealcheck: ignore[DC450]")]),
        ("ignore[DC450] --", [("DC491", "# dealcheck: ignore[DC450] --")]),
        ("ignore[DC462] said so", [("DC490", "# dealcheck: ignore[DC462] said so")]),
        ("ignore[DC462, DC450] said so", [("DC490", "DC462")]),
        ("ignore[DC450, DC462] said so", [("DC490", "DC462")]),
        ("ignore[DC401] not asked here", []),
        ("ignore[DC45] said so", [("DC492", "DC45")]),
        ("ignore[style] said so", [("DC492", "style")]),
        ("ignore[DC999, DC450] said so", [("DC492", "DC999")]),
        ("ignore", [("DC493", "# dealcheck: ignore")]),
        ("ignore[] said so", [("DC493", "# dealcheck: ignore[] said so")]),
        ("ignore DC450 said so", [("DC493", "# dealcheck: ignore DC450 said so")]),
        ("ingore[DC450] said so", [("DC493", "# dealcheck: ingore[DC450] said so")]),
        ("noqa", [("DC493", "# dealcheck: noqa")]),
        ("see the page on lines", []),
        ("ignore[DC501] said so", [("DC494", "DC501")]),
        ("ignore[violates] said so", [("DC494", "violates")]),
        ("ignore[DC203] said so", [("DC494", "DC203")]),
        ("ignore[DC491] said so", [("DC494", "DC491")]),
    ],
)
def test_the_rules_about_comments(comment: str, expected: list[tuple[str, str]]) -> None:
    found = linted(lines(f"  # dealcheck: {comment}", LINE), "DC450", "DC462", *ABOUT)
    assert [each for each in told(found) if each[0] in ABOUT] == expected


def test_a_verdict_is_waived_and_never_silenced() -> None:
    found = linted(lines("  # dealcheck: ignore[DC501] said so", LINE), "DC494").findings[0].found
    assert found.headline == "DC501 is a verdict, which is never silenced, only waived"
    assert "waive" in found.help


def test_a_misspelt_code_is_answered_with_the_one_that_was_meant() -> None:
    found = linted(lines("  # dealcheck: ignore[line-without-sauce] said", LINE), "DC492").findings[0].found
    assert found.help == "did you mean `line-without-source`?"


def test_no_comment_lets_the_rules_about_comments_be() -> None:
    text = lines("  # dealcheck: ignore[DC491]", "  # dealcheck: ignore[DC450]", LINE)
    assert [code for code, _ in told(linted(text, "DC450", "DC491"))] == ["DC491", "DC491"]


def test_a_comment_about_a_rule_that_asks_for_a_day_is_left_alone_without_one() -> None:
    from dealcheck.lint.rule import all_rules

    dated = next(rule for rule in all_rules() if rule.as_of)
    assert told(linted(lines(f"  # dealcheck: ignore[{dated.code}] said", LINE), dated.code, "DC490")) == []


# ---- Whatever stands in comments -------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "#",
        " ",
        "dealcheck",
        ":",
        "ignore",
        "[",
        "]",
        ",",
        "DC450",
        "dc4",
        '"',
        "\\",
        "é",
        "\t",
        "line-without-source",
        "x",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=9).map("".join), max_size=4))
def test_no_comment_is_too_odd(comments: list[str]) -> None:
    rows = [f"  # dealcheck: {comment}" for comment in comments]
    source = Source("odd.policy", lines(*rows, LINE + "".join(f"  #{row.strip()}" for row in rows[:1])))
    parsed = parse(source)
    assert parsed.diagnostics == ()
    for comment in suppressions(source, parsed.file):
        assert comment.place.text.startswith("#")
        assert [place.text for place in comment.code_places] == list(comment.codes)
        assert comment.reach[0] <= comment.reach[1] <= len(source.text)
