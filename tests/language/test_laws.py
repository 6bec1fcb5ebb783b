"""Laws of the language, tried on small random baselines, signed deals and drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tests.language.oracle import GOODS, LAYERS, PARTIES, Measure, Reading, Text, Value, decimal
from tests.language.texts import KINDS, Outcome, checked

EVENTS = {"boom": date(2025, 9, 1), "bust": date(2026, 2, 1)}
DAYS = [date(2025, 8, 1), date(2025, 9, 15), date(2026, 1, 1), date(2026, 7, 1), date(2027, 1, 1), date(2028, 1, 1)]
DRAFTED = date(2025, 8, 1)

HEAD = KINDS + "".join(f'event {name} "An event" on {day}\n' for name, day in EVENTS.items())

LINES = """\
policy JP "Japan" {
  red line low: no tariff by US from JP may have rate > 10%
  red line low_cars: no tariff by US from JP on hs 8703 layer cars may have rate >= 5%
  red line low_duty: every duty by US from JP on hs 87 must have rate <= 12%
  red line some_low: some tariff by US from JP on hs 8703.80 has rate < 5% at 2026-01-01
  red line korea: every tariff by US from JP must have rate <= 8% or share <= 50%
  red line late: no tariff by US from JP on everything - hs 8703 layer mfn may have rate > 3% after 2026-06-01
  concern every_layer: every tariff by US from JP on hs 8703.22 layer reciprocal | cars must have rate in {0%, 4%, 10%}
}
"""
"""Lines about rates alone."""

MORE_LINES = """\
policy KR "Korea" {
  red line new: no new tariff by US from JP | KR
  red line changed: no changed tariff by US from KR on hs 8703 | hs 7208
  red line reduced: every tariff by US from KR layer mfn must have rate reduced
  red line unchanged: every duty by US from KR on hs 7208 must have rate unchanged at 2026-01-01
}
"""

# ---- Random texts --------------------------------------------------------------------------------------------------

percents = st.sampled_from([0, 2, 4, 10, 25]).map(Fraction)
starts = st.sampled_from([None, None, None, date(2025, 3, 1), date(2025, 9, 15), date(2026, 1, 1)])
ends = st.sampled_from([None, None, None, date(2025, 12, 31), date(2027, 6, 30)])
whens = st.sampled_from(["", "", "", "boom", "not boom", "bust"])
plain = st.builds(Value, st.just("plain"), percents)
all_in = st.builds(Value, st.just("all_in"), st.sampled_from([5, 15]).map(Fraction))
relative = st.one_of(
    st.builds(Value, st.just("times"), st.sampled_from([Fraction(1, 2), Fraction(9, 10)])),
    st.builds(Value, st.just("less"), st.sampled_from([3, 10]).map(Fraction)),
)
parties = st.sampled_from(list(PARTIES))
goods = st.sampled_from(list(GOODS))


def measures(is_draft: bool, layers: Sequence[str] = LAYERS, simple: bool = False) -> st.SearchStrategy[Measure]:
    """Measures of a baseline, or those of a draft, which may use what was; simple ones hold always and say a plain
    rate.
    """

    @st.composite
    def build(draw: st.DrawFn) -> Measure:
        layer = draw(st.sampled_from([*layers, "any"] if is_draft and not simple else list(layers)))
        value = plain if simple else plain | relative if is_draft else plain
        first = draw(value if layer in ("mfn", "any") or simple else value | all_in)
        stages: list[tuple[Value, date | None]] = [(first, None if simple else draw(starts))]
        if not simple and draw(st.booleans()):
            stages.append((draw(plain), date(2026, 7, 1)))
        return Measure(
            draw(parties),
            draw(goods),
            layer,
            tuple(stages),
            until=None if simple else draw(ends),
            event="" if simple else draw(whens),
        )

    return build()


endings = st.builds(
    lambda who, what, layer, start: Measure(who, what, layer, (), start=start),
    parties,
    goods,
    st.sampled_from([*LAYERS, "any"]),
    starts,
)


def with_shares(found: tuple[Measure, ...], share: Fraction | None) -> tuple[Measure, ...]:
    """The measures, the first of them on a share of the value."""
    if not found or share is None or not found[0].rate or any(not measure.rate for measure in found):
        return found
    return (evolve(found[0], share=share), *found[1:])


shares = st.sampled_from([None, Fraction(50), Fraction(80)])


def texts(is_draft: bool, most: int) -> st.SearchStrategy[tuple[Measure, ...]]:
    """The measures of a text."""
    one = measures(is_draft) | endings if is_draft else measures(is_draft)
    return st.builds(with_shares, st.lists(one, max_size=most).map(tuple), shares)


baselines = st.builds(Text, texts(False, 4))
signed = st.builds(
    Text,
    texts(False, 2),
    st.sampled_from([date(2025, 2, 1), date(2025, 10, 1)]),
    st.sampled_from([None, date(2026, 6, 30)]),
)
drafts = st.builds(Text, texts(True, 3), st.just(DRAFTED), st.sampled_from([None, None, date(2027, 12, 31)]))


def written(baseline: Text, draft: Text, precedents: Sequence[Text] = (), lines: str = LINES + MORE_LINES) -> str:
    """Texts as a file of the language, each measure of a deal a term of its own."""
    parts = [HEAD, "baseline now on 2025-07-01 {\n", *(f"  {each.text()}\n" for each in baseline.measures), "}\n"]
    for number, text in enumerate(precedents):
        parts.append(
            f"deal signed_{number} {{ between US, JP  dated 2025-01-01  effective {text.effective}"
            + (f"  expires {text.expires}" if text.expires else "")
            + "  against now\n"
            + "".join(f"  term p{at}: {each.text()}\n" for at, each in enumerate(text.measures))
            + "}\n"
        )
    over = f" with {', '.join(f'signed_{number}' for number in range(len(precedents)))}" if precedents else ""
    parts.append(f"deal draft {{ between US, JP, KR  dated 2025-07-05  effective {draft.effective}")
    parts.append(f"  expires {draft.expires}" if draft.expires else "")
    parts.append(f"  against now{over}\n")
    parts.extend(f"  term {_name(at)}: {each.text()}\n" for at, each in enumerate(draft.measures))
    return "".join(parts) + "}\n" + lines


def _name(number: int) -> str:
    return "abcdefgh"[number]


def judged(text: str) -> Outcome:
    """What a file comes to; of its deals the last is the draft."""
    return checked(text)


thorough = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# ---- The worlds, point by point ------------------------------------------------------------------------------------


def _cut_beside_all_in() -> tuple[Text, list[Text], Text]:
    """A draft that halves a duty which the status quo fills up, and the mfn that it fills up."""
    mfn = Measure("JP", "hs 8703.80", "mfn", ((Value("plain", Fraction(2)), None),))
    filled = Measure("JP", "hs 8703.80", "reciprocal", ((Value("all_in", Fraction(5)), None),))
    halved = Measure("JP", "hs 8703.80", "any", ((Value("times", Fraction(1, 2)), None),))
    return Text((mfn, filled)), [], Text((halved,), DRAFTED)


@thorough
@example(*_cut_beside_all_in())
@given(baselines, st.lists(signed, max_size=2), drafts)
def test_every_point_on_every_day_holds_what_a_slow_reading_of_the_language_says(
    baseline: Text, precedents: list[Text], draft: Text
) -> None:
    order = sorted(precedents, key=lambda text: text.effective or DRAFTED)
    reading = Reading((baseline, *order, draft), dict(EVENTS))
    lines: list[str] = []
    wanted: dict[str, tuple[str, str]] = {}
    for day in DAYS:
        if draft.expires is not None and day > draft.expires:
            continue
        for party in ("JP", "KR"):
            for code in ("hs 8703.22", "hs 8703.80", "hs 8702", "hs 7208"):
                for layer in LAYERS:
                    keys = f"tariff by US from {party} on {code} layer {layer}"
                    held = reading.outcome((party, code, layer), day)
                    if held is None:
                        line, verdict = f"no {keys} at {day}", "met"
                    elif held[0] is None:
                        line, verdict = f"no {keys} may have rate > 1000% at {day}", "unknown"
                    else:
                        line, verdict = f"some {keys} has rate = {decimal(held[0])}% at {day}", "met"
                    wanted[f"JP.l{len(lines)}"] = (verdict, line)
                    lines.append(line)
                duty = reading.duty(party, code, day)
                keys = f"duty by US from {party} on {code}"
                if duty == "absent":
                    line, verdict = f"no {keys} at {day}", "met"
                elif isinstance(duty, Fraction):
                    line, verdict = f"some {keys} has rate = {decimal(duty)}% at {day}", "met"
                else:
                    line, verdict = f"no {keys} may have rate > 1000% at {day}", "unknown"
                wanted[f"JP.l{len(lines)}"] = (verdict, line)
                lines.append(line)
    policy = "policy JP {\n" + "".join(f"  red line l{at}: {line}\n" for at, line in enumerate(lines)) + "}\n"
    text = written(baseline, draft, precedents, policy)
    found = judged(text)
    wrong = [
        f"{line}: expected {verdict}, found {found.verdict(name)}"
        for name, (verdict, line) in wanted.items()
        if found.verdict(name) != verdict
    ]
    assert wrong == [], text.partition("policy JP")[0]
    assert ("DC601" in found.errors) or all(verdict != "unknown" for verdict, _ in wanted.values())


GRID = [Fraction(number, 4) for number in range(160)] + [Fraction(1000)]
"""Numbers that an unknown mfn may be: where a comparison of these texts turns, it does so between two of them or at
one.
"""


def compared(reading: Reading, point: tuple[str, str, str], day: date) -> dict[str, bool]:
    """Whether conditions on one point hold, by line, for one mfn; nothing where a text contradicts itself."""
    party, code, layer = point
    now, was = reading.outcome(point, day), reading.before(point, day)
    stored = reading.stored_before(point, day)
    duty, old_duty = reading.duty(party, code, day), reading.duty(party, code, day, old=True)
    mfn = reading.outcome((party, code, "mfn"), day)
    if None in (duty, old_duty) or any(each is not None and each[0] is None for each in (now, was, stored, mfn)):
        return {}
    rate = now[0] if now is not None else Fraction(0)
    old = stored[0] if stored is not None else Fraction(0)
    total = duty if isinstance(duty, Fraction) else Fraction(0)
    old_total = old_duty if isinstance(old_duty, Fraction) else Fraction(0)
    base = mfn[0] if mfn is not None else Fraction(0)
    assert rate is not None
    assert old is not None
    assert base is not None
    here = f"tariff by US from {party} on {code} layer {layer} must have rate"
    all_here = f"duty by US from {party} on {code} must have rate"
    nothing = now is None and was is None
    no_duty = duty == "absent" and old_duty == "absent"
    return {
        f"every {here} <= 4% at {day}": nothing or rate <= 4,
        f"every {here} > 2% at {day}": nothing or rate > 2,
        f"every {here} <= old rate at {day}": nothing or rate <= old,
        f"every {here} reduced at {day}": nothing or rate < old,
        f"every {all_here} <= 15% at {day}": no_duty or total <= 15,
        f"every {all_here} >= 5% at {day}": no_duty or total >= 5,
        f"every {all_here} <= old rate at {day}": no_duty or total <= old_total,
        f"every {all_here} >= tariff.rate(layer mfn) at {day}": no_duty or total >= base,
        f"every {all_here} <= max(15%, tariff.rate(layer mfn)) at {day}": no_duty or total <= max(Fraction(15), base),
    }


@quick
@given(baselines, st.lists(signed, max_size=1), drafts, st.sampled_from(DAYS[:4]))
def test_a_comparison_with_an_unknown_mfn_is_true_or_false_where_it_is_so_for_every_number(
    baseline: Text, precedents: list[Text], draft: Text, day: date
) -> None:
    points = [("JP", code, layer) for code in ("hs 8703.80", "hs 7208") for layer in ("mfn", "reciprocal")]
    truths: dict[str, set[bool]] = {}
    for point in points:
        readings = [Reading((baseline, *precedents, draft), dict(EVENTS), number) for number in GRID]
        found_here = [compared(reading, point, day) for reading in readings]
        if all(found_here):
            for line in found_here[0]:
                truths[line] = {found[line] for found in found_here}
    assume(truths)
    lines = list(truths)
    policy = "policy JP {\n" + "".join(f"  red line l{at}: {line}\n" for at, line in enumerate(lines)) + "}\n"
    text = written(baseline, draft, precedents, policy).replace("absent none", "absent unknown for layer mfn", 1)
    found = judged(text)
    names = {frozenset({True}): "met", frozenset({False}): "violated", frozenset({True, False}): "unknown"}
    wrong = [
        f"{line}: expected {names[frozenset(truths[line])]}, found {found.verdict(f'JP.l{at}')}"
        for at, line in enumerate(lines)
        if found.verdict(f"JP.l{at}") != names[frozenset(truths[line])]
    ]
    assert wrong == [], text.partition("policy JP")[0]


# ---- Laws ---------------------------------------------------------------------------------------------------------


def same(one: Outcome, other: Outcome) -> None:
    """Both come to the same verdicts and the same errors."""
    assert one.all_verdicts == other.all_verdicts
    assert sorted(set(one.errors)) == sorted(set(other.errors))


@quick
@given(baselines, drafts, st.randoms(use_true_random=False))
def test_the_order_of_terms_does_not_matter(baseline: Text, draft: Text, random: object) -> None:
    shuffled = list(draft.measures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    same(judged(written(baseline, draft)), judged(written(baseline, evolve(draft, measures=tuple(shuffled)))))


@quick
@given(baselines, drafts)
def test_the_order_of_measures_in_a_baseline_does_not_matter(baseline: Text, draft: Text) -> None:
    backwards = evolve(baseline, measures=baseline.measures[::-1])
    same(judged(written(baseline, draft)), judged(written(backwards, draft)))


@quick
@given(
    baselines,
    drafts,
    st.sampled_from(
        [
            "tariff by CN from BR on hs 0207 rate 12%",
            "tariff by US from BR on everything layer reciprocal rate 12%",
            "tariff by JP from US on hs 8703 rate 12%",
            "end tariff by US from BR",
            "tariff_quota by US from JP on hs 8703 volume 10 units in_rate 1%",
            "tariff by US from JP on hs 0207 layer other rate 1%",
        ]
    ),
)
def test_an_unrelated_term_changes_no_verdict(baseline: Text, draft: Text, term: str) -> None:
    assume(not term.startswith("tariff by US from JP"))
    text = written(baseline, draft)
    with_term = text.replace("}\npolicy JP", f"  term unrelated: {term}\n}}\npolicy JP", 1)
    assert with_term != text
    assert judged(text).all_verdicts == judged(with_term).all_verdicts


@quick
@given(st.lists(measures(False, simple=True), max_size=4), st.sampled_from([None, Fraction(50)]))
def test_restating_the_baseline_changes_no_verdict_on_rates(found: list[Measure], share: Fraction | None) -> None:
    said = with_shares(tuple(found), share)
    baseline = Text(said)
    silent = judged(written(baseline, Text((), DRAFTED), lines=LINES))
    restated = judged(written(baseline, Text(said, DRAFTED), lines=LINES))
    assert silent.all_verdicts == restated.all_verdicts


@quick
@given(baselines, drafts, signed)
def test_a_signed_deal_of_before_is_as_good_as_a_baseline_that_says_the_same(
    baseline: Text, draft: Text, deal: Text
) -> None:
    plain_deal = evolve(deal, effective=date(2025, 2, 1), expires=None)
    dated = [each for each in plain_deal.measures if each.rate[0][1] is not None]
    plain_deal = evolve(plain_deal, measures=tuple(dated))
    with_deal = written(baseline, draft, [plain_deal])
    over = "".join(f"  {each.text()}\n" for each in dated)
    below = written(baseline, draft).replace("baseline now on 2025-07-01 {", "baseline beneath on 2025-07-01 {", 1)
    merged = below.replace("deal draft", f"baseline now on 2025-07-01 {{ include beneath\n{over}}}\ndeal draft", 1)
    same(judged(with_deal), judged(merged))


@quick
@given(baselines, drafts)
def test_splitting_the_scope_of_a_line_gives_the_same_verdict(baseline: Text, draft: Text) -> None:
    policy = """policy JP {
      red line whole: no tariff by US from JP | KR on hs 87 | hs 7208 may have rate > 4%
      red line goods: no tariff by US from JP | KR on hs 8703 may have rate > 4%
        and no tariff by US from JP | KR on (hs 87 - hs 8703) may have rate > 4%
        and no tariff by US from JP | KR on hs 7208 may have rate > 4%
      red line parties: no tariff by US from JP on hs 87 | hs 7208 may have rate > 4%
        and no tariff by US from KR on hs 87 | hs 7208 may have rate > 4%
      red line layers: no tariff by US from JP | KR on hs 87 | hs 7208 layer mfn may have rate > 4%
        and no tariff by US from JP | KR on hs 87 | hs 7208 except layer mfn may have rate > 4%
      red line every: every tariff by US from JP | KR on hs 87 | hs 7208 must have rate <= 4%
      red line not_some: not some tariff by US from JP | KR on hs 87 | hs 7208 has rate > 4%
      red line time: no tariff by US from JP | KR on hs 87 | hs 7208 may have rate > 4% before 2026-01-01
        and no tariff by US from JP | KR on hs 87 | hs 7208 may have rate > 4% by 2026-01-01
    }
    """
    found = judged(written(baseline, draft, lines=policy))
    assert len(set(found.all_verdicts.values())) == 1, found.all_verdicts


@quick
@given(baselines, measures(True), st.sampled_from([each for each in GOODS if each != "everything"]))
def test_splitting_the_scope_of_a_lone_term_gives_the_same_verdicts(baseline: Text, term: Measure, part: str) -> None:
    whole = written(baseline, Text((evolve(term, goods="everything"),), DRAFTED))
    line = evolve(term, goods="everything").text()
    halves = [line.replace("on everything", f"on ({scope})") for scope in (part, f"everything - ({part})")]
    parts = whole.replace(f"term a: {line}", f"term a: {halves[0]}\n  term b: {halves[1]}")
    assert parts != whole
    same(judged(whole), judged(parts))


@quick
@given(baselines, measures(True))
def test_splitting_the_parties_of_a_lone_term_gives_the_same_verdicts(baseline: Text, term: Measure) -> None:
    whole = written(baseline, Text((evolve(term, parties="JP | KR"),), DRAFTED))
    line = evolve(term, parties="JP | KR").text()
    halves = [evolve(term, parties=each).text() for each in ("JP", "KR")]
    same(judged(whole), judged(whole.replace(f"term a: {line}", f"term a: {halves[0]}\n  term b: {halves[1]}")))


@quick
@given(baselines, measures(True), plain)
def test_stages_are_as_good_as_terms_that_follow_each_other(baseline: Text, term: Measure, value: Value) -> None:
    first = evolve(term, rate=((term.rate[0][0], date(2025, 9, 15)),), event="", until=None)
    assume(not first.reads_old)
    later = evolve(first, rate=((value, date(2026, 7, 1)),))
    staged = evolve(first, rate=(*first.rate, *later.rate))
    one = judged(written(baseline, Text((staged,), DRAFTED)))
    two = judged(written(baseline, Text((first, later), DRAFTED)))
    assert one.all_verdicts == two.all_verdicts


NAMES = {
    "reciprocal": "levy_one",
    "cars": "levy_two",
    "boom": "rain",
    "bust": "snow",
    "tariff_quota": "allowance",
    "now": "then_in_force",
    "signed_0": "pact",
    "a": "article_1",
    "b": "article_2",
}


@quick
@given(baselines, signed, drafts)
def test_renaming_changes_no_verdict(baseline: Text, deal: Text, draft: Text) -> None:
    text = written(baseline, draft, [deal])
    renamed = re.sub(r"\w+", lambda word: NAMES.get(word.group(), word.group()), text)
    same(judged(text), judged(renamed))


@pytest.mark.parametrize("turned", [False, True])
def test_two_measures_that_say_the_same_where_they_overlap_are_two_in_whatever_order(turned: bool) -> None:
    found = ["tariff by US from JP on hs 8703 rate 4%", "tariff by US from everyone on hs 8703.22 rate 4%"]
    said = "\n".join(found[::-1] if turned else found)
    text = f"{KINDS}baseline now on 2025-07-01 {{ {said} }}\n"
    text += "deal d { between US, JP  dated 2025-07-05  against now }\n"
    outcome = judged(text + "policy JP { red line two: number of tariff by US from JP must be = 2 }\n")
    assert outcome.errors == []
    assert outcome.verdict("JP.two") == "met"


@quick
@given(baselines, drafts)
def test_a_product_is_as_good_as_its_codes(baseline: Text, draft: Text) -> None:
    products = {f"goods_{at}": scope for at, scope in enumerate(GOODS) if scope != "everything"}
    text = written(baseline, draft)
    named = text
    for name, scope in sorted(products.items(), key=lambda item: -len(item[1])):
        named = re.sub(rf"on {re.escape(scope)}(?= layer| rate| share| from| until|\n)", f"on {name}", named)
    declared = "".join(f"product {name} = {scope}\n" for name, scope in products.items())
    same(judged(text), judged(declared + named))


@quick
@given(baselines, drafts)
def test_a_draft_that_says_nothing_leaves_every_rate_unchanged(baseline: Text, draft: Text) -> None:
    lines = """policy JP {
      red line unchanged: every tariff by US from JP | KR must have rate unchanged
      red line new: no new tariff by US
      red line changed: no changed tariff by US
      red line duty: every duty by US from JP | KR must have rate unchanged
    }
    """
    found = judged(written(baseline, evolve(draft, measures=()), lines=lines))
    if not found.errors:
        assert set(found.all_verdicts.values()) == {"met"}


# ---- Pools --------------------------------------------------------------------------------------------------------

Pool = tuple[str, str]
"""Parties and goods as they are written."""

pools = st.dictionaries(st.tuples(parties, goods), st.integers(1, 9), max_size=3)


def _region(pool: Pool) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(PARTIES[pool[0]]), frozenset(GOODS[pool[1]])


def _inside(one: Pool, other: Pool) -> bool:
    return all(mine <= theirs for mine, theirs in zip(_region(one), _region(other), strict=True))


def _points(pool: Pool) -> set[tuple[str, str]]:
    return {(party, code) for party in PARTIES[pool[0]] for code in GOODS[pool[1]]}


@quick
@given(pools, pools, st.lists(st.tuples(parties, goods), max_size=1), st.tuples(parties, goods))
def test_a_total_counts_each_pool_once_that_holds_at_a_point_asked_for(
    before: dict[Pool, int], draft: dict[Pool, int], ended: list[Pool], asked: Pool
) -> None:
    volumes = {_region(pool): (pool, volume) for pool, volume in (before | draft).items()}
    said = {_region(pool) for pool in draft}
    total = count = 0
    for pool, volume in volumes.values():
        points = _points(pool)
        for end in ended:
            if _region(pool) in said:
                assume(not points & _points(end) or _region(end) != _region(pool))
                assume(not points & _points(end) or _inside(pool, end) or _inside(end, pool))
                if _inside(pool, end):
                    continue
            points -= _points(end)
        if points & _points(asked):
            total += volume
            count += 1

    def line(pool: Pool, volume: int) -> str:
        return f"tariff_quota by US from {pool[0]} on {pool[1]} volume {volume} t per year\n"

    text = HEAD + "baseline now on 2025-07-01 {\n" + "".join(line(*each) for each in before.items()) + "}\n"
    terms = [line(*each) for each in draft.items()]
    terms += [f"end tariff_quota by US from {who} on {what}\n" for who, what in ended]
    text += "deal d { between US, JP, KR  dated 2025-07-05  against now\n"
    text += "".join(f"  term t{at}: {term}" for at, term in enumerate(terms)) + "}\n"
    pattern = f"tariff_quota by US from {asked[0]} on {asked[1]}"
    text += f"""policy JP {{
      red line total: total volume of {pattern} must be = {total} t per year
      red line number: number of {pattern} must be = {count}
    }}
    """
    found = judged(text)
    assert found.errors == []
    assert found.all_verdicts == {"JP.total": "met", "JP.number": "met"}, text
