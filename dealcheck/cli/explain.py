"""`dealcheck explain`."""

from __future__ import annotations

import json
from typing import Any

import click

from dealcheck import terminal
from dealcheck.cli import common


@click.command("explain")
@click.argument("code", required=False, shell_complete=lambda ctx, param, incomplete: _complete(incomplete))
@common.format_option("full", "json")
def explain(code: str | None, output: str) -> int:
    """Explain CODE: what it means, a sample that shows it and one that does not. Without CODE, list them all.

    \b
    Example:
      dealcheck explain DC501
    """
    from dealcheck.report.pages import page_json, render_list, render_page, wanted

    options = common.render_options("auto")
    if code is None:
        terminal.write(json.dumps(page_json(None), indent=2) + "\n" if output == "json" else render_list(options))
        return 0
    found, meant = wanted(code)
    if found is None:
        hint = f" Did you mean {meant}?" if meant else " `dealcheck explain` lists them all."
        raise click.UsageError(f"There is no code {code!r}.{hint}")
    terminal.write(json.dumps(page_json(found), indent=2) + "\n" if output == "json" else render_page(found, options))
    return 0


def _complete(incomplete: str) -> list[Any]:
    """The codes and names that begin so."""
    from dealcheck.report.pages import names

    return [name for name in names() if name.startswith(incomplete)]
