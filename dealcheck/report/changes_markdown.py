"""A comparison in Markdown, for a pull request or a note: a heading for each section and a list below it."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.changes.records import Changes
from dealcheck.report.changes import DiffResult, Entry, heads, nothing_differs, sections, still_unknown, tally
from dealcheck.report.diagnostics import concise_diagnostic
from dealcheck.report.matrix_markdown import escaped
from dealcheck.report.style import RenderOptions


def render(result: DiffResult, options: RenderOptions) -> str:
    """The whole page, ending in a line break. Nothing that a draft says is markup."""
    rows: list[str] = []
    for changes in result.pairs:
        rows.extend([*_pair(result, changes), ""])
    errors = [found for found in result.everything if found.is_error]
    if errors or not result.pairs:
        rows.extend(["### Errors", ""])
        rows.extend(f"- {escaped(concise_diagnostic(found))}" for found in errors)
        rows.extend(["", "Not all could be judged." if result.pairs else "The drafts were not compared.", ""])
    return "\n".join(rows).rstrip("\n") + "\n"


def _pair(result: DiffResult, changes: Changes) -> Iterator[str]:
    """Two deals compared."""
    (_, title), *rest = heads(result, changes)
    yield f"## {escaped(title)}"
    yield ""
    yield from (f"- {word}: {escaped(text)}" for word, text in rest)
    for section in sections(changes):
        yield ""
        yield f"### {section.title.capitalize()}"
        yield ""
        for entry in section.entries:
            yield from _entry(entry)
    yield ""
    yield escaped(nothing_differs(result, changes) if changes.is_empty else tally(changes))
    unknown = still_unknown(changes)
    if unknown:
        yield ""
        yield escaped(unknown)


def _entry(entry: Entry) -> Iterator[str]:
    """One change, with what more there is to it as a list below."""
    sort = f"**{escaped(entry.sort)}** " if entry.sort else ""
    yield f"- {sort}{escaped(entry.title)}"
    for word, text in entry.rows:
        yield f"  - {escaped(f'{word}: {text}' if word else text)}"
