"""JSON as text in which nothing steers what shows it: no control, no direction mark, no half of a character."""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring
from typing import Any

_STEERING = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe"
    "\uffff\U000e0000-\U000e0fff]"
)
"""What JSON lets stand in a string though terminals, editors and readers of lines obey it."""

_INDENT = "  "
_ALL = 1000
"""More levels than any document has."""


def written(value: Any, *, levels: int = _ALL) -> str:
    """A value as JSON, without a line break at its end: a row for each member of the first so many `levels`.

    Characters that steer are written by their numbers, which reads back as the same text.
    """
    text = _rows(value, "\n", levels)
    return text if text.isascii() and "\x7f" not in text else _STEERING.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _rows(value: Any, margin: str, levels: int) -> str:
    """As `json.dumps(value, indent=2)` lays it out, in a fraction of its time.

    `margin` is a line break with the blanks of the row on which the value begins.
    """
    if type(value) is str:
        return encode_basestring(value)
    if not value or not levels or not isinstance(value, dict | list):
        return _SHORT[value] if value is None or type(value) is bool else _ENCODE(value)
    inside = margin + _INDENT
    if isinstance(value, dict):
        parts = [
            f"{encode_basestring(key)}: "
            f"{encode_basestring(each) if type(each) is str else _rows(each, inside, levels - 1)}"
            for key, each in value.items()
        ]
        return f"{{{inside}{f',{inside}'.join(parts)}{margin}}}"
    return f"[{inside}{f',{inside}'.join([_rows(each, inside, levels - 1) for each in value])}{margin}]"


_SHORT = {None: "null", True: "true", False: "false"}
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
