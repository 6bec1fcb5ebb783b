"""Sums that hang on choices: each measure adds what its own choices make of it, and only the sum is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from attrs import define, field, frozen

from dealcheck.evaluate.sentences import Sentences
from dealcheck.logic import Truth
from dealcheck.model.records import AggregateRecord, Region, Setting
from dealcheck.packages.diagrams import END_OF, FALSE, TRUE, UNKNOWN, Diagram, Diagrams, TooManyError
from dealcheck.packages.reach import Influence
from dealcheck.values import Exact, Money, Quantity, Rate
from dealcheck.values.deciding import compare_exact
from dealcheck.worlds.states import NotKnown

Support: TypeAlias = frozenset[int]

Sum: TypeAlias = tuple[Exact, bool]
"""What is known of a sum, and whether an unknown amount of 0 or more comes to it."""

FUNCTIONS = ("total", "number")
"""The aggregates that are sums over measures."""

MOST_SUMS = 100_000
"""Sums so far, at one place of the order, that are told apart."""


def components(
    influences: Sequence[Influence], settings: Iterable[Setting], words: Sequence[str]
) -> list[tuple[Support, tuple[Influence, ...]]]:
    """The choices in groups, so that no measure hangs on choices of two of them."""
    groups: list[tuple[set[int], list[Influence]]] = [(set(each.choices), [each]) for each in influences]
    bonds = [list(overlapping(setting.region, influences, words)) for setting in settings]
    bonds.extend([one, other] for one in influences for other in influences if one.choices & other.choices)
    for bond in bonds:
        touched = [group for group in groups if any(each in group[1] for each in bond)]
        if len(touched) > 1:
            first, *others = touched
            for numbers, members in others:
                first[0].update(numbers)
                first[1].extend(members)
            groups = [group for group in groups if not any(group is other for other in others)]
    return [(frozenset(numbers), tuple(members)) for numbers, members in groups]


def overlapping(region: Region, influences: Iterable[Influence], words: Sequence[str]) -> Iterable[Influence]:
    """The influences that bear on some point of a region."""
    masks = dict(zip(words, region.parties, strict=True))
    for influence in influences:
        if all(masks.get(word, -1) & mask for word, mask in influence.parties) and (
            region.on is None or influence.on is None or region.on.meets(influence.on)
        ):
            yield influence


@frozen
class Limit:
    """What a sum is compared with: a number of one unit."""

    operator: str
    number: Exact
    unit: tuple[str, str]


def limit_of(record: AggregateRecord, sentences: Sentences, day: date) -> Limit:
    """The limit of a sum on a day; a `TooManyError` where it is no exact number."""
    found = sentences.aggregates.limit(record, day)
    number, unit = _measured(found)
    return Limit(record.operator, number, unit)


def contributions(
    record: AggregateRecord,
    sentences: Sentences,
    day: date,
    groups: Sequence[tuple[Support, tuple[Influence, ...]]],
) -> dict[Support, Sum]:
    """What the measures of each group add to a sum on a day; those of none stand under the empty one."""
    aggregates = sentences.aggregates
    words = record.pattern.kind.party_words
    witnesses, _ = sentences.scanner.witnesses(record.pattern, None, day, False)
    found: dict[Support, Sum] = {frozenset(): (0, False), **{support: (0, False) for support, _ in groups}}
    added: list[tuple[Setting | None, Exact | None]] = []
    if record.function == "number":
        added = [(state.origin, 1) for state in aggregates.counted(witnesses)]
    else:
        limit = aggregates.limit(record, day)
        unit = _measured(limit)[1]
        for setting, value in aggregates.parts(record, witnesses, day, limit):
            if value is None:
                continue
            if isinstance(value, NotKnown):
                added.append((setting, None))
                continue
            number, own = _measured(value)
            if own != unit and number:
                raise TooManyError
            added.append((setting, number))
    for setting, part in added:
        if setting is None:
            raise TooManyError
        own_group: Support = frozenset()
        bearing = list(overlapping(setting.region, [each for _, members in groups for each in members], words))
        if bearing:
            own_group = next(support for support, members in groups if bearing[0] in members)
        known, more = found[own_group]
        found[own_group] = (known, True) if part is None else (known + part, more)
    return found


def _measured(held: object) -> tuple[Exact, tuple[str, str]]:
    """A value as a number of a unit; sums are worked out with exact numbers alone."""
    if isinstance(held, Quantity | Money):
        number, unit, per = held.meaning
        if isinstance(number, int | Fraction):
            return number, (unit, per)
    if isinstance(held, Rate) and not held.specific and isinstance(held.percent, int | Fraction):
        return held.percent, ("%", "")
    if isinstance(held, int | Fraction):
        return held, ("", "")
    raise TooManyError


@define(eq=False)
class SumDiagram:
    """Whether a sum of what groups of choices add meets a limit, as a diagram.

    Groups are added in the order of their choices. Sums so far from which the limit is certainly met, or certainly
    missed, whatever the rest adds, end there.
    """

    diagrams: Diagrams
    limit: Limit
    groups: Sequence[tuple[Sequence[int], Mapping[tuple[int, ...], Sum]]]
    """The places of the variables of each group, and what every combination of their options adds."""
    _least: list[Exact] = field(init=False)
    _most: list[Exact | None] = field(init=False)
    """What the groups from each on add at the least and at the most; None where that may be unknown."""
    _known: dict[tuple[int, Sum], Diagram] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._least, self._most = [0], [0]
        for _, table in reversed(self.groups):
            self._least.insert(0, self._least[0] + min(number for number, _ in table.values()))
            most = self._most[0]
            unsure = most is None or any(more for _, more in table.values())
            self._most.insert(0, None if unsure or most is None else most + max(number for number, _ in table.values()))

    def whole(self, start: Sum) -> Diagram:
        """The diagram of the sum that begins with what no choice bears on."""
        return self._from(0, start)

    def _from(self, at: int, total: Sum) -> Diagram:
        decided = self._decided(at, total)
        if decided is not None:
            return decided
        found = self._known.get((at, total))
        if found is None:
            if len(self._known) > MOST_SUMS:
                raise TooManyError
            places, table = self.groups[at]
            number, unsure = total
            found = self._known[at, total] = self._over(
                places,
                {
                    options: self._from(at + 1, (number + part, unsure or more))
                    for options, (part, more) in table.items()
                },
            )
        return found

    def _decided(self, at: int, total: Sum) -> Diagram | None:
        """What the comparison comes to whatever the rest adds, if it comes to one thing."""
        number, unsure = total
        low = number + self._least[at] - self.limit.number
        most = self._most[at]
        high = None if unsure or most is None else number + most - self.limit.number
        truth = self._between(low, high)
        if truth is not None:
            return END_OF[truth]
        return UNKNOWN if at == len(self.groups) else None

    def _between(self, low: Exact, high: Exact | None) -> Truth:
        """Whether a comparison with 0 holds for every number between two bounds, or for none; the upper may lack."""
        operator = self.limit.operator
        if operator in ("=", "!="):
            if low == high:
                return (low == 0) == (operator == "=")
            return operator == "!=" if low > 0 or (high is not None and high < 0) else None
        at_low = compare_exact(low, operator)
        if high is None:
            # It grows without bound, so all that is below the least is out of reach.
            return at_low if at_low == (operator in (">=", ">")) else None
        return at_low if at_low == compare_exact(high, operator) else None

    def _over(self, places: Sequence[int], parts: Mapping[tuple[int, ...], Diagram]) -> Diagram:
        """What holds under each combination, joined: whatever the order in which the choices stand."""
        below = [self.diagrams.variables[part] for part in parts.values() if self.diagrams.variables[part] >= 0]
        if len(places) == 1 and all(each > places[0] for each in below):
            return self.diagrams.node(places[0], tuple([parts[option,] for option in range(len(parts))]))
        return self.diagrams.all_of(
            self.diagrams.any_of([self.diagrams.negation(self._is(places, options)), part])
            for options, part in parts.items()
        )

    def _is(self, places: Sequence[int], options: tuple[int, ...]) -> Diagram:
        return self.diagrams.all_of(
            self.diagrams.node(
                place, tuple([TRUE if each == option else FALSE for each in range(self.diagrams.sizes[place])])
            )
            for place, option in zip(places, options, strict=True)
        )
