"""Mutants: what each operator makes, which say the same, and which tests notice them."""

from __future__ import annotations

import pytest

from dealcheck import api
from dealcheck.testing.mutation.edits import days_beside, steps_of
from dealcheck.testing.mutation.equivalence import equivalent
from dealcheck.testing.mutation.mutants import mutants_of
from dealcheck.testing.mutation.run import try_line
from tests.testing.mutating import bench, case, policy

SENTENCES = [
    ("threshold", "no levy by US may have rate >= 25%", {"26%", "24%"}),
    ("threshold", "no levy by US may have rate > 0%", {"1%"}),
    ("threshold", "no levy by US may have rate > 12.5%", {"12.6%", "12.4%"}),
    ("threshold", "no quota by US may have volume > 1_000 t", {"1_001 t", "999 t"}),
    ("threshold", "the deal must have signed <= 2025-07-09", {"2025-07-10", "2025-07-08"}),
    ("comparison", "no levy by US may have rate <= 25%", {"rate < 25%", "rate >= 25%"}),
    ("comparison", "no levy by US may have rate = 25%", {"rate != 25%", "rate <= 25%", "rate >= 25%"}),
    ("comparison", "no rule by JP may have action = keep", {"action != keep"}),
    ("comparison", "no levy by US may have rate reduced", {"rate raised", "rate unchanged"}),
    ("comparison", "number of levy by US must be <= 2", {"must be < 2", "must be >= 2"}),
    (
        "quantifier",
        "every levy by US must have rate < 25%",
        {"some levy by US has rate", "no levy by US may have rate"},
    ),
    ("quantifier", "no levy by US may have rate > 5%", {"every levy by US must have", "some levy by US has rate"}),
    ("quantifier", "some levy by US", {"no levy by US"}),
    ("extreme", "no levy by US may have rate > min(5%, old rate)", {"max(5%, old rate)"}),
    ("extreme", "no levy by US may have rate > lowest rate(from any)", {"highest rate(from any)"}),
    ("scope", "no levy by US on cars | trucks | hs 10", {"on trucks | hs 10", "on cars | hs 10", "on cars | trucks"}),
    ("scope", "no levy by US on hs 8703, 8704", {"on hs 8704", "on hs 8703"}),
    ("scope", "no levy by US on vehicles - cars", {"on vehicles"}),
    ("scope", "no levy by US on vehicles - (cars | trucks)", {"on vehicles", "- (trucks)", "- (cars)"}),
    ("scope", "no levy by US on vehicles & cars", {"on vehicles", "on cars"}),
    ("scope", "no levy by US except from JP", {"no levy by US"}),
    ("scope", "no levy by US may have rate > rate(from MX | CA)", {"rate(from CA)", "rate(from MX)"}),
    ("scope", "no rule by JP may have action in {keep, change}", {"{change}", "{keep}"}),
    ("connective", "no levy by US may have rate > 5% and rate < 9%", {"rate > 5% or rate < 9%"}),
    ("connective", "some levy by US or some quota by US", {"some levy by US and some quota by US"}),
    ("guard", "no levy by US unless some quota by US", {"no levy by US"}),
    ("guard", "if some quota by US then no levy by US", {": no levy by US"}),
    ("adjective", "no new levy by US", {"no levy by US"}),
    ("adjective", "some written general levy by US", {"some general levy by US", "some written levy by US"}),
    ("not", "no levy by US may have not rate > 5%", {"may have rate > 5%"}),
    ("not", "no rule by JP may have action in {keep}", {"may have not action in {keep}"}),
    ("not", 'judged "Is it good?"', {'not judged "Is it good?"'}),
    ("window", "no levy by US may have rate > 5% after 2026-01-01", {"after 2026-01-02", "after 2025-12-31", "> 5%"}),
    ("window", "no levy by US at effective", {"no levy by US"}),
    ("window", "no levy by US by 7 days after effective", {"by 8 days", "by 6 days", "no levy by US"}),
]


@pytest.mark.parametrize(("operator", "sentence", "wanted"), SENTENCES)
def test_each_operator_changes_one_place(operator: str, sentence: str, wanted: set[str]) -> None:
    opened = bench(policy(sentence))
    own = opened.lines[0]
    found = [
        each for each in mutants_of(opened.script, own.node, opened.opened.model.kinds) if each.operator == operator
    ]
    texts = [each.text for each in found]
    for part in wanted:
        assert any(part in text for text in texts), (part, texts)
    assert len(found) == len(wanted), texts
    for each in found:
        assert opened.read("JP", each.text) is not None, each.text
        assert each.place.source is opened.source
        assert each.old != each.new


def test_windows_of_the_line_are_moved_and_removed() -> None:
    opened = bench(policy("no levy by US", heads="active from 2025-06-01 until 2025-07-20"))
    found = mutants_of(opened.script, opened.lines[0].node, opened.opened.model.kinds)
    heads = {each.new.removeprefix("red line line ") for each in found if each.part == "active"}
    assert heads == {
        "active from 2025-06-02 until 2025-07-20",
        "active from 2025-05-31 until 2025-07-20",
        "active until 2025-07-20",
        "active from 2025-06-01 until 2025-07-21",
        "active from 2025-06-01 until 2025-07-19",
        "active from 2025-06-01",
    }


def test_readings_have_mutants_of_their_own() -> None:
    opened = bench(policy("no levy by US\n    reading low: no levy by US may have rate > 5%"))
    found = mutants_of(opened.script, opened.lines[0].node, opened.opened.model.kinds)
    assert {each.part for each in found} == {"", "reading low"}
    assert {each.reading for each in found} == {"", "low"}


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("25", ["26", "24"]),
        ("0", ["1"]),
        ("0.0", ["0.1"]),
        ("12.50", ["12.51", "12.49"]),
        ("1_000", ["1_001", "999"]),
        ("999_999", ["1_000_000", "999_998"]),
    ],
)
def test_a_step_is_one_at_the_last_digit_as_written(written: str, wanted: list[str]) -> None:
    assert steps_of(written) == wanted


def test_days_beside_stay_in_the_calendar() -> None:
    assert days_beside("2024-02-28") == ["2024-02-29", "2024-02-27"]
    assert days_beside("9999-12-31") == ["9999-12-30"]


EQUIVALENT = [
    ("no levy by US may have rate = 0%", "no levy by US may have rate <= 0%", True),
    ("no levy by US may have rate = 1%", "no levy by US may have rate <= 1%", False),
    ("no levy by US may have rate < 25%", "no levy by US may have rate <= 25%", False),
    ("no levy by US may have rate >= 0%", "no levy by US may have rate > 0%", False),
    ("no levy by US on cars | vehicles", "no levy by US on vehicles", True),
    ("no levy by US on cars | vehicles", "no levy by US on cars", False),
    ("no levy by US on cars except on trucks", "no levy by US on cars", True),
    ("no levy by US on vehicles except on trucks", "no levy by US on vehicles", False),
    ("no levy by US during 2025-03-01 .. 2025-02-01", "no levy by US during 2025-03-02 .. 2025-02-01", True),
    ("no levy by US during 2025-02-01 .. 2025-03-01", "no levy by US during 2025-02-02 .. 2025-03-01", False),
    ("number of levy by US must be >= 0", "number of levy by US must be >= 1", False),
    (
        "share of levy by US having rate = 0% must be >= 100%",
        "share of levy by US having rate = 0% must be = 100%",
        True,
    ),
    (
        "share of levy by US having rate = 0% must be >= 90%",
        "share of levy by US having rate = 0% must be > 90%",
        False,
    ),
    # Its codes count apart for an average, though the goods are the same.
    (
        "average rate of levy by US on cars | vehicles must be <= 5%",
        "average rate of levy by US on vehicles must be <= 5%",
        False,
    ),
    ("no levy by US or no quota by US", "no levy by US and no quota by US", False),
    ("every levy by US must have rate > 1%", "some levy by US has rate > 1%", False),
]


@pytest.mark.parametrize(("line", "mutant", "same"), EQUIVALENT)
def test_what_says_the_same_is_proven(line: str, mutant: str, same: bool) -> None:
    opened = bench(policy(line))
    record = opened.read("JP", f"red line line : {mutant}")
    assert record is not None
    assert bool(equivalent(opened.opened.model, opened.lines[0].record, record, "")) is same


def test_windows_without_a_day_say_the_same() -> None:
    opened = bench(policy("no levy by US", heads="active from 2025-06-01 until 2025-05-01"))
    for until, same in (("2025-05-02", True), ("2025-06-01", False)):
        record = opened.read("JP", f"red line line active from 2025-06-01 until {until}: no levy by US")
        assert record is not None
        assert bool(equivalent(opened.opened.model, opened.lines[0].record, record, "active")) is same


def test_a_mutant_is_killed_by_the_first_test_that_notices() -> None:
    tests = case("violated", "levy by US from JP on cars rate 25%", name="at") + case(
        "met", "levy by US from JP on vehicles rate 24%", name="below"
    )
    tried = try_line(one := bench(policy("no levy by US may have rate >= 25%", tests=tests)), one.lines[0])
    by = {(each.mutant.operator, each.mutant.new.split("rate ")[-1]): each.killer for each in tried.candidates}
    assert by["comparison", "> 25%"] == "at 1"
    assert by["comparison", "<= 25%"] == "below 1"
    assert by["threshold", ">= 26%"] == "at 1"
    assert by["threshold", ">= 24%"] == "below 1"
    assert (tried.tests, tried.skipped) == (2, 0)


def test_an_expectation_that_fails_by_itself_notices_nothing() -> None:
    tests = case("met", "levy by US from JP on cars rate 25%")
    opened = bench(policy("no levy by US may have rate >= 25%", tests=tests))
    assert all(each.alive for each in try_line(opened, opened.lines[0]).candidates)


def test_without_a_test_every_mutant_survives() -> None:
    opened = bench(policy("no levy by US may have rate >= 25%"))
    tried = try_line(opened, opened.lines[0])
    assert tried.tests == 0
    assert len(tried.survivors) == len(tried.candidates) > 0


def test_only_the_expectation_of_the_reading_changed_notices() -> None:
    sentence = "no levy by US may have rate >= 25%\n    reading low: no levy by US may have rate > 5%"
    tests = case("violated reading low violated", "levy by US from JP on vehicles rate 25%")
    opened = bench(policy(sentence, tests=tests))
    killed = [each.mutant for each in try_line(opened, opened.lines[0]).candidates if each.killer]
    assert {each.reading for each in killed} == {"", "low"}
    assert all("> 6%" not in each.new for each in killed)


def test_one_world_for_all_mutants_judges_as_a_world_for_each() -> None:
    sentence = (
        "no levy by US on cars | trucks may have rate >= 25% or rate raised"
        "\n      unless some quota by US from JP on vehicles has volume > 5 t after 2025-08-01"
    )
    tests = case("violated", "levy by US from JP on cars rate [US: 25% | JP: 20%]", name="open") + case(
        "met", "levy by US from JP on vehicles rate 20%", "quota by US from JP on cars volume 6 t"
    )
    opened = bench(policy(sentence, tests=tests))
    own = opened.lines[0]
    candidates = try_line(opened, own).candidates
    for test in opened.tests:
        together = opened.judging(test)
        assert together is not None
        for each in candidates:
            alone = api.judge_test(opened.opened, test, [each.record]).lines[0].judgement
            shared = together.judge(each.record, "")
            assert shared.verdict is alone.verdict, each.mutant.new
            assert [(found.where, found.when) for found in shared.findings] == [
                (found.where, found.when) for found in alone.findings
            ]
