"""Regions of points beside each other: whether one lies within another, and whether there is anything in one."""

from __future__ import annotations

import re

from dealcheck.evaluate.walk import simple_parts
from dealcheck.model.records import (
    AggregateRecord,
    Kind,
    LineRecord,
    Model,
    PatternRecord,
    QuantifiedRecord,
    Region,
    SentenceRecord,
)
from dealcheck.scopes import EVERYTHING, PartyUniverse
from dealcheck.worlds.atoms import without_self

_ANY = re.compile(r"\bany\b")


def nothing_in(kind: Kind, region: Region, universe: PartyUniverse, of_pattern: PatternRecord | None = None) -> str:
    """Which keys leave a region without a point, such as `from`; empty where some point may be in it."""
    for word, mask in zip(kind.party_words, region.parties, strict=True):
        if not mask:
            return word
    if region.on is not None and not region.on:
        return "on"
    if region.layers is not None and not region.layers and (of_pattern is None or _names_its_layers(of_pattern)):
        return "layer"
    if not any(mask & universe.partner for mask in region.parties) and (
        without_self(kind.party_words, region.parties, universe) is None
    ):
        return "by and from" if "from" in kind.party_words else "by and to"
    return ""


def speaks_of_nothing(sentence: SentenceRecord, model: Model) -> bool:
    """Whether a pattern in a sentence has no point."""
    patterns = [part.pattern for part in simple_parts(sentence) if isinstance(part, QuantifiedRecord | AggregateRecord)]
    return any(nothing_in(each.kind, each.region, model.parties, of_pattern=each) for each in patterns)


def _names_its_layers(pattern: PatternRecord) -> bool:
    """Whether a pattern's layers are those that it names, whatever others a draft may know."""
    return "layer" in pattern.named and _ANY.search(pattern.place.text) is None


def within(one: PatternRecord, other: PatternRecord, line: LineRecord, model: Model) -> bool:
    """Whether it is proven that every point of one pattern is one of the other, in any draft; both are of lines of the
    same party.
    """
    if one.kind is not other.kind or not other.adjectives <= one.adjectives:
        return False
    return region_within(one, other, line, model)


def region_within(one: PatternRecord, other: PatternRecord, line: LineRecord, model: Model) -> bool:
    """The same of their keys alone."""
    for mine, others in zip(one.region.parties, other.region.parties, strict=True):
        if mine & ~others and mine & ~_with_partner(others, line, model.parties):
            return False
    on, around = one.region.on, other.region.on
    if on is not None and around is not None:
        if on is not around and not on <= around:
            return False
        if one.kind.keys.get("on") == "topic" and "on" in other.named and "on" not in one.named:
            return False  # A draft may know of further topics.
    layers, more = one.region.layers, other.region.layers
    if layers is None or more is None:
        return True
    if not _names_its_layers(other) and "except" not in other.place.text and "any" not in other.place.text:
        return True  # It is of every layer, those among them that only a draft names.
    return layers <= more and (_names_its_layers(one) or not _names_its_layers(other))


def _with_partner(mask: int, line: LineRecord, universe: PartyUniverse) -> int:
    """A mask with the partner in it, where everybody is who a partner may be: all but the line's own party."""
    own = universe.mask(line.party) or 0
    return mask | universe.partner if universe.everyone & ~own & ~mask == 0 else mask


def is_wide(pattern: PatternRecord) -> bool:
    """Whether a pattern is of all goods or topics."""
    return pattern.region.on is None or "on" not in pattern.named or pattern.region.on == EVERYTHING
