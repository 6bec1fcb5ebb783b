"""Drafts that might tell a mutant from its line: those of the tests, with one thing changed, and small new ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from attrs import evolve, field, frozen

from dealcheck.source import Span
from dealcheck.syntax import ast
from dealcheck.testing.mutation.bench import Bench, Own
from dealcheck.testing.mutation.edits import Edit, Script, days_beside, edited
from dealcheck.testing.mutation.nodes import inside
from dealcheck.testing.mutation.wordings import Wordings, beside

MOST_HEADS = 2
"""Pairs of parties, dates and baselines of the tests that new drafts are tried with."""

MOST = 160
"""Drafts that are tried for a line."""

SAID_OTHERWISE = (ast.Deal, ast.NamedDeal, ast.Expect, ast.TestTable)
"""The parts of a test that a draft says in its own way."""

MOST_MOVED = 60
"""Of them, those with other days."""


@frozen
class Draft:
    """A draft in parts: what its deal says before its terms, its measures, and what the test says beside the deal.

    `before` are measures that are in force already: they are added to the baseline. `whole` is a deal as another test
    has it, in place of all that.
    """

    head: str = ""
    baseline: str = ""
    terms: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    whole: str = ""

    def text(self, name: str, expectations: Iterable[str], status_quo: str, on: str) -> str:
        """The test block of this draft, with the baseline that it stands on where it needs one of its own."""
        rows: list[str] = []
        baseline = self.baseline
        if self.before:
            baseline = status_quo
            rows += [f"baseline {status_quo} on {on} {{", f"  include {self.baseline}"]
            rows += [*(f"  {measure}" for measure in self.before), "}", ""]
        rows.append(f'test "{name}" {{')
        if self.whole:
            rows.append(f"  {self.whole}")
        else:
            rows += ["  deal {", f"    {self.head}  against {baseline}"]
            rows += [f"    term t{at}: {term}" for at, term in enumerate(self.terms, 1)]
            rows.append("  }")
        rows += [f"  {item}" for item in (*self.beside, *expectations)]
        return "\n".join([*rows, "}", ""])


@frozen(eq=False)
class Head:
    """What a test's deal says before its terms, and what the test says beside the deal."""

    head: str
    baseline: str
    parties: tuple[str, ...]
    beside: tuple[str, ...] = field(factory=tuple)


def drafts_for(bench: Bench, own: Own, operators: Collection[str]) -> Iterator[Draft]:
    """Drafts for a line that has survivors of these operators, the likeliest first, each once."""
    seen: set[Draft] = set()
    for draft in _offered(bench, own, operators):
        if draft not in seen:
            seen.add(draft)
            yield draft
            if len(seen) >= MOST:
                return


def _offered(bench: Bench, own: Own, operators: Collection[str]) -> Iterator[Draft]:
    tests = [item for item in bench.opened.tree.items if isinstance(item, ast.Test)]
    ours = [test for test in tests if own.name in _expected_by(test)] or tests
    written = [draft for test in ours for draft in _as_written(bench.script, test)]
    heads = _heads(bench.script, ours)[:MOST_HEADS]
    values = {each.text for each in inside(own.node, ast.DateValue)}
    days = sorted(values.union(each.text for each in inside(own.node, ast.DateMoment)))
    if days and {"window", "threshold", "comparison"} & set(operators):
        silent = [Draft(head.head, head.baseline) for head in heads]
        yield from islice((moved for draft in (*silent, *written) for moved in _on_other_days(draft, days)), MOST_MOVED)
    wordings = Wordings(bench.script, bench.opened.model, own)
    if {"threshold", "comparison"} & set(operators):
        yield from islice((draft for test in ours for draft in _varied(bench.script, test, own)), MOST_MOVED)
    yield from written
    yield from _in_turns([_new(head, wordings, own) for head in heads])


def _expected_by(test: ast.Test) -> set[str]:
    """The lines of which a test expects something, in its rows too."""
    return {f"{each.party.text}.{each.line.text}" for each in inside(test, ast.LineReference)}


def _as_written(script: Script, test: ast.Test) -> Iterator[Draft]:
    """The draft of a test as it is."""
    deal = next((item for item in test.items if isinstance(item, ast.Deal | ast.NamedDeal)), None)
    if deal is not None:
        yield Draft(whole=script.text(deal.span), beside=_beside(script, test))


def _beside(script: Script, test: ast.Test) -> tuple[str, ...]:
    """What a test says beside its deal and what it expects."""
    kept = (item for item in test.items if not isinstance(item, SAID_OTHERWISE))
    return tuple(script.text(item.span) for item in kept)


def _heads(script: Script, tests: Iterable[ast.Test]) -> list[Head]:
    """The heads of the tests' deals, the one that most of them have first."""
    counts: dict[tuple[str, str], int] = {}
    found: dict[tuple[str, str], Head] = {}
    for test in tests:
        for deal in test.items:
            if not isinstance(deal, ast.Deal):
                continue
            against = [item for item in deal.items if isinstance(item, ast.Against) and not item.precedents]
            between = [item for item in deal.items if isinstance(item, ast.Between)]
            if not against or not between:
                continue
            said = [item for item in deal.items if isinstance(item, ast.Between | ast.DealDate | ast.Event)]
            head = "  ".join(script.text(item.span) for item in said)
            key = (head, against[0].baseline.text)
            counts[key] = counts.get(key, 0) + 1
            found[key] = Head(*key, tuple(name.text for name in between[0].parties), ())
    return sorted(found.values(), key=lambda head: -counts[head.head, head.baseline])


def _new(head: Head, wordings: Wordings, own: Own) -> Iterator[Draft]:
    """Small drafts of the measures that a line speaks of."""
    empty = Draft(head.head, head.baseline)
    judged = [
        f'assess {own.name} {verdict} by "A person" on {day} because "so"'
        for verdict in ("met", "violated")
        for day in (_first_day(head.head),)
        if any(inside(own.node, ast.Judged))
    ]
    groups = wordings.measures(head.parties)
    firsts = tuple(dict.fromkeys(measures[0] for measures in groups if measures))
    for answer in ((), *((each,) for each in judged)):
        bare = evolve(empty, beside=answer)
        yield bare
        if len(firsts) > 1:
            yield evolve(bare, before=firsts)
            yield evolve(bare, terms=firsts)
        yield from _in_turns(
            [
                (evolve(bare, terms=(measure,)) for measures in groups for measure in measures),
                (evolve(bare, before=(measure,)) for measures in groups for measure in measures[:12]),
                _paired(bare, groups),
                _changed(bare, groups, wordings),
            ]
        )


def _paired(bare: Draft, groups: Sequence[Sequence[str]]) -> Iterator[Draft]:
    """Drafts with a measure of each of two patterns, in the deal or one of them before it."""
    for at, measures in enumerate(groups):
        for second in groups[at + 1 :]:
            for one in measures[:4]:
                for two in second[:4]:
                    if one != two:
                        yield evolve(bare, terms=(one, two))
                        yield evolve(bare, before=(one,), terms=(two,))
                        yield evolve(bare, before=(two,), terms=(one,))


def _changed(bare: Draft, groups: Sequence[Sequence[str]], wordings: Wordings) -> Iterator[Draft]:
    """Drafts that end what is in force, or change it."""
    for measures in groups:
        for measure in measures[:4]:
            yield evolve(bare, before=(measure,), terms=(f"end {wordings.ended(measure)}",))
            yield from (evolve(bare, before=(measure,), terms=(other,)) for other in measures[:6] if other != measure)


def _in_turns(families: Iterable[Iterator[Draft]]) -> Iterator[Draft]:
    """One draft of each family after the other, so that none waits for the end of another."""
    waiting = list(families)
    while waiting:
        for family in tuple(waiting):
            found = next(family, None)
            if found is None:
                waiting.remove(family)
            else:
                yield found


def _first_day(head: str) -> str:
    """The last date of a head: nobody answers a question before it is asked."""
    days = [word for word in head.split() if word[:4].isdigit() and word.count("-") == 2]
    return days[0] if days else "2025-01-01"


def _on_other_days(draft: Draft, days: Iterable[str]) -> Iterator[Draft]:
    """A draft with each of its dates on a day that a line names, and on those beside it."""
    text = draft.whole or draft.head
    words = [word for word in dict.fromkeys(text.split()) if len(word) == 10 and word[4::3] == "--"]
    for day in days:
        for moved in (day, *days_beside(day)):
            changed = text
            for word in words:
                changed = changed.replace(word, moved)
            yield _said(draft, changed)
            if len(words) > 1:
                yield from (_said(draft, text.replace(word, moved)) for word in words)


def _said(draft: Draft, text: str) -> Draft:
    """A draft with another text for its deal, or for the head of it."""
    return evolve(draft, whole=text) if draft.whole else evolve(draft, head=text)


def _varied(script: Script, test: ast.Test, own: Own) -> Iterator[Draft]:
    """The draft of a test with one of its numbers at a limit of the line, or beside it."""
    limits = list(inside(own.node, ast.Number))
    for draft in _as_written(script, test):
        deal = next(item for item in test.items if isinstance(item, ast.Deal | ast.NamedDeal))
        span: Span = deal.span
        for number in inside(deal, ast.Number):
            alike = [each for each in limits if (each.unit, each.currency) == (number.unit, number.currency)]
            for value in dict.fromkeys(value for each in alike for value in beside(script, each)):
                edit = Edit(number.span, value)
                yield evolve(draft, whole=edited(script.text(span), [edit], span[0]))
