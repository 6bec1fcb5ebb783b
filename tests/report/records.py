"""Small records to render."""

from __future__ import annotations

from datetime import date

from dealcheck.evaluate.findings import Cause, Checked, Finding, Judgement, LineVerdict, When, Where
from dealcheck.logic import Verdict
from dealcheck.model.records import Citation, LineRecord, SourceRecord, TermRecord, Waiver
from dealcheck.report.record import DealHead, DealReport, DraftReport, PolicyChoice, Result
from dealcheck.source import Place, Source

DRAFT = Source(
    "talks/draft.deal",
    """deal offer "An offer" {
  between US, JP
  term cars:
    tariff by US from JP on autos layer s232_autos rate 25%, 15% from 2026-01-01
  term rice: tariff_quota by JP from US on rice volume 100_000 t in_rate 0%
}
""",
)
POLICY = Source(
    "policies/jp.policy",
    """policy JP "Japan" {
  red line autos "No deal keeps the 25% car tariff": no tariff by US may have rate >= 25%
  concern rice "稲作 Rice protection stays": no new tariff_quota by JP on rice
  red line spirit "National interest": judged "Does the whole serve the national interest?"
  red line cap: no new export_cap by JP
}
""",
)
BASELINE = Source("policies/baseline.deal", "baseline b on 2025-07-01 {\n\ttariff by US from JP on autos rate 25%\n}\n")

WSJ = SourceRecord(
    "wsj",
    "Trade deals were to come easy",
    {"publisher": "The Wall Street Journal", "date": "2025-07-01"},
    Place(POLICY, (0, 6)),
)


def at(source: Source, text: str) -> Place:
    start = source.text.index(text)
    return Place(source, (start, start + len(text)))


def line(name: str, level: str = "red line", label: str = "", cites: tuple[Citation, ...] = ()) -> LineRecord:
    place = at(POLICY, f"{level} {name}")
    return LineRecord("JP", name, level, label, (), cites, None, None, 1, None, (), place)  # type: ignore[arg-type]


CARS = Where("autos", "by US from JP layer s232_autos", None, "tariff")
FOREVER = When(date(2025, 8, 1), None)
YEAR = When(date(2025, 8, 1), date(2025, 12, 31))


def finding(verdict: Verdict, cause: Cause, when: When = FOREVER, **more: object) -> Finding:
    return Finding(verdict, CARS, when, "25%", "< 25%", (cause,), **more)  # type: ignore[arg-type]


BY_TERM = Cause("term", "cars", at(DRAFT, "tariff by US from JP on autos layer s232_autos"), "25%", "offer")
BY_SILENCE = Cause("silence", "", at(BASELINE, "tariff by US from JP on autos"), "25%", "b", ("Executive Order 1",))


def deal_head() -> DealHead:
    place = at(DRAFT, "deal offer")
    terms = tuple(TermRecord(name, "", at(DRAFT, f"term {name}")) for name in ("cars", "rice"))
    return DealHead(("US", "JP"), place, terms)


def autos(*causes: Cause) -> LineVerdict:
    found = tuple(
        finding(Verdict.VIOLATED, cause, YEAR if cause.term else FOREVER, mend="rate 24.99%") for cause in causes
    )
    reading = ("final", Judgement(Verdict.MET))
    record = line(
        "autos", label="No deal keeps the 25% car tariff", cites=(Citation(WSJ, "wsj", "any deal that preserves"),)
    )
    return LineVerdict(record, Judgement(Verdict.VIOLATED, found), (reading,), False)


def rice(waiver: Waiver | None = None, expired: bool = False) -> LineVerdict:
    found = Finding(
        Verdict.VIOLATED,
        Where("rice", "by JP from US", None, "tariff_quota"),
        FOREVER,
        "a new tariff_quota",
        "none",
        (Cause("term", "rice", at(DRAFT, "tariff_quota by JP from US on rice"), "", "offer", (), True),),
    )
    record = line("rice", "concern", "稲作 Rice protection stays")
    return LineVerdict(record, Judgement(Verdict.VIOLATED, (found,)), (), False, waiver, expired)


def spirit() -> LineVerdict:
    return LineVerdict(
        line("spirit", label="National interest"), Judgement(Verdict.UNKNOWN, missing=("assess JP.spirit",)), (), False
    )


def cap(bystander: bool = False, verdict: Verdict = Verdict.MET) -> LineVerdict:
    notes = ("nothing of the kind exists",) if verdict is Verdict.MET else ()
    return LineVerdict(line("cap"), Judgement(verdict, notes=notes), (), bystander)


def result(*lines: LineVerdict) -> Result:
    checked = Checked("offer", "An offer", date(2025, 6, 30), date(2025, 8, 1), lines, ())
    policies = PolicyChoice("project", ("policies/jp.policy",), ("JP",))
    return Result((DraftReport("talks/draft.deal", policies, (DealReport(deal_head(), checked),)),))
