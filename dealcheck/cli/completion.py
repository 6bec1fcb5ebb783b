"""What the shell offers for names of parties, lines, choices, events and rules.

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


def complete_test(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of the tests in the files named so far, rows left out."""
    from dealcheck.cli import common
    from dealcheck.testing.run import Suite

    names = [name for name in ctx.params.get("files") or () if name != "-"]
    drafts = common.open_drafts(names, None, wanted=common.TESTS)[0]
    tests = (test for draft in drafts for test in Suite(draft).tests)
    known = dict.fromkeys(test.name.removesuffix(f" [row {test.row}]") for test in tests)
    return [CompletionItem(name) for name in known if incomplete.casefold() in name.casefold()]


def complete_party(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Parties that have a policy."""
    parties = dict.fromkeys(line.party for line in _lines(ctx))
    return [CompletionItem(party) for party in parties if party.startswith(incomplete)]


def complete_line_or_party(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of lines, and parties that have some."""
    return [*complete_party(ctx, param, incomplete), *complete_line(ctx, param, incomplete)]


def complete_any_party(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Every party of ISO 3166, and the EU; of parties joined by commas, the last."""
    from dealcheck.model.iso import COUNTRIES

    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(before + comma + party) for party in (*COUNTRIES, "EU") if party.startswith(last)]


def complete_baseline(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The baselines of the project and of the packs."""
    from dealcheck.cli.starting import Desk, Refused

    try:
        desk = Desk()
    except Refused:
        return []
    names = dict.fromkeys(each.name for each in desk.baselines(desk.shelf.current))
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


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


def complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes, names and categories of rules, as the last of those given."""
    from dealcheck.lint.rule import Category, all_rules

    before, comma, last = incomplete.rpartition(",")
    known = [(category.value, "every rule of that category") for category in Category]
    known += [(name, rule.title) for rule in all_rules() for name in (rule.code, rule.name)]
    return [CompletionItem(before + comma + name, help=said) for name, said in known if name.startswith(last)]


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
