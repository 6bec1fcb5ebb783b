"""A sentence of a line as open text sees it: what its parts look at, and which choices bear on them."""

from __future__ import annotations

from attrs import define, field

from dealcheck.model.records import LineRecord, SentenceRecord
from dealcheck.packages.regions import Regions


@define(eq=False)
class Case:
    """A sentence of a line with what its parts look at, and the choices that cut across all of them."""

    line: LineRecord
    sentence: SentenceRecord
    regions: dict[int, Regions]
    """By the identity of the simple sentence."""
    outer: tuple[int, ...]
    """Choices of the deal's own dates, by number: with them every stretch of time moves."""
    numbers: frozenset[int]
    """All choices that it may hang on."""
    alike: dict[int, tuple[int, ...]] = field(factory=dict)
    """By the place of a variable: for each piece of a blank or a range the first that is the same for the sentence."""

    def taken(self, place: int, option: int) -> int:
        """The option that stands for one of a variable."""
        alike = self.alike.get(place)
        return option if alike is None else alike[option]
