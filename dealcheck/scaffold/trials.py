"""Drafts that may violate or meet a line: what its sentence forbids or asks for, on each side of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest

from attrs import evolve, frozen

from dealcheck.lint.nodes import walk
from dealcheck.model.records import FieldSpec, Kind, Model
from dealcheck.source import Source
from dealcheck.syntax import ast

MOST = 48
"""How many drafts are tried for a line."""
MOST_FOR_ONE = 12
"""How many measures are made of one pattern."""

_DIGITS = re.compile(r"[0-9][0-9_]*(?:\.[0-9]+)?")
_SAMPLES = {
    "rate": ("0%", "50%"),
    "percent": ("0%", "100%"),
    "quantity": ("1_000_000 units per year", "1_000_000 t per year", "0 t per year"),
    "money": ("USD 100 bn", "USD 0"),
    "price": ("USD 1/kg",),
    "duration": ("90 days",),
    "number": ("1", "0"),
}
"""Values for fields of which a line says nothing that could be taken instead."""


@frozen
class Trial:
    """A draft to try: what it says in a few words, its terms, its day of effect, and what stands beside it."""

    words: str
    terms: tuple[str, ...] = ()
    effective: str = ""
    beside: str = ""


@frozen
class Table:
    """Who sits at the table of the trials: the line's own party, and the one that it speaks of."""

    ours: str
    other: str
    third: str


def table_of(line: ast.Line, party: str, model: Model) -> Table:
    """The party of a line, and the first other one that the line names, or the United States, or Japan."""
    named = [
        name.text
        for key in walk(line.sentence)
        if isinstance(key, ast.Key) and key.word in ("by", "from", "to")
        for name in walk(key.scope)
        if isinstance(name, ast.ScopeName) and model.parties.mask(name.text) is not None
    ]
    own = model.parties.mask(party) or 0
    others = [name for name in (*named, "US", "JP") if not (model.parties.mask(name) or 0) & own]
    other = next((name for name in others if name in model.parties.bits or name == "EU"), "JP")
    third = next(name for name in ("CN", "RU", "BR") if name not in (party, other))
    return Table(party, other, third)


def trials(line: ast.Line, source: Source, model: Model, table: Table, day: str) -> Iterator[Trial]:
    """Drafts to try, the likeliest first; `day` is the one on which they are signed."""
    return islice(_trials(line, _Maker(source, model, table), f"{table.ours}.{line.name.text}", day), MOST)


def _trials(line: ast.Line, maker: _Maker, name: str, day: str) -> Iterator[Trial]:
    """Those that set something; where a person has a say, these once more with that said, and that alone."""
    plain = list(islice(_of_terms(line, maker, day), MOST))
    if not any(isinstance(node, ast.Judged) for node in walk(line.sentence)):
        yield from plain
        return
    says = 'assess {} {} by "Name of the judge" on {} because "what speaks for it"'
    for verdict in ("violated", "met"):
        beside = says.format(name, verdict, day)
        yield Trial(f"an assessment as {verdict}", beside=beside)
        yield from (
            evolve(trial, words=f"{trial.words}, assessed as {verdict},", beside=beside)
            for trial in plain[:MOST_FOR_ONE]
        )
    yield from plain


def _of_terms(line: ast.Line, maker: _Maker, day: str) -> Iterator[Trial]:
    for node in walk(line.sentence):
        if isinstance(node, ast.DealSentence):
            dates = [each.text for each in walk(node) if isinstance(each, ast.DateValue) and each.text > day]
            yield from (
                Trial(f"effective {text}", effective=text) for text in (*dates, _year_later(max(dates, default=day)))
            )
    made = [list(islice(maker.measures(node), MOST_FOR_ONE)) for node in _patterns(line.sentence)]
    for texts in made:
        yield from (Trial(words, (text,)) for words, text in texts)
    if len(made) > 1:
        for row in zip_longest(*made):
            together = tuple(dict.fromkeys(text for each in row if each for text in each[1:]))
            yield Trial(f"{len(together)} terms together" if len(together) > 1 else "one term", together)


def _patterns(sentence: ast.Sentence) -> Iterator[ast.Quantified | ast.Aggregate]:
    for node in walk(sentence):
        if isinstance(node, ast.Quantified | ast.Aggregate):
            yield node


@frozen
class _Maker:
    """Makes measures of patterns."""

    source: Source
    model: Model
    table: Table

    def measures(self, sentence: ast.Quantified | ast.Aggregate) -> Iterator[tuple[str, str]]:
        """Measures that the pattern of a sentence takes in, with values on each side of what the sentence asks.

        Each comes behind a few words that say what is set.
        """
        name = sentence.pattern.kind.text
        kind = self.model.kinds.get("tariff" if name == "duty" else name)
        if kind is None or kind.derived:
            return
        heads = list(dict.fromkeys(self._heads(sentence.pattern, kind, name)))
        values = list(self._values(sentence, kind))
        rows = [[(value, f"{head} {value}") for value in values] or [(f"a new {kind.name}", head)] for head in heads]
        # The same value for every head before the next one: what differs most is tried first.
        yield from chain.from_iterable(zip(*rows, strict=True))
        yield from (("an end", f"end {head}") for head in heads)

    def _heads(self, pattern: ast.Pattern, kind: Kind, name: str) -> Iterator[str]:
        """`tariff by US from JP on autos layer mfn`, for each way to fill in what the pattern leaves out."""
        keys = {key.word: self.source.text_of(key.scope.span) for key in pattern.keys}
        authors = [self._party(keys["by"])] if "by" in keys else [self.table.ours, self.table.other]
        layers = [keys["layer"]] if "layer" in keys else ["", "any"]
        if name == "duty" or ("layer" not in keys and any(key.word == "layer" for key in pattern.excepts)):
            layers = ["any", *(each for each in ("reciprocal", "mfn") if each in self.model.layers)]
        if "layer" not in kind.keys:
            layers = [""]
        for author in authors:
            counterpart = self.table.other if author == self.table.ours else self.table.ours
            words = [f"{kind.name} by {author}"]
            words.extend(
                f"{word} {self._party(keys[word]) if word in keys else counterpart}"
                for word in ("from", "to")
                if word in kind.keys
            )
            if "on" in kind.keys:
                words.append(f"on {keys.get('on') or self._everything(kind)}")
            if "toward" in kind.keys:
                words.append(f"toward {keys.get('toward', self.table.third)}")
            yield from (" ".join([*words, *([f"layer {layer}"] if layer else [])]) for layer in layers)

    def _party(self, text: str) -> str:
        return self.table.other if text in ("partner", "everyone", "any") else text

    def _everything(self, kind: Kind) -> str:
        if kind.keys["on"] == "goods":
            return "everything"
        return min(self.model.topics, default="everything")

    def _values(self, sentence: ast.Quantified | ast.Aggregate, kind: Kind) -> Iterator[str]:
        """`rate 25%`, and more fields where the sentence speaks of more."""
        spoken: dict[str, list[str]] = {}
        for name, text in self._asked(sentence, kind):
            spoken.setdefault(name, []).append(text)
        if not spoken:
            spoken = {spec.name: _samples(spec) for spec in [*kind.fields.values()][:1] if _samples(spec)}
        if spoken:
            longest = max(map(len, spoken.values()))
            for number in range(longest):
                yield " ".join(f"{name} {texts[number % len(texts)]}" for name, texts in spoken.items())

    def _asked(self, sentence: ast.Quantified | ast.Aggregate, kind: Kind) -> Iterator[tuple[str, str]]:
        """Fields with the values that the sentence compares them with, and values beside these."""
        comparisons: list[tuple[ast.Node, ast.Node | None]] = []
        if isinstance(sentence, ast.Aggregate) and sentence.field is not None:
            comparisons.append((sentence.field, sentence.limit))
        for node in walk(sentence):
            if isinstance(node, ast.Compare):
                comparisons.extend([(node.left, node.right), (node.right, node.left)])
            elif isinstance(node, ast.Change):
                comparisons.append((node.value, None))
            elif isinstance(node, ast.Member):
                comparisons.extend((node.value, choice) for choice in node.choices)
        for left, right in comparisons:
            name = left.text if isinstance(left, ast.Name) else ""
            if isinstance(left, ast.Reference) and left.kind is None and not left.keys:
                name = left.name.text
            spec = kind.fields.get(name)
            if spec is not None:
                yield from ((name, text) for text in dict.fromkeys(self._around(spec, right)))

    def _around(self, spec: FieldSpec, limit: ast.Node | None) -> Iterator[str]:
        """Values on each side of a limit."""
        if isinstance(limit, ast.Number):
            yield from _beside(self.source.text_of(limit.span))
        elif spec.choices:
            yield from spec.choices
        elif spec.type in ("rate", "percent"):
            yield from (f"old {spec.name} * 0.5", f"old {spec.name} + 10 pp", "0%", "100%")
        elif spec.type in ("quantity", "money", "price", "number"):
            yield from (f"old {spec.name} * 0.5", f"old {spec.name} * 1.5", *_samples(spec))


def _year_later(day: str) -> str:
    """The same day of the next year; of the last there is, that day."""
    return f"{min(int(day[:4]) + 1, 9999):04}{day[4:]}".replace("-02-29", "-02-28")


def _samples(spec: FieldSpec) -> list[str]:
    return list(spec.choices or _SAMPLES.get(spec.type, ()))


def _beside(text: str) -> Sequence[str]:
    """A number as written, the next below and the next above it, and two that are far away."""
    found = _DIGITS.search(text)
    if found is None:
        return (text,)
    digits = found[0].replace("_", "")
    places = len(digits.partition(".")[2])
    if "%" in text and not places:
        places = 1
    number = int(digits.replace(".", "")) * 10 ** (places - len(digits.partition(".")[2]))
    unit = 10**places
    near = (number, number - 1, number + 1, 0, 2 * number + unit)
    return [text[: found.start()] + _written(each, places) + text[found.end() :] for each in near if each >= 0]


def _written(number: int, places: int) -> str:
    """`24.9` for 249 with one place."""
    digits = str(number).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:].rstrip("0")) if places else (digits, "")
    whole = f"{int(whole):_}"
    return f"{whole}.{part}" if part else whole
