"""What the rules prove of random lines, held against random drafts: never a line called dead that some draft moves."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from dealcheck.lint.engine import Finding
from dealcheck.logic import Verdict
from tests.lint.small import drafts, findings, judged, policy, sentences, tariff_conditions

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
MET, VIOLATED = Verdict.MET, Verdict.VIOLATED


def line_of(finding: Finding, lines: list[str], label: bool = False) -> int:
    """Which of the lines a finding, or its label, stands in."""
    place = finding.found.labels[0].place if label else finding.found.place
    return place.line - policy().splitlines().index("policy JP {") - 2


@SLOW
@given(st.lists(sentences(), min_size=6, max_size=6), st.lists(drafts(), min_size=3, max_size=3))
def test_no_draft_contradicts_a_proof(lines: list[str], texts: list[str]) -> None:
    """DC401, 402, 403, 410 and 413 are held against every draft."""
    found = findings(policy(*lines), codes=("DC401", "DC402", "DC403", "DC410", "DC413"))
    assume(found)
    for text in texts:
        verdicts = judged(lines, text).verdicts
        for finding in found:
            verdict = verdicts[line_of(finding, lines)]
            said = (finding.found.headline, lines, text)
            if finding.rule.code == "DC401":
                assert verdict is not VIOLATED, said
            elif finding.rule.code == "DC402" and finding.found.headline.startswith("no deal"):
                assert verdict is not MET, said
            elif finding.rule.code == "DC403":
                other = verdicts[line_of(finding, lines, True)]
                assert not (other is MET and verdict is VIOLATED), said
            elif finding.rule.code == "DC410" and finding.found.headline.startswith("no deal"):
                other = verdicts[line_of(finding, lines, True)]
                assert not (other is MET and verdict is MET), said
            elif finding.rule.code == "DC413" and finding.found.headline.startswith("no deal"):
                assert verdict is not MET, said


@SLOW
@given(
    st.lists(st.tuples(tariff_conditions(), tariff_conditions()), min_size=4, max_size=4),
    st.sampled_from(("and", "or")),
    st.sampled_from(
        (
            "no tariff by US from JP on autos layer cars may have",
            "every tariff by US on vans must have",
            "some tariff by US from JP layer cars has",
        )
    ),
    st.lists(drafts(), min_size=3, max_size=3),
)
def test_an_idle_part_changes_no_verdict(pairs: list[tuple[str, str]], word: str, head: str, texts: list[str]) -> None:
    """A condition without the part that DC408 names comes out as it did."""
    lines = [f"{head} ({one}) {word} ({other})" for one, other in pairs]
    shorter: list[tuple[int, str]] = []
    for finding in findings(policy(*lines), codes=("DC408",)):
        at = line_of(finding, lines)
        kept = [part for part in pairs[at] if part.strip("()") != finding.found.place.text.strip("()")]
        if len(kept) == 1:
            shorter.append((at, f"{head} {kept[0]}"))
    assume(shorter)
    for text in texts:
        verdicts = judged([*lines, *(sentence for _, sentence in shorter)], text).verdicts
        for offset, (at, sentence) in enumerate(shorter):
            longer, short = verdicts[at], verdicts[len(lines) + offset]
            assert {longer, short} != {MET, VIOLATED}, (lines[at], sentence, text)


@SLOW
@given(sentences(), sentences(), st.lists(drafts(), min_size=3, max_size=3))
def test_readings_called_the_same_come_out_the_same(one: str, other: str, texts: list[str]) -> None:
    """DC409 of a reading, and DC407 of an exception that changes nothing."""
    guarded = f"({one}) unless ({other})"
    found = findings(policy(f"red line l0: {one}\n    reading r: {other}", guarded), codes=("DC409", "DC407"))
    assume(found)
    for text in texts:
        first, second, both = judged([one, other, guarded], text).verdicts
        for finding in found:
            if finding.rule.code == "DC409":
                assert {first, second} != {MET, VIOLATED}, (one, other, text)
            elif (
                finding.found.headline.startswith("the exception of") and finding.found.place.text.strip("()") == other
            ):
                assert {first, both} != {MET, VIOLATED}, (one, other, text)
