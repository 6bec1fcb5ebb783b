"""From traces to findings: where, when, what was found, what was needed, why, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from attrs import evolve

from dealcheck.evaluate.conditions import Compared, in_words
from dealcheck.evaluate.findings import Cause, Finding, When, Where
from dealcheck.evaluate.joining import Group, boxes, is_exact, merged, ordered, spans, thinned
from dealcheck.evaluate.sentences import Sentences
from dealcheck.evaluate.trace import Scan, Stretch, Trace, Witness
from dealcheck.logic import Truth, Verdict
from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    ConditionRecord,
    DealSentenceRecord,
    IfThenRecord,
    JudgedRecord,
    Kind,
    NotRecord,
    OrRecord,
    QuantifiedRecord,
    Region,
    Setting,
    UnlessRecord,
)
from dealcheck.scopes import IntervalSet
from dealcheck.values import Rate, subtract
from dealcheck.values.symbolic import sign_is
from dealcheck.worlds.formulas import Spot
from dealcheck.worlds.states import Cell, State
from dealcheck.worlds.world import Side, World

VERDICTS = {False: Verdict.VIOLATED, True: Verdict.MET, None: Verdict.UNKNOWN}


class Explainer:
    """Turns the trace of a line into findings."""

    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences
        self.world: World = sentences.world
        self.stretches: list[Stretch] = sentences.stretches
        self._cause_memo: dict[object, tuple[Cause, ...]] = {}

    def findings(self, trace: Trace[Truth]) -> tuple[Finding, ...]:
        """The findings that bear out a line's truth, in the order of time and then of place."""
        if trace.truth is True:
            return ()
        groups: dict[object, Group] = {}
        plain: list[Finding] = []
        indices = range(len(self.stretches)) if not trace.settled else self._deciding(trace)
        for index in indices:
            if not trace.settled and trace.truths.get(index, True) is not trace.truth:
                continue
            self._collect(trace, index, trace.truth, groups, plain)
        found = [finding for group in thinned(groups) for finding in self._joined(group)]
        return tuple(ordered([*found, *merged(plain)]))

    def points(self, trace: Trace[Truth]) -> tuple[Finding, ...]:
        """Every point of a simple sentence as a finding, with what was found there and what the sentence asks for."""
        groups: dict[object, Group] = {}
        plain: list[Finding] = []
        for index, scan in trace.scans.items():
            record = trace.record
            if not isinstance(record, QuantifiedRecord):
                if isinstance(record, AggregateRecord | DealSentenceRecord | JudgedRecord):
                    self._plain(record, scan, index, scan.truth, plain)
                continue
            positive = record.quantifier != "no"
            if not scan.witnesses and scan.truth is False:
                self._nothing(record, scan, index, False, groups)
            for witness in scan.witnesses:
                good: Truth = witness.truth if positive else (None if witness.truth is None else not witness.truth)
                day = self.stretches[index].first
                group = self._group(record, witness, day, good, positive, scan, groups, as_asked=True)
                group.by_cell.setdefault(witness.cell, {}).setdefault(index, []).append((witness.low, witness.high))
        found = [finding for group in thinned(groups) for finding in self._joined(group)]
        return tuple(ordered([*found, *merged(plain)]))

    def _deciding(self, trace: Trace[Truth]) -> list[int]:
        if trace.truths:
            return sorted(index for index, truth in trace.truths.items() if truth is trace.truth)
        found: set[int] = set()
        for child in trace.children:
            found.update(self._deciding(child))
        return sorted(found)

    # ---- Collecting ------------------------------------------------------------------------------------------------

    def _collect(
        self, trace: Trace[Truth], index: int, truth: Truth, groups: dict[object, Group], plain: list[Finding]
    ) -> None:
        """Gather what makes a sentence come out as it does on a stretch."""
        record = trace.record
        if trace.children:
            for child in self._responsible(trace, index, truth):
                wanted = self._truth_at(child, index)
                if child.settled:
                    for inner in self._deciding(child):
                        if not child.truths or child.truths.get(inner) is wanted:
                            self._collect(child, inner, wanted, groups, plain)
                else:
                    self._collect(child, index, wanted, groups, plain)
            return
        scan = trace.scans.get(index)
        if scan is None or scan.truth is not truth:
            return
        if isinstance(record, QuantifiedRecord):
            self._quantified(record, scan, index, truth, groups)
        elif isinstance(record, AggregateRecord | DealSentenceRecord | JudgedRecord):
            self._plain(record, scan, index, truth, plain)

    @staticmethod
    def _truth_at(trace: Trace[Truth], index: int) -> Truth:
        return trace.truth if trace.settled else trace.truths.get(index)

    def _responsible(self, trace: Trace[Truth], index: int, truth: Truth) -> Iterator[Trace[Truth]]:
        """The parts of a sentence that decide it: those that share its truth, turned round by `not`."""
        record, children = trace.record, trace.children
        if isinstance(record, NotRecord):
            yield children[0]
            return
        if isinstance(record, IfThenRecord):
            yield children[1] if truth is not True or self._truth_at(children[1], index) is True else children[0]
            return
        if isinstance(record, UnlessRecord) and truth is False:
            yield children[0]
            return
        if isinstance(record, AndRecord | OrRecord | UnlessRecord):
            alike = [child for child in children if self._truth_at(child, index) is truth]
            yield from alike or children
            return
        yield from children

    def _quantified(
        self, record: QuantifiedRecord, scan: Scan, index: int, truth: Truth, groups: dict[object, Group]
    ) -> None:
        pattern, condition = record.pattern, record.condition
        positive = record.quantifier != "no"
        wanted_here: Truth = truth if positive else (None if truth is None else not truth)
        witnesses = scan.witnesses
        if truth is (record.quantifier != "some"):
            # That none of them holds, or all do, was seen without keeping them.
            day = self.stretches[index].first
            witnesses = tuple(self.sentences.scanner.witnesses(pattern, condition, day)[0]) if condition else ()
        picked = [witness for witness in witnesses if witness.truth is wanted_here]
        if not picked:
            self._nothing(record, scan, index, truth, groups)
            return
        day = self.stretches[index].first
        memo: dict[object, Group] = {}
        for witness in picked:
            key = (witness.cell, witness.read)
            group = memo.get(key)
            if group is None:
                group = self._group(record, witness, day, truth, positive, scan, groups, as_asked=False)
                memo[key] = group
            group.by_cell.setdefault(witness.cell, {}).setdefault(index, []).append((witness.low, witness.high))

    def _group(
        self,
        record: QuantifiedRecord,
        witness: Witness,
        day: date,
        truth: Truth,
        positive: bool,
        scan: Scan,
        groups: dict[object, Group],
        *,
        as_asked: bool,
    ) -> Group:
        kind = record.pattern.kind
        scanner = self.sentences.scanner
        window = scanner.window(record.pattern)
        spot = scanner.spot(kind, witness.cell, witness.low, day, witness.own, witness.stored, window)
        compared: list[Compared] = []
        if record.condition is not None:
            compared = self._compared(record.condition, spot, positive, truth, as_asked)
        found, needed = _phrases(record, compared)
        missing = tuple(
            sorted({name for each in compared if each.truth is None for name in each.missing} | set(scan.missing))
        )
        fields = [each.left for each in compared]
        causes = self.causes(kind, witness, fields, day)
        mend = self._mend(kind, witness, compared, causes) if truth is False else ""
        key = (kind.name, found, needed, causes, missing, truth)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(kind, found, needed, causes, missing, truth, mend, tuple(compared))
        return group

    def _compared(
        self, condition: ConditionRecord, spot: Spot, positive: bool, truth: Truth, as_asked: bool
    ) -> list[Compared]:
        """The comparisons that decide a point: with what would turn it, or `as_asked` with what the sentence asks
        for.
        """
        if truth is not True:
            return list(self.sentences.conditions.compared(condition, spot, positive))
        found = self.sentences.conditions.compared(condition, spot, not positive)
        return [evolve(each, wanted=not each.wanted) if as_asked else each for each in found]

    def _mend(self, kind: Kind, witness: Witness, compared: list[Compared], causes: tuple[Cause, ...]) -> str:
        """What number would mend it, where one does: only where a single comparison stands in the way."""
        if len(compared) != 1 or compared[0].found == "absent":
            return ""
        each = compared[0]
        terms = list(dict.fromkeys(cause.term for cause in causes if cause.sort == "term" and cause.term))
        if kind.derived:
            return self._mend_of_sum(kind, witness, each, terms)
        what = f"{each.left} {each.needed}"
        return f"{what} in {' and '.join(terms)}" if terms else f"a term with {what}"

    def _mend_of_sum(self, kind: Kind, witness: Witness, each: Compared, terms: list[str]) -> str:
        """The number for the one layer that a term sets, less what the other layers come to; else none mends it."""
        tariff = self.world.base_kind(kind)
        parts = witness.own.parts if witness.own is not None else ()
        own = [(layer, part) for layer, part in parts if any(map(self.is_draft, part.origins.values()))]
        limit = each.against
        if len(own) != 1 or len(terms) != 1 or not isinstance(limit, Rate):
            return ""
        layer, _ = own[0]
        for name, part in parts:
            rate = self.world.field_of(tariff, part, "rate")
            if name == layer:
                continue
            rest = subtract(limit, rate) if isinstance(rate, Rate) else None
            if not isinstance(rest, Rate):
                return ""
            limit = rest
        if not is_exact(limit.percent) or limit.specific or sign_is(limit.percent, "<") is True:
            return ""
        return f"rate {each.operator_needed} {in_words(limit)} of layer {layer} in {terms[0]}"

    def _nothing(
        self, record: QuantifiedRecord, scan: Scan, index: int, truth: Truth, groups: dict[object, Group]
    ) -> None:
        """Where nothing exists that should, the cause is silence on the pattern's own scope."""
        kind = record.pattern.kind
        region = self.sentences.scanner.region(record.pattern)
        needed = self._asked(record, truth)
        cause = Cause("silence", text=f"nothing says `{kind.name}` there")
        key = ("nothing", id(record), needed, truth, scan.missing)
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(kind, "nothing of the kind", needed, (cause,), scan.missing, truth, "")
        layer = None
        if region.layers is not None and len(region.layers) == 1:
            layer = next(iter(region.layers))
        on = region.on if region.on is not None else self.world.space(kind)
        pieces = group.by_cell.setdefault(Cell(region.parties, layer), {}).setdefault(index, [])
        pieces.extend(on)

    def _asked(self, record: QuantifiedRecord, truth: Truth) -> str:
        """What is missing where nothing is: of `not every P must have C`, one that has not C."""
        text = f"some {' '.join(record.pattern.place.text.split())}"
        if record.condition is None:
            return text
        has = "has not" if record.quantifier == "every" and truth is True else "has"
        return f"{text} that {has} {' '.join(record.condition.place.text.split())}"

    def _plain(
        self,
        record: AggregateRecord | DealSentenceRecord | JudgedRecord,
        scan: Scan,
        index: int,
        truth: Truth,
        plain: list[Finding],
    ) -> None:
        """Findings that no single point bears: totals, dates, judgements."""
        stretch = self.stretches[index]
        verdict = VERDICTS[truth]
        when = When(stretch.first, stretch.last)
        if isinstance(record, AggregateRecord):
            kind = record.pattern.kind
            region = self.sentences.scanner.region(record.pattern)
            causes: dict[Cause, None] = {}
            for witness in scan.witnesses:
                for cause in self.causes(kind, witness, [record.field], stretch.first):
                    causes[cause] = None
            if not causes:
                causes[Cause("silence", text=f"nothing says `{kind.name}` there")] = None
            terms = tuple(cause for cause in causes if cause.sort == "term")
            on = region.on if region.on is not None else self.world.space(kind)
            if scan.witnesses and kind.keys.get("on"):
                on = IntervalSet.of((witness.low, witness.high) for witness in scan.witnesses)
            where = self.where(kind, [Cell(region.parties)], on)
            what = record.function if not record.field else f"{record.function} {record.field}"
            plain.append(
                Finding(
                    verdict,
                    where,
                    when,
                    f"{what} {scan.found}",
                    scan.needed,
                    terms or tuple(causes),
                    missing=scan.missing,
                )
            )
            return
        place = self.world.deal.place if isinstance(record, DealSentenceRecord) else None
        cause = Cause("term", term="the deal's own dates", place=place) if place is not None else Cause("silence")
        causes_ = (cause,) if isinstance(record, DealSentenceRecord) else ()
        needed = scan.needed if isinstance(record, DealSentenceRecord) else f"yes to: {record.question}"
        where = Where("", "the deal", None, "")
        plain.append(Finding(verdict, where, when, scan.found, needed, causes_, missing=scan.missing))

    # ---- Causes ----------------------------------------------------------------------------------------------------

    def causes(self, kind: Kind, witness: Witness, fields: list[str], day: date) -> tuple[Cause, ...]:
        """What brought about the value at a piece: terms at their places, or silence with the measure that it
        preserves.
        """
        key = (
            kind.name,
            witness.cell,
            id(witness.own),
            id(witness.before),
            tuple(fields),
            day if witness.own is None else None,
        )
        if witness.own is not None and not kind.derived:
            found = self._cause_memo.get(key)
            if found is not None:
                return found
        if kind.derived:
            causes = self._duty_causes(kind, witness, day)
        elif witness.own is None:
            causes = self._ended(kind, witness.cell, witness.low, day)
        else:
            causes = self._set_by(witness.own, fields)
            if witness.before is None and not any(cause.sort == "term" for cause in causes):
                causes = self._woken(kind, witness, day) or causes
        unique = tuple(dict.fromkeys(causes)) or (Cause("silence", text=f"nothing says `{kind.name}` there"),)
        self._cause_memo[key] = unique
        return unique

    def _set_by(self, state: State, fields: list[str]) -> list[Cause]:
        if state.contradiction:
            return [self.cause(setting) for setting in state.contradiction]
        settings = [state.origins[name] for name in fields if name in state.origins]
        if not settings:
            settings = list(state.origins.values())[:1] if state.origins else []
        if not settings and state.origin is not None:
            settings = [state.origin]
        return [self.cause(setting) for setting in dict.fromkeys(settings)]

    def _duty_causes(self, kind: Kind, witness: Witness, day: date) -> list[Cause]:
        """The layers in force whose rate is not 0%, and the terms that ended or displaced one there."""
        tariff = self.world.base_kind(kind)
        causes: list[Cause] = []
        in_force: set[str] = set()
        for layer, part in witness.own.parts if witness.own is not None else ():
            in_force.add(layer)
            if not part.presumed and not _is_zero(self.world.field_of(tariff, part, "rate")):
                causes.extend(self._set_by(part, ["rate"]))
        for layer, _ in witness.before.parts if witness.before is not None else ():
            if layer not in in_force:
                causes.extend(self._ended(tariff, Cell(witness.cell.parties, layer), witness.low, day))
        for _, part in witness.own.parts if not causes and witness.own is not None else ():
            if not part.presumed:
                causes.extend(self._set_by(part, ["rate"]))
        return causes

    def _woken(self, kind: Kind, witness: Witness, day: date) -> list[Cause]:
        """What woke a point that a layer displaced in the status quo: the terms that ended that layer there."""
        window = self.world.window(IntervalSet(((witness.low, witness.low + 1),)))
        causes: list[Cause] = []
        for layer, displaced in kind.displaces.items():
            if witness.cell.layer in displaced:
                cell = Cell(witness.cell.parties, layer, witness.cell.pool)
                before = self.world.visible(kind, cell, Side.OLD, day, window).at(witness.low)
                if before is not None and self.world.visible(kind, cell, Side.NEW, day, window).at(witness.low) is None:
                    causes.extend(self._ended(kind, cell, witness.low, day))
        return causes

    def _ended(self, kind: Kind, cell: Cell, position: int, day: date) -> list[Cause]:
        """The terms that took a point away: those that end it, or that set a layer which displaces it."""
        found: list[Cause] = []
        window = self.world.window(IntervalSet(((position, position + 1),)))
        for low, high, cover in self.world.covers(kind, cell, self.world.draft, day, window):
            if low <= position < high and cover.active.setting.ends:
                found.append(self.cause(cover.active.setting))
        if not found:
            for layer, displaced in kind.displaces.items():
                if cell.layer in displaced:
                    state = self.world.visible(kind, Cell(cell.parties, layer, cell.pool), Side.NEW, day, window).at(
                        position
                    )
                    if state is not None:
                        found.extend(self._set_by(state, ["rate"]))
        return found

    def is_draft(self, setting: Setting) -> bool:
        """Whether a measure stands in the draft."""
        return id(setting.place) in self.world.draft_places

    def cause(self, setting: Setting) -> Cause:
        """A measure as a cause: a term of the draft, or what silence preserves."""
        return self.cause_in(self.world, setting)

    @staticmethod
    def cause_in(world: World, setting: Setting) -> Cause:
        """A measure of a world as a cause."""
        text = " ".join(setting.place.text.split())
        cites = tuple(_cited(citation.name, citation.quote) for citation in setting.cites)
        if id(setting.place) in world.draft_places:
            return Cause("term", setting.term, setting.place, text, world.deal.name, cites, setting.side_letter)
        origin = next(
            (text.name for text in reversed(world.texts) if any(each.place is setting.place for each in text.settings)),
            "",
        )
        return Cause("silence", "", setting.place, text, origin, cites)

    # ---- Joining ---------------------------------------------------------------------------------------------------

    def where(self, kind: Kind, cells: list[Cell], on: IntervalSet | None) -> Where:
        """Points in words: goods or topics in the fewest names, and the other keys."""
        words: list[str] = []
        masks: list[int] = []
        for index, word in enumerate(kind.party_words):
            mask = 0
            for cell in cells:
                mask |= cell.parties[index]
            masks.append(mask)
            words.append(f"{word} {self.world.model.parties.in_words(mask)}")
        layers = [layer for layer in dict.fromkeys(cell.layer for cell in cells) if layer]
        if layers:
            words.append("layer " + " | ".join(layers))
        goods = on if kind.keys.get("on") else None
        text = self.world.naming.text(on, kind) if on is not None else ""
        naming = self.world.naming if kind.keys.get("on") == "goods" else None
        region = Region(tuple(masks), goods, frozenset(layers) if layers else None)
        return Where(text, " ".join(words), goods, kind.name, naming, region)

    def _joined(self, group: Group) -> Iterator[Finding]:
        """The findings of a group: the same goods over adjoining stretches are one, and cells alike are one."""
        joined: dict[tuple[int, int, tuple[Cell, ...]], list[IntervalSet]] = {}
        for (first, last, on), cells in spans(group.by_cell).items():
            for alike in boxes(cells):
                joined.setdefault((first, last, alike), []).append(on)
        for (first, last, boxed), sets in joined.items():
            cells = list(boxed)
            on = IntervalSet.of(interval for found in sets for interval in found)
            when = When(self.stretches[first].first, self.stretches[last].last)
            yield Finding(
                VERDICTS[group.truth],
                self.where(group.kind, cells, on),
                when,
                group.found,
                group.needed,
                group.causes,
                group.mend,
                missing=group.missing,
            )


def _phrases(record: QuantifiedRecord, compared: list[Compared]) -> tuple[str, str]:
    """What was found and what was needed, in words; a lone field is not named again."""
    if record.condition is None:
        if record.quantifier == "no":
            return "it exists", "none"
        return "nothing of the kind", f"some {' '.join(record.pattern.place.text.split())}"
    if not compared:
        return "", ""
    lone = len({each.left for each in compared}) == 1
    found = dict.fromkeys(each.found if lone else f"{each.left} {each.found}" for each in compared)
    needed = dict.fromkeys(each.needed if lone else f"{each.left} {each.needed}" for each in compared)
    return ", ".join(found), " and ".join(needed)


def _is_zero(held: object) -> bool:
    percent = getattr(held, "percent", None)
    return percent == 0 and not getattr(held, "specific", ())


def _cited(name: str, quote: str) -> str:
    return f'{name} "{quote}"' if quote else name
