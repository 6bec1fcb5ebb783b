"""A count of packages for programs, version 1. Keys are added, never renamed, within a version."""

from __future__ import annotations

import json
from typing import Any

from dealcheck.packages.counted import BestPackage, ChoiceCount, Clash, Counted
from dealcheck.report.json import diagnostic_json, head_json, of_deals, place_json, tallies_json
from dealcheck.report.json_parts import at_least_json
from dealcheck.report.packages import DealPackages, PackagesResult
from dealcheck.report.style import RenderOptions
from dealcheck.values import Exact, show


def render(result: PackagesResult, options: RenderOptions) -> str:
    """One JSON document: of a single deal the object itself, of several `{"version", "deals": [...], "errors"}`."""
    return json.dumps(document(result), indent=2, ensure_ascii=False) + "\n"


def document(result: PackagesResult) -> dict[str, Any]:
    """The document as plain values."""
    deals = [_deal(each) for each in result.deals]
    errors = [diagnostic_json(found) for found in result.everything]
    return of_deals(deals, _nothing(), errors)


def _deal(each: DealPackages) -> dict[str, Any]:
    """One deal with its packages."""
    return {
        **head_json(each.draft, each.deal),
        **(_nothing() if each.counted is None else _counted(each.counted)),
    }


def _nothing() -> dict[str, Any]:
    """What stands for packages that were not counted."""
    lists = ("best", "best_apart", "best_undecided", "choices", "clashes", "without_lines", "beyond")
    tallies: dict[str, Any] = {"total": None, "acceptable": {}, "undecided": {}, "apart": {}, "at_least": {}}
    return {**tallies, "violated": [], "unknown": [], "searched": False, **{name: [] for name in lists}}


def _counted(counted: Counted) -> dict[str, Any]:
    """The packages of a deal. Of the lists of best packages one is filled at most."""
    best = {"acceptable": "best", "apart": "best_apart", "undecided": "best_undecided"}
    shown = [_package(package) for package in counted.best]
    return {
        **tallies_json(counted.tallies),
        **{name: shown if basis == counted.basis else [] for basis, name in best.items()},
        "searched": counted.is_searched,
        "choices": [_choice(choice) for choice in counted.choices],
        "clashes": [_clash(clash) for clash in counted.clashes],
        "without_lines": list(counted.without_lines),
        "beyond": list(counted.beyond),
    }


def _choice(choice: ChoiceCount) -> dict[str, Any]:
    """A choice with its options."""
    return {
        "choice": choice.name,
        "sort": choice.record.sort,
        "options": [
            {
                "option": option.name,
                "said": option.said,
                "argument": option.argument,
                "wanted_by": list(option.wanted_by),
                "accepted": option.accepted.number,
                **at_least_json(option.accepted),
                "dead_for": list(option.dead),
            }
            for option in choice.options
        ],
        "lines": list(choice.lines),
        "at": place_json(choice.record.place),
    }


def _package(package: BestPackage) -> dict[str, Any]:
    """One of the best packages."""
    return {
        "choices": dict(package.choices),
        "arguments": list(package.arguments),
        "free": list(package.free),
        "weight": number_json(package.weight),
        "wishes": list(package.wishes),
        "concerns": list(package.concerns),
        "unknown": list(package.untold),
    }


def number_json(number: Exact) -> int | str:
    """A whole number as it is, another one as text, for JSON has no exact fractions."""
    return number if isinstance(number, int) else show(number)


def _clash(clash: Clash) -> dict[str, Any]:
    """Lines that no package holds together."""
    return {"parties": list(clash.parties), "lines": list(clash.lines), "smallest": clash.smallest}
