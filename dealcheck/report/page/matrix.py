"""Terms against parties, with a row for what the draft does not say: what each clause does to whose lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from attrs import frozen

from dealcheck.evaluate.findings import Finding, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import TermRecord
from dealcheck.report.page.markup import NONE, Html, brief, joined, link, rows, said, tag, text
from dealcheck.report.page.texts import excerpt
from dealcheck.report.page.view import DealView, mark_of, wide
from dealcheck.report.record import waived
from dealcheck.report.summary import ORDER, column_of
from dealcheck.report.words import joined as listed
from dealcheck.report.words import unique

MOST_PARTIES = 12
"""Parties that have room beside one another on a sheet of paper; more go into a further table."""

MOST_LINES = 8
"""Lines that are listed in a cell; the others are counted, and stand in the table of lines."""

MOST_LETTERS = 60
"""Letters of a value in a cell."""

SILENCE, DATES, WHOLE = "silence", "dates", ""
"""The rows that are no term's: what the draft does not mention, its own dates, what rests on no single clause."""

_TITLES = {
    SILENCE: ("Silence", "what the draft does not mention stays as it is"),
    DATES: ("Dates", "the draft's own dates and facts"),
    WHOLE: ("No one clause", "nothing of the kind exists, or a person or a fact is missing"),
}


@frozen(eq=False)
class _Entry:
    """What one line has to say of a clause."""

    line: LineVerdict
    verdict: Verdict
    numbers: tuple[tuple[str, str], ...]


@frozen(eq=False)
class _Row:
    """A clause, with what the lines of each party say of it."""

    name: str
    term: TermRecord | None
    cells: dict[str, list[_Entry]]


def render_matrix(view: DealView) -> Html:
    """The matrix of the parties, and of bystanders in one that is closed at first; none where nothing is judged."""
    if view.deal.checked.as_of is None:
        return NONE
    own = list(_tables(view, view.own, view.parties, "What each clause does to the lines of the parties"))
    parties = unique(line.line.party for line in view.others)
    others = list(_tables(view, view.others, parties, "What each clause does to the lines of bystanders"))
    closed = NONE
    if others:
        words = f"Bystanders: {listed(parties)}"
        closed = tag("details", tag("summary", said(words)), rows(others), class_="more")
    return view.section("matrix", "Clause by clause", rows(own), closed)


def _tables(view: DealView, lines: Sequence[LineVerdict], parties: Sequence[str], title: str) -> Iterator[Html]:
    """The tables of some parties, as many beside one another as there is room for."""
    if not lines:
        return
    found = _rows(view, lines)
    for at in range(0, len(parties), MOST_PARTIES):
        some = parties[at : at + MOST_PARTIES]
        number = f", {at + 1} to {at + len(some)} of {len(parties)}" if len(parties) > MOST_PARTIES else ""
        head = tag(
            "tr",
            tag("th", text("clause"), scope="col"),
            *(tag("th", said(party), scope="col", data_party=party) for party in some),
        )
        body = (_row(view, row, some) for row in found)
        name = f"matrix many n{len(some)}" if len(some) > 6 else f"matrix n{len(some)}"
        yield wide(text(title + number), view.new("matrix-table"), name, tag("thead", head), tag("tbody", rows(body)))


def _rows(view: DealView, lines: Sequence[LineVerdict]) -> list[_Row]:
    """The rows: the terms in the order of the draft, whatever else is a cause, silence, what has no cause."""
    terms = {term.name: term for term in view.deal.head.terms} if view.deal.head else {}
    cells: dict[str, dict[str, list[_Entry]]] = {name: {} for name in terms}
    rest: dict[str, dict[str, list[_Entry]]] = {DATES: {}, SILENCE: {}, WHOLE: {}}
    for line in lines:
        for name, findings in _by_cause(line, terms).items():
            into = rest if name in rest else cells
            into.setdefault(name, {}).setdefault(line.line.party, []).append(_entry(line, findings))
    found = {**cells, **{name: inside for name, inside in rest.items() if inside or name == SILENCE}}
    return [_Row(name, terms.get(name), inside) for name, inside in found.items()]


def _by_cause(line: LineVerdict, terms: Collection[str]) -> dict[str, list[Finding]]:
    """The findings of a line under the names of their causes; a line without any stands under no clause."""
    found: dict[str, list[Finding]] = {}
    for finding in line.judgement.findings:
        names = unique(cause.term if cause.term in terms else column_of(cause) for cause in finding.causes)
        for name in names or [WHOLE]:
            found.setdefault(name, []).append(finding)
    return found or {WHOLE: []}


def _entry(line: LineVerdict, findings: Sequence[Finding]) -> _Entry:
    verdicts = {finding.verdict for finding in findings} or {line.verdict}
    numbers = dict.fromkeys((finding.found, finding.needed) for finding in findings if finding.found or finding.needed)
    return _Entry(line, next(each for each in ORDER if each in verdicts), tuple(numbers))


def _row(view: DealView, row: _Row, parties: Sequence[str]) -> Html:
    cells = (_cell(view, row.cells.get(party, ()), party) for party in parties)
    return tag("tr", _head(row), *cells, class_=None if row.term else "rest")


def _head(row: _Row) -> Html:
    """The clause: its name and label, who wants it, and its text."""
    if row.term is None:
        name, beside = _TITLES.get(row.name, (row.name, ""))
        return tag("th", tag("b", said(name)), tag("span", text(beside), class_="label"), scope="row")
    term = row.term
    chips = [
        f"proposed by {listed(term.proposed_by)}" if term.proposed_by else "",
        f"opposed by {listed(term.opposed_by)}" if term.opposed_by else "",
        "side letter" if term.side_letter else "",
        term.status.replace("_", " "),
        f"optional, wanted by {listed(term.optional_by)}" if term.optional_by else "",
        "optional" if term.optional is not None and not term.optional_by else "",
    ]
    shown = [tag("span", said(chip), class_="chip") for chip in chips if chip]
    text_of = tag(
        "details", tag("summary", text("text"), tag("span", said(f" of {term.name}"), class_="unseen")), _clause(term)
    )
    label = tag("span", said(term.label), class_="label") if term.label else NONE
    return tag("th", tag("b", said(term.name)), label, joined(shown), text_of, scope="row")


def _clause(term: TermRecord) -> Html:
    """The text of a term."""
    return excerpt(term.statement or term.place, around=False)


def _cell(view: DealView, entries: Sequence[_Entry], party: str) -> Html:
    """What a clause does to the lines of a party: the gravest first, each with what was found and what is needed."""
    if not entries:
        return tag("td", tag("span", text("no line affected"), class_="nil"), data_party=party)
    parts = []
    left = 0
    for verdict in ORDER:
        some = [entry for entry in entries if entry.verdict is verdict]
        if not some:
            continue
        shown = some[:MOST_LINES] if verdict not in (Verdict.MET, Verdict.INACTIVE) else some[: MOST_LINES // 2]
        lifted = all(waived(entry.line) for entry in some)
        word = f"{verdict.value}, waived" if lifted else verdict.value
        left = len(some) - len(shown)
        more = tag("li", text(f"and {left} more"), class_="nil") if left else NONE
        count = tag("span", text(f" {len(some)}"), class_="count") if len(some) > 1 else NONE
        listing = tag("ul", *(_item(view, entry) for entry in shown), more)
        parts.append(tag("div", mark_of(verdict, word, lifted), count, listing, data_verdict=verdict.value))
    return tag("td", *parts, data_party=party)


def _item(view: DealView, entry: _Entry) -> Html:
    """A line, linked, with its numbers: `25%, needed < 25%`."""
    record = entry.line.line
    level = text(f" ({record.level})") if record.level != "red line" else NONE
    shown = [_numbers(found, needed) for found, needed in entry.numbers[:2]]
    if len(entry.numbers) > len(shown):
        shown.append(text(f"and {len(entry.numbers) - len(shown)} more"))
    values = tag("span", joined(shown, "; "), class_="values") if shown else NONE
    return tag("li", link(view.at(entry.line), said(record.name)), level, values)


def _numbers(found: str, needed: str) -> Html:
    pieces = [tag("b", said(brief(found, MOST_LETTERS))) if found else NONE]
    if needed:
        pieces.append(joined([text("needed "), said(brief(needed, MOST_LETTERS))]))
    return joined(pieces, ", ")
