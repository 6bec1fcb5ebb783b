"""Malformed texts: each gives one diagnostic, at the right place, that says what to write instead, at once.

`bad/*.txt` holds blocks of a name, the code with its place and the text there, the headline, the label, the help (`-`
for none), and behind `---` the malformed text.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from attrs import frozen

from dealcheck import limits
from dealcheck.diagnostics import Diagnostic
from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import Parsed, parse
from tests.syntax.corpus import HERE


@frozen
class Bad:
    """A malformed text and the diagnostic that it should give."""

    name: str
    said: str
    text: str


def read_bad(file: Path) -> list[Bad]:
    blocks = ("\n" + file.read_bytes().decode("utf-8")).split("\n=== ")[1:]
    found = []
    for block in blocks:
        head, text = block.split("\n---\n", 1)
        name, said = head.split("\n", 1)
        found.append(Bad(name, said, text + "\n"))
    return found


BAD = [bad for file in sorted(HERE.glob("bad/*.txt")) for bad in read_bad(file)]


def said(fault: Diagnostic) -> str:
    place = fault.place
    assert place is not None
    first = place.text.splitlines()[0] if place.text else ""
    head = f"{fault.code} {place.line}:{place.column} {first}"
    return "\n".join((head, fault.headline, fault.label or "-", fault.help or "-"))


def only(text: str) -> Diagnostic:
    """The one diagnostic of a text, which must come at once."""
    begin = time.process_time()
    parsed = parse(Source("bad", text))
    assert time.process_time() - begin < 4
    assert len(parsed.diagnostics) == 1, [said(fault) for fault in parsed.diagnostics]
    return parsed.diagnostics[0]


def codes(parsed: Parsed) -> list[str]:
    return [fault.code for fault in parsed.diagnostics]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_one_slip_gives_one_diagnostic(bad: Bad) -> None:
    assert said(only(bad.text)) == bad.said


@pytest.mark.parametrize("text", ["", "\n", "# a\n  # b", "\ufeff", "\t \r\n"])
def test_a_text_without_statements_is_sound(text: str) -> None:
    parsed = parse(Source("empty", text))
    assert parsed.file.items == ()
    assert parsed.diagnostics == ()


@pytest.mark.parametrize(
    "text",
    [
        "deal d { term a: tariff by US rate " + "(" * 100_000,
        "deal d { term a: tariff by US rate " + "(" * 100_000 + "1" + ")" * 100_000 + " }",
        "policy JP { red line a: no tariff by US may have " + "(" * 100_000,
        "product p = " + "(" * 100_000 + "\n",
        "fact f = " + "[" * 100_000,
    ],
)
def test_a_hundred_thousand_brackets(text: str) -> None:
    fault = only(text)
    assert fault.code == "DC113"
    assert fault.place is not None
    assert text[: fault.place.span[1]].count("(") + text[: fault.place.span[1]].count("[") >= limits.NESTING - 5


def test_brackets_at_the_limit_are_read() -> None:
    for opener, closer in ("()", "[]"):
        text = f"fact f = {opener * limits.NESTING}1{closer * limits.NESTING}"
        assert parse(Source("deep", text)).diagnostics == ()


def test_brackets_before_anything_else() -> None:
    assert only("(" * 100_000).code == "DC101"


@pytest.mark.parametrize(
    "text",
    [
        "fact f = " + "-" * 100_000 + "1",
        "fact f = 1" + " + 1" * 100_000,
        "product p = a" + " | a" * 100_000,
        "fact f = " + "all_in " * 100_000 + "1",
        "fact f = " + "min(max(" * 90 + "1" + " + 1))" * 180,
        "deal d { effective " + "7 days after " * 100_000 + "signed }",
        "deal d { effective " + "first day of month of " * 100_000 + "signed }",
        "policy JP { red line a: " + "not " * 100_000 + "no tariff }",
        "policy JP { red line a: no t may have " + "not " * 100_000 + "x > 1 }",
        "policy JP { red line a: " + "if no t then " * 100_000 + "no t }",
        "policy JP { red line a: " + "if " * 100_000 + "no t" + " then no t" * 100_000 + " }",
        "policy JP { red line a: no t" + " unless no t" * 100_000 + " }",
    ],
    ids=lambda text: text[:40],
)
def test_a_statement_of_too_many_operators(text: str) -> None:
    assert only(text).code == "DC113" or "min(" in text


def test_many_statements_of_few_operators_are_read() -> None:
    parts = [f"product p{number} = a | b - c & (d)\n" for number in range(1000)]
    lines = [
        f"red line l{number}: if no t by US may have not x > 1 + 2 then not no t unless no t\n"
        for number in range(1000)
    ]
    assert parse(Source("flat", "".join(parts) + "policy JP {" + "".join(lines) + "}")).diagnostics == ()


def test_a_file_of_too_many_bytes() -> None:
    text = "# " + "é" * (limits.FILE_BYTES // 2)
    fault = only(text)
    assert (fault.code, fault.headline) == ("DC114", "a file holds at most 5,000,000 bytes")


def test_a_file_of_too_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TOKENS", 6)
    assert parse(Source("short", 'use "a" use "b"')).diagnostics == ()
    assert only('use "a" use "b" use "c" use "d"').code == "DC114"


def test_errors_in_many_statements_are_all_found() -> None:
    text = (
        "deal d {\n"
        + "".join(f"  trem a{n}: tariff by US rate 5%\n  term b{n}: tariff by US rate 5%\n" for n in range(20))
        + "}\n"
    )
    parsed = parse(Source("many", text))
    assert codes(parsed) == ["DC102"] * 20
    assert [fault.place.line for fault in parsed.diagnostics if fault.place] == list(range(2, 42, 2))
    deal = parsed.file.items[0]
    assert isinstance(deal, ast.Deal)
    assert len(deal.items) == 40


def test_what_is_sound_around_an_error_is_kept() -> None:
    text = (
        'use "a"\n'
        "deal d {\n  between US, JP\n  term a: tariff by US rate ? ? ?\n  term b: tariff by US rate 5%\n}\n"
        "policy JP {\n  red line a: rate > 5%\n  red line b: no tariff by US\n  concern c: every\n}\n"
        "hello world\n"
        "baseline b on 2025-01-01 { tariff by US rate rate rate rate  tariff by JP rate 1% }\n"
    )
    parsed = parse(Source("mixed", text))
    assert [fault.place.line for fault in parsed.diagnostics if fault.place] == [4, 8, 10, 12]
    use, deal, policy, baseline = parsed.file.items
    assert isinstance(use, ast.Use)
    assert isinstance(deal, ast.Deal)
    assert [item.name.text for item in deal.items if isinstance(item, ast.Term)] == ["b"]
    assert deal.broken
    assert isinstance(policy, ast.Policy)
    assert [item.name.text for item in policy.items if isinstance(item, ast.Line)] == ["b"]
    assert [(line.level, line.name.text) for line in policy.broken] == [("red line", "a"), ("concern", "c")]
    assert isinstance(baseline, ast.Baseline)
    assert not baseline.broken


@pytest.mark.parametrize(
    "line",
    [
        "red line it: no t unless",
        "red line it: every t must have",
        "red line it: no t may have rate > ",
        "red line it: no t may have rate > 5% and",
        "red line it: no t may have rate >= 25% maybe",
        "red line it: no t foo bar baz",
        "red line it: no t )",
        "red line it: ( no t",
        "red line it: no t; ",
        "red line it: no t may have rate > 25t",
        "red line it: rate > 5%",
        "red line it: no t may have rate > 2026-02-30",
        "red line it: if no t",
        "red line it: if no t then",
        "red line it: total x of t must be <= 5 weighted by { }",
        'red line it "A" says "B": no t reading r: no u may',
        'red line it "A" says : no t',
        "red line it cites : no t",
        "red line it no t",
        "red line it: no t at",
        "red line it:",
        "red line it: " + "(" * 100_000,
        "red line it: " + "not " * 1000 + "no t",
    ],
    ids=lambda line: line[:50],
)
@pytest.mark.parametrize("before", ["red line one: no t\n  ", ""])
@pytest.mark.parametrize("after", ["concern other: no u", "source s { }", ""])
def test_a_line_with_an_error_keeps_its_name(line: str, before: str, after: str) -> None:
    parsed = parse(Source("lines", f"policy JP {{\n  {before}{line}\n  {after}\n}}\ndeal d {{ between US, JP }}\n"))
    assert len(parsed.diagnostics) == 1, [said(fault) for fault in parsed.diagnostics]
    policy, deal = parsed.file.items
    assert isinstance(policy, ast.Policy)
    assert [broken.name.text for broken in policy.broken] == ["it"]
    assert len(policy.items) == bool(before) + bool(after)
    assert isinstance(deal, ast.Deal)
    assert not deal.broken


@pytest.mark.parametrize(
    "fault", ["term a: tariff by US rate", "dated 2026-02-30", "term a: tariff by US rate 5% )", "waive because"]
)
def test_a_test_with_an_error_in_its_draft_is_marked(fault: str) -> None:
    text = f'test "one" {{ deal {{ between US, JP {fault} }} expect JP.it met }}\ntest "two" {{ deal {{ }} }}'
    one, two = parse(Source("tests", text)).file.items
    assert isinstance(one, ast.Test)
    assert one.broken
    assert isinstance(one.items[0], ast.Deal)
    assert one.items[0].broken
    assert isinstance(two, ast.Test)
    assert not two.broken


def test_a_declaration_at_the_margin_closes_what_is_open() -> None:
    text = 'test "t" {\n  deal {\n    term a: tariff by\n\nuse "x"\n\npolicy JP { red line a: no x }\n'
    parsed = parse(Source("open", text))
    assert [type(item) for item in parsed.file.items] == [ast.Test, ast.Use, ast.Policy]


def test_too_many_errors_end_the_reading() -> None:
    text = "deal d {\n" + "  trem a: tariff by US rate 5%\n" * (limits.SYNTAX_ERRORS + 10) + '}\nuse "x"\n'
    found = codes(parse(Source("many", text)))
    assert found == ["DC102"] * limits.SYNTAX_ERRORS + ["DC123"]


def test_errors_in_a_large_file_take_no_time() -> None:
    statements = "  term a: tariff by US from JP on hs 8703.22 rate 5%, 10% from 2026-01-01\n" * 5000
    text = (
        "deal d {\n"
        + statements
        + "  trem b: tariff by US rate 5%\n" * 30
        + statements
        + "  term c: tariff by US rate\n}\n"
    )
    begin = time.process_time()
    assert len(parse(Source("large", text)).diagnostics) == 31
    assert time.process_time() - begin < 20


def test_an_error_at_the_end_of_a_long_sentence_takes_no_time() -> None:
    text = "policy JP { red line it: no t may have " + "x > 1 and (y < 2 or z = 3) and " * 5000 + "}"
    begin = time.process_time()
    parsed = parse(Source("long", text))
    assert len(parsed.diagnostics) == 1
    assert time.process_time() - begin < 10
    policy = parsed.file.items[0]
    assert isinstance(policy, ast.Policy)
    assert [line.name.text for line in policy.broken] == ["it"]


@pytest.mark.parametrize(
    "text", ["deal " * 20_000, "use " * 20_000, "term a: " * 20_000, "{ " * 20_000, "} " * 20_000, "a b | " * 20_000]
)
def test_heaps_of_one_word_take_no_time(text: str) -> None:
    begin = time.process_time()
    assert parse(Source("heap", text)).diagnostics
    assert time.process_time() - begin < 10
