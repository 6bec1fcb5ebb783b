"""What every output says of a line in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.evaluate.findings import Cause, Finding, Judgement, LineVerdict, When, Where, where_words
from dealcheck.logic import Verdict
from dealcheck.model.records import Citation
from dealcheck.report.record import PolicyChoice, waived
from dealcheck.report.style import RenderOptions, printable, wrap
from dealcheck.source import Place

VERDICT_CODES = {Verdict.VIOLATED: "DC501", Verdict.OPEN: "DC502", Verdict.UNKNOWN: "DC503"}
"""The code of each verdict that is reported in full."""

_SAYS = {
    Verdict.VIOLATED: "violates",
    Verdict.MET: "meets",
    Verdict.OPEN: "depends on choices:",
    Verdict.UNKNOWN: "cannot tell:",
    Verdict.INACTIVE: "not held now:",
}

_CHOICES = {
    "draft": "used by the draft",
    "given": "from --policies",
    "configured": "from the project's configuration",
    "project": "from the project's policies/",
    "shipped": "shipped with dealcheck",
    "none": "none",
}

NOTHING = "nothing of the kind exists"
"""What a note says of a line that matched nothing."""


def headline(line: LineVerdict) -> str:
    """`violates JP.autos`, `cannot tell: JP.spirit`."""
    return f"{_SAYS[line.verdict]} {line.line.full_name}"


def verdict_word(line: LineVerdict) -> str:
    """`violated`, or `violated, waived`."""
    return f"{line.verdict.value}, waived" if waived(line) else line.verdict.value


def when_words(when: When) -> str:
    """`from 2025-08-01`, `on 2025-08-01`, `2025-08-01 to 2025-12-31`."""
    if when.until is None:
        return f"from {when.since}"
    return f"on {when.since}" if when.since == when.until else f"{when.since} to {when.until}"


MOST_CODES = 2
"""So few codes are said beside the name of a product."""


def points_words(where: Where) -> str:
    """The points of a finding, as a pattern would name them."""
    return where_words(where.kind, where.parties, where.text)


def goods_words(where: Where) -> str:
    """The goods or topics of a finding, with the codes of a named product where they are few."""
    codes = where.hs
    plain = "hs " in where.text or not 0 < len(codes) <= MOST_CODES
    return where.text if plain else f"{where.text} (hs {', '.join(codes)})"


def alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings in groups that differ only in where they are and by what cause, in the order of the findings."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (
            finding.verdict,
            finding.found,
            finding.needed,
            finding.when,
            finding.mend,
            finding.depends_on,
            finding.missing,
        )
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def places_words(group: Sequence[Finding]) -> str:
    """The points of findings, the goods of the same measure together."""
    if len(group) == 1:
        where = group[0].where
        return where_words(where.kind, where.parties, goods_words(where))
    measures: dict[tuple[str, str], list[str]] = {}
    for finding in group:
        measures.setdefault((finding.where.kind, finding.where.parties), []).append(goods_words(finding.where))
    said = []
    for (kind, parties), goods in measures.items():
        said.append(
            where_words(kind, parties, " | ".join(unique(part for text in goods if text for part in _parts(text))))
        )
    return "; ".join(said)


def _parts(text: str) -> list[str]:
    """The names in a union of goods, so that each is said once."""
    return [text] if "(" in text else text.split(" | ")


def causes_words(group: Iterable[Finding]) -> str:
    """The causes of findings, each once."""
    return ", ".join(unique(cause_words(cause) for finding in group for cause in finding.causes))


def shortened(text: str, most: int) -> str:
    """A text of bearable length, cut at a blank; the JSON has all of it."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0].rstrip(",|; ") + " ... (--format json has it whole)"


def unique(texts: Iterable[str]) -> list[str]:
    """Texts in their order, each once."""
    return list(dict.fromkeys(texts))


def joined(names: Sequence[str]) -> str:
    """`JP`, `JP and US`, `JP, US and KR`; `""` of none."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def cause_words(cause: Cause) -> str:
    """`art1`, `art1 (side letter)` or `silence`."""
    if cause.sort == "silence":
        return "silence"
    return f"{cause.term} (side letter)" if cause.side_letter else cause.term


def source_words(citation: Citation) -> str:
    """A source as a reader would look it up: title, publisher, date, the words cited."""
    source = citation.source
    if source is None:
        return citation.name
    parts = [
        source.title or source.name,
        *(source.fields[key] for key in ("publisher", "date") if key in source.fields),
    ]
    quote = f': "{citation.quote}"' if citation.quote else ""
    return ", ".join(parts) + quote


def policies_words(choice: PolicyChoice) -> str:
    """Which policies a check used and why those."""
    if not choice.files:
        return "none"
    files = "" if choice.how == "shipped" else f" ({', '.join(choice.files)})"
    return f"{', '.join(choice.parties)}{files}, {_CHOICES[choice.how]}"


def first_line(place: Place) -> Place:
    """The part of a place that stands on its first line."""
    start, end = place.span
    line_end = place.source.text.find("\n", start, end)
    return place if line_end < 0 else Place(place.source, (start, line_end))


def remarks(line: LineVerdict) -> tuple[Diagnostic, ...]:
    """What else is to be said of a line, verdict and findings apart: readings, waivers, notes."""
    name, place = line.line.full_name, line.line.place
    said: list[Diagnostic] = []
    for note in line.judgement.notes:
        if line.side_letter_only and "side letter" in note:
            continue  # said below, under a code of its own
        code = "DC504" if NOTHING in note else "DC510"
        said.append(Diagnostic(code, f"{name} is {line.verdict.value}: {note}", place, severity=Severity.NOTE))
    for reading, judged in line.differing:
        text = f"{name} is {line.verdict.value}, but {judged.verdict.value} under the reading {reading}"
        said.append(Diagnostic("DC507", text, place, severity=Severity.NOTE))
    if line.side_letter_only:
        said.append(Diagnostic("DC508", f"{name} is met only by a side letter", place, severity=Severity.NOTE))
    if line.waiver is not None:
        at = line.waiver.place
        if line.waiver_expired:
            text = f"the waiver of {name} ran out on {line.waiver.until}"
            said.append(Diagnostic("DC506", text, at, severity=Severity.WARNING, help="renew it or remove it"))
        elif line.verdict in (Verdict.MET, Verdict.INACTIVE):
            text = f"nothing needs the waiver of {name}: the line is {line.verdict.value}"
            said.append(Diagnostic("DC505", text, at, severity=Severity.WARNING, help="remove it"))
        else:
            text = f"{name} is waived: {line.waiver.because}"
            said.append(Diagnostic("DC509", text, at, severity=Severity.NOTE))
    return tuple(said)


def judgement_words(judgement: Judgement) -> list[str]:
    """A judgement as an expectation of a test would be written, a row for each finding."""
    verdict = judgement.verdict.value
    rows = []
    for finding in judgement.findings:
        causes = "".join(f" by {name}" for name in dict.fromkeys(c.term or "silence" for c in finding.causes))
        on = f" on {finding.where.text}" if finding.where.text else ""
        until = f" until {finding.when.until}" if finding.when.until else ""
        values = ", ".join(
            text for text in (finding.found, f"needed {finding.needed}" if finding.needed else "") if text
        )
        missing = f", missing {', '.join(finding.missing)}" if finding.missing else ""
        rows.append(
            f"{verdict}{causes}{on} from {finding.when.since}{until}" + (f" ({values}{missing})" if values else missing)
        )
    told = f" ({', '.join(judgement.missing)})" if judgement.missing else ""
    return rows or [verdict + told]


MOST_WAYS = 5
"""Ways to break or to save a line that are said one by one."""


def either_words(ways: Sequence[str], most: int = MOST_WAYS) -> str:
    """Sets of choices of which any suffices: `art1 is 25%; or art2 is dropped`."""
    said = "; or ".join(ways[:most])
    return f"{said}; or {len(ways) - most} more" if len(ways) > most else said


def chosen_rows(chosen: Sequence[str], options: RenderOptions) -> list[str]:
    """The choices made from without, in a row that is wrapped where it is long; none where there are none."""
    if not chosen:
        return []
    first, *rest = wrap(printable("; ".join(chosen)), max(options.width - 10, 20))
    return [f"chosen:   {first}", *(" " * 10 + line for line in rest)]
