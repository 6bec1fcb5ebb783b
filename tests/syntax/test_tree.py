"""What the tree holds for each construct, where that is not plain from the grammar."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from dealcheck.source import Source
from dealcheck.syntax import ast
from dealcheck.syntax.parse import parse

NOWHERE = (0, 0)


def items(text: str) -> tuple[Any, ...]:
    parsed = parse(Source("a", text))
    assert parsed.diagnostics == ()
    return parsed.file.items


def value(text: str) -> Any:
    return items(f"fact f = {text}")[0].value


def measure(text: str) -> Any:
    return items(f"deal d {{ term t: {text} }}")[0].items[0].measures[0]


def number(*fields: str) -> ast.Number:
    return ast.Number(NOWHERE, *fields)


def name(text: str) -> ast.Name:
    return ast.Name(NOWHERE, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("25", number("25")),
        ("1_000_000.5", number("1000000.5")),
        ("25%", number("25", "%")),
        ("10 pp", number("10", "pp")),
        ("100_000 t", number("100000", "t")),
        ("5 thousand units", number("5", "units", "", "thousand")),
        ("25_000 units per quarter", number("25000", "units", "", "", "quarter")),
        ("2 mn t per year", number("2", "t", "", "mn", "year")),
        ("90 days", number("90", "days")),
        ("550 bn", number("550", "", "", "bn")),
        ("550 bn per year", number("550", "", "", "bn", "year")),
        ("341 JPY/kg", number("341", "JPY/kg")),
        ("6 c/kg", number("6", "c/kg")),
        ("USD 550 bn", number("550", "", "USD", "bn")),
        ("USD 20 bn per year", number("20", "", "USD", "bn", "year")),
        ("USD 5 per year", number("5", "", "USD", "", "year")),
        ("USD 1.00/kg", number("1.00", "USD/kg")),
        ("USD 3 mn/t", number("3", "USD/t", "", "mn")),
        ("2025-07-09", ast.DateValue(NOWHERE, "2025-07-09")),
        ('"a \\"b\\" \\\\ \\n\\t"', ast.Text(NOWHERE, 'a "b" \\ \n\t')),
        ("x", ast.Reference(NOWHERE, name("x"))),
        ("k.x", ast.Reference(NOWHERE, name("x"), name("k"))),
        ("old x", ast.Old(NOWHERE, ast.Reference(NOWHERE, name("x")))),
        ("(1)", number("1")),
        ("-1", ast.Operation(NOWHERE, "-", None, number("1"))),
        ("all_in 15%", ast.AllIn(NOWHERE, number("15", "%"))),
        ("min(1, 2)", ast.Function(NOWHERE, "min", (number("1"), number("2")))),
        ("max(1)", ast.Function(NOWHERE, "max", (number("1"),))),
        ("[?]", ast.Bracket(NOWHERE, (ast.Option(NOWHERE, None),))),
    ],
)
def test_values(text: str, expected: ast.Node) -> None:
    assert value(text) == expected


def test_signs_bind_as_in_arithmetic_and_to_the_left() -> None:
    one, two, three = number("1"), number("2"), number("3")
    assert value("1 - 2 - 3") == ast.Operation(NOWHERE, "-", ast.Operation(NOWHERE, "-", one, two), three)
    assert value("1 + 2 * 3") == ast.Operation(NOWHERE, "+", one, ast.Operation(NOWHERE, "*", two, three))
    assert value("(1 + 2) / 3") == ast.Operation(NOWHERE, "/", ast.Operation(NOWHERE, "+", one, two), three)


def test_a_currency_with_a_unit_is_a_division_where_no_number_stands_before() -> None:
    field, unit = ast.Reference(NOWHERE, name("JPY")), ast.Reference(NOWHERE, name("kg"))
    assert value("JPY/kg") == value("JPY / kg") == ast.Operation(NOWHERE, "/", field, unit)


def test_references_replace_keys() -> None:
    found = value("tariff.rate(from UK | JP, layer mfn)")
    union = ast.ScopeOperation(NOWHERE, "|", ast.ScopeName(NOWHERE, "UK"), ast.ScopeName(NOWHERE, "JP"))
    layer = ast.Key(NOWHERE, "layer", ast.ScopeName(NOWHERE, "mfn"))
    assert found.keys == (ast.Key(NOWHERE, "from", union), layer)


def test_scopes_bind_minus_and_and_tighter_than_or() -> None:
    a, b, c, d = (ast.ScopeName(NOWHERE, letter) for letter in "abcd")
    scope = items("product p = a | b - c & d")[0].scope
    less = ast.ScopeOperation(NOWHERE, "&", ast.ScopeOperation(NOWHERE, "-", b, c), d)
    assert scope == ast.ScopeOperation(NOWHERE, "|", a, less)
    assert items("product p = (a | b) - c")[0].scope.operator == "-"


def test_codes_are_digits_and_single_ones_ranges_of_themselves() -> None:
    codes = items("product p = hs 8703.22, 87, hs 8407.31 .. 8407.34")[0].scope
    assert [(each.first, each.last) for each in codes.ranges] == [
        ("870322", "870322"),
        ("87", "87"),
        ("840731", "840734"),
    ]


def test_a_name_in_a_scope_may_be_a_topic() -> None:
    assert items("product p = digital.services_tax")[0].scope == ast.ScopeName(NOWHERE, "digital.services_tax")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-07-01", ast.DateMoment(NOWHERE, "2025-07-01")),
        ("signed", ast.NamedMoment(NOWHERE, name("signed"))),
        ("day of ratified", ast.NamedMoment(NOWHERE, name("ratified"))),
        ("7 days after signed", ast.AfterMoment(NOWHERE, "7", "days", ast.NamedMoment(NOWHERE, name("signed")))),
        ("first day of month of day of x", ast.FirstOfMonth(NOWHERE, ast.NamedMoment(NOWHERE, name("x")))),
    ],
)
def test_moments(text: str, expected: ast.Moment) -> None:
    assert items(f"deal d {{ effective {text} }}")[0].items[0].moment == expected


def test_a_date_of_a_deal_may_be_a_bracket() -> None:
    date = items("deal d { dated [JP: 2025-07-01 | US: 2025-08-01] }")[0].items[0]
    sides = [option.side.names[0].text for option in date.moment.options]
    assert (date.word, sides) == ("dated", ["JP", "US"])


def test_measures_sort_their_parts() -> None:
    found = measure(
        "tariff by US from JP from 2025-01-01 until signed if not e"
        ' table "t.csv" complete { on = HS8  rate from 2026-01-01 = "c" }'
        ' cites a "q" rate 5%, 10% from 2026-01-01 cites b'
    )
    assert [key.word for key in found.keys] == ["by", "from"]
    assert found.since == ast.DateMoment(NOWHERE, "2025-01-01")
    assert found.until == ast.NamedMoment(NOWHERE, name("signed"))
    assert found.under == ast.Under(NOWHERE, name("e"), False)
    assert found.table.complete
    assert [(column.name.text, column.since is None) for column in found.table.columns] == [
        ("on", True),
        ("rate", False),
    ]
    assert [cites.source.text for cites in found.cites] == ["a", "b"]
    assert [stage.since for stage in found.fields[0].stages] == [None, ast.DateMoment(NOWHERE, "2026-01-01")]
    assert not found.ends


def test_a_lone_value_keeps_its_start_as_written() -> None:
    found = measure("tariff by US rate 50% from 2025-08-01")
    assert found.since is None
    assert found.fields[0].stages[0].since == ast.DateMoment(NOWHERE, "2025-08-01")


def test_linear_cuts_keep_their_words() -> None:
    linear = measure("tariff by US rate 25% to 0% in 5 equal yearly steps from 2026-01-01").fields[0].stages[0]
    assert isinstance(linear, ast.Linear)
    assert (linear.steps, linear.period.text) == ("5", "yearly")


def test_an_end_takes_keys_a_start_and_sources() -> None:
    found = measure("end tariff by US from 2025-08-01 cites a")
    assert (found.ends, found.kind.text, found.since) == (True, "tariff", ast.DateMoment(NOWHERE, "2025-08-01"))
    assert measure("end tariff").keys == ()


def test_brackets_keep_sides_and_opposition() -> None:
    options = (
        measure("tariff by US rate [US, EU opposed by JP, KR: 5%, 1% from 2026-01-01 | 1% .. 2% | JP: ?]")
        .fields[0]
        .stages[0]
    )
    first, second, third = options.value.options
    assert first.side == ast.Side(NOWHERE, (name("US"), name("EU")), (name("JP"), name("KR")))
    assert len(first.stages) == 2
    assert (second.low, second.high, second.stages) == (number("1", "%"), number("2", "%"), ())
    assert (third.side.names, third.stages, third.low) == ((name("JP"),), (), None)


def test_kinds_sort_their_declarations() -> None:
    (kind,) = items(
        "kind k { key by: party = X  value a: one of x, y = y  value b: rate, less is freer, absent is 0% = 1%"
        "  value c: money, more is freer  absent unknown for layer mfn  absent none  layer m displaces n, o }"
    )
    a, b, c = kind.values
    assert kind.keys == (ast.KeyDeclaration(NOWHERE, "by", name("party"), name("X")),)
    assert (a.type.text, [choice.text for choice in a.choices], a.default) == (
        "one of",
        ["x", "y"],
        ast.Reference(NOWHERE, name("y")),
    )
    assert (b.freer, b.absent, b.default, c.freer) == ("less", number("0", "%"), number("1", "%"), "more")
    assert [(each.word.text, each.layer and each.layer.text) for each in kind.absents] == [
        ("unknown", "mfn"),
        ("none", None),
    ]
    assert [each.text for each in kind.displacements[0].displaced] == ["n", "o"]


def test_facts_have_a_subject_a_scope_and_a_date() -> None:
    exchange, customs = items("fact exchange JPY = 1 on 2025-07-01  fact customs_value on hs 2003.10.01 = USD 1.00/kg")
    assert (exchange.subject, exchange.scope, exchange.date) == (
        name("JPY"),
        None,
        ast.DateMoment(NOWHERE, "2025-07-01"),
    )
    assert (customs.subject, customs.date) == (None, None)
    assert isinstance(customs.scope, ast.Codes)


def test_terms_sort_their_headers() -> None:
    term = items(
        'deal d { term t "T" proposed by US, EU opposed by JP in side_letter if a if not b status open'
        ' [JP] cites s "q": end x }'
    )[0].items[0]
    assert [each.text for each in (*term.proposed_by, *term.opposed_by, *term.optional)] == ["US", "EU", "JP", "JP"]
    assert (term.side_letter, term.status, term.label) == (True, name("open"), ast.Text(NOWHERE, "T"))
    assert [under.happens for under in term.under] == [True, False]


def test_lines_sort_their_headers() -> None:
    line = items(
        'policy JP { wish w "W" weight 2 says "A" cites s'
        " active from 2025-01-01 until 2025-02-01 active until e: no t reading r: no u }"
    )[0].items[0]
    assert (line.level, line.weight, [voice.text for voice in line.says]) == ("wish", number("2"), ["A"])
    assert [(active.since is None, active.until is None) for active in line.active] == [(False, False), (True, False)]
    assert [reading.name.text for reading in line.readings] == ["r"]


def test_a_reading_that_says_nothing_breaks_its_line() -> None:
    parsed = parse(Source("a", "policy JP { red line a: no t reading r: rate > 5% reading s: no u  concern b: no t }"))
    (policy,) = parsed.file.items
    assert isinstance(policy, ast.Policy)
    assert [line.name.text for line in policy.broken] == ["a"]
    assert len(policy.items) == 1
    assert [fault.code for fault in parsed.diagnostics] == ["DC118"]


def test_patterns_have_adjectives_keys_and_exceptions() -> None:
    pattern = (
        items("policy JP { red line a: no new kept t by US except layer mfn on x except on y }")[0]
        .items[0]
        .sentence.pattern
    )
    assert [each.text for each in pattern.adjectives] == ["new", "kept"]
    assert [key.word for key in pattern.keys] == ["by", "on"]
    assert [key.word for key in pattern.excepts] == ["layer", "on"]


def test_a_deal_in_a_test_has_no_name() -> None:
    inline, named, as_of, expect = items(
        'test "t" { deal { between US, JP } deal d with term x: end y as_of 2025-01-01'
        " expect A.b met by silence only on x only from 2025-01-01 until 2025-02-01 reading r violated }"
    )[0].items
    assert (inline.name.text, named.name.text, len(named.terms)) == ("", "d", 1)
    assert as_of.date.text == "2025-01-01"
    caused, places, begins, ends = expect.outcome.parts
    assert (caused.name.text, places.only, begins.only, ends.only) == ("silence", True, True, False)
    assert expect.readings[0].outcome.verdict.text == "violated"


def test_a_table_of_a_test_has_columns_lines_and_rows() -> None:
    text = "columns cars.rate, as_of: JP.autos, JP.rice row 5%, silence: met, violated by cars reading total met"
    (table,) = items(f'test "t" {{ {text} }}')[0].items
    assert [(each.name.text, each.field and each.field.text) for each in table.columns] == [
        ("cars", "rate"),
        ("as_of", None),
    ]
    assert [(each.party.text, each.line.text) for each in table.lines] == [("JP", "autos"), ("JP", "rice")]
    (row,) = table.rows
    assert row.cells == (
        ast.Stage(NOWHERE, number("5", "%")),
        ast.Stage(NOWHERE, ast.Reference(NOWHERE, name("silence"))),
    )
    assert [(each.outcome.verdict.text, len(each.readings)) for each in row.outcomes] == [("met", 0), ("violated", 1)]


def test_trees_are_equal_when_they_say_the_same_elsewhere() -> None:
    assert items('use "a"  # here') == items('\n\n  use "a"')


def test_every_node_is_frozen() -> None:
    (use,) = items('use "a"')
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        use.path = None
