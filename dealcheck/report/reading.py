"""Reads values out of a JSON document that anyone may have written; what is amiss is named by its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

from attrs import define

T = TypeVar("T")


class Malformed(Exception):
    """A value that is not as the format has it: the path to it, and what should stand there."""

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(f"{path or 'the document'} is not {wanted}")


@define(eq=False)
class Node:
    """A value of the document, and where it stands: in the node `above`, under `key`.

    A document has hundreds of thousands, so a path is made of that only where something is amiss.
    """

    value: Any
    above: Node | None = None
    key: str | int = ""

    @property
    def path(self) -> str:
        """The way to it: `lines[2].verdict`."""
        if self.above is None:
            return ""
        before = self.above.path
        if isinstance(self.key, int):
            return f"{before}[{self.key}]"
        return f"{before}.{self.key}" if before else self.key

    def __getitem__(self, key: str) -> Node:
        """What stands under a key of an object; of a missing key, null."""
        value = self.value
        if not isinstance(value, dict):
            raise Malformed(self.path, "an object")
        return Node(value.get(key), self, key)

    def __iter__(self) -> Iterator[Node]:
        """The values of a list; none where there is none."""
        if self.value is None:
            return
        for number, each in enumerate(self._sort(list, "a list")):
            yield Node(each, self, number)

    def items(self) -> Iterator[tuple[str, Node]]:
        """The keys of an object with their values; none where there is none."""
        if self.value is None:
            return
        for key, each in self._sort(dict, "an object").items():
            yield str(key), Node(each, self, str(key))

    def __bool__(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def text(self) -> str:
        """A text; of null, an empty one."""
        value = self.value
        if isinstance(value, str):
            return value
        if value is None:
            return ""
        raise Malformed(self.path, "a text")

    @property
    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return () if self.value == [] else tuple([each.text for each in self])

    @property
    def flag(self) -> bool:
        """True or false; of null, false."""
        return False if self.value is None else bool(self._sort(bool, "true or false"))

    def whole(self, least: int, most: int) -> int:
        """A whole number within bounds."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not least <= self.value <= most:
            raise Malformed(self.path, f"a whole number from {least} to {most}")
        return self.value

    @property
    def day(self) -> date:
        """A date."""
        try:
            return date.fromisoformat(self.text)
        except ValueError:
            raise Malformed(self.path, "a date such as 2025-07-01") from None

    def among(self, known: dict[str, T]) -> T:
        """What a word stands for."""
        if not isinstance(self.value, str) or self.value not in known:
            raise Malformed(self.path, f"one of {', '.join(known)}")
        return known[self.value]

    def maybe(self, read: Callable[[Node], T]) -> T | None:
        """What is read from it, None of null."""
        return None if self.value is None else read(self)

    def _sort(self, sort: type[T], words: str) -> T:
        if not isinstance(self.value, sort):
            raise Malformed(self.path, words)
        return self.value
