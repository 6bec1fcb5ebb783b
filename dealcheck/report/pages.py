"""The pages of codes, for `dealcheck explain`."""

from __future__ import annotations

from typing import Any

from dealcheck.codes import Code, all_codes
from dealcheck.model.problems import closest
from dealcheck.report.style import RenderOptions


def names() -> list[str]:
    """Every code and every name, for completion."""
    return [*(code.code for code in all_codes()), *(code.name for code in all_codes())]


def wanted(text: str) -> tuple[Code | None, str]:
    """The code that a text means (`DC501`, `501`, `violates`), else None and what was probably meant."""
    first = text.strip().strip("[]:").split()[0] if text.strip() else ""
    folded = first.casefold().strip("[]:")
    for code in all_codes():
        if folded in (code.code.casefold(), code.code[2:], code.name):
            return code, ""
    return None, closest(first.upper() if folded.startswith("dc") else folded, names())


def render_page(code: Code, options: RenderOptions) -> str:
    """The page: what it means, a sample that shows it, a near miss that does not."""
    head = options.paint(f"{code.code} {code.name}", "bold")
    parts = [f"{head}: {code.title}\n", f"{code.page.strip()}\n"]
    for title, sample in (("This shows it:", code.bad), ("This does not:", code.good)):
        if sample:
            body = "\n".join(f"    {row}".rstrip() for row in sample.strip("\n").splitlines())
            parts.append(f"{options.paint(title, 'cyan')}\n\n{body}\n")
    return "\n".join(parts)


def render_list(options: RenderOptions) -> str:
    """One row for each code."""
    codes = all_codes()
    width = max(len(code.name) for code in codes)
    rows = [f"{options.paint(code.code, 'bold')}  {code.name.ljust(width)}  {code.title}" for code in codes]
    return "\n".join([*rows, "", "`dealcheck explain CODE` prints the page of one."]) + "\n"


def page_json(code: Code | None) -> Any:
    """The page as plain values; of None, the list of all."""
    if code is None:
        return [{"code": each.code, "name": each.name, "title": each.title} for each in all_codes()]
    return {
        "code": code.code,
        "name": code.name,
        "title": code.title,
        "page": code.page,
        "bad": code.bad,
        "good": code.good,
    }
