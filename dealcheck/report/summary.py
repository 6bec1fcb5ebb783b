"""The table of lines against terms, and the tally of a deal."""

from __future__ import annotations

from collections.abc import Sequence

from dealcheck.evaluate.findings import Cause, Checked, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.record import DealReport, waived
from dealcheck.report.style import RenderOptions, clip, pad, printable, text_width, wrap
from dealcheck.report.verdicts import paint_of
from dealcheck.report.words import verdict_word

_SIGNS = {Verdict.VIOLATED: "x", Verdict.OPEN: "?", Verdict.UNKNOWN: "?", Verdict.MET: "+", Verdict.INACTIVE: " "}
_GAP = 2
_REMARK = 16
"""Columns that remarks beside the table get at least."""

ORDER = (Verdict.VIOLATED, Verdict.OPEN, Verdict.UNKNOWN, Verdict.MET, Verdict.INACTIVE)


def render_summary(deal: DealReport, options: RenderOptions) -> str:
    """The lines against silence and the terms that bear on them, those of the deal's parties first, then the tally."""
    parts: list[str] = []
    for bystander, title in ((False, "line"), (True, "bystander's line")):
        lines = [line for line in deal.checked.lines if line.bystander is bystander]
        if lines:
            parts.append("\n".join(_table(lines, _columns(lines, deal), title, options)) + "\n")
    return "\n".join([*parts, "\n".join(_tally(deal.checked, options)) + "\n"]) if parts else ""


def _columns(lines: Sequence[LineVerdict], deal: DealReport) -> list[str]:
    """`silence` and the terms that are a cause of something, in the order of the draft."""
    seen = {name for line in lines for name in _causes(line)}
    terms = [term.name for term in deal.head.terms] if deal.head else []
    ordered = [name for name in ("silence", *terms) if name in seen]
    return ordered + sorted(seen - set(ordered))


def column_of(cause: Cause) -> str:
    """The column of a cause. What has blanks in its name is no term but the deal's own dates."""
    return "silence" if cause.sort == "silence" else "dates" if " " in cause.term else cause.term


def _table(lines: Sequence[LineVerdict], columns: list[str], title: str, options: RenderOptions) -> list[str]:
    """The rows of the table; terms that do not fit in the width go into a further table below."""
    name_width = max(len(title), *(text_width(printable(line.line.full_name)) for line in lines))
    verdict_width = max(len("verdict"), *(len(verdict_word(line)) for line in lines))
    left = name_width + _GAP + verdict_width + _GAP
    room = max(options.width - left - _REMARK, 12)
    rows: list[str] = []
    signed = [(line, _signs(line)) for line in lines]
    for number, block in enumerate(_blocks([printable(name) for name in columns], room)):
        if number:
            rows.append("")
        shown = [(line, signs) for line, signs in signed if not number or not signs.keys().isdisjoint(block)]
        head = f"{pad(title, name_width + _GAP)}{pad('verdict', verdict_width + _GAP)}{'  '.join(block)}"
        rows.append(options.paint(head.rstrip(), "bold"))
        beside = left + sum(text_width(name) + _GAP for name in block)
        for line, signs in shown:
            verdict = options.paint(verdict_word(line), paint_of(line))
            verdict += " " * (verdict_width + _GAP - len(verdict_word(line)))
            cells = "  ".join(pad(signs.get(name, "."), text_width(name)) for name in block)
            remark = "" if number else _fitted(_remark(line), options.width - beside)
            name = pad(printable(line.line.full_name), name_width + _GAP)
            gap = " " * _GAP if block else ""
            rows.append(f"{name}{verdict}{cells}{gap}{options.paint(remark, 'dim')}".rstrip())
    return rows


def _fitted(remark: str, room: int) -> str:
    """A remark as far as there is room for it; none where there is next to none."""
    return clip(printable(remark), room) if room >= _REMARK // 2 else ""


def _blocks(columns: list[str], room: int) -> list[list[str]]:
    """The columns in blocks that each fit in `room`; one block at least."""
    blocks: list[list[str]] = [[]]
    left = room
    for name in columns:
        width = text_width(name) + _GAP
        if width > left and blocks[-1]:
            blocks.append([])
            left = room
        blocks[-1].append(name)
        left -= width
    return blocks


def _causes(line: LineVerdict) -> set[str]:
    """The columns in which a line has a sign."""
    return {column_of(cause) for finding in line.judgement.findings for cause in finding.causes}


def _signs(line: LineVerdict) -> dict[str, str]:
    """By column `x` where the cause violates the line, `?` where it may, `+` where it meets it."""
    found: dict[str, set[Verdict]] = {}
    for finding in line.judgement.findings:
        for cause in finding.causes:
            found.setdefault(printable(column_of(cause)), set()).add(finding.verdict)
    return {name: next(_SIGNS[verdict] for verdict in ORDER if verdict in said) for name, said in found.items()}


def _remark(line: LineVerdict) -> str:
    """The first things to know beside the verdict."""
    parts = [line.line.level] if line.line.level != "red line" else []
    parts.extend(f"{judged.verdict.value} under {name}" for name, judged in line.differing)
    if line.side_letter_only:
        parts.append("by a side letter only")
    parts.extend(line.judgement.notes)
    return "; ".join(parts)


def _tally(checked: Checked, options: RenderOptions) -> list[str]:
    """The counts of verdicts: of the deal's parties, and of bystanders where there are any."""
    rows: list[str] = []
    for title, bystander in (("", False), ("bystanders: ", True)):
        lines = [line for line in checked.lines if line.bystander is bystander]
        if lines:
            rows.extend(wrap(printable(title + count_words(lines)), options.width))
    return rows


def count_words(lines: Sequence[LineVerdict]) -> str:
    """`9 lines of JP, US: 2 violated, 1 unknown, 6 met`."""
    parties = ", ".join(dict.fromkeys(line.line.party for line in lines))
    counts = []
    for verdict in ORDER:
        judged = [line for line in lines if line.verdict is verdict]
        lifted = sum(map(waived, judged))
        if judged:
            counts.append(f"{len(judged)} {verdict.value}" + (f" ({lifted} waived)" if lifted else ""))
    noun = "line" if len(lines) == 1 else "lines"
    return f"{len(lines)} {noun} of {parties}: {', '.join(counts)}"
