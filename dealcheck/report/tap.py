"""The Test Anything Protocol, version 14: a point for each line under each deal.

Met is `ok`, violated `not ok`. What is open or unknown, what its party waives and what only a bystander holds is `not
ok ... # TODO` with the reason, which a harness does not count as a failure and never shows as passed; a line that is
not held on the day is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.logic import Verdict
from dealcheck.report.concise import reason
from dealcheck.report.diagnostics import at_place, concise_diagnostic
from dealcheck.report.full import head_words
from dealcheck.report.issues import fails, plain, why_not
from dealcheck.report.json_text import written
from dealcheck.report.log import NOTHING_JUDGED
from dealcheck.report.record import DealReport, Result
from dealcheck.report.style import RenderOptions
from dealcheck.report.verdicts import line_notes
from dealcheck.report.words import alike

_SPECIAL = re.compile(r"[\\#]")


def render(result: Result, options: RenderOptions) -> str:
    """The version, the plan, then the points."""
    points = list(_points(result, options))
    plan = f"1..{sum(bool(point) for _, point in points)}"
    rows = ["TAP version 14", plan if plan != "1..0" else f"1..0 # SKIP {NOTHING_JUDGED}"]
    if result.audience is not None:
        rows.append(f"# {_said(f'made for {result.audience.words}')}")
    number = 0
    for before, point in points:
        rows.extend(f"# {_said(text)}" for text in before)
        if point:
            number += 1
            rows.append(point[0].replace("ok ", f"ok {number} ", 1))
            rows.extend(point[1:])
    return "".join(f"{row}\n" for row in rows)


def _points(result: Result, options: RenderOptions) -> Iterator[tuple[list[str], list[str]]]:
    """The comments before each point, and its rows."""
    for found in result.everything:
        if found.is_error:
            yield [], _error(found)
        else:
            yield [concise_diagnostic(found)], []
    for draft in result.drafts:
        for deal in draft.deals:
            yield [head_words(draft.name, deal.checked), *deal.checked.notes], []
            for line in deal.checked.lines:
                yield [], _point(deal, line, options)


def _error(found: Diagnostic) -> list[str]:
    """A text that cannot be judged."""
    rows = [("code", found.code), ("help", found.help), *(("note", note) for note in found.notes)]
    return [f"not ok - {_said(found.code)} {_said(found.headline)}", *_block(rows, at_place(found.place))]


def _point(deal: DealReport, line: LineVerdict, options: RenderOptions) -> list[str]:
    """A line under a deal."""
    failed, why = fails(line, options), why_not(line)
    came = "ok" if line.verdict in (Verdict.MET, Verdict.INACTIVE) and not failed else "not ok"
    name = " ".join(part for part in (deal.checked.deal, line.line.full_name) if part)
    point = f"{came} - {_said(name)}"
    if not failed and why:
        point += f" # {'SKIP' if line.verdict is Verdict.INACTIVE else 'TODO'} {_said(why)}"
    rows = [("verdict", line.verdict.value), ("level", line.line.level), ("label", line.line.label)]
    rows.extend(("finding", reason(line, group)) for group in alike(line.judgement.findings))
    return [point, *_block([*rows, *line_notes(line)], at_place(line.line.place))]


def _block(rows: list[tuple[str, str]], at: str) -> list[str]:
    """A block of YAML, each text quoted as JSON quotes it; entries of one name as a list."""
    named: dict[str, list[str]] = {}
    for word, text in rows:
        if text:
            named.setdefault(word.replace(" ", "_"), []).append(plain(text))
    if at:
        named["at"] = [plain(at.rstrip(": "))]
    told = [f"  {word}: {written(texts[0] if len(texts) == 1 else texts, levels=0)}" for word, texts in named.items()]
    return ["  ---", *told, "  ..."]


def _said(text: str) -> str:
    """A text in which nothing is a directive."""
    return _SPECIAL.sub(lambda found: f"\\{found.group()}", plain(text))
