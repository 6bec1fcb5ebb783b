"""The lines of a text as claims, and for each claim those of the same party that may have to do with it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator
from datetime import date
from itertools import islice
from weakref import WeakKeyDictionary

from attrs import define, field, frozen

from dealcheck.lint.claims import Claim, Claimant, Node, claims_of, demands, is_hollow, pattern_key, signed_key
from dealcheck.lint.context import Context
from dealcheck.lint.entailment import Clash, Entailment
from dealcheck.lint.propositions import Proposition
from dealcheck.lint.regions import is_wide, speaks_of_nothing
from dealcheck.model.records import LineRecord, Model, Moment, SentenceRecord

NEAR = 8
"""How many claims of each sort of nearness are looked at for one claim: beyond, a text grows faster than its proofs."""

LEVELS = {"red line": 2, "concern": 1, "wish": 0}


@frozen(eq=False)
class Entry:
    """A line with what its sentence claims, and whether that always holds, or never does."""

    line: LineRecord
    sentence: SentenceRecord
    node: Node
    order: int
    is_settled: bool
    """Whether it comes out one way whatever the deal, or speaks of nothing: of such a line that alone is said."""


@frozen(eq=False)
class Spoken:
    """A sentence of a text: a line's own, or that of a reading."""

    line: LineRecord
    reading: str
    sentence: SentenceRecord
    node: Node
    speaks_of_nothing: bool
    """Whether one of its patterns has no point."""

    @property
    def name(self) -> str:
        """`JP.autos`, or `JP.autos read as total`."""
        return f"{self.line.full_name} read as {self.reading}" if self.reading else self.line.full_name

    @property
    def always(self) -> bool:
        """Whether it holds whatever the deal."""
        return self.node.outcome is True

    @property
    def never(self) -> bool:
        """Whether it holds of no deal."""
        return self.node.outcome is False


@frozen(eq=False)
class Said:
    """A claim in a line."""

    claim: Claim
    demand: Node
    """What it is part of, that the line asks for."""
    entry: Entry


@frozen(eq=False)
class LineClash:
    """Two lines of one party that exclude each other."""

    earlier: Entry
    later: Entry
    clash: Clash


@define(eq=False)
class Shelf:
    """Claims of one party about one kind: by their pattern, by where their goods begin, and those of all goods."""

    all: list[Said] = field(factory=list)
    by_pattern: dict[Hashable, list[Said]] = field(factory=dict)
    wide: list[Said] = field(factory=list)
    _sorted: list[tuple[int, int, Said]] = field(factory=list)

    def put(self, said: Said) -> None:
        """Keep a claim."""
        self.all.append(said)
        pattern = said.claim.pattern
        if pattern is not None:
            self.by_pattern.setdefault(pattern_key(pattern), []).append(said)
            if is_wide(pattern):
                self.wide.append(said)

    def near(self, claim: Claim) -> Iterator[Said]:
        """The claims that may have to do with one, each at least once."""
        if len(self.all) <= 2 * NEAR or claim.pattern is None:
            yield from self.all[: 2 * NEAR]
            return
        yield from self.by_pattern.get(pattern_key(claim.pattern), ())[:NEAR]
        yield from self.wide[:NEAR]
        on = claim.pattern.region.on
        if on:
            places = self._by_place()
            at = bisect_left(places, (on.intervals[0][0], -1))
            yield from (said for _, _, said in islice(places, max(0, at - NEAR // 2), at + NEAR // 2))

    def _by_place(self) -> list[tuple[int, int, Said]]:
        if not self._sorted:
            starts = [
                (said.claim.pattern.region.on.intervals[0][0], at, said)
                for at, said in enumerate(self.all)
                if said.claim.pattern is not None and said.claim.pattern.region.on
            ]
            self._sorted = sorted(starts, key=lambda each: each[:2])
        return self._sorted


@define(eq=False)
class Book:
    """The lines of the parties of a text, read once."""

    model: Model
    own: tuple[LineRecord, ...]
    entries: dict[int, Entry] = field(init=False, factory=dict)
    """By the identity of the line."""
    _claimants: dict[int, Claimant] = field(init=False, factory=dict)
    _seen: dict[Hashable, Proposition] = field(init=False, factory=dict)
    _shelves: dict[Hashable, Shelf] = field(init=False, factory=dict)
    _around: dict[int, list[Said]] = field(init=False, factory=dict)
    _alike: dict[Hashable, list[Entry]] = field(init=False, factory=dict)
    _clashes: list[LineClash] | None = field(init=False, default=None)
    _spoken: list[Spoken] | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        parties = {line.party for line in self.own}
        for order, line in enumerate(self.model.lines):
            if line.party in parties and line.sentence is not None:
                self._enter(line, line.sentence, order)

    def _enter(self, line: LineRecord, sentence: SentenceRecord, order: int) -> None:
        node = self.claimant(line).read(sentence)
        settled = node.outcome is not None or any(map(is_hollow, claims_of(node)))
        entry = Entry(line, sentence, node, order, settled or speaks_of_nothing(sentence, self.model))
        self.entries[id(line)] = entry
        self._alike.setdefault((line.party, signed_key(node)), []).append(entry)
        if not entry.is_settled:
            for demand in demands(node):
                for claim in claims_of(demand):
                    self._shelves.setdefault((line.party, _family(claim)), Shelf()).put(Said(claim, demand, entry))

    def claimant(self, line: LineRecord) -> Claimant:
        """What reads the sentences of a line."""
        found = self._claimants.get(id(line))
        if found is None:
            found = self._claimants[id(line)] = Claimant(self.model, line.full_name, self._seen)
        return found

    @property
    def mine(self) -> list[Entry]:
        """The lines of the text itself."""
        return [self.entries[id(line)] for line in self.own if id(line) in self.entries]

    @property
    def spoken(self) -> list[Spoken]:
        """The sentences of the text itself, those of readings after that of their line."""
        if self._spoken is None:
            self._spoken = []
            for line in self.own:
                said = [("", line.sentence)] if line.sentence is not None else []
                said.extend((each.name, each.sentence) for each in line.readings)
                claimant = self.claimant(line)
                for reading, sentence in said:
                    node, nothing = claimant.read(sentence), speaks_of_nothing(sentence, self.model)
                    self._spoken.append(Spoken(line, reading, sentence, node, nothing))
        return self._spoken

    def alike(self, entry: Entry) -> list[Entry]:
        """The lines of the same party that say the very same."""
        return self._alike.get((entry.line.party, signed_key(entry.node)), [])

    def around(self, entry: Entry, demand: Node) -> list[Said]:
        """The demands of other lines of the party that may have to do with one of a line, each once."""
        # The entry holds its demands, so that an identity stays theirs.
        found = self._around.get(id(demand))
        if found is None:
            found = self._around[id(demand)] = list(self._look_around(entry, demand))
        return found

    def _look_around(self, entry: Entry, demand: Node) -> Iterator[Said]:
        seen: set[int] = set()
        for claim in islice(claims_of(demand), NEAR):
            shelf = self._shelves.get((entry.line.party, _family(claim)))
            for said in () if shelf is None else shelf.near(claim):
                if said.entry is not entry and id(said.demand) not in seen:
                    seen.add(id(said.demand))
                    yield said

    # ---- Clashes ---------------------------------------------------------------------------------------------------

    @property
    def clashes(self) -> list[LineClash]:
        """The pairs of lines of one party, held at one time, that exclude each other; one of them is of this text."""
        if self._clashes is None:
            self._clashes = list(self._find_clashes())
        return self._clashes

    def _find_clashes(self) -> Iterator[LineClash]:
        seen: set[tuple[int, int]] = set()
        found: set[tuple[int, int]] = set()
        for entry in self.mine:
            proofs = Entailment(self.model, entry.line)
            for demand in () if entry.is_settled else demands(entry.node):
                for said in self.around(entry, demand):
                    other = said.entry
                    pair = (min(entry.order, other.order), max(entry.order, other.order))
                    parts = (min(id(demand), id(said.demand)), max(id(demand), id(said.demand)))
                    if pair in found or parts in seen:
                        continue
                    seen.add(parts)
                    clash = proofs.excludes(said.demand, demand)
                    if clash is None or not held_together(entry.line, other.line):
                        continue
                    found.add(pair)
                    if other.order < entry.order:
                        yield LineClash(other, entry, clash)
                    else:
                        yield LineClash(entry, other, Clash(clash.strength, clash.other, clash.one))


_BOOKS: WeakKeyDictionary[Context, Book] = WeakKeyDictionary()


def book_of(context: Context) -> Book:
    """The book of a text, made once."""
    found = _BOOKS.get(context)
    if found is None:
        found = _BOOKS[context] = Book(context.model, tuple(context.lines))
    return found


def _family(claim: Claim) -> Hashable:
    if claim.pattern is not None:
        return claim.pattern.kind.name
    return claim.key if claim.sort == "whole" else claim.sort


# ---- Windows ---------------------------------------------------------------------------------------------------------


def held_together(one: LineRecord, other: LineRecord) -> bool:
    """Whether it is proven that two lines are held on a common date."""
    bounds = (one.active_from, other.active_from, one.active_until, other.active_until)
    if any(bound is not None and not isinstance(bound, date) for bound in bounds):
        return _window_key(one) == _window_key(other)
    starts = [bound for bound in bounds[:2] if isinstance(bound, date)]
    ends = [bound for bound in bounds[2:] if isinstance(bound, date)]
    return max(starts, default=date.min) <= min(ends, default=date.max)


def held_throughout(one: LineRecord, other: LineRecord) -> bool:
    """Whether it is proven that the one is held on every date on which the other is."""
    return _no_later(one.active_from, other.active_from) and _no_earlier(one.active_until, other.active_until)


def _no_later(start: Moment | None, other: Moment | None) -> bool:
    return start is None or start == other or (isinstance(start, date) and isinstance(other, date) and start <= other)


def _no_earlier(end: Moment | None, other: Moment | None) -> bool:
    return end is None or end == other or (isinstance(end, date) and isinstance(other, date) and end >= other)


def _window_key(line: LineRecord) -> Hashable:
    return (line.active_from, line.active_until)
