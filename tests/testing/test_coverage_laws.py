"""Laws of clause coverage: what it reports is so, asked line by line of a check; and more tests never cover less."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.report.coverage import CoverageResult
from tests.testing.covered import WORDS, coverage_of, rows, suite

FIRST = date(2025, 7, 5)
DAYS = [date(2025, 7, 20), date(2025, 8, 10), date(2025, 9, 1), date(2026, 1, 1)]


# ---- Sentences ------------------------------------------------------------------------------------------


@frozen
class Time:
    """A time phrase, with phrases for the days before and after its window."""

    word: str
    day: date
    last: date

    @property
    def text(self) -> str:
        return f" during {self.day} .. {self.last}" if self.word == "during" else f" {self.word} {self.day}"

    @property
    def sides(self) -> dict[str, str]:
        """A phrase for each side but the inside."""
        one = timedelta(days=1)
        after = self.last if self.word == "during" else self.day
        before = f" before {self.day + one if self.word == 'after' else self.day}"
        later = f" by {self.day}" if self.word == "before" else f" after {after}"
        return {side: {"before": before, "after": later}[side] for side in AROUND[self.word]}


AROUND = {
    "by": ("before",),
    "after": ("before",),
    "before": ("after",),
    "at": ("before", "after"),
    "during": ("before", "after"),
}


@frozen
class Condition:
    """A comparison, or several joined by a word; `not` has one."""

    word: str
    parts: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        if not self.parts:
            return self.word
        if self.word == "not":
            return f"not {_enclosed(self.parts[0])}"
        return f" {self.word} ".join(map(_enclosed, self.parts))


def _enclosed(part: Condition) -> str:
    return f"({part})" if part.word in ("and", "or") else str(part)


@frozen
class Sentence:
    """A quantified sentence, or sentences joined by a word, in parentheses where they have a time phrase."""

    word: str
    condition: Condition | None = None
    parts: tuple[Sentence, ...] = ()
    time: Time | None = None

    @property
    def untimed(self) -> str:
        """The sentence without its own time phrase."""
        if not self.parts:
            verb = {"no": "may have", "every": "must have", "some": "has"}[self.word]
            return f"{self.word} levy by US" + (f" {verb} {self.condition}" if self.condition else "")
        texts = [f"({part})" if part.parts and part.time is None else str(part) for part in self.parts]
        inner = f"not {texts[0]}" if self.word == "not" else f" {self.word} ".join(texts)
        return f"({inner})" if self.time else inner

    def __str__(self) -> str:
        return self.untimed + (self.time.text if self.time else "")

    @property
    def timed(self) -> bool:
        return self.time is not None or any(part.timed for part in self.parts)

    @property
    def lender(self) -> Sentence | None:
        """The side of `unless` in whose window both are judged."""
        if self.word == "unless":
            for one, other in (self.parts, self.parts[::-1]):
                if one.time and one.time.word != "at" and not other.timed:
                    return one
        return None


times = st.builds(
    lambda word, days: Time(word, *days),
    st.sampled_from(list(AROUND)),
    st.sampled_from([*pairwise(DAYS)]),
)
comparisons = st.sampled_from(["rate >= 10%", "rate < old rate", "rate = 0%", "collected = yes", "rate > 30%"])
conditions = st.recursive(
    comparisons.map(Condition),
    lambda inner: st.one_of(
        st.builds(lambda part: Condition("not", (part,)), inner),
        st.builds(Condition, st.sampled_from(["and", "or"]), st.tuples(inner, inner)),
    ),
    max_leaves=3,
)
simple = st.builds(
    lambda word, condition, time: Sentence(
        word, condition if word != "every" else condition or Condition("rate > 0%"), (), time
    ),
    st.sampled_from(["no", "every", "some"]),
    st.one_of(st.none(), conditions),
    st.one_of(st.none(), st.none(), times),
)
sentences = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(lambda part: Sentence("not", None, (part,)), inner),
        st.builds(
            lambda word, parts, time: Sentence(word, None, parts, None if parts[0].timed or parts[1].timed else time),
            st.sampled_from(["and", "or", "unless"]),
            st.tuples(inner, inner),
            st.one_of(st.none(), st.none(), times),
        ),
    ),
    max_leaves=3,
)

rates = st.sampled_from(
    ["0%", "10%", "25%, 5% from 2025-08-10", "50%", "[US: 12% | JP: 0%]", "5%, [9% | 40%] from 2025-09-01"]
)
terms = st.one_of(
    st.just(""),
    st.builds(
        lambda goods, rate, since: f"term t: levy by US on hs {goods} {since} rate {rate}",
        st.sampled_from(["8703", "8703.80", "8704"]),
        rates.filter(lambda rate: "from" not in rate),
        st.sampled_from(["", "from 2025-08-01"]),
    ),
    st.builds(
        lambda goods, rate: f"term t: levy by US on hs {goods} rate {rate}", st.sampled_from(["8703", "01"]), rates
    ),
    st.sampled_from(["term t: end levy by US", "term t: end levy by US on hs 8703 from 2025-09-01"]),
    st.just("term t: levy by US on hs 8703 collected no"),
)
ends = st.sampled_from(["", "expires 2025-08-31"])
drafts = st.lists(st.builds(lambda term, end: f"{end} {term}", terms, ends), min_size=1, max_size=3)
bases = st.sampled_from(["levy by US on hs 8703 rate 25%, 10% from 2025-09-01", "levy by US on hs 8704 rate 10%", ""])


def text_of(base: str, lines: dict[str, str], drafts: list[str]) -> str:
    """A policy with tests that expect its first line met under each draft, which may be or not."""
    written = "\n".join(f"  red line {name}: {sentence}" for name, sentence in lines.items())
    start = f"deal {{ between US, JP  dated {FIRST}  against now"
    first = next(iter(lines))
    tests = "\n".join(f'test "{at}" {{ {start} {draft} }} expect JP.{first} met }}' for at, draft in enumerate(drafts))
    return f"{WORDS}baseline now on 2025-07-01 {{ {base} }}\npolicy JP {{\n{written}\n}}\n{tests}\n"


# ---- Asking line by line ------------------------------------------------------------------------------------------

Asked = tuple[str, dict[str, str]]
"""A clause, with a line for each of its sides that is violated where some day or point shows that side.

Under `day` a line that is violated where there is any day to look at.
"""

NEVER = "(no levy by US and some levy by US)"
"""Holds on no day."""


def asked_of(sentence: Sentence) -> list[Asked]:
    """What a check would be asked about each clause of a sentence, in the order of the report."""
    found: list[Asked] = [(str(sentence), {"violated": str(sentence)})]
    _parts(found, sentence, "", spoken_for=True)
    return found


def _parts(found: list[Asked], sentence: Sentence, window: str, spoken_for: bool, bearer: str = "") -> None:
    own = sentence.time.text if sentence.time else window
    if not spoken_for:
        here = f"({sentence.untimed if bearer else sentence})"
        # With no day in its window a sentence holds, but nobody has looked at it.
        time = None if bearer else sentence.time or (sentence.lender and sentence.lender.time)
        day = NEVER + time.text if time else ""
        found.append((str(sentence), {"true": f"(not {here}){window}", "false": f"{here}{window}", "day": day}))
        spoken_for = sentence.word == "not" or (sentence.time is not None and bool(sentence.parts))
        if sentence.word == "not":
            own = window
    else:
        spoken_for = sentence.word == "not" or (sentence.time is not None and bool(sentence.parts))
    if sentence.condition:
        _conditions(found, sentence.condition, own, spoken_for=False)
    lender = sentence.lender
    lent = lender.time.text if lender and lender.time else own
    for part in sentence.parts:
        without = ""
        if lender is not None:
            sides = [f"({each.untimed})" for each in sentence.parts]
            without = f"({' unless '.join(sides)})"
        # What a `not` or a parenthesis with a time phrase is of has no clause of its own.
        wrapped = spoken_for and (sentence.word == "not")
        _parts(found, part, lent, wrapped, without if part is lender else "")
    if sentence.time:
        record = bearer or f"({sentence.untimed})"
        found.append(
            (
                sentence.time.text.strip(),
                {side: f"{record}{phrase}" for side, phrase in sentence.time.sides.items()} | {"day": ""},
            )
        )


def _conditions(found: list[Asked], condition: Condition, window: str, spoken_for: bool) -> None:
    if not spoken_for:
        sides = {"true": f"no levy by US may have {condition}", "false": f"every levy by US must have {condition}"}
        found.append((str(condition), {side: text + window for side, text in sides.items()}))
    for part in condition.parts:
        _conditions(found, part, window, condition.word == "not")


def violated(base: str, asked: list[str], draft: str) -> set[str]:
    """Those of some sentences that a draft violates, in some package where it leaves things open."""
    lines = {f"l{at}": sentence for at, sentence in enumerate(dict.fromkeys(asked))}
    tests = suite("a.policy", {"a.policy": text_of(base, lines, [draft])})
    assert not [found for found in tests.opened.diagnostics if found.is_error], [*map(str, tests.opened.diagnostics)]
    checked = api.judge_test(tests.opened, tests.tests[0], tests.opened.model.lines)
    return {lines[verdict.line.name] for verdict in checked.lines if verdict.verdict.value in ("violated", "open")}


@settings(max_examples=150, deadline=None)
@given(bases, sentences, drafts)
def test_each_side_is_what_a_check_says(base: str, sentence: Sentence, drafts: list[str]) -> None:
    tests = suite("a.policy", {"a.policy": text_of(base, {"l": str(sentence)}, drafts)})
    result = coverage_of(tests)
    clauses = result.lines[0].clauses
    asked = asked_of(sentence)
    assert [each.clause.text for each in clauses] == [text for text, _ in asked]
    questions = [question for _, sides in asked for question in sides.values() if question]
    questions.extend(f"{NEVER} {each.clause.text}" for each in clauses if each.clause.sort == "window")
    broken = [violated(base, questions, draft) for draft in drafts]
    for each, (_, sides) in zip(clauses, asked, strict=True):
        for side, count in zip(each.clause.sides, each.counts, strict=True):
            if side in sides:
                here = [found for found in broken if not sides.get("day") or sides["day"] in found]
                assert count == sum(sides[side] in found for found in here), (each.clause.text, side)
            elif side == "met":
                assert count + each.counts[1] + each.unknown >= len(drafts)
            elif side == "inside":
                assert count == sum(f"{NEVER} {each.clause.text}" in found for found in broken)


@settings(max_examples=60, deadline=None)
@given(bases, sentences, drafts)
def test_more_tests_never_cover_less(base: str, sentence: Sentence, drafts: list[str]) -> None:
    def of(some: list[str]) -> CoverageResult:
        return coverage_of(suite("a.policy", {"a.policy": text_of(base, {"l": str(sentence)}, some)}))

    before, after = of(drafts[:-1] or drafts), of(drafts)
    assert before.covered <= after.covered
    for one, other in zip(before.lines[0].clauses, after.lines[0].clauses, strict=True):
        assert all(few <= more for few, more in zip(one.counts, other.counts, strict=True))
    # The order of the tests says nothing.
    assert rows(of(drafts[::-1])) == rows(after)
