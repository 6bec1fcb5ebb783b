"""What the terms of two drafts say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import define, frozen

from dealcheck.changes.forms import MeasureForm, Said, TermForm
from dealcheck.changes.frame import Frame
from dealcheck.changes.matching import matched_measures, matched_terms
from dealcheck.changes.records import FieldChange, MeasureChange, TermChange
from dealcheck.changes.wording import condition_words
from dealcheck.model.records import Kind, TermRecord
from dealcheck.scopes import EVERYTHING, IntervalSet
from dealcheck.worlds.naming import Naming

MOST_ROWS = 5
"""Rows of a table that are named; the others are counted."""


@frozen(eq=False)
class TermPair:
    """A term of both drafts, with those of its measures that are the same ones."""

    old: TermForm
    new: TermForm
    measures: tuple[tuple[MeasureForm, MeasureForm], ...]


@frozen(eq=False)
class Terms:
    """The terms of two drafts against each other.

    `lost` and `gained` are measures without a counterpart, each with its term; one that merely stands in another term
    now, under the same marks, is neither.
    """

    pairs: tuple[TermPair, ...]
    dropped: tuple[TermForm, ...]
    added: tuple[TermForm, ...]
    lost: tuple[tuple[TermForm, MeasureForm], ...]
    gained: tuple[tuple[TermForm, MeasureForm], ...]

    @property
    def renamed(self) -> dict[str, str]:
        """The new name of each old term that is still there."""
        return {pair.old.record.name: pair.new.record.name for pair in self.pairs}


def paired(old: Sequence[TermForm], new: Sequence[TermForm]) -> Terms:
    """The terms of two drafts against each other."""
    places = matched_terms(old, new)
    pairs: list[TermPair] = []
    lost: list[tuple[TermForm, MeasureForm]] = []
    gained: list[tuple[TermForm, MeasureForm]] = []
    for here, there in places:
        one, other = old[here], new[there]
        same = matched_measures(one.measures, other.measures)
        pairs.append(TermPair(one, other, tuple((one.measures[at], other.measures[to]) for at, to in same)))
        lost.extend((one, each) for at, each in enumerate(one.measures) if at not in {pair[0] for pair in same})
        gained.extend((other, each) for at, each in enumerate(other.measures) if at not in {pair[1] for pair in same})
    olds, news = {here for here, _ in places}, {there for _, there in places}
    dropped = [term for at, term in enumerate(old) if at not in olds]
    added = [term for at, term in enumerate(new) if at not in news]
    lost.extend((term, each) for term in dropped for each in term.measures)
    gained.extend((term, each) for term in added for each in term.measures)
    lost, gained = _without_moved(lost, gained)
    gone, come = {id(term) for term, _ in lost}, {id(term) for term, _ in gained}
    return Terms(
        tuple(pairs),
        tuple(term for term in dropped if id(term) in gone or not term.measures),
        tuple(term for term in added if id(term) in come or not term.measures),
        tuple(lost),
        tuple(gained),
    )


Placed = tuple[TermForm, MeasureForm]


def _without_moved(lost: Sequence[Placed], gained: Sequence[Placed]) -> tuple[list[Placed], list[Placed]]:
    """What is lost and gained, less what is the same measure in another term with the same marks."""
    waiting: dict[object, list[Placed]] = {}
    for placed in gained:
        waiting.setdefault((placed[1], placed[0].standing), []).append(placed)
    left: list[Placed] = []
    moved: set[int] = set()
    for placed in lost:
        found = waiting.get((placed[1], placed[0].standing))
        if found:
            moved.add(id(found.pop(0)))
        else:
            left.append(placed)
    return left, [placed for placed in gained if id(placed) not in moved]


@define(eq=False)
class TermComparison:
    """Says what is otherwise, in words of the frame."""

    frame: Frame
    naming: Naming

    def changes(self, terms: Terms) -> tuple[TermChange, ...]:
        """The terms that are others: those of the new draft in its order, then those dropped."""
        found = [change for pair in terms.pairs if (change := self._pair(pair, terms)) is not None]
        found.extend(self._alone("added", term, terms.gained) for term in terms.added)
        found.sort(key=lambda change: (change.place.source.name, change.place.span))
        return (*found, *(self._alone("dropped", term, terms.lost) for term in terms.dropped))

    def _pair(self, pair: TermPair, terms: Terms) -> TermChange | None:
        measures = [
            MeasureChange("changed", new.kind, old.words, new.words, tuple(fields), new.setting.place)
            for old, new in pair.measures
            if (fields := list(self.fields(old, new, pair)))
        ]
        measures.extend(_gone("dropped", each) for term, each in terms.lost if term is pair.old)
        measures.extend(_gone("added", each) for term, each in terms.gained if term is pair.new)
        marks = tuple(_marks(pair))
        if not measures and not marks:
            return None
        record = pair.new.record
        change = "changed" if measures else "standing"
        return TermChange(change, pair.old.record.name, record.name, record.label, marks, tuple(measures), record.place)

    @staticmethod
    def _alone(change: str, term: TermForm, placed: Iterable[Placed]) -> TermChange:
        """A term that is in one draft only."""
        record = term.record
        measures = tuple(_gone(change, each) for owner, each in placed if owner is term)
        old, new = (record.name, None) if change == "dropped" else (None, record.name)
        marks = [(what, mark) for what, mark in _said_of(record) if mark]
        said = [FieldChange(what, mark if old else "", mark if new else "") for what, mark in marks]
        return TermChange(change, old, new, record.label, tuple(said), measures, record.place)

    # ---- One measure -----------------------------------------------------------------------------------------------

    def fields(self, old: MeasureForm, new: MeasureForm, pair: TermPair | None = None) -> Iterator[FieldChange]:
        """What two forms of one measure say otherwise; conditions that go with the whole term are left to it."""
        if old == new:
            return
        kind = new.setting.kind
        if old.kind != new.kind:
            yield FieldChange("kind", old.kind, new.kind)
        if old.ends is not new.ends:
            yield FieldChange("what it does", *(("ends" if each.ends else "sets") for each in (old, new)))
        if old.kind == new.kind:
            yield from self._keys(old, new, kind)
        for what, before, now in (("from", old.start, new.start), ("until", old.until, new.until)):
            if not before.same(now):
                yield FieldChange(what, before.words, now.words)
        shared = (pair.old.under, pair.new.under) if pair is not None else (frozenset(), frozenset())
        conditions = [sorted(each.under - whole) for each, whole in zip((old, new), shared, strict=True)]
        if conditions[0] != conditions[1]:
            yield FieldChange("if", *map(_conditions, conditions))
        yield from _values(dict(old.fields), dict(new.fields))
        if old.rows != new.rows:
            yield self._rows(old, new)

    def _keys(self, old: MeasureForm, new: MeasureForm, kind: Kind) -> Iterator[FieldChange]:
        for word, before, now in zip(kind.party_words, old.parties, new.parties, strict=True):
            if before != now:
                yield FieldChange(word, self.frame.parties_in_words(before), self.frame.parties_in_words(now))
        if old.on != new.on and old.rows is None and new.rows is None:
            yield FieldChange("on", self.on(kind, old.on), self.on(kind, new.on))
        elif old.codes != new.codes:
            yield FieldChange("goods counted as", *(_lines_of_goods(each) for each in (old, new)))
        if old.layers != new.layers or old.layer_any is not new.layer_any:
            yield FieldChange("layer", *map(_layers, (old, new)))

    def on(self, kind: Kind, found: IntervalSet | None) -> str:
        """Goods or topics in the fewest names."""
        if found is None:
            return ""
        return self.frame.topics_in_words(found) if kind.keys.get("on") == "topic" else self.naming.text(found, kind)

    def _rows(self, old: MeasureForm, new: MeasureForm) -> FieldChange:
        """Tables: how many rows, and the first codes whose rows say something else."""
        if old.rows is None or new.rows is None:
            words = ["no table" if each.rows is None else f"a table of {len(each.rows)} rows" for each in (old, new)]
            return FieldChange("table", words[0], words[1])
        sides = (set(old.rows), set(new.rows))
        words = []
        for mine, others, form in ((sides[0], sides[1], old), (sides[1], sides[0], new)):
            differing = [row for row in form.rows or () if row in mine - others]
            spans = [(row[0], row[1]) for row in differing if isinstance(row, tuple)]
            codes = [", ".join(self.naming.codes(IntervalSet((span,)))) for span in spans[:MOST_ROWS]]
            more = f" and {len(spans) - MOST_ROWS} more" if len(spans) > MOST_ROWS else ""
            said = f", of these otherwise: {', '.join(codes)}{more}" if codes else ""
            words.append(f"{len(form.rows or ())} rows{said}")
        return FieldChange("table", words[0], words[1])


def _gone(change: str, measure: MeasureForm) -> MeasureChange:
    """A measure that is in one draft only."""
    old, new = (measure.words, "") if change == "dropped" else ("", measure.words)
    return MeasureChange(change, measure.kind, old, new, (), measure.setting.place)


def _values(old: dict[str, Said], new: dict[str, Said]) -> Iterator[FieldChange]:
    """The fields that are set to something else."""
    for name in dict.fromkeys((*new, *old)):
        before, now = old.get(name), new.get(name)
        if before is None or now is None or not before.same(now):
            yield FieldChange(name, before.words if before else "", now.words if now else "")


def _layers(form: MeasureForm) -> str:
    if form.layer_any:
        return "any"
    return " | ".join(sorted(form.layers)) if form.layers is not None else "every layer"


def _lines_of_goods(form: MeasureForm) -> str:
    """How goods are written: each code is a line of goods for `average` and `share`."""
    count = len(form.codes)
    if form.on == EVERYTHING or not count:
        return "one line"
    return f"{count} lines" if count > 1 else "one line"


def _conditions(under: Sequence[tuple[str, bool]]) -> str:
    return condition_words(under).removeprefix("if ")


# ---- Marks -----------------------------------------------------------------------------------------------------------


def _marks(pair: TermPair) -> Iterator[FieldChange]:
    """What is said of a term as a whole and is otherwise now; whether it is optional is left to the brackets."""
    old, new = pair.old.record, pair.new.record
    for (what, before), (_, now) in zip(_said_of(old), _said_of(new), strict=True):
        if before != now:
            yield FieldChange(what, before, now)
    if pair.old.under != pair.new.under:
        yield FieldChange("if", _conditions(sorted(pair.old.under)), _conditions(sorted(pair.new.under)))


def _said_of(term: TermRecord) -> tuple[tuple[str, str], ...]:
    """The marks of a term in words, in one order however they are written."""
    return (
        ("status", term.status.replace("_", " ")),
        ("proposed by", ", ".join(sorted(term.proposed_by))),
        ("opposed by", ", ".join(sorted(term.opposed_by))),
        ("side letter", "in a side letter" if term.side_letter else ""),
    )
