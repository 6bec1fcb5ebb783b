"""How a text is written into a file of the language: names, and labels in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date

from attrs import frozen

from dealcheck import api
from dealcheck.source import Source

_NAME = re.compile(r"[^\W\d]\w*")
LETTERS = 60
"""How long a name may be here: it becomes the name of a file."""


@frozen
class Named:
    """A party or a baseline, and what to `use` to see it; nothing for what can be seen anyway."""

    name: str
    use: str = ""


@frozen
class Status(Named):
    """A baseline of a day."""

    day: date = date.min


def is_name(text: str) -> bool:
    """Whether a text is a name in the language, of a sensible length."""
    return len(text) <= LETTERS and _NAME.fullmatch(text) is not None


def is_label(text: str) -> bool:
    """Whether a text can be shown as it is."""
    return text.isprintable() and bool(text.strip())


def quoted(text: str) -> str:
    """A text in quotation marks."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unlike(name: str, taken: Container[str]) -> str:
    """The name, with a number behind it where it is taken."""
    number = 1
    found = name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def uses(*names: str) -> str:
    """The `use` lines of names, each once."""
    return "".join(f"use {quoted(name)}\n" for name in dict.fromkeys(names) if name)


def laid_out(text: str) -> str:
    """The text in the one layout; as it is where it cannot be read, which the caller then finds."""
    return api.format_text(Source("<new>", text)).text
