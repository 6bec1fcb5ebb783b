"""Fixes: applied until none is left, proven before they are shown, and refused where the proof fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.lint.context import Context, LintOptions
from dealcheck.lint.edits import bare, removal
from dealcheck.lint.fixing import fixable
from dealcheck.lint.plain import same_plainly
from dealcheck.lint.rule import Category, Edit, Fix, Found, Rule, all_rules
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse
from tests.lint.samples import draft, fixed, rules

HEAD = 'use "words"\n'


def line(sentence: str) -> str:
    return f'policy JP {{ red line a "No duty": {sentence} }}\n'


MENDED = [
    ("DC431", line("no tariff may have not not rate > 1%"), line("no tariff may have rate > 1%")),
    ("DC431", line("no tariff may have not not not rate > 1%"), line("no tariff may have not rate > 1%")),
    ("DC431", line("not not (no tariff by US)"), line("(no tariff by US)")),
    ("DC431", line("no tariff may have not not (not not rate > 1%)"), line("no tariff may have (rate > 1%)")),
    ("DC467", line("no tariff on (cars) may have rate > 1%"), line("no tariff on cars may have rate > 1%")),
    ("DC467", line("no tariff on ((cars)) may have rate > 1%"), line("no tariff on cars may have rate > 1%")),
    ("DC467", line("no tariff on(cars)may have rate > 1%"), line("no tariff on cars may have rate > 1%")),
    ("DC467", line("no tariff on (cars | trucks) by US"), line("no tariff on cars | trucks by US")),
    ("DC467", line("(no tariff by US)"), line("no tariff by US")),
    ("DC467", line("((no tariff by US) at end)"), line("(no tariff by US) at end")),
    ("DC467", line("no tariff may have ((rate > 1% or rate = 0%)) and rate < 9%"),
     line("no tariff may have (rate > 1% or rate = 0%) and rate < 9%")),
    ("DC467", line("no tariff may have rate > max((1%), (old rate))"),
     line("no tariff may have rate > max(1%, (old rate))")),
    ("DC468", line("no tariff on cars | trucks | cars by US"), line("no tariff on cars | trucks by US")),
    ("DC468", line("no tariff on cars | cars | cars"), line("no tariff on cars")),
    ("DC468", line("no tariff by US | JP | US on cars"), line("no tariff by US | JP on cars")),
    ("DC470", 'use "words"  # why\nuse "words"\n' + line("no tariff"), 'use "words"  # why\n' + line("no tariff")),
    ("DC470", 'use "words" use "words"\n' + line("no tariff"), 'use "words"\n' + line("no tariff")),
    ("DC470", 'use "words"\n' * 9 + line("no tariff"), 'use "words"\n' + line("no tariff")),
    ("DC470", 'use "words"\nuse "words"  # kept\n' + line("no tariff"), 'use "words"\n# kept\n' + line("no tariff")),
    ("DC490", "# dealcheck: ignore[DC467] once\n" + line("no tariff"), line("no tariff")),
    ("DC490", line("no tariff  # dealcheck: ignore[DC467] once\n"), line("no tariff\n")),
    ("DC490", line("no tariff  # dealcheck: ignore[DC467, DC401] once\n"),
     line("no tariff  # dealcheck: ignore[DC401] once\n")),
    ("DC490", line("no tariff  # dealcheck: ignore[DC401, DC467] once\n"),
     line("no tariff  # dealcheck: ignore[DC401] once\n")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "before", "after"), MENDED, ids=[f"{code} {before}" for code, before, _ in MENDED])
def test_a_fix(code: str, before: str, after: str) -> None:
    head = "" if before.startswith("use") else HEAD
    outcome = fixed(head + before, code, *(["DC467"] if code == "DC490" else []))
    assert outcome.faults == ()
    assert outcome.after.text == head + after
    assert [finding for finding in outcome.linted.findings if fixable(finding, unsafe=False)] == []
    assert outcome.applied
    again = api.fix(draft(outcome.after.text), LintOptions(), rules(code))
    assert again.after.text == outcome.after.text
    assert again.applied == ()


LEFT = [
    ("DC467", line("no tariff on (cars | trucks) - trucks")),
    ("DC467", line("no tariff on (cars | trucks)  # less\n - trucks")),
    ("DC467", line("(no tariff by US) at end")),
    ("DC467", line("(no tariff by US at end) and no tariff by JP")),
    ("DC467", line("no tariff may have (rate > 1% and rate < 5%) or rate = 0%")),
    ("DC467", line('judged "(really)"  # ((so))\n')),
    ("DC467", line("no tariff may have rate > max(1%, rate(from JP))")),
    ("DC468", line("no tariff on cars - trucks | trucks")),
]


@pytest.mark.parametrize(("code", "text"), LEFT)
def test_what_is_no_finding(code: str, text: str) -> None:
    assert fixed(HEAD + text, code).linted.findings == ()


def test_a_finding_that_no_fix_can_mend_stays() -> None:
    text = HEAD + line("no tariff may have not (not rate > 1%)")
    outcome = fixed(text, "DC431")
    assert outcome.after.text == text
    assert [finding.rule.code for finding in outcome.linted.findings] == ["DC431"]


def test_unsafe_fixes_only_where_asked_for() -> None:
    text = 'use "words"\n' + line("no tariff on everything | cars")
    assert fixed(text, "DC469").after.text == text
    assert fixed(text, "DC469", unsafe=True).after.text == text.replace(" | cars", "")


# ---- Proof -----------------------------------------------------------------------------------------------------------


def rule(check: Callable[[Context], list[Found]], category: Category = Category.STYLE) -> Rule:
    return Rule("DC479", "made-up", "made up", category, "", "", "", "", "", check, fix="safe")


def replacing(old: str, new: str, safe: bool = True) -> Rule:
    """A rule whose fix puts one text in the place of another, wherever it stands."""

    def check(context: Context) -> list[Found]:
        text, found, at = context.source.text, [], -1
        while (at := text.find(old, at + 1)) >= 0:
            place = context.place((at, at + len(old)))
            found.append(Found(place, f"{old} stands here", fix=Fix("replace", (Edit(place, new),), safe)))
        return found

    return rule(check)


TEXT = HEAD + "# a comment\n" + line("no tariff on cars may have rate > 1%")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("1%", "2%", "the text would say something else"),
        ("cars", "trucks", "the text would say something else"),
        ("1%", "((1%", "the text could not be read"),
        ("# a comment\n", "", "a comment would be lost"),
        ("cars", "cars", "it changes nothing"),
    ],
)
def test_a_fix_that_does_not_keep_its_promise_is_refused(old: str, new: str, why: str) -> None:
    outcome = fixed(TEXT, among=[replacing(old, new)])
    assert outcome.after.text == TEXT
    assert outcome.applied == ()
    assert [why in fault for fault in outcome.faults] == [True]
    assert "DC479" in outcome.faults[0]


def test_an_unsafe_fix_must_leave_a_text_without_errors() -> None:
    assert fixed(TEXT, among=[replacing("1%", "2%", safe=False)], unsafe=True).after.text == TEXT.replace("1%", "2%")
    outcome = fixed(TEXT, among=[replacing("cars", "boats", safe=False)], unsafe=True)
    assert outcome.after.text == TEXT
    assert "the text would have an error" in outcome.faults[0]


def test_a_refused_fix_does_not_keep_others_from_being_applied() -> None:
    text = 'use "words"\n' * 3 + line("no tariff on cars may have not not rate > 1%")
    outcome = fixed(text, among=[*rules("DC431", "DC470"), replacing("1%", "2%")])
    assert outcome.after.text == 'use "words"\n' + line("no tariff on cars may have rate > 1%")
    assert len(outcome.faults) == 1


def test_fixes_that_come_to_no_end_change_nothing() -> None:
    outcome = fixed(TEXT, among=[replacing("> 1%", "> 1% "), replacing("cars ", "cars  ")])
    assert outcome.after.text == TEXT
    assert outcome.applied == ()
    assert "come to no end" in outcome.faults[-1]


def test_edits_that_meet_are_applied_one_after_the_other() -> None:
    def check(context: Context) -> list[Found]:
        text = context.source.text
        at, to = text.find("  no"), text.find("tariff")
        if at < 0:
            return []
        return [
            Found(context.place((at, to)), "a", fix=Fix("", (Edit(context.place((at, at + 1)), ""),), True)),
            Found(context.place((at, to)), "b", fix=Fix("", (Edit(context.place((at, at + 2)), " "),), True)),
        ]

    outcome = fixed(TEXT.replace(": no", ":  no"), among=[rule(check)])
    assert outcome.after.text == TEXT
    assert len(outcome.applied) == 1


# ---- Plain form ------------------------------------------------------------------------------------------------------


def items(text: str) -> tuple[ast.Item, ...]:
    parsed = parse(Source("plain", text))
    assert parsed.diagnostics == ()
    return parsed.file.items


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("no tariff on a | b", "no tariff on (a | b)", True),
        ("no tariff on a | b | a", "no tariff on a | b", True),
        ("no tariff on a | (b | a)", "no tariff on a | b", True),
        ("no tariff on a | a", "no tariff on a", True),
        ("no tariff on a - b | a - b", "no tariff on a - b", True),
        ("no tariff on a | b", "no tariff on b | a", False),
        ("no tariff on a | b", "no tariff on a - b", False),
        ("no tariff on a - b - b", "no tariff on a - b", False),
        ("((no tariff at end))", "no tariff at end", True),
        ("(no tariff) at end", "no tariff at end", False),
        ("(no tariff at end) and no tariff", "no tariff at end and no tariff", False),
        ("((no tariff) at end) and no tariff", "((no tariff at end)) and no tariff", False),
        ("no tariff may have not not rate > 1%", "no tariff may have rate > 1%", True),
        ("no tariff may have not rate > 1%", "no tariff may have rate > 1%", False),
        ("no tariff may have rate > 1%", "no tariff may have rate > 1.0%", False),
    ],
)
def test_what_says_nothing(one: str, other: str, same: bool) -> None:
    assert same_plainly(items(line(one)), items(line(other))) is same
    assert same_plainly(items(line(other)), items(line(one))) is same


def test_deep_texts_have_a_plain_form() -> None:
    for sentence in ("no tariff on " + " | ".join(f"a{n}" for n in range(250)), "not " * 250 + "no tariff"):
        assert same_plainly(items(line(sentence)), items(line(sentence)))


# ---- Laws ------------------------------------------------------------------------------------------------------------

NAMES = st.sampled_from(["cars", "trucks", "everything"])
SCOPES = st.recursive(
    NAMES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" | ", " - ", " & ", "|"]), inner).map("".join), inner.map("({})".format)
    ),
    max_leaves=6,
)
CONDITIONS = st.recursive(
    st.sampled_from(["rate > 1%", "rate >= (2%)", "rate reduced"]),
    lambda inner: st.one_of(
        inner.map("not not ({})".format),
        inner.map("not ({})".format),
        inner.map("({})".format),
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map("".join),
    ),
    max_leaves=5,
)
SENTENCES = st.recursive(
    st.tuples(SCOPES, CONDITIONS).map(lambda parts: f"no tariff on {parts[0]} may have ({parts[1]})"),
    lambda inner: st.one_of(
        inner.map("({})".format),
        inner.map("({}) at end".format),
        inner.map("not not ({})".format),
        st.tuples(inner, st.sampled_from([" and ", " or ", " unless "]), inner).map(lambda each: f"({''.join(each)})"),
    ),
    max_leaves=3,
)
ALL = [
    each
    for each in all_rules()
    if each.category in (Category.STYLE, Category.SUPPRESSION) or each.name == "negated-comparison"
]


@given(SENTENCES, st.integers(1, 3), st.sampled_from(["", "  # dealcheck: ignore[DC467] so", "  # why"]))
def test_fixed_once_is_fixed_for_good(sentence: str, uses: int, comment: str) -> None:
    text = 'use "words"\n' * uses + line(f"{sentence}{comment}\n")
    outcome = fixed(text, among=ALL)
    assert outcome.faults == ()
    assert same_plainly(items(text), items(outcome.after.text))
    again = fixed(outcome.after.text, among=ALL)
    assert again.after.text == outcome.after.text
    assert again.applied == ()
    assert ("# why" in outcome.after.text) == ("# why" in text)


@given(st.text(alphabet='a "\\#\n()é', max_size=30))
def test_what_is_bare_keeps_its_places(text: str) -> None:
    assert len(bare(text)) == len(text)
    assert [at for at, letter in enumerate(text) if letter == "\n"] == [
        at for at, letter in enumerate(bare(text)) if letter == "\n"
    ]


@pytest.mark.parametrize(
    ("text", "piece", "left"),
    [
        ("a\n  b\nc\n", "b", "a\nc\n"),
        ("a\n  b", "b", "a\n"),
        ("a b\nc\n", "b", "a\nc\n"),
        ("b c\n", "b", "c\n"),
        ("a b c\n", "b", "a c\n"),
        ("b  # why\nc\n", "b", "# why\nc\n"),
    ],
)
def test_taking_a_piece_out(text: str, piece: str, left: str) -> None:
    at = text.index(piece)
    edit = removal(Source("x", text), (at, at + len(piece)))
    start, end = edit.place.span
    assert text[:start] + edit.text + text[end:] == left


def test_a_finding_without_a_fix_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    without = evolve(replacing("1%", "2%"), check=lambda context: [Found(context.place((0, 3)), "no fix")])
    outcome = fixed(TEXT, among=[without])
    assert outcome.after.text == TEXT
    assert len(outcome.linted.findings) == 1
