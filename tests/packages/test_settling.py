"""Choices made from without, and drafts settled by them: `settle` writes what `check --choose` judges."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.api import CheckOptions, Draft
from dealcheck.model.records import DealRecord
from dealcheck.opening import open_draft
from dealcheck.source import Source
from tests.language.texts import Memory
from tests.packages.drafts import KINDS, OpenDraft, drafts

PROPERTY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def draft_of(text: str) -> Draft:
    """A draft that stands alone."""
    return Draft(Source("draft.deal", text), Memory())


def verdicts(text: str, choose: tuple[str, ...] = (), assume: tuple[str, ...] = ()) -> dict[str, str]:
    """The verdict of every line."""
    result = api.check([draft_of(text)], CheckOptions(choose=choose, assume=assume))
    errors = [found.headline for found in result.everything if found.is_error and found.code not in ("DC601", "DC611")]
    assert not errors, f"{errors}\n{text}"
    return {line.line.name: line.verdict.value for deal in result.deals for line in deal.checked.lines}


def settled(text: str, *choose: str, assume: tuple[str, ...] = ()) -> str:
    """The draft with choices written into it."""
    result = api.settle(draft_of(text), CheckOptions(choose=choose, assume=assume))
    assert result.text is not None, ([(found.code, found.headline) for found in result.diagnostics], text)
    return result.text


def codes(text: str, *choose: str, assume: tuple[str, ...] = ()) -> list[str]:
    """What keeps a draft from being settled."""
    result = api.settle(draft_of(text), CheckOptions(choose=choose, assume=assume))
    assert result.text is None
    return [found.code for found in result.diagnostics]


def deal_of(text: str) -> DealRecord:
    """The deal of a text."""
    return open_draft(draft_of(text)).deals[0]


def chosen(text: str, options: tuple[int, ...]) -> Iterator[str]:
    """An option of each bracket and article, as the command line says it."""
    records = sorted((record for record in deal_of(text).choices if not record.event), key=lambda each: each.number)
    for record, option in zip(records, options, strict=True):
        yield f"{record.name}={'#' if record.sort == 'bracket' else ''}" + (
            str(option + 1) if record.sort == "bracket" else record.options[option]
        )


def packed(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in text.splitlines() if line.strip()]


@given(drafts(), st.data())
@PROPERTY
def test_settling_every_choice_gives_the_settled_draft(draft: OpenDraft, data: st.DataObject) -> None:
    text = draft.open()
    options, expected = data.draw(st.sampled_from(list(draft.packages())))
    choices = tuple(chosen(text, options))
    result = settled(text, *choices)
    assert packed(result) == packed(expected)
    assert verdicts(text, choices) == verdicts(result)


@given(drafts(), st.data())
@PROPERTY
def test_settling_in_two_steps_is_settling_in_one(draft: OpenDraft, data: st.DataObject) -> None:
    text = draft.open()
    options, _ = data.draw(st.sampled_from(list(draft.packages())))
    choices = list(chosen(text, options))
    first = [choice for choice in choices if data.draw(st.booleans())]
    half = settled(text, *first)
    assert verdicts(text, tuple(first)) == verdicts(half)
    left = {record.place.span: record for record in deal_of(half).choices if not record.event}
    rest = [choice.partition("=")[2] for choice in choices if choice not in first]
    assume(len(left) == len(rest))  # else brackets went with an option or an article that is not taken
    second = [f"{record.name}={what}" for record, what in zip(left.values(), rest, strict=True)]
    assert packed(settled(half, *second)) == packed(settled(text, *choices))


@given(drafts())
@PROPERTY
def test_settling_nothing_changes_no_byte(draft: OpenDraft) -> None:
    text = draft.open().replace("\n", "\r\n")
    assert settled(text) == text


@given(drafts(), st.sampled_from(("done", "done=2025-12-01", "not done", "done=no")))
@PROPERTY
def test_an_assumption_is_judged_as_it_is_written(draft: OpenDraft, assumption: str) -> None:
    text = draft.open()
    result = api.settle(draft_of(text), CheckOptions(assume=(assumption,)))
    if result.text is None:
        assert {found.code for found in result.diagnostics} == {"DC945"}
        return
    assert verdicts(text, (), (assumption,)) == verdicts(result.text)


HEAD = "between US, JP  dated 2025-07-05  effective 2025-08-01  against now"

# ---- Stages ----------------------------------------------------------------------------------------------------------

DAYS = ("2025-09-01", "2026-01-01", "2026-06-01", "2027-01-01")


@st.composite
def stages(draw: st.DrawFn, begin: bool) -> str:
    """An option: a value, or several with their days in order."""
    days = draw(st.lists(st.sampled_from(DAYS), max_size=2, unique=True))
    values = draw(st.lists(st.sampled_from(("0%", "10%", "30%")), min_size=len(days) + 1, max_size=len(days) + 1))
    first = [values[0]] if not begin or not days else []
    return ", ".join([*first, *(f"{value} from {day}" for value, day in zip(values[1:], sorted(days), strict=True))])


@st.composite
def staged(draw: st.DrawFn) -> str:
    """The stages of a field, with a bracket somewhere."""
    bracket = f"[{draw(stages(draw(st.booleans())))} | {draw(stages(False))}]"
    form = draw(
        st.sampled_from(("{}", "{} from {d}", "20%, {} from {d}", "{}, 5% from {d}", "20%, {} from {d}, 5% from {e}"))
    )
    early, late = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2, unique=True)))
    return form.format(bracket, d=early, e=late)


LINES = (
    *(f"no tariff by US from JP on autos layer cars may have rate >= {rate}" for rate in ("1%", "8%", "15%", "27%")),
    "no tariff by US from JP on autos layer cars may have rate > 5% at 2026-03-01",
    "some written tariff by US from JP on autos layer cars after 2026-03-01",
)


@given(staged(), st.integers(0, 1))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_stages_fall_in_line_with_those_around_the_bracket(written: str, option: int) -> None:
    lines = "\n".join(f"red line l{at}: {line}" for at, line in enumerate(LINES))
    term = f"  term t: tariff by US from JP on autos layer cars rate {written}"
    text = f"{KINDS}policy JP {{\n{lines}\n}}\ndeal d {{ {HEAD}\n{term}\n}}\n"
    choice = f"t=#{option + 1}"
    assume(not any(found.is_error for found in open_draft(draft_of(text)).diagnostics))
    result = api.settle(draft_of(text), CheckOptions(choose=(choice,)))
    if result.text is None:
        assert [found.code for found in result.diagnostics] == ["DC945"]
        return
    assert verdicts(text, (choice,)) == verdicts(result.text), result.text


@given(staged(), st.sampled_from(("", " if done", " if not done")))
@example("[0% from 2026-06-01 | 0%], 5% from 2025-09-01", "")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_stages_that_are_left_open_are_judged_as_option_by_option(written: str, under: str) -> None:
    written = written if "not" in under else written.replace("from 2027-01-01", "from day of done")
    lines = "\n".join(f"red line l{at}: {line}" for at, line in enumerate(LINES))
    term = f"  event done\n  term t{under}: tariff by US from JP on autos layer cars rate {written}"
    text = f"{KINDS}policy JP {{\n{lines}\n}}\ndeal d {{ {HEAD}\n{term}\n}}\n"
    assume(not any(found.is_error for found in open_draft(draft_of(text)).diagnostics))
    each = [verdicts(text, (f"t=#{at}",), (event,)) for at in (1, 2) for event in ("done", "not done")]
    for name, verdict in verdicts(text).items():
        seen = {found[name] for found in each}
        expected = seen.pop() if len(seen) == 1 else "open" if {"met", "violated"} <= seen else "unknown"
        assert verdict == expected, (name, each, text)


# ---- The text --------------------------------------------------------------------------------------------------------


def deal(body: str, head: str = HEAD) -> str:
    """A draft with a body of terms."""
    return f"{KINDS}deal d {{\n  {head}\n{body}\n}}\n"


def body_of(text: str) -> str:
    """What stands below the head of a draft."""
    return text.split("against now\n", 1)[1].removesuffix("\n}\n")


TARIFF = "tariff by US from JP on autos layer cars rate"
CAP = "export_cap by JP to US on autos volume"


@pytest.mark.parametrize(
    ("written", "choices", "expected"),
    [
        (f"  term t: {TARIFF} [US: 25% | JP: 0%]  # loud", ["t=JP"], f"  term t: {TARIFF} 0%  # loud"),
        (f"  term t: {TARIFF} [ # who\n US: 25% # why\n | JP: 0%\n ]", ["t=US"], f"  term t: {TARIFF} 25%"),
        (f"  term t: {TARIFF}[25%|0%]from 2026-01-01", ["t=25%"], f"  term t: {TARIFF} 25% from 2026-01-01"),
        (f"  term t: {TARIFF} all_in[25%|0%]", ["t=#2"], f"  term t: {TARIFF} all_in 0%"),
        (
            f"  term t: {TARIFF} [US: 25% | JP: [10% | [?]]]",
            ["t=JP", "t rate (2)=#2", "t rate (3)=7.50%"],
            f"  term t: {TARIFF} 7.50%",
        ),
        (f"  term t: {TARIFF} [US: 25% | JP: [10% | 5%]]", ["t=JP"], f"  term t: {TARIFF} [10% | 5%]"),
        (f"  term t: {TARIFF} 0.5 * [old rate - 4 pp | 2%]", ["t=#1"], f"  term t: {TARIFF} 0.5 * (old rate - 4 pp)"),
        (
            f"  term t: {TARIFF} min([old rate - 5 pp | 2%], 9%)",
            ["t=#1"],
            f"  term t: {TARIFF} min(old rate - 5 pp, 9%)",
        ),
        (f"  term t: {TARIFF} [8% .. 12%]", ["t=8.5%"], f"  term t: {TARIFF} 8.5%"),
        (
            f"  term t: {TARIFF} [25% | 5%] to 0% in 5 equal yearly steps from 2026-01-01",
            ["t=#2"],
            f"  term t: {TARIFF} 5% to 0% in 5 equal yearly steps from 2026-01-01",
        ),
        (
            f"  term t: {TARIFF} [25%, 15% from 2026-01-01 | 5%] from 2025-09-01",
            ["t=#1"],
            f"  term t: {TARIFF} 25% from 2025-09-01, 15% from 2026-01-01",
        ),
        (f"  term t: {CAP} [1_000 units | 5 units] per year", ["t=#1"], f"  term t: {CAP} 1_000 units per year"),
        (
            f"  term t: {CAP} [2 units per quarter | 5 units] per year",
            ["t=#1"],
            f"  term t: {CAP} 2 units per quarter",
        ),
        (
            f"  term t: {CAP} [3 units, 4 units from 2026-06-01 | 5 units] per year from 2026-01-01",
            ["t=#1"],
            f"  term t: {CAP} 3 units per year from 2026-01-01, 4 units per year from 2026-06-01",
        ),
        (f"  term t: {CAP} [1 units .. 9 units] per year", ["t=5 units"], f"  term t: {CAP} 5 units per year"),
        (
            f"  term t: {CAP} [1 units .. 9 units] per year",
            ["t=1 units per quarter"],
            f"  term t: {CAP} 1 units per quarter",
        ),
        (f'  term t "Cars" [JP]: {TARIFF} 5%', ["t=taken"], f'  term t "Cars": {TARIFF} 5%'),
        (f"  term t\n    [JP]\n    status open: {TARIFF} 5%", ["t=JP"], f"  term t\n    status open: {TARIFF} 5%"),
    ],
)
def test_a_bracket_gives_way_to_its_option(written: str, choices: list[str], expected: str) -> None:
    text = deal(written)
    result = settled(text, *choices)
    assert body_of(result) == expected
    assert settled(result) == result


@pytest.mark.parametrize(
    "written",
    [
        f"{CAP} [5 units | 60 units] per year from 2026-01-01",
        f"{CAP} [5 units | 60 units] per year, 70 units per year from 2026-01-01",
        f"{CAP} 10 units per year, [5 units, 60 units from 2026-06-01 | 6 units] per year from 2026-01-01",
        "investment by JP to US amount [USD 5 bn per year, USD 10 bn per year from 2027-01-01 | USD 9 bn per year]",
        f"{TARIFF} [5% from 2026-01-01 | 9%]",
    ],
)
def test_what_stands_around_a_bracket_holds_for_its_options(written: str) -> None:
    lines = "\n".join(
        [
            *(
                f"red line c{number}: no export_cap by JP may have volume < {number} units per year"
                for number in (7, 65)
            ),
            "red line b: some export_cap by JP before 2025-12-01",
            *(
                f"red line i{number}: total amount of investment by JP must be <= USD {number} bn"
                for number in (17, 26)
            ),
            "red line t: no tariff by US from JP on autos layer cars may have rate >= 20%",
        ]
    )
    head = HEAD.replace("against", "expires 2028-07-31  against")
    text = deal(f"  term t: {written}", head) + f"policy JP {{\n{lines}\n}}\n"
    for choice in ("t=#1", "t=#2"):
        assert verdicts(text, (choice,)) == verdicts(settled(text, choice))


def test_a_dropped_article_goes_with_its_comments() -> None:
    text = deal(
        f"""
  # ---- Goods -------------------
  # of the cars
  term a [JP]: {TARIFF} [25% | 5%]   # not agreed

  # stands apart

  # of the rest
  # in two lines
  term b [JP]: {TARIFF} 5%
    # from 2027 on
    {CAP} 5 units per year

  term c [JP]: {TARIFF} 9%   term e: {CAP} 5 units per year # both
"""
    )
    assert body_of(settled(text, "a=dropped", "b=dropped", "c=dropped")) == (
        f"""
  # ---- Goods -------------------

  # stands apart

  term e: {CAP} 5 units per year # both
"""
    )


def test_what_hangs_on_an_event_that_does_not_happen_goes() -> None:
    text = deal(
        f"""
  event done "It is done"
  term a: {TARIFF} 25%, 10% from day of done, 5% from 2027-01-01
  term b if done: {CAP} 5 units per year
  term c: {CAP} 6 units per year
    {TARIFF.replace("cars", "mfn")} 5% from 7 days after done
    tariff by US from JP on vans until done rate 9%
  term f if not done status open: tariff by US from JP on vans layer cars
    rate 30% to 0% in 5 equal yearly steps from day of done""",
        HEAD.replace("against", "expires 1 year after done  against"),
    )
    result = settled(text, assume=("not done",))
    assert "done" not in result
    assert body_of(result) == (
        f"""
  term a: {TARIFF} 25%, 5% from 2027-01-01
  term c: {CAP} 6 units per year
    tariff by US from JP on vans rate 9%
  term f status open: tariff by US from JP on vans layer cars
    rate 30%"""
    )


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"event done\n  term a: {TARIFF} 25%\n  term b if not done: {TARIFF} 5%", HEAD),
        (f"event done\n  term a: {TARIFF} [25% from day of done | 5%]", HEAD),
        (f"event done\n  term a: {TARIFF} 25%", HEAD.replace("effective 2025-08-01", "effective day of done")),
    ],
)
def test_an_event_that_cannot_be_left_out_is_an_error(body: str, head: str) -> None:
    assert codes(deal(body, head), assume=("not done",)) == ["DC945"]


def test_an_event_that_others_hang_on_cannot_be_left_out() -> None:
    line = "event done\npolicy JP { red line a: no tariff by US on autos after done }\n"
    assert codes(line + deal(f"term a: {TARIFF} 25%"), assume=("not done",)) == ["DC945"]
    baseline = KINDS.replace("baseline now on 2025-07-01 {", "baseline now on 2025-07-01 {\n event done")
    baseline = baseline.replace("rate 5%", "rate 5% if done", 1)
    text = f"{baseline}deal d {{ {HEAD} }}\n"
    assert codes(text, assume=("not done",)) == ["DC945"]
    assert f"{HEAD}  event done on 2025-08-01 }}" in settled(text, assume=("done",))


@pytest.mark.parametrize("assumption", ["done", "done=2026-01-01"])
def test_an_event_that_happens_gets_a_day(assumption: str) -> None:
    day = "2026-01-01" if "=" in assumption else "2025-08-01"
    term = f"term b if done: {CAP} 5 units per year"
    inside = deal(f'  event done "It is" # so\n  {term}')
    assert body_of(settled(inside, assume=(assumption,))) == f'  event done "It is" on {day} # so\n  {term}'
    outside = 'event done "It is"\n' + deal(f"  {term}")
    assert settled(outside, assume=(assumption,)).startswith(f'event done "It is" on {day}\n')
    two = outside + f"deal e {{ {HEAD} {term} }}\n"
    assert settled(two, assume=(assumption,)).count(f"on {day}") == 1
    one_of_two = settled(two, assume=(assumption.replace("done", "e.done"),))
    assert one_of_two.endswith(f'{term}  event done "It is" on {day} }}\n')
    assert one_of_two.startswith('event done "It is"\n')


def test_a_start_that_is_open_asks_for_the_day() -> None:
    text = deal("  event done", HEAD.replace("2025-08-01", "[2025-08-01 | 2025-09-01]"))
    assert codes(text, assume=("done",)) == ["DC945"]
    assert "event done on 2025-09-01" in settled(text, "effective=#2", assume=("done",))


def test_a_text_that_would_have_an_error_is_not_written() -> None:
    line = "policy JP { red line a: no export_cap by JP to US }\n"
    test = f'test "t" {{ deal d  expect JP.a violated by b }}\n{line}'
    text = deal(f"  term b [JP]: {CAP} 5 units per year") + test
    assert codes(text, "b=dropped") == ["DC945"]


@pytest.mark.parametrize(
    ("effective", "choices", "day"),
    [
        ("[2025-08-01 .. 2025-12-31]", ("effective=2025-10-15",), "2025-10-15"),
        ("[US: 2025-08-01 | JP: [2025-11-01 | ?]]", ("effective=JP", "effective (2)=2026-01-15"), "2026-01-15"),
        ("[signed | 2025-08-01]", ("effective=#1",), "2025-07-20"),
    ],
)
def test_a_date_that_is_chosen_is_the_deals_own(effective: str, choices: tuple[str, ...], day: str) -> None:
    line = (
        "policy JP { red line a: no tariff by US from JP on autos layer cars may have rate >= 20% before 2025-11-01 }\n"
    )
    head = HEAD.replace("effective 2025-08-01", f"signed 2025-07-20  effective {effective}")
    text = deal(f"  term a: {TARIFF} [30%, 10% from 2025-11-01 | 5%]", head) + line
    checked = next(api.check([draft_of(text)], CheckOptions(choose=choices)).deals).checked
    assert str(checked.effective) == day
    for more in ((), ("a=#1",), ("a=#2",)):
        result = settled(text, *choices, *more)
        assert verdicts(text, (*choices, *more)) == verdicts(result)
        assert str(next(api.check([draft_of(result)], CheckOptions()).deals).checked.effective) == day
