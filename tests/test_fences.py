"""Fenced blocks of Markdown are those that CommonMark has; markdown-it, of another make, is the judge."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dealcheck.fences import fenced

Blocks = list[tuple[str, list[str]]]


def judged(page: str) -> Blocks:
    """What the judge finds: the words behind each fence, and the lines without blanks at their ends."""
    tokens = MarkdownIt("commonmark").parse(page)
    return [(each.info.strip(" \t"), rows(each.content)) for each in tokens if each.type == "fence"]


def found(page: str) -> Blocks:
    return [
        (each.words, rows("".join(page[start:end] for start, end in each.lines).replace("\r\n", "\n")))
        for each in fenced(page)
    ]


def rows(text: str) -> list[str]:
    """The lines of a block; how many blanks a blank one has is nobody's business, nor how a tab that is cut is told."""
    return [row.strip(" \t") for row in text.replace("\r", "\n").removesuffix("\n").split("\n")]


PAGES = {
    "plain": "```deal\na\n```\n",
    "tildes": "~~~deal\na\n```\n~~~\n",
    "longer": "`````deal\n```\na\n````\n`````\n",
    "closed by a longer one": "```deal\na\n``````  \nb\n",
    "not closed": "```deal\na\n\n# b\n",
    "not closed, and no line": "x\n\n```deal",
    "indented": "   ```deal\n     a\n  b\n   ```\n",
    "indented too far": "    ```deal\n    a\n    ```\n",
    "a tab is too far": "\t```deal\n\ta\n\t```\n",
    "no words of a backtick": "```deal `x`\na\n```\n",
    "words of a tilde": "~~~deal `x` ~~~\na\n~~~\n",
    "two only": "``deal\na\n``\n",
    "closing with words": "```deal\na\n``` b\nc\n```\n",
    "right behind prose": "words\n```deal\na\n```\nwords\n",
    "in a list": "- item\n  ```deal\n  a\n  ```\n",
    "in a list, too far for a page": "10. item\n\n    ```deal\n    a\n    ```\n",
    "a list ends it": "- item\n  ```deal\n  a\nb\n",
    "on the line of the item": "- ```deal\n  a\n  ```\n",
    "in a quotation": "> ```deal\n> a\n>b\n> ```\n",
    "a quotation ends it": "> ```deal\n> a\nb\n",
    "in both": "1. > ```deal\n   > a\n   > ```\n",
    "in a comment": "<!--\n\n```deal\na\n```\n-->\n",
    "in a div, before a blank line": "<div>\n```deal\na\n```\n</div>\n",
    "in a div, behind a blank line": "<div>\n\n```deal\na\n```\n</div>\n",
    "a tag of one's own": "<b>\n```deal\na\n```\n",
    "a tag in a paragraph": "x\n<b>\n```deal\na\n```\n",
    "pre": "<pre>\n```deal\n</pre>\n```deal\na\n```\n",
    "a rule, no item": "* * *\n  ```deal\na\n",
    "an empty item": "-\n  ```deal\n  a\n  ```\n",
    "an empty item and a blank line": "-\n\n  ```deal\n  a\n  ```\n",
    "windows": "a\r\n```deal\r\na\r\n```\r\nb\r\n",
    "old macintosh": "a\r```deal\ra\r```\rb\r",
    "tabs": "-\t```deal\n\ta\n\t```\n",
    "a heading": "# x\n```deal\n# a\n```\n",
    "lazy": "> words\n```deal\na\n```\n",
    "indented code in a quotation": ">     ```deal\n> a\n",
}


@pytest.mark.parametrize("name", list(PAGES))
def test_a_fence_is_what_commonmark_says(name: str) -> None:
    assert found(PAGES[name]) == judged(PAGES[name])


PIECES = [
    *("```", "```deal", "````", "~~~", "~~~ deal", "``` a`", "> ", ">", "- ", "-", "* ", "+ ", "1. ", "2) ", "10. "),
    *(" ", "  ", "   ", "    ", "\t", "a", "# ", "#", "---", "***", "===", "=", "<!--", "-->", "<div>", "<b>", "</b>"),
    *("<pre>", "</pre>", "<?", "?>", "<!A", ">", "<![CDATA[", "]]>", "<b a='x'>", "_ _ _", "b c"),
]


LINES = st.tuples(st.lists(st.sampled_from(PIECES), max_size=5), st.sampled_from(["\n", "\n", "\r\n"]))
NO_QUOTATION = re.compile(r"(?:[ ]{4}|\t)[ \t]*>")
"""Too far from the margin to be one; the judge takes it for the next line of a quotation, which CommonMark does not."""


@given(st.lists(LINES, max_size=9))
@settings(max_examples=1000, deadline=None)
@example([(["-"], "\n"), (["  ", "```"], "\n"), (["a"], "\n")])
def test_on_any_page(lines: list[tuple[list[str], str]]) -> None:
    page = "".join("".join(pieces) + end for pieces, end in lines)
    assume(not NO_QUOTATION.search(page))
    assert found(page) == judged(page)


@given(st.text(alphabet="`~>-*+1.) \t\r\nad<!=#", max_size=60))
@settings(max_examples=500, deadline=None)
def test_every_place_is_in_the_page(page: str) -> None:
    assert list(places(page)) == sorted(places(page))


def places(page: str) -> Iterator[int]:
    for block in fenced(page):
        yield block.span[0]
        for start, end in block.lines:
            assert block.span[0] <= start <= end <= block.span[1] <= len(page)
            yield from (start, end)
        yield block.span[1]
