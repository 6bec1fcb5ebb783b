"""The record of what is wrong with a text: a value, never an exception."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from dealcheck.source import Place


class Severity(Enum):
    """How grave a diagnostic is: an error keeps the text from being judged."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen
class Label:
    """A further place that explains a diagnostic, with what to say there."""

    place: Place
    text: str


@frozen
class Diagnostic:
    """One fault: its code, a headline that stands alone, the smallest place that shows it, and a way out.

    `code` is registered in `dealcheck.codes`, which also gives the severity; `label` is said at the place itself;
    `notes` are facts; `help` says what to write instead.
    """

    code: str
    headline: str
    place: Place | None = None
    label: str = ""
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str = ""
    severity: Severity = field(default=Severity.ERROR)

    @property
    def is_error(self) -> bool:
        """Whether the text cannot be judged because of it."""
        return self.severity is Severity.ERROR
