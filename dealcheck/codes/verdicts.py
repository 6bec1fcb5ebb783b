"""DC5xx: what is said of lines."""

from __future__ import annotations

from dealcheck.codes import Code

_HEAD = """use "trade"
use "goods"
use "baseline/2025-07-01"
"""

_DEAL = """deal offer {
  between US, JP   dated 2025-07-05   effective 2025-07-09   against mid_2025
  term cars: tariff by US from JP on autos layer s232_autos rate %s
}
"""

_LINE = """policy JP "Japan" {
  red line cars: no tariff by US from JP on autos layer s232_autos may have rate >= 25%
}
"""


def _sample(rate: str, more: str = "", line: str = _LINE) -> str:
    """A draft with a rate for cars, a policy, and what follows it."""
    return _HEAD + _DEAL.replace("%s", rate) + line + more


_JUDGED = """policy JP "Japan" {
  red line spirit: judged "Does the package as a whole serve the national interest?"
}
"""

_READING = """policy JP "Japan" {
  red line cars: no tariff by US from JP on autos layer s232_autos may have rate >= 25%
    reading total: no duty by US from JP on autos may have rate >= 25%
}
"""

_CAP = """policy JP "Japan" {
  red line cap: no export_cap by JP may have volume < 1_000_000 units per year
}
"""

_WAIVER = 'waive JP.cars until %s because "cabinet decision"\n'

_SIDE = """policy JP "Japan" {
  red line cars: every tariff by US from JP on autos layer s232_autos must have rate < 25%
}
"""

CODES = (
    Code(
        code="DC501",
        name="violates",
        title="The draft violates a line",
        page="""\
Somewhere, on some day from the deal's start to its end, what a line forbids is there, or what it demands is not. The
finding names the points in the fewest words, the days, the value found and the value needed, and what brought it
about: a term of the draft, or silence. Silence keeps what the baseline has in force, so a draft can violate a line
without a word on its subject; the finding then shows the measure that stays.

A violated red line of a party to the deal makes `dealcheck check` exit with 1. Concerns count with `--fail-on
concern`, lines of other parties with `--fail-on bystander`, and a line that is waived does not count.

Change the term, end the measure that silence keeps, or have the party waive its line. `dealcheck why DRAFT LINE`
shows the reasons step by step.
""",
        bad=_sample("25%"),
        good=_sample("24.9%"),
    ),
    Code(
        code="DC502",
        name="depends-on-choices",
        title="A line depends on what the draft leaves open",
        page="""\
The draft has brackets, optional articles or events without a date, and the line is met under some of the choices and
violated under others. The finding names the choices that it depends on, the fewest that violate the line and the
fewest that meet it.

Settle the choices named, or check with `--fail-on open` to have the open lines fail the check.
""",
        bad=_sample("[US: 25% | JP: 0%]"),
        good=_sample("[US: 24% | JP: 0%]"),
    ),
    Code(
        code="DC503",
        name="cannot-tell",
        title="A fact or a person is missing",
        page="""\
Whether the line holds turns on something that no text says: a duty of a schedule that is not loaded, a customs value
to compare a specific duty with, an exchange rate, a person's answer to a `judged` question, or a line with an error
of its own. It is neither met nor violated until that is there, and the finding says what is missing.

State the fact (`fact customs_value on hs 1006.30 = USD 0.90/kg`), load the table, or have somebody answer
(`assess JP.spirit met by "NAME" on 2025-07-05 because "..."`).
""",
        bad=_sample("15%", line=_JUDGED),
        good=_sample("15%", 'assess JP.spirit met by "The minister" on 2025-07-05 because "it does"\n', _JUDGED),
    ),
    Code(
        code="DC504",
        name="nothing-of-the-kind",
        title="A line is met because nothing of the kind exists",
        page="""\
Neither the baseline nor the draft has any measure that the line speaks of, so it is met without having been put to
the test. That may be just what is meant (`no export_cap by JP`), or a slip in the line: a party, a layer or a product
that no text uses.
""",
        bad=_sample("15%", line=_CAP),
        good=_sample("15%"),
    ),
    Code(
        code="DC505",
        name="waiver-not-needed",
        title="Nothing needs a waiver",
        page="""\
The line that a waiver lifts is met, or not held at all. Remove the waiver: left in place, it would hide the next
draft that violates the line.
""",
        bad=_sample("15%", _WAIVER.replace("%s", "2025-12-31")),
        good=_sample("25%", _WAIVER.replace("%s", "2025-12-31")),
    ),
    Code(
        code="DC506",
        name="waiver-expired",
        title="A waiver has run out",
        page="""\
The last day of the waiver lies before the day as of which lines are held (`--as-of`, else the day the deal is signed,
dated or takes effect). The line counts again. Renew the waiver or remove it.
""",
        bad=_sample("25%", _WAIVER.replace("%s", "2025-06-30")),
        good=_sample("25%", _WAIVER.replace("%s", "2025-07-05")),
    ),
    Code(
        code="DC507",
        name="readings-differ",
        title="Another reading of the line has another verdict",
        page="""\
A `reading` is another honest reading of the words that a line stands for. The verdict is that of the line's own
sentence; where a reading comes out otherwise, the parties will argue about exactly that, so it is said.
""",
        bad=_sample("24%", line=_READING),
        good=_sample("25%", line=_READING),
    ),
    Code(
        code="DC508",
        name="side-letter-only",
        title="A line is met only by a side letter",
        page="""\
Without the terms that stand `in side_letter`, the line would be violated or could not be told. A side letter may bind
less, or be published less, than the text of the deal; whether it is enough is for the party to say.
""",
        bad=_sample("25%", line=_SIDE)
        .replace("term cars:", "term cars in side_letter:")
        .replace("rate 25%", "rate 15%"),
        good=_sample("15%", line=_SIDE),
    ),
    Code(
        code="DC509",
        name="waived",
        title="A line is waived",
        page="""\
The party has waived its line for now. The verdict is still computed and shown, marked as waived, and does not count
for the exit code.
""",
        bad=_sample("25%", _WAIVER.replace("%s", "2025-12-31")),
        good=_sample("25%"),
    ),
    Code(
        code="DC510",
        name="remark",
        title="Something to know about a line",
        page="""\
A remark that changes no verdict: the window of a time phrase holds no day, so the sentence holds; a line is not held
on the day as of which the check is made; there are more packages than can be tried one by one.
""",
        bad=_sample(
            "25%",
            line="""policy JP {
  red line cars active from 2026-01-01: no tariff by US from JP on autos layer s232_autos may have rate >= 25%
}
""",
        ),
        good=_sample("25%"),
    ),
)
