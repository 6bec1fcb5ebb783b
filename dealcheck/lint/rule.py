"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from textwrap import dedent
from typing import TYPE_CHECKING

from attrs import field, frozen

from dealcheck.diagnostics import Label, Severity
from dealcheck.source import Place

if TYPE_CHECKING:
    from dealcheck.lint.context import Context


class Category(Enum):
    """What sort of doubt a rule raises."""

    DEAD = "dead"
    CLASH = "clash"
    MEANING = "meaning"
    SOURCE = "source"
    STYLE = "style"
    TESTS = "tests"
    SUPPRESSION = "suppression"


@frozen
class Edit:
    """A piece of text and what stands there instead; nothing is inserted where the piece is empty."""

    place: Place
    text: str


@frozen
class Fix:
    """Edits that mend a finding. A `safe` one keeps the meaning: the tree stays equal, or differs only in what says
    nothing.
    """

    said: str
    edits: tuple[Edit, ...]
    safe: bool


@frozen
class Found:
    """One doubtful place: a headline of one clause, the smallest span, what to say there, and a way out."""

    place: Place
    headline: str
    label: str = ""
    help: str = ""
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    fix: Fix | None = None


def _sample(text: str) -> str:
    """A sample without the margin that it has in the code."""
    return dedent(text).lstrip("\n")


@frozen
class Rule:
    """A rule with its page: what it looks for and why, a sample that it finds, one that it lets be, what to write.

    `fix` says what the rule can mend by itself: `safe`, `unsafe` or `none`.
    """

    code: str
    name: str
    title: str
    category: Category
    what: str
    why: str
    bad: str = field(converter=_sample)
    good: str = field(converter=_sample)
    instead: str
    check: Callable[[Context], Iterable[Found]]
    level: Severity = Severity.WARNING
    fix: str = "none"
    as_of: str = ""
    """The day on which the samples are looked at, where the rule asks for one."""
    files: tuple[tuple[str, str], ...] = ()
    """Further files that the samples use, by name."""

    @property
    def page(self) -> str:
        """What and why, and what to write instead, in paragraphs."""
        return "\n\n".join(part for part in (self.what, self.why, self.instead) if part)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by its code."""
    from dealcheck.lint import rules

    found: list[Rule] = [
        import_module(f"{rules.__name__}.{module.name}").RULE for module in iter_modules(rules.__path__)
    ]
    return tuple(sorted(found, key=lambda rule: rule.code))
