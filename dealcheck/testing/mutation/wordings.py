"""Measures in words: those that a line speaks of, with the values on which its comparisons turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice, product

from attrs import evolve, frozen

from dealcheck.model.records import FieldSpec, Kind, Model
from dealcheck.syntax import ast
from dealcheck.testing.mutation.bench import Own
from dealcheck.testing.mutation.edits import Edit, Script, edited, steps_of
from dealcheck.testing.mutation.nodes import inside

MOST_MEASURES = 40
"""Measures that are worded for one pattern."""

PLAIN = {
    "rate": ("0%", "5%", "30%", "old rate * 0.5", "old rate + 1 pp"),
    "percent": ("1%", "50%", "99%"),
    "quantity": ("1 t", "1 units", "old {name} * 2", "old {name} * 0.5"),
    "money": ("USD 1 bn", "old {name} * 2", "old {name} * 0.5"),
    "price": ("USD 1/kg",),
    "date": ("2025-07-09",),
    "duration": ("1 day",),
    "text": ('"so"',),
    "number": ("1", "10"),
}
"""Values of each type of field, where a line names none: unlike ones, and what was there changed either way."""


@frozen
class Shape:
    """The keys and fields of one measure in words."""

    kind: str
    keys: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The measure as a term or a baseline says it."""
        keys = " ".join(f"{word} {scope}" for word, scope in self.keys)
        return " ".join([f"{self.kind} {keys}", *(f"{name} {value}" for name, value in self.fields)])


class Wordings:
    """The measures of a line's patterns in words."""

    def __init__(self, script: Script, model: Model, own: Own) -> None:
        self.script = script
        self.model = model
        self.own = own
        self.values = self._values()
        self._heads: dict[str, str] = {}

    def measures(self, parties: tuple[str, ...]) -> list[list[str]]:
        """For each pattern of the line its measures between these parties, the likeliest first."""
        groups: list[list[str]] = []
        seen: set[str] = set()
        for pattern in inside(self.own.node, ast.Pattern):
            shapes = list(islice(self._shapes(pattern, parties), MOST_MEASURES))
            for shape in shapes:
                self._heads[shape.text] = evolve(shape, fields=()).text
            texts = [text for text in dict.fromkeys(shape.text for shape in shapes) if text not in seen]
            seen.update(texts)
            groups.append(texts)
        return groups

    def ended(self, measure: str) -> str:
        """A measure without its values, as `end` takes it away."""
        return self._heads.get(measure, measure)

    # ---- Shapes ----------------------------------------------------------------------------------------------------

    def _shapes(self, pattern: ast.Pattern, parties: tuple[str, ...]) -> Iterator[Shape]:
        kind = self.model.kinds.get(pattern.kind.text)
        if kind is None:
            return
        name = "tariff" if kind.derived else kind.name
        kind = self.model.kinds.get(name, kind)
        options = self._keys(pattern, kind, parties)
        first = Shape(name, tuple((word, scopes[0]) for word, scopes in options if scopes[0]))
        sets = list(islice(self._fields(kind, pattern.kind.text), 24))
        others = [_with_key(first, word, scope) for word, scopes in options for scope in scopes[1:]]
        yield from (evolve(first, fields=each) for each in sets)
        yield from (evolve(other, fields=each) for each in sets[:4] for other in others)

    def _keys(self, pattern: ast.Pattern, kind: Kind, parties: tuple[str, ...]) -> list[tuple[str, list[str]]]:
        """What each key of a kind may say, the likeliest first; `""` leaves it out."""
        given = {key.word: key.scope for key in pattern.keys}
        home = self.own.policy.party.text
        others = [party for party in parties if party != home] or list(parties)
        found: list[tuple[str, list[str]]] = []
        author = ""
        for word, sort in kind.keys.items():
            scope = given.get(word)
            names = list(self._names(scope)) if scope is not None else []
            if sort == "party":
                said = [each for name in names for each in (others if name == "partner" else [name])]
                said = said or [party for party in (*others, home) if party != author] or ["everyone"]
                said = [party for party in said if party != author] or said
                author = author or said[0]
                found.append((word, said[:4]))
            elif word == "on":
                found.append((word, self._places(names, kind)))
            else:
                extra = ["any"] if kind.name == "tariff" and scope is None else []
                found.append((word, [*names[:4], *extra, ""] if names or extra else [""]))
        return found

    def _places(self, names: list[str], kind: Kind) -> list[str]:
        """What a measure may be on: the names of a scope, a part of the first, or everything."""
        if kind.keys.get("on") == "topic":
            return names[:6] or [kind.defaults.get("on", ""), *list(self.model.topics)[:1]]
        parts = [part for name in names[:3] for part in self._parts(name)]
        return [*names[:8], *parts, "everything"] if names else ["everything", "hs 8703", "hs 10"]

    def _parts(self, name: str) -> Iterator[str]:
        """A code within a product that is not all of it."""
        known = self.model.products.get(name)
        if known is None or not known.codes:
            return
        for low, high in known.codes[:1]:
            for digits in (4, 6, 8):
                size = 10 ** (10 - digits)
                if low % size == 0 and low + size <= high and (low + size < high or len(known.codes) > 1):
                    code = f"{low:010d}"[:digits]
                    yield "hs " + ".".join([code[:4], *(code[at : at + 2] for at in range(4, digits, 2))])
                    return

    def _names(self, scope: ast.Scope) -> Iterator[str]:
        """The members of a scope in words, those of unions one by one."""
        if isinstance(scope, ast.ScopeOperation):
            yield from self._names(scope.left)
            yield from self._names(scope.right)
            if scope.operator != "|":
                yield self.script.text(scope.span)
        elif isinstance(scope, ast.Codes):
            yield from (f"hs {self.script.text(each.span)}" for each in scope.ranges)
        else:
            yield self.script.text(scope.span)

    # ---- Fields ----------------------------------------------------------------------------------------------------

    def _fields(self, kind: Kind, named: str) -> Iterator[tuple[tuple[str, str], ...]]:
        """Values for the fields that the line compares: all at their likeliest, then every combination of the first."""
        compared = [name for name in kind.fields if (named, name) in self.values or (kind.name, name) in self.values]
        if not compared:
            compared = [name for name in kind.fields if kind.fields[name].default is None][:1]
        if not compared:
            yield ()
            return
        choices = [self._options(kind.fields[name], (named, name), (kind.name, name)) for name in compared]
        first = [each[0] for each in choices]
        yield tuple(zip(compared, first, strict=True))
        for at, values in enumerate(choices):
            for value in values[1:]:
                yield tuple(zip(compared, [*first[:at], value, *first[at + 1 :]], strict=True))
        yield from (tuple(zip(compared, each, strict=True)) for each in product(*(each[:3] for each in choices)))
        yield ()

    def _options(self, spec: FieldSpec, *keys: tuple[str, str]) -> list[str]:
        """What a field may be set to: the values on which its comparisons turn first."""
        named = [value for key in dict.fromkeys(keys) for value in self.values.get(key, ())]
        plain = [value.replace("{name}", spec.name) for value in PLAIN.get(spec.type, ())]
        if spec.type in ("rate",):
            plain = [value.replace("old rate", f"old {spec.name}") for value in plain]
        choices = [choice for choice in spec.choices if choice not in named]
        return list(dict.fromkeys([*named, *choices, *plain])) or ['""']

    def _values(self) -> dict[tuple[str, str], list[str]]:
        """The values that the line compares each field with, and those beside them, by kind and field."""
        found: dict[tuple[str, str], list[str]] = {}
        for sentence in inside(self.own.node, ast.Quantified):
            if sentence.condition is not None:
                self._take(sentence.condition, sentence.pattern.kind.text, found)
        for aggregate in inside(self.own.node, ast.Aggregate):
            kind = aggregate.pattern.kind.text
            if aggregate.having is not None:
                self._take(aggregate.having, kind, found)
            if aggregate.field is not None:
                known = found.setdefault((kind, aggregate.field.text), [])
                known.extend(value for each in inside(aggregate, ast.Number) for value in beside(self.script, each))
        return found

    def _take(self, condition: ast.Condition, kind: str, found: dict[tuple[str, str], list[str]]) -> None:
        for leaf in leaves(condition):
            for ref in inside(leaf, ast.Reference):
                name = ref.kind.text if ref.kind is not None else kind
                if ref.name.text in (self.model.kinds[name].fields if name in self.model.kinds else ()):
                    values = found.setdefault((name, ref.name.text), [])
                    values.extend(value for value in self._compared(leaf) if value not in values)

    def _compared(self, leaf: ast.Condition) -> Iterable[str]:
        if isinstance(leaf, ast.Member):
            return [self.script.text(choice.span) for choice in leaf.choices]
        words = [
            ref.name.text
            for side in ([leaf.left, leaf.right] if isinstance(leaf, ast.Compare) else [])
            if isinstance(ref := side, ast.Reference) and not ref.keys and ref.kind is None
        ]
        limits = [value for each in inside(leaf, ast.Number) for value in beside(self.script, each)]
        choices = {
            choice for kind in self.model.kinds.values() for spec in kind.fields.values() for choice in spec.choices
        }
        return [*limits, *(word for word in words if word in choices)]


def leaves(condition: ast.Condition | ast.Sentence) -> Iterator[ast.Condition]:
    """The comparisons of a condition."""
    if isinstance(condition, ast.Compare | ast.Change | ast.Member):
        yield condition
    elif isinstance(condition, ast.Not):
        yield from leaves(condition.operand)
    elif isinstance(condition, ast.And | ast.Or):
        for operand in condition.operands:
            yield from leaves(operand)


def beside(script: Script, number: ast.Number) -> list[str]:
    """A value as it is written, a step from it either way, and a tenth of a step."""
    at = script.number(number.span)
    if at is None:
        return []
    written = script.text(at)
    finer = steps_of(written + ("0" if "." in written else ".0")) if Decimal(written.replace("_", "")) >= 0 else []
    whole = script.text(number.span)
    return [
        edited(whole, [Edit(at, digits)], number.span[0])
        for digits in dict.fromkeys([written, *steps_of(written), *finer])
    ]


def _with_key(shape: Shape, word: str, scope: str) -> Shape:
    """A shape with another scope for one key, `""` for none."""
    keys = dict(shape.keys)
    keys[word] = scope
    return evolve(shape, keys=tuple((each, said) for each, said in keys.items() if said))
