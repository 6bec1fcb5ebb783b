"""The pages of codes, for `dealcheck explain`."""

from __future__ import annotations

from functools import cache
from typing import Any

from dealcheck.codes import Code, all_codes
from dealcheck.lint.rule import Category, Rule, all_rules
from dealcheck.model.problems import closest
from dealcheck.report.style import RenderOptions, wrap


@cache
def all_pages() -> tuple[Code, ...]:
    """Every code there is, the rules of the linter among them, in order."""
    rules = (Code(rule.code, rule.name, rule.title, _page_of(rule), rule.bad, rule.good) for rule in all_rules())
    return tuple(sorted((*all_codes(), *rules), key=lambda code: code.code))


def _page_of(rule: Rule) -> str:
    """The page of a rule, in lines as long as those of other pages, and how one of its findings is let be."""
    day = " It asks for a day, which `--as-of` gives." if rule.as_of else ""
    fix = f" It offers a fix that is {rule.fix}." if rule.fix != "none" else ""
    about = f"This is a rule of `dealcheck lint`, in the category {rule.category.value}.{day}{fix}"
    if rule.category is not Category.SUPPRESSION:
        about += f" A comment `# dealcheck: ignore[{rule.code}] reason` lets one finding be."
    return "\n\n".join("\n".join(wrap(part, 118)) for part in (*rule.page.split("\n\n"), about))


def names() -> list[str]:
    """Every code and every name, for completion."""
    return [*(code.code for code in all_pages()), *(code.name for code in all_pages())]


def wanted(text: str) -> tuple[Code | None, str]:
    """The code that a text means (`DC501`, `501`, `violates`), else None and what was probably meant."""
    first = text.strip().strip("[]:").split()[0] if text.strip() else ""
    folded = first.casefold().strip("[]:")
    for code in all_pages():
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
    codes = all_pages()
    width = max(len(code.name) for code in codes)
    rows = [f"{options.paint(code.code, 'bold')}  {code.name.ljust(width)}  {code.title}" for code in codes]
    return "\n".join([*rows, "", "`dealcheck explain CODE` prints the page of one."]) + "\n"


def page_json(code: Code | None) -> Any:
    """The page as plain values; of None, the list of all."""
    if code is None:
        return [{"code": each.code, "name": each.name, "title": each.title} for each in all_pages()]
    return {
        "code": code.code,
        "name": code.name,
        "title": code.title,
        "page": code.page,
        "bad": code.bad,
        "good": code.good,
    }
