"""A check as JUnit XML: a suite for each deal of each draft, a case for each line.

A violated line is a failure; what is open or unknown, what its party waives, what only a bystander holds and what is
not held on the day is skipped with the reason. No time, host or day is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.evaluate.findings import LineVerdict
from dealcheck.report.concise import reason
from dealcheck.report.diagnostics import concise_diagnostic, render_diagnostic
from dealcheck.report.full import head_words
from dealcheck.report.issues import fails, line_rows_of, plain, why_not
from dealcheck.report.log import NOTHING_JUDGED
from dealcheck.report.record import DealReport, DraftReport, Result
from dealcheck.report.style import RenderOptions
from dealcheck.report.words import policies_words, remarks
from dealcheck.report.xml import DECLARATION, escaped, tag
from dealcheck.source import Place

_PLAIN = RenderOptions()


@frozen
class _Case:
    """A case: what it came to (`""`, `failure`, `error` or `skipped`), and its rows."""

    came: str
    rows: tuple[str, ...]


def render(result: Result, options: RenderOptions) -> str:
    """The document: a suite for what is wrong with the texts, if there is something, and one for each deal."""
    suites = []
    properties = [] if result.audience is None else [("made for", result.audience.words)]
    errors = [found for found in result.everything if found.is_error]
    rest = [concise_diagnostic(found) for found in result.everything if not found.is_error]
    if errors or rest:
        suites.append(_suite("dealcheck", "", properties, [_error(found) for found in errors], rest))
    for draft in result.drafts:
        suites.extend(_of_deal(draft, deal, properties, options) for deal in draft.deals)
    if not suites:
        suites.append(_suite("dealcheck", "", properties, [], [NOTHING_JUDGED]))
    counts = {name: str(sum(each[0][name] for each in suites)) for name in ("tests", "failures", "errors")}
    rows = [DECLARATION, tag("testsuites", {"name": "dealcheck", **counts})]
    for _, lines in suites:
        rows.extend(lines)
    return "".join(f"{row}\n" for row in (*rows, "</testsuites>"))


def _of_deal(
    draft: DraftReport, deal: DealReport, properties: Sequence[tuple[str, str]], options: RenderOptions
) -> tuple[dict[str, int], list[str]]:
    """The suite of a deal."""
    checked = deal.checked
    name = f"{draft.name}: {checked.deal}" if checked.deal else draft.name
    own = [("deal", head_words(draft.name, checked)), ("policies", policies_words(draft.policies))]
    own.extend(("chosen", chosen) for chosen in deal.chosen)
    cases = [_case(line, name, options) for line in checked.lines]
    return _suite(name, draft.name, [*properties, *own], cases, checked.notes if cases else (NOTHING_JUDGED,))


def _suite(
    name: str, file: str, properties: Sequence[tuple[str, str]], cases: Sequence[_Case], notes: Sequence[str]
) -> tuple[dict[str, int], list[str]]:
    """A suite's counts, and its rows."""
    counts = {
        "tests": len(cases),
        "failures": sum(case.came == "failure" for case in cases),
        "errors": sum(case.came == "error" for case in cases),
        "skipped": sum(case.came == "skipped" for case in cases),
    }
    where = {"file": plain(file)} if file else {}
    rows = [tag("testsuite", {"name": plain(name), **{key: str(n) for key, n in counts.items()}, **where}, 1)]
    if properties:
        rows.append(tag("properties", {}, 2))
        rows.extend(tag("property", {"name": key, "value": plain(text)}, 3, closed=True) for key, text in properties)
        rows.append("    </properties>")
    for case in cases:
        rows.extend(case.rows)
    if notes:
        rows.append(f"    <system-out>{escaped(chr(10).join(map(plain, notes)))}</system-out>")
    return counts, [*rows, "  </testsuite>"]


def _case(line: LineVerdict, suite: str, options: RenderOptions) -> _Case:
    """A line: passed where it is met."""
    record, why = line.line, why_not(line)
    head = _head(record.full_name, suite, record.place)
    said = "\n".join(f"{word}: {plain(text)}" for word, text in line_rows_of(line))
    if fails(line, options):
        first = line.judgement.findings[:1]
        inside = [_with("failure", plain(reason(line, first)), record.level, said)]
        return _Case("failure", tuple(_closed(head, inside)))
    if why:
        inside = [tag("skipped", {"message": why}, 3, closed=True), *_out(said)]
        return _Case("skipped", tuple(_closed(head, inside)))
    notes = "\n".join(plain(remark.headline) for remark in remarks(line))
    if not notes:
        return _Case("", (tag("testcase", head, 2, closed=True),))
    return _Case("", tuple(_closed(head, _out(notes))))


def _error(found: Diagnostic) -> _Case:
    """What keeps a text from being judged."""
    head = _head(found.code, "dealcheck", found.place)
    inside = [_with("error", plain(found.headline), found.code, render_diagnostic(found, _PLAIN))]
    return _Case("error", tuple(_closed(head, inside)))


def _head(name: str, suite: str, place: Place | None) -> dict[str, str]:
    """The attributes of a case."""
    where = {} if place is None else {"file": plain(place.source.name), "line": str(place.line)}
    return {"classname": plain(suite), "name": plain(name), **where}


def _closed(head: dict[str, str], inside: Sequence[str]) -> Iterator[str]:
    yield tag("testcase", head, 2)
    yield from inside
    yield "    </testcase>"


def _with(came: str, message: str, sort: str, text: str) -> str:
    """What a case came to."""
    return f"{tag(came, {'message': message, 'type': sort}, 3)}{escaped(text)}</{came}>"


def _out(text: str) -> list[str]:
    return [f"      <system-out>{escaped(text)}</system-out>"] if text else []
