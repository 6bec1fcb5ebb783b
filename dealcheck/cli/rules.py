"""`dealcheck rules`."""

from __future__ import annotations

import click

from dealcheck import terminal
from dealcheck.cli import common


@click.command("rules")
@common.rules_option("--select", "Only these rules: codes, their beginnings (DC46), names, or categories.")
@common.format_option("full", "json")
@common.color_option
def rules(select: tuple[str, ...], output: str, color: str) -> int:
    """List the rules of `dealcheck lint`: code, name, category, level, and whether --fix mends what it finds.

    \b
    Example:
      dealcheck rules --select style,tests
    """
    from dealcheck.lint.rule import all_rules
    from dealcheck.lint.selection import ALL, Selection, unknown_words
    from dealcheck.report.rules import render_json, render_table

    known = all_rules()
    for word, way_out in unknown_words(select, known):
        raise click.UsageError(f"No rule is called {word}. {way_out[:1].upper()}{way_out[1:]}")
    chosen = Selection(select or (ALL,)).rules_for("", known)
    terminal.write(render_json(chosen) if output == "json" else render_table(chosen, common.render_options(color)))
    return 0
