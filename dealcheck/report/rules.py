"""The list of the linter's rules, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dealcheck.diagnostics import Severity
from dealcheck.lint.rule import Rule
from dealcheck.report.formatting import counted
from dealcheck.report.lint_json import rule_json
from dealcheck.report.style import RenderOptions, wrap


def render_json(rules: Sequence[Rule]) -> str:
    """A list of objects with `code`, `name`, `category`, `level` and `fix`."""
    return json.dumps([rule_json(rule) for rule in rules], indent=2) + "\n"


def render_table(rules: Sequence[Rule], options: RenderOptions) -> str:
    """The rules by category, a row each: code, name, the fix that it offers, title, and a level unlike most."""
    rows: list[str] = []
    wide = max((len(rule.name) for rule in rules), default=0)
    for category in dict.fromkeys(rule.category for rule in rules):
        rows.append(options.paint(category.value, "cyan"))
        for rule in rules:
            if rule.category is category:
                rows.extend(_row(rule, wide, options))
        rows.append("")
    rows.append(
        f"{counted(len(rules), 'rule')}. `dealcheck explain CODE` prints the page of one; `--fix` applies safe fixes."
    )
    return "".join(f"{row}\n" for row in rows)


def _row(rule: Rule, wide: int, options: RenderOptions) -> list[str]:
    marks = [rule.level.value] if rule.level is not Severity.WARNING else []
    marks += ["with --as-of"] if rule.as_of else []
    title = f"{rule.title} ({', '.join(marks)})" if marks else rule.title
    fix = "" if rule.fix == "none" else rule.fix
    hang = 2 + len(rule.code) + 2 + wide + 2 + len("unsafe") + 2
    first, *rest = wrap(title, max(options.width - hang, 30))
    head = f"  {options.paint(rule.code, 'bold')}  {rule.name:<{wide}}  {fix:<6}  {first}"
    return [head, *(" " * hang + row for row in rest)]
