"""XML as text: tags with their attributes, and texts in which nothing is markup."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FORBIDDEN = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, or advises against; a carriage return, which readers change, is among it."""

_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IN_ATTRIBUTES = str.maketrans({**_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"})
_IN_TEXT = str.maketrans(_TEXT)

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'


def tag(name: str, attributes: Mapping[str, str], depth: int = 0, *, closed: bool = False) -> str:
    """A tag with its attributes; `closed` where nothing is inside."""
    said = "".join(f' {key}="{_legal(value).translate(_IN_ATTRIBUTES)}"' for key, value in attributes.items())
    return f"{'  ' * depth}<{name}{said}{'/' if closed else ''}>"


def escaped(text: str) -> str:
    """The text as it may stand between tags: what XML cannot hold is shown by its number."""
    return _legal(text).translate(_IN_TEXT)


def _legal(text: str) -> str:
    return _FORBIDDEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)
