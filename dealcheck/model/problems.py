"""Collects what is wrong while names are resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from dealcheck.diagnostics import Diagnostic, Label, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcheck.source import Place


@define(eq=False)
class Problems:
    """The diagnostics found so far, in the order in which they were found.

    `errors` counts what keeps a text from being judged, whoever has said so.
    """

    found: list[Diagnostic] = field(factory=list)
    errors: int = 0

    def poison(self) -> None:
        """Count an error that has been told elsewhere: what rests on it cannot be judged either."""
        self.errors += 1

    def error(
        self,
        code: str,
        headline: str,
        place: Place | None,
        label: str = "",
        help: str = "",  # noqa: A002 - the name that every diagnostic uses
        *,
        labels: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Note a fault that keeps the text from being judged."""
        self.errors += 1
        self.found.append(Diagnostic(code, headline, place, label, labels, notes, help))

    def warn(
        self,
        code: str,
        headline: str,
        place: Place | None,
        label: str = "",
        help: str = "",  # noqa: A002
        *,
        labels: tuple[Label, ...] = (),
        notes: tuple[str, ...] = (),
    ) -> None:
        """Note something that is probably not meant."""
        self.found.append(Diagnostic(code, headline, place, label, labels, notes, help, Severity.WARNING))

    def take(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add what others have found."""
        for diagnostic in diagnostics:
            self.errors += diagnostic.is_error
            self.found.append(diagnostic)


def closest(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or `""`."""
    from difflib import get_close_matches  # Only where something is wrong.

    known = sorted(set(names))
    folded = name.casefold()
    for candidate in known:
        if candidate.casefold() == folded:
            return candidate
    return next(iter(get_close_matches(name, known, n=1, cutoff=0.6)), "")


def meant(name: str, names: Iterable[str], otherwise: str = "") -> str:
    """The help for a name that is not known: the one that was probably meant, else what to do otherwise."""
    known = closest(name, names)
    return f"did you mean `{known}`?" if known else otherwise


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names for a message: `a, b or c`, cut short where there are many."""
    known = [f"`{name}`" for name in names]
    if len(known) > most:
        return ", ".join(known[:most]) + ", ..."
    return " or ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else "".join(known)
