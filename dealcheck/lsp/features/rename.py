"""Rename: a name everywhere it means the same, or the reason why not.

Before any edit is handed out, the texts are read again with the new name in them: every name must then mean what it
meant before, and none may be new or gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from attrs import define, frozen
from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import Identity, Scope, is_standard, reach, scope_of
from dealcheck.lsp.documents import Workspace
from dealcheck.lsp.everywhere import Seen, everywhere, meaning
from dealcheck.lsp.symbols import DAYS, NAMED, SCOPE_WORDS, WIDE, Occurrence
from dealcheck.model.kinds import RESERVED
from dealcheck.model.lookup import Lookup, LookupFault, TableText
from dealcheck.model.parties import WORDS
from dealcheck.model.trial_rows import SILENCE
from dealcheck.source import Source, Span
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language
from dealcheck.syntax.parse import parse

_NAME = re.compile(r"[^\W\d]\w*\Z")
_NOUNS = {"text": "deal or letter", "choice": "value", "line": "line"}

_TARIFF = frozenset((
    ("kind", "", "tariff"), ("kind", "", "duty"), ("field", "tariff", "rate"), ("field", "tariff", "share"),
    ("layer", "", "mfn"),
))  # fmt: skip
"""What the language itself adds up to the duty."""


class RenameRefused(Exception):
    """Why a name cannot be renamed: a sentence for the user."""


@frozen(eq=False)
class _Target:
    occurrence: Occurrence
    identity: Identity
    seen: Sequence[Seen]


def prepare_rename(
    analysis: Analysis, workspace: Workspace | None, position: types.Position
) -> types.PrepareRenamePlaceholder:
    """The range and the name that would be renamed; raises RenameRefused."""
    target = _target(analysis, workspace, position)
    return types.PrepareRenamePlaceholder(analysis.range(target.occurrence.span), target.occurrence.name)


def rename(
    analysis: Analysis,
    workspace: Workspace | None,
    position: types.Position,
    name: str,
    *,
    versioned: bool = True,
) -> types.WorkspaceEdit:
    """The edits that give a name everywhere the new one; raises RenameRefused."""
    target = _target(analysis, workspace, position)
    old = target.occurrence.name
    if name == old:
        return types.WorkspaceEdit()
    _check_name(target, name)
    edits = _edits(target, name)
    for seen, _ in edits.values():
        _check_clash(target, name, seen)
        _check_sound(seen, old)
    _prove(target, name, edits)
    return _workspace_edit(edits, name, versioned)


# ---- Whether ---------------------------------------------------------------------------------------------------------


def _target(analysis: Analysis, workspace: Workspace | None, position: types.Position) -> _Target:
    scope = scope_of(analysis)
    found = scope.at(analysis.offset(position))
    if found is None:
        raise RenameRefused("There is no name here.")
    if found.sort not in NAMED:
        raise RenameRefused(f"`{found.name}` is a word of the language, not a name that a text declares.")
    if found.sort == "party" and is_standard(found.name):
        raise RenameRefused(f"`{found.name}` is the name that ISO 3166 gives, which every text means.")
    identity = scope.identity(found)
    if identity is None:
        raise RenameRefused(f"`{found.name}` is declared nowhere.")
    if identity[:3] in _TARIFF:
        raise RenameRefused(f"The language itself adds up the duty from `{found.name}`, so it keeps its name.")
    seen = everywhere(analysis, workspace)
    for each, occurrence in meaning(identity, seen):
        if _is_shipped(each):
            where = each.scope.source.name
            verb = "declared" if occurrence.declares else "used"
            raise RenameRefused(f"`{found.name}` is {verb} in {where}, which ships with dealcheck and stays as it is.")
    return _Target(found, identity, seen)


def _is_shipped(seen: Seen) -> bool:
    desk = seen.analysis.desk
    path = desk.path_of(seen.scope.source)
    return path is not None and path.is_relative_to(desk.packs) and not path.is_relative_to(seen.analysis.library.root)


def _check_name(target: _Target, name: str) -> None:
    sort = target.occurrence.sort
    parts = name.split(".") if sort == "topic" else [name]
    if not all(map(_NAME.match, parts)):
        raise RenameRefused(f"`{name}` is no name: a name has letters, digits and _, and begins with a letter or _.")
    for part in parts:
        if part in language().keywords:
            raise RenameRefused(f"`{part}` is a keyword of the language.")
    reserved: dict[str, Iterable[str]] = {
        "party": WORDS,
        "product": SCOPE_WORDS,
        "topic": SCOPE_WORDS,
        "layer": SCOPE_WORDS,
        "event": DAYS,
        "fact": (*DAYS, SILENCE, "exchange", "customs_value", "unlimited"),
        "term": (SILENCE,),
        "field": (*RESERVED, "per"),
        "choice": (SILENCE, "unlimited"),
        "kind": ("duty",),
    }
    if name in reserved.get(sort, ()) or (sort == "party" and is_standard(name)):
        raise RenameRefused(f"`{name}` has a meaning of its own in the language.")


def _check_clash(target: _Target, name: str, seen: Seen) -> None:
    sort, owner = target.occurrence.sort, target.identity[1]
    sorts = ("event", "fact") if sort in ("event", "fact") else ("product", "topic") if sort == "product" else (sort,)
    for each in sorts:
        found = seen.scope.every(each, name, None if each in WIDE else owner if each == sort else "")
        if found:
            place = found[0].place
            noun = _NOUNS.get(each, each)
            raise RenameRefused(f"There is already a {noun} `{name}` in {place.source.name}, line {place.line}.")
    if sort == "layer" and any(each.sort == "layer" and each.name == name for each in seen.scope.occurrences()):
        raise RenameRefused(f"There is already a layer `{name}` in {seen.scope.source.name}.")


def _check_sound(seen: Seen, old: str) -> None:
    """Where a statement cannot be read, what it names is not known."""
    source = seen.scope.source
    parsed = parse(source)
    wrong = next((each for each in parsed.diagnostics if each.is_error and each.place is not None), None)
    if wrong is not None and wrong.place is not None and old in source.text:
        raise RenameRefused(f"{source.name} has an error on line {wrong.place.line}: mend it first.")


# ---- The edits -------------------------------------------------------------------------------------------------------


def _edits(target: _Target, name: str) -> dict[str, tuple[Seen, list[Span]]]:
    """The stretches to replace, file by file."""
    found: dict[str, tuple[Seen, list[Span]]] = {}
    for seen, each in meaning(target.identity, target.seen):
        found.setdefault(seen.scope.source.name, (seen, []))[1].append(each.span)
    if target.occurrence.sort == "topic":  # What lies below it bears its name.
        old = target.occurrence.name
        for seen in target.seen:
            if seen.scope.identity(Occurrence((0, 0), "topic", old)) != target.identity:
                continue
            for each in seen.scope.occurrences():
                if each.sort == "topic" and each.name.startswith(f"{old}."):
                    span = each.span[0], each.span[0] + len(old)
                    if seen.scope.source.text_of(span) == old:
                        found.setdefault(seen.scope.source.name, (seen, []))[1].append(span)
                    if _is_shipped(seen):
                        raise RenameRefused(
                            f"`{each.name}` is in {seen.scope.source.name}, which ships with dealcheck."
                        )
    return found


def _workspace_edit(edits: dict[str, tuple[Seen, list[Span]]], name: str, versioned: bool) -> types.WorkspaceEdit:
    changes: list[tuple[str, int | None, list[types.TextEdit]]] = []
    for seen, spans in edits.values():
        uri = seen.analysis.uri_of(seen.scope.source)
        if uri is None:
            raise RenameRefused(f"{seen.scope.source.name} is in no file that the editor can change.")
        positions = seen.analysis.positions_of(seen.scope.source)
        texts = [types.TextEdit(positions.range(span), name) for span in sorted(set(spans))]
        changes.append((uri, seen.analysis.version if uri == seen.analysis.uri else None, texts))
    if not versioned:
        return types.WorkspaceEdit(changes={uri: texts for uri, _, texts in changes})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), texts)
            for uri, version, texts in changes
        ]
    )


# ---- The proof -------------------------------------------------------------------------------------------------------


@define(eq=False)
class _Overlay:
    """The files with some of them as they would be."""

    files: Lookup
    changed: dict[str, Source]

    def read(self, name: str, near: Source | None, extensions: tuple[str, ...]) -> Source | LookupFault:
        """The text of a file for `use`."""
        found = self.files.read(name, near, extensions)
        return self.changed.get(found.name, found) if isinstance(found, Source) else found

    def rows(self, name: str, near: Source) -> TableText | LookupFault:
        """The text of a table."""
        return self.files.rows(name, near)


def _prove(target: _Target, name: str, edits: dict[str, tuple[Seen, list[Span]]]) -> None:
    """Raise RenameRefused unless all names mean the same afterwards."""
    changed = {
        file: Source(file, _applied(seen.scope.source.text, spans, name)) for file, (seen, spans) in edits.items()
    }
    trees: dict[str, ast.File] = {}
    for file, source in changed.items():
        parsed = parse(source)
        if len(parsed.diagnostics) > len(parse(edits[file][0].scope.source).diagnostics):
            raise RenameRefused(f"`{name}` cannot stand for it in {file}: it would be read as something else.")
        trees[file] = parsed.file
    touched = frozenset(edits)
    for each in target.seen:
        if not touched & {tree.source.name for tree in each.scope.files}:
            continue
        tree = trees.get(each.scope.source.name, each.scope.tree)
        after = Scope(tree, _replaced(reach(tree, _Overlay(each.analysis.library, changed)), trees))
        before = _meanings(each.scope, _renaming(target, name))
        if before != _meanings(after, lambda sort, owner, known: (owner, known)):
            raise RenameRefused(f"With `{name}`, names in {each.scope.source.name} would mean something else.")


def _replaced(files: Iterable[ast.File], trees: dict[str, ast.File]) -> list[ast.File]:
    return [trees.get(file.source.name, file) for file in files]


def _applied(text: str, spans: Iterable[Span], name: str) -> str:
    for start, end in sorted(set(spans), reverse=True):
        text = f"{text[:start]}{name}{text[end:]}"
    return text


Renaming = Callable[[str, str, str], tuple[str, str]]


def _renaming(target: _Target, name: str) -> Renaming:
    """What owner and name become of those that mean the target, or belong to it."""
    sort, own, old, _ = target.identity

    def renamed(each: str, owner: str, known: str) -> tuple[str, str]:
        if each == sort and owner == own and known == old:
            known = name
        if sort == "topic" and each == "topic" and known.startswith(f"{old}."):
            known = name + known[len(old) :]
        if sort == "kind" and each == "field" and owner == old:
            owner = name
        if sort == "kind" and each == "choice" and owner.partition(".")[0] == old:
            owner = name + owner[len(old) :]
        if sort == "field" and each == "choice" and owner == f"{own}.{old}":
            owner = f"{own}.{name}"
        if sort == "line" and each == "reading" and owner == f"{own}.{old}":
            owner = f"{own}.{name}"
        if sort == "party" and each in ("line", "reading") and owner.partition(".")[0] == old:
            owner = name + owner[len(old) :]
        if sort in ("text", "baseline") and owner.partition(" ")[2] == old and each in ("term", "source"):
            owner = f"{owner.partition(' ')[0]} {name}"
        return owner, known

    return renamed


def _meanings(scope: Scope, renamed: Renaming) -> list[tuple[str, str, str, str, bool]]:
    """What each name in a file means: its sort, owner and name, the file it is declared in, and whether it is there."""
    found = []
    for each in scope.occurrences():
        identity = scope.identity(each)
        sort, owner, name, file = identity if identity is not None else (each.sort, each.owner, each.name, "")
        owner = re.sub(r"@\d+", "@", owner)  # Where a text without a name stands may shift.
        found.append((sort, *renamed(sort, owner, name), file, each.declares))
    return found
