"""A sentence of a line as open text sees it: what its parts look at, and which choices bear on them."""

from __future__ import annotations

from attrs import define

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
