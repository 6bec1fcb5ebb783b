"""What the client can, and what its settings say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import evolve, fields, frozen
from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

from dealcheck.lint.rule import all_rules
from dealcheck.lint.selection import unknown_words
from dealcheck.lsp.analysis import Settings
from dealcheck.lsp.positions import Encoding
from dealcheck.model.problems import meant

SECTION = "dealcheck"
"""Under what the client keeps the settings."""

DOCUMENTATION = "text_document.completion.completion_item.documentation_format"

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")


@frozen
class Client:
    """What the client can, as far as answers depend on it."""

    pulls: bool = False
    """Whether it asks for diagnostics itself, and asks again when told that there are others."""
    refreshes_lenses: bool = False
    refreshes_hints: bool = False
    watches: bool = False
    configures: bool = False
    """Whether it can be asked for its settings."""
    told_of_settings: bool = False
    """Whether it tells of changed settings once that is registered."""
    progress: bool = False
    related: bool = False
    pages: bool = False
    """Whether a diagnostic may name the page of its code."""
    tags: frozenset[int] = frozenset()
    literal_actions: bool = False
    versioned_edits: bool = False
    applies: bool = False
    snippets: bool = False
    levels: bool = False
    """Whether it shows an outline with levels."""
    link_tooltips: bool = False
    hover_markdown: bool = False
    completion_markdown: bool = False
    completion_markup: bool = False
    """Whether the documentation of what can be written may say in which form it is; else it is bare text."""
    signature_markdown: bool = False


def client_of(can: types.ClientCapabilities) -> Client:
    """The client that has told of these capabilities."""

    def has(path: str) -> bool:
        return bool(get_capability(can, path, False))

    def markdown(path: str) -> bool:
        return types.MarkupKind.Markdown in (get_capability(can, path, None) or ())

    tags = get_capability(can, "text_document.publish_diagnostics.tag_support.value_set", ())
    return Client(
        pulls=get_capability(can, "text_document.diagnostic", None) is not None
        and has("workspace.diagnostics.refresh_support"),
        refreshes_lenses=has("workspace.code_lens.refresh_support"),
        refreshes_hints=has("workspace.inlay_hint.refresh_support"),
        watches=has("workspace.did_change_watched_files.dynamic_registration"),
        configures=has("workspace.configuration"),
        told_of_settings=has("workspace.did_change_configuration.dynamic_registration"),
        progress=has("window.work_done_progress"),
        related=has("text_document.publish_diagnostics.related_information"),
        pages=has("text_document.publish_diagnostics.code_description_support"),
        tags=frozenset(int(tag) for tag in tags or ()),
        literal_actions=get_capability(can, "text_document.code_action.code_action_literal_support", None) is not None,
        versioned_edits=has("workspace.workspace_edit.document_changes"),
        applies=has("workspace.apply_edit"),
        snippets=has("text_document.completion.completion_item.snippet_support"),
        levels=has("text_document.document_symbol.hierarchical_document_symbol_support"),
        link_tooltips=has("text_document.document_link.tooltip_support"),
        hover_markdown=markdown("text_document.hover.content_format"),
        completion_markdown=markdown(DOCUMENTATION),
        completion_markup=bool(get_capability(can, DOCUMENTATION, None)),
        signature_markdown=markdown("text_document.signature_help.signature_information.documentation_format"),
    )


def encoding_of(can: types.ClientCapabilities) -> Encoding:
    """The encoding of positions, which the server announces: the client's first that is known, else UTF-16."""
    chosen = ServerCapabilitiesBuilder.choose_position_encoding(can)
    return next(each for each in ENCODINGS if each == str(getattr(chosen, "value", chosen)))


# ---- Settings --------------------------------------------------------------------------------------------------------

_NAMES = {
    "lint.enable": "lint",
    "lint.select": "select",
    "lint.ignore": "ignore",
    "check.enable": "check",
    "check.asOf": "as_of",
    "test.enable": "tests",
    "inlayHints.enable": "hints",
    "codeLens.enable": "lenses",
    "codePage": "page",
}
"""The settings by what the client calls them, below `dealcheck`."""


def settings_of(given: object) -> tuple[Settings, list[str]]:
    """The settings in what a client gives, and what is wrong with it: such a setting is left as it is without.

    The settings may stand below `dealcheck` or by themselves, `lint: {select: [...]}` or `"lint.select": [...]`.
    """
    found, wrong = Settings(), list[str]()
    if isinstance(given, Mapping) and isinstance(given.get(SECTION), Mapping):
        given = given[SECTION]
    if given is None:
        return found, wrong
    if not isinstance(given, Mapping):
        return found, [f"the settings of {SECTION} are no table"]
    types_of = {each.name: each.default for each in fields(Settings)}
    for key, value in _flat("", given):
        if value is None or value == "":
            continue
        name = _NAMES.get(key)
        if name is None:
            if key.partition(".")[0] in {known.partition(".")[0] for known in _NAMES}:
                wrong.append(f"there is no setting {SECTION}.{key}: {meant(key, _NAMES)}".rstrip(": "))
            continue  # A client may keep settings of its own there, as where the program is.
        read = _read(name, value, types_of[name])
        if isinstance(read, str) and name != "page":
            wrong.append(f"{SECTION}.{key} {read}")
        else:
            found = evolve(found, **{name: read})
    for name in ("select", "ignore"):
        for word, way_out in unknown_words(getattr(found, name), all_rules()):
            wrong.append(f"{SECTION}.lint.{name} names {word}, and no rule is called so: {way_out}")
    return found, wrong


def _flat(before: str, table: Mapping[Any, Any]) -> Iterable[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{before}{key}.", value)
        else:
            yield f"{before}{key}", value


def _read(name: str, value: object, usual: object) -> Any:
    """A setting's value; a text that says what is wrong with it."""
    if name == "as_of":
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            return f"is {value!r}, which is no date: write it like 2025-07-09"
    if isinstance(usual, bool):
        return value if isinstance(value, bool) else "is neither true nor false"
    if isinstance(usual, tuple):
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            return 'is no list of rules, as ["DC450", "style"]'
        return tuple(word.strip() for word in words if word.strip())
    return str(value)
