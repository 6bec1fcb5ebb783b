"""Lines, their readings, and what people and tests say of them."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from dealcheck.model.records import (
    AggregateRecord,
    AndRecord,
    CompareRecord,
    DealSentenceRecord,
    FactRef,
    GroupRecord,
    IfThenRecord,
    JudgedRecord,
    LineRecord,
    Literal,
    MemberRecord,
    Model,
    NotRecord,
    OfDeal,
    OfFact,
    OrRecord,
    QuantifiedRecord,
    Ref,
    SentenceRecord,
    UnlessRecord,
)
from dealcheck.scopes import IntervalSet
from dealcheck.values import Rate, Word
from tests.model.files import resolved


def _model(text: str) -> Model:
    found = resolved(text, packs=True)
    assert found.diagnostics == ()
    return found.model


def _line(sentence: str) -> LineRecord:
    return _model(f"policy JP {{ red line x: {sentence} }}").lines[0]


def _sentence(sentence: str) -> SentenceRecord:
    found = _line(sentence).sentence
    assert found is not None
    return found


def _comparison(condition: str) -> CompareRecord:
    sentence = _sentence(f"no tariff by US may have {condition}")
    assert isinstance(sentence, QuantifiedRecord)
    assert isinstance(sentence.condition, CompareRecord)
    return sentence.condition


@pytest.mark.parametrize(
    ("word", "operator"), [("reduced", "<"), ("raised", ">"), ("unchanged", "="), ("eliminated", "=")]
)
def test_shorthands_are_comparisons(word: str, operator: str) -> None:
    found = _comparison(f"rate {word}")
    assert (found.operator, found.word) == (operator, word)
    assert isinstance(found.left, Ref)
    if word == "eliminated":
        assert isinstance(found.right, Literal)
        assert found.right.value == Rate(0)
    else:
        assert isinstance(found.right, Ref)
        assert (found.right.field, found.right.old) == ("rate", True)


def test_points_beside_a_difference_of_rates() -> None:
    found = _comparison("old rate - rate >= 10 pp")
    assert isinstance(found.right, Literal)
    assert found.right.value == Rate(10)


def test_names_in_conditions() -> None:
    sentence = _sentence("no regulation by JP may have action in {delay, waive} and force = shall")
    assert isinstance(sentence, QuantifiedRecord)
    assert isinstance(sentence.condition, AndRecord)
    member, compare = sentence.condition.operands
    assert isinstance(member, MemberRecord)
    assert [choice.value for choice in member.choices if isinstance(choice, Literal)] == [Word("delay"), Word("waive")]
    assert isinstance(compare, CompareRecord)
    assert isinstance(compare.right, Literal)
    assert compare.right.value == Word("shall")


def test_patterns() -> None:
    model = _model(
        "policy JP { red line x: no new tariff by US on autos | rice"
        " except layer mfn except from EU except on hs 8703.80 }"
    )
    pattern = model.lines[0].sentence.pattern  # type: ignore[union-attr]
    assert pattern.kind.name == "tariff"
    assert pattern.adjectives == {"new"}
    assert pattern.named == {"by", "on"}
    us, eu = model.parties.bits["US"], model.parties.unions["EU"]
    assert pattern.region.parties == (us, model.parties.everyone & ~us & ~eu)
    assert pattern.region.layers == model.layers - {"mfn"}
    goods = model.products["autos"].goods | model.products["rice"].goods
    assert pattern.region.on == goods - IntervalSet.codes(["870380"])
    assert len(pattern.codes) == 12


def test_sorts_of_sentences() -> None:
    sorts = {
        "not no tariff by US": NotRecord,
        "no tariff by US and no tariff by JP": AndRecord,
        "no tariff by US or no tariff by JP": OrRecord,
        "no tariff by US unless some tariff by JP": UnlessRecord,
        "if some tariff by US then no tariff by JP": IfThenRecord,
        "(no tariff by US and no tariff by JP) at end": GroupRecord,
        'judged "Is it fair?"': JudgedRecord,
        "the deal must have signed <= us_deadline": DealSentenceRecord,
        "share of tariff by US having rate = 0% must be >= 90%": AggregateRecord,
    }
    for text, sort in sorts.items():
        assert isinstance(_sentence(text), sort)


def test_dates_of_the_deal_and_facts() -> None:
    sentence = _sentence("the deal must have signed <= us_deadline")
    assert isinstance(sentence, DealSentenceRecord)
    assert isinstance(sentence.condition, CompareRecord)
    left, right = sentence.condition.left, sentence.condition.right
    assert isinstance(left, FactRef)
    assert isinstance(right, FactRef)
    assert (left.name, right.name) == ("signed", "us_deadline")


def test_time_phrases() -> None:
    times = {
        "at effective": ("at", OfDeal("effective"), None),
        "at end": ("at", OfDeal("end"), None),
        "by 2026-01-01": ("by", date(2026, 1, 1), None),
        "after us_deadline": ("after", OfFact("us_deadline"), None),
        "during 2026-01-01 .. 2026-12-31": ("during", date(2026, 1, 1), date(2026, 12, 31)),
    }
    for text, expected in times.items():
        sentence = _sentence(f"no tariff by US {text}")
        assert isinstance(sentence, QuantifiedRecord)
        assert sentence.time is not None
        assert (sentence.time.word, sentence.time.moment, sentence.time.last) == expected


def test_a_line_in_full() -> None:
    line = _model(
        'policy JP { wish x "Label" weight 2.5 says "A" says "B" active from 2025-06-01 until 2025-07-20\n'
        '  : no tariff by US reading total "Other": no duty by US }'
    ).lines[0]
    assert (line.full_name, line.level, line.label, line.says) == ("JP.x", "wish", "Label", ("A", "B"))
    assert (line.active_from, line.active_until, str(line.weight)) == (date(2025, 6, 1), date(2025, 7, 20), "5/2")
    assert [(reading.name, reading.label) for reading in line.readings] == [("total", "Other")]
    assert line.place.text == "x"


def test_lines_spread_over_policies_and_files() -> None:
    text = (
        "policy JP { red line a: no tariff by US }\npolicy JP { concern b: no tariff by KR }\n"
        '==> more.deal <==\nuse "trade"\npolicy JP { red line c: no tariff by CN }\n'
    )
    assert {line.full_name for line in _model(text).lines} == {"JP.a", "JP.b", "JP.c"}
    again = text.replace("red line c", "red line a")
    (fault,) = resolved(again, packs=True).diagnostics
    assert fault.code == "DC214"
    assert [label.place.source.name for label in fault.labels] == ["main.deal"]


def test_an_error_in_a_reading_keeps_the_line() -> None:
    found = resolved("policy JP { red line x: no tariff by US reading r: no tarif by US }", packs=True)
    assert [fault.code for fault in found.diagnostics] == ["DC204"]
    line = found.model.lines[0]
    assert line.sentence is not None
    assert line.readings == ()


def test_assessments_and_waivers() -> None:
    model = _model(
        'policy JP { red line x: judged "q"  waive x because "y" }'.replace("waive x", "waive JP.x until 2025-09-01")
        + '\nassess JP.x met by "M" on 2025-07-01 because "z"'
    )
    assert [(each.line, each.met, each.by, each.date) for each in model.assessments] == [
        ("JP.x", True, "M", date(2025, 7, 1))
    ]
    assert [(each.line, each.until, each.because) for each in model.waivers] == [("JP.x", date(2025, 9, 1), "y")]


def test_a_deal_that_disagrees_with_the_file_is_told_so() -> None:
    text = (
        'policy JP { red line x: judged "q" }\nassess JP.x met by "M" on 2025-07-01 because "z"\n'
        'deal d { between US, JP  against mid_2025  assess JP.x violated by "N" on 2025-07-01 because "z" }'
    )
    assert [fault.code for fault in resolved(text, packs=True).diagnostics] == ["DC224"]


# ---- Tests -----------------------------------------------------------------------------------------------------------

POLICY = """policy JP {
  red line cars: no tariff by US from JP on autos may have rate > 5%
    reading total: no duty by US from JP may have rate > 5%
  red line laws: no regulation by JP on digital
}
deal d { between US, JP  dated 2025-07-01  against mid_2025  event e
  term t if e: tariff by US from JP on autos rate 1% }
"""


def test_a_test_in_full() -> None:
    model = _model(
        POLICY + 'test "one" { deal d with term u: regulation by JP on digital action keep\n'
        "  as_of 2025-07-03  fact us_deadline = 2025-08-01  event e on 2025-09-01\n"
        "  expect JP.cars violated by u by silence only on autos from 2025-07-01 only until 2026-01-01\n"
        "    reading total met\n"
        "  expect JP.laws violated by u on digital.services_tax }"
    )
    (test,) = model.tests
    assert test.deal is not None
    assert [term.name for term in test.deal.terms] == ["t", "u"]
    assert [term.name for term in model.deals["d"].terms] == ["t"]
    assert test.as_of == date(2025, 7, 3)
    assert [(fact.name, fact.value) for fact in test.facts] == [("us_deadline", date(2025, 8, 1))]
    assert [(event.name, event.date) for event in test.events] == [("e", date(2025, 9, 1))]
    first, second = test.expectations
    outcome = first.outcome
    assert (outcome.verdict, outcome.by) == ("violated", ("u", "silence"))
    assert (outcome.on, outcome.only_on) == (model.products["autos"].goods, True)
    assert (outcome.begins, outcome.only_from) == (date(2025, 7, 1), False)
    assert (outcome.ends, outcome.only_until) == (date(2026, 1, 1), True)
    assert [(name, reading.verdict) for name, reading in first.readings] == [("total", "met")]
    assert second.outcome.on == model.topics["digital.services_tax"].held


EXPECTATIONS = [
    ("expect JP.cars violatd", "DC223 violatd"),
    ("expect JP.cars met reading totl met", "DC213 totl"),
    ("expect JP.cras met", "DC211 cras"),
    ("expect KR.cars met", "DC211 KR.cars"),
    ("expect JP.cars violated by u", "DC212 u"),
    ("expect JP.cars violated on autoss", "DC202 autoss"),
    ("expect JP.laws violated on digitl", "DC203 digitl"),
    ("event f on 2025-01-01", "DC206 f"),
    ("as_of 2025-01-01  as_of 2025-01-02", "DC218 as_of 2025-01-02"),
]


@pytest.mark.parametrize(("part", "fault"), EXPECTATIONS)
def test_an_expectation_with_one_slip(part: str, fault: str) -> None:
    found = resolved(POLICY + f'test "one" {{ deal d  {part} }}', packs=True)
    assert [f"{each.code} {each.place.text if each.place else ''}" for each in found.diagnostics] == [fault]
    assert found.model.tests[0].deal is not None


def test_terms_added_with_an_error_leave_the_deal_itself_sound() -> None:
    found = resolved(POLICY + 'test "one" { deal d with term u: tarif by US }', packs=True)
    assert found.model.deals["d"].terms[0].name == "t"
    assert found.model.tests[0].deal is None


# ---- Files -----------------------------------------------------------------------------------------------------------


def test_files_use_one_another_in_a_circle() -> None:
    text = (
        'use "a"\nproduct m = p | q\n==> a.policy <==\nuse "b"\nproduct p = hs 01\n'
        '==> b.policy <==\nuse "a"\nuse "main.deal"\nproduct q = p\n'
    )
    found = resolved(text)
    assert found.diagnostics == ()
    assert set(found.model.products) == {"m", "p", "q"}
    assert [source.name for source in found.main] == ["main.deal"]


def test_faults_of_a_used_file_stand_in_it() -> None:
    (fault,) = resolved('use "a"\n==> a.policy <==\nproduct p = nothing\n').diagnostics
    assert fault.place is not None
    assert (fault.code, fault.place.source.name) == ("DC202", "a.policy")


def test_files_apart_may_use_one_name() -> None:
    body = "product p = hs {}\nbaseline b on 2025-01-01 {{ }}\n"
    text = body.format("01") + "==> other.deal <==\n" + body.format("02")
    found = resolved(text)
    assert found.diagnostics == ()
    assert len(found.model.products) == len(found.model.baselines) == 2


def test_every_file_at_every_order_gives_the_same_lines() -> None:
    bodies = ["product p = hs 01\n", 'use "p"\nkind k { key by: party  key on: goods }\n']
    texts = {"p.policy": bodies[0], "k.policy": bodies[1]}
    for order in product(texts, repeat=2):
        uses = "".join(f'use "{name}"\n' for name in order) + 'use "k"\n'
        main = uses + "policy JP { red line x: no k by US on p }\n"
        text = main + "".join(f"==> {name} <==\n{body}" for name, body in texts.items())
        found = resolved(text)
        assert found.diagnostics == ()
        assert found.model.lines[0].sentence.pattern.region.on == IntervalSet.codes(["01"])  # type: ignore[union-attr]
