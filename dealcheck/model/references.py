"""References: a field of the point itself, of the point with keys replaced, or of another kind at the same keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.model.goods import goods_of
from dealcheck.model.problems import listed, meant
from dealcheck.model.records import FieldSpec, KeyChange, Kind, Ref
from dealcheck.model.scoping import ANY, layers_of, parties_of, topics_of
from dealcheck.model.types import SORT_OF_TYPE, Typed
from dealcheck.source import Place
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from dealcheck.model.expressions import Formula
    from dealcheck.model.names import Here
    from dealcheck.scopes import IntervalSet


def read_reference(
    formula: Formula, reference: ast.Reference, place: Place, *, old: bool = False, extreme: str = ""
) -> Typed | None:
    """The field that a reference reads; None after an error."""
    here = formula.here
    kind = formula.kind
    if reference.kind is not None:
        kind = kind_of(here, reference.kind)
        if kind is None:
            return None
    if kind is None:
        here.problems.error(
            "DC222",
            "no measure is spoken of here",
            place,
            "a field of what?",
            "compare dates of the deal and named facts",
        )
        return None
    spec = field_of(here, kind, reference.name)
    changes = _changes(formula, kind, reference.keys)
    if spec is None or changes is None:
        return None
    if formula.kind is not None and kind is not formula.kind:
        changes = _at_same_keys(formula, kind, changes, reference, all_there_are=bool(extreme))
        if changes is None:
            return None
    ref = Ref(kind.name, spec.name, changes, old, extreme, place)
    return Typed(ref, SORT_OF_TYPE[spec.type], None, spec)


def kind_of(here: Here, name: ast.Name) -> Kind | None:
    """The kind of that name; None after an error."""
    declared = here.find("kind", name)
    duty = here.words.kinds.get("duty")
    if duty is not None and here.names.find("kind", "tariff", here.unit) is None:
        duty = None
    if name.text == "duty" and duty is not None:
        return duty
    if declared is not None:
        kind = here.words.kinds.get(name.text)
        if kind is None:
            here.problems.poison()
        return kind
    more = ("duty",) if duty is not None else ()
    here.unknown("DC204", "kind", name, otherwise='declare it, or write `use "trade"` for the usual ones', more=more)
    return None


def field_of(here: Here, kind: Kind, name: ast.Name) -> FieldSpec | None:
    """The field of a kind; None after an error."""
    spec = kind.fields.get(name.text)
    if spec is None:
        known = list(kind.fields)
        if name.text in kind.keys:
            advice = f"`{name.text}` is a key of {kind.name}, not a field"
        else:
            advice = meant(
                name.text, known, f"its fields are {listed(known)}" if known else f"{kind.name} has no fields"
            )
        here.problems.error(
            "DC302", f"`{kind.name}` has no field `{name.text}`", here.place(name), "not a field", advice
        )
    return spec


def _changes(formula: Formula, kind: Kind, keys: tuple[ast.Key, ...]) -> tuple[KeyChange, ...] | None:
    here = formula.here
    found: list[KeyChange] = []
    failed = False
    seen: set[str] = set()
    author = formula.author
    for key in sorted(keys, key=lambda key: key.word != "by"):
        if not check_key(here, kind, key, seen):
            failed = True
            continue
        is_any = _has_any(key.scope)
        if kind.keys[key.word] == "party":
            parties = parties_of(here, key.scope, 0 if key.word == "by" or is_any else author)
            failed |= parties is None
            if key.word == "by" and parties is not None:
                author = parties
            found.append(KeyChange(key.word, parties or 0, any=is_any))
        elif key.word == "layer":
            layers = layers_of(here, key.scope)
            failed |= layers is None
            found.append(KeyChange(key.word, layers=layers, any=is_any))
        else:
            on = on_of(here, kind, key.scope, author)
            failed |= on is None
            found.append(KeyChange(key.word, on=on, any=is_any))
    return None if failed else tuple(found)


def _has_any(scope: ast.Scope) -> bool:
    if isinstance(scope, ast.ScopeName):
        return scope.text == ANY
    return isinstance(scope, ast.ScopeOperation) and (_has_any(scope.left) or _has_any(scope.right))


def on_of(here: Here, kind: Kind, scope: ast.Scope, author: int | None) -> IntervalSet | None:
    """The goods or topics of a key `on`; None after an error."""
    if kind.keys["on"] == "topic":
        return topics_of(here, scope)
    goods = goods_of(here, scope, author)
    return None if goods is None else goods.held


def check_key(here: Here, kind: Kind, key: ast.Key, seen: set[str]) -> bool:
    """Whether the kind has the key, and it stands but once; if not, there is an error at the key."""
    if key.word in kind.keys and key.word not in seen:
        seen.add(key.word)
        return True
    place = Place(here.unit.source, (key.span[0], key.span[0] + len(key.word)))
    if key.word not in kind.keys:
        swapped = {"from": "to", "to": "from", "toward": "from"}.get(key.word, "")
        advice = f"did you mean `{swapped}`?" if swapped in kind.keys else f"its keys are {listed(kind.keys)}"
        here.problems.error("DC301", f"`{kind.name}` has no key `{key.word}`", place, "not a key of it", advice)
        return False
    here.problems.error(
        "DC304", f"`{key.word}` stands twice", place, "here again", "join what it covers with `|` in one place"
    )
    return False


def _at_same_keys(
    formula: Formula, kind: Kind, changes: tuple[KeyChange, ...], reference: ast.Reference, *, all_there_are: bool
) -> tuple[KeyChange, ...] | None:
    """The changes, and what to add so that another kind is read at the keys of this one.

    A key that this kind does not give is an error, unless the reference takes the lowest or highest of all there are;
    a layer is the other kind's own.
    """
    here, own = formula.here, formula.kind
    if own is None:
        return changes
    given = {change.word for change in changes}
    added: list[KeyChange] = []
    for word, sort in kind.keys.items():
        if word in given or own.keys.get(word) == sort:
            continue
        if word == "layer":
            if kind.layer_default is not None:
                added.append(KeyChange("layer", layers=frozenset({kind.layer_default})))
            continue
        if all_there_are:
            continue
        example = {"party": "JP", "goods": "autos"}.get(sort, "everything")
        here.problems.error(
            "DC320",
            f"`{kind.name}` has a key `{word}` that `{own.name}` does not give",
            here.place(reference),
            f"at which `{word}`?",
            f"say so, as in `{kind.name}.{reference.name.text}({word} {example})`",
        )
        return None
    return (*changes, *added)
