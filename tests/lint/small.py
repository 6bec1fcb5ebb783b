"""Small policies under the rules of dead lines and clashes, and random lines and drafts to test their proofs on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from attrs import frozen
from hypothesis import strategies as st

from dealcheck import api
from dealcheck.lint.context import LintOptions
from dealcheck.lint.engine import Finding
from dealcheck.lint.rule import all_rules
from dealcheck.logic import Verdict
from dealcheck.model.lookup import LookupFault
from dealcheck.opening import PolicySet
from dealcheck.source import Source

RULES = {rule.code: rule for rule in all_rules() if rule.code in {f"DC{number}" for number in range(401, 415)}}

KINDS = """\
kind tariff "Customs duty" {
  key by: party  key from: party  key on: goods  key layer: name = mfn
  value rate: rate, less is freer, absent is 0%
  value share: percent = 100%
  absent unknown for layer mfn
}
kind quota "Quota" {
  key by: party  key from: party  key on: goods
  value volume: quantity, more is freer, absent is unlimited
  value in_rate: rate, less is freer
  value style: one of open, closed, split
  value due: date
  absent none
}
kind spend "Spending" {
  key by: party  key to: party
  value amount: money, more is freer, absent is USD 0
  absent none
}
product autos = hs 8703
product vans = hs 8704
"""


class NoFiles:
    """No file beside the text."""

    def read(self, name: str, near: Source | None, endings: tuple[str, ...]) -> Source | LookupFault:
        return LookupFault("missing")

    def policies(self) -> Sequence[PolicySet]:
        return ()


def findings(text: str, as_of: date | None = None, codes: Sequence[str] = tuple(RULES)) -> list[Finding]:
    """What the rules of these codes find in a text that has no errors."""
    options = LintOptions(as_of)
    linted = api.lint(api.Draft(Source("small.policy", text), NoFiles()), options, [RULES[code] for code in codes])  # type: ignore[arg-type]
    assert not [each.headline for each in linted.diagnostics if each.is_error], text
    return list(linted.findings)


def policy(*lines: str, party: str = "JP") -> str:
    """A policy with these lines, each `LEVEL NAME ...: SENTENCE`, or a bare sentence."""
    written = [line if ":" in line else f"red line l{at}: {line}" for at, line in enumerate(lines)]
    return f"{KINDS}policy {party} {{\n" + "\n".join(f"  {line}" for line in written) + "\n}\n"


def codes(*lines: str, as_of: date | None = None) -> list[str]:
    """The codes of what is found in a policy with these lines."""
    return [finding.rule.code for finding in findings(policy(*lines), as_of)]


# ---- Random lines and drafts -----------------------------------------------------------------------------------------

OPERATORS = ("<", "<=", ">", ">=", "=", "!=")
RATES = ("0%", "10%", "15%", "25%")


@st.composite
def tariff_conditions(draw: st.DrawFn, depth: int = 2) -> str:
    """A condition on a tariff."""
    if depth and draw(st.booleans()):
        if draw(st.integers(0, 4)) == 0:
            return f"not ({draw(tariff_conditions(depth=depth - 1))})"
        word = draw(st.sampled_from(("and", "or")))
        parts = [draw(tariff_conditions(depth=depth - 1)) for _ in range(2)]
        return f"({parts[0]} {word} {parts[1]})"
    operator, rate = draw(st.sampled_from(OPERATORS)), draw(st.sampled_from(RATES))
    return draw(
        st.sampled_from(
            (
                f"rate {operator} {rate}",
                f"rate {operator} {rate}",
                f"rate {operator} {rate}",
                f"rate {operator} old rate",
                f"rate {operator} old rate - 5 pp",
                f"rate {operator} max(10%, old rate)",
                f"rate {operator} rate(from UK)",
                f"rate * 2 {operator} {rate}",
                f"share {operator} {rate}",
                f"rate {operator} 6 c/kg",
                "rate reduced",
                "rate raised",
            )
        )
    )


def without_shares(condition: str) -> str:
    """A condition of a tariff, for a kind without shares."""
    return condition.replace("share", "rate * 3")


@st.composite
def quota_conditions(draw: st.DrawFn, depth: int = 1) -> str:
    """A condition on a quota."""
    if depth and draw(st.booleans()):
        word = draw(st.sampled_from(("and", "or")))
        return f"({draw(quota_conditions(depth=0))} {word} {draw(quota_conditions(depth=0))})"
    operator = draw(st.sampled_from(OPERATORS))
    return draw(
        st.sampled_from(
            (
                f"volume {operator} 100 t",
                f"volume {operator} 200_000 kg",
                f"volume {operator} 25 t per quarter",
                f"volume {operator} unlimited",
                f"volume {operator} 0",
                f"in_rate {operator} 10%",
                f"in_rate {operator} 0%",
                "style in {open, closed}",
                "style != split",
                f"due {operator} 2026-01-01",
                "volume raised",
            )
        )
    )


@st.composite
def patterns(draw: st.DrawFn) -> tuple[str, bool]:
    """A pattern, and whether it is one of tariffs."""
    word = draw(st.sampled_from(("", "", "", "", "new ", "changed ", "kept ", "written ")))
    on = draw(st.sampled_from(("", " on autos", " on vans", " on autos | vans", " on hs 8703.80")))
    from_ = draw(st.sampled_from(("", " from JP", " from JP | UK", " from everyone")))
    if not draw(st.integers(0, 7)):
        return f"{word}duty by US{from_}{on}", True
    if draw(st.integers(0, 3)):
        word = "general " if not word and not draw(st.integers(0, 7)) else word
        layer = draw(st.sampled_from(("", " layer cars", " layer cars", " layer mfn", " except layer mfn")))
        return f"{word}tariff by US{from_}{on}{layer}", True
    return f"{word}quota by US{from_}{on}", False


@st.composite
def simple_sentences(draw: st.DrawFn) -> str:
    """A sentence without connectives."""
    if not draw(st.integers(0, 9)):
        operator = draw(st.sampled_from(OPERATORS))
        return draw(
            st.sampled_from(
                (
                    f"total amount of spend by JP must be {operator} USD 5 bn",
                    f"number of quota by US must be {operator} 1",
                    f"average rate of tariff by US from JP on hs 8703, 8704 layer cars must be {operator} 10%",
                    f"share of tariff by US from JP having rate >= 10% must be {operator} 50%",
                    f"the deal must have effective {operator} 2026-01-01",
                    f"the deal must have expires {operator} effective",
                )
            )
        )
    pattern, is_tariff = draw(patterns())
    # Without the parentheses `by` after a name would begin a measure.
    condition = f"({draw(tariff_conditions() if is_tariff else quota_conditions())})"
    condition = without_shares(condition) if "duty" in pattern else condition
    time = draw(st.sampled_from(("", "", "", "", " at effective", " at end", " after 2026-01-01", " by 2026-06-01")))
    return draw(
        st.sampled_from(
            (
                f"no {pattern} may have {condition}{time}",
                f"every {pattern} must have {condition}{time}",
                f"some {pattern} has {condition}{time}",
                f"no {pattern}{time}",
                f"some {pattern}{time}",
            )
        )
    )


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence, often a simple one."""
    one = draw(simple_sentences())
    if draw(st.integers(0, 2)):
        return one
    other = draw(simple_sentences())
    return draw(
        st.sampled_from(
            (
                f"({one}) and ({other})",
                f"({one}) or ({other})",
                f"({one}) unless ({other})",
                f"if ({one}) then ({other})",
                f"not ({one})",
                f"{one} unless {other}",
            )
        )
    )


TERMS = (
    "tariff by US from JP on autos layer cars rate {rate}",
    "tariff by US from JP on autos | vans layer cars rate {rate}",
    "tariff by US from JP | UK on vans rate {rate}",
    "tariff by US from JP on hs 8703.80 layer cars rate {rate} share 50%",
    "tariff by US from JP on everything layer cars rate old rate * 0.5",
    "tariff by US from JP on autos layer cars rate old rate - 10 pp",
    "tariff by US from JP on autos layer cars rate 5% + 6 c/kg",
    "tariff by US from JP on vans layer cars rate 0%, {rate} from 2026-06-01",
    "end tariff by US from JP on autos layer cars",
    "end tariff by US from JP on vans layer cars from 2026-03-01",
    "quota by US from JP on autos volume 100 t",
    "quota by US from JP on vans volume 300 t per year in_rate {rate} style open",
    "quota by US from JP on vans volume unlimited style split due 2026-01-01",
    "end quota by US from JP on autos",
    "spend by JP to US amount USD 7 bn",
)


@st.composite
def drafts(draw: st.DrawFn) -> str:
    """A deal against a status quo."""
    rate = st.sampled_from((*RATES, "30%", "5%"))
    terms = draw(st.lists(st.sampled_from(TERMS), max_size=4, unique=True))
    written = "\n".join(f"  term t{at}: {term.format(rate=draw(rate))}" for at, term in enumerate(terms))
    effective = draw(st.sampled_from(("2025-08-01", "2026-02-01")))
    expires = draw(st.sampled_from(("", "  expires 2027-01-01")))
    before = draw(
        st.lists(
            st.sampled_from(
                (
                    "tariff by US from everyone on autos | vans rate 5%",
                    "tariff by US from JP on autos | vans layer cars rate 25%",
                    "tariff by US from JP on autos layer cars rate 25% share 60%",
                    "tariff by US from UK on autos layer cars rate 10%",
                    "quota by US from JP on autos volume 100 t per year in_rate 10% style closed",
                )
            ),
            max_size=3,
            unique=True,
        )
    )
    status_quo = "\n".join(f"  {measure}" for measure in before)
    return (
        f"baseline now on 2025-07-01 {{\n{status_quo}\n}}\n"
        f"deal d {{ between US, JP  dated 2025-07-05  effective {effective}{expires}  against now\n{written}\n}}\n"
    )


@frozen
class Outcome:
    """The verdict of each line, in their order."""

    verdicts: tuple[Verdict, ...]


def judged(lines: Sequence[str], draft: str) -> Outcome:
    """Lines against a draft."""
    draft_ = api.Draft(Source("small.policy", policy(*lines) + draft), NoFiles())  # type: ignore[arg-type]
    report = api.check_draft(draft_, api.CheckOptions())
    return Outcome(tuple(line.judgement.verdict for line in report.deals[0].checked.lines))
