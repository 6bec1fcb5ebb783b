"""What the shell offers for names of parties and lines.

Those of the policies that the drafts on the command line meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    import click

    from dealcheck.model.records import LineRecord


def complete_line(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of lines, with their labels."""
    return [
        CompletionItem(line.full_name, help=line.label) for line in _lines(ctx) if line.full_name.startswith(incomplete)
    ]


def complete_party(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Parties that have a policy."""
    parties = dict.fromkeys(line.party for line in _lines(ctx))
    return [CompletionItem(party) for party in parties if party.startswith(incomplete)]


def _lines(ctx: click.Context) -> list[LineRecord]:
    """The lines that the drafts named so far would meet; those of the current project where none is named."""
    from dealcheck import api
    from dealcheck.cli import common

    named = ctx.params.get("drafts") or ctx.params.get("draft") or ()
    names = [named] if isinstance(named, str) else [name for name in named if name != "-"]
    policies = ctx.params.get("policies") or ()
    drafts, _ = common.open_drafts(names, None, policies, common.DEALS)
    if not drafts:
        drafts = [common.empty_draft(policies)]
    found = {line.full_name: line for draft in drafts for line in api.known_lines(draft)}
    return list(found.values())
