"""Results with something of all that a page shows, harmless and hostile, small and large."""

from __future__ import annotations

import json
import re
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve

from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.evaluate.findings import Cause, Judgement, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import LineRecord, TermRecord, Waiver
from dealcheck.packages.counted import Count, Tallies, Tally
from dealcheck.report import json as report_json
from dealcheck.report.record import (
    Change,
    DealHead,
    Input,
    OpenPoint,
    OptionPoint,
    Receipt,
    Result,
    Since,
    Step,
    Timeline,
    Track,
)
from dealcheck.report.restore import restored
from dealcheck.report.style import RenderOptions
from dealcheck.source import Place, Source
from tests.report import records

DAY = date(2025, 8, 1)
WAIVER = Waiver("JP.rice", date(2025, 9, 1), "cabinet decision", records.at(records.POLICY, "concern rice"))


def timeline() -> Timeline:
    return Timeline(
        "tariff by US on autos",
        "rate",
        "%",
        (
            Track("status quo", "before", "", "", (Step(date(2025, 4, 3), None, "25%", 25),)),
            Track(
                "draft",
                "draft",
                "",
                "",
                (Step(DAY, date(2025, 12, 31), "25%", 25), Step(date(2026, 1, 1), None, "12.5%", Fraction(25, 2))),
            ),
            Track("JP.autos", "limit", "JP", "<", (Step(DAY, None, "25%", 25),)),
            Track("US.cars", "limit", "US", ">=", (Step(DAY, None, "whatever Japan pays", None),)),
        ),
    )


def whole() -> Result:
    """A small result that has something of all that a page shows."""
    first = records.result(
        records.autos(records.BY_SILENCE, records.BY_TERM), records.rice(WAIVER), records.spirit(), records.cap()
    )
    (draft,) = first.drafts
    (deal,) = draft.deals
    option = OptionPoint("cars is 25%", ("US",), Count(0), ("JP",))
    point = OpenPoint("cars", "bracket", records.at(records.DRAFT, "term cars"), (option,), ("JP.autos",))
    tally = Tally((("US", Count(2)), ("JP", Count(None, 1))), Count(1))
    deal = evolve(
        deal,
        tallies=Tallies(Count(4), tally, tally, tally, ("JP.autos",), ("JP.spirit",)),
        chosen=("art2 is 25%",),
        timelines=(timeline(),),
        open_points=(point,),
        since=Since("talks/old.deal", "old_offer", (Change("line", "JP.autos mended", "by cars", ("JP.autos",)),)),
    )
    receipt = Receipt("dealcheck 9.9", (Input("talks/draft.deal", "0" * 64), Input("policies/jp.policy", "1" * 64)))
    return evolve(first, drafts=(evolve(draft, deals=(deal,)),), receipt=receipt)


HOSTILE = "<script>alert(1)</script>&\"'`\n::error::x\r=cmd|'/c calc'!A1\u202e\u2066\x00\x1b[2J\ud800<!--]]>\u05d0"
KEPT = {"version", "verdict", "level", "severity", "as_of", "effective", "from", "until", "date", "share", "sort"}
KEPT |= {"sense", "number", "chosen"}


def soiled(value: Any, key: str = "") -> Any:
    """A document with hostile text in every field that takes any text, names of files among them."""
    if isinstance(value, dict):
        if key == "rows":
            return {number: row + HOSTILE.replace("\n", "") for number, row in value.items()}
        if key in ("texts", "readings", "reading_findings", "fields"):
            inside = {"readings": "verdict", "texts": "rows"}.get(key, "")
            return {name + HOSTILE: soiled(each, inside) for name, each in value.items()}
        of_cause = "term" in value
        return {name: soiled(each, "verdict" if name == "kind" and of_cause else name) for name, each in value.items()}
    if isinstance(value, list):
        return [soiled(each, "" if key == "chosen" else key) for each in value]
    if not isinstance(value, str) or not value or key in KEPT:
        return value
    # The name of a line begins with its party's.
    return re.sub(r"^(JP|US)\.", lambda party: f"{party[1]}{HOSTILE}.", value) + HOSTILE


def hostile() -> Result:
    """The small result with hostile text in every field."""
    return restored(soiled(json.loads(report_json.render(whole(), RenderOptions()))))


def wrong() -> Result:
    """A deal that could not be judged, with what keeps it from that."""
    (draft,) = whole().drafts
    found = tuple(
        Diagnostic(
            "DC203",
            "there is no kind `tarif`",
            records.at(records.DRAFT, "tariff"),
            "no such kind",
            (Label(records.at(records.POLICY, "policy"), "used here"),),
            ("a fact",),
            "write `tariff`",
            severity,
        )
        for severity in reversed(Severity)
    )
    deals = tuple(evolve(deal, checked=evolve(deal.checked, as_of=None)) for deal in draft.deals)
    return Result((evolve(draft, deals=deals, diagnostics=found),), (Diagnostic("DC910", "there is no file x"),))


def large(terms: int, parties: int, lines: int) -> Result:
    """A draft of so many terms between so many parties, each with so many lines that two terms violate."""
    names = [f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(parties)]
    body = "".join(
        f'  term article_{at} "Article {at}: duties on chapter {at}" proposed by {names[at % parties]}:\n'
        f"    tariff by {names[at % parties]} from {names[at % parties - 1]} on hs {at + 10} layer autos rate 25%\n"
        for at in range(terms)
    )
    draft = Source("talks/draft.deal", f"deal large {{\n{body}}}\n")
    found = []
    for at in range(terms):
        start = draft.text.index(f"  term article_{at} ") + 2
        end = draft.text.index("\n", draft.text.index("\n", start) + 1)
        found.append((Place(draft, (start, end)), Place(draft, (draft.text.index("tariff", start), end - 9))))
    judged_lines = []
    for number, party in enumerate(names):
        policy = Source(
            f"policies/{party}.policy",
            "".join(
                f'  red line line_{at} "No duty of 25% on what our factories in the north send abroad, number {at}"\n'
                f"    : no tariff by {party} from everyone on hs {at + 10} layer s232_autos may have rate >= 25%\n"
                for at in range(lines)
            ),
        )
        for at in range(lines):
            start = policy.text.index(f"red line line_{at} ")
            place = Place(policy, (start, policy.text.index("25%\n", start + 80) + 3))
            record = LineRecord(
                party, f"line_{at}", "red line", "No duty of 25% on what our factories in the north send abroad",
                (), (), None, None, 1, None, (), Place(policy, (start, start + 14)), statement=place,
            )  # fmt: skip
            causes = tuple(
                Cause("term", f"article_{term}", found[term][1], "tariff by US from JP", "large")
                for term in {(number * lines + at) % terms, (number * lines + at * 7 + 3) % terms}
            )
            findings = tuple(records.finding(Verdict.VIOLATED, cause, mend="rate < 25%") for cause in causes)
            verdict = Judgement(Verdict.VIOLATED, findings) if at % 3 else Judgement(Verdict.MET)
            judged_lines.append(LineVerdict(record, verdict, (), False))
    head = DealHead(
        tuple(names),
        Place(draft, (0, 10)),
        tuple(
            TermRecord(f"article_{at}", f"Article {at}: customs duties", found[at][0], statement=found[at][0])
            for at in range(terms)
        ),
    )
    small = records.result(*judged_lines)
    (only,) = small.drafts
    return evolve(small, drafts=(evolve(only, deals=tuple(evolve(deal, head=head) for deal in only.deals)),))
