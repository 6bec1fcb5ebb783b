"""What a project says of its rules, in `[tool.dealcheck.lint]` or in `[lint]` of dealcheck.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard

from attrs import Factory, evolve, fields, frozen

from dealcheck.diagnostics import Diagnostic
from dealcheck.lint.context import Limits
from dealcheck.lint.rule import Rule
from dealcheck.lint.selection import Selection, unknown_words
from dealcheck.model.problems import meant
from dealcheck.source import Place

LISTS = ("select", "ignore")
PER_FILE = "per-file-ignores"
LIMITS = {each.name.replace("_", "-"): each.name for each in fields(Limits)}
KEYS = (*LISTS, PER_FILE, *LIMITS)

PlaceOf = Callable[..., "Place | None"]
"""Where some keys, each within the one before it, stand in the configuration's text."""


@frozen
class LintSettings:
    """Which rules look at which files, the limits that they keep to, and what is wrong with the configuration."""

    selection: Selection = Factory(Selection)
    limits: Limits = Factory(Limits)
    diagnostics: tuple[Diagnostic, ...] = ()


def read_settings(table: Mapping[str, object], head: str, place_of: PlaceOf, rules: Sequence[Rule]) -> LintSettings:
    """The settings that a table gives, under what it is called in messages; each slip in it is DC920."""
    wrong: list[Diagnostic] = []

    def refuse(said: str, help_text: str, *keys: str) -> None:
        wrong.append(Diagnostic("DC920", f"{head}: {said}", place_of(*keys), help=help_text))

    def words(value: object, *keys: str) -> tuple[str, ...]:
        if not _is_words(value):
            refuse(f"{keys[-1]} is no list of rules", f'write {_quoted(keys[-1])} = ["DC450", "style"]', *keys)
            return ()
        for word, way_out in unknown_words(value, rules):
            refuse(f"{keys[-1]} names {word}, and no rule is called so", way_out, *keys)
        return tuple(value)

    selection, limits = Selection(), Limits()
    for key, value in table.items():
        if key in LISTS:
            given = words(value, key)
            selection = evolve(selection, select=given) if key == "select" else evolve(selection, ignore=given)
        elif key == PER_FILE:
            if isinstance(value, dict):
                ignored = tuple((pattern, words(each, key, pattern)) for pattern, each in value.items())
                selection = evolve(selection, per_file=ignored)
            else:
                refuse(f"{key} is no table", f'write {key} = {{ "drafts/*" = ["style"] }}', key)
        elif key in LIMITS:
            if type(value) is int and value > 0:
                limits = evolve(limits, **{LIMITS[key]: value})
            else:
                example = getattr(Limits(), LIMITS[key])
                refuse(f"{key} is no whole number above 0", f"write {key} = {example}", key)
        else:
            refuse(f"there is no key {key}", meant(key, KEYS, f"the keys are {', '.join(KEYS)}"), key)
    return LintSettings(selection, limits, tuple(wrong))


def _is_words(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _quoted(key: str) -> str:
    """A key as TOML writes it."""
    return key if key.replace("-", "").replace("_", "").isalnum() else f'"{key}"'
