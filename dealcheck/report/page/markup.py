"""HTML made from elements: text becomes part of a page only through `text` or `said`, which make it inert."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from string import ascii_letters, digits
from typing import NewType

from dealcheck.report.style import printable

Html = NewType("Html", str)
"""Markup that may stand in a page as it is."""

NONE = Html("")

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


MOST_KEPT = 1 << 13
"""So many texts and attributes are kept for when they come again: a page names the same lines and measures often."""


@lru_cache(MOST_KEPT)
def text(words: str) -> Html:
    """Words as they read: nothing in them is markup, and control characters and direction marks show by number."""
    return Html(printable(words).translate(_ESCAPES))


def said(words: str) -> Html:
    """Words of a user: as `text`, and what reads from right to left turns nothing around it."""
    return text(words) if words.isascii() else Html(f"<bdi>{text(words)}</bdi>")


def tag(name: str, *inside: Html, **attributes: str | None) -> Html:
    """An element. Attributes that are None are left out; `class_` is `class`, `aria_label` is `aria-label`."""
    return Html(f"<{name}{_attributes(attributes)}>{''.join(inside)}</{name}>")


def void(name: str, **attributes: str | None) -> Html:
    """An element that holds nothing and has no end."""
    return Html(f"<{name}{_attributes(attributes)}>")


def _attributes(attributes: dict[str, str | None]) -> str:
    return "".join([_attribute(name, value) for name, value in attributes.items() if value is not None])


@lru_cache(MOST_KEPT)
def _attribute(name: str, value: str) -> str:
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value == "" else f' {name}="{printable(value).translate(_ESCAPES)}"'


def brief(words: str, most: int) -> str:
    """Words of bearable length, cut at a blank where there is one; all of them stand elsewhere in the page."""
    if len(words) <= most:
        return words
    cut = words[: most - 2]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;| ") + " …"


def joined(parts: Iterable[Html], between: str = "") -> Html:
    """Parts one after the other, those that are empty left out, with words of our own between two."""
    return Html(text(between).join(part for part in parts if part))


def rows(parts: Iterable[Html]) -> Html:
    """Parts one below the other in the source of the page."""
    return Html("\n".join(part for part in parts if part))


def link(anchor: str, *inside: Html) -> Html:
    """A link to another place of the page."""
    return tag("a", *inside, href=f"#{anchor}")


_SAFE = frozenset(ascii_letters + digits + "._-")


class Anchors:
    """Names of places in one page, made from any text: letters that are safe anywhere, no name given twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, wanted: str) -> str:
        """A name as near to the one wanted as may be."""
        safe = "".join(
            letter if (letter.isascii() and letter.isalnum()) or letter in "._-" else "-" for letter in wanted
        )
        safe = safe[:60] if safe[:1].isalpha() else f"n-{safe[:58]}"
        name, number = safe, 1
        while name in self._taken:
            number += 1
            name = f"{safe}-{number}"
        self._taken.add(name)
        return name
