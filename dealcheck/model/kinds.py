"""Kinds: their keys, fields and layers, as declared, with the total duty that goes with tariffs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealcheck.diagnostics import Label
from dealcheck.model.expressions import Formula
from dealcheck.model.names import Declared, Here
from dealcheck.model.problems import listed, meant
from dealcheck.model.records import FieldSpec, Kind, Literal
from dealcheck.model.scoping import party_mask
from dealcheck.model.types import CONSTANT, SORT_OF_TYPE, fits
from dealcheck.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealcheck.model.vocabulary import Vocabulary
    from dealcheck.values import Value

KEY_TYPES: dict[str, tuple[str, ...]] = {
    "by": ("party",),
    "from": ("party",),
    "to": ("party",),
    "toward": ("party",),
    "on": ("goods", "topic"),
    "layer": ("name",),
}
"""The types that each key word may have."""

RESERVED = frozenset(
    """
    and any as_of at by during effective end except from has having highest if in layer lowest max may min must no not
    every some of old on only or per partner pp reading table then time to toward under unless until unlimited all_in
    """.split()  # noqa: SIM905 - a list of literals would be no plainer
)
"""Words that a measure or a sentence would read otherwise than as a field's name."""


def gather_kinds(words: Vocabulary) -> None:
    """Resolve every kind that is declared, and `duty` where tariffs are."""
    for known in words.names.tables.get("kind", {}).values():
        declared = known[0]
        here = Here(words.names, words.problems, words, declared.unit)
        if declared.name == "duty":
            words.problems.error(
                "DC214",
                "`duty` is a kind that the language has already",
                declared.place,
                "the sum of the layers of tariff",
                "choose another name",
            )
            continue
        words.kinds[declared.name] = _kind(here, declared, declared.node_as(ast.KindDeclaration))
    tariff = words.kinds.get("tariff")
    if tariff is not None and "rate" in tariff.fields:
        keys = {word: sort for word, sort in tariff.keys.items() if word != "layer"}
        rate = FieldSpec("rate", "rate", (), "less", tariff.fields["rate"].absent)
        words.kinds["duty"] = Kind("duty", "Total duty", keys, {"rate": rate}, derived=True, place=tariff.place)


def _kind(here: Here, declared: Declared, node: ast.KindDeclaration) -> Kind:
    keys: dict[str, str] = {}
    defaults: dict[str, str] = {}
    for key in node.keys:
        if _key_is_sound(here, key, keys):
            keys[key.word] = key.type.text
            if key.default is not None and _default_is_sound(here, key, key.default):
                defaults[key.word] = key.default.text
    fields: dict[str, FieldSpec] = {}
    for value in node.values:
        spec = _field(here, value, fields, keys)
        if spec is not None:
            fields[spec.name] = spec
    unknown, layers = _absents(here, node.absents)
    return Kind(
        declared.name,
        node.label.text if node.label else "",
        keys,
        fields,
        defaults.get("layer"),
        unknown,
        layers,
        _displacements(here, node.displacements),
        place=declared.place,
        defaults=defaults,
    )


def _key_is_sound(here: Here, key: ast.KeyDeclaration, keys: dict[str, str]) -> bool:
    types = KEY_TYPES.get(key.word, ())
    if key.word in keys:
        here.problems.error(
            "DC305", f"the key `{key.word}` is declared twice", here.place(key), "here again", "leave one out"
        )
        return False
    if key.type.text not in types:
        here.problems.error(
            "DC305",
            f"the key `{key.word}` cannot be of type `{key.type.text}`",
            here.place(key.type),
            "another type",
            f"write {listed(types)}",
        )
        return False
    return True


def _default_is_sound(here: Here, key: ast.KeyDeclaration, default: ast.Name) -> bool:
    if key.type.text == "party":
        return party_mask(here, default) is not None
    if key.type.text == "name" or default.text == "everything":
        return True
    sort = "topic" if key.type.text == "topic" else "product"
    if here.find(sort, default) is not None:
        return True
    here.unknown("DC203" if sort == "topic" else "DC202", sort, default)
    return False


def _field(
    here: Here, value: ast.ValueDeclaration, fields: dict[str, FieldSpec], keys: dict[str, str]
) -> FieldSpec | None:
    name = value.name.text
    if name in RESERVED:
        here.problems.error(
            "DC306",
            f"a field cannot be called `{name}`",
            here.place(value.name),
            "a word of the language",
            "choose another name",
        )
        return None
    if name in fields or name in keys:
        here.problems.error(
            "DC305",
            f"`{name}` is declared twice",
            here.place(value.name),
            "here again",
            "give one of them another name",
        )
        return None
    sort = "choice" if value.choices else value.type.text
    if sort not in SORT_OF_TYPE:
        types = [known for known in SORT_OF_TYPE if known != "choice"]
        here.problems.error(
            "DC305",
            f"there is no type `{sort}`",
            here.place(value.type),
            "not a type",
            meant(sort, types, f"the types are {listed(types, 20)}, or `one of a, b`"),
        )
        return None
    spec = FieldSpec(name, sort, tuple([choice.text for choice in value.choices]), value.freer)
    if value.freer and SORT_OF_TYPE[sort] in ("word", "text"):
        here.problems.error(
            "DC318",
            f"`{name}` has no order",
            here.place(value.name),
            "names and texts have none",
            "leave out `is freer`",
        )
    absent = _constant(here, value.absent, spec)
    default = _constant(here, value.default, spec)
    return FieldSpec(name, sort, spec.choices, value.freer, absent, default)


def _constant(here: Here, expr: ast.Expression | None, spec: FieldSpec) -> Value | None:
    if expr is None:
        return None
    typed = Formula(here, CONSTANT).read(expr, spec)
    if typed is None or not fits(here, spec, typed, here.place(expr)):
        return None
    if isinstance(typed.expr, Literal):
        return typed.expr.value
    here.problems.error(
        "DC314", "a declaration needs a plain value", here.place(expr), "not a value", "write the value itself"
    )
    return None


def _absents(here: Here, absents: Iterable[ast.AbsentDeclaration]) -> tuple[bool, frozenset[str] | None]:
    """Whether absent points are unknown, and for which layers (None: for all)."""
    unknown, everywhere = False, False
    layers: set[str] = set()
    for absent in absents:
        if absent.word.text not in ("none", "unknown"):
            here.problems.error(
                "DC305",
                f"`absent {absent.word.text}` has no meaning",
                here.place(absent.word),
                "none or unknown?",
                meant(absent.word.text, ("none", "unknown"), "write `absent none` or `absent unknown`"),
            )
        elif absent.word.text == "unknown":
            unknown = True
            if absent.layer is None:
                everywhere = True
            else:
                layers.add(absent.layer.text)
    return unknown, None if everywhere or not layers else frozenset(layers)


def _displacements(here: Here, declarations: Iterable[ast.DisplaceDeclaration]) -> dict[str, frozenset[str]]:
    """The layers that each layer displaces; a circle is an error at the declaration that closes it."""
    found: dict[str, frozenset[str]] = {}
    places: dict[str, ast.DisplaceDeclaration] = {}
    for declaration in declarations:
        layer = declaration.layer.text
        below = frozenset(name.text for name in declaration.displaced)
        if _reaches(found, below, layer):
            first = next((places[name] for name in found if name in places and layer in found[name]), declaration)
            here.problems.error(
                "DC307",
                f"`{layer}` displaces a layer that displaces it",
                here.place(declaration),
                "closes a circle",
                "say for one of them only that it displaces the other",
                labels=(Label(here.place(first), "the other way round here"),) if first is not declaration else (),
            )
            continue
        found[layer] = found.get(layer, frozenset()) | below
        places.setdefault(layer, declaration)
    return found


def _reaches(graph: dict[str, frozenset[str]], starts: frozenset[str], goal: str) -> bool:
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        layer = waiting.pop()
        if layer == goal:
            return True
        if layer not in seen:
            seen.add(layer)
            waiting.extend(graph.get(layer, ()))
    return False
