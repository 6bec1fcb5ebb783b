"""Each line in detail: what was found where and why, its own text, its source, its readings, what would mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dealcheck.diagnostics import Severity
from dealcheck.evaluate.findings import Cause, Finding, Judgement, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.model.records import Assessment, Citation, Waiver
from dealcheck.report.matrix import LEVELS
from dealcheck.report.page.head import facts_list
from dealcheck.report.page.lines import line_attributes
from dealcheck.report.page.markup import NONE, Html, joined, rows, said, tag, text
from dealcheck.report.page.texts import excerpt
from dealcheck.report.page.view import HOLDING, DealView, badge, mark_of
from dealcheck.report.record import waived
from dealcheck.report.summary import ORDER
from dealcheck.report.words import (
    alike,
    cause_words,
    either_words,
    places_words,
    remarks,
    shortened,
    unique,
    when_words,
)

MOST_CAUSES = 6
"""Causes of like findings whose text is shown; the others are named."""

MOST_GROUPS = 40
"""Unlike findings of one line that are shown; the others are counted, and the JSON has them."""

MOST_LETTERS = 2000
"""Letters of one value; a list of codes may be far longer."""


def render_findings(view: DealView) -> Html:
    """The lines that do not hold, those that do, and those of bystanders, each in detail."""
    failing = [line for line in view.own if line.verdict not in HOLDING]
    holding = [line for line in view.own if line.verdict in HOLDING]
    return rows(
        [
            view.section("findings", "What does not hold", rows(_line(view, line) for line in _gravest(failing))),
            view.section("holding", "What holds", rows(_line(view, line) for line in holding)),
            view.section(
                "bystanders", "Lines of bystanders", rows(_line(view, line) for line in _gravest(view.others))
            ),
        ]
    )


def _gravest(lines: Sequence[LineVerdict]) -> list[LineVerdict]:
    """Red lines before concerns before wishes, violated before open before unknown, what is waived last of all."""
    return sorted(lines, key=lambda line: (waived(line), LEVELS.index(line.line.level), ORDER.index(line.verdict)))


def _line(view: DealView, line: LineVerdict) -> Html:
    """A line: its verdict and label, and below that, when it is opened, all there is."""
    record = line.line
    label = tag("span", said(record.label), class_="label") if record.label else NONE
    level = tag("span", text(f"bystander's {record.level}" if line.bystander else record.level), class_="level")
    title = view.heading(2, said(record.full_name))
    summary = tag("summary", badge(line), title, label, level)
    is_open = line.verdict not in HOLDING and not line.bystander and not waived(line) and record.level == "red line"
    return tag(
        "details",
        summary,
        tag(
            "div",
            tag("div", rows(_found(view, line)), class_="found"),
            tag("div", rows(_about(view, line))),
            class_="body",
        ),
        id=view.at(line),
        open="" if is_open else None,
        class_="line",
        **line_attributes(line),
    )


def _found(view: DealView, line: LineVerdict) -> Iterator[Html]:
    """What was found, those findings together that differ only in where and by what cause."""
    yield from _groups(view, line.judgement)
    judgement = line.judgement
    noted = [
        remark for remark in remarks(line) if remark.severity is Severity.NOTE and remark.code in ("DC504", "DC510")
    ]
    yield from (tag("p", said(remark.headline), class_="note") for remark in noted)
    told = [
        ("missing", said(", ".join(judgement.missing))),
        ("violated if", said(either_words(judgement.breaks)) if judgement.breaks else NONE),
        ("met if", said(either_words(judgement.saves)) if judgement.saves else NONE),
    ]
    if any(each for _, each in told):
        yield facts_list(told)
    if not judgement.findings and not noted and not any(each for _, each in told):
        yield tag("p", text(_NOTHING[line.verdict]), class_="note")


_NOTHING = {
    Verdict.VIOLATED: "More than that it is violated is not told.",
    Verdict.OPEN: "It depends on choices that are open.",
    Verdict.UNKNOWN: "It cannot be told.",
    Verdict.MET: "Met at every point and on every day.",
    Verdict.INACTIVE: "The line is not held on the day as of which the draft is judged.",
}


def _groups(view: DealView, judgement: Judgement) -> Iterator[Html]:
    groups = alike(judgement.findings)
    for group in groups[:MOST_GROUPS]:
        yield _group(view, group, judgement.verdict)
    if len(groups) > MOST_GROUPS:
        yield tag("p", text(f"{len(groups) - MOST_GROUPS} further findings; --format json has them"), class_="note")


def _group(view: DealView, group: Sequence[Finding], verdict: Verdict) -> Html:
    """Findings with the same values: the values first, then where and when, then what brings them about."""
    first = group[0]
    other = mark_of(first.verdict) if first.verdict is not verdict else NONE
    values = [
        joined([text("found "), tag("b", said(shortened(first.found, MOST_LETTERS)))]) if first.found else NONE,
        joined([text("needed "), tag("b", said(shortened(first.needed, MOST_LETTERS)))]) if first.needed else NONE,
    ]
    facts = [
        ("where", said(shortened(places_words(group), MOST_LETTERS))),
        ("when", text(when_words(first.when))),
        ("depends on", said(", ".join(first.depends_on))),
        ("missing", said(", ".join(first.missing))),
        ("mend", said(first.mend)),
    ]
    shown = tag("p", joined([other, *values], " "), class_="values") if any(values) or other else NONE
    return tag("div", rows([shown, facts_list(facts), *_causes(view, group)]), class_="finding")


def _causes(view: DealView, group: Sequence[Finding]) -> Iterator[Html]:
    """The clauses that bring findings about, each once, with what is marked in it."""
    places: dict[tuple[str, str, str], list[Cause]] = {}
    for finding in group:
        for cause in finding.causes:
            apart = "" if cause.sort == "term" else str(cause.place and (cause.place.source.name, cause.place.span))
            places.setdefault((cause.sort, cause.term, apart), []).append(cause)
    shown = list(places.values())
    for causes in shown[:MOST_CAUSES]:
        yield _cause(view, causes)
    if len(shown) > MOST_CAUSES:
        names = unique(cause_words(causes[0]) for causes in shown[MOST_CAUSES:])
        yield tag("p", said(f"and {len(shown) - MOST_CAUSES} more: {', '.join(names)}"), class_="note")


def _cause(view: DealView, causes: Sequence[Cause]) -> Html:
    """The text of a term, or of the measure that silence keeps."""
    first = causes[0]
    cited = ", ".join(unique(name for cause in causes for name in cause.cites))
    cites = tag("p", said(f"cites {cited}"), class_="cites") if cited else NONE
    marks = [cause.place for cause in causes if cause.place is not None]
    if first.sort == "silence":
        if first.place is None:
            return tag("p", text("by silence: nothing here of the kind"), class_="note")
        caption = joined([text("by silence, which keeps this of "), said(first.origin)])
        if not first.origin:
            caption = text("by silence, which keeps this")
        return rows([excerpt(first.place, marks, tag("b", caption)), cites])
    term = next((each for each in view.deal.head.terms if each.name == first.term), None) if view.deal.head else None
    label = f' "{term.label}"' if term is not None and term.label else ""
    caption = tag("b", said(f"by {cause_words(first)}{label}"))
    whole = term.statement if term is not None else None
    if whole is not None and all(mark.source is whole.source for mark in marks):
        return rows([excerpt(whole, marks, caption), cites])
    return rows([*(excerpt(mark, [mark], caption) for mark in marks[:1]), cites]) if marks else tag("p", caption)


def _about(view: DealView, line: LineVerdict) -> Iterator[Html]:
    """The line itself, who holds it, its sources, its readings, and what is waived or found by a person."""
    record = line.line
    hidden = record.statement is None and not line.judgement.findings and not record.cites
    if not hidden:
        yield excerpt(record.statement or record.place, caption=tag("b", text(f"the {record.level}")), around=False)
    if record.says:
        yield tag("p", said(f"says {' and '.join(record.says)}"), class_="note")
    yield from (_source(cited) for cited in record.cites)
    if line.differing:
        yield tag("div", *(_reading(name, judged) for name, judged in line.differing), class_="readings")
    if line.side_letter_only:
        yield tag("p", text("Met only by a side letter."), class_="note warn")
    if line.waiver is not None:
        yield _waiver(line, line.waiver)
    if line.assessment is not None:
        yield _assessment(line.assessment)


def _source(cited: Citation) -> Html:
    """A source as a reader would look it up, with the words cited."""
    source = cited.source
    if source is None:
        return tag("p", said(f"source {cited.name}"), class_="source")
    title = said(source.title or source.name)
    url = source.fields.get("url", "")
    if url.startswith(("https://", "http://")):
        title = tag("a", title, href=url, rel="noreferrer noopener")
    others = [f"{source.fields[key]}" for key in ("publisher", "date") if source.fields.get(key)]
    reference = tag("cite", joined([title, *map(said, others)], ", "))
    quote = tag("blockquote", tag("p", text("“"), said(cited.quote), text("”"))) if cited.quote else NONE
    return tag("div", quote, tag("p", text("source "), reference), class_="source")


def _reading(name: str, judged: Judgement) -> Html:
    """A reading of the same words that comes to something else, with what it found."""
    head = tag("p", text("but "), mark_of(judged.verdict), text(" under the reading "), tag("b", said(name)))
    found = []
    for group in alike(judged.findings)[:MOST_CAUSES]:
        first = group[0]
        values = [first.found and f"found {first.found}", first.needed and f"needed {first.needed}"]
        words = ", ".join(each for each in values if each)
        where = f"{when_words(first.when)}, {places_words(group)}"
        found.append(tag("li", said(shortened(f"{words}; {where}" if words else where, MOST_LETTERS // 4))))
    return joined([head, tag("ul", *found) if found else NONE])


def _waiver(line: LineVerdict, waiver: Waiver) -> Html:
    until = f" until {waiver.until}" if waiver.until else ""
    if line.waiver_expired:
        words = f"The waiver ran out on {waiver.until}: "
    elif line.verdict in HOLDING:
        words = f"Waived{until}, though nothing needs it: "
    else:
        words = f"Waived{until}: "
    return tag("p", text(words), said(waiver.because), class_="note warn")


def _assessment(found: Assessment) -> Html:
    verdict = Verdict.MET if found.met else Verdict.VIOLATED
    words = f"found {verdict.value} by {found.by} on {found.date}"
    return (
        tag("p", said(words), text(": "), said(found.because), class_="note")
        if found.because
        else tag("p", said(words), class_="note")
    )
