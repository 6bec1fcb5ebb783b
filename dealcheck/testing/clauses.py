"""The clauses of a line: every part of it that holds or does not, by the records that they stand for."""

from __future__ import annotations

from attrs import define, field

from dealcheck.evaluate.walk import Simple, lent_time, parts_of_sentence, time_of
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    ConditionRecord,
    GroupRecord,
    JudgedRecord,
    LineRecord,
    Moment,
    NotRecord,
    OfDeal,
    OrRecord,
    QuantifiedRecord,
    SentenceRecord,
    TimeRecord,
)
from dealcheck.report.coverage import Clause
from dealcheck.source import Place

TRUTHS = ("true", "false")
VERDICTS = ("met", "violated")

SIDES = {
    "by": ("before", "inside"),
    "after": ("before", "inside"),
    "before": ("inside", "after"),
    "at": ("before", "inside", "after"),
    "during": ("before", "inside", "after"),
}
"""What lies around the window of each time phrase."""


@define(eq=False)
class Window:
    """A time phrase, the sentence that is judged in its window, and the number of its clause."""

    time: TimeRecord
    record: SentenceRecord
    number: int


@define(eq=False)
class Sentence:
    """The clauses of one sentence of a line by the identity of the record: numbers among those of the line.

    `conditions` are those at the points of each simple sentence.
    """

    record: SentenceRecord
    number: int
    parts: dict[int, int] = field(factory=dict)
    conditions: dict[int, list[tuple[ConditionRecord, int]]] = field(factory=dict)
    windows: list[Window] = field(factory=list)


@define(eq=False)
class Outline:
    """A line's clauses in the order in which they are written, and what of its records they are.

    `sentences` are the line's own under `""` and those of its readings under their names; `active` is the number of
    the clause that says when the line is held.
    """

    line: LineRecord
    clauses: list[Clause] = field(factory=list)
    sentences: dict[str, Sentence] = field(factory=dict)
    active: int | None = None


def outline(line: LineRecord) -> Outline:
    """The clauses of a line; none of one that has an error of its own."""
    found = Outline(line)
    if line.sentence is None:
        return found
    if line.active:
        text = " ".join(" ".join(place.text.split()) for place in line.active)
        sides = (*(("before",) if line.active_from else ()), "inside", *(("after",) if line.active_until else ()))
        found.active = _add(found, Clause("active", "", text, line.active[0], sides))
    for name, sentence in [("", line.sentence), *((each.name, each.sentence) for each in line.readings)]:
        number = _add(found, _clause("reading" if name else "line", name, sentence.place, VERDICTS, 0))
        of = found.sentences[name] = Sentence(sentence, number)
        _Reader(found, name, of).sentence(sentence, 1, spoken_for=True)
    return found


def _add(outline: Outline, clause: Clause) -> int:
    outline.clauses.append(clause)
    return len(outline.clauses) - 1


def _clause(sort: str, reading: str, place: Place, sides: tuple[str, ...], depth: int) -> Clause:
    return Clause(sort, reading, " ".join(place.text.split()), place, sides, depth)


@define(eq=False)
class _Reader:
    """Reads the clauses of one sentence of a line."""

    outline: Outline
    reading: str
    of: Sentence

    def sentence(
        self, record: SentenceRecord, depth: int, spoken_for: bool = False, within: SentenceRecord | None = None
    ) -> None:
        """Add the clauses of a part of the sentence.

        What stands directly in `not`, or in parentheses that are one, is `spoken_for` by that; `within` is what is
        judged in the window of its time phrase, where that is not the part alone.
        """
        time = time_of(record)
        if not spoken_for and not (isinstance(record, GroupRecord) and time is None):
            self.of.parts[id(record)] = self._add("sentence", record.place, TRUTHS, depth)
            depth, spoken_for = depth + 1, isinstance(record, GroupRecord | NotRecord)
        if isinstance(record, QuantifiedRecord | AggregateRecord) or not parts_of_sentence(record):
            self._simple(record, depth)  # type: ignore[arg-type]  # what has no parts is simple
        else:
            wraps = isinstance(record, GroupRecord | NotRecord)
            lent = lent_time(record)
            for part in parts_of_sentence(record):
                bears = lent is not None and time_of(part) is lent
                self.sentence(part, depth, wraps and spoken_for, record if bears else None)
        if time is not None:
            number = self._add("window", time.place, _sides(time), depth)
            self.of.windows.append(Window(time, within or record, number))

    def _simple(self, record: Simple, depth: int) -> None:
        if isinstance(record, JudgedRecord):
            return
        condition = record.having if isinstance(record, AggregateRecord) else record.condition
        if condition is not None:
            self.of.conditions[id(record)] = []
            self._condition(self.of.conditions[id(record)], condition, depth, spoken_for=False)

    def _condition(
        self, found: list[tuple[ConditionRecord, int]], condition: ConditionRecord, depth: int, spoken_for: bool
    ) -> None:
        if not spoken_for:
            found.append((condition, self._add("condition", condition.place, TRUTHS, depth)))
            depth += 1
        if isinstance(condition, NotRecord):
            self._condition(found, condition.operand, depth, spoken_for=True)  # type: ignore[arg-type]
        elif isinstance(condition, AndRecord | OrRecord):
            for operand in condition.operands:
                self._condition(found, operand, depth, spoken_for=False)  # type: ignore[arg-type]

    def _add(self, sort: str, place: Place, sides: tuple[str, ...], depth: int) -> int:
        return _add(self.outline, _clause(sort, self.reading, place, sides, depth))


def _sides(time: TimeRecord) -> tuple[str, ...]:
    """What lies around a window: nothing before the deal takes effect, and nothing after its end."""
    sides = SIDES[time.word]
    if time.word in ("at", "by", "during") and _is(time.moment, "effective"):
        sides = tuple(side for side in sides if side != "before")
    last = time.last if time.word == "during" else time.moment
    if time.word in ("at", "during") and last is not None and (_is(last, "end") or _is(last, "expires")):
        sides = tuple(side for side in sides if side != "after")
    return sides


def _is(moment: Moment, word: str) -> bool:
    return isinstance(moment, OfDeal) and moment.word == word
