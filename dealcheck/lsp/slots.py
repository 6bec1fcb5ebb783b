"""What sort of name fits at a cursor, told from what the parser has begun there."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from dealcheck.lsp.declared import Scope, is_standard
from dealcheck.lsp.standing import Open, Standing, standing_at
from dealcheck.lsp.symbols import Occurrence
from dealcheck.syntax import ast
from dealcheck.syntax.grammar import language
from dealcheck.syntax.language import NO_KINDS

_KEYS = ("BY", "FROM", "TO", "TOWARD", "ON", "LAYER")
_IN_SCOPES = ("VBAR", "MINUS", "AMPERSAND", "LPAR", "scope", "scope_part", "scope_atom", "dotted")
_MOMENTS = ("UNTIL", "SINCE", "AT", "BY_DATE", "AFTER", "BEFORE", "DURING", "DATED", "SIGNED", "EFFECTIVE", "EXPIRES")
_PLAIN = {
    "CITES": "source",
    "AGAINST": "baseline",
    "INCLUDE": "baseline",
    "STATUS": "status",
    "PER": "period",
    "EXPECT": "line",
    "WAIVE": "line",
    "ASSESS": "line",
    "line_ref": "verdict",
    "POLICY": "party",
    "ABSENT": "absence",
    "COLUMN": "column",
    "COLUMNS": "tested",
}
_NEW = ("SOURCE", "PARTY", "GROUP", "PRODUCT", "TOPIC", "FACT", "EVENT", "BASELINE", "LETTER", "TERM", "VALUE", "level")
_LISTS = {
    "MEMBERS": "party",
    "BETWEEN": "party",
    "BY": "party",
    "LSQB": "party",
    "SIDE": "party",
    "DISPLACES": "layer",
    "WITH": "text",
}
_PATTERNS = ("NO", "EVERY", "SOME", "_adjective", "__pattern_star_27", "NEW", "CHANGED", "KEPT", "WRITTEN", "GENERAL")
_HEADS = ("KIND", "__measure_plus_11", "field", "__measure_star_10", "_measure_head", "_measure_tail")
_SETTERS = ("NAME", "_set_name", "TOTAL", "NUMBER_WORD", "AVERAGE", "SHARE")
_COMPARES = ("EQUAL", "NOT_EQUAL", "LESS_EQUAL", "MORE_EQUAL", "LESS_THAN", "MORE_THAN", "_compare")
QUANTIFIERS = frozenset(("no", "every", "some", "of", "new", "changed", "kept", "written", "general"))


@frozen
class Slot:
    """What fits: names of a `sort`, of the `kind` at hand or belonging to `owner`; `want` is the field that a value is
    for. The sort `value` takes a value, `field` a field that a measure sets, `new` a name that nothing has yet.
    """

    sort: str
    kind: str = ""
    owner: str = ""
    want: str = ""
    sets: bool = False
    """Whether a measure sets the field, and no sentence reads it."""


def slots(standing: Standing, scope: Scope) -> list[Slot]:
    """What fits at a cursor, the likeliest first."""
    found = [_named(standing, scope, named) for named in standing.every_slot("NAME")]
    if standing.slot("SIDE") is not None:
        found.append(Slot("party"))
    if standing.slot("KIND") is not None and all(slot.sort != "kind" for slot in found):
        found.append(Slot("kind", sets=True))
    return found


def _named(standing: Standing, scope: Scope, opened: Sequence[Open]) -> Slot:
    names = [each.name for each in opened]
    if not names:
        return Slot("new")
    top, below = names[-1], (names[-2] if len(names) > 1 else "")
    kind = kind_at(standing, scope)
    in_scope = _scope_slot(standing, scope, names, kind)
    if in_scope is not None:
        return in_scope
    if top == "DOT":
        return _dotted(standing, scope, opened, kind)
    if top == "COMMA":
        listed = _listed(names)
        if listed:
            return Slot(listed)
        if below == "row_outcome" or "row_outcome" in names:
            return Slot("verdict")
        if "COLUMNS" in names and "ROW" not in names:
            return Slot("line" if "COLON" in names[names.index("COLUMNS") :] else "tested")
        if "value_type" in names:
            return Slot("new")
    if top in _PLAIN:
        return Slot(_PLAIN[top])
    if top in ("MEMBERS", "BETWEEN", "WITH", "DISPLACES", "SIDE") or (top == "LSQB" and _in_head(names)):
        return Slot(_LISTS[top])
    if top == "EQUAL" and "GROUP" in names:
        return Slot("party")
    if top in _MOMENTS or (top == "OF" and below in ("DAY", "MONTH")) or (top == "__ANON_2" and "DURING" in names):
        return Slot("moment")
    return _further(standing, names, kind)


def _further(standing: Standing, names: list[str], kind: str) -> Slot:
    top, below = names[-1], (names[-2] if len(names) > 1 else "")
    in_line = "level" in names
    if top == "READING":
        return Slot("new") if in_line else Slot("reading", owner=_line_before(standing))
    if below == "READING" and not in_line:
        return Slot("verdict")
    if top == "COLON" and "ROW" in names:
        return Slot("verdict")
    if top == "COLON" and "COLUMNS" in names:
        return Slot("line")
    if top == "COLON" and ("KEY" in names or "VALUE" in names):
        return Slot("type", owner="key" if "KEY" in names else "value", kind=_key_word(standing))
    if top == "EQUAL" and "KEY" in names:
        return Slot("layer" if _key_word(standing) == "layer" else "party")
    if top == "IF" or (top == "NOT" and below == "IF"):
        return Slot("value", kind=kind) if in_line else Slot("event")
    if top == "IN" and "PRODUCT" in names:
        return Slot("party")
    if top == "LBRACE":
        return _in_braces(standing, names, kind)
    if top == "DEAL":
        return Slot("text" if below == "LBRACE" else "new")
    if top == "FACT" or (below == "FACT" and top == "NAME"):
        return Slot("currency" if below == "FACT" else "new")
    if top == "__ANON_0" or top in _NEW:
        return Slot("new")
    if top == "EQUAL" and ("TABLE" in names or "WEIGHTED" in names) and "LBRACE" in names[-6:]:
        return Slot("column")
    if top == "END":
        return Slot("kind", sets=True)
    if top == "OF" and below == "ONE":
        return Slot("new")
    if top in _PATTERNS or top == "OF":
        return Slot("kind")
    if top == "__ANON_1":
        return Slot("rhythm")
    if "__source_star_1" in names or below == "SOURCE":
        return Slot("source field")
    if top in ("__mapping_star_13", "column"):
        return Slot("mapping", kind=kind)
    if top in ("TOTAL", "AVERAGE") and in_line:
        return Slot("aggregated")
    if top in _HEADS and not in_line:
        return Slot("field", kind=kind, sets=True)
    return Slot("value", kind=kind, want=_wanted(standing, names, kind), sets=not in_line)


def _in_braces(standing: Standing, names: list[str], kind: str) -> Slot:
    below = names[-2] if len(names) > 1 else ""
    if "TABLE" in names or "WEIGHTED" in names:
        return Slot("mapping", kind=kind)
    if below == "IN":
        return Slot("value", kind=kind, want=_wanted(standing, names, kind))
    if "SOURCE" in names[-4:]:
        return Slot("source field")
    return Slot("kind", sets=True)


def _in_head(names: list[str]) -> bool:
    """Whether a bracket stands in the head of a term, and not for a value."""
    return "TERM" in names and "COLON" not in names[names.index("TERM") :]


def _listed(names: list[str]) -> str:
    """The sort of a list of names that a comma goes on with; `""` where it goes on with something else."""
    at = len(names) - 2
    if names[at] == "__names_star_2":
        at -= 1
    if names[at] == "SIDE" or "side" in names[at]:
        return "party"
    if names[at] != "NAME" or at == 0:
        return ""
    before = names[at - 1]
    if before == "EQUAL":
        return "party" if "GROUP" in names else ""
    return _LISTS.get(before, "")


def _scope_slot(standing: Standing, scope: Scope, names: list[str], kind: str) -> Slot | None:
    """What fits in a scope: parties, goods, topics or layers; None where there is no scope."""
    at = len(names) - 1
    while at >= 0 and names[at] in _IN_SCOPES:
        at -= 1
    if at < 0:
        return None
    word, below = names[at], (names[at - 1] if at else "")
    if word == "EQUAL" and "PRODUCT" in names[max(at - 6, 0) : at]:
        return Slot("product")
    if word not in _KEYS:
        return None
    if word == "BY":
        if below in ("PROPOSED", "OPPOSED", "LBRACE"):
            return Slot("party")
        if "EXPECT" in names or "ROW" in names:
            return Slot("term")
    if word == "LAYER":
        return Slot("layer", kind=kind)
    if word == "ON":
        if "FACT" in names:
            return Slot("product")
        return Slot(_on_sort(scope, kind) if "EXPECT" not in names and "ROW" not in names else "goods", kind=kind)
    return Slot("party", kind=kind, owner="key")


def _on_sort(scope: Scope, kind: str) -> str:
    node = scope.kind_node("tariff" if kind == "duty" else kind)
    sort = next((key.type.text for key in node.keys if key.word == "on"), "") if node is not None else ""
    return {"topic": "topic", "goods": "product"}.get(sort, "goods")


def _dotted(standing: Standing, scope: Scope, opened: Sequence[Open], kind: str) -> Slot:
    """What fits behind a dot."""
    names = [each.name for each in opened]
    texts = standing.tokens.texts
    at = opened[-1].first
    before = texts[at - 1] if at else ""
    if "COLUMNS" in names and "COLON" not in names[names.index("COLUMNS") :]:
        return Slot("field", owner=before, kind=_kind_of_term(standing, before))
    if len(names) > 2 and (names[-3] in ("EXPECT", "WAIVE", "ASSESS") or "COLUMNS" in names):
        return Slot("line", owner=before)
    if names[-2] == "_field_name":
        return Slot("field", kind=before)
    first = at
    while first >= 2 and texts[first] == ".":
        first -= 2
    return Slot("topic", owner="".join(texts[first + 1 : at + 1]))


def name_at(text: str, scope: Scope, offset: int) -> Occurrence | None:
    """The name at an offset; in a statement that cannot be read, what it would be as the parser stands there."""
    return scope.at(offset) or _guessed(text, scope, offset)


def _guessed(text: str, scope: Scope, offset: int) -> Occurrence | None:
    standing = standing_at(text, offset)
    name = text[standing.span[0] : standing.span[1]]
    if standing.comment or standing.quoted is not None or not name or name in language().keywords:
        return None
    for slot in slots(standing, scope):
        sorts = {
            "moment": ("event", "fact"),
            "goods": ("product", "topic"),
            "value": ("field", "choice", "fact", "kind"),
        }.get(slot.sort, (slot.sort,))
        for sort in sorts:
            if sort == "party" and is_standard(name):
                return Occurrence(standing.span, sort, name)
            for each in scope.every(sort, name):
                kind = "tariff" if slot.kind == "duty" else slot.kind
                if sort not in ("field", "choice") or not kind or each.owner.partition(".")[0] == kind:
                    return Occurrence(standing.span, sort, name, False, each.owner)
    return None


# ---- What stands before the cursor -----------------------------------------------------------------------------------


_BEGINS = frozenset((
    "red", "concern", "wish", "term", "source", "event", "fact", "deal", "policy", "baseline", "letter", "test",
    "expect", "waive", "assess", "between", "against", "product", "kind", "columns",
))  # fmt: skip
"""Words before which another statement stands."""


def kind_at(standing: Standing, scope: Scope) -> str:
    """The kind that the statement at hand speaks of, that which a reference names where the cursor is in its keys."""
    texts = standing.tokens.texts
    last = len(texts) - 2
    closed = braces = 0
    for index in range(last, -1, -1):
        text = texts[index]
        if text == "}":
            braces += 1
        elif text == "{":
            braces -= 1
        elif text == ")":
            closed += 1
        elif text == "(":
            closed -= 1
            if closed < 0 and index >= 3 and texts[index - 2] == "." and is_kind_name(scope, texts[index - 3]):
                return texts[index - 3]
            closed = max(closed, 0)
        elif braces > 0:
            continue
        elif _heads(texts, index, scope) or (
            index == last and is_kind_name(scope, text) and standing.slot("BY") is not None
        ):
            return text
        elif text in _BEGINS:
            return ""
    return ""


def _heads(texts: list[str], index: int, scope: Scope) -> bool:
    """Whether a word is the kind of a measure or a pattern."""
    text, before, after = texts[index], (texts[index - 1] if index else ""), texts[index + 1]
    if not text[:1].isalpha() or text in QUANTIFIERS or text in NO_KINDS:
        return False
    return after == "by" or (is_kind_name(scope, text) and (before in QUANTIFIERS or before == "end"))


def kind_index(standing: Standing, kind: str) -> int:
    """The token that names the kind at hand, the last one; -1 where none does."""
    texts = standing.tokens.texts
    return next((at for at in range(len(texts) - 2, -1, -1) if texts[at] == kind and texts[at + 1] != "."), -1)


def is_kind_name(scope: Scope, name: str) -> bool:
    """Whether a kind has that name."""
    return scope.knows("kind", name) or (name == "duty" and scope.knows("kind", "tariff"))


def _wanted(standing: Standing, names: list[str], kind: str) -> str:
    """The field that a value is for; `""` where that is not known."""
    texts = standing.tokens.texts
    for at in range(len(names) - 1, 0, -1):
        if names[at] in _COMPARES or (names[at] == "IN" and names[at - 1] == "expr"):
            break
        if names[at] in _SETTERS and names[at - 1] in _HEADS:
            opened = standing.slot("NAME") or ()
            return standing.word(opened[at])
    for index in range(len(texts) - 2, 0, -1):
        if texts[index] in ("=", "!=", "<=", ">=", "<", ">", "in", "is"):
            return texts[index - 1] if texts[index] != "is" else _value_name(standing)
        if texts[index] in ("{", ",", "(", "+", "-", "*", "/") or texts[index][:1].isalnum():
            continue
        break
    return ""


def _value_name(standing: Standing) -> str:
    texts = standing.tokens.texts
    found = [texts[at + 1] for at in range(len(texts) - 1) if texts[at] == "value"]
    return found[-1] if found else ""


def _line_before(standing: Standing) -> str:
    """The line that an `expect` names, in full."""
    texts = standing.tokens.texts
    for index in range(len(texts) - 4, -1, -1):
        if texts[index] in ("expect", "columns"):
            return "".join(texts[index + 1 : index + 4])
    return ""


def _key_word(standing: Standing) -> str:
    texts = standing.tokens.texts
    found = [texts[at + 1] for at in range(len(texts) - 1) if texts[at] == "key"]
    return found[-1] if found else ""


def _kind_of_term(standing: Standing, term: str) -> str:
    """The kind of the first measure of a term of the test at hand."""
    texts = standing.tokens.texts
    for index in range(len(texts) - 2):
        if texts[index] == "term" and texts[index + 1] == term:
            for at in range(index + 2, len(texts) - 1):
                if texts[at + 1] == "by" and texts[at] not in ("proposed", "opposed"):
                    return texts[at]
    return ""


def terms_before(standing: Standing, scope: Scope) -> list[str]:
    """The terms of the draft of the test at hand."""
    texts = standing.tokens.texts
    found = [texts[at + 1] for at in range(len(texts) - 2) if texts[at] == "term"]
    for at in range(len(texts) - 2):
        node = scope.deal_node(texts[at + 1]) if texts[at] == "deal" else None
        if node is not None:
            found.extend(item.name.text for item in node.items if isinstance(item, ast.Term))
    return list(dict.fromkeys(found))
