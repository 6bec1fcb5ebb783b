"""What two drafts leave open: brackets closed and in whose favour, opened, or with other options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import frozen

from dealcheck.changes.forms import Meaning, MeasureForm, Reader, TermForm
from dealcheck.changes.records import BracketChange
from dealcheck.changes.terms import TermPair, Terms
from dealcheck.changes.ways import as_wanted, beside, in_its_place, ways
from dealcheck.changes.wording import bracket_words, listed, moment_words, offer_words, stages_words, verb
from dealcheck.model.records import BracketExpr, Choice, DealRecord, Event, Literal, Moment, Plan, PlanStage, TermRecord
from dealcheck.source import Place
from dealcheck.worlds.texts import parts_of

IN_ITS_DATES = ("dated", "signed", "effective", "expires")


@frozen(eq=False)
class Drafting:
    """One of the two drafts: how it is read, and the events that it knows under the names of the frame."""

    deal: DealRecord
    reader: Reader
    events: Mapping[str, Event]

    @property
    def undated(self) -> dict[str, Event]:
        """The events that something hangs on and that no text dates."""
        view = self.reader.view
        names = [view.event(choice.event) for choice in self.deal.choices if choice.sort == "event"]
        return {name: self.events[name] for name in names if name in self.events}


@frozen(eq=False)
class Slot:
    """A place for a value: its stages in one draft, what reports call it, where it stands."""

    name: str
    sort: str
    stages: tuple[PlanStage, ...]
    place: Place
    reader: Reader

    def brackets(self) -> list[BracketExpr]:
        """The brackets that stand there, those within others after them."""
        return [part for stage in self.stages for part in parts_of(stage.value) if isinstance(part, BracketExpr)]


def bracket_changes(terms: Terms, old: Drafting, new: Drafting) -> tuple[BracketChange, ...]:
    """What is closed, opened or has other options: dates of the deal first, then by terms, then events."""
    found = [*_dates(old, new)]
    for pair in terms.pairs:
        found.extend(_article(pair, old.deal, new.deal))
        for one, other in pair.measures:
            found.extend(_fields(pair, one, other, old, new))
    for term, measure in terms.lost:
        found.extend(_alone(term, measure, old, closed=True))
    for term in terms.dropped:
        found.extend(_dropped(term.record, old.deal))
    for term in terms.added:
        found.extend(_proposed(term.record))
    for term, measure in terms.gained:
        found.extend(_alone(term, measure, new, closed=False))
    return (*found, *_events(old, new))


# ---- Brackets --------------------------------------------------------------------------------------------------------


def _fields(
    pair: TermPair, old: MeasureForm, new: MeasureForm, before: Drafting, now: Drafting
) -> Iterator[BracketChange]:
    """The brackets in the fields of a measure of both drafts."""
    name = pair.new.record.name
    olds = {plan.field: plan for plan in old.setting.all_plans} if old.rows is None else {}
    news = {plan.field: plan for plan in new.setting.all_plans} if new.rows is None else {}
    for field in dict.fromkeys((*news, *olds)):
        sides = (
            _slot(name, olds.get(field), field, old.setting.place, before),
            _slot(name, news.get(field), field, new.setting.place, now),
        )
        yield from slot_changes(*sides)


def _slot(term: str, plan: Plan | None, field: str, place: Place, drafting: Drafting) -> Slot:
    stages = () if plan is None else plan.stages
    return Slot(f"{term} {field}", "bracket", stages, stages[0].place if stages else place, drafting.reader)


def slot_changes(old: Slot, new: Slot) -> Iterator[BracketChange]:
    """What has become of the brackets at a place for a value."""
    before, now = old.brackets(), new.brackets()
    if not before and not now:
        return
    for closed in (True, False):
        open_one, other = (old, new) if closed else (new, old)
        wanted = other.reader.stages(other.stages)
        if not open_one.brackets():
            continue
        closings = ways(open_one.stages)
        picks = next((taken for taken, stages in closings if open_one.reader.stages(stages) == wanted), None)
        if picks is not None:
            for bracket in open_one.brackets():
                if bracket.choice in picks:
                    yield _settled(open_one, other, bracket, bracket.options[picks[bracket.choice]], closed)
            return
    left, right = _unequal(old, new)
    for one, other_one in zip(left, right, strict=False):
        yield _reworded(old, new, one, other_one)
    for bracket in left[len(right) :]:
        yield _settled(old, new, bracket, None, closed=True)
    for bracket in right[len(left) :]:
        yield _settled(new, old, bracket, None, closed=False)


def _unequal(old: Slot, new: Slot) -> tuple[list[BracketExpr], list[BracketExpr]]:
    """The outermost brackets of each side that the other side does not have."""
    left: list[tuple[BracketExpr, Meaning]] = [(each, old.reader.value(each)) for each in _outermost(old)]
    right: list[tuple[BracketExpr, Meaning]] = [(each, new.reader.value(each)) for each in _outermost(new)]
    return (
        [bracket for bracket, said in left if all(said != other for _, other in right)],
        [bracket for bracket, said in right if all(said != other for _, other in left)],
    )


def _outermost(slot: Slot) -> list[BracketExpr]:
    """The brackets of a place that stand in no other."""
    found = slot.brackets()
    inside = {
        id(part)
        for bracket in found
        for option in bracket.options
        for stage in option.stages
        for part in parts_of(stage.value)
    }
    return [bracket for bracket in found if id(bracket) not in inside]


def _settled(open_one: Slot, other: Slot, bracket: BracketExpr, option: Choice | None, closed: bool) -> BracketChange:
    """A bracket that is closed in the other draft, at an option or at another value; not `closed`: opened from it."""
    took = stages_words(option.stages) if option is not None else ""
    favours = option.wanted_by if option is not None else ()
    words, value = bracket_words(bracket), stages_words(other.stages)
    if closed:
        how = as_wanted(option) if option is not None else _beside(bracket, open_one, other)
        return BracketChange("closed", other.sort, other.name, words, value, took, favours, how, other.place)
    how = "it was none of the options"
    if option is not None:
        how = f"{listed(favours)} {verb(favours, 'want')} to keep it" if favours else "it was one of the options"
    return BracketChange("opened", open_one.sort, open_one.name, value, words, took, favours, how, bracket.place)


def _beside(bracket: BracketExpr, open_one: Slot, other: Slot) -> str:
    """How what stands in the place of a bracket lies to its options."""
    if not other.stages:
        return "nothing is said there now"
    if len(open_one.stages) == len(other.stages):
        for before, now in zip(open_one.stages, other.stages, strict=True):
            found = in_its_place(bracket, before.value, now.value)
            if found is not None:
                return beside(bracket.options, (PlanStage(found, None, now.place),))
    return beside(bracket.options, other.stages)


def _reworded(old: Slot, new: Slot, before: BracketExpr, now: BracketExpr) -> BracketChange:
    """A bracket that has other options, or the same ones of other parties."""
    offers = (
        {old.reader.offer(each): each for each in before.options},
        {new.reader.offer(each): each for each in now.options},
    )
    said: list[str] = []
    for word, mine, others in (("gone", offers[0], offers[1]), ("new", offers[1], offers[0])):
        apart = [offer_words(each) for offer, each in mine.items() if offer not in others]
        said.extend(f"{word}: {each}" for each in apart)
    for offer, option in offers[1].items():
        earlier = offers[0].get(offer)
        if earlier is not None and _sides(earlier) != _sides(option):
            said.append(f"{offer_words(option)} is now {_whose(option)}")
    return BracketChange(
        "changed", new.sort, new.name, bracket_words(before), bracket_words(now), "", (), "; ".join(said), now.place
    )


def _sides(option: Choice) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(option.wanted_by), frozenset(option.opposed_by)


def _whose(option: Choice) -> str:
    words = f"wanted by {listed(option.wanted_by)}" if option.wanted_by else "claimed by nobody"
    return f"{words}, opposed by {listed(option.opposed_by)}" if option.opposed_by else words


def _alone(term: TermForm, measure: MeasureForm, drafting: Drafting, closed: bool) -> Iterator[BracketChange]:
    """The brackets of a measure that is in one draft only."""
    for plan in measure.setting.all_plans:
        slot = _slot(term.record.name, plan, plan.field, measure.setting.place, drafting)
        for bracket in _outermost(slot):
            words = bracket_words(bracket)
            old, new = (words, "") if closed else ("", words)
            how = f"gone with {term.record.name}" if closed else f"new with {term.record.name}"
            yield BracketChange(
                "closed" if closed else "opened", "bracket", slot.name, old, new, "", (), how, bracket.place
            )


# ---- Dates of the deal -----------------------------------------------------------------------------------------------


def _dates(old: Drafting, new: Drafting) -> Iterator[BracketChange]:
    """The dates of the deal that stand in brackets."""
    for word in IN_ITS_DATES:
        yield from slot_changes(_date(old, word), _date(new, word))


def _date(drafting: Drafting, word: str) -> Slot:
    moment = drafting.deal.text.dates.get(word)
    place = drafting.deal.place
    if isinstance(moment, BracketExpr):
        return Slot(word, "date", (PlanStage(moment, None, moment.place),), moment.place, drafting.reader)
    stages = () if moment is None else (PlanStage(_literal(moment, place), None, place),)
    return Slot(word, "date", stages, place, drafting.reader)


def _literal(moment: Moment, place: Place) -> Literal:
    """A moment in the place of a value; what is no date is said in its words."""
    return Literal(moment if isinstance(moment, date) else moment_words(moment), place)


# ---- Articles that only some propose ---------------------------------------------------------------------------------


def _article(pair: TermPair, old: DealRecord, new: DealRecord) -> Iterator[BracketChange]:
    """An article of both drafts that is, or was, there to be taken or dropped."""
    before, now = pair.old.record, pair.new.record
    name, place = now.name, now.place
    if before.optional is not None and now.optional is None:
        how = f"as {listed(before.optional_by)} proposed"
        yield BracketChange(
            "closed", "article", name, _optional(before), "agreed", "taken", before.optional_by, how, place
        )
    elif before.optional is None and now.optional is not None:
        how = f"in question; {listed(now.optional_by)} {verb(now.optional_by, 'propose')} it"
        yield BracketChange("opened", "article", name, "agreed", _optional(now), "taken", now.optional_by, how, place)
    elif now.optional is not None and set(before.optional_by) != set(now.optional_by):
        yield BracketChange("changed", "article", name, _optional(before), _optional(now), place=place)


def _optional(term: TermRecord) -> str:
    return f"[{', '.join(term.optional_by)}]"


def _dropped(term: TermRecord, deal: DealRecord) -> Iterator[BracketChange]:
    """An article that was there to be taken or dropped, and is dropped."""
    if term.optional is not None:
        others = tuple(party for party in deal.parties if party not in term.optional_by)
        how = f"against {listed(term.optional_by)}"
        yield BracketChange("closed", "article", term.name, _optional(term), "", "dropped", others, how, term.place)


def _proposed(term: TermRecord) -> Iterator[BracketChange]:
    """A new article that is there to be taken or dropped."""
    if term.optional is not None:
        how = f"new, proposed by {listed(term.optional_by)}"
        yield BracketChange("opened", "article", term.name, "", _optional(term), "", (), how, term.place)


# ---- Events ----------------------------------------------------------------------------------------------------------


def _events(old: Drafting, new: Drafting) -> Iterator[BracketChange]:
    """Events that something hangs on: given a day, no longer so, come up or gone."""
    before, now = old.undated, new.undated
    for name in dict.fromkeys((*now, *before)):
        if name in before and name in now:
            continue
        event = now.get(name) or before[name]
        dated = (old if name in now else new).events.get(name)
        words, place = "may happen or not", event.place
        if name in before:
            if dated is not None and dated.date is not None:
                how = "it has a day now"
                yield BracketChange("closed", "event", name, words, str(dated.date), "happens", (), how, dated.place)
            else:
                yield BracketChange("closed", "event", name, words, "", "", (), "nothing hangs on it now", place)
        elif dated is not None and dated.date is not None:
            how = "it has no day now"
            yield BracketChange("opened", "event", name, str(dated.date), words, "happens", (), how, place)
        else:
            yield BracketChange("opened", "event", name, "", words, "", (), "new", place)
