"""The result of a check, made again from its JSON: every report of it is then the same as on the day.

What a result has beyond its reports (sentences, worlds) is not there: a restored one can be shown and not judged anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from dealcheck.diagnostics import Diagnostic, Label, Severity
from dealcheck.evaluate.findings import Cause, Checked, Finding, Judgement, LineVerdict, When, Where
from dealcheck.evaluate.steps import SORTS
from dealcheck.limits import DIGITS
from dealcheck.logic import Verdict
from dealcheck.model.records import Assessment, Citation, LineRecord, SourceRecord, TermRecord, Waiver
from dealcheck.packages.counted import Count, Tallies, Tally
from dealcheck.report.json_parts import VERSION
from dealcheck.report.reading import Malformed, Node
from dealcheck.report.record import (
    CHANGES,
    SHARES,
    Audience,
    Change,
    DealHead,
    DealReport,
    DraftReport,
    Further,
    Input,
    OpenPoint,
    OptionPoint,
    PolicyChoice,
    Receipt,
    Result,
    Since,
    Step,
    Timeline,
    Track,
)
from dealcheck.source import Place, Source
from dealcheck.values import Exact, exact

MOST_LINES = 2_000_000
"""The highest number of a line in a text."""

MOST_COLUMNS = 20_000_000

LEVELS = {level: level for level in ("red line", "concern", "wish")}
VERDICTS = {verdict.value: verdict for verdict in Verdict}
SEVERITIES = {severity.value: severity for severity in Severity}
SENSES = {sense: sense for sense in ("", "<", "<=", "=", ">=", ">")}
OPEN_SORTS = {sort: sort for sort in ("bracket", "optional", "event")}
FRACTION = re.compile(rf"-?[0-9]{{1,{DIGITS}}}([./][0-9]{{1,{DIGITS}}})?", re.ASCII)
CAUSES = {sort: sort for sort in ("term", "silence")}


def restore(text: str) -> Result:
    """The result that a JSON document of `dealcheck check` tells of.

    Raises Malformed where the text is none.
    """
    try:
        value = json.loads(text, parse_float=_no_fraction, parse_constant=_no_fraction)
    except (ValueError, RecursionError) as error:
        raise Malformed("", f"JSON ({error})") from None
    return restored(value)


def restored(value: Any) -> Result:
    """The result that the plain values of such a document tell of."""
    document = Node(value)
    if document["version"].value != VERSION:
        raise Malformed("version", f"{VERSION}: it is no check saved by `dealcheck check --format json`")
    if not document["texts"] or not document["drafts"]:
        raise Malformed("texts", "there: the file is from a dealcheck that did not save what reports show")
    return _Restorer(document).result()


def _no_fraction(digits: str) -> None:
    """No number of the format has a fraction."""
    raise ValueError(f"{digits} is no whole number")


class _Restorer:
    """Reads one document."""

    def __init__(self, document: Node) -> None:
        self.document = document
        self.sources = {name: _source(name, lines) for name, lines in document["texts"].items()}
        self.places: dict[tuple[str, ...], Place] = {}

    def result(self) -> Result:
        """All of it."""
        document = self.document
        errors = [self.diagnostic(each) for each in document["errors"]]
        deals = list(document["deals"]) if document["deals"] else [document]
        drafts: list[DraftReport] = []
        taken: set[int] = set()
        at = 0
        for each in document["drafts"]:
            own = self.numbered(each["errors"], errors, taken)
            count = each["deals"].whole(0, len(deals) - at)
            inside = list(each["deal_errors"])
            reports = tuple(
                self.deal(deal, self.numbered(inside[number], errors, taken) if number < len(inside) else ())
                for number, deal in enumerate(deals[at : at + count])
            )
            at += count
            drafts.append(DraftReport(each["file"].text, _policies(each["policies"]), reports, own))
        if at < len(deals) and (document["deals"] or document["deal"]):
            raise Malformed("drafts", "a list of the files of all deals")
        loose = tuple(found for number, found in enumerate(errors) if number not in taken)
        filters = document["filters"]
        receipt = document["receipt"].maybe(_receipt)
        audience = document["audience"].maybe(_audience)
        return Result(tuple(drafts), loose, filters["parties"].texts, filters["lines"].texts, receipt, audience)

    def numbered(self, numbers: Node, errors: list[Diagnostic], taken: set[int]) -> tuple[Diagnostic, ...]:
        """The errors of these numbers, which are then `taken`."""
        found = [each.whole(0, len(errors) - 1) for each in numbers]
        taken.update(found)
        return tuple(errors[number] for number in found)

    def deal(self, node: Node, diagnostics: tuple[Diagnostic, ...]) -> DealReport:
        """A deal with its lines."""
        place = self.place(node["at"]) if node["at"] else None
        terms = tuple(self.term(each) for each in node["terms"])
        head = None if place is None else DealHead(node["parties"].texts, place, terms)
        checked = Checked(
            node["deal"].text,
            node["label"].text,
            node["as_of"].maybe(lambda each: each.day),
            node["effective"].maybe(lambda each: each.day),
            tuple(self.line(each) for each in node["lines"]),
            diagnostics,
            node["notes"].texts,
        )
        tallies = _tallies(node["packages"]) if node["packages"].value else None
        return DealReport(
            head,
            checked,
            tallies,
            node["chosen"].texts,
            tuple(_timeline(each) for each in node["timelines"]),
            tuple(Further(each["lines"].texts, _least(each["count"])) for each in node["further_timelines"]),
            tuple(self.open_point(each) for each in node["open_points"]),
            node["since"].maybe(_since),
        )

    def open_point(self, node: Node) -> OpenPoint:
        """What a draft leaves open."""
        return OpenPoint(
            node["name"].text,
            node["sort"].among(OPEN_SORTS),
            self.needed(node["at"]),
            tuple(_option(each) for each in node["options"]),
            node["lines"].texts,
        )

    def term(self, node: Node) -> TermRecord:
        """A term, without its measures."""
        return TermRecord(
            node["term"].text,
            node["label"].text,
            self.needed(node["at"]),
            node["proposed_by"].texts,
            node["opposed_by"].texts,
            node["side_letter"].flag,
            node["status"].text,
            0 if node["optional"].flag else None,
            node["optional_by"].texts,
            self.place(node["statement"]),
        )

    def line(self, node: Node) -> LineVerdict:
        """A line judged."""
        party = node["party"].text
        record = LineRecord(
            party,
            node["line"].text.removeprefix(f"{party}."),
            node["level"].among(LEVELS),
            node["label"].text,
            node["says"].texts,
            tuple(self.citation(each) for each in node["cites"]),
            None,
            None,
            1,
            None,
            (),
            self.needed(node["at"]),
            statement=self.place(node["statement"]),
        )
        judgement = Judgement(
            node["verdict"].among(VERDICTS),
            self.findings(node["findings"]),
            node["notes"].texts,
            node["breaks"].texts,
            node["saves"].texts,
            node["missing"].texts,
        )
        readings = tuple(
            (name, Judgement(verdict.among(VERDICTS), self.findings(node["reading_findings"][name])))
            for name, verdict in node["readings"].items()
        )
        waiver = node["waiver"]
        return LineVerdict(
            record,
            judgement,
            readings,
            node["bystander"].flag,
            waiver.maybe(lambda each: self.waiver(record, each)),
            waiver["expired"].flag if waiver else False,
            node["side_letter_only"].flag,
            node["assessment"].maybe(lambda each: self.assessment(record, each)),
        )

    def citation(self, node: Node) -> Citation:
        """A source as cited."""
        name = node["name"].text
        place = self.place(node["at"])
        fields = {key: each.text for key, each in node["fields"].items()}
        source = None if place is None else SourceRecord(name, node["title"].text, fields, place)
        return Citation(source, name, node["quote"].text)

    def waiver(self, line: LineRecord, node: Node) -> Waiver:
        """A waiver."""
        until = node["until"].maybe(lambda each: each.day)
        return Waiver(line.full_name, until, node["because"].text, self.needed(node["at"]))

    def assessment(self, line: LineRecord, node: Node) -> Assessment:
        """What a person found."""
        place = self.needed(node["at"])
        return Assessment(
            line.full_name, node["met"].flag, node["by"].text, node["date"].day, node["because"].text, place
        )

    def findings(self, nodes: Node) -> tuple[Finding, ...]:
        """Findings."""
        return tuple(self.finding(each) for each in nodes)

    def finding(self, node: Node) -> Finding:
        """A finding."""
        where, when = node["where"], node["when"]
        return Finding(
            node["verdict"].among(VERDICTS),
            Where(where["goods"].text, where["parties"].text, None, where["kind"].text, codes=where["hs"].texts),
            When(when["from"].day, when["until"].maybe(lambda each: each.day)),
            node["found"].text,
            node["needed"].text,
            tuple(self.cause(each) for each in node["causes"]),
            node["mend"].text,
            node["depends_on"].texts,
            node["missing"].texts,
        )

    def cause(self, node: Node) -> Cause:
        """A cause, at its place."""
        return Cause(
            node["kind"].among(CAUSES),
            node["term"].text,
            self.place(node),
            node["text"].text,
            node["origin"].text,
            node["cites"].texts,
            node["side_letter"].flag,
        )

    def diagnostic(self, node: Node) -> Diagnostic:
        """A diagnostic."""
        return Diagnostic(
            node["code"].text,
            node["message"].text,
            self.place(node),
            node["label"].text,
            tuple(Label(self.needed(each), each["text"].text) for each in node["labels"]),
            node["notes"].texts,
            node["help"].text,
            node["severity"].among(SEVERITIES),
        )

    def needed(self, node: Node) -> Place:
        """The place that has to be there."""
        place = self.place(node)
        if place is None:
            raise Malformed(node.path, "a place, with file, line and column")
        return place

    def place(self, node: Node) -> Place | None:
        """A place in what is kept of its text; None where there is none."""
        if not node or not node["file"]:
            return None
        name = node["file"].text
        numbers = [node[key] for key in ("line", "column", "end_line", "end_column")]
        key = (name, *(str(number.value) for number in numbers))
        if key not in self.places:  # Many findings are at one place.
            if name not in self.sources:
                self.sources[name] = Source(name, "")
            source = self.sources[name]
            start = _offset(source, numbers[0], numbers[1])
            end = _offset(source, numbers[2], numbers[3]) if numbers[2] else start
            self.places[key] = Place(source, (start, max(start, end)))
        return self.places[key]


def _offset(source: Source, line: Node, column: Node) -> int:
    """The offset of a line and column, both from 1, as far as the text goes."""
    starts = source.lines_at()
    number = min(line.whole(1, MOST_LINES), len(starts))
    end = starts[number] - 1 if number < len(starts) else len(source.text)
    return min(starts[number - 1] + column.whole(1, MOST_COLUMNS) - 1, end)


def _source(name: str, lines: Node) -> Source:
    """The text of the lines that are kept, each at its number, the others empty."""
    kept: dict[int, str] = {}
    for number, text in lines.items():
        if not number.isascii() or not number.isdigit() or not 0 < int(number[:8]) <= MOST_LINES or len(number) > 7:
            raise Malformed(text.path, "under the number of a line")
        if "\n" in text.text:
            raise Malformed(text.path, "a single line")
        kept[int(number)] = text.text
    return Source(name, "\n".join(kept.get(number, "") for number in range(1, max(kept, default=0) + 2)))


# ---- The big report --------------------------------------------------------------------------------------------------


def _timeline(node: Node) -> Timeline:
    """A contested measure over time."""
    tracks = tuple(_track(each) for each in node["tracks"])
    return Timeline(node["measure"].text, node["field"].text, node["unit"].text, tracks, node["lines"].texts)


def _track(node: Node) -> Track:
    return Track(
        node["who"].text,
        node["sort"].among({sort: sort for sort in SORTS}),
        node["party"].text,
        node["sense"].among(SENSES),
        tuple(_step(each) for each in node["steps"]),
    )


def _step(node: Node) -> Step:
    until = node["until"].maybe(lambda each: each.day)
    return Step(node["from"].day, until, node["text"].text, node["number"].maybe(_exact))


def _exact(node: Node) -> Exact:
    """An exact number: a whole one, or `12.5` or `40/3` as text."""
    if not isinstance(node.value, str):
        return node.whole(-(10**DIGITS), 10**DIGITS)
    if not FRACTION.fullmatch(node.value) or ("/" in node.value and not node.value.split("/")[1].strip("0")):
        raise Malformed(node.path, "a number such as 12.5 or 40/3")
    return exact(Fraction(node.value))


def _option(node: Node) -> OptionPoint:
    """An option of an open point."""
    return OptionPoint(
        node["said"].text,
        node["wanted_by"].texts,
        _count(node["accepted"], node["at_least"]),
        node["dead_for"].texts,
        node["piece"].flag,
    )


def _since(node: Node) -> Since:
    """What is otherwise than in an earlier draft."""
    known = {sort: sort for sort in CHANGES}
    changes = tuple(
        Change(each["sort"].among(known), each["title"].text, each["text"].text, each["lines"].texts)
        for each in node["changes"]
    )
    return Since(node["file"].text, node["deal"].text, changes)


# ---- What it rests on, and the counts --------------------------------------------------------------------------------


def _policies(node: Node) -> PolicyChoice:
    """Which policies were used."""
    return PolicyChoice(node["chosen"].text or "none", node["files"].texts, node["parties"].texts)


def _audience(node: Node) -> Audience:
    """For whom the report is made."""
    return Audience(node["parties"].texts, node["share"].among({name: name for name in SHARES}), _least(node["unsaid"]))


def _receipt(node: Node) -> Receipt:
    """What the result rests on."""
    inputs = tuple(Input(each["file"].text, each["sha256"].text) for each in node["inputs"])
    return Receipt(node["tool"].text, inputs)


def _tallies(node: Node) -> Tallies:
    """The counts of packages."""
    least = node["at_least"]
    named = {name: _tally(node[name], dict(least[name].items())) for name in ("acceptable", "undecided", "apart")}
    total = _count(node["total"], least["total"])
    return Tallies(
        total, named["acceptable"], named["undecided"], named["apart"], node["violated"].texts, node["unknown"].texts
    )


def _tally(node: Node, least: Mapping[str, Node]) -> Tally:
    """The counts of each party and of all of them."""
    counts = {party: _count(each, least.get(party)) for party, each in node.items()}
    return Tally(_without(counts.items(), "all"), counts.get("all", Count(None)))


def _without(counts: Iterable[tuple[str, Count]], name: str) -> tuple[tuple[str, Count], ...]:
    return tuple(each for each in counts if each[0] != name)


def _count(node: Node, least: Node | None) -> Count:
    """A count, null where it is not known."""
    if node:
        return Count(_least(node), _least(node))
    return Count(None, _least(least) if least is not None else 0)


def _least(node: Node) -> int:
    """A number of things; 0 of null."""
    return node.whole(0, 10**4000) if node else 0
