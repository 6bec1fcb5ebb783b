"""A count of packages in Markdown: a heading for each deal, the counts, a table of the choices, the best packages."""

from __future__ import annotations

from collections.abc import Iterator

from dealcheck.packages.counted import Counted
from dealcheck.report.diagnostics import concise_diagnostic
from dealcheck.report.matrix_markdown import escaped, table
from dealcheck.report.packages import (
    DealPackages,
    PackagesResult,
    basis_words,
    best_title,
    clash_words,
    count_words,
    headline,
    idle_words,
    line_words,
    lines_of,
    option_words,
    package_rows,
    package_words,
    remarks,
    shared,
    shared_rows,
    turning,
)
from dealcheck.report.style import RenderOptions


def render(result: PackagesResult, options: RenderOptions) -> str:
    """The whole page, ending in a line break. Nothing that a draft says is markup."""
    rows: list[str] = []
    for each in result.deals:
        if each.counted is not None:
            rows.extend([*_deal(each, each.counted), ""])
    if result.errors or not rows:
        rows.extend(["### Errors", ""])
        rows.extend(f"- {escaped(concise_diagnostic(found))}" for found in result.errors)
        rows.extend(["", "Not all could be counted.", ""])
    return "\n".join(rows).rstrip("\n") + "\n"


def _deal(each: DealPackages, counted: Counted) -> Iterator[str]:
    """One deal."""
    checked = each.deal.checked
    label = f' "{checked.label}"' if checked.label else ""
    yield f"## {escaped(f'{checked.deal}{label} ({each.draft.name})')}"
    yield from ("", escaped(headline(counted)))
    said = [
        *remarks(counted),
        *(said for said in (basis_words(counted), idle_words(counted)) if said),
    ]
    if said:
        yield ""
        yield from (f"- {escaped(remark)}" for remark in said)
    if counted.clashes:
        yield from ("", "### Clashes", "")
    for clash in counted.clashes:
        yield f"- {escaped(clash_words(clash))}"
        yield from (f"  - {escaped(line_words(line))}" for line in lines_of(each, clash.lines))
    if turning(counted):
        yield from ("", "### Choices", "")
        yield from table(
            ["choice", "option", "suit all", "dead for", "lines that hang on it"],
            (
                [
                    escaped(choice.name if not at else ""),
                    escaped(option_words(option)),
                    count_words(option.accepted),
                    escaped(", ".join(option.dead)),
                    escaped(", ".join(choice.lines) if not at else ""),
                ]
                for choice in turning(counted)
                for at, option in enumerate(choice.options)
            ),
        )
    if counted.best and counted.choices:
        yield from ("", f"### {best_title(counted).capitalize()}", "")
        common = shared(each)
        together = [f"- {word}: {escaped(text)}" for word, text in shared_rows(common) if text]
        yield from (*together, "") if together else ()
        for number, package in enumerate(counted.best, 1):
            yield f"{number}. {escaped(package_words(package, common))}"
            indent = " " * (len(str(number)) + 2)
            for word, text in package_rows(package, common, checked.lines):
                if text:
                    yield f"{indent}- {word}: {escaped(text)}"
