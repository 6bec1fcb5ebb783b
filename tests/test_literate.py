"""Drafts kept in Markdown: what is read of a page, where it is said to stand, and what is written back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.diagnostics import Diagnostic
from dealcheck.lint.rule import all_rules
from dealcheck.literate import LiterateSource, in_blocks, literate, rewritten
from dealcheck.loader import Fault, read
from dealcheck.source import Source

WORDS = """\
kind tariff {
  key by: party  key from: party  key on: goods
  value rate: rate, less is freer, absent is 0%
  absent none
}
baseline now on 2025-07-01 { tariff by US from JP on hs 8703 rate 25% }
policy JP { red line cars: no tariff by US from JP on hs 8703 may have rate >= 25% }
"""

DEAL = """\
deal offer {
  between US, JP  dated 2025-07-05  against now
  term cars: tariff by US from JP on hs 8703 rate 15%
  term rice: tariff by JP from US on hs 1006 rate 0%
}
"""


class Alone:
    """No files around a draft."""

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> object:
        raise AssertionError(name)

    def rows(self, name: str, near: Source) -> object:
        raise AssertionError(name)

    def policies(self) -> list[object]:
        return []


def page(text: str) -> LiterateSource:
    found = literate("memo.md", text)
    assert found is not None
    return found


def checked(source: Source) -> api.DraftReport:
    return api.check_draft(api.Draft(source, Alone()), api.CheckOptions())  # type: ignore[arg-type]


def told(found: Diagnostic) -> tuple[str, str, str]:
    place = found.place
    return (found.code, found.headline, f"{place.line}:{place.column}" if place else "")


# ---- What is read ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["deal", "policy", "Deal", "deal title=x", "deal {#a}", "deal{#a}", "{.deal .x}", "  deal "]
)
def test_blocks_in_the_language(words: str) -> None:
    assert page(f"x\n```{words}\na\n```\n").text.split() == ["a"]


@pytest.mark.parametrize("words", ["", "text", "deals", "deal-x", "dealer", "python deal", "deal.x", "{deal_x}"])
def test_other_blocks_are_prose(words: str) -> None:
    found = read("memo.md", f"```{words}\na\n```\n".encode())
    assert isinstance(found, Fault)
    assert found.code == "DC921"
    assert "```deal" in found.help


@pytest.mark.parametrize("name", ["a.md", "a.MD", "talks/a.markdown"])
def test_names_of_pages(name: str) -> None:
    found = read(name, b"\xef\xbb\xbf# x\r\n```deal\r\na\r\n```\r\n")
    assert isinstance(found, LiterateSource)
    assert found.text == "   \r\n       \r\na\r\n"
    assert found.whole.startswith("# x")
    plain = read("a.deal", b"```deal\na\n```\n")
    assert isinstance(plain, Source)
    assert plain.text.startswith("```")


def test_letters_keep_their_places_and_lines_their_ends() -> None:
    text = '# \u7a32 \U0001f600 # {"\n\n\tprose\r\n```deal\n\ta "\u7a32" # b\n```\n'
    text += "```text\nc\n```\n~~~policy\nd\n~~~\nend\n"
    found = page(text)
    assert [text[at] for at, letter in enumerate(found.text) if not letter.isspace()] == list('a"\u7a32"#bd')
    assert all(letter == text[at] for at, letter in enumerate(found.text) if letter != " ")
    assert found.text.count("\n") == text.count("\n") - 2  # What follows the last block is no part of it.


def test_a_comment_ends_with_its_line_whatever_ends_that() -> None:
    found = page("```deal\ra # b\r```\rc\r```deal\rd\r```\r")
    assert [row.strip() for row in found.text.split("\n") if row.strip()] == ["a # b", "d"]


SLIP = "deal offer {\n  between US, JP  dated 2025-07-05  against then\n}\n"

PLACES = [
    ("plain", f"# A memo\n\nSome words.\n\n```deal\n{WORDS}```\n\n```deal\n{SLIP}```\n", "17:45"),
    ("tildes and words", f"~~~ policy title=words\n{WORDS}~~~\nx\n````deal\n{SLIP}````\n", "13:45"),
    (
        "indented",
        f"```deal\n{WORDS}```\n\n   ```deal\n" + re.sub("(?m)^", "   ", SLIP.rstrip("\n")) + "\n   ```\n",
        "13:48",
    ),
    ("in a list", f"```deal\n{WORDS}```\n1. x\n\n   ```deal\n" + re.sub("(?m)^", "   ", SLIP) + "\n   ```\n", "14:48"),
    ("quoted", f"```deal\n{WORDS}```\n\n> ```deal\n" + re.sub("(?m)^(?=.)", "> ", SLIP) + "> ```\n", "13:47"),
    ("windows", f"# A\n```deal\n{WORDS}```\n\n```deal\n{SLIP}```\n".replace("\n", "\r\n"), "14:45"),
    (
        "a deal in pieces",
        f"```deal\n{WORDS}deal offer {{\n```\nThe parties.\n```deal\n" + SLIP.partition("\n")[2] + "```\n",
        "13:45",
    ),
    ("not closed", f"```deal\n{WORDS}```\n# x\n```deal\n{SLIP}", "13:45"),
]


@pytest.mark.parametrize(("text", "at"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_places_are_those_of_the_page(text: str, at: str) -> None:
    (found,) = [each for each in checked(page(text)).everything if each.is_error]
    assert (found.code, f"{found.place and found.place.line}:{found.place and found.place.column}") == ("DC208", at)
    assert found.place is not None
    assert text[found.place.span[0] : found.place.span[1]] == "then"


def test_what_is_missing_at_the_end_is_missed_in_the_block() -> None:
    (found, *_) = checked(page("# a\n\n```deal\ndeal offer {\n```\n\nMuch prose.\n\n# More\n")).everything
    assert found.place is not None
    assert found.place.line <= 5


# ---- Laws ------------------------------------------------------------------------------------------------------------

PROSE = st.sampled_from(
    [
        "",
        "# A heading {",
        'words "of ours',
        "- item",
        "> quoted }",
        "```text\ndeal x {\n```",
        "| a | b |",
        "* * *",
        "1. deal {",
    ]
)
CODE = st.sampled_from(
    [
        "deal a { between US, JP  dated 2025-07-05  against now  term x: tariff by US from JP on hs 8703 rate 25% }",
        "deal b { between US, JP dated 2025-07-05 against never }  # why\n",
        "group g=JP,  KR # no { more",
        "deal c {\n  between US, JP\n\n\n  dated 2025-07-05\n  against now\n# own\n}\n",
        "deal {{",
        "# only a comment",
        "",
    ]
)
FENCES = st.sampled_from([("```deal", "```"), ("~~~policy x", "~~~"), ("`````deal", "``````")])
PARTS = st.lists(st.tuples(PROSE, FENCES, CODE), min_size=1, max_size=4)


def put_together(parts: list[tuple[str, tuple[str, str], str]], ends: str) -> tuple[str, str, list[int]]:
    """A page, the text in the language alone, and the line of the page that each line of the text is."""
    rows: list[str] = []
    alone: list[str] = []
    lines: list[int] = []
    for prose, (opens, closes), code in [("```deal", ("", ""), WORDS), *parts]:
        rows.extend(["", *prose.split("\n"), "", opens] if opens else ["```deal"])
        for row in code.rstrip("\n").split("\n"):
            rows.append(row)
            alone.append(row)
            lines.append(len(rows))
        rows.append(closes or "```")
    return ends.join(rows) + ends, ends.join(alone) + ends, lines


@given(PARTS, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150, deadline=None)
def test_a_page_is_judged_as_the_text_alone(parts: list[tuple[str, tuple[str, str], str]], ends: str) -> None:
    text, alone, lines = put_together(parts, ends)
    ours, theirs = checked(page(text)), checked(Source("memo.md", alone))
    assert [told(each)[:2] for each in ours.everything] == [told(each)[:2] for each in theirs.everything]
    for mine, plain in zip(ours.everything, theirs.everything, strict=True):
        if plain.place is not None and plain.place.span[0] < len(alone.rstrip()):
            assert mine.place is not None
            assert (mine.place.line, mine.place.column) == (lines[plain.place.line - 1], plain.place.column)
            assert mine.place.text.split() == plain.place.text.split()
    verdicts = [
        [(line.line.full_name, line.verdict) for deal in report.deals for line in deal.checked.lines]
        for report in (ours, theirs)
    ]
    assert verdicts[0] == verdicts[1]


@given(PARTS, st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150, deadline=None)
def test_formatting_leaves_the_prose_and_lays_out_each_block(
    parts: list[tuple[str, tuple[str, str], str]], ends: str
) -> None:
    text, _, _ = put_together(parts, ends)
    source = page(text)
    done = api.format_text(source)
    if done.diagnostics:
        assert done.text == text
        return
    after = page(done.text)
    assert outside(source) == outside(after)
    laid = [api.format_text(Source("a.deal", content)).text for content in source.contents()]
    assert [content.replace("\r\n", "\n") for content in after.contents()] == laid
    assert not api.format_text(after).changed


def outside(source: LiterateSource) -> list[str]:
    """The pieces of a page around its blocks."""
    edges = [0, *(at for block in source.blocks for at in block.span), len(source.page)]
    return [source.page[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


# ---- What is written back --------------------------------------------------------------------------------------------

FORMATTED = [
    ("one block", "a\n\n```deal\ngroup  g=JP,KR\n```\n\nb  \n", "a\n\n```deal\ngroup g = JP, KR\n```\n\nb  \n"),
    ("empty", "```deal\n```\n~~~deal\n\n\n~~~\n", "```deal\n```\n~~~deal\n~~~\n"),
    ("indented", "  ```deal\n  group  g=JP,KR\n  ```\n", "  ```deal\n  group g = JP, KR\n  ```\n"),
    ("in a list", "- ```deal\n  group  g=JP,KR\n\n  # x\n  ```\n", "- ```deal\n  group g = JP, KR\n\n  # x\n  ```\n"),
    ("quoted", "> ```deal\n>group  g=JP,KR\n>\n> # x\n> ```\n", "> ```deal\n> group g = JP, KR\n>\n> # x\n> ```\n"),
    ("windows", "a\r\n```deal\r\ngroup  g=JP,KR\r\n```\r\n", "a\r\n```deal\r\ngroup g = JP, KR\r\n```\r\n"),
    ("not closed", "```deal\ngroup  g=JP,KR", "```deal\ngroup g = JP, KR\n"),
    (
        "a deal in pieces",
        "```deal\ndeal x { # why\nbetween US,JP\n```\nThe first article:\n\n```deal\n\n# on cars\n"
        "term a: end tariff by US\n```\n"
        "The second:\n```deal\nterm b: end tariff by JP }\n```\n",
        "```deal\ndeal x {  # why\n  between US, JP\n```\nThe first article:\n\n```deal\n  # on cars\n"
        "  term a: end tariff by US\n```\n"
        "The second:\n```deal\n  term b: end tariff by JP\n}\n```\n",
    ),
    (
        "in the midst of a line",
        "```deal\ndeal x { between\n```\n```deal\nUS,   JP }\n```\n```deal\ngroup  g=JP\n```\n",
        "```deal\ndeal x { between\n```\n```deal\nUS,   JP }\n```\n```deal\ngroup g = JP\n```\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in FORMATTED], ids=[row[0] for row in FORMATTED])
def test_format(before: str, after: str) -> None:
    done = api.format_text(page(before))
    assert done.text == after
    assert done.changed is (before != after)
    assert api.format_text(page(after)).text == after


def test_a_page_with_errors_is_not_formatted() -> None:
    text = "```deal\ngroup  g=JP\n```\n```deal\ndeal {{\n```\n"
    done = api.format_text(page(text))
    assert done.diagnostics
    assert done.text == text
    assert not done.changed


PIECES = "a\n```deal\nbcd\nefg\n```\nprose\n```deal\nhij\n```\nend\n"


@pytest.mark.parametrize(
    ("taken", "instead", "left"),
    [
        ("cd\nef", "", "a\n```deal\nbg\n```\nprose\n```deal\nhij\n```\nend\n"),
        ("efg\n```\nprose\n```deal\nh", "", "a\n```deal\nbcd\n```\nprose\n```deal\nij\n```\nend\n"),
        ("g\n```\nprose\n```deal\nhi", "X\n", "a\n```deal\nbcd\nefX\n```\nprose\n```deal\nj\n```\nend\n"),
        ("prose\n", "", PIECES),
        ("```deal\nbcd\nefg\n```\n", "", "a\n```deal\n```\nprose\n```deal\nhij\n```\nend\n"),
    ],
)
def test_what_is_taken_out_is_never_prose(taken: str, instead: str, left: str) -> None:
    source = page(PIECES)
    start = PIECES.index(taken)
    edits = in_blocks(source, [(start, start + len(taken), instead)])
    found = rewritten(source, edits)
    assert found.whole == left
    assert found.text == page(left).text


def test_a_page_keeps_its_blocks() -> None:
    with pytest.raises(ValueError, match="other blocks"):
        rewritten(page(PIECES), [(10, 10, "\n```\n")])


def test_new_lines_of_a_quotation_are_quoted() -> None:
    source = page("> ```deal\n> a\n> ```\n")
    found = rewritten(source, [(13, 13, "\n  b")])
    assert found.whole == "> ```deal\n> a\n> b\n> ```\n"


def test_lint_finds_and_mends_in_the_page() -> None:
    text = f"# Memo\n\n```deal\n{WORDS}```\n\n```policy\npolicy US {{ wish w: (no tariff by US from KR) }}\n```\n"
    draft = api.Draft(page(text), Alone())  # type: ignore[arg-type]
    from dealcheck.lint.context import LintOptions

    fixed = api.fix(draft, LintOptions(), [rule for rule in all_rules() if rule.name == "redundant-parentheses"], False)
    assert fixed.after.whole == text.replace("(no tariff by US from KR)", "no tariff by US from KR")
