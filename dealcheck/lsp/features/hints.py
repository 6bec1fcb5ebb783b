"""What stands beside the text: the value now in force beside a term, verdicts beside lines and expectations, and what
a bracket's options break.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lsprotocol import types

from dealcheck.evaluate.conditions import in_words
from dealcheck.lint.nodes import walk
from dealcheck.lsp.analysis import Analysis
from dealcheck.model.records import ChoiceRecord, Setting
from dealcheck.packages.check import Checker
from dealcheck.report.record import DraftReport
from dealcheck.source import Place, Span
from dealcheck.syntax import ast
from dealcheck.worlds.slabs import zip_slabs
from dealcheck.worlds.world import Side

MOST_VALUES = 3
"""So many values are said; of more, how many there are."""

MOST_LINES = 4


def inlay_hints(
    analysis: Analysis, range_: types.Range, elsewhere: Iterable[DraftReport] = ()
) -> list[types.InlayHint]:
    """The hints of a range; `elsewhere` are checks of other documents, whose verdicts stand beside the lines here."""
    if not analysis.settings.hints:
        return []
    low, high = analysis.positions.span(range_)
    found: list[tuple[int, str, str]] = []
    reports = [*elsewhere]
    if analysis.settings.check and analysis.has("judged"):
        report, checkers = analysis.judged
        reports.extend([report] if report is not None else [])
        for checker in checkers:
            found.extend(_of_terms(analysis, checker))
            found.extend(_of_choices(analysis, checker, report))
    found.extend(_of_lines(analysis, reports))
    found.extend(_of_tests(analysis))
    return [
        types.InlayHint(analysis.positions.position(at), said, tooltip=tip or None, padding_left=True)
        for at, said, tip in sorted(found)
        if low <= at <= high
    ]


# ---- Lines -----------------------------------------------------------------------------------------------------------


def _of_lines(analysis: Analysis, reports: Iterable[DraftReport]) -> Iterator[tuple[int, str, str]]:
    said: dict[str, dict[str, str]] = {}
    for report in reports:
        for deal in report.deals:
            for judged in deal.checked.lines if deal.head is not None else ():
                if analysis.owns(judged.line.place):
                    said.setdefault(judged.line.full_name, {})[deal.checked.deal] = judged.verdict.value
    for policy in (item for item in analysis.tree.items if isinstance(item, ast.Policy)):
        for line in (item for item in policy.items if isinstance(item, ast.Line)):
            deals = said.get(f"{policy.party.text}.{line.name.text}")
            if deals:
                words = "; ".join(f"{name}: {verdict}" for name, verdict in [*deals.items()][:MOST_LINES])
                yield line.name.span[1], words, "under the drafts that are open"


# ---- Tests -----------------------------------------------------------------------------------------------------------


def _of_tests(analysis: Analysis) -> Iterator[tuple[int, str, str]]:
    if not analysis.settings.tests or not analysis.has("outcomes"):
        return
    tests = {(test.name, test.place.span): test for test in analysis.alone.model.tests if analysis.owns(test.place)}
    for outcome in analysis.outcomes:
        test = tests.get((outcome.name, outcome.place.span))
        if outcome.fault:
            yield outcome.place.span[1], outcome.fault, ""
        if test is None or outcome.fault:
            continue
        failed = {(failure.line, failure.place.span): failure for failure in outcome.failures}
        for each in test.expectations:
            wanted = [each.outcome, *(reading for _, reading in each.readings)]
            misses = [failed[key] for one in wanted if (key := (each.line, one.place.span)) in failed]
            if misses:
                yield each.place.span[1], f"but {misses[0].why}", "\n".join(misses[0].actual)
            else:
                yield each.place.span[1], "as expected", ""


# ---- Choices ---------------------------------------------------------------------------------------------------------


def _of_choices(analysis: Analysis, checker: Checker, report: DraftReport | None) -> Iterator[tuple[int, str, str]]:
    """Beside each option that alone makes the deal violate lines, which lines."""
    packages = checker.packages
    if packages is None or report is None:
        return
    records = {each.name: each for each in checker.deal.choices}
    broken: dict[tuple[int, str], list[str]] = {}
    for deal in report.deals:
        if deal.checked.deal == checker.deal.name:
            for line in deal.checked.lines:
                for said in line.judgement.breaks:
                    record = _alone(said, records)
                    if record is not None:
                        broken.setdefault((record.number, said), []).append(line.line.full_name)
    options = {each.record.number: {one.said: one.option for one in each.options} for each in packages.variables}
    brackets = {node.span: node for node in walk(analysis.tree) if isinstance(node, ast.Bracket)}
    for (number, said), lines in broken.items():
        record = next(each for each in checker.deal.choices if each.number == number)
        if not analysis.owns(record.place):
            continue
        more = f" and {len(lines) - MOST_LINES} more" if len(lines) > MOST_LINES else ""
        named = f"{', '.join(lines[:MOST_LINES])}{more}"
        bracket = brackets.get(record.place.span)
        index = options.get(number, {}).get(said)
        if bracket is not None and index is not None and len(bracket.options) > 1:
            yield bracket.options[index].span[1], f"breaks {named}", said
        else:
            short = said.removeprefix(f"{record.name} ").removeprefix("is ")
            yield record.place.span[1], f"{short} breaks {named}", said


def _alone(said: str, records: Mapping[str, ChoiceRecord]) -> ChoiceRecord | None:
    """The choice that some words are about; None where they are about several."""
    if any(f" and {name} " in said for name in records):
        return None
    named = [name for name in records if said.startswith(f"{name} ")]
    return records[max(named, key=len)] if named else None


# ---- Terms -----------------------------------------------------------------------------------------------------------


def _of_terms(analysis: Analysis, checker: Checker) -> Iterator[tuple[int, str, str]]:
    """Beside each measure of a term the values that are in force where it reaches, on the day the deal takes effect."""
    for setting in checker.deal.text.settings:
        if analysis.owns(setting.place) and not setting.kind.derived and setting.rows is None:
            values = before(checker, setting)
            if values:
                many = len(values) > MOST_VALUES
                said = f"{len(values)} values" if many else " or ".join(values)
                yield (
                    _end_of(setting.place),
                    f"now {said}",
                    f"in force on {checker.settled.effective}, before this deal",
                )


def _end_of(place: Place) -> int:
    """Where a measure's kind and keys end, less what blanks follow."""
    span: Span = place.span
    return span[0] + len(place.text.rstrip())


def before(checker: Checker, setting: Setting) -> list[str]:
    """The values that the fields of a measure have where it reaches in the status quo, in words, each once."""
    world, kind, region, day = checker.world({}, {}), setting.kind, setting.region, checker.settled.effective
    scope = region.on if region.on is not None else world.space(kind)
    window = world.window(scope)
    fields = [plan.field for plan in setting.plans] or [*kind.fields][:1]
    found: dict[str, None] = {}
    for cell in world.cells(kind, region):
        old = world.visible(kind, cell, Side.OLD, day, window)
        for _, _, (state,) in zip_slabs((old,), scope, 1):
            if state is None:
                continue
            values = [value for name in fields if (value := world.field_of(kind, state, name)) is not None]
            found[" ".join(in_words(value) for value in values) or "in force"] = None
    return [*found] or ["nothing"]
