"""Reads values out of a JSON document that anyone may have written; what is amiss is named by its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

from attrs import frozen

T = TypeVar("T")


class Malformed(Exception):
    """A value that is not as the format has it: the path to it, and what should stand there."""

    def __init__(self, path: str, wanted: str) -> None:
        super().__init__(f"{path or 'the document'} is not {wanted}")


@frozen
class Node:
    """A value of the document, and the path to it: `lines[2].verdict`."""

    value: Any
    path: str = ""

    def __getitem__(self, key: str) -> Node:
        """What stands under a key of an object; of a missing key, null."""
        return Node(self._sort(dict, "an object").get(key), f"{self.path}.{key}" if self.path else key)

    def __iter__(self) -> Iterator[Node]:
        """The values of a list; none where there is none."""
        if self.value is None:
            return
        for number, each in enumerate(self._sort(list, "a list")):
            yield Node(each, f"{self.path}[{number}]")

    def items(self) -> Iterator[tuple[str, Node]]:
        """The keys of an object with their values; none where there is none."""
        if self.value is None:
            return
        for key, each in self._sort(dict, "an object").items():
            yield str(key), Node(each, f"{self.path}.{key}" if self.path else str(key))

    def __bool__(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    @property
    def text(self) -> str:
        """A text; of null, an empty one."""
        return "" if self.value is None else str(self._sort(str, "a text"))

    @property
    def texts(self) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(each.text for each in self)

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
