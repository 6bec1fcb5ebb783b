"""What one draft changes of another: by what they mean, whatever their text."""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealcheck.changes.records import Changes
from dealcheck.evaluate.findings import When
from dealcheck.report import changes_full, changes_json, changes_markdown
from dealcheck.report.style import RenderOptions
from dealcheck.report.words import points_words
from tests.changes.compared import CARS, compared, draft, only, verdicts
from tests.packages.drafts import OpenDraft, drafts

LINES = {
    "mended by a lower rate": (
        [f"a: {CARS} 26%"],
        [f"a: {CARS} 24%"],
        [("JP.cars", "violated", "met")],
    ),
    "newly violated by a term that is gone": (
        [f"a: {CARS} 10%"],
        [],
        [("JP.cars", "met", "violated"), ("JP.low", "violated", "violated")],
    ),
    "opened by a bracket": (
        [f"a: {CARS} 10%"],
        [f"a: {CARS} [US: 25% | JP: 10%]"],
        [("JP.cars", "met", "open")],
    ),
    "closed in Japan's favour": (
        [f"a: {CARS} [US: 25% | JP: 10%]"],
        [f"a: {CARS} 10%"],
        [("JP.cars", "open", "met")],
    ),
    "a cap that is new": (
        [f"a: {CARS} 10%"],
        [f"a: {CARS} 10%", "b: export_cap by JP to US on autos volume 1_000 units per year"],
        [("JP.no_cap", "met", "violated")],
    ),
}


@pytest.mark.parametrize("name", list(LINES))
def test_lines_whose_verdict_is_another(name: str) -> None:
    old, new, expected = LINES[name]
    changes = only(compared(draft(*old), draft(*new)))
    assert {entry for entry in expected if entry[1] != entry[2]} <= verdicts(changes)
    assert all(each.by for each in changes.lines)


def test_the_term_that_did_it_is_named() -> None:
    changes = only(compared(draft(f"a: {CARS} 26%"), draft(f"a: {CARS} 24%")))
    (cars,) = [each for each in changes.lines if each.line.full_name == "JP.cars"]
    assert [(doer.draft, doer.cause.term) for doer in cars.by if doer.cause] == [("new", "a")]


def test_a_bracket_closed_says_in_whose_favour() -> None:
    result = compared(draft(f"a: {CARS} [US: 25% | JP: 10%]"), draft(f"a: {CARS} 10%"))
    (bracket,) = only(result).brackets
    assert bracket.change == "closed"
    text = changes_full.render(result, RenderOptions())
    assert re.search(r"closed\s+a rate at 10%, as JP wanted", " ".join(text.split()))


def test_terms_added_dropped_and_changed_with_old_and_new_value() -> None:
    old = draft(f"a: {CARS} 26%", "b: investment by JP to US amount USD 5 bn")
    new = draft(f"a: {CARS} 24%", "c: export_cap by JP to US on autos volume 1_000 units per year")
    changes = only(compared(old, new))
    assert {(each.name, each.change) for each in changes.terms} == {("a", "changed"), ("b", "dropped"), ("c", "added")}
    (rate,) = [
        field for each in changes.terms if each.name == "a" for measure in each.measures for field in measure.fields
    ]
    assert (rate.what, rate.old, rate.new) == ("rate", "26%", "24%")


def test_the_points_on_which_the_outcome_differs() -> None:
    changes = only(compared(draft(f"a: {CARS} 26%"), draft(f"a: {CARS} 26%, 20% from 2027-01-01")))
    (point,) = [each for each in changes.points if each.where.kind == "tariff"]
    assert point.where.text == "autos"
    assert (point.when.since.isoformat(), point.when.until) == ("2027-01-01", None)
    assert ("26%" in point.old, "20%" in point.new) == (True, True)


def test_a_renamed_article_with_another_value_is_that_article_changed() -> None:
    changes = only(compared(draft(f"a: {CARS} 26%"), draft(f"cars: {CARS} 24%")))
    (term,) = changes.terms
    assert (term.change, term.old, term.new) == ("changed", "a", "cars")


def test_without_an_old_draft_it_is_compared_with_silence() -> None:
    changes = only(compared(None, draft(f"a: {CARS} 24%")))
    assert ("JP.cars", "violated", "met") in verdicts(changes)


def test_what_cannot_be_judged_is_never_no_change() -> None:
    result = compared(draft(f"a: {CARS} 24%"), draft("a: tariff by US from JP on nowhere layer cars rate 24%"))
    assert result.exit_code == 2
    assert "no change" not in changes_full.render(result, RenderOptions()).casefold()


def test_exit_codes() -> None:
    assert compared(draft(f"a: {CARS} 24%"), draft(f"a: {CARS} 26%")).exit_code == 1
    assert compared(draft(f"a: {CARS} 26%"), draft(f"a: {CARS} 24%")).exit_code == 0


def test_every_format_says_the_same_each_time() -> None:
    for renderer in (changes_full, changes_json, changes_markdown):
        first, second = (
            renderer.render(compared(draft(f"a: {CARS} 24%"), draft(f"a: {CARS} 26%")), RenderOptions())
            for _ in range(2)
        )
        assert first == second
        assert "JP.cars" in first
    assert json.loads(changes_json.render(compared(draft(), draft()), RenderOptions()))["version"] == 1


# ---- Laws ------------------------------------------------------------------------------------------------------------


def rewritten(text: str, chance: random.Random) -> str:
    """The same draft with its terms in another order, under other names, and laid out otherwise."""
    head, _, rest = text.partition('event done "It is done"\n')
    *terms, tail = rest.rstrip().split("\n")
    chance.shuffle(terms)
    names = {f"t{at}": f"article_{chance.randrange(1000)}_{at}" for at in range(len(terms))}
    spaced = [
        re.sub(r"\bterm (t\d+)", lambda match: f"# said before\n\n  term   {names[match[1]]}", term).replace(
            " layer ", "\n    layer  "
        )
        for term in terms
    ]
    return f'{head}event done "It is done"\n' + "\n".join([*spaced, tail]) + "\n"


@given(drafts(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_draft_reordered_renamed_and_laid_out_otherwise_is_the_same(
    open_draft: OpenDraft, chance: random.Random
) -> None:
    text = open_draft.open()
    (changes,) = compared(text, rewritten(text, chance)).pairs
    assert changes.is_empty, (changes.head, changes.lines, changes.terms, changes.brackets, changes.points)


@given(drafts(), drafts())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_there_and_back_are_mirrors(one: OpenDraft, other: OpenDraft) -> None:
    (forth,), (back,) = compared(one.open(), other.open()).pairs, compared(other.open(), one.open()).pairs
    assert verdicts(forth) == {(line, new, old) for line, old, new in verdicts(back)}
    assert points(forth) == {(where, when, new, old) for where, when, old, new in points(back)}
    assert terms(forth) == {(new, old) for old, new in terms(back)}
    assert brackets(forth) == {(new, old) for old, new in brackets(back)}


def points(changes: Changes) -> set[tuple[str, When, str, str]]:
    """Where, when and how the outcome differs, under any names of the terms."""
    return {(points_words(each.where), each.when, *map(nameless, (each.old, each.new))) for each in changes.points}


def nameless(text: str) -> str:
    return re.sub(r"\bt\d", "t", text)


def terms(changes: Changes) -> set[tuple[str | None, str | None]]:
    return {(each.old, each.new) for each in changes.terms}


def brackets(changes: Changes) -> set[tuple[str, str]]:
    return {(each.old, each.new) for each in changes.brackets}
