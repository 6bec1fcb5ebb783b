"""How the files that a text names come in: the model asks, `dealcheck.loader` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from attrs import frozen

if TYPE_CHECKING:
    from dealcheck.source import Source


@frozen
class TableText:
    """A table as the text of a CSV file, under the name that messages show for it."""

    name: str
    text: str


@frozen
class LookupFault:
    """Why a file could not be had: a clause that stands alone, and what to do about it."""

    headline: str
    help: str = ""


class Lookup(Protocol):
    """Finds files by the names that texts give them.

    A name is looked for beside the text that gives it, then in the project's `policies/`, then in the packs that ship
    with the package.
    """

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        """The text of a file for `use`; the same file has the same name each time."""

    def rows(self, name: str, near: Source) -> TableText | LookupFault:
        """The text of a table."""
