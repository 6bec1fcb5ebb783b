"""An address that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.lint.context import Context
from dealcheck.lint.rule import Category, Found, Rule
from dealcheck.syntax import ast

ADDRESS = re.compile(r"https?://(?P<host>[^/\s?#:@]+)(:\d{1,5})?([/?#]\S*)?", re.IGNORECASE)
HOST = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+")


def check(context: Context) -> Iterator[Found]:
    """Addresses without `https://`, with blanks in them, or without the name of a place."""
    for node in context.nodes(ast.SourceDeclaration):
        for field in node.fields:
            if field.name.text == "url" and isinstance(field.value, ast.Text):
                wrong = _wrong(field.value.text)
                if wrong:
                    yield Found(
                        context.place(field.value),
                        f"this is no address of a page: {wrong}",
                        "cannot be opened",
                        'write the whole of it, such as "https://www.whitehouse.gov/..."',
                    )


def _wrong(url: str) -> str:
    """What keeps a text from being an address; nothing where it is one."""
    if re.search(r"\s", url):
        return "it has a blank in it"
    if not re.match(r"https?://", url, re.IGNORECASE):
        return "it does not begin with https://"
    found = ADDRESS.fullmatch(url)
    if found is None or not HOST.fullmatch(found["host"]):
        return "the name of the site is not right"
    return ""


RULE = Rule(
    code="DC455",
    name="url-malformed",
    title="an address cannot be opened",
    category=Category.SOURCE,
    what="The `url` of a source has no `https://`, a blank in it, or no name of a site.",
    why="Reports turn the address into a link. One that was cut short or broken in two when it was copied leads"
    " nowhere, and the source is lost with it.",
    bad="""
        source order "Executive Order 14345" {
          publisher "Federal Register"  date 2025-09-09  url "www.govinfo.gov/content/pkg/FR-2025-09-09"
        }
    """,
    good="""
        source order "Executive Order 14345" {
          publisher "Federal Register"  date 2025-09-09
          url "https://www.govinfo.gov/content/pkg/FR-2025-09-09/html/2025-17389.htm?a=%20#top"
        }
        source paper "Highlights" {
          publisher "A paper"  date 2015-10-06  url "http://english.agrinews.co.jp/?p=3841"
        }
    """,
    instead="Copy the address from the browser, whole.",
    check=check,
)
