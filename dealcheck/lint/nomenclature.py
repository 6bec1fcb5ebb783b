"""The HS nomenclature: which codes there are, and what they are called."""

from __future__ import annotations

import csv
from bisect import bisect_left
from collections.abc import Iterable

from attrs import define, field


@define(eq=False)
class Nomenclature:
    """Codes of two, four and six digits with their descriptions, as the World Customs Organization publishes them."""

    names: dict[str, str]
    _codes: list[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._codes = sorted(self.names)

    def holds(self, code: str) -> bool:
        """Whether a code of digits exists; digits after the sixth belong to a party's own schedule and are let be."""
        return code[:6] in self.names if len(code) % 2 == 0 else self._any_under(code)

    def _any_under(self, code: str) -> bool:
        at = bisect_left(self._codes, code)
        return at < len(self._codes) and self._codes[at].startswith(code)

    def starting(self, digits: str) -> Iterable[str]:
        """The codes that begin with these digits, in their order."""
        return self._codes[bisect_left(self._codes, digits) : bisect_left(self._codes, digits + ":")]

    def under(self, code: str) -> Iterable[str]:
        """The codes one level below a heading or chapter."""
        return [each for each in self._codes if len(each) == len(code) + 2 and each.startswith(code)]


def read_nomenclature(text: str) -> Nomenclature:
    """The nomenclature of a CSV text with the columns `hscode` and `description`."""
    rows = csv.DictReader(text.splitlines())
    return Nomenclature({row["hscode"].strip(): row["description"].strip() for row in rows if row.get("hscode")})
