"""The default output: every finding with its excerpts, then a table of lines against terms and a tally."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from dealcheck.diagnostics import Diagnostic, Severity
from dealcheck.evaluate.findings import Checked, LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.diagnostics import render_diagnostic, render_diagnostics
from dealcheck.report.record import Audience, DraftReport, PolicyChoice, Result, Survey
from dealcheck.report.style import RenderOptions, printable, wrap
from dealcheck.report.summary import render_summary
from dealcheck.report.verdicts import render_verdict
from dealcheck.report.words import chosen_rows, policies_words, remarks

T = TypeVar("T")


def render(result: Result, options: RenderOptions) -> str:
    """The whole report, ending in a line break."""
    parts: list[str] = [] if result.audience is None else [audience_row(result.audience, options)]
    told = set(result.diagnostics)
    for draft in result.drafts:
        parts.extend(_draft(draft, result, options, told))
        told |= set(draft.everything)
    if result.diagnostics:
        parts.append(render_diagnostics(result.diagnostics, options))
    if result.has_several:
        from dealcheck.report.overview import render_overview  # Only for several deals.

        parts.append(render_overview(result, options))
    return "\n".join(part for part in parts if part)


def audience_row(audience: Audience, options: RenderOptions) -> str:
    """For whom the report is made."""
    return options.paint("\n".join(wrap(printable(f"made for {audience.words}"), options.width)), "bold") + "\n"


def _draft(draft: DraftReport, result: Result, options: RenderOptions, told: set[Diagnostic]) -> list[str]:
    """The parts of the report on one draft; diagnostics that were `told` are not told again."""
    fresh = [found for found in draft.diagnostics if found not in told]
    parts = [render_diagnostics(fresh, options)] if fresh else []
    for deal in draft.deals:
        if not deal.checked.lines and not deal.checked.diagnostics:
            continue
        rule = options.paint("=" * options.width, "blue") + "\n" if result.has_several else ""
        parts.append(rule + render_head(draft.name, deal.checked, draft.policies, options, deal.chosen))
        own = [found for found in deal.checked.diagnostics if found not in told]
        if own:
            parts.append(render_diagnostics(own, options))
        for line in deal.checked.lines if deal.head is not None else ():
            if in_full(line, result, options):
                parts.append(render_verdict(line, deal.head, options))
            else:
                warnings = [remark for remark in remarks(line) if remark.severity is Severity.WARNING]
                parts.extend(render_diagnostic(warning, options) for warning in warnings)
        parts.append(render_summary(deal, options))
        parts.append("".join(f"{printable(note)}\n" for note in deal.checked.notes))
    return parts


def in_full(line: LineVerdict, result: Result, options: RenderOptions) -> bool:
    """Whether a line gets its excerpt: what does not hold, of the deal's parties or where bystanders were asked for."""
    if line.verdict in (Verdict.MET, Verdict.INACTIVE):
        return False
    return not line.bystander or "bystander" in options.fail_on or bool(result.parties or result.lines)


def render_head(
    file: str, checked: Checked, policies: PolicyChoice, options: RenderOptions, chosen: tuple[str, ...] = ()
) -> str:
    """Which deal is judged, as of when, by which policies, and with which choices made from without."""
    rows = [options.paint(row, "bold") for row in wrap(printable(head_words(file, checked)), options.width)]
    first, *rest = wrap(printable(policies_words(policies)), max(options.width - 10, 20))
    rows.append(f"policies: {first}")
    rows.extend(" " * 10 + line for line in rest)
    rows.extend(chosen_rows(chosen, options))
    return "\n".join(rows) + "\n"


def head_words(file: str, checked: Checked) -> str:
    """`talks/offer.deal: offer "An offer", effective 2025-08-01, as of 2025-07-05`."""
    title = f'{checked.deal} "{checked.label}"' if checked.label else checked.deal
    dates = [f"{word} {day}" for word, day in (("effective", checked.effective), ("as of", checked.as_of)) if day]
    return ", ".join([f"{file}: {title}".rstrip(": "), *dates])


def render_survey(
    survey: Survey[T],
    one: Callable[[T], Iterator[str]],
    nothing: str,
    noun: str,
    options: RenderOptions,
) -> str:
    """What there is to say of each deal, a rule between two, with the errors before and a word on the rest behind."""
    parts = [render_diagnostics(survey.errors, options)] if survey.errors else []
    told = 0
    for each in survey.deals:
        blocks = list(one(each))
        if blocks and told:
            parts.append(options.paint("=" * options.width, "blue") + "\n")
        told += bool(blocks)
        parts.extend(blocks)
    if not told:
        parts.append(f"{nothing}\n")
    parts.extend(others_words(len(survey.everything) - len(survey.errors), noun))
    return "\n".join(parts)


def others_words(others: int, noun: str) -> Iterator[str]:
    """That there is more to be said of the drafts, and what says it; nothing where there is not."""
    if others:
        remarks_ = "warning or note" if others == 1 else "warnings and notes"
        yield f"{others} {remarks_} on {noun}; `dealcheck check` shows them\n"
