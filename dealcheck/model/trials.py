"""Test blocks: their drafts, resolved, and what they expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from dealcheck.logic import Verdict
from dealcheck.model.facts import facts_in
from dealcheck.model.goods import goods_of
from dealcheck.model.lines import assessments_in, check_agreement, line_name, waivers_in
from dealcheck.model.problems import listed, meant
from dealcheck.model.records import DealRecord, Event, Expectation, ExpectedOutcome, FactRecord, TestRecord
from dealcheck.model.scoping import topics_of
from dealcheck.model.trial_rows import SILENCE, Row, rows_of
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dealcheck.model.deals import Deals
    from dealcheck.model.names import Here
    from dealcheck.scopes import IntervalSet
    from dealcheck.source import Place

VERDICTS = tuple(verdict.value for verdict in Verdict)


def tests_of(here: Here, deals: Deals, test: ast.Test) -> list[TestRecord]:
    """The test, and each row of its tables as a test of its own; the draft is None where it has an error.

    With rows, the test as it is written is one only where it expects something itself.
    """
    written = test_of(here, deals, test)
    rows = [_of_row(here, deals, test, row, number) for number, row in enumerate(rows_of(here, test, written.deal), 1)]
    if rows and not any(isinstance(item, ast.Expect) for item in test.items):
        return rows
    return [written, *rows]


def test_of(here: Here, deals: Deals, test: ast.Test) -> TestRecord:
    """The test as it is written, whatever its rows."""
    drafts = [item for item in test.items if isinstance(item, ast.Deal | ast.NamedDeal)]
    if not drafts:
        here.problems.error(
            "DC217",
            "a test says what it checks",
            here.place(test.name),
            "no deal",
            "write `deal { between US, JP  against BASELINE }`, or `deal NAME`",
        )
    if len(drafts) > 1:
        here.problems.error(
            "DC218", "a test has one deal", here.place(drafts[1]), "another one", "write a test for each"
        )
    deal, terms = _draft(here, deals, drafts[0]) if drafts else (None, [])
    as_of = [item for item in test.items if isinstance(item, ast.AsOf)]
    if len(as_of) > 1:
        here.problems.error(
            "DC218", "`as_of` stands twice", here.place(as_of[1]), "here again", "leave one of them out"
        )
    check_agreement(here, assessments_in(here, test.items))
    place = here.place(test)
    return _record(here, test.items, deal, terms, (test.name.text, place, place))


def _of_row(here: Here, deals: Deals, test: ast.Test, row: Row, number: int) -> TestRecord:
    """A row as a test; with an error in it, or in what all rows share, there is no draft."""
    named = f"{test.name.text} [row {number}]", here.place(row.node), here.place(test)
    copy = row.copy
    if copy is None:
        return _record(here, (), None, [], named, number)
    errors = here.problems.errors
    deal, terms = _draft(here, deals, copy.draft, copy.base if copy.changed else None)
    record = _record(here, (*copy.items, *row.expected), deal, terms, named, number, copy.facts)
    return record if here.problems.errors == errors else evolve(record, deal=None)


def _record(
    here: Here,
    items: Sequence[ast.Node],
    deal: DealRecord | None,
    terms: list[str],
    named: tuple[str, Place, Place],
    row: int | None = None,
    facts: Iterable[FactRecord] = (),
) -> TestRecord:
    """A test with what its items say; `named` are its name, its place and that of its block."""
    name, place, block = named
    as_of = next((item.date for item in items if isinstance(item, ast.AsOf)), None)
    expected = (_expectation(here, item, terms) for item in items if isinstance(item, ast.Expect))
    return TestRecord(
        name,
        deal,
        here.date(as_of) if as_of else None,
        (*facts_in(here.words, items), *facts),
        tuple(_events(here, items, deal)),
        assessments_in(here, items),
        waivers_in(here, items),
        tuple([each for each in expected if each is not None]),
        place,
        block,
        row,
    )


def _draft(
    here: Here, deals: Deals, draft: ast.Deal | ast.NamedDeal, base: ast.Deal | None = None
) -> tuple[DealRecord | None, list[str]]:
    """The draft, and the names of its terms (known even where the draft has an error).

    `base` is the deal that it is or names, where that is another one than is written.
    """
    if isinstance(draft, ast.Deal):
        draft = base or draft
        terms = [item.name.text for item in draft.items if isinstance(item, ast.Term)]
        return deals.resolve(draft, here.unit, here.problems), terms
    declared = here.find("text", draft.name)
    if declared is None or not isinstance(declared.node, ast.Deal):
        here.unknown(
            "DC210", "deal", draft.name, sort="text", otherwise="declare it, or write the deal here: `deal { ... }`"
        )
        return None, []
    terms = [item.name.text for item in (base or declared.node).items if isinstance(item, ast.Term)]
    terms.extend(term.name.text for term in draft.terms)
    return deals.with_terms(declared, here, draft.terms, base), terms


def _events(here: Here, items: Iterable[ast.Node], deal: DealRecord | None) -> Iterator[Event]:
    """What the test says of events, which must be known without it."""
    for item in items:
        if not isinstance(item, ast.Event):
            continue
        name = item.name.text
        day = None if item.date is None else here.date(item.date)
        known = here.events | (frozenset(event.name for event in deal.text.events) if deal else frozenset())
        if name not in known and here.find("event", item.name) is None:
            here.unknown("DC206", "event", item.name, otherwise="name an event of the deal", more=tuple(known))
            continue
        yield Event(name, item.label.text if item.label else "", day, here.place(item.name))


# ---- Expectations ----------------------------------------------------------------------------------------------------


def _expectation(here: Here, expect: ast.Expect, terms: list[str]) -> Expectation | None:
    name = line_name(here, expect.line)
    if name is None:
        return None
    line = here.words.lines[name]
    outcome = _outcome(here, expect.outcome, line, terms)
    readings: list[tuple[str, ExpectedOutcome]] = []
    failed = outcome is None
    known = [reading.name.text for reading in line.readings]
    for reading in expect.readings:
        if reading.name.text not in known:
            here.problems.error(
                "DC213",
                f"{name} has no reading `{reading.name.text}`",
                here.place(reading.name),
                "not a reading of it",
                meant(reading.name.text, known, f"its readings are {listed(known)}" if known else "it has none"),
            )
            failed = True
            continue
        found = _outcome(here, reading.outcome, line, terms)
        if found is None:
            failed = True
        else:
            readings.append((reading.name.text, found))
    if failed or outcome is None:
        return None
    return Expectation(name, outcome, tuple(readings), here.place(expect))


def _outcome(here: Here, outcome: ast.Outcome, line: ast.Line, terms: list[str]) -> ExpectedOutcome | None:
    errors = here.problems.errors
    verdict = outcome.verdict.text
    if verdict not in VERDICTS:
        here.problems.error(
            "DC223",
            f"`{verdict}` is no verdict",
            here.place(outcome.verdict),
            "not a verdict",
            meant(verdict, VERDICTS, f"the verdicts are {listed(VERDICTS)}"),
        )
    by: list[str] = []
    places: list[str] = []
    on: IntervalSet | None = None
    only_on = only_from = only_until = False
    begins = ends = None
    for part in outcome.parts:
        if isinstance(part, ast.CausedBy):
            by.append(part.name.text)
            if part.name.text not in (SILENCE, *terms):
                here.problems.error(
                    "DC212",
                    f"the draft has no term `{part.name.text}`",
                    here.place(part.name),
                    "not a term of it",
                    meant(part.name.text, (SILENCE, *terms), f"name one of {listed([*terms, SILENCE])}"),
                )
        elif isinstance(part, ast.Places):
            scope = _scope(here, part.scope, line)
            on = scope if on is None or scope is None else on | scope
            places.append(" ".join(here.place(part.scope).text.split()))
            only_on |= part.only
        elif isinstance(part, ast.Begins):
            begins, only_from = here.date(part.date), part.only
        else:
            ends, only_until = here.date(part.date), part.only
    if here.problems.errors > errors:
        return None
    return ExpectedOutcome(
        verdict, tuple(by), on, only_on, begins, only_from, ends, only_until, here.place(outcome), " | ".join(places)
    )


def _scope(here: Here, scope: ast.Scope, line: ast.Line) -> IntervalSet | None:
    """Goods or topics, as the line speaks of the one or the other."""
    if _speaks_of_topics(here, scope, line):
        return topics_of(here, scope)
    goods = goods_of(here, scope)
    return None if goods is None else goods.held


def _speaks_of_topics(here: Here, scope: ast.Scope, line: ast.Line) -> bool:
    while isinstance(scope, ast.ScopeOperation):
        scope = scope.left
    if not isinstance(scope, ast.ScopeName):
        return False
    if here.find("topic", scope) is not None and here.find("product", scope) is None:
        return True
    kinds = {here.words.kinds[name].keys.get("on") for name in _kinds_in(line.sentence) if name in here.words.kinds}
    return kinds == {"topic"}


def _kinds_in(sentence: ast.Sentence | ast.Condition) -> Iterator[str]:
    if isinstance(sentence, ast.Quantified | ast.Aggregate):
        yield sentence.pattern.kind.text
    elif isinstance(sentence, ast.IfThen):
        yield from _kinds_in(sentence.premise)
        yield from _kinds_in(sentence.conclusion)
    elif isinstance(sentence, ast.Unless):
        yield from _kinds_in(sentence.sentence)
        yield from _kinds_in(sentence.exception)
    elif isinstance(sentence, ast.Group):
        yield from _kinds_in(sentence.sentence)
    elif isinstance(sentence, ast.Not):
        yield from _kinds_in(sentence.operand)
    elif isinstance(sentence, ast.And | ast.Or):
        for operand in sentence.operands:
            yield from _kinds_in(operand)
