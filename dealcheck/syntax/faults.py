"""Collects what is wrong with a text while it is read."""

from __future__ import annotations

from attrs import define, field

from dealcheck import limits
from dealcheck.diagnostics import Diagnostic, Label
from dealcheck.source import Place, Source, Span


@define
class Faults:
    """The diagnostics of one text, in the order in which they were found."""

    source: Source
    found: list[Diagnostic] = field(factory=list)

    def add(
        self,
        code: str,
        headline: str,
        span: Span,
        *,
        label: str = "",
        help: str = "",  # noqa: A002 - the name that every diagnostic uses
        other: tuple[Span, str] | None = None,
    ) -> None:
        """Notes a fault at a span, with a second place and what to say there if that explains it."""
        labels = () if other is None else (Label(Place(self.source, other[0]), other[1]),)
        self.found.append(Diagnostic(code, headline, Place(self.source, span), label, labels, (), help))

    def too_many(self, start: int) -> None:
        """Notes that the text is not read from `start` on."""
        self.add(
            "DC123",
            f"more than {limits.SYNTAX_ERRORS} errors in one file; the rest is not read",
            (start, min(start + 1, len(self.source.text))),
            help="mend the errors above first; is this file a text in the dealcheck language?",
        )

    def too_large(self, most: str, span: Span) -> None:
        """Notes that the text is not read, for it has more than a file may have."""
        help_text = 'split it, or put rows into a table (`table "us.csv" { ... }`)'
        self.add("DC114", f"a file holds at most {most}", span, help=help_text)

    def in_order(self) -> tuple[Diagnostic, ...]:
        """The diagnostics by their place in the text."""
        return tuple(sorted(self.found, key=lambda fault: fault.place.span if fault.place else (0, 0)))
