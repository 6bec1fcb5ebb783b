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


def written(value: Any, *, indented: bool = False) -> str:
    """A value as JSON, on one line or with a row for each member, without a line break at its end.

    Characters that steer are written by their numbers, which reads back as the same text.
    """
    text = _rows(value, "\n") if indented else json.dumps(value, ensure_ascii=False)
    return text if text.isascii() and "\x7f" not in text else _STEERING.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]


def _rows(value: Any, margin: str) -> str:
    """As `json.dumps(value, indent=2)` lays it out, in a fraction of its time.

    `margin` is a line break with the blanks of the row on which the value begins.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if not value or not isinstance(value, dict | list):
        return json.dumps(value)
    inside = margin + _INDENT
    if isinstance(value, dict):
        parts = [f"{encode_basestring(key)}: {_rows(each, inside)}" for key, each in value.items()]
        return f"{{{inside}{f',{inside}'.join(parts)}{margin}}}"
    return f"[{inside}{f',{inside}'.join([_rows(each, inside) for each in value])}{margin}]"
