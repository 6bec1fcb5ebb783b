"""What the shell offers for names of parties, lines, choices and events.

Those of the drafts on the command line, and of the policies that these meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    import click

    from dealcheck.api import Draft
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


def complete_choice(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What the drafts leave open, with each option."""
    from dealcheck import api

    offered = dict.fromkeys(each for draft in _drafts(ctx) for each in api.known_choices(draft))
    texts = dict.fromkeys(f"{choice.name}={way}" for choice in offered if not choice.event for way in choice.ways)
    return [CompletionItem(text) for text in texts if text.startswith(incomplete)]


def complete_event(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The events of the drafts that have no day."""
    from dealcheck import api

    offered = [choice for draft in _drafts(ctx) for choice in api.known_choices(draft) if choice.event]
    texts = dict.fromkeys(text for choice in offered for text in (choice.name, f"not {choice.name}"))
    return [CompletionItem(text) for text in texts if text.startswith(incomplete)]


def _lines(ctx: click.Context) -> list[LineRecord]:
    """The lines that the drafts named so far would meet; those of the current project where none is named."""
    from dealcheck import api
    from dealcheck.cli import common

    drafts = _drafts(ctx) or [common.empty_draft(ctx.params.get("policies") or ())]
    found = {line.full_name: line for draft in drafts for line in api.known_lines(draft)}
    return list(found.values())


def _drafts(ctx: click.Context) -> list[Draft]:
    """The drafts named so far."""
    from dealcheck.cli import common

    named = next((found for word in ("drafts", "draft", "new", "old") if (found := ctx.params.get(word))), ())
    names = [named] if isinstance(named, str) else [name for name in named if name != "-"]
    policies = ctx.params.get("policies") or ()
    return common.open_drafts(names, None, policies, common.DEALS)[0]
