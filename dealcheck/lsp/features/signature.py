"""Signature help: the keys and fields of the kind whose measure is being written, and which one is at hand."""

from __future__ import annotations

from lsprotocol import types

from dealcheck.lsp.analysis import Analysis
from dealcheck.lsp.declared import scope_of
from dealcheck.lsp.features.pages import Page
from dealcheck.lsp.features.telling import field_words, label_of
from dealcheck.lsp.features.words import TYPES
from dealcheck.lsp.slots import is_kind_name, kind_at, kind_index
from dealcheck.lsp.standing import Standing, standing_at
from dealcheck.model.kinds import KEY_TYPES
from dealcheck.syntax import ast

TRIGGERS = (" ",)


def signature_help(
    analysis: Analysis, position: types.Position, *, markdown: bool = True
) -> types.SignatureHelp | None:
    """The signature of the kind at hand; None outside a measure or a pattern."""
    scope = scope_of(analysis)
    standing = standing_at(analysis.text, analysis.offset(position), lambda name: is_kind_name(scope, name))
    if standing.comment or standing.quoted is not None:
        return None
    name = kind_at(standing, scope)
    if not name or not is_kind_name(scope, name) or not _in_measure(standing):
        return None
    node = scope.kind_node("tariff" if name == "duty" else name)
    if node is None:
        return None
    return _help(standing, node, name, markdown)


def _in_measure(standing: Standing) -> bool:
    """Whether the statement at hand is a measure or a sentence still."""
    return bool(standing.acceptable) and any(
        run.opened and any(each.name in _MEASURES for each in run.opened) for run in standing.runs
    )


_MEASURES = frozenset((
    "KIND", "pattern", "__pattern_star_28", "__measure_plus_11", "END", "EVERY", "NO", "SOME", "OF",
    "primary", "element", "measure", "ending", "__term_plus_9",
))  # fmt: skip


def _help(standing: Standing, node: ast.KindDeclaration, name: str, markdown: bool) -> types.SignatureHelp:
    label = name
    parameters: list[types.ParameterInformation] = []
    words: list[str] = []
    parts = [
        (key.word, f"{key.word} {key.type.text}{_default(key)}", TYPES.get(key.type.text, "")) for key in node.keys
    ]
    parts.extend((value.name.text, f"{value.name.text} {_sort(value)}", field_words(value)) for value in node.values)
    if name == "duty":
        parts = [part for part in parts if part[0] not in ("layer", "share")]
    for word, shown, said in parts:
        label += "  " if label == name or word not in ("by", "from", "to", "on", "layer", "toward") else " "
        start = _width(label)
        label += shown
        page = Page()
        page.text(said)
        parameters.append(types.ParameterInformation((start, _width(label)), page.documentation(markdown=markdown)))
        words.append(word)
    page = Page()
    page.text(label_of(node) if name != "duty" else "Total duty: the sum over the layers of tariff")
    active = _active(standing, name, words)
    signature = types.SignatureInformation(label, page.documentation(markdown=markdown), parameters, active)
    return types.SignatureHelp([signature], 0, active)


def _width(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _default(key: ast.KeyDeclaration) -> str:
    return f" = {key.default.text}" if key.default is not None else ""


def _sort(value: ast.ValueDeclaration) -> str:
    return " | ".join(each.text for each in value.choices) or value.type.text


def _active(standing: Standing, kind: str, words: list[str]) -> int | None:
    """The key or field whose value is at hand; else the first that is not given yet."""
    texts = standing.tokens.texts[kind_index(standing, kind) + 1 : -1]
    within = _in_reference(standing.tokens.texts, kind)
    if within is not None:
        keys = [word for word in words if word in KEY_TYPES]
        given = [text for text in within if text in keys]
        return words.index(given[-1] if given else keys[0]) if keys else None
    conditions = [at for at, text in enumerate(texts) if text in ("have", "has", "having")]
    if conditions:  # What a condition says is about the fields.
        texts = texts[conditions[-1] + 1 :]
        fields = [word for word in words if word not in KEY_TYPES]
        read = [text for text in texts if text in fields] or fields
        return words.index(read[-1] if texts else read[0]) if read else None
    given = [text for text in texts if text in words]
    opened = standing.slot("NAME")
    between = opened is None or opened[-1].name in _BETWEEN
    goes_on = standing.acceptable & {"UNIT", "PERCENT", "SCALE"}
    if given and (not between or goes_on):
        return words.index(given[-1])
    return next((at for at, word in enumerate(words) if word not in given), None)


def _in_reference(texts: list[str], kind: str) -> list[str] | None:
    """The words in the parentheses of `kind.field(...)`, where the cursor stands in them."""
    closed = 0
    for at in range(len(texts) - 2, 2, -1):
        if texts[at] == ")":
            closed += 1
        elif texts[at] == "(" and closed:
            closed -= 1
        elif texts[at] == "(":
            return texts[at + 1 : -1] if texts[at - 3 : at - 1] == [kind, "."] else None
    return None


_BETWEEN = ("KIND", "field", "__measure_plus_11", "__measure_star_10", "__pattern_star_28", "pattern")
"""What is read whole where a further key or field may follow."""
