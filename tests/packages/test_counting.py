"""Counts of packages are those of packages settled and checked one by one, and so are the best and the clashes.

`DEALCHECK_EXAMPLES=1000 pytest tests/packages/test_counting.py` tries that many drafts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, product

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcheck.evaluate.settling import Surroundings
from dealcheck.logic import Verdict
from dealcheck.packages import best as best_module
from dealcheck.packages import counting, spread
from dealcheck.packages.check import Checker
from dealcheck.packages.counted import BestPackage, Count, Counted
from dealcheck.packages.counting import Counter
from tests.packages.drafts import SENTENCES, OpenDraft, drafts
from tests.packages.test_brute_force import one_by_one, opened

EXAMPLES = int(os.environ.get("DEALCHECK_EXAMPLES", "40"))

MET, VIOLATED, UNKNOWN = Verdict.MET, Verdict.VIOLATED, Verdict.UNKNOWN

JUDGED = 'judged "Is it worth it?"'


@frozen
class Line:
    """A line of a test: whose, how hard, what it says."""

    party: str
    level: str
    sentence: str
    weight: int = 1


@frozen
class Talks(OpenDraft):
    """A draft under lines of two parties."""

    held: tuple[Line, ...] = ()

    def text(self, articles: list[str], effective: str = "2025-08-01") -> str:
        """The file with these articles."""
        head, _, rest = super().text(articles, effective).partition("policy JP {")
        deal = rest[rest.index("deal d {") :]
        policies = []
        for party in dict.fromkeys(line.party for line in self.held):
            lines = [
                f"  {line.level} l{at}{f' weight {line.weight}' if line.level == 'wish' else ''}: {line.sentence}"
                for at, line in enumerate(self.held)
                if line.party == party
            ]
            policies.append(f"policy {party} {{\n" + "\n".join(lines) + "\n}\n")
        return head + "".join(policies) + deal

    @property
    def names(self) -> dict[str, Line]:
        """The lines by their full names."""
        return {f"{line.party}.l{at}": line for at, line in enumerate(self.held)}


SAID = (*SENTENCES, f"{SENTENCES[0]} or {JUDGED}", JUDGED)


def talks(most: int = 16) -> st.SearchStrategy[Talks]:
    """Random drafts under random lines of Japan and the United States."""
    lines = st.builds(
        Line,
        st.sampled_from(("JP", "US")),
        st.sampled_from(("red line", "red line", "red line", "concern", "wish")),
        st.sampled_from(SAID).flatmap(
            lambda said: st.sampled_from((said, f"not ({said})")) if JUDGED not in said else st.just(said)
        ),
        st.integers(1, 3),
    )
    return st.builds(
        lambda draft, held: Talks(draft.articles, draft.lines, draft.effective, tuple(held)),
        drafts(most),
        st.lists(lines, min_size=3, max_size=9),
    )


Package = tuple[int, ...]


@frozen
class Brute:
    """Every package, as an option of each choice by its number, with the verdict of every line."""

    talks: Talks
    names: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    verdicts: Mapping[Package, Mapping[str, Verdict]]

    def hard(self, parties: Iterable[str]) -> list[str]:
        """The red lines of some parties."""
        return [
            name for name, line in self.talks.names.items() if line.level == "red line" and line.party in {*parties}
        ]

    def always(self, verdict: Verdict) -> set[str]:
        """The red lines that have one verdict in every package."""
        return {
            name
            for name in self.hard(("JP", "US"))
            if all(verdicts[name] is verdict for verdicts in self.verdicts.values())
        }

    def where(self, parties: Iterable[str], suits: Callable[[Verdict], bool], aside: set[str]) -> set[Package]:
        """The packages in which every red line of some parties has a verdict that will do."""
        lines = [name for name in self.hard(parties) if name not in aside]
        return {package for package, verdicts in self.verdicts.items() if all(suits(verdicts[name]) for name in lines)}


def is_met(verdict: Verdict) -> bool:
    return verdict is MET


def is_allowed(verdict: Verdict) -> bool:
    return verdict is not VIOLATED


def counted(draft: Talks, most: int = 1000, nodes: int | None = None) -> tuple[Brute, Counted, list[str]]:
    """The packages of a draft one by one, what is said of them all, and the parties that hold lines.

    `nodes` are those that may be made once every line is judged.
    """
    model, deal, lines = opened(draft.open())
    checker = Checker(model, deal, Surroundings())
    packages = checker.prepare(lines)
    counter = Counter(packages, [checker.judge(line) for line in lines])
    if nodes is not None:
        packages.diagrams.most = len(packages.diagrams.variables) + nodes
    records = sorted(packages.records, key=lambda record: record.number)
    brackets = sorted(record.number for record in deal.choices if record.sort != "event")
    verdicts = {}
    for options, settled in one_by_one(draft, full_names=True):
        taken = {number: options[f"choice {at}"] for at, number in enumerate(brackets)}
        verdicts[tuple(options["done"] if record.event else taken[record.number] for record in records)] = settled
    brute = Brute(
        draft, tuple(record.name for record in records), tuple(record.options for record in records), verdicts
    )
    return brute, counter.counted(deal.parties, most), counter.parties


def completions(brute: Brute, best: BestPackage) -> set[Package]:
    """The packages that one of the best stands for."""
    taken = dict(best.choices)
    assert not {*taken} & {*best.free}
    assert {*taken} | {*best.free} == {*brute.names}
    return set(
        product(
            *(
                range(len(options)) if name in best.free else [options.index(taken[name])]
                for name, options in zip(brute.names, brute.options, strict=True)
            )
        )
    )


def worth(brute: Brute, package: Package) -> tuple[int, int]:
    """What a package's wishes weigh, and how many concerns it spares."""
    verdicts = brute.verdicts[package]
    lines = brute.talks.names.items()
    return (
        sum(line.weight for name, line in lines if line.level == "wish" and verdicts[name] is MET),
        -sum(line.level == "concern" and verdicts[name] is VIOLATED for name, line in lines),
    )


# ---- The laws --------------------------------------------------------------------------------------------------------


def assert_tallies(brute: Brute, found: Counted, parties: list[str]) -> None:
    """Fail unless the counts are those of brute force."""
    violated, unknown = brute.always(VIOLATED), brute.always(UNKNOWN)
    tallies = found.tallies
    assert tallies.total.number == len(brute.verdicts)
    assert ({*tallies.violated}, {*tallies.untold}) == (violated, unknown)
    for party, names in [("all", parties), *((party, [party]) for party in parties)]:
        met = brute.where(names, is_met, set())
        assert dict(tallies.acceptable.counts)[party].number == len(met)
        assert dict(tallies.undecided.counts)[party].number == len(brute.where(names, is_allowed, set()) - met)
        apart = brute.where(names, is_met, violated | unknown)
        assert dict(tallies.apart.counts)[party].number == len(apart)


def assert_choices(brute: Brute, found: Counted, parties: list[str]) -> None:
    """Fail unless each option has its count, and is dead for those for whom brute force finds it so."""
    aside = brute.always(VIOLATED) | brute.always(UNKNOWN)
    together = brute.where(parties, is_met, aside)
    allowed = {party: brute.where([party], is_allowed, aside) for party in parties}
    for choice in found.choices:
        at = brute.names.index(choice.name)
        assert tuple(option.name for option in choice.options) == brute.options[at]
        for number, option in enumerate(choice.options):
            assert option.accepted.number == sum(package[at] == number for package in together)
            assert {*option.dead} == {
                party
                for party, packages in allowed.items()
                if packages and not any(package[at] == number for package in packages)
            }
        changing = {
            name
            for name in brute.talks.names
            for package, verdicts in brute.verdicts.items()
            for other in range(len(brute.options[at]))
            if brute.verdicts[*package[:at], other, *package[at + 1 :]][name] is not verdicts[name]
        }
        assert {*choice.lines} == changing
    reds = [sum(brute.talks.names[name].level == "red line" for name in choice.lines) for choice in found.choices]
    assert reds == sorted(reds, reverse=True)


def assert_best(brute: Brute, found: Counted, parties: list[str]) -> None:
    """Fail unless the best are all that suit all, none twice, the best first."""
    aside = brute.always(VIOLATED) | brute.always(UNKNOWN)
    together = brute.where(parties, is_met, aside)
    allowed = brute.where(parties, is_allowed, aside)
    assert found.basis == ("undecided" if not together else "apart" if aside else "acceptable")
    shown = [completions(brute, best) for best in found.best]
    assert sum(map(len, shown)) == len(set().union(*shown)) == len(together or allowed)
    assert set().union(*shown) == (together or allowed)
    order = []
    for best, packages in zip(found.best, shown, strict=True):
        for package in packages:
            verdicts = brute.verdicts[package]
            levels = {name: line.level for name, line in brute.talks.names.items()}
            assert {*best.wishes} == {
                name for name, level in levels.items() if level == "wish" and verdicts[name] is MET
            }
            assert {*best.concerns} == {
                name for name, level in levels.items() if level == "concern" and verdicts[name] is VIOLATED
            }
            assert {*best.untold} == {name for name in levels if verdicts[name] is UNKNOWN} - brute.always(UNKNOWN)
            assert (best.weight, -len(best.concerns)) == worth(brute, package)
        order.append((best.weight, -len(best.concerns)))
    assert order == sorted(order, reverse=True)


def assert_clashes(brute: Brute, found: Counted, parties: list[str]) -> None:
    """Fail unless parties that part are said to, with a set of lines that clash while none smaller does."""
    aside = brute.always(VIOLATED)
    allowed = {party: brute.where([party], is_allowed, aside) for party in parties}
    apart = {(party,) for party in parties if not allowed[party]}
    able = [party for party in parties if allowed[party]]
    apart |= {pair for pair in combinations(able, 2) if not allowed[pair[0]] & allowed[pair[1]]}
    assert {tuple(sorted(clash.parties)) for clash in found.clashes} == {tuple(sorted(pair)) for pair in apart}
    for clash in found.clashes:
        assert clash.smallest
        assert not brute.where(parties, is_allowed, {*brute.talks.names} - {*clash.lines})
        own = [name for name in brute.hard(clash.parties) if name not in aside]
        for fewer in combinations(own, len(clash.lines) - 1):
            assert brute.where(parties, is_allowed, {*brute.talks.names} - {*fewer}), (clash, fewer)


@given(talks())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_packages_are_those_counted_one_by_one(draft: Talks) -> None:
    brute, found, parties = counted(draft)
    assert_tallies(brute, found, parties)
    assert_choices(brute, found, parties)
    assert_best(brute, found, parties)
    assert_clashes(brute, found, parties)


@given(talks(), st.integers(0, 3))
@settings(max_examples=EXAMPLES // 4, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_shorter_list_of_the_best_is_the_beginning_of_the_whole(draft: Talks, most: int) -> None:
    _, whole, _ = counted(draft)
    _, short, _ = counted(draft, most)
    assert short.best == whole.best[:most]


@given(talks(), st.sampled_from([2, 3, 6, 1000]), st.sampled_from([0, 1, 4, 1000]), st.sampled_from([1, 4, 1000]))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_beyond_the_step_limit_nothing_is_guessed(draft: Talks, tried: int, nodes: int, looked: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spread, "MOST_TRIED", tried)
        patch.setattr(counting, "MOST_JOINED", nodes)
        patch.setattr(best_module, "MOST_LOOKED", looked)
        brute, found, parties = counted(draft, nodes=nodes)
    aside = {*found.tallies.violated, *found.tallies.untold}
    assert aside <= brute.always(VIOLATED) | brute.always(UNKNOWN)

    def assert_sound(count: Count, exact: int) -> None:
        assert count.number in (None, exact)
        assert count.least <= exact

    assert_sound(found.tallies.total, len(brute.verdicts))
    for party, names in [("all", parties), *((party, [party]) for party in parties)]:
        met, allowed = brute.where(names, is_met, set()), brute.where(names, is_allowed, set())
        assert_sound(dict(found.tallies.acceptable.counts)[party], len(met))
        assert_sound(dict(found.tallies.undecided.counts)[party], len(allowed - met))
        assert_sound(dict(found.tallies.apart.counts)[party], len(brute.where(names, is_met, aside)))
    together = brute.where(parties, is_met, aside)
    for choice in found.choices:
        at = brute.names.index(choice.name)
        for number, option in enumerate(choice.options):
            assert_sound(option.accepted, sum(package[at] == number for package in together))
    for best in found.best:
        assert completions(brute, best) <= (together or brute.where(parties, is_allowed, aside))
    for clash in found.clashes:
        assert not brute.where(parties, is_allowed, {*brute.talks.names} - {*clash.lines})
