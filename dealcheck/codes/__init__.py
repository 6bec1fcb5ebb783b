"""The registry of diagnostic codes: what each means, a text that shows it, and a near miss that does not.

Each module beside this one holds the codes of a range in its `CODES`. They are only read when a page is asked for.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from attrs import frozen


@frozen
class Code:
    """One code (`DC108`): its name and title, a page of a few sentences, a sample that gives it and a near miss."""

    code: str
    name: str
    title: str
    page: str
    bad: str = ""
    good: str = ""


@cache
def all_codes() -> tuple[Code, ...]:
    """Every code there is, in order."""
    found: list[Code] = []
    for module in iter_modules(__path__):
        found.extend(import_module(f"{__name__}.{module.name}").CODES)
    return tuple(sorted(found, key=lambda code: code.code))
